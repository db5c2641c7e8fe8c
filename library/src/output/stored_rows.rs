//! Rows of trials from findings whose trials are over, a few at a time.

use std::borrow::Cow;
use std::ops::Range;

use super::cell::Cell;
use super::layout::ResultRow;
use crate::engine::SEGMENT_METRICS;
use crate::model::{Segment, Study};
use crate::study::{Findings, columns, figures};

/// Trials whose rows are in memory together.
const AT_ONCE: u32 = 1 << 11;

/// All rows in the order of `trials.csv`, in pieces. Trials that failed have none.
pub(super) fn stored_rows<'f>(study: &'f Study, findings: &'f Findings) -> impl Iterator<Item = Vec<ResultRow<'f>>> {
    pieces(study, findings, 0..figures().count(), |study, trial, structure, figures| {
        vec![trial_row(study, trial, structure, figures)]
    })
}

/// All rows in the order of `segments.csv`, likewise.
pub(super) fn segment_rows<'f>(study: &'f Study, findings: &'f Findings) -> impl Iterator<Item = Vec<ResultRow<'f>>> {
    pieces(study, findings, figures().count()..columns(study), |study, trial, structure, figures| {
        let segments = study.world.segments.iter().zip(figures.chunks(SEGMENT_METRICS.len()));
        segments.map(|(segment, figures)| segment_row(study, trial, structure, segment, figures)).collect()
    })
}

/// Makes rows of a trial and structure from some of their columns.
type MakeRows = for<'a> fn(&'a Study, u32, &'a str, &[Option<f64>]) -> Vec<ResultRow<'a>>;

/// Rows of all trials and structures, in pieces.
fn pieces<'f>(
    study: &'f Study,
    findings: &'f Findings,
    columns: Range<usize>,
    rows_of: MakeRows,
) -> impl Iterator<Item = Vec<ResultRow<'f>>> {
    let (store, failed) = (findings.store(), findings.failed());
    let numbers: Vec<Range<u32>> = store.trials();
    let trials: u32 = numbers.iter().map(|range| range.end - range.start).sum();
    (0..trials).step_by(AT_ONCE as usize).map(move |start| {
        let places = start..start.saturating_add(AT_ONCE).min(trials);
        let column = |structure, figure| store.part_of_column(structure, figure, places.clone());
        let columns = |structure| columns.clone().map(|figure| column(structure, figure)).collect::<Vec<_>>();
        let columns: Vec<_> = (0..study.structures.len()).map(columns).collect();
        let mut rows = Vec::new();
        for (place, trial) in numbers.iter().cloned().flatten().skip(start as usize).take(places.len()).enumerate() {
            if failed.binary_search(&trial).is_ok() {
                continue;
            }
            for (structure, columns) in study.structures.iter().zip(&columns) {
                // A structure that did not run has no row.
                let figures = figures_at(columns, place);
                rows.extend(figures.into_iter().flat_map(|figures| rows_of(study, trial, &structure.id, &figures)));
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
    let mut row = named(study, trial, structure);
    row.extend(figures.iter().map(|&figure| Cell::Number(figure)));
    row
}

/// The row of one trial and segment in `segments.csv`.
fn segment_row<'a>(
    study: &Study,
    trial: u32,
    structure: &'a str,
    segment: &'a Segment,
    figures: &[Option<f64>],
) -> ResultRow<'a> {
    let mut row = named(study, trial, structure);
    row.insert(3, Cell::Text(&segment.id));
    row.extend(figures.iter().map(|&figure| Cell::Number(figure)));
    row
}

/// Trial, seed, structure and parameter draw.
fn named<'a>(study: &Study, trial: u32, structure: &'a str) -> ResultRow<'a> {
    let draw = study.uncertainty.as_ref().map(|uncertainty| f64::from(uncertainty.world_of(trial)));
    vec![Cell::Whole(u64::from(trial)), Cell::Whole(study.seed), Cell::Text(structure), Cell::Number(draw)]
}
