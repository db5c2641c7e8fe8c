//! The trials themselves: in the worlds that they assume, after those that are over, or one by itself.

use std::convert::Infallible;

use super::error::ApplicationError;
use super::watcher::Watcher;
use crate::engine::Outcome;
use crate::scenario::Scenario;
use crate::study::{self, Findings, Finished, Observer, RunError, RunOptions};

/// Runs trials after those of the findings; those that are to fail on purpose do.
pub(super) fn go_on<O: Observer + ?Sized>(
    scenario: &Scenario,
    options: &RunOptions,
    observer: &mut O,
    fail: &[u32],
    kept: Findings,
) -> Result<Finished, RunError<O::Error>> {
    let options = RunOptions { after: Some(kept), fail: fail.to_vec(), ..options.clone() };
    study::run(&scenario.study, options, observer)
}

impl From<RunError<ApplicationError>> for ApplicationError {
    fn from(error: RunError<ApplicationError>) -> ApplicationError {
        match error {
            RunError::Observer(error) => error,
            RunError::Threads(error) => ApplicationError::Threads(error.to_string()),
        }
    }
}

/// Runs all trials of a scenario and keeps what they say in memory; nothing is written.
///
/// # Errors
/// Threads that cannot be started.
pub fn simulate<W: Watcher + ?Sized>(
    scenario: &Scenario,
    options: &RunOptions,
    watcher: &mut W,
) -> Result<Finished, ApplicationError> {
    watcher.begins(scenario.study.trials, 0);
    let finished = go_on(scenario, options, &mut Watched(&mut *watcher), &[], Findings::new(&scenario.study));
    watcher.simulated();
    finished.map_err(never)
}

/// Tells a watcher of trials that nobody writes down.
struct Watched<'w, W: ?Sized>(&'w mut W);

impl<W: Watcher + ?Sized> Observer for Watched<'_, W> {
    type Error = Infallible;

    fn trial(&mut self, _trial: u32, _outcomes: &[Option<Outcome>]) -> Result<(), Infallible> {
        Ok(())
    }

    fn advanced(&self) {
        self.0.computed();
    }

    fn interrupted(&self) -> bool {
        self.0.interrupted()
    }
}

fn never(error: RunError<Infallible>) -> ApplicationError {
    match error {
        RunError::Observer(never) => match never {},
        RunError::Threads(error) => ApplicationError::Threads(error.to_string()),
    }
}

/// One trial by itself.
#[derive(Debug)]
pub struct OneTrial {
    /// Its figures; none if it fails.
    pub findings: Findings,
    /// How it fails, if it does.
    pub fails: Option<String>,
}

/// Runs one trial of a scenario by itself, to see what it came to or how it fails. Nothing is written.
///
/// # Errors
/// A thread that cannot be started.
pub fn only_trial(scenario: &Scenario, trial: u32, fail: &[u32]) -> Result<OneTrial, ApplicationError> {
    let mut alone = scenario.clone();
    alone.study.trials = trial.saturating_add(1);
    let options = RunOptions { threads: Some(1), ..RunOptions::default() };
    let mut failure = Failure(None);
    let kept = Findings::starting_at(&alone.study, trial);
    let finished = go_on(&alone, &options, &mut failure, fail, kept).map_err(never)?;
    Ok(OneTrial { findings: finished.findings, fails: failure.0 })
}

/// How the trial failed, if it did.
struct Failure(Option<String>);

impl Observer for Failure {
    type Error = Infallible;

    fn trial(&mut self, _trial: u32, _outcomes: &[Option<Outcome>]) -> Result<(), Infallible> {
        Ok(())
    }

    fn failed(&mut self, _trial: u32, how: &str) -> Result<(), Infallible> {
        self.0 = Some(how.to_owned());
        Ok(())
    }
}
