//! The command that repeats a run from its results folder: part of what the folder says of itself, whoever asked for the run
//! and however. The only place of this floor that knows words of the command line.

use super::structures::names_of;
use crate::model::{Practical, Study};
use crate::study::{Input, LEVER_TRIALS, QUICK_LEAST, SearchDesign, SensitivityEffort, Stopping, TurningEffort};

/// The flags for what is found out beside the trials' own results: what turns the answer, and over how many trials levers are split.
pub(super) fn beside(trials: u32, turning: Option<TurningEffort>, levers: Option<u32>) -> String {
    let flips = match turning {
        Some(TurningEffort::Quick) => "",
        Some(TurningEffort::All) => " --all-flips",
        None => without_flips(trials),
    };
    let levers = match levers {
        None => String::new(),
        Some(LEVER_TRIALS) => " --levers".to_owned(),
        Some(trials) => format!(" --levers={trials}"),
    };
    flips.to_owned() + &levers
}

/// The command that repeats a run. Threads and places change no result and are left out.
pub(super) fn of_run(study: &Study, named: bool, stopping: Stopping, beside: &str) -> String {
    let until = match stopping {
        Stopping::Decided => format!(" --until decided --max-trials {}", study.trials),
        Stopping::Precision(half_width) => format!(" --until precision={half_width} --max-trials {}", study.trials),
        Stopping::Fixed => String::new(),
    };
    let names = if named { names_of(study) } else { Vec::new() };
    format!("{}{until}{}{beside}", of_settings(&[]), structures(&names))
}

/// What such a command says where no turning points were looked for; nothing where a run has none anyway.
pub(super) const fn without_flips(trials: u32) -> &'static str {
    if trials < QUICK_LEAST { "" } else { " --no-flips" }
}

/// The command that runs a scenario with these settings and these structures; all of them if none is named.
pub(super) fn of_point(settings: &[String], names: &[String]) -> String {
    of_settings(settings) + &structures(names)
}

/// The command that repeats a sweep in its folder.
pub(super) fn of_sweep(trials: u32) -> String {
    format!("dottedline sweep scenario.toml --design design.csv --trials {trials}")
}

/// The command that repeats a sensitivity analysis in its folder.
pub(super) fn of_sensitivity(inputs: &[Input], trials: u32, effort: SensitivityEffort) -> String {
    let named = inputs.iter().filter(|input| !input.around_today);
    let vary: String = named.map(|one| format!(" --vary {}={}..{}", one.address, one.low, one.high)).collect();
    let SensitivityEffort { trajectories, rows, .. } = effort;
    format!("dottedline sensitivity scenario.toml{vary} --trajectories {trajectories} --rows {rows} --trials {trials}")
}

/// The command that repeats a map in its folder.
pub(super) fn of_map([across, up]: &[Input; 2], trials: u32, points: u32) -> String {
    let axis = |name: &str, input: &Input| format!(" --{name} {}={}..{}", input.address, input.low, input.high);
    format!("dottedline map scenario.toml{}{} --points {points} --trials {trials}", axis("x", across), axis("y", up))
}

/// The command that repeats a search in its folder.
pub(super) fn of_search(study: &Study, design: &SearchDesign) -> String {
    let usual = SearchDesign::of(study, &design.metric);
    let delta = match design.practical {
        Practical::Absolute(size) if usual.is_none_or(|usual| usual.practical != design.practical) => {
            format!(" --delta {size}")
        }
        _ => String::new(),
    };
    let keeps: String = design.keeps.iter().map(|keep| format!(" --keep '{}'", keep.text())).collect();
    let offices: Vec<&str> = design.offices.iter().map(|office| office.name).collect();
    let weeks: Vec<String> = design.stages.iter().map(ToString::to_string).collect();
    let stages = if weeks.is_empty() { String::new() } else { format!(" --stages {}", weeks.join(",")) };
    let pareto = if design.pareto { " --pareto" } else { "" };
    let SearchDesign { metric, budget, .. } = design;
    format!(
        "dottedline search scenario.toml --objective {metric}{delta}{keeps} --office {} --budget {budget}{stages}{pareto}",
        offices.join(",")
    )
}

fn of_settings(settings: &[String]) -> String {
    let settings: String = settings.iter().map(|setting| format!(" --set {setting}")).collect();
    format!("dottedline run scenario.toml{settings}")
}

fn structures(names: &[String]) -> String {
    if names.is_empty() { String::new() } else { format!(" --structures {}", names.join(",")) }
}

/// The rule of stopping in such a command; empty for a fixed number of trials.
pub(super) fn until_of(command: &str) -> &str {
    let rule = command.split_once("--until ").map_or("", |(_, rest)| rest);
    rule.split(' ').next().unwrap_or_default()
}
