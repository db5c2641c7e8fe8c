//! Interval bars: differences with their intervals along one axis, with a line at zero and the zone that is too small to
//! matter.

use clap::builder::styling::AnsiColor;
use dottedline::stats::Interval;

use super::table::{WIDTH, clipped};
use super::terminal::Terminal;

/// Widest axis.
const AXIS: usize = 60;
/// Narrowest axis.
const LEAST_AXIS: usize = 20;
/// Letters of a name beside its bar.
const NAME: usize = 26;

/// A difference to draw.
pub(super) struct Bar {
    pub(super) name: String,
    pub(super) mean: f64,
    pub(super) interval: Interval,
    /// Whether more of it is good; says only which colour it gets.
    pub(super) good: bool,
}

/// An axis of so many letters between two numbers.
struct Axis {
    low: f64,
    high: f64,
    letters: usize,
}

impl Axis {
    /// From the least to the most of all intervals, with zero and the practical difference.
    fn new(bars: &[Bar], practical: Option<f64>, letters: usize) -> Axis {
        let practical = practical.unwrap_or(0.0);
        let low = bars.iter().map(|bar| bar.interval.low.min(bar.mean)).fold(-practical, f64::min);
        let high = bars.iter().map(|bar| bar.interval.high.max(bar.mean)).fold(practical, f64::max);
        let (low, high) = if high > low { (low, high) } else { (-1.0, 1.0) };
        Axis { low, high, letters }
    }

    /// The letter of a number.
    fn at(&self, number: f64) -> usize {
        let share = ((number - self.low) / (self.high - self.low)).clamp(0.0, 1.0);
        (share * (self.letters - 1) as f64).round() as usize
    }
}

/// The bars below each other, and the axis below them. `write` writes a number on the axis. Nothing
/// without bars.
pub(super) fn bars(bars: &[Bar], practical: Option<f64>, write: impl Fn(f64) -> String, terminal: &Terminal) -> String {
    let finite = |bar: &Bar| [bar.mean, bar.interval.low, bar.interval.high].iter().all(|end| end.is_finite());
    if bars.is_empty() || !bars.iter().all(finite) {
        return String::new();
    }
    let names = bars.iter().map(|bar| bar.name.chars().count()).max().unwrap_or(0).min(NAME);
    let axis = Axis::new(bars, practical, WIDTH.saturating_sub(names + 2).clamp(LEAST_AXIS, AXIS));
    let mut text = String::new();
    for bar in bars {
        text += &format!("{:<names$}  {}\n", clipped(&bar.name, names), drawn(bar, &axis, practical, terminal));
    }
    text + &format!("{:names$}  {}\n", "", labels(&axis, write))
}

/// How to read the bars.
pub(super) fn legend(practical: bool, terminal: &Terminal) -> String {
    let zone = if practical { "; ░ too small to matter" } else { "" };
    terminal.faint(&format!("├─●─┤ the difference and its interval; │ no difference{zone}\n"))
}

/// One bar: the zone, the line at zero, and the interval over both.
fn drawn(bar: &Bar, axis: &Axis, practical: Option<f64>, terminal: &Terminal) -> String {
    let mut letters = vec![' '; axis.letters];
    if let Some(practical) = practical {
        letters[axis.at(-practical)..=axis.at(practical)].fill('░');
    }
    let zero = axis.at(0.0);
    letters[zero] = '│';
    let (low, high) = (axis.at(bar.interval.low), axis.at(bar.interval.high));
    for (place, letter) in letters.iter_mut().enumerate().take(high + 1).skip(low) {
        *letter = match place {
            _ if place == zero => '┼',
            _ if place == low => '├',
            _ if place == high => '┤',
            _ => '─',
        };
    }
    letters[axis.at(bar.mean)] = '●';
    let part = |from: usize, to: usize| letters[from..to].iter().collect::<String>();
    let ink = match (bar.interval.excludes_zero(), (bar.mean > 0.0) == bar.good) {
        (false, _) => None,
        (true, true) => Some(AnsiColor::Cyan),
        (true, false) => Some(AnsiColor::Yellow),
    };
    let interval = terminal.inked(ink, &part(low, high + 1));
    let rest = part(high + 1, axis.letters);
    format!("{}{interval}{}", part(0, low), rest.trim_end())
}

/// Both ends of the axis and zero, as far as there is room.
fn labels(axis: &Axis, write: impl Fn(f64) -> String) -> String {
    let mut letters = vec![' '; axis.letters];
    let mut put = |text: &str, from: usize| {
        let to = from + text.chars().count();
        let around = from.saturating_sub(1)..(to + 1).min(letters.len());
        if to <= letters.len() && letters[around].iter().all(|&letter| letter == ' ') {
            letters[from..to].iter_mut().zip(text.chars()).for_each(|(place, letter)| *place = letter);
        }
    };
    put("0", axis.at(0.0));
    put(&write(axis.low), 0);
    let high = write(axis.high);
    put(&high, axis.letters.saturating_sub(high.chars().count()));
    letters.into_iter().collect::<String>().trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::format::signed;
    use super::*;

    const PLAIN: Terminal = Terminal { colour: false, colour_errors: false, quiet: true, ascii: false };

    fn bar(name: &str, low: f64, mean: f64, high: f64) -> Bar {
        Bar { name: name.to_owned(), mean, interval: Interval { low, high }, good: true }
    }

    fn drawn(all: &[Bar], practical: Option<f64>) -> Vec<String> {
        bars(all, practical, |number| signed(number, 1), &PLAIN).lines().map(str::to_owned).collect()
    }

    #[test]
    fn a_bar_stands_where_its_interval_is_and_the_zone_around_zero() {
        let lines = drawn(&[bar("a", 4.0, 5.0, 6.0), bar("b", -1.0, 1.0, 2.0)], Some(1.0));
        // From -1 to 6 in 60 letters: zero is letter 8, and 1 is letter 17.
        assert_eq!(
            lines[0],
            format!("a  {}│{}{}├{}●{}┤", "░".repeat(8), "░".repeat(9), " ".repeat(24), "─".repeat(8), "─".repeat(7))
        );
        assert_eq!(lines[1], format!("b  ├{}┼{}●{}┤", "─".repeat(7), "─".repeat(8), "─".repeat(7)));
        assert!(lines[2].contains("-1.0") && lines[2].contains(" 0 ") && lines[2].ends_with("+6.0"), "{}", lines[2]);
    }

    #[test]
    fn no_line_is_wider_than_the_terminal_and_zero_width_draws_a_point() {
        let long = "a_structure_with_a_name_of_forty_letters_";
        let lines = drawn(&[bar(long, 0.0, 0.0, 0.0), bar("b", -2.0, -1.0, 0.5)], Some(0.5));
        assert!(lines.iter().all(|line| line.chars().count() <= WIDTH), "{lines:?}");
        assert!(lines[0].contains('●') && !lines[0].contains('├'), "{}", lines[0]);
        assert_eq!(drawn(&[bar("a", 0.0, 0.0, 0.0)], None).len(), 2);
    }

    #[test]
    fn nothing_is_drawn_of_nothing_or_of_what_is_no_number() {
        assert!(drawn(&[], Some(1.0)).is_empty());
        assert!(drawn(&[bar("a", f64::NAN, 1.0, 2.0)], None).is_empty());
    }
}
