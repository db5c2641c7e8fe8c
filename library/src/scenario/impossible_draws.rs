//! The worlds that an uncertain scenario assumes, tried out when it is read.

use super::problem::Problem;
use super::tree::{Node, at};
use crate::model::{Study, UncertainParameter, Uncertainty};

/// Shares at which a world is tried out: the ends, and the middle.
const TRIED: [f64; 3] = [0.0, 0.5, 1.0];

/// Tries out the worlds at the ends. What every number may be has been checked, so only rules between numbers are left:
/// they are linear, hence broken at the ends if at all.
pub(crate) fn check(tree: &Node, study: &Study) -> Option<Problem> {
    let uncertainty = study.uncertainty.as_ref()?;
    let crossed = |key: &str| if key.ends_with("_max") { TRIED[0] } else { TRIED[2] };
    let same = TRIED.into_iter().map(|share| draw(uncertainty, |_| share));
    let sampled = uncertainty.sample.iter().flat_map(|sample| (0..).map_while(|number| sample.row(number)));
    let all = same.chain([draw(uncertainty, crossed)]).chain(sampled);
    let wrong = all.filter(|drawn| !drawn.is_empty()).find_map(|drawn| study.with(&drawn).err())?;
    let title = format!("not every parameter draw can be: {}", wrong.why);
    let problem = Problem::new(tree.key_place_of(at!["uncertainty"]), title);
    Some(problem.label("draws such worlds").remedy("narrow the ranges, or take out the parameter that does not fit"))
}

fn draw(uncertainty: &Uncertainty, share: impl Fn(&str) -> f64) -> Vec<(String, f64)> {
    let at = |parameter: &UncertainParameter| (parameter.key.clone(), parameter.at(share(&parameter.key)));
    uncertainty.parameters.iter().map(at).collect()
}
