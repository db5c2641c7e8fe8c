//! Tables of coloured cells: a first column of levels, then differences to it, better blue and worse orange.

use std::collections::BTreeMap;

use super::super::palette;
use super::super::svg::{Anchor, BOLD, Canvas, Drawing, Ink, SMALL, TEXT, shortened, width_of, wrapped};
use crate::numbers::level;

/// A coloured table.
#[derive(Clone, Debug)]
pub(in crate::report) struct Heat {
    /// Names of rows, each with a word behind it (an owner; may be empty).
    pub(in crate::report) rows: Vec<(String, String)>,
    /// Names of columns with the structure of each.
    pub(in crate::report) columns: Vec<(String, usize)>,
    /// Row by row.
    pub(in crate::report) cells: Vec<Vec<HeatCell>>,
    /// What the cells are in; stands above the names of rows.
    pub(in crate::report) unit: String,
}

/// A cell: what it says, how strong its colour is, and what it says when pointed at (in a matrix).
#[derive(Clone, Debug, Default)]
pub(in crate::report) struct HeatCell {
    pub(in crate::report) text: String,
    /// −1 (worse) to 1 (better); 0: no colour.
    pub(in crate::report) strength: f64,
    pub(in crate::report) tip: String,
}

/// The table at a width.
pub(in crate::report) fn heat(chart: &Heat, width: f64) -> Drawing {
    const ROW: f64 = 27.0;
    let narrow = width < 600.0;
    let names = if narrow { (0.32 * width).min(150.0) } else { 250.0 };
    let count = chart.columns.len().max(1) as f64;
    let heads = Heads::of(chart, (width - names) / count);
    let each = ((width - names - heads.aside()) / count).min(236.0);
    let head = heads.height();
    let mut canvas = Canvas::new(width, head + ROW * chart.rows.len() as f64 + 2.0);
    for (line, text) in wrapped(&chart.unit, SMALL, names - 6.0, 2).iter().rev().enumerate() {
        canvas.text((0.0, head - 12.0 - 14.0 * line as f64), text, Ink::FAINT);
    }
    for (row, (name, behind)) in chart.rows.iter().enumerate() {
        let y = head + ROW * (row as f64 + 0.5);
        let room = if narrow || behind.is_empty() { names - 8.0 } else { 0.56 * names };
        let shown = shortened(name, TEXT, room);
        canvas.group("", if shown == *name { "" } else { name }, |canvas| canvas.text((0.0, y), &shown, Ink::PLAIN));
        if !narrow && !behind.is_empty() {
            canvas.text((names - 10.0, y), &shortened(behind, SMALL, 0.4 * names), Ink::FAINT.at(Anchor::End));
        }
    }
    for column in 0..chart.columns.len() {
        draw_column(&mut canvas, chart, column, (names + each * column as f64, each), (heads, ROW));
    }
    canvas.finish()
}

/// How the names of columns stand above them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Heads {
    Level,
    /// Rising to the right: there is no room for them side by side.
    Slanted,
}

impl Heads {
    fn of(chart: &Heat, each: f64) -> Heads {
        let longest = chart.columns.iter().flat_map(|(name, _)| name.split_whitespace());
        let longest = longest.map(|word| width_of(word, BOLD * SMALL)).fold(0.0, f64::max);
        if longest > each - 4.0 && each < 90.0 { Heads::Slanted } else { Heads::Level }
    }

    const fn height(self) -> f64 {
        match self {
            Heads::Level => 40.0,
            Heads::Slanted => 74.0,
        }
    }

    /// What the last name needs beside its column.
    const fn aside(self) -> f64 {
        match self {
            Heads::Level => 0.0,
            Heads::Slanted => 30.0,
        }
    }
}

fn draw_column(canvas: &mut Canvas, chart: &Heat, column: usize, (left, each): (f64, f64), (heads, row): (Heads, f64)) {
    let (name, place) = &chart.columns[column];
    let colour = palette::text(*place);
    let (middle, head) = (left + each / 2.0, heads.height());
    canvas.look(&format!("class=\"s{place}\" text-anchor=\"middle\" fill=\"var(--ink)\""), |canvas| {
        let ink = Ink { colour: &colour, size: SMALL, ..Ink::PLAIN }.bold();
        if heads == Heads::Slanted {
            canvas.slanted((middle - 2.0, head - 7.0), &shortened(name, BOLD * SMALL, 84.0), ink);
        }
        let level = if heads == Heads::Level { wrapped(name, BOLD * SMALL, each - 4.0, 2) } else { Vec::new() };
        for (line, text) in level.iter().rev().enumerate() {
            canvas.text((middle, head - 12.0 - 14.0 * line as f64), text, ink);
        }
        let cells = || chart.cells.iter().filter_map(|cells| cells.get(column)).enumerate();
        let mut boxes: BTreeMap<String, Vec<_>> = BTreeMap::new();
        for (place, cell) in cells() {
            let top = head + row * place as f64;
            let corners = ((left + 1.0, top + 1.0), (left + each - 1.0, top + row - 1.0));
            boxes.entry(look(cell.strength)).or_default().push(corners);
        }
        for (look, boxes) in boxes {
            canvas.boxes(boxes.into_iter(), &look);
        }
        // Where many columns share a telephone numbers are smaller, not cut.
        let size = if each < 34.0 { 9.5 } else { TEXT };
        canvas.look(&format!("font-size=\"{size}\""), |canvas| {
            for (place, cell) in cells() {
                let at = (middle, head + row * (place as f64 + 0.5));
                canvas.plain_text(at, &shortened(&cell.text, size, each - 2.0), size);
            }
        });
    });
}

/// The colour of a cell: better or worse, and how much.
fn look(strength: f64) -> String {
    if strength.abs() <= 0.01 {
        return "fill=\"var(--shade)\"".to_owned();
    }
    let colour = if strength > 0.0 { "good" } else { "bad" };
    format!(
        "fill=\"var(--{colour})\" fill-opacity=\"{}\"",
        level(0.12 + 0.4 * (20.0 * strength.abs().min(1.0)).ceil() / 20.0, 2)
    )
}

/// A matrix of shares: the darker, the more.
#[derive(Clone, Debug)]
pub(in crate::report) struct Matrix {
    /// Names of rows and columns alike.
    pub(in crate::report) names: Vec<String>,
    /// Row by row: what the cell says, from 0 to 1 how dark it is, and what it says when pointed at.
    pub(in crate::report) cells: Vec<Vec<HeatCell>>,
    /// What the cells are in.
    pub(in crate::report) unit: String,
    /// What rows and columns are.
    pub(in crate::report) axes: (String, String),
}

/// The matrix at a width.
pub(in crate::report) fn matrix(chart: &Matrix, width: f64) -> Drawing {
    let count = chart.names.len().max(1) as f64;
    let names = 0.25 * width;
    let each = ((width - names - 26.0) / count).min(64.0);
    let row = each.clamp(16.0, 34.0);
    let head = 74.0;
    let mut canvas = Canvas::new(width, head + row * count + 4.0);
    canvas.text((0.0, head - 12.0), &format!("{} ↓", chart.axes.0), Ink::FAINT);
    canvas.text((0.0, 10.0), &format!("{} →", chart.axes.1), Ink::FAINT);
    canvas.text((width, 10.0), &chart.unit, Ink::FAINT.at(Anchor::End));
    for (place, name) in chart.names.iter().enumerate() {
        let (x, y) = (names + each * (place as f64 + 0.5), head + row * (place as f64 + 0.5));
        canvas.slanted((x - 2.0, head - 7.0), &shortened(name, SMALL, 88.0), Ink::PLAIN);
        let shown = shortened(name, TEXT, names - 8.0);
        canvas.group("", if shown == *name { "" } else { name }, |canvas| canvas.text((0.0, y), &shown, Ink::PLAIN));
    }
    for (down, cells) in chart.cells.iter().enumerate() {
        for (across, cell) in cells.iter().enumerate() {
            let at = (names + each * across as f64, head + row * down as f64);
            canvas.group("", &cell.tip, |canvas| {
                let ends = ((at.0 + 1.0, at.1 + 1.0), (at.0 + each - 1.0, at.1 + row - 1.0));
                canvas.boxes(std::iter::once(ends), &look(cell.strength));
                if each >= 30.0 {
                    let ink = Ink { size: SMALL, ..Ink::PLAIN }.at(Anchor::Middle);
                    canvas.text((at.0 + each / 2.0, at.1 + row / 2.0), &cell.text, ink);
                }
            });
        }
    }
    canvas.finish()
}
