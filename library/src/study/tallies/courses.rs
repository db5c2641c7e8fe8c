//! Differences to the baseline week by week, summed up over trials.

use super::super::replications::{Tally, ran};
use crate::engine::{Outcome, WEEK_METRICS};
use crate::stats::Moments;

/// The weekly figure that is summed up from the start.
const SUMMED: &str = "net_value";

/// Differences that are summed up in a week: one per weekly figure, and the sum so far.
pub(in crate::study) const DIFFERENCES: usize = WEEK_METRICS.len() + 1;

/// Moments of differences to the baseline: structure by structure, week by week, figure by figure, the sum last.
#[derive(Clone, Debug)]
pub(in crate::study) struct CourseTally {
    weeks: usize,
    pub(in crate::study) differences: Tally,
}

impl CourseTally {
    pub(in crate::study) fn new(structures: usize, weeks: usize, trials_per_evidence: u32) -> CourseTally {
        CourseTally { weeks, differences: Tally::new(structures * weeks * DIFFERENCES, trials_per_evidence) }
    }

    pub(in crate::study) fn add(&mut self, outcomes: &[Option<Outcome>], baseline: usize) {
        if let Some(Some(other)) = outcomes.get(baseline) {
            for (structure, outcome) in ran(outcomes).filter(|(structure, _)| *structure != baseline) {
                self.add_pair(structure, outcome, other);
            }
        }
    }

    fn add_pair(&mut self, structure: usize, outcome: &Outcome, other: &Outcome) {
        let mut so_far = 0.0;
        for (week, (own, others)) in outcome.weeks.iter().zip(&other.weeks).take(self.weeks).enumerate() {
            let first = self.place(structure, week, 0);
            for (metric, place) in WEEK_METRICS.iter().zip(first..) {
                let difference = (metric.read)(own).zip((metric.read)(others)).map(|(own, other)| own - other);
                if let Some(difference) = difference {
                    self.differences.add(place, difference);
                }
                if metric.name == SUMMED {
                    so_far += difference.unwrap_or(0.0);
                }
            }
            self.differences.add(first + WEEK_METRICS.len(), so_far);
        }
    }

    const fn place(&self, structure: usize, week: usize, metric: usize) -> usize {
        (structure * self.weeks + week) * DIFFERENCES + metric
    }

    /// A difference (index) of a structure (index), week by week.
    pub(in crate::study) fn weeks_of(
        &self,
        structure: usize,
        metric: usize,
    ) -> impl Iterator<Item = (u32, Moments)> + '_ {
        let weeks = (0_u32..).zip(0..self.weeks);
        weeks.map(move |(week, index)| (week, self.differences.evidence(self.place(structure, index, metric))))
    }
}
