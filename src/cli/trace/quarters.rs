//! The organisation as a page to read: quarter by quarter, what was decided, refused, ordered and learned.

use std::ops::RangeInclusive;

use dottedline::engine::{EventLog, Fate, Finish, Idea, Item, Review, Say, Terms, Turn};

use super::Story;
use super::quarter_words::{
    dropped_words, finish_words, lines_words, refusal_words, review_words, seat_words, started_words, stopped_words,
    summed_up,
};
use super::story::labelled;
use crate::cli::format::{count, wrapped};
use crate::cli::harmless::harmless;
use crate::cli::table::WIDTH;
use crate::cli::terminal::Terminal;

/// Weeks of a quarter.
const QUARTER: usize = 13;

/// Quarters of a year.
const A_YEAR: usize = 4;

/// How to read the page.
const READING: &str = "Of each quarter this tells what matters most to customers, by the true effect on them, and counts the rest. \
    Every idea of every cycle: --details, or --format csv for a table.";

/// How many of a kind are told; the others are counted.
const TOLD: usize = 2;

/// What happened in one quarter under one structure.
pub(super) struct Quarter<'e> {
    pub(super) events: &'e EventLog,
    pub(super) turns: Vec<&'e Turn>,
    /// The turn before the quarter.
    pub(super) before: Option<&'e Turn>,
    pub(super) reviews: Vec<&'e Review>,
}

impl Story<'_> {
    /// What the organisation decided under each structure, as a page to read.
    pub(super) fn office_page(&self, events: &[&EventLog], terminal: &Terminal) -> String {
        let title = format!("{}: the organisation in trial {}", harmless(&self.study.title), self.trial);
        let reading = wrapped(&format!("{READING} Seed {}; weeks count from 0.", self.study.seed), WIDTH);
        let mut text = format!("{}\n{reading}\n{}", terminal.heading(&title), self.overview(events));
        for (structure, events) in self.structures.iter().zip(events) {
            text += &format!("\n{}\n", terminal.heading(&structure.id));
            let quarters = *self.weeks.start() / QUARTER..=*self.weeks.end() / QUARTER;
            quarters.for_each(|number| text += &self.quarter(events, number, terminal));
        }
        text
    }

    fn quarter(&self, events: &EventLog, number: usize, terminal: &Terminal) -> String {
        let weeks = self.weeks_of(number);
        let (year, quarter) = (number / A_YEAR + 1, number % A_YEAR + 1);
        let label = format!("Year {year}, quarter {quarter}, {}", super::weeks::weeks_label(*weeks.start(), *weeks.end()));
        let quarter = Quarter::of(events, &weeks);
        let said: Vec<(&str, String)> = quarter.told(&self.study.world);
        match &said[..] {
            [] => format!("{}: nothing of note.\n", terminal.heading(&label)),
            [("learned", text)] => {
                let line = wrapped(&format!("{label}: nothing of note. {text}"), WIDTH);
                line.replacen(&label, &terminal.heading(&label), 1)
            }
            said => {
                let lines: Vec<String> = said.iter().map(|(label, text)| labelled(&format!("  {label}"), text)).collect();
                format!("{}\n{}", terminal.heading(&label), lines.concat())
            }
        }
    }

    /// The weeks of a quarter that are asked for.
    fn weeks_of(&self, number: usize) -> RangeInclusive<usize> {
        let (first, last) = (number * QUARTER, number * QUARTER + QUARTER - 1);
        first.max(*self.weeks.start())..=last.min(*self.weeks.end())
    }
}

impl<'e> Quarter<'e> {
    fn of(events: &'e EventLog, weeks: &RangeInclusive<usize>) -> Quarter<'e> {
        let within = |week: u32| weeks.contains(&(week as usize));
        Quarter {
            events,
            turns: events.turns.iter().filter(|turn| within(turn.week)).collect(),
            before: events.turns.iter().take_while(|turn| (turn.week as usize) < *weeks.start()).last(),
            reviews: events.reviews.iter().filter(|review| within(review.week)).collect(),
        }
    }

    /// What is to be told, each with its label.
    fn told(&self, world: &dottedline::model::World) -> Vec<(&'static str, String)> {
        let ordered = |fate| matches!(fate, Fate::Started { terms: Terms::Ordered, .. });
        let started = self.items(|item| matches!(item.fate, Fate::Started { .. }) && !ordered(item.fate));
        let orders = self.items(|item| ordered(item.fate));
        let refused = self.items(|item| item.say.refusals().next().is_some());
        let stopped = self.items(|item| item.fate == Fate::Stopped);
        let told = |items: &[(&Idea, &Item)], say: &dyn Fn(&Idea, &Item) -> String| {
            items.iter().take(TOLD).map(|(idea, item)| say(idea, item)).collect::<Vec<_>>()
        };
        let rest = |items: &[(&Idea, &Item)]| summed_up(items.iter().skip(TOLD).map(|(idea, _)| *idea));
        let joined = |said: Vec<String>, rest: String| (said.join(" ") + &rest).trim().to_owned();
        let all = [
            ("office", self.office_words(world)),
            ("started", joined(told(&started, &|idea, item| started_words(world, idea, item)), rest(&started))),
            ("ordered", joined(told(&orders, &|idea, item| started_words(world, idea, item)), rest(&orders))),
            ("refused", joined(told(&refused, &|idea, item| refusal_words(world, idea, item)), rest(&refused))),
            ("stopped", joined(told(&stopped, &|idea, item| stopped_words(world, idea, item)), rest(&stopped))),
            ("effect", self.finished_words(world)),
            ("left over", self.left_over()),
            ("learned", self.reviews.iter().map(|review| review_words(review)).collect::<Vec<_>>().join(" ")),
        ];
        all.into_iter().filter(|(_, text)| !text.is_empty()).collect()
    }

    /// The items of some kind, those with the largest true effect on customers first; an idea once.
    fn items(&self, is: impl Fn(&Item) -> bool) -> Vec<(&'e Idea, &'e Item)> {
        let items = self.turns.iter().flat_map(|turn| &turn.items).filter(|item| is(item));
        let mut found: Vec<(&Idea, &Item)> = items.map(|item| (&self.events.ideas[item.idea], item)).collect();
        let weight = |item: &Item| (item.true_effect.abs(), item.say.verdict().map_or(0.0, f64::abs));
        found.sort_by(|(_, a), (_, b)| {
            let ((a, one), (b, other)) = (weight(a), weight(b));
            b.total_cmp(&a).then(other.total_cmp(&one))
        });
        found
    }

    /// What took effect, the largest effect on customers first.
    fn finished_words(&self, world: &dottedline::model::World) -> String {
        let effect = |finish: &Finish| {
            let items = self.events.turns.iter().flat_map(|turn| &turn.items);
            let started = |item: &&Item| item.idea == finish.idea && matches!(item.fate, Fate::Started { .. });
            items.filter(started).map(|item| item.true_effect).next().unwrap_or_default()
        };
        let finished = self.turns.iter().flat_map(|turn| &turn.finished);
        let mut finished: Vec<(&Finish, f64)> = finished.map(|finish| (finish, effect(finish))).collect();
        finished.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
        let idea = |finish: &Finish| &self.events.ideas[finish.idea];
        let told = finished.iter().take(TOLD).map(|(finish, effect)| finish_words(world, idea(finish), finish, *effect));
        let rest = summed_up(finished.iter().skip(TOLD).map(|(finish, _)| idea(finish)));
        told.collect::<Vec<_>>().join(" ") + &rest
    }

    /// What changed of the office: its lines, who has the seat.
    fn office_words(&self, world: &dottedline::model::World) -> String {
        let mut said = Vec::new();
        let mut before = self.before;
        for turn in &self.turns {
            if before.is_none_or(|before| before.lines != turn.lines) {
                said.push(lines_words(world, &turn.lines));
            }
            said.extend(seat_words(before, turn));
            before = Some(turn);
        }
        said.join(" ")
    }

    /// What found no time, and what was dropped.
    fn left_over(&self) -> String {
        let sum = |read: fn(&Turn) -> usize| self.turns.iter().map(|turn| read(turn)).sum::<usize>();
        let (requests, unserved) = (sum(|turn| turn.requests as usize), sum(|turn| turn.unserved as usize));
        let no_time = self.items(|item| matches!(item.say, Say::NoTime(_))).len();
        let mut said = Vec::new();
        if no_time > 0 {
            let ideas = count(no_time, "idea", "ideas");
            said.push(format!("The office would decide {ideas} otherwise and has no time for it."));
        }
        if unserved > 0 {
            let asked = count(requests, "request for its help goes", "requests for its help go");
            said.push(format!("{unserved} of {asked} unanswered."));
        }
        said.extend(dropped_words(sum(|turn| turn.dropped.len())));
        said.join(" ")
    }
}
