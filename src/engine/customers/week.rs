//! The customer week, fast: the benchmarked hot loop.
//!
//! # Layout
//! One array per state variable (structure of arrays), a place per customer slot, sorted by segment ([`super::layout`]).
//! The loop takes 16 neighbours at a time: their two words of luck lie side by side in a [`Group`]. Three short passes:
//!
//! 1. *where*: one 20-bit uniform against the thresholds of the customer's row picks a step; its encounter is looked up;
//! 2. *what*: experience, satisfaction, expectation, problems: plain arithmetic on 16 lanes that compilers vectorise;
//! 3. *count*: one addition per customer to the 64-bit tally of its step.
//!
//! # Words
//! First word: upper 20 bits journey, lower 12 bits success. Second word: the sum of its four bytes is the luck of the
//! experience (four-fold Irwin–Hall: mean and variance of the normal, within ±3.45 standard deviations).
//! 12 bits suffice for success, as its probability is smeared by that luck.
//!
//! # Tally
//! Per step one `u64`: contacts in bits 48–63, problems opened or solved in bits 32–47, experience in units of 2⁻¹⁶ in
//! bits 0–31. [`Tally::spill`] must be called at least every [`TALLY_LIMIT`] customers. Integers: exact in any order.
//!
//! # Why the bits are the same everywhere
//! `f32` additions and multiplications in one written order, no fused multiply-add, no platform functions, minima and
//! maxima as compare-and-select.
//!
//! # What must change together
//! The plain twin in [`super::plain`] computes the same bits the obvious way; the test `the_fast_week_equals_the_plain_one_bit_for_bit`
//! holds both together. A change of words or order changes published values: raise `SAMPLING_CONTRACT`, say so in CHANGELOG.md.

use super::encounters::{Encounter, Encounters};
use super::routes::Routes;
use crate::model::CustomerParameters;
use crate::random::{LANES, NORMAL_FROM_BYTES_SD};

/// Customers after which a tally must be spilled.
pub(crate) const TALLY_LIMIT: usize = 1 << 15;

/// Freshness of a very old problem: small, but still an open problem.
pub(crate) const STALE: f32 = 1e-30;

/// Units of experience in a tally.
pub(crate) const EXPERIENCE_UNITS: f32 = 65_536.0;

/// The customer's parameters as the loop uses them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rules {
    pub(crate) luck: f32,
    pub(crate) gain: f32,
    pub(crate) loss: f32,
    pub(crate) success_base: f32,
    pub(crate) success_slope: f32,
    pub(crate) recovery: f32,
    pub(crate) fade: f32,
    /// Freshness of a problem at the end of the week in which it opened.
    pub(crate) opened: f32,
    pub(crate) drift: f32,
}

impl Rules {
    pub(crate) fn new(customer: &CustomerParameters) -> Rules {
        let fade = libm::exp(-1.0 / customer.recovery_decay_weeks) as f32;
        Rules {
            luck: (customer.noise / NORMAL_FROM_BYTES_SD) as f32,
            gain: customer.disconfirmation as f32,
            loss: (customer.disconfirmation * customer.loss_aversion) as f32,
            success_base: customer.success_base as f32,
            success_slope: customer.success_slope as f32,
            recovery: customer.recovery as f32,
            fade,
            opened: fade.max(STALE),
            drift: customer.expectation_drift as f32,
        }
    }
}

/// The state of sixteen neighbours.
pub(crate) struct Neighbours<'a> {
    pub(crate) node: &'a mut [u8; LANES],
    pub(crate) satisfaction: &'a mut [f32; LANES],
    pub(crate) expectation: &'a mut [f32; LANES],
    pub(crate) freshness: &'a mut [f32; LANES],
}

/// Counts of one segment's week, by step.
#[derive(Clone, Debug)]
pub(crate) struct Tally {
    packed: Vec<u64>,
    /// Customers who took the step.
    pub(crate) taken: Vec<u64>,
    /// Problems that opened (steps without a problem) or were solved (steps with one).
    pub(crate) events: Vec<u64>,
    /// Sum of experience, in units of 2⁻¹⁶.
    pub(crate) experience: Vec<u64>,
}

impl Tally {
    pub(crate) fn new(steps: usize) -> Tally {
        let zeros = || vec![0; steps];
        Tally { packed: zeros(), taken: zeros(), events: zeros(), experience: zeros() }
    }

    /// Moves the packed counts of at most [`TALLY_LIMIT`] customers to the wide ones.
    pub(crate) fn spill(&mut self) {
        for (step, packed) in self.packed.iter_mut().enumerate() {
            self.taken[step] += *packed >> 48;
            self.events[step] += *packed >> 32 & 0xFFFF;
            self.experience[step] += *packed & 0xFFFF_FFFF;
            *packed = 0;
        }
    }

    /// Forgets the wide counts.
    pub(crate) fn clear(&mut self) {
        for counts in [&mut self.taken, &mut self.events, &mut self.experience] {
            counts.fill(0);
        }
    }
}

/// One week of sixteen neighbours of a segment.
#[inline(always)]
pub(crate) fn week(
    rules: &Rules,
    routes: &Routes,
    encounters: &Encounters,
    (journey, luck): (&[u32; LANES], &[u32; LANES]),
    neighbours: &mut Neighbours<'_>,
    tally: &mut Tally,
) {
    let steps = choose(routes, journey, neighbours);
    let met = Met::look_up(&encounters.fast, &steps);
    let (units, events) = live(rules, &met, journey, luck, neighbours);
    for lane in 0..LANES {
        neighbours.node[lane] = met.to[lane];
        tally.packed[steps[lane] as usize] += 1 << 48 | u64::from(events[lane]) << 32 | u64::from(units[lane]);
    }
}

/// Pass 1: the step of each customer.
#[inline(always)]
fn choose(routes: &Routes, journey: &[u32; LANES], neighbours: &Neighbours<'_>) -> [u32; LANES] {
    let mut steps = [0; LANES];
    for lane in 0..LANES {
        let row = routes.row(neighbours.node[lane] as usize, neighbours.freshness[lane] > 0.0);
        steps[lane] = routes.first_step(row) + routes.option(row, (journey[lane] >> 12) as i32);
    }
    steps
}

/// The encounters of sixteen neighbours, field by field.
struct Met {
    base: [f32; LANES],
    pull: [f32; LANES],
    learning: [f32; LANES],
    /// All bits set where the step is a contact.
    contact: [u32; LANES],
    /// All bits set where a problem can be solved.
    resolves: [u32; LANES],
    to: [u8; LANES],
}

impl Met {
    #[inline(always)]
    fn look_up(encounters: &[Encounter], steps: &[u32; LANES]) -> Met {
        let (zeros, masks) = ([0.0; LANES], [0; LANES]);
        let mut met =
            Met { base: zeros, pull: zeros, learning: zeros, contact: masks, resolves: masks, to: [0; LANES] };
        for lane in 0..LANES {
            let encounter = &encounters[steps[lane] as usize];
            met.base[lane] = encounter.base;
            met.pull[lane] = encounter.pull;
            met.learning[lane] = encounter.learning;
            met.contact[lane] = u32::from(encounter.contact).wrapping_neg();
            met.resolves[lane] = u32::from(encounter.resolves).wrapping_neg();
            met.to[lane] = encounter.to;
        }
        met
    }
}

/// Pass 2: what the contact does to each customer; returns the experience in tally units, and 1 where a problem opened or
/// was solved. Conditions are masks of 32 bits, so that all lanes go the same way.
#[inline(always)]
fn live(
    rules: &Rules,
    met: &Met,
    journey: &[u32; LANES],
    luck: &[u32; LANES],
    neighbours: &mut Neighbours<'_>,
) -> ([u32; LANES], [u32; LANES]) {
    let (mut units, mut events) = ([0; LANES], [0; LANES]);
    for lane in 0..LANES {
        let freshness = neighbours.freshness[lane];
        let problem = mask(freshness > 0.0);

        let experience = unit(met.base[lane] + bytes_around_mean(luck[lane]) * rules.luck);
        let surprise = experience - neighbours.expectation[lane];
        let impression = experience + surprise * if surprise < 0.0 { rules.loss } else { rules.gain };
        let satisfaction = neighbours.satisfaction[lane];
        let satisfaction = unit(satisfaction + met.pull[lane] * (impression - satisfaction));

        let chance = ((journey[lane] & 0xFFF) as i32 as f32 + 0.5) * (1.0 / 4_096.0);
        let success = mask(chance < rules.success_base + rules.success_slope * experience);
        let opened = met.contact[lane] & !problem & !success;
        let solved = met.resolves[lane] & problem & success;

        let recovered = satisfaction + where_set(solved, rules.recovery * freshness);
        neighbours.satisfaction[lane] = if recovered > 1.0 { 1.0 } else { recovered };
        let aged = freshness * rules.fade;
        let aged = if aged < STALE { STALE } else { aged };
        neighbours.freshness[lane] = where_set(problem & !solved, aged) + where_set(opened, rules.opened);
        let expectation = unit(neighbours.expectation[lane] + met.learning[lane] * surprise) + rules.drift;
        neighbours.expectation[lane] = if expectation > 1.0 { 1.0 } else { expectation };

        units[lane] = to_units(experience);
        events[lane] = (opened | solved) & 1;
    }
    (units, events)
}

#[inline(always)]
fn mask(condition: bool) -> u32 {
    u32::from(condition).wrapping_neg()
}

/// The number where all bits are set, else 0.
#[inline(always)]
fn where_set(mask: u32, x: f32) -> f32 {
    f32::from_bits(x.to_bits() & mask)
}

/// Experience in tally units, rounded: adding 2²³ leaves a whole number in the low bits.
#[inline(always)]
pub(crate) fn to_units(experience: f32) -> u32 {
    (experience * EXPERIENCE_UNITS + 8_388_608.0).to_bits() & 0x007F_FFFF
}

/// Held within 0 and 1.
#[inline(always)]
pub(crate) fn unit(x: f32) -> f32 {
    let x = if x < 0.0 { 0.0 } else { x };
    if x > 1.0 { 1.0 } else { x }
}

/// Sum of a word's four bytes less its mean, 510.
#[inline(always)]
pub(crate) fn bytes_around_mean(word: u32) -> f32 {
    let pairs = (word & 0x00FF_00FF) + (word >> 8 & 0x00FF_00FF);
    ((pairs & 0xFFFF) + (pairs >> 16)) as i32 as f32 - 510.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::customers::routes::AWAY;
    use crate::engine::plan::Plan;
    use crate::engine::sample;
    use crate::random::tests::assert_counts_fit;
    use crate::random::{Group, Luck, Purpose};

    const DRAWS: usize = 1_000_000;

    /// How often each node of the sample world follows a node, in a million draws.
    fn followers(from: u8, problem: bool) -> Vec<u64> {
        let plan = Plan::new(&sample::world());
        let routes = &plan.routes[0];
        let (mut satisfaction, mut expectation) = ([0.5; LANES], [0.5; LANES]);
        let mut freshness = [if problem { 0.9 } else { 0.0 }; LANES];
        let neighbours = Neighbours {
            node: &mut [from; LANES],
            satisfaction: &mut satisfaction,
            expectation: &mut expectation,
            freshness: &mut freshness,
        };
        let (mut words, mut counts) = (Group::default(), vec![0; routes.nodes]);
        for group in 0..(DRAWS / Group::CUSTOMERS) as u32 {
            Luck::new(2_026, 12).fill(Purpose::CustomerWeek, 0, group, &mut words);
            for pair in 0..Group::CUSTOMERS / LANES {
                let steps = choose(routes, words.words(pair).0, &neighbours);
                steps.iter().for_each(|&step| counts[routes.steps[step as usize].to] += 1);
            }
        }
        counts
    }

    #[test]
    fn journey_steps_have_the_probabilities_of_their_row() {
        let rows = sample::journey();
        for (from, problem) in [(AWAY, false), (1, false), (4, false), (1, true)] {
            let counts = followers(from as u8, problem);
            let draws = counts.iter().sum::<u64>() as f64;
            let mut expected = vec![0.0; counts.len()];
            let row = if problem { &rows.problem[from] } else { &rows.calm[from] };
            row.pairs().iter().for_each(|&(to, probability)| expected[to + 1] = probability * draws);
            expected[AWAY] = draws - expected.iter().sum::<f64>();
            assert_counts_fit(&counts, &expected, &format!("steps from node {from}"));
        }
    }

    #[test]
    fn nobody_returns_once_gone() {
        let counts = followers(5, false);
        assert_eq!(counts[..5], [0; 5]);
    }

    #[test]
    fn four_bytes_are_added_and_their_mean_taken_away() {
        assert_eq!(bytes_around_mean(0), -510.0);
        assert_eq!(bytes_around_mean(u32::MAX), 510.0);
        assert_eq!(bytes_around_mean(0x0102_03FF), 1.0 + 2.0 + 3.0 + 255.0 - 510.0);
    }
}
