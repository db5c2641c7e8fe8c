//! Amounts in words: memory, bytes, time, counts.

use super::{decimal, grouped};

/// An amount of memory.
#[must_use]
pub fn memory(bytes: f64) -> String {
    match bytes {
        b if b >= 1e9 => format!("{} GB", decimal(b / 1e9, 1)),
        b if b >= 1e6 => format!("{} MB", grouped((b / 1e6).ceil())),
        _ => "less than 1 MB".to_owned(),
    }
}

/// Bytes as people say them, also far too many: `24 TB`, `480 MB`.
#[must_use]
pub fn bytes(count: f64) -> String {
    const UNITS: [&str; 6] = ["kB", "MB", "GB", "TB", "PB", "EB"];
    let mut value = count / 1000.0;
    let mut unit = UNITS[0];
    for next in &UNITS[1..] {
        if value >= 1000.0 {
            value /= 1000.0;
            unit = next;
        }
    }
    if value >= 1e6 { "more memory than any machine has".to_owned() } else { format!("{value:.0} {unit}") }
}

/// A large count in words: 1.6 million, 23 billion.
#[must_use]
pub fn large(value: f64) -> String {
    match value {
        v if v >= 1e12 => format!("{} million million", decimal(v / 1e12, 1)),
        v if v >= 1e9 => format!("{} billion", decimal(v / 1e9, 1)),
        v if v >= 1e6 => format!("{} million", decimal(v / 1e6, 1)),
        v => grouped(v),
    }
}

/// A time span: 0.4 s, 12 s, 3 min 20 s.
#[must_use]
pub fn duration(seconds: f64) -> String {
    let whole = seconds.round();
    match seconds {
        s if s < 9.95 => format!("{s:.1} s"),
        s if s < 59.5 => format!("{whole} s"),
        _ => format!("{} min {} s", grouped((whole / 60.0).floor()), whole % 60.0),
    }
}

/// The weeks of a horizon in years, where they are half or whole ones: 4 years, 2.5 years, 1 year, 30 weeks.
#[must_use]
pub fn horizon(weeks: u32) -> String {
    match weeks {
        52 => "1 year".to_owned(),
        weeks if weeks > 52 && weeks % 52 == 0 => format!("{} years", grouped(f64::from(weeks / 52))),
        weeks if weeks > 52 && weeks % 26 == 0 => format!("{} years", decimal(f64::from(weeks) / 52.0, 1)),
        weeks => count(weeks as usize, "week", "weeks"),
    }
}

/// `count` and the word for it: 1 trial, 2 trials.
#[must_use]
pub fn count(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", grouped(count as f64), if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_horizon_is_told_in_years_where_they_are_round() {
        assert_eq!([208, 130, 52].map(horizon), ["4 years", "2.5 years", "1 year"]);
        assert_eq!([60, 26, 1].map(horizon), ["60 weeks", "26 weeks", "1 week"]);
    }

    #[test]
    fn amounts_are_in_words() {
        assert_eq!([memory(2_400_000.0), memory(3.21e9)], ["3 MB", "3.2 GB"]);
        assert_eq!(large(1_640_000.0), "1.6 million");
        assert_eq!([duration(0.42), duration(200.0)], ["0.4 s", "3 min 20 s"]);
        assert_eq!([count(1, "trial", "trials"), count(2_000, "trial", "trials")], ["1 trial", "2,000 trials"]);
    }

    #[test]
    fn bytes_are_said_in_the_unit_that_fits() {
        assert_eq!([bytes(24e12), bytes(480e6), bytes(2400.0)], ["24 TB", "480 MB", "2 kB"]);
    }
}
