//! Weekly figures summed up over trials.

use super::super::replications::{Tally, ran};
use crate::engine::{Outcome, WEEK_METRICS};

/// Weekly figures: structure by structure, week by week, figure by figure.
#[derive(Clone, Debug)]
pub(in crate::study) struct WeekTally {
    pub(in crate::study) weeks: usize,
    pub(in crate::study) tally: Tally,
}

impl WeekTally {
    pub(in crate::study) fn new(structures: usize, weeks: usize, trials_per_evidence: u32) -> WeekTally {
        WeekTally { weeks, tally: Tally::new(structures * weeks * WEEK_METRICS.len(), trials_per_evidence) }
    }

    pub(in crate::study) fn add(&mut self, outcomes: &[Option<Outcome>]) {
        for (structure, outcome) in ran(outcomes) {
            for (week, figures) in outcome.weeks.iter().take(self.weeks).enumerate() {
                for (cell, metric) in (self.cell(structure, week, 0)..).zip(WEEK_METRICS) {
                    if let Some(number) = (metric.read)(figures) {
                        self.tally.add(cell, number);
                    }
                }
            }
        }
    }

    /// Where a figure of a structure and week (indices) stands.
    pub(in crate::study) fn cell(&self, structure: usize, week: usize, metric: usize) -> usize {
        (structure * self.weeks + week) * WEEK_METRICS.len() + metric
    }
}
