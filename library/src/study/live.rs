//! How the study stands while it runs: the leading difference, with an interval that stays valid however often one looks.

use super::figures::trial_figures;
use super::replications::trials_per_evidence;
use super::{Criterion, figures};
use crate::engine::Outcome;
use crate::model::Study;
use crate::stats::{ConfidenceSequence, Interval, Moments};

/// The number of replications at which the interval is narrowest for its kind.
const NARROWEST_AT: u64 = 200;

/// The leading difference so far: of the structure that is furthest ahead of the baseline by the figure that decides, or
/// least behind it.
#[derive(Clone, Debug)]
pub struct Live {
    names: Vec<String>,
    baseline: usize,
    primary: Option<(usize, Criterion)>,
    sequence: Option<ConfidenceSequence>,
    /// Trials that share their assumptions; their mean is one replication.
    per_world: u32,
    /// Trials of the world under way.
    in_world: u32,
    world: Vec<Moments>,
    differences: Vec<Moments>,
    running: usize,
}

/// A difference under watch.
#[derive(Clone, Debug, PartialEq)]
pub struct Leading {
    /// The structure that leads.
    pub structure: String,
    /// Name of the figure.
    pub metric: String,
    /// Mean difference to the baseline so far.
    pub difference: f64,
    /// Where it is, simultaneously over structures and over all looks; `None`: too early to say.
    pub interval: Option<Interval>,
}

impl Live {
    /// Of no trial yet.
    #[must_use]
    pub fn new(study: &Study) -> Live {
        let primary = study.decision.primary().and_then(|criterion| {
            let place = figures().position(|figure| figure.name == criterion.metric)?;
            Some((place, criterion.clone()))
        });
        let structures = study.structures.len();
        let alpha = study.decision.alpha() / structures.saturating_sub(1).max(1) as f64;
        Live {
            names: study.structures.iter().map(|structure| structure.id.clone()).collect(),
            baseline: study.baseline,
            primary,
            sequence: ConfidenceSequence::new(alpha, NARROWEST_AT),
            per_world: trials_per_evidence(study),
            in_world: 0,
            world: vec![Moments::default(); structures],
            differences: vec![Moments::default(); structures],
            running: structures,
        }
    }

    /// Takes up the next trial: one entry per structure, in study order; `None`: it did not run.
    pub fn take(&mut self, outcomes: &[Option<Outcome>]) {
        let Some((figure, _)) = self.primary else { return };
        let rows = trial_figures(outcomes, self.baseline);
        self.running = rows.iter().flatten().count();
        let number = |row: &Option<Vec<Option<f64>>>| row.as_ref()?.get(figure).copied().flatten();
        let other = rows.get(self.baseline).and_then(number);
        for (row, moments) in rows.iter().zip(&mut self.world) {
            moments.add_some(number(row).zip(other).map(|(own, other)| own - other));
        }
        self.in_world += 1;
        if self.in_world == self.per_world {
            self.end_world();
        }
    }

    fn end_world(&mut self) {
        for (world, moments) in self.world.iter_mut().zip(&mut self.differences) {
            moments.add_some(std::mem::take(world).mean());
        }
        self.in_world = 0;
    }

    /// Structures that ran in the last trial; all of them before the first one.
    #[must_use]
    pub const fn running(&self) -> usize {
        self.running
    }

    /// The leading difference; `None` without a second structure or without numbers.
    #[must_use]
    pub fn leading(&self) -> Option<Leading> {
        let (_, criterion) = self.primary.as_ref()?;
        let sign = if criterion.smaller_is_better { -1.0 } else { 1.0 };
        let others = (0..self.names.len()).filter(|&structure| structure != self.baseline);
        let means = others.filter_map(|structure| Some((structure, self.differences[structure].mean()?)));
        let (leader, difference) = means.max_by(|a, b| (sign * a.1).total_cmp(&(sign * b.1)))?;
        Some(Leading {
            structure: self.names[leader].clone(),
            metric: criterion.metric.clone(),
            difference,
            interval: self.sequence.and_then(|sequence| sequence.interval(&self.differences[leader])),
        })
    }
}
