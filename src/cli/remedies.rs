//! What the application says went wrong, with the flag that helps and the exit code that tells scripts.

use std::io::ErrorKind;

use dottedline::application::{ApplicationError, Difference, NoStructure};
use dottedline::output::{OutputError, VerifyError};
use dottedline::scenario::ScenarioError;
use dottedline::shards::{Remedy, ShardError};

use super::failure::Failure;
use super::harmless::harmless;

impl From<ShardError> for Failure {
    fn from(error: ShardError) -> Failure {
        let text = study_with_flags(&error);
        match error.remedy() {
            Remedy::Never => Failure::BadData(text),
            Remedy::System => Failure::CannotWrite(text),
            Remedy::Retry => Failure::Later(text),
        }
    }
}

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
            ApplicationError::FileIsThere { .. } | ApplicationError::NotWritten { .. } => Failure::CannotWrite(text),
            ApplicationError::NothingObserved => Failure::Scenario(format!("error: {text}")),
            ApplicationError::CannotForget { .. } | ApplicationError::Verify(VerifyError::Unreadable { .. }) => {
                Failure::CannotWrite(text)
            }
            ApplicationError::NoLayout(_)
            | ApplicationError::NoSearch(_)
            | ApplicationError::CannotShare { .. }
            | ApplicationError::NoShard { .. }
            | ApplicationError::NoParquet => Failure::Usage(text),
            ApplicationError::Scenario(_) | ApplicationError::Point { .. } => Failure::Scenario(text),
            _ => Failure::BadData(text),
        }
    }
}

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
            error => Failure::CannotWrite(output_with_flags(&error)),
        }
    }
}

/// The message, with the flags that help.
fn with_flags(error: &ApplicationError) -> String {
    match error {
        ApplicationError::OfAnotherStudy { folder, difference: Difference::Stopping { command } } => format!(
            "{} cannot be gone on with: it was run by another rule of stopping (--until): {command}; name another folder with \
             --out, or replace it with --force",
            folder.display()
        ),
        ApplicationError::OfAnotherStudy { .. } => format!("{error} with --out, or replace it with --force"),
        ApplicationError::HoldsMore { .. } => format!("{error}, or replace it with --force"),
        ApplicationError::Threads(_) => format!("{error} with --threads"),
        ApplicationError::FileIsThere { .. } => {
            format!("{error} with --out, replace it with --force, or go on with --resume")
        }
        ApplicationError::RowsOfAnother { .. } | ApplicationError::RowsDamaged { .. } => {
            format!("{error}; begin anew with --force")
        }
        ApplicationError::Scenario(error) => message(error, false),
        ApplicationError::Point { point, error } => format!("design point {point}:\n{}", with_flags(error)),
        _ => error.to_string(),
    }
}

/// The message of a results folder, with the flags that help.
fn output_with_flags(error: &OutputError) -> String {
    match error {
        OutputError::NotEmpty { path } => format!(
            "{} already holds files; add --force to replace the results in it, or name another folder with --out",
            path.display()
        ),
        OutputError::NotAFolder { .. } | OutputError::NotOurs { .. } | OutputError::CannotPrepare { .. } => {
            format!("{error} with --out")
        }
        OutputError::CannotWrite { path, source, .. } if source.kind() == ErrorKind::StorageFull => format!(
            "cannot write {}: the disk is full; free some space or name a folder elsewhere with --out; {}",
            path.display(),
            error.what_is_readable()
        ),
        error => error.to_string(),
    }
}

/// The message of a plan, a design or a shard, with the flag that helps.
pub(super) fn study_with_flags(error: &ShardError) -> String {
    match error {
        ShardError::SameForAll { path, line, key } => format!(
            "{}:{line}: {key} is the same for all points: give it to `dottedline plan` with --set, not here",
            path.display()
        ),
        error => error.to_string(),
    }
}

/// What is wrong with a scenario, in the right colour.
pub(super) fn message(error: &ScenarioError, colour: bool) -> String {
    match error {
        ScenarioError::Invalid(problems) => problems.render(colour),
        unreadable => format!("error: {unreadable}"),
    }
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::path::PathBuf;

    use super::*;

    fn told(error: impl Into<Failure>) -> String {
        match error.into() {
            Failure::CannotWrite(text) | Failure::BadData(text) | Failure::Later(text) => text,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_is_in_the_way_is_told_with_the_flag_that_helps() {
        let path = PathBuf::from("out");
        let full = io::Error::from(ErrorKind::StorageFull);
        let difference = |difference| ApplicationError::OfAnotherStudy { folder: PathBuf::from("out"), difference };
        insta::assert_snapshot!(
            [
                told(OutputError::NotEmpty { path: path.clone() }),
                told(OutputError::NotAFolder { path: path.clone() }),
                told(OutputError::NotOurs { file: path.join("weeks.csv") }),
                told(OutputError::CannotWrite { path: path.clone(), readable_trials: 3, source: full }),
                told(difference(Difference::Damaged)),
                told(difference(Difference::Stopping { command: "\"dottedline run\"".to_owned() })),
                told(ApplicationError::HoldsMore { folder: path, there: 3, asked: 2 }),
                told(ApplicationError::Threads("no".to_owned())),
            ]
            .join("\n"),
            @r#"
        out already holds files; add --force to replace the results in it, or name another folder with --out
        out is not a folder; name another one with --out
        out/weeks.csv is in the way, and its folder was not made by dottedline (no manifest.json of it there): nothing was replaced; name another folder with --out
        cannot write out: the disk is full; free some space or name a folder elsewhere with --out; 3 finished trials are readable in trials.csv
        out cannot be gone on with: its scenario.toml is damaged; name another folder with --out, or replace it with --force
        out cannot be gone on with: it was run by another rule of stopping (--until): "dottedline run"; name another folder with --out, or replace it with --force
        out holds 3 trials already, and you ask for 2; ask for as many or more, or replace it with --force
        the threads could not be started (no); ask for fewer with --threads
        "#
        );
    }
}
