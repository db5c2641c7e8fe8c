//! With how many digits numbers of a metric are shown: by the difference that matters and by the numbers themselves.

use super::Judgement;
use crate::numbers::{decimals_of, first_digit};

/// More decimals than this are never shown.
const MOST: usize = 9;

/// Decimals for the numbers of a judgement times `factor`: at least those of the difference that matters, at least two digits
/// of the greatest difference, and one digit of the narrowest margin of error, as far as that is not finer than a hundredth of
/// the difference that matters.
#[must_use]
pub fn decimals(judgement: &Judgement, factor: f64) -> usize {
    let practical = judgement.practical.map(|practical| practical * factor);
    let of_practical = practical.map_or(0, decimals_of);
    let differences = judgement.pairs.iter().filter_map(|pair| pair.comparison.mean);
    let greatest = differences.fold(0.0, |most: f64, mean| most.max(mean.abs())) * factor;
    let of_values = first_digit(greatest / 10.0).min(of_practical.max(3));
    let ends = judgement.pairs.iter().filter_map(|pair| pair.comparison.simultaneous);
    let margins = ends.map(|ends| (ends.high - ends.low) / 2.0).filter(|margin| *margin > 0.0);
    let narrowest = margins.fold(f64::INFINITY, f64::min) * factor;
    let of_margin = if narrowest.is_finite() { first_digit(narrowest) } else { 0 };
    of_practical.max(of_values).max(of_margin.min(of_practical + 2)).min(MOST)
}
