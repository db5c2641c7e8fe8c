//! Who leaves when a contract is due.

use super::Customers;
use super::logistic::exp;
use super::routes::AWAY;
use crate::engine::plan::{Plan, Start};
use crate::random::{Luck, Purpose};

/// Places that share a block of draws.
const BLOCK: usize = 16;

impl Customers {
    /// Lets customers decide whose contract is due in a week: each leaves with probability
    /// Λ(a − κ(S − S̄₀) + ψ([problem] − p̄₀)).
    pub(crate) fn renew(&mut self, plan: &Plan, luck: &Luck, start: &Start, week: u32) {
        for (segment, places) in plan.layout.segments.iter().enumerate() {
            let due = places.due(week);
            let mut place = due.start;
            while place < due.end {
                let block_end = due.end.min((place / BLOCK + 1) * BLOCK);
                let mut draws = luck.draws(Purpose::Renewal, week, (place / BLOCK) as u32);
                let words: [u32; BLOCK] = std::array::from_fn(|_| draws.word());
                for place in place..block_end {
                    if self.leaves(plan, start, place, words[place % BLOCK]) {
                        self.leave(plan, segment, place);
                    }
                }
                place = block_end;
            }
        }
    }

    /// u < Λ(y), written as u·(1 + e⁻ʸ) < 1: no division, and probabilities near 0 keep their digits.
    fn leaves(&self, plan: &Plan, start: &Start, place: usize, word: u32) -> bool {
        let customer = &plan.world.customer;
        let sensitivity = customer.churn_sensitivity as f32;
        let problem_weight = customer.churn_problem as f32;
        let problem = if self.freshness[place] > 0.0 { 1.0 } else { 0.0 };
        let y = start.loyalty[place] - sensitivity * (self.satisfaction[place] - start.satisfaction as f32)
            + problem_weight * (problem - start.problem_share as f32);
        let u = (word as f32 + 0.5) * (1.0 / 4_294_967_296.0);
        self.node[place] != plan.gone() as u8 && u * (1.0 + exp(-y)) < 1.0
    }

    fn leave(&mut self, plan: &Plan, segment: usize, place: usize) {
        let slot = plan.layout.slot_of_place[place] as usize;
        self.leavers[self.node[place] as usize] += 1;
        self.node[place] = plan.gone() as u8;
        self.freshness[place] = 0.0;
        self.free_slots[slot / 64] |= 1 << (slot % 64);
        self.in_firm[segment] -= 1;
        if std::mem::take(&mut self.first_cohort[place]) {
            self.cohort -= 1;
        }
    }

    /// Customers of the firm that had no contact in the week they left are counted at `away`.
    pub(crate) fn leavers_at(&self, touchpoint: usize) -> u64 {
        self.leavers[AWAY + 1 + touchpoint]
    }
}
