//! `run`: a scenario in, a comparison on stdout and a results folder out.

use std::path::{Path, PathBuf};

use dottedline::experiment::{self, Findings, Finished, Live, RunError, RunOptions, Stopping, Work};
use dottedline::model::Study;
use dottedline::output::{ResultsFolder, RunRecord, Written};
use dottedline::scenario::Scenario;
use dottedline::studies::{DesignPoint, ShardOf, plan_hash, study_hash};

use super::arguments::{RunArguments, UNTIL_TRIALS};
use super::check::read;
use super::dry_run::dry_run;
use super::failure::Failure;
use super::format::count;
use super::interrupt::Interrupt;
use super::keeping::{self, Keeper, forget};
use super::limits::Estimate;
use super::progress::Progress;
use super::recorder::{Failures, Recorder, cannot_write};
use super::run_report::{conclusion, report};
use super::select::keep_structures;
use super::table_format::{wants_parquet, warn_of_lost_parquet};
use super::terminal::Terminal;
use super::timing::Timing;
use super::{kernel, one_trial, resume, shard_run};

/// Runs a scenario or a shard of a plan, or says what would run.
pub(super) fn run(arguments: &RunArguments, terminal: &Terminal) -> Result<(), Failure> {
    let form = kernel::form(arguments.kernel.asked.as_deref())?;
    if let Some(plan) = &arguments.plan {
        return shard_run::run(plan, arguments, form, terminal);
    }
    let Some(file) = &arguments.file else { return Err(Failure::Usage("name a scenario file".to_owned())) };
    wants_parquet(arguments.format)?;
    let mut scenario = read(file, &settings(arguments), terminal)?;
    if let Some(note) = keep_structures(&mut scenario.study, &arguments.structures)? {
        terminal.warn(&note);
    }
    check_until(&scenario.study, arguments.until)?;
    if let Some(trial) = arguments.only_trial {
        return one_trial::run(&scenario, trial, &arguments.fail_trials, terminal);
    }
    let folder = arguments.out.clone().unwrap_or_else(|| PathBuf::from("results").join(&scenario.name));
    let threads = arguments.threads.unwrap_or_else(cores);
    let estimate = Estimate::of(&scenario.study, scenario.study.trials, threads);
    if arguments.dry_run {
        return terminal.tell(&dry_run(&scenario.study, threads, &estimate, &folder));
    }
    estimate.check(&folder, threads, arguments.max_hours)?;
    let command = command(&scenario.study, !arguments.structures.is_empty(), arguments.until);
    let options = RunOptions {
        threads: arguments.threads,
        stopping: arguments.until.unwrap_or_default(),
        form,
        ..RunOptions::default()
    };
    simulate(&scenario, arguments, options, &folder, &command, terminal)
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

/// As many threads as the machine has cores.
pub(super) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// What the shards of a run are shards of: a plan with one design point.
fn shards_of(study: &Study, study_hash: String) -> ShardOf {
    let point = DesignPoint { name: String::new(), set: Vec::new(), study_hash: study_hash.clone() };
    ShardOf { plan_hash: plan_hash(study.trials, &[point]), study_hash, point: 0 }
}

fn until_words(stopping: Stopping) -> String {
    match stopping {
        Stopping::Fixed => String::new(),
        Stopping::Decided => "decided".to_owned(),
        Stopping::Precision(half_width) => format!("precision={half_width}"),
    }
}

fn simulate(
    scenario: &Scenario,
    arguments: &RunArguments,
    options: RunOptions,
    path: &Path,
    command: &str,
    terminal: &Terminal,
) -> Result<(), Failure> {
    let study = &scenario.study;
    let hash = study_hash(&scenario.identity(), study.seed, &until_words(options.stopping));
    let parquet = wants_parquet(arguments.format)?;
    let timing = arguments.timing.clone().map(Timing::start).transpose()?;
    let goes_on = arguments.resume && resume::can_go_on(path, scenario, &hash)?;
    ResultsFolder::check(path, arguments.force || goes_on).map_err(cannot_write)?;
    if !goes_on {
        forget(path).map_err(|error| Failure::CannotWrite(format!("{}: {error}", path.display())))?;
    }
    keeping::check(path)?;
    let mut keeper = (!arguments.no_shards).then(|| Keeper::new(study, path, shards_of(study, hash.clone())));
    let kept = if goes_on { keeper.as_mut().map_or(Ok(None), |keeper| keeper.findings(0, u32::MAX))? } else { None };
    let kept = kept.unwrap_or_else(|| Findings::new(study));
    resume::check_trials(path, study, &kept)?;
    let record =
        RunRecord { study, name: &scenario.name, scenario: &scenario.as_run, command, study_hash: &hash, design: None };
    if goes_on {
        warn_of_lost_parquet(path, parquet, terminal);
    }
    let folder = ResultsFolder::create(path, arguments.force || goes_on, record).map_err(cannot_write)?;
    let mut folder = folder.with_parquet(parquet);
    if kept.trials() > 0 {
        folder.take_trials(&kept, 0).map_err(cannot_write)?;
        terminal.note(&format!("Going on after {}.", count(kept.trials() as usize, "trial", "trials")));
    }
    let recorder = Recorder {
        folder: Some(folder),
        keeper,
        progress: Progress::new(study.trials, *terminal).after(kept.trials()),
        interrupt: Interrupt::watch(),
        live: Live::new(study),
        failures: Failures::new(study.trials, arguments.max_failed),
        terminal: *terminal,
        work: Work::default(),
        study,
    };
    Simulation { scenario, options, command, fail: &arguments.fail_trials, terminal }.run(recorder, kept, timing)
}

/// A run that is ready to start.
struct Simulation<'s> {
    scenario: &'s Scenario,
    options: RunOptions,
    command: &'s str,
    fail: &'s [u32],
    terminal: &'s Terminal,
}

impl Simulation<'_> {
    fn run(&self, mut recorder: Recorder<'_>, kept: Findings, mut timing: Option<Timing>) -> Result<(), Failure> {
        let (study, terminal) = (&self.scenario.study, self.terminal);
        let mut finished = go_on(self.scenario, &self.options, &mut recorder, self.fail, kept)?;
        timing.iter_mut().for_each(Timing::simulated);
        let took = recorder.progress.end();
        if let Some(keeper) = &mut recorder.keeper {
            keeper.put_together(&mut finished.findings)?;
        }
        let Some(folder) = recorder.folder.take() else { return Ok(()) };
        let folder = folder.with_enough(finished.enough).with_conclusion(conclusion(&finished.findings));
        let written = folder.finish(&finished.findings).map_err(cannot_write)?;
        let page = super::report::write(&written.path);
        timing.map(|timing| timing.finish(study, &recorder.work, &self.options)).transpose()?;
        if finished.trials_finished > 0 {
            terminal.tell(&report(study, &finished, self.options.stopping, &written, terminal))?;
        }
        if let Some(warning) =
            recorder.failures.verdict(study.seed, &self.command.replace("scenario.toml", &file_in(&written)))?
        {
            terminal.warn(&warning);
        }
        end(&finished, &written)?;
        page?;
        terminal.note(&format!("Took {took}."));
        Ok(())
    }
}

fn file_in(written: &Written) -> String {
    written.path.join("scenario.toml").display().to_string()
}

/// Runs trials after those of the findings.
pub(super) fn go_on(
    scenario: &Scenario,
    options: &RunOptions,
    recorder: &mut Recorder<'_>,
    fail: &[u32],
    kept: Findings,
) -> Result<Finished, Failure> {
    let options = RunOptions { after: Some(kept), fail: fail.to_vec(), ..options.clone() };
    experiment::run(&scenario.study, options, recorder).map_err(|error| match error {
        RunError::Observer(failure) => failure,
        RunError::Threads(error) => {
            Failure::Later(format!("the threads could not be started ({error}); ask for fewer with --threads"))
        }
    })
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
