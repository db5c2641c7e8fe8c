//! Bounds on a scenario text before anything parses it: length, nesting, number of values.
//!
//! The scan knows just enough of TOML to leave out strings and comments. What it lets through, the parser may still refuse.

use super::problem::Problem;
use super::source::Place;

/// Deeper lists and tables than this describe no firm.
const DEEPEST: usize = 16;

/// More values than this describe no firm.
const MOST_ITEMS: usize = 100_000;

/// The first bound that a text breaks.
pub(crate) fn check(source: usize, text: &str) -> Option<Problem> {
    let mut scan = Scan::default();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'#' => at = end_of_line(bytes, at),
            b'"' | b'\'' => {
                at = end_of_string(bytes, at);
                continue;
            }
            _ => scan.take(byte),
        }
        if let Some(what) = scan.broken() {
            let problem = Problem::new(Place::new(source, at..(at + 1).min(bytes.len())), what).label("here");
            return Some(problem.remedy("check that it is a scenario file, and leave out what it does not need"));
        }
        at += 1;
    }
    None
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

fn end_of_line(bytes: &[u8], at: usize) -> usize {
    // The newline itself is left to be seen.
    bytes[at..].iter().position(|&byte| byte == b'\n').map_or(bytes.len(), |length| at + length - 1)
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
    use super::check;
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
}
