//! The reference table: firms with behaviour drawn from what is plausible, each with its levels solved for what may have been true where
//! what was observed was measured with error.

use super::behaviour::put;
use super::fit::{Fit, error_of, is_statistic};
use super::levels::{Solving, has_level, solve};
use super::line::{of_level, to_level, to_line};
use super::linear::regress;
use crate::model::Study;
use crate::observed::{self, Measure, Observed, Target};
use crate::random::{Purpose, RandomInputs};
use crate::stats::Sobol;
use crate::study::{NoThreads, in_parallel};

/// Simulated customers in whom each row's firm is seen.
const CUSTOMERS: u32 = 16_384;
/// Years lived through at most to solve a row's levels: of the first rows, and of the others, which begin near the end.
const ROUNDS: [u32; 2] = [12, 5];
/// Firms in which it is seen what few customers show more of than many do, under the same random numbers.
const PROBES: u32 = 16;
/// Rows from whose levels those of the others are foretold.
const FIRST: usize = 256;

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
    /// Per target, what the table's few customers show more of than many do, under the same random numbers, on average over firms.
    offsets: Vec<f64>,
    /// Known after the first rows.
    foretold: Option<Foretold>,
}

/// Levels that follow from behaviour and goals, on the line.
struct Foretold {
    /// An intercept, then a slope per cause; a column per level.
    slopes: Vec<Vec<f64>>,
    /// Between which the level was found, one per level.
    ends: Vec<(f64, f64)>,
}

impl Table<'_> {
    /// The table around a firm that fits, on so many threads (0: one per core).
    ///
    /// # Errors
    /// Threads that cannot be had.
    pub fn new<'a>(fit: &'a Fit, observed: &'a Observed, threads: usize) -> Result<Table<'a>, NoThreads> {
        let sobol = Sobol::new(fit.unknown.len());
        let offset = |number: u32| -> Vec<f64> {
            let study = with_behaviour(fit, &shares(sobol.as_ref(), fit.study.seed, number));
            let [few, many] =
                [CUSTOMERS, observed::CUSTOMERS].map(|count| observed::seen_in(&study, observed, count).1);
            let difference =
                |(few, many): (&Target, &Target)| few.implied.zip(many.implied).map_or(0.0, |(a, b)| a - b);
            few.iter().zip(&many).map(difference).collect()
        };
        let all = in_parallel(threads, 0..PROBES, offset)?;
        let mean = |place: usize| all.iter().map(|one| one[place]).sum::<f64>() / all.len() as f64;
        let offsets = (0..all.first().map_or(0, Vec::len)).map(mean).collect();
        Ok(Table { fit, observed, seed: fit.study.seed, foretold: None, offsets, sobol })
    }

    /// Takes the first rows of the table, once they are there, so that the later ones begin near where they end. Rows differ with it in their
    /// last digits: whoever makes the table always learns as soon as there are enough.
    pub fn learn(&mut self, rows: &[Row]) {
        if self.foretold.is_some() || rows.len() < FIRST {
            return;
        }
        let numbers = (0..).take(FIRST);
        let causes: Vec<Vec<f64>> = rows
            .iter()
            .zip(numbers)
            .map(|(row, number)| self.causes(&row.shares, &self.goals_of(row, number)))
            .collect();
        let levels =
            |row: &Row| self.fit.levels.iter().zip(&row.levels).map(|(level, &value)| of_level(level, value)).collect();
        let levels: Vec<Vec<f64>> = rows[..FIRST].iter().map(levels).collect();
        // Levels at their ends follow from nothing.
        let weights: Vec<f64> = rows[..FIRST].iter().map(|row| f64::from(u8::from(self.comes_there(row)))).collect();
        let found = levels.iter().zip(&weights).filter(|(_, weight)| **weight > 0.0);
        let least = |place: usize| found.clone().map(|(row, _)| row[place]).fold(f64::INFINITY, f64::min);
        let most = |place: usize| found.clone().map(|(row, _)| row[place]).fold(f64::NEG_INFINITY, f64::max);
        let ends = (0..self.fit.levels.len()).map(|place| (least(place), most(place))).collect();
        self.foretold = regress(&causes, &levels, &weights).map(|slopes| Foretold { slopes, ends });
    }

    /// Whether all levels of a row came to where they were to come.
    fn comes_there(&self, row: &Row) -> bool {
        let open = |(target, gap): (&Target, &f64)| {
            has_level(target.measure, self.observed, false) && (gap.is_nan() || gap.abs() > target.tolerance)
        };
        !self.fit.targets.iter().zip(&row.gaps).any(open)
    }

    /// What the levels of a row follow from: behaviour on the line, and errors of measurement.
    fn causes(&self, shares: &[f64], goals: &[f64]) -> Vec<f64> {
        let errors = self.fit.targets.iter().zip(goals).zip(&self.offsets).filter_map(|((target, goal), offset)| {
            let measured = has_level(target.measure, self.observed, false);
            measured.then(|| (goal - target.observed - offset) / error_of(target))
        });
        shares.iter().map(|&share| to_line(share)).chain(errors).collect()
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
        let shares = shares(self.sobol.as_ref(), self.seed, number);
        let mut study = with_behaviour(self.fit, &shares);
        let goals = self.goals(number, &study);
        let rounds = ROUNDS[usize::from(self.foretold.is_some())];
        if let Some(Foretold { slopes, ends }) = &self.foretold {
            let causes = self.causes(&shares, &goals);
            for (place, (level, &(least, most))) in self.fit.levels.iter().zip(ends).enumerate() {
                let along: f64 = slopes[1..].iter().zip(&causes).map(|(slope, cause)| slope[place] * cause).sum();
                // Levels are permitted numbers.
                let _ = study.set(level, to_level(level, (slopes[0][place] + along).max(least).min(most)));
            }
        }
        let how = Solving { customers: CUSTOMERS, rounds, journey: false };
        let targets = solve(&mut study, self.observed, &goals, how);
        let gap = |(target, goal): (&Target, f64)| target.implied.map_or(f64::NAN, |implied| implied - goal);
        Row {
            shares,
            levels: self.fit.levels.iter().map(|level| study.number(level).unwrap_or(f64::NAN)).collect(),
            gaps: targets.iter().zip(goals).map(gap).collect(),
        }
    }

    /// The goals that a row had.
    fn goals_of(&self, row: &Row, number: u32) -> Vec<f64> {
        self.goals(number, &with_behaviour(self.fit, &row.shares))
    }

    /// What may have been true, as the few customers of a row's firm would show it.
    fn goals(&self, number: u32, study: &Study) -> Vec<f64> {
        // Where answers to a question for satisfaction differ more than in the firm that fits, errors of their means do.
        let spread = observed::spread(&study.world.customer) / observed::spread(&self.fit.study.world.customer);
        let mut draws = RandomInputs::new(self.seed, 0).draws(Purpose::Calibration, number, 0);
        let goal = |(target, offset): (&Target, &f64)| {
            let satisfaction = matches!(target.measure, Measure::Satisfaction(_));
            let error = error_of(target) * draws.normal() * if satisfaction { spread } else { 1.0 };
            let measured = is_statistic(target.measure) || has_level(target.measure, self.observed, false);
            let goal = target.observed + offset + if measured { error } else { 0.0 };
            if target.is_share() { goal.clamp(1e-4, 1.0 - 1e-4) } else { goal }
        };
        self.fit.targets.iter().zip(&self.offsets).map(goal).collect()
    }
}

/// The behaviour of a row: a point of its own.
fn shares(sobol: Option<&Sobol>, seed: u64, number: u32) -> Vec<f64> {
    sobol.map_or_else(Vec::new, |sobol| sobol.scrambled(seed, number))
}

/// The firm that fits, with another behaviour.
fn with_behaviour(fit: &Fit, shares: &[f64]) -> Study {
    let mut study = fit.study.clone();
    // Plausible numbers are permitted.
    let _ = put(&mut study, &fit.unknown, shares);
    study
}
