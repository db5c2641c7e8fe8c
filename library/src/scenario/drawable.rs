//! Which settings can be uncertain: the numbers of a scenario, by dotted path.

use super::nearest::nearest;
use super::tree::{Entry, KeyTable, Node, Value};
use crate::model::{Owner, Study};

/// A number that a scenario holds or could hold.
pub(crate) struct Drawable {
    pub(crate) key: String,
    /// Least that it can be.
    pub(crate) least: f64,
    /// Most that it can be.
    pub(crate) most: f64,
    pub(crate) whole: bool,
}

/// All numbers of a study that can be uncertain by themselves. Horizon, rhythms and number of customers are choices; shares of
/// segments and probabilities of a journey have to add up, so none of them can be drawn by itself.
pub(crate) fn of(study: &Study) -> Vec<Drawable> {
    let all = study.addresses().into_iter();
    let alone = all.filter(|address| match address.owner() {
        Owner::Study => false,
        Owner::Segment(_) => address.about().key != "share",
        _ => true,
    });
    let drawable = alone.map(|address| {
        let about = address.about();
        let (least, most) = (about.permitted.first(), about.permitted.most);
        Drawable { key: address.to_string(), least, most, whole: about.whole }
    });
    drawable.collect()
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
    let mut joined = KeyTable::default();
    for entry in std::mem::take(&mut section.entries) {
        join(entry, &mut joined);
    }
    *section = joined;
}

fn join(entry: Entry, joined: &mut KeyTable) {
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
fn put(entry: Entry, joined: &mut KeyTable) {
    let known = joined.entries.iter_mut().find(|known| known.key == entry.key);
    match (known.map(|known| &mut known.node.value), entry.node.value) {
        (Some(Value::Table(known)), Value::Table(over)) => over.entries.into_iter().for_each(|inner| put(inner, known)),
        (Some(known), value) => *known = value,
        (None, value) => joined.entries.push(Entry { node: Node { value, place: entry.node.place }, ..entry }),
    }
}
