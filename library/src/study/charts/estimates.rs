//! Means and intervals of numbers of which some may be missing (NaN).

use crate::stats::{Interval, Moments, t_interval};

fn known(numbers: &[f64]) -> Moments {
    numbers.iter().copied().filter(|one| !one.is_nan()).collect()
}

pub(super) fn mean(numbers: &[f64]) -> Option<f64> {
    known(numbers).mean()
}

/// Mean and 95 % interval.
pub(super) fn level(numbers: &[f64]) -> (Option<f64>, Option<Interval>) {
    around(numbers, 0.95)
}

/// Mean and interval.
fn around(numbers: &[f64], confidence: f64) -> (Option<f64>, Option<Interval>) {
    let moments = known(numbers);
    (moments.mean(), t_interval(&moments, confidence))
}

/// Mean and interval of one less the other, in trials that both have.
pub(super) fn paired(one: &[f64], other: &[f64], confidence: f64) -> (Option<f64>, Option<Interval>) {
    let differences: Vec<f64> = one.iter().zip(other).map(|(a, b)| a - b).collect();
    around(&differences, confidence)
}
