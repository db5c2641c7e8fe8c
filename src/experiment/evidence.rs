//! What counts as one piece of evidence: a trial, or, where parameters are assumed, the trials of one assumed world.

use crate::engine::Outcome;
use crate::model::Study;
use crate::stats::{Estimate, Moments, t_interval};

/// What the independent pieces of evidence of a run are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// Its trials.
    Trials,
    /// Its assumed worlds, each by the mean of its trials.
    AssumedWorlds,
}

impl Evidence {
    /// One of them.
    #[must_use]
    pub const fn one(self) -> &'static str {
        match self {
            Evidence::Trials => "trial",
            Evidence::AssumedWorlds => "assumed world",
        }
    }

    /// Several of them.
    #[must_use]
    pub const fn several(self) -> &'static str {
        match self {
            Evidence::Trials => "trials",
            Evidence::AssumedWorlds => "assumed worlds",
        }
    }
}

/// Trials of a study that make one piece of evidence.
pub(super) fn trials_per_evidence(study: &Study) -> u32 {
    study.uncertainty.as_ref().map_or(1, |uncertainty| uncertainty.inner_trials.max(1))
}

/// The structures (indices) that ran in a trial, with what they left behind.
pub(super) fn ran(outcomes: &[Option<Outcome>]) -> impl Iterator<Item = (usize, &Outcome)> {
    outcomes.iter().enumerate().filter_map(|(structure, outcome)| Some((structure, outcome.as_ref()?)))
}

/// The mean of each assumed world over its trials, so many in a row; `None` for a world in which none has a number.
///
/// Trials of one world share its assumptions: of these only the worlds are independent evidence.
#[must_use]
pub fn world_means(trials: &[Option<f64>], trials_per_world: u32) -> Vec<Option<f64>> {
    let mean = |world: &[Option<f64>]| world.iter().flatten().copied().collect::<Moments>().mean();
    trials.chunks(trials_per_world.max(1) as usize).map(mean).collect()
}

/// Moments of many figures, built up trial by trial: over trials, and over pieces of evidence.
#[derive(Clone, Debug)]
pub(super) struct Tally {
    trials: Vec<Moments>,
    /// Only where trials share assumptions; otherwise trials are the evidence.
    worlds: Option<Worlds>,
}

#[derive(Clone, Debug)]
struct Worlds {
    trials_each: u32,
    /// Trials of the world under way.
    trials: u32,
    current: Vec<Moments>,
    finished: Vec<Moments>,
}

impl Tally {
    /// Of so many figures.
    pub(super) fn new(figures: usize, trials_per_evidence: u32) -> Tally {
        let none = || vec![Moments::default(); figures];
        let worlds = || Worlds { trials_each: trials_per_evidence, trials: 0, current: none(), finished: none() };
        Tally { trials: none(), worlds: (trials_per_evidence > 1).then(worlds) }
    }

    /// Memory that it takes for each figure.
    pub(super) fn bytes_per_figure(trials_per_evidence: u32) -> f64 {
        let moments = if trials_per_evidence > 1 { 3 } else { 1 };
        (moments * size_of::<Moments>()) as f64
    }

    /// Takes the number of a figure (index) in the present trial.
    pub(super) fn add(&mut self, figure: usize, number: f64) {
        self.trials[figure].add(number);
        if let Some(worlds) = &mut self.worlds {
            worlds.current[figure].add(number);
        }
    }

    /// The present trial has no more numbers.
    pub(super) fn end_trial(&mut self) {
        let Some(worlds) = &mut self.worlds else { return };
        worlds.trials += 1;
        if worlds.trials == worlds.trials_each {
            for (current, finished) in worlds.current.iter_mut().zip(&mut worlds.finished) {
                finished.add_some(std::mem::take(current).mean());
            }
            worlds.trials = 0;
        }
    }

    /// Number of figures.
    pub(super) fn figures(&self) -> usize {
        self.trials.len()
    }

    /// A figure (index) over pieces of evidence; a world under way counts with the trials that it has.
    pub(super) fn evidence(&self, figure: usize) -> Moments {
        let Some(worlds) = &self.worlds else { return self.trials[figure] };
        let mut evidence = worlds.finished[figure];
        evidence.add_some(worlds.current[figure].mean());
        evidence
    }

    /// A figure (index) over trials, with an interval by the evidence.
    pub(super) fn estimate(&self, figure: usize) -> Estimate {
        let interval = t_interval(&self.evidence(figure), 0.95);
        Estimate { interval, ..Estimate::from(&self.trials[figure]) }
    }
}
