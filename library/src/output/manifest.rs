//! `manifest.json`: what a run was, so that it can be repeated.

use serde_json::{Value, json};

use super::hashed::Fingerprint;
use super::record::{Conclusion, RunRecord};
use crate::digest::sha256;
use crate::model::{Criterion, Practical, Study};
use crate::random::SAMPLING_CONTRACT;
use crate::study::{Findings, NUMERICS_VERSION};

/// The program that a manifest names; a folder with such a manifest is one of results.
const PROGRAM: &str = "dottedline";

/// The manifest of a run that has not ended.
pub(super) fn first_manifest(record: &RunRecord<'_>) -> Value {
    manifest(record, None, false, Vec::new(), &Conclusion::default())
}

/// How a run ended.
pub(super) struct Ending {
    /// Because it knew enough.
    pub(super) enough: bool,
    /// Trials in between are missing.
    pub(super) gaps: bool,
    /// Digest of `datapackage.json`, which has those of all tables.
    pub(super) datapackage_sha256: String,
    /// What the trials say.
    pub(super) conclusion: Conclusion,
    /// Names and fingerprints of tables as Parquet, if there are any.
    pub(super) parquet: Vec<(String, Fingerprint)>,
}

/// Trials that were finished: of a design, those of the point that has the fewest.
pub(super) fn trials_of(findings: &[&Findings]) -> Option<u32> {
    findings.iter().map(|findings| findings.trials()).min()
}

/// Whether trials in between are missing.
pub(super) fn has_gaps(findings: &Findings) -> bool {
    let trials = findings.store().trials();
    trials.first().is_some_and(|first| first.start > 0) || trials.len() > 1
}

/// The manifest of a run whose results stay in memory: without the digests of files.
pub(crate) fn manifest_in_memory(
    record: &RunRecord<'_>,
    findings: &Findings,
    enough: bool,
    conclusion: &Conclusion,
) -> Value {
    ended_manifest(record, &[findings], enough, has_gaps(findings), conclusion)
}

/// The manifest of a run with these findings: one entry per design point, or a single one.
pub(super) fn final_manifest(record: &RunRecord<'_>, findings: &[&Findings], ending: &Ending) -> Value {
    let mut manifest = ended_manifest(record, findings, ending.enough, ending.gaps, &ending.conclusion);
    if !ending.parquet.is_empty() {
        let entry = |(file, print): &(String, Fingerprint)| json!({ "path": file, "bytes": print.bytes, "sha256": print.sha256 });
        manifest["parquet"] = ending.parquet.iter().map(entry).collect();
    }
    manifest["datapackage_sha256"] = json!(ending.datapackage_sha256);
    manifest["manifest_sha256"] = json!(manifest_digest(&manifest));
    manifest
}

/// The manifest of an experiment of this kind; with the digest of a text beside its tables, if it has one.
pub(super) fn experiment_manifest(
    record: &RunRecord<'_>,
    (kind, text): (&str, Option<(&str, String)>),
    trials: u32,
    datapackage_sha256: &str,
    answer: &[String],
) -> Value {
    let conclusion = Conclusion { answer: answer.to_vec(), ..Conclusion::default() };
    let mut manifest = manifest(record, Some(trials), true, Vec::new(), &conclusion);
    manifest["trials_asked"] = json!(trials);
    manifest["experiment"] = json!(kind);
    if let Some((file, sha256)) = text {
        manifest["texts"] = json!([{ "path": file, "sha256": sha256 }]);
    }
    manifest["datapackage_sha256"] = json!(datapackage_sha256);
    manifest["manifest_sha256"] = json!(manifest_digest(&manifest));
    manifest
}

fn ended_manifest(
    record: &RunRecord<'_>,
    findings: &[&Findings],
    enough: bool,
    gaps: bool,
    conclusion: &Conclusion,
) -> Value {
    let mut manifest = manifest(record, trials_of(findings), enough, eliminated(findings), conclusion);
    if gaps {
        manifest["complete"] = json!(false);
        manifest["gaps"] = json!("trials in between are missing; see column trial of trials.csv");
    }
    let failed: usize = findings.iter().map(|findings| findings.failed().len()).sum();
    if failed > 0 {
        manifest["trials_failed"] = json!(failed);
    }
    manifest
}

fn eliminated(findings: &[&Findings]) -> Vec<Value> {
    let of = |findings: &Findings| {
        let of = |structure| json!({ "structure": findings.structures()[structure], "trials": findings.trials_of(structure) });
        findings.eliminated().map(of).collect::<Vec<_>>()
    };
    findings.iter().flat_map(|findings| of(findings)).collect()
}

/// The digest of everything else in a manifest.
pub(super) fn manifest_digest(manifest: &Value) -> String {
    let mut others = manifest.clone();
    if let Some(entries) = others.as_object_mut() {
        entries.shift_remove("manifest_sha256");
    }
    sha256(others.to_string().as_bytes())
}

fn manifest(
    record: &RunRecord<'_>,
    trials_finished: Option<u32>,
    enough: bool,
    eliminated: Vec<Value>,
    conclusion: &Conclusion,
) -> Value {
    let study = record.study;
    let structures: Vec<&str> = study.structures.iter().map(|structure| structure.id.as_str()).collect();
    let mut manifest = json!({
        "program": PROGRAM,
        "version": env!("CARGO_PKG_VERSION"),
        "title": study.title,
        "question": study.question,
        "scenario": record.name,
        "scenario_sha256": sha256(record.scenario.as_bytes()),
        "study_hash": record.study_hash,
        "seed": study.seed,
        "trials_asked": study.trials,
        "trials_finished": trials_finished,
        "complete": enough || trials_finished == Some(study.trials),
        "eliminated": eliminated,
        "generator": "ChaCha8",
        "sampling_contract": SAMPLING_CONTRACT,
        "numerics_version": NUMERICS_VERSION,
        "structures": structures,
        "baseline": structures.get(study.baseline),
        "currency": study.currency,
        "weeks": study.world.clock.weeks,
        "customers": study.world.customers,
        "represents": study.world.represents,
        "same_levers": study.same_levers(),
        "decision": decision(study),
        "command": record.command,
        "answer": conclusion.answer,
        "risk": conclusion.risk,
        "segments": conclusion.segments,
        "pays": conclusion.pays,
        "turning_points": conclusion.turning,
    });
    if let Some(design) = record.design {
        manifest["design"] = json!({ "keys": design.keys, "points": design.points.len() });
    }
    manifest
}

/// By what the run judges: the metrics that count, the one that decides first.
fn decision(study: &Study) -> Value {
    let metric = |criterion: &Criterion| {
        let mut metric = json!({ "metric": criterion.metric });
        match criterion.practical {
            Practical::Absolute(size) => metric["practical_difference"] = json!(size),
            Practical::ShareOfBaseline(share) => metric["share_of_baseline"] = json!(share),
        }
        metric["smaller_is_better"] = json!(criterion.smaller_is_better);
        metric
    };
    let criteria = &study.decision.criteria;
    json!({ "alpha": study.decision.alpha(), "metrics": criteria.iter().map(metric).collect::<Vec<_>>() })
}

/// What a table as Parquet says of the run that it is from, by key.
pub(super) fn parquet_notes(record: &RunRecord<'_>, trials_finished: u32) -> Vec<(&'static str, String)> {
    vec![
        ("version", env!("CARGO_PKG_VERSION").to_owned()),
        ("scenario", record.name.to_owned()),
        ("scenario_sha256", sha256(record.scenario.as_bytes())),
        ("study_hash", record.study_hash.to_owned()),
        ("seed", record.study.seed.to_string()),
        ("trials_finished", trials_finished.to_string()),
        ("sampling_contract", SAMPLING_CONTRACT.to_string()),
        ("numerics_version", NUMERICS_VERSION.to_string()),
    ]
}

/// Whether some bytes are a manifest of this program, of any version.
pub(super) fn is_ours(bytes: &[u8]) -> bool {
    let manifest: Value = serde_json::from_slice(bytes).unwrap_or_default();
    manifest.get("program").and_then(Value::as_str) == Some(PROGRAM)
}
