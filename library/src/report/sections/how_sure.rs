//! How sure: the differences with their intervals, and what is known of each structure as a choice.

use super::super::charts::intervals::{IntervalPanel, IntervalRow, panels};
use super::super::exhibit::{Exhibit, ExhibitNumbers, NumberCell};
use super::super::numbers::{decimal, signed};
use super::super::results::{ChoiceRow, PairRow, Results};
use super::super::titles::{self, manner, manner_of_differences};
use super::answer::named;
use super::{decimals, uncapped};
use crate::compare::{confidence, more_of, verdict_words};
use crate::stats::{Interval, Verdict};

/// All figures of the section; none with one structure, for there is nothing to compare.
pub(in crate::report) fn figures(results: &Results) -> Vec<Exhibit> {
    if results.structures.len() < 2 { Vec::new() } else { vec![forest(results), choices(results)] }
}

fn forest(results: &Results) -> Exhibit {
    let shown: Vec<&str> = results.told_criteria().collect();
    let all: Vec<IntervalPanel> = shown.iter().map(|metric| forest_panel(results, metric)).collect();
    let mut numbers = ExhibitNumbers::new(&[
        ("figure", "metric"),
        ("structure", "structure"),
        ("against", "other"),
        ("difference", "difference"),
        ("from", "simultaneous_low"),
        ("to", "simultaneous_high"),
        ("verdict", "verdict"),
    ]);
    for metric in results.criteria() {
        pair_rows(results, metric, &mut numbers);
    }
    numbers.remark = "All pairs in all figures stand in comparisons.csv.".to_owned();
    let alpha = 1.0 - results.study.decision.confidence;
    let note = format!(
        "Each structure minus {}, in the same trials. Dot: mean; line: interval that holds for all pairs at once ({} for the \
         figure that decides, the others share as much again). Shaded: differences too small to matter. A hollow dot says that \
         the interval includes zero.",
        results.baseline().name,
        confidence((alpha * 1e9).round() / 1e9)
    );
    Exhibit::across("differences", forest_title(results), &note, |width| panels(&all, width), numbers)
}

fn pair_rows(results: &Results, metric: &str, numbers: &mut ExhibitNumbers) {
    let unit = manner_of_differences(results, metric);
    let digits = decimals(&unit, results.pairs(metric).map(|(_, _, pair)| pair.interval));
    let primary = metric == results.primary();
    let told = |other: &str| primary || other == results.baseline().id;
    for (one, other, pair) in results.pairs(metric).filter(|(_, other, _)| told(other)) {
        let place = |id: &str| results.structures.iter().position(|structure| structure.id == id);
        let (Some(first), Some(_)) = (place(one), place(other)) else { continue };
        let name = NumberCell { shown: unit.titled(true), exact: metric.to_owned(), is_number: false };
        let mut row = vec![
            name,
            NumberCell::id(one),
            NumberCell::id(other),
            NumberCell::number(pair.difference, unit.factor, digits),
        ];
        row.extend(NumberCell::ends(pair.interval, unit.factor, digits));
        let words = verdict_words(pair.verdict, pair.more_trials);
        let exact = pair.verdict.map_or("", Verdict::name).to_owned();
        row.push(NumberCell { shown: words, exact, is_number: false });
        numbers.row(Some(first), row);
    }
}

fn forest_title(results: &Results) -> String {
    let pairs: Vec<PairRow> = results
        .told_criteria()
        .flat_map(|metric| results.others().map(|(place, _)| results.pair(place, metric)).collect::<Vec<_>>())
        .filter(|pair| pair.verdict.is_some())
        .collect();
    let open = pairs.iter().filter(|pair| pair.verdict == Some(Verdict::Unresolved)).count();
    let baseline = &results.baseline().name;
    match (pairs.len(), open) {
        (0, _) => format!("Differences to {baseline}"),
        (1, 0) => format!("The difference to {baseline} is clear"),
        (all, 0) => format!("All {all} differences to {baseline} have a clear direction or are too small to matter"),
        (all, open) if all == open => format!("No clear difference to {baseline}{}", more(&pairs)),
        (all, open) => {
            format!("{} of {all} differences to {baseline} are clear, {open} not decided{}", all - open, more(&pairs))
        }
    }
}

fn more(pairs: &[PairRow]) -> String {
    let open = pairs.iter().filter(|pair| pair.verdict == Some(Verdict::Unresolved));
    match open.filter_map(|pair| pair.more_trials).max() {
        Some(more) if more > 0 => format!("; about {} would tell", more_of(more)),
        _ => String::new(),
    }
}

fn forest_panel(results: &Results, metric: &str) -> IntervalPanel {
    let unit = manner_of_differences(results, metric);
    let all: Vec<(usize, PairRow)> = results.others().map(|(place, _)| (place, results.pair(place, metric))).collect();
    let digits = decimals(&unit, all.iter().map(|(_, pair)| pair.interval));
    let row = |(place, pair): &(usize, PairRow)| {
        let verdict = verdict_words(pair.verdict, pair.more_trials);
        let words = match (pair.difference, pair.interval) {
            (None, _) => "not defined".to_owned(),
            (Some(mean), None) => signed(mean * unit.factor, digits),
            (Some(mean), Some(Interval { low, high })) => {
                let [low, high] = [low, high].map(|end| decimal(end * unit.factor, digits));
                format!("{} ({low} to {high})", signed(mean * unit.factor, digits))
            }
        };
        IntervalRow {
            place: *place,
            name: results.structures[*place].name.clone(),
            words,
            below: verdict,
            mean: pair.difference,
            interval: pair.interval,
            other: None,
            filled: pair.interval.is_some_and(|ends| ends.low > 0.0 || ends.high < 0.0),
        }
    };
    IntervalPanel {
        heading: unit.titled(true),
        rows: all.iter().map(row).collect(),
        factor: unit.factor,
        axis: format!("minus {}", results.baseline().name),
        practical: all.iter().find_map(|(_, pair)| pair.practical),
        zero: true,
    }
}

/// What is known of each structure as a choice: a row per structure, every figure named in its column.
fn choices(results: &Results) -> Exhibit {
    let columns = Columns::of(results);
    let head = columns.head();
    let head: Vec<(&str, &str)> = head.iter().map(|(shown, exact)| (shown.as_str(), exact.as_str())).collect();
    let mut numbers = ExhibitNumbers::new(&head);
    for place in 0..results.structures.len() {
        numbers.row(Some(place), columns.cells(place));
    }
    numbers.remark = "More of it in decisions.csv, single trials in trials.csv.".to_owned();
    let level = manner(results, &columns.primary).name;
    let note = format!(
        "Can be the best: not ruled out by intervals that hold for all at once. Best in % of trials: how often, not by how much; ties are \
         shared. Regret: what a trial's best structure has more than this one. Bad trial: {level} is worse than this in 1 trial of 20. {}",
        named(results, &results.manifest.risk)
    );
    Exhibit::table("choices", best_title(results), note.trim_end(), numbers)
}

/// The columns of the table of choices.
struct Columns<'r> {
    results: &'r Results,
    primary: String,
    /// Decimals of regrets and of levels.
    digits: (usize, usize),
}

impl<'r> Columns<'r> {
    fn of(results: &'r Results) -> Columns<'r> {
        let primary = results.primary();
        let unit = manner_of_differences(results, &primary);
        let worst = (0..results.structures.len()).filter_map(|place| results.choice(place, &primary).regret_worst);
        let least = match worst.fold(0.0, f64::max) * unit.factor {
            worst if worst >= 100.0 => 0,
            worst if worst >= 10.0 => 1,
            _ => 2,
        };
        Columns { results, primary, digits: (least, least.max(1)) }
    }

    fn head(&self) -> Vec<(String, String)> {
        let (results, primary) = (self.results, self.primary.as_str());
        let (name, unit) = (manner(results, primary).name, manner_of_differences(results, primary));
        let (regret, level) = (uncapped(&unit.titled(true)), uncapped(&manner(results, primary).titled(false)));
        let mut head = vec![("structure".to_owned(), "structure".to_owned())];
        head.push((format!("can be the best by {name}"), "standing".to_owned()));
        let best = |metric: &str| {
            (format!("best by {}, % of trials", manner(results, metric).name), format!("probability_best {metric}"))
        };
        head.extend(results.told_criteria().map(best));
        let above = format!("better than {} in {name}, % of trials", results.baseline().name);
        head.push((above, "share_better".to_owned()));
        head.push((format!("mean regret in {regret}"), "regret_mean".to_owned()));
        head.push((format!("worst regret in {regret}"), "regret_worst".to_owned()));
        head.push((format!("bad trial (1 in 20): {level}"), "bad_trial".to_owned()));
        head
    }

    fn cells(&self, place: usize) -> Vec<NumberCell> {
        let (results, primary) = (self.results, self.primary.as_str());
        let (regret, level) = (manner_of_differences(results, primary), manner(results, primary));
        let choice: ChoiceRow = results.choice(place, primary);
        let mut cells = vec![NumberCell::name(&results.structures[place]), NumberCell::words(choice.standing)];
        let best = |metric: &str| NumberCell::number(results.choice(place, metric).probability_best, 100.0, 0);
        cells.extend(results.told_criteria().map(best));
        let better = if place > 0 { results.pair(place, primary).share_better } else { None };
        cells.push(NumberCell::number(better, 100.0, 0));
        let regrets = [choice.regret_mean, choice.regret_worst];
        cells.extend(regrets.map(|size| NumberCell::number(size, regret.factor, self.digits.0)));
        cells.push(NumberCell::number(choice.bad_trial, level.factor, self.digits.1));
        cells
    }
}

fn best_title(results: &Results) -> String {
    let primary = results.primary();
    let can: Vec<usize> = (0..results.structures.len())
        .filter(|&place| matches!(results.choice(place, &primary).standing.as_str(), "best" | "can be the best"))
        .collect();
    let of = manner(results, &primary).name;
    match can.as_slice() {
        [] => format!("Who can be the best by {of}"),
        [one] => format!("By {of}, only {} can be the best", results.structures[*one].name),
        all if all.len() == results.structures.len() => format!("By {of}, no structure is ruled out as the best"),
        several => format!("By {of}, the best is not decided between {}", titles::names(results, several)),
    }
}
