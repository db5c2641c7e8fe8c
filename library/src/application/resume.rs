//! Whether a results folder holds trials of the same study, so that a run can go on with them.

use std::io::ErrorKind;
use std::path::Path;

use serde_json::Value;

use super::command;
use super::difference::Difference;
use super::error::ApplicationError;
use crate::model::Study;
use crate::scenario::{self, Scenario, differences};
use crate::shards::study_hash;
use crate::study::{Findings, NUMERICS_VERSION};

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
