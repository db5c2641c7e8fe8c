//! Customers who leave with probabilities of their own, alike at each renewal: the shifted beta-geometric model (Fader & Hardie
//! 2007, Journal of Interactive Marketing 21).

use super::nelder_mead;

/// Probabilities of leaving at a renewal that differ between customers as a Beta distribution does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BetaGeometric {
    /// α: the mean probability is α / (α + β).
    pub alpha: f64,
    /// β; a small α + β means that customers differ much.
    pub beta: f64,
}

/// Limits of ln α and ln β in a fit: beyond them customers are all alike or each stays or leaves at once.
const LIMIT: f64 = 14.0;

impl BetaGeometric {
    /// Share of new customers left after so many renewals, whole or not: E[(1 − θ)ⁿ] = B(α, β + n) / B(α, β).
    #[must_use]
    pub fn survival(&self, renewals: f64) -> f64 {
        let BetaGeometric { alpha, beta } = *self;
        let beta_function = |b: f64| libm::lgamma(b) - libm::lgamma(alpha + b);
        libm::exp(beta_function(beta + renewals) - beta_function(beta))
    }

    /// The distribution of most likelihood, from shares of a cohort left after `apart`, 2·`apart`, ... renewals. `None` if the
    /// shares are not falling from at most 1 to at least 0, or if nobody leaves: such a distribution has no end.
    #[must_use]
    pub fn fit(left: &[f64], apart: f64) -> Option<BetaGeometric> {
        let all = || std::iter::once(1.0).chain(left.iter().copied());
        let falling = all().zip(left).all(|(before, &after)| (0.0..=before).contains(&after));
        let last = *left.last()?;
        if !falling || last >= 1.0 || apart <= 0.0 {
            return None;
        }
        let unlikelihood = |logs: &[f64]| {
            if logs.iter().any(|log| log.abs() > LIMIT) {
                return f64::INFINITY;
            }
            let model = BetaGeometric { alpha: libm::exp(logs[0]), beta: libm::exp(logs[1]) };
            let (mut before, mut sum) = ((1.0, 1.0), 0.0);
            for (step, &observed) in left.iter().enumerate() {
                let survival = model.survival(apart * (step + 1) as f64);
                let gone = before.0 - observed;
                sum -= if gone > 0.0 { gone * libm::log(before.1 - survival) } else { 0.0 };
                before = (observed, survival);
            }
            sum - if last > 0.0 { last * libm::log(before.1) } else { 0.0 }
        };
        // From the mean of the first year, customers moderately different.
        let first = (1.0 - left[0]).clamp(0.01, 0.99) / apart.max(1.0);
        let start = [libm::log(first), libm::log(1.0 - first)];
        let once = nelder_mead(unlikelihood, &start, &[0.5, 0.5], 1e-15, 2_000);
        let least = nelder_mead(unlikelihood, &once.at, &[0.1, 0.1], 1e-16, 2_000);
        least.value.is_finite().then(|| BetaGeometric { alpha: libm::exp(least.at[0]), beta: libm::exp(least.at[1]) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn survival_is_the_product_of_the_conditional_means() {
        let model = BetaGeometric { alpha: 0.9, beta: 14.0 };
        let product: f64 = (0..5).map(|i| (14.0 + f64::from(i)) / (14.9 + f64::from(i))).product();
        assert!((model.survival(5.0) - product).abs() < 1e-13);
        assert!((model.survival(0.0) - 1.0).abs() < 1e-15);
    }

    #[test]
    fn shares_that_say_nothing_have_no_fit() {
        for shares in [&[][..], &[1.0, 1.0], &[0.8, 0.9], &[1.2], &[f64::NAN]] {
            assert_eq!(BetaGeometric::fit(shares, 1.0), None, "{shares:?}");
        }
    }

    #[test]
    fn a_cohort_that_follows_the_model_gives_it_back() {
        let model = BetaGeometric { alpha: 0.6, beta: 7.0 };
        let left: Vec<f64> = (1..=10).map(|year| model.survival(2.0 * f64::from(year))).collect();
        let fit = BetaGeometric::fit(&left, 2.0).expect("a fit");
        assert!((fit.alpha - 0.6).abs() < 1e-4 && (fit.beta - 7.0).abs() < 1e-3, "{fit:?}");
    }
}
