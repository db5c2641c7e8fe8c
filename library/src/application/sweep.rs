//! A sweep: the structures compared at the points of a design over assumptions, into a folder.

use std::path::Path;

use super::command;
use super::error::ApplicationError;
use super::points::{PointsRequest, PointsRun, as_text};
use super::run::record;
use super::watcher::Watcher;
use crate::digest::sha256;
use crate::output::{Design, Written, write_experiment_page, write_sweep};
use crate::report::SweepPage;
use crate::scenario::Scenario;
use crate::shards::study_hash;
use crate::study::Swept;

/// Trials at each point, unless somebody asks for more or fewer.
pub const SWEEP_TRIALS: u32 = 16;

/// A sweep to be made.
#[derive(Clone, Debug)]
pub struct SweepRequest<'a> {
    /// The scenario, what varies, where and how.
    pub run: PointsRequest<'a>,
    /// The points: name and values of the keys.
    pub points: Vec<(String, Vec<f64>)>,
}

/// What a sweep came to.
#[derive(Debug)]
pub struct SweepResult {
    /// What the points say: those that are finished.
    pub swept: Swept,
    /// What was written; nothing if somebody ended it before its last point: then the finished points are kept.
    pub written: Option<Written>,
}

/// Runs a sweep into a folder.
///
/// # Errors
/// A folder that holds something else or cannot be written, kept points of another sweep, too little room, threads that cannot be started.
pub fn sweep<W: Watcher + ?Sized>(
    request: &SweepRequest<'_>,
    watcher: &mut W,
) -> Result<SweepResult, ApplicationError> {
    let PointsRequest { scenario, keys, trials, .. } = &request.run;
    request.run.has_room(request.points.len(), watcher)?;
    let mut run = PointsRun::begin(&request.run, follows_from(request), watcher)?;
    let values: Vec<Vec<f64>> = request.points.iter().map(|(_, values)| values.clone()).collect();
    let found = run.through(&values, values.len(), watcher)?;
    watcher.simulated();
    let swept = Swept::judged(&scenario.study, keys, *trials, &request.points, found);
    let whole = found.len() == request.points.len();
    let written = if whole { Some(write(request, &run, &swept)?) } else { None };
    watcher.concluded();
    Ok(SweepResult { swept, written })
}

/// What the trials follow from, as a digest.
fn follows_from(request: &SweepRequest<'_>) -> String {
    let PointsRequest { scenario, keys, trials, .. } = &request.run;
    let design = sha256(format!("{keys:?}\n{:?}", request.points).as_bytes());
    study_hash(&scenario.identity(), scenario.study.seed, &format!("sweep {design} trials {trials}"))
}

fn write(request: &SweepRequest<'_>, run: &PointsRun<'_>, swept: &Swept) -> Result<Written, ApplicationError> {
    let PointsRequest { scenario, keys, trials, folder, .. } = &request.run;
    let points = as_text(&request.points);
    let command = command::of_sweep(*trials);
    let record = record(scenario, &command, run.follows_from(), Some(Design { keys, points: &points }));
    let written = write_sweep(folder, run.replaces(), &record, swept, &swept.words())?;
    write_sweep_page(folder, scenario, swept)?;
    run.forget()?;
    Ok(written)
}

/// The page of a sweep, or of the points of a merged design.
pub(super) fn write_sweep_page(folder: &Path, scenario: &Scenario, swept: &Swept) -> Result<u64, ApplicationError> {
    let page = SweepPage { study: &scenario.study, name: &scenario.name, swept }.html();
    Ok(write_experiment_page(folder, &page)?)
}
