//! Efron's BCa bootstrap: intervals for means of skewed numbers.

use super::{Interval, Moments, normal_probability, normal_quantile, quantile_of_unsorted};

/// How often trials are drawn anew for a table.
pub const RESAMPLES: u32 = 4_999;

/// A BCa interval with its parts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bca {
    /// The figure of the trials as they are.
    pub figure: f64,
    /// Its interval.
    pub interval: Interval,
    /// Acceleration, from leaving out each trial in turn.
    pub acceleration: f64,
    /// Bias correction z₀.
    pub bias: f64,
}

/// The interval of a mean, bias-corrected and accelerated (Efron 1987).
///
/// Whole trials are drawn anew. `words(b)` gives the random words of resample b, from 0; a pure function of b makes the
/// result one of the trials alone. The number of a trial is the upper half of word × trials, off uniform by less than
/// trials / 2³². `None` below two trials, without resamples, if the mean is the same in all resamples, or unless the
/// confidence is inside (0, 1).
///
/// ```
/// use dottedline_core::stats::bca_mean;
/// // Any source of random words will do; a program takes its keyed generator.
/// let words = |b: u32| {
///     let mut state = u64::from(b) + 1;
///     move || {
///         state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
///         (state >> 32) as u32
///     }
/// };
/// let found = bca_mean(&[1.0, 2.0, 2.0, 3.0, 9.0, 4.0, 1.0, 2.0], 999, 0.95, words).unwrap();
/// // The long tail is above: so is more of the interval.
/// assert!(found.interval.high - found.figure > found.figure - found.interval.low);
/// ```
#[must_use]
pub fn bca_mean<W: FnMut() -> u32>(
    numbers: &[f64],
    resamples: u32,
    confidence: f64,
    words: impl Fn(u32) -> W,
) -> Option<Bca> {
    let n = numbers.len() as f64;
    if n < 2.0 {
        return None;
    }
    let redrawn = |b: u32| {
        let mut word = words(b);
        numbers.iter().map(|_| numbers[pick(word(), numbers.len())]).sum::<f64>() / n
    };
    interval_of_mean(numbers, (0..resamples).map(redrawn).collect(), confidence)
}

/// Which trials all resamples draw, for whoever needs intervals of several means over the same trials.
#[derive(Clone, Debug)]
pub struct Redraws {
    trials: usize,
    /// Resample by resample.
    picks: Vec<u32>,
}

impl Redraws {
    /// Of so many trials, by words as for [`bca_mean`]. `None` below two trials, or where it would take more than `most`
    /// numbers.
    #[must_use]
    pub fn new<W: FnMut() -> u32>(
        trials: usize,
        resamples: u32,
        most: usize,
        words: impl Fn(u32) -> W,
    ) -> Option<Redraws> {
        let numbers = trials.checked_mul(resamples as usize)?;
        if trials < 2 || numbers > most {
            return None;
        }
        let mut picks = Vec::with_capacity(numbers);
        for b in 0..resamples {
            let mut word = words(b);
            picks.extend((0..trials).map(|_| pick(word(), trials) as u32));
        }
        Some(Redraws { trials, picks })
    }

    /// Trials of a resample.
    #[must_use]
    pub const fn trials(&self) -> usize {
        self.trials
    }

    /// As [`bca_mean`] with the same words, of several means at once; `None` also for another number of trials.
    #[must_use]
    pub fn bca_means(&self, several: &[Vec<f64>], confidence: f64) -> Vec<Option<Bca>> {
        let mut found = Vec::with_capacity(several.len());
        for few in several.chunks(ABREAST) {
            if few.iter().any(|numbers| numbers.len() != self.trials) {
                found.extend(few.iter().map(|_| None));
                continue;
            }
            let means = self.means(few);
            found.extend(few.iter().zip(means).map(|(numbers, means)| interval_of_mean(numbers, means, confidence)));
        }
        found
    }

    /// The means of each resample, of up to [`ABREAST`] lists of numbers: what a resample draws is looked up once for all, and two
    /// resamples go side by side, as each addition of one waits for the one before.
    fn means(&self, few: &[Vec<f64>]) -> Vec<Vec<f64>> {
        let row = |trial: usize| std::array::from_fn(|list| few.get(list).map_or(0.0, |numbers| numbers[trial]));
        let rows: Vec<[f64; ABREAST]> = (0..self.trials).map(row).collect();
        let mut means = vec![Vec::with_capacity(self.picks.len() / self.trials); few.len()];
        let mut enter = |sums: [f64; ABREAST]| {
            means.iter_mut().zip(sums).for_each(|(means, sum)| means.push(sum / self.trials as f64));
        };
        let mut pairs = self.picks.chunks_exact(2 * self.trials);
        for pair in &mut pairs {
            let (first, second) = pair.split_at(self.trials);
            // Sums start at −0, as those of iterators do.
            let mut sums = [[-0.0; ABREAST]; 2];
            for (&a, &b) in first.iter().zip(second) {
                add(&mut sums[0], &rows[a as usize]);
                add(&mut sums[1], &rows[b as usize]);
            }
            sums.into_iter().for_each(&mut enter);
        }
        for last in pairs.remainder().chunks_exact(self.trials) {
            let mut sums = [-0.0; ABREAST];
            last.iter().for_each(|&pick| add(&mut sums, &rows[pick as usize]));
            enter(sums);
        }
        means
    }
}

/// Lists of numbers whose resamples are added up side by side.
const ABREAST: usize = 8;

fn add(sums: &mut [f64; ABREAST], numbers: &[f64; ABREAST]) {
    sums.iter_mut().zip(numbers).for_each(|(sum, number)| *sum += number);
}

/// The interval of a mean from those of all resamples.
fn interval_of_mean(numbers: &[f64], redrawn: Vec<f64>, confidence: f64) -> Option<Bca> {
    let n = numbers.len() as f64;
    // Plain sums here as there: where a resample has the same mean it then has the same bits, and counts as equal.
    let mean = numbers.iter().sum::<f64>() / n;
    let left_out: Vec<f64> = numbers.iter().map(|number| mean - (number - mean) / (n - 1.0)).collect();
    interval_of(mean, &left_out, redrawn, confidence)
}

/// The trial (index) that a random word stands for.
pub(super) fn pick(word: u32, trials: usize) -> usize {
    ((u128::from(word) * trials as u128) >> 32) as usize
}

fn interval_of(figure: f64, left_out: &[f64], mut redrawn: Vec<f64>, confidence: f64) -> Option<Bca> {
    let acceleration = acceleration(left_out)?;
    let bias = bias(figure, &redrawn)?;
    let mut end = |share: f64| {
        let z = bias + normal_quantile(share)?;
        let level = normal_probability(bias + z / (1.0 - acceleration * z));
        quantile_of_unsorted(&mut redrawn, level)
    };
    let interval = Interval { low: end(0.5 - 0.5 * confidence)?, high: end(0.5 + 0.5 * confidence)? };
    Some(Bca { figure, interval, acceleration, bias })
}

/// Σ(θ̄ − θᵢ)³ / (6 [Σ(θ̄ − θᵢ)²]^{3/2}) over the figures θᵢ with trial i left out.
fn acceleration(left_out: &[f64]) -> Option<f64> {
    let mean = left_out.iter().copied().collect::<Moments>().mean()?;
    let squares: f64 = left_out.iter().map(|each| (mean - each) * (mean - each)).sum();
    let cubes: f64 = left_out.iter().map(|each| (mean - each) * (mean - each) * (mean - each)).sum();
    let below = 6.0 * squares * squares.sqrt();
    (below > 0.0).then(|| cubes / below).filter(|acceleration| acceleration.is_finite())
}

/// How far the resamples lie to one side of the figure; equal ones count half.
fn bias(figure: f64, redrawn: &[f64]) -> Option<f64> {
    let count = |counts: fn(f64, f64) -> bool| redrawn.iter().filter(|&&each| counts(each, figure)).count();
    let (below, up_to) = (count(|each, figure| each < figure), count(|each, figure| each <= figure));
    normal_quantile((below + up_to) as f64 / (2 * redrawn.len()) as f64)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Random words of a resample.
    pub(crate) fn words(resample: u32) -> impl FnMut() -> u32 {
        let mut state = resample.wrapping_mul(2_654_435_761) | 1;
        move || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state
        }
    }

    #[test]
    fn redraws_that_are_kept_give_the_bits_of_those_that_are_drawn() {
        for (trials, resamples) in [(2, 5), (3, 8), (17, 99), (100, 199), (400, 103)] {
            let numbers: Vec<f64> =
                (0..trials).map(|trial| libm::exp(f64::from(trial * 37 % 101) / 20.0) - 3.0).collect();
            let kept = Redraws::new(numbers.len(), resamples, 1 << 20, words).expect("few enough");
            // Eleven lists of other numbers each: a full row of the table and part of the next.
            let several: Vec<Vec<f64>> = (0..11)
                .map(|list| numbers.iter().map(|number| number * (1.0 + f64::from(list)).sqrt()).collect())
                .collect();
            let alone = several.iter().map(|numbers| bca_mean(numbers, resamples, 0.95, words));
            assert_eq!(kept.bca_means(&several, 0.95), alone.collect::<Vec<_>>(), "{trials} trials");
        }
    }

    #[test]
    fn nothing_is_kept_of_one_trial_or_beyond_the_bound_and_nothing_told_of_other_trials() {
        assert!(Redraws::new(1, 9, 100, words).is_none() && Redraws::new(11, 10, 100, words).is_none());
        let kept = Redraws::new(10, 10, 100, words).expect("few enough");
        assert_eq!(kept.bca_means(&[vec![1.0, 2.0]], 0.95), [None]);
    }
}
