//! What is not known of the world: parameters that are drawn, shared by all structures.

use crate::stats::{normal_probability, normal_quantile};

/// Normal distributions have no ends: nothing is drawn from further out than this share. No Sobol' point is.
const OUTERMOST: f64 = 1e-10;

/// Which parameters are uncertain.
#[derive(Clone, Debug, PartialEq)]
pub struct Uncertainty {
    /// The parameters that are drawn each by itself, at most [`SOBOL_DIMENSIONS`](crate::stats::SOBOL_DIMENSIONS), by key.
    pub parameters: Vec<UncertainParameter>,
    /// Trials in each parameter draw, at least 1.
    pub replications: u32,
    /// Parameters that are drawn together, from firms that a calibration found.
    pub sample: Option<Sample>,
}

/// Firms that are all as probable, by the parameters in which they differ.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sample {
    /// The parameters, by key.
    pub keys: Vec<String>,
    /// One row per firm, a number per parameter: parameter draw n is row n.
    pub rows: Vec<Vec<f64>>,
}

impl Sample {
    /// The parameters of a firm; `None` beyond the last.
    #[must_use]
    pub fn row(&self, number: u32) -> Option<Vec<(String, f64)>> {
        let row = self.rows.get(number as usize)?;
        Some(self.keys.iter().cloned().zip(row.iter().copied()).collect())
    }

    /// The firms as CSV: a line of keys, then a line per firm.
    #[must_use]
    pub fn to_csv(&self) -> String {
        let line = |row: &Vec<f64>| row.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
        let lines: Vec<String> = std::iter::once(self.keys.join(",")).chain(self.rows.iter().map(line)).collect();
        lines.join("\n") + "\n"
    }
}

impl Uncertainty {
    /// The parameter draw, from 0, in which a trial is.
    #[must_use]
    pub fn world_of(&self, trial: u32) -> u32 {
        trial / self.replications.max(1)
    }
}

/// A parameter that is not known for sure.
#[derive(Clone, Debug, PartialEq)]
pub struct UncertainParameter {
    /// Where it stands in the scenario, as a dotted path: `organisation.readiness`, `touchpoint.app.quality`.
    pub key: String,
    /// What it may be.
    pub distribution: Distribution,
    /// Whether only whole numbers make sense.
    pub whole: bool,
}

impl UncertainParameter {
    /// The value below which this share, inside (0, 1), of the distribution lies; at 0 and 1 the ends.
    #[must_use]
    pub fn at(&self, share: f64) -> f64 {
        let value = self.distribution.at(share);
        if self.whole { value.round() } else { value }
    }
}

/// What a number may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Distribution {
    /// Anything between two ends, all alike.
    Uniform {
        /// Lower end.
        low: f64,
        /// Upper end, above `low`.
        high: f64,
    },
    /// Between two ends, most of all near the mode.
    Triangular {
        /// Lower end.
        low: f64,
        /// Most likely value, from `low` to `high`.
        mode: f64,
        /// Upper end, above `low`.
        high: f64,
    },
    /// Normal, cut off at both ends.
    Normal {
        /// Mean before cutting off, within the ends.
        mean: f64,
        /// Standard deviation before cutting off, above 0.
        sd: f64,
        /// Lower end; may be −∞.
        low: f64,
        /// Upper end, above `low`; may be ∞.
        high: f64,
    },
}

impl Distribution {
    /// The value below which this share, inside (0, 1), lies.
    ///
    /// ```
    /// use dottedline_core::model::Distribution::{Normal, Triangular, Uniform};
    /// assert_eq!(Uniform { low: 2.0, high: 4.0 }.at(0.25), 2.5);
    /// assert_eq!(Triangular { low: 0.0, mode: 1.0, high: 2.0 }.at(0.5), 1.0);
    /// // Half of a normal distribution whose mean is its lower end.
    /// let half = Normal { mean: 0.0, sd: 1.0, low: 0.0, high: f64::INFINITY };
    /// assert!((half.at(0.5) - 0.674_489_75).abs() < 1e-6);
    /// ```
    #[must_use]
    pub fn at(&self, share: f64) -> f64 {
        match *self {
            Distribution::Uniform { low, high } => (low + share * (high - low)).clamp(low, high),
            Distribution::Triangular { low, mode, high } => triangular(low, mode, high, share).clamp(low, high),
            Distribution::Normal { mean, sd, low, high } => {
                let below = normal_probability((low - mean) / sd);
                let within = normal_probability((high - mean) / sd) - below;
                let share = share.clamp(OUTERMOST, 1.0 - OUTERMOST);
                let z = normal_quantile(below + share * within).unwrap_or(0.0);
                (mean + sd * z).clamp(low, high)
            }
        }
    }

    /// The ends between which it lies.
    #[must_use]
    pub const fn ends(&self) -> (f64, f64) {
        match *self {
            Distribution::Uniform { low, high }
            | Distribution::Triangular { low, high, .. }
            | Distribution::Normal { low, high, .. } => (low, high),
        }
    }
}

fn triangular(low: f64, mode: f64, high: f64, share: f64) -> f64 {
    let width = high - low;
    if share * width < mode - low {
        low + (share * width * (mode - low)).sqrt()
    } else {
        high - ((1.0 - share) * width * (high - mode)).sqrt()
    }
}
