//! Stochastic dominance between two samples of the same size, and how often it survives drawing the trials anew.

use super::{SideBySide, pick};

/// How often trials are drawn anew to see whether dominance survives it.
pub const DOMINANCE_RESAMPLES: u32 = 999;

/// Whether the first is at least as good at every rank, and better at one (first-order dominance in sample, more is
/// better): anybody who prefers more prefers it. Both in ascending order and of the same length; otherwise `None`.
///
/// ```
/// use dottedline_core::stats::dominates_first_order;
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
/// use dottedline_core::stats::dominates_second_order;
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
/// Whole trials are drawn; `words(b)` gives the random words of resample b, from 0, as for
/// [`bca`](super::bca). `None` without trials or resamples.
///
/// ```
/// use dottedline_core::stats::{Panel, second_order_shares};
/// let numbers = |values: [f64; 3]| values.map(Some).to_vec();
/// let panel = Panel::new(&[numbers([1.0, 2.0, 3.0]), numbers([1.5, 2.5, 3.5])]).unwrap();
/// let words = |b: u32| move || b.wrapping_mul(2_654_435_761);
/// let shares = second_order_shares(&panel.side_by_side(), 9, words).unwrap();
/// assert_eq!((shares[1][0], shares[0][1]), (1.0, 0.0));
/// ```
#[must_use]
pub fn second_order_shares<W: FnMut() -> u32>(
    together: &SideBySide,
    resamples: u32,
    words: impl Fn(u32) -> W,
) -> Option<Vec<Vec<f64>>> {
    let (structures, trials) = (together.structures().len(), together.len());
    if trials == 0 || resamples == 0 {
        return None;
    }
    let orders: Vec<Vec<usize>> = (0..structures).map(|structure| in_order(together.column(structure))).collect();
    let mut wins = vec![vec![0_u32; structures]; structures];
    for resample in 0..resamples {
        let times = drawn(trials, words(resample));
        let summed = |(structure, order): (usize, &Vec<usize>)| redrawn_sums(together.column(structure), order, &times);
        let samples: Vec<Vec<f64>> = orders.iter().enumerate().map(summed).collect();
        for (own, first) in wins.iter_mut().zip(&samples) {
            for (win, second) in own.iter_mut().zip(&samples) {
                *win += u32::from(sums_are_ahead(first, second));
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

/// Sums of the r worst drawn trials for every r: no sorting, as the order of all is known.
fn redrawn_sums(numbers: &[f64], order: &[usize], times: &[u32]) -> Vec<f64> {
    let drawn = order.iter().flat_map(|&trial| (0..times[trial]).map(move |_| numbers[trial]));
    let mut sum = 0.0;
    let add = |number: f64| {
        sum += number;
        sum
    };
    drawn.map(add).collect()
}

/// Whether one's sums are nowhere behind and somewhere ahead; the last ones, which differ most, are looked at first.
fn sums_are_ahead(first: &[f64], second: &[f64]) -> bool {
    let behind_at_last = first.last().zip(second.last()).is_some_and(|(a, b)| a < b);
    !behind_at_last && first.iter().zip(second).all(|(a, b)| a >= b) && first.iter().zip(second).any(|(a, b)| a > b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Panel;

    #[test]
    fn shares_are_those_of_whole_comparisons() {
        let noise = |trial: u32, structure: u32| f64::from((trial * 7_919 + structure * 104_729) % 997) / 100.0;
        let column = |structure: u32| (0..40).map(|trial| Some(noise(trial, structure))).collect::<Vec<_>>();
        let together = Panel::new(&(0..6).map(column).collect::<Vec<_>>()).expect("columns").side_by_side();
        let words = |resample: u32| {
            let mut state = resample.wrapping_mul(2_654_435_761) | 1;
            move || {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                state
            }
        };
        let found = second_order_shares(&together, 99, words).expect("trials");
        for (own, shares) in found.iter().enumerate() {
            for (other, share) in shares.iter().enumerate() {
                let dominates = |resample: &u32| {
                    let times = drawn(together.len(), words(*resample));
                    let sample = |structure: usize| {
                        let column = together.column(structure).iter().zip(&times);
                        let mut numbers: Vec<f64> =
                            column.flat_map(|(number, times)| vec![*number; *times as usize]).collect();
                        numbers.sort_by(f64::total_cmp);
                        numbers
                    };
                    dominates_second_order(&sample(own), &sample(other)) == Some(true)
                };
                let expected = (0..99).filter(dominates).count() as f64 / 99.0;
                assert_eq!(*share, expected, "{own} over {other}");
            }
        }
    }
}
