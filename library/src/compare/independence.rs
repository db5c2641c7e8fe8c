//! Tables whose trials are no evidence: replications that are all alike, and rows that were copied.

use std::collections::BTreeMap;

use super::TrialTable;
use crate::stats::with_enough_trials;

/// Why the trials of a table are no evidence, in a sentence; `None` if they may be.
pub(super) fn none(table: &TrialTable) -> Option<String> {
    let rows = Trials::of(table);
    rows.all_alike().or_else(|| rows.repeated())
}

/// The trials of a table, each with its numbers in all metrics under all structures.
struct Trials<'t> {
    table: &'t TrialTable,
    /// Per trial its numbers as bits, so that they can be ordered; only trials with a number.
    numbers: Vec<(usize, Vec<Option<u64>>)>,
}

impl Trials<'_> {
    fn of(table: &TrialTable) -> Trials<'_> {
        // What merely names a trial is no result of it, and few trials of one structure say nothing of the others'.
        let metrics = table.metrics().filter(|name| !names_trials(table, name));
        let counts: Vec<usize> = (0..table.structures().len()).map(|place| table.trials_of(place)).collect();
        let structures = with_enough_trials(&counts);
        let of_metric =
            |name| table.columns(name).into_iter().flat_map(|all| structures.iter().map(|&each| &all[each]));
        let columns: Vec<&Vec<Option<f64>>> = metrics.flat_map(of_metric).collect();
        // -0 and 0 are the same number.
        let bits = |number: f64| (number + 0.0).to_bits();
        let row = |trial: usize| (trial, columns.iter().map(|column| column[trial].map(bits)).collect::<Vec<_>>());
        let some = |(_, row): &(usize, Vec<Option<u64>>)| row.iter().any(Option::is_some);
        Trials { table, numbers: (0..table.trials()).map(row).filter(some).collect() }
    }

    /// Every number of every structure is the same in all trials: a seed was fixed, or the model has no randomness.
    fn all_alike(&self) -> Option<String> {
        let varies = |column: usize| {
            let mut numbers = self.numbers.iter().filter_map(|(_, row)| row[column]);
            let first = numbers.next();
            numbers.any(|number| Some(number) != first)
        };
        let columns = self.numbers.first().map_or(0, |(_, row)| row.len());
        let alike = self.numbers.len() > 1 && !(0..columns).any(varies);
        alike.then(|| {
            format!(
                "All {} trials of each structure have the same numbers, so they are no replications (was a seed fixed?): how \
                 sure a difference is cannot be said.",
                self.numbers.len()
            )
        })
    }

    /// Whole trials that repeat others though chance does not do that.
    fn repeated(&self) -> Option<String> {
        let mut first: BTreeMap<&Vec<Option<u64>>, usize> = BTreeMap::new();
        // For each trial (place) the first one with the same numbers.
        let originals: Vec<usize> =
            self.numbers.iter().enumerate().map(|(place, (_, row))| *first.entry(row).or_insert(place)).collect();
        let copies: Vec<usize> = (0..originals.len()).filter(|&place| originals[place] != place).collect();
        let (copy, distinct) = (*copies.first()?, first.into_keys().collect::<Vec<_>>());
        if !(is_fine(&distinct) || every_trial_as_often(&originals) || is_replayed(&originals, &distinct)) {
            return None;
        }
        let name = |place: usize| &self.table.trial_names()[self.numbers[place].0];
        let (all, own) = (self.numbers.len(), distinct.len());
        Some(format!(
            "{} of {all} trials repeat another one in every number (trial {} is trial {} again): only {own} are their own, so \
             how sure a difference is cannot be said. Take the copies out, or give each run a seed of its own.",
            copies.len(),
            name(copy),
            name(originals[copy])
        ))
    }
}

/// Whether a column names trials rather than measuring them: a whole number of its own for each, or a seed.
fn names_trials(table: &TrialTable, metric: &str) -> bool {
    if super::table::canonical(metric).contains("seed") {
        return true;
    }
    let Some(columns) = table.columns(metric) else { return false };
    let mut numbers: Vec<f64> = columns.iter().flatten().flatten().copied().collect();
    if !numbers.iter().all(|number| number.fract() == 0.0) {
        return false;
    }
    numbers.sort_unstable_by(f64::total_cmp);
    let cells = numbers.len();
    numbers.dedup();
    // Row numbers: each once, without gaps.
    let span = numbers.last().zip(numbers.first()).map_or(f64::NAN, |(last, first)| last - first + 1.0);
    cells > 1 && numbers.len() == cells && span == cells as f64
}

/// Whether numbers are so fine that no two trials would have all of them alike by chance: two trials are alike at most as
/// often as in their finest metric alone, so some metric has another number in each of the other trials, and four digits
/// (10⁴ values or so).
fn is_fine(distinct: &[&Vec<Option<u64>>]) -> bool {
    let fine =
        |column: usize| distinct.iter().filter_map(|row| row[column]).any(|bits| digits(f64::from_bits(bits)) >= 4);
    distinct.len() > 1 && (0..columns_of(distinct)).any(|column| agreeing(distinct, column) == 0.0 && fine(column))
}

/// Whether each of eight or more distinct trials is there equally often, twice or more: a table was put together with itself.
fn every_trial_as_often(originals: &[usize]) -> bool {
    let mut sorted = originals.to_vec();
    sorted.sort_unstable();
    let counts: Vec<usize> = sorted.chunk_by(|a, b| a == b).map(<[usize]>::len).collect();
    counts.len() >= 8 && counts[0] > 1 && counts.iter().all(|count| *count == counts[0])
}

/// Whether trials in a row repeat earlier trials in a row, more of them than chance does in one table of a thousand: there are
/// n² / 2 places to begin, and two trials are alike at most as often as in their finest metric.
fn is_replayed(originals: &[usize], distinct: &[&Vec<Option<u64>>]) -> bool {
    let pairs = (distinct.len() * distinct.len().saturating_sub(1)) as f64 / 2.0;
    let finest = (0..columns_of(distinct)).map(|column| agreeing(distinct, column)).fold(pairs, f64::min);
    let alike = (finest.max(1.0) / pairs.max(1.0)).min(1.0);
    let (mut longest, mut run) = (0, 0);
    for place in 1..originals.len() {
        let goes_on = originals[place] != place && originals[place] == originals[place - 1] + 1;
        run = if goes_on { run + 1 } else { usize::from(originals[place] != place) };
        longest = longest.max(run);
    }
    let n = originals.len() as f64;
    longest > 2 && (0..longest).fold(n * n / 2.0, |chance, _| chance * alike) < 0.001
}

fn columns_of(distinct: &[&Vec<Option<u64>>]) -> usize {
    distinct.first().map_or(0, |row| row.len())
}

/// Pairs of the distinct trials that agree in a metric.
fn agreeing(distinct: &[&Vec<Option<u64>>], column: usize) -> f64 {
    let mut numbers: Vec<Option<u64>> = distinct.iter().map(|row| row[column]).collect();
    numbers.sort_unstable();
    let pairs = |alike: &[Option<u64>]| (alike.len() * (alike.len() - 1)) as f64 / 2.0;
    numbers.chunk_by(|a, b| a == b).map(pairs).sum()
}

/// Significant digits of a number, up to 17.
fn digits(number: f64) -> usize {
    let text = format!("{number:e}");
    text.split('e').next().unwrap_or("").bytes().filter(u8::is_ascii_digit).count()
}
