//! Weekly figures over trials: means over all of them, quantiles over the first ones.

use super::findings::{Findings, ran};
use crate::engine::{Outcome, WEEK_METRICS};
use crate::stats::{Estimate, Moments, quantile_of_sorted};

/// Trials whose weekly figures are kept for quantiles, at most. Fewer are kept where they would take more than 128 MiB.
pub const WEEK_SAMPLE_TRIALS: usize = 1_024;

/// Numbers kept for quantiles, at most (8 bytes each).
const MOST_SAMPLES: usize = 1 << 24;

/// One weekly figure of one structure over trials.
#[derive(Clone, Debug, PartialEq)]
pub struct WeekRow<'a> {
    /// The structure's name.
    pub structure: &'a str,
    /// The week, from 0.
    pub week: usize,
    /// The figure's name in [`WEEK_METRICS`].
    pub metric: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// Mean over all trials in which the figure is defined, standard deviation and interval.
    pub estimate: Estimate,
    /// Trials that the quantiles are taken over: those among the first [`WEEK_SAMPLE_TRIALS`] in which it is defined.
    pub n_quantiles: usize,
    /// The value that 5 % of trials stay below.
    pub p05: Option<f64>,
    /// The median of trials.
    pub p50: Option<f64>,
    /// The value that 95 % of trials stay below.
    pub p95: Option<f64>,
}

/// Cells are structure by structure, week by week, figure by figure.
#[derive(Clone, Debug)]
pub(super) struct WeekTally {
    weeks: usize,
    moments: Vec<Moments>,
    /// All cells of the first trial, then of the second, ...; not a number: not defined.
    samples: Vec<f64>,
    sample_trials: usize,
}

impl WeekTally {
    pub(super) fn new(structures: usize, weeks: usize) -> WeekTally {
        let cells = structures * weeks * WEEK_METRICS.len();
        WeekTally {
            weeks,
            moments: vec![Moments::default(); cells],
            samples: Vec::new(),
            sample_trials: sample_trials(cells),
        }
    }

    pub(super) fn expected_bytes(structures: usize, weeks: usize, trials: u32) -> f64 {
        let cells = structures * weeks * WEEK_METRICS.len();
        let kept = sample_trials(cells).min(trials as usize);
        cells as f64 * (size_of::<Moments>() as f64 + 8.0 * kept as f64)
    }

    pub(super) fn add(&mut self, outcomes: &[Option<Outcome>]) {
        let start = self.samples.len();
        let keep = start < self.sample_trials * self.moments.len();
        if keep {
            self.samples.resize(start + self.moments.len(), f64::NAN);
        }
        for (structure, outcome) in ran(outcomes) {
            for (week, figures) in outcome.weeks.iter().take(self.weeks).enumerate() {
                let first = self.cell(structure, week, 0);
                for (cell, metric) in (first..).zip(WEEK_METRICS) {
                    let Some(number) = (metric.read)(figures) else { continue };
                    self.moments[cell].add(number);
                    if keep {
                        self.samples[start + cell] = number;
                    }
                }
            }
        }
    }

    fn cell(&self, structure: usize, week: usize, metric: usize) -> usize {
        (structure * self.weeks + week) * WEEK_METRICS.len() + metric
    }

    /// The kept numbers of one cell, ascending.
    fn sorted(&self, cell: usize) -> Vec<f64> {
        let trials = self.samples.chunks_exact(self.moments.len().max(1));
        let mut sorted: Vec<f64> = trials.map(|trial| trial[cell]).filter(|number| !number.is_nan()).collect();
        sorted.sort_by(f64::total_cmp);
        sorted
    }
}

fn sample_trials(cells: usize) -> usize {
    (MOST_SAMPLES / cells.max(1)).clamp(1, WEEK_SAMPLE_TRIALS)
}

impl Findings {
    /// Weekly figures: structures in study order, weeks, figures in [`WEEK_METRICS`] order. Rows that are not defined in
    /// any trial (NPS in a week without a survey) are left out.
    pub fn weeks(&self) -> impl Iterator<Item = WeekRow<'_>> {
        let weeks = self.weeks.weeks;
        let of_week = move |(structure, week)| {
            (0..WEEK_METRICS.len()).filter_map(move |metric| self.week_row(structure, week, metric))
        };
        let pairs = move |structure| (0..weeks).map(move |week| (structure, week));
        (0..self.structures().len()).flat_map(pairs).flat_map(of_week)
    }

    fn week_row(&self, structure: usize, week: usize, metric: usize) -> Option<WeekRow<'_>> {
        let cell = self.weeks.cell(structure, week, metric);
        let moments = self.weeks.moments.get(cell).filter(|moments| moments.count() > 0)?;
        let sorted = self.weeks.sorted(cell);
        Some(WeekRow {
            structure: self.name(structure),
            week,
            metric: WEEK_METRICS[metric].name,
            unit: WEEK_METRICS[metric].unit,
            estimate: Estimate::from(moments),
            n_quantiles: sorted.len(),
            p05: quantile_of_sorted(&sorted, 0.05),
            p50: quantile_of_sorted(&sorted, 0.50),
            p95: quantile_of_sorted(&sorted, 0.95),
        })
    }
}
