//! A study shared out: a plan is made from a scenario, and scenarios are read back from it.

#![expect(clippy::disallowed_types, reason = "how long a shard takes; no number depends on it")]

use std::path::Path;
use std::time::Instant;

use super::command;
use super::error::ApplicationError;
use super::structures::{keep_structures, names_of};
use crate::engine::Plan;
use crate::scenario::{self, Scenario};
use crate::shards::{DesignPoint, DesignTable, ShardOf, StudyPlan, study_hash};

/// Most shards that are planned by themselves.
const SHARDS_MAX: f64 = 100_000.0;

/// Into how many shards a plan is shared out; results do not depend on it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shares {
    /// So many.
    Count(u32),
    /// So many that each takes about this long on one core of this machine, in seconds.
    Lasting(f64),
}

/// Plans a scenario, at every point of a design if there is one, as a single shard. `structures_named` says whether
/// structures were [chosen](super::keep_structures): the plan then names them.
///
/// # Errors
/// A design point at which the scenario is wrong or has other structures.
pub fn plan(
    scenario: &Scenario,
    structures_named: bool,
    design: Option<DesignTable>,
) -> Result<StudyPlan, ApplicationError> {
    let text = &scenario.as_run;
    let structures = if structures_named { names_of(&scenario.study) } else { Vec::new() };
    let points = points(scenario, text, &structures, design.as_ref())?;
    let study = &scenario.study;
    let mut plan = StudyPlan::new(&scenario.name, text, study.seed, study.trials, points);
    plan.structures = structures;
    plan.design = design.map(|design| design.keys).unwrap_or_default();
    Ok(plan)
}

/// Shares a plan out; there may be fewer shards than were asked for.
pub fn share_out(plan: &mut StudyPlan, scenario: &Scenario, shares: Shares) {
    let shards = match shares {
        Shares::Count(shards) => shards,
        Shares::Lasting(seconds) => {
            let all = one_trial_takes(scenario) * f64::from(plan.trials) * plan.points.len() as f64;
            (all / seconds).ceil().clamp(1.0, SHARDS_MAX) as u32
        }
    };
    plan.shards = u32::try_from(plan.tiles(shards).len()).unwrap_or(u32::MAX);
}

/// Seconds of the first trial on this machine.
fn one_trial_takes(scenario: &Scenario) -> f64 {
    let begun = Instant::now();
    let study = &scenario.study;
    drop(Plan::new(&study.world).run_trial(&study.regimes(), study.seed, 0));
    begun.elapsed().as_secs_f64()
}

fn points(
    scenario: &Scenario,
    text: &str,
    structures: &[String],
    design: Option<&DesignTable>,
) -> Result<Vec<DesignPoint>, ApplicationError> {
    let point = |name: &str, set: Vec<String>| {
        let own = at_point(&scenario.name, text, &set, structures)
            .map_err(|error| ApplicationError::Point { point: name.to_owned(), error: Box::new(error) })?;
        let same = |one: &Scenario| one.study.structures.iter().map(|s| s.id.clone()).collect::<Vec<_>>();
        if same(&own) != same(scenario) || own.study.baseline != scenario.study.baseline {
            return Err(ApplicationError::OtherStructures { point: name.to_owned() });
        }
        let study_hash = study_hash(&own.identity(), scenario.study.seed, "");
        Ok(DesignPoint { name: name.to_owned(), set, study_hash })
    };
    let Some(design) = design else { return Ok(vec![point("", Vec::new())?]) };
    let set = |values: &[String]| design.keys.iter().zip(values).map(|(key, value)| format!("{key}={value}")).collect();
    design.points.iter().map(|(name, values)| point(name, set(values))).collect()
}

/// The scenario at a design point, from the text in a plan.
pub(super) fn at_point(
    name: &str,
    text: &str,
    set: &[String],
    structures: &[String],
) -> Result<Scenario, ApplicationError> {
    let mut scenario = scenario::parse(name, text, set)?;
    keep_structures(&mut scenario.study, structures)?;
    Ok(scenario)
}

/// The scenario of a design point of a plan, and the command that runs it; makes sure that it is the one that was planned.
pub(super) fn scenario_of(file: &Path, plan: &StudyPlan, point: u32) -> Result<(Scenario, String), ApplicationError> {
    let own = plan.points.get(point as usize).ok_or(ApplicationError::NoPoint { point })?;
    let scenario = at_point(&plan.name, &plan.scenario, &own.set, &plan.structures)?;
    if study_hash(&scenario.identity(), plan.seed, "") != own.study_hash || scenario.study.seed != plan.seed {
        return Err(ApplicationError::NotAsPlanned { plan: file.to_owned(), point: own.name.clone() });
    }
    let command = command::of_point(&own.set, &plan.structures) + command::without_flips(plan.trials);
    Ok((scenario, command))
}

/// What the shards of a design point are shards of.
pub(super) fn shard_of(plan: &StudyPlan, point: u32) -> Result<ShardOf, ApplicationError> {
    let own = plan.points.get(point as usize).ok_or(ApplicationError::NoPoint { point })?;
    Ok(ShardOf { plan_hash: plan.plan_hash.clone(), study_hash: own.study_hash.clone(), point })
}
