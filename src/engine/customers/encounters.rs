//! What each step of a journey feels like this week.
//!
//! This is all that customers learn of the organisation: quality, links between functions, queues. Nothing here knows
//! which structure brought them about.

use super::routes::{AWAY, Routes, Step};
use super::week::luck_per_byte;
use crate::engine::matrix::Matrix;
use crate::lanes::Quad;
use crate::model::{Touchpoint, World};

/// The state of the firm as customers meet it.
#[derive(Clone, Debug)]
pub(crate) struct Conditions {
    /// Quality of each touchpoint.
    pub(crate) quality: Vec<f64>,
    /// Quality that each touchpoint lacks while its function is reorganised.
    pub(crate) shock: Vec<f64>,
    /// Coordination between functions.
    pub(crate) coordination: Matrix,
    /// Data sharing between functions.
    pub(crate) data_sharing: Matrix,
    /// Contacts of each touchpoint in the week before.
    pub(crate) contacts_last_week: Vec<u64>,
}

/// What the customer loop needs to know of a step; packed into four words, as it is fetched for every customer and week.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Encounter {
    /// Experience if all four bytes of luck are 0.
    pub(crate) base: f32,
    /// Share of the gap to the impression that satisfaction closes; 0 without a contact.
    pub(crate) pull: f32,
    /// Share of a surprise that moves the expectation; 0 without a contact.
    pub(crate) learning: f32,
    /// Node of this week.
    pub(crate) to: u8,
    /// Whether a problem opens if the contact fails.
    pub(crate) opens: bool,
    /// Whether the open problem is solved if the contact succeeds.
    pub(crate) solves: bool,
    /// Whether a problem is open when the step is taken.
    pub(crate) problem: bool,
}

/// How far below the highest bit of the fourth word [`Encounter::opens`] is marked.
pub(crate) const OPENS_BIT: u32 = 0;

/// How far below the highest bit of the fourth word [`Encounter::solves`] is marked.
pub(crate) const SOLVES_BIT: u32 = 1;

/// How far below the highest bit of the fourth word [`Encounter::problem`] is marked.
pub(crate) const PROBLEM_BIT: u32 = 2;

/// Which of the four words is [`Encounter::base`].
const BASE: usize = 0;

impl Encounter {
    fn packed(self) -> Quad {
        let mark = |holds: bool, below_top: u32| u32::from(holds) << (31 - below_top);
        let marks = mark(self.opens, OPENS_BIT) | mark(self.solves, SOLVES_BIT) | mark(self.problem, PROBLEM_BIT);
        Quad([self.base.to_bits(), self.pull.to_bits(), self.learning.to_bits(), marks | u32::from(self.to)])
    }
}

/// What the experience of a step is made of; penalties are positive.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Parts {
    pub(crate) quality: f64,
    pub(crate) transition: f64,
    pub(crate) handoff_coordination: f64,
    pub(crate) handoff_context: f64,
    pub(crate) overload: f64,
    pub(crate) problem: f64,
}

impl Parts {
    /// The parts of a step to touchpoint `to`.
    pub(crate) fn of(world: &World, conditions: &Conditions, step: Step, to: usize) -> Parts {
        let customer = &world.customer;
        let (coordination, context) = handoff(world, conditions, step.from, to);
        Parts {
            quality: conditions.quality[to],
            transition: conditions.shock[to],
            handoff_coordination: customer.handoff_coordination * coordination,
            handoff_context: customer.handoff_context * context,
            overload: customer.overload * excess(&world.touchpoints[to], conditions.contacts_last_week[to]),
            problem: if step.problem { customer.problem_penalty } else { 0.0 },
        }
    }

    /// The experience without luck.
    pub(crate) fn base(&self) -> f64 {
        self.quality - self.transition - self.handoff_coordination - self.handoff_context - self.overload - self.problem
    }
}

/// What is missing to full coordination and full data sharing when a customer comes from another function.
fn handoff(world: &World, conditions: &Conditions, from: usize, to: usize) -> (f64, f64) {
    if from == AWAY {
        return (0.0, 0.0);
    }
    let (f, g) = (world.touchpoints[from - 1].owner, world.touchpoints[to].owner);
    if f == g {
        return (0.0, 0.0);
    }
    (1.0 - conditions.coordination.at(f, g), 1.0 - conditions.data_sharing.at(f, g))
}

/// By how much contacts exceed the capacity, as a share of it.
pub(crate) fn excess(touchpoint: &Touchpoint, contacts: u64) -> f64 {
    touchpoint.capacity.map_or(0.0, |capacity| (contacts as f64 / capacity - 1.0).max(0.0))
}

/// A segment's steps as they feel this week, for the customer loop: one per step and then up to a power of two; see
/// [`Encounter`].
#[derive(Clone, Debug)]
pub(crate) struct Encounters(pub(crate) Vec<Quad>);

impl Encounters {
    /// All steps of a segment under these conditions.
    pub(crate) fn new(world: &World, routes: &Routes, conditions: &Conditions) -> Encounters {
        let (mean_weight, mut table) = (mean_weight(world), vec![Quad::default(); routes.places()]);
        for (quad, &step) in table.iter_mut().zip(&routes.steps) {
            *quad = Encounter { to: step.to as u8, problem: step.problem, ..Encounter::default() }.packed();
        }
        for &place in &routes.contacts {
            table[place] = encounter(world, mean_weight, routes.steps[place]).packed();
        }
        let mut encounters = Encounters(table);
        encounters.renew(world, routes, conditions);
        encounters
    }

    /// The same steps under other conditions. They change nothing but how contacts feel.
    pub(crate) fn renew(&mut self, world: &World, routes: &Routes, conditions: &Conditions) {
        let unluckiest = 510.0 * luck_per_byte(&world.customer);
        for &place in &routes.contacts {
            let step = routes.steps[place];
            let base = Parts::of(world, conditions, step, step.to - 1).base() - unluckiest;
            self.0[place].0[BASE] = (base as f32).to_bits();
        }
    }
}

/// Mean weight of the touchpoints, w̄.
pub(crate) fn mean_weight(world: &World) -> f64 {
    world.touchpoints.iter().map(|touchpoint| touchpoint.weight).sum::<f64>() / world.touchpoints.len() as f64
}

/// The encounter of a step that is a contact, but for how it feels.
fn encounter(world: &World, mean_weight: f64, step: Step) -> Encounter {
    let touchpoint = &world.touchpoints[step.to - 1];
    Encounter {
        base: 0.0,
        pull: (world.customer.learning * touchpoint.weight / mean_weight).min(1.0) as f32,
        learning: world.customer.expectation_learning as f32,
        to: step.to as u8,
        opens: !step.problem,
        solves: step.problem && touchpoint.resolves,
        problem: step.problem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::plan::Plan;
    use crate::engine::sample;

    const WEB: usize = 0;
    const SHOP: usize = 1;
    const HELP: usize = 3;

    /// The parts of a step between nodes of the sample world: coordination .3, data sharing .4, shock .01.
    fn parts(from: usize, problem: bool, to: usize, contacts_at_help: u64) -> Parts {
        let plan = Plan::new(&sample::world());
        let mut conditions = sample::conditions(&plan);
        conditions.contacts_last_week[HELP] = contacts_at_help;
        Parts::of(&plan.world, &conditions, Step { from, to: to + 1, problem }, to)
    }

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-12
    }

    #[test]
    fn a_handoff_between_functions_costs_what_coordination_and_data_sharing_lack() {
        let parts = parts(WEB + 1, false, HELP, 0);
        assert!(close(parts.handoff_coordination, 0.14 * 0.7), "η_c (1 − c)");
        assert!(close(parts.handoff_context, 0.10 * 0.6), "η_d (1 − d)");
    }

    #[test]
    fn neither_the_same_function_nor_a_week_away_is_a_handoff() {
        for from in [AWAY, WEB + 1] {
            let parts = parts(from, false, SHOP, 0);
            assert_eq!((parts.handoff_coordination, parts.handoff_context), (0.0, 0.0), "from node {from}");
        }
    }

    #[test]
    fn overload_begins_above_capacity_and_counts_last_weeks_contacts() {
        let overload = |contacts| parts(AWAY, false, HELP, contacts).overload;
        assert_eq!((overload(0), overload(30)), (0.0, 0.0), "a capacity of 30");
        assert!(close(overload(45), 0.15 * 0.5));
        assert!(close(overload(60), 0.15));
        assert_eq!(parts(AWAY, false, SHOP, 1_000).overload, 0.0, "no capacity, no overload");
    }

    #[test]
    fn an_experience_is_its_quality_less_all_penalties() {
        let all = parts(WEB + 1, true, HELP, 45);
        assert_eq!((all.quality, all.transition, all.problem), (0.7, 0.01, 0.1));
        assert!(close(all.base(), 0.7 - 0.01 - 0.098 - 0.06 - 0.075 - 0.1));
        assert_eq!(parts(WEB + 1, false, HELP, 45).problem, 0.0);
    }

    #[test]
    fn a_moment_of_truth_pulls_memory_by_its_weight_against_the_mean_but_never_past_the_impression() {
        let pull = |learning: f64, to: usize| {
            let mut world = sample::world();
            world.customer.learning = learning;
            let step = Step { from: AWAY, to: to + 1, problem: false };
            encounter(&world, mean_weight(&world), step).pull
        };
        // Weights .8, 1, 1.2 and 1.5 have the mean 1.125.
        assert!((pull(0.12, HELP) - 0.16).abs() < 1e-7);
        assert!((pull(0.12, WEB) - 0.12 * 0.8 / 1.125).abs() < 1e-7);
        assert_eq!(pull(0.9, HELP), 1.0);
    }

    #[test]
    fn encounters_renewed_under_other_conditions_equal_new_ones() {
        let plan = Plan::new(&sample::world());
        let (routes, before) = (&plan.routes[0], sample::conditions(&plan));
        let mut after = before.clone();
        (after.quality[SHOP], after.shock[WEB], after.contacts_last_week[HELP]) = (0.6, 0.04, 90);
        after.coordination.set(0, 2, 0.9);
        let mut encounters = Encounters::new(&plan.world, routes, &before);
        let new = Encounters::new(&plan.world, routes, &after);
        assert_ne!(encounters.0, new.0);
        encounters.renew(&plan.world, routes, &after);
        assert_eq!(encounters.0, new.0);
    }

    #[test]
    fn a_week_away_is_no_contact() {
        let plan = Plan::new(&sample::world());
        let encounters = Encounters::new(&plan.world, &plan.routes[0], &sample::conditions(&plan));
        assert!(encounters.0.len().is_power_of_two());
        for (step, &Quad([_, pull, learning, marks])) in plan.routes[0].steps.iter().zip(&encounters.0) {
            assert_eq!((marks & 0xFF, marks >> 29 & 1), (step.to as u32, u32::from(step.problem)));
            let contact = step.to != AWAY && step.to != plan.gone();
            assert!(contact || (pull == 0 && learning == 0 && marks < 1 << 30));
        }
    }
}
