//! Rows of trials from findings whose trials are over, a few at a time.

use crate::experiment::{Findings, figures};

/// Trials whose rows are in memory together.
const AT_ONCE: u32 = 1 << 11;

/// The rows of some trials: trial, structure, figures.
type Rows<'n> = Vec<(u32, &'n str, Vec<Option<f64>>)>;

/// All rows in the order of `trials.csv`, in pieces. Trials that failed have none.
pub(super) fn stored_rows<'n>(findings: &'n Findings, structures: &'n [&'n str]) -> impl Iterator<Item = Rows<'n>> {
    let (store, failed) = (findings.store(), findings.failed());
    let numbers: Vec<std::ops::Range<u32>> = store.trials();
    let trials: u32 = numbers.iter().map(|range| range.end - range.start).sum();
    (0..trials).step_by(AT_ONCE as usize).map(move |start| {
        let places = start..start.saturating_add(AT_ONCE).min(trials);
        let column = |structure, figure| store.part_of_column(structure, figure, places.clone());
        let columns = |structure| (0..figures().count()).map(|figure| column(structure, figure)).collect::<Vec<_>>();
        let columns: Vec<_> = (0..structures.len()).map(columns).collect();
        let mut rows = Vec::new();
        for (place, trial) in numbers.iter().cloned().flatten().skip(start as usize).take(places.len()).enumerate() {
            if failed.binary_search(&trial).is_ok() {
                continue;
            }
            for (structure, columns) in structures.iter().zip(&columns) {
                let number = |column: &std::borrow::Cow<'_, [f64]>| column.get(place).copied();
                // A structure that did not run has no row.
                let figures: Option<Vec<f64>> = columns.iter().map(number).collect();
                let some = |number: f64| (!number.is_nan()).then_some(number);
                rows.extend(figures.map(|figures| (trial, *structure, figures.into_iter().map(some).collect())));
            }
        }
        rows
    })
}
