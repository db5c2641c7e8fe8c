//! Intervals that stay valid however often one looks: for live progress and for stopping early.

use super::{Interval, Moments};

/// Robbins' normal mixture as an asymptotic confidence sequence (Waudby-Smith et al.): with probability 1 − α the mean is
/// inside all the intervals at once, from some tens of numbers on.
///
/// xₙ ± s · √( 2 (nρ² + 1) / (n²ρ²) · ln( √(nρ² + 1) / α ) ), ρ² = (−2 ln α + ln(−2 ln α + 1)) / n₀. It is 1.5 to 1.8
/// times as wide as a t interval: the price of looking.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ConfidenceSequence {
    alpha: f64,
    rho_squared: f64,
}

/// Fewer numbers than this make no interval: the sequence is asymptotic, and its standard deviation an estimate.
pub const SEQUENCE_FIRST: u64 = 50;

impl ConfidenceSequence {
    /// A sequence that is narrowest, for its kind, at about `best_at` numbers. `None` unless α is inside (0, 1) and
    /// `best_at` at least 1.
    ///
    /// ```
    /// use dottedline_core::stats::ConfidenceSequence;
    /// let sequence = ConfidenceSequence::new(0.05, 100).unwrap();
    /// assert!((sequence.radius(500, 1.0).unwrap() - 0.141_008).abs() < 1e-6);
    /// ```
    #[must_use]
    pub fn new(alpha: f64, best_at: u64) -> Option<ConfidenceSequence> {
        if !(alpha > 0.0 && alpha < 1.0) || best_at == 0 {
            return None;
        }
        let twice = -2.0 * libm::log(alpha);
        Some(ConfidenceSequence { alpha, rho_squared: (twice + libm::log(twice + 1.0)) / best_at as f64 })
    }

    /// ρ², which says at how many numbers the sequence is narrowest.
    #[must_use]
    pub const fn rho_squared(&self) -> f64 {
        self.rho_squared
    }

    /// Half the width after `n` numbers with this standard deviation; `None` without numbers.
    #[must_use]
    pub fn radius(&self, n: u64, sd: f64) -> Option<f64> {
        if n == 0 {
            return None;
        }
        let n = n as f64;
        let growth = n * self.rho_squared + 1.0;
        let logarithm = libm::log(growth.sqrt() / self.alpha);
        Some(sd * (2.0 * growth / (n * n * self.rho_squared) * logarithm).sqrt())
    }

    /// The interval for the mean of what has been seen; `None` below [`SEQUENCE_FIRST`] numbers.
    #[must_use]
    pub fn interval(&self, seen: &Moments) -> Option<Interval> {
        if seen.count() < SEQUENCE_FIRST {
            return None;
        }
        let (mean, radius) = (seen.mean()?, self.radius(seen.count(), seen.standard_deviation()?)?);
        Some(Interval { low: mean - radius, high: mean + radius })
    }
}
