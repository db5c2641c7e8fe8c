//! `run --only-trial`: one trial by itself, to see how it failed.

use dottedline::engine::Outcome;
use dottedline::experiment::{self, Findings, Observer, RunOptions, figures};
use dottedline::scenario::Scenario;

use super::failure::Failure;
use super::terminal::Terminal;

/// Runs one trial and prints its figures as CSV; a trial that fails says how.
pub(super) fn run(scenario: &Scenario, trial: u32, fail: &[u32], terminal: &Terminal) -> Result<(), Failure> {
    let mut alone = scenario.clone();
    alone.study.trials = trial.saturating_add(1);
    let after = Some(Findings::starting_at(&alone.study, trial));
    let options = RunOptions { threads: Some(1), after, fail: fail.to_vec(), ..RunOptions::default() };
    let mut watcher = Watcher(None);
    let finished =
        experiment::run(&alone.study, options, &mut watcher).map_err(|error| Failure::Later(error.to_string()))?;
    if let Some(how) = watcher.0 {
        let text =
            format!("trial {trial} with seed {} fails: {how}; please report it with the scenario", alone.study.seed);
        return Err(Failure::Fault(text));
    }
    terminal.data(&table(&alone, trial, &finished.findings))
}

fn table(scenario: &Scenario, trial: u32, findings: &Findings) -> String {
    let names: Vec<&str> = figures().map(|figure| figure.name).collect();
    let mut text = format!("trial,seed,structure,{}\n", names.join(","));
    for (structure, id) in findings.structures().iter().enumerate() {
        let number = |figure| findings.column(structure, figure).next().flatten();
        let cells = (0..names.len()).map(|figure| number(figure).map_or_else(String::new, |number| number.to_string()));
        text += &format!("{trial},{},{id},{}\n", scenario.study.seed, cells.collect::<Vec<_>>().join(","));
    }
    text
}

/// How the trial failed, if it did.
struct Watcher(Option<String>);

impl Observer for Watcher {
    type Error = std::convert::Infallible;

    fn trial(&mut self, _trial: u32, _outcomes: &[Option<Outcome>]) -> Result<(), Self::Error> {
        Ok(())
    }

    fn failed(&mut self, _trial: u32, how: &str) -> Result<(), Self::Error> {
        self.0 = Some(how.to_owned());
        Ok(())
    }
}
