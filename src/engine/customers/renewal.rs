//! Who leaves when a contract is due.

use super::Customers;
use super::logistic::exp;
use super::routes::AWAY;
use super::state::Customer;
use crate::engine::plan::{Plan, Start};
use crate::random::{Luck, Purpose};

/// Places that share a block of draws.
pub(crate) const BLOCK: usize = 16;

/// Log-odds of leaving of the customer at a place: a − κ(S − S̄₀) + ψ([problem] − p̄₀).
#[inline(always)]
pub(crate) fn log_odds(plan: &Plan, start: &Start, place: usize, satisfaction: f32, problem: f32) -> f32 {
    let sensitivity = plan.world.customer.churn_sensitivity as f32;
    let problem_weight = plan.world.customer.churn_problem as f32;
    start.loyalty[place] - sensitivity * (satisfaction - start.satisfaction as f32)
        + problem_weight * (problem - start.problem_share as f32)
}

/// u < Λ(y), written as u·(1 + e⁻ʸ) < 1: no division, and probabilities near 0 keep their digits.
#[inline(always)]
pub(crate) fn goes(word: u32, y: f32) -> bool {
    share_of(word) * (1.0 + exp(-y)) < 1.0
}

/// A word as a uniform number.
#[inline(always)]
pub(crate) fn share_of(word: u32) -> f32 {
    (word as f32 + 0.5) * (1.0 / 4_294_967_296.0)
}

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

    fn leaves(&self, plan: &Plan, start: &Start, place: usize, word: u32) -> bool {
        let customer = self.at(place);
        let problem = if customer.freshness > 0.0 { 1.0 } else { 0.0 };
        let y = log_odds(plan, start, place, customer.satisfaction, problem);
        customer.node != plan.gone() as u8 && goes(word, y)
    }

    pub(super) fn leave(&mut self, plan: &Plan, segment: usize, place: usize) {
        let slot = plan.layout.slot_of_place[place] as usize;
        let customer = self.at(place);
        self.leavers[customer.node as usize] += 1;
        self.put(place, Customer { node: plan.gone() as u8, freshness: 0.0, ..customer });
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::sample;

    /// The probability with which a customer of log-odds −1.5 leaves: the share of words that make it leave.
    fn probability(satisfaction: f32, freshness: f32, change: impl Fn(&mut crate::model::World)) -> f64 {
        let mut world = sample::world();
        change(&mut world);
        let plan = Plan::new(&world);
        let start = sample::start(&plan);
        let mut customers = Customers::new(&plan);
        let first = customers.at(0);
        customers.put(0, Customer { satisfaction, freshness, ..first });
        let (mut leaves, mut stays) = (0, u32::MAX);
        while stays - leaves > 1 {
            let middle = leaves + (stays - leaves) / 2;
            if customers.leaves(&plan, &start, 0, middle) { leaves = middle } else { stays = middle }
        }
        f64::from(stays) / 4_294_967_296.0
    }

    /// Λ(y).
    fn logistic(y: f64) -> f64 {
        1.0 / (1.0 + libm::exp(-y))
    }

    #[test]
    fn who_is_as_satisfied_as_the_start_leaves_as_the_segment_does() {
        // Log-odds −1.5, and .6·(0 − .1) as a tenth had a problem at the start.
        assert!((probability(0.7, 0.0, |_| ()) - logistic(-1.56)).abs() < 1e-6);
    }

    #[test]
    fn dissatisfaction_and_an_open_problem_raise_the_log_odds_of_leaving() {
        // −1.5 − 5·(.6 − .7) + .6·(1 − .1) = −.46, and without the problem −1.06
        assert!((probability(0.6, 0.5, |_| ()) - 0.386_985_8).abs() < 1e-6);
        assert!((probability(0.6, 0.0, |_| ()) - 0.257_309_4).abs() < 1e-6);
    }

    #[test]
    fn without_sensitivity_only_the_customers_own_log_odds_count() {
        let insensitive = |world: &mut crate::model::World| {
            world.customer.churn_sensitivity = 0.0;
            world.customer.churn_problem = 0.0;
        };
        for (satisfaction, freshness) in [(0.1, 0.9), (0.9, 0.0)] {
            assert!((probability(satisfaction, freshness, insensitive) - logistic(-1.5)).abs() < 1e-6);
        }
    }

    #[test]
    fn only_those_whose_contract_is_due_can_leave() {
        let plan = Plan::new(&sample::world());
        let mut start = sample::start(&plan);
        start.loyalty.fill(60.0);
        let mut customers = Customers::new(&plan);
        let luck = Luck::new(1, 0);
        for week in 0..13 {
            let due: usize = plan.layout.segments.iter().map(|segment| segment.due(week).len()).sum();
            let before = customers.count();
            customers.renew(&plan, &luck, &start, week);
            assert_eq!(before - customers.count(), due as u64, "all who are due leave in week {week}");
        }
        assert_eq!(customers.in_firm[0], 0, "every quarterly contract has been due");
        assert!((22..=23).contains(&customers.in_firm[1]), "half of the half-yearly ones have not");
    }
}
