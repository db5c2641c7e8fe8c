//! What a trace tells, as CSV: a row per structure and week of a customer, or per event of the organisation.

use super::cell::Cell;
use super::columns::{ResultColumn, number, text, whole};
use super::csv_text::csv_text;
use crate::engine::{Answer, Life, LifeWeek, State, Visit};
use crate::model::{Structure, World};

/// Which trial was traced.
#[derive(Clone, Copy, Debug)]
pub struct Traced<'a> {
    /// The world of the trial.
    pub world: &'a World,
    /// The structures that were traced.
    pub structures: &'a [Structure],
    /// The study seed.
    pub seed: u64,
    /// The trial.
    pub trial: u32,
}

/// A column of a trace: its name, its unit, and what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnDoc {
    /// Name in the first line of the table.
    pub name: String,
    /// Unit; empty for text.
    pub unit: &'static str,
    /// What it holds.
    pub meaning: String,
}

/// The columns of [`Traced::lives_csv`].
#[must_use]
pub fn life_columns() -> Vec<ColumnDoc> {
    documented(life())
}

pub(super) fn documented(columns: Vec<ResultColumn>) -> Vec<ColumnDoc> {
    let doc = |ResultColumn { name, unit, meaning, .. }| ColumnDoc { name, unit, meaning };
    columns.into_iter().map(doc).collect()
}

impl Traced<'_> {
    /// The lives of a slot as CSV, one life per structure, weeks from the first to the last one asked for.
    #[must_use]
    pub fn lives_csv(&self, lives: &[&Life], weeks: std::ops::RangeInclusive<usize>) -> String {
        let mut rows = Vec::new();
        for (structure, life) in self.structures.iter().zip(lives) {
            for (week, entry) in life.weeks.iter().enumerate().filter(|(week, _)| weeks.contains(week)) {
                let mut row = self.place(&structure.id, week as u64);
                row.push(Cell::Whole(life.slot.into()));
                row.push(Cell::Whole(u64::from(entry.customer) + 1));
                row.push(Cell::Text(&self.world.segments[life.segment].id));
                row.extend(self.life_cells(entry));
                rows.push(row);
            }
        }
        csv_text(&life(), rows.into_iter())
    }

    pub(super) fn place<'c>(&self, structure: &'c str, week: u64) -> Vec<Cell<'c>> {
        vec![Cell::Whole(self.seed), Cell::Whole(self.trial.into()), Cell::Text(structure), Cell::Whole(week)]
    }

    fn life_cells<'c>(&'c self, week: &LifeWeek) -> Vec<Cell<'c>> {
        let place = match (&week.after, &week.visit) {
            (None, _) => "nobody",
            (Some(_), None) => "away",
            (Some(_), Some(visit)) => &self.world.touchpoints[visit.touchpoint].id,
        };
        let mut row = vec![Cell::Text(place), Cell::Text(self.owner(week.visit.map(|visit| visit.touchpoint)))];
        let from = week.visit.and_then(|visit| visit.from);
        row.push(Cell::Text(from.map_or("", |from| &self.world.touchpoints[from].id)));
        row.push(Cell::Text(self.owner(from)));
        row.extend(experience_cells(week.visit.as_ref()));
        row.extend(state_cells(week.before.as_ref()));
        row.extend(state_cells(week.after.as_ref()));
        row.extend(end_cells(week));
        row
    }

    fn owner(&self, touchpoint: Option<usize>) -> &str {
        touchpoint.map_or("", |touchpoint| &self.world.functions[self.world.touchpoints[touchpoint].owner].id)
    }
}

/// Columns that say which structure and when.
pub(super) fn place_columns() -> Vec<ResultColumn> {
    vec![
        whole("seed", "", "The study seed."),
        whole("trial", "", "The trial, from 0."),
        text("structure", "The structure."),
        whole("week", "week", "The week, from 0."),
    ]
}

fn life() -> Vec<ResultColumn> {
    let mut columns = place_columns();
    columns.extend([
        whole("customer", "", "The customer slot, from 0."),
        whole("life", "", "Which customer of the slot: 1 the first, 2 the first newcomer, ..."),
        text("segment", "The customer's segment."),
        text("place", "The touchpoint of the week; `away`; `nobody` while the slot is empty."),
        text("function", "The function that owns it."),
        text("from", "The touchpoint of the week before; empty if the customer was away."),
        text("from_function", "The function that owns that."),
    ]);
    let part = |name: &str, meaning: &str| number(name, "0-1", meaning);
    columns.extend([
        part(
            "experience",
            "The experience: quality less all penalties plus noise and person effect, held within 0 and 1.",
        ),
        part("quality", "Quality of the touchpoint."),
        part("handoff_coordination", "Penalty for a handoff: what coordination between the two functions lacks."),
        part("handoff_context", "Penalty for a handoff: what data sharing between them lacks."),
        part("overload", "Penalty for the queue."),
        part("problem_penalty", "Penalty for the open problem."),
        part("transition", "Quality lost to a reorganisation."),
        number("noise", "-1-1", "What noise adds; the same under every structure."),
        number("person", "-1-1", "What the person effect adds; the same under every structure."),
        number("needed", "0-1", "Experience from which on the contact succeeds with this draw; below 0: in any case."),
        whole("problem_opened", "0 or 1", "1 if a problem opened."),
        whole("problem_solved", "0 or 1", "1 if the open problem was solved."),
    ]);
    for (when, meaning) in [("before", "before the week"), ("after", "after the contact")] {
        columns.push(part(&format!("satisfaction_{when}"), &format!("Satisfaction {meaning}.")));
        columns.push(part(&format!("expectation_{when}"), &format!("Expectation {meaning}.")));
        columns.push(whole(
            &format!("problem_weeks_{when}"),
            "weeks",
            &format!("Weeks since the problem opened that is open {meaning}; empty without one."),
        ));
    }
    columns.extend(end_columns());
    columns
}

fn end_columns() -> [ResultColumn; 8] {
    let chance = |name: &str, meaning: &str| number(name, "probability", meaning);
    [
        chance("leaving_by_loyalty", "If the contract is due: probability of leaving by the customer's loyalty alone."),
        chance("leaving_with_satisfaction", "The same with the customer's satisfaction."),
        chance("leaving", "The same with satisfaction and open problem: the probability of leaving."),
        number("leaving_draw", "0-1", "Who draws less than the probability leaves; the same under every structure."),
        whole("left", "0 or 1", "1 if the customer left; empty if the contract was not due."),
        whole("newcomer", "0 or 1", "1 if a newcomer took the slot at the end of the week."),
        chance("answering", "If there was a survey: probability of answering."),
        text("answer", "promoter, passive, detractor, or none; empty if not asked."),
    ]
}

fn experience_cells<'c>(visit: Option<&Visit>) -> Vec<Cell<'c>> {
    let number = |read: fn(&Visit) -> f64| Cell::Number(visit.map(read));
    let flag = |read: fn(&Visit) -> bool| visit.map_or(Cell::Number(None), |visit| Cell::Whole(read(visit).into()));
    vec![
        number(|visit| visit.parts.experience),
        number(|visit| visit.parts.quality),
        number(|visit| visit.parts.handoff_coordination),
        number(|visit| visit.parts.handoff_context),
        number(|visit| visit.parts.overload),
        number(|visit| visit.parts.problem),
        number(|visit| visit.parts.transition),
        number(|visit| visit.noise),
        number(|visit| visit.person),
        Cell::Number(visit.and_then(|visit| visit.needed)),
        flag(|visit| visit.opened),
        flag(|visit| visit.solved),
    ]
}

fn state_cells<'c>(state: Option<&State>) -> [Cell<'c>; 3] {
    [
        Cell::Number(state.map(|state| state.satisfaction)),
        Cell::Number(state.map(|state| state.expectation)),
        state.and_then(|state| state.problem_weeks).map_or(Cell::Number(None), |weeks| Cell::Whole(weeks.into())),
    ]
}

fn end_cells<'c>(week: &LifeWeek) -> [Cell<'c>; 8] {
    let due = week.renewal.as_ref();
    let answer = match &week.asked {
        None => "",
        Some(asked) => asked.answer.map_or("none", answer_word),
    };
    [
        Cell::Number(due.map(|due| due.by_loyalty)),
        Cell::Number(due.map(|due| due.with_satisfaction)),
        Cell::Number(due.map(|due| due.probability)),
        Cell::Number(due.map(|due| due.draw)),
        due.map_or(Cell::Number(None), |due| Cell::Whole(due.left.into())),
        Cell::Whole(week.newcomer.is_some().into()),
        Cell::Number(week.asked.map(|asked| asked.answering)),
        Cell::Text(answer),
    ]
}

fn answer_word(answer: Answer) -> &'static str {
    match answer {
        Answer::Promoter => "promoter",
        Answer::Passive => "passive",
        Answer::Detractor => "detractor",
    }
}
