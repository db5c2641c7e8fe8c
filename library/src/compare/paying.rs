//! When it pays: from which week on a structure has earned more than the baseline.

use super::listed;
use crate::numbers::{count, horizon};
use crate::study::{CourseRow, Findings, SO_FAR};

/// Structures that are named, at most, of those with the same answer.
const NAMED: usize = 6;

/// From when on each structure has earned more than the baseline, by net value so far.
#[must_use]
pub fn pays(findings: &Findings) -> String {
    let rows: Vec<CourseRow<'_>> = findings.courses().filter(|row| row.metric == SO_FAR).collect();
    let Some(first) = rows.first() else { return String::new() };
    let over = horizon(findings.frame().weeks);
    let mut said: Vec<(String, Vec<&str>)> = Vec::new();
    for row in &rows {
        let when = pays_from(row, &over);
        match said.iter_mut().find(|(known, _)| *known == when) {
            Some((_, names)) => names.push(row.structure),
            None => said.push((when, vec![row.structure])),
        }
    }
    let group = |(when, names): &(String, Vec<&str>)| match names.len().checked_sub(NAMED) {
        None | Some(0) => format!("{} {when}", listed(names, "and")),
        Some(more) => {
            format!("{} {when}", listed(&[&names[..NAMED], &[&count(more, "other one", "other ones")]].concat(), "and"))
        }
    };
    let said = said.iter().map(group).collect::<Vec<_>>().join("; ");
    format!("When it pays, by what came in less what went out so far (net value), against {}: {said}.", first.other)
}

/// When a structure pays: "from week 206 on (163 to 214)".
fn pays_from(row: &CourseRow<'_>, over: &str) -> String {
    let (course, end) = (&row.course, row.course.end.interval);
    match (course.is_clear_dip, course.crossover) {
        (false, _) if end.low > 0.0 => "from the start".to_owned(),
        (false, _) if end.high < 0.0 => format!("not within {over}"),
        (false, _) => "not decided".to_owned(),
        (true, None) => format!("not within {over}"),
        (true, Some(week)) if end.low > 0.0 => {
            let between = match (course.crossover_low, course.crossover_high) {
                (Some(low), Some(high)) => format!(" ({low} to {high})"),
                _ => String::new(),
            };
            format!("from week {week} on{between}")
        }
        (true, Some(week)) => format!("perhaps from week {week} on"),
    }
}
