//! `datapackage.json`: what every column means, in the Frictionless Data Package format (v1) that Python and R read.

use serde_json::{Map, Value, json};

use super::columns::{ColumnKind, ResultColumn};
use super::hashed::Fingerprint;
use super::record::RunRecord;

/// A written table and what there is to say of it.
pub(super) struct Resource {
    pub(super) file: &'static str,
    pub(super) about: &'static str,
    pub(super) key: Vec<&'static str>,
    pub(super) columns: Vec<ResultColumn>,
    pub(super) fingerprint: Fingerprint,
}

/// The description of a results folder.
pub(super) fn datapackage(record: &RunRecord<'_>, resources: &[Resource]) -> Value {
    json!({
        "profile": "tabular-data-package",
        "name": slug(record.name),
        "title": record.study.title,
        "description": record.study.question,
        "resources": resources.iter().map(resource).collect::<Vec<_>>(),
    })
}

fn resource(resource: &Resource) -> Value {
    json!({
        "name": slug(resource.file.trim_end_matches(".csv")),
        "path": resource.file,
        "profile": "tabular-data-resource",
        "description": resource.about,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": resource.fingerprint.bytes,
        "hash": format!("sha256:{}", resource.fingerprint.sha256),
        "sha256": resource.fingerprint.sha256,
        "schema": {
            "fields": resource.columns.iter().map(field).collect::<Vec<_>>(),
            "primaryKey": resource.key,
            "missingValues": [""],
        },
    })
}

fn field(column: &ResultColumn) -> Value {
    let kind = match column.kind {
        ColumnKind::Text => "string",
        ColumnKind::Whole => "integer",
        ColumnKind::Number => "number",
    };
    let mut field = Map::new();
    field.insert("name".to_owned(), json!(column.name));
    field.insert("type".to_owned(), json!(kind));
    field.insert("title".to_owned(), json!(title(&column.name)));
    field.insert("description".to_owned(), json!(column.meaning));
    field.insert("unit".to_owned(), json!(column.unit));
    Value::Object(field)
}

/// "Net value" for `net_value`.
fn title(name: &str) -> String {
    let words = name.replace('_', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Lower-case letters, digits, dots, hyphens and underscores: what the format allows in a name.
fn slug(name: &str) -> String {
    let allowed = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || "._-".contains(letter);
    let slug: String = name.to_lowercase().chars().map(|letter| if allowed(letter) { letter } else { '-' }).collect();
    if slug.is_empty() { "results".to_owned() } else { slug }
}
