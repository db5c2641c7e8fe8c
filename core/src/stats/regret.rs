//! Choosing before the random inputs are known: how often a structure is best, and what choosing it costs.

use super::{SideBySide, in_order, quantile_of_sorted};

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

/// The regret of each structure; `None` without trials.
///
/// ```
/// use dottedline_core::stats::{Panel, regrets};
/// let panel = Panel::new(&[vec![Some(3.0), Some(1.0)], vec![Some(2.0), Some(5.0)]]).unwrap();
/// let regrets = regrets(&panel.side_by_side()).unwrap();
/// assert_eq!((regrets[0].probability_best, regrets[0].mean, regrets[0].worst), (0.5, 2.0, 4.0));
/// ```
#[must_use]
pub fn regrets(together: &SideBySide) -> Option<Vec<Regret>> {
    let structures = together.structures().len();
    let mut firsts = vec![0.0; structures];
    let mut short = vec![Vec::with_capacity(together.len()); structures];
    for row in together.rows() {
        let best = greatest(&row);
        let ties = row.iter().filter(|&&number| number == best).count() as f64;
        for (structure, &number) in row.iter().enumerate() {
            firsts[structure] += if number == best { 1.0 / ties } else { 0.0 };
            short[structure].push(best - number);
        }
    }
    short.into_iter().zip(firsts).map(|(short, first)| regret(short, first)).collect()
}

fn regret(short: Vec<f64>, first: f64) -> Option<Regret> {
    let n = short.len() as f64;
    let mean = short.iter().sum::<f64>() / n;
    let sorted = in_order(short);
    let (p90, worst) = (quantile_of_sorted(&sorted, 0.9)?, *sorted.last()?);
    Some(Regret { probability_best: first / n, mean, p90, worst })
}

fn greatest(row: &[f64]) -> f64 {
    row.iter().copied().fold(f64::NEG_INFINITY, f64::max)
}

/// The structure whose worst regret is least, the earlier one of equals; `None` for an empty list.
///
/// ```
/// use dottedline_core::stats::{Regret, minimax_regret};
/// let regret = |worst| Regret { probability_best: 0.5, mean: 1.0, p90: 1.0, worst };
/// assert_eq!(minimax_regret(&[regret(4.0), regret(1.0)]), Some(1));
/// ```
#[must_use]
pub fn minimax_regret(regrets: &[Regret]) -> Option<usize> {
    least(regrets.iter().map(|regret| regret.worst))
}

fn least(numbers: impl Iterator<Item = f64>) -> Option<usize> {
    numbers.enumerate().min_by(|a, b| a.1.total_cmp(&b.1)).map(|(index, _)| index)
}

/// The expected value of perfect information: by how much the mean would rise could one choose in each trial knowing its
/// outcome: the mean of the best less the best of the means. The same as the mean regret of the structure with the best
/// mean. `None` without trials.
///
/// Over trials this is what chance costs; over the means of parameter draws it is what knowing the assumptions is worth.
///
/// ```
/// use dottedline_core::stats::{Panel, perfect_information};
/// let panel = Panel::new(&[vec![Some(3.0), Some(1.0)], vec![Some(2.0), Some(5.0)]]).unwrap();
/// assert_eq!(perfect_information(&panel.side_by_side()), Some(0.5));
/// ```
#[must_use]
pub fn perfect_information(together: &SideBySide) -> Option<f64> {
    // As a mean regret: the difference of two means would leave rounding where there is nothing to gain.
    let best = best_mean(together)?;
    let gains = together.rows().map(|row| greatest(&row) - row[best]);
    Some(gains.sum::<f64>() / together.len() as f64)
}

/// The place of the structure with the best mean, the earlier one of equals; `None` without trials.
#[must_use]
pub fn best_mean(together: &SideBySide) -> Option<usize> {
    least(together.means()?.into_iter().map(|mean| -mean))
}
