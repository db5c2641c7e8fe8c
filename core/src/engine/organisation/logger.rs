//! Who keeps the event log: nobody, unless a trace is asked for.
//!
//! It is kept where things are decided, by the same functions that decide; keeping it changes nothing.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::candidate::Candidate;
use super::event_log::{EventLog, Fate, Finish, Idea, Item, Kept, Say, Terms, Turn};
use super::perception::Attention;
use super::{Holder, Moment, Organisation, Waiting};
use crate::engine::plan::Plan;

/// Keeps the event log.
#[derive(Clone, Debug, Default)]
pub(crate) struct Logger {
    pub(crate) events: EventLog,
    /// Ideas by where their candidate is kept; the candidates are kept, so that no place is used twice.
    numbers: BTreeMap<usize, usize>,
    kept: Vec<Rc<Candidate>>,
    /// Items of the turn by idea.
    on_table: BTreeMap<usize, usize>,
    finished: Vec<Finish>,
    dropped: Vec<usize>,
    officer_left: bool,
}

impl Logger {
    /// The number of an idea; a new one if it has not been on the table.
    fn number(&mut self, candidate: &Rc<Candidate>, cycle: u32) -> usize {
        let (next, at) = (self.events.ideas.len(), Rc::as_ptr(candidate).addr());
        let number = *self.numbers.entry(at).or_insert(next);
        if number == next {
            let before = self.events.ideas.iter().rev().take_while(|idea| idea.cycle == cycle).count();
            self.events.ideas.push(Idea::new(candidate, cycle, before as u32 + 1));
            self.kept.push(candidate.clone());
        }
        number
    }

    /// The number of an idea that has been on the table.
    fn known(&self, candidate: &Rc<Candidate>) -> Option<usize> {
        self.numbers.get(&Rc::as_ptr(candidate).addr()).copied()
    }

    fn item(&mut self, candidate: &Rc<Candidate>) -> Option<&mut Item> {
        let place = *self.on_table.get(&self.known(candidate)?)?;
        self.events.turns.last_mut()?.items.get_mut(place)
    }

    pub(super) fn fate(&mut self, candidate: &Rc<Candidate>, fate: Fate) {
        if let Some(item) = self.item(candidate) {
            item.fate = fate;
        }
    }

    pub(super) fn say(&mut self, candidate: &Rc<Candidate>, say: Say) {
        if let Some(item) = self.item(candidate) {
            item.say = say;
        }
    }

    pub(super) fn finish<'c>(
        &mut self,
        candidate: &Rc<Candidate>,
        others: impl Iterator<Item = &'c Rc<Candidate>>,
        kept: Kept,
        terms: Terms,
        win: bool,
    ) {
        let interfering = others.filter_map(|other| self.known(other)).collect();
        let Some(idea) = self.known(candidate) else { return };
        self.finished.push(Finish { idea, interfering, kept, terms, win });
    }

    /// Requests for the office's help at the sitting of this turn, and how many of them found no time.
    pub(super) fn requests(&mut self, requests: u32, unserved: u32) {
        if let Some(turn) = self.events.turns.last_mut() {
            (turn.requests, turn.unserved) = (requests, unserved);
        }
    }

    pub(super) fn drop_idea(&mut self, candidate: &Rc<Candidate>) {
        self.dropped.extend(self.known(candidate));
    }

    pub(super) fn officer_left(&mut self) {
        self.officer_left = true;
    }

    /// Opens the event log of a cycle with what waits for a decision.
    pub(super) fn open_turn(
        &mut self,
        organisation: &Organisation<'_>,
        plan: &Plan,
        now: Moment,
        attention: &Attention,
    ) {
        self.on_table.clear();
        let mut items = Vec::with_capacity(organisation.waiting.len());
        for (place, waiting) in organisation.waiting.iter().enumerate() {
            let idea = self.number(&waiting.candidate, now.cycle);
            self.on_table.insert(idea, place);
            items.push(organisation.item(plan, attention, waiting, idea));
        }
        self.events.turns.push(Turn {
            week: now.week,
            cycle: now.cycle,
            lines: organisation.lines.clone(),
            officer_left: std::mem::take(&mut self.officer_left),
            seated: organisation.seated(),
            sitting: organisation.sits(now),
            capacity: organisation.capacity(plan, now),
            requests: 0,
            unserved: 0,
            mandate: organisation.mandate(),
            power: organisation.power(),
            readiness: organisation.readiness.clone(),
            finished: std::mem::take(&mut self.finished),
            dropped: std::mem::take(&mut self.dropped),
            items,
        });
    }
}

impl Idea {
    fn new(candidate: &Candidate, cycle: u32, ordinal: u32) -> Idea {
        Idea {
            cycle,
            ordinal,
            kind: candidate.kind,
            lead: candidate.lead,
            touchpoint: candidate.touchpoint,
            partner: candidate.partner,
            kpi: candidate.kpi,
            partner_kpi: candidate.partner_kpi,
            effects: candidate.effects.to_vec(),
            cost: candidate.cost,
            duration_cycles: candidate.duration_cycles,
        }
    }
}

impl Organisation<'_> {
    /// Has the event log kept from now on.
    pub(crate) fn keep_events(&mut self) {
        self.logger = Some(Box::default());
    }

    /// Lets the logger write, if there is one.
    #[inline]
    pub(super) fn note(&mut self, write: impl FnOnce(&Self, &mut Logger)) {
        if let Some(mut logger) = self.logger.take() {
            write(self, &mut logger);
            self.logger = Some(logger);
        }
    }

    /// An idea on the table, before the office speaks and anybody pays.
    fn item(&self, plan: &Plan, attention: &Attention, waiting: &Waiting, idea: usize) -> Item {
        let candidate = &waiting.candidate;
        let (seen, officer_seen) = self.views(plan, attention, candidate);
        Item {
            idea,
            true_effect: attention.true_effect(plan, candidate),
            seen,
            solid: self.holder(candidate.lead) == Holder::SolidGroup,
            officer_seen: self.seated().then_some(officer_seen),
            value: self.value(plan, attention, candidate),
            say: Say::Nothing,
            fate: if self.may_start(plan, waiting) { Fate::NotWorthIt } else { Fate::NeedsBacking },
        }
    }
}
