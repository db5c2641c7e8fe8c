//! Running the trials of a study.
//!
//! Trials are computed in batches. Within a batch each worker claims the lowest trial that nobody has claimed, so what
//! is finished when somebody interrupts is always a prefix, trials 0 to n − 1, and no finished work is lost. Meanwhile one
//! thread takes trials up in order, as they are finished. Neither batch size nor threads can change a result.
//!
//! A trial that panics, or whose world cannot be, is a failed trial: it has no numbers, and the others go on.
//!
//! A structure that is eliminated runs in no trial after the interim look that eliminated it. Interim looks come at fixed numbers of trials and
//! no batch reaches beyond the next one, so who runs in a trial does not depend on threads either.

use thiserror::Error;

use super::Findings;
use super::batch::Batch;
use super::observer::{Observer, TrialSource};
use super::sharing::processors;
use super::simulation::Simulation;
use super::stopping::{Stopping, Watch};
use super::workers::{NoThreads, Workers};
use crate::lanes::Form;
use crate::model::Study;

/// More threads than this are not started.
const MOST_THREADS: usize = 1_024;

/// Trials of a batch per thread.
const TRIALS_PER_THREAD: u32 = 4;

/// How to run a study; threads, batches and the customer loop's form change no result.
#[derive(Clone, Debug, Default)]
pub struct RunOptions {
    /// Threads to use; `None` or 0: as many as the machine has processors. Never more than there are trials.
    pub threads: Option<usize>,
    /// Trials of a batch; `None`: four per thread. At most their outcomes are in memory together.
    pub batch_trials: Option<u32>,
    /// When the run ends. The study's trials are the most that it takes.
    pub stopping: Stopping,
    /// In which form the customer loop runs; by default the fastest that this processor has.
    pub form: Form,
    /// Trials that are over already: the run goes on after them, up to the study's number of trials. `None`: from trial 0 on; see
    /// [`Findings::starting_at`] for a range in the middle.
    pub after: Option<Findings>,
    /// Trials that fail on purpose, to try out what becomes of the others.
    pub fail: Vec<u32>,
}

impl RunOptions {
    /// Threads that a run of so many trials uses.
    #[must_use]
    pub fn threads_for(&self, trials: u32) -> usize {
        if !cfg!(feature = "parallel") {
            return 1;
        }
        let asked = self.threads.filter(|&threads| threads > 0);
        let useful = usize::try_from(trials).unwrap_or(MOST_THREADS).clamp(1, MOST_THREADS);
        asked.unwrap_or_else(processors).min(useful)
    }
}

/// What a run leaves behind.
#[derive(Debug)]
pub struct Finished {
    /// What the finished trials say.
    pub findings: Findings,
    /// Trials that the study asked for.
    pub trials_asked: u32,
    /// Trials that were finished: those up to this number − 1, from 0 or where the findings began.
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
    /// The threads could not be started; fewer might.
    #[error("the threads could not be started ({0})")]
    Threads(#[from] NoThreads),
    /// The observer could not take up a trial.
    #[error(transparent)]
    Observer(E),
}

/// Runs all trials of a study under all of its structures, those under uncertainty each in the world that it assumes.
///
/// Trials 0 to n − 1 of a longer run are the trials of a run of n, and a run that [goes on](RunOptions::after) after some trials
/// comes to the result of a run of all.
///
/// # Errors
/// Threads that cannot be started, and what the observer reports.
///
/// ```
/// use dottedline::study::{RunOptions, Silent, run};
/// let sets = ["study.trials=4", "study.weeks=52", "study.customers=100"].map(str::to_owned);
/// let text = dottedline::scenario::templates()[0].text;
/// let scenario = dottedline::scenario::parse("bank", text, &sets)?;
/// let finished = run(&scenario.study, RunOptions::default(), &mut Silent)?;
/// assert_eq!(finished.findings.trials(), 4);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn run<O: Observer + ?Sized>(
    study: &Study,
    options: RunOptions,
    observer: &mut O,
) -> Result<Finished, RunError<O::Error>> {
    let simulation = Simulation::new(study, options.form, options.threads_for(study.trials), options.fail.clone());
    run_from(study, options, observer, simulation)
}

/// As [`run`], with trials that come from elsewhere: from another program, or made up to try a rule whose answer is known.
///
/// # Errors
/// As [`run`].
pub fn run_from<O: Observer + ?Sized>(
    study: &Study,
    options: RunOptions,
    observer: &mut O,
    source: impl TrialSource,
) -> Result<Finished, RunError<O::Error>> {
    let workers = Workers::new(options.threads_for(study.trials))?;
    let threads = u32::try_from(workers.count()).unwrap_or(u32::MAX);
    let size = options.batch_trials.unwrap_or(threads.saturating_mul(TRIALS_PER_THREAD)).max(1);
    let mut findings = options.after.unwrap_or_else(|| Findings::new(study));
    let mut watch = Watch::new(options.stopping, study);
    let mut enough = watch.catch_up(study, &findings);
    while findings.next_trial() < study.trials && !enough {
        let first = findings.next_trial();
        let until = first.saturating_add(size).min(study.trials).min(watch.next_look(first));
        let running = watch.running().to_vec();
        let structures = study.structures.len();
        let batch = Batch { source: &source, trials: first..until, running: &running, structures };
        workers.run(&batch, observer, &mut findings).map_err(RunError::Observer)?;
        enough = watch.is_enough(&findings);
        if findings.next_trial() < until {
            break;
        }
    }
    let chosen = watch.chosen();
    Ok(Finished { trials_asked: study.trials, trials_finished: findings.next_trial(), enough, chosen, findings })
}
