//! How a difference goes over time: the dip, when it is made good, and what is gained in the end.

use super::{Confidence, Interval, Moments, t_interval};

/// A mean difference at one time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimePoint {
    /// When: a week, from 0.
    pub week: u32,
    /// Mean over trials.
    pub mean: f64,
    /// Its t interval, for this time by itself.
    pub interval: Interval,
}

/// The course of a mean difference.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimeCourse {
    /// The lowest point, if it is below zero.
    pub dip: Option<TimePoint>,
    /// Whether the difference is clearly below zero at some time: its interval there excludes zero.
    pub is_clear_dip: bool,
    /// First week from which the mean stays at zero or above to the end, having been below; `None` if it never was below,
    /// or still is.
    pub crossover: Option<u32>,
    /// Earliest week at which the true difference may have come back to zero; `None` without a clear dip, or if it
    /// clearly never does.
    pub crossover_low: Option<u32>,
    /// Latest such week; `None` without a clear dip, or if it may never come back.
    pub crossover_high: Option<u32>,
    /// The difference at the end.
    pub end: TimePoint,
}

/// The course of a difference from its moments over trials at each week, in order of weeks; `None` if there is no week with
/// two trials. Weeks with fewer are passed over.
///
/// The interval of the crossover turns the test at each week around: it goes from the first week after a clear dip that is
/// not clearly below zero to the week after the last that may still be below. It leaves out the true week c only if the
/// interval of c lies wholly below zero or that of the week before wholly above (Fieller's argument).
///
/// ```
/// use dottedline_core::stats::{Moments, time_course};
/// let week = |mean: f64| [mean - 0.5, mean, mean + 0.5].into_iter().collect::<Moments>();
/// let course = time_course(&[(0, week(0.0)), (1, week(-3.0)), (2, week(-0.4)), (3, week(0.6)), (4, week(5.0))], 0.95);
/// let course = course.unwrap();
/// assert_eq!((course.dip.unwrap().week, course.is_clear_dip), (1, true));
/// assert_eq!((course.crossover_low, course.crossover, course.crossover_high), (Some(2), Some(3), Some(4)));
/// assert!(course.end.interval.low > 0.0);
/// ```
#[must_use]
pub fn time_course(weeks: &[(u32, Moments)], confidence: impl Confidence) -> Option<TimeCourse> {
    let moment = |(week, moments): &(u32, Moments)| {
        Some(TimePoint { week: *week, mean: moments.mean()?, interval: t_interval(moments, confidence)? })
    };
    let moments: Vec<TimePoint> = weeks.iter().filter_map(moment).collect();
    let end = *moments.last()?;
    let lowest = moments.iter().min_by(|a, b| a.mean.total_cmp(&b.mean)).copied();
    let (crossover_low, crossover_high) = crossover_interval(&moments);
    Some(TimeCourse {
        dip: lowest.filter(|moment| moment.mean < 0.0),
        is_clear_dip: moments.iter().any(is_clearly_below),
        crossover: after_last(&moments, |moment| moment.mean < 0.0),
        crossover_low,
        crossover_high,
        end,
    })
}

fn is_clearly_below(moment: &TimePoint) -> bool {
    moment.interval.high < 0.0
}

/// The week after the last one for which it holds; `None` if there is none of either.
fn after_last(moments: &[TimePoint], holds: impl Fn(&TimePoint) -> bool) -> Option<u32> {
    let last = moments.iter().rposition(holds)?;
    moments.get(last + 1).map(|moment| moment.week)
}

/// From the first week that is not clearly below zero any more, to the week after the last that may still be below.
fn crossover_interval(moments: &[TimePoint]) -> (Option<u32>, Option<u32>) {
    let Some(start) = moments.iter().position(is_clearly_below) else {
        return (None, None);
    };
    let low = moments[start..].iter().find(|moment| !is_clearly_below(moment)).map(|moment| moment.week);
    (low, after_last(moments, |moment| moment.interval.low < 0.0))
}
