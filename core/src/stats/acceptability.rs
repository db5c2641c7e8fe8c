//! Which structure is best depends on what a point of benefit is worth: acceptability curves.

use super::{Panel, best_mean, regrets};

/// The choice at one value of a unit of benefit.
#[derive(Clone, Debug, PartialEq)]
pub struct Acceptability {
    /// What one unit of benefit is taken to be worth, in the unit of cost.
    pub value: f64,
    /// Trials that count.
    pub trials: usize,
    /// Share of them in which each structure has the highest net benefit; `None` for one that has too few trials to be
    /// [set side by side](Panel::side_by_side) with the others.
    pub probability_best: Vec<Option<f64>>,
    /// The structure with the highest mean net benefit; its probability is the frontier.
    pub leader: usize,
}

/// Net benefit = value × benefit − cost, for each value given (Briggs et al. 2012, ISPOR-SMDM task force).
///
/// Columns hold one number per trial, one column per structure; only trials count in which all structures that are set side
/// by side have both numbers. `None` if columns do not match or no trial is left.
///
/// ```
/// use dottedline_core::stats::acceptability;
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
    let together = Panel::new(&columns)?.side_by_side();
    let regrets = regrets(&together)?;
    let share = |structure| together.place(structure).map(|place| regrets[place].probability_best);
    Some(Acceptability {
        value,
        trials: together.len(),
        probability_best: (0..columns.len()).map(share).collect(),
        leader: together.structures()[best_mean(&together)?],
    })
}
