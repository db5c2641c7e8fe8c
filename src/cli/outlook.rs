//! How differences to the baseline go over time: the dip, when it is made good, and the end.

use dottedline::engine::{Presentation, Scale};
use dottedline::numbers::of_money;
use dottedline::stats::TimePoint;
use dottedline::study::{CourseRow, Findings, SO_FAR, presentation};

use super::format::{decimal, horizon, signed, wrapped};
use super::table::{Sheet, WIDTH};
use super::terminal::Terminal;

/// Dip, crossover and end of retention and of net value so far; nothing below two structures or trials.
pub(super) fn outlook(findings: &Findings, terminal: &Terminal) -> String {
    let rows: Vec<CourseRow<'_>> = findings.courses().collect();
    let mut text = String::new();
    for metric in ["retention", SO_FAR] {
        let rows: Vec<&CourseRow<'_>> = rows.iter().filter(|row| row.metric == metric).collect();
        let Some((first, shown)) = rows.first().zip(presentation(metric)) else { return text };
        let scale = ShownFigure::new(&shown, &rows, &findings.frame().currency);
        let heading = format!("{}{}, against {} over time [95 % intervals]", shown.label, scale.unit, first.other);
        let end = format!("after {}", horizon(findings.frame().weeks));
        text += &format!("\n{}\n\n{}", terminal.heading(&heading), table(&rows, &scale, &end));
    }
    let note = "Level again: the week from which the dip is made good; for net value so far that is break-even. A dip is shown \
                if in some week the interval, which is for that week by itself, lies below 0.";
    text + &wrapped(note, WIDTH)
}

fn table(rows: &[&CourseRow<'_>], scale: &ShownFigure, end: &str) -> String {
    let mut sheet = Sheet::of_text(&["structure", "lowest", "in week", "level again", end]);
    for row in rows {
        let dip = row.course.dip.filter(|_| row.course.is_clear_dip);
        let none = || "-".to_owned();
        let (lowest, week) = dip.map_or((none(), none()), |dip| (scale.write(&dip), dip.week.to_string()));
        sheet.row(&[row.structure.to_owned(), lowest, week, again(row), scale.write(&row.course.end)]);
    }
    sheet.text()
}

/// How a figure is shown.
struct ShownFigure {
    factor: f64,
    unit: String,
    decimals: usize,
}

impl ShownFigure {
    fn new(shown: &Presentation, rows: &[&CourseRow<'_>], currency: &str) -> ShownFigure {
        let ends = rows.iter().flat_map(|row| [row.course.dip.map_or(0.0, |dip| dip.mean), row.course.end.mean]);
        let largest = ends.fold(0.0, |most: f64, mean| most.max(mean.abs()));
        let (factor, unit, decimals) = match shown.scale {
            Scale::Money if largest < 1e6 => with_decimals(of_money(largest), shown.decimals),
            Scale::Money => with_decimals(of_money(largest), 2),
            scale => (scale.factor(), scale.unit_of_difference(), shown.decimals),
        };
        let currency = if shown.scale == Scale::Money { currency } else { "" };
        let unit = format!("{unit} {currency}").trim().to_owned();
        let unit = if unit.is_empty() { String::new() } else { format!(", {unit}") };
        ShownFigure { factor, unit, decimals }
    }

    fn write(&self, moment: &TimePoint) -> String {
        let [low, high] =
            [moment.interval.low, moment.interval.high].map(|end| decimal(self.factor * end, self.decimals));
        format!("{} [{low}, {high}]", signed(self.factor * moment.mean, self.decimals))
    }
}

const fn with_decimals((factor, unit): (f64, &str), decimals: usize) -> (f64, &str, usize) {
    (factor, unit, decimals)
}

/// The week from which the dip is made good, with the weeks that the trials do not rule out.
fn again(row: &CourseRow<'_>) -> String {
    let course = &row.course;
    if !course.is_clear_dip {
        return "-".to_owned();
    }
    let week = course.crossover.map_or("not yet".to_owned(), |week| format!("week {week}"));
    match (course.crossover_low, course.crossover_high) {
        (None, _) => week,
        (Some(low), Some(high)) => format!("{week} [{low}, {high}]"),
        (Some(low), None) => format!("{week} [{low}, open]"),
    }
}
