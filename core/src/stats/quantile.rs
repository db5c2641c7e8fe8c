//! Quantiles.

/// The type-7 quantile of Hyndman & Fan (1996), the default of R and NumPy; `None` without numbers.
///
/// `sorted` must be in ascending order; `share` is from 0 (least) to 1 (greatest).
///
/// ```
/// use dottedline_core::stats::quantile_of_sorted;
/// assert_eq!(quantile_of_sorted(&[1.0, 2.0, 4.0, 8.0], 0.5), Some(3.0));
/// assert_eq!(quantile_of_sorted(&[], 0.5), None);
/// ```
#[must_use]
pub fn quantile_of_sorted(sorted: &[f64], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let position = share.clamp(0.0, 1.0) * last as f64;
    let below = position.floor() as usize;
    let (low, high) = (sorted[below], sorted[(below + 1).min(last)]);
    let between = position - below as f64;
    Some(if between == 0.0 { low } else { low + between * (high - low) })
}
