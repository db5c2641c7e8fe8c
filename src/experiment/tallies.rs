//! Everything that is summed up over trials: as the tables want it, and as one flat list that can be joined, written down and
//! read back.

use super::courses::CourseTally;
use super::outcomes::ran;
use super::totals::Flat;
use super::places::{FUNCTION_METRICS, HandoffTally, PlaceTally, TOUCHPOINT_METRICS};
use super::weeks::WeekTally;
use super::why::WhyTally;
use crate::engine::{FunctionFigures, Outcome, TouchpointFigures};
use crate::model::Study;
use crate::stats::Moments;

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
        let periods = clock.weeks.div_ceil(clock.survey_weeks.max(1)) as usize;
        Tallies {
            baseline: study.baseline,
            weeks: WeekTally::new(structures, clock.weeks as usize),
            courses: CourseTally::new(structures, clock.weeks as usize),
            touchpoints: PlaceTally::new(structures, touchpoints, TOUCHPOINT_METRICS),
            functions: PlaceTally::new(structures, functions, FUNCTION_METRICS),
            handoffs: HandoffTally::new(structures, functions),
            why: WhyTally::new(structures, touchpoints, periods),
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
        Flat(own.parts().into_iter().flat_map(|part| part.iter().copied()).collect())
    }

    /// How many moments there are.
    pub(super) fn items(&mut self) -> usize {
        self.parts().iter().map(|part| part.len()).sum()
    }

    /// Table by table what a flat list says; as far as it goes.
    pub(super) fn filled_with(mut self, flat: &Flat) -> Tallies {
        let mut flat = flat.0.iter();
        for part in self.parts() {
            for (moments, from) in part.iter_mut().zip(&mut flat) {
                *moments = *from;
            }
        }
        self
    }

    /// The order of the flat list.
    fn parts(&mut self) -> [&mut [Moments]; 6] {
        [
            &mut self.weeks.moments,
            &mut self.courses.differences,
            &mut self.touchpoints.moments,
            &mut self.functions.moments,
            &mut self.handoffs.moments,
            self.why.differences.as_flattened_mut(),
        ]
    }
}

/// How many moments the flat list of a study has.
#[must_use]
pub fn tally_items(study: &Study) -> usize {
    Tallies::new(study).items()
}
