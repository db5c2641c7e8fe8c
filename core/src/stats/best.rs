//! Multiple comparisons with the best: which structures can still be it.

use super::{Interval, IntervalMethod, PairComparison};

/// Where a structure stands against the best of the others, when more is better.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    /// Least that its true mean is ahead of the best other one; at most 0.
    pub low: f64,
    /// Most that it is ahead; at least 0.
    pub high: f64,
    /// Whether it can still be the best: no other one is ahead of it for sure.
    pub possible_best: bool,
    /// Whether it is ahead of every other one for sure, or has no better one in any case: see [`Standing::is_best`].
    ahead_of_all: bool,
}

impl Standing {
    /// Whether nothing can be better: its interval against every other one lies above zero, but for others that are the same
    /// by construction.
    #[must_use]
    pub const fn is_best(&self) -> bool {
        self.ahead_of_all
    }

    /// Whether it is at most the practical difference behind the best.
    #[must_use]
    pub fn is_within(&self, practical: f64) -> bool {
        self.low >= -practical
    }
}

/// Where each structure stands against the best of the others, from the [simultaneous intervals](super::compare_pairs) of all pairs,
/// so that no statement about the best says what the interval of a pair does not. `None` for a structure that is not judged:
/// no pair of it has enough trials. It does not count for the others either.
///
/// With probability 1 − α all of it is right at once, as all intervals are. Intervals made for this question alone (Hsu
/// 1984; Chang & Hsu 1992: one-sided, of k − 1 differences instead of k (k − 1) / 2) would rule out a little more, and would
/// sometimes rule out a structure whose difference to the best is shown as undecided.
///
/// ```
/// use dottedline_core::stats::{Panel, compare_pairs, compare_with_best};
/// let column = |numbers: [f64; 4]| numbers.map(Some).to_vec();
/// let panel = Panel::new(&[column([5.1, 6.0, 4.2, 5.5]), column([1.0, 2.1, 0.0, 1.6])]).unwrap();
/// let pairs = compare_pairs(&panel, &panel.pairs(), 1.0, 0.05, None);
/// let standings = compare_with_best(2, &pairs, false);
/// assert!(standings[0].unwrap().is_best() && !standings[1].unwrap().possible_best);
/// ```
#[must_use]
pub fn compare_with_best(
    structures: usize,
    pairs: &[PairComparison],
    smaller_is_better: bool,
) -> Vec<Option<Standing>> {
    let ahead = Ahead::of(structures, pairs, smaller_is_better);
    let judged: Vec<usize> = (0..structures).filter(|&each| ahead.is_judged(each)).collect();
    let found = standings(
        judged.len(),
        |i, j| ahead.mean(judged[i], judged[j]).unwrap_or(0.0),
        |i, j| ahead.margin(judged[i], judged[j]),
    );
    let place = |structure: usize| judged.binary_search(&structure).ok();
    (0..structures).map(|each| place(each).filter(|_| judged.len() > 1).map(|place| found[place])).collect()
}

/// The structure whose mean difference to every other judged one is greatest at its least, the earlier one of equals; `None`
/// if none is judged. Where all have the same trials it is the one with the best mean.
#[must_use]
pub fn leader(structures: usize, pairs: &[PairComparison], smaller_is_better: bool) -> Option<usize> {
    let ahead = Ahead::of(structures, pairs, smaller_is_better);
    let judged = || (0..structures).filter(|&each| ahead.is_judged(each));
    let least_lead =
        |i: usize| judged().filter(|&j| j != i).filter_map(|j| ahead.mean(i, j)).fold(f64::INFINITY, f64::min);
    judged().rev().max_by(|&i, &j| least_lead(i).total_cmp(&least_lead(j)))
}

/// How far each structure is ahead of each other one, when more is better, and how sure that is.
struct Ahead {
    structures: usize,
    /// Mean of row ahead of column; `None` for pairs that are not judged.
    means: Vec<Option<f64>>,
    /// How much more it may be.
    margins: Vec<f64>,
}

impl Ahead {
    fn of(structures: usize, pairs: &[PairComparison], smaller_is_better: bool) -> Ahead {
        let cells = structures * structures;
        let mut ahead = Ahead { structures, means: vec![None; cells], margins: vec![f64::INFINITY; cells] };
        for pair in pairs {
            let (Some(mean), Some(method)) = (pair.mean, pair.method) else { continue };
            let ends = match (pair.simultaneous, method) {
                (_, IntervalMethod::TooFew) => continue,
                (Some(ends), _) => ends,
                (None, IntervalMethod::ByConstruction) => Interval { low: mean, high: mean },
                (None, _) => Interval { low: f64::NEG_INFINITY, high: f64::INFINITY },
            };
            let (first, second) = if smaller_is_better { (pair.second, pair.first) } else { (pair.first, pair.second) };
            ahead.set(first, second, mean, ends.high - mean);
            ahead.set(second, first, -mean, mean - ends.low);
        }
        ahead
    }

    fn is_judged(&self, structure: usize) -> bool {
        (0..self.structures).any(|other| self.mean(structure, other).is_some())
    }

    fn set(&mut self, i: usize, j: usize, mean: f64, margin: f64) {
        (self.means[i * self.structures + j], self.margins[i * self.structures + j]) = (Some(mean), margin);
    }

    fn mean(&self, i: usize, j: usize) -> Option<f64> {
        self.means[i * self.structures + j]
    }

    fn margin(&self, i: usize, j: usize) -> f64 {
        self.margins[i * self.structures + j]
    }
}

/// The standings that follow from differences of means and one-sided margins of error, for whoever has other margins.
///
/// `difference(i, j)` is mean i minus mean j; `margin(i, j)` is such that for each i, with probability 1 − α, for all j
/// at once, difference minus true difference ≥ −margin.
///
/// ```
/// use dottedline_core::stats::standings;
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
    let may_lead = |i: usize, j: usize| difference(i, j) + margin(i, j) >= 0.0;
    let possible: Vec<bool> = (0..structures).map(|i| others(i).all(|j| may_lead(i, j))).collect();
    let standing = |i: usize| {
        let ahead = |j: usize| difference(i, j) + margin(i, j);
        let behind = |j: usize| difference(i, j) - margin(j, i);
        let same = |j: usize| difference(i, j) == 0.0 && margin(i, j) == 0.0 && margin(j, i) == 0.0;
        let high = others(i).map(ahead).fold(f64::INFINITY, f64::min).max(0.0);
        let low = others(i).filter(|&j| possible[j]).map(behind).fold(0.0, f64::min);
        let ahead_of_all = others(i).all(|j| behind(j) > 0.0 || same(j));
        Standing { low, high, possible_best: possible[i], ahead_of_all }
    };
    (0..structures).map(standing).collect()
}
