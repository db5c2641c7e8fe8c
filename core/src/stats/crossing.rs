//! Where two means cross that are lines in a worth: the value at which a choice flips, with its interval (Fieller 1954).

use super::{Moments, student_critical};

/// Where one mean overtakes the other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Crossing {
    /// The worth at which both means are the same.
    pub at: f64,
    /// Lower end of its interval; `None`: without end.
    pub low: Option<f64>,
    /// Upper end of its interval; `None`: without end.
    pub high: Option<f64>,
}

/// The worth w at which the mean of lead − w·gain is 0, from pairs of lead and gain: those w for which a t interval of that mean
/// holds 0 (Fieller). An interval has no end where the gain itself may be 0. `None` below two pairs or if nothing is gained.
///
/// ```
/// use dottedline_core::stats::crossing;
/// // Always 10 ahead, and 2 lost with each unit of worth: level at 5, whatever the trial.
/// let level = crossing(&[(10.0, 2.0), (10.0, 2.0), (10.0, 2.0)], 0.95).unwrap();
/// assert_eq!((level.at, level.low, level.high), (5.0, Some(5.0), Some(5.0)));
/// assert_eq!(crossing(&[(10.0, 0.0), (9.0, 0.0)], 0.95), None);
/// ```
#[must_use]
pub fn crossing(pairs: &[(f64, f64)], confidence: f64) -> Option<Crossing> {
    let mean = |read: fn(&(f64, f64)) -> f64| pairs.iter().map(read).collect::<Moments>().mean();
    let (lead, gain) = (mean(|pair| pair.0)?, mean(|pair| pair.1)?);
    let n = pairs.len();
    let critical = student_critical(confidence, n.checked_sub(1)?.try_into().ok()?)?;
    let at = lead / gain;
    if !at.is_finite() {
        return None;
    }
    let product = |a: fn(&(f64, f64), f64, f64) -> f64| pairs.iter().map(|pair| a(pair, lead, gain)).sum::<f64>();
    let scale = critical * critical / (n as f64 * (n as f64 - 1.0));
    let leads = scale * product(|pair, lead, _| (pair.0 - lead) * (pair.0 - lead));
    let both = scale * product(|pair, lead, gain| (pair.0 - lead) * (pair.1 - gain));
    let gains = scale * product(|pair, _, gain| (pair.1 - gain) * (pair.1 - gain));
    // (lead − w·gain)² ≤ t²·variance: a·w² − 2b·w + c ≤ 0.
    let (a, b, c) = (gain * gain - gains, lead * gain - both, lead * lead - leads);
    let root = libm::sqrt((b * b - a * c).max(0.0));
    let (low, high) = if a > 0.0 {
        (Some((b - root) / a), Some((b + root) / a))
    } else if c <= 0.0 || a == 0.0 {
        (None, None)
    } else {
        // All but what lies between the roots: the part in which the means cross.
        let (lower, upper) = ((b + root) / a, (b - root) / a);
        if at >= upper { (Some(upper), None) } else { (None, Some(lower)) }
    };
    Some(Crossing { at, low, high })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pairs with given means whose deviations are ±.
    fn pairs(lead: (f64, f64), gain: (f64, f64)) -> Vec<(f64, f64)> {
        let signs = [(1.0, 1.0), (1.0, -1.0), (-1.0, 1.0), (-1.0, -1.0)];
        signs.map(|(a, b)| (lead.0 + a * lead.1, gain.0 + b * gain.1)).to_vec()
    }

    #[test]
    fn at_each_end_of_the_interval_a_t_interval_of_the_difference_just_holds_zero() {
        let pairs = pairs((10.0, 1.0), (2.0, 0.2));
        let level = crossing(&pairs, 0.95).unwrap();
        assert!((level.at - 5.0).abs() < 1e-12);
        for end in [level.low.unwrap(), level.high.unwrap()] {
            let moments: Moments = pairs.iter().map(|(lead, gain)| lead - end * gain).collect();
            let half = student_critical(0.95, 3).unwrap() * moments.standard_error().unwrap();
            assert!((moments.mean().unwrap().abs() - half).abs() < 1e-9, "{end}");
        }
    }

    #[test]
    fn without_a_clear_gain_the_interval_has_no_upper_end() {
        let level = crossing(&pairs((10.0, 1.0), (0.2, 2.0)), 0.95).unwrap();
        assert!((level.at - 50.0).abs() < 1e-9);
        assert!(level.low.is_some_and(|low| low > 0.0 && low < 50.0) && level.high.is_none(), "{level:?}");
        let unclear = crossing(&pairs((0.1, 1.0), (0.2, 2.0)), 0.95).unwrap();
        assert_eq!((unclear.low, unclear.high), (None, None));
    }

    #[test]
    fn one_pair_tells_nothing() {
        assert_eq!(crossing(&[(1.0, 1.0)], 0.95), None);
    }
}
