//! The figures of one trial at the horizon, as they stand in `trials.csv` and `summary.csv`.

use super::break_even::Payback;
use crate::engine::{METRICS, Outcome};
use crate::stats::Support;

/// A figure's name, unit and meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    /// Name of the column or row.
    pub name: &'static str,
    /// Unit, in words.
    pub unit: &'static str,
    /// What it is, in a sentence.
    pub meaning: &'static str,
}

impl Figure {
    /// What it can be, as its unit says; `None` for amounts that may have any value.
    #[must_use]
    pub fn support(&self) -> Option<Support> {
        match self.unit {
            "NPS points" if self.name.ends_with("_se") => Some(Support::NOT_NEGATIVE),
            "NPS points" => Some(Support::NET_PROMOTER),
            "0-1" => Some(Support::SHARE),
            unit if unit.starts_with("share") => Some(Support::SHARE),
            "currency" | "KPI points" => None,
            _ => Some(Support::NOT_NEGATIVE),
        }
    }
}

/// Figures that need a second structure to be told.
const AGAINST_BASELINE: [Figure; 2] = [
    Figure {
        name: "broke_even",
        unit: "share of trials",
        meaning: "1 if net value so far, having been below the baseline's, rose to it again and stayed there to the horizon; \
                  0 if it was below at the horizon; missing where it was never below, or the baseline did not run.",
    },
    Figure {
        name: "break_even_week",
        unit: "week",
        meaning: "First week from which net value so far stays at or above the baseline's, in trials that broke even.",
    },
];

/// Every figure of a trial, in column order: the engine's [`METRICS`], then those against the baseline.
pub fn figures() -> impl Iterator<Item = Figure> {
    let measured =
        METRICS.iter().map(|metric| Figure { name: metric.name, unit: metric.unit, meaning: metric.meaning });
    measured.chain(AGAINST_BASELINE)
}

/// The figures of one trial: per structure, in the order of [`figures`]; `None` for a structure that did not run in it, and
/// for a figure that is not defined in it.
#[must_use]
pub fn trial_figures(outcomes: &[Option<Outcome>], baseline: usize) -> Vec<Option<Vec<Option<f64>>>> {
    let other = outcomes.get(baseline).and_then(Option::as_ref);
    let row = |outcome: &Outcome| {
        let payback = other.map(|other| Payback::of(outcome, other));
        let measured = METRICS.iter().map(|metric| (metric.read)(&outcome.end));
        measured.chain([payback.and_then(Payback::broke_even), payback.and_then(Payback::week)]).collect()
    };
    outcomes.iter().map(|outcome| outcome.as_ref().map(row)).collect()
}
