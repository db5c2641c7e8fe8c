//! Rows of shares, the largest first: a bar per measure on one scale, side by side or, on a telephone, one under the other.

use super::super::numbers::percent;
use super::super::svg::{Anchor, BOLD, Canvas, Drawing, Ink, SMALL, Scale, TEXT, shortened, ticks, width_of, wrapped};

/// One row.
#[derive(Clone, Debug)]
pub(in crate::report) struct RankedRow {
    pub(in crate::report) name: String,
    /// A word behind the name: an owner.
    pub(in crate::report) behind: String,
    /// A share per measure, from 0 to 1; none: not known.
    pub(in crate::report) shares: Vec<Option<f64>>,
    /// What it says when pointed at.
    pub(in crate::report) tip: String,
}

/// Rows, and what their bars measure.
#[derive(Clone, Debug)]
pub(in crate::report) struct Ranked {
    /// A name and a colour per measure.
    pub(in crate::report) measures: Vec<(String, &'static str)>,
    pub(in crate::report) rows: Vec<RankedRow>,
}

/// Below this width bars stand under the names.
const STACKED: f64 = 600.0;
const ROW: f64 = 24.0;
/// Height of a bar and its place when bars are stacked.
const LINE: f64 = 16.0;
const HEAD: f64 = 36.0;
const FOOT: f64 = 22.0;

/// The rows at a width.
pub(in crate::report) fn ranked(chart: &Ranked, width: f64) -> Drawing {
    if width < STACKED { stacked(chart, width) } else { beside(chart, width) }
}

impl Ranked {
    /// The scale that all bars share.
    fn scale(&self, start: f64, end: f64) -> Scale {
        let shares = self.rows.iter().flat_map(|row| &row.shares).flatten();
        let most = shares.copied().filter(|share| share.is_finite()).fold(0.0, f64::max);
        Scale { low: 0.0, high: if most > 0.0 { most } else { 1.0 }, start, end }
    }
}

fn beside(chart: &Ranked, width: f64) -> Drawing {
    let widest = |text: fn(&RankedRow) -> &str, size: f64| {
        chart.rows.iter().map(|row| width_of(text(row), size)).fold(0.0, f64::max)
    };
    let names = (widest(|row| &row.name, TEXT) + 14.0).min(0.2 * width);
    let left = names + (widest(|row| &row.behind, SMALL) + 18.0).min(0.14 * width);
    let each = (width - left) / chart.measures.len().max(1) as f64;
    let bottom = HEAD + ROW * chart.rows.len() as f64;
    let mut canvas = Canvas::new(width, bottom + FOOT);
    let stripes = (0..chart.rows.len()).step_by(2).map(|place| HEAD + ROW * place as f64);
    canvas.boxes(stripes.map(|y| ((0.0, y), (width, y + ROW))), "fill=\"var(--shade)\"");
    for (row, place) in chart.rows.iter().zip(0..) {
        let y = HEAD + ROW * (f64::from(place) + 0.5);
        canvas.group("", &row.tip, |canvas| {
            canvas.text((6.0, y), &shortened(&row.name, TEXT, names - 10.0), Ink::PLAIN);
            canvas.text((names, y), &shortened(&row.behind, SMALL, left - names - 10.0), Ink::FAINT);
        });
    }
    for (measure, (name, colour)) in chart.measures.iter().enumerate() {
        let start = left + each * measure as f64;
        let x = chart.scale(start, start + each - 50.0);
        for (line, text) in wrapped(name, BOLD * SMALL, each - 12.0, 2).iter().rev().enumerate() {
            let ink = Ink { size: SMALL, ..Ink::PLAIN }.bold();
            canvas.text((start, HEAD - 10.0 - 14.0 * line as f64), text, ink);
        }
        axis(&mut canvas, &x, HEAD, bottom);
        let bars = chart.rows.iter().zip(0..).map(|(row, place)| (row, HEAD + ROW * (f64::from(place) + 0.5)));
        draw_bars(&mut canvas, bars, measure, colour, &x);
    }
    canvas.finish()
}

/// The bars of a measure, each around its height, with its number behind.
fn draw_bars<'r>(
    canvas: &mut Canvas,
    rows: impl Iterator<Item = (&'r RankedRow, f64)>,
    measure: usize,
    colour: &str,
    x: &Scale,
) {
    let known = |(row, y): (&'r RankedRow, f64)| Some((row.shares.get(measure).copied().flatten()?, y));
    let known: Vec<(f64, f64)> = rows.filter_map(known).collect();
    let boxes = known.iter().map(|&(share, y)| ((x.start, y - 5.0), (x.at(share), y + 5.0)));
    canvas.boxes(boxes, &format!("fill=\"{colour}\" fill-opacity=\".8\""));
    for &(share, y) in &known {
        canvas.text((x.at(share) + 4.0, y), &percent(share), Ink { colour: "var(--ink)", ..Ink::FAINT });
    }
}

/// Per cent under the bars.
fn axis(canvas: &mut Canvas, x: &Scale, top: f64, bottom: f64) {
    let shown = Scale { high: 100.0 * x.high, ..*x };
    let (numbers, decimals) = ticks(&shown, 4);
    canvas.lines(
        numbers.iter().map(|&n| ((shown.at(n), top), (shown.at(n), bottom))),
        "stroke=\"var(--line)\" stroke-opacity=\".25\"",
    );
    canvas.line((x.start, top), (x.start, bottom), "stroke=\"var(--line)\"");
    for number in numbers {
        let text = format!("{} %", super::super::numbers::decimal(number, decimals));
        let anchor = if number == 0.0 { Anchor::Start } else { Anchor::Middle };
        canvas.text((shown.at(number), bottom + 13.0), &text, Ink::FAINT.at(anchor));
    }
}

fn stacked(chart: &Ranked, width: f64) -> Drawing {
    let measures = chart.measures.len() as f64;
    let high = 20.0 + LINE * measures + 6.0;
    let top = 4.0 + 16.0 * measures + 6.0;
    let bottom = top + high * chart.rows.len() as f64;
    let mut canvas = Canvas::new(width, bottom + FOOT);
    for ((name, colour), place) in chart.measures.iter().zip(0..) {
        let y = 10.0 + 16.0 * f64::from(place);
        canvas.rect((0.0, y - 5.0), (16.0, y + 5.0), &format!("fill=\"{colour}\" fill-opacity=\".8\""));
        canvas.text((22.0, y), &shortened(name, SMALL, width - 24.0), Ink::FAINT);
    }
    let tops = || (0..chart.rows.len()).map(|place| top + high * place as f64);
    canvas.boxes(tops().step_by(2).map(|y| ((0.0, y), (width, y + high))), "fill=\"var(--shade)\"");
    let x = chart.scale(6.0, width - 50.0);
    for (row, top) in chart.rows.iter().zip(tops()) {
        canvas.group("", &row.tip, |canvas| {
            let behind = shortened(&row.behind, SMALL, 0.4 * width);
            let name = shortened(&row.name, TEXT, (width - width_of(&behind, SMALL) - 26.0) / BOLD);
            canvas.text((6.0, top + 11.0), &name, Ink::PLAIN.bold());
            canvas.text((width - 6.0, top + 11.0), &behind, Ink::FAINT.at(Anchor::End));
        });
    }
    axis(&mut canvas, &x, top, bottom);
    for (measure, (_, colour)) in chart.measures.iter().enumerate() {
        let bars = chart.rows.iter().zip(tops()).map(|(row, top)| (row, top + 28.0 + LINE * measure as f64));
        draw_bars(&mut canvas, bars, measure, colour, &x);
    }
    canvas.finish()
}
