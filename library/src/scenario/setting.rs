//! `--set organisation.readiness=0.7`: one setting from the command line, over everything in files.

use std::ops::Range;

use serde_json::Value as Json;
use toml::de::DeTable;

use super::misspelt;
use super::nearest::did_you_mean;
use super::problem::Problem;
use super::renamed;
use super::source::Place;
use super::tree::{Entry, Node, Value};

/// Applies a `--set` argument to a tree. Tables of lists are addressed by their `id`, those without one
/// by their number from 1: `touchpoint.app.quality=0.8`, `structure.road_map.stage.1.week=52`.
/// What is returned is a warning, if the setting goes by a name of old.
pub(crate) fn apply(tree: &mut Node, source: usize, argument: &str, schema: &Json) -> Result<Option<Problem>, Problem> {
    let path = Path::of(source, argument)?;
    let value = value_of(source, argument, path.length)?;
    let Some((last, parents)) = path.names.split_last() else { return Err(not_a_setting(source, argument)) };
    let above: Vec<&str> = parents.iter().map(|name| &argument[name.clone()]).collect();
    let renamed = renamed::at_path(schema, &above, &argument[last.clone()]);
    let parent = parents.iter().try_fold(tree, |node, name| step_into(node, source, argument, name))?;
    let key = renamed.as_deref().unwrap_or(&argument[last.clone()]);
    assign(parent, source, argument, (last, key), value)?;
    Ok(renamed.map(|new| renamed::warning(Place::new(source, last.clone()), &argument[last.clone()], &new)))
}

/// The names before the `=`, each as its bytes of the argument.
struct Path {
    names: Vec<Range<usize>>,
    length: usize,
}

impl Path {
    fn of(source: usize, argument: &str) -> Result<Path, Problem> {
        let length = argument.find('=').ok_or_else(|| not_a_setting(source, argument))?;
        let mut names = Vec::new();
        let mut start = 0;
        for name in argument[..length].split('.') {
            let trimmed = start + (name.len() - name.trim_start().len());
            names.push(trimmed..trimmed + name.trim().len());
            start += name.len() + 1;
        }
        match names.iter().find(|name| name.is_empty()) {
            Some(_) => Err(not_a_setting(source, argument)),
            None if argument[names[0].clone()] == *"extends" => Err(extends(source, &names[0])),
            None => Ok(Path { names, length }),
        }
    }
}

fn not_a_setting(source: usize, argument: &str) -> Problem {
    let problem = Problem::new(Place::new(source, 0..argument.len()), "--set needs a name, `=`, and a value");
    problem.label("not of this form").remedy("write it like --set organisation.readiness=0.7")
}

fn extends(source: usize, name: &Range<usize>) -> Problem {
    let problem = Problem::new(Place::new(source, name.clone()), "`extends` cannot be set from the command line");
    problem.label("not a setting").remedy("write it into the scenario file")
}

/// The value after the `=`, as TOML; a bare word counts as text.
fn value_of(source: usize, argument: &str, length: usize) -> Result<Node, Problem> {
    // The path is blotted out by a key of the same length, so that positions stay as they are.
    let text = format!("{}{}", "x".repeat(length), &argument[length..]);
    let (table, errors) = DeTable::parse_recoverable(&text);
    let place = Place::new(source, length + 1..argument.len());
    let mut table = Node::from_toml(source, table.get_ref());
    match (errors.first(), table.entries.pop()) {
        (None, Some(entry)) if table.entries.is_empty() => Ok(entry.node),
        _ => bare_word(&argument[length + 1..])
            .map(|value| Node { value, place })
            .ok_or_else(|| no_value(place, argument)),
    }
}

fn bare_word(text: &str) -> Option<Value> {
    let word = text.trim();
    let plain = |c: char| c.is_alphanumeric() || "_-. ".contains(c);
    let is_word = word.starts_with(char::is_alphabetic) && word.chars().all(plain);
    is_word.then(|| Value::Text(word.to_owned()))
}

fn no_value(place: Place, argument: &str) -> Problem {
    let usual = "write a number, true or false, \"text\" or [\"a\", \"list\"]; quote the argument for your shell";
    let remedy = misspelt::remedy(argument, place.start).unwrap_or_else(|| usual.to_owned());
    let problem = Problem::new(place, "the value of this --set cannot be read").label("not a value");
    problem.remedy(remedy)
}

fn step_into<'n>(
    node: &'n mut Node,
    source: usize,
    argument: &str,
    name: &Range<usize>,
) -> Result<&'n mut Node, Problem> {
    let key = &argument[name.clone()];
    let place = Place::new(source, name.clone());
    match &mut node.value {
        Value::Table(table) => {
            if table.get(key).is_none() {
                table.entries.push(Entry { key: key.to_owned(), key_place: place, node: Node::table(place) });
            }
            table.get_mut(key).ok_or_else(|| not_a_table(place, key))
        }
        Value::List(items) => match item_index(items, key) {
            Some(index) => Ok(&mut items[index]),
            None => Err(no_such_item(items, place, key)),
        },
        _ => Err(not_a_table(place, key)),
    }
}

fn item_index(items: &[Node], key: &str) -> Option<usize> {
    let by_id = items.iter().position(|item| item.id() == Some(key));
    let by_number = || key.parse::<usize>().ok()?.checked_sub(1).filter(|&index| index < items.len());
    by_id.or_else(|| by_number().filter(|&index| items[index].id().is_none()))
}

fn no_such_item(items: &[Node], place: Place, key: &str) -> Problem {
    let ids: Vec<&str> = items.iter().filter_map(Node::id).collect();
    let remedy = match ids.is_empty() {
        true => format!("give a number from 1 to {}", items.len()),
        false => did_you_mean(key, &ids),
    };
    Problem::new(place, format!("the scenario has none called `{key}`")).label("unknown id").remedy(remedy)
}

fn not_a_table(place: Place, key: &str) -> Problem {
    let problem = Problem::new(place, format!("nothing called `{key}` can be set here"));
    problem.label("what stands before it is a single value").remedy("leave this name out")
}

fn assign(
    parent: &mut Node,
    source: usize,
    argument: &str,
    (name, key): (&Range<usize>, &str),
    node: Node,
) -> Result<(), Problem> {
    let place = Place::new(source, name.clone());
    match &mut parent.value {
        Value::Table(table) => {
            table.entries.retain(|entry| entry.key != key);
            table.entries.push(Entry { key: key.to_owned(), key_place: place, node });
            Ok(())
        }
        Value::List(_) => {
            let problem = Problem::new(place, format!("`{key}` is a whole table")).label("a table");
            Err(problem.remedy(format!("name one of its keys, like {}.KEY=...", argument[..name.end].trim())))
        }
        _ => Err(not_a_table(place, key)),
    }
}
