//! Stochastic dominance between two samples of the same size, and how often it survives drawing the trials anew.

mod race;
mod relation;
mod shortfalls;
mod sorted;

use self::race::Race;
use self::shortfalls::{ABREAST, Shortfalls, Thresholds};
use self::sorted::Sorted;
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
    let mut somewhere_ahead = false;
    for (a, b) in first.zip(second) {
        if a < b {
            return false;
        }
        somewhere_ahead |= a > b;
    }
    somewhere_ahead
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
/// No sample is sorted anew and few pairs are compared to the end, see `race.rs`. Whole trials are drawn; `words(b)` gives the
/// random words of resample b, from 0, as for [`bca_mean`](super::bca_mean). `None` without trials or resamples.
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
    let sorted: Vec<Sorted> = (0..structures).map(|place| Sorted::of(together.column(place))).collect();
    let mut wins = vec![vec![0_u32; structures]; structures];
    let mut race = Race::new(&sorted);
    let thresholds = Thresholds::of(&sorted);
    let mut shortfalls = thresholds.as_ref().map(Shortfalls::new);
    let numbers: Vec<u32> = (0..resamples).collect();
    for some in numbers.chunks(ABREAST) {
        let times: Vec<Vec<u32>> = some.iter().map(|&resample| drawn(trials, words(resample))).collect();
        if let Some(shortfalls) = &mut shortfalls {
            shortfalls.work_out(&times);
        }
        for (place, times) in times.iter().enumerate() {
            race.run(times, shortfalls.as_ref().map(|shortfalls| (shortfalls, place)));
            race.nowhere_behind.count_one_sided(&mut wins);
        }
    }
    let share = |win: u32| f64::from(win) / f64::from(resamples);
    Some(wins.into_iter().map(|own| own.into_iter().map(share).collect()).collect())
}

/// How many times each trial is drawn.
fn drawn(trials: usize, mut word: impl FnMut() -> u32) -> Vec<u32> {
    let mut times = vec![0; trials];
    (0..trials).for_each(|_| times[pick(word(), trials)] += 1);
    times
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Panel;
    use crate::stats::bootstrap::tests::words;

    fn sample(column: &[f64], times: &[u32]) -> Vec<f64> {
        let column = column.iter().zip(times);
        let mut numbers: Vec<f64> = column.flat_map(|(number, times)| vec![*number; *times as usize]).collect();
        numbers.sort_by(f64::total_cmp);
        numbers
    }

    /// The definition: each sample written down, sorted, and compared with each other one.
    fn share_by_definition(together: &SideBySide, own: usize, other: usize, resamples: u32) -> f64 {
        let sample = |place: usize, times: &[u32]| sample(together.column(place), times);
        let dominates = |resample: &u32| {
            let times = drawn(together.len(), words(*resample));
            dominates_second_order(&sample(own, &times), &sample(other, &times)) == Some(true)
        };
        (0..resamples).filter(dominates).count() as f64 / f64::from(resamples)
    }

    fn assert_shares_are_those_of_the_definition(columns: &[Vec<Option<f64>>], resamples: u32) {
        let together = Panel::new(columns).expect("columns").side_by_side();
        let found = second_order_shares(&together, resamples, words).expect("trials");
        for (own, shares) in found.iter().enumerate() {
            for (other, share) in shares.iter().enumerate() {
                assert_eq!(*share, share_by_definition(&together, own, other, resamples), "{own} over {other}");
            }
        }
    }

    fn noise(trial: u32, structure: u32) -> f64 {
        f64::from((trial * 7_919 + structure * 104_729) % 997) / 100.0
    }

    fn columns(structures: u32, trials: u32, number: impl Fn(u32, u32) -> f64) -> Vec<Vec<Option<f64>>> {
        (0..structures).map(|own| (0..trials).map(|trial| Some(number(trial, own))).collect()).collect()
    }

    #[test]
    fn shares_are_those_of_whole_comparisons() {
        assert_shares_are_those_of_the_definition(&columns(6, 40, noise), 99);
    }

    #[test]
    fn shares_of_close_twin_and_coarse_structures_are_those_of_whole_comparisons() {
        // Ahead by the same in every trial, ahead in the mean alone, less spread, twins, few values, numbers that cancel.
        let by_rank = |trial, own| noise(trial, 0) + f64::from(own % 4);
        let by_spread =
            |trial, own: u32| (noise(trial, own / 2) - 5.0) * (1.0 + 0.1 * f64::from(own)) + 0.3 * f64::from(own);
        let coarse = |trial, own| noise(trial, own / 3).floor() - f64::from(own % 3) * 0.5;
        let cancelling =
            |trial: u32, own: u32| if trial % 2 == own % 2 { 1e16 } else { -1e16 + f64::from(trial * own) };
        for number in [by_rank, by_spread, coarse, cancelling] {
            assert_shares_are_those_of_the_definition(&columns(9, 30, number), 25);
        }
        assert_shares_are_those_of_the_definition(&columns(70, 3, |trial, own| noise(trial, own).floor()), 5);
    }

    #[test]
    fn shares_that_shortfalls_foresee_are_those_of_whole_comparisons() {
        let shares = |trial: u32, own: u32| (noise(trial, own) + 0.3 * f64::from(own)) / 10.0;
        let close = |trial: u32, own: u32| 0.8 + 0.01 * noise(trial, own) + 0.0001 * f64::from(own);
        let skewed =
            |trial: u32, own: u32| 1e6 * libm::pow(noise(trial, own) * noise(trial, 9), 3.0) + 1e7 * f64::from(own);
        let mostly_nothing = |trial: u32, own: u32| (noise(trial, own) - 8.0).max(0.0) + 0.01 * f64::from(own / 2);
        let apart = |trial: u32, own: u32| 1e3 * f64::from(own) + noise(trial, own);
        let coarse = |trial: u32, own: u32| (noise(trial, own) + 0.25 * f64::from(own)).floor();
        let lost_in_rounding = |trial: u32, own: u32| 1e17 + noise(trial, own) + f64::from(own);
        let beyond_all_sums = |trial: u32, own: u32| 1e305 * (noise(trial, own) + f64::from(own));
        for number in [shares, close, skewed, mostly_nothing, apart, coarse, lost_in_rounding, beyond_all_sums] {
            assert_shares_are_those_of_the_definition(&columns(6, 1_500, number), 20);
        }
    }

    #[test]
    fn what_shortfalls_foresee_is_what_all_ranks_say_and_is_most_of_it() {
        let columns = columns(8, 2_000, |trial, own| noise(trial, own) + 0.05 * f64::from(own));
        let together = Panel::new(&columns).expect("columns").side_by_side();
        let sorted: Vec<Sorted> = (0..8).map(|place| Sorted::of(together.column(place))).collect();
        let thresholds = Thresholds::of(&sorted).expect("thresholds");
        let mut shortfalls = Shortfalls::new(&thresholds);
        let times: Vec<Vec<u32>> = (0..).map(|resample| drawn(2_000, words(resample))).take(ABREAST).collect();
        shortfalls.work_out(&times);
        let (mut asked, mut foreseen) = (0, 0);
        for (resample, times) in times.iter().enumerate() {
            let samples: Vec<Vec<f64>> = (0..8).map(|place| sample(together.column(place), times)).collect();
            for (first, second) in (0..8).flat_map(|first| (0..8).map(move |second| (first, second))) {
                let (own, other) = (&samples[first], &samples[second]);
                let ahead: Vec<bool> = sums(own).zip(sums(other)).map(|(own, other)| own >= other).collect();
                if first == second || ahead[..100].contains(&false) {
                    continue;
                }
                let found = shortfalls.nowhere_behind(resample, first, second, other[99]);
                assert!(found.is_none_or(|found| found != ahead.contains(&false)), "{first} over {second}");
                (asked, foreseen) = (asked + 1, foreseen + u32::from(found.is_some()));
            }
        }
        assert!(asked > 100 && 10 * foreseen > 9 * asked, "{foreseen} of {asked} are foreseen");
    }

    #[test]
    fn shares_of_more_trials_than_are_looked_at_together_are_those_of_whole_comparisons() {
        let number = |trial: u32, own: u32| noise(trial, own) + 0.05 * f64::from(own);
        assert_shares_are_those_of_the_definition(&columns(5, 3_000, number), 5);
        let worst_alike =
            |trial: u32, own: u32| if trial < 2_900 { 0.01 * f64::from(trial) } else { noise(trial, own) };
        assert_shares_are_those_of_the_definition(&columns(5, 3_000, worst_alike), 5);
    }
}
