//! Intervals for quantiles that hold for any distribution, and the mean of the worst trials.

use super::{binomial_at_most, quantile_of_sorted};

/// A quantile with an interval between two of the numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QuantileEstimate {
    /// The type-7 quantile.
    pub quantile: f64,
    /// Lower end; `None` if there are too few numbers for any.
    pub low: Option<f64>,
    /// Upper end; `None` if there are too few numbers for any.
    pub high: Option<f64>,
}

/// Which of n numbers in ascending order, counted from 1, are the ends of an interval for the quantile at `share`.
///
/// With B binomial of n tries with probability `share`: the lower end is the greatest l with P(B ≤ l − 1) ≤ α/2, the upper
/// end the least u with P(B ≥ u) ≤ α/2, so that each side errs with probability α/2 at most, whatever the distribution.
/// `None` for an end that none of the numbers can be.
///
/// ```
/// use dottedline_core::stats::quantile_ranks;
/// assert_eq!(quantile_ranks(100, 0.5, 0.95), (Some(40), Some(61)));
/// assert_eq!(quantile_ranks(20, 0.05, 0.95), (None, Some(4)));
/// ```
#[must_use]
pub fn quantile_ranks(n: u64, share: f64, confidence: f64) -> (Option<u64>, Option<u64>) {
    let side = 0.5 - 0.5 * confidence;
    let at_most = |k: u64| binomial_at_most(k, n, share).unwrap_or(1.0);
    let at_least = |k: u64| binomial_at_most(n - k, n, 1.0 - share).unwrap_or(1.0);
    let low = first(0, n, |l| at_most(l) > side);
    let high = first(1, n + 1, |u| at_least(u) <= side);
    ((low > 0).then_some(low), (high <= n).then_some(high))
}

/// The first number from `low` for which it holds, up to `high`.
fn first(mut low: u64, mut high: u64, holds: impl Fn(u64) -> bool) -> u64 {
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

/// The quantile at `share` of numbers in ascending order, with its interval; `None` without numbers.
///
/// ```
/// use dottedline_core::stats::quantile_interval;
/// let sorted: Vec<f64> = (1..=100).map(f64::from).collect();
/// let median = quantile_interval(&sorted, 0.5, 0.95).unwrap();
/// assert_eq!((median.quantile, median.low, median.high), (50.5, Some(40.0), Some(61.0)));
/// ```
#[must_use]
pub fn quantile_interval(sorted: &[f64], share: f64, confidence: f64) -> Option<QuantileEstimate> {
    let quantile = quantile_of_sorted(sorted, share)?;
    let (low, high) = quantile_ranks(sorted.len() as u64, share, confidence);
    let number = |rank: u64| sorted.get(rank as usize - 1).copied();
    Some(QuantileEstimate { quantile, low: low.and_then(number), high: high.and_then(number) })
}

/// The mean of the lowest `share` of numbers in ascending order (conditional value at risk, expected shortfall); the
/// number on the border counts with the part of it that is below. `None` without numbers or unless 0 < `share` ≤ 1.
///
/// ```
/// use dottedline_core::stats::worst_mean;
/// // The lowest 2.5 of ten numbers: (1 + 2 + 3/2) / 2.5.
/// let sorted: Vec<f64> = (1..=10).map(f64::from).collect();
/// assert_eq!(worst_mean(&sorted, 0.25), Some(1.8));
/// ```
#[must_use]
pub fn worst_mean(sorted: &[f64], share: f64) -> Option<f64> {
    if sorted.is_empty() || !(share > 0.0 && share <= 1.0) {
        return None;
    }
    let weight = share * sorted.len() as f64;
    let whole = (weight.floor() as usize).min(sorted.len());
    let part = weight - whole as f64;
    let border = sorted.get(whole).map_or(0.0, |number| part * number);
    Some((sorted[..whole].iter().sum::<f64>() + border) / weight)
}
