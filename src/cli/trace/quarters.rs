//! The organisation as a page to read: quarter by quarter, what was decided, refused, ordered and learned.

use std::ops::RangeInclusive;

use dottedline::engine::{EventLog, Fate, Finish, Idea, Item, Review, Say, Terms, Turn};
use dottedline::model::World;

use super::Story;
use super::quarter_words::{
    finish_words, for_kpis, lines_words, refusal_words, review_words, seat_words, started_words, stopped_words,
};
use super::story::labelled;
use super::weeks::weeks_label;
use crate::cli::format::{count, wrapped};
use crate::cli::harmless::harmless;
use crate::cli::table::WIDTH;
use crate::cli::terminal::Terminal;

/// Weeks of a quarter.
const QUARTER: usize = 13;

/// Quarters of a year.
const A_YEAR: usize = 4;

/// How to read the page.
const READING: &str = "For each quarter this lists what has the largest true effect on customers, and counts the rest. \
    Initiatives are for a KPI of a function, for customers, or bridges between two functions. Every idea of every cycle: --details, or --format csv for a table.";

/// How many initiatives are told; the others are counted.
const TOLD: [usize; 7] = [6, 5, 4, 3, 2, 1, 0];

/// Lines of a quarter; fewer initiatives are told to keep to it.
const LINES: usize = 10;

/// Of one initiative, and of several.
const STARTS: [&str; 2] = ["starts", "start"];

/// Where the text beside a label starts.
const INDENT: usize = 11;

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
        let label = format!("Year {year}, quarter {quarter}, {}", weeks_label(*weeks.start(), *weeks.end()));
        let heading = terminal.heading(&label);
        let quarter = Quarter::of(events, &weeks);
        let learned = quarter.reviews.iter().map(|review| review_words(review)).collect::<Vec<_>>().join(" ");
        if quarter.is_quiet() {
            return wrapped(&format!("{label}: nothing of note. {learned}"), WIDTH).replacen(&label, &heading, 1);
        }
        let of_size = |most: usize| {
            let said = quarter.told(&self.study.world, most).into_iter().chain([("learned", learned.clone())]);
            let said = said.filter(|(_, text)| !text.is_empty());
            said.map(|(label, text)| labelled(&format!("  {label}"), &text, INDENT)).collect::<String>()
        };
        let sizes = TOLD.map(of_size);
        let short = sizes.iter().find(|text| text.lines().count() < LINES).or(sizes.last());
        format!("{heading}\n{}", short.map_or("", String::as_str))
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

    /// Whether nothing was decided, took effect or changed.
    fn is_quiet(&self) -> bool {
        let acts = |item: &Item| matches!(item.fate, Fate::Started { .. } | Fate::Stopped) || asks(item);
        let busy = |turn: &&&Turn| !turn.finished.is_empty() || turn.items.iter().any(acts) || turn.officer_left;
        let mut lines =
            self.before.into_iter().chain(self.turns.iter().copied()).map(|turn| (&turn.lines, turn.seated));
        let first = lines.next();
        self.turns.iter().find(busy).is_none() && self.before.is_some() && lines.all(|one| Some(one) == first)
    }

    /// What is to be told, each with its label: so many initiatives in all.
    fn told(&self, world: &World, most: usize) -> Vec<(&'static str, String)> {
        let items = [
            self.items(|item| matches!(item.fate, Fate::Started { terms, .. } if terms != Terms::Ordered)),
            self.items(|item| matches!(item.fate, Fate::Started { terms: Terms::Ordered, .. })),
            self.items(|item| item.say.refusals().next().is_some()),
            self.items(|item| item.fate == Fate::Stopped),
        ];
        let [started, ordered, refused, stopped] = &items;
        let finished = self.finished();
        let mut effects: Vec<Vec<f64>> =
            items.iter().map(|items| items.iter().map(|(_, item)| item.true_effect).collect()).collect();
        effects.push(finished.iter().map(|(_, (_, effect))| *effect).collect());
        let shares = shares(&effects, most);
        let mut rest = Rest::default();
        vec![
            ("office", self.office_words(world)),
            ("started", rest.keep(started, shares[0], STARTS, |idea, item| started_words(world, idea, item))),
            ("ordered", rest.keep(ordered, shares[1], ["ordered"; 2], |idea, item| started_words(world, idea, item))),
            ("refused", rest.keep(refused, shares[2], ["refused"; 2], |idea, item| refusal_words(world, idea, item))),
            ("stopped", rest.keep(stopped, shares[3], ["stopped"; 2], |idea, _| stopped_words(world, idea))),
            (
                "effect",
                rest.keep(&finished, shares[4], ["takes effect", "take effect"], |idea, (finish, effect)| {
                    finish_words(world, idea, finish, *effect)
                }),
            ),
            ("also", rest.words(self.left_over())),
        ]
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

    /// What took effect, with its true effect on customers, the largest first.
    fn finished(&self) -> Vec<(&'e Idea, (&'e Finish, f64))> {
        let effect = |finish: &Finish| {
            let items = self.events.turns.iter().flat_map(|turn| &turn.items);
            let started = |item: &&Item| item.idea == finish.idea && matches!(item.fate, Fate::Started { .. });
            items.filter(started).map(|item| item.true_effect).next().unwrap_or_default()
        };
        let finished = self.turns.iter().flat_map(|turn| &turn.finished);
        let known = finished.filter_map(|finish| Some((self.events.ideas.get(finish.idea)?, (finish, effect(finish)))));
        let mut finished: Vec<_> = known.collect();
        finished.sort_by(|(_, (_, one)), (_, (_, other))| other.abs().total_cmp(&one.abs()));
        finished
    }

    /// What changed of the office: its lines, who has the seat.
    fn office_words(&self, world: &World) -> String {
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

    /// What found no time, and what was dropped, in parts of a sentence.
    fn left_over(&self) -> Vec<String> {
        let sum = |read: fn(&Turn) -> usize| self.turns.iter().map(|turn| read(turn)).sum::<usize>();
        let (requests, unserved) = (sum(|turn| turn.requests as usize), sum(|turn| turn.unserved as usize));
        let dropped = format!("{} dropped as too old", sum(|turn| turn.dropped.len()));
        let no_time = self.items(|item| matches!(item.say, Say::NoTime(_))).len();
        let no_time = format!("{no_time} without time of the office");
        let unserved = format!("{unserved} of {} for help unanswered", count(requests, "request", "requests"));
        [no_time, unserved, dropped].into_iter().filter(|text| !text.starts_with("0 ")).collect()
    }
}

/// Whether the office wants something decided otherwise than the budget holder.
fn asks(item: &Item) -> bool {
    matches!(item.say, Say::Asks { .. })
}

/// What is not told but counted.
#[derive(Default)]
struct Rest {
    counted: Vec<String>,
}

impl Rest {
    /// Sentences of the first few, no sentence twice; the others are counted.
    fn keep<T>(
        &mut self,
        all: &[(&Idea, T)],
        most: usize,
        verbs: [&str; 2],
        say: impl Fn(&Idea, &T) -> String,
    ) -> String {
        let mut told: Vec<String> = Vec::new();
        let mut others = Vec::new();
        for (idea, what) in all {
            let sentence = say(idea, what);
            if told.len() < most && !told.contains(&sentence) {
                told.push(sentence);
            } else {
                others.push(*idea);
            }
        }
        if !others.is_empty() {
            let verb = verbs[usize::from(others.len() > 1)];
            let kpis = if verbs == STARTS { for_kpis(&others) } else { String::new() };
            self.counted.push(format!("{} {verb}{kpis}", others.len()));
        }
        told.join(" ")
    }

    /// "16 start (10 for KPIs), 9 dropped as too old."
    fn words(mut self, others: Vec<String>) -> String {
        self.counted.extend(others);
        if self.counted.is_empty() { String::new() } else { format!("{}.", self.counted.join(", ")) }
    }
}

/// How many of each kind are told if it is so many in all: the first of every kind, then the second of every kind, ...; of these
/// with the largest effects first. The effects of a kind are in falling order of size.
fn shares(effects: &[Vec<f64>], most: usize) -> Vec<usize> {
    let ranked = |(kind, effects): (usize, &Vec<f64>)| {
        effects.iter().enumerate().map(|(rank, effect)| (rank, effect.abs(), kind)).collect::<Vec<_>>()
    };
    let mut all: Vec<(usize, f64, usize)> = effects.iter().enumerate().flat_map(ranked).collect();
    all.sort_by(|one, other| one.0.cmp(&other.0).then(other.1.total_cmp(&one.1)));
    let told = &all[..most.min(all.len())];
    (0..effects.len()).map(|kind| told.iter().filter(|one| one.2 == kind).count()).collect()
}

#[cfg(test)]
mod tests {
    use super::shares;

    #[test]
    fn the_first_of_every_kind_comes_before_the_second_of_any() {
        let effects = [vec![0.9, 0.8, 0.7], vec![-0.1], vec![], vec![0.3, 0.2]];
        assert_eq!(shares(&effects, 2), [1, 0, 0, 1]);
        assert_eq!(shares(&effects, 3), [1, 1, 0, 1]);
        assert_eq!(shares(&effects, 5), [2, 1, 0, 2]);
        assert_eq!(shares(&effects, 9), [3, 1, 0, 2]);
    }
}
