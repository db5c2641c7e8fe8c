//! What can go wrong with plans and shards, and whether it is worth another try.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

/// What can go wrong with plans and shards. Each message says where, what and what to do.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ShardError {
    /// A file that cannot be read or written.
    #[error("{}: {source}{}", .path.display(), remedy(.source))]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A plan file that is not one, or not any more what it was.
    #[error("{}: {problem}", .path.display())]
    Plan {
        /// The plan file.
        path: PathBuf,
        /// What is wrong, and the remedy.
        problem: String,
    },
    /// A design file that cannot be used.
    #[error("{}:{line}: {problem}", .path.display())]
    Design {
        /// The design file.
        path: PathBuf,
        /// Line, from 1.
        line: u64,
        /// What is wrong, and the remedy.
        problem: String,
    },
    /// A design file with a column for what all of its points share.
    #[error("{}:{line}: {}", .path.display(), same_for_all(.key))]
    SameForAll {
        /// The design file.
        path: PathBuf,
        /// Line, from 1.
        line: u64,
        /// The key of the scenario.
        key: String,
    },
    /// A shard whose bytes are not those that were written.
    #[error("{}: damaged: {problem}; run its shard again, which replaces it", .path.display())]
    Damaged {
        /// The shard.
        path: PathBuf,
        /// How it shows.
        problem: String,
    },
    /// A whole shard of another study, or of a program that computes other numbers.
    #[error("{}: not of this study: {difference}", .path.display())]
    Foreign {
        /// The shard.
        path: PathBuf,
        /// What differs.
        difference: String,
    },
    /// Shards of the same trials that say different things.
    #[error(
        "{} and {} hold the same trials with different numbers; one of them was computed by another program or on a machine \
         that computes wrongly: run both again and compare", .one.display(), .other.display()
    )]
    Unequal {
        /// One shard.
        one: PathBuf,
        /// The other.
        other: PathBuf,
    },
    /// Trials that no shard holds.
    #[error("{missing}; `dottedline status` lists the shards to run")]
    Missing {
        /// Which trials.
        missing: String,
    },
    /// A shard that was replaced or changed between two looks at it.
    #[error("{}: it changed while it was read; try again", .path.display())]
    Changed {
        /// The shard.
        path: PathBuf,
    },
}

/// What a script should do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// Nothing: the same again fails again.
    Never,
    /// The system refused: once it is put right, the same again works.
    System,
    /// The same again may work by itself.
    Retry,
}

impl ShardError {
    /// What a script should do about it.
    #[must_use]
    pub const fn remedy(&self) -> Remedy {
        match self {
            ShardError::File { .. } => Remedy::System,
            ShardError::Missing { .. } | ShardError::Changed { .. } => Remedy::Retry,
            _ => Remedy::Never,
        }
    }

    pub(super) fn file(path: &Path) -> impl FnOnce(io::Error) -> ShardError {
        let path = path.to_owned();
        move |source| ShardError::File { path, source }
    }

    pub(super) fn damaged(path: &Path, problem: impl Into<String>) -> ShardError {
        ShardError::Damaged { path: path.to_owned(), problem: problem.into() }
    }
}

fn remedy(source: &io::Error) -> &'static str {
    match source.kind() {
        io::ErrorKind::StorageFull => "; free some space or name a folder elsewhere",
        io::ErrorKind::FileTooLarge => "; the limit on the size of files is reached (ulimit -f)",
        _ => "",
    }
}

/// What is wrong with a column of a key that all points share.
pub(super) fn same_for_all(key: &str) -> String {
    format!("{key} is the same for all points: give it to the plan, not here")
}
