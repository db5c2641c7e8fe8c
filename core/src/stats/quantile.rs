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
    let (below, between) = position(last, share);
    Some(interpolated(sorted[below], sorted[(below + 1).min(last)], between))
}

/// The same of numbers in any order, which it changes: where few quantiles are asked for, sorting takes longer.
pub(super) fn quantile_of_unsorted(numbers: &mut [f64], share: f64) -> Option<f64> {
    let last = numbers.len().checked_sub(1)?;
    let (below, between) = position(last, share);
    let (_, &mut low, behind) = numbers.select_nth_unstable_by(below, f64::total_cmp);
    let high = behind.iter().copied().min_by(f64::total_cmp).unwrap_or(low);
    Some(interpolated(low, high, between))
}

/// The place below a quantile, and how far it is behind it on the way to the next one.
fn position(last: usize, share: f64) -> (usize, f64) {
    let position = share.clamp(0.0, 1.0) * last as f64;
    let below = position.floor() as usize;
    (below, position - below as f64)
}

fn interpolated(low: f64, high: f64, between: f64) -> f64 {
    if between == 0.0 { low } else { low + between * (high - low) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn without_sorting_a_quantile_is_the_same(
            numbers in prop::collection::vec(prop_oneof![-5.0..5.0_f64, Just(0.0), Just(-0.0), Just(1.0)], 0..40),
            share in prop_oneof![0.0..1.0_f64, Just(0.0), Just(0.5), Just(1.0)],
        ) {
            let (mut sorted, mut unsorted) = (numbers.clone(), numbers);
            sorted.sort_by(f64::total_cmp);
            let bits = |number: Option<f64>| number.map(f64::to_bits);
            prop_assert_eq!(bits(quantile_of_sorted(&sorted, share)), bits(quantile_of_unsorted(&mut unsorted, share)));
        }
    }
}
