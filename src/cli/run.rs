//! `run`: a scenario in, a comparison on stdout and a results folder out.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use dottedline::compare::confidence;
use dottedline::engine::Outcome;
use dottedline::experiment::{self, Findings, Finished, Leading, Live, Observer, RunError, RunOptions, Stopping};
use dottedline::model::Study;
use dottedline::output::{OutputError, ResultsFolder, RunRecord, Written};
use dottedline::scenario::Scenario;

use super::arguments::{RunArguments, UNTIL_TRIALS};
use super::check::read;
use super::comparison::comparison;
use super::failure::Failure;
use super::format::{count, decimal, grouped, listed, significant, wrapped};
use super::interrupt;
use super::plan::plan;
use super::progress::Progress;
use super::select::keep_structures;
use super::table::WIDTH;
use super::terminal::Terminal;

/// Runs a scenario, or says what would run.
pub(super) fn run(arguments: &RunArguments, terminal: &Terminal) -> Result<(), Failure> {
    let mut scenario = read(&arguments.file, &settings(arguments), terminal)?;
    if let Some(note) = keep_structures(&mut scenario.study, &arguments.structures)? {
        terminal.warn(&note);
    }
    check_until(&scenario.study, arguments.until)?;
    let folder = arguments.out.clone().unwrap_or_else(|| PathBuf::from("results").join(&scenario.name));
    if arguments.dry_run {
        let threads = arguments.threads.unwrap_or_else(cores);
        return terminal.data(&plan(&scenario.study, threads, &folder));
    }
    let command = command(&scenario.study, !arguments.structures.is_empty(), arguments.until);
    let record =
        RunRecord { study: &scenario.study, name: &scenario.name, scenario: &scenario.as_run, command: &command };
    let results = ResultsFolder::create(&folder, arguments.force, record).map_err(cannot_write)?;
    let options = RunOptions {
        threads: arguments.threads,
        stopping: arguments.until.unwrap_or_default(),
        ..RunOptions::default()
    };
    simulate(&scenario, results, &options, terminal)
}

/// What the flags change in the scenario: said as settings, so that the scenario as run contains them.
fn settings(arguments: &RunArguments) -> Vec<String> {
    let mut sets = arguments.sets.clone();
    let most = arguments.until.map(|_| arguments.max_trials.unwrap_or(UNTIL_TRIALS));
    sets.extend(arguments.trials.or(most).map(|trials| format!("study.trials={trials}")));
    sets.extend(arguments.seed.map(|seed| format!("study.seed={seed}")));
    sets
}

/// Stopping early is a matter of differences, so there have to be some.
fn check_until(study: &Study, until: Option<Stopping>) -> Result<(), Failure> {
    if until.is_some() && study.structures.len() < 2 {
        let text = "--until compares structures, and here is only one; use --trials";
        return Err(Failure::Usage(text.to_owned()));
    }
    Ok(())
}

/// The command that repeats a run from its results folder. Threads and places change no result and are left out.
fn command(study: &Study, chosen: bool, until: Option<Stopping>) -> String {
    let mut command = "dottedline run scenario.toml".to_owned();
    match until {
        Some(Stopping::Decided) => command += &format!(" --until decided --max-trials {}", study.trials),
        Some(Stopping::Precision(half_width)) => {
            command += &format!(" --until precision={half_width} --max-trials {}", study.trials);
        }
        Some(Stopping::Fixed) | None => {}
    }
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
    options: &RunOptions,
    terminal: &Terminal,
) -> Result<(), Failure> {
    let study = &scenario.study;
    let progress = Progress::new(study.trials, *terminal);
    let mut recorder = Recorder { folder, progress, interrupted: interrupt::watch(), live: Live::new(study) };
    let run = experiment::run_in_worlds(study, options, &mut recorder, |number| scenario.world(number));
    let took = recorder.progress.end();
    let finished = run.map_err(why)?;
    let written = recorder.folder.with_enough(finished.enough).finish(&finished.findings).map_err(cannot_write)?;
    if finished.trials_finished > 0 {
        terminal.data(&report(study, &finished, options.stopping, &written, terminal))?;
    }
    end(&finished, &written)?;
    terminal.note(&format!("Took {took}."));
    Ok(())
}

fn report(study: &Study, finished: &Finished, stopping: Stopping, written: &Written, terminal: &Terminal) -> String {
    let ended = ended(study, finished, stopping);
    let comparison = comparison(study, &finished.findings, terminal);
    let why = "why.csv says where differences come from, datapackage.json what columns mean.";
    format!("{comparison}{ended}\nResults: {}\n{why}\n", written.path.display())
}

/// Why the run ended where it did, and which doubts its intervals cover.
fn ended(study: &Study, finished: &Finished, stopping: Stopping) -> String {
    let trials = count(finished.trials_finished as usize, "trial", "trials");
    let stop = match stopping {
        Stopping::Fixed => String::new(),
        _ if finished.interrupted() => String::new(),
        _ if finished.enough => format!("Stopped after {trials}: {}.\n", found(study, finished, stopping)),
        _ => format!(
            "Not reached in {trials}: {}. Allow more with --max-trials{}.\n",
            stopping.words(),
            first(study, finished)
        ),
    };
    let doubt = match &study.uncertainty {
        None => "Parameter uncertainty is not included: intervals are about luck alone.\n".to_owned(),
        Some(uncertainty) => {
            let worlds = finished.trials_finished.div_ceil(uncertainty.inner_trials);
            format!(
                "Parameter uncertainty is included: {} in {}.\n{}\
                 Intervals are over worlds: they are about what is assumed as much as about luck.\n",
                count(uncertainty.parameters.len(), "parameter", "parameters"),
                count(worlds as usize, "assumed world", "assumed worlds"),
                split(&finished.findings)
            )
        }
    };
    let stop = if stop.is_empty() { stop } else { wrapped(&stop, WIDTH) };
    stop + &saved(&finished.findings) + &doubt
}

/// Says when the first look would have come, if it did not.
fn first(study: &Study, finished: &Finished) -> String {
    let look = experiment::look_trials(study);
    if finished.trials_finished < look { format!(": the first look comes after {look}") } else { String::new() }
}

/// What a run that stopped has found.
fn found(study: &Study, finished: &Finished, stopping: Stopping) -> String {
    let (Some(chosen), Some(primary)) = (finished.chosen, study.decision.primary()) else { return stopping.words() };
    let (name, metric) = (&study.structures[chosen].id, &primary.metric);
    let behind = "or behind it by less than matters";
    format!("by {metric}, {name} is the best, {behind} (Kim and Nelson, {})", confidence(study.decision.alpha()))
}

/// What ruling structures out on the way has saved.
fn saved(findings: &Findings) -> String {
    let trials = |structure| findings.trials_of(structure);
    let missing: u64 = findings.ruled_out().map(|structure| u64::from(findings.trials() - trials(structure))).sum();
    let Some(together) = findings.ruled_out().map(trials).min() else { return String::new() };
    let all = f64::from(findings.trials()) * findings.structures().len() as f64;
    let names: Vec<&str> = findings.ruled_out().map(|structure| findings.structures()[structure].as_str()).collect();
    let text = format!(
        "Ruled out on the way, {} ran no further, which saved {} of {} trials of one structure ({} %). Differences are of \
         the trials that both have; regrets and chances of the {} that all have.",
        listed(&names),
        grouped(missing as f64),
        grouped(all),
        decimal(100.0 * missing as f64 / all, 0),
        count(together as usize, "trial", "trials"),
    );
    wrapped(&text, WIDTH)
}

/// By the figure that decides: in which share of worlds each structure is best, and where its spread comes from.
fn split(findings: &Findings) -> String {
    let rows = findings.assumptions();
    let primary = rows.first().map(|row| row.figure);
    let mut text = String::new();
    for row in rows.iter().filter(|row| Some(row.figure) == primary) {
        let Some(share) = row.best_share else { continue };
        let spread = row.spread.map_or_else(String::new, |spread| format!("; {}", spread.words()));
        let share = decimal(100.0 * share, 0);
        text += &format!("  {}: best in {share} % of worlds by {}{spread}\n", row.structure, row.figure.name);
    }
    text
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
    live: Live,
}

impl Recorder<'_> {
    /// How many structures are still in, once one is out.
    fn left(&self, structures: usize) -> String {
        let running = self.live.running();
        if running < structures { format!("; {running} of {structures} structures left") } else { String::new() }
    }
}

impl Observer for Recorder<'_> {
    type Error = OutputError;

    fn trial(&mut self, trial: u32, outcomes: &[Option<Outcome>]) -> Result<(), OutputError> {
        self.live.take(outcomes);
        if let Some(leading) = self.live.leading().filter(|_| trial % 10 == 9) {
            self.progress.says(&(standing(&leading) + &self.left(outcomes.len())));
        }
        self.folder.trial(trial, outcomes)
    }

    fn advanced(&self) {
        self.progress.advance();
    }

    fn interrupted(&self) -> bool {
        self.interrupted.load(Ordering::SeqCst)
    }
}

/// The leading difference, for the progress line.
fn standing(leading: &Leading) -> String {
    let interval = leading.interval.map_or_else(String::new, |interval| {
        format!(" [{}, {}]", significant(interval.low), significant(interval.high))
    });
    format!("{} {} {}{interval}", leading.structure, leading.metric, significant(leading.difference))
}
