//! Which settings can be uncertain: the numbers of a scenario, by dotted path.

use serde_json::Value as Json;

use super::nearest::nearest;
use super::schema;
use super::shape::{kind, resolve};
use super::tree::{Entry, Node, Table, Value};

/// Tables whose numbers are choices of the study, not assumptions about the world.
const CHOSEN: [&str; 4] = ["schema", "study", "decision", "uncertainty"];

/// A number that a scenario holds or could hold.
pub(crate) struct Drawable {
    pub(crate) key: String,
    /// Least that it can be; −∞ if there is none.
    pub(crate) least: f64,
    /// Most that it can be; ∞ if there is none.
    pub(crate) most: f64,
    pub(crate) whole: bool,
}

/// All numbers of a scenario that can be uncertain by themselves.
pub(crate) fn of(tree: &Node) -> Vec<Drawable> {
    let schema = schema::of_file();
    let mut found = Vec::new();
    collect(&schema, &schema, Some(tree), "", &mut found);
    found
}

/// Probabilities of a journey and shares of segments have to add up, and stages to follow each other, so none of them
/// can be drawn by itself.
fn collect(root: &Json, schema: &Json, node: Option<&Node>, prefix: &str, found: &mut Vec<Drawable>) {
    let properties = schema["properties"].as_object().into_iter().flatten();
    for (name, property) in properties.filter(|(name, _)| !prefix.is_empty() || !CHOSEN.contains(&name.as_str())) {
        let key = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
        let target = resolve(root, property);
        let child = node.and_then(Node::as_table).and_then(|table| table.get(name));
        match kind(target) {
            "number" | "integer" if !(prefix.starts_with("segment.") && name == "share") => {
                found.push(drawable(key, target));
            }
            "object" => collect(root, target, child, &key, found),
            "array" => {
                let items = resolve(root, &target["items"]);
                for (id, item) in identified(child) {
                    collect(root, items, Some(item), &format!("{key}.{id}"), found);
                }
            }
            _ => {}
        }
    }
}

fn identified(list: Option<&Node>) -> impl Iterator<Item = (&str, &Node)> {
    let items = list.into_iter().flat_map(|node| if let Value::List(items) = &node.value { &items[..] } else { &[] });
    items.filter_map(|item| Some((item.id()?, item)))
}

fn drawable(key: String, schema: &Json) -> Drawable {
    let above = schema["exclusiveMinimum"].as_f64().map(f64::next_up);
    Drawable {
        key,
        least: above.or_else(|| schema["minimum"].as_f64()).unwrap_or(f64::NEG_INFINITY),
        most: schema["maximum"].as_f64().unwrap_or(f64::INFINITY),
        whole: kind(schema) == "integer",
    }
}

/// What to do about a key that is none of them.
pub(crate) fn remedy(key: &str, all: &[Drawable]) -> String {
    let last = key.rsplit('.').next().unwrap_or(key);
    let named = || all.iter().map(|one| one.key.as_str());
    let ends_alike = |known: &&str| known.rsplit('.').next() == Some(last);
    // A long path is like many others, so the last name counts most; of several the one that says it of the whole firm.
    let same = named().filter(ends_alike).min_by_key(|known| known.matches('.').count());
    match same.or_else(|| nearest(key, named())) {
        Some(near) if key != near => format!("did you mean `{near}`?"),
        _ => "name a number of the scenario, such as \"organisation.readiness\"".to_owned(),
    }
}

/// Brings the keys of `[uncertainty]` into one form: `organisation.readiness = {...}`, which is a table in a table in
/// TOML, means the same as `"organisation.readiness" = {...}`.
pub(crate) fn join_keys(tree: &mut Node) {
    let Value::Table(top) = &mut tree.value else { return };
    let Some(Value::Table(section)) = top.get_mut("uncertainty").map(|node| &mut node.value) else { return };
    let mut joined = Table::default();
    for entry in std::mem::take(&mut section.entries) {
        join(entry, &mut joined);
    }
    *section = joined;
}

fn join(entry: Entry, joined: &mut Table) {
    let is_table = |node: &Node| matches!(node.value, Value::Table(_));
    match entry.node.value {
        Value::Table(table) if table.entries.iter().any(|inner| is_table(&inner.node)) => {
            for inner in table.entries {
                join(Entry { key: format!("{}.{}", entry.key, inner.key), ..inner }, joined);
            }
        }
        value => put(Entry { node: Node { value, place: entry.node.place }, ..entry }, joined),
    }
}

/// Puts an entry in; over one of the same key, key by key.
fn put(entry: Entry, joined: &mut Table) {
    let known = joined.entries.iter_mut().find(|known| known.key == entry.key);
    match (known.map(|known| &mut known.node.value), entry.node.value) {
        (Some(Value::Table(known)), Value::Table(over)) => over.entries.into_iter().for_each(|inner| put(inner, known)),
        (Some(known), value) => *known = value,
        (None, value) => joined.entries.push(Entry { node: Node { value, place: entry.node.place }, ..entry }),
    }
}
