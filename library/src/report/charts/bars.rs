//! A grid of bars: rows and columns of names, a bar with its number in every cell, all bars on one scale.

use std::collections::BTreeMap;

use super::super::palette;
use super::super::svg::{Anchor, BOLD, Canvas, Drawing, Ink, SMALL, Scale, TEXT, shortened, wrapped};
use crate::stats::Interval;

/// A grid of bars.
#[derive(Clone, Debug)]
pub(in crate::report) struct BarGrid {
    /// Names of rows, with the structure that each is of.
    pub(in crate::report) rows: Vec<(String, Option<usize>)>,
    /// Names of columns, with the structure that each is of.
    pub(in crate::report) columns: Vec<(String, Option<usize>)>,
    /// Row by row.
    pub(in crate::report) bars: Vec<Vec<Option<Bar>>>,
    /// What the bars are in, which all share a scale; stands above them.
    pub(in crate::report) unit: String,
    /// A last row that is told apart: the sum of the others.
    pub(in crate::report) total: bool,
}

/// A bar from nothing to a number.
#[derive(Clone, Debug)]
pub(in crate::report) struct Bar {
    pub(in crate::report) value: f64,
    pub(in crate::report) interval: Option<Interval>,
    pub(in crate::report) text: String,
}

const ROW: f64 = 34.0;
const HEAD: f64 = 40.0;
/// Height of the line that says the unit.
const UNIT: f64 = 14.0;

/// Draws the grid; columns that do not fit side by side go into further blocks below.
pub(in crate::report) fn grid(chart: &BarGrid, width: f64, least_column: f64) -> Drawing {
    let longest = chart.rows.iter().map(|(name, _)| super::super::svg::width_of(name, TEXT)).fold(0.0, f64::max);
    let names = (BOLD * longest + 18.0).min(0.38 * width);
    let fit = (((width - names) / least_column).floor() as usize).clamp(1, chart.columns.len().max(1));
    let blocks = chart.columns.len().div_ceil(fit);
    let fit = chart.columns.len().div_ceil(blocks.max(1)).max(1);
    let block = HEAD + ROW * chart.rows.len() as f64 + 14.0;
    let mut canvas = Canvas::new(width, UNIT + block * blocks.max(1) as f64);
    canvas.text((0.0, 8.0), &shortened(&chart.unit, SMALL, width), Ink::FAINT);
    let x = Ends::of(chart);
    let places: Vec<usize> = (0..chart.columns.len()).collect();
    for (number, columns) in places.chunks(fit).enumerate() {
        let each = (width - names) / fit as f64;
        draw_block(&mut canvas, (chart, x), columns, (names, each), UNIT + block * number as f64);
    }
    canvas.finish()
}

fn draw_block(
    canvas: &mut Canvas,
    (chart, ends): (&BarGrid, Ends),
    columns: &[usize],
    (names, each): (f64, f64),
    top: f64,
) {
    let right = names + each * columns.len() as f64;
    let stripes = (0..chart.rows.len()).step_by(2).map(|row| top + HEAD + ROW * row as f64);
    canvas.boxes(stripes.map(|y| ((0.0, y), (right, y + ROW))), "fill=\"var(--shade)\"");
    for (row, (name, place)) in chart.rows.iter().enumerate() {
        let y = top + HEAD + ROW * row as f64;
        let last = chart.total && row + 1 == chart.rows.len();
        if last {
            canvas.line((0.0, y), (right, y), "stroke=\"var(--line)\"");
        }
        let colour = place.map_or("var(--ink)".to_owned(), palette::text);
        let class = place.map_or_else(String::new, |place| format!("s{place}"));
        let ink = Ink { colour: &colour, bold: last || place.is_some(), ..Ink::PLAIN };
        let shown = shortened(name, TEXT, if ink.bold { (names - 12.0) / BOLD } else { names - 12.0 });
        canvas.group(&class, if shown == *name { "" } else { name }, |canvas| {
            canvas.text((6.0, y + ROW / 2.0), &shown, ink);
        });
    }
    // Bars of one structure, and so of one colour and one chip, are written together: a page holds hundreds of them.
    let mut marks: BTreeMap<(String, usize), Marks> = BTreeMap::new();
    for (slot, &column) in columns.iter().enumerate() {
        let (left, top) = (names + each * slot as f64, top + HEAD);
        let x = Scale { low: ends.0, high: ends.1, start: left + 8.0, end: left + each - 8.0 };
        draw_head(canvas, chart, column, (left, each, top), &x);
        let place = chart.columns[column].1;
        for (row, (_, row_place)) in chart.rows.iter().enumerate() {
            let Some(bar) = chart.bars.get(row).and_then(|bars| bars.get(column)?.as_ref()) else { continue };
            let classes = [place, *row_place].into_iter().flatten().map(|place| format!("s{place}"));
            let key = (classes.collect::<Vec<_>>().join(" "), place.or(*row_place).unwrap_or(0));
            marks.entry(key).or_default().add(bar, &x, top + ROW * row as f64);
        }
    }
    for ((class, place), marks) in &marks {
        canvas.group(class, "", |canvas| marks.draw(canvas, *place));
    }
}

/// The name of a column and the line of nothing.
fn draw_head(canvas: &mut Canvas, chart: &BarGrid, column: usize, (left, each, top): (f64, f64, f64), x: &Scale) {
    let (name, place) = &chart.columns[column];
    let class = place.map_or_else(String::new, |place| format!("s{place}"));
    let colour = place.map_or("var(--ink)".to_owned(), palette::text);
    canvas.group(&class, "", |canvas| {
        let lines = wrapped(name, BOLD * SMALL, each - 10.0, 2);
        // Where bars go both ways the name stands over their common start.
        let (start, anchor) = if x.low < 0.0 { (x.at(0.0), Anchor::Middle) } else { (left + 8.0, Anchor::Start) };
        let half = super::super::svg::width_of(name, SMALL).min(each) / 2.0;
        let start = if anchor == Anchor::Middle {
            start.clamp(left + half, (left + each - half).max(left + half))
        } else {
            start
        };
        for (line, text) in lines.iter().rev().enumerate() {
            let at = (start, top - 10.0 - 14.0 * line as f64);
            canvas.text(at, text, Ink { colour: &colour, size: SMALL, ..Ink::PLAIN }.bold().at(anchor));
        }
    });
    let bottom = top + ROW * chart.rows.len() as f64;
    canvas.line((x.at(0.0), top), (x.at(0.0), bottom), &class_line(&class));
}

fn class_line(class: &str) -> String {
    let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
    format!("stroke=\"var(--line)\"{class}")
}

/// What is drawn of one structure.
#[derive(Default)]
struct Marks {
    bars: Vec<((f64, f64), (f64, f64))>,
    intervals: Vec<((f64, f64), (f64, f64))>,
    numbers: Vec<((f64, f64), String, bool)>,
}

impl Marks {
    fn add(&mut self, bar: &Bar, x: &Scale, top: f64) {
        let y = top + 24.0;
        self.bars.push(((x.at(0.0), y - 5.0), (x.at(bar.value), y + 5.0)));
        if let Some(Interval { low, high }) = bar.interval {
            let [low, high] = [low, high].map(|end| x.at(end.clamp(x.low, x.high)));
            if high - low > 1.5 {
                self.intervals.push(((low, y), (high, y)));
            }
        }
        let to_the_left = bar.value < 0.0 && x.at(0.0) > (x.start + x.end) / 2.0;
        let at = (x.at(0.0) + if to_the_left { -3.0 } else { 3.0 }, top + 11.0);
        self.numbers.push((at, bar.text.clone(), to_the_left));
    }

    fn draw(&self, canvas: &mut Canvas, place: usize) {
        let colour = palette::mark(place);
        canvas.boxes(self.bars.iter().copied(), &format!("fill=\"{colour}\" fill-opacity=\".75\""));
        canvas.lines(self.intervals.iter().copied(), "stroke=\"var(--ink)\" stroke-width=\"1.5\"");
        for (at, text, to_the_left) in &self.numbers {
            let anchor = if *to_the_left { Anchor::End } else { Anchor::Start };
            canvas.text(*at, text, Ink { colour: "var(--ink)", ..Ink::FAINT }.at(anchor));
        }
    }
}

/// The ends of the scale that all bars share, with nothing in it.
#[derive(Clone, Copy)]
struct Ends(f64, f64);

impl Ends {
    fn of(chart: &BarGrid) -> Ends {
        let (mut low, mut high) = (0.0, 0.0_f64);
        for bar in chart.bars.iter().flatten().flatten().filter(|bar| bar.value.is_finite()) {
            let ends = bar.interval.filter(|ends| ends.low.is_finite() && ends.high.is_finite());
            high = high.max(bar.value).max(ends.map_or(0.0, |ends| ends.high));
            // An interval that reaches below nothing does not turn the chart into one of gains and losses.
            if bar.value < 0.0 {
                low = bar.value.min(low).min(ends.map_or(0.0, |ends| ends.low));
            }
        }
        Ends(low, if high > low { high } else { low + 1.0 })
    }
}
