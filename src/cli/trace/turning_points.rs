//! The turning points of a life, beside another life of the same customer.

use dottedline::engine::{ExperienceSums, Life, LifeWeek, Parting, Visit, Way};
use dottedline::model::World;

use super::names::{level, percent, place};
use super::parting::{causes, level_or_fine};
use super::story::Pair;
use super::words::{quiet, way};
use crate::cli::format::{count, grouped};

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
    let parted = partings.first().map_or(pair.until + 1, |parting| parting.week);
    let mut points = Vec::from_iter(before(world, pair, parted.min(pair.until)));
    points.extend(partings.iter().map(|parting| Point::at(parting.week, parting_words(world, pair, *parting))));
    points.extend(open_problem(world, pair, &partings));
    points.extend(between(pair, parted));
    points.extend(lowest(pair, parted));
    points.push(ending(pair));
    points.extend(afterwards(pair));
    points.sort_by_key(|point| (point.last, point.first));
    points
}

/// The ways in which the lives part before the end.
fn partings(pair: &Pair<'_>) -> Vec<Parting> {
    let [told, other] = pair.lives[..] else { return Vec::new() };
    let told = told.partings(other).into_iter();
    told.filter(|parting| parting.way != Way::Leaving && parting.week <= pair.until).collect()
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
    let [name, beside] = [pair.names[0], pair.names[1]];
    let felt = |one: &Visit, another: &Visit| level_or_fine(one.parts.experience, another.parts.experience);
    match (parting.way, &told.visit, &other.visit) {
        (Way::Experience, Some(one), Some(another)) => format!(
            "another experience, {}: {} under {name}, {} under {beside}, by {}",
            way(world, one),
            felt(one, another),
            felt(another, one),
            causes(&another.parts, &one.parts)
        ),
        (Way::Problem, ..) => format!("another fate: {}", problem_words(world, pair, [told, other])),
        _ => {
            let step = |week: &LifeWeek| week.visit.map_or_else(|| quiet(week).to_owned(), |visit| way(world, &visit));
            format!("another way: {} under {name}, {} under {beside}", step(told), step(other))
        }
    }
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
                format!("; with the same random number the contact succeeds from {} on", level(needed))
            });
            let [here, there] = [one, other].map(|visit| level(visit.parts.experience));
            let [name, beside] = [pair.names[0], pair.names[1]];
            format!("{said}. Experience {here} under {name}, {there} under {beside}{needed}")
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
    let both = pair.lives.get(1).is_some_and(|other| other.weeks[opened].visit.is_some_and(|visit| visit.opened));
    let under = if both { pair.these() } else { format!("under {}", pair.names[0]) };
    Some(Point::at(opened, format!("a problem opens {under}, at {}, and stays open", place(world, visit.touchpoint))))
}

/// The weeks between the parting and the end, counted.
fn between(pair: &Pair<'_>, parted: usize) -> Option<Point> {
    let weeks = parted + 1..pair.until;
    let told = pair.lives.iter().zip(&pair.names).map(|(life, name)| counted(life, name, weeks.clone()));
    let told = told.collect::<Vec<_>>().join("; ");
    (weeks.len() > 1).then(|| Point { first: weeks.start, last: weeks.end - 1, text: told })
}

/// "under siloed 9 contacts, 5 handoffs, a problem open in 7 weeks, stays twice when the contract is due".
fn counted(life: &Life, name: &str, weeks: std::ops::Range<usize>) -> String {
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
    format!("under {name} {}", said.join(", "))
}

/// The lowest satisfaction of the told life after the parting, if not at its end.
fn lowest(pair: &Pair<'_>, parted: usize) -> Option<Point> {
    let satisfaction = |life: &Life, week: usize| Some(life.weeks[week].after?.satisfaction);
    let known = (parted..=pair.until).filter_map(|week| Some((week, satisfaction(pair.lives[0], week)?)));
    let (week, low) = known.reduce(|least, next| if next.1 < least.1 { next } else { least })?;
    let beside = pair.lives.get(1).and_then(|other| satisfaction(other, week));
    let beside = beside.map_or(String::new(), |value| format!(", {} under {}", level(value), pair.names[1]));
    let text = format!("satisfaction is at its lowest: {} under {}{beside}", level(low), pair.names[0]);
    (week > parted && week < pair.until).then(|| Point::at(week, text))
}

/// The contract that ends, or almost did.
fn ending(pair: &Pair<'_>) -> Point {
    let told = |(name, week): (&&str, &LifeWeek)| {
        let (state, due) = (week.after?, week.renewal?);
        let problem = state.problem_weeks.map_or("no open problem".to_owned(), |weeks| match weeks {
            0 => "a new problem".to_owned(),
            weeks => format!("a problem open for {}", count(weeks as usize, "week", "weeks")),
        });
        let (chance, satisfaction) = (percent(due.probability), level(state.satisfaction));
        let does = if due.left { "LEAVES" } else { "stays" };
        Some(format!("under {name}, with a satisfaction of {satisfaction} and {problem}, {chance} likely to leave: {does}"))
    };
    let weeks = pair.weeks(pair.until);
    let said: Vec<String> = pair.names.iter().zip(weeks.iter().copied()).filter_map(told).collect();
    let draw = weeks.first().and_then(|week| week.renewal).map_or(String::new(), |due| {
        format!(". With the same random number, whoever is more than {} likely to leave leaves", percent(due.draw))
    });
    Point::at(pair.until, format!("the contract is due: {}{draw}", said.join("; ")))
}

/// How often the other life was at risk after that.
fn afterwards(pair: &Pair<'_>) -> Option<Point> {
    let (other, name) = (pair.lives.get(1)?, pair.names[1]);
    let first = pair.until + 1;
    let own = other.weeks.iter().skip(first).filter(|week| week.customer == 0);
    let chances: Vec<f64> = own.filter_map(|week| week.renewal).map(|due| due.probability).collect();
    let most = percent(chances.iter().copied().fold(0.0, f64::max));
    let last = other.left().unwrap_or(other.weeks.len().saturating_sub(1));
    let due = match chances.len() {
        1 => "due once more".to_owned(),
        number => format!("due {} more times", grouped(number as f64)),
    };
    let text = format!("under {name} the contract is {due}; at most {most} likely to leave");
    (!chances.is_empty() && last >= first).then_some(Point { first, last, text })
}

fn visits(life: &Life, weeks: std::ops::Range<usize>) -> impl Iterator<Item = Visit> {
    life.weeks.get(weeks).into_iter().flatten().filter(|week| week.customer == 0).filter_map(|week| week.visit)
}

fn handoff(parts: &ExperienceSums) -> f64 {
    parts.handoff_coordination + parts.handoff_context
}
