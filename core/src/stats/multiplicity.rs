//! Several comparisons made at once: what each p-value becomes.

/// Holm's adjusted p-values (1979), in the order given: in ascending order, the r-th is the greatest of
/// min(1, (m − s + 1) · p₍ₛ₎) over s ≤ r. Valid however the comparisons depend on each other, and never above
/// Bonferroni's m · p.
///
/// ```
/// use dottedline_core::stats::holm;
/// assert_eq!(holm(&[0.25, 0.125, 0.5]), [0.5, 0.375, 0.5]);
/// ```
#[must_use]
pub fn holm(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&a, &b| p[a].total_cmp(&p[b]));
    let mut adjusted = vec![1.0; p.len()];
    let mut highest = 0.0_f64;
    for (before, &index) in order.iter().enumerate() {
        highest = highest.max((p[index] * (p.len() - before) as f64).min(1.0));
        adjusted[index] = highest;
    }
    adjusted
}
