//! A map of pixels: the colour of whoever is best, the stronger the surer, hatched where it is a tie, the simulated points as dots.

use std::collections::BTreeMap;

use super::super::palette;
use super::super::svg::{Canvas, Drawing, Ink, SMALL, Scale, shortened};
use super::plane::{BOTTOM, LEGEND, left_of, legend, legend_rows, mark_today, up_axis};
use super::response::across_axis;

/// A pixel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::report) struct Region {
    /// Whose colour it has: a structure's place.
    pub(in crate::report) place: usize,
    /// How sure that is, from 0 to 1.
    pub(in crate::report) probability: f64,
    /// Whether it is a tie.
    pub(in crate::report) tie: bool,
}

/// A simulated point.
#[derive(Clone, Debug)]
pub(in crate::report) struct RegionDot {
    /// Where it is.
    pub(in crate::report) at: (f64, f64),
    /// Whose colour it has.
    pub(in crate::report) place: usize,
    /// Whether the trials leave it open.
    pub(in crate::report) open: bool,
    /// What it says when pointed at.
    pub(in crate::report) tip: String,
}

/// The map.
#[derive(Clone, Debug)]
pub(in crate::report) struct Regions {
    /// What the two numbers are called.
    pub(in crate::report) axes: (String, String),
    /// The ends of both axes.
    pub(in crate::report) ranges: ((f64, f64), (f64, f64)),
    /// Row by row from the lowest up, the pixels, evenly spread; `None` where there is nothing.
    pub(in crate::report) pixels: Vec<Vec<Option<Region>>>,
    /// The simulated points.
    pub(in crate::report) dots: Vec<RegionDot>,
    /// What the scenario has.
    pub(in crate::report) today: (Option<f64>, Option<f64>),
    /// Structures with what is said of them.
    pub(in crate::report) legend: Vec<(usize, String)>,
    /// What hatching means.
    pub(in crate::report) hatched: String,
}

/// Between two lines of hatching.
const HATCH: f64 = 7.0;

/// The map at a width.
pub(in crate::report) fn regions(chart: &Regions, width: f64) -> Drawing {
    let tied = chart.pixels.iter().flatten().flatten().any(|region| region.tie);
    let rows = legend_rows(&chart.legend, tied.then_some(chart.hatched.as_str()), width);
    let top = 20.0 + LEGEND * rows.len() as f64;
    let height = top + (0.6 * width).clamp(230.0, 520.0) + BOTTOM;
    let mut canvas = Canvas::new(width, height);
    legend(&mut canvas, &rows, true);
    canvas.text((0.0, top - 10.0), &shortened(&format!("{} ↑", chart.axes.1), SMALL, width), Ink::FAINT);
    let ((low, high), (bottom, above)) = chart.ranges;
    let y = Scale { low: bottom, high: above, start: height - BOTTOM, end: top };
    let x = Scale { low, high, start: left_of(&y), end: width - 2.0 };
    canvas.boxes(std::iter::once(((x.start, y.end), (x.end, y.start))), "fill=\"var(--shade)\"");
    fill(&mut canvas, chart, &x, &y);
    hatch(&mut canvas, chart, &x, &y);
    up_axis(&mut canvas, &y, x.start);
    across_axis(&mut canvas, &x, y.start, &chart.axes.0);
    for dot in &chart.dots {
        draw_dot(&mut canvas, dot, (x.at(dot.at.0), y.at(dot.at.1)));
    }
    mark_today(&mut canvas, chart.today, (&x, &y));
    canvas.finish()
}

/// Neighbours of one look in a row are one box, all boxes of a look one element.
fn fill(canvas: &mut Canvas, chart: &Regions, x: &Scale, y: &Scale) {
    let mut boxes: BTreeMap<String, Vec<_>> = BTreeMap::new();
    let count = chart.pixels.len();
    for (row, pixels) in chart.pixels.iter().enumerate() {
        let mut first = 0;
        let same = |one: &Option<Region>, other: &Option<Region>| one.map(look) == other.map(look);
        for run in pixels.chunk_by(same) {
            let corner = |column: usize, row: usize| (between(x, column, pixels.len()), between(y, row, count));
            if let Some(region) = run[0] {
                boxes.entry(look(region)).or_default().push((corner(first, row), corner(first + run.len(), row + 1)));
            }
            first += run.len();
        }
    }
    for (look, boxes) in boxes {
        canvas.boxes(boxes.into_iter(), &look);
    }
}

/// The edge of this number between so many equal parts of a scale.
fn between(scale: &Scale, edge: usize, parts: usize) -> f64 {
    scale.start + edge as f64 / parts.max(1) as f64 * (scale.end - scale.start)
}

/// The surer, the stronger: five steps.
fn look(region: Region) -> String {
    let opacity = match region.probability {
        sure if sure >= 0.95 => ".75",
        likely if likely >= 0.8 => ".58",
        rather if rather >= 0.65 => ".45",
        half if half >= 0.5 => ".33",
        _ => ".22",
    };
    // Edges as they are, so that no seams show between boxes.
    format!("fill=\"{}\" fill-opacity=\"{opacity}\" shape-rendering=\"crispEdges\"", palette::mark(region.place))
}

/// Lines that rise to the right, where they cross ties.
fn hatch(canvas: &mut Canvas, chart: &Regions, x: &Scale, y: &Scale) {
    const STEP: f64 = 2.0;
    let (width, height) = (x.end - x.start, y.start - y.end);
    let is_tie = |along: f64, up: f64| {
        let place = |share: f64, parts: usize| ((share * parts as f64) as usize).min(parts.saturating_sub(1));
        let row = chart.pixels.get(place(up / height, chart.pixels.len()));
        row.and_then(|row| *row.get(place(along / width, row.len()))?).is_some_and(|region| region.tie)
    };
    let mut lines = Vec::new();
    for number in 0..((width + height) / HATCH) as usize {
        // From the left edge or the lower one, up to the right.
        let offset = HATCH * (number as f64 + 0.5) - height;
        let (mut along, end) = (offset.max(0.0), (offset + height).min(width));
        let mut from: Option<f64> = None;
        while along <= end {
            let inside = is_tie(along, (along - offset).min(height));
            match (inside, from) {
                (true, None) => from = Some(along),
                (false, Some(start)) => {
                    lines.push((start, along, offset));
                    from = None;
                }
                _ => {}
            }
            along += STEP;
        }
        lines.extend(from.map(|start| (start, end, offset)));
    }
    let line = |(from, to, offset): (f64, f64, f64)| {
        let at = |along: f64| (x.start + along, y.start - (along - offset));
        (at(from), at(to))
    };
    canvas.lines(
        lines.into_iter().map(line),
        "stroke=\"var(--ink)\" stroke-opacity=\".45\" stroke-width=\".8\" fill=\"none\"",
    );
}

fn draw_dot(canvas: &mut Canvas, dot: &RegionDot, at: (f64, f64)) {
    let colour = palette::mark(dot.place);
    let fill = if dot.open { "var(--page)" } else { colour.as_str() };
    canvas.group("", &dot.tip, |canvas| {
        canvas.circle(at, 5.0, "fill=\"var(--page)\"");
        canvas.circle(at, 3.6, &format!("fill=\"{fill}\" stroke=\"{colour}\" stroke-width=\"1.6\""));
    });
}
