//! One shard of a plan, on any machine. A shard that is there and whole is left alone.

use std::path::PathBuf;

use super::error::ApplicationError;
use super::failed::{FailedTrials, Failing};
use super::keeping::Keeper;
use super::planning::{scenario_of, shard_of};
use super::recorder::Recorder;
use super::resources::{Resources, threads_asked};
use super::simulate;
use super::watcher::{Notice, Watcher};
use crate::scenario::Scenario;
use crate::shards::{Remedy, ShardError, ShardFolder, ShardOf, StudyPlan, Tile};
use crate::study::{Findings, RunOptions};

/// A shard to be run.
#[derive(Clone, Debug)]
pub struct ShardRequest {
    /// The plan file.
    pub plan: PathBuf,
    /// Which shard, from 0.
    pub index: u32,
    /// Of how many; any number gives the same results.
    pub shards: u32,
    /// The folder of shards; made if it is not there.
    pub folder: PathBuf,
    /// Threads and form of the customer loop.
    pub options: RunOptions,
    /// How many trials may fail.
    pub failing: Failing,
}

/// What became of a shard.
#[derive(Clone, Debug, PartialEq)]
pub enum ShardResult {
    /// It was there, and nothing was run.
    WasThere,
    /// Somebody else has finished it meanwhile.
    MadeMeanwhile,
    /// It was run, perhaps not to its end.
    Run(ShardRun),
}

/// A shard that was run.
#[derive(Clone, Debug, PartialEq)]
pub struct ShardRun {
    /// Its trials.
    pub trials: u32,
    /// Those that are finished and kept.
    pub kept: u32,
    /// Whether it was ended before its last trial.
    pub interrupted: bool,
    /// Trials that failed.
    pub failed: FailedTrials,
    /// The seed of the study.
    pub seed: u64,
    /// The command that runs its design point, in a folder with its scenario.
    pub command: String,
}

/// Runs a shard.
///
/// # Errors
/// A plan that cannot be used or shared out like this, too little room, a folder that cannot be written.
pub fn run_shard<W: Watcher + ?Sized>(
    request: &ShardRequest,
    watcher: &mut W,
) -> Result<ShardResult, ApplicationError> {
    let plan = StudyPlan::read(&request.plan)?;
    let tile = tile(&plan, request)?;
    let of = shard_of(&plan, tile.point)?;
    let folder = ShardFolder::at(&request.folder);
    if is_there(&folder, &of, &tile, watcher)? {
        return Ok(ShardResult::WasThere);
    }
    let (mut scenario, command) = scenario_of(&request.plan, &plan, tile.point)?;
    scenario.study.trials = tile.trials.end;
    has_room(request, &scenario, &tile, watcher)?;
    folder.create()?;
    match compute(request, &scenario, &of, &tile, watcher) {
        Ok(run) => Ok(ShardResult::Run(ShardRun { command, ..run })),
        // Its parts may have been put together under our eyes.
        Err(error) if may_pass(&error) && matches!(folder.find(&of, &tile.trials), Ok(Some(_))) => {
            Ok(ShardResult::MadeMeanwhile)
        }
        Err(error) => Err(error),
    }
}

fn tile(plan: &StudyPlan, request: &ShardRequest) -> Result<Tile, ApplicationError> {
    let &ShardRequest { index, shards, .. } = request;
    let tiles = plan.tiles(shards);
    if tiles.len() != shards as usize {
        let (trials, points, would_do) = (plan.trials, plan.points.len(), tiles.len());
        return Err(ApplicationError::CannotShare { trials, points, shards, would_do });
    }
    tiles.into_iter().nth(index as usize).ok_or(ApplicationError::NoShard { index, shards })
}

/// Whether a whole shard of these trials is there; one that is damaged or strange is computed again.
fn is_there<W: Watcher + ?Sized>(
    folder: &ShardFolder,
    of: &ShardOf,
    tile: &Tile,
    watcher: &mut W,
) -> Result<bool, ApplicationError> {
    match folder.find(of, &tile.trials) {
        Ok(found) => Ok(found.is_some()),
        Err(error @ (ShardError::Damaged { .. } | ShardError::Foreign { .. })) => {
            watcher.notices(&Notice::RunsAgain(&error));
            Ok(false)
        }
        Err(error) => Err(error.into()),
    }
}

fn has_room<W: Watcher + ?Sized>(
    request: &ShardRequest,
    scenario: &Scenario,
    tile: &Tile,
    watcher: &mut W,
) -> Result<(), ApplicationError> {
    let mut alone = scenario.study.clone();
    alone.trials = tile.trials.end - tile.trials.start;
    let threads = threads_asked(request.options.threads);
    let needs = Resources::of(&alone, alone.trials, threads);
    watcher.has_room(&needs, &request.folder, threads).map_err(ApplicationError::NoRoom)
}

/// Whether an error may come from somebody else who works on the same shard.
fn may_pass(error: &ApplicationError) -> bool {
    match error {
        ApplicationError::Study(error) => error.remedy() != Remedy::Never,
        error => matches!(error, ApplicationError::Threads(_)),
    }
}

fn compute<W: Watcher + ?Sized>(
    request: &ShardRequest,
    scenario: &Scenario,
    of: &ShardOf,
    tile: &Tile,
    watcher: &mut W,
) -> Result<ShardRun, ApplicationError> {
    let study = &scenario.study;
    let trials = tile.trials.end - tile.trials.start;
    let mut keeper = Keeper::of_shard(study, &request.folder, of.clone(), tile.trials.clone());
    let kept = keeper.findings(tile.trials.start, tile.trials.end)?;
    let kept = kept.unwrap_or_else(|| Findings::starting_at(study, tile.trials.start));
    watcher.begins(trials, kept.trials());
    let failed = FailedTrials::none_of(trials, &request.failing);
    let mut recorder = Recorder::new(study, failed, watcher).keeping(Some(&mut keeper));
    let mut finished = simulate::go_on(scenario, &request.options, &mut recorder, &request.failing.on_purpose, kept)?;
    let failed = recorder.failed;
    watcher.simulated();
    keeper.put_together(&mut finished.findings)?;
    Ok(ShardRun {
        trials,
        kept: finished.findings.trials(),
        interrupted: finished.interrupted(),
        failed,
        seed: study.seed,
        command: String::new(),
    })
}
