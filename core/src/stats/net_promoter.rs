//! The net promoter score of one survey, with its interval.

use super::{Interval, normal_quantile};

/// The adjusted Wald interval of a score (Rocks 2016): as if three more had answered, ¾ of one a promoter, ¾ a detractor. It
/// covers as it should even with ten answers, where the plain interval covers 80 % instead of 95 %.
///
/// From the score 100 · (p − d), its standard error 100 · √((p + d − (p − d)²) / n) and the number n of answers: who reports
/// these three has told the counts. `None` without answers, for numbers that are no score of so many answers, or unless
/// the confidence is inside (0, 1).
///
/// ```
/// use dottedline_core::stats::net_promoter_interval;
/// // 70 promoters, 15 passives, 15 detractors.
/// let found = net_promoter_interval(55.0, 7.399_324, 100, 0.95).unwrap();
/// assert!((found.high - 67.781).abs() < 1e-3);
/// ```
#[must_use]
pub fn net_promoter_interval(score: f64, standard_error: f64, answers: u64, confidence: f64) -> Option<Interval> {
    let (apart, error, n) = (score / 100.0, standard_error / 100.0, answers as f64);
    if !(apart.abs() <= 1.0 && error >= 0.0 && error.is_finite() && answers > 0 && confidence > 0.0 && confidence < 1.0)
    {
        return None;
    }
    // Promoters and detractors together, out of the variance p + d − (p − d)² of one answer.
    let opinionated = n * (n * error * error + apart * apart);
    let (up, down) = (0.5 * (opinionated + n * apart), 0.5 * (opinionated - n * apart));
    Some(adjusted_wald(up, down, n, normal_quantile(0.5 + 0.5 * confidence)?))
}

/// As if three more had answered, ¾ of one a promoter, ¾ a detractor; within −100 to 100.
fn adjusted_wald(up: f64, down: f64, answers: f64, z: f64) -> Interval {
    let (centre, error) = score_and_error(up + 0.75, down + 0.75, answers + 3.0);
    Interval { low: (centre - z * error).max(-100.0), high: (centre + z * error).min(100.0) }
}

fn score_and_error(up: f64, down: f64, answers: f64) -> (f64, f64) {
    let (p, d) = (up / answers, down / answers);
    let variance = (p + d - (p - d) * (p - d)).max(0.0);
    (100.0 * (p - d), 100.0 * (variance / answers).sqrt())
}
