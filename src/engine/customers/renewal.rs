//! Who leaves when a contract is due.

use std::ops::Range;

use super::Customers;
use super::logistic::exp;
use super::routes::AWAY;
use super::state::{Block, Customer};
use crate::engine::plan::{Plan, Start};
use crate::lanes::{ABREAST, Lanes, Task};
use crate::random::{Group, Luck, Purpose};

/// Words for the customers of a block of places.
type Words = [u32; ABREAST];

/// Whose contracts are due in a week, and the luck of their decisions: the same under all structures.
#[derive(Clone, Debug)]
pub(crate) struct Renewals {
    segments: Vec<Due>,
}

/// The places of a segment whose contract is due, and words for the blocks that they touch.
#[derive(Clone, Debug)]
struct Due {
    places: Range<usize>,
    words: Vec<Words>,
}

impl Due {
    /// The blocks that the places touch.
    fn blocks(&self) -> Range<usize> {
        self.places.start / ABREAST..self.places.end.div_ceil(ABREAST)
    }
}

impl Plan {
    /// Whose contracts are due in a week, and their draws.
    pub(crate) fn renewals(&self, luck: &Luck, week: u32) -> Renewals {
        let mut drawn = Drawn::default();
        let of_segment = |places: Range<usize>| {
            let mut due = Due { places, words: Vec::new() };
            due.words = due.blocks().map(|block| drawn.words(self, luck, week, block)).collect();
            due
        };
        Renewals { segments: self.layout.segments.iter().map(|segment| segment.due(week)).map(of_segment).collect() }
    }
}

/// Sixteen ChaCha blocks: renewal words of 256 places, word p % 16 of block p / 16 for place p.
#[derive(Default)]
struct Drawn {
    group: Option<usize>,
    words: Group,
}

impl Drawn {
    fn words(&mut self, plan: &Plan, luck: &Luck, week: u32, block: usize) -> Words {
        const PLACES: usize = 256;
        let first = block * ABREAST;
        if self.group != Some(first / PLACES) {
            self.group = Some(first / PLACES);
            luck.fill(plan.form, Purpose::Renewal, week, (first / PLACES) as u32, &mut self.words);
        }
        let word = |lane| self.words.word((first + lane) % PLACES / 16, (first + lane) % 16);
        std::array::from_fn(word)
    }
}

impl Customers {
    /// Lets customers decide whose contract is due in a week: each leaves with probability
    /// Λ(a − κ(S − S̄₀) + ψ([problem] − p̄₀)).
    pub(crate) fn renew(&mut self, plan: &Plan, start: &Start, renewals: &Renewals) {
        for (segment, due) in renewals.segments.iter().enumerate() {
            for (block, words) in due.blocks().zip(&due.words) {
                let loyalty = &start.loyalty[block * ABREAST..][..ABREAST];
                let deciding = Deciding { plan, start, block: &self.blocks[block], words, loyalty };
                let leaves = plan.form.run(deciding);
                for (lane, leaves) in leaves.into_iter().enumerate() {
                    let place = block * ABREAST + lane;
                    if leaves && due.places.contains(&place) {
                        self.leave(plan, segment, place);
                    }
                }
            }
        }
    }

    pub(super) fn leave(&mut self, plan: &Plan, segment: usize, place: usize) {
        let slot = plan.layout.slot_of_place[place] as usize;
        let customer = self.at(place);
        self.leavers[customer.row as usize % plan.routes[segment].nodes] += 1;
        self.put(place, Customer { row: plan.gone() as u8, freshness: 0.0, ..customer });
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

/// Thirty-two customers at their renewal.
struct Deciding<'a> {
    plan: &'a Plan,
    start: &'a Start,
    block: &'a Block,
    words: &'a Words,
    loyalty: &'a [f32],
}

impl Task for Deciding<'_> {
    /// Who leaves, if the contract is due.
    type Output = [bool; ABREAST];

    /// u < Λ(y), written as u·(1 + e⁻ʸ) < 1: no division, and probabilities near 0 keep their digits.
    #[inline(always)]
    fn run<L: Lanes>(self, _: L) -> [bool; ABREAST] {
        let Deciding { plan, start, block, words, loyalty } = self;
        let sensitivity = plan.world.customer.churn_sensitivity as f32;
        let problem_weight = plan.world.customer.churn_problem as f32;
        let (mean, problem_share, gone) = (start.satisfaction as f32, start.problem_share as f32, plan.gone() as u8);
        let mut leaves = [false; ABREAST];
        for (lane, loyalty) in loyalty.iter().enumerate().take(ABREAST) {
            let problem = if block.freshness[lane] > 0.0 { 1.0 } else { 0.0 };
            let y =
                loyalty - sensitivity * (block.satisfaction[lane] - mean) + problem_weight * (problem - problem_share);
            let u = (words[lane] as f32 + 0.5) * (1.0 / 4_294_967_296.0);
            leaves[lane] = block.row[lane] != gone && u * (1.0 + exp(-y)) < 1.0;
        }
        leaves
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
            let (words, loyalty) = (&[middle; ABREAST], &start.loyalty[..ABREAST]);
            let deciding = Deciding { plan: &plan, start: &start, block: &customers.blocks[0], words, loyalty };
            if plan.form.run(deciding)[0] { leaves = middle } else { stays = middle }
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
            customers.renew(&plan, &start, &plan.renewals(&luck, week));
            assert_eq!(before - customers.count(), due as u64, "all who are due leave in week {week}");
        }
        assert_eq!(customers.in_firm[0], 0, "every quarterly contract has been due");
        assert!((22..=23).contains(&customers.in_firm[1]), "half of the half-yearly ones have not");
    }
}
