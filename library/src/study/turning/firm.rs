//! The firm with some assumptions other than today's: what the deciding figure is then, trial by trial.

use std::ops::Range;

use crate::engine::{METRICS, Outcome, Plan};
use crate::lanes::Form;
use crate::model::{Assumption, Owner, Study};
use crate::study::decision_rules::figure_of;
use crate::study::figures::trial_figures;
use crate::study::simulation::trial_or_failed;

/// Trials of the firm with some assumptions (by place) at other shares of their plausible range; the rest are today's.
#[derive(Clone, Debug)]
pub(super) struct Job {
    pub(super) moved: Vec<(usize, f64)>,
    pub(super) trials: Range<u32>,
}

/// The deciding figure in a trial by structure, more being better; `None` where it is missing.
pub(super) type Values = Vec<Option<f64>>;

/// Whose trials are asked for: the simulated firm, or one whose turning points are known. A pure function of the job.
pub(super) trait Firm: Sync {
    /// The trials of a job, in order; `None` where the firm cannot be like that.
    fn values(&self, job: &Job) -> Option<Vec<Values>>;
}

/// The firm of a study.
pub(super) struct Simulated<'s> {
    study: &'s Study,
    assumptions: &'s [Assumption],
    /// Values of the run's trials: what is not moved by an assumption stays.
    today: &'s [Values],
    /// Structures that run.
    running: Vec<usize>,
    plan: Plan,
    figure: usize,
    sign: f64,
}

impl<'s> Simulated<'s> {
    /// `None` if no figure decides.
    pub(super) fn new(
        study: &'s Study,
        assumptions: &'s [Assumption],
        today: &'s [Values],
        running: Vec<usize>,
        form: Form,
    ) -> Option<Simulated<'s>> {
        let (figure, sign) = deciding(study)?;
        let plan = Plan::in_form(&study.world, form);
        Some(Simulated { study, assumptions, today, running, plan, figure, sign })
    }

    /// The study with these assumptions at these shares, if it can be like that.
    fn moved(&self, moved: &[(usize, f64)]) -> Option<Study> {
        let mut study = self.study.clone();
        for &(place, share) in moved {
            let assumption = self.assumptions.get(place)?;
            study.set(&assumption.address, assumption.at(share)).ok()?;
        }
        study.contradictions().is_empty().then_some(study)
    }

    /// The structures that differ from today's; what a structure does depends on no other.
    fn affected(&self, moved: &[(usize, f64)]) -> Vec<usize> {
        let owners: Option<Vec<usize>> =
            moved.iter().map(|&(place, _)| owner(self.study, self.assumptions.get(place)?.address.owner())).collect();
        // A figure against the baseline needs the baseline beside it.
        let alone = owners.filter(|_| self.figure < METRICS.len());
        self.running.iter().copied().filter(|one| alone.as_ref().is_none_or(|owners| owners.contains(one))).collect()
    }

    fn trial(&self, study: &Study, plan: &Plan, running: &[usize], trial: u32) -> Values {
        let regimes: Vec<_> = running.iter().map(|&place| study.structures[place].regimes()).collect();
        let mut found = trial_or_failed(plan, &regimes, study.seed, trial).unwrap_or_default().into_iter();
        let mut outcomes: Vec<Option<Outcome>> = vec![None; study.structures.len()];
        running.iter().for_each(|&place| outcomes[place] = found.next());
        let figures = trial_figures(&outcomes, study.baseline);
        let value = |(place, row): (usize, Option<Vec<Option<f64>>>)| match running.contains(&place) {
            true => row?.get(self.figure).copied()?.map(|value| self.sign * value),
            false => *self.today.get(trial as usize)?.get(place)?,
        };
        figures.into_iter().enumerate().map(value).collect()
    }
}

/// The structure (index) whose number alone it is.
fn owner(study: &Study, owner: &Owner) -> Option<usize> {
    let (Owner::Structure(id) | Owner::StructureLines(id, _)) = owner else { return None };
    study.structures.iter().position(|structure| structure.id == *id)
}

/// Trials of the whole study that a trial with this assumption elsewhere takes: less where only one structure runs.
pub(super) fn cost(study: &Study, assumption: &Assumption, running: usize) -> f64 {
    let clock = study.world.clock;
    let of = |structures: f64| f64::from(clock.warmup_weeks) + structures * f64::from(clock.weeks);
    let alone = owner(study, assumption.address.owner()).is_some();
    of(if alone { 1.0 } else { running as f64 }) / of(study.structures.len() as f64)
}

/// The figure (index) that decides, and the sign with which more of it is better.
pub(super) fn deciding(study: &Study) -> Option<(usize, f64)> {
    let criterion = study.decision.primary()?;
    let (figure, _) = figure_of(criterion)?;
    Some((figure, if criterion.smaller_is_better { -1.0 } else { 1.0 }))
}

impl Firm for Simulated<'_> {
    fn values(&self, job: &Job) -> Option<Vec<Values>> {
        let study = self.moved(&job.moved)?;
        let plan = self.plan.in_world(&study.world);
        let running = self.affected(&job.moved);
        Some(job.trials.clone().map(|trial| self.trial(&study, &plan, &running, trial)).collect())
    }
}
