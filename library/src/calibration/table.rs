//! The reference table: firms with behaviour drawn from what is plausible, each with its levels solved for what may have been true where
//! what was observed was measured with error.

use super::behaviour::put;
use super::fit::{Fit, error_of, is_statistic};
use super::levels::{Solving, has_level, solve};
use crate::observed::{self, Observed, Target};
use crate::random::{Purpose, RandomInputs};
use crate::stats::Sobol;
use crate::study::{NoThreads, in_parallel};

/// Simulated customers in whom each row's firm is seen.
const CUSTOMERS: u32 = 16_384;
/// Years lived through at most to solve a row's levels.
const ROUNDS: u32 = 6;

/// A firm of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Behaviour, as shares of what is plausible.
    pub shares: Vec<f64>,
    /// Levels.
    pub levels: Vec<f64>,
    /// What it implies less what may have been true, one per target; NaN where nothing is implied.
    pub gaps: Vec<f64>,
}

/// What makes rows: a pure function of their numbers.
pub struct Table<'a> {
    fit: &'a Fit,
    observed: &'a Observed,
    seed: u64,
    sobol: Option<Sobol>,
    /// Per target, what the table's few customers see more of than many do, under the same random numbers.
    offsets: Vec<f64>,
}

impl Table<'_> {
    /// The table around a firm that fits.
    #[must_use]
    pub fn new<'a>(fit: &'a Fit, observed: &'a Observed) -> Table<'a> {
        let few = observed::seen_in(&fit.study, observed, CUSTOMERS).1;
        let offset = |(few, many): (&Target, &Target)| few.implied.zip(many.implied).map_or(0.0, |(a, b)| a - b);
        Table {
            fit,
            observed,
            seed: fit.study.seed,
            sobol: Sobol::new(fit.unknown.len()),
            offsets: few.iter().zip(&fit.targets).map(offset).collect(),
        }
    }

    /// Some rows, in order, on so many threads (0: one per core). `computed` is told of each, from any thread.
    ///
    /// # Errors
    /// Threads that cannot be had.
    pub fn rows(
        &self,
        numbers: std::ops::Range<u32>,
        threads: usize,
        computed: &(dyn Fn() + Sync),
    ) -> Result<Vec<Row>, NoThreads> {
        in_parallel(threads, numbers, |number| {
            let row = self.row(number);
            computed();
            row
        })
    }

    fn row(&self, number: u32) -> Row {
        let shares = self.sobol.as_ref().map_or_else(Vec::new, |sobol| sobol.scrambled(self.seed, number));
        let mut study = self.fit.study.clone();
        // Plausible numbers are permitted.
        let _ = put(&mut study, &self.fit.unknown, &shares);
        let goals = self.goals(number);
        let how = Solving { customers: CUSTOMERS, rounds: ROUNDS, journey: false };
        let targets = solve(&mut study, self.observed, &goals, how);
        let gap = |(target, goal): (&Target, f64)| target.implied.map_or(f64::NAN, |implied| implied - goal);
        Row {
            shares,
            levels: self.fit.levels.iter().map(|level| study.number(level).unwrap_or(f64::NAN)).collect(),
            gaps: targets.iter().zip(goals).map(gap).collect(),
        }
    }

    /// What may have been true, as the row's few customers would show it.
    fn goals(&self, number: u32) -> Vec<f64> {
        let mut draws = RandomInputs::new(self.seed, 0).draws(Purpose::Calibration, number, 0);
        let goal = |(target, offset): (&Target, &f64)| {
            let error = error_of(target) * draws.normal();
            let measured = is_statistic(target.measure) || has_level(target.measure, self.observed, false);
            let goal = target.observed + offset + if measured { error } else { 0.0 };
            if target.is_share() { goal.clamp(1e-4, 1.0 - 1e-4) } else { goal }
        };
        self.fit.targets.iter().zip(&self.offsets).map(goal).collect()
    }
}
