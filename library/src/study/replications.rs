//! What counts as one replication: a trial, or, where parameters are assumed, the trials of one parameter draw.

use crate::engine::Outcome;
use crate::model::Study;
use crate::stats::{Estimate, Moments, StudentTable, t_interval};

/// What the independent replications of a run are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replications {
    /// Its trials.
    Trials,
    /// Its parameter draws, each by the mean of its trials.
    ParameterDraws,
    /// Blocks of nested replications, each by the mean of its trials.
    Blocks,
}

impl Replications {
    /// One of them.
    #[must_use]
    pub const fn one(self) -> &'static str {
        match self {
            Replications::Trials => "trial",
            Replications::ParameterDraws => "parameter draw",
            Replications::Blocks => "block",
        }
    }

    /// Several of them.
    #[must_use]
    pub const fn several(self) -> &'static str {
        match self {
            Replications::Trials => "trials",
            Replications::ParameterDraws => "parameter draws",
            Replications::Blocks => "blocks",
        }
    }
}

/// Trials of a study that make one replication.
pub(super) fn trials_per_evidence(study: &Study) -> u32 {
    study.uncertainty.as_ref().map_or(1, |uncertainty| uncertainty.replications.max(1))
}

/// The structures (indices) that ran in a trial, with what they left behind.
pub(super) fn ran(outcomes: &[Option<Outcome>]) -> impl Iterator<Item = (usize, &Outcome)> {
    outcomes.iter().enumerate().filter_map(|(structure, outcome)| Some((structure, outcome.as_ref()?)))
}

/// The mean of each parameter draw over its trials, so many in a row; `None` for a world in which none has a number.
///
/// Trials of one world share its assumptions: of these only the worlds are independent evidence.
#[must_use]
pub(crate) fn world_means(trials: &[Option<f64>], trials_per_world: u32) -> Vec<Option<f64>> {
    trials.chunks(trials_per_world.max(1) as usize).map(mean_of).collect()
}

/// The mean of a world over its trials.
pub(super) fn mean_of(world: &[Option<f64>]) -> Option<f64> {
    world.iter().flatten().copied().collect::<Moments>().mean()
}

/// Moments of many figures: over trials, and over replications.
#[derive(Clone, Debug)]
pub(super) struct Tally {
    pub(super) trials: Vec<Moments>,
    /// Over parameter draws, only where trials share assumptions; otherwise trials are the evidence. Filled from
    /// [`Totals`](super::Totals), which knows when a world is over.
    pub(super) worlds: Option<Vec<Moments>>,
}

impl Tally {
    /// Of so many figures.
    pub(super) fn new(figures: usize, trials_per_evidence: u32) -> Tally {
        let none = || vec![Moments::default(); figures];
        Tally { trials: none(), worlds: (trials_per_evidence > 1).then(none) }
    }

    /// Takes the number of a figure (index) in a trial.
    pub(super) fn add(&mut self, figure: usize, number: f64) {
        self.trials[figure].add(number);
    }

    /// A figure (index) over replications; a world under way counts with the trials that it has.
    pub(super) fn evidence(&self, figure: usize) -> Moments {
        self.worlds.as_ref().unwrap_or(&self.trials)[figure]
    }

    /// A figure (index) over trials, with an interval by the evidence.
    pub(super) fn estimate(&self, figure: usize, confidence: &StudentTable) -> Estimate {
        Estimate::with_interval(&self.trials[figure], t_interval(&self.evidence(figure), confidence))
    }
}
