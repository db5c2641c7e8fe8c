//! Rows of trials from findings whose trials are over, a few at a time.

use std::borrow::Cow;
use std::ops::Range;

use super::cell::Cell;
use super::layout::ResultRow;
use crate::model::Study;
use crate::study::{Findings, figures};

/// Trials whose rows are in memory together.
const AT_ONCE: u32 = 1 << 11;

/// All rows in the order of `trials.csv`, in pieces. Trials that failed have none.
pub(super) fn stored_rows<'f>(study: &'f Study, findings: &'f Findings) -> impl Iterator<Item = Vec<ResultRow<'f>>> {
    let (store, failed) = (findings.store(), findings.failed());
    let numbers: Vec<Range<u32>> = store.trials();
    let trials: u32 = numbers.iter().map(|range| range.end - range.start).sum();
    (0..trials).step_by(AT_ONCE as usize).map(move |start| {
        let places = start..start.saturating_add(AT_ONCE).min(trials);
        let column = |structure, figure| store.part_of_column(structure, figure, places.clone());
        let columns = |structure| (0..figures().count()).map(|figure| column(structure, figure)).collect::<Vec<_>>();
        let columns: Vec<_> = (0..study.structures.len()).map(columns).collect();
        let mut rows = Vec::new();
        for (place, trial) in numbers.iter().cloned().flatten().skip(start as usize).take(places.len()).enumerate() {
            if failed.binary_search(&trial).is_ok() {
                continue;
            }
            for (structure, columns) in study.structures.iter().zip(&columns) {
                // A structure that did not run has no row.
                rows.extend(figures_at(columns, place).map(|figures| trial_row(study, trial, &structure.id, &figures)));
            }
        }
        rows
    })
}

/// All figures of a structure in the trial at a place; `None` if it did not run there.
fn figures_at(columns: &[Cow<'_, [f64]>], place: usize) -> Option<Vec<Option<f64>>> {
    let some = |number: f64| (!number.is_nan()).then_some(number);
    columns.iter().map(|column| column.get(place).copied().map(some)).collect()
}

/// The rows of one trial in `trials.csv`.
pub(super) fn trial_row<'a>(study: &Study, trial: u32, structure: &'a str, figures: &[Option<f64>]) -> ResultRow<'a> {
    let draw = study.uncertainty.as_ref().map(|uncertainty| f64::from(uncertainty.world_of(trial)));
    let mut row =
        vec![Cell::Whole(u64::from(trial)), Cell::Whole(study.seed), Cell::Text(structure), Cell::Number(draw)];
    row.extend(figures.iter().map(|&figure| Cell::Number(figure)));
    row
}
