//! Choosing before the luck is known: how often a structure is best, and what choosing it costs.

use super::{Moments, Panel, quantile_of_sorted};

/// What choosing one structure would have cost over the trials, when more is better.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Regret {
    /// Share of trials in which it is the best; those that share first place share the trial.
    pub probability_best: f64,
    /// Mean of what it falls short of the best of the same trial.
    pub mean: f64,
    /// What that stays at or below in 90 % of trials.
    pub p90: f64,
    /// The most that it fell short.
    pub worst: f64,
}

/// The regret of each structure, of the trials that all have; `None` without such trials.
///
/// ```
/// use dottedline::stats::{Panel, regrets};
/// let panel = Panel::new(&[vec![Some(3.0), Some(1.0)], vec![Some(2.0), Some(5.0)]]).unwrap();
/// let regrets = regrets(&panel).unwrap();
/// assert_eq!((regrets[0].probability_best, regrets[0].mean, regrets[0].worst), (0.5, 2.0, 4.0));
/// ```
#[must_use]
pub fn regrets(panel: &Panel) -> Option<Vec<Regret>> {
    let structures = panel.structures();
    let mut firsts = vec![0.0; structures];
    let mut short = vec![Vec::with_capacity(panel.trials_of_all()); structures];
    for row in panel.rows() {
        let best = greatest(&row);
        let ties = row.iter().filter(|&&number| number == best).count() as f64;
        for (structure, &number) in row.iter().enumerate() {
            firsts[structure] += if number == best { 1.0 / ties } else { 0.0 };
            short[structure].push(best - number);
        }
    }
    short.iter_mut().zip(firsts).map(|(short, first)| regret(short, first)).collect()
}

fn regret(short: &mut [f64], first: f64) -> Option<Regret> {
    let n = short.len() as f64;
    let mean = short.iter().sum::<f64>() / n;
    short.sort_by(f64::total_cmp);
    let (p90, worst) = (quantile_of_sorted(short, 0.9)?, *short.last()?);
    Some(Regret { probability_best: first / n, mean, p90, worst })
}

fn greatest(row: &[f64]) -> f64 {
    row.iter().copied().fold(f64::NEG_INFINITY, f64::max)
}

/// The structure whose worst regret is least, the earlier one of equals; `None` for an empty list.
///
/// ```
/// use dottedline::stats::{Regret, minimax_regret};
/// let regret = |worst| Regret { probability_best: 0.5, mean: 1.0, p90: 1.0, worst };
/// assert_eq!(minimax_regret(&[regret(4.0), regret(1.0)]), Some(1));
/// ```
#[must_use]
pub fn minimax_regret(regrets: &[Regret]) -> Option<usize> {
    least(regrets.iter().map(|regret| regret.worst))
}

/// The structure with the highest mean, the earlier one of equals; `None` without trials.
///
/// Where some ran in fewer trials, means are not of the same luck: then it is the one whose mean difference to every other
/// one, of the trials of both, is greatest at its least.
#[must_use]
pub fn leader(panel: &Panel) -> Option<usize> {
    let means = panel.means()?;
    if panel.trials() == panel.trials_of_all() {
        return least(means.into_iter().map(|mean| -mean));
    }
    let ahead = |i: usize, j: usize| panel.differences(i, j).into_iter().collect::<Moments>().mean().unwrap_or(0.0);
    let others = |i: usize| (0..panel.structures()).filter(move |&j| j != i);
    let least_lead = |i: usize| others(i).map(|j| ahead(i, j)).fold(f64::INFINITY, f64::min);
    least((0..panel.structures()).map(|i| -least_lead(i)))
}

fn least(numbers: impl Iterator<Item = f64>) -> Option<usize> {
    numbers.enumerate().min_by(|a, b| a.1.total_cmp(&b.1)).map(|(index, _)| index)
}

/// The expected value of perfect information: by how much the mean would rise could one choose in each trial knowing its
/// outcome: the mean of the best less the best of the means. The same as the mean regret of the leader. Of the trials that
/// all structures have; `None` without such trials.
///
/// Over trials of luck this is what luck costs; over the means of assumed worlds it is what knowing the assumptions is
/// worth.
///
/// ```
/// use dottedline::stats::{Panel, perfect_information};
/// let panel = Panel::new(&[vec![Some(3.0), Some(1.0)], vec![Some(2.0), Some(5.0)]]).unwrap();
/// assert_eq!(perfect_information(&panel), Some(0.5));
/// ```
#[must_use]
pub fn perfect_information(panel: &Panel) -> Option<f64> {
    // As the leader's mean regret: the difference of two means would leave rounding where there is nothing to gain.
    let leader = leader(&panel.side_by_side())?;
    let gains = panel.rows().map(|row| greatest(&row) - row[leader]);
    let trials = panel.trials_of_all();
    (trials > 0).then(|| gains.sum::<f64>() / trials as f64)
}
