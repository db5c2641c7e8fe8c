//! `merge`: the shards of a plan as the results of one run.

use std::path::Path;
use std::sync::Arc;

use dottedline::experiment::{Findings, Finished, Stopping};
use dottedline::output::{Design, ResultsFolder, RunRecord, Written, verify};
use dottedline::scenario::Scenario;
use dottedline::studies::{Merged, Sealed, ShardFolder, StudyPlan};
use serde_json::Value;

use super::arguments::MergeArguments;
use super::failure::Failure;
use super::format::count;
use super::limits::Estimate;
use super::recorder::cannot_write;
use super::resume::manifest;
use super::run_report::{conclusion, report};
use super::shard_run::scenario_of;
use super::status::{Gathered, gather};
use super::table_format::wants_parquet;
use super::terminal::Terminal;

/// Merges the shards of a plan into a results folder.
pub(super) fn merge(arguments: &MergeArguments, terminal: &Terminal) -> Result<(), Failure> {
    let parquet = wants_parquet(arguments.format)?;
    let plan = StudyPlan::read(&arguments.plan)?;
    let state = state(&arguments.output, &plan, parquet)?;
    if state == State::Done && !arguments.force {
        terminal.note(&format!("{} holds the results of this plan.", arguments.output.display()));
        // The page is the last thing that a merge writes; one that was ended before it left none, or half of one.
        return if plan.has_design() { Ok(()) } else { super::report::write(&arguments.output).map(|_| ()) };
    }
    let Gathered { shards, refused } = gather(&plan, &ShardFolder::at(&arguments.out))?;
    if !refused.is_empty() {
        return Err(Failure::of_all(refused));
    }
    let force = arguments.force || state == State::Begun;
    fits(arguments, &plan)?;
    if plan.has_design() {
        let written = merge_design(arguments, &plan, shards, force)?;
        return terminal.tell(&format!("Results: {}\n", written.path.display()));
    }
    merge_one(arguments, &plan, shards, force, terminal)
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

fn state(path: &Path, plan: &StudyPlan, parquet: bool) -> Result<State, Failure> {
    let manifest = manifest(path)?.unwrap_or_default();
    let manifest: Value = serde_json::from_slice(&manifest).unwrap_or_default();
    let same = manifest["program"] == "dottedline"
        && manifest["study_hash"] == hash(plan).as_str()
        && manifest["trials_asked"] == plan.trials;
    let whole =
        || verify(path).is_ok_and(|found| found.complete && found.problems.is_empty() && found.unreadable.is_empty());
    let in_format = !parquet || manifest["parquet"].is_array();
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

/// Refuses what does not fit.
fn fits(arguments: &MergeArguments, plan: &StudyPlan) -> Result<(), Failure> {
    let (scenario, _) = scenario_of(&arguments.plan, plan, 0)?;
    Estimate::of_merging(&scenario.study, plan.points.len()).check(&arguments.output, 1, f64::INFINITY)
}

fn merge_one(
    arguments: &MergeArguments,
    plan: &StudyPlan,
    shards: Vec<Sealed>,
    force: bool,
    terminal: &Terminal,
) -> Result<(), Failure> {
    let (scenario, command) = scenario_of(&arguments.plan, plan, 0)?;
    let (findings, merged) = findings(&scenario, shards, arguments.allow_partial)?;
    let hash = hash(plan);
    let record = record(&scenario, &command, &hash, None);
    let folder = ResultsFolder::create(&arguments.output, force, record).map_err(cannot_write)?;
    let mut folder = folder.with_parquet(wants_parquet(arguments.format)?);
    let trouble = |error| merged.take_trouble().map_or_else(|| cannot_write(error), Failure::from);
    folder.take_trials(&findings, 0).map_err(trouble)?;
    let written = folder.with_conclusion(conclusion(&findings)).finish(&findings).map_err(trouble)?;
    let page = super::report::write(&written.path);
    let finished = Finished {
        trials_asked: plan.trials,
        trials_finished: findings.trials(),
        enough: false,
        chosen: None,
        findings,
    };
    if finished.trials_finished > 0 {
        terminal.tell(&report(&scenario.study, &finished, Stopping::Fixed, &written, terminal))?;
    }
    warn_of_gaps(&finished.findings, plan, terminal);
    page.map(|_| ())
}

fn warn_of_gaps(findings: &Findings, plan: &StudyPlan, terminal: &Terminal) {
    if findings.trials() < plan.trials {
        let there = count(findings.trials() as usize, "trial", "trials");
        terminal.warn(&format!("These are partial results: {there} of {}.", plan.trials));
    }
    if !findings.failed().is_empty() {
        let failed = count(findings.failed().len(), "trial", "trials");
        terminal.warn(&format!("{failed} failed by a fault of the program: see failed_trials.csv."));
    }
}

fn record<'r>(scenario: &'r Scenario, command: &'r str, hash: &'r str, design: Option<Design<'r>>) -> RunRecord<'r> {
    RunRecord {
        study: &scenario.study,
        name: &scenario.name,
        scenario: &scenario.as_run,
        command,
        study_hash: hash,
        design,
    }
}

fn findings(scenario: &Scenario, shards: Vec<Sealed>, partial: bool) -> Result<(Findings, Arc<Merged>), Failure> {
    let merged = Arc::new(Merged::new(&scenario.study, shards, partial).map_err(Failure::of_all)?);
    Ok((Findings::of(&scenario.study, Arc::clone(&merged) as _), merged))
}

/// Merges point by point, so that only one is in memory at a time.
fn merge_design(
    arguments: &MergeArguments,
    plan: &StudyPlan,
    shards: Vec<Sealed>,
    force: bool,
) -> Result<Written, Failure> {
    let of_point = |point: usize| -> Vec<Sealed> {
        shards.iter().filter(|shard| shard.header().of.point as usize == point).cloned().collect()
    };
    let base = super::plan::at_point(&plan.name, &plan.scenario, &[], &plan.structures).map_err(Failure::Scenario)?;
    let points: Vec<(String, Vec<String>)> =
        plan.points.iter().map(|point| (point.name.clone(), values(&point.set))).collect();
    let (hash, design) = (hash(plan), Design { keys: &plan.design, points: &points });
    let structures = plan.structures.join(",");
    let structures = if structures.is_empty() { structures } else { format!(" --structures {structures}") };
    let command = format!("dottedline run scenario.toml{structures}");
    // All points are looked at before anything is written.
    let all: Result<Vec<_>, Failure> = (0..points.len())
        .map(|point| {
            let (scenario, _) = scenario_of(&arguments.plan, plan, point as u32)?;
            findings(&scenario, of_point(point), arguments.allow_partial)
        })
        .collect();
    let all = all?;
    // As it was given, so that the settings of a point do to it what they did.
    let record = RunRecord { scenario: &plan.scenario, ..record(&base, &command, &hash, Some(design)) };
    let folder = ResultsFolder::create(&arguments.output, force, record).map_err(cannot_write)?;
    let mut folder = folder.with_parquet(wants_parquet(arguments.format)?);
    for (point, (findings, merged)) in all.iter().enumerate() {
        let trouble = |error| merged.take_trouble().map_or_else(|| cannot_write(error), Failure::from);
        folder.take_trials(findings, point).map_err(trouble)?;
        folder.take_findings(&findings.clone(), point).map_err(trouble)?;
    }
    folder.close(&all.iter().map(|(findings, _)| findings).collect::<Vec<_>>()).map_err(cannot_write)
}

fn values(set: &[String]) -> Vec<String> {
    set.iter().map(|set| set.split_once('=').map_or_else(String::new, |(_, value)| value.to_owned())).collect()
}
