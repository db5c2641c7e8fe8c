//! A plane of two numbers that were varied: a coloured cell or dot at each point, hatched where the trials do not tell.

use super::super::numbers::decimal;
use super::super::palette;
use super::super::svg::{Anchor, Canvas, Drawing, Ink, SMALL, Scale, shortened, ticks, width_of};
use super::response::across_axis;

/// A point on the plane.
#[derive(Clone, Debug)]
pub(in crate::report) struct PlaneCell {
    /// Where it is.
    pub(in crate::report) at: (f64, f64),
    /// Its colour, a variable of the style; empty: none.
    pub(in crate::report) colour: String,
    /// How strong that is, from 0 to 1.
    pub(in crate::report) strength: f64,
    /// Whether the trials do not tell.
    pub(in crate::report) open: bool,
    /// What stands in it, where there is room.
    pub(in crate::report) text: String,
    /// What it says when pointed at.
    pub(in crate::report) tip: String,
}

/// The plane.
#[derive(Clone, Debug)]
pub(in crate::report) struct Plane {
    /// What the two numbers are called.
    pub(in crate::report) axes: (String, String),
    /// The points.
    pub(in crate::report) cells: Vec<PlaneCell>,
    /// What the scenario has.
    pub(in crate::report) today: (Option<f64>, Option<f64>),
    /// Colours with their names; may be empty.
    pub(in crate::report) legend: Vec<(usize, String)>,
    /// What hatching means.
    pub(in crate::report) hatched: String,
}

pub(super) const BOTTOM: f64 = 40.0;
pub(super) const LEGEND: f64 = 24.0;
/// From this width on a cell has room for text.
const ROOM_FOR_TEXT: f64 = 30.0;

/// The plane at a width.
pub(in crate::report) fn plane(chart: &Plane, width: f64) -> Drawing {
    let open = chart.cells.iter().any(|cell| cell.open).then_some(chart.hatched.as_str());
    let rows = legend_rows(&chart.legend, open, width);
    let top = 20.0 + LEGEND * rows.len() as f64;
    let columns = edges(chart.cells.iter().map(|cell| cell.at.0));
    let lines = edges(chart.cells.iter().map(|cell| cell.at.1));
    let is_grid = columns.len() * lines.len() == chart.cells.len() && columns.len() > 1 && lines.len() > 1;
    let inner = if is_grid {
        (lines.len() as f64 * 40.0).clamp(160.0, 0.62 * width.max(400.0))
    } else {
        (0.55 * width).clamp(220.0, 460.0)
    };
    let height = top + inner + BOTTOM;
    let mut canvas = Canvas::new(width, height);
    legend(&mut canvas, &rows, is_grid);
    canvas.text((0.0, top - 10.0), &shortened(&format!("{} ↑", chart.axes.1), SMALL, width), Ink::FAINT);
    let (x, y) = scales(chart, is_grid, (&columns, &lines), (width, top, height - BOTTOM));
    up_axis(&mut canvas, &y, x.start);
    across_axis(&mut canvas, &x, height - BOTTOM, &chart.axes.0);
    for cell in &chart.cells {
        let ends = |edges: &[(f64, f64, f64)], at: f64| {
            edges.iter().find(|(value, ..)| *value == at).map(|(_, low, high)| (*low, *high))
        };
        match (ends(&columns, cell.at.0), ends(&lines, cell.at.1)) {
            (Some(across), Some(up)) if is_grid => {
                let corners = ((x.at(across.0) + 1.0, y.at(up.1) + 1.0), (x.at(across.1) - 1.0, y.at(up.0) - 1.0));
                canvas.group("", &cell.tip, |canvas| draw_box(canvas, cell, corners));
            }
            _ => canvas.group("", &cell.tip, |canvas| draw_dot(canvas, cell, (x.at(cell.at.0), y.at(cell.at.1)))),
        }
    }
    mark_today(&mut canvas, chart.today, (&x, &y));
    canvas.finish()
}

/// A cross at what the scenario has, if it is on the plane.
pub(super) fn mark_today(canvas: &mut Canvas, today: (Option<f64>, Option<f64>), (x, y): (&Scale, &Scale)) {
    let today = today.0.zip(today.1).filter(|(across, up)| x.holds(*across) && y.holds(*up));
    let Some((across, up)) = today else { return };
    let at = (x.at(across), y.at(up));
    canvas.group("", "as in the scenario", |canvas| {
        let cross = [((at.0 - 6.0, at.1), (at.0 + 6.0, at.1)), ((at.0, at.1 - 6.0), (at.0, at.1 + 6.0))];
        canvas.lines(cross.into_iter(), "stroke=\"var(--page)\" stroke-width=\"5\"");
        canvas.lines(cross.into_iter(), "stroke=\"var(--ink)\" stroke-width=\"2\"");
        canvas.text((at.0 + 9.0, at.1 - 9.0), "today", Ink { size: SMALL, ..Ink::PLAIN }.rimmed());
    });
}

/// What numbers on the left of a vertical scale need.
pub(super) fn left_of(y: &Scale) -> f64 {
    let (numbers, decimals) = ticks(y, 6);
    numbers.iter().map(|number| width_of(&decimal(*number, decimals), SMALL)).fold(18.0, f64::max) + 8.0
}

/// Each value, ascending, with the middles between it and its neighbours.
fn edges(values: impl Iterator<Item = f64>) -> Vec<(f64, f64, f64)> {
    let mut all: Vec<f64> = values.collect();
    all.sort_by(f64::total_cmp);
    all.dedup();
    let gap = |place: usize| all.get(place + 1).map_or(0.0, |next| next - all[place]);
    let half = |place: usize| 0.5 * gap(place);
    let last = all.len().saturating_sub(1);
    let of = |(place, value): (usize, &f64)| {
        let below = if place == 0 { half(0) } else { half(place - 1) };
        let above = if place == last { half(last.saturating_sub(1)) } else { half(place) };
        (*value, value - below, value + above)
    };
    all.iter().enumerate().map(of).collect()
}

type Edges = [(f64, f64, f64)];

fn scales(
    chart: &Plane,
    is_grid: bool,
    (columns, lines): (&Edges, &Edges),
    (width, top, bottom): (f64, f64, f64),
) -> (Scale, Scale) {
    let range = |edges: &Edges, start: f64, end: f64| {
        let (low, high) = (edges.first().map_or(0.0, |first| first.1), edges.last().map_or(1.0, |last| last.2));
        Scale { low, high: if high > low { high } else { low + 1.0 }, start, end }
    };
    let held = |values: &mut dyn Iterator<Item = f64>, start, end| Scale::holding(values, 1.0, start, end);
    let y = match is_grid {
        true => range(lines, bottom, top),
        false => held(&mut chart.cells.iter().map(|cell| cell.at.1), bottom, top),
    };
    let left = left_of(&y);
    let x = match is_grid {
        true => range(columns, left, width - 2.0),
        false => held(&mut chart.cells.iter().map(|cell| cell.at.0), left, width - 2.0),
    };
    (x, y)
}

/// Round values of a number that was varied, to the left.
pub(super) fn up_axis(canvas: &mut Canvas, y: &Scale, left: f64) {
    let (numbers, decimals) = ticks(y, 6);
    for number in numbers {
        canvas.line((left - 4.0, y.at(number)), (left, y.at(number)), "stroke=\"var(--line)\"");
        canvas.text((left - 6.0, y.at(number)), &decimal(number, decimals), Ink::FAINT.at(Anchor::End));
    }
}

fn draw_box(canvas: &mut Canvas, cell: &PlaneCell, corners: ((f64, f64), (f64, f64))) {
    let ((left, top), (right, bottom)) = corners;
    canvas.rect((left, top), (right, bottom), &look(cell));
    if cell.open {
        hatch(canvas, corners);
    }
    if right - left >= ROOM_FOR_TEXT && bottom - top >= 14.0 && !cell.text.is_empty() {
        let shown = shortened(&cell.text, SMALL, right - left - 4.0);
        let ink = Ink { size: SMALL, ..Ink::PLAIN }.at(Anchor::Middle).rimmed();
        canvas.text(((left + right) / 2.0, (top + bottom) / 2.0), &shown, ink);
    }
}

fn draw_dot(canvas: &mut Canvas, cell: &PlaneCell, at: (f64, f64)) {
    let colour = if cell.colour.is_empty() { "var(--line)" } else { &cell.colour };
    let fill = if cell.open { "fill=\"var(--page)\"".to_owned() } else { format!("fill=\"{colour}\"") };
    canvas.circle(at, 5.0, &format!("{fill} stroke=\"{colour}\" stroke-width=\"2\""));
}

fn look(cell: &PlaneCell) -> String {
    match cell.colour.as_str() {
        "" => "fill=\"var(--shade)\"".to_owned(),
        colour => format!(
            "fill=\"{colour}\" fill-opacity=\"{}\"",
            crate::numbers::level(0.15 + 0.45 * cell.strength.clamp(0.0, 1.0), 2)
        ),
    }
}

/// Lines that rise to the right, within a box.
fn hatch(canvas: &mut Canvas, ((left, top), (right, bottom)): ((f64, f64), (f64, f64))) {
    const STEP: f64 = 7.0;
    let (width, height) = (right - left, bottom - top);
    let count = ((width + height) / STEP) as usize;
    let line = |place: usize| {
        let along = STEP * (place as f64 + 0.5);
        let from = if along <= height { (left, top + along) } else { (left + along - height, bottom) };
        let to = if along <= width { (left + along, top) } else { (right, top + along - width) };
        (from, to)
    };
    canvas.lines((0..count).map(line), "stroke=\"var(--line)\" stroke-width=\".7\" fill=\"none\"");
}

/// A row of a legend: where each entry begins, which structure it is of, if any, and what it says.
pub(super) type LegendRow = Vec<(f64, Option<usize>, String)>;

/// Entries of the legend, in rows that fit; the last one is hatching, if there is any.
pub(super) fn legend_rows(legend: &[(usize, String)], hatched: Option<&str>, width: f64) -> Vec<LegendRow> {
    let named = legend.iter().map(|(place, name)| (Some(*place), name.clone()));
    let open = hatched.map(|hatched| (None, hatched.to_owned()));
    let mut rows: Vec<LegendRow> = Vec::new();
    let mut at = f64::INFINITY;
    for (place, name) in named.chain(open) {
        let needed = width_of(&name, SMALL) + 34.0;
        if at + needed > width {
            rows.push(Vec::new());
            at = 0.0;
        }
        if let Some(row) = rows.last_mut() {
            row.push((at, place, name));
        }
        at += needed;
    }
    rows
}

pub(super) fn legend(canvas: &mut Canvas, rows: &[LegendRow], is_grid: bool) {
    for (row, entries) in rows.iter().enumerate() {
        let y = 10.0 + LEGEND * row as f64;
        for (x, place, name) in entries {
            let corners = ((*x, y - 7.0), (*x + 16.0, y + 7.0));
            match place {
                Some(place) => canvas.rect(
                    corners.0,
                    corners.1,
                    &format!("fill=\"{}\" fill-opacity=\".6\"", palette::mark(*place)),
                ),
                None if is_grid => {
                    canvas.rect(corners.0, corners.1, "fill=\"var(--shade)\"");
                    hatch(canvas, corners);
                }
                None => {
                    canvas.circle((x + 8.0, y), 5.0, "fill=\"var(--page)\" stroke=\"var(--line)\" stroke-width=\"2\"")
                }
            }
            canvas.text((x + 22.0, y), name, Ink { size: SMALL, ..Ink::PLAIN });
        }
    }
}
