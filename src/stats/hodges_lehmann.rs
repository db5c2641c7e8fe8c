//! The Hodges–Lehmann estimate: a centre that outliers do not move.

/// The median of all Walsh averages (xₐ + x_b) / 2, a ≤ b (Hodges & Lehmann 1963); `None` without numbers.
///
/// Exact at any length: the middle one of the n(n+1)/2 sums is found by bisection over the floating-point numbers
/// themselves, each time counting in one pass how many sums are no greater, so it takes 64 passes at most.
///
/// ```
/// use dottedline::stats::hodges_lehmann;
/// assert_eq!(hodges_lehmann(&[1.0, 5.0, 2.0]), Some(2.5)); // of 1, 1.5, 2, 3, 3.5, 5
/// ```
#[must_use]
pub fn hodges_lehmann(numbers: &[f64]) -> Option<f64> {
    let mut sorted: Vec<f64> = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = u64::try_from(sorted.len()).ok()?;
    let sums = n.checked_mul(n + 1)? / 2;
    if sums == 0 {
        return None;
    }
    let low = smallest_sum(&sorted, (sums - 1) / 2);
    let high = if sums % 2 == 1 { low } else { smallest_sum(&sorted, sums / 2) };
    Some(0.25 * (low + high))
}

/// The sum with exactly or at most `before` sums below it, of the numbers in ascending order.
fn smallest_sum(sorted: &[f64], before: u64) -> f64 {
    let last = sorted.len() - 1;
    let (mut low, mut high) = (to_order(2.0 * sorted[0]), to_order(2.0 * sorted[last]));
    while low < high {
        let middle = low + (high - low) / 2;
        if sums_up_to(sorted, from_order(middle)) > before {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    from_order(low)
}

/// How many sums xₐ + x_b, a ≤ b, are at most `limit`. Rounding keeps the order of sums, so one pass will do.
fn sums_up_to(sorted: &[f64], limit: f64) -> u64 {
    let (mut count, mut end) = (0, sorted.len());
    for (start, first) in sorted.iter().enumerate() {
        while end > start && first + sorted[end - 1] > limit {
            end -= 1;
        }
        if end <= start {
            break;
        }
        count += (end - start) as u64;
    }
    count
}

/// Floating-point numbers as whole numbers in the same order; both zeros are the same.
fn to_order(number: f64) -> i128 {
    let size = i128::from((number.abs()).to_bits());
    if number < 0.0 { -size } else { size }
}

fn from_order(order: i128) -> f64 {
    let size = f64::from_bits(order.unsigned_abs() as u64);
    if order < 0 { -size } else { size }
}
