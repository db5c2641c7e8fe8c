//! Why a results folder gives no report.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

/// Why a results folder gives no report; each says what to do.
#[derive(Debug, Error)]
pub enum ReportError {
    /// There is no results folder here.
    #[error("{} is no results folder of dottedline: {reason}; name the folder that `run` wrote, such as results/retail_bank", .folder.display())]
    NotResults {
        /// The folder.
        folder: PathBuf,
        /// What is missing or other than expected.
        reason: String,
    },
    /// The system could not read files that are there.
    #[error("{} cannot be read as a whole:\n{}\nCheck the disk, and try again", .folder.display(), lines(.files))]
    Unreadable {
        /// The folder.
        folder: PathBuf,
        /// Every file with what the system says.
        files: Vec<String>,
    },
    /// Files are missing or torn.
    #[error("{} is incomplete:\n{}\nRun the scenario again to have all of it: `{command} --force`", .folder.display(), lines(.missing))]
    Incomplete {
        /// The folder.
        folder: PathBuf,
        /// Every file with what is wrong with it.
        missing: Vec<String>,
        /// The command that makes the folder anew.
        command: String,
    },
    /// An experiment, whose page is not made from its tables.
    #[error("{} holds a {experiment}, whose page was made with its tables and cannot be made from them; for a new one run it again: `{command} --force`", .folder.display())]
    Experiment {
        /// The folder.
        folder: PathBuf,
        /// What kind of one: `sweep`.
        experiment: String,
        /// The command that makes the folder anew.
        command: String,
    },
    /// Written by a version of the program whose files are different.
    #[error("{} was written by dottedline {theirs}, and this is {}:\n{}\nUse that version, or run the scenario again: `{command} --force`", .folder.display(), env!("CARGO_PKG_VERSION"), lines(.different))]
    OtherVersion {
        /// The folder.
        folder: PathBuf,
        /// The version that wrote it.
        theirs: String,
        /// Every difference that was found.
        different: Vec<String>,
        /// The command that makes the folder anew.
        command: String,
    },
    /// Results in memory that make no page.
    #[error("these results make no report:\n{}", lines(.wrong))]
    NoPage {
        /// All that is wrong.
        wrong: Vec<String>,
    },
    /// The file could not be written.
    #[error("cannot write {}: {source}", .file.display())]
    CannotWrite {
        /// The file.
        file: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

fn lines(items: &[String]) -> String {
    items.iter().map(|item| format!("  - {item}")).collect::<Vec<_>>().join("\n")
}
