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

/// `count` and the word for it: 1 trial, 2 trials.
#[must_use]
pub fn count(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", grouped(count as f64), if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

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
