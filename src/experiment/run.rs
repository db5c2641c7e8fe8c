//! Running the trials of a study.
//!
//! Trials are computed in batches. Within a batch each worker claims the lowest trial that nobody has claimed, so what
//! is finished when somebody interrupts is always a prefix, trials 0 to n − 1, and no finished work is lost. After each
//! batch one thread takes its trials up in order. Neither batch size nor threads can change a result.
//!
//! A structure that is ruled out runs in no trial after the look that ruled it out. Looks come at fixed numbers of trials and
//! no batch reaches beyond the next one, so who runs in a trial does not depend on threads either.

use std::convert::Infallible;
use std::sync::atomic::{AtomicU32, Ordering};

use rayon::prelude::*;
use thiserror::Error;

use super::Findings;
use super::stopping::{Stopping, Watch};
use crate::engine::{Outcome, Plan};
use crate::model::{Structure, Study};

/// More threads than this are not started.
const MOST_THREADS: usize = 1_024;

/// Trials computed per thread before their rows are taken up.
const TRIALS_PER_THREAD: u32 = 4;

/// How to run a study; threads and batches change no result.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RunOptions {
    /// Threads to use; `None` or 0: as many as the machine has processors. Never more than there are trials.
    pub threads: Option<usize>,
    /// Trials computed before their rows are taken up; `None`: four per thread. Their outcomes are in memory together.
    pub batch_trials: Option<u32>,
    /// When the run ends. The study's trials are the most that it takes.
    pub stopping: Stopping,
}

/// Somebody who watches a run, takes up its trials, and may end it early.
pub trait Observer: Sync {
    /// Why the observer could not take up a trial; ends the run.
    type Error;

    /// Takes up a finished trial: its number, from 0 and without gaps, and one entry per structure in study order; `None` for
    /// a structure that has been ruled out and runs no more.
    ///
    /// # Errors
    /// Whatever keeps the observer from going on, such as a full disk.
    fn trial(&mut self, trial: u32, outcomes: &[Option<Outcome>]) -> Result<(), Self::Error>;

    /// Told from any thread whenever a trial has been computed, in no fixed order: for progress bars alone.
    fn advanced(&self) {}

    /// Asked from any thread before each trial: whether to start no further ones. Trials under way are finished and kept.
    fn interrupted(&self) -> bool {
        false
    }
}

/// An observer that only waits.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Observer for Silent {
    type Error = Infallible;

    fn trial(&mut self, _trial: u32, _outcomes: &[Option<Outcome>]) -> Result<(), Infallible> {
        Ok(())
    }
}

/// What a run leaves behind.
#[derive(Debug)]
pub struct Finished {
    /// What the finished trials say.
    pub findings: Findings,
    /// Trials that the study asked for.
    pub trials_asked: u32,
    /// Trials that were finished: trials 0 to this number − 1.
    pub trials_finished: u32,
    /// Whether they were enough for what the run waited for; false if it waited for nothing.
    pub enough: bool,
    /// The structure (index) that was chosen, if the run waited for a decision and came to one: the best, or less than the
    /// practical difference behind it.
    pub chosen: Option<usize>,
}

impl Finished {
    /// Whether the run was ended before its last trial, and not because it knew enough.
    #[must_use]
    pub fn interrupted(&self) -> bool {
        self.trials_finished < self.trials_asked && !self.enough
    }
}

/// Why a run ended without a result.
#[derive(Debug, Error)]
pub enum RunError<E> {
    /// The threads could not be started.
    #[error("the threads could not be started ({0}); ask for fewer with --threads")]
    Threads(#[from] rayon::ThreadPoolBuildError),
    /// The observer could not take up a trial.
    #[error(transparent)]
    Observer(E),
}

/// Runs all trials of a study under all of its structures.
///
/// Trials 0 to n − 1 of a longer run are the trials of a run of n.
///
/// # Errors
/// Threads that cannot be started, and what the observer reports.
pub fn run<O: Observer + ?Sized>(
    study: &Study,
    options: &RunOptions,
    observer: &mut O,
) -> Result<Finished, RunError<O::Error>> {
    let plan = Plan::new(&study.world);
    run_with(study, options, observer, |trial, running| {
        plan.run_trial(&chosen(&study.structures, running), study.seed, trial)
    })
}

/// As [`run`], with each trial in the world that it assumes: `world` gives the study in an assumed world, by number. It
/// must be a pure function. Without uncertainty every trial is in the study's own world.
///
/// # Errors
/// As [`run`].
pub fn run_in_worlds<O, W>(
    study: &Study,
    options: &RunOptions,
    observer: &mut O,
    world: W,
) -> Result<Finished, RunError<O::Error>>
where
    O: Observer + ?Sized,
    W: Fn(u32) -> Study + Sync,
{
    let Some(uncertainty) = &study.uncertainty else { return run(study, options, observer) };
    run_with(study, options, observer, |trial, running| {
        let drawn = world(uncertainty.world_of(trial));
        Plan::new(&drawn.world).run_trial(&chosen(&drawn.structures, running), study.seed, trial)
    })
}

/// The structures of these indices.
fn chosen(structures: &[Structure], running: &[usize]) -> Vec<Structure> {
    running.iter().filter_map(|&structure| structures.get(structure).cloned()).collect()
}

/// As [`run`], with trials computed by `compute`: from the number of the trial and the structures that run in it (indices,
/// ascending), one outcome for each of these in their order. It must be a pure function.
///
/// # Errors
/// As [`run`].
pub fn run_with<O, F>(
    study: &Study,
    options: &RunOptions,
    observer: &mut O,
    compute: F,
) -> Result<Finished, RunError<O::Error>>
where
    O: Observer + ?Sized,
    F: Fn(u32, &[usize]) -> Vec<Outcome> + Sync,
{
    let pool = pool(options, study.trials)?;
    let threads = u32::try_from(pool.current_num_threads()).unwrap_or(u32::MAX);
    let batch = options.batch_trials.unwrap_or(threads.saturating_mul(TRIALS_PER_THREAD)).max(1);
    let mut findings = Findings::new(study);
    let mut watch = Watch::new(options.stopping, study);
    let mut enough = false;
    while findings.trials() < study.trials && !enough {
        let first = findings.trials();
        let until = first.saturating_add(batch).min(study.trials).min(watch.next_look(first));
        let (shared, running): (&O, Vec<usize>) = (observer, watch.running().to_vec());
        for (trial, outcomes) in pool.install(|| compute_batch(first, until, shared, &|trial| compute(trial, &running)))
        {
            let outcomes = in_study_order(outcomes, &running, study.structures.len());
            observer.trial(trial, &outcomes).map_err(RunError::Observer)?;
            findings.add(&outcomes);
            enough = watch.is_enough(&findings);
            if enough {
                break;
            }
        }
        if findings.trials() < until {
            break;
        }
    }
    let chosen = watch.chosen();
    Ok(Finished { trials_asked: study.trials, trials_finished: findings.trials(), enough, chosen, findings })
}

/// One entry per structure, of the outcomes of those that ran.
fn in_study_order(outcomes: Vec<Outcome>, running: &[usize], structures: usize) -> Vec<Option<Outcome>> {
    let mut ordered: Vec<Option<Outcome>> = std::iter::repeat_with(|| None).take(structures).collect();
    for (&structure, outcome) in running.iter().zip(outcomes) {
        ordered[structure] = Some(outcome);
    }
    ordered
}

fn pool(options: &RunOptions, trials: u32) -> Result<rayon::ThreadPool, rayon::ThreadPoolBuildError> {
    let asked = options.threads.filter(|&threads| threads > 0);
    let processors = || std::thread::available_parallelism().map_or(1, usize::from);
    let useful = usize::try_from(trials).unwrap_or(MOST_THREADS).clamp(1, MOST_THREADS);
    rayon::ThreadPoolBuilder::new().num_threads(asked.unwrap_or_else(processors).min(useful)).build()
}

/// The finished trials from `first` to before `until`, in order: all of them, or a prefix if the observer interrupts.
fn compute_batch<O, F>(first: u32, until: u32, observer: &O, compute: &F) -> Vec<(u32, Vec<Outcome>)>
where
    O: Observer + ?Sized,
    F: Fn(u32) -> Vec<Outcome> + Sync,
{
    let next = AtomicU32::new(first);
    let claim = |_| {
        if observer.interrupted() {
            return None;
        }
        let trial = next.fetch_add(1, Ordering::Relaxed);
        let outcomes = compute(trial);
        observer.advanced();
        Some((trial, outcomes))
    };
    let mut finished: Vec<_> = (first..until).into_par_iter().with_max_len(1).filter_map(claim).collect();
    finished.sort_by_key(|&(trial, _)| trial);
    finished
}
