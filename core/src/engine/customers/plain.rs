//! The customer week, plain: one customer after the other, in the order of the model's text, each with a generator of
//! its own.
//!
//! The oracle of the fast loop in [`super::week`] and its form `naive`: slow, obvious, and equal bit for bit. It looks up
//! the customer's own random words and works from the conditions, not from the fast loop's tables.

use super::encounters::{Conditions, mean_weight, middle, noise_per_byte};
use super::person::MIDDLE;
use super::routes::{AWAY, Routes, dither, threshold, units_of};
use super::state::Customer;
use super::week::EXPERIENCE_UNITS;
use super::{Batch, Customers, Plan, WeekTables};
use crate::lanes::TAKEN;
use crate::model::Segment;
use crate::random::{Group, LANES, Purpose, RandomInputs};

/// The draws of one week's customers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WeekDraws<'a> {
    pub(crate) inputs: &'a RandomInputs,
    /// Week of the run or of the warm-up.
    pub(crate) purpose: Purpose,
    pub(crate) week: u32,
}

/// What a customer did in a week.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Contact {
    /// Touchpoint, if there was a contact.
    pub(crate) touchpoint: Option<usize>,
    /// Experience, and the same in units of 2⁻¹⁶.
    pub(crate) felt: f32,
    pub(crate) experience: u32,
    /// What noise added before the experience was held within 0 and 1.
    pub(crate) noise: f32,
    /// What the person effect added.
    pub(crate) person: f32,
    /// What the probability of success has to exceed.
    pub(crate) chance: f32,
    /// Whether a problem opened.
    pub(crate) opened: bool,
    /// Whether the open problem was solved.
    pub(crate) solved: bool,
}

impl Customers {
    /// The week of the customers of one batch of places, one after the other.
    pub(super) fn plain_week_of_all(&mut self, plan: &Plan, week: WeekTables<'_>, batch: Batch<'_>) {
        let places = batch.first * Group::CUSTOMERS..(batch.first + batch.groups.len()) * Group::CUSTOMERS;
        let taken = |place: &usize| plan.layout.slot_of_place[*place] != u32::MAX;
        for place in (places.start..places.end.min(plan.layout.places)).filter(taken) {
            let segment = plan.layout.segment_of(place);
            let from = self.at(place);
            let contact = self.plain_week(plan, week.conditions, week.draws, place);
            if let Some(touchpoint) = contact.touchpoint {
                let events = u32::from(contact.opened || contact.solved);
                let packed = u64::from(TAKEN + events) << 32 | u64::from(contact.experience);
                let journey = plan.journey_of[segment];
                let step = plan.routes[journey].step_to(from, touchpoint + 1);
                self.tallies[journey].enter(step, packed);
            }
            let customer = self.at(place);
            if customer.row as usize != plan.gone() {
                self.add_mood(plan, segment, customer);
            }
        }
    }

    /// The week of the customer at a place.
    pub(crate) fn plain_week(
        &mut self,
        plan: &Plan,
        conditions: &Conditions,
        draws: WeekDraws<'_>,
        place: usize,
    ) -> Contact {
        let mut customer = self.at(place);
        if customer.row as usize == plan.gone() {
            return Contact::default();
        }
        let segment = &plan.world.segments[plan.layout.segment_of(place)];
        let contact = customer.week(plan, segment, conditions, draws.week, words(draws, place));
        self.put(place, customer);
        contact
    }
}

impl Customer {
    /// A week of this customer with its two random words.
    pub(crate) fn week(
        &mut self,
        plan: &Plan,
        segment: &Segment,
        conditions: &Conditions,
        week: u32,
        (first, second): (u32, u32),
    ) -> Contact {
        let nodes = plan.gone() + 1;
        let (from, problem) = (self.row as usize % nodes, self.row as usize >= nodes);
        let to = next_node(segment, from, problem, week, first >> 16);

        let contact =
            if to == AWAY { Contact::default() } else { self.contact(plan, conditions, (from, to), (first, second)) };
        self.expectation = (self.expectation + plan.rules.drift).min(1.0);
        let open = (problem && !contact.solved) || contact.opened;
        let freshness = if contact.opened { 1.0 } else { self.freshness };
        self.freshness = if open { freshness * plan.rules.fade } else { 0.0 };
        self.row = (to + if open { nodes } else { 0 }) as u8;
        contact
    }

    fn contact(
        &mut self,
        plan: &Plan,
        conditions: &Conditions,
        (from, to): (usize, usize),
        (first, second): (u32, u32),
    ) -> Contact {
        let (world, rules) = (&plan.world, &plan.rules);
        let touchpoint = &world.touchpoints[to - 1];
        let problem = self.row as usize > plan.gone();
        let least = least_experience(plan, conditions, from, to, problem);
        let (noise, person) =
            (sum_of_bytes(second) * rules.noise_per_byte, f32::from(self.person) * rules.person_per_byte);
        let felt = unit((least + person) + noise);

        let disconfirmation = felt - self.expectation;
        let impression = felt + disconfirmation * if disconfirmation < 0.0 { rules.loss } else { rules.gain };
        let share = (world.customer.learning * touchpoint.weight / mean_weight(world)).min(1.0) as f32;
        self.satisfaction = unit(self.satisfaction + share * (impression - self.satisfaction));
        let learning = world.customer.expectation_learning as f32;
        self.expectation = unit(self.expectation + learning * disconfirmation);

        let from_end = (0xFFFF - (first & 0xFFFF)) as f32;
        let risk = if problem { 1.0 } else { touchpoint.risk.get() as f32 };
        let fails = from_end < risk * (rules.failure_base - rules.failure_slope * felt);
        let solved = problem && !fails && touchpoint.resolves;
        if solved {
            let recovery = rules.recovery * self.freshness;
            self.satisfaction = (self.satisfaction + recovery).min(1.0);
        }
        Contact {
            touchpoint: Some(to - 1),
            felt,
            experience: to_units(felt),
            noise: noise - (510.0 * noise_per_byte(&world.customer)) as f32,
            person: person - (f64::from(MIDDLE) * plan.steps.effect_per_byte(&world.customer)) as f32,
            chance: (1.0 - (from_end + 0.5) / 65_536.0 / risk).max(-1.0),
            opened: !problem && fails,
            solved,
        }
    }
}

impl Routes {
    /// The step by which a customer came to a node; there is one for each possible next touchpoint.
    fn step_to(&self, from: Customer, to: usize) -> usize {
        let row = from.row as usize;
        let stride = self.stride() as usize;
        let of_row = &self.steps[row * stride..][..stride];
        row * stride + of_row.iter().position(|step| step.to == to).unwrap_or(0)
    }
}

/// The customer's two random words.
pub(crate) fn words(draws: WeekDraws<'_>, place: usize) -> (u32, u32) {
    let (group, within) = (place / Group::CUSTOMERS, place % Group::CUSTOMERS);
    let block = (group * LANES + within % LANES) as u32;
    let mut of_block = draws.inputs.draws(draws.purpose, draws.week, block);
    for _ in 0..2 * (within / LANES) {
        of_block.word();
    }
    (of_block.word(), of_block.word())
}

/// Where the customer goes, by a 16-bit uniform.
fn next_node(segment: &Segment, from: usize, problem: bool, week: u32, uniform: u32) -> usize {
    let rows = if problem { &segment.journey.problem } else { &segment.journey.calm };
    let mut cumulative = 0.0;
    for &(touchpoint, probability) in rows[from].pairs() {
        cumulative += probability;
        if uniform <= u32::from(threshold(units_of(cumulative), dither(week))) {
            return touchpoint + 1;
        }
    }
    AWAY
}

/// Held within 0 and 1.
fn unit(x: f32) -> f32 {
    let x = if x > 0.0 { x } else { 0.0 };
    if x < 1.0 { x } else { 1.0 }
}

/// Experience in units of 2⁻¹⁶, rounded: adding 2²³ leaves a whole number in the low bits.
fn to_units(experience: f32) -> u32 {
    (experience * EXPERIENCE_UNITS + 8_388_608.0).to_bits() & 0x007F_FFFF
}

/// Sum of a word's four bytes.
fn sum_of_bytes(word: u32) -> f32 {
    word.to_le_bytes().iter().map(|&byte| f32::from(byte)).sum()
}

/// Experience of a contact if all bytes of noise and person are 0: at the touchpoint, by the handoff, with a problem.
fn least_experience(plan: &Plan, conditions: &Conditions, from: usize, to: usize, problem: bool) -> f32 {
    let customer = &plan.world.customer;
    let touchpoint = &plan.world.touchpoints[to - 1];
    let owner = touchpoint.owner;
    let mut own = conditions.quality[to - 1] - conditions.shock[to - 1];
    if let Some(capacity) = touchpoint.capacity {
        let contacts = conditions.contacts_last_week[to - 1] as f64;
        own -= customer.overload * (contacts / capacity - 1.0).max(0.0);
    }
    let mut experience = (own - middle(customer, &plan.steps)) as f32;
    if from != AWAY && plan.world.touchpoints[from - 1].owner != owner {
        let before = plan.world.touchpoints[from - 1].owner;
        let coordination = customer.handoff_coordination * (1.0 - conditions.coordination.at(before, owner));
        let context = customer.handoff_context * (1.0 - conditions.data_sharing.at(before, owner));
        experience -= (coordination + context) as f32;
    }
    if problem { experience - customer.problem_penalty as f32 } else { experience }
}
