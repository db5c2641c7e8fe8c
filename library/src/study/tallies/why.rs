//! Differences in experience to the baseline, split into parts and summed up over trials.
//!
//! Experience is a sum of parts before it is clamped, so the mean experience of a contact differs from the baseline's
//! by exactly the differences of its parts. They are taken trial by trial: over all contacts, by touchpoint, and by survey
//! period. Penalties enter with their sign: a smaller handoff penalty is a positive difference.

use super::super::replications::{Tally, ran};
use crate::engine::{ExperienceSums, Outcome};

/// A part of the experience of a contact, as it adds to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Component {
    /// The touchpoint's own quality.
    Quality,
    /// What handoffs between uncoordinated functions take.
    HandoffCoordination,
    /// What handoffs without shared data take.
    HandoffContext,
    /// What crowded touchpoints take.
    Overload,
    /// What open problems take.
    Problem,
    /// What a reorganisation takes while it lasts.
    Transition,
    /// The noise of the contact, and the limits 0 and 1 of an experience.
    Rest,
    /// The experience itself: the sum of all others.
    Total,
}

impl Component {
    /// All parts, then their total.
    pub const ALL: [Component; 8] = [
        Component::Quality,
        Component::HandoffCoordination,
        Component::HandoffContext,
        Component::Overload,
        Component::Problem,
        Component::Transition,
        Component::Rest,
        Component::Total,
    ];

    /// Its name in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Component::Quality => "quality",
            Component::HandoffCoordination => "handoff_coordination",
            Component::HandoffContext => "handoff_context",
            Component::Overload => "overload",
            Component::Problem => "problem",
            Component::Transition => "transition",
            Component::Rest => "rest",
            Component::Total => "total",
        }
    }
}

/// The parts of the mean experience of a contact, in [`Component::ALL`] order; `None` without contacts.
fn parts(sums: &ExperienceSums) -> Option<[f64; 8]> {
    let contacts = sums.contacts as f64;
    let penalties = [sums.handoff_coordination, sums.handoff_context, sums.overload, sums.problem, sums.transition];
    let [coordination, context, overload, problem, transition] = penalties.map(|sum| -sum / contacts);
    let (quality, total) = (sums.quality / contacts, sums.experience / contacts);
    let rest = total - (quality + coordination + context + overload + problem + transition);
    (sums.contacts > 0).then_some([quality, coordination, context, overload, problem, transition, rest, total])
}

/// All contacts of a run.
fn whole(periods: &[ExperienceSums]) -> ExperienceSums {
    periods.iter().fold(ExperienceSums::default(), |sum, period| ExperienceSums {
        contacts: sum.contacts + period.contacts,
        experience: sum.experience + period.experience,
        quality: sum.quality + period.quality,
        handoff_coordination: sum.handoff_coordination + period.handoff_coordination,
        handoff_context: sum.handoff_context + period.handoff_context,
        overload: sum.overload + period.overload,
        problem: sum.problem + period.problem,
        transition: sum.transition + period.transition,
    })
}

/// Differences to the baseline, structure by structure, scope by scope (all, touchpoints, periods).
#[derive(Clone, Debug)]
pub(in crate::study) struct WhyTally {
    pub(in crate::study) touchpoints: usize,
    pub(in crate::study) scopes: usize,
    /// Structures, scopes, parts.
    pub(in crate::study) differences: Tally,
}

impl WhyTally {
    pub(in crate::study) fn new(
        structures: usize,
        touchpoints: usize,
        periods: usize,
        trials_per_evidence: u32,
    ) -> WhyTally {
        let scopes = 1 + touchpoints + periods;
        let figures = structures * scopes * Component::ALL.len();
        WhyTally { touchpoints, scopes, differences: Tally::new(figures, trials_per_evidence) }
    }

    pub(in crate::study) fn add(&mut self, outcomes: &[Option<Outcome>], baseline: usize) {
        if let Some(Some(other)) = outcomes.get(baseline) {
            let other = self.parts_by_scope(other);
            ran(outcomes).for_each(|(structure, outcome)| self.add_structure(structure, outcome, &other));
        }
    }

    fn add_structure(&mut self, structure: usize, outcome: &Outcome, other: &[Option<[f64; 8]>]) {
        let own = self.parts_by_scope(outcome);
        for (scope, (own, other)) in own.iter().zip(other).enumerate() {
            if let (Some(own), Some(other)) = (own, other) {
                self.add_differences(self.first(structure, scope), own, other);
            }
        }
    }

    fn add_differences(&mut self, first: usize, own: &[f64; 8], other: &[f64; 8]) {
        for (figure, (own, other)) in (first..).zip(own.iter().zip(other)) {
            self.differences.add(figure, own - other);
        }
    }

    /// The first part of a structure and scope.
    pub(in crate::study) const fn first(&self, structure: usize, scope: usize) -> usize {
        (structure * self.scopes + scope) * Component::ALL.len()
    }

    fn parts_by_scope(&self, outcome: &Outcome) -> Vec<Option<[f64; 8]>> {
        let mut scopes = vec![parts(&whole(&outcome.periods))];
        scopes.extend(outcome.touchpoints.iter().map(|touchpoint| parts(&touchpoint.experience)));
        scopes.resize(1 + self.touchpoints, None);
        scopes.extend(outcome.periods.iter().map(parts));
        scopes.resize(self.scopes, None);
        scopes
    }
}
