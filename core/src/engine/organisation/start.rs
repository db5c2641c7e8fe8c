//! Step i: budget holders start what is worth most to them.

use super::candidate::{Candidate, Kind};
use super::event_log::{Fate, Terms};
use super::perception::Attention;
use super::{Backing, Bill, Holder, Moment, Organisation, Project, Waiting};
use crate::engine::plan::Plan;
use crate::model::Line;

/// A candidate that its holder would start.
struct RankedCandidate {
    index: usize,
    holder: Holder,
    worth_per_cost: f64,
}

/// What budget holders have not spent, in cost units.
#[derive(Clone, Debug)]
pub(super) struct Savings {
    functions: Vec<f64>,
    solid_group: f64,
}

impl Savings {
    pub(super) fn none(functions: usize) -> Savings {
        Savings { functions: vec![0.0; functions], solid_group: 0.0 }
    }

    fn of(&mut self, holder: Holder) -> &mut f64 {
        match holder {
            Holder::Function(f) => &mut self.functions[f],
            Holder::SolidGroup => &mut self.solid_group,
        }
    }
}

/// What is left to spend this cycle.
struct Means {
    office: f64,
    budget: f64,
    /// Initiatives that the holder can still start.
    attention: u64,
}

impl Means {
    /// Starts an initiative if it can be paid for and looked after: from the office's budget if it backed it and can, else from
    /// the holder's.
    fn pay(&mut self, cost: f64, terms: Terms) -> Fate {
        let by_office = matches!(terms, Terms::Backed | Terms::Pilot) && cost <= self.office;
        let source = if by_office { &mut self.office } else { &mut self.budget };
        if self.attention == 0 {
            return Fate::NoAttention;
        }
        if cost > *source {
            return Fate::NoMoney { left: *source };
        }
        *source -= cost;
        self.attention -= 1;
        Fate::Started { by_office, terms }
    }
}

impl Organisation<'_> {
    /// Every holder in turn: functions without a solid line in file order, then the solid group with what is pooled, then each
    /// of its functions with what it kept.
    /// Backing is for this turn: a backed candidate that found no money is one like any other afterwards, and only
    /// stopping is for good.
    pub(super) fn start_initiatives(&mut self, plan: &Plan, now: Moment, attention: &Attention) {
        let committees = (0..self.lines.len()).map(|f| self.levy(f) * plan.world.functions[f].budget * plan.pace).sum();
        self.bill = Bill { initiatives: 0.0, committees, reorganised: std::mem::take(&mut self.reorganised) };
        let ranked = self.ranked(plan, attention);
        let mut office = if self.seated() { self.regime.levers.budget * plan.pace } else { 0.0 };
        let free = (0..self.lines.len()).filter(|&f| !self.is_solid(f)).map(Holder::Function);
        for holder in free.chain([Holder::SolidGroup]).collect::<Vec<_>>() {
            let mut means =
                Means { office, budget: self.in_hand(plan, holder), attention: self.attention_left(plan, holder, now) };
            for pick in ranked.iter().filter(|pick| pick.holder == holder) {
                let terms = self.terms(plan, attention, pick);
                self.start(plan, attention, pick, terms, now, &mut means);
            }
            office = means.office;
            self.save(plan, holder, means.budget);
        }
        for f in (0..self.lines.len()).filter(|&f| self.is_solid(f)).collect::<Vec<_>>() {
            self.start_with_own_money(plan, now, attention, f);
        }
        self.waiting.retain_mut(Waiting::stays);
    }

    /// A function with a solid line starts what it would start if left to itself, with the money that it kept.
    fn start_with_own_money(&mut self, plan: &Plan, now: Moment, attention: &Attention, f: usize) {
        let holder = Holder::Function(f);
        let budget = self.in_hand(plan, holder);
        let mut picks = Vec::new();
        for (index, waiting) in self.waiting.iter().enumerate().filter(|(_, waiting)| waiting.candidate.lead == f) {
            let candidate = &waiting.candidate;
            if waiting.started || candidate.kind == Kind::Bridge {
                continue;
            }
            let value = self.value_alone(plan, attention, candidate);
            if value > 0.0 {
                picks.push(RankedCandidate { index, holder, worth_per_cost: value / candidate.cost });
            }
        }
        picks.sort_by(|a, b| b.worth_per_cost.total_cmp(&a.worth_per_cost));
        let mut means = Means { office: 0.0, budget, attention: u64::MAX };
        for pick in &picks {
            // What it cannot pay for itself is left as the solid group left it.
            if self.waiting[pick.index].candidate.cost <= means.budget {
                self.start(plan, attention, pick, Terms::OwnMoney, now, &mut means);
            }
        }
        self.save(plan, holder, means.budget);
    }

    /// On which terms a holder starts a candidate.
    fn terms(&self, plan: &Plan, attention: &Attention, pick: &RankedCandidate) -> Terms {
        let waiting = &self.waiting[pick.index];
        match (waiting.backed, pick.holder) {
            (Some(Backing { pilot: true, .. }), _) => Terms::Pilot,
            (Some(_), _) => Terms::Backed,
            (None, Holder::SolidGroup) => self.terms_in_group(plan, attention, &waiting.candidate),
            (None, Holder::Function(_)) => Terms::Own,
        }
    }

    /// Starts what a holder chose, if the means are there.
    fn start(
        &mut self,
        plan: &Plan,
        attention: &Attention,
        pick: &RankedCandidate,
        terms: Terms,
        now: Moment,
        means: &mut Means,
    ) {
        let waiting = &mut self.waiting[pick.index];
        let candidate = waiting.candidate.clone();
        let fate = means.pay(candidate.cost, terms);
        waiting.started = matches!(fate, Fate::Started { .. });
        self.note(|_, logger| logger.fate(&candidate, fate));
        if let Fate::Started { .. } = fate {
            let (holder, start_cycle) = (pick.holder, now.cycle);
            let end_cycle = start_cycle + candidate.duration_cycles + self.delay(plan, &candidate);
            let found = self.found(plan, attention, &candidate);
            let footprint = candidate.footprint();
            self.launch(Project { candidate, footprint, holder, start_cycle, end_cycle, terms, found });
        }
    }

    fn launch(&mut self, project: Project) {
        let Project { candidate, terms, .. } = &project;
        let deeds = &mut self.deeds[candidate.lead];
        deeds.started[candidate.kind.index()] += 1;
        deeds.ordered += u64::from(*terms == Terms::Ordered);
        deeds.own_money += u64::from(*terms == Terms::OwnMoney);
        deeds.pilots += u64::from(*terms == Terms::Pilot);
        self.bill.initiatives += candidate.cost;
        self.projects.push(project);
    }

    /// Cycles that committees make an initiative last longer.
    fn delay(&self, plan: &Plan, candidate: &Candidate) -> u32 {
        match self.lines[candidate.lead] {
            Line::Dotted => {
                let cycles = plan.world.organisation.delay * self.friction(candidate.lead) / plan.pace;
                (cycles + candidate.delay) as u32
            }
            _ => 0,
        }
    }

    /// The candidates that may start and are worth it to their holders, best first.
    fn ranked(&self, plan: &Plan, attention: &Attention) -> Vec<RankedCandidate> {
        let mut ranked = Vec::with_capacity(self.waiting.len());
        for (index, waiting) in self.waiting.iter().enumerate() {
            if !self.may_start(plan, waiting) {
                continue;
            }
            let candidate = &waiting.candidate;
            let value = waiting.value.unwrap_or_else(|| self.value(plan, attention, candidate));
            let worth = waiting.backed.map_or(value, |backing| value.max(backing.verdict));
            if worth > 0.0 {
                let holder = self.holder(candidate.lead);
                ranked.push(RankedCandidate { index, holder, worth_per_cost: worth / candidate.cost });
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

    /// Share of a function's budget that committees take.
    fn levy(&self, f: usize) -> f64 {
        (self.line(f).levy.get() * self.friction(f)).min(1.0)
    }

    /// What a holder gets for four weeks, in cost units. Functions with a solid line pool what they accept to pool.
    fn budget(&self, plan: &Plan, holder: Holder) -> f64 {
        let brings = |f: usize| plan.world.functions[f].budget * (1.0 - self.levy(f));
        match holder {
            Holder::Function(f) if self.is_solid(f) => (1.0 - self.acceptance(f)) * brings(f),
            Holder::Function(f) => brings(f),
            Holder::SolidGroup => {
                let solid = (0..self.lines.len()).filter(|&f| self.is_solid(f));
                solid.map(|f| self.acceptance(f) * brings(f)).sum()
            }
        }
    }

    /// What a holder can spend in a cycle: its budget, and what it has saved.
    fn in_hand(&mut self, plan: &Plan, holder: Holder) -> f64 {
        self.budget(plan, holder) * plan.pace + *self.savings.of(holder)
    }

    /// Keeps what a holder has not spent, up to a few budgets.
    fn save(&mut self, plan: &Plan, holder: Holder, left: f64) {
        let most = plan.world.organisation.carry_over * self.budget(plan, holder);
        *self.savings.of(holder) = left.min(most);
    }

    /// How many initiatives a holder can start: the solid group's attention is limited, more so during the transition.
    fn attention_left(&self, plan: &Plan, holder: Holder, now: Moment) -> u64 {
        let in_transition = || (0..self.lines.len()).any(|f| self.is_solid(f) && self.transition(f, now.week) < 1.0);
        let span = self.regime.levers.span * plan.pace;
        match holder {
            Holder::Function(_) => u64::MAX,
            Holder::SolidGroup if in_transition() => due(span / 2.0, now.cycle),
            Holder::SolidGroup => due(span, now.cycle),
        }
    }
}

/// Whole ones of an amount that falls due each time, at a time: fractions add up.
pub(super) fn due(each_time: f64, time: u32) -> u64 {
    let until = |time: f64| libm::floor(each_time * time) as u64;
    until(f64::from(time) + 1.0) - until(f64::from(time))
}
