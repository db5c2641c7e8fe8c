//! The same for the page: with a true minus sign, and words where a share is nearly nothing or everything.

/// A number with a fixed number of decimals (12 at most), in groups of three, with a true minus sign; none on what rounds
/// to 0.
///
/// ```
/// use dottedline::numbers::typeset::decimal;
/// assert_eq!(decimal(-1_234_567.6, 0), "−1,234,568");
/// ```
#[must_use]
pub fn decimal(value: f64, decimals: usize) -> String {
    super::decimal(value, decimals.min(12)).replace('-', "−")
}

/// The same with a plus sign in front of what is above 0.
#[must_use]
pub fn signed(value: f64, decimals: usize) -> String {
    super::signed(value, decimals.min(12)).replace('-', "−")
}

/// A share in per cent; what is not quite nothing or everything does not look like it.
#[must_use]
pub fn percent(share: f64) -> String {
    match 100.0 * share {
        little if little > 0.0 && little < 0.5 => "<1 %".to_owned(),
        most if (99.5..100.0).contains(&most) => ">99 %".to_owned(),
        other => format!("{} %", decimal(other, 0)),
    }
}

/// A number that stands by itself: about three significant digits.
#[must_use]
pub fn plain(value: f64) -> String {
    let decimals = match value.abs() {
        size if size >= 100.0 || size == 0.0 => 0,
        size if size >= 10.0 => 1,
        size if size >= 1.0 => 2,
        _ => 3,
    };
    decimal(value, decimals)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_and_have_a_true_minus_sign_where_they_are_not_nothing() {
        assert_eq!([decimal(-1234567.6, 0), decimal(-0.04, 1), decimal(0.05, 2)], ["−1,234,568", "0.0", "0.05"]);
        assert_eq!([signed(0.0, 1), signed(3.25, 1), signed(-3.25, 2)], ["0.0", "+3.2", "−3.25"]);
        assert_eq!([1234.5, -12.34, 0.0, 0.0123].map(plain), ["1,234", "−12.3", "0", "0.012"]);
    }

    #[test]
    fn almost_all_is_not_all() {
        assert_eq!([0.0, 0.004, 0.25, 0.996, 1.0].map(percent), ["0 %", "<1 %", "25 %", ">99 %", "100 %"]);
    }
}
