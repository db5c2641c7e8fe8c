//! `plan`: a study shared out, as a file that any machine can run shards of.

use dottedline::application::{self, Resources, Shares, keep_structures, share_out};
use dottedline::scenario::Scenario;
use dottedline::shards::{DesignTable, StudyPlan};

use super::arguments::PlanArguments;
use super::check::read;
use super::failure::Failure;
use super::format::{count, grouped};
use super::sweep::points;
use super::sweep_arguments::{DesignArguments, DesignSource};
use super::terminal::Terminal;

/// Seconds of a shard on one core, unless somebody asks for more or fewer.
const TARGET_SECONDS: f64 = 60.0;

/// Writes a plan and says how to run it.
pub(super) fn plan(arguments: &PlanArguments, terminal: &Terminal) -> Result<(), Failure> {
    let scenario = resolved(arguments, terminal)?;
    let design = design(&arguments.design, &scenario)?;
    let mut plan = application::plan(&scenario, !arguments.structures.is_empty(), design)?;
    let study = &scenario.study;
    let seconds = Resources::of(study, study.trials, 1).seconds * plan.points.len() as f64;
    check_time(seconds, arguments.max_hours)?;
    share_out(&mut plan, &scenario, shares(arguments));
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
        terminal.warn(&note.to_string());
    }
    Ok(scenario)
}

/// The design that the flags ask for, if they ask for one. A file may have other values than numbers.
fn design(arguments: &DesignArguments, scenario: &Scenario) -> Result<Option<DesignTable>, Failure> {
    if arguments.vary.is_empty() && arguments.design.is_none() {
        return Ok(None);
    }
    if let DesignSource::File(file) = arguments.source().map_err(Failure::Usage)? {
        return Ok(Some(DesignTable::read(&file)?));
    }
    let (keys, points) = points(arguments, scenario)?;
    let text = |(name, values): (String, Vec<f64>)| (name, values.iter().map(ToString::to_string).collect());
    Ok(Some(DesignTable { keys, points: points.into_iter().map(text).collect() }))
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
fn shares(arguments: &PlanArguments) -> Shares {
    let lasting = Shares::Lasting(arguments.target_seconds.unwrap_or(TARGET_SECONDS));
    arguments.shards.map_or(lasting, Shares::Count)
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
