//! Whether a results folder holds trials of the same study, so that a run can go on with them.

use std::fmt;
use std::io::ErrorKind;
use std::path::Path;

use serde_json::Value;

use super::command;
use super::error::ApplicationError;
use crate::experiment::{Findings, NUMERICS_VERSION};
use crate::model::Study;
use crate::scenario::{self, Scenario, differences};
use crate::studies::study_hash;

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
    /// Its trials have other luck.
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

/// Whether there are results that a run can go on with: false if there is nothing at all. Refuses results of another study,
/// with the difference.
pub(super) fn can_go_on(folder: &Path, scenario: &Scenario, hash: &str) -> Result<bool, ApplicationError> {
    let Some(text) = manifest(folder)? else { return Ok(false) };
    match difference(folder, scenario, hash, &serde_json::from_slice(&text).unwrap_or_default()) {
        None => Ok(true),
        Some(difference) => Err(ApplicationError::OfAnotherStudy { folder: folder.to_owned(), difference }),
    }
}

/// The manifest of a results folder; nothing if there is none.
pub(super) fn manifest(folder: &Path) -> Result<Option<Vec<u8>>, ApplicationError> {
    let file = folder.join("manifest.json");
    match std::fs::read(&file) {
        Ok(text) => Ok(Some(text)),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        Err(source) => Err(ApplicationError::Unreadable { file, source }),
    }
}

fn difference(folder: &Path, scenario: &Scenario, hash: &str, manifest: &Value) -> Option<Difference> {
    let number = |key: &str| manifest[key].as_u64();
    let (seed, numerics) = (number("seed"), number("numerics_version").unwrap_or(0));
    match () {
        () if manifest["program"] != "dottedline" => Some(Difference::Manifest),
        () if manifest["study_hash"] == hash => None,
        () if numerics != u64::from(NUMERICS_VERSION) => Some(Difference::Numerics { theirs: numerics }),
        () if seed != Some(scenario.study.seed) => Some(Difference::Seed { theirs: seed, yours: scenario.study.seed }),
        () => Some(of_scenarios(folder, scenario, manifest)),
    }
}

fn of_scenarios(folder: &Path, scenario: &Scenario, manifest: &Value) -> Difference {
    let Ok(mut theirs) = scenario::read(&folder.join("scenario.toml"), &[]) else { return Difference::Damaged };
    let named = |id: &str| manifest["structures"].as_array().is_some_and(|ids| ids.iter().any(|other| other == id));
    theirs.study.structures.retain(|structure| named(&structure.id));
    let baseline = |id: &str| manifest["baseline"] == id;
    theirs.study.baseline = theirs.study.structures.iter().position(|one| baseline(&one.id)).unwrap_or(0);
    let found = differences(&theirs.identity(), &scenario.identity());
    if !found.is_empty() {
        return Difference::Scenario(found);
    }
    let own = study_hash(
        &theirs.identity(),
        scenario.study.seed,
        command::until_of(manifest["command"].as_str().unwrap_or_default()),
    );
    if manifest["study_hash"] == own {
        Difference::Stopping { command: manifest["command"].to_string() }
    } else {
        Difference::Version
    }
}

/// Trials that are there already are not taken away.
pub(super) fn check_trials(folder: &Path, study: &Study, kept: &Findings) -> Result<(), ApplicationError> {
    if kept.trials() <= study.trials {
        return Ok(());
    }
    Err(ApplicationError::HoldsMore { folder: folder.to_owned(), there: kept.trials(), asked: study.trials })
}
