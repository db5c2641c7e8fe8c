//! What the metrics say together, in words.

use super::words::listed;
use super::{Choice, Together};
use crate::numbers::{percent, rounded};

/// Who is not beaten in all metrics at once; empty with one metric or without trials.
#[must_use]
pub fn unbeaten(together: &Together) -> String {
    let Some(shares) = &together.pareto_shares else { return String::new() };
    let metrics: Vec<&str> = together.metrics.iter().map(|metric| metric.name.as_str()).collect();
    let share = |(name, share): (&String, &Option<f64>)| Some(format!("{name} {}", percent((*share)?, 0)));
    let shares = listed_owned(together.structures.iter().zip(shares).filter_map(share));
    let several = together.evidence.several();
    format!("Not beaten in {} together, in so many {several}: {}.", listed(&metrics, "and"), shares)
}

/// Which structure to choose by what a point of the primary metric is worth; empty without costs.
#[must_use]
pub fn worth(together: &Together) -> String {
    let Some(worth) = &together.worth else { return String::new() };
    let name = |structure: usize| together.structures.get(structure).map_or("", String::as_str);
    let (point, costs) = (&worth.point, &worth.costs);
    match worth.choices.as_slice() {
        [] => String::new(),
        [only] => {
            let name = name(only.switch.structure);
            format!(
                "Whatever {point} is worth, {name} is the choice by means when {costs} count: it gains most and costs least."
            )
        }
        [first, second, later @ ..] => {
            let amount = |each: &Choice| format!("{} {}", rounded(each.switch.from), worth.currency).trim().to_owned();
            let from = |each: &Choice| format!("{} from {} on", name(each.switch.structure), amount(each));
            let below = format!("{} below {}", name(first.switch.structure), amount(second));
            let said = listed_owned(std::iter::once(below).chain([second].into_iter().chain(later).map(from)));
            let share = |each: &Choice| percent(each.probability_best.unwrap_or(0.0), 0);
            let shares = listed_owned(worth.choices.iter().map(share));
            let several = together.evidence.several();
            format!(
                "By what {point} is worth when {costs} count, by means: {said}. In the middle of these ranges they are the \
                 best in {shares} of {several}."
            )
        }
    }
}

fn listed_owned(parts: impl Iterator<Item = String>) -> String {
    let parts: Vec<String> = parts.collect();
    listed(&parts.iter().map(String::as_str).collect::<Vec<_>>(), "and")
}
