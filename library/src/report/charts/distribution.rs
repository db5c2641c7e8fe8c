//! How differences of single trials are spread: a row of bars per structure on one scale.

use super::super::numbers::decimal;
use super::super::palette;
use super::super::svg::{Anchor, Canvas, Drawing, Ink, SMALL, Scale, TEXT, short, shortened, ticks};

/// A row: the structure's place, its name, what is said of it, and the differences.
#[derive(Clone, Debug)]
pub(in crate::report) struct Spread {
    pub(in crate::report) place: usize,
    pub(in crate::report) name: String,
    pub(in crate::report) words: String,
    pub(in crate::report) numbers: Vec<f64>,
}

const ROW: f64 = 64.0;
/// Bars across the scale.
const BINS: usize = 48;

/// The rows at a width; numbers are multiplied by `factor` on the axis.
pub(in crate::report) fn spreads(rows: &[Spread], factor: f64, axis: &str, width: f64) -> Drawing {
    let bottom = ROW * rows.len() as f64 + 4.0;
    let mut canvas = Canvas::new(width, bottom + 38.0);
    let numbers = rows.iter().flat_map(|row| row.numbers.iter().copied());
    let x = Scale::holding(numbers.chain([0.0]), 1.0 / factor, 4.0, width - 4.0);
    let shown = Scale { low: x.low * factor, high: x.high * factor, ..x };
    let (marks, decimals) = ticks(&shown, 6);
    for mark in marks {
        let at = shown.at(mark);
        canvas.line((at, 4.0), (at, bottom + 4.0), "stroke=\"var(--rule)\"");
        canvas.text((at, bottom + 14.0), &decimal(mark, decimals), Ink::FAINT.at(Anchor::Middle));
    }
    canvas.text((width / 2.0, bottom + 30.0), axis, Ink::FAINT.at(Anchor::Middle));
    canvas.line((x.at(0.0), 4.0), (x.at(0.0), bottom), "stroke=\"var(--m0)\" stroke-width=\"1.5\"");
    for (place, row) in rows.iter().enumerate() {
        draw_row(&mut canvas, row, &x, ROW * place as f64 + 4.0);
    }
    canvas.finish()
}

fn draw_row(canvas: &mut Canvas, row: &Spread, x: &Scale, top: f64) {
    let (mark, text) = (palette::mark(row.place), palette::text(row.place));
    let width = canvas.width;
    canvas.group(&format!("s{}", row.place), &format!("{}: {}", row.name, row.words), |canvas| {
        let counts = counts(&row.numbers, x);
        let most = counts.iter().copied().max().unwrap_or(0).max(1);
        let (base, each) = (top + ROW - 2.0, (x.end - x.start) / BINS as f64);
        let mut path = String::new();
        for (bin, &count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            let height = (ROW - 28.0) * count as f64 / most as f64;
            let [left, base, up, wide] = [x.start + each * bin as f64 + 0.5, base, -height, each - 1.0].map(short);
            path.push_str(&format!("M{left} {base}v{up}h{wide}V{base}Z"));
        }
        canvas.line((x.start, base), (x.end, base), "stroke=\"var(--rule)\"");
        canvas.path(&path, &format!("fill=\"{mark}\" fill-opacity=\".8\""));
        let name = shortened(&row.name, TEXT, 0.4 * width);
        canvas.text((x.start, top + 9.0), &name, Ink { colour: &text, ..Ink::PLAIN }.bold().rimmed());
        let words = shortened(&row.words, SMALL, 0.56 * width);
        canvas.text((x.end, top + 9.0), &words, Ink::FAINT.at(Anchor::End).rimmed());
    });
}

fn counts(numbers: &[f64], x: &Scale) -> Vec<usize> {
    let mut counts = vec![0; BINS];
    for number in numbers {
        let share = (number - x.low) / (x.high - x.low);
        counts[((share * BINS as f64) as usize).min(BINS - 1)] += 1;
    }
    counts
}
