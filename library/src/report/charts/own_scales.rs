//! Rows that have a scale each: nested intervals and marks between the ends of what a number can be.

use super::super::svg::{Anchor, Canvas, Drawing, Ink, SMALL, Scale, TEXT, shortened, width_of};
use crate::stats::Interval;

/// One row.
#[derive(Clone, Debug)]
pub(in crate::report) struct ScaleRow {
    pub(in crate::report) name: String,
    /// What is said of it, at the right.
    pub(in crate::report) words: String,
    /// The ends of its scale, and how they are written.
    pub(in crate::report) ends: Interval,
    pub(in crate::report) end_words: [String; 2],
    /// Nested intervals, the widest first; each is drawn thicker than the one before.
    pub(in crate::report) bars: Vec<Interval>,
    /// Marked by a stroke across.
    pub(in crate::report) stroke: Option<f64>,
    /// Marked by a hollow dot.
    pub(in crate::report) hollow: Option<f64>,
    /// Marked by a filled dot.
    pub(in crate::report) filled: Option<f64>,
    /// Whether it says little: in grey.
    pub(in crate::report) faint: bool,
}

/// The kinds of marks with what they mean; none: a kind that is not used.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::report) struct Meanings {
    pub(in crate::report) bars: &'static [&'static str],
    pub(in crate::report) stroke: &'static str,
    pub(in crate::report) hollow: &'static str,
    pub(in crate::report) filled: &'static str,
}

/// Below this width names stand above their rows.
const STACKED: f64 = 600.0;
const HEAD: f64 = 26.0;
/// Thickness and opacity of the bars, the widest first.
const BARS: [(f64, &str); 3] = [(3.0, ".45"), (6.0, ".6"), (10.0, ".85")];

/// The rows at a width.
pub(in crate::report) fn own_scales(rows: &[ScaleRow], meanings: Meanings, width: f64) -> Drawing {
    let stacked = width < STACKED;
    let high = if stacked { 40.0 } else { 25.0 };
    let ends = rows.iter().flat_map(|row| &row.end_words).map(|text| width_of(text, SMALL)).fold(0.0, f64::max) + 8.0;
    let words = rows.iter().map(|row| width_of(&row.words, SMALL)).fold(0.0, f64::max).min(0.27 * width) + 26.0;
    let (left, right) =
        if stacked { (ends + 6.0, width - ends - 6.0) } else { (0.33 * width + ends, width - words - ends) };
    let mut canvas = Canvas::new(width, HEAD + high * rows.len() as f64);
    key(&mut canvas, meanings, if stacked { 6.0 } else { left });
    let stripes = (0..rows.len()).step_by(2).map(|place| HEAD + high * place as f64);
    canvas.boxes(stripes.map(|y| ((0.0, y), (width, y + high))), "fill=\"var(--shade)\"");
    for (place, row) in rows.iter().enumerate() {
        let top = HEAD + high * place as f64;
        let x = Scale { low: row.ends.low, high: row.ends.high, start: left, end: right };
        let (name_y, y) = if stacked { (top + 10.0, top + 28.0) } else { (top + 12.5, top + 12.5) };
        let said = format!("{}: {}", row.name, row.words);
        canvas.group("", &said, |canvas| {
            let words = shortened(&row.words, SMALL, if stacked { 0.5 * width } else { words });
            let room = if stacked { width - width_of(&words, SMALL) - 24.0 } else { 0.33 * width - 12.0 };
            let ink = if row.faint { Ink { size: TEXT, ..Ink::FAINT } } else { Ink::PLAIN };
            canvas.text((6.0, name_y), &shortened(&row.name, TEXT, room), ink);
            canvas.text((width - 6.0, name_y), &words, Ink::FAINT.at(Anchor::End));
            draw_row(canvas, row, &x, y);
        });
    }
    canvas.finish()
}

fn draw_row(canvas: &mut Canvas, row: &ScaleRow, x: &Scale, y: f64) {
    canvas.line((x.start, y), (x.end, y), "stroke=\"var(--line)\" stroke-opacity=\".6\"");
    for (end, anchor, away, text) in
        [(x.start, Anchor::End, -6.0, &row.end_words[0]), (x.end, Anchor::Start, 6.0, &row.end_words[1])]
    {
        canvas.line((end, y - 4.0), (end, y + 4.0), "stroke=\"var(--line)\" stroke-opacity=\".6\"");
        canvas.text((end + away, y), text, Ink::FAINT.at(anchor));
    }
    let at = |number: f64| x.at(number).clamp(x.start, x.end);
    for (bar, (thick, opacity)) in row.bars.iter().zip(BARS) {
        canvas.line((at(bar.low), y), (at(bar.high), y), &bar_look(thick, opacity, row.faint));
    }
    if let Some(number) = row.stroke {
        stroke(canvas, (at(number), y));
    }
    if let Some(number) = row.hollow {
        canvas.circle((at(number), y), 4.5, HOLLOW);
    }
    if let Some(number) = row.filled {
        canvas.circle((at(number), y), 4.5, &filled(row.faint));
    }
}

const HOLLOW: &str = "fill=\"var(--page)\" stroke=\"var(--m0)\" stroke-width=\"1.8\"";

fn filled(faint: bool) -> String {
    format!("fill=\"var(--{})\" stroke=\"var(--page)\" stroke-width=\"1.2\"", if faint { "t0" } else { "t1" })
}

fn bar_look(thick: f64, opacity: &str, faint: bool) -> String {
    // Grey is nearer to the page all over.
    let (colour, opacity) = if faint { ("m0", ".35") } else { ("m1", opacity) };
    format!("stroke=\"var(--{colour})\" stroke-width=\"{thick}\" stroke-opacity=\"{opacity}\"")
}

fn stroke(canvas: &mut Canvas, (x, y): (f64, f64)) {
    canvas.line((x, y - 8.0), (x, y + 8.0), "stroke=\"var(--ink)\" stroke-width=\"2\"");
}

/// What the marks mean.
fn key(canvas: &mut Canvas, meanings: Meanings, left: f64) {
    let (mut at, y) = (left + 6.0, 10.0);
    let mut said = |canvas: &mut Canvas, text: &str, wide: f64, mark: &dyn Fn(&mut Canvas, f64)| {
        if !text.is_empty() {
            mark(canvas, at);
            canvas.text((at + wide, y), text, Ink::FAINT);
            at += wide + 16.0 + width_of(text, SMALL);
        }
    };
    said(canvas, meanings.stroke, 8.0, &|canvas, at| stroke(canvas, (at, y)));
    said(canvas, meanings.hollow, 10.0, &|canvas, at| canvas.circle((at, y), 4.5, HOLLOW));
    said(canvas, meanings.filled, 10.0, &|canvas, at| canvas.circle((at, y), 4.5, &filled(false)));
    for (text, (thick, opacity)) in meanings.bars.iter().zip(BARS) {
        said(canvas, text, 24.0, &|canvas, at| {
            canvas.line((at, y), (at + 18.0, y), &bar_look(thick, opacity, false));
        });
    }
}
