//! Step i: budget holders start what is worth most to them.

use std::rc::Rc;

use super::candidate::{Candidate, Kind};
use super::event_log::Fate;
use super::perception::Attention;
use super::{Holder, Moment, Organisation, Project, Waiting};
use crate::engine::plan::Plan;

/// A candidate that its holder would start.
struct Choice {
    index: usize,
    holder: Holder,
    worth_per_cost: f64,
    found: f64,
}

/// What is left to spend this cycle.
struct Means {
    office_budget: f64,
    budget: f64,
    /// Initiatives that the holder can still start.
    attention: u64,
}

impl Means {
    /// Starts an initiative if it can be paid for and looked after: from the office's budget if it backed it and can, else from
    /// the budget.
    fn pay(&mut self, cost: f64, backed: bool) -> Fate {
        let by_office = backed && cost <= self.office_budget;
        let source = if by_office { &mut self.office_budget } else { &mut self.budget };
        if self.attention == 0 {
            return Fate::NoAttention;
        }
        if cost > *source {
            return Fate::NoMoney { left: *source };
        }
        *source -= cost;
        self.attention -= 1;
        Fate::Started { by_office }
    }
}

impl Organisation<'_> {
    /// Every holder in turn: functions without a solid line in file order, then the solid group with pooled budgets.
    /// Backing is for this turn: a backed candidate that found no money is one like any other afterwards, and only
    /// stopping is for good.
    pub(super) fn start_initiatives(&mut self, plan: &Plan, now: Moment, attention: &Attention) {
        self.spent_now = 0.0;
        let ranked = self.ranked(plan, attention);
        let mut office_budget = if self.seated() { self.regime.levers.budget } else { 0.0 };
        for holder in (0..self.lines.len()).map(Holder::Function).chain([Holder::SolidGroup]) {
            let (budget, attention) = (self.budget(plan, holder), self.attention_left(holder, now.week));
            let mut means = Means { office_budget, budget, attention };
            for choice in ranked.iter().filter(|choice| choice.holder == holder) {
                self.start(choice, now.cycle, &mut means);
            }
            office_budget = means.office_budget;
        }
        self.waiting.retain_mut(Waiting::stays);
    }

    /// Starts what a holder chose, if the means are there.
    fn start(&mut self, choice: &Choice, cycle: u32, means: &mut Means) {
        let waiting = &mut self.waiting[choice.index];
        let (candidate, backed) = (waiting.candidate.clone(), waiting.backed.is_some());
        let fate = means.pay(candidate.cost, backed);
        waiting.started = matches!(fate, Fate::Started { .. });
        self.note(|_, logger| logger.fate(&candidate, fate));
        if let Fate::Started { .. } = fate {
            self.launch(candidate, choice, cycle, backed || choice.holder == Holder::SolidGroup);
        }
    }

    fn launch(&mut self, candidate: Rc<Candidate>, choice: &Choice, cycle: u32, wins: bool) {
        self.deeds[candidate.lead].started[candidate.kind.index()] += 1;
        self.spent_now += candidate.cost;
        let end_cycle = cycle + candidate.duration_cycles;
        let Choice { holder, found, .. } = *choice;
        self.projects.push(Project { candidate, holder, start_cycle: cycle, end_cycle, wins, found });
    }

    /// The candidates that may start and are worth it to their holders, best first.
    fn ranked(&self, plan: &Plan, attention: &Attention) -> Vec<Choice> {
        let mut ranked = Vec::with_capacity(self.waiting.len());
        for (index, waiting) in self.waiting.iter().enumerate() {
            if !self.may_start(plan, waiting) {
                continue;
            }
            let candidate = &waiting.candidate;
            let value = waiting.value.unwrap_or_else(|| self.value(plan, attention, candidate));
            let worth = waiting.backed.map_or(value, |verdict| value.max(verdict));
            if worth > 0.0 {
                let holder = self.holder(candidate.lead);
                let found = self.found(plan, attention, candidate);
                ranked.push(Choice { index, holder, worth_per_cost: worth / candidate.cost, found });
            }
        }
        ranked.sort_by(|a, b| b.worth_per_cost.total_cmp(&a.worth_per_cost));
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
        let brings = |f: usize| plan.world.functions[f].budget * (1.0 - self.line(f).levy.get());
        match holder {
            Holder::Function(f) => brings(f),
            Holder::SolidGroup => (0..self.lines.len()).filter(|&f| self.is_solid(f)).map(brings).sum(),
        }
    }

    /// How many initiatives a holder can start: the solid group's attention is limited, more so during the transition.
    fn attention_left(&self, holder: Holder, week: u32) -> u64 {
        let in_transition = || (0..self.lines.len()).any(|f| self.is_solid(f) && self.transition(f, week) < 1.0);
        match holder {
            Holder::Function(_) => u64::MAX,
            Holder::SolidGroup if in_transition() => (self.regime.levers.span / 2.0) as u64,
            Holder::SolidGroup => self.regime.levers.span as u64,
        }
    }
}
