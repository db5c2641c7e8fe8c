//! A running total over trials whose bits do not depend on who took up which trials, or when.
//!
//! Sums of floating-point numbers depend on the order of addition. Here every order is the same one: the total of an
//! aligned range, [k·2ʲ, (k + 1)·2ʲ), is the total of its left half joined with that of its right half, down to single
//! trials, and so depends on the range alone. Any range falls apart into at most 2 log₂ n aligned ones in one way;
//! adjacent ranges merge by joining equal halves; the end joins what is left from left to right.

/// A total that can be joined with the total of the trials that follow.
pub trait Join {
    /// Takes in what the next trials add up to.
    fn join(&mut self, next: &Self);
}

/// The total of an aligned range of trials.
#[derive(Clone, Debug, PartialEq)]
pub struct Aligned<T> {
    /// First trial; a multiple of the number of trials.
    pub first: u32,
    /// Number of trials is 2 to this power.
    pub level: u8,
    /// Their total.
    pub total: T,
}

impl<T> Aligned<T> {
    /// The trial after the last one.
    #[must_use]
    pub const fn until(&self) -> u64 {
        self.first as u64 + (1_u64 << self.level)
    }

    /// Whether it is an aligned range at all: of 2³¹ trials at most, and starting at a multiple of its length.
    #[must_use]
    pub const fn is_aligned(&self) -> bool {
        self.level < 32 && (self.first as u64).is_multiple_of(1 << self.level)
    }

    /// Whether the two are the halves of an aligned range.
    const fn is_left_of(&self, right: &Aligned<T>) -> bool {
        let is_left_half = (self.first as u64).is_multiple_of(1 << (self.level + 1));
        self.level == right.level && is_left_half && self.until() == right.first as u64
    }
}

/// The total of trials taken up in ascending order, with gaps or without.
///
/// ```
/// use dottedline_core::stats::{Dyadic, Join};
///
/// #[derive(Clone, Debug, PartialEq)]
/// struct Sum(f64);
/// impl Join for Sum {
///     fn join(&mut self, next: &Sum) {
///         self.0 += next.0;
///     }
/// }
/// let number = |trial: u32| Sum(1.0 / f64::from(3 + trial));
/// let total = |trials: std::ops::Range<u32>| {
///     let mut total = Dyadic::default();
///     trials.for_each(|trial| total.take(trial, number(trial)).unwrap());
///     total
/// };
/// let mut parts = total(0..7);
/// parts.append(total(7..100)).unwrap();
/// assert_eq!(parts.whole(), total(0..100).whole());
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Dyadic<T> {
    /// Ascending; no two neighbours are halves of an aligned range.
    totals: Vec<Aligned<T>>,
}

impl<T> Default for Dyadic<T> {
    fn default() -> Dyadic<T> {
        Dyadic { totals: Vec::new() }
    }
}

impl<T: Join> Dyadic<T> {
    /// Takes up one more trial.
    ///
    /// # Errors
    /// Gives it back if it does not come after all trials taken up so far.
    pub fn take(&mut self, trial: u32, total: T) -> Result<(), Aligned<T>> {
        self.push(Aligned { first: trial, level: 0, total })
    }

    /// Takes up an aligned range.
    ///
    /// # Errors
    /// Gives it back if it is not aligned or does not come after all trials taken up so far.
    pub fn push(&mut self, mut next: Aligned<T>) -> Result<(), Aligned<T>> {
        if !next.is_aligned() || u64::from(next.first) < self.until() {
            return Err(next);
        }
        while let Some(mut left) = self.totals.pop_if(|last| last.is_left_of(&next)) {
            left.total.join(&next.total);
            left.level += 1;
            next = left;
        }
        self.totals.push(next);
        Ok(())
    }

    /// Takes up everything that others have taken up.
    ///
    /// # Errors
    /// Gives back the first range that does not come after all trials taken up so far.
    pub fn append(&mut self, others: Dyadic<T>) -> Result<(), Aligned<T>> {
        others.totals.into_iter().try_for_each(|total| self.push(total))
    }

    /// The trial after the last one taken up; 0 without any.
    #[must_use]
    pub fn until(&self) -> u64 {
        self.totals.last().map_or(0, Aligned::until)
    }

    /// The totals of the aligned ranges that the trials fall apart into.
    #[must_use]
    pub fn totals(&self) -> &[Aligned<T>] {
        &self.totals
    }
}

impl<T: Join + Clone> Dyadic<T> {
    /// The total of all trials; `None` without any.
    #[must_use]
    pub fn whole(&self) -> Option<T> {
        let (first, others) = self.totals.split_first()?;
        let mut whole = first.total.clone();
        others.iter().for_each(|next| whole.join(&next.total));
        Some(whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Moments;
    use proptest::prelude::*;

    fn taken(trials: impl Iterator<Item = u32>) -> Dyadic<Moments> {
        let mut dyadic = Dyadic::default();
        for trial in trials {
            let number = libm::sin(f64::from(trial)) * 1e3 + 1.0 / f64::from(trial + 7);
            assert!(dyadic.take(trial, [number].into_iter().collect()).is_ok());
        }
        dyadic
    }

    #[test]
    fn a_range_falls_apart_into_few_aligned_ones() {
        let ranges = |first, until| {
            let totals = taken(first..until);
            totals.totals().iter().map(|total| (u64::from(total.first), total.until())).collect::<Vec<_>>()
        };
        assert_eq!(ranges(0, 8), [(0, 8)]);
        assert_eq!(ranges(3, 13), [(3, 4), (4, 8), (8, 12), (12, 13)]);
        assert!(ranges(1, 1023).len() <= 18);
    }

    #[test]
    fn what_is_not_aligned_or_comes_too_late_is_given_back() {
        let mut dyadic = taken(0..5);
        assert!(dyadic.take(4, Moments::default()).is_err());
        assert!(dyadic.push(Aligned { first: 6, level: 2, total: Moments::default() }).is_err());
        assert!(dyadic.push(Aligned { first: 0, level: 40, total: Moments::default() }).is_err());
        assert_eq!(dyadic, taken(0..5), "nothing is changed by it");
    }

    proptest! {
        #[test]
        fn any_tiling_gives_the_same_bits(mut cuts in prop::collection::vec(0_u32..700, 0..40), until in 1_u32..700) {
            cuts.extend([0, until]);
            cuts.retain(|&cut| cut <= until);
            cuts.sort_unstable();
            let mut merged = Dyadic::default();
            for part in cuts.windows(2) {
                prop_assert!(merged.append(taken(part[0]..part[1])).is_ok());
            }
            prop_assert_eq!(merged, taken(0..until));
        }

        #[test]
        fn with_gaps_too(present in prop::collection::btree_set(0_u32..200, 1..120), cut in 0_u32..200) {
            let part = |keep: &dyn Fn(u32) -> bool| taken(present.iter().copied().filter(|&trial| keep(trial)));
            let mut merged = part(&|trial| trial < cut);
            prop_assert!(merged.append(part(&|trial| trial >= cut)).is_ok());
            prop_assert_eq!(merged, part(&|_| true));
        }
    }
}
