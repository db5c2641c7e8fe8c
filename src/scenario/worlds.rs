//! The worlds that an uncertain scenario assumes.

use super::problem::Problem;
use super::tree::{Node, at};
use super::{Scenario, check, setting, to_file};
use crate::model::{Study, Uncertainty};
use crate::stats::Sobol;

/// Shares at which a world is tried out when the scenario is read: the ends, and the middle.
const TRIED: [f64; 3] = [0.0, 0.5, 1.0];

impl Scenario {
    /// The study in one of the assumed worlds, numbered from 0: with its parameters drawn, by a scrambled Sobol' point
    /// that follows from the study's seed and the number alone. Nothing else differs, so all structures share the world.
    /// Without uncertainty every world is the study's own.
    #[must_use]
    pub fn world(&self, number: u32) -> Study {
        let drawn = self.assumptions(number);
        if drawn.is_empty() {
            return self.study.clone();
        }
        // Reading has made sure that every draw gives a study.
        let drawn = with(&self.tree, &self.name, drawn.iter().map(|(key, value)| (key.as_str(), *value)));
        drawn.map_or_else(|_| self.study.clone(), |world| as_asked(world, &self.study))
    }

    /// The parameters of an assumed world, by key; none without uncertainty.
    #[must_use]
    pub fn assumptions(&self, number: u32) -> Vec<(String, f64)> {
        let Some(uncertainty) = &self.study.uncertainty else { return Vec::new() };
        let Some(sobol) = Sobol::new(uncertainty.parameters.len()) else { return Vec::new() };
        let point = sobol.scrambled(self.study.seed, number);
        let parameters = uncertainty.parameters.iter().zip(point);
        parameters.map(|(parameter, share)| (parameter.key.clone(), parameter.at(share))).collect()
    }
}

/// A world with the structures, seed and trials that are asked for, which the command line may have changed.
fn as_asked(world: Study, asked: &Study) -> Study {
    let find = |id: &str| world.structures.iter().find(|structure| structure.id == id).cloned();
    let structures = asked.structures.iter().map(|one| find(&one.id).unwrap_or_else(|| one.clone())).collect();
    Study { world: world.world, structures, ..asked.clone() }
}

/// The study with these settings; or the first thing that is wrong with it.
fn with<'d>(tree: &Node, name: &str, drawn: impl Iterator<Item = (&'d str, f64)>) -> Result<Study, String> {
    let mut tree = tree.clone();
    let mut problems: Vec<Problem> = Vec::new();
    for (key, value) in drawn {
        let value =
            if value.fract() == 0.0 && value.abs() < 1e15 { format!("{value:.0}") } else { format!("{value:?}") };
        problems.extend(setting::apply(&mut tree, 0, &format!("{key}={value}")).err());
    }
    let file = to_file(&tree, &mut problems);
    let study = check::study(&file, &tree, name, &mut problems);
    match (problems.iter().find(|problem| !problem.is_warning()), study) {
        (None, Some(study)) => Ok(study),
        (problem, _) => Err(problem.map(|problem| problem.title().to_owned()).unwrap_or_default()),
    }
}

/// Tries out the worlds at the ends. What every number may be has been checked, so only rules between numbers are left:
/// they are linear, hence broken at the ends if at all.
pub(crate) fn check(tree: &Node, name: &str, uncertainty: &Uncertainty) -> Option<Problem> {
    let crossed = |key: &str| if key.ends_with("_max") { TRIED[0] } else { TRIED[2] };
    let same = TRIED.into_iter().map(|share| draw(uncertainty, |_| share));
    let wrong = same
        .chain([draw(uncertainty, crossed)])
        .find_map(|drawn| with(tree, name, drawn.iter().map(|(key, value)| (*key, *value))).err())?;
    let problem =
        Problem::new(tree.key_place_of(at!["uncertainty"]), format!("not every assumed world can be: {wrong}"));
    Some(problem.label("draws such worlds").remedy("narrow the ranges, or take out the parameter that does not fit"))
}

fn draw(uncertainty: &Uncertainty, share: impl Fn(&str) -> f64) -> Vec<(&str, f64)> {
    let at = |parameter| -> (&str, f64) {
        let parameter: &crate::model::UncertainParameter = parameter;
        (&parameter.key, parameter.at(share(&parameter.key)))
    };
    uncertainty.parameters.iter().map(at).collect()
}
