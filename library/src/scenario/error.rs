//! Why a scenario cannot be run.

use thiserror::Error;

use super::Problems;

/// Why a scenario cannot be run. Every message says what to do about it.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ScenarioError {
    /// There is no such file.
    #[error("there is no file {path}\n  remedy: check the name, or make one with `dottedline new {path}`")]
    Missing {
        /// The path as given.
        path: String,
    },
    /// The path is a folder.
    #[error("{path} is a folder, not a scenario file\n  remedy: name a file in it, such as {path}/minimal.toml")]
    Folder {
        /// The path as given.
        path: String,
    },
    /// The file holds bytes that are not UTF-8.
    #[error(
        "{path}:{line}:{column}: this is not UTF-8 text\n  |\n  | {shown}\n  |\n  remedy: save the file as UTF-8 in your editor"
    )]
    NotText {
        /// The path as given.
        path: String,
        /// Line of the first such byte, from 1.
        line: usize,
        /// Its column in that line, from 1.
        column: usize,
        /// The line, with a replacement character for each such byte.
        shown: String,
    },
    /// The file is far longer than any scenario.
    #[error("{path} is longer than {limit} MiB\n  remedy: check that it is a scenario file")]
    TooLong {
        /// The path as given.
        path: String,
        /// Longest file that is read, in MiB.
        limit: u64,
    },
    /// The system does not let us read it, or a file that it extends.
    #[error("{path} cannot be read: {why}\n  remedy: check its permissions and the disk, and try again")]
    Unreadable {
        /// The path as given.
        path: String,
        /// What the system says.
        why: String,
    },
    /// The text is readable but says something wrong; all of it is in the list.
    #[error("{0}")]
    Invalid(Problems),
}
