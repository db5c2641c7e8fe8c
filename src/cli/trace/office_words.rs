//! Ideas, verdicts and refusals in words.

use dottedline::engine::{Consent, EventLog, Fate, Finish, Idea, Item, Kind, Lack, Say, Terms};
use dottedline::model::World;

use super::names::{change, fine, function, level, plain};
use crate::cli::format::listed;

/// "c12.3": the third idea of cycle 12.
pub(super) fn name(idea: &Idea) -> String {
    format!("c{}.{}", idea.cycle, idea.ordinal)
}

/// "c12.3 service, experience at call centre, cost .92, KPI -.31".
pub(super) fn headline(world: &World, idea: &Idea) -> String {
    let at = plain(&world.touchpoints[idea.touchpoint].id);
    let what = match (idea.kind, idea.partner) {
        (Kind::Kpi, _) => format!("KPI work at {at}"),
        (Kind::Experience, _) => format!("better experience at {at}"),
        (Kind::Bridge, Some(partner)) => format!("bridge to {} at {at}", function(world, partner)),
        (Kind::Bridge, None) => format!("bridge at {at}"),
    };
    let (lead, cost, kpi) = (function(world, idea.lead), level(idea.cost), change(idea.kpi));
    format!("{} {lead}: {what}, cost {cost}, KPI {kpi}", name(idea))
}

/// What it does to customers, as it is and as it is seen.
pub(super) fn seen(world: &World, idea: &Idea, item: &Item) -> String {
    let holder = if item.solid { "the solid group".to_owned() } else { function(world, idea.lead) };
    let officer = item.officer_seen.filter(|_| !item.solid);
    let office = officer.map_or(String::new(), |seen| format!(", in the office's {}", fine(seen)));
    format!("customers: truly {}, in the eyes of {holder} {}{office}", fine(item.true_effect), fine(item.seen))
}

/// What the office said, and what came of the idea.
pub(super) fn outcome(world: &World, idea: &Idea, item: &Item) -> String {
    let mut said: Vec<String> = say(world, &item.say).into_iter().collect();
    said.push(fate(world, idea, item));
    said.join("; ")
}

fn say(world: &World, say: &Say) -> Option<String> {
    let Say::Asks { verdict, answers } = say else {
        return match say {
            Say::NoTime(verdict) => {
                let wish = if *verdict > 0.0 { "back" } else { "stop" };
                Some(format!("the office would {wish} it ({}) but has no time left", change(*verdict)))
            }
            _ => None,
        };
    };
    let worth = change(*verdict);
    let refusals: Vec<String> = say.refusals().map(|answer| refusal(world, answer)).collect();
    let consenting: Vec<String> =
        answers.iter().filter(|answer| answer.given).map(|answer| function(world, answer.function)).collect();
    let names = |names: &[String]| listed(&names.iter().map(String::as_str).collect::<Vec<_>>());
    Some(match (*verdict > 0.0, refusals.is_empty()) {
        (true, true) => {
            let pilot = if answers.iter().any(|answer| answer.pilot) { " as a pilot" } else { "" };
            format!("BACKED by the office{pilot} ({worth}), with the consent of {}", names(&consenting))
        }
        (false, true) => format!("the office says no ({worth}), and {} consents", names(&consenting)),
        (true, false) => format!("the office would back it ({worth}), but {}", names(&refusals)),
        (false, false) => format!("the office would stop it ({worth}), but {}", names(&refusals)),
    })
}

/// "service refuses (likely to consent: 28 %, for lack of readiness)".
fn refusal(world: &World, answer: &Consent) -> String {
    let lack = match answer.lacks_most() {
        Lack::Mandate => "mandate",
        Lack::Persuasion => "persuasion",
        Lack::Readiness => "readiness",
    };
    format!(
        "{} refuses (consent {}, mostly for lack of {lack}; draw {})",
        function(world, answer.function),
        level(answer.probability),
        level(answer.draw)
    )
}

fn fate(world: &World, idea: &Idea, item: &Item) -> String {
    let holder = if item.solid { "the solid group".to_owned() } else { function(world, idea.lead) };
    let value = change(item.value);
    match item.fate {
        Fate::Stopped => "STOPPED for good".to_owned(),
        Fate::Started { by_office, terms } => {
            let payer = if by_office { "the office's budget" } else { "the budget" };
            match terms {
                Terms::OwnMoney => {
                    let lead = function(world, idea.lead);
                    format!("STARTED by {lead} with money of its own (worth {value} to {holder})")
                }
                Terms::Ordered => {
                    let lead = function(world, idea.lead);
                    format!("STARTED by {holder} (worth {value}) as an ORDER to {lead}, paid from {payer}")
                }
                _ => format!("STARTED by {holder} (worth {value}), paid from {payer}"),
            }
        }
        Fate::NotWorthIt => format!("not worth it to {holder} ({value})"),
        Fate::NeedsBacking => "a bridge that nobody backs".to_owned(),
        Fate::NoMoney { left } => format!("worth {value} to {holder}, but its budget has {} left", level(left)),
        Fate::NoAttention => format!("worth {value} to {holder}, which cannot look after more"),
    }
}

/// An initiative that took effect.
pub(super) fn finish(world: &World, events: &EventLog, finish: &Finish) -> String {
    let Some(idea) = events.ideas.get(finish.idea) else { return String::new() };
    let others: Vec<&Idea> = finish.interfering.iter().filter_map(|&other| events.ideas.get(other)).collect();
    let kept = finish.kept;
    let mut why = Vec::new();
    if !others.is_empty() {
        why.push(format!("{} interfered: {} left", interfering(world, &others), level(kept.interference)));
    }
    let also = [
        (kept.fidelity, "ordered work"),
        (kept.depth, "far from its discipline"),
        (kept.transition, "of KPI in transition"),
    ];
    why.extend(
        also.iter().filter(|(share, _)| *share < 1.0).map(|(share, what)| format!("{what}: {} left", level(*share))),
    );
    let gains = if why.is_empty() { String::new() } else { format!("; {} of its gains kept", level(kept.of_gains())) };
    let why: String = why.iter().map(|one| format!("; {one}")).collect();
    let win = if finish.win { "; a win of the office" } else { "" };
    format!("{}{why}{gains}{win}", headline(world, idea))
}

/// Initiatives that interfere are named one by one, up to so many; more are counted by function.
const MOST_NAMED: usize = 4;

fn interfering(world: &World, others: &[&Idea]) -> String {
    let said: Vec<String> = if others.len() <= MOST_NAMED {
        others.iter().map(|other| format!("{} of {}", name(other), function(world, other.lead))).collect()
    } else {
        let of = |f: usize| others.iter().filter(|other| other.lead == f).count();
        let counted = (0..world.functions.len()).filter(|&f| of(f) > 0);
        counted.map(|f| format!("{} of {}", of(f), function(world, f))).collect()
    };
    let said = listed(&said.iter().map(String::as_str).collect::<Vec<_>>());
    if others.len() <= MOST_NAMED { said } else { format!("{} initiatives ({said})", others.len()) }
}
