//! Step i: budget holders start what is worth most to them.

use std::rc::Rc;

use super::candidate::{Candidate, Kind};
use super::minutes::Fate;
use super::perception::Attention;
use super::{Holder, Moment, Organisation, Project, Waiting};
use crate::engine::plan::Plan;

/// What is left to spend this cycle.
struct Means {
    purse: f64,
    budget: f64,
    /// Initiatives that the holder can still start.
    attention: u64,
}

impl Means {
    /// Starts an initiative if it can be paid for and looked after: from the office's purse if it backed it and can, else from
    /// the budget.
    fn pay(&mut self, cost: f64, backed: bool) -> Fate {
        let by_purse = backed && cost <= self.purse;
        let source = if by_purse { &mut self.purse } else { &mut self.budget };
        if self.attention == 0 {
            return Fate::NoAttention;
        }
        if cost > *source {
            return Fate::NoMoney { left: *source };
        }
        *source -= cost;
        self.attention -= 1;
        Fate::Started { by_purse }
    }
}

impl Organisation<'_> {
    /// Every holder in turn: functions without a solid line in file order, then the solid group with pooled budgets.
    /// Backing is for this turn: a backed candidate that found no money is one like any other afterwards, and only
    /// stopping is for good.
    pub(super) fn start_initiatives(&mut self, plan: &Plan, now: Moment, attention: &Attention) {
        self.spent_now = 0.0;
        let mut purse = if self.seated() { self.regime.levers.purse } else { 0.0 };
        let functions = 0..self.lines.len();
        let alone = functions.filter(|&f| !self.is_solid(f)).map(Holder::Function);
        for holder in alone.chain([Holder::SolidGroup]).collect::<Vec<_>>() {
            let budget = self.budget(plan, holder);
            let attention_left = self.attention_left(holder, now.week);
            let mut means = Means { purse, budget, attention: attention_left };
            self.start_for(plan, now, attention, holder, &mut means);
            purse = means.purse;
        }
        self.waiting.iter_mut().for_each(|waiting| waiting.backed = None);
    }

    fn start_for(&mut self, plan: &Plan, now: Moment, attention: &Attention, holder: Holder, means: &mut Means) {
        let mut started = vec![];
        for (index, _) in self.ranked(plan, attention, holder) {
            let waiting = &self.waiting[index];
            let fate = means.pay(waiting.candidate.cost, waiting.backed.is_some());
            if let Fate::Started { .. } = fate {
                started.push(index);
            }
            self.note(|organisation, secretary| secretary.fate(&organisation.waiting[index].candidate, fate));
        }
        for &index in &started {
            let Waiting { candidate, backed, .. } = &self.waiting[index];
            let (candidate, wins) = (candidate.clone(), backed.is_some() || holder == Holder::SolidGroup);
            self.launch(candidate, holder, now.cycle, wins);
        }
        started.sort_unstable();
        for index in started.into_iter().rev() {
            self.waiting.remove(index);
        }
    }

    fn launch(&mut self, candidate: Rc<Candidate>, holder: Holder, cycle: u32, wins: bool) {
        self.deeds[candidate.lead].started[candidate.kind.index()] += 1;
        self.spent_now += candidate.cost;
        let end_cycle = cycle + candidate.duration_cycles;
        self.projects.push(Project { candidate, holder, start_cycle: cycle, end_cycle, wins });
    }

    /// The holder's candidates that may start and are worth it, with their worth per cost, best first.
    fn ranked(&self, plan: &Plan, attention: &Attention, holder: Holder) -> Vec<(usize, f64)> {
        let mut ranked = Vec::new();
        for (index, waiting) in self.waiting.iter().enumerate() {
            let candidate = &waiting.candidate;
            if self.holder(candidate.lead) != holder || !self.may_start(plan, waiting) {
                continue;
            }
            let value = self.value(plan, attention, candidate);
            let worth = waiting.backed.map_or(value, |verdict| value.max(verdict));
            if worth > 0.0 {
                ranked.push((index, worth / candidate.cost));
            }
        }
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
        ranked
    }

    /// A bridge needs backing, a holder of both sides, or spontaneity.
    pub(super) fn may_start(&self, plan: &Plan, waiting: &Waiting) -> bool {
        let candidate = &waiting.candidate;
        let inside = self.is_solid(candidate.lead) && candidate.partner.is_some_and(|g| self.is_solid(g));
        candidate.kind != Kind::Bridge
            || waiting.backed.is_some()
            || inside
            || candidate.spontaneity < plan.world.organisation.spontaneous_bridge
    }

    /// What a holder can spend in a cycle, in cost units.
    fn budget(&self, plan: &Plan, holder: Holder) -> f64 {
        let members = (0..self.lines.len()).filter(|&f| self.holder(f) == holder);
        members.map(|f| plan.world.functions[f].budget * (1.0 - self.line(f).tax.get())).sum()
    }

    /// How many initiatives a holder can start: the solid group's attention is limited, more so during the transition.
    fn attention_left(&self, holder: Holder, week: u32) -> u64 {
        let in_transition = (0..self.lines.len()).any(|f| self.is_solid(f) && self.transition(f, week) < 1.0);
        match holder {
            Holder::Function(_) => u64::MAX,
            Holder::SolidGroup if in_transition => (self.regime.levers.span / 2.0) as u64,
            Holder::SolidGroup => self.regime.levers.span as u64,
        }
    }
}
