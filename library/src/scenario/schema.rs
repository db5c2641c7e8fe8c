//! The JSON Schema of the file format, and the list of parameters made from it.

use serde_json::Value as Json;

use super::file::ScenarioFile;
use super::ranges::range_words;
use super::shape::{kind, resolve};
use super::words;
use crate::model::{Line, LineLevers, Preset, Registered, line_defaults};

/// A setting of a scenario file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParameterDoc {
    /// Where it stands, as a dotted path: `customer.noise`, `touchpoint.quality`, `structure.stage.week`.
    pub key: String,
    /// What it is.
    pub meaning: String,
    /// Its unit, in words.
    pub unit: String,
    /// The numbers or names it can be, in words; empty for free text.
    pub range: String,
    /// What may be expected of a real firm, in words; empty where that is all that it can be.
    pub plausible: String,
    /// Its default; empty where there is none or where it depends on others (`meaning` then says so).
    pub default: String,
    /// Where the default comes from: "assumption", "published ...", "choice" (of the study) or "fact" (of the firm).
    pub status: String,
}

/// The JSON Schema of scenario files, for editors. What is required is left out: a file may get it from
/// the scenario it extends.
#[must_use]
pub fn json_schema() -> Json {
    let mut schema = of_file();
    for_editors(&mut schema);
    let lines = line_defaults();
    by_name(&mut schema, "LineLevers", &Line::ALL.map(|line| (line.name(), *lines.of(line))));
    let presets = Preset::ALL.map(|preset| (preset.name, preset.levers));
    ["StructureEntry", "StageEntry"].iter().for_each(|entry| by_name(&mut schema, entry, &presets));
    schema
}

/// Says of each number of a table what is plausible in the presets, or kinds of line, that have it.
fn by_name<T: Registered>(schema: &mut Json, table: &str, of: &[(&str, T)]) {
    for parameter in T::PARAMETERS {
        let Some(Json::Object(property)) = schema["$defs"][table]["properties"].get_mut(parameter.about.key) else {
            continue;
        };
        let range = |(name, one): &(&str, T)| {
            let range = parameter.about.plausible_around(parameter.get(one)?, None);
            (range.most > 0.0).then(|| ((*name).to_owned(), Json::from([range.least, range.most].to_vec())))
        };
        let ranges: serde_json::Map<String, Json> = of.iter().filter_map(range).collect();
        property.insert("x-plausible-by-name".to_owned(), ranges.into());
    }
}

/// The schema that the structural check walks.
pub(crate) fn of_file() -> Json {
    let mut schema = schemars::schema_for!(ScenarioFile).to_value();
    closed(&mut schema);
    schema
}

/// Says of every table of named keys that it has no others; tables whose keys are names say so themselves.
fn closed(schema: &mut Json) {
    if let Json::Object(map) = schema {
        let names = map.get("additionalProperties").is_some_and(Json::is_object);
        if map.get("properties").is_some_and(Json::is_object) && map.contains_key("type") && !names {
            map.remove("unevaluatedProperties");
            map.insert("additionalProperties".to_owned(), false.into());
        }
        map.values_mut().for_each(closed);
    } else if let Json::Array(items) = schema {
        items.iter_mut().for_each(closed);
    }
}

/// Takes out what would mislead an editor: required keys, and `null`, which TOML does not have.
fn for_editors(schema: &mut Json) {
    if let Json::Object(map) = schema {
        map.remove("required");
        map.remove("x-formerly");
        if map.get("default") == Some(&Json::Null) {
            map.remove("default");
        }
        if let Some(Json::Array(names)) = map.get_mut("type") {
            names.retain(|name| name != "null");
            if let [one] = names.as_slice() {
                let one = one.clone();
                map.insert("type".to_owned(), one);
            }
        }
        map.values_mut().for_each(for_editors);
    } else if let Json::Array(items) = schema {
        items.iter_mut().for_each(for_editors);
    }
}

/// Every setting of a scenario file with its meaning, unit, range, default and status, in the order of the file.
#[must_use]
pub fn parameters() -> Vec<ParameterDoc> {
    let schema = of_file();
    let mut found = Vec::new();
    collect(&schema, &schema, "", None, &mut found);
    found
}

fn collect(root: &Json, schema: &Json, prefix: &str, defaults: Option<&Json>, found: &mut Vec<ParameterDoc>) {
    let Some(properties) = schema["properties"].as_object() else { return };
    for (name, property) in properties {
        let key = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
        let default = property.get("default").or_else(|| defaults.and_then(|defaults| defaults.get(name)));
        let target = resolve(root, property);
        let items = resolve(root, &target["items"]);
        let values = resolve(root, &target["additionalProperties"]);
        if target["properties"].is_object() {
            collect(root, target, &key, default, found);
            collect(root, values, &format!("{key}.*"), None, found);
        } else if items["properties"].is_object() {
            collect(root, items, &key, None, found);
        } else if values["properties"].is_object() {
            collect(root, values, &format!("{key}.*"), None, found);
        } else {
            found.push(document(&key, property, default));
        }
    }
}

fn document(key: &str, property: &Json, default: Option<&Json>) -> ParameterDoc {
    let text = |name: &str| property[name].as_str().unwrap_or_default().to_owned();
    ParameterDoc {
        meaning: text("description"),
        unit: text("x-unit"),
        status: text("x-status"),
        range: range_of(property),
        plausible: plausible(property),
        default: line_default(key).map_or_else(|| default.map(show).unwrap_or_default(), words::number),
        key: key.to_owned(),
    }
}

fn range_of(property: &Json) -> String {
    let names = |schema: &Json| {
        let names: Vec<&str> = schema["enum"].as_array().into_iter().flatten().filter_map(Json::as_str).collect();
        names.join(", ")
    };
    match kind(property) {
        "number" | "integer" => range_words(property),
        "string" => names(property),
        "array" => names(&property["items"]),
        "boolean" => "true or false".to_owned(),
        "object" => range_words(innermost(property)),
        _ => String::new(),
    }
}

/// A plausible range that is narrower than the permitted one.
fn plausible(property: &Json) -> String {
    let ends = ["minimum", "exclusiveMinimum"].map(|key| property[key].as_f64());
    let permitted = (ends[0].or(ends[1]), property["maximum"].as_f64());
    match [0, 1].map(|end| property["x-plausible"][end].as_f64()) {
        [Some(least), Some(most)] if permitted != (Some(least), Some(most)) => {
            format!("from {} to {}", words::number(least), words::number(most))
        }
        _ => String::new(),
    }
}

/// What tables of numbers, or of such tables, hold.
fn innermost(schema: &Json) -> &Json {
    if kind(schema) == "object" { innermost(&schema["additionalProperties"]) } else { schema }
}

/// The default of a key of `[lines.*]`.
fn line_default(key: &str) -> Option<f64> {
    let (line, lever) = key.strip_prefix("lines.")?.split_once('.')?;
    let line = Line::ALL.into_iter().find(|candidate| candidate.name() == line)?;
    LineLevers::PARAMETERS[LineLevers::place(lever)?].get(line_defaults().of(line))
}

/// A value as people write it.
pub(crate) fn show(value: &Json) -> String {
    match value {
        Json::Number(number) => number.as_f64().map(words::number).unwrap_or_default(),
        Json::String(text) => text.clone(),
        Json::Bool(switch) => switch.to_string(),
        Json::Array(items) => items.iter().map(show).collect::<Vec<_>>().join(", "),
        Json::Object(table) => {
            table.iter().map(|(key, value)| format!("{key} = {}", show(value))).collect::<Vec<_>>().join(", ")
        }
        Json::Null => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_says_what_it_is_in_which_unit_and_where_its_default_comes_from() {
        for parameter in parameters() {
            assert!(!parameter.meaning.is_empty(), "{} has no meaning", parameter.key);
            assert!(!parameter.unit.is_empty(), "{} has no unit", parameter.key);
            assert!(!parameter.status.is_empty(), "{} has no status", parameter.key);
        }
    }

    #[test]
    fn settings_are_listed_with_the_defaults_of_the_model() {
        let all = parameters();
        let default = |key: &str| all.iter().find(|one| one.key == key).map(|one| one.default.as_str());
        assert_eq!(default("customer.noise"), Some("0.14"));
        assert_eq!(default("lines.dotted.say"), Some("0.5"));
        assert_eq!(default("study.customers"), Some("2,000"));
        assert_eq!(default("touchpoint.owner"), Some(""));
    }

    #[test]
    fn editors_are_not_told_that_keys_are_required() {
        assert!(!json_schema().to_string().contains("\"required\""));
    }
}
