//! Lines over time (or over another quantity), with bands, marked moments and labels at their ends.

use super::super::numbers::{Manner, decimal, decimals_of_margin, signed};
use super::super::palette;
use super::super::results::Week;
use super::super::svg::{
    Anchor, BOLD, Canvas, Curve, Drawing, Ink, LINED, SMALL, Scale, TEXT, band, curve, dodge, short, shortened, ticks,
    value_axis, value_ticks, weeks_axis, width_of,
};

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::report) enum Look {
    Solid,
    Dashed,
    /// Hollow dots at the points and nothing between.
    Dots,
}

/// A line of a structure.
#[derive(Clone, Debug)]
pub(in crate::report) struct Series<'a> {
    /// The structure's place, for its colour and its chip.
    pub(in crate::report) place: usize,
    /// The structure's name, for tips.
    pub(in crate::report) name: String,
    /// What stands at its end; empty: nothing.
    pub(in crate::report) label: String,
    /// The points, left to right.
    pub(in crate::report) points: Vec<&'a Week>,
    pub(in crate::report) look: Look,
}

/// A moment worth a mark.
#[derive(Clone, Debug)]
pub(in crate::report) struct LineMark {
    pub(in crate::report) place: usize,
    pub(in crate::report) at: (f64, f64),
    pub(in crate::report) text: String,
    /// Whether the text is said only when pointed at: there is no room for it.
    pub(in crate::report) quiet: bool,
}

/// What the horizontal axis is.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::report) enum Across {
    Weeks,
    /// Another quantity: its factor and what it is called.
    Quantity(f64, String),
}

/// A chart of lines.
#[derive(Clone, Debug)]
pub(in crate::report) struct Lines<'a> {
    pub(in crate::report) series: Vec<Series<'a>>,
    pub(in crate::report) manner: Manner,
    /// Whether differences are drawn: then nothing is a line of its own.
    pub(in crate::report) difference: bool,
    pub(in crate::report) moments: Vec<LineMark>,
    pub(in crate::report) across: Across,
    /// What stands at the line of nothing.
    pub(in crate::report) zero: String,
    /// Whether bands of trials are drawn besides the interval of the mean.
    pub(in crate::report) fans: bool,
}

impl Lines<'_> {
    /// The least and the greatest number that is drawn; nothing among them where differences are.
    fn range(&self) -> Option<(f64, f64)> {
        let all = self.series.iter().flat_map(|series| &series.points).flat_map(|week| self.ends(week)).flatten();
        let all = all.chain(self.difference.then_some(0.0)).filter(|number| number.is_finite());
        all.map(|number| (number, number)).reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)))
    }

    /// All numbers that are drawn of a week, within what can be.
    fn ends(&self, week: &Week) -> [Option<f64>; 5] {
        let (interval, fan) = (week.interval, week.most.filter(|_| self.fans));
        let (low, high) = if self.difference { (f64::NEG_INFINITY, f64::INFINITY) } else { self.manner.bounds };
        [
            Some(week.mean),
            interval.map(|ends| ends.low),
            interval.map(|ends| ends.high),
            fan.map(|ends| ends.low),
            fan.map(|ends| ends.high),
        ]
        .map(|end| end.map(|end| end.clamp(low, high)))
    }
}

/// The chart at a width and height.
pub(in crate::report) fn lines(chart: &Lines<'_>, width: f64, height: f64) -> Drawing {
    let mut canvas = Canvas::new(width, height);
    if chart.series.iter().all(|series| series.points.is_empty()) {
        canvas.text((0.0, 20.0), "Not defined in any trial.", Ink::FAINT);
        canvas.height = 40.0;
        return canvas.finish();
    }
    let labels = chart.series.iter().map(|series| width_of(&series.label, TEXT));
    let room = (BOLD * labels.fold(0.0, f64::max)).min(0.34 * width) + 16.0;
    let bottom = if chart.across == Across::Weeks { 24.0 } else { 38.0 };
    let y = vertical(chart, height - bottom, 22.0);
    let left = left_margin(&y, chart.manner.factor);
    let x = horizontal(chart, left, width - room);
    canvas.text((0.0, 8.0), &chart.manner.axis(chart.difference), Ink::FAINT);
    value_axis(&mut canvas, &y, left, x.end, chart.manner.factor);
    horizontal_axis(&mut canvas, chart, &x, height - bottom);
    if chart.difference && y.holds(0.0) {
        canvas.line((left, y.at(0.0)), (x.end, y.at(0.0)), "stroke=\"var(--m0)\" stroke-width=\"1.5\"");
    }
    for series in &chart.series {
        bands(&mut canvas, series, &x, &y, chart.fans.then_some(chart.series.len()));
    }
    for series in &chart.series {
        stroke(&mut canvas, series, &x, &y);
    }
    let mut told: Vec<(f64, f64)> = Vec::new();
    for moment in &chart.moments {
        let at = (x.at(moment.at.0), y.at(moment.at.1));
        // Words that would lie upon others are said only when pointed at.
        let room = width_of(&moment.text, SMALL) + 8.0;
        let free = told.iter().all(|other| (other.0 - at.0).abs() > room || (other.1 - at.1).abs() > SMALL + 4.0);
        let quiet = moment.quiet || !free;
        if !quiet {
            told.push(at);
        }
        mark(&mut canvas, &LineMark { quiet, ..moment.clone() }, &x, &y);
    }
    end_labels(&mut canvas, chart, &x, &y, room);
    hits(&mut canvas, chart, &x, &y);
    canvas.finish()
}

fn vertical(chart: &Lines<'_>, bottom: f64, top: f64) -> Scale {
    let numbers = chart.range().into_iter().flat_map(|(low, high)| [low, high]);
    let scale = Scale::holding(numbers, 1.0 / chart.manner.factor, bottom, top);
    let told = chart.moments.iter().filter(|moment| !moment.quiet).map(|moment| moment.at.1);
    with_room_below(scale, told.fold(f64::INFINITY, f64::min))
}

/// The scale with room for the words under the lowest moment, so that they do not lie on the axis.
fn with_room_below(scale: Scale, lowest: f64) -> Scale {
    const WORDS: f64 = 24.0;
    let room = scale.start - scale.at(lowest);
    if !lowest.is_finite() || room >= WORDS {
        return scale;
    }
    let share = WORDS / (scale.start - scale.end);
    Scale { low: (lowest - share * scale.high) / (1.0 - share), ..scale }
}

fn left_margin(y: &Scale, factor: f64) -> f64 {
    let shown = Scale { low: y.low * factor, high: y.high * factor, ..*y };
    let (numbers, decimals) = ticks(&shown, value_ticks(y));
    let widths = numbers.iter().map(|number| width_of(&decimal(*number, decimals), SMALL));
    widths.fold(18.0, f64::max) + 8.0
}

fn horizontal(chart: &Lines<'_>, left: f64, right: f64) -> Scale {
    let last = chart.series.iter().filter_map(|series| series.points.last()).map(|week| week.week);
    let high = last.fold(0.0, f64::max);
    Scale { low: 0.0, high: if high > 0.0 { high } else { 1.0 }, start: left, end: right.max(left + 40.0) }
}

fn horizontal_axis(canvas: &mut Canvas, chart: &Lines<'_>, x: &Scale, y: f64) {
    let Across::Quantity(factor, name) = &chart.across else { return weeks_axis(canvas, x, y) };
    canvas.line((x.start, y), (x.end, y), "stroke=\"var(--line)\"");
    let shown = Scale { low: x.low * factor, high: x.high * factor, ..*x };
    let (numbers, decimals) = ticks(&shown, 4);
    for number in numbers {
        canvas.line((shown.at(number), y), (shown.at(number), y + 4.0), "stroke=\"var(--line)\"");
        canvas.text((shown.at(number), y + 14.0), &decimal(number, decimals), Ink::FAINT.at(Anchor::Middle));
    }
    canvas.text(((x.start + x.end) / 2.0, y + 30.0), name, Ink::FAINT.at(Anchor::Middle));
}

/// 90 % and 50 % of trials where they are given, and the interval of the mean; the more fans lie upon each other, the lighter.
fn bands(canvas: &mut Canvas, series: &Series<'_>, x: &Scale, y: &Scale, fans: Option<usize>) {
    if series.look != Look::Solid {
        return;
    }
    let colour = palette::mark(series.place);
    let wide = |week: &Week| week.most.map(|ends| (week.week, ends));
    let half = |week: &Week| week.half.map(|ends| (week.week, ends));
    let mean = |week: &Week| week.interval.map(|ends| (week.week, ends));
    canvas.group(&format!("s{}", series.place), "", |canvas| {
        let mut area = |points: Vec<(f64, crate::stats::Interval)>, opacity: &str| {
            // A band that the line would cover is left out.
            if points.iter().all(|(_, ends)| (y.at(ends.low) - y.at(ends.high)).abs() < 2.0) {
                return;
            }
            let line = |end: fn(&crate::stats::Interval) -> f64| -> Curve {
                points.iter().map(|(week, ends)| (x.at(*week), y.at(end(ends)).clamp(y.end, y.start))).collect()
            };
            let d = band(&line(|ends| ends.low), &line(|ends| ends.high));
            if !d.is_empty() {
                canvas.path(&d, &format!("fill=\"{colour}\" fill-opacity=\"{opacity}\""));
            }
        };
        if let Some(fans) = fans {
            let [lighter, darker] = if fans > 3 { [".05", ".09"] } else { [".08", ".16"] };
            area(series.points.iter().copied().filter_map(wide).collect(), lighter);
            area(series.points.iter().copied().filter_map(half).collect(), darker);
        }
        area(
            series.points.iter().copied().filter_map(mean).collect(),
            if fans.is_some() && is_thin(&series.points) { ".5" } else { ".2" },
        );
    });
}

/// Whether the interval of the mean is well inside the band of half of the trials: not so with few trials.
fn is_thin(points: &[&Week]) -> bool {
    let width = |ends: crate::stats::Interval| ends.high - ends.low;
    let wide = |week: &&&Week| week.interval.zip(week.half).is_some_and(|(mean, half)| width(mean) > 0.6 * width(half));
    2 * points.iter().filter(wide).count() < points.len()
}

fn stroke(canvas: &mut Canvas, series: &Series<'_>, x: &Scale, y: &Scale) {
    let colour = palette::mark(series.place);
    let points: Curve = series.points.iter().map(|week| (x.at(week.week), y.at(week.mean))).collect();
    canvas.group(&format!("s{}", series.place), "", |canvas| {
        if series.look == Look::Dots || points.len() == 1 {
            // Round ends of lines without length: a thick dot of the colour, and a thinner one of the page upon it.
            let d: String = points.iter().map(|(x, y)| format!("M{} {}h0", short(*x), short(*y))).collect();
            canvas.path(&d, &format!("stroke=\"{colour}\" stroke-width=\"7.5\" stroke-linecap=\"round\""));
            canvas.path(&d, "stroke=\"var(--page)\" stroke-width=\"4.5\" stroke-linecap=\"round\"");
            return;
        }
        let dash = if series.look == Look::Dashed { " stroke-dasharray=\"5 4\"" } else { "" };
        let look = format!("stroke=\"{colour}\"{dash}{LINED}");
        canvas.path(&curve(&points), &look);
    });
}

fn mark(canvas: &mut Canvas, moment: &LineMark, x: &Scale, y: &Scale) {
    let (colour, text) = (palette::mark(moment.place), palette::text(moment.place));
    let at = (x.at(moment.at.0), y.at(moment.at.1));
    canvas.group(&format!("s{}", moment.place), &moment.text, |canvas| {
        canvas.circle(at, 4.0, &format!("fill=\"var(--page)\" stroke=\"{colour}\" stroke-width=\"2\""));
        if moment.quiet {
            return;
        }
        let near_end = at.0 + width_of(&moment.text, SMALL) > x.end;
        let anchor = if near_end { Anchor::End } else { Anchor::Start };
        let aside = if near_end { -7.0 } else { 7.0 };
        let below = if at.1 + 14.0 > y.start { -12.0 } else { 12.0 };
        let ink = Ink { colour: &text, ..Ink::FAINT }.at(anchor).rimmed();
        canvas.text((at.0 + aside, at.1 + below), &moment.text, ink);
    });
}

fn end_labels(canvas: &mut Canvas, chart: &Lines<'_>, x: &Scale, y: &Scale, room: f64) {
    let named: Vec<(&Series<'_>, &Week)> = chart
        .series
        .iter()
        .filter(|series| !series.label.is_empty())
        .filter_map(|series| Some((series, *series.points.last()?)))
        .collect();
    let mut wanted: Vec<f64> = named.iter().map(|(_, last)| y.at(last.mean)).collect();
    let zero = (!chart.zero.is_empty()).then(|| y.at(0.0));
    wanted.extend(zero);
    let heights = dodge(&wanted, TEXT + 2.5, y.end, y.start);
    for (((series, last), height), from) in named.iter().zip(&heights).zip(&wanted) {
        let (colour, text) = (palette::mark(series.place), palette::text(series.place));
        let shown = shortened(&series.label, TEXT, (room - 12.0) / BOLD);
        let tip = if shown == series.label { "" } else { &series.label };
        canvas.group(&format!("s{}", series.place), tip, |canvas| {
            let start = (x.at(last.week) + 2.0, *from);
            canvas.line(start, (x.end + 9.0, *height), &format!("stroke=\"{colour}\" stroke-opacity=\".6\""));
            canvas.text((x.end + 12.0, *height), &shown, Ink { colour: &text, ..Ink::PLAIN }.bold());
        });
    }
    if let (Some(height), Some(from)) = (heights.get(named.len()), zero) {
        canvas.group("s0", "", |canvas| {
            canvas.line((x.end + 2.0, from), (x.end + 9.0, *height), "stroke=\"var(--m0)\" stroke-opacity=\".6\"");
            let shown = shortened(&chart.zero, TEXT, room - 12.0);
            canvas.text((x.end + 12.0, *height), &shown, Ink { colour: "var(--t0)", ..Ink::PLAIN }.bold());
        });
    }
}

/// Stripes that say the numbers of their weeks when pointed at.
fn hits(canvas: &mut Canvas, chart: &Lines<'_>, x: &Scale, y: &Scale) {
    let solid = || chart.series.iter().filter(|series| series.look != Look::Dashed && !series.label.is_empty());
    let Some(longest) = solid().max_by_key(|series| series.points.len()) else { return };
    let stripes = longest.points.len().min(8);
    let step = (longest.points.len() / stripes.max(1)).max(1);
    let places: Vec<&Week> = longest.points.iter().copied().rev().step_by(step).collect();
    let reach = (x.end - x.start) / places.len().max(1) as f64 / 2.0;
    for place in places {
        let mut tip = match &chart.across {
            Across::Weeks => format!("Week {}", decimal(place.week, 0)),
            Across::Quantity(factor, name) => format!("{name}: {}", decimal(place.week * factor, 0)),
        };
        for series in solid() {
            if let Some(week) = series.points.iter().find(|week| week.week == place.week) {
                tip.push_str(&format!("\n{}: {}", series.name, number(chart, week)));
            }
        }
        let middle = x.at(place.week);
        canvas.group("", &tip, |canvas| {
            let ends = ((middle - reach).max(x.start), (middle + reach).min(x.end));
            canvas.rect((ends.0, y.end), (ends.1, y.start), "fill-opacity=\"0\"");
        });
    }
}

/// A number, to the decimals of its interval.
fn number(chart: &Lines<'_>, week: &Week) -> String {
    let manner = &chart.manner;
    let margin = week.interval.map_or(0.0, |ends| (ends.high - ends.low) / 2.0 * manner.factor);
    let decimals = decimals_of_margin(margin);
    if chart.difference {
        signed(week.mean * manner.factor, decimals)
    } else {
        decimal(week.mean * manner.factor, decimals)
    }
}
