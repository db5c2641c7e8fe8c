//! What a search came to.

use super::design::SearchDesign;
use crate::model::Line;
use crate::stats::{Interval, Keeping};
use crate::study::frame::Frame;

/// A search, ended.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartSearch {
    /// What was looked for.
    pub design: SearchDesign,
    /// Whom figures are about.
    pub frame: Frame,
    /// Names of the functions.
    pub functions: Vec<String>,
    /// How many charts there are of which.
    pub counts: ChartCounts,
    /// The difference that matters, in the figure's unit.
    pub practical: f64,
    /// Trials of one parameter draw; 1 without `[uncertainty]`.
    pub together: u32,
    /// The charts that were tried, those that went on to the selection first, by their means.
    pub rows: Vec<ChartRow>,
    /// How the selection ended.
    pub ending: SearchEnding,
    /// What was found: a chart, or one that follows another; nothing if no chart keeps all conditions.
    pub found: Option<FoundChart>,
    /// The best of the road maps that were tried, if any were.
    pub road_maps: Option<RoadMaps>,
    /// What was found beside what is there, on trials that it was not chosen on.
    pub fresh: Option<FreshCheck>,
    /// What the line to each function does, over the charts of the first look.
    pub effects: Vec<LineEffect>,
    /// Structure-trials that were taken.
    pub taken: u64,
}

/// How many charts there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChartCounts {
    /// Assignments of lines to functions, times offices.
    pub assignments: u64,
    /// Of these, impossible by the rules of the model; `None`: so many that they are not listed.
    pub forbidden: Option<u64>,
    /// Charts that differ; `None` as above.
    pub differ: Option<u64>,
    /// Charts that were tried at all.
    pub tried: u64,
    /// Charts that the selection is among.
    pub among: u64,
    /// Whether a first phase chose these, and whether it ended as no neighbour of its leaders is better.
    pub first_phase: Option<bool>,
}

/// How a selection ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchEnding {
    /// The chart is known to be good.
    Good,
    /// No chart keeps all conditions.
    NoneKeeps,
    /// The budget, or the sample of `[uncertainty]`, ended first: so many charts are left, and so many structure-trials in all would about do.
    Open {
        /// Charts that can still be the best.
        left: u64,
        /// Structure-trials; `None` if nobody can say.
        would_do: Option<u64>,
    },
}

/// A chart that was tried.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartRow {
    /// Its number among all charts.
    pub number: u64,
    /// The line to each function.
    pub lines: Vec<Line>,
    /// Its office.
    pub office: &'static str,
    /// In words.
    pub words: String,
    /// Whether the selection is among others and it.
    pub in_selection: bool,
    /// Trials of it.
    pub trials: u32,
    /// Mean of the figure over these.
    pub mean: Option<f64>,
    /// The leader less it in the figure, over the trials that both have: mean, and its 95 % interval by itself.
    pub behind: (Option<f64>, Option<Interval>),
    /// Trials after which it left the selection.
    pub out_after: Option<u32>,
    /// The row of the chart that is better; none if it broke a condition, or is in.
    pub beaten_by: Option<usize>,
    /// Whether it keeps all conditions, and of each the mean with its 95 % interval by itself.
    pub keeping: Keeping,
    /// See `keeping`.
    pub kept: Vec<(Option<f64>, Option<Interval>)>,
    /// Share of resamples in which no other chart is at least as good in all three figures and better in one; `None` if it was not asked for, or
    /// the chart was left out.
    pub front: Option<f64>,
    /// Means of the figures of the front, in their order.
    pub front_means: Vec<Option<f64>>,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundChart {
    /// The row of the chart, or of the one that a road map starts with.
    pub row: usize,
    /// In words.
    pub words: String,
    /// As text of a scenario file, complete.
    pub toml: String,
    /// Its name in that text.
    pub id: String,
}

/// Road maps between the best charts.
#[derive(Clone, Debug, PartialEq)]
pub struct RoadMaps {
    /// How many were tried beside the chart alone.
    pub tried: u64,
    /// In words, the best one and when it changes.
    pub best: String,
    /// Whether it was chosen: otherwise the chart alone does as well.
    pub chosen: bool,
    /// Whether what was chosen is known to be good among these.
    pub good: bool,
    /// The best one less the chart alone, better being more: mean and 95 % interval.
    pub ahead: (Option<f64>, Option<Interval>),
}

/// What was found, beside the structures of the scenario and the presets, on fresh trials.
#[derive(Clone, Debug, PartialEq)]
pub struct FreshCheck {
    /// The first of these trials.
    pub first: u32,
    /// How many.
    pub trials: u32,
    /// Mean of what was found.
    pub mean: Option<f64>,
    /// Its 95 % interval.
    pub interval: Option<Interval>,
    /// Of each condition, its mean and 95 % interval.
    pub kept: Vec<(Option<f64>, Option<Interval>)>,
    /// The structures that it is compared with, the best mean first.
    pub others: Vec<FreshRow>,
}

/// A structure that what was found is compared with.
#[derive(Clone, Debug, PartialEq)]
pub struct FreshRow {
    /// Its name.
    pub name: String,
    /// Whether it is a structure of the scenario; else a preset.
    pub of_scenario: bool,
    /// Whether it is what was found.
    pub same: bool,
    /// Its mean.
    pub mean: Option<f64>,
    /// How much better than it what was found is, more being better whatever the figure: mean, and an interval that holds for all of these
    /// structures at once.
    pub ahead: (Option<f64>, Option<Interval>),
}

/// What a line to a function does, against none.
#[derive(Clone, Debug, PartialEq)]
pub struct LineEffect {
    /// The function's place.
    pub function: usize,
    /// The line.
    pub line: Line,
    /// Mean of the figure over charts with this line less that over charts without one, and its 95 % interval over trials.
    pub mean: Option<f64>,
    /// See `mean`.
    pub interval: Option<Interval>,
    /// The share of the charts that are left, or the ten best if fewer are, which have this line.
    pub among_leaders: f64,
}

impl ChartSearch {
    /// Rows of charts that can still be the best.
    #[must_use]
    pub fn left(&self) -> Vec<usize> {
        let rows = self.rows.iter().enumerate();
        rows.filter(|(_, row)| row.in_selection && row.out_after.is_none()).map(|(place, _)| place).collect()
    }

    /// The best of the structures that what was found was compared with.
    #[must_use]
    pub fn best_there(&self) -> Option<&FreshRow> {
        self.fresh.as_ref()?.others.first()
    }

    /// How much better than all structures that are there what was found is at least, more being better; above 0: it is shown to be better.
    #[must_use]
    pub fn lead_at_least(&self) -> Option<f64> {
        let low = |row: &FreshRow| if row.same { Some(0.0) } else { Some(row.ahead.1?.low) };
        let lows: Option<Vec<f64>> = self.fresh.as_ref()?.others.iter().map(low).collect();
        lows?.into_iter().reduce(f64::min)
    }
}
