//! What can go wrong, and the exit code that tells scripts which of it did.

use std::process::ExitCode;

/// The run failed for a reason that is neither the scenario nor the disk.
pub(crate) const FAILED: u8 = 1;
/// The command line is wrong.
pub(crate) const USAGE: u8 = 2;
/// No claim fails, but one is not decided.
pub(crate) const NOT_DECIDED: u8 = 3;
/// The scenario, table, claims file or results folder is wrong.
pub(crate) const BAD_SCENARIO: u8 = 65;
/// Results or output cannot be written.
pub(crate) const CANNOT_WRITE: u8 = 74;
/// Interrupted by the user.
pub(crate) const INTERRUPTED: u8 = 130;

/// The list that every `--help` ends with.
pub(crate) const EXIT_CODES: &str = "\
Exit codes:
  0    done
  1    the run failed, or a claim fails
  2    the command line is wrong
  3    no claim fails, but one is not decided
  65   a scenario, table, claims file or results folder is wrong; nothing was written
  74   files or output cannot be written
  130  interrupted; finished trials were written";

/// Why a command did not do what was asked.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The run could not be done.
    Failed(String),
    /// The command line asks for something that is not there.
    Usage(String),
    /// A claim is not decided; the text says so.
    NotDecided(String),
    /// The input file has problems; the text shows them all and needs no introduction.
    Scenario(String),
    /// A file or stdout cannot be written.
    CannotWrite(String),
    /// Ctrl-C; the text says what was kept.
    Interrupted(String),
    /// The reader of stdout has gone: nobody to tell, and nothing wrong.
    ReaderGone,
}

impl Failure {
    /// The exit code of this failure.
    pub(crate) fn exit_code(&self) -> ExitCode {
        match self {
            Failure::Failed(_) => FAILED.into(),
            Failure::Usage(_) => USAGE.into(),
            Failure::NotDecided(_) => NOT_DECIDED.into(),
            Failure::Scenario(_) => BAD_SCENARIO.into(),
            Failure::CannotWrite(_) => CANNOT_WRITE.into(),
            Failure::Interrupted(_) => INTERRUPTED.into(),
            Failure::ReaderGone => ExitCode::SUCCESS,
        }
    }

    /// A failure to write to stdout.
    pub(crate) fn stdout(error: &std::io::Error) -> Failure {
        if error.kind() == std::io::ErrorKind::BrokenPipe {
            Failure::ReaderGone
        } else {
            Failure::CannotWrite(format!("the output cannot be written: {error}"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_lists_every_exit_code() {
        for code in [0, FAILED, USAGE, NOT_DECIDED, BAD_SCENARIO, CANNOT_WRITE, INTERRUPTED] {
            assert!(EXIT_CODES.lines().any(|line| line.starts_with(&format!("  {code} "))), "{code} is missing");
        }
    }
}
