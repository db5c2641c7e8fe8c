//! `run --resume`: whether a results folder holds trials of the same study.

use std::io::ErrorKind;
use std::path::Path;

use dottedline::experiment::{Findings, NUMERICS_VERSION};
use dottedline::model::Study;
use dottedline::scenario::{self, Scenario, differences};
use serde_json::Value;

use super::failure::Failure;

/// Whether there are results that a run can go on with: false if there is nothing at all. Refuses results of another study,
/// with the difference.
pub(super) fn can_go_on(path: &Path, scenario: &Scenario, hash: &str) -> Result<bool, Failure> {
    let Some(text) = manifest(path)? else { return Ok(false) };
    let manifest: Value = serde_json::from_slice(&text).unwrap_or_default();
    if manifest["program"] != "dottedline" {
        return Err(refused(path, "its manifest.json is damaged or was not written by dottedline"));
    }
    if manifest["study_hash"] == hash {
        return Ok(true);
    }
    let number = |key: &str| manifest[key].as_u64();
    let (seed, numerics) = (number("seed"), number("numerics_version").unwrap_or(0));
    if numerics != u64::from(NUMERICS_VERSION) {
        let text =
            format!("its numbers are of numerics version {numerics}, this program's of version {NUMERICS_VERSION}");
        return Err(refused(path, &text));
    }
    if seed != Some(scenario.study.seed) {
        let theirs = seed.map_or_else(|| "missing".to_owned(), |seed| seed.to_string());
        return Err(refused(path, &format!("its seed is {theirs}, yours {}", scenario.study.seed)));
    }
    Err(refused(path, &difference(path, scenario, &manifest)))
}

/// The manifest of a results folder; nothing if there is none.
pub(super) fn manifest(path: &Path) -> Result<Option<Vec<u8>>, Failure> {
    let file = path.join("manifest.json");
    match std::fs::read(&file) {
        Ok(text) => Ok(Some(text)),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(Failure::unreadable(&file, &error)),
    }
}

fn difference(path: &Path, scenario: &Scenario, manifest: &Value) -> String {
    let Ok(mut theirs) = scenario::read(&path.join("scenario.toml"), &[]) else {
        return "its scenario.toml is damaged".to_owned();
    };
    let named = |id: &str| manifest["structures"].as_array().is_some_and(|ids| ids.iter().any(|other| other == id));
    theirs.study.structures.retain(|structure| named(&structure.id));
    let baseline = |id: &str| manifest["baseline"] == id;
    theirs.study.baseline = theirs.study.structures.iter().position(|one| baseline(&one.id)).unwrap_or(0);
    let found = differences(&theirs.identity(), &scenario.identity());
    if found.is_empty() {
        return format!("it was run by another rule of stopping (--until): {}", manifest["command"]);
    }
    format!("its scenario is another one: {}", found.join("; "))
}

fn refused(path: &Path, difference: &str) -> Failure {
    Failure::BadData(format!(
        "{} cannot be gone on with: {difference}; name another folder with --out, or replace it with --force",
        path.display()
    ))
}

/// Trials that are there already are not taken away.
pub(super) fn check_trials(path: &Path, study: &Study, kept: &Findings) -> Result<(), Failure> {
    if kept.trials() <= study.trials {
        return Ok(());
    }
    Err(Failure::BadData(format!(
        "{} holds {} trials already, and you ask for {}; ask for as many or more, or replace it with --force",
        path.display(),
        kept.trials(),
        study.trials
    )))
}
