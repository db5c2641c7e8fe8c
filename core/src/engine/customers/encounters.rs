//! What each step of a journey feels like this week.
//!
//! This is all that customers learn of the organisation: quality, links between functions, queues. Nothing here knows
//! which structure brought them about.

use super::person::{MIDDLE, Steps};
use super::routes::{AWAY, Routes, Step};
use crate::engine::matrix::Matrix;
use crate::lanes::{ENTRIES, Quad};
use crate::model::{CustomerParameters, Touchpoint, World};
use crate::random::NORMAL_FROM_BYTES_SD;

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
        let (handoff_coordination, handoff_context) = match step.from {
            AWAY => (0.0, 0.0),
            from => handoff(world, conditions, world.touchpoints[from - 1].owner, world.touchpoints[to].owner),
        };
        Parts {
            quality: conditions.quality[to],
            transition: conditions.shock[to],
            handoff_coordination,
            handoff_context,
            overload: world.customer.overload * excess(&world.touchpoints[to], conditions.contacts_last_week[to]),
            problem: if step.problem { world.customer.problem_penalty } else { 0.0 },
        }
    }

    /// The experience without noise.
    pub(crate) fn base(&self) -> f64 {
        self.quality - self.transition - self.handoff_coordination - self.handoff_context - self.overload - self.problem
    }
}

/// What an experience loses by a handoff from one function to another: for lack of coordination and of data sharing.
fn handoff(world: &World, conditions: &Conditions, from: usize, to: usize) -> (f64, f64) {
    if from == to {
        return (0.0, 0.0);
    }
    let customer = &world.customer;
    let (coordination, data_sharing) = (conditions.coordination.at(from, to), conditions.data_sharing.at(from, to));
    (customer.handoff_coordination * (1.0 - coordination), customer.handoff_context * (1.0 - data_sharing))
}

/// By how much contacts exceed the capacity, as a share of it.
pub(crate) fn excess(touchpoint: &Touchpoint, contacts: u64) -> f64 {
    touchpoint.capacity.map_or(0.0, |capacity| (contacts as f64 / capacity - 1.0).max(0.0))
}

/// A journey's steps as they feel this week, for the customer loop. The experience of a step without noise is
/// (own + border) − burden, rounded to `f32` after each of them.
#[derive(Clone, Debug)]
pub(crate) struct Encounters {
    /// What is taken off every experience: the mean of the sum of four bytes, and the middle of the persons' bytes.
    middle: f64,
    /// By node: the experience at a touchpoint if all bytes of noise and person are 0 and nothing else is wrong.
    pub(crate) own: Vec<f32>,
    /// By border between functions: what is added to it, 0 or less.
    pub(crate) borders: Vec<f32>,
    /// By node: the share of the gap to the impression that satisfaction closes; 0 without a contact.
    pub(crate) pulls: Vec<f32>,
    /// By node: the probability that a failure opens a problem; 0 without a contact.
    pub(crate) risks: Vec<f32>,
    /// By step, for forms that fetch what belongs together: experience, pull, risk, mark. Empty in forms that look
    /// up.
    pub(crate) quads: Vec<Quad>,
}

impl Encounters {
    /// All steps of a journey under these conditions; `fetched` if the form fetches them.
    pub(crate) fn new(
        world: &World,
        steps: &Steps,
        routes: &Routes,
        fetched: bool,
        conditions: &Conditions,
    ) -> Encounters {
        let mut encounters = Encounters {
            middle: middle(&world.customer, steps),
            own: vec![0.0; routes.nodes.max(ENTRIES)],
            borders: vec![0.0; routes.borders.len().max(ENTRIES)],
            pulls: pulls(world, routes),
            risks: risks(world, routes),
            quads: vec![Quad::default(); if fetched { routes.places() } else { 0 }],
        };
        for ((quad, &mark), step) in encounters.quads.iter_mut().zip(&routes.marks).zip(&routes.steps) {
            let risk = if step.problem { 1.0 } else { encounters.risks[step.to] };
            *quad = Quad([0, encounters.pulls[step.to].to_bits(), risk.to_bits(), mark.into()]);
        }
        encounters.renew(world, routes, conditions);
        encounters
    }

    /// The same steps under other conditions. They change nothing but how contacts feel.
    pub(crate) fn renew(&mut self, world: &World, routes: &Routes, conditions: &Conditions) {
        for to in 0..world.touchpoints.len() {
            self.own[to + 1] = own(world, conditions, to, self.middle);
        }
        for (feels, &(from, to)) in self.borders.iter_mut().zip(&routes.borders) {
            *feels = border(world, conditions, from, to);
        }
        let burden = burden(&world.customer);
        for (step, quad) in self.quads.iter_mut().enumerate().take(routes.steps.len()) {
            let Step { to, problem, .. } = routes.steps[step];
            let base = self.own[to] + self.borders[routes.border_of[step]] - if problem { burden } else { 0.0 };
            quad.0[0] = base.to_bits();
        }
    }
}

/// The experience at a touchpoint if all bytes of noise and person are 0, without handoff and problem.
fn own(world: &World, conditions: &Conditions, to: usize, middle: f64) -> f32 {
    let parts = Parts::of(world, conditions, Step { from: AWAY, to: to + 1, problem: false }, to);
    (parts.base() - middle) as f32
}

/// What the bytes of noise and person add to an experience in the middle.
pub(crate) fn middle(customer: &CustomerParameters, steps: &Steps) -> f64 {
    510.0 * noise_per_byte(customer) + f64::from(MIDDLE) * steps.effect_per_byte(customer)
}

/// What a handoff between functions adds to an experience: 0 or less.
fn border(world: &World, conditions: &Conditions, from: usize, to: usize) -> f32 {
    let (coordination, context) = handoff(world, conditions, from, to);
    -(coordination + context) as f32
}

/// Noise of an experience per unit of the sum of four bytes; the mean of the sum is 510.
pub(crate) fn noise_per_byte(customer: &CustomerParameters) -> f64 {
    customer.noise / NORMAL_FROM_BYTES_SD
}

/// What an open problem takes from an experience.
pub(crate) fn burden(customer: &CustomerParameters) -> f32 {
    customer.problem_penalty as f32
}

/// By node, the share of the gap to the impression that satisfaction closes.
fn pulls(world: &World, routes: &Routes) -> Vec<f32> {
    let mean_weight = mean_weight(world);
    let mut pulls = vec![0.0; routes.nodes.max(ENTRIES)];
    for (pull, touchpoint) in pulls[1..].iter_mut().zip(&world.touchpoints) {
        *pull = (world.customer.learning * touchpoint.weight / mean_weight).min(1.0) as f32;
    }
    pulls
}

/// By node, the probability that a failure opens a problem.
fn risks(world: &World, routes: &Routes) -> Vec<f32> {
    let mut risks = vec![0.0; routes.nodes.max(ENTRIES)];
    let of_touchpoints = risks[1..].iter_mut().zip(&world.touchpoints);
    of_touchpoints.for_each(|(risk, touchpoint)| *risk = touchpoint.risk.get() as f32);
    risks
}

/// Mean weight of the touchpoints, w̄.
pub(crate) fn mean_weight(world: &World) -> f64 {
    world.touchpoints.iter().map(|touchpoint| touchpoint.weight).sum::<f64>() / world.touchpoints.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::customers::routes::{CONTACT_BIT, PROBLEM_BIT, SOLVES_BIT};
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
            pulls(&world, &Plan::new(&world).routes[0])[to + 1]
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
        let mut encounters = Encounters::new(&plan.world, &plan.steps, routes, true, &before);
        let new = Encounters::new(&plan.world, &plan.steps, routes, true, &after);
        assert_ne!(encounters.quads, new.quads);
        encounters.renew(&plan.world, routes, &after);
        assert_eq!(encounters.quads, new.quads);
        assert_eq!((encounters.own, encounters.borders), (new.own, new.borders));
    }

    #[test]
    fn every_step_feels_as_its_parts_say() {
        let plan = Plan::new(&sample::world());
        let (routes, conditions) = (&plan.routes[0], sample::conditions(&plan));
        let encounters = Encounters::new(&plan.world, &plan.steps, routes, true, &conditions);
        assert!(routes.borders.len() > 2, "some steps cross borders");
        for &place in routes.contacts.iter().flat_map(|kind| &kind.places) {
            let step = routes.steps[place];
            let parts = Parts::of(&plan.world, &conditions, step, step.to - 1);
            let noiseless = parts.base() - middle(&plan.world.customer, &plan.steps);
            assert!((f64::from(f32::from_bits(encounters.quads[place].0[0])) - noiseless).abs() < 1e-6, "{step:?}");
        }
    }

    #[test]
    fn a_week_away_is_no_contact() {
        let plan = Plan::new(&sample::world());
        let encounters = Encounters::new(&plan.world, &plan.steps, &plan.routes[0], true, &sample::conditions(&plan));
        assert!(encounters.quads.len().is_power_of_two());
        for (step, &Quad([_, pull, risk, mark])) in plan.routes[0].steps.iter().zip(&encounters.quads) {
            assert_eq!((mark & 0xFF, mark >> PROBLEM_BIT & 1), (step.to as u32, u32::from(step.problem)));
            let contact = step.to != AWAY && step.to != plan.gone();
            assert_eq!(mark >> CONTACT_BIT & 1, u32::from(contact));
            assert!(contact || (pull == 0 && mark >> SOLVES_BIT & 1 == 0));
            assert!(contact || step.problem || risk == 0, "nothing fails without a contact");
        }
    }
}
