//! Weekly figures over trials: means over all of them, quantiles over the first ones.

use super::findings::Findings;
use crate::engine::WEEK_METRICS;
use crate::stats::{Estimate, in_order, quantile_of_sorted};

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
    /// Mean over all trials in which the figure is defined, standard deviation, and interval by the evidence.
    pub estimate: Estimate,
    /// Trials that the quantiles are taken over: those among the first `WEEK_SAMPLE_TRIALS` in which it is defined.
    pub n_quantiles: usize,
    /// The value that 5 % of trials stay below.
    pub p05: Option<f64>,
    /// The value that 25 % of trials stay below.
    pub p25: Option<f64>,
    /// The median of trials.
    pub p50: Option<f64>,
    /// The value that 75 % of trials stay below.
    pub p75: Option<f64>,
    /// The value that 95 % of trials stay below.
    pub p95: Option<f64>,
}

impl Findings {
    /// Weekly figures: structures in study order, weeks, figures in [`WEEK_METRICS`] order. Rows that are not defined in
    /// any trial (NPS in a week without a survey) are left out.
    pub fn weeks(&self) -> impl Iterator<Item = WeekRow<'_>> {
        (0..self.structures().len()).flat_map(move |structure| self.weeks_of(structure))
    }

    /// The mean over trials of a weekly figure of a structure (index), week by week; `None` where it is not defined.
    #[must_use]
    pub fn weekly_means(&self, structure: usize, metric: &str) -> Vec<Option<f64>> {
        let place = WEEK_METRICS.iter().position(|known| known.name == metric);
        let weeks = &self.tallies().weeks;
        let mean = |week| weeks.tally.trials[weeks.cell(structure, week, place?)].mean();
        (0..weeks.weeks).map(mean).collect()
    }

    fn weeks_of(&self, structure: usize) -> impl Iterator<Item = WeekRow<'_>> {
        let kept = self.store().weekly(structure);
        let weeks = self.tallies().weeks.weeks;
        (0..weeks).flat_map(move |week| {
            let figures = sorted(&kept, week, weeks).into_iter().enumerate();
            figures.filter_map(move |(metric, sorted)| self.week_row(structure, week, metric, &sorted))
        })
    }

    fn week_row(&self, structure: usize, week: usize, metric: usize, sorted: &[f64]) -> Option<WeekRow<'_>> {
        let tally = &self.tallies().weeks;
        let estimate = tally.tally.estimate(tally.cell(structure, week, metric), &self.student);
        if estimate.n == 0 {
            return None;
        }
        Some(WeekRow {
            structure: self.name(structure),
            week,
            metric: WEEK_METRICS[metric].name,
            unit: WEEK_METRICS[metric].unit,
            estimate,
            n_quantiles: sorted.len(),
            p05: quantile_of_sorted(sorted, 0.05),
            p25: quantile_of_sorted(sorted, 0.25),
            p50: quantile_of_sorted(sorted, 0.50),
            p75: quantile_of_sorted(sorted, 0.75),
            p95: quantile_of_sorted(sorted, 0.95),
        })
    }
}

/// The kept numbers of each figure in one week, ascending. All figures at once, as those of one week and trial stand side by
/// side.
fn sorted(kept: &[f64], week: usize, weeks: usize) -> Vec<Vec<f64>> {
    let trials = kept.chunks_exact(weeks * WEEK_METRICS.len());
    let mut sorted: Vec<Vec<f64>> = WEEK_METRICS.iter().map(|_| Vec::with_capacity(trials.len())).collect();
    for trial in trials {
        for (numbers, number) in sorted.iter_mut().zip(&trial[week * WEEK_METRICS.len()..]) {
            if !number.is_nan() {
                numbers.push(*number);
            }
        }
    }
    sorted.into_iter().map(in_order).collect()
}
