//! Keys that are called otherwise than in the version before: still read, with a warning that names the new one.
//!
//! The registry and the schema say what a key was called (`x-formerly`); nothing here knows any.

use serde_json::Value as Json;

use super::problem::Problem;
use super::shape::resolve;
use super::source::Place;
use super::tree::{KeyTable, Node, Value};
use crate::model::Address;

/// Gives the keys of a text their present names.
pub(crate) fn in_tree(tree: &mut Node, schema: &Json, problems: &mut Vec<Problem>) {
    Walk { root: schema, problems }.value(tree, schema);
}

/// The present name of a key, reached through these tables and lists from the top of a scenario.
pub(crate) fn at_path(schema: &Json, parents: &[&str], key: &str) -> Option<String> {
    let within = parents.iter().try_fold(resolve(schema, schema), |node, name| {
        let below = match node["items"].is_object() {
            true => &node["items"],
            false => property(node, name).unwrap_or(&node["additionalProperties"]),
        };
        Some(resolve(schema, below)).filter(|below| below.is_object())
    })?;
    present(within, key)
}

/// What is said of a key of old.
pub(crate) fn warning(place: Place, old: &str, new: &str) -> Problem {
    let title = format!("`{old}` is called `{new}` now");
    Problem::warning(place, title).label("the old name").remedy(format!("write {new}: the next version knows no {old}"))
}

fn property<'s>(schema: &'s Json, key: &str) -> Option<&'s Json> {
    schema["properties"].get(key)
}

fn present(schema: &Json, key: &str) -> Option<String> {
    let properties = schema["properties"].as_object()?;
    let found = || properties.iter().find(|(_, property)| property["x-formerly"] == key);
    if properties.contains_key(key) { None } else { found().map(|(name, _)| name.clone()) }
}

struct Walk<'w> {
    root: &'w Json,
    problems: &'w mut Vec<Problem>,
}

impl Walk<'_> {
    fn value(&mut self, node: &mut Node, schema: &Json) {
        let schema = resolve(self.root, schema);
        match &mut node.value {
            Value::Table(table) => self.table(table, schema),
            Value::List(items) => items.iter_mut().for_each(|item| self.value(item, &schema["items"])),
            _ => {}
        }
    }

    fn table(&mut self, table: &mut KeyTable, schema: &Json) {
        self.keys(table, |key| present(schema, key));
        for entry in &mut table.entries {
            let below = property(schema, &entry.key).unwrap_or(&schema["additionalProperties"]);
            self.value(&mut entry.node, below);
        }
    }

    /// Renames keys. Beside the new name the old one stays, to be reported as unknown.
    fn keys(&mut self, table: &mut KeyTable, renamed: impl Fn(&str) -> Option<String>) {
        for index in 0..table.entries.len() {
            let Some(new) = renamed(&table.entries[index].key) else { continue };
            if table.get(&new).is_none() {
                let entry = &mut table.entries[index];
                self.problems.push(warning(entry.key_place, &entry.key, &new));
                entry.key = new;
            }
        }
    }
}

/// Gives the numbers that `[uncertainty]` names by dotted paths their present names.
pub(crate) fn in_uncertainty(tree: &mut Node, problems: &mut Vec<Problem>) {
    let Value::Table(top) = &mut tree.value else { return };
    let Some(Value::Table(section)) = top.get_mut("uncertainty").map(|node| &mut node.value) else { return };
    Walk { root: &Json::Null, problems }.keys(section, |key| Address::renamed(key).map(|address| address.to_string()));
}

#[cfg(test)]
mod tests {
    use crate::scenario::{Scenario, parse};

    const FIRM: &str = "extends = \"minimal\"\n";

    fn read(text: &str, sets: &[&str]) -> Scenario {
        let sets: Vec<String> = sets.iter().map(|&set| set.to_owned()).collect();
        parse("firm", &format!("{FIRM}{text}"), &sets).unwrap_or_else(|error| panic!("{error}"))
    }

    fn told(scenario: &Scenario) -> String {
        scenario.warnings.to_string()
    }

    #[test]
    fn a_key_of_old_is_read_as_the_new_one_and_the_new_name_is_told() {
        let old = read("[lines.dotted]\nsight = 0.5\ntax = 0.2\n", &[]);
        let new = read("[lines.dotted]\nvisibility = 0.5\nlevy = 0.2\n", &[]);
        assert_eq!(old.study, new.study);
        assert_eq!(old.as_run, new.as_run);
        let text = told(&old);
        assert!(
            text.contains("`sight` is called `visibility` now") && text.contains("`tax` is called `levy` now"),
            "{text}"
        );
        assert!(!told(&new).contains("now"));
    }

    #[test]
    fn a_setting_of_old_goes_over_a_new_key_and_a_new_one_over_an_old_key() {
        let file = "[lines.dotted]\nlevy = 0.1\n";
        let old = read(file, &["lines.dotted.tax=0.2"]);
        assert_eq!(old.study.lines.of(crate::model::Line::Dotted).levy.get(), 0.2);
        assert!(told(&old).contains("`tax` is called `levy` now"));
        let new = read("[lines.dotted]\ntax = 0.1\n", &["lines.dotted.levy=0.2"]);
        assert_eq!(new.study, old.study);
    }

    #[test]
    fn levers_of_structures_uncertain_numbers_and_replications_are_known_by_their_old_names() {
        let text = "[uncertainty]\ninner_trials = 4\n\"structure.matrixed.purse\" = { low = 0.1, high = 0.4 }\n";
        let scenario = read(text, &["structure.matrixed.fade=0.03"]);
        let uncertainty = scenario.study.uncertainty.as_ref().expect("given");
        assert_eq!(
            (uncertainty.replications, uncertainty.parameters[0].key.as_str()),
            (4, "structure.matrixed.budget")
        );
        assert_eq!(told(&scenario).matches("the old name").count(), 3, "{}", told(&scenario));
    }

    #[test]
    fn both_names_at_once_are_one_too_many() {
        let error = parse("firm", &format!("{FIRM}[lines.dotted]\ntax = 0.1\nlevy = 0.2\n"), &[]).unwrap_err();
        assert!(error.to_string().contains("unknown key `tax`"), "{error}");
    }
}
