//! What the trials of a study say, built up trial by trial in trial order.

use super::courses::CourseTally;
use super::decision_rules::DecisionRules;
use super::figures::{figures, trial_figures};
use super::places::{FUNCTION_METRICS, HandoffTally, PlaceTally, TOUCHPOINT_METRICS};
use super::weeks::WeekTally;
use super::why::WhyTally;
use super::worlds::world_means;
use crate::engine::{FunctionFigures, Outcome, TouchpointFigures};
use crate::model::Study;

/// What the finished trials of a study say.
///
/// Kept per trial: the figures at the horizon (8 bytes each), and the weekly figures of the first
/// [`WEEK_SAMPLE_TRIALS`](super::WEEK_SAMPLE_TRIALS) trials at most. Everything else is summed up as it comes.
#[derive(Clone, Debug)]
pub struct Findings {
    pub(super) names: Names,
    trials: u32,
    seed: u64,
    /// By what the trials decide; see [`Findings::judged_by`].
    pub(super) rules: DecisionRules,
    /// Trials in each assumed world; `None`: parameters are not uncertain.
    pub(super) inner_trials: Option<u32>,
    /// Per structure and figure, one number per trial in which the structure ran; not a number: not defined.
    columns: Vec<Vec<Vec<f64>>>,
    pub(super) weeks: WeekTally,
    pub(super) courses: CourseTally,
    pub(super) touchpoints: PlaceTally<TouchpointFigures>,
    pub(super) functions: PlaceTally<FunctionFigures>,
    pub(super) handoffs: HandoffTally,
    pub(super) why: WhyTally,
}

/// The structures (indices) that ran in a trial, with what they left behind.
pub(super) fn ran(outcomes: &[Option<Outcome>]) -> impl Iterator<Item = (usize, &Outcome)> {
    outcomes.iter().enumerate().filter_map(|(structure, outcome)| Some((structure, outcome.as_ref()?)))
}

/// The names that rows carry.
#[derive(Clone, Debug)]
pub(super) struct Names {
    pub(super) structures: Vec<String>,
    pub(super) baseline: usize,
    pub(super) touchpoints: Vec<String>,
    pub(super) owners: Vec<usize>,
    pub(super) functions: Vec<String>,
}

impl Names {
    fn new(study: &Study) -> Names {
        Names {
            structures: study.structures.iter().map(|structure| structure.id.clone()).collect(),
            baseline: study.baseline,
            touchpoints: study.world.touchpoints.iter().map(|touchpoint| touchpoint.id.clone()).collect(),
            owners: study.world.touchpoints.iter().map(|touchpoint| touchpoint.owner).collect(),
            functions: study.world.functions.iter().map(|function| function.id.clone()).collect(),
        }
    }
}

impl Findings {
    /// Findings of no trial yet.
    #[must_use]
    pub fn new(study: &Study) -> Findings {
        let names = Names::new(study);
        let structures = names.structures.len();
        let clock = study.world.clock;
        let periods = clock.weeks.div_ceil(clock.survey_weeks.max(1)) as usize;
        Findings {
            trials: 0,
            seed: study.seed,
            rules: (&study.decision).into(),
            inner_trials: study.uncertainty.as_ref().map(|uncertainty| uncertainty.inner_trials),
            columns: vec![vec![Vec::new(); figures().count()]; structures],
            weeks: WeekTally::new(structures, clock.weeks as usize),
            courses: CourseTally::new(structures, clock.weeks as usize),
            touchpoints: PlaceTally::new(structures, names.touchpoints.len(), TOUCHPOINT_METRICS),
            functions: PlaceTally::new(structures, names.functions.len(), FUNCTION_METRICS),
            handoffs: HandoffTally::new(structures, names.functions.len()),
            why: WhyTally::new(structures, names.touchpoints.len(), periods),
            names,
        }
    }

    /// Takes up the next trial: one entry per structure, in study order; `None` for a structure that has been ruled out. It
    /// must not come back.
    pub fn add(&mut self, outcomes: &[Option<Outcome>]) {
        for (columns, figures) in self.columns.iter_mut().zip(trial_figures(outcomes, self.names.baseline)) {
            for (column, figure) in columns.iter_mut().zip(figures.into_iter().flatten()) {
                column.push(figure.unwrap_or(f64::NAN));
            }
        }
        self.weeks.add(outcomes);
        self.courses.add(outcomes, self.names.baseline);
        self.touchpoints.add(ran(outcomes).map(|(structure, outcome)| (structure, outcome.touchpoints.as_slice())));
        self.functions.add(ran(outcomes).map(|(structure, outcome)| (structure, outcome.functions.as_slice())));
        self.handoffs.add(outcomes);
        self.why.add(outcomes, self.names.baseline);
        self.trials += 1;
    }

    /// Number of trials taken up.
    #[must_use]
    pub const fn trials(&self) -> u32 {
        self.trials
    }

    /// Number of trials in which a structure (index) ran: the first ones, all unless it was ruled out.
    #[must_use]
    pub fn trials_of(&self, structure: usize) -> u32 {
        let column = self.columns.get(structure).and_then(|columns| columns.first());
        column.and_then(|column| u32::try_from(column.len()).ok()).unwrap_or(0)
    }

    /// Structures (indices) that were ruled out on the way, in study order.
    pub fn ruled_out(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.structures().len()).filter(|&structure| self.trials_of(structure) < self.trials)
    }

    /// The study's seed.
    #[must_use]
    pub const fn seed(&self) -> u64 {
        self.seed
    }

    /// Sets the rules by which tables judge; without it they are the study's.
    #[must_use]
    pub fn judged_by(mut self, rules: DecisionRules) -> Findings {
        self.rules = rules;
        self
    }

    /// The rules by which tables judge.
    #[must_use]
    pub const fn rules(&self) -> &DecisionRules {
        &self.rules
    }

    /// The structures' names, in study order.
    #[must_use]
    pub fn structures(&self) -> &[String] {
        &self.names.structures
    }

    pub(super) fn name(&self, structure: usize) -> &str {
        &self.names.structures[structure]
    }

    /// Index of the structure that the others are compared with.
    #[must_use]
    pub const fn baseline(&self) -> usize {
        self.names.baseline
    }

    /// A figure (index into [`figures`]) of a structure (index) in every trial in which it ran, in trial order; `None`: not
    /// defined in that trial. Nothing for an index out of range.
    pub fn column(&self, structure: usize, figure: usize) -> impl Iterator<Item = Option<f64>> + '_ {
        let column = self.columns.get(structure).and_then(|columns| columns.get(figure));
        column.into_iter().flatten().map(|&number| (!number.is_nan()).then_some(number))
    }

    /// A figure of a structure (indices) as independent pieces of evidence: its trials, or, where parameters are assumed,
    /// the mean of each assumed world, as the trials of one world share its assumptions.
    pub(super) fn evidence(&self, structure: usize, figure: usize) -> Vec<Option<f64>> {
        let trials: Vec<Option<f64>> = self.column(structure, figure).collect();
        match self.inner_trials {
            None => trials,
            Some(inner) => world_means(&trials, inner),
        }
    }

    /// Trials that make a piece of evidence.
    pub(super) fn trials_per_evidence(&self) -> u64 {
        u64::from(self.inner_trials.unwrap_or(1).max(1))
    }

    /// What a piece of evidence is called, in the plural.
    #[must_use]
    pub const fn evidence_words(&self) -> &'static str {
        if self.inner_trials.is_some() { "assumed worlds" } else { "trials" }
    }

    /// A figure of a structure (indices) in a trial; `None`: not defined there, or the structure did not run in it.
    #[must_use]
    pub fn number(&self, structure: usize, figure: usize, trial: usize) -> Option<f64> {
        let number = self.columns.get(structure)?.get(figure)?.get(trial)?;
        (!number.is_nan()).then_some(*number)
    }

    /// Bytes that the findings of a whole study will take, about.
    #[must_use]
    pub fn expected_bytes(study: &Study) -> f64 {
        let structures = study.structures.len();
        let rows = structures as f64 * figures().count() as f64 * f64::from(study.trials) * 8.0;
        let weeks = study.world.clock.weeks as usize;
        rows + WeekTally::expected_bytes(structures, weeks, study.trials)
            + CourseTally::expected_bytes(structures, weeks)
    }
}
