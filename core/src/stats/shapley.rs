//! Shapley shares: which part of a difference each of several things is worth that only work together.

use super::{Moments, pick};

/// More things than this are shared out by sampled orders: 2⁸ combinations.
pub const SHAPLEY_EXACT: usize = 8;

/// The shares of things in v(all) − v(none), from the value v of every combination (Shapley 1953): the mean over all orders of what a
/// thing adds to those before it. They add up to the difference; a thing that adds nothing anywhere has 0; two that add the
/// same everywhere have equal shares.
///
/// `values[c]` is the value of the combination whose members are the binary digits of c, the first thing the lowest. `None` unless there
/// are 2ⁿ of them for 1 to [`SHAPLEY_EXACT`] things. Shares are in the values' unit, and linear in the values: those of a mean over trials are the means of
/// the trials' shares, which give an interval.
///
/// ```
/// use dottedline_core::stats::shapley_shares;
/// // Alone 1 and 2, together 6: the 3 that only both bring are shared.
/// assert_eq!(shapley_shares(&[0.0, 1.0, 2.0, 6.0]).unwrap(), [2.5, 3.5]);
/// ```
#[must_use]
pub fn shapley_shares(values: &[f64]) -> Option<Vec<f64>> {
    let things = values.len().checked_ilog2()? as usize;
    if values.len() != 1 << things || !(1..=SHAPLEY_EXACT).contains(&things) {
        return None;
    }
    let weights = weights(things);
    let share = |thing: usize| {
        let without = (0..values.len()).filter(|combination| combination >> thing & 1 == 0);
        let adds = without.map(|combination| {
            let before = combination.count_ones() as usize;
            weights[before] * (values[combination | 1 << thing] - values[combination])
        });
        adds.sum()
    };
    Some((0..things).map(share).collect())
}

/// s! (n − s − 1)! / n! for s things before: 1 / (n · C(n − 1, s)).
fn weights(things: usize) -> Vec<f64> {
    let mut choose = 1.0;
    let mut weights = Vec::with_capacity(things);
    for before in 0..things {
        weights.push(1.0 / (things as f64 * choose));
        choose = choose * (things - 1 - before) as f64 / (before + 1) as f64;
    }
    weights
}

/// A share that was sampled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SampledShare {
    /// Mean over orders, in the values' unit.
    pub share: f64,
    /// Its standard error, over pairs of an order and its reverse; `None` below two pairs.
    pub standard_error: Option<f64>,
}

/// The same for any number of things, from orders drawn at random (Castro, Gómez & Tejada 2009), each followed by its reverse, which
/// takes off what is lopsided in an order (Mitchell et al. 2022). The shares add up to v(all) − v(none) whatever the orders.
///
/// `value` is asked for combinations, a flag per thing; who computes long keeps what it found. `words(p)` gives the random words of pair
/// p. `None` without things or pairs, or where a value is missing: there is no share of what is not known.
///
/// ```
/// use dottedline_core::stats::sampled_shapley;
/// let words = |p: u32| { let mut state = p; move || { state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223); state } };
/// let all_or_nothing = |has: &[bool]| Some(if has.iter().all(|has| *has) { 10.0 } else { 0.0 });
/// let shares = sampled_shapley(10, 50, all_or_nothing, words).unwrap();
/// assert!((shares.iter().map(|share| share.share).sum::<f64>() - 10.0).abs() < 1e-12);
/// ```
#[must_use]
pub fn sampled_shapley<W: FnMut() -> u32>(
    things: usize,
    pairs: u32,
    mut value: impl FnMut(&[bool]) -> Option<f64>,
    words: impl Fn(u32) -> W,
) -> Option<Vec<SampledShare>> {
    let mut shares = vec![Moments::default(); things];
    let mut order: Vec<usize> = (0..things).collect();
    for pair in 0..pairs {
        let mut word = words(pair);
        (1..things).rev().for_each(|last| order.swap(last, pick(word(), last + 1)));
        let forwards = added(&order, &mut value)?;
        order.reverse();
        let backwards = added(&order, &mut value)?;
        let both = forwards.iter().zip(&backwards).map(|(a, b)| 0.5 * (a + b));
        shares.iter_mut().zip(both).for_each(|(share, both)| share.add(both));
    }
    let sampled =
        |moments: &Moments| Some(SampledShare { share: moments.mean()?, standard_error: moments.standard_error() });
    shares.iter().map(sampled).collect::<Option<Vec<_>>>().filter(|shares| !shares.is_empty())
}

/// What each thing adds to those before it in an order.
fn added(order: &[usize], value: &mut impl FnMut(&[bool]) -> Option<f64>) -> Option<Vec<f64>> {
    let mut has = vec![false; order.len()];
    let mut adds = vec![0.0; order.len()];
    let mut before = value(&has)?;
    for &thing in order {
        has[thing] = true;
        let now = value(&has)?;
        adds[thing] = now - before;
        before = now;
    }
    Some(adds)
}
