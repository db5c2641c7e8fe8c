//! `run --dry-run`: what would run, and what it would take.

use std::path::Path;

use dottedline::application::RunRequest;
use dottedline::listing;
use dottedline::model::Study;
use dottedline::study::TurningEffort;

use super::format::{count, duration, entry, grouped, horizon, large, memory, wrapped};
use super::table::WIDTH;

/// Where the values of the plan begin.
const INDENT: usize = 18;

/// The plan of a run, in words.
pub(super) fn dry_run(request: &RunRequest<'_>, threads: usize) -> String {
    let (study, estimate, folder) = (&request.scenario.study, request.estimate(), &request.folder);
    let clock = study.world.clock;
    let rows = [
        ("structures", structures(study)),
        ("trials", grouped(f64::from(study.trials))),
        ("weeks", format!("{}, after {} of warm-up", grouped(f64::from(clock.weeks)), clock.warmup_weeks)),
        ("customers", customers(study)),
        ("customer-weeks", large(study.customer_weeks())),
        ("threads", threads.to_string()),
        ("beside", beside(request)),
        ("time", format!("about {} at most", duration(estimate.seconds))),
        ("memory", format!("about {}", memory(estimate.memory))),
        ("disk", format!("about {}", memory(estimate.disk))),
        ("results", results(folder)),
    ];
    let list: String = rows
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| entry(name, value, INDENT, WIDTH))
        .collect();
    let question = wrapped(&study.question, WIDTH);
    format!("Would run: {}\n{}\n{list}\nNothing was run or written.\n", study.title, question.trim_start())
}

/// What is found out beside the trials.
fn beside(request: &RunRequest<'_>) -> String {
    let turning = request.turning_effort().map(|effort| match effort {
        TurningEffort::Quick => "a quick look at what turns the answer".to_owned(),
        TurningEffort::All => {
            let assumptions = request.scenario.study.assumptions().len();
            format!("{}, tried for turning the answer, and pairs", count(assumptions, "assumption", "assumptions"))
        }
    });
    let trials = |levers: u32| count(levers.min(request.scenario.study.trials) as usize, "trial", "trials");
    let levers = request.levers.map(|levers| format!("differences split by levers over {}", trials(levers)));
    turning.into_iter().chain(levers).collect::<Vec<_>>().join("; ")
}

fn structures(study: &Study) -> String {
    let names = study.structures.iter().enumerate().map(|(place, structure)| {
        if place == study.baseline { format!("{} (baseline)", structure.id) } else { structure.id.clone() }
    });
    names.collect::<Vec<_>>().join(", ")
}

fn results(folder: &Path) -> String {
    let there = listing::names(folder).is_ok_and(|names| !names.is_empty());
    format!("{}{}", folder.display(), if there { " (not empty: add --force to replace the results there)" } else { "" })
}

/// How many are simulated, and for how many.
fn customers(study: &Study) -> String {
    let simulated = f64::from(study.world.customers);
    let firm = simulated * study.world.represents;
    if firm == simulated {
        grouped(simulated)
    } else {
        format!("{}, for {} of the firm", grouped(simulated), grouped(firm))
    }
}

/// The size of a study in a line.
pub(super) fn size(study: &Study, trials: u32) -> String {
    let (weeks, trials) = (study.world.clock.weeks, count(trials as usize, "trial", "trials"));
    let customers = count(study.world.customers as usize, "simulated customer", "simulated customers");
    let years = horizon(weeks);
    let weeks = count(weeks as usize, "week", "weeks");
    let time = if years == weeks { weeks } else { format!("{years} ({weeks})") };
    format!("{trials} of {time} with {customers}, seed {}.", study.seed)
}
