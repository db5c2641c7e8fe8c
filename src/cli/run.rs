//! `run`: a scenario in, a comparison on stdout and a results folder out.

use std::path::{Path, PathBuf};

use dottedline::application::{self, Earlier, RunRequest, RunResult, keep_structures, threads_asked};
use dottedline::lanes::Form;
use dottedline::model::Study;
use dottedline::output::Written;
use dottedline::scenario::Scenario;
use dottedline::study::{Finished, RunOptions, Stopping};

use super::arguments::{RunArguments, UNTIL_TRIALS};
use super::check::read;
use super::dry_run::dry_run;
use super::failure::Failure;
use super::flips::flips;
use super::format::count;
use super::levers::levers;
use super::run_report::{Beside, report};
use super::running::{failing, options, warn_of_failed};
use super::table_format::wants_parquet;
use super::terminal::Terminal;
use super::timing::Timing;
use super::watching::Watching;
use super::{kernel, limits, one_trial, shard_run};

/// Runs a scenario or a shard of a plan, or says what would run.
pub(super) fn run(arguments: &RunArguments, terminal: &Terminal) -> Result<(), Failure> {
    let form = kernel::form(arguments.kernel.asked.as_deref())?;
    if let Some(plan) = &arguments.plan {
        return shard_run::run(plan, arguments, form, terminal);
    }
    let scenario = scenario(arguments, terminal)?;
    if let Some(trial) = arguments.only_trial {
        return one_trial::run(&scenario, trial, &arguments.fail_trials, terminal);
    }
    let request = request(&scenario, arguments, form)?;
    if arguments.dry_run {
        let threads = threads_asked(arguments.threads);
        return terminal.tell(&dry_run(&request, threads));
    }
    let mut watching = Watching::new(arguments.max_hours, *terminal).timed(timing(&request, arguments)?);
    let result = application::run(&request, &mut watching)?;
    tell(&request, &result, arguments.details, watching, terminal)
}

/// The scenario with all that the flags change in it.
fn scenario(arguments: &RunArguments, terminal: &Terminal) -> Result<Scenario, Failure> {
    let Some(file) = &arguments.file else { return Err(Failure::Usage("name a scenario file".to_owned())) };
    wants_parquet(arguments.format)?;
    let mut scenario = read(file, &settings(arguments), terminal)?;
    if let Some(note) = keep_structures(&mut scenario.study, &arguments.structures)? {
        terminal.warn(&note.to_string());
    }
    check_until(&scenario.study, arguments.until)?;
    Ok(scenario)
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

/// What the flags ask for.
fn request<'s>(scenario: &'s Scenario, arguments: &RunArguments, form: Form) -> Result<RunRequest<'s>, Failure> {
    let folder = arguments.out.clone().unwrap_or_else(|| PathBuf::from("results").join(&scenario.name));
    Ok(RunRequest {
        structures_named: !arguments.structures.is_empty(),
        earlier: match (arguments.force, arguments.resume) {
            (true, _) => Earlier::Replaced,
            (false, true) => Earlier::GoneOnWith,
            (false, false) => Earlier::Stay,
        },
        options: RunOptions { stopping: arguments.until.unwrap_or_default(), ..options(arguments, form) },
        keeps_trials: !arguments.no_shards,
        parquet: wants_parquet(arguments.format)?,
        failing: failing(arguments),
        turning: arguments.flips.effort(),
        levers: arguments.levers.trials(),
        ..RunRequest::new(scenario, &folder)
    })
}

/// The timing file, if one was asked for: noticed before the run if it cannot be written, and not made where the run will be
/// refused for lack of room.
fn timing(request: &RunRequest<'_>, arguments: &RunArguments) -> Result<Option<Timing>, Failure> {
    let Some(file) = &arguments.timing else { return Ok(None) };
    let threads = threads_asked(arguments.threads);
    limits::check(&request.estimate(), &request.folder, threads, arguments.max_hours).map_err(Failure::TooMuch)?;
    Timing::start(file.clone()).map(Some)
}

/// Says what came out; a run that did not come to its end, or failed, is a failure then, though its results are written.
fn tell(
    request: &RunRequest<'_>,
    result: &RunResult,
    details: bool,
    watching: Watching,
    terminal: &Terminal,
) -> Result<(), Failure> {
    let (study, finished, written) = (&request.scenario.study, &result.finished, &result.written);
    let took = watching.took();
    watching.write_timing(study, &result.work, &request.options)?;
    if finished.trials_finished > 0 {
        terminal.tell(&report(
            study,
            finished,
            request.options.stopping,
            &Beside { flips: flips(result.turning.as_ref()), levers: levers(result.levers.as_ref()) },
            written,
            details,
            terminal,
        ))?;
    }
    let command = request.command().replace("scenario.toml", &file_in(&written.path));
    warn_of_failed(&result.failed, study.seed, &command, terminal)?;
    end(finished, written)?;
    if let Err(error) = &result.page {
        return Err(super::report::unwritten(&written.path, error));
    }
    terminal.note(&format!("Took {took}."));
    Ok(())
}

fn file_in(results: &Path) -> String {
    results.join("scenario.toml").display().to_string()
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
