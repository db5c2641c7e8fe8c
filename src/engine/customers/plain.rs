//! The customer week, plain: one customer after the other, in the order of the model's text.
//!
//! The oracle of the fast loop in [`super::week`]: slow, obvious, and equal bit for bit. It looks up the customer's own
//! words of luck and works from the conditions, not from the fast loop's tables.

use super::encounters::{Conditions, mean_weight};
use super::routes::AWAY;
use super::week::{STALE, bytes_around_mean, to_units, unit};
use super::{Customers, Plan};
use crate::model::Segment;
use crate::random::{Group, LANES, Luck, Purpose};

/// One customer by himself: what the fast loop keeps in arrays.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Person {
    /// `away`, a touchpoint, or `gone`.
    pub(crate) node: usize,
    /// S.
    pub(crate) satisfaction: f32,
    /// E.
    pub(crate) expectation: f32,
    /// exp(−age/τ) of an open problem; 0 without one.
    pub(crate) freshness: f32,
}

/// What a customer did in a week.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Contact {
    /// Touchpoint, if there was a contact.
    pub(crate) touchpoint: Option<usize>,
    /// Experience, and the same in units of 2⁻¹⁶.
    pub(crate) felt: f32,
    pub(crate) experience: u32,
    /// What luck added before the experience was held within 0 and 1.
    pub(crate) luck: f32,
    /// The uniform that success has to exceed.
    pub(crate) chance: f32,
    /// Whether a problem opened.
    pub(crate) opened: bool,
    /// Whether the open problem was solved.
    pub(crate) solved: bool,
}

impl Person {
    /// The customer at a place.
    pub(crate) fn at(customers: &Customers, place: usize) -> Person {
        Person {
            node: customers.node[place].into(),
            satisfaction: customers.satisfaction[place],
            expectation: customers.expectation[place],
            freshness: customers.freshness[place],
        }
    }

    /// The week of the customer at a place, in these conditions.
    pub(crate) fn week(
        &mut self,
        plan: &Plan,
        conditions: &Conditions,
        luck: &Luck,
        (purpose, week): (Purpose, u32),
        place: usize,
    ) -> Contact {
        if self.node == plan.gone() {
            return Contact::default();
        }
        let segment = &plan.world.segments[plan.layout.segment_of(place)];
        let (first, second) = words(luck, purpose, week, place);
        let from = self.node;
        let problem = self.freshness > 0.0;
        self.node = next_node(segment, from, problem, first >> 12);

        let contact = match self.node {
            AWAY => Contact::default(),
            to => self.contact(plan, conditions, (from, to), (first, second)),
        };
        self.expectation = (self.expectation + plan.rules.drift).min(1.0);
        let open = (problem && !contact.solved) || contact.opened;
        let freshness = if contact.opened { 1.0 } else { self.freshness };
        self.freshness = if open { (freshness * plan.rules.fade).max(STALE) } else { 0.0 };
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
        let problem = self.freshness > 0.0;
        let expected = expected_experience(plan, conditions, from, to, problem) as f32;
        let luck = bytes_around_mean(second) * rules.luck;
        let felt = unit(expected + luck);

        let disconfirmation = felt - self.expectation;
        let impression = felt + disconfirmation * if disconfirmation < 0.0 { rules.loss } else { rules.gain };
        let share = (world.customer.learning * touchpoint.weight / mean_weight(world)).min(1.0) as f32;
        self.satisfaction = unit(self.satisfaction + share * (impression - self.satisfaction));
        let learning = world.customer.expectation_learning as f32;
        self.expectation = unit(self.expectation + learning * disconfirmation);

        let chance = ((first & 0xFFF) as f32 + 0.5) / 4_096.0;
        let success = chance < rules.success_base + rules.success_slope * felt;
        let solved = problem && success && touchpoint.resolves;
        if solved {
            self.satisfaction = (self.satisfaction + rules.recovery * self.freshness).min(1.0);
        }
        let (touchpoint, experience) = (Some(to - 1), to_units(felt));
        Contact { touchpoint, felt, experience, luck, chance, opened: !problem && !success, solved }
    }
}

/// The customer's two words of luck.
pub(crate) fn words(luck: &Luck, purpose: Purpose, week: u32, place: usize) -> (u32, u32) {
    let (group, within) = (place / Group::CUSTOMERS, place % Group::CUSTOMERS);
    let mut draws = luck.draws(purpose, week, (group * LANES + within % LANES) as u32);
    for _ in 0..2 * (within / LANES) {
        draws.word();
    }
    (draws.word(), draws.word())
}

/// Where the customer goes, by a 20-bit uniform.
fn next_node(segment: &Segment, from: usize, problem: bool, uniform: u32) -> usize {
    let rows = if problem { &segment.journey.problem } else { &segment.journey.calm };
    let mut cumulative = 0.0;
    for &(touchpoint, probability) in rows[from].pairs() {
        cumulative += probability;
        if f64::from(uniform) < libm::round(cumulative * 1_048_576.0) {
            return touchpoint + 1;
        }
    }
    AWAY
}

/// Experience of a contact before its luck.
fn expected_experience(plan: &Plan, conditions: &Conditions, from: usize, to: usize, problem: bool) -> f64 {
    let customer = &plan.world.customer;
    let touchpoint = &plan.world.touchpoints[to - 1];
    let owner = touchpoint.owner;
    let mut experience = conditions.quality[to - 1] - conditions.shock[to - 1];
    if from != AWAY && plan.world.touchpoints[from - 1].owner != owner {
        let before = plan.world.touchpoints[from - 1].owner;
        experience -= customer.handoff_coordination * (1.0 - conditions.coordination.at(before, owner));
        experience -= customer.handoff_context * (1.0 - conditions.data_sharing.at(before, owner));
    }
    if let Some(capacity) = touchpoint.capacity {
        let contacts = conditions.contacts_last_week[to - 1] as f64;
        experience -= customer.overload * (contacts / capacity - 1.0).max(0.0);
    }
    if problem { experience - customer.problem_penalty } else { experience }
}
