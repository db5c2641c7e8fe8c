//! Which parameters a scenario changes: what a reader of its results has to know.

use serde_json::Value as Json;

use super::file::{ScenarioFile, StructureEntry};
use super::schema::{ParameterDoc, parameters, show};
use crate::model::{Levers, Preset};

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
const TABLES: [&str; 7] = ["study", "decision", "customer", "initiatives", "organisation", "economics", "lines"];

/// Every parameter of a file that differs from its default: the tables of parameters, then the levers of structures.
pub(super) fn list(file: &ScenarioFile) -> Vec<ChangedDefault> {
    let values = serde_json::to_value(file).unwrap_or_default();
    let docs = parameters();
    let parameters = docs.iter().filter(|doc| TABLES.iter().any(|table| within(&doc.key, table)));
    let mut changed: Vec<ChangedDefault> = parameters.filter_map(|doc| difference(doc, &values)).collect();
    for structure in &file.structure {
        changed.extend(levers_of(structure, &docs));
    }
    changed
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

/// Levers and line levers of a structure that differ from its preset, and those of its stages as they stand.
fn levers_of(structure: &StructureEntry, docs: &[ParameterDoc]) -> Vec<ChangedDefault> {
    let values = serde_json::to_value(structure).unwrap_or_default();
    let preset = structure.preset.as_deref().and_then(Preset::named).unwrap_or(&Preset::ALL[0]);
    let id = structure.id.as_deref().unwrap_or_default();
    let mut found = Vec::new();
    let levers = docs.iter().filter_map(|doc| doc.key.strip_prefix("structure.").map(|key| (key, doc)));
    for (key, doc) in levers.filter(|(key, _)| !matches!(*key, "id" | "preset" | "description")) {
        let value = key.split('.').try_fold(&values, |value, part| value.get(part));
        let Some(value) = value.filter(|value| value.is_number()).map(show) else { continue };
        let default = lever(&preset.levers, key).map(super::words::number).unwrap_or_default();
        if value != default {
            found.push(changed(&format!("structure.{id}.{key}"), &default, value, &doc.status));
        }
    }
    found
}

fn lever(levers: &Levers, key: &str) -> Option<f64> {
    Some(match key {
        "power" => levers.power.get(),
        "mandate" => levers.mandate.get(),
        "capacity" => levers.capacity,
        "purse" => levers.purse,
        "cadence" => f64::from(levers.cadence),
        "tenure_weeks" => levers.tenure_weeks,
        "vacancy_weeks" => f64::from(levers.vacancy_weeks),
        "fade" => levers.fade.get(),
        "staff" => levers.staff,
        "transition_weeks" => f64::from(levers.transition_weeks),
        "shock" => levers.shock,
        "span" => levers.span,
        "home_bias" => levers.home_bias,
        _ => return None,
    })
}
