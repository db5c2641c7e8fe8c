//! Why customers experience a structure differently from the baseline.
//!
//! Experience is a sum of parts before it is clamped, so the mean experience of a contact differs from the baseline's
//! by exactly the differences of its parts. They are taken trial by trial: over all contacts, by touchpoint, and by survey
//! period. Penalties enter with their sign: a smaller handoff penalty is a positive difference.

use super::evidence::{Tally, ran};
use super::findings::Findings;
use crate::engine::{ExperienceSums, Outcome};
use crate::stats::{Interval, t_interval};

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
    /// The luck of the contact, and the limits 0 and 1 of an experience.
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

/// Which contacts a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope<'a> {
    /// All contacts of the run.
    All,
    /// The contacts at one touchpoint.
    Touchpoint(&'a str),
    /// The contacts of one survey period, counted from 1.
    Period(usize),
}

/// One part of the difference between a structure's mean experience and the baseline's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WhyRow<'a> {
    /// The structure's name.
    pub structure: &'a str,
    /// The baseline's name.
    pub other: &'a str,
    /// Which contacts.
    pub scope: Scope<'a>,
    /// Which part.
    pub component: Component,
    /// Trials, or assumed worlds, with such contacts under both structures.
    pub n: u64,
    /// Mean over these of structure minus baseline, on the 0–1 scale of experience; `None` without such trials.
    pub difference: Option<f64>,
    /// 95 % interval of that mean; `None` below two.
    pub interval: Option<Interval>,
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
pub(super) struct WhyTally {
    touchpoints: usize,
    scopes: usize,
    /// Structures, scopes, parts.
    pub(super) differences: Tally,
}

impl WhyTally {
    pub(super) fn new(structures: usize, touchpoints: usize, periods: usize, trials_per_evidence: u32) -> WhyTally {
        let scopes = 1 + touchpoints + periods;
        let figures = structures * scopes * Component::ALL.len();
        WhyTally { touchpoints, scopes, differences: Tally::new(figures, trials_per_evidence) }
    }

    pub(super) fn add(&mut self, outcomes: &[Option<Outcome>], baseline: usize) {
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
    const fn first(&self, structure: usize, scope: usize) -> usize {
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

impl Findings {
    /// The split of every structure's difference to the baseline: structures in study order without the baseline;
    /// all contacts, then touchpoints in file order, then survey periods; parts in [`Component::ALL`] order.
    pub fn why(&self) -> impl Iterator<Item = WhyRow<'_>> {
        let structures = (0..self.structures().len()).filter(|&structure| structure != self.baseline());
        structures.flat_map(move |structure| {
            (0..self.tallies().why.scopes).flat_map(move |scope| self.why_rows(structure, scope))
        })
    }

    fn why_rows(&self, structure: usize, scope: usize) -> impl Iterator<Item = WhyRow<'_>> {
        let why = &self.tallies().why;
        let first = why.first(structure, scope);
        Component::ALL.into_iter().zip(first..).map(move |(component, figure)| {
            let evidence = why.differences.evidence(figure);
            WhyRow {
                structure: self.name(structure),
                other: self.name(self.baseline()),
                scope: self.scope(scope),
                component,
                n: evidence.count(),
                difference: evidence.mean(),
                interval: t_interval(&evidence, 0.95),
            }
        })
    }

    fn scope(&self, index: usize) -> Scope<'_> {
        let touchpoints = self.tallies().why.touchpoints;
        match index.checked_sub(1) {
            None => Scope::All,
            Some(place) if place < touchpoints => Scope::Touchpoint(&self.names.touchpoints[place]),
            Some(place) => Scope::Period(place - touchpoints + 1),
        }
    }
}
