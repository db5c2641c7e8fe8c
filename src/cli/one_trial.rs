//! `run --only-trial`: one trial by itself, to see how it failed.

use dottedline::application::only_trial;
use dottedline::scenario::Scenario;
use dottedline::study::{Findings, figures};

use super::failure::Failure;
use super::terminal::Terminal;

/// Runs one trial and prints its figures as CSV; a trial that fails says how.
pub(super) fn run(scenario: &Scenario, trial: u32, fail: &[u32], terminal: &Terminal) -> Result<(), Failure> {
    let (one, seed) = (only_trial(scenario, trial, fail)?, scenario.study.seed);
    if let Some(how) = one.fails {
        let text = format!("trial {trial} with seed {seed} fails: {how}; please report it with the scenario");
        return Err(Failure::Fault(text));
    }
    terminal.data(&table(seed, trial, &one.findings))
}

fn table(seed: u64, trial: u32, findings: &Findings) -> String {
    let names: Vec<&str> = figures().map(|figure| figure.name).collect();
    let mut text = format!("trial,seed,structure,{}\n", names.join(","));
    for (structure, id) in findings.structures().iter().enumerate() {
        let number = |figure| findings.column(structure, figure).next().flatten();
        let cells = (0..names.len()).map(|figure| number(figure).map_or_else(String::new, |number| number.to_string()));
        text += &format!("{trial},{seed},{id},{}\n", cells.collect::<Vec<_>>().join(","));
    }
    text
}
