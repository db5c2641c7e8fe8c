//! What a run says on stdout: the answer, each structure, verdicts, and what the choice costs and risks.

use dottedline::compare::{Judgement, Together, answer};
use dottedline::experiment::Findings;
use dottedline::model::Study;

use super::dry_run::size;
use super::format::{count, decimal, listed, wrapped};
use super::grid::{Cell, Grid};
use super::judgements::{judgements, metrics_together};
use super::outlook::outlook;
use super::surveys::surveys;
use super::table::WIDTH;
use super::terminal::Terminal;

/// The comparison of a study's structures, as text for 80 columns.
pub(super) fn comparison(study: &Study, findings: &Findings, terminal: &Terminal) -> String {
    let judged = Judgement::of_findings(findings);
    let mut text = format!("{}\n", terminal.heading(&study.title));
    if !study.question.is_empty() {
        text += &wrapped(&study.question, WIDTH);
    }
    text += &format!("{}\n\n", size(study, findings.trials()));
    text += &wrapped(&answer(&judged), WIDTH);
    text += &format!("\n{}{}", levels(findings, terminal), surveys(findings, terminal));
    if findings.structures().len() > 1 && findings.trials() > 1 {
        text += &judgements(&judged, terminal);
        text += &metrics_together(&Together::of_findings(findings, &judged));
        text += &outlook(findings, terminal);
    }
    text
}

/// Each structure by itself.
fn levels(findings: &Findings, terminal: &Terminal) -> String {
    let grid = Grid::new(findings.structures(), |structure, metric| {
        let estimate = findings.summary_of(structure, metric)?.estimate;
        let ran = u64::from(findings.trials_of(structure));
        Some(Cell { trials: estimate.n, ran, mean: estimate.mean, interval: estimate.interval })
    });
    let heading = terminal.heading("Each structure: mean over trials [95 % interval]");
    format!("{heading}\n\n{}{}", grid.text(decimal, false), grid.gaps() + &ruled_out(findings))
}

/// Whose means are of the first trials only, because they were ruled out.
fn ruled_out(findings: &Findings) -> String {
    let mut text = String::new();
    let mut counts: Vec<u32> = findings.ruled_out().map(|structure| findings.trials_of(structure)).collect();
    counts.sort_unstable();
    counts.dedup();
    for trials in counts {
        let out = findings.ruled_out().filter(|&structure| findings.trials_of(structure) == trials);
        let names: Vec<&str> = out.map(|structure| findings.structures()[structure].as_str()).collect();
        let was = if names.len() == 1 { "was" } else { "were" };
        let first = count(trials as usize, "trial", "trials");
        text += &wrapped(&format!("{} {was} ruled out after {first}; means are of these.", listed(&names)), WIDTH);
    }
    text
}
