//! Step h: the office's say.

use super::candidate::{Candidate, Kind};
use super::event_log::{Consent, Fate, Say};
use super::perception::Attention;
use super::{Logger, Moment, Organisation, Waiting};
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
        if !self.sits(now) {
            return;
        }
        let levers = &self.regime.levers;
        let capacity = (levers.capacity * f64::from(levers.cadence)) as usize;
        let cases = self.cases(plan, attention);
        self.note(|office, logger| office.note_agenda(plan, attention, &cases, logger));
        let mut stopped = Vec::new();
        for case in cases.into_iter().take(capacity) {
            let backs = case.verdict > 0.0;
            self.waiting[case.index].examined = true;
            let candidate = self.waiting[case.index].candidate.clone();
            let parties = self.parties(&plan.world, &candidate, backs);
            self.note(|office, logger| {
                let answers = office.answers(&parties, &candidate);
                logger.say(&candidate, Say::Asks { verdict: case.verdict, answers });
            });
            if !parties.into_iter().all(|f| self.consents(f, &candidate)) {
                continue;
            }
            if backs {
                self.waiting[case.index].backed = Some(case.verdict);
                self.deeds[candidate.lead].backed += 1;
            } else {
                self.deeds[candidate.lead].stopped += 1;
                self.wins_since_survey += STOPPING_WIN;
                self.note(|_, logger| logger.fate(&candidate, Fate::Stopped));
                stopped.push(case.index);
            }
        }
        stopped.sort_unstable();
        for index in stopped.into_iter().rev() {
            self.waiting.remove(index);
        }
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

    /// Whether a function consents to what the office wants.
    fn consents(&self, f: usize, candidate: &Candidate) -> bool {
        self.consent(f, candidate).given
    }

    /// A function's answer to the office.
    pub(super) fn consent(&self, f: usize, candidate: &Candidate) -> Consent {
        let persuasion = 1.0 - (1.0 - self.power()) * (1.0 - self.line(f).say.get());
        let (mandate, readiness) = (self.standing(), libm::sqrt(self.readiness[f]));
        let (solid, probability) = (self.is_solid(f), mandate * persuasion * readiness);
        let draw = f64::from(candidate.consent[f]);
        let given = solid || draw < probability;
        let probability = if solid { 1.0 } else { probability };
        Consent { function: f, given, probability, draw, mandate, persuasion, readiness }
    }
}
