//! Judgements in words that a board can act on. They claim no more than the intervals support.

use super::{Judgement, decimals};
use crate::numbers::{about_at_least, decimal, decimals_to_see, first_upper, rounded, times};
use crate::stats::{IntervalMethod, Standing, Verdict, share_unseen};
use crate::study::{JudgedPair, presentation};

/// Who is the best, and what the other metrics say of it: the price stands in the same breath. What is left to tables (the
/// measured NPS, which would say the same as the true one) is not said here.
#[must_use]
pub fn answer(judged: &[Judgement]) -> String {
    sentences(judged).join(" ")
}

/// The answer sentence by sentence: the headline, then what each other metric says against the baseline.
#[must_use]
pub fn sentences(judged: &[Judgement]) -> Vec<String> {
    let Some((primary, others)) = judged.split_first() else { return Vec::new() };
    let only_in_tables = |metric: &str| presentation(metric).is_some_and(|known| known.only_in_tables);
    let prices = others.iter().filter(|each| !only_in_tables(&each.metric) && each.trials > 1).map(beside);
    std::iter::once(headline(primary)).chain(prices.filter(|price| !price.is_empty())).collect()
}

/// Trials below which it is said that they are few.
const FEW: u64 = 10;
/// Trials below which nothing is said of how many more it takes: so few hardly tell a variance.
const PILOT: u64 = 20;

/// Who is the best, or can still be, in a few sentences; a single best is named only if its interval against every other one
/// says so.
#[must_use]
pub fn headline(judgement: &Judgement) -> String {
    let name = &judgement.shown.name;
    if judgement.structures.len() < 2 {
        return "There is one structure only, so there is nothing to compare.".to_owned();
    }
    if judgement.options.iter().all(|option| option.trials == 0) {
        return format!("No trial has {name}, so nothing can be said.");
    }
    if let Some(why) = &judgement.no_evidence {
        return why.clone();
    }
    let shared = judgement.pairs.iter().map(|pair| pair.comparison.trials).max().unwrap_or(0);
    match shared {
        0 => return format!("No trial has {name} under two structures, so nothing can be said."),
        1 => return format!("One {} cannot tell a difference from chance; run more trials.", judgement.evidence.one()),
        _ => {}
    }
    let (possible, out) = (with(judgement, |standing| standing.possible_best), with(judgement, |s| !s.possible_best));
    let same = same(judgement);
    let lead = if same.is_some() { String::new() } else { lead(judgement, &possible) };
    same.unwrap_or_else(|| who(judgement, &possible, &out))
        + &grounds(judgement)
        + &lead
        + &near(judgement, &out)
        + &left_aside(judgement)
        + &few(judgement)
}

/// How sure, and of how many trials: " (95 % confidence, 20 trials; more is better)."
fn grounds(judgement: &Judgement) -> String {
    let Some((least, most)) = judgement.trials_of_pairs().or_else(|| {
        let trials = || judgement.pairs.iter().map(|pair| pair.comparison.trials);
        trials().min().zip(trials().max())
    }) else {
        return ".".to_owned();
    };
    let several = judgement.evidence.several();
    let trials =
        if least == most { format!("{most} {several}") } else { format!("{least} to {most} {several} a pair") };
    let sure = judgement.pairs.iter().any(|pair| pair.comparison.simultaneous.is_some());
    let sure = if sure { format!("{}, ", confidence(judgement.alpha)) } else { String::new() };
    let direction = match (judgement.says_direction, judgement.smaller_is_better) {
        (false, _) => "",
        (true, true) => "; less is better",
        (true, false) => "; more is better",
    };
    format!(" ({sure}{trials}{direction}).")
}

/// Structures that are not judged, and pairs of which no variance was seen.
fn left_aside(judgement: &Judgement) -> String {
    let mut text = String::new();
    let aside: Vec<usize> = judgement.not_judged().collect();
    if !aside.is_empty() {
        text += &format!(" {} {} too few trials to be judged.", quoted(judgement, &aside), has(&aside));
    }
    let unvaried = || judgement.pairs.iter().filter(|pair| pair.comparison.is_unvaried());
    if let Some(most) = unvaried().map(|pair| pair.comparison.trials).min() {
        let unseen = 100.0 * share_unseen(most, 1.0 - judgement.alpha);
        let several = judgement.evidence.several();
        let which = match (unvaried().count(), judgement.pairs.len()) {
            (1, 1) => "the difference".to_owned(),
            (1, _) => "one difference".to_owned(),
            (pairs, _) => format!("each of {pairs} differences"),
        };
        text += &format!(
            " No variance was seen: {which} was the same in all {most} {several}, and up to {} of further ones may be unlike \
             them.",
            share_in_words(unseen)
        );
    }
    text
}

fn share_in_words(percent: f64) -> String {
    format!("{} %", decimal(percent, if percent < 0.95 { 2 } else { 0 }))
}

/// Few trials are said to be few: intervals of so few trust that differences are normal.
fn few(judgement: &Judgement) -> String {
    let most = judgement.pairs.iter().map(|pair| pair.comparison.trials).max().unwrap_or(0);
    let few = (2..FEW).contains(&most);
    if few {
        format!(" These are few {}: run more before you act on it.", judgement.evidence.several())
    } else {
        String::new()
    }
}

/// How far a single best is ahead of the baseline: " Against siloed it is 3.3 points higher (2.9 to 3.7)." Only where the
/// interval says so.
fn lead(judgement: &Judgement, possible: &[usize]) -> String {
    let [best] = possible else { return String::new() };
    let pair = judgement.against_baseline().find(|pair| pair.comparison.first == *best).map(|pair| &pair.comparison);
    let Some((mean, ends)) = pair.and_then(|pair| Some((pair.mean?, pair.simultaneous?))) else { return String::new() };
    if !ends.excludes_zero() {
        return String::new();
    }
    let word = if mean < 0.0 { "lower" } else { "higher" };
    let (low, high) = if mean < 0.0 { (-ends.high, -ends.low) } else { (ends.low, ends.high) };
    let (factor, unit) = (judgement.shown.factor, judgement.shown.with_currency(judgement.shown.unit));
    let places = decimals(judgement, factor);
    let shown = |number: f64| match number * factor {
        large if large.abs() >= 100.0 => rounded(large),
        number => decimal(number, decimals_to_see(number, places, mean.abs() * factor)),
    };
    let size = format!("{} {unit}", shown(mean.abs()));
    let baseline = judgement.name(judgement.baseline);
    format!(" Against {baseline} it is {} {word} ({} to {}).", size.trim_end(), shown(low), shown(high))
}

/// All pairs equivalent: the choice does not matter.
fn same(judgement: &Judgement) -> Option<String> {
    let judged = || judgement.pairs.iter().filter(|pair| pair.comparison.method != Some(IntervalMethod::TooFew));
    let all = judged().count() > 0 && judged().all(|pair| pair.comparison.verdict == Some(Verdict::Equivalent));
    let practical = judgement.practical.filter(|_| all)?;
    let name = &judgement.shown.name;
    let structures = quoted(judgement, &with(judgement, |_| true));
    if judged().all(|pair| pair.comparison.method == Some(IntervalMethod::ByConstruction)) {
        return Some(format!(
            "By {name}, {structures} are the same by construction: they have the same lines and levers"
        ));
    }
    let matters = amount(judgement, practical);
    Some(format!("By {name}, {structures} are equivalent: none is {matters} or more away from another"))
}

fn who(judgement: &Judgement, possible: &[usize], out: &[usize]) -> String {
    let name = &judgement.shown.name;
    let rest = match out {
        [] => "; none is ruled out".to_owned(),
        [_, _, _, _, ..] => format!("; the other {} are ruled out", out.len()),
        few => format!("; {} {} ruled out", quoted(judgement, few), is(few)),
    };
    match possible {
        [] => format!("By {name}, nothing can be said of the best"),
        [best] if is_best(judgement, *best) => format!("By {name}, {} is the best{rest}", judgement.name(*best)),
        several if any_will_do(judgement, several) => {
            format!(
                "By {name}, any of {} will do: each is practically as good as the best{rest}",
                either(judgement, several)
            )
        }
        several => {
            let more = more_trials(judgement, several)
                .map_or(String::new(), |more| format!(" (about {} would tell)", more_of(more)));
            format!("By {name}, the best is not decided{more}: it can be {}{rest}", either(judgement, several))
        }
    }
}

/// Whether a structure's interval against every other one says that it is the best.
fn is_best(judgement: &Judgement, structure: usize) -> bool {
    judgement.options[structure].standing.is_some_and(|standing| standing.is_best())
}

/// Whether none of these is behind the best by more than what matters.
fn any_will_do(judgement: &Judgement, structures: &[usize]) -> bool {
    let Some(practical) = judgement.practical else { return false };
    structures
        .iter()
        .all(|&structure| judgement.options[structure].standing.is_some_and(|standing| standing.is_within(practical)))
}

/// About how many more trials it takes until the leader is told from the other ones that can be the best.
fn more_trials(judgement: &Judgement, possible: &[usize]) -> Option<u64> {
    let leader = judgement.leader?;
    let between = |pair: &&JudgedPair| {
        let (first, second) = (pair.comparison.first, pair.comparison.second);
        possible.contains(&first) && possible.contains(&second) && [first, second].contains(&leader)
    };
    let more = judgement.pairs.iter().filter(between).filter_map(|pair| pair.comparison.more_trials);
    let told = |pair: &&JudgedPair| pair.comparison.trials >= PILOT;
    more.max().filter(|&more| more > 0 && judgement.pairs.iter().filter(between).all(|pair| told(&pair)))
}

/// Those that are ruled out, but by less than what matters.
fn near(judgement: &Judgement, out: &[usize]) -> String {
    let Some(practical) = judgement.practical.filter(|_| same(judgement).is_none()) else { return String::new() };
    let close = |structure: &usize| judgement.options[*structure].standing.is_some_and(|s| s.is_within(practical));
    let near: Vec<usize> = out.iter().copied().filter(close).collect();
    match near.as_slice() {
        [] => String::new(),
        near => {
            let (names, amount) = (quoted(judgement, near), amount(judgement, practical));
            format!(
                " Yet {names} {} at most {amount} behind, too little to matter by this study's own measure.",
                is(near)
            )
        }
    }
}

/// What a secondary metric says against the baseline, in a sentence; empty if there is nothing to say.
#[must_use]
pub fn beside(judgement: &Judgement) -> String {
    let (more, fewer) = if judgement.smaller_is_better { ("lower", "higher") } else { ("higher", "lower") };
    let under = |wanted: &[Verdict], sized: bool| {
        let fits = |pair: &&JudgedPair| pair.comparison.verdict.is_some_and(|verdict| wanted.contains(&verdict));
        let say = |pair: &JudgedPair| {
            let size =
                pair.comparison.mean.filter(|_| sized).map(|mean| format!(" (by {})", amount(judgement, mean.abs())));
            format!("{}{}", judgement.name(pair.comparison.first), size.unwrap_or_default())
        };
        let found: Vec<String> = judgement.against_baseline().filter(fits).map(say).collect();
        listed(&found.iter().map(String::as_str).collect::<Vec<_>>(), "and")
    };
    let parts = [
        (format!("{more} under"), under(&[Verdict::Better, Verdict::BetterSizeUnresolved], true)),
        (format!("{fewer} under"), under(&[Verdict::Worse, Verdict::WorseSizeUnresolved], true)),
        ("practically the same under".to_owned(), under(&[Verdict::Equivalent], false)),
        ("not decided for".to_owned(), under(&[Verdict::Unresolved], false)),
    ];
    let said: Vec<String> =
        parts.iter().filter(|(_, names)| !names.is_empty()).map(|(word, names)| format!("{word} {names}")).collect();
    if said.is_empty() {
        return String::new();
    }
    let (name, baseline) = (first_upper(&judgement.shown.name), judgement.name(judgement.baseline));
    format!("{name}, against {baseline}: {}.", said.join("; "))
}

/// What sharing the random numbers of a trial was worth, over all pairs; empty where no difference varies.
#[must_use]
pub fn common_random_numbers(judgement: &Judgement) -> String {
    if !judgement.shares_random_numbers {
        return String::new();
    }
    let factors = || judgement.pairs.iter().filter_map(|pair| pair.comparison.variance_reduction);
    let (least, most) = (factors().fold(f64::INFINITY, f64::min), factors().fold(0.0, f64::max));
    if least.is_infinite() {
        return String::new();
    }
    let (low, high) = (times(least), times(most));
    let range = if low == high { low } else { format!("{low} to {high}") };
    let harm = if least < 0.995 { " Below 1 it did harm: trials do not share random numbers there." } else { "" };
    format!("Sharing the random numbers of each trial is worth {range} times as many independent trials.{harm}")
}

/// What choosing risks in a figure: the least worst regret, and what knowing the random inputs would be worth.
#[must_use]
pub fn risk(judgement: &Judgement) -> String {
    let Some(worth) = judgement.perfect_information.filter(|_| judgement.minimax_regret.is_some()) else {
        return String::new();
    };
    let worst = |structure: usize| judgement.options[structure].regret.map_or(f64::INFINITY, |regret| regret.worst);
    let least = (0..judgement.options.len()).map(worst).fold(f64::INFINITY, f64::min);
    let safest: Vec<usize> = (0..judgement.options.len()).filter(|&structure| worst(structure) <= least).collect();
    let (one, of) = (judgement.evidence.one(), &judgement.shown.name);
    let known = match judgement.leader.map(|leader| (judgement.name(leader), judgement.options[leader].regret)) {
        Some((leader, Some(regret))) if worth <= 1e-12 && regret.probability_best > 1.0 - 1e-9 => {
            format!("Best by {of} in every {one}: {leader}, so knowing beforehand would add nothing")
        }
        Some(_) if worth <= 1e-12 => "Knowing beforehand would add nothing".to_owned(),
        Some((leader, _)) => {
            let worth = amount(judgement, worth);
            format!("Best mean of {of}: {leader}; knowing each {one} beforehand would add {worth}")
        }
        None => return String::new(),
    };
    format!("Smallest worst regret in {of}: {}. {known}.", quoted(judgement, &safest))
}

/// The verdict on a pair, with the trials that are missing: "not decided: about 400 more trials".
#[must_use]
pub fn verdict(pair: &JudgedPair) -> String {
    let each = &pair.comparison;
    match each.method {
        Some(IntervalMethod::TooFew) => "too few trials".to_owned(),
        Some(IntervalMethod::ByConstruction) => "the same by construction".to_owned(),
        Some(IntervalMethod::Unvaried) if each.verdict == Some(Verdict::Unresolved) => {
            "not decided: no variance seen".to_owned()
        }
        _ => verdict_words(each.verdict, each.more_trials.filter(|_| each.trials >= PILOT)),
    }
}

/// The same of a verdict as it stands in a table; `more_trials`: how many the next verdict takes.
#[must_use]
pub(crate) fn verdict_words(verdict: Option<Verdict>, more_trials: Option<u64>) -> String {
    let words = match verdict {
        None => return "-".to_owned(),
        Some(Verdict::BetterSizeUnresolved) => "better, size not settled",
        Some(Verdict::WorseSizeUnresolved) => "worse, size not settled",
        Some(verdict) => verdict.words(),
    };
    match more_trials.filter(|_| verdict == Some(Verdict::Unresolved)) {
        Some(more) if more > 0 => format!("{words}: about {}", more_of(more)),
        _ => words.to_owned(),
    }
}

fn with(judgement: &Judgement, holds: impl Fn(&Standing) -> bool) -> Vec<usize> {
    let held = judgement.options.iter().enumerate();
    held.filter(|(_, option)| option.standing.as_ref().is_some_and(&holds)).map(|(place, _)| place).collect()
}

fn has(structures: &[usize]) -> &'static str {
    if structures.len() == 1 { "has" } else { "have" }
}

fn is(structures: &[usize]) -> &'static str {
    if structures.len() == 1 { "is" } else { "are" }
}

pub(super) fn quoted(judgement: &Judgement, structures: &[usize]) -> String {
    listed(&structures.iter().map(|&structure| judgement.name(structure)).collect::<Vec<_>>(), "and")
}

pub(super) fn either(judgement: &Judgement, structures: &[usize]) -> String {
    listed(&structures.iter().map(|&structure| judgement.name(structure)).collect::<Vec<_>>(), "or")
}

/// Names in a sentence: `a`, `a and b`, `a, b and c`.
#[must_use]
pub fn listed(names: &[&str], before_last: &str) -> String {
    match names {
        [] => String::new(),
        [name] => (*name).to_owned(),
        [first @ .., last] => format!("{} {before_last} {last}", first.join(", ")),
    }
}

/// "95 % confidence".
#[must_use]
pub fn confidence(alpha: f64) -> String {
    let digits = if alpha >= 0.01 { 1 } else { 3 };
    let percent = decimal(100.0 * (1.0 - alpha), digits);
    format!("{} % confidence", percent.trim_end_matches('0').trim_end_matches('.'))
}

/// An amount of the metric as it is shown: "0.5 points".
pub(super) fn amount(judgement: &Judgement, size: f64) -> String {
    format!("{} {}", rounded(size * judgement.shown.factor), judgement.shown.with_currency(judgement.shown.unit))
        .trim_end()
        .to_owned()
}

/// "1 more trial", "1,300 more trials".
#[must_use]
pub(crate) fn more_of(more: u64) -> String {
    format!("{} more {}", about_at_least(more), if more == 1 { "trial" } else { "trials" })
}
