//! Intervals for means.

use super::{Confidence, Moments};

/// An interval that contains the true mean with the stated confidence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Interval {
    /// Whether the interval lies wholly on one side of zero.
    #[must_use]
    pub fn excludes_zero(&self) -> bool {
        self.low > 0.0 || self.high < 0.0
    }
}

/// Student's t interval for a mean, mean ± t · s / √n; `None` below two numbers.
///
/// `confidence` is above 0 and below 1, such as 0.95, or a [table](super::StudentTable) for it. Numbers that are all the same give an interval without width.
///
/// ```
/// use dottedline_core::stats::{Moments, t_interval};
/// let interval = t_interval(&[1.0, 2.0, 3.0].into_iter().collect(), 0.95).unwrap();
/// assert!((interval.low - -0.484_138).abs() < 1e-6);
/// assert_eq!(t_interval(&[1.0].into_iter().collect(), 0.95), None);
/// ```
#[must_use]
pub fn t_interval(moments: &Moments, confidence: impl Confidence) -> Option<Interval> {
    let mean = moments.mean()?;
    let half = confidence.critical(moments.count() - 1)? * moments.standard_error()?;
    Some(Interval { low: mean - half, high: mean + half })
}

/// A mean over trials with how sure it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// Number of trials in which the figure is defined.
    pub n: u64,
    /// Mean over these trials; `None` without any.
    pub mean: Option<f64>,
    /// Sample standard deviation between these trials; `None` below two.
    pub sd: Option<f64>,
    /// 95 % t interval of the mean; `None` below two trials.
    pub interval: Option<Interval>,
}

impl Estimate {
    /// Of moments over trials, with an interval that was made of whatever is independent evidence.
    #[must_use]
    pub fn with_interval(moments: &Moments, interval: Option<Interval>) -> Estimate {
        Estimate { n: moments.count(), mean: moments.mean(), sd: moments.standard_deviation(), interval }
    }
}

impl From<&Moments> for Estimate {
    fn from(moments: &Moments) -> Estimate {
        Estimate::with_interval(moments, t_interval(moments, 0.95))
    }
}
