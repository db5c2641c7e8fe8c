//! With how many digits numbers of a metric are shown: by the difference that matters and by the numbers themselves.

use super::Judgement;

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
    let of_values = decimals_for(greatest / 10.0).min(of_practical.max(3));
    let ends = judgement.pairs.iter().filter_map(|pair| pair.comparison.simultaneous);
    let margins = ends.map(|ends| (ends.high - ends.low) / 2.0).filter(|margin| *margin > 0.0);
    let narrowest = margins.fold(f64::INFINITY, f64::min) * factor;
    let of_margin = if narrowest.is_finite() { decimals_for(narrowest) } else { 0 };
    of_practical.max(of_values).max(of_margin.min(of_practical + 2)).min(MOST)
}

/// Decimals that a number is written with, up to three digits of it.
#[must_use]
pub fn decimals_of(number: f64) -> usize {
    let number = number.abs();
    let mut scaled = number;
    for decimals in 0..MOST {
        let rounded = scaled.round();
        if (scaled - rounded).abs() <= 1e-9 * scaled.max(1e-300) || rounded >= 100.0 {
            return decimals;
        }
        scaled *= 10.0;
    }
    MOST
}

/// So many decimals that a number shows one digit.
fn decimals_for(number: f64) -> usize {
    let mut scaled = number.abs();
    if scaled < 1e-12 {
        return 0;
    }
    for decimals in 0..MOST {
        if scaled >= 0.95 {
            return decimals;
        }
        scaled *= 10.0;
    }
    MOST
}

/// Decimals for one number so that it is not shown as zero if it is none; `size` is the size of the numbers around it, beside
/// which rounding is nothing.
#[must_use]
pub fn decimals_to_see(number: f64, decimals: usize, size: f64) -> usize {
    let step = (0..decimals).fold(1.0, |step: f64, _| step / 10.0);
    let seen = number == 0.0 || number.abs() >= 0.5 * step || number.abs() <= 1e-9 * size.max(step);
    if seen { decimals } else { decimals_for(number).max(decimals) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_that_matters_is_shown_with_its_own_decimals() {
        assert_eq!([0.005, 0.5, 2.0, 0.05, 1_200.0, 0.25, 1.0 / 3.0].map(decimals_of), [3, 1, 0, 2, 0, 2, 3]);
    }

    #[test]
    fn no_number_is_shown_as_zero_that_is_none() {
        assert_eq!(decimals_to_see(0.02, 1, 1.0), 2);
        assert_eq!(decimals_to_see(0.0003, 1, 1.0), 4);
        assert_eq!(decimals_to_see(0.3, 1, 1.0), 1);
        assert_eq!(decimals_to_see(0.0, 1, 1.0), 1);
        assert_eq!(decimals_to_see(1e-17, 1, 1.0), 1, "rounding");
    }
}
