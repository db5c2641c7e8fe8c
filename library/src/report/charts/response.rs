//! Lines over a number that was varied: a mean with its interval at each value, one line per structure.

use super::super::numbers::{Manner, decimal, decimals_of_margin, signed};
use super::super::palette;
use super::super::svg::{
    Anchor, BOLD, Canvas, Curve, Drawing, Ink, LINED, SMALL, Scale, TEXT, band, curve, dodge, shortened, ticks,
    value_axis, value_ticks, width_of,
};
use crate::stats::Interval;

/// A line.
#[derive(Clone, Debug)]
pub(in crate::report) struct ResponseLine {
    /// The structure's place, for its colour.
    pub(in crate::report) place: usize,
    /// Its name.
    pub(in crate::report) name: String,
    /// Value, mean and interval, left to right.
    pub(in crate::report) points: Vec<(f64, f64, Option<Interval>)>,
}

/// A chart of differences to the baseline over a number.
#[derive(Clone, Debug)]
pub(in crate::report) struct Response {
    /// What the number is called.
    pub(in crate::report) across: String,
    /// What the scenario has for it.
    pub(in crate::report) today: Option<f64>,
    /// The lines.
    pub(in crate::report) lines: Vec<ResponseLine>,
    /// How the metric is told.
    pub(in crate::report) manner: Manner,
    /// The baseline's name.
    pub(in crate::report) zero: String,
}

const TOP: f64 = 22.0;
const BOTTOM: f64 = 40.0;

/// The chart at a width.
pub(in crate::report) fn response(chart: &Response, width: f64) -> Drawing {
    let height = if width < 600.0 { 300.0 } else { 340.0 };
    let mut canvas = Canvas::new(width, height);
    let all = || chart.lines.iter().flat_map(|line| &line.points);
    let ends =
        all().flat_map(|(_, mean, interval)| [Some(*mean), interval.map(|it| it.low), interval.map(|it| it.high)]);
    let y = Scale::holding(ends.flatten().chain([0.0]), 1.0 / chart.manner.factor, height - BOTTOM, TOP);
    let left = left_margin(&y, chart.manner.factor);
    let names = chart.lines.iter().map(|line| &line.name).chain([&chart.zero]);
    let room = (BOLD * names.map(|name| width_of(name, TEXT)).fold(0.0, f64::max)).min(0.34 * width) + 16.0;
    let values = all().map(|(x, ..)| *x);
    let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)));
    let x = Scale {
        low,
        high: if high > low { high } else { low + 1.0 },
        start: left,
        end: (width - room).max(left + 40.0),
    };
    canvas.text((0.0, 8.0), &chart.manner.titled(true), Ink::FAINT);
    value_axis(&mut canvas, &y, left, x.end, chart.manner.factor);
    across_axis(&mut canvas, &x, height - BOTTOM, &chart.across);
    canvas.line((left, y.at(0.0)), (x.end, y.at(0.0)), "stroke=\"var(--m0)\" stroke-width=\"1.5\"");
    mark_today(&mut canvas, chart.today, &x, (TOP, height - BOTTOM));
    for line in &chart.lines {
        draw(&mut canvas, chart, line, &x, &y);
    }
    end_labels(&mut canvas, chart, &x, &y, room);
    canvas.finish()
}

/// Round values of a number that was varied, and its name below.
pub(super) fn across_axis(canvas: &mut Canvas, x: &Scale, y: f64, name: &str) {
    canvas.line((x.start, y), (x.end, y), "stroke=\"var(--line)\"");
    let (numbers, decimals) = ticks(x, ((x.end - x.start) / 60.0).clamp(2.0, 8.0) as usize);
    for number in numbers {
        canvas.line((x.at(number), y), (x.at(number), y + 4.0), "stroke=\"var(--line)\"");
        canvas.text((x.at(number), y + 14.0), &decimal(number, decimals), Ink::FAINT.at(Anchor::Middle));
    }
    let shown = shortened(name, SMALL, x.end - x.start);
    canvas.text(((x.start + x.end) / 2.0, y + 31.0), &shown, Ink::FAINT.at(Anchor::Middle));
}

/// A thin line at what the scenario has.
fn mark_today(canvas: &mut Canvas, today: Option<f64>, x: &Scale, (top, bottom): (f64, f64)) {
    let Some(today) = today.filter(|today| x.holds(*today)) else { return };
    canvas.line((x.at(today), top), (x.at(today), bottom), "stroke=\"var(--line)\" stroke-dasharray=\"2 3\"");
    let at_end = x.at(today) + 40.0 > x.end;
    let (anchor, aside) = if at_end { (Anchor::End, -4.0) } else { (Anchor::Start, 4.0) };
    canvas.text((x.at(today) + aside, top + 5.0), "today", Ink::FAINT.at(anchor).rimmed());
}

fn draw(canvas: &mut Canvas, chart: &Response, line: &ResponseLine, x: &Scale, y: &Scale) {
    let colour = palette::mark(line.place);
    canvas.group(&format!("s{}", line.place), "", |canvas| {
        let known: Vec<(f64, Interval)> =
            line.points.iter().filter_map(|(at, _, it)| it.map(|it| (x.at(*at), it))).collect();
        let edge = |end: fn(&Interval) -> f64| -> Curve { known.iter().map(|(at, it)| (*at, y.at(end(it)))).collect() };
        let area = band(&edge(|it| it.low), &edge(|it| it.high));
        if !area.is_empty() {
            canvas.path(&area, &format!("fill=\"{colour}\" fill-opacity=\".2\""));
        }
        let means: Curve = line.points.iter().map(|(at, mean, _)| (x.at(*at), y.at(*mean))).collect();
        if means.len() > 1 {
            canvas.path(&curve(&means), &format!("stroke=\"{colour}\"{LINED}"));
        }
        for (at, mean, interval) in &line.points {
            let tip = tip(chart, line, *at, *mean, *interval);
            canvas
                .group("", &tip, |canvas| canvas.circle((x.at(*at), y.at(*mean)), 3.5, &format!("fill=\"{colour}\"")));
        }
    });
}

fn tip(chart: &Response, line: &ResponseLine, at: f64, mean: f64, interval: Option<Interval>) -> String {
    let factor = chart.manner.factor;
    let margin = interval.map_or(0.0, |it| (it.high - it.low) / 2.0 * factor);
    let decimals = decimals_of_margin(margin);
    let ends = interval.map_or_else(String::new, |it| {
        format!(" ({} to {})", signed(it.low * factor, decimals), signed(it.high * factor, decimals))
    });
    format!(
        "{}\n{}: {}\n{}{ends}",
        line.name,
        chart.across,
        crate::numbers::number(at),
        signed(mean * factor, decimals)
    )
}

fn left_margin(y: &Scale, factor: f64) -> f64 {
    let shown = Scale { low: y.low * factor, high: y.high * factor, ..*y };
    let (numbers, decimals) = ticks(&shown, value_ticks(y));
    numbers.iter().map(|number| width_of(&decimal(*number, decimals), SMALL)).fold(18.0, f64::max) + 8.0
}

fn end_labels(canvas: &mut Canvas, chart: &Response, x: &Scale, y: &Scale, room: f64) {
    let last = |line: &ResponseLine| line.points.last().map_or(0.0, |(_, mean, _)| *mean);
    let mut wanted: Vec<f64> = chart.lines.iter().map(|line| y.at(last(line))).collect();
    wanted.push(y.at(0.0));
    let heights = dodge(&wanted, TEXT + 2.5, y.end, y.start);
    let named = chart.lines.iter().map(|line| (line.place, &line.name)).chain([(0, &chart.zero)]);
    for (((place, name), height), from) in named.zip(&heights).zip(&wanted) {
        let (colour, text) = (palette::mark(place), palette::text(place));
        canvas.group(&format!("s{place}"), "", |canvas| {
            canvas.line(
                (x.end + 2.0, *from),
                (x.end + 9.0, *height),
                &format!("stroke=\"{colour}\" stroke-opacity=\".6\""),
            );
            let shown = shortened(name, TEXT, (room - 12.0) / BOLD);
            canvas.text((x.end + 12.0, *height), &shown, Ink { colour: &text, ..Ink::PLAIN }.bold());
        });
    }
}
