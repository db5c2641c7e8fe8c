//! Decisions in sentences for people who plan, without codes.

use dottedline::engine::{Fate, Finish, Idea, Item, Kind, Lack, MandateMove, Review, Terms, Turn};
use dottedline::model::{Line, World};

use super::names::{function, level, plain};
use crate::cli::format::{decimal, listed, signed};

/// "a KPI initiative at branch", "an initiative for customers at call centre", "a bridge to finance at chat".
fn what(world: &World, idea: &Idea) -> String {
    let at = plain(&world.touchpoints[idea.touchpoint].id);
    match (idea.kind, idea.partner) {
        (Kind::Kpi, _) => format!("a KPI initiative at {at}"),
        (Kind::Experience, _) => format!("an initiative for customers at {at}"),
        (Kind::Bridge, Some(partner)) => format!("a bridge to {} at {at}", function(world, partner)),
        (Kind::Bridge, None) => format!("a bridge at {at}"),
    }
}

/// "service's KPI initiative at chat".
fn whose(world: &World, idea: &Idea) -> String {
    format!("{} {}", possessive(&function(world, idea.lead)), bare(world, idea))
}

/// "KPI initiative at chat".
fn bare(world: &World, idea: &Idea) -> String {
    what(world, idea).trim_start_matches("an ").trim_start_matches("a ").to_owned()
}

/// "service's", "sales'".
fn possessive(name: &str) -> String {
    if name.ends_with('s') { format!("{name}'") } else { format!("{name}'s") }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What starts, and on whose word.
pub(super) fn started_words(world: &World, idea: &Idea, item: &Item) -> String {
    let Fate::Started { by_office, terms } = item.fate else { return String::new() };
    let (lead, what) = (capital(&function(world, idea.lead)), what(world, idea));
    let harm = harm(item.true_effect);
    let how = match (terms, by_office) {
        (Terms::Own, _) => "",
        (Terms::OwnMoney, _) => ", with money of its own",
        (Terms::Backed, false) => ", backed by the office",
        (Terms::Backed, true) => ", paid by the office",
        (Terms::Pilot, false) => ", a pilot backed by the office",
        (Terms::Pilot, true) => ", a pilot paid by the office",
        (Terms::Willing, _) => " for the solid group",
        (Terms::Ordered, _) => return format!("{lead} has to start {what}, against its will{harm}."),
    };
    format!("{lead} starts {what}{how}{harm}.")
}

/// A bad effect is said of who meant well, too.
fn harm(effect: f64) -> &'static str {
    if effect < 0.0 { ", which harms customers" } else { "" }
}

/// Who refused what the office wanted, and for what.
pub(super) fn refusal_words(world: &World, idea: &Idea, item: &Item) -> String {
    let answers: Vec<_> = item.say.refusals().collect();
    let who: Vec<String> = answers.iter().map(|answer| function(world, answer.function)).collect();
    let whose = match &answers[..] {
        [only] if only.function == idea.lead => format!("its {}", bare(world, idea)),
        _ => whose(world, idea),
    };
    let who = capital(&listed(&who.iter().map(String::as_str).collect::<Vec<_>>()));
    let verb = if answers.len() == 1 { "refuses" } else { "refuse" };
    let stop = if item.say.verdict() > Some(0.0) { "" } else { "to stop " };
    let mut why: Vec<&str> = answers.iter().map(|answer| lack_words(answer.lacks_most())).collect();
    why.dedup();
    format!("{who} {verb} {stop}{whose} ({}).", listed(&why))
}

fn lack_words(lack: Lack) -> &'static str {
    match lack {
        Lack::Mandate => "weak mandate",
        Lack::Persuasion => "little persuasion",
        Lack::Readiness => "low readiness",
    }
}

/// What the office stopped.
pub(super) fn stopped_words(world: &World, idea: &Idea) -> String {
    format!("The office stops {}.", whose(world, idea))
}

/// What took effect, and how much of it was kept; other initiatives took the rest, unless another reason is said.
pub(super) fn finish_words(world: &World, idea: &Idea, finish: &Finish, effect: f64) -> String {
    let text = capital(&whose(world, idea));
    let kept = finish.kept;
    let causes =
        [(kept.interference, ""), (kept.fidelity, ": it was ordered"), (kept.depth, ": far from its discipline")];
    let worst = causes.into_iter().reduce(|worst, next| if next.0 < worst.0 { next } else { worst });
    let win = if finish.win { ", a win" } else { "" };
    match worst {
        _ if effect < 0.0 => format!("{text}{}{win}.", harm(effect)),
        Some((share, why)) if share < 0.995 => {
            format!("{text}{win} ({} % of its gain kept{why}).", decimal(100.0 * kept.of_gains(), 0))
        }
        _ => format!("{text}{win}, in full."),
    }
}

/// " (10 for KPIs)": how many initiatives serve a KPI of a function.
pub(super) fn for_kpis(ideas: &[&Idea]) -> String {
    match ideas.iter().filter(|idea| idea.kind == Kind::Kpi).count() {
        0 => String::new(),
        1 => " (1 for a KPI)".to_owned(),
        number => format!(" ({number} for KPIs)"),
    }
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
        (true, true, false) if turn.officer_left => {
            Some(format!("The officer leaves in week {week}; the seat is vacant."))
        }
        (true, true, false) => Some(format!("The seat is vacant from week {week} on.")),
        (true, false, true) => Some(format!("A new officer takes the seat in week {week}.")),
        (true, ..) if turn.officer_left => Some(format!("The officer leaves in week {week}.")),
        _ => None,
    }
}

/// What a survey said, and what it did to the office.
pub(super) fn review_words(review: &Review) -> String {
    let change = signed(review.nps - review.nps_a_year_ago, 1);
    let ago = if review.week < 52 { "so far" } else { "in a year" };
    let nps = format!("NPS {} ({change} {ago})", decimal(review.nps, 1));
    let mandate = review.mandate.map_or(String::new(), |moved| format!("; {}", mandate_words(&moved)));
    let end = if review.ended { " THE PROGRAMME ENDS: all lines are gone for good." } else { "" };
    format!("{nps}{mandate}.{end}")
}

/// "mandate .70 → .63, mostly net value".
fn mandate_words(moved: &MandateMove) -> String {
    let (before, after) = (level(moved.before), level(moved.after));
    if before == after {
        return format!("mandate {after}, as before");
    }
    let parts =
        [(moved.by_nps, "NPS"), (moved.by_wins, "wins"), (moved.by_value, "net value"), (-moved.decay, "decay")];
    let towards = |part: f64| if moved.after < moved.before { -part } else { part };
    let most = parts.into_iter().reduce(|most, next| if towards(next.0) > towards(most.0) { next } else { most });
    format!("mandate {before}\u{a0}→\u{a0}{after}, mostly {}", most.map_or("", |(_, why)| why))
}
