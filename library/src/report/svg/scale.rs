//! Scales from data to drawing units, round ticks, and the axis of weeks.

use super::{Anchor, Canvas, Ink, SMALL, width_of};
use crate::report::numbers::decimal;

/// A straight scale: data from `low` to `high` onto the drawing from `start` to `end`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::report) struct Scale {
    pub(in crate::report) low: f64,
    pub(in crate::report) high: f64,
    pub(in crate::report) start: f64,
    pub(in crate::report) end: f64,
}

impl Scale {
    /// A scale that holds all these numbers with a little air; never empty, whatever they are: where all are nothing it goes
    /// a little more than one `unit` to both sides.
    pub(in crate::report) fn holding(numbers: impl Iterator<Item = f64>, unit: f64, start: f64, end: f64) -> Scale {
        let finite = numbers.filter(|number| number.is_finite());
        let (low, high) = finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), n| (l.min(n), h.max(n)));
        let (low, high) = if low > high { (0.0, 1.0) } else { (low, high) };
        let (range, size) = (high - low, high.abs().max(low.abs()));
        // What does not vary gets a scale of its own size; nothing at all one of a unit.
        let air = match size {
            size if range > 1e-9 * size => 0.04 * range,
            size if size > 0.0 => 0.1 * size,
            _ => 1.1 * unit,
        };
        Scale { low: low - air, high: high + air, start, end }
    }

    /// Where a number lies in the drawing.
    pub(in crate::report) fn at(&self, number: f64) -> f64 {
        let share = (number - self.low) / (self.high - self.low);
        self.start + if share.is_finite() { share } else { 0.5 } * (self.end - self.start)
    }

    /// Whether a number lies within.
    pub(in crate::report) fn holds(&self, number: f64) -> bool {
        (self.low..=self.high).contains(&number)
    }
}

/// At most about `most` round numbers within a scale, and the decimals to write them with.
pub(in crate::report) fn ticks(scale: &Scale, most: usize) -> (Vec<f64>, usize) {
    let step = step(scale.high - scale.low, most);
    let first = (scale.low / step).ceil();
    let count = ((scale.high / step).floor() - first).max(0.0) as usize;
    let decimals = (-libm::floor(libm::log10(step) + 1e-9)).clamp(0.0, 9.0) as usize;
    let numbers = (0..=count.min(50)).map(|place| (first + place as f64) * step).collect();
    (numbers, decimals)
}

/// 1, 2 or 5 times a power of ten, so that about `most` of them fill a range.
fn step(range: f64, most: usize) -> f64 {
    let rough = (range / most.max(1) as f64).max(1e-12);
    let power = libm::pow(10.0, libm::floor(libm::log10(rough)));
    let times = [1.0, 2.0, 5.0, 10.0].into_iter().find(|times| times * power >= rough * 0.999).unwrap_or(10.0);
    times * power
}

/// How many numbers a vertical scale has, about.
pub(in crate::report) fn value_ticks(scale: &Scale) -> usize {
    ((scale.start - scale.end).abs() / 42.0).max(4.0) as usize
}

/// Thin lines and numbers at round values of a vertical scale, from `left` to `right`.
pub(in crate::report) fn value_axis(canvas: &mut Canvas, scale: &Scale, left: f64, right: f64, factor: f64) {
    let shown = Scale { low: scale.low * factor, high: scale.high * factor, ..*scale };
    let (numbers, decimals) = ticks(&shown, value_ticks(scale));
    let lines = numbers.iter().map(|number| ((left, shown.at(*number)), (right, shown.at(*number))));
    canvas.lines(lines, "stroke=\"var(--rule)\"");
    for number in numbers {
        let y = shown.at(number);
        canvas.text((left - 6.0, y), &decimal(number, decimals), Ink::FAINT.at(Anchor::End));
    }
}

/// Years where the horizon has at least two of them, else weeks.
pub(in crate::report) fn weeks_axis(canvas: &mut Canvas, scale: &Scale, y: f64) {
    let weeks = scale.high;
    let (step, name) = if weeks >= 103.0 { (52.0, "year") } else { (step(weeks.max(1.0), 5).max(1.0), "week") };
    let mut lines = vec![((scale.start, y), (scale.end, y))];
    let room = (scale.end - scale.start).abs() / (weeks.max(1.0) / step);
    let every = (width_of("10 years", SMALL) * 1.15 / room.max(0.1)).ceil().max(1.0);
    let mut number = 0.0;
    while number * step <= weeks + (0.5 * step).min(1.0) {
        let x = scale.at((number * step).min(weeks));
        lines.push(((x, y), (x, y + 4.0)));
        let count = if name == "year" { number } else { number * step };
        let text = match (number == 0.0, count == 1.0) {
            (true, _) => "start".to_owned(),
            (_, true) => format!("1 {name}"),
            _ => format!("{} {name}s", decimal(count, 0)),
        };
        if number % every == 0.0 {
            let anchor = if number == 0.0 { Anchor::Start } else { Anchor::Middle };
            canvas.text((x, y + 14.0), &text, Ink::FAINT.at(anchor));
        }
        number += 1.0;
    }
    canvas.lines(lines.into_iter(), "stroke=\"var(--line)\"");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_within() {
        let scale = |low, high| Scale { low, high, start: 0.0, end: 100.0 };
        assert_eq!(ticks(&scale(0.0, 100.0), 5), (vec![0.0, 20.0, 40.0, 60.0, 80.0, 100.0], 0));
        let (numbers, decimals) = ticks(&scale(-0.31, 0.42), 5);
        assert_eq!((numbers.len(), decimals), (4, 1));
        assert_eq!(ticks(&scale(3.0, 3.0), 5).0.len(), 1, "no range, no harm");
    }

    #[test]
    fn a_scale_is_never_empty() {
        for numbers in [vec![], vec![0.0], vec![0.7, 0.7], vec![f64::NAN], vec![-3.0]] {
            let scale = Scale::holding(numbers.iter().copied(), 0.01, 0.0, 100.0);
            assert!(scale.high > scale.low && scale.at(scale.low).is_finite(), "{numbers:?}");
        }
        let nothing = Scale::holding([0.0, 0.0].into_iter(), 0.01, 0.0, 100.0);
        assert!(nothing.high > 0.01 && nothing.high < 0.012, "about one point, not the whole range of retention");
    }
}
