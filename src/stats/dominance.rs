//! Stochastic dominance between two samples of the same size, and how often it survives drawing the trials anew.

use super::{Panel, pick};

/// How often trials are drawn anew to see whether dominance survives it.
pub const DOMINANCE_RESAMPLES: u32 = 999;

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

/// How often one structure dominates another in second order when trials are drawn anew: for each (row) over each
/// (column), the share of `resamples`. Sample dominance of every rank is decided by the few worst trials, so a single yes or
/// no says little.
///
/// Whole trials are drawn, of those that all structures have; `words(b)` gives the random words of resample b, from 0, as for
/// [`bca`](super::bca). `None` without trials or resamples.
///
/// ```
/// use dottedline::stats::{Panel, second_order_shares};
/// let numbers = |values: [f64; 3]| values.map(Some).to_vec();
/// let panel = Panel::new(&[numbers([1.0, 2.0, 3.0]), numbers([1.5, 2.5, 3.5])]).unwrap();
/// let words = |b: u32| move || b.wrapping_mul(2_654_435_761);
/// let shares = second_order_shares(&panel, 9, words).unwrap();
/// assert_eq!((shares[1][0], shares[0][1]), (1.0, 0.0));
/// ```
#[must_use]
pub fn second_order_shares<W: FnMut() -> u32>(
    panel: &Panel,
    resamples: u32,
    words: impl Fn(u32) -> W,
) -> Option<Vec<Vec<f64>>> {
    let (structures, trials) = (panel.structures(), panel.trials_of_all());
    if trials == 0 || resamples == 0 {
        return None;
    }
    let panel = panel.side_by_side();
    let orders: Vec<Vec<usize>> = (0..structures).map(|structure| in_order(panel.column(structure))).collect();
    let mut wins = vec![vec![0_u32; structures]; structures];
    for resample in 0..resamples {
        let times = drawn(trials, words(resample));
        let sorted = |(structure, order): (usize, &Vec<usize>)| redrawn(panel.column(structure), order, &times);
        let samples: Vec<Vec<f64>> = orders.iter().enumerate().map(sorted).collect();
        for (own, first) in wins.iter_mut().zip(&samples) {
            for (win, second) in own.iter_mut().zip(&samples) {
                *win += u32::from(ahead(sums(first), sums(second)));
            }
        }
    }
    let share = |win: u32| f64::from(win) / f64::from(resamples);
    Some(wins.into_iter().map(|own| own.into_iter().map(share).collect()).collect())
}

/// Trials (indices) from the worst to the best.
fn in_order(numbers: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..numbers.len()).collect();
    order.sort_by(|&a, &b| numbers[a].total_cmp(&numbers[b]).then(a.cmp(&b)));
    order
}

/// How many times each trial is drawn.
fn drawn(trials: usize, mut word: impl FnMut() -> u32) -> Vec<u32> {
    let mut times = vec![0; trials];
    (0..trials).for_each(|_| times[pick(word(), trials)] += 1);
    times
}

/// The numbers of the drawn trials in ascending order: no sorting, as the order of all is known.
fn redrawn(numbers: &[f64], order: &[usize], times: &[u32]) -> Vec<f64> {
    order.iter().flat_map(|&trial| (0..times[trial]).map(move |_| numbers[trial])).collect()
}
