//! Tables of coloured cells: a first column of levels, then differences to it, better blue and worse orange.

use super::super::palette;
use super::super::svg::{Anchor, Canvas, Drawing, Ink, SMALL, TEXT, shortened, wrapped};

/// A coloured table.
#[derive(Clone, Debug)]
pub(in crate::report) struct Heat {
    /// Names of rows, each with a word behind it (an owner; may be empty).
    pub(in crate::report) rows: Vec<(String, String)>,
    /// Names of columns with the structure of each.
    pub(in crate::report) columns: Vec<(String, usize)>,
    /// Row by row.
    pub(in crate::report) cells: Vec<Vec<HeatCell>>,
}

/// A cell: what it says, and how strong its colour is.
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
    const HEAD: f64 = 40.0;
    let narrow = width < 600.0;
    let names = if narrow { (0.32 * width).min(150.0) } else { 250.0 };
    let each = ((width - names) / chart.columns.len().max(1) as f64).min(130.0);
    let mut canvas = Canvas::new(width, HEAD + ROW * chart.rows.len() as f64 + 2.0);
    for (column, (name, place)) in chart.columns.iter().enumerate() {
        let colour = palette::text(*place);
        canvas.group(&format!("s{place}"), name, |canvas| {
            for (line, text) in wrapped(name, SMALL, each - 4.0, 2).iter().rev().enumerate() {
                let at = (names + each * (column as f64 + 0.5), HEAD - 12.0 - 14.0 * line as f64);
                canvas.text(at, text, Ink { colour: &colour, size: SMALL, ..Ink::PLAIN }.bold().at(Anchor::Middle));
            }
        });
    }
    for (row, (name, behind)) in chart.rows.iter().enumerate() {
        let top = HEAD + ROW * row as f64;
        canvas.group("", &format!("{name} {behind}"), |canvas| {
            let room = if narrow || behind.is_empty() { names - 8.0 } else { 0.56 * names };
            canvas.text((0.0, top + ROW / 2.0), &shortened(name, TEXT, room), Ink::PLAIN);
            if !narrow {
                let short = shortened(behind, SMALL, 0.4 * names);
                canvas.text((names - 10.0, top + ROW / 2.0), &short, Ink::FAINT.at(Anchor::End));
            }
        });
        for (column, cell) in chart.cells.get(row).into_iter().flatten().enumerate() {
            let left = names + each * column as f64;
            let place = chart.columns.get(column).map_or(0, |(_, place)| *place);
            draw_cell(&mut canvas, cell, (left, top), (each, ROW), place);
        }
    }
    canvas.finish()
}

fn draw_cell(canvas: &mut Canvas, cell: &HeatCell, (left, top): (f64, f64), (wide, high): (f64, f64), place: usize) {
    canvas.group(&format!("s{place}"), &cell.tip, |canvas| {
        let ends = ((left + 1.0, top + 1.0), (left + wide - 1.0, top + high - 1.0));
        canvas.rect(ends.0, ends.1, "fill=\"var(--shade)\" rx=\"2\"");
        if cell.strength.abs() > 0.01 {
            let colour = if cell.strength > 0.0 { "good" } else { "bad" };
            let opacity = 0.08 + 0.42 * cell.strength.abs().min(1.0);
            canvas.rect(ends.0, ends.1, &format!("fill=\"var(--{colour})\" fill-opacity=\"{opacity:.2}\" rx=\"2\""));
        }
        let middle = (left + wide / 2.0, top + high / 2.0);
        let ink = if cell.strength == 0.0 && place > 0 { Ink::FAINT } else { Ink::PLAIN };
        canvas.text(middle, &shortened(&cell.text, TEXT, wide - 2.0), ink.at(Anchor::Middle));
    });
}

/// A matrix of shares: the darker, the more.
#[derive(Clone, Debug)]
pub(in crate::report) struct Matrix {
    /// Names of rows and columns alike.
    pub(in crate::report) names: Vec<String>,
    /// Row by row: what the cell says, from 0 to 1 how dark it is, and what it says when pointed at.
    pub(in crate::report) cells: Vec<Vec<HeatCell>>,
    /// What rows and columns are.
    pub(in crate::report) axes: (String, String),
}

/// The matrix at a width.
pub(in crate::report) fn matrix(chart: &Matrix, width: f64) -> Drawing {
    let count = chart.names.len().max(1) as f64;
    let names = 0.25 * width;
    let each = ((width - names) / count).min(64.0);
    let row = each.clamp(16.0, 34.0);
    let head = 86.0;
    let mut canvas = Canvas::new(width, head + row * count + 4.0);
    canvas.text((0.0, head - 12.0), &format!("{} ↓", chart.axes.0), Ink::FAINT);
    canvas.text((0.0, 10.0), &format!("{} →", chart.axes.1), Ink::FAINT);
    for (place, name) in chart.names.iter().enumerate() {
        let (x, y) = (names + each * (place as f64 + 0.5), head + row * (place as f64 + 0.5));
        canvas.group("", name, |canvas| {
            canvas.slanted((x - 2.0, head - 7.0), &shortened(name, SMALL, 92.0));
            canvas.text((0.0, y), &shortened(name, TEXT, names - 8.0), Ink::PLAIN);
        });
    }
    for (down, cells) in chart.cells.iter().enumerate() {
        for (across, cell) in cells.iter().enumerate() {
            let at = (names + each * across as f64, head + row * down as f64);
            canvas.group("", &cell.tip, |canvas| {
                let ends = ((at.0 + 1.0, at.1 + 1.0), (at.0 + each - 1.0, at.1 + row - 1.0));
                canvas.rect(ends.0, ends.1, "fill=\"var(--shade)\" rx=\"2\"");
                if cell.strength > 0.005 {
                    let opacity = 0.04 + 0.46 * cell.strength.min(1.0);
                    canvas.rect(ends.0, ends.1, &format!("fill=\"var(--good)\" fill-opacity=\"{opacity:.2}\" rx=\"2\""));
                }
                if each >= 30.0 {
                    let ink = Ink { size: SMALL, ..Ink::PLAIN }.at(Anchor::Middle);
                    canvas.text((at.0 + each / 2.0, at.1 + row / 2.0), &cell.text, ink);
                }
            });
        }
    }
    canvas.finish()
}
