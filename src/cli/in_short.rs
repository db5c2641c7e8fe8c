//! A run in some twenty lines: the answer, each structure, what turns it, and when it pays. All tables are behind `--details`.

use dottedline::compare::{Judgement, headline, pays};
use dottedline::study::Findings;

use super::format::{decimal, horizon, wrapped};
use super::grid::{Grid, GridColumn};
use super::table::WIDTH;

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

/// Yearly retention, NPS from today on and total value: a row per structure.
fn structures(findings: &Findings) -> String {
    let frame = findings.frame();
    let today = findings.weekly_means(findings.baseline(), "nps_true").into_iter().flatten().next();
    let from = today.map_or_else(String::new, |nps| format!(", {} today,", decimal(nps, 1)));
    let columns = vec![
        GridColumn::new("retention_annualised", frame),
        GridColumn::new("nps_true", frame).called(format!("NPS{from} after {}", horizon(frame.weeks))),
        GridColumn::new("total_value", frame),
    ];
    let grid = Grid::of_findings(findings, columns);
    let baseline = &findings.structures()[findings.baseline()];
    let today = today.map_or_else(String::new, |_| format!("; NPS today: first survey, {baseline}"));
    grid.text(decimal, false) + &wrapped(&format!("Means over trials [95 % intervals]{today}."), WIDTH) + &grid.gaps()
}
