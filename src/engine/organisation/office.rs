//! Step h: the office's say.

use super::candidate::{Candidate, Kind};
use super::perception::Attention;
use super::{Moment, Organisation};
use crate::engine::plan::Plan;
use crate::model::{Line, World};

/// What stopping a harmful candidate counts for the office.
const STOPPING_WIN: f64 = 0.5;

/// A candidate that the office would decide otherwise.
struct Case {
    index: usize,
    verdict: f64,
}

impl Organisation<'_> {
    /// The office sits, if it is seated and this is a cycle of its cadence: it examines the candidates that it cares about
    /// most, and prevails where everybody concerned consents.
    pub(super) fn office_says(&mut self, plan: &Plan, now: Moment, attention: &Attention) {
        let levers = &self.regime.levers;
        if !self.seated() || !now.cycle.is_multiple_of(levers.cadence) {
            return;
        }
        let capacity = (levers.capacity * f64::from(levers.cadence)) as usize;
        let mut stopped = Vec::new();
        for case in self.cases(plan, attention).into_iter().take(capacity) {
            let backs = case.verdict > 0.0;
            self.waiting[case.index].examined = true;
            let candidate = self.waiting[case.index].candidate.clone();
            if !self.parties(&plan.world, &candidate, backs).into_iter().all(|f| self.consents(f, &candidate)) {
                continue;
            }
            if backs {
                self.waiting[case.index].backed = Some(case.verdict);
                self.deeds[candidate.lead].backed += 1;
            } else {
                self.deeds[candidate.lead].stopped += 1;
                self.wins_since_survey += STOPPING_WIN;
                stopped.push(case.index);
            }
        }
        stopped.sort_unstable();
        for index in stopped.into_iter().rev() {
            self.waiting.remove(index);
        }
    }

    /// Candidates whose outcome the office would change, the weightiest first.
    fn cases(&self, plan: &Plan, attention: &Attention) -> Vec<Case> {
        let mut cases = Vec::new();
        for (index, waiting) in self.waiting.iter().enumerate() {
            let candidate = &waiting.candidate;
            if waiting.examined || !self.in_reach(candidate) {
                continue;
            }
            let verdict = self.verdict(plan, attention, candidate);
            let starts = candidate.kind != Kind::Bridge && self.value(plan, attention, candidate) > 0.0;
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
        let mut parties = vec![lead];
        if !backs {
            return parties;
        }
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

    /// A function's answer to the office.
    fn consents(&self, f: usize, candidate: &Candidate) -> bool {
        let resistance = (1.0 - self.power()) * (1.0 - self.line(f).say.get());
        let probability = self.standing() * (1.0 - resistance) * libm::sqrt(self.readiness[f]);
        self.is_solid(f) || f64::from(candidate.consent[f]) < probability
    }
}
