//! What can go wrong, and the exit code that tells scripts which of it did.

use std::io::{self, ErrorKind};
use std::path::Path;
use std::process::ExitCode;

use dottedline::shards::{Remedy, ShardError};

/// A claim fails, or nobody was found.
pub(crate) const FAILED: u8 = 1;
/// The command line is wrong.
pub(crate) const USAGE: u8 = 2;
/// No claim fails, but one is not decided; or the trials of a table are no evidence.
pub(crate) const NOT_DECIDED: u8 = 3;
/// A scenario, table, plan, shard or results folder is wrong.
pub(crate) const BAD_DATA: u8 = 65;
/// It would not fit.
pub(crate) const TOO_MUCH: u8 = 69;
/// A fault of the program.
pub(crate) const FAULT: u8 = 70;
/// Results or output cannot be written or read.
pub(crate) const CANNOT_WRITE: u8 = 74;
/// It may work later.
pub(crate) const LATER: u8 = 75;
/// Interrupted by the user.
pub(crate) const INTERRUPTED: u8 = 130;

/// The list that every `--help` ends with.
pub(crate) const EXIT_CODES: &str = "\
Exit codes:
  0    done, or already there
  1    a claim fails; or nobody is as `trace --where` asks
  2    the command line is wrong
  3    no claim fails, but one is not decided; or a table's trials are no evidence
  65   a scenario, table, claims file, plan, shard or results folder is wrong; the same again fails again
  69   refused before the start: it would not fit; the message has the estimate
  70   a fault of the program; the message says how to repeat it
  74   files or output cannot be written or read; try again when that is put right
  75   not yet: something is missing, or changes at the moment; try again later
  130  interrupted; finished trials are kept";

/// Why a command did not do what was asked.
#[derive(Debug)]
pub(crate) enum Failure {
    /// What was tested does not hold, or what was looked for is not there.
    Failed(String),
    /// The command line asks for something that is not there.
    Usage(String),
    /// A claim is not decided, or trials are no evidence; the text says so.
    NotDecided(String),
    /// The input file has problems; the text shows them all and needs no introduction.
    Scenario(String),
    /// A plan, shard, design or results folder is wrong.
    BadData(String),
    /// It would not fit.
    TooMuch(String),
    /// A fault of the program.
    Fault(String),
    /// A file or stdout cannot be written.
    CannotWrite(String),
    /// It may work later.
    Later(String),
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
            Failure::Scenario(_) | Failure::BadData(_) => BAD_DATA.into(),
            Failure::TooMuch(_) => TOO_MUCH.into(),
            Failure::Fault(_) => FAULT.into(),
            Failure::CannotWrite(_) => CANNOT_WRITE.into(),
            Failure::Later(_) => LATER.into(),
            Failure::Interrupted(_) => INTERRUPTED.into(),
            Failure::ReaderGone => ExitCode::SUCCESS,
        }
    }

    /// All of several errors at once; the least hopeful one gives the exit code.
    pub(crate) fn of_all(errors: Vec<ShardError>) -> Failure {
        let text = errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        let any = |remedy| errors.iter().any(|error| error.remedy() == remedy);
        match () {
            () if any(Remedy::Never) => Failure::BadData(text),
            () if any(Remedy::System) => Failure::CannotWrite(text),
            () => Failure::Later(text),
        }
    }

    /// An input file that cannot be read: wrong if it is not there or no text, else the system's fault, which may pass.
    pub(crate) fn unreadable(file: &Path, error: &io::Error) -> Failure {
        let text = format!("{}: it cannot be read: {error}", file.display());
        match error.kind() {
            ErrorKind::NotFound | ErrorKind::IsADirectory | ErrorKind::NotADirectory | ErrorKind::InvalidData => {
                Failure::Scenario(format!("error: {text}"))
            }
            _ => Failure::CannotWrite(text),
        }
    }

    /// A failure to write to stdout.
    pub(crate) fn stdout(error: &io::Error) -> Failure {
        if error.kind() == ErrorKind::BrokenPipe {
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
        let codes = [0, FAILED, USAGE, NOT_DECIDED, BAD_DATA, TOO_MUCH, FAULT, CANNOT_WRITE, LATER, INTERRUPTED];
        for code in codes {
            assert!(EXIT_CODES.lines().any(|line| line.starts_with(&format!("  {code} "))), "{code} is missing");
        }
    }
}
