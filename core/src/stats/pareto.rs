//! Several metrics at once, none of them weighed against another.

use std::cmp::Ordering;

use super::Panel;

/// For each structure, the share of trials in which no other one is at least as good in every metric and better in one.
///
/// `metrics[m][i]` is the column of structure i in metric m, one entry per trial; more is better in all of them. Only trials
/// count in which all structures that are [set side by side](Panel::side_by_side) have all numbers; `None` for a structure
/// that has too few of them. `None` for all if metrics have different numbers of structures, or no trial is left.
///
/// ```
/// use dottedline_core::stats::pareto_shares;
/// let retention = vec![vec![Some(0.7), Some(0.7)], vec![Some(0.8), Some(0.8)]];
/// let profit = vec![vec![Some(5.0), Some(3.0)], vec![Some(4.0), Some(4.0)]];
/// assert_eq!(pareto_shares(&[retention, profit]), Some(vec![Some(0.5), Some(1.0)]));
/// ```
#[must_use]
pub fn pareto_shares(metrics: &[Vec<Vec<Option<f64>>>]) -> Option<Vec<Option<f64>>> {
    let structures = metrics.first()?.len();
    if metrics.iter().any(|metric| metric.len() != structures) {
        return None;
    }
    let trials = metrics.iter().flatten().map(Vec::len).max()?;
    let there = |structure: usize, trial: usize| point(metrics, structure, trial).map(|_| 0.0);
    let presence = |structure| (0..trials).map(|trial| there(structure, trial)).collect();
    let together = Panel::new(&(0..structures).map(presence).collect::<Vec<_>>())?.side_by_side();
    let mut counts = vec![0_u64; together.structures().len()];
    let points = |trial| together.structures().iter().map(|&each| point(metrics, each, trial)).collect();
    let rows = (0..trials).filter_map(points);
    let whole = rows.inspect(|points: &Vec<Vec<f64>>| count_undominated(points, &mut counts)).count();
    let share = |structure| together.place(structure).map(|place| counts[place] as f64 / whole as f64);
    (whole > 0).then(|| (0..structures).map(share).collect())
}

/// A structure in a trial, one coordinate per metric; `None` if any is missing.
fn point(metrics: &[Vec<Vec<Option<f64>>>], structure: usize, trial: usize) -> Option<Vec<f64>> {
    let number = |metric: &Vec<Vec<Option<f64>>>| {
        metric[structure].get(trial).copied().flatten().filter(|number| number.is_finite())
    };
    metrics.iter().map(number).collect()
}

fn count_undominated(points: &[Vec<f64>], counts: &mut [u64]) {
    undominated(points).into_iter().for_each(|place| counts[place] += 1);
}

/// The points (places, in ascending order) that no other one dominates: is at least as good as in every coordinate and better in one. More is
/// better in all; no coordinate is NaN. Of points that are alike either all or none.
#[must_use]
pub fn undominated(points: &[Vec<f64>]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..points.len()).collect();
    // Whoever dominates another one comes before it.
    order.sort_by(|&a, &b| points[b].partial_cmp(&points[a]).unwrap_or(Ordering::Equal).then(a.cmp(&b)));
    let mut front: Vec<usize> = Vec::new();
    for place in order {
        if !front.iter().any(|&other| dominates(&points[other], &points[place])) {
            front.push(place);
        }
    }
    front.sort_unstable();
    front
}

fn dominates(first: &[f64], second: &[f64]) -> bool {
    let pairs = || first.iter().zip(second);
    pairs().all(|(a, b)| a >= b) && pairs().any(|(a, b)| a > b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_front_is_of_those_whom_nobody_dominates() {
        let means = [[1.0, 3.0], [2.0, 1.0], [2.0, 2.0], [0.0, 0.0], [2.0, 2.0]].map(Vec::from);
        assert_eq!(undominated(&means), [0, 2, 4], "of two that are alike both");
        assert_eq!(undominated(&[vec![0.0, 0.5], vec![-0.0, 1.0]]), [1], "zeros are alike whatever their sign");
    }
}
