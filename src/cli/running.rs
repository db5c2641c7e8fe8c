//! What runs and shards have in common: options from flags, and what is said of trials that failed.

use dottedline::application::{FailedTrials, Failing};
use dottedline::lanes::Form;
use dottedline::study::RunOptions;

use super::arguments::RunArguments;
use super::failure::Failure;
use super::terminal::Terminal;

/// Threads, and the form of the customer loop.
pub(super) fn options(arguments: &RunArguments, form: Form) -> RunOptions {
    RunOptions { threads: arguments.threads, form, ..RunOptions::default() }
}

/// How many trials may fail, and which are made to.
pub(super) fn failing(arguments: &RunArguments) -> Failing {
    Failing { most_share: arguments.max_failed, on_purpose: arguments.fail_trials.clone() }
}

/// Says how to repeat the first trial that failed; too many of them are a failure.
pub(super) fn warn_of_failed(
    failed: &FailedTrials,
    seed: u64,
    command: &str,
    terminal: &Terminal,
) -> Result<(), Failure> {
    let Some((trial, how)) = &failed.first else { return Ok(()) };
    let text = format!(
        "{} of the trials failed, by a fault of the program ({how}). Trial {trial} with seed {seed} is the first; this \
         repeats it:\n  {command} --only-trial {trial}\nPlease report it with the scenario.",
        failed.count
    );
    if failed.are_too_many() {
        return Err(Failure::Fault(text));
    }
    terminal.warn(&text);
    Ok(())
}
