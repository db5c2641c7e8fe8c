//! The trials of a range as they are shared out, kept and merged: their rows, their weekly figures, their totals.

use std::ops::Range;

use super::tally::Tally;
use crate::stats::Dyadic;

/// Version of everything that makes numbers: raised by hand whenever a number of any result may change for the same scenario
/// and seed. Parts of different versions are never merged.
pub const NUMERICS_VERSION: u32 = 1;

/// The finished trials of a range.
///
/// Whatever the ranges are, parts that follow each other add up to the same findings, bit by bit.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The trials.
    pub trials: Range<u32>,
    /// Per structure and figure, one number per trial in which the structure ran, the first ones of the range; not a number:
    /// not defined.
    pub rows: Vec<Vec<Vec<f64>>>,
    /// Per structure, the weekly figures of those trials that quantiles are taken over, the first ones of the range, trial
    /// by trial, week by week; not a number: not defined.
    pub weekly: Vec<Vec<f64>>,
    /// Everything that is summed up.
    pub totals: Dyadic<Tally>,
    /// Trials that failed: their rows are missing, and nothing of them is in the totals.
    pub failed: Vec<u32>,
}

impl Part {
    /// Trials of the range in which a structure (index) ran.
    #[must_use]
    pub fn ran(&self, structure: usize) -> u32 {
        let column = self.rows.get(structure).and_then(|figures| figures.first());
        column.and_then(|column| u32::try_from(column.len()).ok()).unwrap_or(0)
    }
}
