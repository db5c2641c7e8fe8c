//! Structures as points: one outcome against another, each with its interval.

use super::super::numbers::{Manner, decimal};
use super::super::palette;
use super::super::results::EstimateRow;
use super::super::svg::{Anchor, Canvas, Drawing, Ink, Scale, TEXT, dodge, shortened, ticks, value_axis, width_of};

/// A structure.
#[derive(Clone, Debug)]
pub(in crate::report) struct Point {
    pub(in crate::report) place: usize,
    pub(in crate::report) name: String,
    pub(in crate::report) across: EstimateRow,
    pub(in crate::report) up: EstimateRow,
}

/// The points at a width; both manners name an axis.
pub(in crate::report) fn scatter(points: &[Point], across: &Manner, up: &Manner, width: f64, height: f64) -> Drawing {
    let mut canvas = Canvas::new(width, height);
    let names = points.iter().map(|point| width_of(&point.name, TEXT)).fold(0.0, f64::max).min(0.3 * width);
    let x = scale(points.iter().map(|point| &point.across), across, 46.0, width - names - 20.0);
    let y = scale(points.iter().map(|point| &point.up), up, height - 40.0, 24.0);
    canvas.text((0.0, 8.0), &up.titled(false), Ink::FAINT);
    value_axis(&mut canvas, &y, x.start, x.end, up.factor);
    let shown = Scale { low: x.low * across.factor, high: x.high * across.factor, ..x };
    let (numbers, decimals) = ticks(&shown, 4);
    for number in numbers {
        let at = shown.at(number);
        canvas.line((at, y.end), (at, y.start), "stroke=\"var(--rule)\"");
        canvas.text((at, y.start + 14.0), &decimal(number, decimals), Ink::FAINT.at(Anchor::Middle));
    }
    canvas.text(((x.start + x.end) / 2.0, y.start + 31.0), &across.titled(false), Ink::FAINT.at(Anchor::Middle));
    let wanted: Vec<f64> = points.iter().map(|point| y.at(point.up.mean.unwrap_or(y.low))).collect();
    let heights = dodge(&wanted, TEXT + 3.0, y.end, y.start);
    for (point, height) in points.iter().zip(heights) {
        draw_point(&mut canvas, point, &x, &y, height, names);
    }
    canvas.finish()
}

fn scale<'a>(estimates: impl Iterator<Item = &'a EstimateRow>, manner: &Manner, start: f64, end: f64) -> Scale {
    let ends = |estimate: &EstimateRow| {
        let interval = estimate.interval;
        [estimate.mean, interval.map(|ends| ends.low), interval.map(|ends| ends.high)]
    };
    let mut scale = Scale::holding(estimates.flat_map(ends).flatten(), 1.0 / manner.factor, start, end);
    let air = 0.06 * (scale.high - scale.low);
    (scale.low, scale.high) = (scale.low - air, scale.high + air);
    scale
}

fn draw_point(canvas: &mut Canvas, point: &Point, x: &Scale, y: &Scale, height: f64, names: f64) {
    let (Some(across), Some(up)) = (point.across.mean, point.up.mean) else { return };
    let (mark, text) = (palette::mark(point.place), palette::text(point.place));
    canvas.group(&format!("s{}", point.place), &point.name, |canvas| {
        let at = (x.at(across), y.at(up));
        let look = format!("stroke=\"{mark}\" stroke-width=\"2\"");
        if let Some(ends) = point.across.interval {
            canvas.line((x.at(ends.low), at.1), (x.at(ends.high), at.1), &look);
        }
        if let Some(ends) = point.up.interval {
            canvas.line((at.0, y.at(ends.low)), (at.0, y.at(ends.high)), &look);
        }
        canvas.circle(at, 5.5, &format!("fill=\"{mark}\""));
        let ink = Ink { colour: &text, ..Ink::PLAIN }.bold().rimmed();
        let name = shortened(&point.name, TEXT, names + 4.0);
        if (height - at.1).abs() > 1.0 {
            canvas.line(at, (at.0 + 10.0, height), &format!("stroke=\"{mark}\" stroke-opacity=\".6\""));
        }
        canvas.text((at.0 + 12.0, height), &name, ink);
    });
}
