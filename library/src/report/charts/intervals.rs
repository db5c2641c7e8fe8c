//! Rows of intervals on one scale (a forest plot): a name, the words, and the interval under them.

use super::super::numbers::decimal;
use super::super::palette;
use super::super::svg::{Anchor, BOLD, Canvas, Ink, SMALL, Scale, TEXT, shortened, ticks, width_of};
use crate::stats::Interval;

/// One row.
#[derive(Clone, Debug)]
pub(in crate::report) struct IntervalRow {
    /// The structure's place.
    pub(in crate::report) place: usize,
    pub(in crate::report) name: String,
    /// What is said of it, at the right.
    pub(in crate::report) words: String,
    /// What is said further, under the interval; may be empty.
    pub(in crate::report) below: String,
    pub(in crate::report) mean: Option<f64>,
    pub(in crate::report) interval: Option<Interval>,
    /// A second mark, such as the worst case.
    pub(in crate::report) other: Option<f64>,
    /// Whether the mark is filled: it says something for certain.
    pub(in crate::report) filled: bool,
}

/// A panel of rows.
#[derive(Clone, Debug)]
pub(in crate::report) struct IntervalPanel {
    /// Stands above; may be empty.
    pub(in crate::report) heading: String,
    pub(in crate::report) rows: Vec<IntervalRow>,
    /// What numbers are multiplied by on the axis.
    pub(in crate::report) factor: f64,
    /// The name of the axis.
    pub(in crate::report) axis: String,
    /// Differences up to this do not matter: shaded on both sides of nothing.
    pub(in crate::report) practical: Option<f64>,
    /// Whether nothing is on the scale and has a line.
    pub(in crate::report) zero: bool,
}

/// Height of a row, and of one with words under its interval.
const ROW: f64 = 42.0;
const TALL_ROW: f64 = 60.0;
const FOOT: f64 = 40.0;

impl IntervalPanel {
    /// Its height.
    pub(in crate::report) fn height(&self) -> f64 {
        self.head() + self.row() * self.rows.len() as f64 + FOOT
    }

    fn row(&self) -> f64 {
        if self.rows.iter().any(|row| !row.below.is_empty()) { TALL_ROW } else { ROW }
    }

    fn head(&self) -> f64 {
        if self.heading.is_empty() { 4.0 } else { 26.0 }
    }

    fn scale(&self, left: f64, right: f64) -> Scale {
        let ends = self.rows.iter().flat_map(|row| {
            let interval = row.interval;
            [row.mean, row.other, interval.map(|ends| ends.low), interval.map(|ends| ends.high)].into_iter().flatten()
        });
        let zero = self.zero.then_some(0.0);
        // The shade is shown as far as it does not press the intervals together.
        let furthest = ends.clone().fold(0.0, |most: f64, end| most.max(end.abs()));
        let shade = self.practical.filter(|practical| *practical <= 4.0 * furthest || furthest == 0.0);
        let shades = shade.into_iter().flat_map(|practical| [-1.3 * practical, 1.3 * practical]);
        Scale::holding(ends.chain(zero).chain(shades), 1.0 / self.factor, left + 4.0, right - 4.0)
    }

    /// Draws the panel with its upper left corner here.
    pub(in crate::report) fn draw(&self, canvas: &mut Canvas, left: f64, right: f64, top: f64) {
        let x = self.scale(left, right);
        let high = self.row();
        let (first, last) = (top + self.head(), top + self.head() + high * self.rows.len() as f64);
        if !self.heading.is_empty() {
            canvas.text((left, top + 10.0), &self.heading, Ink::PLAIN.bold());
        }
        let stripes = (0..self.rows.len()).step_by(2).map(|place| first + high * place as f64);
        canvas.boxes(stripes.map(|y| ((left, y), (right, y + high))), "fill=\"var(--shade)\"");
        self.shade(canvas, &x, first, last);
        self.axis(canvas, &x, first, last);
        for (place, row) in self.rows.iter().enumerate() {
            draw_row(canvas, row, &x, (left, right), first + high * place as f64);
        }
    }

    fn shade(&self, canvas: &mut Canvas, x: &Scale, top: f64, bottom: f64) {
        let Some(practical) = self.practical else { return };
        let ends = [-practical, practical].map(|end| x.at(end).clamp(x.start - 4.0, x.end + 4.0));
        let tip = "Within the shade a difference does not matter in practice";
        canvas.group("", tip, |canvas| {
            canvas.rect((ends[0], top), (ends[1], bottom), "fill=\"var(--m0)\" fill-opacity=\".16\"");
        });
    }

    fn axis(&self, canvas: &mut Canvas, x: &Scale, top: f64, bottom: f64) {
        let shown = Scale { low: x.low * self.factor, high: x.high * self.factor, ..*x };
        let most = ((x.end - x.start) / 56.0) as usize;
        let (numbers, decimals) = ticks(&shown, most.clamp(2, 7));
        canvas.line((x.start - 4.0, bottom), (x.end + 4.0, bottom), "stroke=\"var(--line)\"");
        let lines = numbers.iter().map(|number| ((shown.at(*number), top), (shown.at(*number), bottom + 4.0)));
        canvas.lines(lines, "stroke=\"var(--line)\" stroke-opacity=\".25\"");
        for number in numbers {
            let at = shown.at(number);
            canvas.text((at, bottom + 13.0), &decimal(number, decimals), Ink::FAINT.at(Anchor::Middle));
        }
        if self.zero && x.holds(0.0) {
            let at = x.at(0.0);
            canvas.line((at, top), (at, bottom), "stroke=\"var(--m0)\" stroke-width=\"1.5\"");
        }
        canvas.text(((x.start + x.end) / 2.0, bottom + 29.0), &self.axis, Ink::FAINT.at(Anchor::Middle));
    }
}

fn draw_row(canvas: &mut Canvas, row: &IntervalRow, x: &Scale, ends: (f64, f64), top: f64) {
    let (mark, text) = (palette::mark(row.place), palette::text(row.place));
    let (left, right) = ends;
    let room = right - left - 12.0;
    let words = shortened(&row.words, SMALL, 0.74 * room);
    let name = shortened(&row.name, TEXT, ((room - width_of(&words, SMALL) - 26.0) / BOLD).max(0.24 * room));
    let below = shortened(&row.below, SMALL, room);
    let whole = (&name, &words, &below) == (&row.name, &row.words, &row.below);
    let tip = if whole { String::new() } else { format!("{}: {}\n{}", row.name, row.words, row.below) };
    canvas.group(&format!("s{}", row.place), &tip, |canvas| {
        canvas.text((left + 6.0, top + 12.0), &name, Ink { colour: &text, ..Ink::PLAIN }.bold().rimmed());
        canvas.text((right - 6.0, top + 12.0), &words, Ink::FAINT.at(Anchor::End).rimmed());
        if !row.below.is_empty() {
            canvas.text((right - 6.0, top + 47.0), &below, Ink::FAINT.at(Anchor::End).rimmed());
        }
        let y = top + 29.0;
        if let Some(Interval { low, high }) = row.interval {
            let look = format!("stroke=\"{mark}\" stroke-width=\"3\" stroke-linecap=\"round\"");
            canvas.line((x.at(low), y), (x.at(high), y), &look);
        }
        if let Some(other) = row.other {
            let from = row.mean.unwrap_or(0.0);
            canvas.line((x.at(from), y), (x.at(other), y), &format!("stroke=\"{mark}\" stroke-dasharray=\"2 3\""));
            canvas.line(
                (x.at(other), y - 5.0),
                (x.at(other), y + 5.0),
                &format!("stroke=\"{mark}\" stroke-width=\"2\""),
            );
        }
        if let Some(mean) = row.mean {
            let fill = if row.filled { mark.as_str() } else { "var(--page)" };
            let look = format!("fill=\"{fill}\" stroke=\"{mark}\" stroke-width=\"2\"");
            canvas.circle((x.at(mean), y), 5.0, &look);
        }
    });
}

/// Panels side by side where they fit, else one under the other.
pub(in crate::report) fn panels(panels: &[IntervalPanel], width: f64) -> super::super::svg::Drawing {
    const LEAST: f64 = 250.0;
    const GAP: f64 = 24.0;
    let columns = ((width + GAP) / (LEAST + GAP)).floor().clamp(1.0, panels.len().max(1) as f64) as usize;
    let each = (width - GAP * (columns - 1) as f64) / columns as f64;
    let height = panels.iter().map(IntervalPanel::height).fold(0.0, f64::max);
    let lines = panels.len().div_ceil(columns);
    let mut canvas = Canvas::new(width, height * lines as f64 + GAP * lines.saturating_sub(1) as f64);
    for (place, panel) in panels.iter().enumerate() {
        let left = (place % columns) as f64 * (each + GAP);
        panel.draw(&mut canvas, left, left + each, (place / columns) as f64 * (height + GAP));
    }
    canvas.finish()
}
