//! Step h: the office's say.

use super::candidate::{Candidate, Kind};
use super::event_log::{Consent, Fate, Say};
use super::perception::Attention;
use super::start::due;
use super::{Backing, Logger, Moment, Organisation, Waiting};
use crate::engine::plan::Plan;
use crate::model::{Line, World};

/// What stopping a harmful candidate counts for the office.
const STOPPING_WIN: f64 = 0.5;

/// Least KPI effect of a pilot on a party: what costs a function next to nothing it lets happen.
const PILOT_KPI: f64 = -0.2;

/// A candidate that the office would decide otherwise.
struct Case {
    index: usize,
    verdict: f64,
}

impl Organisation<'_> {
    /// The office sits, if it is seated and this is a cycle of its cadence: it examines the candidates that it cares about
    /// most, and prevails where everybody concerned consents.
    pub(super) fn office_says(&mut self, plan: &Plan, now: Moment, attention: &Attention) {
        if !self.sits(now) {
            return;
        }
        let capacity = self.capacity(plan, now);
        let requests = self.requests();
        let mut cases = self.cases(plan, attention);
        self.note(|office, logger| office.note_agenda(plan, attention, &cases, logger));
        for case in cases.drain(capacity.min(cases.len())..) {
            self.deeds[self.waiting[case.index].candidate.lead].unexamined += 1;
        }
        let mut stopped: Vec<usize> = cases.into_iter().filter_map(|case| self.examine(plan, &case)).collect();
        self.keep_up(plan, &requests, capacity);
        stopped.sort_unstable();
        for index in stopped.into_iter().rev() {
            self.waiting.remove(index);
        }
    }

    /// Candidates that the office can examine in a sitting: its time adds up between sittings.
    pub(super) fn capacity(&self, plan: &Plan, now: Moment) -> usize {
        let levers = &self.regime.levers;
        due(levers.capacity * f64::from(levers.cadence) * plan.pace, now.cycle / levers.cadence) as usize
    }

    /// Examines a case: backs it or stops it, if everybody concerned consents. The case, if it was stopped.
    fn examine(&mut self, plan: &Plan, case: &Case) -> Option<usize> {
        let backs = case.verdict > 0.0;
        self.waiting[case.index].examined = true;
        let candidate = self.waiting[case.index].candidate.clone();
        let parties = self.parties(&plan.world, &candidate, backs);
        let paid_for = backs && candidate.cost <= self.regime.levers.budget * plan.pace;
        let answers = self.answers(parties, &candidate, paid_for);
        self.note(|_, logger| {
            logger.say(&candidate, Say::Asks { verdict: case.verdict, answers: answers.clone() });
        });
        if !answers.iter().all(|answer| answer.given) {
            self.deeds[candidate.lead].refused += 1;
            return None;
        }
        if backs {
            let pilot = answers.iter().any(|answer| answer.pilot);
            self.waiting[case.index].backed = Some(Backing { verdict: case.verdict, pilot });
            self.deeds[candidate.lead].backed += 1;
            return None;
        }
        self.deeds[candidate.lead].stopped += 1;
        self.wins_since_survey += STOPPING_WIN;
        self.note(|_, logger| logger.fate(&candidate, Fate::Stopped));
        Some(case.index)
    }

    /// Whether the office is seated and this is a cycle of its cadence.
    pub(super) fn sits(&self, now: Moment) -> bool {
        self.seated() && now.cycle.is_multiple_of(self.regime.levers.cadence)
    }

    /// What the office has to say of all that waits, before it examines as many cases as it has time for.
    fn note_agenda(&self, plan: &Plan, attention: &Attention, cases: &[Case], logger: &mut Logger) {
        for waiting in &self.waiting {
            let say = match waiting {
                _ if !self.in_reach(&waiting.candidate) => Say::OutOfReach,
                Waiting { examined: true, .. } => Say::SeenBefore,
                _ => Say::Agrees(self.verdict(plan, attention, &waiting.candidate)),
            };
            logger.say(&waiting.candidate, say);
        }
        cases.iter().for_each(|case| logger.say(&self.waiting[case.index].candidate, Say::NoTime(case.verdict)));
    }

    /// Candidates whose outcome the office would change, the weightiest first.
    fn cases(&mut self, plan: &Plan, attention: &Attention) -> Vec<Case> {
        let mut cases = Vec::new();
        for index in 0..self.waiting.len() {
            let Waiting { candidate, examined, .. } = &self.waiting[index];
            if *examined || !self.in_reach(candidate) {
                continue;
            }
            let verdict = self.verdict(plan, attention, candidate);
            let value = (candidate.kind != Kind::Bridge).then(|| self.value(plan, attention, candidate));
            self.waiting[index].value = value;
            let starts = value.is_some_and(|value| value > 0.0);
            if (verdict > 0.0) != starts {
                cases.push(Case { index, verdict });
            }
        }
        cases.sort_by(|a, b| b.verdict.abs().total_cmp(&a.verdict.abs()));
        cases
    }

    /// The lead has a line; within the solid group, which decides with the officer's eyes, only bridges to outside.
    fn in_reach(&self, candidate: &Candidate) -> bool {
        match self.lines[candidate.lead] {
            Line::None => false,
            Line::Solid => candidate.partner.is_some_and(|partner| !self.is_solid(partner)),
            Line::Advisory | Line::Dotted => true,
        }
    }

    /// Whose consent the office needs; functions may appear twice. A lead that defines needs no seat's consent but its own.
    fn parties(&self, world: &World, candidate: &Candidate, backs: bool) -> Vec<usize> {
        let lead = candidate.lead;
        if !backs {
            return vec![lead];
        }
        let mut parties = Vec::with_capacity(2 + candidate.effects.len() + world.functions.len());
        parties.push(lead);
        parties.extend(candidate.partner);
        if self.lines[lead] == Line::Dotted {
            let hurt = candidate.effects.iter().filter(|(_, effect)| *effect < 0.0);
            parties.extend(hurt.map(|&(touchpoint, _)| world.touchpoints[touchpoint].owner));
        }
        if self.lines[lead] == Line::Dotted && !world.functions[lead].defines {
            parties.extend((0..world.functions.len()).filter(|&f| world.functions[f].defines));
        }
        parties
    }

    /// The answers of all whose consent the office needs, each function once.
    fn answers(&self, mut parties: Vec<usize>, candidate: &Candidate, paid_for: bool) -> Vec<Consent> {
        parties.sort_unstable();
        parties.dedup();
        parties.into_iter().map(|f| self.consent(f, candidate, paid_for)).collect()
    }

    /// A function's answer to the office. A solid line is accepted or not; others are persuaded, and what the office pays for
    /// and costs them nothing needs no readiness.
    pub(super) fn consent(&self, f: usize, candidate: &Candidate, paid_for: bool) -> Consent {
        let draw = f64::from(candidate.consent[f]);
        let solid = self.is_solid(f);
        let pilot = !solid && paid_for && candidate.kpi_of(f) >= PILOT_KPI;
        let (mandate, persuasion, readiness) = if solid {
            (1.0, 1.0, self.acceptance(f))
        } else {
            let persuasion = 1.0 - (1.0 - self.power()) * (1.0 - self.line(f).say.get());
            (self.standing(), persuasion, if pilot { 1.0 } else { libm::sqrt(self.readiness[f]) })
        };
        let probability = mandate * persuasion * readiness;
        Consent { function: f, given: draw < probability, pilot, probability, draw, mandate, persuasion, readiness }
    }
}
