//! Bounds on a scenario text before anything parses it: length, nesting, number of values.
//!
//! The scan knows just enough of TOML to leave out strings and comments. What it lets through, the parser may still refuse; of a
//! bracket that is never closed the scan knows where it was opened, and the parser does not.

use super::problem::Problem;
use super::source::Place;

/// Deeper lists and tables than this describe no firm.
const DEEPEST: usize = 16;

/// More values than this describe no firm.
const MOST_ITEMS: usize = 100_000;

/// The first bound that a text breaks.
pub(crate) fn check(source: usize, text: &str) -> Option<Problem> {
    let mut scan = Scan::default();
    for (at, byte) in Bare::of(text) {
        scan.take(byte);
        if let Some(what) = scan.broken() {
            let problem = Problem::new(Place::new(source, at..at + 1), what).label("here");
            return Some(problem.remedy("check that it is a scenario file, and leave out what it does not need"));
        }
    }
    None
}

/// The first bracket or brace of a value that is never closed, with its place in the text. Headers of tables are none: with them
/// the parser goes on in the next line and tells more.
pub(crate) fn never_closed(source: usize, text: &str) -> Option<(usize, Problem)> {
    let mut open = Vec::new();
    for (at, byte) in Bare::of(text) {
        match byte {
            b'[' | b'{' => open.push((at, byte)),
            b']' | b'}' => drop(open.pop()),
            _ => {}
        }
    }
    let &(at, byte) = open.first()?;
    let line = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    if text[line..at].trim().is_empty() {
        return None;
    }
    let (this, other) = if byte == b'[' { ("[", "]") } else { ("{", "}") };
    let problem = Problem::new(Place::new(source, at..at + 1), format!("this `{this}` is never closed"));
    Some((at, problem.label("opened here").remedy(format!("add the `{other}` that belongs to it"))))
}

/// The bytes outside strings and comments, with their places.
struct Bare<'t> {
    bytes: &'t [u8],
    at: usize,
}

impl<'t> Bare<'t> {
    fn of(text: &'t str) -> Bare<'t> {
        Bare { bytes: text.as_bytes(), at: 0 }
    }
}

impl Iterator for Bare<'_> {
    type Item = (usize, u8);

    fn next(&mut self) -> Option<(usize, u8)> {
        loop {
            let (at, byte) = (self.at, *self.bytes.get(self.at)?);
            match byte {
                b'#' => self.at = end_of_line(self.bytes, at),
                b'"' | b'\'' => self.at = end_of_string(self.bytes, at),
                _ => {
                    self.at += 1;
                    return Some((at, byte));
                }
            }
        }
    }
}

/// What has been seen so far.
#[derive(Default)]
struct Scan {
    /// Brackets and braces that are open.
    open: usize,
    /// Dots since the last key or line began: `a.b.c` is two tables deep.
    dots: usize,
    items: usize,
}

impl Scan {
    fn take(&mut self, byte: u8) {
        match byte {
            b'[' | b'{' => self.open += 1,
            b']' | b'}' => self.open = self.open.saturating_sub(1),
            b'.' => self.dots += 1,
            b'\n' | b'=' | b',' => self.dots = 0,
            _ => {}
        }
        self.items += usize::from(matches!(byte, b'=' | b','));
    }

    fn broken(&self) -> Option<String> {
        if self.open + self.dots > DEEPEST {
            return Some(format!("more than {DEEPEST} lists and tables are within each other"));
        }
        (self.items > MOST_ITEMS).then(|| format!("there are more than {MOST_ITEMS} values"))
    }
}

/// The place of the newline, which is left to be seen.
fn end_of_line(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().position(|&byte| byte == b'\n').map_or(bytes.len(), |length| at + length)
}

/// The place after the string that begins here; after the line or text, for one without an end.
fn end_of_string(bytes: &[u8], at: usize) -> usize {
    let quote = bytes[at];
    let long = bytes[at..].starts_with(&[quote; 3]);
    let mut inside = at + if long { 3 } else { 1 };
    while let Some(&byte) = bytes.get(inside) {
        match byte {
            b'\\' if quote == b'"' => inside += 1,
            b'\n' if !long => return inside,
            _ if long && bytes[inside..].starts_with(&[quote; 3]) => return inside + 3,
            _ if !long && byte == quote => return inside + 1,
            _ => {}
        }
        inside += 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::{check, never_closed};
    use crate::scenario::templates;

    #[test]
    fn real_scenarios_are_within_bounds() {
        for template in templates() {
            assert!(check(0, template.text).is_none(), "{}", template.name);
        }
        assert!(check(0, &format!("a = \"{}\" # {}", "[".repeat(99), "{".repeat(99))).is_none());
        assert!(check(0, &format!("a = '''\n{}\n'''\nb = 'it''", "[".repeat(99))).is_none());
        assert!(check(0, "a = \"\\\"[[[[[[[[[[[[[[[[[[[[\"").is_none());
    }

    #[test]
    fn what_is_too_deep_or_too_much_is_told() {
        let title = |text: &str| check(0, text).map(|problem| problem.title().to_owned()).unwrap_or_default();
        assert!(title(&format!("a = {}", "[".repeat(17))).contains("more than 16"));
        assert!(title(&format!("{}a = 1", "a.".repeat(17))).contains("more than 16"));
        assert!(title(&format!("# fine\n[{}a]", "a.".repeat(16))).contains("more than 16"));
        assert!(title(&format!("a = [{}]", "1,".repeat(100_001))).contains("more than 100000"));
    }

    #[test]
    fn a_bracket_that_is_never_closed_is_found_where_it_was_opened() {
        let place = |text: &str| never_closed(0, text).map(|(at, _)| at);
        assert_eq!(place("a = [1, 2\n[b]\nc = { d = 1 }"), Some(4));
        assert_eq!(place("a = { b = 1\n[[c]]\n"), Some(4));
        assert_eq!(place("[a\nb = = 1"), None);
        assert_eq!(place("a = \"[\" # [\nb = '{'\nc = [[1], [2]]"), None);
    }
}
