//! Which structure is best depends on what a point of benefit is worth: acceptability curves.

use super::{Panel, leader, regrets};

/// The choice at one value of a unit of benefit.
#[derive(Clone, Debug, PartialEq)]
pub struct Acceptability {
    /// What one unit of benefit is taken to be worth, in the unit of cost.
    pub value: f64,
    /// Trials that count.
    pub trials: usize,
    /// Share of them in which each structure has the highest net benefit.
    pub probability_best: Vec<f64>,
    /// The structure with the highest mean net benefit; its probability is the frontier.
    pub leader: usize,
}

/// Net benefit = value × benefit − cost, for each value given (Briggs et al. 2012, ISPOR-SMDM task force).
///
/// Columns hold one number per trial, one column per structure; trials with a missing number count for none, nor do
/// those in which not all structures ran. `None` if
/// columns do not match or no trial is left.
///
/// ```
/// use dottedline::stats::acceptability;
/// // The second keeps 2 units more, for 10 more in cost.
/// let benefit = [vec![Some(1.0)], vec![Some(3.0)]];
/// let cost = [vec![Some(0.0)], vec![Some(10.0)]];
/// let curve = acceptability(&benefit, &cost, &[4.0, 6.0]).unwrap();
/// assert_eq!((curve[0].leader, curve[1].leader), (0, 1));
/// ```
#[must_use]
pub fn acceptability(
    benefit: &[Vec<Option<f64>>],
    cost: &[Vec<Option<f64>>],
    values: &[f64],
) -> Option<Vec<Acceptability>> {
    let fits = |(a, b): (&Vec<_>, &Vec<_>)| a.len() == b.len();
    if benefit.len() != cost.len() || !benefit.iter().zip(cost).all(fits) {
        return None;
    }
    values.iter().map(|&value| at(benefit, cost, value)).collect()
}

fn at(benefit: &[Vec<Option<f64>>], cost: &[Vec<Option<f64>>], value: f64) -> Option<Acceptability> {
    let net = |(benefit, cost): (&Option<f64>, &Option<f64>)| Some(value * (*benefit)? - (*cost)?);
    let column = |(benefit, cost): (&Vec<_>, &Vec<_>)| benefit.iter().zip(cost).map(net).collect();
    let columns: Vec<Vec<Option<f64>>> = benefit.iter().zip(cost).map(column).collect();
    let panel = Panel::new(&columns)?.side_by_side();
    let probability_best = regrets(&panel)?.iter().map(|regret| regret.probability_best).collect();
    Some(Acceptability { value, trials: panel.trials(), probability_best, leader: leader(&panel)? })
}
