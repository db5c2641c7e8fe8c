//! Rows that have a scale each: nested intervals and marks between the ends of what a number can be.

use super::super::palette;
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
    /// The structure that words, stroke and bars are of, in its colour; none: of no structure.
    pub(in crate::report) place: Option<usize>,
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
    let layout = Layout::of(rows, width);
    let mut canvas = Canvas::new(width, HEAD + layout.high * rows.len() as f64);
    key(&mut canvas, meanings, if layout.stacked { 6.0 } else { layout.left });
    let stripes = (0..rows.len()).step_by(2).map(|place| HEAD + layout.high * place as f64);
    canvas.boxes(stripes.map(|y| ((0.0, y), (width, y + layout.high))), "fill=\"var(--shade)\"");
    for (place, row) in rows.iter().enumerate() {
        let top = HEAD + layout.high * place as f64;
        let said = format!("{}: {}", row.name, row.words);
        canvas.group("", &said, |canvas| layout.draw(canvas, row, top, width));
    }
    canvas.finish()
}

/// Where names, words and scales stand.
struct Layout {
    /// Names stand above the scales.
    stacked: bool,
    /// Words have a line of their own: they do not fit beside all names.
    apart: bool,
    high: f64,
    /// Room for words.
    words: f64,
    left: f64,
    right: f64,
}

impl Layout {
    fn of(rows: &[ScaleRow], width: f64) -> Layout {
        let stacked = width < STACKED;
        let widest = |text: fn(&ScaleRow) -> f64| rows.iter().map(text).fold(0.0, f64::max);
        let ends = widest(|row| row.end_words.iter().map(|text| width_of(text, SMALL)).fold(0.0, f64::max)) + 8.0;
        // Words of a structure are what the chart is for.
        let most = if rows.iter().any(|row| row.place.is_some()) { 0.36 } else { 0.27 };
        let words = widest(|row| width_of(&row.words, SMALL)).min(most * width) + 26.0;
        let both = widest(|row| width_of(&row.name, TEXT) + width_of(&row.words, SMALL));
        let apart = stacked && both > width - 36.0 && rows.iter().any(|row| row.place.is_some());
        match stacked {
            true => {
                let (high, words) = if apart { (58.0, width - 12.0) } else { (40.0, 0.5 * width) };
                Layout { stacked, apart, high, words, left: ends + 6.0, right: width - ends - 6.0 }
            }
            false => {
                Layout { stacked, apart, high: 25.0, words, left: 0.33 * width + ends, right: width - words - ends }
            }
        }
    }

    fn draw(&self, canvas: &mut Canvas, row: &ScaleRow, top: f64, width: f64) {
        let x = Scale { low: row.ends.low, high: row.ends.high, start: self.left, end: self.right };
        let (name_y, y) = match (self.stacked, self.apart) {
            (true, true) => (top + 10.0, top + 46.0),
            (true, false) => (top + 10.0, top + 28.0),
            (false, _) => (top + 12.5, top + 12.5),
        };
        let words = shortened(&row.words, SMALL, self.words);
        let room = match (self.stacked, self.apart) {
            (true, true) => width - 12.0,
            (true, false) => width - width_of(&words, SMALL) - 24.0,
            (false, _) => 0.33 * width - 12.0,
        };
        let ink = if row.faint { Ink { size: TEXT, ..Ink::FAINT } } else { Ink::PLAIN };
        canvas.text((6.0, name_y), &shortened(&row.name, TEXT, room), ink);
        draw_scale(canvas, row, &x, y);
        let colour = row.place.map(palette::text);
        let ink = Ink { colour: colour.as_deref().unwrap_or(Ink::FAINT.colour), ..Ink::FAINT };
        let at = if self.apart { (6.0, top + 27.0) } else { (width - 6.0, name_y) };
        canvas.group(&row.class(), "", |canvas| {
            canvas.text(at, &words, if self.apart { ink } else { ink.at(Anchor::End) });
            draw_marks(canvas, row, &x, y);
        });
        if let Some(number) = row.hollow {
            canvas.circle((x.at(number).clamp(x.start, x.end), y), 4.5, HOLLOW);
        }
    }
}

impl ScaleRow {
    /// The class that the chip of its structure hides.
    fn class(&self) -> String {
        self.place.map_or_else(String::new, |place| format!("s{place}"))
    }

    fn bar_look(&self, thick: f64, opacity: &str) -> String {
        match self.place {
            Some(place) => {
                format!("stroke=\"{}\" stroke-width=\"{}\" stroke-opacity=\".6\"", palette::mark(place), thick + 4.0)
            }
            None => bar_look(thick, opacity, self.faint),
        }
    }
}

fn draw_scale(canvas: &mut Canvas, row: &ScaleRow, x: &Scale, y: f64) {
    canvas.line((x.start, y), (x.end, y), "stroke=\"var(--line)\" stroke-opacity=\".6\"");
    for (end, anchor, away, text) in
        [(x.start, Anchor::End, -6.0, &row.end_words[0]), (x.end, Anchor::Start, 6.0, &row.end_words[1])]
    {
        canvas.line((end, y - 4.0), (end, y + 4.0), "stroke=\"var(--line)\" stroke-opacity=\".6\"");
        canvas.text((end + away, y), text, Ink::FAINT.at(anchor));
    }
}

fn draw_marks(canvas: &mut Canvas, row: &ScaleRow, x: &Scale, y: f64) {
    let at = |number: f64| x.at(number).clamp(x.start, x.end);
    for (bar, (thick, opacity)) in row.bars.iter().zip(BARS) {
        canvas.line((at(bar.low), y), (at(bar.high), y), &row.bar_look(thick, opacity));
    }
    if let Some(number) = row.stroke {
        let colour = row.place.map_or("var(--ink)".to_owned(), palette::mark);
        stroke(canvas, (at(number), y), &colour);
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

fn stroke(canvas: &mut Canvas, (x, y): (f64, f64), colour: &str) {
    canvas.line((x, y - 8.0), (x, y + 8.0), &format!("stroke=\"{colour}\" stroke-width=\"2\""));
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
    said(canvas, meanings.stroke, 8.0, &|canvas, at| stroke(canvas, (at, y), "var(--ink)"));
    said(canvas, meanings.hollow, 10.0, &|canvas, at| canvas.circle((at, y), 4.5, HOLLOW));
    said(canvas, meanings.filled, 10.0, &|canvas, at| canvas.circle((at, y), 4.5, &filled(false)));
    for (text, (thick, opacity)) in meanings.bars.iter().zip(BARS) {
        said(canvas, text, 24.0, &|canvas, at| {
            canvas.line((at, y), (at + 18.0, y), &bar_look(thick, opacity, false));
        });
    }
}
