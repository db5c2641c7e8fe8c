//! How a trace names things and writes numbers.

use dottedline::model::World;
use dottedline::numbers;

use crate::cli::format::listed;

/// A name as words: `call_centre` is a call centre.
pub(super) fn plain(id: &str) -> String {
    id.replace('_', " ")
}

/// "call centre (service)".
pub(super) fn place(world: &World, touchpoint: usize) -> String {
    let Some(found) = world.touchpoints.get(touchpoint) else { return String::new() };
    format!("{} ({})", plain(&found.id), function(world, found.owner))
}

/// "app and call centre": each touchpoint once, in the order in which they come.
pub(super) fn listed_places(world: &World, touchpoints: impl Iterator<Item = usize>) -> String {
    let mut names: Vec<String> = Vec::new();
    for name in touchpoints.map(|touchpoint| plain(&world.touchpoints[touchpoint].id)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    listed(&names.iter().map(String::as_str).collect::<Vec<_>>())
}

/// A function's name as words.
pub(super) fn function(world: &World, function: usize) -> String {
    world.functions.get(function).map_or_else(String::new, |function| plain(&function.id))
}

/// A number on a scale from 0 to 1: `.61`; a whole one as it is.
pub(super) fn level(value: f64) -> String {
    numbers::level(value, 2)
}

/// A difference on that scale, with its sign: `-.09`, `+.05`.
pub(super) fn change(value: f64) -> String {
    numbers::change(value, 2)
}

/// A small difference, to four digits.
pub(super) fn fine(value: f64) -> String {
    numbers::change(value, 4)
}

/// A probability: `4.4 %`; small ones with more digits.
pub(super) fn percent(share: f64) -> String {
    numbers::percent(share, if share < 0.00095 { 3 } else { 1 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_chances_have_more_digits() {
        assert_eq!([percent(0.0444), percent(0.00012)], ["4.4 %", "0.012 %"]);
    }
}
