//! How many decimals a number is written with.

/// More decimals than this are never shown.
const MOST: usize = 9;

/// So many decimals, at most `most`, that a number of this size reaches `least` of its last place.
fn until(size: f64, least: f64, most: usize) -> usize {
    let mut scaled = size.abs();
    for decimals in 0..most {
        if scaled >= least {
            return decimals;
        }
        scaled *= 10.0;
    }
    most
}

/// Decimals that a number is written with, up to three digits of it.
#[must_use]
pub fn decimals_of(number: f64) -> usize {
    let mut scaled = number.abs();
    for decimals in 0..MOST {
        let rounded = scaled.round();
        if (scaled - rounded).abs() <= 1e-9 * scaled.max(1e-300) || rounded >= 100.0 {
            return decimals;
        }
        scaled *= 10.0;
    }
    MOST
}

/// So many decimals that a number shows one digit; none for nothing.
#[must_use]
pub(crate) fn first_digit(number: f64) -> usize {
    if number.abs() < 1e-12 { 0 } else { until(number, 0.95, MOST) }
}

/// So many decimals that a number above 0 shows two digits; none for others.
#[must_use]
pub fn two_digits(number: f64) -> usize {
    if number > 0.0 { until(number, 9.5, MOST) } else { 0 }
}

/// So many decimals that a margin of this size shows its first digit; at most 6, and 1 where there is no margin.
#[must_use]
pub(crate) fn decimals_of_margin(margin: f64) -> usize {
    if !margin.is_finite() || margin <= 0.0 { 1 } else { until(margin, 0.95, 6) }
}

/// Decimals of a column, 0 to 3, by the half width of its narrowest interval (infinite: it has none).
#[must_use]
pub fn decimals_of_interval(half: f64) -> usize {
    match half {
        half if half.is_infinite() => 1,
        half if half >= 10.0 => 0,
        half if half >= 0.1 => 1,
        half if half >= 0.01 => 2,
        _ => 3,
    }
}

/// Decimals of a difference whose size is not known beforehand.
#[must_use]
pub(crate) fn decimals_of_difference(value: f64) -> usize {
    match value.abs() {
        size if size >= 100.0 => 0,
        size if size >= 1.0 => 2,
        _ => 4,
    }
}

/// Decimals for one number so that it is not shown as zero if it is none; `size` is the size of the numbers around it, beside
/// which rounding is nothing.
#[must_use]
pub fn decimals_to_see(number: f64, decimals: usize, size: f64) -> usize {
    let step = (0..decimals).fold(1.0, |step: f64, _| step / 10.0);
    let seen = number == 0.0 || number.abs() >= 0.5 * step || number.abs() <= 1e-9 * size.max(step);
    if seen { decimals } else { first_digit(number).max(decimals) }
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

    #[test]
    fn decimals_show_the_first_digit_of_a_margin() {
        assert_eq!([3.0, 0.4, 0.02, 1e-9, 0.0, f64::NAN].map(decimals_of_margin), [0, 1, 2, 6, 1, 1]);
        assert_eq!([20.0, 0.2, 0.02, 0.0, f64::INFINITY].map(decimals_of_interval), [0, 1, 2, 3, 1]);
    }

    #[test]
    fn decimals_show_one_digit_or_two_of_a_number() {
        assert_eq!([3.0, -0.4, 0.02, 0.0].map(first_digit), [0, 1, 2, 0]);
        assert_eq!([30.0, 3.0, 0.4, 0.0, -1.0].map(two_digits), [0, 1, 2, 0, 0]);
    }
}
