//! What a choice between the structures gains and risks.

use super::decision_rules::{Criterion, DecisionRules};
use super::figures::{Figure, figures};
use super::findings::Findings;
use crate::stats::{
    Acceptability, Panel, QuantileEstimate, Regret, Standing, acceptability, compare_with_best, dominates_first_order,
    dominates_second_order, leader, minimax_regret, pareto_shares, perfect_information, quantile_interval, regrets,
    worst_mean,
};

/// The share of trials that count as bad ones.
pub const TAIL: f64 = 0.05;

/// Pieces of evidence that regrets, chances, dominance and what a point is worth are taken over, at most: the first ones.
/// Beyond these a share or a mean regret hardly moves, and a study of millions of trials has to fit.
pub const CHOICE_MOST: usize = 100_000;

/// What a figure says about each structure as a choice.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// The figure.
    pub figure: Figure,
    /// Its practical difference; `None` if there is none.
    pub practical: Option<f64>,
    /// Probability that any statement about who can be the best is wrong.
    pub alpha: f64,
    /// Trials in which the figure is defined under all structures that ran.
    pub trials: usize,
    /// Those of them in which all structures ran, [`CHOICE_MOST`] at most: regrets, chances and dominance are of these.
    pub trials_of_all: usize,
    /// Trials left out because the figure is not defined under a structure that ran.
    pub left_out: usize,
    /// Index of the structure with the best mean; `None` without trials.
    pub leader: Option<usize>,
    /// Index of the structure whose worst regret is least; `None` without trials.
    pub minimax_regret: Option<usize>,
    /// Mean gain of somebody who knew each trial's luck before choosing, the same as the leader's mean regret.
    pub perfect_information: Option<f64>,
    /// One entry per structure, in study order.
    pub options: Vec<StructureOption>,
}

/// A structure as a choice.
#[derive(Clone, Debug, PartialEq)]
pub struct StructureOption {
    /// Trials that count and in which it ran: its mean and its bad trials are of these.
    pub trials: usize,
    /// Mean of the figure; `None` without trials.
    pub mean: Option<f64>,
    /// How far it is ahead of the best other one; `None` below two trials or structures.
    pub standing: Option<Standing>,
    /// Regret against the best of each trial; `None` without trials.
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
    /// "best", "can be the best" or "ruled out".
    #[must_use]
    pub fn standing_words(&self) -> Option<&'static str> {
        self.standing.map(|standing| match standing {
            _ if standing.is_best() => "best",
            Standing { possible_best: true, .. } => "can be the best",
            _ => "ruled out",
        })
    }
}

impl Findings {
    /// What each figure that counts says about each structure as a choice. A criterion with an unknown figure has none.
    #[must_use]
    pub fn decisions(&self, rules: &DecisionRules) -> Vec<Decision> {
        let decide = |(index, criterion)| self.decision_on(criterion, rules.alpha_of(index));
        rules.criteria.iter().enumerate().filter_map(decide).collect()
    }

    fn decision_on(&self, criterion: &Criterion, alpha: f64) -> Option<Decision> {
        let (index, figure) = criterion.figure()?;
        let panel = self.panel(index)?;
        // From here on more is better; what is shown is turned back.
        let (panel, sign) = if criterion.smaller_is_better { (panel.negated(), -1.0) } else { (panel, 1.0) };
        let choice = panel.first(CHOICE_MOST);
        let regrets = regrets(&choice).unwrap_or_default();
        Some(Decision {
            figure,
            practical: criterion.practical_in(self),
            alpha,
            trials: panel.trials(),
            trials_of_all: choice.trials_of_all(),
            left_out: panel.left_out(),
            leader: leader(&panel).filter(|_| panel.trials() > 0),
            minimax_regret: minimax_regret(&regrets),
            perfect_information: perfect_information(&choice),
            options: options(&panel, &regrets, alpha, sign),
        })
    }

    /// For each structure, the share of trials in which no other is at least as good in all figures that count and better
    /// in one, of the trials in which all ran; `None` without trials in which all of them are defined. Where parameters are
    /// assumed it is a share of worlds.
    #[must_use]
    pub fn pareto_shares(&self, rules: &DecisionRules) -> Option<Vec<f64>> {
        let columns = |criterion: &Criterion| {
            let (index, _) = criterion.figure()?;
            let sign = if criterion.smaller_is_better { -1.0 } else { 1.0 };
            let column = |structure| self.scaled(structure, index, sign);
            Some((0..self.structures().len()).map(column).collect::<Vec<Vec<_>>>())
        };
        pareto_shares(&rules.criteria.iter().filter_map(columns).collect::<Vec<_>>())
    }

    /// Which structure is best by what a point of retention is worth: net benefit = worth × points of retention − costs,
    /// from 0 to twice the worth at which the last two mean net benefits cross, in 20 steps. Only worth 0 where none
    /// cross; `None` without trials.
    #[must_use]
    pub fn acceptability(&self) -> Option<Vec<Acceptability>> {
        let points = self.columns_of("retention", 100.0)?;
        let costs = self.columns_of("costs", 1.0)?;
        let means = |columns: &[Vec<Option<f64>>]| Panel::new(columns)?.side_by_side().means();
        let last = last_crossing(&means(&points)?, &means(&costs)?);
        let worths: Vec<f64> = match last {
            Some(worth) => (0..=20).map(|step| worth * f64::from(step) / 10.0).collect(),
            None => vec![0.0],
        };
        acceptability(&points, &costs, &worths)
    }

    fn scaled(&self, structure: usize, figure: usize, scale: f64) -> Vec<Option<f64>> {
        let numbers = self.first_evidence(structure, figure, CHOICE_MOST).into_iter();
        numbers.map(|number| number.map(|number| scale * number)).collect()
    }

    fn columns_of(&self, metric: &str, scale: f64) -> Option<Vec<Vec<Option<f64>>>> {
        let index = figures().position(|figure| figure.name == metric)?;
        let column = |structure| self.scaled(structure, index, scale);
        Some((0..self.structures().len()).map(column).collect())
    }
}

/// The greatest worth of a unit of benefit at which two means of net benefit are equal.
fn last_crossing(benefits: &[f64], costs: &[f64]) -> Option<f64> {
    let crossing = |i: usize, j: usize| (costs[i] - costs[j]) / (benefits[i] - benefits[j]);
    let pairs = (0..benefits.len()).flat_map(|i| (0..i).map(move |j| (i, j)));
    pairs.map(|(i, j)| crossing(i, j)).filter(|worth| worth.is_finite() && *worth > 0.0).max_by(f64::total_cmp)
}

/// Each structure as a choice, of a panel of which more is better; `sign` turns back what is shown.
pub(crate) fn options(panel: &Panel, regrets: &[Regret], alpha: f64, sign: f64) -> Vec<StructureOption> {
    let standings = compare_with_best(panel, alpha);
    let means = panel.means();
    let together = panel.first(CHOICE_MOST).side_by_side();
    let in_order_of = |panel: &Panel| (0..panel.structures()).map(|i| in_order(panel.column(i))).collect();
    let (sorted, comparable): (Vec<Vec<f64>>, Vec<Vec<f64>>) = (in_order_of(panel), in_order_of(&together));
    let option = |structure: usize| {
        let others = || (0..sorted.len()).filter(move |&other| other != structure);
        let ahead = |order: fn(&[f64], &[f64]) -> Option<bool>| {
            others().filter(|&other| order(&comparable[structure], &comparable[other]) == Some(true)).collect()
        };
        StructureOption {
            trials: sorted[structure].len(),
            mean: means.as_ref().map(|means| sign * means[structure]),
            standing: standings.as_ref().map(|standings| standings[structure]),
            regret: regrets.get(structure).copied(),
            tail: quantile_interval(&sorted[structure], TAIL, 0.95).map(|tail| turned(tail, sign)),
            worst_mean: worst_mean(&sorted[structure], TAIL).map(|mean| sign * mean),
            dominates_first_order: ahead(dominates_first_order),
            dominates_second_order: ahead(dominates_second_order),
        }
    };
    (0..panel.structures()).map(option).collect()
}

fn in_order(numbers: &[f64]) -> Vec<f64> {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
}

fn turned(tail: QuantileEstimate, sign: f64) -> QuantileEstimate {
    let QuantileEstimate { quantile, low, high } = tail;
    let (low, high) = if sign < 0.0 { (high, low) } else { (low, high) };
    QuantileEstimate { quantile: sign * quantile, low: low.map(|x| sign * x), high: high.map(|x| sign * x) }
}
