//! What an interval for a difference allows to conclude, given the difference that matters.

use super::{Confidence, Interval, normal_quantile};

/// What can be said of a structure against another one, when more is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Better by more than the practical difference.
    Better,
    /// Worse by more than the practical difference.
    Worse,
    /// The two differ by no more than the practical difference.
    Equivalent,
    /// Better, but perhaps by less than the practical difference.
    BetterSizeUnresolved,
    /// Worse, but perhaps by less than the practical difference.
    WorseSizeUnresolved,
    /// Not even the direction is known.
    Unresolved,
}

impl Verdict {
    /// The verdict from a simultaneous interval and the practical difference: better if low > δ, worse if high < −δ,
    /// equivalent if all of the interval is within ±δ, else by the side of zero on which the interval lies. `None`
    /// unless the practical difference is above 0 and finite.
    ///
    /// The order follows from the practical difference: an interval within ±δ is called equivalent even where it
    /// excludes zero, for a difference too small to matter is not an advantage.
    ///
    /// ```
    /// use dottedline_core::stats::{Interval, Verdict};
    /// let verdict = |low, high| Verdict::of(&Interval { low, high }, 0.5);
    /// assert_eq!(verdict(0.6, 0.9), Some(Verdict::Better));
    /// assert_eq!(verdict(0.1, 0.4), Some(Verdict::Equivalent));
    /// assert_eq!(verdict(0.1, 0.9), Some(Verdict::BetterSizeUnresolved));
    /// assert_eq!(verdict(-0.1, 0.9), Some(Verdict::Unresolved));
    /// ```
    #[must_use]
    pub fn of(interval: &Interval, practical: f64) -> Option<Verdict> {
        if !(practical > 0.0 && practical.is_finite()) {
            return None;
        }
        let Interval { low, high } = *interval;
        Some(match () {
            () if low > practical => Verdict::Better,
            () if high < -practical => Verdict::Worse,
            () if low >= -practical && high <= practical => Verdict::Equivalent,
            () if low > 0.0 => Verdict::BetterSizeUnresolved,
            () if high < 0.0 => Verdict::WorseSizeUnresolved,
            () => Verdict::Unresolved,
        })
    }

    /// Its name in tables: lower case, words joined by `_`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Verdict::Better => "better",
            Verdict::Worse => "worse",
            Verdict::Equivalent => "equivalent",
            Verdict::BetterSizeUnresolved => "better_size_unresolved",
            Verdict::WorseSizeUnresolved => "worse_size_unresolved",
            Verdict::Unresolved => "unresolved",
        }
    }

    /// The verdict of this name in tables.
    #[must_use]
    pub fn named(name: &str) -> Option<Verdict> {
        let all = [Verdict::Better, Verdict::Worse, Verdict::Equivalent];
        let open = [Verdict::BetterSizeUnresolved, Verdict::WorseSizeUnresolved, Verdict::Unresolved];
        all.into_iter().chain(open).find(|verdict| verdict.name() == name)
    }

    /// It in words, for a reader without statistics.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Verdict::Better => "better",
            Verdict::Worse => "worse",
            Verdict::Equivalent => "equivalent",
            Verdict::BetterSizeUnresolved => "better, by how much is not settled",
            Verdict::WorseSizeUnresolved => "worse, by how much is not settled",
            Verdict::Unresolved => "not decided",
        }
    }

    /// Whether more trials could still change it.
    #[must_use]
    pub const fn is_settled(self) -> bool {
        matches!(self, Verdict::Better | Verdict::Worse | Verdict::Equivalent)
    }

    /// The verdict on the same two structures told the other way round.
    #[must_use]
    pub const fn reversed(self) -> Verdict {
        match self {
            Verdict::Better => Verdict::Worse,
            Verdict::Worse => Verdict::Better,
            Verdict::BetterSizeUnresolved => Verdict::WorseSizeUnresolved,
            Verdict::WorseSizeUnresolved => Verdict::BetterSizeUnresolved,
            Verdict::Equivalent | Verdict::Unresolved => self,
        }
    }
}

/// The fewest trials with t · s / √n ≤ `half_width`, were the standard deviation to stay as it is; at least 2.
///
/// `None` for a standard deviation below 0, a half-width that is not above 0, a confidence that is not inside (0, 1), or
/// more than 10¹⁵ trials.
///
/// ```
/// use dottedline_core::stats::trials_for;
/// // z² s² / h² = 196.4; Student's t asks for two more.
/// assert_eq!(trials_for(0.0143, 0.002, 0.95), Some(199));
/// ```
#[must_use]
pub fn trials_for(sd: f64, half_width: f64, confidence: impl Confidence) -> Option<u64> {
    let level = confidence.level();
    if !(sd >= 0.0 && half_width > 0.0 && level > 0.0 && level < 1.0) {
        return None;
    }
    let ratio = sd / half_width;
    let of_normal = normal_quantile(0.5 + 0.5 * level)? * ratio;
    let enough = |n: u64| confidence.critical(n - 1).is_some_and(|t| t * ratio <= (n as f64).sqrt());
    let least = of_normal * of_normal;
    if least > 1e15 {
        return None;
    }
    fewest(2.max(least as u64), enough)
}

/// The least n from `start` on that is enough, where every greater one is, too. It is looked for near `start` first.
fn fewest(start: u64, enough: impl Fn(u64) -> bool) -> Option<u64> {
    let (mut low, mut high, mut step) = (start, start, 1_u64);
    while !enough(high) {
        low = high + 1;
        high = high.checked_add(step)?;
        step = step.saturating_mul(2);
    }
    while low < high {
        let middle = low + (high - low) / 2;
        if enough(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Some(high)
}

/// About how many trials the next verdict would take in all, were mean and standard deviation of the difference to stay as
/// they are; never fewer than the `trials` there are. `None` where nothing can be told: no spread to go by, or a mean of
/// exactly ±δ whose size is asked for.
///
/// While not even the direction is known, the interval must exclude zero or fit within ±δ, whichever is easier; after that
/// it must fit on one side of ±δ. With a mean near ±δ that takes very many trials, and they would not be well spent.
///
/// ```
/// use dottedline_core::stats::{Verdict, trials_to_settle};
/// // A mean of 1 with standard deviation 10, when 2 matters: half-width 1 settles it, either way.
/// assert_eq!(trials_to_settle(Verdict::Unresolved, 1.0, 10.0, 2.0, 0.95, 100), Some(387));
/// // A mean of 2.5 is clearly above 0; to be clearly above 2 takes half-width 0.5.
/// assert_eq!(trials_to_settle(Verdict::BetterSizeUnresolved, 2.5, 10.0, 2.0, 0.95, 100), Some(1540));
/// assert_eq!(trials_to_settle(Verdict::Better, 9.0, 10.0, 2.0, 0.95, 100), Some(100));
/// ```
#[must_use]
pub fn trials_to_settle(
    verdict: Verdict,
    mean: f64,
    sd: f64,
    practical: f64,
    confidence: impl Confidence,
    trials: u64,
) -> Option<u64> {
    let size = mean.abs();
    let room = match verdict {
        Verdict::Better | Verdict::Worse | Verdict::Equivalent => return Some(trials),
        Verdict::BetterSizeUnresolved | Verdict::WorseSizeUnresolved => (size - practical).abs(),
        Verdict::Unresolved => size.max(practical - size),
    };
    Some(trials_for(sd, room, confidence)?.max(trials))
}
