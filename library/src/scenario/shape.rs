//! The structural check: walks a tree along the JSON Schema of the file format and reports unknown keys, wrong types,
//! numbers out of range and missing keys. What is wrong is cut off, so that later checks see only
//! what can be understood and every problem is reported once.

use serde_json::Value as Json;

use super::nearest::did_you_mean;
use super::problem::Problem;
use super::ranges::range_words;
use super::remedy;
use super::source::Place;
use super::tree::{Entry, KeyTable, Node, Value};
use super::words;

/// More entries than this no table has whose keys are names; there are never so many things to be named.
const MOST_NAMES: usize = 1_000;

/// Longer text than this, in bytes, nobody reads.
const LONGEST_TEXT: usize = 10_000;

/// Checks a tree against the schema and cuts off what is wrong.
pub(crate) fn check(tree: &mut Node, schema: &Json, problems: &mut Vec<Problem>) {
    Walk { root: schema, problems }.value(tree, schema, "");
}

struct Walk<'w> {
    root: &'w Json,
    problems: &'w mut Vec<Problem>,
}

impl<'w> Walk<'w> {
    /// Whether a value is of the shape that the schema asks for.
    fn value(&mut self, node: &mut Node, schema: &'w Json, name: &str) -> bool {
        let schema = resolve(self.root, schema);
        let place = node.place;
        written_out(node, schema);
        match (kind(schema), &mut node.value) {
            ("object", Value::Table(table)) => self.table(table, place, schema, name),
            ("array", Value::List(items)) => self.list(items, place, schema, name),
            ("number", Value::Whole(number)) => self.range(*number as f64, place, schema, name),
            ("number" | "integer", Value::Number(number)) if !number.is_finite() => {
                self.not_finite(*number, place, schema, name)
            }
            ("number", Value::Number(number)) => self.range(*number, place, schema, name),
            ("integer", Value::Whole(number)) => self.whole(*number, place, schema, name),
            ("integer", Value::Number(number)) if number.fract() == 0.0 => {
                self.range(*number, place, schema, name) && self.pointless(*number, place, name)
            }
            ("string", Value::Text(text)) => self.text(text, place, schema, name),
            ("boolean", Value::Switch(_)) => true,
            (wanted, value) => self.wrong_type(wanted, value, place, schema, name),
        }
    }

    fn table(&mut self, table: &mut KeyTable, place: Place, schema: &'w Json, name: &str) -> bool {
        if schema["additionalProperties"].is_object() && table.entries.len() > MOST_NAMES {
            let title = format!("{name} has {} entries, more than {MOST_NAMES}", table.entries.len());
            self.report(Problem::new(place, title).label("too many").remedy("leave out those that name nothing"), name);
            // As with lists: looking up all of it in all of it would only take time.
            table.entries.truncate(MOST_NAMES);
        }
        table.entries.retain_mut(|entry| self.entry(entry, schema, name));
        for required in schema["required"].as_array().into_iter().flatten().filter_map(Json::as_str) {
            if table.get(required).is_none() && !self.reported(&join(name, required)) {
                self.missing(required, place, schema, name);
            }
        }
        true
    }

    /// A required key that was given but cut off has been reported already.
    fn reported(&self, setting: &str) -> bool {
        self.problems.iter().any(|problem| problem.setting() == setting)
    }

    fn entry(&mut self, entry: &mut Entry, schema: &'w Json, name: &str) -> bool {
        let full = join(name, &entry.key);
        if let Some(property) = schema["properties"].get(&entry.key) {
            return self.value(&mut entry.node, property, &full);
        }
        match &schema["additionalProperties"] {
            Json::Object(_) => self.value(&mut entry.node, &schema["additionalProperties"], &full),
            _ => self.unknown(entry, schema, name),
        }
    }

    fn list(&mut self, items: &mut Vec<Node>, place: Place, schema: &'w Json, name: &str) -> bool {
        let count = items.len() as f64;
        if schema["minItems"].as_f64().is_some_and(|least| count < least) {
            let problem = Problem::new(place, format!("the list {name} is empty")).label("nothing in it");
            return self.report(problem.remedy("put at least one into it"), name);
        }
        if let Some(most) = schema["maxItems"].as_f64().filter(|&most| count > most) {
            let title = format!("the list {name} has {count} entries, more than {most}");
            self.report(Problem::new(place, title).label("too many").remedy("merge those that matter least"), name);
            // A list far too long is no scenario; comparing all of it with all of it would only take time.
            items.truncate(10 * most as usize);
        }
        let mut index = 0;
        items.retain_mut(|item| {
            index += 1;
            let full = join(name, &item.id().map_or_else(|| index.to_string(), str::to_owned));
            self.value(item, &schema["items"], &full)
        });
        true
    }

    fn text(&mut self, text: &str, place: Place, schema: &'w Json, name: &str) -> bool {
        if text.chars().any(|c| c.is_control() && !"\n\t\r".contains(c)) {
            let problem = Problem::new(place, format!("{name} has control characters in it")).label("not plain text");
            return self.report(problem.remedy("write it anew without them"), name);
        }
        // A sample is lines of numbers; how long a file may be is checked where it is read.
        if text.len() > LONGEST_TEXT && schema["x-unit"] != "file" {
            let title = format!("{name} is longer than {} bytes", words::number(LONGEST_TEXT as f64));
            return self.report(Problem::new(place, title).label("too long").remedy("say it in fewer words"), name);
        }
        let Some(choices) = schema["enum"].as_array() else { return true };
        let choices: Vec<&str> = choices.iter().filter_map(Json::as_str).collect();
        if choices.contains(&text) {
            return true;
        }
        let problem = Problem::new(place, format!("{name} cannot be \"{text}\"")).label("unknown name");
        self.report(problem.remedy(did_you_mean(text, &choices)), name)
    }

    fn range(&mut self, number: f64, place: Place, schema: &'w Json, name: &str) -> bool {
        let below = schema["minimum"].as_f64().is_some_and(|least| number < least)
            || schema["exclusiveMinimum"].as_f64().is_some_and(|bound| number <= bound);
        let above = schema["maximum"].as_f64().is_some_and(|most| number > most);
        if !below && !above {
            return true;
        }
        let title = format!("{name} must be {}, but is {}", range_words(schema), words::number(number));
        let problem = Problem::new(place, title).label("out of range").remedy(remedy_for_range(number, schema, name));
        self.report(problem, name)
    }

    /// A whole number is compared as one: a float has no place for all of its digits.
    fn whole(&mut self, number: i128, place: Place, schema: &'w Json, name: &str) -> bool {
        let above = schema["maximum"].as_i64().is_some_and(|most| number > i128::from(most));
        let exact = number.abs() < 1 << 53;
        if exact || !above {
            return self.range(number as f64, place, schema, name);
        }
        let title = format!("{name} must be {}, but is {}", range_words(schema), words::whole(number));
        let problem = Problem::new(place, title).label("out of range");
        self.report(problem.remedy(format!("give a number {}", range_words(schema))), name)
    }

    fn not_finite(&mut self, number: f64, place: Place, schema: &'w Json, name: &str) -> bool {
        let what = if number.is_nan() { "not a number" } else { "not a finite number" };
        let problem = Problem::new(place, format!("{name} is {what}")).label(what);
        self.report(problem.remedy(format!("write a number {}", range_words(schema))), name)
    }

    fn pointless(&mut self, number: f64, place: Place, name: &str) -> bool {
        let problem =
            Problem::new(place, format!("{name} must be a whole number")).label("written with a point or exponent");
        self.report(problem.remedy(format!("write {number:.0}")), name)
    }

    fn wrong_type(&mut self, wanted: &str, value: &Value, place: Place, schema: &Json, name: &str) -> bool {
        let shown = if name.is_empty() { "the scenario" } else { name };
        let is = if let Value::Number(number) = value { words::number(*number) } else { value.kind().to_owned() };
        let title = format!("{shown} must be {}, but is {is}", type_words(wanted, schema));
        let problem = Problem::new(place, title).label(format!("expected {}", type_words(wanted, schema)));
        self.report(problem.remedy(remedy_for_type(wanted, value, schema, name)), name)
    }

    fn unknown(&mut self, entry: &Entry, schema: &Json, name: &str) -> bool {
        let known: Vec<&str> =
            schema["properties"].as_object().into_iter().flat_map(|map| map.keys()).map(String::as_str).collect();
        let owner = if name.is_empty() { "the scenario file".to_owned() } else { name.to_owned() };
        let problem =
            Problem::new(entry.key_place, format!("unknown key `{}` in {owner}", entry.key)).label("unknown key");
        let remedy = remedy::for_measured(&entry.key, name).unwrap_or_else(|| did_you_mean(&entry.key, &known));
        self.report(problem.remedy(remedy), &join(name, &entry.key))
    }

    fn missing(&mut self, key: &str, place: Place, schema: &'w Json, name: &str) {
        let property = resolve(self.root, &schema["properties"][key]);
        let (title, remedy) = match (kind(property), name) {
            ("array", _) => (format!("the scenario has no [[{key}]]"), format!("add at least one [[{key}]]")),
            ("object", _) => (format!("the scenario has no [{key}]"), format!("add [{key}.from] with a row `away`")),
            _ => (format!("{name} has no `{key}`"), format!("add {key} = \"...\"")),
        };
        self.report(Problem::new(place, title).label("missing here").remedy(remedy), &join(name, key));
    }

    fn report(&mut self, problem: Problem, name: &str) -> bool {
        self.problems.push(problem.about(name));
        false
    }
}

/// Writes out the short form of a table: the number alone stands for the key that the schema names.
fn written_out(node: &mut Node, schema: &Json) {
    if let (Some(key), Value::Whole(_) | Value::Number(_)) = (schema["x-short"].as_str(), &node.value) {
        let place = node.place;
        let number = std::mem::replace(node, Node::table(place));
        if let Value::Table(table) = &mut node.value {
            table.entries.push(Entry { key: key.to_owned(), key_place: place, node: number });
        }
    }
}

/// The schema that a reference stands for; of a key that may be left out, the part that is there.
pub(crate) fn resolve<'s>(root: &'s Json, schema: &'s Json) -> &'s Json {
    if let Some(reference) = schema["$ref"].as_str() {
        let target = reference.strip_prefix('#').and_then(|pointer| root.pointer(pointer));
        return target.unwrap_or(schema);
    }
    match schema["anyOf"].as_array().and_then(|options| options.iter().find(|option| option["type"] != "null")) {
        Some(option) => resolve(root, option),
        None => schema,
    }
}

/// The type that a schema asks for, `null` (left out) aside.
pub(crate) fn kind(schema: &Json) -> &str {
    match &schema["type"] {
        Json::String(name) => name,
        Json::Array(names) => names.iter().filter_map(Json::as_str).find(|&name| name != "null").unwrap_or_default(),
        _ => "",
    }
}

fn type_words(wanted: &str, schema: &Json) -> &'static str {
    match wanted {
        "object" => "a table",
        "array" if schema["items"]["type"] == "string" => "a list of names",
        "array" => "a list of tables",
        "number" => "a number",
        "integer" => "a whole number",
        "string" => "text",
        "boolean" => "true or false",
        _ => "something else",
    }
}

fn remedy_for_type(wanted: &str, value: &Value, schema: &Json, name: &str) -> String {
    let key = name.rsplit('.').next().unwrap_or(name);
    match (wanted, value) {
        ("number" | "integer", Value::Text(text)) => remedy::for_text(text, key, wanted == "integer", schema),
        ("integer", Value::Number(number)) => format!("round it: {key} = {}", number.round()),
        ("number" | "integer", _) => format!("write a number {}", range_words(schema)),
        ("string", _) => format!("put it in quotes: {key} = \"...\""),
        ("boolean", _) => format!("write {key} = true or {key} = false, without quotes"),
        ("array", Value::Text(text)) => format!("put it in a list: {key} = [\"{text}\"]"),
        ("array", Value::Table(_)) => format!("write [[{name}]] with two brackets: there can be several"),
        ("array", _) => format!("write a list: {key} = [\"...\"]"),
        ("object", Value::List(_)) => format!("write [{name}] with single brackets: there is only one"),
        _ => format!("write it as a table: [{name}]"),
    }
}

fn remedy_for_range(number: f64, schema: &Json, name: &str) -> String {
    let key = name.rsplit('.').next().unwrap_or(name);
    let most = schema["maximum"].as_f64().unwrap_or(f64::INFINITY);
    let least = schema["minimum"].as_f64().unwrap_or(f64::NEG_INFINITY);
    match name {
        "study.customers" if number > most => format!(
            "{} customers would take about {} for each structure and thread; {} is the most",
            words::number(number),
            words::bytes(24.0 * number),
            words::number(most)
        ),
        "study.weeks" | "study.warmup_weeks" if number > most => format!(
            "{} weeks would take about {} for the weekly figures of each trial and structure; {} is the most",
            words::number(number),
            words::bytes(250.0 * number),
            words::number(most)
        ),
        _ if least == most => format!("write {}", words::number(most)),
        _ => {
            remedy::for_number(number, key, schema).unwrap_or_else(|| format!("give a number {}", range_words(schema)))
        }
    }
}

fn join(name: &str, key: &str) -> String {
    if name.is_empty() { key.to_owned() } else { format!("{name}.{key}") }
}
