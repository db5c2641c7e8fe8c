//! What the metrics say together, in words.

use super::Together;
use super::words::{listed, rounded};

/// Who is not beaten in all metrics at once; empty with one metric or without trials.
#[must_use]
pub fn unbeaten(together: &Together) -> String {
    let Some(shares) = &together.pareto_shares else { return String::new() };
    let metrics: Vec<&str> = together.metrics.iter().map(|metric| metric.name.as_str()).collect();
    let share = |(name, share): (&String, &f64)| format!("{name} {:.0} %", 100.0 * share);
    let shares: Vec<String> = together.structures.iter().zip(shares).map(share).collect();
    let shares: Vec<&str> = shares.iter().map(String::as_str).collect();
    let several = together.evidence.several();
    format!("Not beaten in {} together, in so many {several}: {}.", listed(&metrics, "and"), listed(&shares, "and"))
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
            let name = name(only.structure);
            format!(
                "Whatever {point} is worth, {name} is the choice when {costs} count: it gains most and costs least."
            )
        }
        [first, rest @ ..] => {
            let later: Vec<String> =
                rest.iter().map(|each| format!("{} from {} on", name(each.structure), rounded(each.from))).collect();
            let later: Vec<&str> = later.iter().map(String::as_str).collect();
            let first = name(first.structure);
            format!("By what {point} is worth when {costs} count: below that {first}; {}.", listed(&later, "and"))
        }
    }
}
