//! Settings as a tree in which every key and value remembers where it was written.

use toml::de::{DeTable, DeValue};

use super::source::Place;

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) value: Value,
    pub(crate) place: Place,
}

/// What a value is.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Text(String),
    Whole(i128),
    Number(f64),
    Switch(bool),
    Date(String),
    List(Vec<Node>),
    Table(KeyTable),
}

/// A key with its value.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) key: String,
    pub(crate) key_place: Place,
    pub(crate) node: Node,
}

/// Keys and values in the order of the text.
#[derive(Clone, Debug, Default)]
pub(crate) struct KeyTable {
    pub(crate) entries: Vec<Entry>,
}

/// A step down the tree.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step<'s> {
    Key(&'s str),
    Item(usize),
}

impl<'s> From<&'s str> for Step<'s> {
    fn from(key: &'s str) -> Self {
        Step::Key(key)
    }
}

impl From<usize> for Step<'_> {
    fn from(item: usize) -> Self {
        Step::Item(item)
    }
}

/// A path down the tree: `at!["touchpoint", 3, "owner"]`.
macro_rules! at {
    ($($step:expr),* $(,)?) => { &[$($crate::scenario::tree::Step::from($step)),*][..] };
}
pub(crate) use at;

impl KeyTable {
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.node)
    }

    pub(crate) fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    pub(crate) fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        self.entries.iter_mut().find(|entry| entry.key == key).map(|entry| &mut entry.node)
    }
}

impl Node {
    /// An empty table.
    pub(crate) fn table(place: Place) -> Node {
        Node { value: Value::Table(KeyTable::default()), place }
    }

    /// A parsed text as a tree.
    pub(crate) fn from_toml(source: usize, table: &DeTable<'_>) -> KeyTable {
        let entries = table.iter().map(|(key, value)| Entry {
            key: key.get_ref().to_string(),
            key_place: Place::new(source, key.span()),
            node: Node { value: Value::from_toml(source, value.get_ref()), place: Place::new(source, value.span()) },
        });
        KeyTable { entries: entries.collect() }
    }

    pub(crate) fn as_table(&self) -> Option<&KeyTable> {
        if let Value::Table(table) = &self.value { Some(table) } else { None }
    }

    /// The `id` of a table that has one.
    pub(crate) fn id(&self) -> Option<&str> {
        self.as_table()?.get("id")?.as_text()
    }

    pub(crate) fn as_text(&self) -> Option<&str> {
        if let Value::Text(text) = &self.value { Some(text) } else { None }
    }

    /// What is at the end of a path.
    pub(crate) fn find(&self, path: &[Step<'_>]) -> Option<&Node> {
        path.iter().try_fold(self, |node, step| node.child(*step))
    }

    fn child(&self, step: Step<'_>) -> Option<&Node> {
        match (&self.value, step) {
            (Value::Table(table), Step::Key(key)) => table.get(key),
            (Value::List(items), Step::Item(index)) => items.get(index),
            _ => None,
        }
    }

    /// Where the value at a path stands, or the nearest thing around it that was written.
    pub(crate) fn place_of(&self, path: &[Step<'_>]) -> Place {
        let mut node = self;
        for step in path {
            match node.child(*step) {
                Some(child) => node = child,
                None => break,
            }
        }
        node.place
    }

    /// Where the last key of a path stands.
    pub(crate) fn key_place_of(&self, path: &[Step<'_>]) -> Place {
        let Some((Step::Key(key), before)) = path.split_last() else { return self.place_of(path) };
        let entry = self.find(before).and_then(Node::as_table).and_then(|table| table.entry(key));
        entry.map_or_else(|| self.place_of(path), |entry| entry.key_place)
    }

    /// The tree as JSON, for the file types. Numbers that JSON cannot hold are left out.
    pub(crate) fn to_json(&self) -> serde_json::Value {
        match &self.value {
            Value::Text(text) | Value::Date(text) => text.as_str().into(),
            Value::Whole(number) => i64::try_from(*number).map_or_else(|_| (*number as f64).into(), Into::into),
            Value::Number(number) => (*number).into(),
            Value::Switch(switch) => (*switch).into(),
            Value::List(items) => items.iter().map(Node::to_json).collect(),
            Value::Table(table) => {
                serde_json::Value::Object(table.entries.iter().map(|e| (e.key.clone(), e.node.to_json())).collect())
            }
        }
    }
}

impl Value {
    pub(crate) fn from_toml(source: usize, value: &DeValue<'_>) -> Value {
        match value {
            DeValue::String(text) => Value::Text(text.to_string()),
            DeValue::Integer(whole) => match i128::from_str_radix(whole.as_str(), whole.radix()) {
                Ok(number) => Value::Whole(number),
                Err(_) => Value::Number(whole.as_str().parse().unwrap_or(f64::INFINITY)),
            },
            DeValue::Float(number) => Value::Number(number.as_str().parse().unwrap_or(f64::NAN)),
            DeValue::Boolean(switch) => Value::Switch(*switch),
            DeValue::Datetime(date) => Value::Date(date.to_string()),
            DeValue::Array(items) => Value::List(
                items
                    .iter()
                    .map(|item| Node {
                        value: Value::from_toml(source, item.get_ref()),
                        place: Place::new(source, item.span()),
                    })
                    .collect(),
            ),
            DeValue::Table(table) => Value::Table(Node::from_toml(source, table)),
        }
    }

    /// What it is, in words.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Value::Text(_) => "text",
            Value::Whole(_) => "a whole number",
            Value::Number(_) => "a number",
            Value::Switch(_) => "true or false",
            Value::Date(_) => "a date or time",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
        }
    }
}
