//! Requests for the office's help, which grow with readiness, and what it costs to leave them unanswered.

use super::candidate::Kind;
use super::{Organisation, Waiting};
use crate::engine::plan::Plan;
use crate::model::Line;

impl Organisation<'_> {
    /// Places of the candidates with which functions ask the office for help at a sitting: work for customers that it has not
    /// examined.
    pub(super) fn requests(&self) -> Vec<usize> {
        let asks = |waiting: &Waiting| {
            let candidate = &waiting.candidate;
            !waiting.examined
                && candidate.kind != Kind::Kpi
                && self.lines[candidate.lead] != Line::None
                && candidate.need < self.readiness[candidate.lead]
        };
        (0..self.waiting.len()).filter(|&place| asks(&self.waiting[place])).collect()
    }

    /// The office answers as many requests as it can examine candidates: those that it has examined, then the oldest. A
    /// function whose requests are not answered loses readiness.
    pub(super) fn keep_up(&mut self, plan: &Plan, requests: &[usize], capacity: usize) {
        let examined = requests.iter().filter(|&&place| self.waiting[place].examined).count();
        let mut time = capacity - examined;
        let mut asked = vec![0_u32; self.lines.len()];
        let mut unserved = asked.clone();
        for waiting in requests.iter().map(|&place| &self.waiting[place]) {
            let lead = waiting.candidate.lead;
            asked[lead] += 1;
            if waiting.examined {
                continue;
            }
            match time.checked_sub(1) {
                Some(left) => time = left,
                None => unserved[lead] += 1,
            }
        }
        for (f, readiness) in self.readiness.iter_mut().enumerate().filter(|(f, _)| unserved[*f] > 0) {
            let share = f64::from(unserved[f]) / f64::from(asked[f]);
            *readiness = (*readiness - plan.world.organisation.neglect * plan.pace * share).max(0.0);
        }
        self.note(|_, logger| logger.requests(asked.iter().sum(), unserved.iter().sum()));
    }
}
