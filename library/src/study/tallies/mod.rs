//! Everything that is summed up over trials: as the tables want it, and as one flat list that can be joined, written down and
//! read back.

mod courses;
mod places;
mod weeks;
mod why;

use super::replications::{Tally, ran, trials_per_evidence};
use super::totals::Flat;
use crate::engine::{FunctionFigures, Outcome, TouchpointFigures};
use crate::model::Study;
use crate::stats::Moments;

pub(super) use courses::DIFFERENCES;
pub use places::{FUNCTION_METRICS, TOUCHPOINT_METRICS};
pub use why::Component;

use courses::CourseTally;
use places::{HandoffTally, PlaceTally};
use weeks::WeekTally;
use why::WhyTally;

/// Everything that is summed up, table by table.
#[derive(Clone, Debug)]
pub(super) struct Tallies {
    baseline: usize,
    pub(super) weeks: WeekTally,
    pub(super) courses: CourseTally,
    pub(super) touchpoints: PlaceTally<TouchpointFigures>,
    pub(super) functions: PlaceTally<FunctionFigures>,
    pub(super) handoffs: HandoffTally,
    pub(super) why: WhyTally,
}

impl Tallies {
    /// Of no trial.
    pub(super) fn new(study: &Study) -> Tallies {
        let (structures, clock) = (study.structures.len(), study.world.clock);
        let (touchpoints, functions) = (study.world.touchpoints.len(), study.world.functions.len());
        let per_evidence = trials_per_evidence(study);
        let periods = clock.weeks.div_ceil(clock.survey_weeks.max(1)) as usize;
        Tallies {
            baseline: study.baseline,
            weeks: WeekTally::new(structures, clock.weeks as usize, per_evidence),
            courses: CourseTally::new(structures, clock.weeks as usize, per_evidence),
            touchpoints: PlaceTally::new(structures, touchpoints, TOUCHPOINT_METRICS, per_evidence),
            functions: PlaceTally::new(structures, functions, FUNCTION_METRICS, per_evidence),
            handoffs: HandoffTally::new(structures, functions, per_evidence),
            why: WhyTally::new(structures, touchpoints, periods, per_evidence),
        }
    }

    /// One trial by itself; `self` is of no trial.
    pub(super) fn of_trial(&self, outcomes: &[Option<Outcome>]) -> Flat {
        let mut own = self.clone();
        own.weeks.add(outcomes);
        own.courses.add(outcomes, self.baseline);
        own.touchpoints.add(ran(outcomes).map(|(structure, outcome)| (structure, outcome.touchpoints.as_slice())));
        own.functions.add(ran(outcomes).map(|(structure, outcome)| (structure, outcome.functions.as_slice())));
        own.handoffs.add(outcomes);
        own.why.add(outcomes, self.baseline);
        Flat(own.tables().into_iter().flat_map(|tally| tally.trials.iter().copied()).collect())
    }

    /// How many moments there are, over trials.
    pub(super) fn items(&mut self) -> usize {
        self.tables().iter().map(|tally| tally.trials.len()).sum()
    }

    /// Table by table what a flat list says; as far as it goes.
    pub(super) fn filled_with(mut self, flat: &Flat) -> Tallies {
        let mut flat = flat.0.iter();
        let mut fill = |moments: &mut [Moments]| {
            moments.iter_mut().zip(&mut flat).for_each(|(moments, from)| *moments = *from);
        };
        self.tables().into_iter().for_each(|tally| fill(&mut tally.trials));
        self.tables().into_iter().for_each(|tally| tally.worlds.iter_mut().for_each(|worlds| fill(worlds)));
        self
    }

    /// The order of the flat list.
    fn tables(&mut self) -> [&mut Tally; 6] {
        [
            &mut self.weeks.tally,
            &mut self.courses.differences,
            &mut self.touchpoints.tally,
            &mut self.functions.tally,
            &mut self.handoffs.tally,
            &mut self.why.differences,
        ]
    }
}

/// How many moments the flat list of a study has.
#[must_use]
pub(crate) fn tally_items(study: &Study) -> usize {
    Tallies::new(study).items()
}
