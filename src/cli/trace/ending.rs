//! A customer's life at a glance: who it is, how it went under each structure, and how it ended.

use dottedline::engine::{Life, LifeWeek, Reason, Renewal, Visit};

use super::Story;
use super::names::{level, percent, plain};
use crate::cli::format::{count, grouped, wrapped};
use crate::cli::harmless::harmless;
use crate::cli::table::{Sheet, WIDTH};
use crate::cli::terminal::Terminal;

impl Story<'_> {
    /// A slot's lives side by side.
    pub(super) fn customer(&self, lives: &[&Life], terminal: &Terminal) -> String {
        let Some(first) = lives.first() else { return String::new() };
        let title = format!("{}: customer {} in trial {}", harmless(&self.study.title), first.slot, self.trial);
        let mut text = format!("{}\n{}\n", terminal.heading(&title), wrapped(&self.who(first), WIDTH));
        text += &format!("{}\n", self.at_a_glance(lives));
        if lives.len() > 1 {
            text += &format!("{}\n\n{}\n", terminal.heading("Where the lives part"), self.partings(lives));
        }
        text += &format!("{}\n\n", terminal.heading("Week by week"));
        text += &self.week_by_week(lives, terminal);
        text += &format!("\n{}\n\n", terminal.heading("How it ended"));
        for (place, life) in lives.iter().enumerate() {
            text += &wrapped(&format!("{}{}", self.label(place), self.end(life)), WIDTH);
        }
        text
    }

    /// "siloed: ", if there are several.
    fn label(&self, place: usize) -> String {
        if self.structures.len() == 1 { String::new() } else { format!("{}: ", self.structures[place].id) }
    }

    fn who(&self, life: &Life) -> String {
        let segment = &self.study.world.segments[life.segment];
        let same =
            if self.structures.len() == 1 { "" } else { " Under every structure it meets the same random numbers." };
        let assumed = if self.study.uncertainty.is_some() { " The trial's parameter draw is used." } else { "" };
        format!(
            "A customer of the segment {}, whose contract is due every {} and who by loyalty alone leaves with a \
             probability of {} each \
             time. Satisfaction, expectation and experience are from 0 to 1. Seed {}; weeks count from 0.{same}{assumed}",
            plain(&segment.id),
            count(segment.renewal_weeks as usize, "week", "weeks"),
            percent(life.leaving),
            self.study.seed
        )
    }

    /// The slot's first customer under each structure, in numbers.
    fn at_a_glance(&self, lives: &[&Life]) -> String {
        let mut sheet = Sheet::of_numbers(&[
            "\nstructure",
            "\nvisits",
            "experi-\nence",
            "hand-\noffs",
            "their\ncost",
            "prob-\nlems",
            "weeks\nopen",
            "satis-\nfied",
            "until\nweek",
        ]);
        for (structure, life) in self.structures.iter().zip(lives) {
            let mut row = vec![structure.id.clone()];
            row.extend(numbers(life));
            sheet.row(&row);
        }
        sheet.text()
    }

    /// How the slot's first life ended, and what became of the slot.
    pub(super) fn end(&self, life: &Life) -> String {
        let Some(week) = life.left() else {
            let last = life.weeks.last().and_then(|week| week.after).unwrap_or_default();
            let open = last.problem_weeks.map_or("no open problem".to_owned(), |weeks| {
                format!("a problem open for {}", count(weeks as usize, "week", "weeks"))
            });
            let (weeks, satisfaction) = (grouped(life.weeks.len() as f64), level(last.satisfaction));
            return format!("still a customer after {weeks} weeks, with a satisfaction of {satisfaction} and {open}.");
        };
        let entry = &life.weeks[week];
        let why = entry.renewal.as_ref().map_or(String::new(), |renewal| why(renewal, entry, life.average));
        format!("left in week {week}. {why}{}", newcomers(life))
    }
}

/// Contacts, mean experience, handoffs, mean penalty, problems, weeks open, satisfaction, end.
fn numbers(life: &Life) -> [String; 8] {
    let own: Vec<&LifeWeek> = life.weeks.iter().filter(|week| week.customer == 0 && week.before.is_some()).collect();
    let visits: Vec<Visit> = own.iter().filter_map(|week| week.visit).collect();
    let penalty = |visit: &Visit| visit.parts.handoff_coordination + visit.parts.handoff_context;
    let handoffs: Vec<f64> = visits.iter().map(penalty).filter(|&penalty| penalty > 0.0).collect();
    let experiences: Vec<f64> = visits.iter().map(|visit| visit.parts.experience).collect();
    let open = own.iter().filter(|week| week.after.is_some_and(|state| state.problem_weeks.is_some())).count();
    let satisfaction = own.last().and_then(|week| week.after).map(|state| state.satisfaction);
    [
        visits.len().to_string(),
        mean(&experiences),
        handoffs.len().to_string(),
        mean(&handoffs.iter().map(|penalty| -penalty).collect::<Vec<_>>()),
        visits.iter().filter(|visit| visit.opened).count().to_string(),
        open.to_string(),
        satisfaction.map_or("-".to_owned(), level),
        life.left().map_or("end".to_owned(), |week| week.to_string()),
    ]
}

fn mean(values: &[f64]) -> String {
    if values.is_empty() { "-".to_owned() } else { level(values.iter().sum::<f64>() / values.len() as f64) }
}

/// Why somebody left, with the draw that they had.
fn why(renewal: &Renewal, week: &LifeWeek, average: f64) -> String {
    let state = week.after.unwrap_or_default();
    let (chance, alone) = (percent(renewal.probability), percent(renewal.by_loyalty));
    let known = format!(
        "The contract was due, and leaving had a probability of {chance} (by loyalty alone {alone}); satisfaction was {} \
         against {} as the reference, and {}. ",
        level(state.satisfaction),
        level(average),
        match state.problem_weeks {
            None => "no problem was open".to_owned(),
            Some(0) => "a problem had just opened".to_owned(),
            Some(weeks) => format!("a problem was open for {}", count(weeks as usize, "week", "weeks")),
        }
    );
    known + renewal.reason().map_or("", reason)
}

/// What would have kept them, with the same random number.
pub(super) fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::Loyalty => "An average experience would not have kept the customer: little loyalty.",
        Reason::Satisfaction => "With average satisfaction the customer would have stayed.",
        Reason::Problem => "Without the open problem the customer would have stayed.",
    }
}

/// How a life ends, without the reasons: "left in week 27", "still a customer at the end (satisfaction .54, no open problem)".
pub(super) fn short(life: &Life) -> String {
    if let Some(week) = life.left() {
        return format!("left in week {week}");
    }
    let last = life.weeks.last().and_then(|week| week.after).unwrap_or_default();
    let problem = if last.problem_weeks.is_some() { "an open problem" } else { "no open problem" };
    format!("still a customer at the end (satisfaction {}, {problem})", level(last.satisfaction))
}

fn newcomers(life: &Life) -> String {
    let joined: Vec<String> = (life.weeks.iter().enumerate())
        .filter(|(_, week)| week.newcomer.is_some())
        .map(|(week, _)| week.to_string())
        .collect();
    match joined.len() {
        0 => " Nobody took the slot after that.".to_owned(),
        1 => format!(" A newcomer took the slot in week {}.", joined[0]),
        _ => format!(" Newcomers took the slot in weeks {}.", joined.join(", ")),
    }
}
