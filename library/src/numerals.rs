//! Numbers as people write them: missing, plain, with percent and currency signs, grouped, with decimal commas.

/// What stands for a missing number, in lower case.
const MISSING: [&str; 20] = [
    "",
    "na",
    "n/a",
    "nan",
    "null",
    "none",
    "nil",
    "-",
    "--",
    "–",
    "—",
    ".",
    "?",
    "#n/a",
    "#na",
    "#div/0!",
    "#value!",
    "missing",
    "undefined",
    "<na>",
];

/// Currency signs and codes that may stand before or after a number.
const CURRENCIES: [&str; 22] = [
    "€", "$", "£", "¥", "₹", "₽", "₩", "₺", "₪", "R$", "kr", "zł", "EUR", "USD", "GBP", "CHF", "JPY", "SEK", "NOK",
    "DKK", "CAD", "AUD",
];

/// Which sign separates decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecimalMark {
    /// 1.5
    Point,
    /// 1,5
    Comma,
}

/// So many of something: 1 trial, 2 trials, 1,234 trials.
#[must_use]
pub fn count(number: usize, one: &str, many: &str) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{grouped} {}", if number == 1 { one } else { many })
}

/// The numbers that somebody can mean who types this: one, two if its decimal mark does not tell, none if it holds no number.
/// What stands in per cent is a share.
#[doc(hidden)]
#[must_use]
pub fn readings(typed: &str) -> Vec<f64> {
    let typed = typed.trim().replace('_', "");
    let Some(dressed) = Dressed::of(&typed) else { return Vec::new() };
    let marks = match dressed.evidence() {
        Some(mark) => vec![mark],
        None if dressed.is_ambiguous() => vec![DecimalMark::Point, DecimalMark::Comma],
        None => vec![DecimalMark::Point],
    };
    let numbers = marks.into_iter().filter_map(|mark| dressed.number(mark));
    // Divided, not multiplied: 7 % is 0.07 to the last digit.
    numbers.map(|number| if dressed.percent { number / 100.0 } else { number }).collect()
}

/// Whether a cell says that its number is missing.
pub(crate) fn is_missing(cell: &str) -> bool {
    cell.len() <= 9 && MISSING.contains(&cell.to_lowercase().as_str())
}

/// A cell that any program reads as a number; also one that is not finite.
pub(crate) fn plain(cell: &str) -> Option<f64> {
    let first = cell.bytes().next()?;
    let starts = first.is_ascii_digit() || matches!(first, b'+' | b'-' | b'.');
    let named = || matches!(cell.trim_start_matches(['+', '-']).to_ascii_lowercase().as_str(), "inf" | "infinity");
    (starts || named()).then(|| cell.parse().ok())?
}

/// What a cell that is not plain holds, if it is a number in another dress.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Dressed {
    pub(crate) percent: bool,
    pub(crate) currency: Option<&'static str>,
    /// Sign, digits, commas and points.
    body: String,
}

impl Dressed {
    /// Takes off percent and currency signs and blanks between groups of digits.
    pub(crate) fn of(cell: &str) -> Option<Dressed> {
        let cell: String = cell.chars().map(tidy).collect();
        let (cell, percent) = match cell.trim().strip_suffix('%') {
            Some(rest) => (rest.trim().to_owned(), true),
            None => (cell.trim().to_owned(), false),
        };
        let (body, currency) = without_currency(&cell);
        let body = without_blanks(&body)?;
        let digits = body.trim_start_matches(['+', '-']);
        let fine = digits.starts_with(|letter: char| letter.is_ascii_digit() || letter == '.' || letter == ',')
            && digits.bytes().any(|byte| byte.is_ascii_digit())
            && digits.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'.'));
        fine.then_some(Dressed { percent, currency, body })
    }

    /// The decimal mark that it must have, if it cannot be read with the other one.
    pub(crate) fn evidence(&self) -> Option<DecimalMark> {
        evidence(&self.body)
    }

    /// Whether either mark would do, with another number.
    pub(crate) fn is_ambiguous(&self) -> bool {
        self.body.contains([',', '.']) && self.evidence().is_none()
    }

    /// The number, without regard to a percent sign; `None` if digits are grouped otherwise than by threes.
    pub(crate) fn number(&self, mark: DecimalMark) -> Option<f64> {
        let (decimal, group) = match mark {
            DecimalMark::Point => ('.', ','),
            DecimalMark::Comma => (',', '.'),
        };
        let (whole, rest) = self.body.split_once(decimal).unwrap_or((&self.body, ""));
        let groups: Vec<&str> = whole.trim_start_matches(['+', '-']).split(group).collect();
        let by_threes =
            groups.len() == 1 || (groups[1..].iter().all(|part| part.len() == 3) && (1..=3).contains(&groups[0].len()));
        let fine = by_threes && rest.bytes().all(|byte| byte.is_ascii_digit());
        let plain = format!("{}.{rest}0", whole.replace(group, ""));
        fine.then(|| plain.parse().ok())?
    }
}

/// The decimal mark that a number must have: with both signs the last one; with one sign several times the other one; a single
/// sign that does not stand before three digits of a number from 1 to 999 thousand is no separator of groups.
pub(crate) fn evidence(body: &str) -> Option<DecimalMark> {
    let body = body.trim_start_matches(['+', '-']);
    let (commas, points) = (body.matches(',').count(), body.matches('.').count());
    let last = if body.rfind(',') > body.rfind('.') { DecimalMark::Comma } else { DecimalMark::Point };
    match (commas, points) {
        (0, 0) => None,
        (1.., 1..) => Some(last),
        (2.., 0) => Some(DecimalMark::Point),
        (0, 2..) => Some(DecimalMark::Comma),
        _ => {
            let (before, after) = body.split_once([',', '.'])?;
            let may_group = after.len() == 3 && (1..=3).contains(&before.len()) && !before.starts_with('0');
            (!may_group).then_some(last)
        }
    }
}

fn tidy(letter: char) -> char {
    match letter {
        '\u{2212}' | '\u{2013}' => '-',
        '\u{ff05}' | '\u{66a}' => '%',
        '\u{2019}' => '\'',
        letter if letter.is_whitespace() => ' ',
        letter => letter,
    }
}

fn without_currency(cell: &str) -> (String, Option<&'static str>) {
    let (sign, unsigned) = match cell.strip_prefix('-') {
        Some(rest) => ("-", rest.trim_start()),
        None => ("", cell),
    };
    for currency in CURRENCIES {
        if let Some(rest) = unsigned.strip_prefix(currency).or_else(|| unsigned.strip_suffix(currency)) {
            return (format!("{sign}{}", rest.trim()), Some(currency));
        }
    }
    (format!("{sign}{unsigned}"), None)
}

/// Without blanks and apostrophes between groups of three digits; `None` if they stand elsewhere.
fn without_blanks(body: &str) -> Option<String> {
    if !body.contains([' ', '\'']) {
        return Some(body.to_owned());
    }
    let whole = body.split([',', '.']).next()?;
    let groups: Vec<&str> = whole.trim_start_matches(['+', '-']).split([' ', '\'']).collect();
    let fine = groups.len() > 1
        && (1..=3).contains(&groups[0].len())
        && groups[1..].iter().all(|part| part.len() == 3)
        && !body[whole.len()..].contains([' ', '\'']);
    fine.then(|| body.replace([' ', '\''], ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(cell: &str, mark: DecimalMark) -> Option<f64> {
        Dressed::of(cell)?.number(mark)
    }

    #[test]
    fn numbers_are_read_in_the_dress_that_people_give_them() {
        use DecimalMark::{Comma, Point};
        let cases = [
            ("60.1 %", Point, 60.1),
            ("60,1\u{a0}%", Comma, 60.1),
            ("1,110.5", Point, 1110.5),
            ("1.110,5", Comma, 1110.5),
            ("1 110,5", Comma, 1110.5),
            ("1'110.5", Point, 1110.5),
            ("€ 6,50", Comma, 6.5),
            ("6,50 €", Comma, 6.5),
            ("$1,200", Point, 1200.0),
            ("-$1,200.25", Point, -1200.25),
            ("\u{2212}3.5", Point, -3.5),
            ("12 345 678", Point, 12_345_678.0),
        ];
        for (cell, mark, number) in cases {
            assert_eq!(read(cell, mark), Some(number), "{cell}");
        }
        for text in ["n = 5", "1 2", "12,34,5.1", "", "%", "5 apples", "3/4", "12:30"] {
            assert_eq!(read(text, Point), None, "{text}");
        }
    }

    #[test]
    fn a_mark_is_told_where_only_one_makes_sense() {
        use DecimalMark::{Comma, Point};
        let cases = [
            ("0,601", Some(Comma)),
            ("1,234", None),
            ("1.234", None),
            ("1,23", Some(Comma)),
            ("1234,567", Some(Comma)),
            ("1,234,567", Some(Point)),
            ("1.234.567", Some(Comma)),
            ("1,234.5", Some(Point)),
            ("1.234,5", Some(Comma)),
            ("12", None),
        ];
        for (body, mark) in cases {
            assert_eq!(evidence(body), mark, "{body}");
        }
    }

    #[test]
    fn missing_numbers_are_spelled_in_many_ways() {
        for cell in ["", "NA", "N/A", "NaN", "null", "None", "-", ".", "#N/A"] {
            assert!(is_missing(cell), "{cell}");
        }
        for cell in ["0", "inf", "no", "-1"] {
            assert!(!is_missing(cell), "{cell}");
        }
    }
}
