//! The turning points of a life, beside another life of the same customer.

use dottedline::engine::{ExperienceSums, Life, LifeWeek, Parting, Visit, Way};
use dottedline::model::World;

use super::ending::reason;
use super::names::{level, percent, place};
use super::pair::Pair;
use super::parting::{causes, level_or_fine};
use super::words::{quiet, way};
use crate::cli::format::{count, grouped};

/// A difference of experience that somebody feels.
const FELT: f64 = 0.02;

/// A difference of satisfaction that is worth a line.
const LOWER: f64 = 0.05;

/// A week, or several, of which something is to be told.
pub(super) struct Point {
    first: usize,
    last: usize,
    pub(super) text: String,
}

impl Point {
    fn at(week: usize, text: String) -> Point {
        Point { first: week, last: week, text }
    }

    /// "week 31", or "weeks 32-38".
    pub(super) fn label(&self) -> String {
        super::weeks::weeks_label(self.first, self.last)
    }
}

/// What a life turned on, in the order of time.
pub(super) fn of(world: &World, pair: &Pair<'_>) -> Vec<Point> {
    let partings = partings(pair);
    let parted = match (partings.first(), pair.lives.len()) {
        (Some(parting), _) => parting.week,
        (None, 1) => 0,
        _ => pair.until,
    };
    let mut points = Vec::from_iter(before(world, pair, parted));
    points.extend(partings.iter().map(|parting| Point::at(parting.week, parting_words(world, pair, *parting))));
    points.extend(felt(world, pair, &partings));
    points.extend(open_problem(world, pair, &partings));
    points.extend(between(pair, parted));
    points.extend(lowest(pair, parted));
    points.push(ending(pair));
    points.extend(afterwards(pair));
    points.sort_by_key(|point| (point.first, point.last));
    points
}

/// The ways in which the lives part before the end.
fn partings(pair: &Pair<'_>) -> Vec<Parting> {
    let [told, other] = pair.lives[..] else { return Vec::new() };
    let all = told.partings(other);
    let problem = all.iter().any(|parting| parting.way == Way::Problem);
    let tells = |parting: &Parting| match parting.way {
        Way::Experience | Way::Problem => true,
        // With a problem in one life only, customers go elsewhere: that is no news.
        Way::Path => !problem,
        Way::Leaving => false,
    };
    all.into_iter().filter(|parting| parting.week <= pair.until).filter(tells).collect()
}

/// What was alike.
fn before(world: &World, pair: &Pair<'_>, parted: usize) -> Option<Point> {
    let last = parted.checked_sub(1)?;
    let contacts = visits(pair.lives[0], 0..parted).count();
    let alike = if pair.lives.len() == 2 { "the same under both: " } else { "" };
    let text = match contacts {
        0 => format!("{alike}no contact"),
        number => format!("{alike}{} ({})", count(number, "contact", "contacts"), pair.places(world, 0..parted)),
    };
    Some(Point { first: 0, last, text })
}

fn parting_words(world: &World, pair: &Pair<'_>, parting: Parting) -> String {
    let weeks = pair.weeks(parting.week);
    let (told, other) = (weeks[0], weeks[1]);
    match (parting.way, &told.visit, &other.visit) {
        (Way::Experience, Some(one), Some(another)) if gap(one, another) < FELT => {
            format!("a first difference, too small to be felt, at {}", place(world, one.touchpoint))
        }
        (Way::Experience, Some(one), Some(another)) => {
            format!("the lives part at {}", experience_words(world, pair, [one, another]))
        }
        (Way::Problem, ..) => problem_words(world, pair, [told, other]),
        _ => {
            let step = |week: &LifeWeek| week.visit.map_or_else(|| quiet(week).to_owned(), |visit| way(world, &visit));
            let [name, beside] = [pair.names[0], pair.names[1]];
            format!("another way: {} under {name}, {} under {beside}", step(told), step(other))
        }
    }
}

/// "branch (sales): experience .79 under siloed, .69 under operational, by reorganisation +.09".
fn experience_words(world: &World, pair: &Pair<'_>, [one, other]: [&Visit; 2]) -> String {
    format!(
        "{}: experience {} under {}, {} under {}, by {}",
        way(world, one),
        level(one.parts.experience),
        pair.names[0],
        level(other.parts.experience),
        pair.names[1],
        causes(&other.parts, &one.parts)
    )
}

/// How different an experience is.
fn gap(one: &Visit, other: &Visit) -> f64 {
    (one.parts.experience - other.parts.experience).abs()
}

/// The first difference of the same contact that is felt, if the very first one was not.
fn felt(world: &World, pair: &Pair<'_>, partings: &[Parting]) -> Option<Point> {
    let [told, other] = pair.lives[..] else { return None };
    let first = partings.iter().find(|parting| parting.way == Way::Experience)?.week;
    let visits = |week: usize| Some([told.weeks[week].visit?, other.weeks[week].visit?]);
    let same = |week: usize| visits(week).filter(|[one, other]| one.touchpoint == other.touchpoint);
    visits(first).filter(|[one, other]| gap(one, other) < FELT)?;
    let pairs = (first..=pair.until).filter_map(|week| Some((week, same(week)?)));
    let (week, [one, other]) = pairs.into_iter().find(|(_, [one, other])| gap(one, other) >= FELT)?;
    let text = format!("the first difference that is felt, at {}", experience_words(world, pair, [&one, &other]));
    Some(Point::at(week, text))
}

/// A problem opens or is solved in one of the lives only.
fn problem_words(world: &World, pair: &Pair<'_>, weeks: [&LifeWeek; 2]) -> String {
    let event = |number: usize| {
        let visit = weeks[number].visit?;
        let happens = match (visit.opened, visit.solved) {
            (true, _) => "a problem opens",
            (_, true) => "the problem is solved",
            _ => return None,
        };
        Some(format!("{happens} under {} only, at {}", pair.names[number], place(world, visit.touchpoint)))
    };
    let said: Vec<String> = [0, 1].into_iter().filter_map(event).collect();
    let said = said.join("; ");
    match weeks.map(|week| week.visit) {
        [Some(one), Some(other)] if one.touchpoint == other.touchpoint => {
            let needed = one.needed.map_or(String::new(), |needed| {
                format!("; with this random number a contact succeeds from {} on", level(needed))
            });
            let here = level_or_fine(one.parts.experience, other.parts.experience);
            let there = level_or_fine(other.parts.experience, one.parts.experience);
            let [name, beside] = [pair.names[0], pair.names[1]];
            format!("{said}: experience {here} under {name}, {there} under {beside}{needed}")
        }
        _ => format!("{said}, as the customer is elsewhere"),
    }
}

/// The problem that is open when the told life ends, unless it was told where the lives part.
fn open_problem(world: &World, pair: &Pair<'_>, partings: &[Parting]) -> Option<Point> {
    let life = pair.lives[0];
    life.weeks[pair.until].after?.problem_weeks?;
    let opened = (0..=pair.until).rev().find(|&week| life.weeks[week].visit.is_some_and(|visit| visit.opened))?;
    let known = |parting: &Parting| parting.way == Way::Problem && parting.week == opened;
    let visit = life.weeks[opened].visit.filter(|_| !partings.iter().any(known))?;
    let (name, at) = (pair.names[0], place(world, visit.touchpoint));
    let stays_open = |under: String| match opened < pair.until {
        true => format!(", and stays open{under}"),
        false => String::new(),
    };
    let other = pair.lives.get(1).filter(|other| other.weeks[opened].visit.is_some_and(|visit| visit.opened));
    let text = match other {
        None => format!("a problem opens under {name}, at {at}{}", stays_open(String::new())),
        Some(other) => {
            let solved = |week: &usize| other.weeks[*week].visit.is_some_and(|visit| visit.solved);
            let beside = (opened..=pair.until)
                .find(solved)
                .map_or(String::new(), |week| format!("; under {} it is solved in week {week}", pair.names[1]));
            format!("a problem opens under both, at {at}{}{beside}", stays_open(format!(" under {name}")))
        }
    };
    Some(Point::at(opened, text))
}

/// The weeks between the parting and the end, counted.
fn between(pair: &Pair<'_>, parted: usize) -> Option<Point> {
    let weeks = parted + 1..pair.until;
    if weeks.len() < 2 {
        return None;
    }
    let told: Vec<String> = pair.lives.iter().map(|life| counted(life, weeks.clone())).collect();
    let text = match &told[..] {
        [one, other] if one == other => format!("{one} under both"),
        told => {
            let said = pair.names.iter().zip(told).map(|(name, counts)| format!("under {name} {counts}"));
            said.collect::<Vec<_>>().join("; ")
        }
    };
    Some(Point { first: weeks.start, last: weeks.end - 1, text })
}

/// "9 contacts, 5 handoffs, a problem open in 7 weeks, 2 contracts renewed".
fn counted(life: &Life, weeks: std::ops::Range<usize>) -> String {
    let handoff = |visit: &Visit| handoff(&visit.parts) > 0.0;
    let mut said = vec![
        count(visits(life, weeks.clone()).count(), "contact", "contacts"),
        count(visits(life, weeks.clone()).filter(handoff).count(), "handoff", "handoffs"),
    ];
    let entries = || life.weeks[weeks.clone()].iter().filter(|week| week.customer == 0);
    let open = entries().filter(|week| week.after.is_some_and(|state| state.problem_weeks.is_some())).count();
    said.push(if open == 0 {
        "no open problem".to_owned()
    } else {
        format!("a problem open in {}", count(open, "week", "weeks"))
    });
    let renewed = entries().filter(|week| week.renewal.is_some_and(|due| !due.left)).count();
    if renewed > 0 {
        said.push(format!("{} renewed", count(renewed, "contract", "contracts")));
    }
    said.join(", ")
}

/// The lowest satisfaction of the told life after the parting, if not at its end.
fn lowest(pair: &Pair<'_>, parted: usize) -> Option<Point> {
    let satisfaction = |life: &Life, week: usize| Some(life.weeks[week].after?.satisfaction);
    let known = (parted..=pair.until).filter_map(|week| Some((week, satisfaction(pair.lives[0], week)?)));
    let (week, low) = known.reduce(|least, next| if next.1 < least.1 { next } else { least })?;
    let beside = pair.lives.get(1).and_then(|other| satisfaction(other, week));
    let beside = beside.map_or(String::new(), |value| format!(", {} under {}", level(value), pair.names[1]));
    let text = format!("satisfaction is at its lowest: {} under {}{beside}", level(low), pair.names[0]);
    let at_the_end = satisfaction(pair.lives[0], pair.until)?;
    (week > parted && low < at_the_end - LOWER).then(|| Point::at(week, text))
}

/// The contract that ends, or almost did.
fn ending(pair: &Pair<'_>) -> Point {
    let weeks = pair.weeks(pair.until);
    let told = pair.names.iter().zip(weeks.iter().copied()).filter_map(|(name, week)| decision_words(name, week));
    let told = told.collect::<Vec<_>>().join(" ");
    let text = match weeks.first().and_then(|week| week.renewal) {
        None => "the end".to_owned(),
        Some(due) => {
            let why = due.reason().map_or("", reason);
            let draw = percent(due.draw);
            format!("the contract is due. {told} With this week's random number, whoever is above {draw} leaves. {why}")
        }
    };
    Point::at(pair.until, text)
}

/// "Under siloed 32.9 % likely to leave (satisfaction .65, a new problem): LEAVES."
fn decision_words(name: &str, week: &LifeWeek) -> Option<String> {
    let (state, due) = (week.after?, week.renewal?);
    let problem = state.problem_weeks.map_or("no open problem".to_owned(), |weeks| match weeks {
        0 => "a new problem".to_owned(),
        weeks => format!("a problem open for {}", count(weeks as usize, "week", "weeks")),
    });
    let (chance, satisfaction) = (percent(due.probability), level(state.satisfaction));
    let does = if due.left { "LEAVES" } else { "stays" };
    Some(format!("Under {name} {chance} likely to leave (satisfaction {satisfaction}, {problem}): {does}."))
}

/// What became of the other life after that.
fn afterwards(pair: &Pair<'_>) -> Option<Point> {
    let (life, name) = if pair.lives[0].left().is_none() {
        (pair.lives[0], pair.names[0])
    } else {
        (*pair.lives.get(1)?, pair.names[1])
    };
    let first = pair.until + 1;
    let last = life.left().unwrap_or(life.weeks.len().saturating_sub(1));
    let due: Vec<f64> =
        life.weeks.get(first..=last)?.iter().filter_map(|week| Some(week.renewal?.probability)).collect();
    let most = percent(due.iter().copied().fold(0.0, f64::max));
    let at_risk = match due.len() {
        0 => "not due again".to_owned(),
        1 => format!("due once more, {most} likely to leave"),
        number => format!("due {} more times, at most {most} likely to leave", grouped(number as f64)),
    };
    let end = super::ending::short(life);
    (last >= first).then(|| Point { first, last, text: format!("under {name} the contract is {at_risk}; {end}") })
}

fn visits(life: &Life, weeks: std::ops::Range<usize>) -> impl Iterator<Item = Visit> {
    life.weeks.get(weeks).into_iter().flatten().filter(|week| week.customer == 0).filter_map(|week| week.visit)
}

fn handoff(parts: &ExperienceSums) -> f64 {
    parts.handoff_coordination + parts.handoff_context
}
