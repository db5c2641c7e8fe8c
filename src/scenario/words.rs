//! Numbers and lists as people write them.

/// A number without needless digits, with commas between thousands: `20,000,000`, `0.35`.
pub(crate) fn number(value: f64) -> String {
    if !value.is_finite() || value.abs() >= 1e16 || value.fract() != 0.0 {
        return if value.abs() >= 1e16 { format!("{value:e}") } else { format!("{value}") };
    }
    whole(value as i128)
}

/// A whole number of any size, with commas between thousands.
pub(crate) fn whole(value: i128) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut text = if value < 0 { "-".to_owned() } else { String::new() };
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number as a file has it: without commas between thousands.
pub(crate) fn plain(value: f64) -> String {
    number(value).replace(',', "")
}

/// Names as a list in a sentence: `a`, `a and b`, `a, b and c`.
pub(crate) fn list<T: AsRef<str>>(names: &[T]) -> String {
    match names {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [firsts @ .., last] => {
            let firsts: Vec<&str> = firsts.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", firsts.join(", "), last.as_ref())
        }
    }
}

/// Bytes as people say them: `24 TB`, `480 MB`.
pub(crate) fn bytes(count: f64) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_commas_between_thousands_and_no_needless_digits() {
        let shown: Vec<String> = [0.35, 200.0, 2000.0, -1234567.0, 1e18].into_iter().map(number).collect();
        assert_eq!(shown, ["0.35", "200", "2,000", "-1,234,567", "1e18"]);
    }

    #[test]
    fn names_are_joined_as_in_a_sentence() {
        assert_eq!([list(&["a"]), list(&["a", "b"]), list(&["a", "b", "c"])], ["a", "a and b", "a, b and c"]);
    }

    #[test]
    fn memory_is_said_in_the_unit_that_fits() {
        assert_eq!([bytes(24e12), bytes(480e6), bytes(2400.0)], ["24 TB", "480 MB", "2 kB"]);
    }
}
