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
    pub(crate) drift: f32,
}

impl Rules {
    pub(crate) fn new(customer: &CustomerParameters) -> Rules {
        Rules {
            luck: (customer.noise / NORMAL_FROM_BYTES_SD) as f32,
            gain: customer.disconfirmation as f32,
            loss: (customer.disconfirmation * customer.loss_aversion) as f32,
            success_base: customer.success_base as f32,
            success_slope: customer.success_slope as f32,
            recovery: customer.recovery as f32,
            fade: libm::exp(-1.0 / customer.recovery_decay_weeks) as f32,
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
    let met: [Encounter; LANES] = std::array::from_fn(|lane| encounters.fast[steps[lane] as usize]);
    let counted = live(rules, &met, journey, luck, neighbours);
    for lane in 0..LANES {
        neighbours.node[lane] = met[lane].to;
        tally.packed[steps[lane] as usize] += counted[lane];
    }
}

/// Pass 1: the step of each customer.
#[inline(always)]
fn choose(routes: &Routes, journey: &[u32; LANES], neighbours: &Neighbours<'_>) -> [u32; LANES] {
    let options = routes.options;
    std::array::from_fn(|lane| {
        let row = routes.row(neighbours.node[lane] as usize, neighbours.freshness[lane] > 0.0);
        let uniform = (journey[lane] >> 12) as i32;
        let thresholds = &routes.thresholds[row * options..][..options];
        let option: usize = thresholds.iter().map(|&threshold| usize::from(uniform >= threshold)).sum();
        (row * (options + 1) + option) as u32
    })
}

/// Pass 2: what the contact does to each customer; returns what to add to the tally.
#[inline(always)]
fn live(
    rules: &Rules,
    met: &[Encounter; LANES],
    journey: &[u32; LANES],
    luck: &[u32; LANES],
    neighbours: &mut Neighbours<'_>,
) -> [u64; LANES] {
    let mut counted = [0; LANES];
    for lane in 0..LANES {
        let Encounter { base, pull, learning, contact, resolves, .. } = met[lane];
        let freshness = neighbours.freshness[lane];
        let problem = freshness > 0.0;

        let experience = unit(base + bytes_around_mean(luck[lane]) * rules.luck);
        let surprise = experience - neighbours.expectation[lane];
        let impression = experience + surprise * if surprise < 0.0 { rules.loss } else { rules.gain };
        let satisfaction = neighbours.satisfaction[lane];
        let satisfaction = unit(satisfaction + pull * (impression - satisfaction));

        let chance = ((journey[lane] & 0xFFF) as f32 + 0.5) * (1.0 / 4_096.0);
        let success = chance < rules.success_base + rules.success_slope * experience;
        let opened = contact != 0 && !problem && !success;
        let solved = resolves != 0 && problem && success;

        let recovered = satisfaction + if solved { rules.recovery * freshness } else { 0.0 };
        neighbours.satisfaction[lane] = if recovered > 1.0 { 1.0 } else { recovered };
        let aged = freshness * rules.fade;
        let aged = if aged < STALE { STALE } else { aged };
        let aged = if problem { aged } else { 0.0 };
        let aged = if opened { rules.fade.max(STALE) } else { aged };
        neighbours.freshness[lane] = if solved { 0.0 } else { aged };
        let expectation = unit(neighbours.expectation[lane] + learning * surprise) + rules.drift;
        neighbours.expectation[lane] = if expectation > 1.0 { 1.0 } else { expectation };

        let units = (experience * EXPERIENCE_UNITS + 0.5) as u32;
        counted[lane] = 1 << 48 | u64::from(opened || solved) << 32 | u64::from(units);
    }
    counted
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
    ((pairs & 0xFFFF) + (pairs >> 16)) as f32 - 510.0
}
