//! Intervals for means of skewed numbers: Student's t reaches too short on the side of the long tail.

use super::{Confidence, Interval, Moments};

/// How the interval of a mean was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntervalMethod {
    /// Mean ± t · s / √n.
    StudentT,
    /// On each side the wider of Student's t and Hall's transformation of it.
    Widened,
    /// None: the two have too few trials in common to be judged beside the others.
    TooFew,
    /// No variance was seen: the bound that the number of trials allows, if the metric has one.
    Unvaried,
    /// None is needed: two structures with the same levers cannot differ.
    ByConstruction,
}

impl IntervalMethod {
    /// Its name in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            IntervalMethod::StudentT => "t",
            IntervalMethod::Widened => "t, widened for skewness (Hall)",
            IntervalMethod::TooFew => "too few trials",
            IntervalMethod::Unvaried => "no variance seen: binomial bound",
            IntervalMethod::ByConstruction => "the same by construction",
        }
    }
}

/// Fewer numbers than this do not tell a skewness.
const SKEWNESS_FIRST: u64 = 10;

/// Whether numbers of this skewness are so skewed that a t interval of n of them errs too often: |skewness| / √n above
/// 0.1. Fewer than ten numbers do not tell.
#[must_use]
pub fn is_too_skewed(skewness: f64, n: u64) -> bool {
    n >= SKEWNESS_FIRST && skewness.abs() > 0.1 * (n as f64).sqrt()
}

/// Whether an interval of n numbers of this skewness is widened: where they are [too skewed](is_too_skewed), and also where
/// the skewness is no chance (1.96 standard errors √(6/n) from 0), as one-sided errors of t fade slowly.
fn is_widened(skewness: f64, n: u64) -> bool {
    let no_chance = n >= SKEWNESS_FIRST && skewness.abs() > 1.96 * (6.0 / n as f64).sqrt();
    no_chance || is_too_skewed(skewness, n)
}

/// An interval for a mean, widened where the numbers are skewed; with how it was made. Few numbers must be
/// [too skewed](is_too_skewed) for Student's t, many only more skewed than by chance.
///
/// Hall (1992) removes the skewness of t by the monotone cubic g(x) = x + γx²/3 + γ²x³/27 + γ/(6n) of x = (x̄ − μ)/s. Its
/// inverse moves both ends towards the long tail; here the end on that side moves out, and the other one stays where t has
/// it, because γ is itself an estimate, and mostly too small a one. With γ = G₁, the adjusted sample skewness. `None` below
/// two numbers, or unless the confidence is inside (0, 1).
pub(super) fn interval_of(
    moments: &Moments,
    skewness: Option<f64>,
    confidence: impl Confidence,
) -> Option<(Interval, IntervalMethod)> {
    let (n, mean, sd) = (moments.count(), moments.mean()?, moments.standard_deviation()?);
    let t = confidence.critical(n.checked_sub(1)?)? / (n as f64).sqrt();
    let Some(skewness) = skewness.filter(|&skewness| is_widened(skewness, n)) else {
        return Some((Interval { low: mean - t * sd, high: mean + t * sd }, IntervalMethod::StudentT));
    };
    let gamma = adjusted(skewness, n);
    let low = mean - sd * t.max(untransformed(t, gamma, n));
    let high = mean + sd * t.max(-untransformed(-t, gamma, n));
    Some((Interval { low, high }, IntervalMethod::Widened))
}

/// G₁ = √(n (n − 1)) / (n − 2) · g₁.
fn adjusted(skewness: f64, n: u64) -> f64 {
    let n = n as f64;
    skewness * (n * (n - 1.0)).sqrt() / (n - 2.0)
}

/// The inverse of Hall's cubic.
fn untransformed(y: f64, gamma: f64, n: u64) -> f64 {
    3.0 / gamma * (libm::cbrt(1.0 + gamma * (y - gamma / (6.0 * n as f64))) - 1.0)
}
