//! The shards of a plan as the results of one run.

use std::path::PathBuf;
use std::sync::Arc;

use serde_json::Value;

use super::command;
use super::error::{ApplicationError, check_parquet};
use super::planning::{at_point, scenario_of};
use super::resources::Resources;
use super::resume::manifest;
use super::run::{record, write_page};
use super::status::{Gathered, gather};
use super::sweep::write_sweep_page;
use super::watcher::Watcher;
use crate::output::{Design, OutputError, ResultsFolder, RunRecord, Written, verify};
use crate::report::ReportError;
use crate::report::conclusion;
use crate::scenario::Scenario;
use crate::shards::{Merged, Sealed, StudyPlan};
use crate::study::{Findings, Finished, Swept, SweptPoint};

/// Shards to be merged.
#[derive(Clone, Debug)]
pub struct MergeRequest {
    /// The plan file.
    pub plan: PathBuf,
    /// The folder of shards.
    pub shards: PathBuf,
    /// The results folder; made if it is not there.
    pub folder: PathBuf,
    /// Whether trials may be missing; the results say so.
    pub partial: bool,
    /// Whether results that are there are replaced.
    pub replaces: bool,
    /// Whether tables are written as Parquet too; only with the feature `parquet`.
    pub parquet: bool,
}

/// What became of a merge.
#[derive(Debug)]
pub enum MergeResult {
    /// The results of the plan were there. Their page was made again, as it is the last thing that a merge writes: one that
    /// was ended before it left none, or half of one.
    WereThere {
        /// Why the page cannot be written.
        page: Result<(), ReportError>,
    },
    /// The results of a plan without a design.
    Run(Box<MergedRun>),
    /// The results of all points of a design.
    Design(Box<MergedDesign>),
}

/// The results of all points of a design.
#[derive(Debug)]
pub struct MergedDesign {
    /// What was written.
    pub written: Written,
    /// What the points say.
    pub swept: Swept,
}

/// The results of a plan without a design: those of one run.
#[derive(Debug)]
pub struct MergedRun {
    /// The scenario.
    pub scenario: Scenario,
    /// What the trials say, and whether they are all that were planned.
    pub finished: Finished,
    /// What was written.
    pub written: Written,
    /// Length of the page for readers in bytes, or why it could not be written; the numbers are complete without it.
    pub page: Result<u64, ReportError>,
}

/// Merges the shards of a plan into a results folder.
///
/// # Errors
/// A plan or a shard that cannot be used, trials that are missing, a folder that holds something else or cannot be written.
pub fn merge<W: Watcher + ?Sized>(request: &MergeRequest, watcher: &mut W) -> Result<MergeResult, ApplicationError> {
    check_parquet(request.parquet)?;
    let plan = StudyPlan::read(&request.plan)?;
    let state = state(request, &plan)?;
    if state == State::Done && !request.replaces {
        let page = if plan.has_design() { Ok(()) } else { write_page(&request.folder).map(drop) };
        return Ok(MergeResult::WereThere { page });
    }
    let Gathered { shards, refused } = gather(&plan, &request.shards)?;
    if !refused.is_empty() {
        return Err(ApplicationError::Shards(refused));
    }
    let (scenario, command) = scenario_of(&request.plan, &plan, 0)?;
    let needs = Resources::of_merging(&scenario.study, plan.points.len());
    watcher.has_room(&needs, &request.folder, 1).map_err(ApplicationError::NoRoom)?;
    let merge = Merge { request, plan: &plan, replaces: request.replaces || state == State::Begun };
    if plan.has_design() {
        let (written, swept) = merge.design(&shards)?;
        return Ok(MergeResult::Design(Box::new(MergedDesign { written, swept })));
    }
    Ok(MergeResult::Run(Box::new(merge.one(scenario, &command, shards)?)))
}

/// What there is where results are to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Nothing, or something else.
    Other,
    /// Results of this plan that were not finished.
    Begun,
    /// All results of this plan, whole.
    Done,
}

fn state(request: &MergeRequest, plan: &StudyPlan) -> Result<State, ApplicationError> {
    let path = &request.folder;
    let manifest = manifest(path)?.unwrap_or_default();
    let manifest: Value = serde_json::from_slice(&manifest).unwrap_or_default();
    let same = manifest["program"] == "dottedline"
        && manifest["study_hash"] == hash(plan).as_str()
        && manifest["trials_asked"] == plan.trials;
    let whole =
        || verify(path).is_ok_and(|found| found.complete && found.problems.is_empty() && found.unreadable.is_empty());
    let in_format = !request.parquet || manifest["parquet"].is_array();
    Ok(match () {
        () if !same => State::Other,
        () if in_format && whole() => State::Done,
        () => State::Begun,
    })
}

/// What results of a plan are of: the study of its single point, or the plan.
fn hash(plan: &StudyPlan) -> String {
    match plan.points.as_slice() {
        [point] if !plan.has_design() => point.study_hash.clone(),
        _ => plan.plan_hash.clone(),
    }
}

/// A merge that is ready to write.
struct Merge<'m> {
    request: &'m MergeRequest,
    plan: &'m StudyPlan,
    replaces: bool,
}

impl Merge<'_> {
    fn one(&self, scenario: Scenario, command: &str, shards: Vec<Sealed>) -> Result<MergedRun, ApplicationError> {
        let (findings, merged) = self.findings(&scenario, shards)?;
        let hash = hash(self.plan);
        let mut folder = self.create(record(&scenario, command, &hash, None))?;
        folder.take_trials(&findings, 0).map_err(|error| trouble(&merged, error))?;
        let folder = folder.with_conclusion(conclusion(&findings));
        let written = folder.finish(&findings).map_err(|error| trouble(&merged, error))?;
        let page = write_page(&written.path);
        let finished = Finished {
            trials_asked: self.plan.trials,
            trials_finished: findings.trials(),
            enough: false,
            chosen: None,
            findings,
        };
        Ok(MergedRun { scenario, finished, written, page })
    }

    /// Merges point by point, so that only one is in memory at a time.
    fn design(&self, shards: &[Sealed]) -> Result<(Written, Swept), ApplicationError> {
        let plan = self.plan;
        let base = at_point(&plan.name, &plan.scenario, &[], &plan.structures)?;
        let points: Vec<(String, Vec<String>)> =
            plan.points.iter().map(|point| (point.name.clone(), values(&point.set))).collect();
        let (hash, design) = (hash(plan), Design { keys: &plan.design, points: &points });
        let command = command::of_point(&[], &plan.structures) + command::without_flips(plan.trials);
        // All points are looked at before anything is written.
        let all = (0..points.len()).map(|point| self.of_point(point, shards));
        let all = all.collect::<Result<Vec<_>, ApplicationError>>()?;
        // As it was given, so that the settings of a point do to it what they did.
        let record = RunRecord { scenario: &plan.scenario, ..record(&base, &command, &hash, Some(design)) };
        let mut folder = self.create(record)?;
        let mut swept = Swept::of(&base.study, &plan.design, plan.trials);
        for (point, (findings, merged)) in all.iter().enumerate() {
            let (name, values) = &points[point];
            let (own, _) = scenario_of(&self.request.plan, plan, point as u32)?;
            swept.points.push(SweptPoint::of_findings(&own.study, name, values, findings));
            folder.take_trials(findings, point).map_err(|error| trouble(merged, error))?;
            folder.take_findings(&findings.clone(), point).map_err(|error| trouble(merged, error))?;
        }
        let folder = folder.with_swept(swept.clone());
        let written = folder.close(&all.iter().map(|(findings, _)| findings).collect::<Vec<_>>())?;
        write_sweep_page(&written.path, &base, &swept)?;
        Ok((written, swept))
    }

    fn of_point(&self, point: usize, shards: &[Sealed]) -> Result<(Findings, Arc<Merged>), ApplicationError> {
        let (scenario, _) = scenario_of(&self.request.plan, self.plan, point as u32)?;
        let own = shards.iter().filter(|shard| shard.header().of.point as usize == point);
        self.findings(&scenario, own.cloned().collect())
    }

    fn findings(&self, scenario: &Scenario, shards: Vec<Sealed>) -> Result<(Findings, Arc<Merged>), ApplicationError> {
        let merged = Merged::new(&scenario.study, shards, self.request.partial).map_err(ApplicationError::Shards)?;
        let merged = Arc::new(merged);
        Ok((Findings::of(&scenario.study, Arc::clone(&merged) as _), merged))
    }

    fn create<'r>(&self, record: RunRecord<'r>) -> Result<ResultsFolder<'r>, ApplicationError> {
        let folder = ResultsFolder::create(&self.request.folder, self.replaces, record)?;
        Ok(folder.with_parquet(self.request.parquet))
    }
}

/// Why results cannot be written: shards that cannot be read any more, or the folder.
fn trouble(merged: &Merged, error: OutputError) -> ApplicationError {
    merged.take_trouble().map_or_else(|| error.into(), ApplicationError::from)
}

fn values(set: &[String]) -> Vec<String> {
    set.iter().map(|set| set.split_once('=').map_or_else(String::new, |(_, value)| value.to_owned())).collect()
}
