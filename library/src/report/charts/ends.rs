//! A tornado: what each number, taken to its ends by itself, does to a difference; the one that does most comes first.

use super::super::numbers::decimal;
use super::super::numbers::{Manner, decimals_of_margin, signed};
use super::super::svg::{Anchor, Canvas, Drawing, Ink, SMALL, Scale, TEXT, shortened, ticks, width_of};
use crate::stats::Interval;

/// A number at its two ends.
#[derive(Clone, Debug)]
pub(in crate::report) struct EndsRow {
    /// Its name.
    pub(in crate::report) name: String,
    /// At its lower and its upper end: what stands there, the difference, and its interval; none where it was not tried.
    pub(in crate::report) ends: [Option<(String, f64, Option<Interval>)>; 2],
}

/// A tornado.
#[derive(Clone, Debug)]
pub(in crate::report) struct Ends {
    pub(in crate::report) rows: Vec<EndsRow>,
    /// The difference with nothing elsewhere.
    pub(in crate::report) today: Option<f64>,
    pub(in crate::report) manner: Manner,
    /// What hollow and filled are.
    pub(in crate::report) legend: String,
    /// What the difference is.
    pub(in crate::report) what: String,
}

const ROW: f64 = 26.0;
const TOP: f64 = 44.0;

/// The tornado at a width.
pub(in crate::report) fn ends(chart: &Ends, width: f64) -> Drawing {
    let narrow = width < 600.0;
    let names = if narrow { 0.36 * width } else { 290.0 };
    let mut canvas = Canvas::new(width, TOP + ROW * chart.rows.len() as f64 + 30.0);
    let bottom = canvas.height - 26.0;
    let all = chart.rows.iter().flat_map(|row| row.ends.iter().flatten());
    let numbers = all.flat_map(|(_, at, it)| [Some(*at), it.map(|it| it.low), it.map(|it| it.high)]).flatten();
    let x =
        Scale::holding(numbers.chain(chart.today).chain([0.0]), 1.0 / chart.manner.factor, names + 10.0, width - 12.0);
    canvas.text((0.0, 8.0), &shortened(&chart.what, SMALL, width), Ink::FAINT);
    canvas.text((0.0, 26.0), &chart.legend, Ink::FAINT);
    value_ticks_below(&mut canvas, &x, chart.manner.factor, (TOP, bottom));
    canvas.line((x.at(0.0), TOP - 6.0), (x.at(0.0), bottom), "stroke=\"var(--line)\" stroke-width=\"1.5\"");
    if let Some(today) = chart.today {
        canvas.line((x.at(today), TOP - 6.0), (x.at(today), bottom), "stroke=\"var(--ink)\" stroke-dasharray=\"3 3\"");
    }
    for (place, row) in chart.rows.iter().enumerate() {
        let y = TOP + ROW * (place as f64 + 0.5);
        let shown = shortened(&row.name, TEXT, names - 6.0);
        canvas.group("", &tip(chart, row), |canvas| {
            canvas.text((0.0, y), &shown, Ink::PLAIN);
            draw(canvas, chart, row, &x, y);
        });
    }
    canvas.finish()
}

fn draw(canvas: &mut Canvas, chart: &Ends, row: &EndsRow, x: &Scale, y: f64) {
    let known = || row.ends.iter().flatten();
    let from = chart.today.unwrap_or(0.0);
    let (low, high) = known().fold((from, from), |(low, high), (_, at, _)| (low.min(*at), high.max(*at)));
    canvas.rect((x.at(low), y - 4.0), (x.at(high), y + 4.0), "fill=\"var(--good)\" fill-opacity=\".25\"");
    for (side, end) in row.ends.iter().enumerate() {
        let Some((_, at, interval)) = end else { continue };
        if let Some(it) = interval {
            canvas.line((x.at(it.low), y), (x.at(it.high), y), "stroke=\"var(--good)\" stroke-width=\"1.5\"");
        }
        let fill = if side == 0 { "var(--page)" } else { "var(--good)" };
        canvas.circle((x.at(*at), y), 4.5, &format!("fill=\"{fill}\" stroke=\"var(--good)\" stroke-width=\"2\""));
    }
}

fn tip(chart: &Ends, row: &EndsRow) -> String {
    let factor = chart.manner.factor;
    let said = |(value, at, it): &(String, f64, Option<Interval>)| {
        let decimals = decimals_of_margin(it.map_or(0.0, |it| (it.high - it.low) / 2.0 * factor));
        let ends = it.map_or_else(String::new, |it| {
            format!(" ({} to {})", signed(it.low * factor, decimals), signed(it.high * factor, decimals))
        });
        format!("\nat {value}: {}{ends}", signed(at * factor, decimals))
    };
    let ends: String = row.ends.iter().flatten().map(said).collect();
    format!("{}{ends}", row.name)
}

fn value_ticks_below(canvas: &mut Canvas, x: &Scale, factor: f64, (top, bottom): (f64, f64)) {
    let shown = Scale { low: x.low * factor, high: x.high * factor, ..*x };
    let (numbers, decimals) = ticks(&shown, ((x.end - x.start) / 90.0).max(2.0) as usize);
    for number in numbers {
        canvas.line((shown.at(number), top), (shown.at(number), bottom), "stroke=\"var(--rule)\"");
        let room = width_of(&decimal(number, decimals), SMALL) / 2.0;
        let at = shown.at(number).min(x.end + 12.0 - room);
        canvas.text((at, bottom + 12.0), &decimal(number, decimals), Ink::FAINT.at(Anchor::Middle));
    }
}
