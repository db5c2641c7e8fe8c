//! Gaps in units of what they may be, before and after: a dot plot around nothing, with a band in which figures are alike.

use super::super::numbers::{decimal, signed};
use super::super::svg::{Anchor, Canvas, Drawing, Ink, SMALL, TEXT, shortened, width_of};

/// One figure.
#[derive(Clone, Debug)]
pub(in crate::report) struct GapRow {
    pub(in crate::report) name: String,
    /// What is said of it, at the right.
    pub(in crate::report) words: String,
    /// Its gap before, in tolerances; `None`: there is none.
    pub(in crate::report) before: Option<f64>,
    /// Its gap after.
    pub(in crate::report) after: Option<f64>,
    /// Whether that is small enough.
    pub(in crate::report) alike: bool,
}

/// Below this width names stand above their rows.
const STACKED: f64 = 600.0;
const HEAD: f64 = 28.0;
const FOOT: f64 = 40.0;
/// Gaps beyond this are drawn as arrows.
const MOST: f64 = 100.0;
/// Where the axis may have numbers.
const TICKS: [f64; 6] = [1.0, 5.0, 10.0, 25.0, 50.0, 100.0];

/// Gaps onto the drawing: by their square roots, so that small ones are seen beside large ones.
struct Roots {
    middle: f64,
    half: f64,
    limit: f64,
}

impl Roots {
    fn at(&self, gap: f64) -> f64 {
        let share = (gap.abs().min(self.limit) / self.limit).sqrt();
        self.middle + self.half * share.copysign(gap)
    }
}

/// The figures at a width.
pub(in crate::report) fn gaps(rows: &[GapRow], width: f64) -> Drawing {
    let stacked = width < STACKED;
    let high = if stacked { 38.0 } else { 23.0 };
    let (left, right) = if stacked { (12.0, width - 12.0) } else { (0.3 * width, 0.76 * width) };
    let all = rows.iter().flat_map(|row| [row.before, row.after]).flatten().filter(|gap| gap.is_finite());
    let limit = 1.15 * all.map(f64::abs).fold(2.0, f64::max).min(MOST);
    let x = Roots { middle: (left + right) / 2.0, half: (right - left) / 2.0 - 6.0, limit };
    let mut canvas = Canvas::new(width, HEAD + high * rows.len() as f64 + FOOT);
    let bottom = HEAD + high * rows.len() as f64;
    key(&mut canvas, if stacked { 6.0 } else { left });
    let stripes = (0..rows.len()).step_by(2).map(|place| HEAD + high * place as f64);
    canvas.boxes(stripes.map(|y| ((0.0, y), (width, y + high))), "fill=\"var(--shade)\"");
    canvas.rect((x.at(-1.0), HEAD), (x.at(1.0), bottom), "fill=\"var(--m2)\" fill-opacity=\".2\"");
    axis(&mut canvas, &x, bottom);
    for (place, row) in rows.iter().enumerate() {
        let top = HEAD + high * place as f64;
        let room = if stacked { width } else { left };
        draw_row(&mut canvas, row, &x, (room, top, stacked));
    }
    canvas.finish()
}

/// What the marks are.
fn key(canvas: &mut Canvas, left: f64) {
    let mut at = left + 6.0;
    for (name, after) in [("before", false), ("fitted", true)] {
        dot(canvas, (at, 10.0), after, true);
        canvas.text((at + 10.0, 10.0), name, Ink::FAINT);
        at += 28.0 + width_of(name, SMALL);
    }
    canvas.rect((at - 5.0, 4.0), (at + 9.0, 16.0), "fill=\"var(--m2)\" fill-opacity=\".2\"");
    canvas.text((at + 15.0, 10.0), "alike", Ink::FAINT);
}

fn axis(canvas: &mut Canvas, x: &Roots, bottom: f64) {
    canvas.line((x.at(0.0), HEAD), (x.at(0.0), bottom), "stroke=\"var(--m0)\" stroke-width=\"1.5\"");
    canvas.text((x.at(0.0), bottom + 13.0), "0", Ink::FAINT.at(Anchor::Middle));
    let mut last = x.at(0.0);
    for tick in TICKS.into_iter().filter(|tick| *tick <= x.limit) {
        if x.at(tick) - last < width_of("+100", SMALL) {
            continue;
        }
        last = x.at(tick);
        for end in [-tick, tick] {
            let look = "stroke=\"var(--line)\" stroke-opacity=\".3\"";
            canvas.line((x.at(end), HEAD), (x.at(end), bottom + 4.0), look);
            canvas.text((x.at(end), bottom + 13.0), &signed(end, 0), Ink::FAINT.at(Anchor::Middle));
        }
    }
    canvas.text((x.middle, bottom + 30.0), "implied less observed, in tolerances", Ink::FAINT.at(Anchor::Middle));
}

fn draw_row(canvas: &mut Canvas, row: &GapRow, x: &Roots, (room, top, stacked): (f64, f64, bool)) {
    let alike = row.alike;
    let told = |gap: Option<f64>| gap.map_or_else(|| "nothing".to_owned(), |gap| signed(gap, 1));
    let tip = format!("{}: {}\nbefore {}, fitted {}", row.name, row.words, told(row.before), told(row.after));
    canvas.group("", &tip, |canvas| {
        let (name_y, y) = if stacked { (top + 10.0, top + 26.0) } else { (top + 11.5, top + 11.5) };
        let words = shortened(&row.words, SMALL, if stacked { 0.52 * room } else { 0.78 * room });
        let taken = if stacked { width_of(&words, SMALL) + 24.0 } else { 16.0 };
        let ink = if alike { Ink::PLAIN } else { Ink { colour: "var(--bad-text)", ..Ink::PLAIN }.bold() };
        canvas.text((6.0, name_y), &shortened(&row.name, TEXT, (room - taken) / 1.05), ink);
        canvas.text((canvas.width - 6.0, name_y), &words, Ink::FAINT.at(Anchor::End));
        if let (Some(before), Some(after)) = (row.before, row.after) {
            canvas.line((x.at(before), y), (x.at(after), y), "stroke=\"var(--line)\" stroke-opacity=\".7\"");
        }
        for (gap, after) in [(row.before, false), (row.after, true)] {
            let Some(gap) = gap.filter(|gap| gap.is_finite()) else { continue };
            dot(canvas, (x.at(gap), y), after, alike);
            if gap.abs() > x.limit {
                beyond(canvas, gap, (x.at(gap), y));
            }
        }
    });
}

/// A mark: hollow before, filled after, in the colour of a warning where it is not alike.
fn dot(canvas: &mut Canvas, at: (f64, f64), after: bool, alike: bool) {
    let look = match (after, alike) {
        (false, _) => "fill=\"var(--page)\" stroke=\"var(--m0)\" stroke-width=\"1.8\"",
        (true, true) => "fill=\"var(--m1)\" stroke=\"var(--page)\"",
        (true, false) => "fill=\"var(--bad)\" stroke=\"var(--page)\"",
    };
    canvas.circle(at, if after { 5.0 } else { 4.5 }, look);
}

/// The number of a gap that lies outside of the drawing.
fn beyond(canvas: &mut Canvas, gap: f64, at: (f64, f64)) {
    let (anchor, x) = if gap < 0.0 { (Anchor::Start, at.0 + 9.0) } else { (Anchor::End, at.0 - 9.0) };
    let arrow = if gap < 0.0 { "← −" } else { "→ +" };
    canvas.text((x, at.1), &format!("{arrow}{}", decimal(gap.abs(), 0)), Ink::FAINT.at(anchor).rimmed());
}
