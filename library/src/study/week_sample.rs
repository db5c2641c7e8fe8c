//! Weekly figures that are kept trial by trial, of the first trials, for quantiles.

use crate::engine::{Outcome, WEEK_METRICS};
use crate::model::Study;

/// Trials whose weekly figures are kept for quantiles, at most. Fewer are kept where they would take more than 128 MiB.
pub(crate) const WEEK_SAMPLE_TRIALS: usize = 1_024;

/// Numbers kept for quantiles, at most (8 bytes each).
const MOST_SAMPLES: usize = 1 << 24;

/// Appends the weekly figures of an outcome, week by week; not a number: not defined.
pub(super) fn week_figures(outcome: &Outcome, weeks: usize, numbers: &mut Vec<f64>) {
    let until = numbers.len() + weeks * WEEK_METRICS.len();
    for week in outcome.weeks.iter().take(weeks) {
        numbers.extend(WEEK_METRICS.iter().map(|metric| (metric.read)(week).unwrap_or(f64::NAN)));
    }
    numbers.resize(until, f64::NAN);
}

/// Trials of a study whose weekly figures are kept for quantiles, at most: the first ones.
#[must_use]
pub(crate) fn sampled_trials(study: &Study) -> u32 {
    let cells = study.structures.len() * study.world.clock.weeks as usize * WEEK_METRICS.len();
    let trials = (MOST_SAMPLES / cells.max(1)).clamp(1, WEEK_SAMPLE_TRIALS);
    u32::try_from(trials).unwrap_or(u32::MAX)
}
