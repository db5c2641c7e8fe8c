//! `manifest.json`: what a run was, so that it can be repeated.

use serde_json::{Value, json};

use super::folder::RunRecord;
use crate::digest::sha256;
use crate::random::SAMPLING_CONTRACT;

/// The program that a manifest names; a folder with such a manifest is one of results.
const PROGRAM: &str = "dottedline";

/// The manifest of a run of which so many trials are finished; `None`: it has not ended. `enough`: it ended because it
/// knew enough.
pub(super) fn manifest(record: &RunRecord<'_>, trials_finished: Option<u32>, enough: bool) -> Value {
    let study = record.study;
    let structures: Vec<&str> = study.structures.iter().map(|structure| structure.id.as_str()).collect();
    json!({
        "program": PROGRAM,
        "version": env!("CARGO_PKG_VERSION"),
        "title": study.title,
        "question": study.question,
        "scenario": record.name,
        "scenario_sha256": sha256(record.scenario.as_bytes()),
        "seed": study.seed,
        "trials_asked": study.trials,
        "trials_finished": trials_finished,
        "complete": enough || trials_finished == Some(study.trials),
        "generator": "ChaCha8",
        "sampling_contract": SAMPLING_CONTRACT,
        "structures": structures,
        "baseline": structures.get(study.baseline),
        "command": record.command,
    })
}

/// Whether some bytes are a manifest of this program, of any version.
pub(super) fn is_ours(bytes: &[u8]) -> bool {
    let manifest: Value = serde_json::from_slice(bytes).unwrap_or_default();
    manifest.get("program").and_then(Value::as_str) == Some(PROGRAM)
}
