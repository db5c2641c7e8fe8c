//! Who watches a run and takes up its trials, and where these come from.

use std::convert::Infallible;

use super::Findings;
use crate::engine::Outcome;

/// Somebody who watches a run, takes up its trials, and may end it early.
pub trait Observer: Send + Sync {
    /// Why the observer could not take up a trial; ends the run.
    type Error;

    /// Takes up a finished trial: its number, from 0 and without gaps, and one entry per structure in study order; `None` for
    /// a structure that has been eliminated and runs no more.
    ///
    /// # Errors
    /// Whatever keeps the observer from going on, such as a full disk.
    fn trial(&mut self, trial: u32, outcomes: &[Option<Outcome>]) -> Result<(), Self::Error>;

    /// Told in order of a trial that failed, and how.
    ///
    /// # Errors
    /// Whatever keeps the observer from going on, such as too many of them.
    fn failed(&mut self, _trial: u32, _how: &str) -> Result<(), Self::Error> {
        Ok(())
    }

    /// Asked after each trial: may put [new trials](Findings::new_trials) in a safe place and let the findings
    /// [take them](Findings::settle) from there.
    ///
    /// # Errors
    /// Whatever keeps the observer from going on, such as a full disk.
    fn keep(&mut self, _findings: &mut Findings) -> Result<(), Self::Error> {
        Ok(())
    }

    /// Asked now and then whether to wait no longer for trials under way. An observer that says so is then
    /// [told](Observer::abandon) and should end the program.
    fn gives_up(&self) -> bool {
        false
    }

    /// Told that trials are still under way though it gave up: all that is finished is in the findings.
    fn abandon(&mut self, _findings: &mut Findings) {}

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

/// What a trial came to: its outcomes, or how it failed.
pub type Computed = Result<Vec<Outcome>, String>;

/// Where the trials of a run come from.
pub trait TrialSource: Sync {
    /// A trial under the structures that run in it (indices, ascending): one outcome for each of these in their order, or how
    /// the trial failed. A pure function, asked from any thread in any order.
    ///
    /// # Errors
    /// How the trial failed.
    fn trial(&self, trial: u32, running: &[usize]) -> Computed;
}

impl<F: Fn(u32, &[usize]) -> Vec<Outcome> + Sync> TrialSource for F {
    fn trial(&self, trial: u32, running: &[usize]) -> Computed {
        Ok(self(trial, running))
    }
}
