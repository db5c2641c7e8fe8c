//! What values a metric can have, and what may be said of a mean when no variance was seen.

use super::{Confidence, Interval, IntervalMethod, Moments, shape::skewness_about, skewed::interval_of};

/// The least and the greatest value that a metric can have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Support {
    /// The least value, or −∞.
    pub low: f64,
    /// The greatest value, or ∞.
    pub high: f64,
}

impl Support {
    /// Shares, and whatever else runs from 0 to 1.
    pub const SHARE: Support = Support { low: 0.0, high: 1.0 };
    /// Net promoter scores.
    pub const NET_PROMOTER: Support = Support { low: -100.0, high: 100.0 };
    /// Counts and amounts that cannot be negative.
    pub const NOT_NEGATIVE: Support = Support { low: 0.0, high: f64::INFINITY };

    /// What differences of two such numbers can be.
    #[must_use]
    pub fn of_differences(self) -> Support {
        Support { low: self.low - self.high, high: self.high - self.low }
    }

    /// Whether a number is possible.
    #[must_use]
    pub fn holds(self, number: f64) -> bool {
        (self.low..=self.high).contains(&number)
    }

    /// An interval without what is not possible.
    #[must_use]
    pub fn cut(self, interval: Interval) -> Interval {
        let Interval { low, high } = interval;
        Interval { low: low.clamp(self.low, self.high), high: high.clamp(self.low, self.high) }
    }
}

/// Differences that are smaller than this part of the numbers themselves are rounding.
const ROUNDING: f64 = 1e-12;

/// Whether numbers vary by more than rounding; `size` is the size of what they were made from, such as the greatest of both
/// numbers of a difference. No single number varies.
#[must_use]
pub fn varies(numbers: &Moments, size: f64) -> bool {
    numbers.standard_deviation().is_some_and(|sd| sd > ROUNDING * size)
}

/// The share of all trials that may be unlike n trials which were all the same: 1 − (1 − confidence)^(1/n). With a greater
/// share, n trials without one of them would be less likely than 1 − confidence (the exact binomial bound for no event,
/// Clopper & Pearson 1934; at 95 % about 3 / n, the rule of three).
///
/// ```
/// use dottedline_core::stats::share_unseen;
/// // SciPy: 1 - 0.05 ** (1 / 20)
/// assert!((share_unseen(20, 0.95) - 0.139_108).abs() < 1e-6);
/// assert_eq!(share_unseen(0, 0.95), 1.0);
/// ```
#[must_use]
pub fn share_unseen(n: u64, confidence: f64) -> f64 {
    if n == 0 { 1.0 } else { 1.0 - libm::pow(1.0 - confidence, 1.0 / n as f64) }
}

/// An interval for a mean of which n trials were all the same: those [unseen](share_unseen) may be anywhere in the support.
/// `None` where the support has no end, or without trials.
///
/// ```
/// use dottedline_core::stats::{Support, unvaried_interval};
/// // No complaint in 20 trials: up to 14 % of customers may complain.
/// let ends = unvaried_interval(0.0, 20, 0.95, Support::SHARE).unwrap();
/// assert_eq!(ends.low, 0.0);
/// assert!((ends.high - 0.139_108).abs() < 1e-6);
/// assert_eq!(unvaried_interval(7.0, 20, 0.95, Support::NOT_NEGATIVE), None);
/// ```
#[must_use]
pub fn unvaried_interval(value: f64, n: u64, confidence: f64, support: Support) -> Option<Interval> {
    let unseen = share_unseen(n, confidence);
    let (low, high) = (value - unseen * (value - support.low), value + unseen * (support.high - value));
    (n > 0 && low.is_finite() && high.is_finite()).then(|| support.cut(Interval { low, high }))
}

/// An interval for a mean, widened where the numbers are skewed (Hall's transformation of t) and within what is possible, with how it was
/// made; where no variance was seen, the [bound](unvaried_interval) that the number of numbers allows, if there is one. Nothing
/// below two numbers.
///
/// `size` is as for [`varies`].
///
/// ```
/// use dottedline_core::stats::{IntervalMethod, bounded_mean_interval};
/// let (_, method) = bounded_mean_interval(&[1.0, 2.0, 3.0], 0.95, None, 3.0);
/// assert_eq!(method, Some(IntervalMethod::StudentT));
/// let skewed = [0.0, 0.1, 0.2, 0.1, 0.0, 0.3, 0.1, 0.2, 0.0, 4.0];
/// let (interval, method) = bounded_mean_interval(&skewed, 0.95, None, 4.0);
/// assert_eq!(method, Some(IntervalMethod::Widened));
/// assert!(interval.unwrap().high - 0.5 > 2.0 * (0.5 - interval.unwrap().low));
/// ```
#[must_use]
pub fn bounded_mean_interval(
    numbers: &[f64],
    confidence: impl Confidence,
    support: Option<Support>,
    size: f64,
) -> (Option<Interval>, Option<IntervalMethod>) {
    let moments: Moments = numbers.iter().copied().collect();
    let skewness = moments.mean().and_then(|mean| skewness_about(mean, numbers));
    bounded_interval_of(&moments, skewness, confidence, support, size)
}

/// As [`bounded_mean_interval`], of numbers of which moments and skewness are known.
pub(super) fn bounded_interval_of(
    moments: &Moments,
    skewness: Option<f64>,
    confidence: impl Confidence,
    support: Option<Support>,
    size: f64,
) -> (Option<Interval>, Option<IntervalMethod>) {
    if moments.count() > 1 && !varies(moments, size) {
        let bound = |support| unvaried_interval(moments.mean()?, moments.count(), confidence.level(), support);
        return (support.and_then(bound), Some(IntervalMethod::Unvaried));
    }
    let cut = |ends| support.map_or(ends, |support| support.cut(ends));
    let (interval, method) = interval_of(moments, skewness, confidence).unzip();
    (interval.map(cut), method)
}

/// An interval for a mean by Student's t, within what is possible; where no variance was seen, the
/// [bound](unvaried_interval) that the number of trials allows, if there is one. `None` below two numbers.
///
/// `size` is as for [`varies`].
#[must_use]
pub fn sound_interval(
    numbers: &Moments,
    confidence: impl Confidence,
    support: Option<Support>,
    size: f64,
) -> Option<Interval> {
    let (n, mean) = (numbers.count(), numbers.mean()?);
    let spread = confidence.critical(n.checked_sub(1)?)? * numbers.standard_error()?;
    if varies(numbers, size) {
        let ends = Interval { low: mean - spread, high: mean + spread };
        return Some(support.map_or(ends, |support| support.cut(ends)));
    }
    unvaried_interval(mean, n, confidence.level(), support?)
}
