//! `manifest.json`, as the page reads it.

use serde_json::Value;

/// `manifest.json`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Manifest {
    pub(super) version: String,
    pub(super) name: String,
    pub(super) sha256: String,
    pub(super) seed: u64,
    pub(super) trials_asked: u64,
    pub(super) trials_finished: u64,
    pub(super) complete: bool,
    pub(super) sampling_contract: u64,
    pub(super) command: String,
    /// What kind of experiment over assumptions it is; empty: a run.
    pub(super) experiment: String,
    /// What the run concluded, in sentences: the headline first.
    pub(super) answer: Vec<String>,
    /// What choosing risks, in a sentence.
    pub(super) risk: String,
    /// Whether the best differs between segments, in sentences; may be empty.
    pub(super) segments: String,
    /// When each structure pays, in a sentence; may be empty.
    pub(super) pays: String,
    /// Which single assumption would turn the answer, in sentences; may be empty.
    pub(super) turning: String,
    pub(super) structures: Vec<String>,
    pub(super) baseline: String,
}

impl Manifest {
    /// A manifest from its JSON.
    pub(super) fn of_json(json: &Value) -> Manifest {
        let text = |key: &str| json.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let number = |key: &str| json.get(key).and_then(Value::as_u64).unwrap_or(0);
        let list = |value: Option<&Value>| -> Vec<String> {
            let items = value.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
            items.iter().filter_map(Value::as_str).map(str::to_owned).collect()
        };
        Manifest {
            version: text("version"),
            name: text("scenario"),
            sha256: text("scenario_sha256"),
            seed: number("seed"),
            trials_asked: number("trials_asked"),
            trials_finished: number("trials_finished"),
            complete: json.get("complete").and_then(Value::as_bool).unwrap_or(false),
            sampling_contract: number("sampling_contract"),
            command: text("command"),
            experiment: text("experiment"),
            answer: list(json.get("answer")),
            risk: text("risk"),
            segments: text("segments"),
            pays: text("pays"),
            turning: text("turning_points"),
            structures: list(json.get("structures")),
            baseline: text("baseline"),
        }
    }
}
