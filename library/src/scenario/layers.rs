//! Layering: the scenario that a file extends, then the file, then `--set`.

use std::path::{Path, PathBuf};

use serde_json::Value as Json;
use toml::de::DeTable;

use super::problem::Problem;
use super::reading::read_text;
use super::source::{LONGEST_BYTES, Place, SourceText};
use super::tree::{Node, Value};
use super::{Problems, ScenarioError, renamed, setting, templates};

/// Longer chains of `extends` help nobody.
const LONGEST_CHAIN: usize = 16;

/// All settings of a scenario in one tree, and the texts they came from.
pub(crate) struct Layered {
    pub(crate) tree: Node,
    /// The tree before `--set`, if anything was set.
    pub(crate) before: Option<Node>,
    pub(crate) sources: Vec<SourceText>,
    pub(crate) problems: Vec<Problem>,
    /// The schema that they are to be of.
    pub(crate) schema: Json,
}

/// Layers a file.
pub(crate) fn of_file(path: &Path, sets: &[String]) -> Result<Layered, ScenarioError> {
    let text = read_text(path)?;
    let mut layers = Layers { chain: vec![identity(path)], ..Layers::new() };
    let source = layers.add_source(path.display().to_string(), text);
    layers.finish(source, path.parent(), sets)
}

/// Layers a text from memory, which can extend only shipped scenarios.
pub(crate) fn of_text(name: &str, text: &str, sets: &[String]) -> Result<Layered, ScenarioError> {
    if text.len() as u64 > LONGEST_BYTES {
        return Err(ScenarioError::TooLong { path: name.to_owned(), limit: LONGEST_BYTES >> 20 });
    }
    let mut layers = Layers::new();
    let source = layers.add_source(name.to_owned(), text.to_owned());
    layers.finish(source, None, sets)
}

struct Layers {
    schema: Json,
    sources: Vec<SourceText>,
    problems: Vec<Problem>,
    /// The files that are being read, each extended by the one before.
    chain: Vec<PathBuf>,
    /// Why a file that another extends could not be read, if that is the system's fault and not the scenario's.
    unreadable: Option<ScenarioError>,
}

impl Layers {
    fn new() -> Layers {
        let schema = super::schema::of_file();
        Layers { schema, sources: Vec::new(), problems: Vec::new(), chain: Vec::new(), unreadable: None }
    }

    fn add_source(&mut self, name: String, text: String) -> usize {
        self.sources.push(SourceText { name, text });
        self.sources.len() - 1
    }

    /// Reads the layers from the outermost file on. Texts that cannot be parsed and bases that cannot be
    /// found end it: whatever else there is to say would be said about half a scenario.
    fn finish(mut self, source: usize, folder: Option<&Path>, sets: &[String]) -> Result<Layered, ScenarioError> {
        let tree = self.layer(source, folder);
        if let Some(unreadable) = self.unreadable {
            return Err(unreadable);
        }
        let mut tree = match tree {
            Some(tree) if self.problems.iter().all(Problem::is_warning) => tree,
            _ => return Err(ScenarioError::Invalid(Problems::new(self.sources, self.problems))),
        };
        let before = (!sets.is_empty()).then(|| tree.clone());
        for set in sets {
            let source = self.add_source("--set".to_owned(), set.clone());
            let found = setting::apply(&mut tree, source, set, &self.schema);
            self.problems.extend(found.unwrap_or_else(Some));
        }
        Ok(Layered { tree, before, sources: self.sources, problems: self.problems, schema: self.schema })
    }

    /// A text with everything that it extends.
    fn layer(&mut self, source: usize, folder: Option<&Path>) -> Option<Node> {
        let mut tree = self.parse(source)?;
        renamed::in_tree(&mut tree, &self.schema, &mut self.problems);
        self.read_sample(&mut tree, folder);
        let Value::Table(table) = &mut tree.value else { return Some(tree) };
        let Some(index) = table.entries.iter().position(|entry| entry.key == "extends") else { return Some(tree) };
        let extends = table.entries.remove(index).node;
        let mut base = self.base(&extends, folder)?;
        merge(&mut base, tree);
        Some(base)
    }

    /// Puts the lines of the file that `uncertainty.sample` names in its place.
    fn read_sample(&mut self, tree: &mut Node, folder: Option<&Path>) {
        let Value::Table(top) = &mut tree.value else { return };
        let Some(Value::Table(section)) = top.get_mut("uncertainty").map(|node| &mut node.value) else { return };
        let Some(node) = section.get_mut("sample") else { return };
        let Some(name) = node.as_text().filter(|text| !text.contains('\n')).map(str::to_owned) else { return };
        let place = node.place;
        let Some(folder) = folder else {
            let problem =
                Problem::new(place, format!("the sample `{name}` cannot be found from a text without a folder"));
            self.problems.push(problem.label("a file").remedy("give its lines instead: sample = \"\"\"...\"\"\""));
            return;
        };
        match read_text(&folder.join(&name)) {
            Ok(text) => node.value = Value::Text(text + "\n"),
            Err(error) => {
                let why = error.to_string();
                let problem =
                    Problem::new(place, format!("the sample cannot be read: {}", why.lines().next().unwrap_or("")));
                let remedy = "give its path from this file's folder; `dottedline calibrate` writes such files";
                self.problems.push(problem.label("not read").remedy(remedy));
                self.unreadable = Some(error).filter(|error| matches!(error, ScenarioError::Unreadable { .. }));
            }
        }
    }

    fn parse(&mut self, source: usize) -> Option<Node> {
        let text = self.sources[source].text.as_str();
        if let Some(problem) = super::bounds::check(source, text) {
            self.problems.push(problem);
            return None;
        }
        let (table, errors) = DeTable::parse_recoverable(text);
        if errors.is_empty() {
            let table = Node::from_toml(source, table.get_ref());
            return Some(Node { value: Value::Table(table), place: Place::top_of(source) });
        }
        let open = super::bounds::never_closed(source, text);
        // Everything after it would be said about a list that should have ended.
        let end = open.as_ref().map_or(usize::MAX, |(at, _)| *at);
        let before = errors.iter().filter(|error| error.span().is_none_or(|span| span.start < end));
        self.problems.extend(before.map(|error| syntax(source, text, error)));
        self.problems.extend(open.map(|(_, problem)| problem));
        None
    }

    fn base(&mut self, extends: &Node, folder: Option<&Path>) -> Option<Node> {
        let found = match extends.as_text() {
            Some(name) => self.find_base(name, extends.place, folder),
            None => Err(Problem::new(extends.place, "extends must be text")
                .label("not text")
                .remedy("write extends = \"other.toml\"")),
        };
        match found {
            Ok((identity, source)) => {
                let folder = identity.parent().map(Path::to_owned);
                self.chain.push(identity);
                let tree = self.layer(source, folder.as_deref());
                self.chain.pop();
                tree
            }
            Err(problem) => {
                self.problems.push(problem);
                None
            }
        }
    }

    /// The text that `extends` names, and what it is known by in the chain.
    fn find_base(&mut self, name: &str, place: Place, folder: Option<&Path>) -> Result<(PathBuf, usize), Problem> {
        let template = templates().iter().find(|template| template.name == name);
        let (identity, path) = match (template, folder) {
            (Some(_), _) => (PathBuf::from(format!("<{name}>/{name}")), None),
            (None, Some(folder)) => (identity(&folder.join(name)), Some(folder.join(name))),
            (None, None) => return Err(no_such_template(name, place)),
        };
        if self.chain.contains(&identity) {
            return Err(self.cycle(name, place));
        }
        if self.chain.len() >= LONGEST_CHAIN {
            let title = format!("more than {LONGEST_CHAIN} scenarios extend each other");
            return Err(Problem::new(place, title).remedy("merge some of them"));
        }
        let (shown, text) = match (template, path) {
            (Some(template), _) => (format!("{name} (shipped)"), template.text.to_owned()),
            (None, Some(path)) => {
                let text = read_text(&path).map_err(|error| {
                    let problem = unreadable(name, place, &error);
                    self.unreadable = Some(error).filter(|error| matches!(error, ScenarioError::Unreadable { .. }));
                    problem
                });
                (path.display().to_string(), text?)
            }
            (None, None) => return Err(no_such_template(name, place)),
        };
        Ok((identity, self.add_source(shown, text)))
    }

    fn cycle(&self, name: &str, place: Place) -> Problem {
        let mut names: Vec<String> = self.chain.iter().map(|path| short_name(path)).collect();
        names.push(name.to_owned());
        let problem =
            Problem::new(place, "scenarios extend each other in a circle").label("this one is being read already");
        problem.remedy(format!("break the circle: {}", names.join(" -> ")))
    }
}

fn short_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

/// One name per file, however it is spelt.
fn identity(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

fn syntax(source: usize, text: &str, error: &toml::de::Error) -> Problem {
    let place = error.span().map_or(Place::top_of(source), |span| Place::new(source, span));
    let problem = Problem::new(place, format!("this is not valid TOML: {}", error.message())).label("here");
    match super::misspelt::remedy(text, place.start) {
        Some(remedy) => problem.remedy(remedy),
        None => problem,
    }
}

fn no_such_template(name: &str, place: Place) -> Problem {
    let names: Vec<&str> = templates().iter().map(|template| template.name).collect();
    let title = format!("there is no shipped scenario `{name}` to extend");
    Problem::new(place, title).label("not found").remedy(super::nearest::did_you_mean(name, &names))
}

fn unreadable(name: &str, place: Place, error: &ScenarioError) -> Problem {
    let text = error.to_string();
    let why = text.lines().next().unwrap_or_default();
    let names: Vec<&str> = templates().iter().map(|template| template.name).collect();
    let problem = Problem::new(place, format!("the scenario to extend cannot be read: {why}")).label("not found");
    let remedy = format!("give a path from this file's folder, or a shipped scenario: {}", names.join(", "));
    if name.contains('\\') || name.chars().any(char::is_control) {
        return problem
            .remedy("in double quotes a backslash begins an escape: write the path in single quotes, or with slashes");
    }
    problem.remedy(match super::nearest::nearest(name, names.iter().copied()) {
        Some(near) => format!("did you mean \"{near}\", the shipped scenario?"),
        None => remedy,
    })
}

/// Puts one layer over another: tables key by key, lists of tables by `id`; everything else is replaced.
fn merge(base: &mut Node, over: Node) {
    base.place = over.place;
    match (&mut base.value, over.value) {
        (Value::Table(under), Value::Table(table)) => {
            for entry in table.entries {
                match under.entries.iter_mut().find(|known| known.key == entry.key) {
                    Some(known) => {
                        known.key_place = entry.key_place;
                        merge(&mut known.node, entry.node);
                    }
                    None => under.entries.push(entry),
                }
            }
        }
        (Value::List(under), Value::List(items)) if have_ids(under) && have_ids(&items) => merge_by_id(under, items),
        (value, other) => *value = other,
    }
}

/// Merges each item over the one of the same `id`. A second item of that `id`, or one without, stays beside them, to be
/// reported.
fn merge_by_id(under: &mut Vec<Node>, items: Vec<Node>) {
    let mut waiting: Vec<usize> = (0..under.len()).collect();
    for item in items {
        match waiting.iter().position(|&index| item.id().is_some() && under[index].id() == item.id()) {
            Some(position) => merge(&mut under[waiting.remove(position)], item),
            None => under.push(item),
        }
    }
}

/// Whether these are tables to be told apart by `id`; other lists, and an empty one, replace.
fn have_ids(items: &[Node]) -> bool {
    items.iter().any(|item| item.id().is_some())
}
