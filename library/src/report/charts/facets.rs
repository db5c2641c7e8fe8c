//! Charts of lines side by side on one scale, the first one larger: what a whole is made of, over time.

use super::super::svg::{Canvas, Drawing};
use super::lines::{Lines, lines};

/// Height of a chart.
const HEIGHT: f64 = 190.0;
const GAP: f64 = 22.0;

/// The charts in rows, the first one twice as wide as the others; all on a scale that holds them all.
pub(in crate::report) fn facets(charts: &[Lines<'_>], width: f64) -> Drawing {
    let range = charts.iter().filter_map(Lines::range).reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)));
    let columns = if width < 600.0 { 2 } else { 4 };
    let each = (width - GAP * (columns - 1) as f64) / columns as f64;
    let slots = charts.len() + 1;
    let rows = slots.div_ceil(columns) as f64;
    let mut canvas = Canvas::new(width, rows * HEIGHT + (rows - 1.0) * GAP);
    for (place, chart) in charts.iter().enumerate() {
        let slot = if place == 0 { 0 } else { place + 1 };
        let left = (slot % columns) as f64 * (each + GAP);
        let top = (slot / columns) as f64 * (HEIGHT + GAP);
        let wide = if place == 0 { 2.0 * each + GAP } else { each };
        canvas.place((left, top), &lines(&Lines { range, ..chart.clone() }, wide, HEIGHT));
    }
    canvas.finish()
}
