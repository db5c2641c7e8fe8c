//! Requests for the office's help, which grow with readiness, and what it costs to leave them unanswered.

use super::candidate::Kind;
use super::{Organisation, Waiting};
use crate::engine::plan::Plan;
use crate::model::Line;

impl Organisation<'_> {
    /// Places of the candidates with which functions ask the office for help at a sitting: work for customers that it has not
    /// dealt with.
    pub(super) fn requests(&self) -> Vec<usize> {
        let asks = |waiting: &Waiting| {
            let candidate = &waiting.candidate;
            !waiting.examined
                && !waiting.helped
                && candidate.kind != Kind::Kpi
                && self.lines[candidate.lead] != Line::None
                && candidate.need < self.readiness[candidate.lead]
        };
        (0..self.waiting.len()).filter(|&place| asks(&self.waiting[place])).collect()
    }

    /// Requests that were not examined take up the time that the office has left, the oldest first; a function whose requests
    /// find none loses readiness.
    pub(super) fn keep_up(&mut self, plan: &Plan, requests: &[usize], mut time: usize) {
        let mut asked = vec![0_u32; self.lines.len()];
        let mut unserved = asked.clone();
        for &place in requests {
            let waiting = &mut self.waiting[place];
            let lead = waiting.candidate.lead;
            asked[lead] += 1;
            if waiting.examined {
                continue;
            }
            if time > 0 {
                time -= 1;
                waiting.helped = true;
            } else {
                unserved[lead] += 1;
            }
        }
        for (f, readiness) in self.readiness.iter_mut().enumerate().filter(|(f, _)| unserved[*f] > 0) {
            let share = f64::from(unserved[f]) / f64::from(asked[f]);
            *readiness = (*readiness - plan.world.organisation.neglect * plan.pace * share).max(0.0);
        }
        self.note(|_, logger| logger.requests(asked.iter().sum(), unserved.iter().sum()));
    }
}
