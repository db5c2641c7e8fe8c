//! Numbers as people read them, for every place that writes one: terminal, page, sentences, problems of scenarios.
//!
//! How numbers are read stands in [`numerals`](crate::numerals); how many decimals they get, in `decimals.rs`.

mod amounts;
mod decimals;
pub mod typeset;

#[doc(hidden)]
pub use amounts::horizon;
pub use amounts::{bytes, count, duration, large, memory};
#[doc(hidden)]
pub use decimals::{decimals_of, decimals_of_interval, decimals_to_see, two_digits};
pub(crate) use decimals::{decimals_of_difference, decimals_of_margin, first_digit};

/// A number with a fixed number of decimals, in groups of three. No minus sign on what rounds to 0.
///
/// ```
/// use dottedline::numbers::decimal;
/// assert_eq!([decimal(-1_234_567.891, 1), decimal(-0.04, 1)], ["-1,234,567.9", "0.0"]);
/// ```
#[must_use]
pub fn decimal(value: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = text.split_at(text.find('.').unwrap_or(text.len()));
    let minus = if value < 0.0 && is_some(&text) { "-" } else { "" };
    format!("{minus}{}{fraction}", in_threes(whole))
}

/// The same with a plus sign in front of what is above 0: for differences.
#[must_use]
pub fn signed(value: f64, decimals: usize) -> String {
    let text = decimal(value, decimals);
    if value > 0.0 && is_some(&text) { format!("+{text}") } else { text }
}

/// A number with a fixed number of decimals and no groups, as it could be typed.
#[must_use]
pub fn ungrouped(value: f64, decimals: usize) -> String {
    format!("{value:.decimals$}")
}

/// A number without decimals, in groups of three.
#[must_use]
pub fn grouped(value: f64) -> String {
    decimal(value, 0)
}

/// A whole number of any size, in groups of three.
#[must_use]
pub fn whole(value: i128) -> String {
    let minus = if value < 0 { "-" } else { "" };
    format!("{minus}{}", in_threes(&value.unsigned_abs().to_string()))
}

/// A number without needless digits, in groups of three: `20,000,000`, `0.35`.
#[must_use]
pub fn number(value: f64) -> String {
    match value {
        huge if huge.abs() >= 1e16 => format!("{huge:e}"),
        some if some.fract() == 0.0 => whole(some as i128),
        some => format!("{some}"),
    }
}

/// The same without groups, as files and levers have it.
#[must_use]
pub fn plain(value: f64) -> String {
    number(value).replace(',', "")
}

/// A share in per cent with a fixed number of decimals: "4.4 %".
#[must_use]
pub fn percent(share: f64, decimals: usize) -> String {
    format!("{} %", decimal(100.0 * share, decimals))
}

/// A part of a whole in per cent without decimals; what rounds to nothing or to all without being that is told as such.
#[must_use]
pub(crate) fn part(share: f64) -> String {
    match share {
        little if little > 0.0 && little < 0.005 => "under 1 %".to_owned(),
        most if (0.995..1.0).contains(&most) => "over 99 %".to_owned(),
        share => percent(share, 0),
    }
}

/// A share in per cent with one decimal at most: "4.4 %", "50 %".
#[must_use]
pub fn share(share: f64) -> String {
    format!("{} %", number((share * 1000.0).round() / 10.0))
}

/// A number on a scale from 0 to 1, without the zero before the point: `.61`, `-.09`, `1.00`.
#[must_use]
pub fn level(value: f64, decimals: usize) -> String {
    let text = decimal(value, decimals);
    match text.strip_prefix("-0.") {
        Some(digits) => format!("-.{digits}"),
        None => text.strip_prefix("0.").map_or(text.clone(), |digits| format!(".{digits}")),
    }
}

/// A difference on that scale, with its sign: `-.09`, `+.05`, `.00`.
#[must_use]
pub fn change(value: f64, decimals: usize) -> String {
    let text = level(value, decimals);
    if value > 0.0 && is_some(&text) { format!("+{text}") } else { text }
}

/// A difference whose size is not known beforehand: with a sign, to about three digits.
#[must_use]
pub fn sized(value: f64) -> String {
    signed(value, decimals_of_difference(value))
}

/// For sentences: two significant digits below 100 without needless zeros, three leading digits above, never an exponent.
#[must_use]
pub fn rounded(number: f64) -> String {
    if number.abs() >= 100.0 {
        return whole(leading(number));
    }
    let digits = 2.0 - libm::ceil(libm::log10(number.abs().max(1e-300)));
    let text = format!("{number:.*}", digits.clamp(0.0, 300.0) as usize);
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}

/// The whole number nearest to it, to three leading digits.
fn leading(number: f64) -> i128 {
    let size = number.abs();
    let step = libm::pow(10.0, libm::floor(libm::log10(size)) - 2.0);
    let rounded = i128::from(((size / step).round() * step).round() as u64);
    if number < 0.0 { -rounded } else { rounded }
}

/// How many times: one decimal below ten, else none.
#[must_use]
pub fn times(factor: f64) -> String {
    match factor {
        // What is left of a variance where all trials agree is rounding.
        factor if factor >= 1e6 => "more than a million".to_owned(),
        factor if factor < 9.95 => decimal(factor, 1),
        factor => grouped(factor.round()),
    }
}

/// A whole number to two leading digits, upwards, in groups of three: for a rough one that shall suffice.
#[must_use]
pub fn about_at_least(number: u64) -> String {
    let mut step = 1;
    while number / step >= 100 {
        step *= 10;
    }
    whole(i128::from(number.div_ceil(step).saturating_mul(step)))
}

/// What an amount of money is multiplied by so that it reads well, and the word for it, by the largest amount around.
#[must_use]
pub fn of_money(largest: f64) -> (f64, &'static str) {
    match largest.abs() {
        most if most >= 1e9 => (1e-9, "billion"),
        most if most >= 1e6 => (1e-6, "million"),
        most if most >= 1e4 => (1e-3, "thousand"),
        _ => (1.0, ""),
    }
}

/// The digits of a whole number in groups of three.
fn in_threes(digits: &str) -> String {
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Whether a number as written is something else than nothing.
fn is_some(text: &str) -> bool {
    text.bytes().any(|byte| matches!(byte, b'1'..=b'9'))
}

/// The same text with a capital letter in front.
pub(crate) fn first_upper(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_in_groups_of_three() {
        assert_eq!([grouped(0.0), grouped(999.6)], ["0", "1,000"]);
        assert_eq!(decimal(-1_234_567.891, 1), "-1,234,567.9");
        assert_eq!([decimal(123_456.0, 2), ungrouped(123_456.0, 2)], ["123,456.00", "123456.00"]);
        assert_eq!([whole(-1_234_567), whole(100), whole(i128::from(u64::MAX))].map(|text| text.len()), [10, 3, 26]);
    }

    #[test]
    fn nothing_is_below_zero_that_rounds_to_it() {
        assert_eq!(decimal(-0.04, 1), "0.0");
        assert_eq!([signed(0.04, 1), signed(0.06, 1), signed(-2.0, 1)], ["0.0", "+0.1", "-2.0"]);
    }

    #[test]
    fn no_number_that_is_none_is_dressed_up() {
        assert_eq!([f64::NAN, f64::INFINITY].map(number), ["NaN", "inf"]);
        assert_eq!(decimal(f64::NAN, 1), "NaN");
    }

    #[test]
    fn numbers_have_commas_between_thousands_and_no_needless_digits() {
        let shown = [0.35, 200.0, 2000.0, -1234567.0, 1e18].map(number);
        assert_eq!(shown, ["0.35", "200", "2,000", "-1,234,567", "1e18"]);
        assert_eq!([0.35, 2000.0].map(plain), ["0.35", "2000"]);
    }

    #[test]
    fn levels_have_no_needless_zero() {
        assert_eq!([0.614, 1.0, -0.093, 0.0].map(|number| level(number, 2)), [".61", "1.00", "-.09", ".00"]);
        assert_eq!([0.05, -0.05, 0.001, 1.0].map(|number| change(number, 2)), ["+.05", "-.05", ".00", "+1.00"]);
        assert_eq!([0.00123, -0.0021, 0.0].map(|number| change(number, 4)), ["+.0012", "-.0021", ".0000"]);
    }

    #[test]
    fn sentences_get_the_leading_digits_only() {
        let said = [0.5, 3.26, 99.9, 123_456.0, -123_456.0, 0.012_34, 0.0].map(rounded);
        assert_eq!(said, ["0.5", "3.3", "100", "123,000", "-123,000", "0.012", "0"]);
        assert_eq!([7, 99, 101, 1_234].map(about_at_least), ["7", "99", "110", "1,300"]);
    }

    #[test]
    fn how_many_times_is_said_with_the_digits_that_it_has() {
        let said = [0.994, 9.94, 9.96, 1_234.4, 1e6, 1e300].map(times);
        assert_eq!(said, ["1.0", "9.9", "10", "1,234", "more than a million", "more than a million"]);
    }

    #[test]
    fn differences_and_shares_have_the_digits_that_fit_them() {
        assert_eq!([sized(1234.5), sized(-3.456), sized(0.012_34)], ["+1,234", "-3.46", "+0.0123"]);
        assert_eq!(
            [percent(0.0444, 1), percent(0.5, 0), share(0.0444), share(0.5)],
            ["4.4 %", "50 %", "4.4 %", "50 %"]
        );
        assert_eq!([9_999.0, -2e4, 3e6, 4e9].map(|most| of_money(most).1), ["", "thousand", "million", "billion"]);
    }
}
