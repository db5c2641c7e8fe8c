//! `run --plan`: one shard of a study, on any machine. A shard that is there and whole is left alone.

use std::path::Path;

use dottedline::experiment::{Findings, Live, RunOptions, Work};
use dottedline::lanes::Form;
use dottedline::scenario::Scenario;
use dottedline::studies::{DesignPoint, ShardFolder, ShardOf, StudyError, StudyPlan, Tile, study_hash};

use super::arguments::RunArguments;
use super::failure::Failure;
use super::format::count;
use super::interrupt::Interrupt;
use super::keeping::Keeper;
use super::limits::Estimate;
use super::plan::at_point;
use super::progress::Progress;
use super::recorder::{Failures, Recorder};
use super::run::{cores, go_on};
use super::terminal::Terminal;

/// Runs a shard. Nothing goes to stdout.
pub(super) fn run(file: &Path, arguments: &RunArguments, form: Form, terminal: &Terminal) -> Result<(), Failure> {
    let (Some(shard), Some(out)) = (arguments.shard, &arguments.out) else {
        return Err(Failure::Usage("--plan needs --shard I/K and --out FOLDER".to_owned()));
    };
    let plan = StudyPlan::read(file)?;
    let tile = tile(&plan, shard)?;
    let of = shard_of(&plan, tile.point)?;
    let folder = ShardFolder::at(out);
    if is_there(&folder, &of, &tile, terminal)? {
        terminal.note(&format!("Shard {}/{} is there.", shard.0, shard.1));
        return Ok(());
    }
    let (mut scenario, command) = scenario_of(file, &plan, tile.point)?;
    scenario.study.trials = tile.trials.end;
    let trials = tile.trials.end - tile.trials.start;
    let threads = arguments.threads.unwrap_or_else(cores);
    let full = {
        let mut full = scenario.study.clone();
        full.trials = trials;
        full
    };
    Estimate::of(&full, trials, threads).check(out, threads, arguments.max_hours)?;
    folder.create()?;
    let done = compute(&scenario, &of, &tile, arguments, form, &command, terminal);
    match done {
        // Somebody else may have finished the same shard and put its parts together meanwhile.
        Err(Failure::CannotWrite(_) | Failure::Later(_)) if matches!(folder.find(&of, &tile.trials), Ok(Some(_))) => {
            Ok(())
        }
        done => done,
    }
}

fn tile(plan: &StudyPlan, (index, shards): (u32, u32)) -> Result<Tile, Failure> {
    let tiles = plan.tiles(shards);
    if tiles.len() != shards as usize {
        return Err(Failure::Usage(format!(
            "the plan's {} of {} cannot be shared out into {shards} shards; {} would do",
            count(plan.trials as usize, "trial", "trials"),
            count(plan.points.len(), "design point", "design points"),
            tiles.len()
        )));
    }
    tiles.into_iter().nth(index as usize).ok_or_else(|| Failure::Usage(format!("there is no shard {index}/{shards}")))
}

/// What the shards of a design point are shards of.
pub(super) fn shard_of(plan: &StudyPlan, point: u32) -> Result<ShardOf, Failure> {
    let own: Option<&DesignPoint> = plan.points.get(point as usize);
    let own = own.ok_or_else(|| Failure::BadData(format!("the plan has no design point {point}")))?;
    Ok(ShardOf { plan_hash: plan.plan_hash.clone(), study_hash: own.study_hash.clone(), point })
}

/// The scenario of a design point of a plan, and the command that runs it; makes sure that it is the one that was planned.
pub(super) fn scenario_of(file: &Path, plan: &StudyPlan, point: u32) -> Result<(Scenario, String), Failure> {
    let own = &plan.points[point as usize];
    let scenario = at_point(&plan.name, &plan.scenario, &own.set, &plan.structures).map_err(Failure::Scenario)?;
    if study_hash(&scenario.identity(), plan.seed, "") != own.study_hash || scenario.study.seed != plan.seed {
        let name = if own.name.is_empty() { String::new() } else { format!(" at design point {}", own.name) };
        return Err(Failure::BadData(format!(
            "{}: its scenario{name} is not the one that was planned: the plan was changed, or this version of dottedline \
             reads it otherwise; make a new one with `dottedline plan`",
            file.display()
        )));
    }
    let sets: String = own.set.iter().map(|set| format!(" --set {set}")).collect();
    let structures = plan.structures.join(",");
    let structures = if structures.is_empty() { structures } else { format!(" --structures {structures}") };
    Ok((scenario, format!("dottedline run scenario.toml{sets}{structures}")))
}

/// Whether a whole shard of these trials is there; one that is damaged or strange is computed again.
fn is_there(folder: &ShardFolder, of: &ShardOf, tile: &Tile, terminal: &Terminal) -> Result<bool, Failure> {
    match folder.find(of, &tile.trials) {
        Ok(found) => Ok(found.is_some()),
        Err(error @ (StudyError::Damaged { .. } | StudyError::Foreign { .. })) => {
            terminal.warn(&format!("{error}: it is run again now"));
            Ok(false)
        }
        Err(error) => Err(error.into()),
    }
}

fn compute(
    scenario: &Scenario,
    of: &ShardOf,
    tile: &Tile,
    arguments: &RunArguments,
    form: Form,
    command: &str,
    terminal: &Terminal,
) -> Result<(), Failure> {
    let (study, out) = (&scenario.study, arguments.out.as_deref().unwrap_or(Path::new(".")));
    let trials = tile.trials.end - tile.trials.start;
    let mut keeper = Keeper::of_shard(study, out, of.clone(), tile.trials.clone());
    let kept = keeper.findings(tile.trials.start, tile.trials.end)?;
    let kept = kept.unwrap_or_else(|| Findings::starting_at(study, tile.trials.start));
    let mut recorder = Recorder {
        folder: None,
        keeper: Some(keeper),
        progress: Progress::new(trials, *terminal).after(kept.trials()),
        interrupt: Interrupt::watch(),
        live: Live::new(study),
        failures: Failures::new(trials, arguments.max_failed),
        terminal: *terminal,
        work: Work::default(),
        study,
    };
    let options = RunOptions { threads: arguments.threads, form, ..RunOptions::default() };
    let mut finished = go_on(scenario, &options, &mut recorder, &arguments.fail_trials, kept)?;
    recorder.progress.end();
    if let Some(keeper) = &mut recorder.keeper {
        keeper.put_together(&mut finished.findings)?;
    }
    if let Some(warning) = recorder.failures.verdict(study.seed, command)? {
        terminal.warn(&warning);
    }
    if finished.interrupted() {
        let done = count(finished.findings.trials() as usize, "finished trial", "finished trials");
        return Err(Failure::Interrupted(format!("Interrupted: {done} of {trials} are kept; run the shard again.")));
    }
    Ok(())
}
