//! What keeps a run from going on with results.

use std::fmt;

use crate::study::NUMERICS_VERSION;

/// Why a run cannot go on with the results in a folder: the first difference that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Difference {
    /// Its manifest is damaged, or of another program.
    Manifest,
    /// Its numbers are of another version of all that makes numbers.
    Numerics {
        /// The version of its numbers; 0: none is named.
        theirs: u64,
    },
    /// Its trials have other random numbers.
    Seed {
        /// Its seed, if it names one.
        theirs: Option<u64>,
        /// The seed of the study that is to go on.
        yours: u64,
    },
    /// Its scenario cannot be read.
    Damaged,
    /// It is the same study, whose hash was made by a version of this program that made it otherwise.
    Version,
    /// It was run by another rule of stopping.
    Stopping {
        /// The command that repeats it, as its manifest says it, in quotes.
        command: String,
    },
    /// Its scenario says something else.
    Scenario(Vec<String>),
}

impl fmt::Display for Difference {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Difference::Manifest => out.write_str("its manifest.json is damaged or was not written by dottedline"),
            Difference::Numerics { theirs } => {
                let ours = NUMERICS_VERSION;
                write!(out, "its numbers are of numerics version {theirs}, this program's of version {ours}")
            }
            Difference::Seed { theirs: Some(theirs), yours } => write!(out, "its seed is {theirs}, yours {yours}"),
            Difference::Seed { theirs: None, yours } => write!(out, "its seed is missing, yours {yours}"),
            Difference::Damaged => out.write_str("its scenario.toml is damaged"),
            Difference::Version => out.write_str("it was made by another version of dottedline"),
            Difference::Stopping { command } => write!(out, "it was run by another rule of stopping: {command}"),
            Difference::Scenario(found) => write!(out, "its scenario is another one: {}", found.join("; ")),
        }
    }
}
