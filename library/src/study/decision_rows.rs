//! Verdicts and decisions as rows of tables.

use super::figures::{Figure, figures};
use super::findings::Findings;
use super::summary::ComparisonRow;
use super::verdicts::{JudgedPair, Verdicts};
use crate::stats::Acceptability;

/// A comparison with what may be concluded from it.
#[derive(Clone, Debug, PartialEq)]
pub struct JudgedRow<'a> {
    /// The comparison by itself.
    pub row: ComparisonRow<'a>,
    /// What may be concluded, for figures that count for the decision.
    pub judged: Option<Judged>,
}

/// What may be concluded from a comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// The practical difference; `None` if there is none.
    pub practical: Option<f64>,
    /// The pair with its verdict.
    pub pair: JudgedPair,
    /// Which of the two is ahead at every rank.
    pub first_order: Dominance,
    /// Which of the two is ahead for anybody who dislikes risk.
    pub second_order: Dominance,
}

/// Which of two structures dominates the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dominance {
    /// The first one does.
    Ahead,
    /// The second one does.
    Behind,
    /// Neither does.
    Neither,
}

impl Dominance {
    /// Its name in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Dominance::Ahead => "ahead",
            Dominance::Behind => "behind",
            Dominance::Neither => "neither",
        }
    }

    fn of(first: &[usize], second: &[usize], pair: (usize, usize)) -> Dominance {
        match (first.contains(&pair.1), second.contains(&pair.0)) {
            (true, _) => Dominance::Ahead,
            (_, true) => Dominance::Behind,
            _ => Dominance::Neither,
        }
    }
}

/// A structure as a choice by one figure: a row of `decisions.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct DecisionRow<'a> {
    /// The structure's name.
    pub structure: &'a str,
    /// Its index in the options.
    pub option: usize,
    /// All about the figure.
    pub verdicts: &'a Verdicts,
    /// Share of trials in which no other is at least as good in all figures that count and better in one.
    pub pareto_share: Option<f64>,
}

/// A structure at one worth of a point of retention: a row of `acceptability.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct AcceptabilityRow<'a> {
    /// What a point of retention is taken to be worth.
    pub worth: f64,
    /// The structure's name.
    pub structure: &'a str,
    /// Trials that count.
    pub trials: usize,
    /// Share of them in which it has the highest net benefit.
    pub probability_best: Option<f64>,
    /// Whether it has the highest mean net benefit.
    pub leads: bool,
}

impl Findings {
    /// Every figure of every structure against the baseline, and for figures that count also every other pair.
    pub fn judged_comparisons(&self) -> impl Iterator<Item = JudgedRow<'_>> {
        let known = figures().enumerate().take(crate::engine::METRICS.len());
        known.flat_map(move |(index, figure)| {
            // The earlier of two entries for the same figure counts.
            match self.verdicts().iter().find(|verdicts| verdicts.metric == figure.name) {
                Some(verdicts) => self.judged_rows(index, figure, verdicts),
                None => self.plain_rows(index),
            }
        })
    }

    fn plain_rows(&self, index: usize) -> Vec<JudgedRow<'_>> {
        let Some(figure) = figures().nth(index) else { return Vec::new() };
        let others = (0..self.structures().len()).filter(|&structure| structure != self.baseline());
        let baseline = self.evidence(self.baseline(), index);
        let row = |structure| {
            let columns = [&self.evidence(structure, index)[..], &baseline];
            self.comparison_of_columns((structure, self.baseline()), figure, columns)
        };
        others.map(|structure| JudgedRow { row: row(structure), judged: None }).collect()
    }

    fn judged_rows(&self, index: usize, figure: Figure, verdicts: &Verdicts) -> Vec<JudgedRow<'_>> {
        // Each column is read once, not once a pair.
        let columns: Vec<_> = (0..self.structures().len()).map(|structure| self.evidence(structure, index)).collect();
        let judge = |pair: &JudgedPair| {
            let places = (pair.comparison.first, pair.comparison.second);
            let (first, second) = (&verdicts.options[places.0], &verdicts.options[places.1]);
            JudgedRow {
                row: self.comparison_of_columns(places, figure, [&columns[places.0], &columns[places.1]]),
                judged: Some(Judged {
                    practical: verdicts.practical,
                    pair: pair.clone(),
                    first_order: Dominance::of(&first.dominates_first_order, &second.dominates_first_order, places),
                    second_order: Dominance::of(&first.dominates_second_order, &second.dominates_second_order, places),
                }),
            }
        };
        verdicts.pairs.iter().map(judge).collect()
    }

    /// Each structure as a choice, by each figure that counts.
    pub fn decision_rows(&self) -> impl Iterator<Item = DecisionRow<'_>> {
        let pareto = self.pareto_shares();
        self.verdicts().iter().flat_map(move |verdicts| {
            let share = |option: usize| *pareto.as_ref()?.get(option)?;
            let row = |option: usize| DecisionRow {
                structure: self.name(option),
                option,
                verdicts,
                pareto_share: share(option),
            };
            (0..self.structures().len()).map(row).collect::<Vec<_>>()
        })
    }

    /// Each structure at each worth of a point of retention.
    pub fn acceptability_rows(&self) -> impl Iterator<Item = AcceptabilityRow<'_>> {
        self.acceptability().unwrap_or_default().into_iter().flat_map(|point| self.rows_at(&point))
    }

    fn rows_at(&self, point: &Acceptability) -> Vec<AcceptabilityRow<'_>> {
        let row = |(structure, &probability_best): (usize, &Option<f64>)| AcceptabilityRow {
            worth: point.value,
            structure: self.name(structure),
            trials: point.trials,
            probability_best,
            leads: point.leader == structure,
        };
        point.probability_best.iter().enumerate().map(row).collect()
    }
}
