//! How differences to the baseline go over time: the dip, when it is made good, and the end.

use dottedline::experiment::{CourseRow, Findings, SO_FAR};
use dottedline::stats::Moment;

use super::format::{decimal, signed, wrapped};
use super::table::{Sheet, WIDTH};
use super::terminal::Terminal;

/// Dip, crossover and end of retention and of net value so far; nothing below two structures or trials.
pub(super) fn outlook(findings: &Findings, terminal: &Terminal) -> String {
    let rows: Vec<CourseRow<'_>> = findings.courses().collect();
    let Some(first) = rows.first() else { return String::new() };
    let heading = format!("How differences to {} go [95 % intervals, each by itself]", first.other);
    let mut sheet = Sheet::of_text(&["structure", "lowest", "in week", "level again", "at the end"]);
    for (metric, shown) in [("retention", "retention"), (SO_FAR, "net value so far")] {
        let rows: Vec<&CourseRow<'_>> = rows.iter().filter(|row| row.metric == metric).collect();
        let scale = Scale::new(metric, &rows);
        sheet.row(&[format!("{shown}{}", scale.unit), String::new(), String::new(), String::new(), String::new()]);
        for row in rows {
            let dip = row.course.dip.filter(|_| row.course.is_clear_dip);
            let (lowest, week) =
                dip.map_or(("-".to_owned(), "-".to_owned()), |dip| (scale.write(&dip), dip.week.to_string()));
            sheet.row(&[format!("  {}", row.structure), lowest, week, again(row), scale.write(&row.course.end)]);
        }
    }
    let note = "Level again: the week from which the dip is made good. For net value so far that is break-even. No dip is \
                shown that may be luck.";
    format!("\n{}\n\n{}{}", terminal.heading(&heading), sheet.text(), wrapped(note, WIDTH))
}

/// How a figure is shown.
struct Scale {
    factor: f64,
    unit: &'static str,
    decimals: usize,
}

impl Scale {
    fn new(metric: &str, rows: &[&CourseRow<'_>]) -> Scale {
        let ends = rows.iter().flat_map(|row| [row.course.dip.map_or(0.0, |dip| dip.mean), row.course.end.mean]);
        let (factor, unit, decimals) = match ends.fold(0.0, |most: f64, mean| most.max(mean.abs())) {
            _ if metric != SO_FAR => (100.0, ", points", 1),
            most if most >= 1e9 => (1e-9, ", billion", 2),
            most if most >= 1e6 => (1e-6, ", million", 2),
            most if most >= 1e4 => (1e-3, ", thousand", 0),
            _ => (1.0, "", 0),
        };
        Scale { factor, unit, decimals }
    }

    fn write(&self, moment: &Moment) -> String {
        let [low, high] =
            [moment.interval.low, moment.interval.high].map(|end| decimal(self.factor * end, self.decimals));
        format!("{} [{low}, {high}]", signed(self.factor * moment.mean, self.decimals))
    }
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
