//! `run`: a scenario in, a comparison on stdout and a results folder out.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use dottedline::engine::Outcome;
use dottedline::experiment::{self, Finished, Observer, RunError, RunOptions};
use dottedline::model::Study;
use dottedline::output::{OutputError, ResultsFolder, RunRecord, Written};
use dottedline::scenario::Scenario;

use super::arguments::RunArguments;
use super::check::read;
use super::comparison::comparison;
use super::failure::Failure;
use super::format::count;
use super::interrupt;
use super::plan::plan;
use super::progress::Progress;
use super::select::keep_structures;
use super::terminal::Terminal;

/// Runs a scenario, or says what would run.
pub(super) fn run(arguments: &RunArguments, terminal: &Terminal) -> Result<(), Failure> {
    let mut scenario = read(&arguments.file, &settings(arguments), terminal)?;
    if let Some(note) = keep_structures(&mut scenario.study, &arguments.structures)? {
        terminal.warn(&note);
    }
    let folder = arguments.out.clone().unwrap_or_else(|| PathBuf::from("results").join(&scenario.name));
    if arguments.dry_run {
        let threads = arguments.threads.unwrap_or_else(cores);
        return terminal.data(&plan(&scenario.study, threads, &folder));
    }
    let command = command(&scenario.study, !arguments.structures.is_empty());
    let record =
        RunRecord { study: &scenario.study, name: &scenario.name, scenario: &scenario.as_run, command: &command };
    let results = ResultsFolder::create(&folder, arguments.force, record).map_err(cannot_write)?;
    simulate(&scenario, results, arguments.threads, terminal)
}

/// What the flags change in the scenario: said as settings, so that the scenario as run contains them.
fn settings(arguments: &RunArguments) -> Vec<String> {
    let mut sets = arguments.sets.clone();
    sets.extend(arguments.trials.map(|trials| format!("study.trials={trials}")));
    sets.extend(arguments.seed.map(|seed| format!("study.seed={seed}")));
    sets
}

/// The command that repeats a run from its results folder. Threads and places change no result and are left out.
fn command(study: &Study, chosen: bool) -> String {
    let mut command = "dottedline run scenario.toml".to_owned();
    if chosen {
        let baseline = study.structures[study.baseline].id.as_str();
        let others = study.structures.iter().map(|structure| structure.id.as_str()).filter(|id| *id != baseline);
        command += " --structures ";
        command += &std::iter::once(baseline).chain(others).collect::<Vec<_>>().join(",");
    }
    command
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

fn simulate(
    scenario: &Scenario,
    folder: ResultsFolder<'_>,
    threads: Option<usize>,
    terminal: &Terminal,
) -> Result<(), Failure> {
    let study = &scenario.study;
    let progress = Progress::new(study.trials, *terminal);
    let mut recorder = Recorder { folder, progress, interrupted: interrupt::watch() };
    let options = RunOptions { threads, ..RunOptions::default() };
    let run = experiment::run(study, &options, &mut recorder);
    let took = recorder.progress.end();
    let finished = run.map_err(why)?;
    let written = recorder.folder.finish(&finished.findings).map_err(cannot_write)?;
    if finished.trials_finished > 0 {
        terminal.data(&report(study, &finished, &written, terminal))?;
    }
    end(&finished, &written)?;
    terminal.note(&format!("Took {took}."));
    Ok(())
}

fn report(study: &Study, finished: &Finished, written: &Written, terminal: &Terminal) -> String {
    let comparison = comparison(study, &finished.findings, terminal);
    let why = "why.csv says where differences come from, datapackage.json what columns mean.";
    format!("{comparison}\nResults: {}\n{why}\n", written.path.display())
}

/// An interrupted run is a failure of its own, though its finished trials are written.
fn end(finished: &Finished, written: &Written) -> Result<(), Failure> {
    if !finished.interrupted() {
        return Ok(());
    }
    let trials = count(finished.trials_finished as usize, "finished trial", "finished trials");
    Err(Failure::Interrupted(format!(
        "Interrupted: {trials} of {} written to {}.",
        finished.trials_asked,
        written.path.display()
    )))
}

fn cannot_write(error: OutputError) -> Failure {
    Failure::CannotWrite(error.to_string())
}

fn why(error: RunError<OutputError>) -> Failure {
    match error {
        RunError::Observer(error) => cannot_write(error),
        threads @ RunError::Threads(_) => Failure::Failed(threads.to_string()),
    }
}

/// Takes up trials: into the results folder, onto the progress bar, until Ctrl-C.
struct Recorder<'a> {
    folder: ResultsFolder<'a>,
    progress: Progress,
    interrupted: Arc<AtomicBool>,
}

impl Observer for Recorder<'_> {
    type Error = OutputError;

    fn trial(&mut self, trial: u32, outcomes: &[Outcome]) -> Result<(), OutputError> {
        self.folder.trial(trial, outcomes)
    }

    fn advanced(&self) {
        self.progress.advance();
    }

    fn interrupted(&self) -> bool {
        self.interrupted.load(Ordering::SeqCst)
    }
}
