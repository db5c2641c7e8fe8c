//! Numbers for people.

/// A whole number in groups of three: 1,234,567.
pub(crate) fn grouped(value: f64) -> String {
    decimal(value, 0)
}

/// A number with a fixed number of decimals, in groups of three. No minus sign on what rounds to 0.
pub(crate) fn decimal(value: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = text.split_once('.').map_or((text.as_str(), None), |(w, f)| (w, Some(f)));
    let mut out = String::new();
    if value < 0.0 && text.bytes().any(|b| matches!(b, b'1'..=b'9')) {
        out.push('-');
    }
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// The same with a plus sign in front of what is above 0: for differences.
pub(crate) fn signed(value: f64, decimals: usize) -> String {
    let text = decimal(value, decimals);
    if value > 0.0 && text.bytes().any(|b| matches!(b, b'1'..=b'9')) { format!("+{text}") } else { text }
}

/// A difference whose size is not known beforehand: with a sign, to about three digits.
pub(crate) fn significant(value: f64) -> String {
    let decimals = match value.abs() {
        size if size >= 100.0 => 0,
        size if size >= 1.0 => 2,
        _ => 4,
    };
    signed(value, decimals)
}

/// A lever: without decimals that say nothing.
pub(crate) fn plain(value: f64) -> String {
    format!("{value}")
}

/// An amount of memory.
pub(crate) fn memory(bytes: f64) -> String {
    match bytes {
        b if b >= 1e9 => format!("{} GB", decimal(b / 1e9, 1)),
        b if b >= 1e6 => format!("{} MB", grouped((b / 1e6).ceil())),
        _ => "less than 1 MB".to_owned(),
    }
}

/// A large count in words: 1.6 million, 23 billion.
pub(crate) fn large(value: f64) -> String {
    match value {
        v if v >= 1e12 => format!("{} million million", decimal(v / 1e12, 1)),
        v if v >= 1e9 => format!("{} billion", decimal(v / 1e9, 1)),
        v if v >= 1e6 => format!("{} million", decimal(v / 1e6, 1)),
        v => grouped(v),
    }
}

/// A time span: 0.4 s, 12 s, 3 min 20 s.
pub(crate) fn duration(seconds: f64) -> String {
    let whole = seconds.round();
    match seconds {
        s if s < 9.95 => format!("{s:.1} s"),
        s if s < 59.5 => format!("{whole} s"),
        _ => format!("{} min {} s", grouped((whole / 60.0).floor()), whole % 60.0),
    }
}

/// `count` and the word for it: 1 trial, 2 trials.
pub(crate) fn count(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", grouped(count as f64), if count == 1 { one } else { many })
}

/// Names in a sentence: `a`, `a and b`, `a, b and c`.
pub(crate) fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// Running text in lines of at most `width` characters, each ended by a newline. `95 %` stays on one line.
pub(crate) fn wrapped(text: &str, width: usize) -> String {
    let text = text.replace(" %", "\u{a0}%");
    let (mut out, mut column) = (String::new(), 0);
    for word in text.split_ascii_whitespace() {
        let length = word.chars().count();
        if column > 0 && column + 1 + length > width {
            out.push('\n');
            column = 0;
        } else if column > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += length;
    }
    out.replace('\u{a0}', " ") + "\n"
}

/// A name and what is said of it, which may take several lines, all starting in column `indent`.
pub(crate) fn entry(name: &str, text: &str, indent: usize, width: usize) -> String {
    let text = wrapped(text, width - indent);
    let lines = text.trim_end().replace('\n', &format!("\n{:indent$}", ""));
    format!("  {name:<0$}{lines}\n", indent - 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_in_groups_of_three() {
        assert_eq!(grouped(0.0), "0");
        assert_eq!(grouped(999.6), "1,000");
        assert_eq!(decimal(-1_234_567.891, 1), "-1,234,567.9");
        assert_eq!(decimal(123_456.0, 2), "123,456.00");
    }

    #[test]
    fn nothing_is_below_zero_that_rounds_to_it() {
        assert_eq!(decimal(-0.04, 1), "0.0");
        assert_eq!(signed(0.04, 1), "0.0");
        assert_eq!(signed(0.06, 1), "+0.1");
        assert_eq!(signed(-2.0, 1), "-2.0");
    }

    #[test]
    fn amounts_are_in_words() {
        assert_eq!(memory(2_400_000.0), "3 MB");
        assert_eq!(memory(3.21e9), "3.2 GB");
        assert_eq!(large(1_640_000.0), "1.6 million");
        assert_eq!(duration(0.42), "0.4 s");
        assert_eq!(duration(200.0), "3 min 20 s");
        assert_eq!(count(1, "trial", "trials"), "1 trial");
        assert_eq!(listed(&["a", "b", "c"]), "a, b and c");
    }

    #[test]
    fn running_text_is_broken_between_words() {
        assert_eq!(wrapped("one two three", 8), "one two\nthree\n");
        assert_eq!(wrapped("at 95 % of", 6), "at\n95 %\nof\n");
        assert_eq!(wrapped("  unbreakably long", 5), "unbreakably\nlong\n");
        assert_eq!(entry("a", "one two", 5, 9), "  a  one\n     two\n");
    }
}
