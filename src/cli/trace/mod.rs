//! `trace`: one trial from close by, in words or as a table.

mod ending;
mod finding;
mod names;
mod office;
mod office_words;
mod pair;
mod parting;
mod quarter_words;
mod quarters;
mod story;
mod turning_points;
mod wanted;
mod weeks;
mod words;
mod worlds;

use std::ops::RangeInclusive;

use dottedline::application::chosen_structures;
use dottedline::engine::{EventLog, Life, Plan, Trace};
use dottedline::model::{Structure, Study};
use dottedline::output::Traced;

use super::check::read;
use super::failure::Failure;
use super::format::grouped;
use super::terminal::Terminal;
use super::trace_arguments::{TraceArguments, TraceFormat};
use finding::Found;
use wanted::Wanted;
use worlds::in_its_world;

/// Names of structures that are longer together have a flag each, so that lines are no wider than the terminal.
const SHORT: usize = 60;

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
    let mut study = read(&arguments.file, &sets, terminal)?.study;
    let wanted = check(&study, arguments)?;
    let named = if arguments.structures.is_empty() { wanted.structures() } else { arguments.structures.clone() };
    study.structures = chosen_structures(&study, &named)?;
    if arguments.wanted.is_empty() {
        let slots: Vec<u32> = arguments.customer.into_iter().collect();
        return terminal.data(&followed(&study, arguments, arguments.trial, &slots, |story, traces| {
            story.tell(traces, arguments, terminal)
        })?);
    }
    let found = finding::find(&study, &wanted, arguments.trial, terminal)?;
    terminal.data(&followed(&study, arguments, found.trial, &[found.slot], |story, traces| match arguments.format {
        TraceFormat::Csv => {
            terminal.note(&story.found(&found, &wanted));
            story.tell(traces, arguments, terminal)
        }
        TraceFormat::Text => {
            let lives: Vec<&Life> = traces.iter().filter_map(|trace| trace.lives.first()).collect();
            let command = story::command(&everything(arguments, &found, story.structures));
            story.told_short(&lives, &found, &wanted, terminal) + &command
        }
    })?)
}

/// What is told of one trial in which these customers are watched.
fn followed(
    study: &Study,
    arguments: &TraceArguments,
    trial: u32,
    slots: &[u32],
    tell: impl Fn(&Story<'_>, &[Trace]) -> String,
) -> Result<String, Failure> {
    let study = in_its_world(study, trial)?;
    let traces = Plan::new(&study.world).trace_trial(&study.regimes(), study.seed, trial, slots);
    let last = study.world.clock.weeks - 1;
    let weeks = arguments.from.unwrap_or(0) as usize..=arguments.to.unwrap_or(last) as usize;
    let story = Story { study: &study, structures: &study.structures, trial, weeks };
    Ok(tell(&story, &traces))
}

/// The command that shows every week of a life that was found.
fn everything(arguments: &TraceArguments, found: &Found, structures: &[Structure]) -> Vec<String> {
    let mut words = vec!["dottedline".to_owned(), "trace".to_owned(), arguments.file.display().to_string()];
    let mut flag = |name: &str, value: String| words.extend([name.to_owned(), value]);
    flag("--customer", found.slot.to_string());
    flag("--trial", found.trial.to_string());
    let names: Vec<&str> = structures.iter().map(|structure| structure.id.as_str()).collect();
    let all = names.join(",");
    if all.len() <= SHORT {
        flag("--structures", all);
    } else {
        names.iter().for_each(|name| flag("--structures", (*name).to_owned()));
    }
    arguments.seed.iter().for_each(|seed| flag("--seed", seed.to_string()));
    arguments.sets.iter().for_each(|set| flag("--set", set.clone()));
    words
}

/// Whether there is such a trial, such a customer, and such weeks; and who is looked for.
fn check(study: &Study, arguments: &TraceArguments) -> Result<Wanted, Failure> {
    let (customers, weeks) = (study.world.customers, study.world.clock.weeks);
    let (from, to) = (arguments.from.unwrap_or(0), arguments.to.unwrap_or(weeks - 1));
    let (wanted, mut wrong) = match Wanted::read(study, &arguments.wanted) {
        Ok(wanted) => (wanted, Vec::new()),
        Err(wrong) => (Wanted::default(), wrong),
    };
    wrong.extend(structures_missing(study, &wanted, &arguments.structures));
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
    wrong.extend(idle_flags(arguments));
    if wrong.is_empty() { Ok(wanted) } else { Err(Failure::Usage(wrong.join("\nand "))) }
}

/// Structures that are not there, or that `--where` names and `--structures` leaves out.
fn structures_missing(study: &Study, wanted: &Wanted, names: &[String]) -> Vec<String> {
    let unknown = names.iter().filter_map(|name| chosen_structures(study, std::slice::from_ref(name)).err());
    let mut wrong: Vec<String> = unknown.map(|error| error.to_string()).collect();
    wrong.extend(wanted.missing(names).map(|name| {
        format!("--where asks for `{name}`, which is not among --structures; add it there, or leave --structures out")
    }));
    wrong
}

/// Flags that would change nothing.
fn idle_flags(arguments: &TraceArguments) -> Vec<String> {
    let (text, mut wrong) = (arguments.format == TraceFormat::Text, Vec::new());
    if text && !arguments.wanted.is_empty() && (arguments.from, arguments.to) != (None, None) {
        let why = "--from and --to: the story of --where is told as a whole";
        wrong.push(format!("{why}; leave them out, or ask for --format csv"));
    }
    if arguments.details && !arguments.office {
        wrong.push("--details has the ideas of the organisation; ask for them with --office".to_owned());
    }
    if !text && arguments.details {
        wrong.push("--details is for words; the table of --format csv has all ideas anyway".to_owned());
    }
    wrong
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
    fn tell(&self, traces: &[Trace], arguments: &TraceArguments, terminal: &Terminal) -> String {
        let Story { study, structures, trial, .. } = *self;
        let table = Traced { world: &study.world, structures, seed: study.seed, trial };
        let lives: Vec<&Life> = traces.iter().filter_map(|trace| trace.lives.first()).collect();
        let events: Vec<&EventLog> = traces.iter().map(|trace| &trace.events).collect();
        match (arguments.format, lives.is_empty()) {
            (TraceFormat::Csv, false) => table.lives_csv(&lives, self.weeks.clone()),
            (TraceFormat::Csv, true) => table.events_csv(&events, self.weeks.clone()),
            (TraceFormat::Text, false) => self.customer(&lives, terminal),
            (TraceFormat::Text, true) if arguments.details => self.office_details(&events, terminal),
            (TraceFormat::Text, true) => self.office_page(&events, terminal),
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
