//! Stochastic dominance between two samples of the same size.

/// Whether the first is at least as good at every rank, and better at one (first-order dominance in sample, more is
/// better): anybody who prefers more prefers it. Both in ascending order and of the same length; otherwise `None`.
///
/// ```
/// use dottedline::stats::dominates_first_order;
/// assert_eq!(dominates_first_order(&[1.0, 3.0], &[1.0, 2.0]), Some(true));
/// assert_eq!(dominates_first_order(&[0.0, 3.0], &[1.0, 2.0]), Some(false));
/// ```
#[must_use]
pub fn dominates_first_order(first: &[f64], second: &[f64]) -> Option<bool> {
    comparable(first, second).then(|| ahead(first.iter().copied(), second.iter().copied()))
}

/// Whether the mean of the r worst trials is at least as good for every r, and better for one (second-order dominance in
/// sample): anybody who prefers more and dislikes risk prefers it. As for [`dominates_first_order`] otherwise.
///
/// ```
/// use dottedline::stats::dominates_second_order;
/// // Less spread about the same mean.
/// assert_eq!(dominates_second_order(&[2.0, 3.0], &[1.0, 4.0]), Some(true));
/// ```
#[must_use]
pub fn dominates_second_order(first: &[f64], second: &[f64]) -> Option<bool> {
    comparable(first, second).then(|| ahead(sums(first), sums(second)))
}

fn comparable(first: &[f64], second: &[f64]) -> bool {
    first.len() == second.len() && first.is_sorted() && second.is_sorted()
}

fn ahead(first: impl Iterator<Item = f64>, second: impl Iterator<Item = f64>) -> bool {
    let (mut never_behind, mut somewhere_ahead) = (true, false);
    for (a, b) in first.zip(second) {
        never_behind &= a >= b;
        somewhere_ahead |= a > b;
    }
    never_behind && somewhere_ahead
}

fn sums(sorted: &[f64]) -> impl Iterator<Item = f64> + '_ {
    sorted.iter().scan(0.0, |sum, number| {
        *sum += number;
        Some(*sum)
    })
}
