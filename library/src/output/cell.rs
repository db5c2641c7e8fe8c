//! One cell of a table.

use std::borrow::Cow;

use crate::stats::Interval;

/// One cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'a> {
    /// Text.
    Text(&'a str),
    /// Text that is made for the cell.
    Owned(String),
    /// A whole number.
    Whole(u64),
    /// A number; `None`: missing.
    Number(Option<f64>),
}

impl<'a> Cell<'a> {
    /// The two ends of an interval.
    pub(super) fn ends(interval: Option<Interval>) -> [Cell<'a>; 2] {
        [Cell::Number(interval.map(|interval| interval.low)), Cell::Number(interval.map(|interval| interval.high))]
    }

    /// As it stands in a file.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Cell::Text(text) => harmless(text),
            Cell::Owned(text) => harmless(text),
            Cell::Whole(number) => Cow::Owned(number.to_string()),
            Cell::Number(number) => Cow::Owned(number.map(shortest).unwrap_or_default()),
        }
    }
}

/// The shortest digits that read back as the same number, without an exponent; empty for what is no finite number.
fn shortest(number: f64) -> String {
    // Adding zero turns −0 into 0.
    if number.is_finite() { (number + 0.0).to_string() } else { String::new() }
}

/// Text that no spreadsheet takes for a formula (OWASP: CSV injection).
#[must_use]
pub fn harmless(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_back_as_themselves() {
        for number in [0.1 + 0.2, 1e-9, 123_456_789.125, -2.5, f64::MAX] {
            assert_eq!(Cell::Number(Some(number)).text().parse::<f64>(), Ok(number));
        }
        assert_eq!(Cell::Number(Some(-0.0)).text(), "0");
        assert_eq!(Cell::Whole(u64::MAX).text(), "18446744073709551615");
    }

    #[test]
    fn what_is_missing_or_not_a_number_is_an_empty_cell() {
        for number in [None, Some(f64::NAN), Some(f64::INFINITY), Some(f64::NEG_INFINITY)] {
            assert_eq!(Cell::Number(number).text(), "");
        }
    }

    #[test]
    fn text_never_starts_a_formula() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"] {
            assert_eq!(Cell::Text(formula).text(), format!("'{formula}"));
        }
        assert_eq!(Cell::Text("siloed").text(), "siloed");
    }
}
