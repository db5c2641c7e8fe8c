//! The figures of one trial at the horizon, as they stand in `trials.csv` and `summary.csv`.

use super::break_even::Payback;
use crate::engine::{METRICS, Metric, Outcome, Presentation, SEGMENT_METRICS, WEEK_METRICS};
use crate::model::Study;
use crate::stats::Support;

/// The name of the one weekly figure that is summed up: net value from the start to the week.
pub const SO_FAR: &str = "net_value_so_far";

/// How it is told to people.
const SO_FAR_SHOWN: Presentation = Presentation::money("net value so far");

/// A figure's name, unit and meaning, and how it is told to people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    /// Name of the column or row.
    pub name: &'static str,
    /// Unit, in words.
    pub unit: &'static str,
    /// What it is, in a sentence.
    pub meaning: &'static str,
    /// How it is told to people.
    pub presentation: Presentation,
}

impl<T> From<&Metric<T>> for Figure {
    fn from(metric: &Metric<T>) -> Figure {
        let Metric { name, unit, meaning, presentation, .. } = *metric;
        Figure { name, unit, meaning, presentation }
    }
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
            "currency" => None,
            unit if unit.starts_with("KPI points") => None,
            _ => Some(Support::NOT_NEGATIVE),
        }
    }
}

/// Figures that need a second structure to be told.
const AGAINST_BASELINE: [Figure; 2] = [
    Figure {
        name: "broke_even",
        presentation: Presentation::percent("broke even"),
        unit: "share of trials",
        meaning: "1 if net value so far, having been below the baseline's, rose to it again and stayed there to the horizon; \
                  0 if it was below at the horizon; missing where it was never below, or the baseline did not run.",
    },
    Figure {
        name: "break_even_week",
        presentation: Presentation::plain("break even week"),
        unit: "week",
        meaning: "First week from which net value so far stays at or above the baseline's, in trials that broke even.",
    },
];

/// Every figure of a trial, in column order: the engine's [`METRICS`], then those against the baseline.
pub fn figures() -> impl Iterator<Item = Figure> {
    METRICS.iter().map(Figure::from).chain(AGAINST_BASELINE)
}

/// How the figure of this name is told to people, one at the horizon, of a week or of a segment; `None` for an unknown name.
#[must_use]
pub fn presentation(name: &str) -> Option<Presentation> {
    let at_horizon = figures().find(|figure| figure.name == name).map(|figure| figure.presentation);
    let weekly = || WEEK_METRICS.iter().find(|metric| metric.name == name).map(|metric| metric.presentation);
    let of_segment = || SEGMENT_METRICS.iter().find(|metric| metric.name == name).map(|metric| metric.presentation);
    at_horizon.or_else(weekly).or_else(of_segment).or_else(|| (name == SO_FAR).then_some(SO_FAR_SHOWN))
}

/// How many numbers of a structure a trial of a study is kept as: its [`figures`], then those of its segments, segment by
/// segment, in [`SEGMENT_METRICS`] order.
#[must_use]
pub(crate) fn columns(study: &Study) -> usize {
    figures().count() + study.world.segments.len() * SEGMENT_METRICS.len()
}

/// The numbers of one trial as they are kept: per structure, in the order of [`columns`]; otherwise as [`trial_figures`].
#[must_use]
pub(super) fn trial_columns(outcomes: &[Option<Outcome>], baseline: usize) -> Vec<Option<Vec<Option<f64>>>> {
    let mut rows = trial_figures(outcomes, baseline);
    for (row, outcome) in rows.iter_mut().zip(outcomes) {
        if let (Some(row), Some(outcome)) = (row, outcome) {
            row.extend(outcome.segments.iter().flat_map(|one| SEGMENT_METRICS.iter().map(|metric| (metric.read)(one))));
        }
    }
    rows
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_of_a_week_or_a_segment_is_told_like_the_one_at_the_horizon() {
        for metric in SEGMENT_METRICS {
            assert_eq!(presentation(metric.name), Some(metric.presentation), "{}", metric.name);
        }
        for metric in WEEK_METRICS {
            assert_eq!(presentation(metric.name), Some(metric.presentation), "{}", metric.name);
        }
    }

    #[test]
    fn every_figure_has_a_label_of_its_own() {
        let mut labels: Vec<&str> = figures().map(|figure| figure.presentation.label).collect();
        labels.sort_unstable();
        assert!(labels.windows(2).all(|two| two[0] != two[1]), "{labels:?}");
        assert!(labels.iter().all(|label| !label.is_empty() && !label.contains('_')), "{labels:?}");
        assert_eq!(presentation("of_another_program"), None);
    }
}
