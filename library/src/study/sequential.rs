//! When a study may stop before its last trial, by the primary figure alone.
//!
//! Interim looks come at fixed numbers of trials, so where a study stops follows from its trials, never from threads or batches.

use crate::engine::{METRICS, Outcome};
use crate::stats::{ConfidenceSequence, KimNelson, KimNelsonDesign, Moments};

/// Trials before the first interim look, and between interim looks.
pub const LOOK_TRIALS: u32 = 50;

/// The number of trials at which the intervals of a study that stops by precision are narrowest for their kind.
const PRECISE_AT: u64 = 500;

/// What a study waits for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Until {
    /// Until the best structure is found (Kim & Nelson), where differences up to this do not matter; above 0.
    Decided(f64),
    /// Until every difference to the baseline is known to within this much on either side, at once and at every interim look.
    Precision(f64),
}

/// A study that stops when it knows enough.
///
/// ```
/// use dottedline::study::{StopRule, Until};
/// let mut rule = StopRule::new(2, 0, "retention", Until::Precision(0.1), 0.05).unwrap();
/// for trial in 0..60 {
///     rule.take_numbers(&[Some(0.0), Some(f64::from(trial % 5) / 100.0)]);
/// }
/// assert!(rule.is_done());
/// assert_eq!(rule.trials(), 50);
/// ```
#[derive(Clone, Debug)]
pub struct StopRule {
    figure: usize,
    trials: u64,
    done: bool,
    search: Search,
}

#[derive(Clone, Debug)]
enum Search {
    Best(KimNelson),
    Precise(Precise),
}

/// Differences to the baseline under watch.
#[derive(Clone, Debug)]
struct Precise {
    half_width: f64,
    sequence: ConfidenceSequence,
    baseline: usize,
    /// Per structure, the baseline's own included and all zeros.
    differences: Vec<Moments>,
}

impl StopRule {
    /// A rule for so many structures, with the baseline of this index. `alpha` is the probability of a wrong end.
    ///
    /// `None` below two structures, for a baseline or a number out of range, or for a name that is not in
    /// [`METRICS`](crate::engine::METRICS).
    #[must_use]
    pub fn new(structures: usize, baseline: usize, metric: &str, until: Until, alpha: f64) -> Option<StopRule> {
        let figure = METRICS.iter().position(|each| each.name == metric)?;
        if structures < 2 || baseline >= structures {
            return None;
        }
        let search = match until {
            Until::Decided(practical) => Search::Best(KimNelson::new(KimNelsonDesign {
                structures,
                practical,
                alpha,
                first_stage: LOOK_TRIALS,
                batch: LOOK_TRIALS,
            })?),
            Until::Precision(half_width) => Search::Precise(precise(structures, baseline, half_width, alpha)?),
        };
        Some(StopRule { figure, trials: 0, done: false, search })
    }

    /// Takes the next trial: one entry per structure in study order; those that are eliminated need none. Nothing is taken
    /// once it is done.
    pub fn take(&mut self, outcomes: &[Option<Outcome>]) {
        let read = METRICS[self.figure].read;
        let number = |outcome: &Option<Outcome>| outcome.as_ref().and_then(|outcome| read(&outcome.end));
        let numbers: Vec<Option<f64>> = outcomes.iter().map(number).collect();
        self.take_numbers(&numbers);
    }

    /// Takes the next trial as numbers of the figure. Structures that are eliminated need none.
    pub fn take_numbers(&mut self, numbers: &[Option<f64>]) {
        if self.done {
            return;
        }
        self.trials += 1;
        let is_look = self.trials.is_multiple_of(u64::from(LOOK_TRIALS));
        self.done = match &mut self.search {
            Search::Best(search) => {
                search.take(numbers);
                search.choice().is_some()
            }
            Search::Precise(precise) => {
                precise.take(numbers);
                is_look && precise.widest().is_some_and(|radius| radius <= precise.half_width)
            }
        };
    }

    /// Whether no further trial is needed.
    #[must_use]
    pub const fn is_done(&self) -> bool {
        self.done
    }

    /// Trials taken.
    #[must_use]
    pub const fn trials(&self) -> u64 {
        self.trials
    }

    /// The search for the best, if that is what the study waits for: who is still in, and who was chosen.
    #[must_use]
    pub const fn search(&self) -> Option<&KimNelson> {
        match &self.search {
            Search::Best(search) => Some(search),
            Search::Precise(_) => None,
        }
    }

    /// How far it is, in a few words for a progress line.
    #[must_use]
    pub fn state(&self) -> String {
        match &self.search {
            Search::Best(search) if search.choice().is_some() => "the best is found".to_owned(),
            Search::Best(search) => format!("{} structures left", search.survivors().len()),
            Search::Precise(precise) => match precise.widest() {
                None => "too early for an interval".to_owned(),
                Some(radius) => format!("differences known to ±{radius:.2e}, wanted ±{:.2e}", precise.half_width),
            },
        }
    }
}

fn precise(structures: usize, baseline: usize, half_width: f64, alpha: f64) -> Option<Precise> {
    if !(half_width > 0.0 && half_width.is_finite()) {
        return None;
    }
    let sequence = ConfidenceSequence::new(alpha / (structures - 1) as f64, PRECISE_AT)?;
    Some(Precise { half_width, sequence, baseline, differences: vec![Moments::default(); structures] })
}

impl Precise {
    fn take(&mut self, numbers: &[Option<f64>]) {
        let other = numbers.get(self.baseline).copied().flatten();
        for (number, moments) in numbers.iter().zip(&mut self.differences) {
            moments.add_some(number.zip(other).map(|(own, other)| own - other));
        }
    }

    /// Half the width of the widest interval; `None` as long as any of them is missing.
    fn widest(&self) -> Option<f64> {
        let radius = |moments: &Moments| {
            let interval = self.sequence.interval(moments)?;
            Some(0.5 * (interval.high - interval.low))
        };
        let radii: Option<Vec<f64>> = self.differences.iter().map(radius).collect();
        radii.map(|radii| radii.into_iter().fold(0.0, f64::max))
    }
}
