//! Wilcoxon's signed-rank test: is a difference as often above as below zero, weighed by rank?

use super::normal_probability;

/// Up to this many non-zero differences the distribution is counted out, if no two have the same size.
pub const EXACT_MOST: usize = 50;

/// The result of Wilcoxon's signed-rank test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SignedRank {
    /// Differences that are not zero; only these count (Wilcoxon's way).
    pub n: usize,
    /// Differences of exactly zero, left out.
    pub zeros: usize,
    /// Sum of the ranks of positive differences, by size from the least; equal sizes share their mean rank.
    pub positive: f64,
    /// Sum of the ranks of negative differences.
    pub negative: f64,
    /// Two-sided p-value.
    pub p: f64,
    /// Whether the p-value is counted out, and not the normal approximation (with tie correction, without continuity
    /// correction).
    pub exact: bool,
}

/// Tests whether differences are symmetric about zero; `None` if all of them are zero.
///
/// ```
/// use dottedline_core::stats::signed_rank;
/// let test = signed_rank(&[3.0, 0.0, -1.0, 2.0, 4.0]).unwrap();
/// assert_eq!((test.n, test.zeros, test.positive, test.negative), (4, 1, 9.0, 1.0));
/// assert_eq!((test.p, test.exact), (0.25, true)); // 2 · P(W ≤ 1) = 2 · 2/16
/// ```
#[must_use]
pub fn signed_rank(differences: &[f64]) -> Option<SignedRank> {
    let mut sizes: Vec<(f64, bool)> = differences.iter().filter(|&&d| d != 0.0).map(|&d| (d.abs(), d > 0.0)).collect();
    sizes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let n = sizes.len();
    if n == 0 {
        return None;
    }
    let (positive, ties) = positive_ranks(&sizes);
    let total = n as f64 * (n + 1) as f64 / 2.0;
    let exact = n <= EXACT_MOST && ties == 0.0;
    let least = positive.min(total - positive);
    let p = if exact { counted(n, least) } else { approximated(n as f64, least, ties) };
    let zeros = differences.len() - n;
    Some(SignedRank { n, zeros, positive, negative: total - positive, p: p.min(1.0), exact })
}

/// The rank sum of positive differences, and Σ(t³ − t) over groups of t equal sizes.
fn positive_ranks(sizes: &[(f64, bool)]) -> (f64, f64) {
    let (mut positive, mut ties, mut before) = (0.0, 0.0, 0);
    for group in sizes.chunk_by(|a, b| a.0 == b.0) {
        let count = group.len() as f64;
        let rank = before as f64 + 0.5 * (count + 1.0);
        positive += rank * group.iter().filter(|(_, up)| *up).count() as f64;
        ties += count * (count * count - 1.0);
        before += group.len();
    }
    (positive, ties)
}

/// 2 · P(W ≤ least), counting the 2ⁿ ways to give signs to ranks 1 to n. All counts are below 2⁵³, so exact.
fn counted(n: usize, least: f64) -> f64 {
    let most = n * (n + 1) / 2;
    let mut ways = vec![0.0; most + 1];
    ways[0] = 1.0;
    for rank in 1..=n {
        for sum in (rank..=most).rev() {
            ways[sum] += ways[sum - rank];
        }
    }
    let below: f64 = ways[..=least as usize].iter().sum();
    2.0 * below / (1_u64 << n) as f64
}

fn approximated(n: f64, least: f64, ties: f64) -> f64 {
    let mean = n * (n + 1.0) / 4.0;
    let variance = n * (n + 1.0) * (2.0 * n + 1.0) / 24.0 - ties / 48.0;
    2.0 * normal_probability((least - mean) / variance.sqrt())
}
