//! The experience on which leaving is centred.

use super::plan::{Plan, References};
use crate::model::World;
use crate::random::RandomInputs;

/// Customers over whom the means of a world are taken: standard errors near .0012 and .0026.
const ENOUGH: u32 = 32_768;

/// Trials for a firm with few customers, at most.
const MOST_TRIALS: u32 = 64;

/// Their seed is no study's: what a firm is like today does not follow from a study's seed.
const SEED: u64 = u64::MAX;

/// Means are rounded to this part of 1: to no more digits than they have.
const ROUNDED: f64 = 1e4;

impl References {
    /// What customers live through in a world after the warm-up, on average: a pure function of the world.
    ///
    /// Larger firms stand for themselves with fewer customers and as much less capacity.
    #[must_use]
    pub fn of(world: &World) -> References {
        let plan = Plan::new(&of_size(world, world.customers.min(ENOUGH)));
        let trials = ENOUGH.div_ceil(plan.world.customers).min(MOST_TRIALS);
        let (mut satisfaction, mut problem_share) = (0.0, 0.0);
        for trial in 0..trials {
            let mood = plan.warmed_customers(&RandomInputs::new(SEED, trial)).mood().unwrap_or_default();
            satisfaction += mood.satisfaction;
            problem_share += mood.problem_share;
        }
        let mean = |sum: f64| libm::round(ROUNDED * sum / f64::from(trials)) / ROUNDED;
        References { satisfaction: mean(satisfaction), problem_share: mean(problem_share) }
    }
}

/// The world with another number of customers, and capacities that serve as large a share of them.
pub(super) fn of_size(world: &World, customers: u32) -> World {
    let mut world = world.clone();
    let scale = f64::from(customers) / f64::from(world.customers);
    world.customers = customers;
    world.customer.room = 1.0;
    for touchpoint in &mut world.touchpoints {
        touchpoint.capacity = touchpoint.capacity.map(|capacity| capacity * scale);
    }
    world
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::sample;

    #[test]
    fn the_references_of_a_world_are_its_means_after_warm_up() {
        let mut world = sample::world();
        (world.customers, world.touchpoints[3].capacity) = (200_000, Some(40_000.0));
        let references = References::of(&world);
        let mood = Plan::new(&world).warm_up(&RandomInputs::new(8, 2)).customers.mood().expect("customers");
        assert!((references.satisfaction - mood.satisfaction).abs() < 0.005, "{references:?} {mood:?}");
        assert!((references.problem_share - mood.problem_share).abs() < 0.011, "{references:?} {mood:?}");
    }

    #[test]
    fn a_small_firm_is_asked_often_enough() {
        let references: Vec<References> =
            [600, 32_768].map(|customers| References::of(&of_size(&sample::world(), customers))).into();
        assert!((references[0].satisfaction - references[1].satisfaction).abs() < 0.006, "{references:?}");
    }
}
