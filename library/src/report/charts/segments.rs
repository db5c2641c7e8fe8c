//! Differences in several groups of customers on one scale: a heading per group, a row per structure.

use super::super::numbers::decimal;
use super::super::palette;
use super::super::svg::{Anchor, Canvas, Drawing, Ink, SMALL, Scale, TEXT, shortened, ticks};
use crate::stats::Interval;

/// A structure in a group.
#[derive(Clone, Debug)]
pub(in crate::report) struct SegmentMark {
    /// The structure's place.
    pub(in crate::report) place: usize,
    pub(in crate::report) name: String,
    /// What is said of it, at the right.
    pub(in crate::report) words: String,
    pub(in crate::report) mean: Option<f64>,
    pub(in crate::report) interval: Option<Interval>,
}

/// Groups, their rows and what all share.
#[derive(Clone, Debug)]
pub(in crate::report) struct Segments {
    /// Per group its heading and its rows.
    pub(in crate::report) groups: Vec<(String, Vec<SegmentMark>)>,
    /// What numbers are multiplied by on the axis.
    pub(in crate::report) factor: f64,
    /// The name of the axis.
    pub(in crate::report) axis: String,
    /// Differences up to this do not matter: shaded on both sides of nothing.
    pub(in crate::report) practical: Option<f64>,
}

const ROW: f64 = 20.0;
const HEAD: f64 = 28.0;
const FOOT: f64 = 40.0;

/// The groups one under the other, at a width.
pub(in crate::report) fn segments(chart: &Segments, width: f64) -> Drawing {
    let rows = chart.groups.iter().map(|(_, rows)| HEAD + ROW * rows.len() as f64).sum::<f64>();
    let mut canvas = Canvas::new(width, rows + FOOT);
    let (left, right) = if width < 600.0 { (0.27 * width, 0.7 * width) } else { (0.17 * width, 0.82 * width) };
    let marks = || chart.groups.iter().flat_map(|(_, rows)| rows);
    let ends = marks().flat_map(|one| [one.mean, one.interval.map(|i| i.low), one.interval.map(|i| i.high)]).flatten();
    let shades = chart.practical.into_iter().flat_map(|practical| [-1.3 * practical, 1.3 * practical]);
    let x = Scale::holding(ends.chain(shades).chain([0.0]), 1.0 / chart.factor, left, right);
    axis(&mut canvas, chart, &x, rows);
    let mut top = 0.0;
    for (heading, rows) in &chart.groups {
        canvas.text((0.0, top + 14.0), &shortened(heading, TEXT, width), Ink::PLAIN.bold().rimmed());
        top += HEAD;
        for row in rows {
            draw_row(&mut canvas, row, &x, width, top + ROW / 2.0);
            top += ROW;
        }
    }
    canvas.finish()
}

fn axis(canvas: &mut Canvas, chart: &Segments, x: &Scale, bottom: f64) {
    // From top to bottom of the rows of each group.
    let mut ends = Vec::new();
    for (_, rows) in &chart.groups {
        let top = ends.last().map_or(0.0, |(_, bottom)| *bottom) + HEAD;
        ends.push((top, top + ROW * rows.len() as f64));
    }
    if let Some(practical) = chart.practical {
        let [low, high] = [-practical, practical].map(|end| x.at(end).clamp(x.start, x.end));
        let boxes = ends.iter().map(|&(top, bottom)| ((low, top), (high, bottom)));
        canvas.boxes(boxes, "fill=\"var(--m0)\" fill-opacity=\".16\"");
    }
    let shown = Scale { low: x.low * chart.factor, high: x.high * chart.factor, ..*x };
    let (numbers, decimals) = ticks(&shown, 5);
    let upright = |at: f64| ends.iter().map(move |&(top, bottom)| ((at, top), (at, bottom)));
    let lines = numbers.iter().flat_map(|&number| upright(shown.at(number)));
    canvas.lines(lines, "stroke=\"var(--line)\" stroke-opacity=\".25\"");
    canvas.lines(upright(x.at(0.0)), "stroke=\"var(--m0)\" stroke-width=\"1.5\"");
    canvas.line((x.start, bottom), (x.end, bottom), "stroke=\"var(--line)\"");
    for number in numbers {
        let text = decimal(number, decimals);
        canvas.text((shown.at(number), bottom + 13.0), &text, Ink::FAINT.at(Anchor::Middle));
    }
    canvas.text((f64::midpoint(x.start, x.end), bottom + 29.0), &chart.axis, Ink::FAINT.at(Anchor::Middle));
}

fn draw_row(canvas: &mut Canvas, row: &SegmentMark, x: &Scale, width: f64, y: f64) {
    let (mark, colour) = (palette::mark(row.place), palette::text(row.place));
    let name = shortened(&row.name, SMALL, x.start - 8.0);
    let words = shortened(&row.words, SMALL, width - x.end - 8.0);
    let whole = (&name, &words) == (&row.name, &row.words);
    let tip = if whole { String::new() } else { format!("{}: {}", row.name, row.words) };
    canvas.group(&format!("s{}", row.place), &tip, |canvas| {
        canvas.text((0.0, y), &name, Ink { colour: &colour, ..Ink::FAINT });
        canvas.text((width, y), &words, Ink::FAINT.at(Anchor::End));
        if let Some(Interval { low, high }) = row.interval {
            let look = format!("stroke=\"{mark}\" stroke-width=\"3\" stroke-linecap=\"round\"");
            canvas.line((x.at(low), y), (x.at(high), y), &look);
        }
        if let Some(mean) = row.mean {
            let clear = row.interval.is_some_and(|ends| ends.excludes_zero());
            let fill = if clear { mark.as_str() } else { "var(--page)" };
            canvas.circle((x.at(mean), y), 4.0, &format!("fill=\"{fill}\" stroke=\"{mark}\" stroke-width=\"2\""));
        }
    });
}
