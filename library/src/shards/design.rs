//! Design files: a table in which each row is a design point and each column a key of the scenario.

use std::collections::BTreeSet;
use std::path::Path;

use super::error::{ShardError, same_for_all};
use super::study_plan::{POINTS_MAX, read_limited};

/// Longer files are no designs.
const LONGEST_BYTES: u64 = 64 << 20;

/// Most columns.
const KEYS_MAX: usize = 1_000;

/// The column that names points.
const NAMES: &str = "design_point";

/// Keys that are the plan's own and the same for all points.
const NOT_HERE: [&str; 2] = ["study.trials", "study.seed"];

/// A design as it stands in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DesignTable {
    /// The keys that points change, in the order of columns.
    pub keys: Vec<String>,
    /// Per point, its name and its values. Without a column of names points are numbered from 1.
    pub points: Vec<(String, Vec<String>)>,
}

impl DesignTable {
    /// Reads a design file (CSV).
    ///
    /// # Errors
    /// A file that cannot be read, and the first thing that is wrong in it with its line.
    pub fn read(path: &Path) -> Result<DesignTable, ShardError> {
        let bytes = read_limited(path, LONGEST_BYTES).map_err(ShardError::file(path))?;
        let path = path.to_owned();
        DesignTable::of(&bytes).map_err(|(line, wrong)| match wrong {
            Wrong::Text(problem) => ShardError::Design { path, line, problem },
            Wrong::SameForAll(key) => ShardError::SameForAll { path, line, key },
        })
    }

    /// Reads a design from memory, as [`DesignTable::read`].
    ///
    /// # Errors
    /// The first thing that is wrong: its line, and what and how to mend it.
    pub fn parse(bytes: &[u8]) -> Result<DesignTable, (u64, String)> {
        DesignTable::of(bytes).map_err(|(line, wrong)| match wrong {
            Wrong::Text(problem) => (line, problem),
            Wrong::SameForAll(key) => (line, same_for_all(&key)),
        })
    }

    fn of(bytes: &[u8]) -> Result<DesignTable, (u64, Wrong)> {
        if bytes.len() as u64 > LONGEST_BYTES {
            return Err((1, Wrong::Text(format!("a design is at most {} MiB long", LONGEST_BYTES >> 20))));
        }
        let not_text = |_| (1, Wrong::Text("this is not UTF-8 text; save it as such".to_owned()));
        let text = std::str::from_utf8(bytes).map_err(not_text)?;
        let text = text.trim_start_matches('\u{feff}');
        let separator = separator(text);
        let mut reader = csv::ReaderBuilder::new();
        reader.trim(csv::Trim::All).delimiter(separator).comment(Some(b'#'));
        let mut reader = reader.from_reader(text.as_bytes());
        let header = reader.headers().map_err(|error| said(&error))?.clone();
        let columns: Vec<&str> = header.iter().collect();
        check_columns(&columns).map_err(|problem| (1, problem))?;
        let named = columns.iter().position(|column| *column == NAMES);
        let keys: Vec<String> = columns.iter().filter(|key| **key != NAMES).map(|&key| key.to_owned()).collect();
        let mut points = Vec::new();
        let mut names = BTreeSet::new();
        for record in reader.records() {
            let record = record.map_err(|error| said(&error))?;
            let line = record.position().map_or(1, csv::Position::line);
            if points.len() == POINTS_MAX {
                return Err((line, Wrong::Text(format!("a design has at most {POINTS_MAX} points"))));
            }
            let name = named.map_or_else(|| (points.len() + 1).to_string(), |place| record[place].to_owned());
            let values =
                (0..record.len()).filter(|place| Some(*place) != named).map(|place| value(&record[place], separator));
            let point = (name, values.collect::<Vec<String>>());
            check_point(&point, &keys, &mut names).map_err(|problem| (line, Wrong::Text(problem)))?;
            points.push(point);
        }
        if points.is_empty() {
            return Err((2, Wrong::Text("there is no design point; add a row for each".to_owned())));
        }
        Ok(DesignTable { keys, points })
    }
}

/// What is wrong with a design.
enum Wrong {
    /// A sentence, with the remedy.
    Text(String),
    /// A key that all points share has a column.
    SameForAll(String),
}

/// What separates columns, told from the header: a comma, or a semicolon or tab where there is no comma in it.
fn separator(text: &str) -> u8 {
    let header = text.lines().find(|line| !line.trim().is_empty() && !line.starts_with('#')).unwrap_or_default();
    let found = [b';', b'\t'].into_iter().find(|&sign| header.contains(char::from(sign)));
    found.filter(|_| !header.contains(',')).unwrap_or(b',')
}

/// A value as it stands; where semicolons separate columns, a comma between digits separates decimals.
fn value(cell: &str, separator: u8) -> String {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match cell.split_once(',') {
        Some((whole, decimals)) if separator == b';' && digits(whole.trim_start_matches('-')) && digits(decimals) => {
            format!("{whole}.{decimals}")
        }
        _ => cell.to_owned(),
    }
}

fn said(error: &csv::Error) -> (u64, Wrong) {
    let line = error.position().map_or(1, csv::Position::line);
    let problem = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("this row has {len} cells, the first one {expected_len}")
        }
        _ => error.to_string(),
    };
    (line, Wrong::Text(problem))
}

fn check_columns(columns: &[&str]) -> Result<(), Wrong> {
    let unique: BTreeSet<&str> = columns.iter().copied().collect();
    let keys = columns.iter().filter(|column| **column != NAMES).count();
    if keys == 0 || keys > KEYS_MAX {
        return Err(Wrong::Text(format!(
            "a design has 1 to {KEYS_MAX} columns named like keys of the scenario, such as organisation.readiness"
        )));
    }
    if unique.len() < columns.len() {
        return Err(Wrong::Text("two columns have the same name".to_owned()));
    }
    match columns
        .iter()
        .find(|column| column.is_empty() || column.contains('=') || column.chars().any(char::is_control))
    {
        Some(_) => Err(Wrong::Text("a column has no name that could be a key of the scenario".to_owned())),
        None => columns
            .iter()
            .find(|column| NOT_HERE.contains(column))
            .map_or(Ok(()), |&key| Err(Wrong::SameForAll(key.to_owned()))),
    }
}

fn check_point(
    (name, values): &(String, Vec<String>),
    keys: &[String],
    names: &mut BTreeSet<String>,
) -> Result<(), String> {
    let plain = |letter: char| letter.is_alphanumeric() || "_-.".contains(letter);
    if name.is_empty() || name.len() > 64 || !name.chars().all(plain) {
        return Err(format!("{name:?} is no name for a design point: use up to 64 letters, digits, `_`, `-` and `.`"));
    }
    if !names.insert(name.clone()) {
        return Err(format!("two design points are called {name}"));
    }
    let empty = keys.iter().zip(values).find(|(_, value)| value.is_empty());
    empty.map_or(Ok(()), |(key, _)| Err(format!("{key} has no value here")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<DesignTable, (u64, String)> {
        DesignTable::parse(text.as_bytes())
    }

    #[test]
    fn points_are_numbered_unless_they_are_named() {
        let numbered = parse("a.b,c\n1,0.5\n2,[1, 2]\n".replace("[1, 2]", "\"[1, 2]\"").as_str()).unwrap();
        assert_eq!(numbered.keys, ["a.b", "c"]);
        assert_eq!(numbered.points[1], ("2".to_owned(), vec!["2".to_owned(), "[1, 2]".to_owned()]));
        let named = parse("a,design_point\n1,low\n2,high\n").unwrap();
        assert_eq!((named.keys, named.points[1].0.as_str()), (vec!["a".to_owned()], "high"));
    }

    #[test]
    fn spreadsheets_of_other_countries_are_read() {
        let plain = parse("a.b,c\n1,0.5\n2,-1.25\n").unwrap();
        for text in [
            "a.b;c\n1;0,5\n2;-1,25\n",
            "a.b\tc\n1\t0.5\n2\t-1.25\n",
            "# made by hand\na.b,c\n1,0.5\n2,-1.25\n",
            "\u{feff}a.b;c\r\n1;0,5\r\n2;-1,25\r\n",
        ] {
            assert_eq!(parse(text).unwrap(), plain, "{text}");
        }
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        for (text, line, part) in [
            ("", 1, "columns"),
            ("a\n", 2, "no design point"),
            ("a,a\n1,2\n", 1, "same name"),
            ("a\n1\n2,3\n", 3, "cells"),
            ("a,design_point\n1,x\n2,x\n", 3, "two design points"),
            ("a,design_point\n1,../x\n", 2, "no name"),
            ("a,b\n1,\n", 2, "b has no value"),
            ("study.seed\n1\n", 1, "same for all"),
            ("design_point\nx\n", 1, "columns"),
        ] {
            let (found, problem) = parse(text).unwrap_err();
            assert!(found == line && problem.contains(part), "{text:?}: {found}: {problem}");
        }
        assert!(DesignTable::parse(b"a\n\xff\n").is_err());
    }
}
