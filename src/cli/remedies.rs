//! What the application says went wrong, with the flag that helps and the exit code that tells scripts.

use dottedline::application::{ApplicationError, Difference, NoStructure};
use dottedline::output::{OutputError, VerifyError};

use super::check::message;
use super::failure::Failure;
use super::harmless::harmless;

impl From<ApplicationError> for Failure {
    fn from(error: ApplicationError) -> Failure {
        let text = with_flags(&error);
        match error {
            ApplicationError::Study(error) => error.into(),
            ApplicationError::Shards(errors) => Failure::of_all(errors),
            ApplicationError::Output(error) => error.into(),
            ApplicationError::NoStructure(error) => error.into(),
            ApplicationError::Unreadable { file, source } => Failure::unreadable(&file, &source),
            ApplicationError::NoRoom(_) => Failure::TooMuch(text),
            ApplicationError::Threads(_) => Failure::Later(text),
            ApplicationError::CannotForget { .. } | ApplicationError::Verify(VerifyError::Unreadable { .. }) => {
                Failure::CannotWrite(text)
            }
            ApplicationError::CannotShare { .. } | ApplicationError::NoShard { .. } => Failure::Usage(text),
            ApplicationError::Scenario(_) | ApplicationError::Point { .. } => Failure::Scenario(text),
            _ => Failure::BadData(text),
        }
    }
}

/// The message, with the flags that help.
fn with_flags(error: &ApplicationError) -> String {
    match error {
        ApplicationError::OfAnotherStudy { folder, difference: Difference::Stopping { command } } => format!(
            "{} cannot be gone on with: it was run by another rule of stopping (--until): {command}; {ELSEWHERE}",
            folder.display()
        ),
        ApplicationError::OfAnotherStudy { .. } => format!("{error}; {ELSEWHERE}"),
        ApplicationError::HoldsMore { .. } => format!("{error}, or replace it with --force"),
        ApplicationError::Threads(_) => format!("{error} with --threads"),
        ApplicationError::Scenario(error) => message(error, false),
        ApplicationError::Point { point, error } => format!("design point {point}:\n{}", with_flags(error)),
        _ => error.to_string(),
    }
}

/// What helps where results of another study are in the way.
const ELSEWHERE: &str = "name another folder with --out, or replace it with --force";

impl From<NoStructure> for Failure {
    fn from(error: NoStructure) -> Failure {
        let name = harmless(&error.name).into_owned();
        Failure::Usage(NoStructure { name, ..error }.to_string())
    }
}

impl From<OutputError> for Failure {
    fn from(error: OutputError) -> Failure {
        match error {
            OutputError::CannotReadTrials { .. } => Failure::Later(error.to_string()),
            error => Failure::CannotWrite(error.to_string()),
        }
    }
}
