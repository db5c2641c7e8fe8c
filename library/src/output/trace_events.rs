//! The event log of an organisation as CSV: a row per event, above all per idea on the table of a cycle.

use super::cell::Cell;
use super::columns::{ResultColumn, number, text, whole};
use super::csv_text::csv_text;
use super::trace_tables::{ColumnDoc, Traced, documented, place_columns};
use crate::engine::{EventLog, Fate, Finish, Idea, Item, Kept, Kind, Lack, MandateMove, Review, Say, Terms, Turn};

/// The columns of [`Traced::events_csv`].
#[must_use]
pub fn event_columns() -> Vec<ColumnDoc> {
    documented(columns())
}

/// A row before it becomes cells: what does not apply to an event stays empty.
#[derive(Default)]
struct Entry<'m> {
    event: &'static str,
    idea: Option<&'m Idea>,
    item: Option<&'m Item>,
    fate: &'static str,
    finish: Option<&'m Finish>,
    turn: Option<&'m Turn>,
    review: Option<&'m Review>,
}

impl Entry<'_> {
    /// On which terms an initiative starts or was started.
    fn terms(&self) -> Option<Terms> {
        let starts = self.item.and_then(|item| match item.fate {
            Fate::Started { terms, .. } => Some(terms),
            _ => None,
        });
        starts.or(self.finish.map(|finish| finish.terms))
    }
}

impl Traced<'_> {
    /// What the organisations of these structures decided, as CSV, from the first to the last week asked for.
    #[must_use]
    pub fn events_csv(&self, events: &[&EventLog], weeks: std::ops::RangeInclusive<usize>) -> String {
        let mut rows = Vec::new();
        for (structure, events) in self.structures.iter().zip(events) {
            let mut entries = entries(events);
            entries.retain(|(week, _)| weeks.contains(&(*week as usize)));
            for (week, entry) in &entries {
                let mut row = self.place(&structure.id, u64::from(*week));
                row.extend(self.cells(events, entry));
                rows.push(row);
            }
        }
        csv_text(&columns(), rows.into_iter())
    }

    fn cells<'c>(&'c self, events: &EventLog, entry: &Entry<'c>) -> Vec<Cell<'c>> {
        let function = |f: usize| Cell::Text(&self.world.functions[f].id);
        let (turn, idea, item) = (entry.turn, entry.idea, entry.item);
        let none = Cell::Text("");
        let number = |value: Option<f64>| Cell::Number(value);
        let mut row = vec![
            turn.map_or(Cell::Number(None), |turn| Cell::Whole(turn.cycle.into())),
            Cell::Text(entry.event),
            idea.map_or(none.clone(), |idea| Cell::Owned(idea_name(idea))),
            Cell::Text(idea.map_or("", |idea| kind_word(idea.kind))),
            idea.map_or(none.clone(), |idea| function(idea.lead)),
            idea.map_or(none.clone(), |idea| Cell::Text(&self.world.touchpoints[idea.touchpoint].id)),
            idea.and_then(|idea| idea.partner).map_or(none.clone(), function),
            number(idea.map(|idea| idea.cost)),
            idea.map_or(Cell::Number(None), |idea| Cell::Whole(idea.duration_cycles.into())),
            number(idea.map(|idea| idea.kpi)),
            number(idea.filter(|idea| idea.partner.is_some()).map(|idea| idea.partner_kpi)),
            idea.map_or(none, |idea| Cell::Owned(self.effects(idea))),
            number(item.map(|item| item.true_effect)),
            number(item.map(|item| item.seen)),
            number(item.and_then(|item| item.officer_seen)),
            number(item.map(|item| item.value)),
        ];
        row.extend(self.decision_cells(entry));
        row.extend(finish_cells(events, entry));
        row.extend(office_cells(entry));
        row
    }

    /// "call_centre 0.012, website -0.003".
    fn effects(&self, idea: &Idea) -> String {
        let one = |&(j, effect): &(usize, f64)| format!("{} {effect}", self.world.touchpoints[j].id);
        idea.effects.iter().map(one).collect::<Vec<_>>().join(", ")
    }

    fn decision_cells<'c>(&self, entry: &Entry<'c>) -> [Cell<'c>; 7] {
        let item = entry.item;
        let refused = |item: &Item| {
            let one = |answer: &crate::engine::Consent| {
                format!("{} ({})", self.world.functions[answer.function].id, lack_word(answer.lacks_most()))
            };
            item.say.refusals().map(one).collect::<Vec<_>>().join(", ")
        };
        let (paid_by, left) = match item.map(|item| item.fate) {
            Some(Fate::Started { by_office: true, .. }) => ("office", None),
            Some(Fate::Started { by_office: false, .. }) => ("holder", None),
            Some(Fate::NoMoney { left }) => ("", Some(left)),
            _ => ("", None),
        };
        [
            Cell::Text(item.map_or("", |item| say_word(&item.say))),
            Cell::Number(item.and_then(|item| item.say.verdict())),
            item.map_or(Cell::Text(""), |item| Cell::Owned(refused(item))),
            Cell::Text(entry.fate),
            Cell::Text(entry.terms().map_or("", terms_word)),
            Cell::Text(paid_by),
            Cell::Number(left),
        ]
    }
}

/// All events with their weeks, in the order of time.
fn entries(events: &EventLog) -> Vec<(u32, Entry<'_>)> {
    let mut entries = Vec::new();
    for turn in &events.turns {
        let mut push = |entry| entries.push((turn.week, Entry { turn: Some(turn), ..entry }));
        push(Entry { event: if turn.officer_left { "officer_left" } else { "cycle" }, ..Entry::default() });
        for finish in &turn.finished {
            let idea = events.ideas.get(finish.idea);
            push(Entry { event: "finish", idea, finish: Some(finish), ..Entry::default() });
        }
        for &dropped in &turn.dropped {
            push(Entry { event: "dropped", idea: events.ideas.get(dropped), ..Entry::default() });
        }
        for item in &turn.items {
            let idea = events.ideas.get(item.idea);
            push(Entry { event: "idea", idea, item: Some(item), fate: fate_word(item.fate), ..Entry::default() });
        }
    }
    for review in &events.reviews {
        let event = if review.ended { "programme_end" } else { "survey" };
        entries.push((review.week, Entry { event, review: Some(review), ..Entry::default() }));
    }
    // A survey ends its week, a cycle starts it.
    entries.sort_by_key(|(week, entry)| (*week, entry.review.is_some()));
    entries
}

fn columns() -> Vec<ResultColumn> {
    let mut columns = place_columns();
    columns.extend([
        whole("cycle", "cycle", "The cycle, from 0; empty for surveys."),
        text(
            "event",
            "cycle (its start), officer_left (the same, and the officer left), finish (an initiative took effect), dropped \
             (an idea waited too long), idea (on the table), survey, programme_end (a survey after which all lines ended).",
        ),
        text("idea", "Cycle and place of the idea, such as c12.3; the same idea under every structure."),
        text("kind", "kpi, experience or bridge."),
        text("lead", "The function that thought of it and would lead it."),
        text("touchpoint", "The touchpoint that it targets."),
        text("partner", "The other function of a bridge."),
        number("cost", "units", "Its cost."),
        whole("duration", "cycles", "How long it would run."),
        number("kpi", "KPI points", "Its effect on the lead's KPI."),
        number("partner_kpi", "KPI points", "Its effect on the partner's KPI."),
        text("quality_effects", "Touchpoints and its effects on their quality."),
        number("true_effect", "quality", "Its effect on customers: quality by importance, and what a bridge is worth."),
        number("seen_by_holder", "quality", "The same as the budget holder sees it."),
        number("seen_by_officer", "quality", "The same as the officer sees it; empty without one."),
        number("value", "KPI points", "What it is worth to the budget holder, less its cost."),
        text(
            "office",
            "nothing, out_of_reach, seen_before, agrees, no_time, backs, stops (all consented), wants_to_back or \
             wants_to_stop (somebody refused).",
        ),
        number("verdict", "KPI points", "The office's verdict."),
        text("refused_by", "Who refused the office, and what their consent lacked most."),
        text("fate", "started, stopped, not_worth_it, needs_backing, no_money or no_attention."),
        text(
            "terms",
            "Of what starts or takes effect: own (a function without a solid line), own_money (a solid function with what it did not \
             pool), backed, pilot (backed, and somebody consented because it costs nothing), willing or ordered (the solid \
             group, with or against the lead's will).",
        ),
        text("paid_by", "Whose budget paid: holder or office."),
        number("budget_left", "units", "What was left when the money did not reach."),
    ]);
    columns.extend(office_columns());
    columns
}

fn office_columns() -> [ResultColumn; 26] {
    [
        text("interfering", "Ideas that interfered with a finished initiative."),
        number("kept", "share", "What is left of its gains in quality: interference × fidelity × depth."),
        number("interference", "share", "What interference left of all its effects on quality, and of gains in KPI."),
        number("fidelity", "share", "What is left of the gains of ordered work; 1 of willing work."),
        number("depth", "share", "What is left of gains where specialists are far from their discipline."),
        number("transition", "share", "What is left of a gain in the lead's KPI while it is reorganised."),
        whole("win", "0 or 1", "1 if it counts as a win of the office."),
        text("lines", "The line to each function, in the scenario's order."),
        whole("seated", "0 or 1", "1 while there are lines and no vacancy."),
        whole("sitting", "0 or 1", "1 if the office sits in this cycle."),
        whole("requests", "requests", "Requests for the office's help at the sitting."),
        whole("unserved", "requests", "Those of them that found no time."),
        number("mandate", "0-1", "The office's mandate in the cycle, or before the survey."),
        number("mandate_after", "0-1", "The mandate after the survey."),
        number("power", "0-1", "The officer's personal power."),
        number("readiness", "0-1", "Mean readiness of the functions."),
        text("readiness_by_function", "Readiness of each function, in the scenario's order."),
        number("nps", "NPS points", "True NPS at the survey."),
        number("nps_a_year_ago", "NPS points", "True NPS a year before, or after warm-up."),
        number("wins", "wins", "Wins of the office since the last survey."),
        number("net_value", "currency", "Net value of the survey period, not discounted."),
        number(
            "net_value_a_year_ago",
            "currency",
            "The same a year before; in the first year, what the margin of its first week promised.",
        ),
        number("mandate_by_nps", "0-1", "What the mandate gained by NPS."),
        number("mandate_by_wins", "0-1", "What it gained by wins."),
        number("mandate_by_value", "0-1", "What it gained by net value."),
        number("mandate_decay", "0-1", "What it loses at every survey."),
    ]
}

fn finish_cells<'c>(events: &EventLog, entry: &Entry<'c>) -> [Cell<'c>; 7] {
    let names = |finish: &Finish| {
        let ideas = finish.interfering.iter().filter_map(|&idea| events.ideas.get(idea));
        ideas.map(idea_name).collect::<Vec<_>>().join(", ")
    };
    let finish = entry.finish;
    let kept = |read: fn(&Kept) -> f64| Cell::Number(finish.map(|finish| read(&finish.kept)));
    [
        finish.map_or(Cell::Text(""), |finish| Cell::Owned(names(finish))),
        kept(Kept::of_gains),
        kept(|kept| kept.interference),
        kept(|kept| kept.fidelity),
        kept(|kept| kept.depth),
        kept(|kept| kept.transition),
        finish.map_or(Cell::Number(None), |finish| Cell::Whole(finish.win.into())),
    ]
}

/// The state of the office: with the row that opens a cycle, and with surveys.
fn office_cells<'c>(entry: &Entry<'c>) -> [Cell<'c>; 19] {
    let turn = entry.turn.filter(|_| entry.idea.is_none());
    let flag = |read: fn(&Turn) -> bool| turn.map_or(Cell::Number(None), |turn| Cell::Whole(read(turn).into()));
    let each = |read: fn(&Turn) -> Vec<String>| turn.map_or(Cell::Text(""), |turn| Cell::Owned(read(turn).join(" ")));
    let review = |read: fn(&Review) -> f64| Cell::Number(entry.review.map(read));
    let mandates = entry.review.and_then(|review| review.mandate);
    let moved = |read: fn(&MandateMove) -> f64| Cell::Number(mandates.as_ref().map(read));
    let count = |read: fn(&Turn) -> u32| match turn.filter(|turn| turn.sitting) {
        Some(turn) => Cell::Whole(read(turn).into()),
        None => Cell::Number(None),
    };
    [
        each(|turn| turn.lines.iter().map(|line| line.name().to_owned()).collect()),
        flag(|turn| turn.seated),
        flag(|turn| turn.sitting),
        count(|turn| turn.requests),
        count(|turn| turn.unserved),
        Cell::Number(turn.map(|turn| turn.mandate).or(mandates.map(|moved| moved.before))),
        moved(|moved| moved.after),
        Cell::Number(turn.filter(|turn| turn.seated).map(|turn| turn.power)),
        Cell::Number(turn.map(|turn| turn.readiness.iter().sum::<f64>() / turn.readiness.len() as f64)),
        each(|turn| turn.readiness.iter().map(f64::to_string).collect()),
        review(|review| review.nps),
        review(|review| review.nps_a_year_ago),
        review(|review| review.wins),
        review(|review| review.value),
        review(|review| review.value_a_year_ago),
        moved(|moved| moved.by_nps),
        moved(|moved| moved.by_wins),
        moved(|moved| moved.by_value),
        moved(|moved| -moved.decay),
    ]
}

/// "c12.3": the third idea of cycle 12.
fn idea_name(idea: &Idea) -> String {
    format!("c{}.{}", idea.cycle, idea.ordinal)
}

fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Kpi => "kpi",
        Kind::Experience => "experience",
        Kind::Bridge => "bridge",
    }
}

fn terms_word(terms: Terms) -> &'static str {
    match terms {
        Terms::Own => "own",
        Terms::OwnMoney => "own_money",
        Terms::Backed => "backed",
        Terms::Pilot => "pilot",
        Terms::Willing => "willing",
        Terms::Ordered => "ordered",
    }
}

fn say_word(say: &Say) -> &'static str {
    match say {
        Say::Nothing => "nothing",
        Say::OutOfReach => "out_of_reach",
        Say::SeenBefore => "seen_before",
        Say::Agrees(_) => "agrees",
        Say::NoTime(_) => "no_time",
        Say::Asks { verdict, .. } => match (*verdict > 0.0, say.prevails()) {
            (true, true) => "backs",
            (true, false) => "wants_to_back",
            (false, true) => "stops",
            (false, false) => "wants_to_stop",
        },
    }
}

fn lack_word(lack: Lack) -> &'static str {
    match lack {
        Lack::Mandate => "mandate",
        Lack::Persuasion => "persuasion",
        Lack::Readiness => "readiness",
    }
}

fn fate_word(fate: Fate) -> &'static str {
    match fate {
        Fate::Stopped => "stopped",
        Fate::Started { .. } => "started",
        Fate::NotWorthIt => "not_worth_it",
        Fate::NeedsBacking => "needs_backing",
        Fate::NoMoney { .. } => "no_money",
        Fate::NoAttention => "no_attention",
    }
}
