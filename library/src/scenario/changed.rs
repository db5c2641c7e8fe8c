//! Which parameters a scenario changes: what a reader of its results has to know.

use serde_json::Value as Json;

use super::file::{ScenarioFile, StructureEntry};
use super::schema::{ParameterDoc, parameters, show};
use super::words::number;
use crate::model::{Line, Preset};

/// A parameter that differs from its default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedDefault {
    /// Where it stands, as a dotted path: `customer.noise`, `structure.advisory.power`.
    pub key: String,
    /// Its default; for a lever of a structure, that of the preset.
    pub default: String,
    /// What the scenario says.
    pub value: String,
    /// Where the default comes from: "assumption", "published ..." or "choice".
    pub status: String,
}

/// The tables whose keys are parameters; the others hold facts of the firm, which have no default worth a mention.
const TABLES: [&str; 8] =
    ["study", "decision", "customer", "initiatives", "organisation", "environment", "economics", "lines"];

/// What a file changes: its parameters that differ from their defaults, and the numbers with which it describes its firm.
pub(super) fn lists(file: &ScenarioFile) -> [Vec<ChangedDefault>; 2] {
    let (values, docs) = (serde_json::to_value(file).unwrap_or_default(), parameters());
    [changed_parameters(file, &values, &docs), of_firm(&values, &docs)]
}

/// Every parameter of a file that differs from its default: the tables of parameters, then the levers of structures.
fn changed_parameters(file: &ScenarioFile, values: &Json, docs: &[ParameterDoc]) -> Vec<ChangedDefault> {
    let parameters = docs.iter().filter(|doc| TABLES.iter().any(|table| within(&doc.key, table)));
    let mut changed: Vec<ChangedDefault> = parameters.filter_map(|doc| difference(doc, values)).collect();
    for structure in &file.structure {
        changed.extend(levers_of(structure));
    }
    changed
}

/// Tables that describe the firm: the ids of their entries stand in paths, and most of their numbers have no default.
const OF_FIRM: [&str; 4] = ["function", "touchpoint", "segment", "journey"];

/// Every number with which a file describes its firm, but those that say what would hold without them.
fn of_firm(values: &Json, docs: &[ParameterDoc]) -> Vec<ChangedDefault> {
    let mut numbers = Vec::new();
    for table in OF_FIRM {
        numbers_within(&values[table], table.to_owned(), table.to_owned(), &mut numbers);
    }
    let one = |(path, key, value): (String, String, String)| {
        let doc = docs.iter().find(|doc| doc.key == key);
        let (default, status) = doc.map_or(("", "fact"), |doc| (doc.default.as_str(), doc.status.as_str()));
        (value != default).then(|| changed(&path, default, value, status))
    };
    numbers.into_iter().filter_map(one).collect()
}

/// Numbers with their paths, once with the ids of entries and once without.
fn numbers_within(value: &Json, path: String, key: String, found: &mut Vec<(String, String, String)>) {
    match value {
        Json::Number(_) => found.push((path, key, show(value))),
        Json::Object(table) => {
            for (name, value) in table {
                numbers_within(value, format!("{path}.{name}"), format!("{key}.{name}"), found);
            }
        }
        Json::Array(entries) => {
            for entry in entries {
                let id = entry["id"].as_str().unwrap_or_default();
                numbers_within(entry, format!("{path}.{id}"), key.clone(), found);
            }
        }
        _ => {}
    }
}

fn within(key: &str, table: &str) -> bool {
    key.strip_prefix(table).is_some_and(|rest| rest.starts_with('.'))
}

fn difference(doc: &ParameterDoc, values: &Json) -> Option<ChangedDefault> {
    let value = doc.key.split('.').try_fold(values, |value, key| value.get(key)).filter(|value| !value.is_null())?;
    let value = show(value);
    (value != doc.default).then(|| changed(&doc.key, &doc.default, value, &doc.status))
}

fn changed(key: &str, default: &str, value: String, status: &str) -> ChangedDefault {
    ChangedDefault { key: key.to_owned(), default: default.to_owned(), value, status: status.to_owned() }
}

/// Levers and line levers of a structure that differ from its preset, and the week or readiness of its stages as they stand.
fn levers_of(structure: &StructureEntry) -> Vec<ChangedDefault> {
    let preset = structure.regime.preset.as_deref().and_then(Preset::named).unwrap_or(&Preset::ALL[0]);
    let id = structure.id.as_deref().unwrap_or_default();
    let mut found = Vec::new();
    for (lever, value) in structure.regime.levers.entries() {
        if lever.get(&preset.levers) != Some(value) {
            let default = lever.get(&preset.levers).map(number).unwrap_or_default();
            let (key, status) = (lever.about.key, lever.about.status_words());
            found.push(changed(&format!("structure.{id}.{key}"), &default, number(value), &status));
        }
    }
    for line in Line::ALL {
        for (lever, value) in structure.regime.lines.of(line).entries() {
            let key = format!("structure.{id}.lines.{}.{}", line.name(), lever.about.key);
            found.push(changed(&key, "", number(value), &lever.about.status_words()));
        }
    }
    found
}
