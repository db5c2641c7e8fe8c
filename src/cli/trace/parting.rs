//! Where the lives of one customer part, and why.

use dottedline::engine::{ExperienceSums, Life, LifeWeek, Parting, Visit, Way};

use super::Story;
use super::names::{change, fine, level, percent, place};
use super::words::{quiet, way};
use crate::cli::format::{count, listed, wrapped};
use crate::cli::table::WIDTH;

/// Causes of a different experience that are told, at most.
const MOST_CAUSES: usize = 3;

/// Two lives of a customer in one week, with the names of their structures; the first is the one compared with.
struct LivesApart<'a> {
    names: [&'a str; 2],
    weeks: [&'a LifeWeek; 2],
}

impl Story<'_> {
    /// Each other structure against the first.
    pub(super) fn partings(&self, lives: &[&Life]) -> String {
        let others = (1..lives.len()).map(|other| self.parting(lives, other));
        others.collect::<Vec<_>>().join("\n")
    }

    fn parting(&self, lives: &[&Life], other: usize) -> String {
        let names = [self.structures[0].id.as_str(), self.structures[other].id.as_str()];
        let mut text = format!("{} against {}\n", names[1], names[0]);
        let partings = lives[0].partings(lives[other]);
        if partings.is_empty() {
            text += "  never: both lives are the same, week for week\n";
        }
        for Parting { week, way } in partings {
            let pair = LivesApart { names, weeks: [&lives[0].weeks[week], &lives[other].weeks[week]] };
            let said = wrapped(&format!("week {week}, {}", self.told(way, &pair)), WIDTH - 4);
            text += &format!("  {}\n", said.trim_end().replace('\n', "\n    "));
        }
        text + &self.apart(lives[0], lives[other])
    }

    fn told(&self, way: Way, pair: &LivesApart<'_>) -> String {
        match way {
            Way::Experience => self.experience(pair),
            Way::Problem => self.problem(pair),
            Way::Path => self.path(pair),
            Way::Leaving => leaving(pair),
        }
    }

    fn experience(&self, pair: &LivesApart<'_>) -> String {
        let Some([one, other]) = pair.visits() else { return String::new() };
        format!(
            "the first different experience: {}, {} against {}, by {}",
            way(&self.study.world, &other),
            level_or_fine(other.parts.experience, one.parts.experience),
            level_or_fine(one.parts.experience, other.parts.experience),
            causes(&one.parts, &other.parts)
        )
    }

    /// The same contact succeeds in one life only.
    fn problem(&self, pair: &LivesApart<'_>) -> String {
        let event = |visit: &Visit| match (visit.opened, visit.solved) {
            (true, _) => "a problem opens",
            (_, true) => "the problem is solved",
            _ => "",
        };
        let told = |place: usize| {
            let happens = pair.weeks[place].visit.as_ref().map_or("", event);
            if happens.is_empty() { String::new() } else { format!("{happens} under {}", pair.names[place]) }
        };
        let said: Vec<String> = [0, 1].map(told).into_iter().filter(|text| !text.is_empty()).collect();
        let said = said.join(" and ");
        let Some([one, other]) = pair.visits().filter(|[one, other]| one.touchpoint == other.touchpoint) else {
            return format!("the first different fate: {said} only, as the customer is elsewhere");
        };
        let needed = one.needed.map_or(String::new(), |needed| {
            format!("; with this draw the contact succeeds from an experience of {} on", level(needed))
        });
        format!(
            "the first different fate: at {} {said} only, with an experience of {} under {} and {} under {}, by {}{needed}",
            place(&self.study.world, one.touchpoint),
            level(one.parts.experience),
            pair.names[0],
            level(other.parts.experience),
            pair.names[1],
            causes(&one.parts, &other.parts)
        )
    }

    fn path(&self, pair: &LivesApart<'_>) -> String {
        let step =
            |week: &LifeWeek| week.visit.map_or_else(|| quiet(week).to_owned(), |visit| way(&self.study.world, &visit));
        let with_problem = |place: usize| pair.weeks[place].before.is_some_and(|state| state.problem_weeks.is_some());
        let why = match [with_problem(0), with_problem(1)] {
            [true, false] => format!(", as a problem is open under {} only", pair.names[0]),
            [false, true] => format!(", as a problem is open under {} only", pair.names[1]),
            _ => String::new(),
        };
        let [one, other] = [step(pair.weeks[0]), step(pair.weeks[1])];
        format!("the first different step: {other} under {}, {one} under {}{why}", pair.names[1], pair.names[0])
    }

    /// In how many weeks the lives were at different places.
    fn apart(&self, one: &Life, other: &Life) -> String {
        let end = [one.left(), other.left()].into_iter().flatten().min().map_or(one.weeks.len(), |week| week + 1);
        let at = |week: &LifeWeek| week.visit.map(|visit| visit.touchpoint);
        let pairs = one.weeks.iter().zip(&other.weeks).take(end);
        let apart = pairs.filter(|(one, other)| at(one) != at(other)).count();
        match apart {
            0 => format!("  at the same places in all {}\n", count(end, "common week", "common weeks")),
            _ => format!("  at different places in {apart} of {}\n", count(end, "common week", "common weeks")),
        }
    }
}

impl LivesApart<'_> {
    fn visits(&self) -> Option<[Visit; 2]> {
        Some([self.weeks[0].visit?, self.weeks[1].visit?])
    }
}

fn leaving(pair: &LivesApart<'_>) -> String {
    let told = |place: usize| {
        let name = pair.names[place];
        match pair.weeks[place].renewal {
            Some(due) => {
                let does = if due.left { "leaves" } else { "stays" };
                format!("{does} under {name} ({} likely to leave)", percent(due.probability))
            }
            None => format!("has no contract due under {name}"),
        }
    };
    let same = pair.weeks[0].renewal.map_or(String::new(), |due| {
        format!("; with this draw, anyone more than {} likely to leave does so", percent(due.draw))
    });
    format!("the end of one: the customer {} and {}{same}", told(0), told(1))
}

/// Two digits if they tell two numbers apart, else four.
pub(super) fn level_or_fine(value: f64, other: f64) -> String {
    if level(value) == level(other) { fine(value).trim_start_matches('+').to_owned() } else { level(value) }
}

/// What makes the second experience different from the first, the greatest part first.
pub(super) fn causes(one: &ExperienceSums, other: &ExperienceSums) -> String {
    let mut parts = [
        ("quality", other.quality - one.quality),
        ("reorganisation", one.transition - other.transition),
        ("handoff, coordination", one.handoff_coordination - other.handoff_coordination),
        ("handoff, context", one.handoff_context - other.handoff_context),
        ("queue", one.overload - other.overload),
        ("open problem", one.problem - other.problem),
    ];
    parts.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    let told = parts.iter().filter(|(_, size)| size.abs() >= 0.00005).take(MOST_CAUSES);
    let write = |size: f64| if size.abs() < 0.005 { fine(size) } else { change(size) };
    let told: Vec<String> = told.map(|(name, size)| format!("{name} {}", write(*size))).collect();
    let told: Vec<&str> = told.iter().map(String::as_str).collect();
    if told.is_empty() { "a hair".to_owned() } else { listed(&told) }
}
