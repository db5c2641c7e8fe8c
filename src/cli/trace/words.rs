//! One week of a life in words.

use dottedline::engine::{Answer, Asked, LifeWeek, Renewal, Visit};
use dottedline::model::World;

use super::names::{change, level, percent, place, plain};
use crate::cli::format::count;

/// Penalties smaller than this are not worth a word.
const TELLING: f64 = 0.005;

/// Where the customer is, in words.
pub(super) fn head(world: &World, week: &LifeWeek) -> String {
    week.visit.as_ref().map_or_else(|| quiet(week).to_owned(), |visit| way(world, visit))
}

/// What happens there; empty if nothing does.
pub(super) fn details(world: &World, week: &LifeWeek) -> String {
    let mut said = week.visit.as_ref().map_or_else(Vec::new, |visit| visit_words(world, week, visit));
    said.extend(week.renewal.as_ref().map(renewal_words));
    said.extend(week.newcomer.map(|_| format!("a newcomer takes the slot: life {}", week.customer + 2)));
    said.extend(week.asked.as_ref().map(survey_words));
    said.join("; ")
}

/// Whether nothing happens in the week.
pub(super) fn is_quiet(week: &LifeWeek) -> bool {
    week.visit.is_none() && week.renewal.is_none() && week.newcomer.is_none() && week.asked.is_none()
}

/// Where a customer without a contact is.
pub(super) fn quiet(week: &LifeWeek) -> &'static str {
    match week.after {
        None => "nobody has the slot",
        Some(state) if state.problem_weeks.is_some() => "away, problem still open",
        Some(_) => "away",
    }
}

fn visit_words(world: &World, week: &LifeWeek, visit: &Visit) -> Vec<String> {
    let mut details = penalties(world, visit);
    let (before, after) = (week.before.unwrap_or_default(), week.after.unwrap_or_default());
    details.push(format!(
        "experience {} against {} expected",
        level(visit.parts.experience),
        level(before.expectation)
    ));
    details.extend(problem_words(before.problem_weeks, visit));
    let (from, to) = (level(before.satisfaction), level(after.satisfaction));
    details.push(format!("satisfaction {from}\u{a0}→\u{a0}{to}"));
    details
}

/// "call centre (service), coming from billing (finance)".
pub(super) fn way(world: &World, visit: &Visit) -> String {
    let here = place(world, visit.touchpoint);
    let owner = |touchpoint: usize| world.touchpoints[touchpoint].owner;
    match visit.from {
        None => here,
        Some(from) if from == visit.touchpoint => format!("{here} again"),
        Some(from) if owner(from) == owner(visit.touchpoint) => {
            format!("{here}, coming from {}", plain(&world.touchpoints[from].id))
        }
        Some(from) => format!("{here}, coming from {}", place(world, from)),
    }
}

/// What makes the experience worse than the touchpoint's quality.
fn penalties(world: &World, visit: &Visit) -> Vec<String> {
    let parts = &visit.parts;
    let handoff = parts.handoff_coordination + parts.handoff_context;
    let mut said = Vec::new();
    if handoff > 0.0 {
        let lacking = parts.handoff_context / world.customer.handoff_context;
        said.push(format!("{}handoff {}", repeats(lacking), change(-handoff)));
    }
    for (what, size) in
        [("queue", parts.overload), ("reorganisation", parts.transition), ("with an open problem", parts.problem)]
    {
        if size >= TELLING {
            said.push(format!("{what} {}", change(-size)));
        }
    }
    said
}

/// What customers have to repeat, by the share of their data that the other function lacks.
fn repeats(lacking: f64) -> &'static str {
    match lacking {
        lacking if lacking >= 0.6 => "had to repeat everything, ",
        lacking if lacking >= 0.35 => "had to repeat a good deal, ",
        lacking if lacking >= 0.1 => "had to repeat a little, ",
        lacking if lacking >= 0.0 => "was already known there, ",
        _ => "",
    }
}

fn problem_words(weeks: Option<u32>, visit: &Visit) -> Option<String> {
    match weeks {
        Some(weeks) if visit.solved => {
            Some(format!("the problem is solved after {}", count(weeks as usize + 1, "week", "weeks")))
        }
        Some(_) => Some("problem still open".to_owned()),
        None => visit.opened.then(|| "a problem opens".to_owned()),
    }
}

fn renewal_words(renewal: &Renewal) -> String {
    let does = if renewal.left { "LEAVES" } else { "stays" };
    format!("contract due, {} likely to leave: {does}", percent(renewal.probability))
}

fn survey_words(asked: &Asked) -> String {
    let says = match asked.answer {
        None => "does not answer",
        Some(Answer::Promoter) => "answers as a promoter",
        Some(Answer::Passive) => "answers as a passive",
        Some(Answer::Detractor) => "answers as a detractor",
    };
    format!("survey: {says}")
}
