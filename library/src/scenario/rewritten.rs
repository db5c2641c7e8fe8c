//! A scenario text with other numbers in it: what was written around them stays, comments too.

use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, TableLike, Value, value};

use crate::model::{Address, Journey, Owner, Row, Study};

/// Why a text cannot be rewritten.
#[derive(Debug, thiserror::Error)]
#[error("the scenario cannot be rewritten: {0}")]
pub struct NotRewritten(String);

/// The text of a scenario with the numbers of another study of the same shape, below a comment. Only numbers in which the two studies differ are
/// touched; those that the text leaves out, or has from another file, are added. `sample`: the path of a file for
/// `[uncertainty] sample`; parameters that it has are taken out of `[uncertainty]`. `extends`: the path of the extended file, where it is seen from
/// another folder.
///
/// # Errors
/// A text that is no TOML, or in which something stands that its keys do not allow.
pub fn rewritten(
    text: &str,
    before: &Study,
    after: &Study,
    comment: &str,
    sample: Option<(&str, &[Address])>,
    extends: Option<&str>,
) -> Result<String, NotRewritten> {
    let mut document: DocumentMut =
        text.parse().map_err(|error: toml_edit::TomlError| NotRewritten(error.to_string()))?;
    if let Some(path) = extends {
        put(document.as_table_mut(), "extends", path.into());
    }
    for address in after.addresses() {
        let (then, now) = (before.number(&address), after.number(&address));
        if let Some(now) = now.filter(|_| now != then) {
            set(document.as_table_mut(), &address, now)?;
        }
    }
    let names: Vec<&str> = after.world.touchpoints.iter().map(|touchpoint| touchpoint.id.as_str()).collect();
    let journeys = (&before.world.journey, &after.world.journey);
    if journeys.0 != journeys.1 {
        let journey = table(document.as_table_mut(), "journey")?;
        rewrite_journey(journey, journeys, &names, |_, _| true)?;
    }
    for (then, now) in before.world.segments.iter().zip(&after.world.segments) {
        let firm = &before.world.journey;
        let own = |node: usize, problem: bool| {
            let (segment, firm) = (rows(&then.journey, problem), rows(firm, problem));
            segment[node] != firm[node]
        };
        let nodes = 0..then.journey.calm.len();
        if nodes.clone().any(|node| own(node, false) || own(node, true)) && then.journey != now.journey {
            let segment = with_id(document.as_table_mut(), "segment", &then.id)?;
            rewrite_journey(table(segment, "journey")?, (&then.journey, &now.journey), &names, own)?;
        }
    }
    if let Some((path, addresses)) = sample {
        let uncertainty = table(document.as_table_mut(), "uncertainty")?;
        for address in addresses {
            remove(uncertainty, &address.to_string());
        }
        put(uncertainty, "sample", path.into());
    }
    Ok(commented(&document.to_string(), comment))
}

/// A text with a comment on top; below a line for editors, if it begins with one.
fn commented(text: &str, comment: &str) -> String {
    let lines: String = comment.lines().map(|line| format!("# {line}").trim_end().to_owned() + "\n").collect();
    match text.split_once('\n') {
        Some((first, rest)) if first.starts_with("#:") => format!("{first}\n{lines}{rest}"),
        _ => lines + text,
    }
}

fn set(document: &mut Table, address: &Address, number: f64) -> Result<(), NotRewritten> {
    let key = address.about().key;
    let owner = match address.owner() {
        Owner::Study => table(document, "study")?,
        Owner::Customer => table(document, "customer")?,
        Owner::Initiatives => table(document, "initiatives")?,
        Owner::Organisation => table(document, "organisation")?,
        Owner::Environment => table(document, "environment")?,
        Owner::Economics => table(document, "economics")?,
        Owner::Function(id) => with_id(document, "function", id)?,
        Owner::Touchpoint(id) => with_id(document, "touchpoint", id)?,
        Owner::Segment(id) => with_id(document, "segment", id)?,
        Owner::Structure(id) => with_id(document, "structure", id)?,
        Owner::Lines(line) => table(table(document, "lines")?, line.name())?,
        Owner::StructureLines(id, line) => table(table(with_id(document, "structure", id)?, "lines")?, line.name())?,
    };
    put(owner, key, if address.about().whole { (number as i64).into() } else { number.into() });
    Ok(())
}

/// A table by its key; made if it is not there.
fn table<'t>(parent: &'t mut dyn TableLike, key: &str) -> Result<&'t mut dyn TableLike, NotRewritten> {
    let item = parent.entry(key).or_insert_with(|| Item::Table(implicit()));
    item.as_table_like_mut().ok_or_else(|| NotRewritten(format!("`{key}` is no table")))
}

/// A table whose head is not written while it has only tables in it.
fn implicit() -> Table {
    let mut table = Table::new();
    table.set_implicit(true);
    table
}

/// The table of a list that has this `id`; added at its end if there is none.
fn with_id<'t>(document: &'t mut Table, list: &str, id: &str) -> Result<&'t mut dyn TableLike, NotRewritten> {
    let item = document.entry(list).or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    let has = |table: &dyn TableLike| table.get("id").and_then(Item::as_str) == Some(id);
    match item {
        Item::ArrayOfTables(tables) => {
            let known = tables.iter().position(|table| has(table));
            if known.is_none() {
                let mut new = Table::new();
                new.insert("id", value(id));
                tables.push(new);
            }
            tables.get_mut(known.unwrap_or(tables.len() - 1)).map(|table| table as &mut dyn TableLike)
        }
        Item::Value(Value::Array(tables)) => inline_with_id(tables, id),
        _ => None,
    }
    .ok_or_else(|| NotRewritten(format!("`{list}` is no list of tables")))
}

fn inline_with_id<'t>(tables: &'t mut Array, id: &str) -> Option<&'t mut dyn TableLike> {
    let is = |value: &&mut Value| {
        value.as_inline_table().is_some_and(|table| table.get("id").and_then(Value::as_str) == Some(id))
    };
    tables.iter_mut().find(is).and_then(Value::as_inline_table_mut).map(|table| table as &mut dyn TableLike)
}

/// Puts a value where its key stands, with the comment behind it, or at the end.
fn put(owner: &mut dyn TableLike, key: &str, mut new: Value) {
    match owner.get_mut(key).and_then(Item::as_value_mut) {
        Some(old) => {
            *new.decor_mut() = old.decor().clone();
            *old = new;
        }
        None => {
            owner.insert(key, Item::Value(new));
        }
    }
}

/// Takes a number out of `[uncertainty]`, written as one key or as tables in tables.
fn remove(table: &mut dyn TableLike, path: &str) {
    if table.remove(path).is_some() {
        return;
    }
    if let Some((first, rest)) = path.split_once('.')
        && let Some(inner) = table.get_mut(first).and_then(Item::as_table_like_mut)
    {
        remove(inner, rest);
    }
}

fn rows(journey: &Journey, problem: bool) -> &[Row] {
    if problem { &journey.problem } else { &journey.calm }
}

/// Writes the rows that changed and are `own`: over those of the text, or beside them.
fn rewrite_journey(
    journey: &mut dyn TableLike,
    (before, after): (&Journey, &Journey),
    names: &[&str],
    own: impl Fn(usize, bool) -> bool,
) -> Result<(), NotRewritten> {
    // Contacts per year would be solved for anew: what follows from them is written instead.
    let by_contacts = journey.remove("contacts").is_some();
    for (problem, key) in [(false, "from"), (true, "problem")] {
        let (before, after) = (rows(before, problem), rows(after, problem));
        let name = |node: usize| node.checked_sub(1).map_or("away", |place| names[place]);
        let given = |journey: &dyn TableLike, row: &str| {
            journey.get(key).and_then(Item::as_table_like).is_some_and(|table| table.contains_key(row))
        };
        // Rows that stand for others: all that have no row of their own.
        let default = problem && given(journey, "default");
        let mut default_done = false;
        let changed = |node: &usize| before[*node] != after[*node] || (by_contacts && *node == 0);
        for node in (0..before.len()).filter(changed).filter(|&node| own(node, problem)) {
            let by_default = default && !given(journey, name(node));
            if by_default && default_done {
                continue;
            }
            default_done |= by_default;
            let row = table(table(journey, key)?, if by_default { "default" } else { name(node) })?;
            for &(to, probability) in after[node].pairs() {
                put(row, names[to], probability.into());
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::parse;

    const TEXT: &str = "#:schema scenario.schema.json\n# A firm of ours.\nextends = \"minimal\"\n\n[customer]\nnoise = 0.1 # measured\n\n\
                        [uncertainty]\n\"customer.noise\" = { low = 0.1, high = 0.2 }\norganisation.readiness = { low = 0.1, high = 0.2 }\n";

    #[test]
    fn numbers_change_and_all_around_them_stays() {
        let before = parse("firm", TEXT, &[]).expect("is valid").study;
        let mut after = before.clone();
        let address = |path: &str| path.parse::<Address>().expect("is one");
        let touchpoint = format!("touchpoint.{}.quality", before.world.touchpoints[0].id);
        for (path, number) in [("customer.noise", 0.125), ("customer.learning", 0.2), (touchpoint.as_str(), 0.625)] {
            after.set(&address(path), number).expect("is permitted");
        }
        let text = rewritten(TEXT, &before, &after, "Fitted.", None, None).expect("can be");
        let expected = TEXT
            .replace("# A firm", "# Fitted.\n# A firm")
            .replace("noise = 0.1 # measured\n", "noise = 0.125 # measured\nlearning = 0.2\n");
        assert!(text.starts_with(&expected), "{text}");
        let read = parse("firm", &text, &[]).expect("is valid").study;
        assert_eq!(read.world.touchpoints, after.world.touchpoints);
        assert_eq!(read.world.organisation, before.world.organisation);
    }

    #[test]
    fn a_journey_changes_row_by_row() {
        for template in crate::scenario::templates() {
            let before = parse(template.name, template.text, &[]).expect("is valid").study;
            let mut after = before.clone();
            let halved = |row: &mut Row| {
                let pairs = row.pairs().iter().map(|&(to, p)| (to, p / 2.0)).collect();
                *row = Row::new(pairs).expect("is a row");
            };
            let segments = after.world.segments.iter_mut().map(|segment| &mut segment.journey);
            for journey in std::iter::once(&mut after.world.journey).chain(segments) {
                journey.calm.iter_mut().chain(&mut journey.problem).for_each(halved);
            }
            for text in [template.text.to_owned(), format!("extends = \"{}\"\n", template.name)] {
                let text = rewritten(&text, &before, &after, "", None, None).expect("can be");
                let read = parse(template.name, &text, &[]).unwrap_or_else(|error| panic!("{error}\n{text}"));
                assert_eq!(read.study.world.journey, after.world.journey, "{}", template.name);
                assert_eq!(read.study.world.segments, after.world.segments, "{}", template.name);
            }
        }
    }

    #[test]
    fn a_sample_takes_the_place_of_what_it_has() {
        let study = parse("firm", TEXT, &[]).expect("is valid").study;
        let addresses: Vec<Address> =
            ["customer.noise", "organisation.readiness"].iter().map(|path| path.parse().expect("is one")).collect();
        let text = rewritten(TEXT, &study, &study, "", Some(("firms.csv", &addresses)), None).expect("can be");
        let section = text.split("[uncertainty]").nth(1).expect("is there");
        assert_eq!(section.trim(), "sample = \"firms.csv\"");
    }
}
