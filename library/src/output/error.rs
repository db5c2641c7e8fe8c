//! Why results could not be written.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

/// Why results could not be written; each says what to do and how much can be read.
#[derive(Debug, Error)]
pub enum OutputError {
    /// The folder holds something, and nobody said that it may be replaced.
    #[error("{} already holds files; let the results in it be replaced, or name another folder", .path.display())]
    NotEmpty {
        /// The folder.
        path: PathBuf,
    },
    /// The place is taken by something that is no folder.
    #[error("{} is not a folder; name another one", .path.display())]
    NotAFolder {
        /// The place.
        path: PathBuf,
    },
    /// A file of the same name as a result, in a folder that is not one of results.
    #[error(
        "{} is in the way, and its folder was not made by dottedline (no manifest.json of it there): nothing was \
         replaced; name another folder", .file.display()
    )]
    NotOurs {
        /// The file in the way.
        file: PathBuf,
    },
    /// The folder could not be read or made, or an old result in it not be removed.
    #[error("cannot prepare the results folder {}: {source}; name another one", .path.display())]
    CannotPrepare {
        /// The folder or file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Trials that were kept could not be read back.
    #[error("the results in {} are not complete: {why}", .path.display())]
    CannotReadTrials {
        /// The results folder.
        path: PathBuf,
        /// What is wrong.
        why: String,
    },
    /// A file could not be written to its end.
    #[error("cannot write {}: {}; {}", .path.display(), reason(.source), readable(*.readable_trials))]
    CannotWrite {
        /// The file.
        path: PathBuf,
        /// Finished trials that can be read in `trials.csv` nevertheless.
        readable_trials: u32,
        /// What the system says.
        source: io::Error,
    },
}

impl OutputError {
    /// How many finished trials can be read in `trials.csv`.
    #[must_use]
    pub const fn readable_trials(&self) -> u32 {
        match self {
            OutputError::CannotWrite { readable_trials, .. } => *readable_trials,
            _ => 0,
        }
    }

    /// The same in words: "3 finished trials are readable in trials.csv".
    #[must_use]
    pub fn what_is_readable(&self) -> String {
        readable(self.readable_trials())
    }
}

fn reason(source: &io::Error) -> String {
    match source.kind() {
        io::ErrorKind::StorageFull => "the disk is full; free some space or name a folder elsewhere".to_owned(),
        _ => source.to_string(),
    }
}

fn readable(trials: u32) -> String {
    match trials {
        0 => "no trial was written".to_owned(),
        1 => "1 finished trial is readable in trials.csv".to_owned(),
        _ => format!("{trials} finished trials are readable in trials.csv"),
    }
}
