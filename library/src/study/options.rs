//! Each structure as a choice: what it gains and risks.

use crate::stats::{
    Panel, QuantileEstimate, Regret, SideBySide, Standing, dominates_first_order, dominates_second_order, in_order,
    quantile_interval, worst_mean,
};

/// The share of trials that count as bad ones.
pub(super) const TAIL: f64 = 0.05;

/// Pieces of evidence that regrets, chances, dominance and what a point is worth are taken over, at most: the first ones.
/// Beyond these a share or a mean regret hardly moves, and a study of millions of trials has to fit.
pub(crate) const CHOICE_MOST: usize = 100_000;

/// A structure as a choice.
#[derive(Clone, Debug, PartialEq)]
pub struct StructureOption {
    /// Pieces of evidence in which it has a number: its mean and its bad trials are of these.
    pub trials: usize,
    /// Mean of the figure; `None` without trials.
    pub mean: Option<f64>,
    /// How far it is ahead of the best other one; `None` below two trials or structures, and with too few trials.
    pub standing: Option<Standing>,
    /// Regret against the best of each trial; `None` with too few trials to be set side by side with the others.
    pub regret: Option<Regret>,
    /// The figure in bad trials: its 5 % quantile, or its 95 % quantile if less is better, with a 95 % interval.
    pub tail: Option<QuantileEstimate>,
    /// Mean over the worst 5 % of trials.
    pub worst_mean: Option<f64>,
    /// Structures (indices) that it is ahead of at every rank.
    pub dominates_first_order: Vec<usize>,
    /// Structures (indices) that anybody who dislikes risk would give up for it.
    pub dominates_second_order: Vec<usize>,
}

impl StructureOption {
    /// "best", "can be the best" or "ruled out"; `None` for one that is not judged.
    #[must_use]
    pub fn standing_words(&self) -> Option<&'static str> {
        self.standing.map(|standing| match standing {
            _ if standing.is_best() => "best",
            Standing { possible_best: true, .. } => "can be the best",
            _ => "ruled out",
        })
    }
}

/// Each structure as a choice, of a panel of which more is better.
pub(super) fn options(
    panel: &Panel,
    together: &SideBySide,
    regrets: &[Regret],
    standings: &[Option<Standing>],
    smaller_is_better: bool,
) -> Vec<StructureOption> {
    let sign = if smaller_is_better { -1.0 } else { 1.0 };
    let means = panel.means();
    let comparable: Vec<Vec<f64>> =
        (0..together.structures().len()).map(|place| in_order(together.column(place).to_vec())).collect();
    let option = |structure: usize| {
        let place = together.place(structure);
        let ahead = |order: fn(&[f64], &[f64]) -> Option<bool>| {
            let dominates = |own: usize, other: usize| order(&comparable[own], &comparable[other]) == Some(true);
            let others = |own: usize| (0..comparable.len()).filter(move |&other| other != own && dominates(own, other));
            place.map_or_else(Vec::new, |own| others(own).map(|other| together.structures()[other]).collect())
        };
        let sorted = in_order(panel.numbers(structure));
        StructureOption {
            trials: sorted.len(),
            mean: means[structure].map(|mean| sign * mean),
            standing: standings[structure],
            regret: place.and_then(|place| regrets.get(place).copied()),
            tail: quantile_interval(&sorted, TAIL, 0.95).map(|tail| turned(tail, sign)),
            worst_mean: worst_mean(&sorted, TAIL).map(|mean| sign * mean),
            dominates_first_order: ahead(dominates_first_order),
            dominates_second_order: ahead(dominates_second_order),
        }
    };
    (0..panel.structures()).map(option).collect()
}

fn turned(tail: QuantileEstimate, sign: f64) -> QuantileEstimate {
    let QuantileEstimate { quantile, low, high } = tail;
    let (low, high) = if sign < 0.0 { (high, low) } else { (low, high) };
    QuantileEstimate { quantile: sign * quantile, low: low.map(|x| sign * x), high: high.map(|x| sign * x) }
}
