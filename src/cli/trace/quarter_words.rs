//! Decisions in sentences for people who plan, without codes.

use dottedline::engine::{Finish, Idea, Item, Kind, Lack, Review, Say, Terms, Turn};
use dottedline::model::{Line, World};

use super::names::{function, level, plain};
use crate::cli::format::{count, decimal, listed};

/// "KPI work at branch", "better experience at call centre", "a bridge to finance at chat".
fn what(world: &World, idea: &Idea) -> String {
    let at = plain(&world.touchpoints[idea.touchpoint].id);
    match (idea.kind, idea.partner) {
        (Kind::Kpi, _) => format!("work for its KPI at {at}"),
        (Kind::Experience, _) => format!("work for customers at {at}"),
        (Kind::Bridge, Some(partner)) => format!("a bridge to {} at {at}", function(world, partner)),
        (Kind::Bridge, None) => format!("a bridge at {at}"),
    }
}

/// The function that leads, as the first word of a sentence.
fn lead(world: &World, idea: &Idea) -> String {
    capital(&function(world, idea.lead))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What starts, and on whose word.
pub(super) fn started_words(world: &World, idea: &Idea, item: &Item) -> String {
    let dottedline::engine::Fate::Started { by_office, terms } = item.fate else { return String::new() };
    let (lead, what) = (lead(world, idea), what(world, idea));
    let paid = if by_office { ", from the office's budget" } else { "" };
    let harm = harm(item.true_effect);
    match terms {
        Terms::Own => format!("{lead} starts {what}{harm}."),
        Terms::OwnMoney => format!("{lead} starts {what} with money of its own{harm}."),
        Terms::Backed => format!("{lead} starts {what}, backed by the office{paid}{harm}."),
        Terms::Pilot => format!("{lead} starts {what} as a pilot, backed by the office{paid}{harm}."),
        Terms::Willing => format!("{lead} starts {what} for the solid group{paid}{harm}."),
        Terms::Ordered => format!("{lead} has to start {what} against its will{paid}{harm}."),
    }
}

fn harm(effect: f64) -> &'static str {
    if effect < 0.0 { ", at customers' cost" } else { "" }
}

/// What the office wanted, and who refused it for what.
pub(super) fn refusal_words(world: &World, idea: &Idea, item: &Item) -> String {
    let wish = match item.say.verdict() {
        Some(verdict) if verdict > 0.0 => "back",
        _ => "stop",
    };
    let refusals = item.say.refusals().map(|answer| {
        let why = match answer.lacks_most() {
            Lack::Mandate => "the office's mandate is too weak",
            Lack::Persuasion => "it is not persuaded",
            Lack::Readiness => "it is not ready for it",
        };
        (function(world, answer.function), why)
    });
    let refusals: Vec<(String, &str)> = refusals.collect();
    let lead = function(world, idea.lead);
    let who: Vec<&str> = refusals.iter().map(|(name, _)| if *name == lead { "it" } else { name.as_str() }).collect();
    let (who, why) = (listed(&who), refusals.first().map_or("", |(_, why)| why));
    let verb = if refusals.len() == 1 { "refuses" } else { "refuse" };
    let why = if refusals.len() == 1 { why } else { "the office cannot win them over" };
    format!("The office would {wish} {lead}'s {}; {who} {verb}, as {why}.", what(world, idea).trim_start_matches("a "))
}

/// What the office stopped.
pub(super) fn stopped_words(world: &World, idea: &Idea, item: &Item) -> String {
    let consent = if matches!(item.say, Say::Asks { .. }) { ", and it consents" } else { "" };
    let what = what(world, idea);
    format!("The office stops {}'s {}{consent}.", function(world, idea.lead), what.trim_start_matches("a "))
}

/// What took effect, and how much of it was kept.
pub(super) fn finish_words(world: &World, idea: &Idea, finish: &Finish, effect: f64) -> String {
    let what = what(world, idea);
    let text = format!("{}'s {} takes effect", lead(world, idea), what.trim_start_matches("a "));
    let kept = finish.kept;
    let causes = [
        (kept.interference, "other initiatives interfere"),
        (kept.fidelity, "it was ordered"),
        (kept.depth, "its specialists are far from their discipline"),
    ];
    let worst = causes.into_iter().reduce(|worst, next| if next.0 < worst.0 { next } else { worst });
    let win = if finish.win { "; a win of the office" } else { "" };
    match worst {
        _ if effect < 0.0 => format!("{text}{}.", harm(effect)),
        Some((share, why)) if share < 0.995 => {
            format!("{text}; {} % of its gain is left, as {why}{win}.", decimal(100.0 * kept.of_gains(), 0))
        }
        _ => format!("{text} in full{win}."),
    }
}

/// " And 12 more: 9 for KPI, 2 for customers, 1 bridge."
pub(super) fn summed_up<'i>(ideas: impl Iterator<Item = &'i Idea>) -> String {
    let kinds: Vec<Kind> = ideas.map(|idea| idea.kind).collect();
    let of = |kind: Kind, one: &str, many: &str| {
        let number = kinds.iter().filter(|&&other| other == kind).count();
        (number > 0).then(|| format!("{number} {}", if number == 1 { one } else { many }))
    };
    let said = [
        of(Kind::Kpi, "for a KPI", "for KPIs"),
        of(Kind::Experience, "for customers", "for customers"),
        of(Kind::Bridge, "bridge", "bridges"),
    ];
    let said: Vec<String> = said.into_iter().flatten().collect();
    let said = listed(&said.iter().map(String::as_str).collect::<Vec<_>>());
    if kinds.is_empty() { String::new() } else { format!(" And {} more: {said}.", kinds.len()) }
}

/// Ideas that waited too long.
pub(super) fn dropped_words(number: usize) -> Option<String> {
    let ideas = count(number, "idea is dropped, as too old", "ideas are dropped, as too old");
    (number > 0).then(|| format!("{ideas}."))
}

/// "Solid lines to service and sales; dotted lines to finance."
pub(super) fn lines_words(world: &World, lines: &[Line]) -> String {
    capital(&lines_phrase(world, lines)) + "."
}

/// "solid lines to service and sales, dotted lines to finance".
pub(super) fn lines_phrase(world: &World, lines: &[Line]) -> String {
    let of = |line: Line| {
        let all: Vec<String> = (0..lines.len()).filter(|&f| lines[f] == line).map(|f| function(world, f)).collect();
        let names: Vec<&str> = all.iter().map(String::as_str).collect();
        match line {
            _ if all.is_empty() => None,
            Line::None => Some(format!("no line to {}", listed(&names))),
            line if all.len() == lines.len() => Some(format!("{} lines to all", line.name())),
            line => Some(format!("{} lines to {}", line.name(), listed(&names))),
        }
    };
    if lines.iter().all(|&line| line == Line::None) {
        return "no lines".to_owned();
    }
    Line::ALL.into_iter().rev().filter_map(of).collect::<Vec<_>>().join(", ")
}

/// That the officer leaves, that the seat is vacant or taken again.
pub(super) fn seat_words(before: Option<&Turn>, turn: &Turn) -> Option<String> {
    let has_lines = |turn: &Turn| turn.lines.iter().any(|&line| line != Line::None);
    let was_seated = before.is_none_or(|before| before.seated || !has_lines(before));
    let week = turn.week;
    match (has_lines(turn), was_seated, turn.seated) {
        (true, true, false) if turn.officer_left => Some(format!("The officer leaves in week {week}; the seat is vacant.")),
        (true, true, false) => Some(format!("The seat is vacant from week {week} on.")),
        (true, false, true) => Some(format!("A new officer takes the seat in week {week}.")),
        (true, ..) if turn.officer_left => Some(format!("The officer leaves in week {week}.")),
        _ => None,
    }
}

/// What a survey said, and what it did to the office.
pub(super) fn review_words(review: &Review) -> String {
    let change = review.nps - review.nps_a_year_ago;
    let ago = match decimal(change.abs(), 1) {
        same if same == "0.0" => "as a year before".to_owned(),
        size if change > 0.0 => format!("{size} above the year before"),
        size => format!("{size} below the year before"),
    };
    let nps = format!("The survey of week {} finds an NPS of {}, {ago}.", review.week, decimal(review.nps, 1));
    let Some(moved) = review.mandate else { return nps };
    let (before, after) = (level(moved.before), level(moved.after));
    let wins = count(review.wins as usize, "win", "wins");
    let parts = [
        (moved.by_nps, "for the NPS".to_owned()),
        (moved.by_wins, format!("for {wins}")),
        (moved.by_value, "for the net value".to_owned()),
        (-moved.decay, "as mandates fade".to_owned()),
    ];
    let moved_by = moved.after - moved.before;
    let most = parts.into_iter().reduce(|most, next| if next.0 * moved_by > most.0 * moved_by { next } else { most });
    let why = most.map_or(String::new(), |(_, why)| why);
    let mandate = match (before == after, moved_by > 0.0) {
        (true, _) => format!("The office's mandate stays at {after}."),
        (_, true) => format!("The office's mandate rises from {before} to {after}, mostly {why}."),
        _ => format!("The office's mandate falls from {before} to {after}, mostly {why}."),
    };
    let end = if review.ended { " THE PROGRAMME ENDS: all lines are gone for good." } else { "" };
    format!("{nps} {mandate}{end}")
}
