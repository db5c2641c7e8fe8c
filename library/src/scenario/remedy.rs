//! Remedies for numbers: made of the number that was written, never of an extreme of the range.

use serde_json::Value as Json;

use super::ranges::range_words;
use super::words;
use crate::numerals::{DecimalMark, Dressed};

/// What to write instead of a text where a number belongs.
pub(super) fn for_text(text: &str, key: &str, whole: bool, schema: &Json) -> String {
    let text = text.trim();
    if text.parse::<f64>().is_ok_and(f64::is_finite) {
        return format!("leave out the quotes: {key} = {text}");
    }
    let readings: Vec<String> = readings(text, key).into_iter().map(|number| written(number, whole)).collect();
    match readings.as_slice() {
        [] => format!("write a number {}, without quotes", range_words(schema)),
        [one] => format!("write a plain number: {key} = {one}"),
        several => {
            let ways: Vec<String> = several.iter().map(|number| format!("{key} = {number}")).collect();
            format!("write a plain number: {}", ways.join(" or "))
        }
    }
}

/// What to write instead of a number that is out of range; `None` if nothing follows from it.
pub(super) fn for_number(number: f64, key: &str, schema: &Json) -> Option<String> {
    let most = schema["maximum"].as_f64().unwrap_or(f64::INFINITY);
    let least = schema["minimum"].as_f64().unwrap_or(f64::NEG_INFINITY);
    if key == "seed" && number < 0.0 {
        return Some(format!("leave out the minus sign: {key} = {}", words::plain(-number)));
    }
    if !(most <= 1.0 && least < 1.0 && (2.0..=100.0).contains(&number)) {
        return None;
    }
    let percent = format!("write {} % as {}", words::number(number), words::number(rounded(number / 100.0)));
    // Scores of surveys: 1 is the worst answer, not 0.
    let score = |top: f64| {
        format!(
            "a score of {} on 1 to {top} as {}",
            words::number(number),
            words::number(rounded((number - 1.0) / (top - 1.0)))
        )
    };
    let scored = key == "quality" && number <= 10.0;
    Some(match (scored, number <= 5.0) {
        (false, _) => percent,
        (true, true) => format!("write {} or {}; {MEASURED}", score(5.0), score(10.0)),
        (true, false) => format!("write {}; {MEASURED}", score(10.0)),
    })
}

/// Where measured satisfaction belongs.
const MEASURED: &str = "or, if customers said so after a contact, give it as satisfaction in [observed.touchpoint.*]: \
    handoffs and problems are in what they say, and not in quality";

/// What to write instead of an unknown key that names something measured; `above` is the table that it stands in.
pub(super) fn for_measured(key: &str, above: &str) -> Option<String> {
    let (kind, id) = above.split_once('.').unwrap_or((above, ""));
    let known = |keys: &[&str]| keys.contains(&key);
    let place = match kind {
        "segment" if known(&["retention", "yearly_retention", "churn", "churn_rate", "renewal_rate"]) => {
            "yearly_retention"
        }
        "segment" if known(&["nps", "margin_per_year", "retention_by_year"]) => key,
        "touchpoint" if known(&["satisfaction", "csat"]) => "satisfaction",
        "touchpoint" if known(&["contacts", "contacts_per_year"]) => "contacts_per_year",
        "touchpoint" if known(&["problem_rate"]) => key,
        "" | "study" | "customer" if known(&["nps", "response_rate", "complaints_per_year", "transfers"]) => {
            return Some(format!("what was measured goes into [observed]: {key} = ..."));
        }
        _ => return None,
    };
    Some(format!("what was measured goes into [observed.{kind}.{id}]: {place} = ..."))
}

/// The numbers that a text can mean: one, two if its decimal mark does not tell, none if it holds no number.
fn readings(text: &str, key: &str) -> Vec<f64> {
    let (number, unit) = split_unit(text);
    let Some(dressed) = Dressed::of(number) else { return Vec::new() };
    let marks = match dressed.evidence() {
        Some(mark) => vec![mark],
        None if dressed.is_ambiguous() => vec![DecimalMark::Comma, DecimalMark::Point],
        None => vec![DecimalMark::Point],
    };
    let factor = if dressed.percent { 0.01 } else { in_unit_of(key, unit) };
    marks.into_iter().filter_map(|mark| dressed.number(mark)).map(|number| rounded(number * factor)).collect()
}

/// A text without the words behind its number, and these.
fn split_unit(text: &str) -> (&str, &str) {
    let units = ["week", "month", "year", "day", "customer", "trial", "point", "person", "people", "cycle"];
    let word = text.rfind(' ').map_or("", |space| text[space + 1..].trim());
    let lower = word.to_lowercase();
    match units.iter().any(|unit| lower.starts_with(unit)) {
        true => (text[..text.len() - word.len()].trim(), word),
        false => (text, ""),
    }
}

/// How much a unit of time is in the weeks that a key counts.
fn in_unit_of(key: &str, unit: &str) -> f64 {
    let unit = unit.to_lowercase();
    match (key.ends_with("weeks"), unit.as_str()) {
        (true, unit) if unit.starts_with("year") => 52.0,
        (true, unit) if unit.starts_with("month") => 52.0 / 12.0,
        (true, unit) if unit.starts_with("day") => 1.0 / 7.0,
        _ => 1.0,
    }
}

fn written(number: f64, whole: bool) -> String {
    words::plain(if whole { number.round() } else { number })
}

fn rounded(number: f64) -> f64 {
    if number.abs() >= 1e9 { number } else { (number * 1e6).round() / 1e6 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_text_for_a_number_is_told_by_the_number_in_it() {
        let share = json!({ "minimum": 0, "maximum": 1 });
        for (text, key, whole, remedy) in [
            ("80%", "quality", false, "write a plain number: quality = 0.8"),
            ("26 weeks", "renewal_weeks", true, "write a plain number: renewal_weeks = 26"),
            ("2 years", "weeks", true, "write a plain number: weeks = 104"),
            ("6 months", "tenure_weeks", true, "write a plain number: tenure_weeks = 26"),
            ("6,50 €", "margin", false, "write a plain number: margin = 6.5"),
            ("$1,200.50", "margin", false, "write a plain number: margin = 1200.5"),
            ("1.500,0", "weight", false, "write a plain number: weight = 1500"),
            ("1,500", "weight", false, "write a plain number: weight = 1.5 or weight = 1500"),
            ("2 000 customers", "customers", true, "write a plain number: customers = 2000"),
            ("0.8", "quality", false, "leave out the quotes: quality = 0.8"),
            ("high", "quality", false, "write a number from 0 to 1, without quotes"),
            ("inf", "quality", false, "write a number from 0 to 1, without quotes"),
        ] {
            assert_eq!(for_text(text, key, whole, &share), remedy, "{text}");
        }
    }

    #[test]
    fn a_number_out_of_range_is_told_by_what_it_may_be() {
        let share = json!({ "minimum": 0, "maximum": 1 });
        let said = |number, key| for_number(number, key, &share);
        assert_eq!(said(80.0, "quality").as_deref(), Some("write 80 % as 0.8"));
        let score = said(7.5, "quality").expect("a remedy");
        assert!(score.starts_with("write a score of 7.5 on 1 to 10 as 0.722222; or, if customers said so"), "{score}");
        assert!(said(4.1, "quality").expect("a remedy").contains("a score of 4.1 on 1 to 5 as 0.775"));
        assert_eq!(said(12.0, "readiness").as_deref(), Some("write 12 % as 0.12"));
        assert_eq!(said(-3.0, "seed").as_deref(), Some("leave out the minus sign: seed = 3"));
        assert_eq!((said(1.2, "quality"), said(-0.5, "quality"), said(500.0, "quality")), (None, None, None));
    }
}
