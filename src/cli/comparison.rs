//! What a run says on stdout: the answer, each structure, verdicts, and what the choice costs and risks.

use dottedline::compare::{Judgement, answer};
use dottedline::experiment::Findings;
use dottedline::model::Study;

use super::format::{decimal, wrapped};
use super::grid::{Cell, Grid};
use super::harmless::harmless;
use super::judgements::judgements;
use super::plan::size;
use super::table::WIDTH;
use super::terminal::Terminal;

/// The comparison of a study's structures, as text for 80 columns.
pub(super) fn comparison(study: &Study, findings: &Findings, terminal: &Terminal) -> String {
    let judged = Judgement::of_findings(findings);
    let mut text = format!("{}\n", terminal.heading(&harmless(&study.title)));
    if !study.question.is_empty() {
        text += &wrapped(&harmless(&study.question), WIDTH);
    }
    text += &format!("{}\n\n", size(study, findings.trials()));
    text += &wrapped(&answer(&judged), WIDTH);
    text += &format!("\n{}", levels(findings, terminal));
    if findings.structures().len() > 1 && findings.trials() > 1 {
        text += &judgements(&judged, terminal);
    }
    text
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
