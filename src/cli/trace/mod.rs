//! `trace`: one trial from close by, in words or as a table.

mod ending;
mod names;
mod office;
mod office_words;
mod parting;
mod weeks;
mod words;

use std::ops::RangeInclusive;

use dottedline::application::chosen_structures;
use dottedline::engine::{EventLog, Life, Plan, Trace};
use dottedline::model::{Structure, Study};
use dottedline::output::Traced;

use super::arguments::{TraceArguments, TraceFormat};
use super::check::read;
use super::failure::Failure;
use super::format::grouped;
use super::terminal::Terminal;

/// A traced trial and what is asked about it.
struct Story<'a> {
    study: &'a Study,
    structures: &'a [Structure],
    trial: u32,
    weeks: RangeInclusive<usize>,
}

/// Follows a customer or the organisation through one trial.
pub(super) fn trace(arguments: &TraceArguments, terminal: &Terminal) -> Result<(), Failure> {
    let mut sets = arguments.sets.clone();
    sets.extend(arguments.seed.map(|seed| format!("study.seed={seed}")));
    let mut scenario = read(&arguments.file, &sets, terminal)?;
    scenario.study.structures = chosen_structures(&scenario.study, &arguments.structures)?;
    check(&scenario.study, arguments)?;
    let study = in_its_world(&scenario.study, arguments.trial)?;
    let slots: Vec<u32> = arguments.customer.into_iter().collect();
    let traces = Plan::new(&study.world).trace_trial(&study.regimes(), study.seed, arguments.trial, &slots);
    let last = study.world.clock.weeks - 1;
    let weeks = arguments.from.unwrap_or(0) as usize..=arguments.to.unwrap_or(last) as usize;
    let story = Story { study: &study, structures: &study.structures, trial: arguments.trial, weeks };
    terminal.data(&story.tell(&traces, arguments.format, terminal))
}

/// The study in the world that the trial assumes.
fn in_its_world(study: &Study, trial: u32) -> Result<Study, Failure> {
    let number = study.uncertainty.as_ref().map_or(0, |assumed| assumed.world_of(trial));
    study.in_world(number).map_err(|error| Failure::Failed(error.to_string()))
}

/// Whether there is such a trial, such a customer, and such weeks.
fn check(study: &Study, arguments: &TraceArguments) -> Result<(), Failure> {
    let (customers, weeks) = (study.world.customers, study.world.clock.weeks);
    let (from, to) = (arguments.from.unwrap_or(0), arguments.to.unwrap_or(weeks - 1));
    let mut wrong = Vec::new();
    if arguments.trial >= study.trials {
        let all = all_of(study.trials, "trial", "trials");
        wrong.push(format!("there is no trial {}: {all}; ask for more with --set study.trials=N", arguments.trial));
    }
    if let Some(customer) = arguments.customer.filter(|&customer| customer >= customers) {
        wrong.push(format!("there is no customer {customer}: {}", all_of(customers, "customer", "customers")));
    }
    for (flag, week) in [("--from", from), ("--to", to)] {
        if week >= weeks {
            wrong.push(format!("{flag} {week}: there is no such week; {}", all_of(weeks, "week", "weeks")));
        }
    }
    if from > to {
        wrong.push(format!("--from {from} is after --to {to}; let them change places"));
    }
    if wrong.is_empty() { Ok(()) } else { Err(Failure::Usage(wrong.join("\nand "))) }
}

/// "the scenario has 200 trials, numbered from 0 to 199".
fn all_of(count: u32, one: &str, many: &str) -> String {
    let (last, count) = (count.saturating_sub(1), f64::from(count));
    match last {
        0 => format!("the scenario has one {one}, number 0"),
        last => format!("the scenario has {} {many}, numbered from 0 to {last}", grouped(count)),
    }
}

impl Story<'_> {
    fn tell(&self, traces: &[Trace], format: TraceFormat, terminal: &Terminal) -> String {
        let Story { study, structures, trial, .. } = *self;
        let table = Traced { world: &study.world, structures, seed: study.seed, trial };
        let lives: Vec<&Life> = traces.iter().filter_map(|trace| trace.lives.first()).collect();
        let events: Vec<&EventLog> = traces.iter().map(|trace| &trace.events).collect();
        match (format, lives.is_empty()) {
            (TraceFormat::Csv, false) => table.lives_csv(&lives, self.weeks.clone()),
            (TraceFormat::Csv, true) => table.events_csv(&events, self.weeks.clone()),
            (TraceFormat::Text, false) => self.customer(&lives, terminal),
            (TraceFormat::Text, true) => self.office(&events, terminal),
        }
    }

    /// "all", "both", or the names of some of the structures.
    fn these(&self, places: &[usize]) -> String {
        match (places.len(), self.structures.len()) {
            (all, count) if all == count && count == 2 => "both".to_owned(),
            (all, count) if all == count => "all".to_owned(),
            _ => places.iter().map(|&place| self.structures[place].id.as_str()).collect::<Vec<_>>().join(", "),
        }
    }
}
