//! Two kinds of uncertainty kept apart: what is assumed, and random inputs.

use super::Moments;

/// Where the spread of a figure comes from: one-way random effects over parameter draws with several trials each.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VarianceShares {
    /// Variance between worlds, without the random variation in their means: max(0, (MSB − MSW) / r).
    pub assumptions: f64,
    /// Variance between trials of the same world: MSW.
    pub random: f64,
}

impl VarianceShares {
    /// The share of the spread that is due to the assumptions; `None` where nothing varies.
    #[must_use]
    pub fn share_of_assumptions(&self) -> Option<f64> {
        let sum = self.assumptions + self.random;
        (sum > 0.0).then(|| self.assumptions / sum)
    }

    /// In words, for the terminal.
    ///
    /// ```
    /// use dottedline_core::stats::VarianceShares;
    /// let shares = VarianceShares { assumptions: 62.0, random: 38.0 };
    /// assert_eq!(shares.words(), "62 % of the spread is assumptions, 38 % random inputs");
    /// ```
    #[must_use]
    pub fn words(&self) -> String {
        match self.share_of_assumptions() {
            None => "nothing varies".to_owned(),
            Some(share) => {
                let assumptions = (100.0 * share).round();
                format!("{assumptions} % of the spread is assumptions, {} % random inputs", 100.0 - assumptions)
            }
        }
    }
}

/// Splits the variance of numbers given world by world. Worlds may have different numbers of trials; empty ones do not
/// count. `None` below two worlds, or if no world has two trials.
///
/// ```
/// use dottedline_core::stats::variance_shares;
/// let shares = variance_shares(&[vec![1.0, 3.0], vec![7.0, 9.0]]).unwrap();
/// assert_eq!((shares.random, shares.assumptions), (2.0, 17.0)); // MSW 2, MSB 36, r = 2
/// ```
#[must_use]
pub fn variance_shares(worlds: &[Vec<f64>]) -> Option<VarianceShares> {
    let worlds: Vec<&Vec<f64>> = worlds.iter().filter(|world| !world.is_empty()).collect();
    let all: Moments = worlds.iter().flat_map(|world| world.iter().copied()).collect();
    let (groups, n, grand) = (worlds.len() as f64, all.count() as f64, all.mean()?);
    if groups < 2.0 || n <= groups {
        return None;
    }
    let (mut within, mut between, mut squared_sizes) = (0.0, 0.0, 0.0);
    for world in worlds {
        let moments: Moments = world.iter().copied().collect();
        let (size, mean) = (world.len() as f64, moments.mean()?);
        within += moments.variance().unwrap_or(0.0) * (size - 1.0);
        between += size * (mean - grand) * (mean - grand);
        squared_sizes += size * size;
    }
    let (random, msb) = (within / (n - groups), between / (groups - 1.0));
    let trials_per_world = (n - squared_sizes / n) / (groups - 1.0);
    Some(VarianceShares { assumptions: ((msb - random) / trials_per_world).max(0.0), random })
}
