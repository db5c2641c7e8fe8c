//! The answer: a headline, and a card per structure.

use maud::{Markup, html};

use super::super::charts::org::{organisation, words};
use super::super::numbers::{decimal, decimals_of_margin, signed};
use super::super::page::{inline, isolated};
use super::super::palette;
use super::super::results::{PairRow, Results};
use super::super::titles::{best, manner, names};
use super::super::turning::{TurningOutcome, turning_rows};
use crate::compare::{listed, verdict_words};
use crate::model::{Line, Preset, PresetLines, Regime, StageStart};
use crate::numbers::{horizon, rounded};
use crate::stats::Verdict;

/// The figure that stands first.
const YEARLY: &str = "retention_annualised";

/// The figure that is told from the start to the end, so that a decline that is avoided is seen as such.
const NPS: &str = "nps_true";

/// The headline, with the condition under which it holds.
pub(in crate::report) fn headline(results: &Results) -> Markup {
    let fallback = "The numbers below say what the trials say of each structure.";
    let first = results.manifest.answer.first().map_or(fallback, String::as_str);
    let compared = results.structures.len() > 1 && results.manifest.trials_finished > 1;
    html! {
        p.lead { (isolated(&named(results, first))) }
        @if compared { p.condition { (isolated(&condition(results))) } }
        @if !results.manifest.segments.is_empty() { p.beside { (isolated(&finding(results))) } }
    }
}

/// Under what the answer holds, and what turns it first.
fn condition(results: &Results) -> String {
    let under = "This holds under the assumptions of this scenario";
    let rows = turning_rows(results);
    let first = rows.iter().find(|row| row.with.is_empty() && row.point.is_some());
    let Some((row, point)) = first.and_then(|row| Some((row, row.point.as_ref()?))) else {
        let tried = rows.iter().filter(|row| row.is_tried() && row.with.is_empty()).count();
        return match tried {
            0 if results.manifest.turning.is_empty() => {
                format!("{under}; at which of their values the answer would turn was not looked for.")
            }
            0 => format!("{under}. {}", named(results, &results.manifest.turning)),
            tried => format!("{under}; none of the {tried} that were moved by themselves is known to turn it."),
        };
    };
    let to = named(results, &point.to);
    match row.outcome {
        TurningOutcome::Turns => {
            format!(
                "{under}: the answer turns to {to} if {} (here {}) is {}.",
                row.name,
                rounded(row.today),
                point.words()
            )
        }
        _ => format!(
            "{under}: the answer may turn to {to} if {} (here {}) is {}; the trials do not tell for sure.",
            row.name,
            rounded(row.today),
            point.words()
        ),
    }
}

/// What the run says of every figure, in sentences.
pub(in crate::report) fn figure_by_figure(results: &Results) -> Markup {
    let rest = results.manifest.answer.get(1..).unwrap_or_default();
    html! {
        @if !rest.is_empty() {
            details.in-words {
                summary { "The other figures in words" }
                @for sentence in rest { p.beside { (isolated(&named(results, sentence))) } }
            }
        }
    }
}

/// Ids with underscores as the page shows them.
pub(super) fn named(results: &Results, sentence: &str) -> String {
    let mut with: Vec<_> = results.structures.iter().filter(|structure| structure.id.contains('_')).collect();
    // The longest first: one name may be part of another.
    with.sort_by_key(|structure| std::cmp::Reverse(structure.id.len()));
    with.into_iter().fold(sentence.to_owned(), |text, structure| text.replace(&structure.id, &structure.name))
}

/// What the run found, with names for readers.
pub(super) fn finding(results: &Results) -> String {
    let mut text = named(results, &results.manifest.segments);
    let mut segments: Vec<&str> = results.world().segments.iter().map(|one| one.id.as_str()).collect();
    // The longest first: one name may be part of another.
    segments.sort_by_key(|id| std::cmp::Reverse(id.len()));
    for id in segments.into_iter().filter(|id| id.contains('_')) {
        text = text.replace(id, &Results::shown(id));
    }
    text
}

/// Structures that have a card on the first screen, at most; more of them get a line each there, and cards behind.
const CARDS: usize = 4;
/// Lines of structures on the first screen, at most.
const LINES: usize = 8;

/// Whether the cards stand behind the first screen.
pub(in crate::report) fn has_many(results: &Results) -> bool {
    results.structures.len() > CARDS
}

/// The structures on the first screen: cards, or lines where there are many.
pub(in crate::report) fn structures(results: &Results) -> Markup {
    html! {
        @if has_many(results) { (in_lines(results)) } @else { (cards(results)) }
        (key(results))
    }
}

/// A line per structure, the best by the figure that decides first; the baseline is always among them.
fn in_lines(results: &Results) -> Markup {
    let primary = results.primary();
    let sign = if results.smaller_is_better(&primary) { 1.0 } else { -1.0 };
    let mut places: Vec<usize> = (0..results.structures.len()).collect();
    let mean = |place: usize| results.figure(place, &primary).mean.map_or(f64::INFINITY, |mean| sign * mean);
    places.sort_by(|&one, &other| mean(one).total_cmp(&mean(other)));
    let (shown, rest) = places.split_at(LINES.min(places.len()));
    let baseline = rest.contains(&0).then_some(0);
    let more = rest.len() - usize::from(baseline.is_some());
    html! {
        div.scroll.lines tabindex="0" role="region" aria-label="Structures" {
            table {
                thead { tr {
                    th.w scope="col" { "structure" }
                    @for metric in [YEARLY, NPS, "total_value"] { th scope="col" { (heading(results, metric)) } }
                    th.w scope="col" { "by " (manner(results, &primary).name) }
                } }
                @for &place in shown.iter().chain(&baseline) { tbody class={ "s" (place) } { tr {
                    th.w scope="row" {
                        span class={ "hue h" (palette::hue(place)) } aria-hidden="true" {} " " b { (isolated(&results.structures[place].name)) }
                        @if place == 0 { " " span.tag { "baseline" } }
                    }
                    @for metric in [YEARLY, NPS, "total_value"] { td { (figure(results, place, metric)) } }
                    td.w { (verdict(results, place)) }
                } } }
            }
        }
        @if more > 0 { p.remark { (decimal(more as f64, 0)) " more " @if more == 1 { "stands" } @else { "stand" } " under “The structures”." } }
    }
}

/// One card per structure.
pub(in crate::report) fn cards(results: &Results) -> Markup {
    html! {
        div class=(rows_of(results.structures.len())) {
            @for place in 0..results.structures.len() { (card(results, place)) }
        }
        p.key {
            "Lines to the officer: " b { "solid" } " (functions report to the officer), " b { "dashed" }
            " (a dotted line: shared metrics and a committee), " b { "fine dots" } " (advice)."
        }
    }
}

/// How to read the figures of structures.
fn key(results: &Results) -> Markup {
    html! {
        p.key {
            "Ranges are 95 % intervals of the mean."
            @if results.structures.len() > 1 {
                " In colour: clear differences to " (isolated(&results.baseline().name)) " at the end; verdicts are by "
                (manner(results, &results.primary()).name) "."
            }
            " NPS today is that of the first survey" (first_survey(results)) " under " (isolated(&results.baseline().name)) "."
            " Total value is what came in less what went out, and what the customers who are left are still worth (customer equity): the \
            whole firm, as of the start, " (in_currency(results)) "."
        }
    }
}

/// "in EUR".
fn in_currency(results: &Results) -> String {
    match results.study.currency.as_str() {
        "" => "in the currency of the scenario".to_owned(),
        name => format!("in {name}"),
    }
}

/// Four cards in a row where that leaves the last row fuller than three would.
fn rows_of(cards: usize) -> &'static str {
    if cards.is_multiple_of(4) || cards % 4 == 3 && !cards.is_multiple_of(3) { "cards" } else { "cards three" }
}

fn card(results: &Results, place: usize) -> Markup {
    let structure = &results.structures[place];
    let described = &results.study.structures[structure.place];
    let functions = lines_of(results, &described.regime);
    let drawing = organisation(&functions, place);
    let spoken = spoken(&functions);
    let preset = Preset::named(&described.preset).filter(|preset| has_lines_of(results, &described.regime, preset));
    let meaning = preset.map_or("", |preset| preset.meaning);
    let about = if described.description.is_empty() { meaning } else { &described.description };
    html! {
        article class={ "card s" (place) } {
            h3 { (isolated(&structure.name)) @if place == 0 && results.structures.len() > 1 { " " span.tag { "baseline" } } }
            (verdict(results, place))
            (inline(&drawing, &spoken, ""))
            div {
                @for stage in &described.stages { p.stage { (stage_words(results, stage)) } }
                @if !about.is_empty() { p.about { (isolated(about)) } }
                (missing(results, place))
            }
            dl {
                (level(results, place, YEARLY))
                (level(results, place, NPS))
                (level(results, place, "total_value"))
                (money_by_part(results, place))
            }
        }
    }
}

/// Whether lines are still those of the preset, whose sentence would else be about others.
fn has_lines_of(results: &Results, regime: &Regime, preset: &Preset) -> bool {
    let PresetLines { rest, named, needs, .. } = preset.lines;
    let usual = |id: &str| named.iter().find(|(name, _)| *name == id).map_or(rest, |(_, line)| *line);
    let functions = results.world().functions.iter().zip(&regime.lines);
    functions.into_iter().all(|(function, line)| *line == usual(&function.id) || Some(*line) == needs)
}

/// A structure that fewer trials say something of than the run has.
fn missing(results: &Results, place: usize) -> Markup {
    let (own, all) = (results.figure(place, &results.primary()).n, results.manifest.trials_finished);
    html! {
        @if own < all { p.stage { (decimal(own as f64, 0)) " of " (decimal(all as f64, 0)) " trials" } }
    }
}

fn lines_of(results: &Results, regime: &Regime) -> Vec<(String, Line)> {
    let functions = results.world().functions.iter().map(|function| Results::shown(&function.id));
    functions.zip(regime.lines.iter().copied()).collect()
}

/// The organisation in words, for those who cannot see it.
fn spoken(functions: &[(String, Line)]) -> String {
    let told: Vec<String> = functions.iter().map(|(name, line)| format!("{name}: {}", words(*line))).collect();
    format!("Lines to the customer officer. {}.", told.join(", "))
}

/// "From week 104: dotted lines to sales and service."
fn stage_words(results: &Results, stage: &crate::model::Stage) -> String {
    let start = match stage.start {
        StageStart::Week(week) => format!("From week {week}"),
        StageStart::Readiness(readiness) => format!("Once readiness reaches {}", decimal(readiness.get(), 2)),
    };
    let functions = lines_of(results, &stage.regime);
    let told: Vec<String> = [Line::Solid, Line::Dotted, Line::Advisory]
        .into_iter()
        .filter_map(|line| {
            let with: Vec<&str> =
                functions.iter().filter(|(_, other)| *other == line).map(|(name, _)| name.as_str()).collect();
            let all = with.len() == functions.len();
            let named = if all { "all functions".to_owned() } else { crate::compare::listed(&with, "and") };
            let what = if line == Line::Advisory { "advice" } else { words(line) };
            (!with.is_empty()).then(|| format!("{what} to {named}"))
        })
        .collect();
    let lines = if told.is_empty() { "no lines".to_owned() } else { told.join("; ") };
    format!("{start}: {lines}.")
}

/// A figure under its name.
fn level(results: &Results, place: usize, metric: &str) -> Markup {
    html! { div { dt { (heading(results, metric)) } dd { (figure(results, place, metric)) } } }
}

/// What a figure is called, with its unit.
fn heading(results: &Results, metric: &str) -> String {
    match metric {
        NPS => format!("NPS, today → {}", horizon(results.frame.weeks)),
        _ => manner(results, metric).titled(false),
    }
}

/// A figure with its interval, and against the baseline.
fn figure(results: &Results, place: usize, metric: &str) -> Markup {
    let estimate = results.figure(place, metric);
    let unit = manner(results, metric);
    let digits = estimate.interval.map_or(1, |ends| decimals_of_margin((ends.high - ends.low) / 2.0 * unit.factor));
    let digits = digits.max(unit.least);
    let range = estimate.interval.map(|ends| {
        let [low, high] = [ends.low, ends.high].map(|end| decimal(end * unit.factor, digits));
        format!("{low} to {high}")
    });
    let mean = estimate.mean.map_or("not defined".to_owned(), |mean| decimal(mean * unit.factor, digits));
    let before = if metric == NPS { today(results) } else { String::new() };
    let beside = if metric == YEARLY { at_horizon(results, place) } else { String::new() };
    html! {
        b { (before) (mean) }
        @if place > 0 { " " (against(results, place, metric)) }
        span.range { @if let Some(range) = range { (range) } (beside) }
    }
}

/// "; 4 years: 71.5 %": what a yearly retention comes to.
fn at_horizon(results: &Results, place: usize) -> String {
    let unit = manner(results, "retention");
    let told = |mean| format!("; {}: {}", horizon(results.frame.weeks), unit.level(mean, unit.least));
    results.figure(place, "retention").mean.map_or_else(String::new, told)
}

/// ", in week 12": when the first survey is.
fn first_survey(results: &Results) -> String {
    results.weeks(0, NPS).first().map_or_else(String::new, |week| format!(", in week {},", decimal(week.week, 0)))
}

/// "2.3 → ": NPS of the firm as it is, which is that of the first survey under the baseline.
fn today(results: &Results) -> String {
    let unit = manner(results, NPS);
    let first = results.weeks(0, NPS).first();
    first.map_or_else(String::new, |week| format!("{} → ", unit.level(week.mean, unit.least.max(1))))
}

/// What a total value consists of, in its unit: what came in, what went out, and what the customers who are left are still worth.
fn money_by_part(results: &Results, place: usize) -> Markup {
    let unit = manner(results, "total_value");
    // A digit more than the sum has: parts differ by less.
    let digits = 1 + results
        .figure(0, "total_value")
        .interval
        .map_or(0, |ends| decimals_of_margin((ends.high - ends.low) / 2.0 * unit.factor).max(unit.least));
    let shown = |amount: f64| decimal(amount * unit.factor, digits);
    let parts = [("came in", "value", 1.0), ("went out", "costs", -1.0), ("customer equity", "customer_equity", 1.0)];
    let part = |(name, metric, sign): (&'static str, &str, f64)| {
        let mean = results.figure(place, metric).mean?;
        let pair = results.pair(place, metric);
        let clear = pair.interval.filter(|ends| place > 0 && (ends.low > 0.0 || ends.high < 0.0));
        let difference = clear.and(pair.difference).map(|size| signed(sign * size * unit.factor, digits));
        Some((name, shown(sign * mean), difference.unwrap_or_default()))
    };
    html! {
        div.parts { @for (name, mean, difference) in parts.into_iter().filter_map(part) {
            dt { (name) }
            dd { (mean) " " @if !difference.is_empty() { span.diff { (difference) } } }
        } }
    }
}

/// "+3.3 points" where the difference is clear; money in the unit that stands above it.
fn against(results: &Results, place: usize, metric: &str) -> Markup {
    let pair: PairRow = results.pair(place, metric);
    let clear = pair.interval.filter(|ends| ends.low > 0.0 || ends.high < 0.0);
    let Some((mean, ends)) = pair.difference.zip(clear) else { return html! {} };
    let unit = manner(results, metric);
    let digits = decimals_of_margin((ends.high - ends.low) / 2.0 * unit.factor).max(unit.least);
    let number = signed(mean * unit.factor, digits);
    html! { span.diff { (number) @if unit.unit_of_difference == "points" { " points" } } }
}

/// "better than siloed", with what is open of its size.
fn against_baseline(results: &Results, verdict: Option<Verdict>, more: Option<u64>) -> String {
    let baseline = &results.baseline().name;
    match verdict {
        Some(Verdict::Better) => format!("better than {baseline}"),
        Some(Verdict::Worse) => format!("worse than {baseline}"),
        Some(Verdict::BetterSizeUnresolved) => format!("better than {baseline}; whether by enough to matter is open"),
        Some(Verdict::WorseSizeUnresolved) => format!("worse than {baseline}; whether by enough to matter is open"),
        Some(Verdict::Equivalent) => format!("no difference to {baseline} that matters"),
        other => verdict_words(other, more),
    }
}

/// The verdict against the baseline by the figure that decides, and whether it can be the best.
fn verdict(results: &Results, place: usize) -> Markup {
    let primary = results.primary();
    let (pair, choice) = (results.pair(place, &primary), results.choice(place, &primary));
    let (sign, class) = match pair.verdict {
        Some(Verdict::Better | Verdict::BetterSizeUnresolved) => ("▲", "up"),
        Some(Verdict::Worse | Verdict::WorseSizeUnresolved) => ("▼", "down"),
        Some(Verdict::Equivalent) => ("=", "same"),
        _ => ("?", "open"),
    };
    let said = match (place, pair.verdict) {
        (0, _) | (_, None) => None,
        (_, verdict) => Some(against_baseline(results, verdict, pair.more_trials)),
    };
    let standing = match choice.standing.as_str() {
        "" => String::new(),
        "ruled out" => "not the best".to_owned(),
        "best" if best(results, &primary).is_none() => "as good as any".to_owned(),
        "best" => "the best".to_owned(),
        other => other.to_owned(),
    };
    html! {
        p.verdict {
            @if let Some(said) = said {
                span class={ "pill " (class) } { span aria-hidden="true" { (sign) " " } (said) }
            }
            @if !standing.is_empty() { span.pill { (standing) } }
        }
    }
}

/// Structures whose firm has no customer left in any trial: worth a word at the top.
pub(in crate::report) fn cautions(results: &Results) -> Markup {
    let lost: Vec<usize> = (0..results.structures.len())
        .filter(|&place| results.figure(place, "customers_end").mean == Some(0.0))
        .collect();
    let manifest = &results.manifest;
    html! {
        @if !results.altered.is_empty() {
            p.caution { "Not as the run wrote them: " (listed(&results.altered.iter().map(String::as_str).collect::<Vec<_>>(), "and"))
                ". This page shows what the files say now; do not trust it before you know why." }
        }
        @if manifest.trials_finished == 0 {
            p.caution { "No trial was finished, so there are no numbers to show." }
        } @else if !manifest.complete {
            p.caution { "The run was interrupted: " (decimal(manifest.trials_finished as f64, 0)) " of "
                (decimal(manifest.trials_asked as f64, 0)) " trials are in this report." }
        }
        @if manifest.trials_finished == 1 {
            p.caution { "One trial only: there are no intervals, and nothing tells a difference from chance." }
        } @else if (2..10).contains(&manifest.trials_finished) {
            p.caution { "Only " (manifest.trials_finished) " trials: intervals are wide." }
        }
        @if !lost.is_empty() {
            p.caution { "No customer is left at the end under " (names(results, &lost)) ": figures of customers are not defined there." }
        }
    }
}
