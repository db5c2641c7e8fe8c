//! Multiple comparisons with the best: which structures can still be it.

use super::{Moments, Panel, mean_interval};

/// Where a structure stands against the best of the others, when more is better.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    /// Least that its true mean is ahead of the best other one; at most 0.
    pub low: f64,
    /// Most that it is ahead; at least 0.
    pub high: f64,
    /// Whether it can still be the best.
    pub possible_best: bool,
}

impl Standing {
    /// Whether nothing can be better. More than one structure is if they had the same numbers in every trial.
    #[must_use]
    pub fn is_best(&self) -> bool {
        self.possible_best && self.low == 0.0
    }

    /// Whether it is at most the practical difference behind the best.
    #[must_use]
    pub fn is_within(&self, practical: f64) -> bool {
        self.low >= -practical
    }
}

/// Compares each structure with the best of the others; `None` below two structures or trials, or unless α is inside
/// (0, ½).
///
/// With probability 1 − α all intervals [low, high] for μᵢ − max μⱼ (j ≠ i) are right at once, whatever the structures
/// have in common: the general form of Chang & Hsu (1992) on paired differences, with Bonferroni's one-sided t,
/// wᵢⱼ = t(1 − α/(k−1), n−1) · sᵢⱼ / √n, with the n trials that both have; it is [widened](mean_interval) on the side of the
/// long tail where differences are skewed. Pooling the variances of pairs (Nelson & Matejcik) is not offered: where they
/// differ it covers too seldom.
///
/// ```
/// use dottedline::stats::{Panel, compare_with_best};
/// let column = |numbers: [f64; 4]| numbers.map(Some).to_vec();
/// let panel = Panel::new(&[column([5.1, 6.0, 4.2, 5.5]), column([1.0, 2.1, 0.0, 1.6])]).unwrap();
/// let standings = compare_with_best(&panel, 0.05).unwrap();
/// assert!(standings[0].is_best() && !standings[1].possible_best);
/// ```
#[must_use]
pub fn compare_with_best(panel: &Panel, alpha: f64) -> Option<Vec<Standing>> {
    let (structures, fewest) = (panel.structures(), panel.trials_of_all());
    if structures < 2 || fewest < 2 || !(alpha > 0.0 && alpha < 0.5) {
        return None;
    }
    let confidence = 1.0 - 2.0 * alpha / (structures - 1) as f64;
    let mut differences = vec![0.0; structures * structures];
    let mut margins = differences.clone();
    for (first, second) in panel.pairs() {
        let numbers = panel.differences(first, second);
        let mean = numbers.iter().copied().collect::<Moments>().mean()?;
        let (ends, _) = mean_interval(&numbers, confidence)?;
        let (there, back) = (first * structures + second, second * structures + first);
        (differences[there], differences[back]) = (mean, -mean);
        (margins[there], margins[back]) = (ends.high - mean, mean - ends.low);
    }
    let at = |table: &[f64], first: usize, second: usize| table[first * structures + second];
    Some(standings(structures, |i, j| at(&differences, i, j), |i, j| at(&margins, i, j)))
}

/// The standings that follow from differences of means and one-sided margins of error, for whoever has other margins.
///
/// `difference(i, j)` is mean i minus mean j; `margin(i, j)` is such that for each i, with probability 1 − α, for all j
/// at once, difference minus true difference ≥ −margin.
///
/// ```
/// use dottedline::stats::standings;
/// let means = [14.733, 8.567, 12.983, 18.067];
/// let standings = standings(4, |i, j| means[i] - means[j], |_, _| 5.0);
/// assert!((standings[0].low - -8.334).abs() < 1e-9 && (standings[0].high - 1.666).abs() < 1e-9);
/// assert!(!standings[1].possible_best);
/// ```
#[must_use]
pub fn standings(
    structures: usize,
    difference: impl Fn(usize, usize) -> f64,
    margin: impl Fn(usize, usize) -> f64,
) -> Vec<Standing> {
    let others = |i: usize| (0..structures).filter(move |&j| j != i);
    // Equal means keep each other in: without it, identical structures (margin 0) would rule each other out.
    let may_lead = |i: usize, j: usize| difference(i, j) == 0.0 || difference(i, j) + margin(i, j) > 0.0;
    let possible: Vec<bool> = (0..structures).map(|i| others(i).all(|j| may_lead(i, j))).collect();
    let standing = |i: usize| {
        let ahead = |j: usize| difference(i, j) + margin(i, j);
        let behind = |j: usize| difference(i, j) - margin(j, i);
        let high = others(i).map(ahead).fold(f64::INFINITY, f64::min).max(0.0);
        let low = others(i).filter(|&j| possible[j]).map(behind).fold(0.0, f64::min);
        Standing { low, high, possible_best: possible[i] }
    };
    (0..structures).map(standing).collect()
}
