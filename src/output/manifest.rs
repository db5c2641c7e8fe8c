//! `manifest.json`: what a run was, so that it can be repeated.

use serde_json::{Value, json};

use super::folder::RunRecord;
use crate::digest::sha256;
use crate::experiment::Findings;
use crate::random::SAMPLING_CONTRACT;

/// The program that a manifest names; a folder with such a manifest is one of results.
const PROGRAM: &str = "dottedline";

/// The manifest of a run that has not ended.
pub(super) fn first_manifest(record: &RunRecord<'_>) -> Value {
    manifest(record, None, false, Vec::new())
}

/// The manifest of a run with these findings. `enough`: it ended because it knew enough.
pub(super) fn final_manifest(record: &RunRecord<'_>, findings: &Findings, enough: bool) -> Value {
    let of =
        |structure| json!({ "structure": findings.structures()[structure], "trials": findings.trials_of(structure) });
    manifest(record, Some(findings.trials()), enough, findings.ruled_out().map(of).collect())
}

fn manifest(record: &RunRecord<'_>, trials_finished: Option<u32>, enough: bool, ruled_out: Vec<Value>) -> Value {
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
        "ruled_out": ruled_out,
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
