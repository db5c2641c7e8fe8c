//! The organisation's decisions, cycle by cycle, in words.

use dottedline::engine::{EventLog, Fate, Item, Kind, Review, Say, Turn};
use dottedline::model::Line;

use super::Story;
use super::names::{change, level};
use super::office_words::{finish, headline, name, outcome, seen};
use super::quarter_words::lines_phrase;
use crate::cli::format::{count, decimal, wrapped};
use crate::cli::harmless::harmless;
use crate::cli::table::{Sheet, WIDTH};
use crate::cli::terminal::Terminal;

/// How to read a trace of the organisation.
const READING: &str = "An idea is named by its cycle and its place there; under every structure the same ideas come up. \
    Effects on customers are quality, weighted by importance; values, verdicts and KPI are in KPI points, costs in \
    units. Weeks and cycles count from 0.";

/// What the columns of the overview are.
const COLUMNS: &str = "Initiatives started by kind; ideas that the office backed, stopped, or was refused in; finished \
    initiatives that others interfered with; mandate after the last survey.";

impl Story<'_> {
    /// What the organisation decided under each structure, idea by idea and cycle by cycle.
    pub(super) fn office_details(&self, events: &[&EventLog], terminal: &Terminal) -> String {
        let title = format!("{}: the organisation in trial {}", harmless(&self.study.title), self.trial);
        let seed = format!("{READING} Seed {}.", self.study.seed);
        let mut text = format!("{}\n{}\n", terminal.heading(&title), wrapped(&seed, WIDTH));
        text += &format!("{}\n{}", wrapped(COLUMNS, WIDTH), self.overview(events));
        for (structure, events) in self.structures.iter().zip(events) {
            text += &format!("\n{}\n", terminal.heading(&structure.id));
            text += &self.cycles(events, terminal);
        }
        text
    }

    /// Every structure in a line: what became of all ideas.
    pub(super) fn overview(&self, events: &[&EventLog]) -> String {
        let mut sheet = Sheet::of_numbers(&[
            "\nstructure",
            "KPI\nwork",
            "exper-\nience",
            "brid-\nges",
            "back-\ned",
            "stop-\nped",
            "re-\nfused",
            "inter-\nfered",
            "man-\ndate",
        ]);
        for (structure, events) in self.structures.iter().zip(events) {
            let mut row = vec![structure.id.clone()];
            row.extend(counts(events).map(|count| count.to_string()));
            let mandate = events.reviews.iter().rev().find_map(|review| review.mandate);
            row.push(mandate.map_or("-".to_owned(), |moved| level(moved.after)));
            sheet.row(&row);
        }
        sheet.text()
    }

    fn cycles(&self, events: &EventLog, terminal: &Terminal) -> String {
        let mut text = String::new();
        let mut lines_before = Vec::new();
        for turn in &events.turns {
            if self.weeks.contains(&(turn.week as usize)) {
                text += &self.cycle(events, turn, &lines_before, terminal);
            }
            lines_before.clone_from(&turn.lines);
            let next = turn.week + self.study.world.clock.cycle_weeks;
            let reviews = events.reviews.iter().filter(|review| (turn.week..next).contains(&review.week));
            for review in reviews.filter(|review| self.weeks.contains(&(review.week as usize))) {
                text += &item_text(2, &review_words(review));
            }
        }
        text
    }

    fn cycle(&self, events: &EventLog, turn: &Turn, lines_before: &[Line], terminal: &Terminal) -> String {
        let world = &self.study.world;
        let label = format!("cycle {}, week {}", turn.cycle, turn.week);
        let mut text = format!("\n{}: ", terminal.heading(&label));
        let state = wrapped(&format!("{label}: {}", self.state(turn, lines_before)), WIDTH);
        text += state.trim_start_matches(&format!("{label}: "));
        for ended in &turn.finished {
            text += &item_text(2, &format!("takes effect: {}", finish(world, events, ended)));
        }
        for item in turn.items.iter().filter(|item| is_news(events, turn, item)) {
            let idea = &events.ideas[item.idea];
            text += &item_text(2, &headline(world, idea));
            text += &item_text(4, &format!("{}; {}", seen(world, idea, item), outcome(world, idea, item)));
        }
        if turn.unserved > 0 {
            let asked = count(turn.requests as usize, "request for help", "requests for help");
            text += &item_text(2, &format!("{asked}, {} of them unserved", turn.unserved));
        }
        text + &still_waiting(events, turn)
    }

    /// The office and the functions at the start of a cycle.
    fn state(&self, turn: &Turn, lines_before: &[Line]) -> String {
        let mut said = Vec::new();
        if turn.lines != lines_before {
            said.push(lines_phrase(&self.study.world, &turn.lines));
        }
        let has_lines = turn.lines.iter().any(|&line| line != Line::None);
        if has_lines {
            said.push(if turn.officer_left { "the officer leaves" } else { "" }.to_owned());
            said.push(match (turn.seated, turn.sitting) {
                (false, _) => "the seat is vacant".to_owned(),
                (true, true) => format!("the office sits (time for {})", count(turn.capacity, "case", "cases")),
                (true, false) => "the office does not sit".to_owned(),
            });
            said.push(format!("mandate {}, power {}", level(turn.mandate), level(turn.power)));
        }
        said.push(self.readiness(turn));
        said.retain(|part| !part.is_empty());
        said.join("; ")
    }

    fn readiness(&self, turn: &Turn) -> String {
        let least = turn.readiness.iter().copied().fold(f64::INFINITY, f64::min);
        let most = turn.readiness.iter().copied().fold(0.0, f64::max);
        if level(least) == level(most) {
            format!("readiness {}", level(least))
        } else {
            format!("readiness {} to {}", level(least), level(most))
        }
    }
}

/// Started by kind, backed, stopped, refused, and finished ones that others interfered with.
fn counts(events: &EventLog) -> [usize; 7] {
    let items = || events.turns.iter().flat_map(|turn| &turn.items);
    let started = |kind| {
        let of_kind = |item: &&Item| events.ideas[item.idea].kind == kind;
        items().filter(|item| matches!(item.fate, Fate::Started { .. })).filter(of_kind).count()
    };
    let backed = items().filter(|item| item.say.prevails() && item.say.verdict() > Some(0.0)).count();
    let refused = items().filter(|item| item.say.refusals().next().is_some()).count();
    let stopped = items().filter(|item| item.fate == Fate::Stopped).count();
    let finished = || events.turns.iter().flat_map(|turn| &turn.finished);
    let interfered = finished().filter(|finish| !finish.interfering.is_empty()).count();
    [started(Kind::Kpi), started(Kind::Experience), started(Kind::Bridge), backed, stopped, refused, interfered]
}

/// Whether something is decided of an idea: it is new, the office speaks, or it starts.
fn is_news(events: &EventLog, turn: &Turn, item: &Item) -> bool {
    let new = events.ideas[item.idea].cycle == turn.cycle;
    let decided = matches!(item.fate, Fate::Started { .. } | Fate::Stopped);
    new || decided || matches!(item.say, Say::Asks { .. })
}

/// The ideas of which nothing new is to be said.
fn still_waiting(events: &EventLog, turn: &Turn) -> String {
    let old: Vec<&Item> = turn.items.iter().filter(|item| !is_news(events, turn, item)).collect();
    let mut text = String::new();
    if !old.is_empty() {
        let of = |what: &str, is: fn(&Fate) -> bool| {
            let number = old.iter().filter(|item| is(&item.fate)).count();
            (number > 0).then(|| format!("{number} {what}"))
        };
        let reasons: Vec<String> = [
            of("not worth it", |fate| *fate == Fate::NotWorthIt),
            of("without backing", |fate| *fate == Fate::NeedsBacking),
            of("without money", |fate| matches!(fate, Fate::NoMoney { .. })),
            of("without attention", |fate| *fate == Fate::NoAttention),
        ]
        .into_iter()
        .flatten()
        .collect();
        let wait = count(old.len(), "older idea waits", "older ideas wait");
        text += &item_text(2, &format!("{wait} ({})", reasons.join(", ")));
    }
    if !turn.dropped.is_empty() {
        let names: Vec<String> = turn.dropped.iter().map(|&idea| name(&events.ideas[idea])).collect();
        text += &item_text(2, &format!("dropped, as too old: {}", names.join(", ")));
    }
    text
}

fn review_words(review: &Review) -> String {
    let nps = format!("survey, week {}: NPS {}", review.week, decimal(review.nps, 1));
    let Some(moved) = review.mandate else { return nps };
    let (against, wins) = (decimal(review.nps_a_year_ago, 1), decimal(review.wins, 1));
    let end = if review.ended { "; THE PROGRAMME ENDS: all lines are gone for good" } else { "" };
    let (before, after) = (level(moved.before), level(moved.after));
    let parts = [moved.by_nps, moved.by_wins, moved.by_value, -moved.decay].map(change);
    let [by_nps, by_wins, by_value, decay] = parts;
    format!(
        "{nps} (a year ago {against}), {wins} wins, net value {} (a year ago {}): mandate {before}\u{a0}→\u{a0}{after} (NPS {by_nps}, \
         wins {by_wins}, value {by_value}, decay {decay}){end}",
        decimal(review.value, 0),
        decimal(review.value_a_year_ago, 0)
    )
}

/// An indented paragraph.
fn item_text(indent: usize, text: &str) -> String {
    let text = wrapped(text, WIDTH - indent - 2);
    format!("{:indent$}{}\n", "", text.trim_end().replace('\n', &format!("\n{:1$}", "", indent + 2)))
}
