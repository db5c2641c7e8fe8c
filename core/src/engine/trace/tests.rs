//! What is traced is what the fast engine did, slot by slot and bit by bit.

use crate::engine::plan::Plan;
use crate::engine::sample::{self, LEVERS};
use crate::model::{Levers, Line, Regimes, Structure, World};
use crate::random::RandomInputs;

/// The sample world with something changed; joining is common, so that slots change hands.
fn world(change: impl Fn(&mut World)) -> World {
    let mut world = sample::world();
    world.customer.acquisition = 0.6;
    change(&mut world);
    world
}

fn structures() -> Vec<Structure> {
    let solid = Levers { transition_weeks: 20, shock: 0.05, ..LEVERS };
    vec![
        sample::structure([Line::None; 3], LEVERS),
        sample::structure([Line::Dotted; 3], LEVERS),
        sample::structure([Line::Solid, Line::Advisory, Line::Solid], solid),
    ]
}

fn regimes(structures: &[Structure]) -> Vec<Regimes<'_>> {
    structures.iter().map(Structure::regimes).collect()
}

/// After every week each traced customer is where the fast engine has them, to the bit.
fn assert_traced(world: &World, seed: u64, trial: u32) {
    let (plan, structures, inputs) = (Plan::new(world), structures(), RandomInputs::new(seed, trial));
    let warmed_up = plan.warm_up(&inputs);
    let mut firms = plan.firms(&regimes(&structures), &warmed_up);
    let slots: Vec<u32> = (0..world.customers).collect();
    firms.iter_mut().for_each(|firm| firm.watch(&plan, &warmed_up, &slots));
    plan.unfold(&mut firms, &inputs, &warmed_up.start);
    for (structure, firm) in firms.iter().enumerate() {
        for (slot, tracer) in firm.tracers.iter().enumerate() {
            let fast = firm.customers.at(plan.layout.place_of_slot[slot] as usize);
            let gone = [fast.row, tracer.person.row].iter().all(|&row| usize::from(row) == plan.gone());
            assert!(gone || tracer.person == fast, "structure {structure}, slot {slot}: {fast:?} {tracer:?}");
        }
    }
}

#[test]
fn every_traced_life_ends_as_in_the_fast_engine() {
    for weeks in [1, 2, 13, 52] {
        assert_traced(&world(|world| world.clock.weeks = weeks), 5, 2);
    }
    assert_traced(&world(|world| world.clock.warmup_weeks = 0), 6, 0);
    assert_traced(&world(|world| world.customer.churn_sensitivity = 40.0), 7, 1);
}

#[test]
fn problems_are_as_old_as_their_freshness_says() {
    let (world, structures) = (world(|world| world.customer.success_base = 0.1), structures());
    let plan = Plan::new(&world);
    let inputs = RandomInputs::new(3, 0);
    let warmed_up = plan.warm_up(&inputs);
    let mut firms = plan.firms(&regimes(&structures), &warmed_up);
    let slots: Vec<u32> = (0..world.customers).collect();
    firms.iter_mut().for_each(|firm| firm.watch(&plan, &warmed_up, &slots));
    plan.unfold(&mut firms, &inputs, &warmed_up.start);
    let mut open = 0;
    for firm in firms {
        let tracers = firm.tracers.clone();
        for (life, tracer) in firm.trace(&plan, &warmed_up.start).lives.iter().zip(tracers) {
            let last = life.weeks.last().and_then(|week| week.after.filter(|_| tracer.person.freshness > 0.0));
            let Some(age) = last.and_then(|state| state.problem_weeks) else { continue };
            open += 1;
            // Freshness fades once in the week in which the problem opens, too.
            let expected = libm::exp(-f64::from(age + 1) / world.customer.recovery_decay_weeks);
            let gap = f64::from(tracer.person.freshness) / expected - 1.0;
            assert!(gap.abs() < 1e-4, "age {age}: {} instead of {expected}", tracer.person.freshness);
        }
    }
    assert!(open > 30, "only {open} open problems");
}
