//! Which structure to choose by what a unit of benefit is worth: where the choice changes.

/// A choice and the least worth of a unit of benefit from which on it is the best.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Switch {
    /// What a unit of benefit is worth there, in the unit of cost; 0 for the first choice.
    pub from: f64,
    /// Index of the structure with the highest mean net benefit, worth × benefit − cost, from there on.
    pub structure: usize,
}

/// The choices by mean net benefit as a unit of benefit becomes worth more, from 0 on: the upper envelope of lines.
/// Structures that are never the choice are not in it. Empty without structures; both lists are of the same length.
///
/// ```
/// use dottedline_core::stats::{Switch, choices_by_worth};
/// // The third costs as much as the second and gains less.
/// let choices = choices_by_worth(&[1.0, 3.0, 2.0, 4.0], &[0.0, 10.0, 10.0, 40.0]);
/// let switch = |from, structure| Switch { from, structure };
/// assert_eq!(choices, [switch(0.0, 0), switch(5.0, 1), switch(30.0, 3)]);
/// ```
#[must_use]
pub fn choices_by_worth(benefits: &[f64], costs: &[f64]) -> Vec<Switch> {
    let structures = benefits.len().min(costs.len());
    let cheapest =
        (0..structures).min_by(|&a, &b| costs[a].total_cmp(&costs[b]).then(benefits[b].total_cmp(&benefits[a])));
    let mut choices: Vec<Switch> = cheapest.map(|structure| Switch { from: 0.0, structure }).into_iter().collect();
    while let Some(last) = choices.last().copied() {
        let now = last.structure;
        let crossing = |&next: &usize| (costs[next] - costs[now]) / (benefits[next] - benefits[now]);
        let better = (0..structures).filter(|&next| benefits[next] > benefits[now]);
        // Of those that take over at the same worth the one that gains most.
        let order =
            |a: &usize, b: &usize| crossing(a).total_cmp(&crossing(b)).then(benefits[*b].total_cmp(&benefits[*a]));
        let Some(structure) = better.min_by(order) else { break };
        choices.push(Switch { from: crossing(&structure).max(last.from), structure });
    }
    choices
}
