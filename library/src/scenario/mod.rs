//! Scenario files: read, layered, checked, and refined into a [`Study`].
//!
//! Text becomes a tree in which every value remembers where it was written ([`tree`](self)); layers are put over each
//! other; the tree is checked against the JSON Schema of the file types; what is left becomes a `ScenarioFile`,
//! whose meaning is checked while it is refined into the model's types. All problems come out at
//! once, each with its place and a remedy. After that nothing downstream fails because of input.

mod as_run;
mod bounds;
mod changed;
mod check;
mod describe;
mod drawable;
mod error;
mod file;
mod impossible_draws;
mod layers;
mod misspelt;
mod nearest;
mod notes;
mod problem;
mod ranges;
mod reading;
mod references;
mod remedy;
mod renamed;
mod rewritten;
mod schema;
mod setting;
mod shape;
mod source;
mod templates;
mod tree;
mod words;

use std::path::Path;

use serde_json::Value as Json;

pub use crate::model::differences;
pub use changed::ChangedDefault;
pub use describe::describe;
pub use error::ScenarioError;
pub use problem::Problems;
#[doc(hidden)]
pub use rewritten::{NotRewritten, rewritten};
pub use schema::{ParameterDoc, json_schema, parameters};
pub use templates::{Template, templates};

use crate::model::Study;
use crate::observed::Observed;
use file::ScenarioFile;
use layers::Layered;
use problem::Problem;

/// A scenario that can be run.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// What it asks, checked.
    pub study: Study,
    /// What the firm has observed of itself; changes no result.
    pub observed: Observed,
    /// Its name: that of the file without folder and extension; results go to `results/<name>/`.
    pub name: String,
    /// The whole scenario after layering as one TOML text, all defaults written out. Running it gives
    /// the same study.
    pub as_run: String,
    /// Every parameter that differs from its default.
    pub changed: Vec<ChangedDefault>,
    /// Every number that describes the firm itself: its functions, touchpoints, segments and journeys.
    pub of_firm: Vec<ChangedDefault>,
    /// Settings that change nothing though they look as if they should. May be empty.
    pub warnings: Problems,
}

impl Scenario {
    /// What the numbers of the study follow from; see [`Study::identity`].
    #[must_use]
    pub fn identity(&self) -> String {
        self.study.identity()
    }
}

/// Reads a scenario file with everything that it extends, and puts `--set` arguments over it.
///
/// # Errors
/// A file that cannot be read as text, or a list of everything that is wrong in it.
///
/// ```no_run
/// let sets = ["organisation.readiness=0.7".to_owned()];
/// let scenario = dottedline::scenario::read("scenarios/minimal.toml".as_ref(), &sets)?;
/// assert_eq!(scenario.study.world.organisation.readiness, 0.7);
/// # Ok::<(), dottedline::scenario::ScenarioError>(())
/// ```
pub fn read(path: &Path, sets: &[String]) -> Result<Scenario, ScenarioError> {
    let name = path.file_stem().map_or_else(|| "scenario".into(), |stem| stem.to_string_lossy());
    finish(&name, layers::of_file(path, sets)?)
}

/// Reads a scenario from memory; `name` stands in messages where a file name would. It can extend
/// only shipped scenarios.
///
/// # Errors
/// A list of everything that is wrong in it.
///
/// ```
/// let problems = dottedline::scenario::parse("draft", "[study]\nweeks = 0", &[]).unwrap_err();
/// assert!(problems.to_string().contains("study.weeks must be from 1 to 5,200, but is 0"));
/// ```
pub fn parse(name: &str, text: &str, sets: &[String]) -> Result<Scenario, ScenarioError> {
    finish(name, layers::of_text(name, text, sets)?)
}

fn finish(name: &str, mut layered: Layered) -> Result<Scenario, ScenarioError> {
    let mut problems = layered.problems;
    let (file, checked) = refined(name, &mut layered.tree, &layered.schema, &mut problems);
    let valid = is_valid(&problems);
    let problems = Problems::new(layered.sources, problems);
    match checked {
        Some((mut study, observed)) if valid => {
            let before = layered.before.as_mut().and_then(|tree| valid_study(name, tree, &layered.schema));
            let world = before.map_or_else(|| study.world.clone(), |before| before.world);
            references::fill_in(&mut study, &world);
            let [changed, of_firm] = changed::lists(&file);
            Ok(Scenario {
                as_run: as_run::write(&study, file.observed.as_ref()),
                changed,
                of_firm,
                name: name.to_owned(),
                warnings: problems,
                study,
                observed,
            })
        }
        _ => Err(ScenarioError::Invalid(problems)),
    }
}

/// A tree as the file types and as a study, with everything that is wrong in it.
fn refined(
    name: &str,
    tree: &mut tree::Node,
    schema: &Json,
    problems: &mut Vec<Problem>,
) -> (ScenarioFile, Option<(Study, Observed)>) {
    drawable::join_keys(tree);
    renamed::in_uncertainty(tree, problems);
    shape::check(tree, schema, problems);
    let file = to_file(tree, problems);
    let checked = check::study(&file, tree, name, problems);
    let valid = checked.as_ref().filter(|_| is_valid(problems));
    let wrong = valid.and_then(|(study, _)| impossible_draws::check(tree, study));
    problems.extend(wrong);
    (file, checked)
}

/// The study of a tree that is not to be run; `None` if it could not be.
fn valid_study(name: &str, tree: &mut tree::Node, schema: &Json) -> Option<Study> {
    let mut problems = Vec::new();
    let (_, checked) = refined(name, tree, schema, &mut problems);
    checked.map(|(study, _)| study).filter(|_| is_valid(&problems))
}

fn is_valid(problems: &[Problem]) -> bool {
    problems.iter().all(Problem::is_warning)
}

/// The tree as the file types. What the structural check lets through fits them; if the two should ever disagree,
/// the user gets a message and not a panic.
fn to_file(tree: &tree::Node, problems: &mut Vec<Problem>) -> ScenarioFile {
    serde_json::from_value(tree.to_json()).unwrap_or_else(|error| {
        problems.push(Problem::new(tree.place, format!("the scenario cannot be understood: {error}")));
        ScenarioFile::default()
    })
}
