//! What a search looks for, and what it may take.

use super::space::Office;
use crate::engine::METRICS;
use crate::model::{Practical, Study};
use crate::study::figures::presentation;

/// Trials (parameter draws under `[uncertainty]`) of every chart before the first look.
pub const FIRST_LOOK: u32 = 20;

/// Fresh trials (parameter draws) on which what was found is compared with what is there.
pub const FRESH: u32 = 128;

/// Structure-trials that a search may take, unless somebody allows more or fewer.
pub const SEARCH_BUDGET: u64 = 100_000;

/// The share of the baseline's mean that matters, where the study says nothing else.
const MATTERS: f64 = 0.01;

/// A condition that a chart has to keep.
#[derive(Clone, Debug, PartialEq)]
pub struct Keep {
    /// Name of the figure.
    pub metric: String,
    /// Whether the figure has to be at least, not at most, this much.
    pub at_least: bool,
    /// How much, in the figure's unit.
    pub bound: f64,
}

impl Keep {
    /// By how much a number keeps it.
    pub(super) fn slack(&self, number: f64) -> f64 {
        if self.at_least { number - self.bound } else { self.bound - number }
    }

    /// As it is typed.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{}{}{}", self.metric, if self.at_least { ">=" } else { "<=" }, self.bound)
    }
}

/// What a search looks for, and what it may take.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchDesign {
    /// Name of the figure to be as good as possible.
    pub metric: String,
    /// Whether less of it is better.
    pub smaller_is_better: bool,
    /// The difference in it that matters.
    pub practical: Practical,
    /// Conditions that a chart has to keep.
    pub keeps: Vec<Keep>,
    /// Offices that charts may have.
    pub offices: Vec<Office>,
    /// Probability that what is chosen is not good.
    pub alpha: f64,
    /// Structure-trials, at most.
    pub budget: u64,
    /// Weeks in which one of the best charts may follow another; empty: charts stay as they are.
    pub stages: Vec<u32>,
    /// Whether it is found out which charts are on the front of retention, NPS and total value.
    pub pareto: bool,
}

impl SearchDesign {
    /// For a figure of a study, with the study's own difference that matters and error; `None` for an unknown figure.
    #[must_use]
    pub fn of(study: &Study, metric: &str) -> Option<SearchDesign> {
        place_of(metric)?;
        let own = study.decision.criteria.iter().find(|criterion| criterion.metric == metric);
        let usually = presentation(metric).is_some_and(|shown| shown.smaller_is_better);
        Some(SearchDesign {
            metric: metric.to_owned(),
            smaller_is_better: own.map_or(usually, |own| own.smaller_is_better),
            practical: own.map_or(Practical::ShareOfBaseline(MATTERS), |own| own.practical),
            keeps: Vec::new(),
            offices: Office::named("usual").into_iter().collect(),
            alpha: study.decision.alpha(),
            budget: SEARCH_BUDGET,
            stages: Vec::new(),
            pareto: false,
        })
    }

    /// 1 where more is better, −1 where less is.
    pub(super) const fn sign(&self) -> f64 {
        if self.smaller_is_better { -1.0 } else { 1.0 }
    }

    /// Everything that the result follows from, beside the study.
    #[must_use]
    pub fn identity(&self) -> String {
        format!("{self:?} first look {FIRST_LOOK} fresh {FRESH}")
    }
}

/// Names of the figures that a chart has by itself, whatever it is compared with.
pub fn chart_metrics() -> impl Iterator<Item = &'static str> {
    METRICS.iter().map(|metric| metric.name)
}

/// The place of a figure among those of the engine.
pub(super) fn place_of(metric: &str) -> Option<usize> {
    METRICS.iter().position(|one| one.name == metric)
}
