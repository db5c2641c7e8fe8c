//! What a run says on stdout: each structure, each against the baseline, and one sentence.

use dottedline::experiment::{Findings, sentence};
use dottedline::model::Study;

use super::format::{decimal, signed, wrapped};
use super::grid::{Cell, Grid};
use super::plan::size;
use super::table::WIDTH;
use super::terminal::Terminal;

/// The comparison of a study's structures, as text for 80 columns.
pub(super) fn comparison(study: &Study, findings: &Findings, terminal: &Terminal) -> String {
    let mut text = format!("{}\n", terminal.heading(&study.title));
    if !study.question.is_empty() {
        text += &wrapped(&study.question, WIDTH);
    }
    text += &format!("{}\n\n", size(study, findings.trials()));
    text += &levels(findings, terminal);
    if findings.structures().len() > 1 {
        text += &differences(findings, terminal);
    }
    text + "\n" + &wrapped(&sentence(findings), WIDTH)
}

/// Each structure by itself.
fn levels(findings: &Findings, terminal: &Terminal) -> String {
    let grid = Grid::new(findings.structures(), |structure, metric| {
        let estimate = findings.summary_of(structure, metric)?.estimate;
        Some(Cell { trials: estimate.n, mean: estimate.mean, interval: estimate.interval })
    });
    let heading = terminal.heading("Each structure: mean over trials [95 % interval]");
    format!("{heading}\n\n{}{}", grid.text(decimal, false), grid.gaps(findings.trials()))
}

/// Each structure against the baseline.
fn differences(findings: &Findings, terminal: &Terminal) -> String {
    let grid = Grid::new(findings.structures(), |structure, metric| {
        let row = findings.comparison_of(structure, metric)?;
        Some(Cell { trials: row.n, mean: row.difference, interval: row.interval })
    });
    let baseline = &findings.structures()[findings.baseline()];
    let heading = format!("Against {baseline}, trial by trial: mean difference [95 % interval]");
    let note = if grid.has_unclear() { "~ the interval includes 0: no clear difference\n" } else { "" };
    format!("\n{}\n\n{}{note}", terminal.heading(&heading), grid.text(signed, true))
}
