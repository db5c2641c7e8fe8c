//! Shares of a cohort that are left after each year: points that were observed, and lines that a model makes of them.

use super::super::svg::{
    Anchor, Canvas, Drawing, Ink, LINED, SMALL, Scale, TEXT, curve, shortened, value_axis, width_of,
};

/// A cohort.
#[derive(Clone, Debug)]
pub(in crate::report) struct Cohort {
    pub(in crate::report) name: String,
    /// Shares left after 1, 2, 3, ... years.
    pub(in crate::report) observed: Vec<f64>,
    pub(in crate::report) before: Vec<f64>,
    pub(in crate::report) fitted: Vec<f64>,
}

const HEIGHT: f64 = 250.0;
const GAP: f64 = 28.0;
/// A panel is at least so wide.
const LEAST: f64 = 300.0;
const HEAD: f64 = 26.0;

/// The cohorts side by side where they fit, on one scale of shares.
pub(in crate::report) fn cohorts(cohorts: &[Cohort], width: f64) -> Drawing {
    let columns = ((width + GAP) / (LEAST + GAP)).floor().clamp(1.0, cohorts.len().max(1) as f64) as usize;
    let each = (width - GAP * (columns - 1) as f64) / columns as f64;
    let lines = cohorts.len().div_ceil(columns);
    let mut canvas = Canvas::new(width, HEAD + lines as f64 * (HEIGHT + GAP) - GAP);
    key(&mut canvas);
    let least = cohorts.iter().flat_map(|one| [&one.observed, &one.before, &one.fitted]).flatten();
    let least = least.copied().filter(|share| share.is_finite()).fold(1.0, f64::min);
    let low = (10.0 * (least - 0.03)).floor().max(0.0) / 10.0;
    for (place, cohort) in cohorts.iter().enumerate() {
        let (column, line) = (place % columns, place / columns);
        let left = column as f64 * (each + GAP);
        draw(&mut canvas, cohort, low, (left, left + each, HEAD + line as f64 * (HEIGHT + GAP)));
    }
    canvas.finish()
}

fn draw(canvas: &mut Canvas, cohort: &Cohort, low: f64, (left, right, top): (f64, f64, f64)) {
    let years = cohort.observed.len().max(1);
    let y = Scale { low, high: 1.0, start: top + HEIGHT - 36.0, end: top + 34.0 };
    let x = Scale { low: 0.0, high: years as f64, start: left + 36.0, end: right - 8.0 };
    let name = shortened(&cohort.name, TEXT, right - left);
    canvas.text((left, top + 10.0), &name, Ink::PLAIN.bold());
    value_axis(canvas, &y, x.start, x.end, 100.0);
    let every = years.div_ceil(((x.end - x.start) / 28.0).max(1.0) as usize).max(1);
    for year in (0..=years).step_by(every) {
        let at = x.at(year as f64);
        canvas.text((at, y.start + 14.0), &year.to_string(), Ink::FAINT.at(Anchor::Middle));
    }
    let axis = "years since customers joined; % of them left";
    canvas.text(((x.start + x.end) / 2.0, y.start + 30.0), axis, Ink::FAINT.at(Anchor::Middle));
    let whole = |shares: &[f64]| -> Vec<(f64, f64)> {
        let all = std::iter::once(1.0).chain(shares.iter().copied()).enumerate();
        all.map(|(year, share)| (x.at(year as f64), y.at(share))).collect()
    };
    for (shares, look) in [(&cohort.before, BEFORE), (&cohort.fitted, FITTED)] {
        canvas.path(&curve(&whole(shares)), &format!("{look}{LINED}"));
    }
    for (year, &share) in (1_u32..).zip(&cohort.observed) {
        canvas.circle((x.at(f64::from(year)), y.at(share)), 4.5, OBSERVED);
    }
}

const BEFORE: &str = "stroke=\"var(--m0)\" stroke-dasharray=\"5 4\"";
const FITTED: &str = "stroke=\"var(--m1)\"";
const OBSERVED: &str = "fill=\"var(--ink)\" stroke=\"var(--page)\"";

fn key(canvas: &mut Canvas) {
    let mut at = 6.0;
    for (text, look) in [("observed", OBSERVED), ("before", BEFORE), ("fitted", FITTED)] {
        if look == OBSERVED {
            canvas.circle((at + 10.0, 10.0), 4.5, look);
        } else {
            canvas.line((at, 10.0), (at + 20.0, 10.0), &format!("{look} stroke-width=\"2\""));
        }
        canvas.text((at + 26.0, 10.0), text, Ink::FAINT);
        at += 46.0 + width_of(text, SMALL);
    }
}
