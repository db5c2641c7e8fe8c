//! Names of trials, structures and columns: which spellings mean the same, and in which order they stand.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

/// What all spellings of a name have in common: Unicode form, case, blanks and the form of numbers (`01`, `1`, `1.0`) do not
/// tell names apart.
pub(crate) fn canonical(text: &str) -> String {
    if text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0') {
        return text.to_owned();
    }
    let visible = text
        .nfc()
        .filter(|letter| !is_invisible(*letter))
        .map(|letter| if letter.is_whitespace() { ' ' } else { letter });
    let lower = visible.collect::<String>().to_lowercase();
    let words = lower.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    number_form(&words).unwrap_or(words)
}

/// A whole number in its shortest form; what is no number, or has too many digits to be told apart, stays text.
fn number_form(text: &str) -> Option<String> {
    let number: f64 = text.parse().ok()?;
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'+' | b'-'));
    (plain && number.fract() == 0.0 && number.abs() < 9e15).then(|| format!("{}", number as i64))
}

fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{feff}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{ad}')
}

/// The order in which people expect names: numbers by size, also within text.
pub(crate) fn natural(a: &str, b: &str) -> Ordering {
    match (a.parse::<f64>(), b.parse::<f64>()) {
        (Ok(x), Ok(y)) => x.total_cmp(&y).then_with(|| a.cmp(b)),
        (Ok(_), Err(_)) => Ordering::Less,
        (Err(_), Ok(_)) => Ordering::Greater,
        (Err(_), Err(_)) => parts(a).cmp(&parts(b)).then_with(|| a.cmp(b)),
    }
}

/// Text and whole numbers in turn.
fn parts(text: &str) -> Vec<(String, u64)> {
    let mut parts = vec![(String::new(), 0_u64)];
    let mut in_digits = false;
    for letter in text.chars() {
        let digit = letter.to_digit(10).map(u64::from);
        if digit.is_none() && in_digits {
            parts.push((String::new(), 0));
        }
        in_digits = digit.is_some();
        if let Some(last) = parts.last_mut() {
            match digit {
                Some(digit) => last.1 = last.1.saturating_mul(10).saturating_add(digit),
                None => last.0.push(letter),
            }
        }
    }
    parts
}

/// Names with a number each, in the order in which they came; different spellings of one name have one number.
#[derive(Debug, Default)]
pub(super) struct Ids {
    places: BTreeMap<String, usize>,
    /// Per name its first spelling.
    pub(super) names: Vec<String>,
    /// A name and another spelling of it, the first such.
    pub(super) respelled: Option<(String, String)>,
    /// How often another spelling came.
    pub(super) respellings: usize,
    /// Of the name that came last.
    last: usize,
}

impl Ids {
    /// The number of a name.
    pub(super) fn place(&mut self, name: &str) -> usize {
        self.last = self.expected(name).unwrap_or_else(|| self.looked_up(name));
        self.last
    }

    /// The number of a name that is spelled as it was first, where names mostly stand: the one before once more, or the one
    /// behind it.
    pub(super) fn expected(&self, name: &str) -> Option<usize> {
        let behind = if self.last + 1 < self.names.len() { self.last + 1 } else { 0 };
        [self.last, behind].into_iter().find(|&place| self.names.get(place).is_some_and(|known| known == name))
    }

    fn looked_up(&mut self, name: &str) -> usize {
        let next = self.names.len();
        let place = *self.places.entry(canonical(name)).or_insert(next);
        if place == next {
            self.names.push(name.to_owned());
        } else if self.names[place] != name {
            self.respellings += 1;
            // The least pair, so that the order of rows does not matter.
            let (a, b) = (self.names[place].clone(), name.to_owned());
            let pair = if a < b { (a, b) } else { (b, a) };
            if self.respelled.as_ref().is_none_or(|before| pair < *before) {
                self.respelled = Some(pair);
            }
            if *name < *self.names[place] {
                name.clone_into(&mut self.names[place]);
            }
        }
        place
    }

    pub(super) fn len(&self) -> usize {
        self.names.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_are_one_name() {
        let same = |a: &str, b: &str| assert_eq!(canonical(a), canonical(b), "{a:?} {b:?}");
        same("01", "1");
        same("1.0", "1");
        same("Siloed", " siloed");
        same("caf\u{e9}", "cafe\u{301}");
        same("A\u{a0}B", "a  b");
        same("\u{feff}trial", "Trial");
        assert_ne!(canonical("1.5"), canonical("1"));
        assert_ne!(canonical("a1"), canonical("a01"), "within text a zero may tell names apart");
        assert_ne!(canonical("90071992547409931"), canonical("90071992547409932"));
    }

    #[test]
    fn names_in_any_order_have_the_numbers_that_looking_all_of_them_up_gives() {
        let names = ["b", "a", "01", "1", "B", "c", "1.0", "a", "a", "c", "b", "01", "d", "a", "b", "1", "a "];
        for step in [1, 3, 5, 7] {
            let (mut quick, mut plain) = (Ids::default(), Ids::default());
            for place in (0..4 * names.len()).map(|turn| turn * step % names.len()) {
                assert_eq!(quick.place(names[place]), plain.looked_up(names[place]));
            }
            assert_eq!((quick.names, quick.respelled), (plain.names, plain.respelled));
            assert_eq!(quick.respellings, plain.respellings);
        }
    }

    #[test]
    fn numbers_stand_in_order_also_within_names() {
        let mut names = ["run 10", "10", "run 9", "9", "b", "a"];
        names.sort_by(|a, b| natural(a, b));
        assert_eq!(names, ["9", "10", "a", "b", "run 9", "run 10"]);
    }
}
