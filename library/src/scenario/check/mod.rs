//! What a scenario means: checked while it is refined into the model's types.
//!
//! Every function reports what is wrong and goes on with a stand-in, so that one run finds all
//! problems; the stand-ins are never used, for a study with problems is not handed out.

mod decision;
mod firm;
mod journey;
mod observed;
mod regime;
mod sample;
mod structures;
mod together;
mod uncertainty;

use super::file::ScenarioFile;
use super::nearest::did_you_mean;
use super::problem::Problem;
use super::source::Place;
use super::tree::{Node, Step, at};
use super::words;
use crate::model::{Contradiction, Study, World};
use crate::observed::Observed;
use crate::units::Share;

/// The study that a file describes, and what the firm has observed; `None` where too little is there to make one.
pub(crate) fn study(
    file: &ScenarioFile,
    tree: &Node,
    name: &str,
    problems: &mut Vec<Problem>,
) -> Option<(Study, Observed)> {
    let mut checker = Checker { file, tree, problems };
    let title = checker.said_once("title", &file.title, &file.study.title).unwrap_or_else(|| name.to_owned());
    let question = checker.said_once("question", &file.question, &file.study.question).unwrap_or_default();
    let world = checker.world();
    let all = checker.structures(&world);
    let structures = checker.compared(all);
    let baseline = checker.baseline(&structures);
    let decision = checker.decision();
    let observed = checker.observed();
    checker.check_together(&observed, &world);
    if structures.is_empty() {
        return None;
    }
    let lines = checker.lines();
    let (seed, trials) = (file.study.seed, file.study.trials);
    let currency = file.study.currency.clone().unwrap_or_default();
    let mut study = Study {
        title,
        question,
        seed,
        trials,
        currency,
        world,
        lines,
        structures,
        baseline,
        decision,
        uncertainty: None,
    };
    study.uncertainty = checker.uncertainty(&study);
    Some((study, observed))
}

/// Walks the file and collects problems.
struct Checker<'c> {
    file: &'c ScenarioFile,
    tree: &'c Node,
    problems: &'c mut Vec<Problem>,
}

impl<'c> Checker<'c> {
    fn report(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// Where the value at a path was written.
    fn place(&self, path: &[Step<'_>]) -> Place {
        self.tree.place_of(path)
    }

    /// Where the last key of a path was written.
    fn key_place(&self, path: &[Step<'_>]) -> Place {
        self.tree.key_place_of(path)
    }

    /// Whether a setting, as a dotted path, has been reported by the structural check.
    fn reported(&self, setting: &str) -> bool {
        self.any_reported(|reported| reported == setting)
    }

    /// Whether the structural check has reported any such setting, as a dotted path.
    fn any_reported(&self, such: impl Fn(&str) -> bool) -> bool {
        self.problems.iter().any(|problem| such(problem.setting()))
    }

    /// A text that can stand at the top or in `[study]`, but not in both.
    fn said_once(&mut self, key: &str, top: &Option<String>, study: &Option<String>) -> Option<String> {
        if top.is_some() && study.is_some() {
            let problem = Problem::new(self.key_place(at!["study", key]), format!("the {key} is given twice"));
            let first = self.key_place(at![key]);
            self.report(problem.label("second time").also(first, "first time").remedy("leave one of them out"));
        }
        top.clone().or_else(|| study.clone())
    }

    fn world(&mut self) -> World {
        let file = self.file;
        let functions = self.functions();
        let touchpoints = self.touchpoints();
        let known = self.problems.len();
        let journeys = self.journeys(&touchpoints);
        // With rows missing, whatever is said about travel would only repeat that they are.
        if self.problems.len() == known && !self.any_reported(|setting| setting.contains("journey.")) {
            self.check_travel(&touchpoints, &journeys);
        }
        let segments = self.segments(&journeys);
        let initiatives = file.initiatives.over_defaults();
        initiatives.contradictions().into_iter().for_each(|contradiction| self.report_contradiction(contradiction));
        let mut world = World {
            clock: file.study.clock.over_defaults(),
            customers: World::USUAL_CUSTOMERS,
            represents: World::USUAL_REPRESENTS,
            functions,
            touchpoints,
            journey: journeys.firm,
            segments,
            customer: file.customer.over_defaults(),
            initiatives,
            organisation: file.organisation.over_defaults(),
            environment: file.environment.over_defaults(),
            economics: file.economics.over_defaults(),
        };
        file.study.size.put_over(&mut world);
        world
    }

    fn report_contradiction(&mut self, contradiction: Contradiction) {
        let (key, label, remedy) = match contradiction {
            Contradiction::SharesAboveOne(_) => {
                ("experience_share", "too much", "lower one of them; the rest are bridges")
            }
            Contradiction::CostsCrossed { .. } => ("cost_min", "above cost_max", "lower cost_min or raise cost_max"),
        };
        let place = self.place(at!["initiatives", key]);
        self.report(Problem::new(place, contradiction.to_string()).label(label).remedy(remedy));
    }

    /// Reports ids that are badly formed, reserved, or given twice; returns them, `""` for those missing.
    fn ids(&mut self, kind: &str, ids: &[Option<&'c str>], reserved: &[&str]) {
        for (index, id) in ids.iter().enumerate() {
            let Some(id) = *id else { continue };
            let place = self.place(at![kind, index, "id"]);
            if !is_id(id) {
                self.report(bad_id(kind, id, place));
            } else if reserved.contains(&id) {
                let problem =
                    Problem::new(place, format!("a {kind} cannot be called `{id}`")).label("has a meaning of its own");
                self.report(problem.remedy("choose another name"));
            } else if let Some(first) = ids[..index].iter().position(|&other| other == Some(id)) {
                let first = self.place(at![kind, first, "id"]);
                let problem = Problem::new(place, format!("there are two {kind}s called `{id}`")).label("second");
                self.report(problem.also(first, "first").remedy("rename or remove one of them"));
            }
        }
    }

    /// The index of a function by its id; reports one that does not exist.
    fn function(&mut self, id: &str, place: Place) -> Option<usize> {
        let names = ids_of(self.file.function.iter().map(|function| &function.id));
        self.index_of("function", id, &names, place)
    }

    fn index_of(&mut self, kind: &str, id: &str, names: &[&str], place: Place) -> Option<usize> {
        let index = names.iter().position(|&name| name == id);
        if index.is_none() {
            let problem = Problem::new(place, format!("there is no {kind} `{id}`")).label(format!("unknown {kind}"));
            self.report(problem.remedy(did_you_mean(id, names)));
        }
        index
    }
}

/// Ids by index; `""`, which no id can be, where one is missing.
fn ids_of<'f>(ids: impl Iterator<Item = &'f Option<String>>) -> Vec<&'f str> {
    ids.map(|id| id.as_deref().unwrap_or_default()).collect()
}

fn is_id(id: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    id.len() <= 40 && id.starts_with(|c: char| c.is_ascii_lowercase()) && id.chars().all(plain)
}

fn bad_id(kind: &str, id: &str, place: Place) -> Problem {
    let shown: String = id.chars().take(60).collect();
    let problem = Problem::new(place, format!("`{shown}` cannot be the id of a {kind}")).label("not an id");
    let suggestion = slug(id);
    let rule = "an id is a lower-case letter, then letters a-z, digits or _, at most 40 characters";
    problem.remedy(if is_id(&suggestion) { format!("write \"{suggestion}\"; {rule}") } else { rule.to_owned() })
}

/// The nearest thing to an id.
fn slug(text: &str) -> String {
    let lower = text.trim().to_lowercase();
    let kept = lower.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' });
    kept.skip_while(|c| !c.is_ascii_lowercase()).take(40).collect()
}

/// A share that the structural check has found to be from 0 to 1.
fn share(value: f64) -> Share {
    Share::new(value).unwrap_or(Share::ZERO)
}

/// A sum without the dust of floating-point addition.
fn round(value: f64) -> String {
    words::number((value * 1e9).round() / 1e9)
}
