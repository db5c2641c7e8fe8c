//! A run in some twenty lines: the answer, each structure, what turns it, and when it pays. All tables are behind `--details`.

use dottedline::compare::{Judgement, headline};
use dottedline::study::{CourseRow, Findings, SO_FAR};

use super::format::{count, decimal, horizon, listed, wrapped};
use super::grid::{Grid, GridColumn};
use super::table::WIDTH;

/// Structures that are named for when they pay, at most, of those with the same answer.
const NAMED: usize = 6;

/// The answer by the figure that decides, each structure in a row, what turns the answer, and when it pays.
pub(super) fn in_short(findings: &Findings, judged: &[Judgement], segments: &str, flips: &str) -> String {
    let mut text = String::new();
    if let Some(primary) = judged.first() {
        let compared = findings.trials() > 1 && findings.structures().len() > 1;
        let under = if compared { " All of it under the assumptions of this scenario." } else { "" };
        text += &wrapped(&format!("{}{under}", headline(primary)), WIDTH);
    }
    if !segments.is_empty() && findings.trials() > 1 {
        text += &wrapped(segments, WIDTH);
    }
    text += &format!("\n{}", structures(findings));
    for told in [flips, &pays(findings)] {
        if !told.is_empty() {
            text += &format!("\n{}", wrapped(told, WIDTH));
        }
    }
    text
}

/// Yearly retention, NPS and total value: a row per structure.
fn structures(findings: &Findings) -> String {
    let frame = findings.frame();
    let columns = vec![
        GridColumn::new("retention_annualised", frame),
        GridColumn::new("nps_true", frame).called(format!("NPS after {}", horizon(frame.weeks))),
        GridColumn::new("total_value", frame),
    ];
    let grid = Grid::of_findings(findings, columns);
    let first = findings.weekly_means(findings.baseline(), "nps_true").into_iter().flatten().next();
    let today = first.map_or_else(String::new, |nps| {
        let baseline = &findings.structures()[findings.baseline()];
        format!("; NPS in the first week, under {baseline}: {}", decimal(nps, 1))
    });
    grid.text(decimal, false) + &wrapped(&format!("Means over trials [95 % intervals]{today}."), WIDTH) + &grid.gaps()
}

/// From when on each structure has earned more than the baseline, by net value so far.
fn pays(findings: &Findings) -> String {
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
        None | Some(0) => format!("{} {when}", listed(names)),
        Some(more) => {
            format!("{} {when}", listed(&[&names[..NAMED], &[&count(more, "other one", "other ones")]].concat()))
        }
    };
    let said = said.iter().map(group).collect::<Vec<_>>().join("; ");
    format!("When it pays, by net value so far against {}: {said}.", first.other)
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
