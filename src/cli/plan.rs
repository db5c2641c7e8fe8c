//! `plan`: a study shared out, as a file that any machine can run shards of.

#![expect(clippy::disallowed_types, reason = "the only floor with a clock")]

use std::time::Instant;

use dottedline::engine::Plan;
use dottedline::scenario::{self, Scenario};
use dottedline::studies::{DesignPoint, DesignTable, StudyPlan, study_hash};

use super::arguments::PlanArguments;
use super::check::{message, read};
use super::failure::Failure;
use super::format::{count, grouped};
use super::limits::Estimate;
use super::select::keep_structures;
use super::terminal::Terminal;

/// Seconds of a shard on one core, unless somebody asks for more or fewer.
const TARGET_SECONDS: f64 = 60.0;

/// Most shards that are planned by themselves.
const SHARDS_MAX: f64 = 100_000.0;

/// Writes a plan and says how to run it.
pub(super) fn plan(arguments: &PlanArguments, terminal: &Terminal) -> Result<(), Failure> {
    let scenario = resolved(arguments, terminal)?;
    let design = arguments.design.as_deref().map(DesignTable::read).transpose()?;
    let text = &scenario.as_run;
    let points = points(&scenario, text, arguments, design.as_ref())?;
    let study = &scenario.study;
    let mut plan = StudyPlan::new(&scenario.name, text, study.seed, study.trials, points);
    plan.structures = chosen(&scenario, !arguments.structures.is_empty());
    plan.design = design.map(|design| design.keys).unwrap_or_default();
    let seconds = Estimate::of(study, study.trials, 1).seconds * plan.points.len() as f64;
    check_time(seconds, arguments.max_hours)?;
    plan.shards = shards(&plan, &scenario, arguments);
    plan.shards = u32::try_from(plan.tiles(plan.shards).len()).unwrap_or(u32::MAX);
    plan.write(&arguments.output)?;
    say(&plan, arguments, terminal);
    Ok(())
}

/// The scenario as every machine will read it: from its own resolved text.
fn resolved(arguments: &PlanArguments, terminal: &Terminal) -> Result<Scenario, Failure> {
    let mut sets = arguments.sets.clone();
    sets.extend(arguments.trials.map(|trials| format!("study.trials={trials}")));
    sets.extend(arguments.seed.map(|seed| format!("study.seed={seed}")));
    let mut scenario = read(&arguments.file, &sets, terminal)?;
    if let Some(note) = keep_structures(&mut scenario.study, &arguments.structures)? {
        terminal.warn(&note);
    }
    Ok(scenario)
}

/// The structures to run, the baseline first; none if they are all of the scenario's.
fn chosen(scenario: &Scenario, named: bool) -> Vec<String> {
    if !named {
        return Vec::new();
    }
    let study = &scenario.study;
    let baseline = study.structures[study.baseline].id.as_str();
    let others = study.structures.iter().map(|structure| structure.id.as_str()).filter(|id| *id != baseline);
    std::iter::once(baseline).chain(others).map(str::to_owned).collect()
}

fn points(
    scenario: &Scenario,
    text: &str,
    arguments: &PlanArguments,
    design: Option<&DesignTable>,
) -> Result<Vec<DesignPoint>, Failure> {
    let structures = chosen(scenario, !arguments.structures.is_empty());
    let point = |name: &str, set: Vec<String>| {
        let own = at_point(&scenario.name, text, &set, &structures)
            .map_err(|problem| Failure::Scenario(format!("design point {name}:\n{problem}")))?;
        let same = |one: &Scenario| one.study.structures.iter().map(|s| s.id.clone()).collect::<Vec<_>>();
        if same(&own) != same(scenario) || own.study.baseline != scenario.study.baseline {
            return Err(Failure::BadData(format!("design point {name} has other structures than the scenario")));
        }
        let study_hash = study_hash(&own.identity(), scenario.study.seed, "");
        Ok(DesignPoint { name: name.to_owned(), set, study_hash })
    };
    let Some(design) = design else { return Ok(vec![point("", Vec::new())?]) };
    let set = |values: &[String]| design.keys.iter().zip(values).map(|(key, value)| format!("{key}={value}")).collect();
    design.points.iter().map(|(name, values)| point(name, set(values))).collect()
}

/// The scenario at a design point, from the text in a plan; or all that is wrong with it.
pub(super) fn at_point(name: &str, text: &str, set: &[String], structures: &[String]) -> Result<Scenario, String> {
    let mut scenario = scenario::parse(name, text, set).map_err(|error| message(&error, false))?;
    keep_structures(&mut scenario.study, structures).map_err(|failure| format!("{failure:?}"))?;
    Ok(scenario)
}

fn check_time(seconds: f64, most_hours: f64) -> Result<(), Failure> {
    if seconds <= 3600.0 * most_hours {
        return Ok(());
    }
    Err(Failure::TooMuch(format!(
        "this would take about {} hours on one core, and the limit is {most_hours}; allow more with --max-hours",
        grouped((seconds / 3600.0).ceil())
    )))
}

/// As many shards as were asked for, or so many that each takes about the time that was.
fn shards(plan: &StudyPlan, scenario: &Scenario, arguments: &PlanArguments) -> u32 {
    arguments.shards.unwrap_or_else(|| {
        let wanted = arguments.target_seconds.unwrap_or(TARGET_SECONDS);
        let all = one_trial_takes(scenario) * f64::from(plan.trials) * plan.points.len() as f64;
        (all / wanted).ceil().clamp(1.0, SHARDS_MAX) as u32
    })
}

/// Seconds of the first trial on this machine.
fn one_trial_takes(scenario: &Scenario) -> f64 {
    let begun = Instant::now();
    let study = &scenario.study;
    drop(Plan::new(&study.world).run_trial(&study.regimes(), study.seed, 0));
    begun.elapsed().as_secs_f64()
}

fn say(plan: &StudyPlan, arguments: &PlanArguments, terminal: &Terminal) {
    let file = arguments.output.display();
    let trials = count(plan.trials as usize, "trial", "trials");
    let each = if plan.has_design() {
        format!("{trials} of each of {}", count(plan.points.len(), "design point", "design points"))
    } else {
        trials
    };
    let shards = plan.shards;
    terminal.note(&format!(
        "{file}: {each} in {}, plan {}.\nRun each, on any machine, and put them together:\n  dottedline run --plan {file} \
         --shard I/{shards} --out shards     (I from 0 to {})\n  dottedline status --plan {file} --out shards\n  dottedline \
         merge --plan {file} --out shards -o results",
        count(shards as usize, "shard", "shards"),
        &plan.plan_hash[..16],
        shards - 1
    ));
}
