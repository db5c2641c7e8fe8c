//! The documents say what the program is: their tables are made from the code, and what they name exists.
//!
//! `RENEW_DOCS=1 cargo test --test integration documentation` writes the tables of `docs/model.md` anew.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Mutex;

use dottedline::engine::{METRICS, Metric, SEGMENT_METRICS, WEEK_METRICS};
use dottedline::model::{
    About, CustomerParameters, Economics, Environment, InitiativeParameters, LeverGroup, Levers, Line, LineLevers,
    OrganisationParameters, Parameter, Preset, Registered, line_defaults,
};
use dottedline::scenario::{ParameterDoc, parameters};
use dottedline::study::{FUNCTION_METRICS, TOUCHPOINT_METRICS};

const MODEL: &str = "docs/model.md";
const DOCUMENTS: &[&str] = &[
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    MODEL,
    "docs/trace.md",
    "docs/report.md",
    "docs/experiments.md",
    "docs/search.md",
];

/// A table is between a line `<!-- table: name -->` and this.
const END: &str = "<!-- end -->";

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn the_tables_of_the_model_are_made_from_the_code() {
    let _alone = RENEWING.lock().unwrap();
    let document = read(MODEL);
    let mut renewed = document.clone();
    for (name, table) in tables() {
        renewed = replaced(&renewed, &name, &table);
    }
    if std::env::var_os("RENEW_DOCS").is_some() {
        fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join(MODEL), &renewed).unwrap();
        return;
    }
    for (old, new) in document.lines().zip(renewed.lines()) {
        assert_eq!(old, new, "{MODEL} is not what the code is: RENEW_DOCS=1 cargo test documentation");
    }
    assert_eq!(document.len(), renewed.len(), "{MODEL} is not what the code is: RENEW_DOCS=1 cargo test documentation");
}

/// One renewal of the document at a time.
static RENEWING: Mutex<()> = Mutex::new(());

/// Asserts that the model's document has this table, which a test of another topic has measured; or writes it anew.
#[track_caller]
pub(crate) fn assert_table(name: &str, heads: &[&str], rows: Vec<Vec<String>>) {
    let _alone = RENEWING.lock().unwrap();
    let document = read(MODEL);
    let heads = heads.iter().map(|&head| head.to_owned()).collect();
    let renewed = replaced(&document, name, &table(heads, rows));
    if std::env::var_os("RENEW_DOCS").is_some() {
        fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join(MODEL), &renewed).unwrap();
        return;
    }
    for (old, new) in document.lines().zip(renewed.lines()) {
        assert_eq!(old, new, "{MODEL} is not what was measured: RENEW_DOCS=1 and this test again");
    }
    assert_eq!(document.len(), renewed.len(), "{MODEL} is not what was measured: RENEW_DOCS=1 and this test again");
}

/// The document with one table replaced.
fn replaced(document: &str, name: &str, table: &str) -> String {
    let mark = format!("<!-- table: {name} -->\n");
    let (before, rest) = document.split_once(&mark).unwrap_or_else(|| panic!("{MODEL} has no table {name}"));
    let (_, after) = rest.split_once(END).unwrap_or_else(|| panic!("{MODEL}: table {name} has no end"));
    format!("{before}{mark}\n{table}\n{END}{after}")
}

/// All tables that `docs/model.md` must hold, by name.
fn tables() -> Vec<(String, String)> {
    let mut tables = parameter_tables();
    tables.push(("lines".to_owned(), line_table()));
    tables.push(("presets".to_owned(), preset_table()));
    tables.push(("preset levers".to_owned(), lever_table()));
    tables.push(("lever groups".to_owned(), lever_group_table()));
    tables.push(("metrics".to_owned(), metric_table(METRICS)));
    tables.push(("metrics by week".to_owned(), metric_table(WEEK_METRICS)));
    tables.push(("metrics by touchpoint".to_owned(), metric_table(TOUCHPOINT_METRICS)));
    tables.push(("metrics by segment".to_owned(), metric_table(SEGMENT_METRICS)));
    tables.push(("metrics by function".to_owned(), metric_table(FUNCTION_METRICS)));
    tables
}

/// One table per table of the scenario file; lines have a table of their own, stages the keys of structures.
fn parameter_tables() -> Vec<(String, String)> {
    let mut groups: BTreeMap<String, Vec<ParameterDoc>> = BTreeMap::new();
    for parameter in parameters() {
        let (group, key) = parameter.key.split_once('.').unwrap_or(("scenario", &parameter.key));
        let elsewhere = group == "lines" || key.starts_with("lines.") || key.starts_with("stage.");
        if !elsewhere || matches!(key, "stage.week" | "stage.readiness") {
            let key = key.to_owned();
            groups.entry(group.to_owned()).or_default().push(ParameterDoc { key, ..parameter });
        }
    }
    groups.into_iter().map(|(group, parameters)| (format!("[{group}]"), parameter_table(&parameters))).collect()
}

fn parameter_table(parameters: &[ParameterDoc]) -> String {
    let heads = ["key", "default", "unit", "range", "plausible", "status", "meaning"].map(str::to_owned).to_vec();
    let row = |one: &ParameterDoc| {
        let ParameterDoc { key, default, unit, range, plausible, status, meaning } = one.clone();
        vec![format!("`{key}`"), default, unit, range, plausible, status, meaning]
    };
    table(heads, parameters.iter().map(row).collect())
}

fn line_table() -> String {
    let all = parameters();
    let mut heads = vec!["key".to_owned()];
    heads.extend(Line::ALL.map(|line| line.name().to_owned()));
    heads.extend(["unit", "range", "status", "meaning"].map(str::to_owned));
    let row = |lever: &Parameter<LineLevers>| {
        let key = format!("lines.dotted.{}", lever.about.key);
        let doc = all.iter().find(|doc| doc.key == key).unwrap().clone();
        let mut row = vec![format!("`{}`", lever.about.key)];
        row.extend(Line::ALL.map(|line| with_range(&lever.about, lever.get(line_defaults().of(line)).unwrap())));
        row.extend([doc.unit, doc.range, doc.status, doc.meaning]);
        row
    };
    table(heads, LineLevers::PARAMETERS.iter().map(row).collect())
}

/// A lever and what is plausible in its place: `0.6 (0.3-0.9)`.
fn with_range(about: &About, number: f64) -> String {
    let range = about.plausible_around(number, None);
    if range.most > 0.0 { format!("{number} ({}–{})", range.least, range.most) } else { number.to_string() }
}

fn lever_group_table() -> String {
    let heads = ["group", "levers of the line to each function", "levers of the office", "besides"];
    let keys = |keys: &[&str]| keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
    let row = |group: &LeverGroup| {
        vec![group.name().to_owned(), keys(group.of_lines()), keys(group.of_office()), group.besides().to_owned()]
    };
    table(heads.map(str::to_owned).to_vec(), LeverGroup::ALL.iter().map(row).collect())
}

fn preset_table() -> String {
    let heads = ["preset", "lines", "home", "meaning"].map(str::to_owned).to_vec();
    let home = |preset: &Preset| match preset.lines.home {
        None => String::new(),
        Some("") => "named by the scenario".to_owned(),
        Some(home) => home.to_owned(),
    };
    let row =
        |preset: &Preset| vec![format!("`{}`", preset.name), lines_of(preset), home(preset), preset.meaning.to_owned()];
    table(heads, Preset::ALL.iter().map(row).collect())
}

/// "solid to service, none to the rest".
fn lines_of(preset: &Preset) -> String {
    let lines = &preset.lines;
    let mut parts: Vec<String> = lines.named.iter().map(|(name, line)| format!("{} to {name}", line.name())).collect();
    parts.extend(lines.needs.map(|line| format!("{} to those that the scenario names", line.name())));
    let others = if parts.is_empty() { "all" } else { "the rest" };
    parts.push(format!("{} to {others}", lines.rest.name()));
    parts.extend(preset.say.map(|(line, say)| format!("say of a {} line {}", line.name(), say.get())));
    parts.join(", ")
}

fn lever_table() -> String {
    let mut heads = vec!["lever".to_owned()];
    heads.extend(Preset::ALL.iter().map(|preset| preset.name.to_owned()));
    let row = |lever: &Parameter<Levers>| {
        let mut row = vec![format!("`{}`", lever.about.key)];
        row.extend(Preset::ALL.iter().map(|preset| with_range(&lever.about, lever.get(&preset.levers).unwrap())));
        row
    };
    table(heads, Levers::PARAMETERS.iter().map(row).collect())
}

fn metric_table<T>(metrics: &[Metric<T>]) -> String {
    let heads = ["name", "unit", "meaning"].map(str::to_owned).to_vec();
    let row =
        |metric: &Metric<T>| vec![format!("`{}`", metric.name), metric.unit.to_owned(), metric.meaning.to_owned()];
    table(heads, metrics.iter().map(row).collect())
}

/// A cell longer than this pushes its own row out of line, and not the whole table.
const WIDEST: usize = 34;

/// A Markdown table whose columns stand under each other; the last one is as long as it is.
fn table(heads: Vec<String>, rows: Vec<Vec<String>>) -> String {
    let clean = |row: Vec<String>| row.into_iter().map(|cell| cell.replace('|', "\\|")).collect::<Vec<_>>();
    let rows: Vec<Vec<String>> = std::iter::once(heads).chain(rows).map(clean).collect();
    let last = rows[0].len() - 1;
    let lengths = |column: usize| rows.iter().map(move |row| row[column].chars().count());
    let width = |column: usize| lengths(column).filter(|&length| length <= WIDEST).max().unwrap_or(0);
    let widths: Vec<usize> = (0..last).map(width).collect();
    let line = |row: &Vec<String>| {
        let cells: String = row.iter().zip(&widths).map(|(cell, &width)| format!("| {cell:<width$} ")).collect();
        format!("{cells}| {} |\n", row[last])
    };
    let rule: String = widths.iter().map(|&width| format!("|{}", "-".repeat(width + 2))).collect();
    let body: String = rows[1..].iter().map(line).collect();
    format!("{}{rule}|---|\n{body}", line(&rows[0]))
}

/// The rows of the Markdown tables of a text, as cells.
fn rows(text: &str) -> Vec<Vec<String>> {
    let cells = |line: &str| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect();
    text.lines().filter(|line| line.starts_with('|') && !line.starts_with("|-")).map(cells).collect()
}

/// Name and default of each number of a parameter type.
fn defaults<T: Registered>() -> Vec<(String, f64)> {
    let number =
        |(place, parameter): (usize, &Parameter<T>)| Some((parameter.about.key.to_owned(), T::usual_number(place)?));
    T::PARAMETERS.iter().enumerate().filter_map(number).collect()
}

#[test]
fn every_default_of_the_model_stands_in_its_table() {
    let document = read(MODEL);
    let groups = [
        ("customer", defaults::<CustomerParameters>()),
        ("initiatives", defaults::<InitiativeParameters>()),
        ("organisation", defaults::<OrganisationParameters>()),
        ("environment", defaults::<Environment>()),
        ("economics", defaults::<Economics>()),
    ];
    for (group, fields) in groups {
        let (_, rest) = document.split_once(&format!("<!-- table: [{group}] -->")).unwrap();
        let rows = rows(rest.split_once(END).unwrap().0);
        for (name, value) in fields {
            let row = rows.iter().find(|row| row[0] == format!("`{name}`"));
            let default = row.unwrap_or_else(|| panic!("{group}.{name} is missing"))[1].replace(',', "");
            assert_eq!(default.parse(), Ok(value), "{group}.{name}");
        }
    }
}

#[test]
fn fixed_numbers_of_the_model_stand_in_the_code_as_quoted() {
    let document = read(MODEL);
    let (_, rest) = document.split_once("## Fixed numbers").unwrap();
    let fixed = rows(rest.split_once("\n## ").map_or(rest, |(section, _)| section));
    assert!(fixed.len() > 10, "the table of fixed numbers was not found");
    for row in &fixed[1..] {
        let [code, file] = [&row[2], &row[3]].map(|cell| cell.trim_matches('`'));
        assert!(read(file).contains(code), "{file} does not hold {code}");
    }
}

/// What stands between backquotes in a text, fenced blocks aside.
fn quoted(text: &str) -> Vec<String> {
    let outside = text.split("```").step_by(2).collect::<String>();
    outside.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn every_path_that_a_document_names_exists() {
    const FOLDERS: &[&str] = &["src/", "core/", "library/", "tests/", "docs/", "scenarios/", "benches/", ".ci/"];
    for document in DOCUMENTS {
        for path in quoted(&read(document)) {
            let is_path = FOLDERS.iter().any(|folder| path.starts_with(folder)) && !path.contains([' ', '*', '<']);
            let exists = Path::new(env!("CARGO_MANIFEST_DIR")).join(&path).exists();
            assert!(!is_path || exists, "{document} names {path}, which does not exist");
        }
    }
}

#[test]
fn every_test_that_the_architecture_names_exists() {
    let mut code = String::new();
    for folder in ["core/src", "library/src", "src", "tests"] {
        add_code(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut code);
    }
    let names = quoted(&read("ARCHITECTURE.md"));
    let is_test = |name: &&String| {
        name.matches('_').count() >= 4 && name.chars().all(|c| c.is_ascii_lowercase() || c == '_' || c.is_ascii_digit())
    };
    let tests: Vec<&String> = names.iter().filter(is_test).collect();
    assert!(tests.len() > 10, "the invariants name no tests");
    for test in tests {
        assert!(code.contains(&format!("fn {test}(")), "ARCHITECTURE.md names {test}, which does not exist");
    }
}

fn add_code(folder: &Path, code: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            add_code(&path, code);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            *code += &fs::read_to_string(&path).unwrap();
        }
    }
}

#[test]
fn every_dependency_is_explained_and_nothing_else() {
    let (cargo, architecture) =
        (["", "core/", "library/"].map(|folder| read(&format!("{folder}Cargo.toml"))), read("ARCHITECTURE.md"));
    let sections = cargo.iter().flat_map(|text| text.split("\n[")).filter(|part| part.contains("dependencies]\n"));
    let lines = sections.flat_map(|section| section.lines().skip(1)).filter(|line| !line.starts_with('#'));
    let names = lines.filter_map(|line| Some(line.split_once(" = ")?.0.trim_end_matches(".workspace")));
    let mut used: Vec<String> =
        names.filter(|name| !name.starts_with("dottedline")).map(|name| format!("`{name}`")).collect();
    used.sort();
    used.dedup();
    let (_, dependencies) = architecture.split_once("## Dependencies").unwrap();
    let mut explained: Vec<String> = rows(dependencies).into_iter().map(|row| row[0].clone()).collect();
    explained.retain(|name| name.starts_with('`'));
    explained.sort();
    assert_eq!(used, explained, "the dependencies of Cargo.toml, and those that ARCHITECTURE.md explains");
}

#[test]
fn tables_stand_in_columns() {
    let cells = |words: [&str; 3]| words.map(str::to_owned).to_vec();
    let made = table(cells(["a", "b", "c"]), vec![cells(["long", "1", "x|y"])]);
    assert_eq!(made, "| a    | b | c |\n|------|---|---|\n| long | 1 | x\\|y |\n");
}
