//! Means and intervals of numbers of which some may be missing (NaN).

use crate::stats::{Interval, Moments, student_critical, t_interval};

fn known(numbers: &[f64]) -> Moments {
    numbers.iter().copied().filter(|one| !one.is_nan()).collect()
}

pub(super) fn mean(numbers: &[f64]) -> Option<f64> {
    known(numbers).mean()
}

/// Mean and 95 % interval.
pub(super) fn level(numbers: &[f64]) -> (Option<f64>, Option<Interval>) {
    let moments = known(numbers);
    (moments.mean(), t_interval(&moments, 0.95))
}

/// Mean and interval of one less the other, in trials that both have.
pub(super) fn paired(one: &[f64], other: &[f64], confidence: f64) -> (Option<f64>, Option<Interval>) {
    let differences: Vec<f64> = one.iter().zip(other).map(|(a, b)| a - b).collect();
    let moments = known(&differences);
    let half = || Some(student_critical(confidence, moments.count().checked_sub(1)?)? * moments.standard_error()?);
    let around = |mean: f64| half().map(|half| Interval { low: mean - half, high: mean + half });
    (moments.mean(), moments.mean().and_then(around))
}
