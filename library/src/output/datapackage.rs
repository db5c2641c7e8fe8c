//! `datapackage.json`: what every column means, in the Frictionless Data Package format (v1) that Python and R read.

use serde_json::{Map, Value, json};

use super::columns::{ColumnKind, ResultColumn};
use super::hashed::Fingerprint;
use super::record::RunRecord;
use crate::numbers::first_upper;
use crate::study::{Figure, presentation};

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
        "title": first_upper(&resource.file.trim_end_matches(".csv").replace('_', " ")),
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
    if !column.names.is_empty() {
        field.insert("categories".to_owned(), column.names.iter().map(category).collect());
    }
    Value::Object(field)
}

/// A figure that a column names, as version 2 of the format describes what a field can hold; with unit and meaning.
fn category(figure: &Figure) -> Value {
    let label = first_upper(figure.presentation.label);
    json!({ "value": figure.name, "label": label, "unit": figure.unit, "description": figure.meaning })
}

/// What people call a column: a figure by its label, the ends of an interval as what they are, the rest by its words.
fn title(name: &str) -> String {
    if let Some(known) = presentation(name) {
        return first_upper(known.label);
    }
    let end = |name: &str, end: &str| name.strip_suffix(end).map(|of| of.trim_end_matches('_').to_owned());
    let ends = [("ci_low", "95 % interval, from"), ("ci_high", "95 % interval, to"), ("_low", "from"), ("_high", "to")];
    let interval = ends.iter().find_map(|(suffix, words)| Some((end(name, suffix)?, words)));
    match interval {
        Some((of, words)) if of.is_empty() => first_upper(words),
        Some((of, words)) => format!("{}: {words}", title(&of)),
        None => first_upper(&name.split('_').map(spelt_out).collect::<Vec<_>>().join(" ")),
    }
}

/// Abbreviations of column names as people read them.
fn spelt_out(word: &str) -> String {
    let known = match word {
        "n" => "number of trials",
        "sd" => "standard deviation",
        "p" => "p value",
        "kpi" => "KPI",
        "nps" => "NPS",
        "bca" => "BCa interval",
        "holm" => "after Holm",
        "simultaneous" => "simultaneous interval",
        other => match other.strip_prefix('p').and_then(|percent| percent.parse::<u32>().ok()) {
            Some(percent) => return format!("{percent} % quantile"),
            None => other,
        },
    };
    known.to_owned()
}

/// Lower-case letters, digits, dots, hyphens and underscores: what the format allows in a name.
fn slug(name: &str) -> String {
    let allowed = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || "._-".contains(letter);
    let slug: String = name.to_lowercase().chars().map(|letter| if allowed(letter) { letter } else { '-' }).collect();
    if slug.is_empty() { "results".to_owned() } else { slug }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_called_what_people_call_them() {
        let called =
            ["nps_measured", "retention_annualised", "ci_low", "kpi_ci_high", "ahead_low", "p05", "share_better", "n"];
        assert_eq!(
            called.map(title),
            [
                "Measured NPS",
                "Yearly retention",
                "95 % interval, from",
                "KPI: 95 % interval, to",
                "Ahead: from",
                "5 % quantile",
                "Share better",
                "Number of trials",
            ]
        );
    }

    #[test]
    fn a_column_that_names_figures_describes_each_of_them_once() {
        let described = field(&super::super::columns::metric_column(crate::study::figures()));
        let categories = described["categories"].as_array().expect("figures are named");
        let mut names: Vec<&str> = categories.iter().filter_map(|one| one["value"].as_str()).collect();
        assert!(categories.iter().all(|one| !one["description"].as_str().unwrap_or_default().is_empty()));
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), crate::study::figures().count());
    }
}
