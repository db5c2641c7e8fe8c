//! `run --only-trial`: one trial by itself, to see how it failed; and trials made to fail, to try out that others survive.

use dottedline::engine::{Outcome, Plan};
use dottedline::experiment::{Findings, Finished, Observer, RunError, RunOptions, figures, go_on, go_on_in_worlds};
use dottedline::model::Structure;
use dottedline::scenario::Scenario;

use super::failure::Failure;
use super::terminal::Terminal;

/// Runs one trial and prints its figures as CSV; a trial that fails says how.
pub(super) fn run(scenario: &Scenario, trial: u32, fail: &[u32], terminal: &Terminal) -> Result<(), Failure> {
    let mut alone = scenario.clone();
    alone.study.trials = trial.saturating_add(1);
    let options = RunOptions { threads: Some(1), ..RunOptions::default() };
    let mut watcher = Watcher(None);
    let kept = Findings::starting_at(&alone.study, trial);
    let run = if fail.is_empty() {
        go_on_in_worlds(&alone.study, &options, &mut watcher, |number| alone.world(number), kept)
    } else {
        go_on_failing(&alone, &options, &mut watcher, fail, kept)
    };
    let finished = run.map_err(|error| Failure::Later(error.to_string()))?;
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

/// As a run, but these trials fail: the way to try out what becomes of the others.
#[expect(clippy::panic, reason = "failing is what is asked for")]
pub(super) fn go_on_failing<O: Observer + ?Sized>(
    scenario: &Scenario,
    options: &RunOptions,
    observer: &mut O,
    fail: &[u32],
    kept: Findings,
) -> Result<Finished, RunError<O::Error>> {
    let study = &scenario.study;
    let compute = |trial: u32, running: &[usize]| {
        if fail.contains(&trial) {
            panic!("made to fail");
        }
        let world = study.uncertainty.as_ref().map(|uncertainty| scenario.world(uncertainty.world_of(trial)));
        let world = world.as_ref().unwrap_or(study);
        let chosen: Vec<_> =
            running.iter().filter_map(|&place| world.structures.get(place).map(Structure::regimes)).collect();
        Plan::new(&world.world).run_trial(&chosen, study.seed, trial)
    };
    go_on(study, options, observer, compute, kept)
}
