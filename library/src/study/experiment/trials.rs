//! Trials at the points of an experiment: the figures that decide, of all structures, on the same random numbers everywhere.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;

use crate::engine::{Outcome, Plan};
use crate::lanes::Form;
use crate::model::Study;
use crate::study::decision_rules::figures_that_count;
use crate::study::figures::trial_figures;
use crate::study::observer::TrialSource;
use crate::study::simulation::Simulation;
use crate::study::workers::{NoThreads, Workers};

/// Points whose worlds are in memory together.
const POINTS_AT_ONCE: usize = 32;

/// How trials of an experiment are run; no result depends on it.
#[derive(Clone, Copy)]
pub struct ExperimentOptions<'o> {
    /// Threads.
    pub threads: usize,
    /// Form of the customer loop.
    pub form: Form,
    /// Told from any thread whenever a trial has been computed.
    pub computed: &'o (dyn Fn() + Sync),
    /// Asked before each trial whether to end.
    pub interrupted: &'o (dyn Fn() -> bool + Sync),
}

/// What the trials at a point came to.
#[derive(Clone, Debug, PartialEq)]
pub struct PointTrials {
    /// The figures that count, as [`Study::decision`] has them: criterion by criterion, structure by structure, trial by trial; NaN where one is
    /// missing.
    pub numbers: Vec<f64>,
    /// Trials that failed.
    pub failed: u32,
    /// Whether the firm cannot be like that: then there are no numbers.
    pub impossible: bool,
}

/// An experiment: a study whose inputs are elsewhere.
pub struct Experiment<'s> {
    study: &'s Study,
    keys: Vec<String>,
    /// The figures that count, as places among [`figures`](crate::study::figures).
    figures: Vec<usize>,
    trials: u32,
    options: ExperimentOptions<'s>,
    /// Of the study as it is; what points have in common with it stands there once.
    plan: Plan,
    workers: Workers,
}

impl<'s> Experiment<'s> {
    /// Of a study with so many trials at each point.
    ///
    /// # Errors
    /// Threads that cannot be started.
    pub fn new(
        study: &'s Study,
        keys: Vec<String>,
        trials: u32,
        options: ExperimentOptions<'s>,
    ) -> Result<Experiment<'s>, NoThreads> {
        let figures = figures_that_count(study).collect();
        let workers = Workers::new(options.threads)?;
        let plan = Plan::in_form(&study.world, options.form);
        Ok(Experiment { study, keys, figures, trials, options, plan, workers })
    }

    /// The study at a point; why the firm cannot be like that.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn study_at(&self, values: &[f64]) -> Result<Study, String> {
        study_at(self.study, &self.keys, values)
    }

    /// The trials at some points (values of the keys), in their order; those before which somebody asked for the end are not there.
    pub fn at(&self, points: &[Vec<f64>]) -> Vec<PointTrials> {
        let mut found = Vec::with_capacity(points.len());
        for some in points.chunks(POINTS_AT_ONCE) {
            let some = self.of_some(some);
            let ended = some.iter().any(Option::is_none);
            found.extend(some.into_iter().map_while(|point| point));
            if ended {
                break;
            }
        }
        found
    }

    fn of_some(&self, points: &[Vec<f64>]) -> Vec<Option<PointTrials>> {
        let studies: Vec<Option<Study>> = self.workers.map(points, |values| self.study_at(values).ok());
        let sources: Vec<OnceLock<Simulation<'_>>> = points.iter().map(|_| OnceLock::new()).collect();
        let possible = |place: &usize| studies[*place].is_some();
        let jobs: Vec<(usize, u32)> = (0..points.len())
            .filter(possible)
            .flat_map(|place| (0..self.trials).map(move |trial| (place, trial)))
            .collect();
        let rows = self.workers.map(&jobs, |&(place, trial)| {
            let study = studies[place].as_ref().filter(|_| !(self.options.interrupted)())?;
            let plan = || self.plan.in_world(&study.world);
            let new = || Simulation::planned(study, plan(), self.options.threads, Vec::new());
            let row = self.trial(study, sources[place].get_or_init(new), trial);
            (self.options.computed)();
            Some(row)
        });
        let mut rows = rows.into_iter();
        let gathered = |study: &Option<Study>| match study {
            None => Some(PointTrials { numbers: Vec::new(), failed: 0, impossible: true }),
            Some(_) => {
                // All of its rows are taken, whether or not one is missing.
                let own: Vec<Option<Option<Vec<f64>>>> = rows.by_ref().take(self.trials as usize).collect();
                Some(self.gathered(&own.into_iter().collect::<Option<Vec<_>>>()?))
            }
        };
        studies.iter().map(gathered).collect()
    }

    /// The figures of a trial: criterion by criterion, structure by structure; `None` if it failed.
    fn trial(&self, study: &Study, source: &Simulation<'_>, trial: u32) -> Option<Vec<f64>> {
        let all: Vec<usize> = (0..study.structures.len()).collect();
        // A trial that panics is a failed one, as in a run.
        let outcomes = catch_unwind(AssertUnwindSafe(|| source.trial(trial, &all))).ok()?.ok()?;
        let outcomes: Vec<Option<Outcome>> = outcomes.into_iter().map(Some).collect();
        let rows = trial_figures(&outcomes, study.baseline);
        let number = |row: &Option<Vec<Option<f64>>>, figure: usize| row.as_ref()?.get(figure).copied()?;
        let of =
            |&figure: &usize| rows.iter().map(move |row| number(row, figure).unwrap_or(f64::NAN)).collect::<Vec<_>>();
        Some(self.figures.iter().flat_map(of).collect())
    }

    fn gathered(&self, rows: &[Option<Vec<f64>>]) -> PointTrials {
        let failed = u32::try_from(rows.iter().filter(|row| row.is_none()).count()).unwrap_or(u32::MAX);
        let columns = self.figures.len() * self.study.structures.len();
        let number = |row: &Option<Vec<f64>>, column: usize| row.as_ref().map_or(f64::NAN, |row| row[column]);
        let column = |column: usize| rows.iter().map(move |row| number(row, column)).collect::<Vec<_>>();
        PointTrials { numbers: (0..columns).flat_map(column).collect(), failed, impossible: false }
    }
}

/// The study with these numbers.
pub(super) fn study_at(study: &Study, keys: &[String], values: &[f64]) -> Result<Study, String> {
    let numbers: Vec<(String, f64)> = keys.iter().cloned().zip(values.iter().copied()).collect();
    study.with(&numbers).map_err(|impossible| impossible.why)
}
