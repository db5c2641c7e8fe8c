//! Customers whose weeks can be worked out by hand.

use super::Customers;
use super::encounters::Conditions;
use super::routes::AWAY;
use super::state::Customer;
use super::tests::{live_a_week, recounted};
use crate::engine::plan::Plan;
use crate::engine::sample::{self, row, share};
use crate::model::{Journey, Row, World};
use crate::random::RandomInputs;

/// One segment of customers that live by these rows, without noise in their experiences; every contact succeeds.
fn calm_world(customers: u32, calm: Vec<Row>, problem: Vec<Row>) -> World {
    let mut world = sample::world();
    world.customers = customers;
    world.touchpoints.iter_mut().for_each(|touchpoint| touchpoint.capacity = None);
    world.journey = Journey { calm, problem };
    world.segments.truncate(1);
    world.segments[0].share = share(1.0);
    world.segments[0].journey = world.journey.clone();
    world.customer.noise = 0.0;
    world.customer.success_base = 1.0;
    world
}

/// Everybody goes to the billing desk every week: weight 1.2 against a mean of 1.125.
fn billing_every_week(quality: f64) -> (Plan, Conditions) {
    let rows = vec![row(&[(2, 1.0)]); 5];
    let world = calm_world(16, rows.clone(), rows);
    let plan = Plan::new(&world);
    let mut conditions = sample::conditions(&plan);
    conditions.shock.fill(0.0);
    conditions.quality[2] = quality;
    (plan, conditions)
}

/// Lives through some weeks, in which nobody leaves or joins; shows each to `see`.
fn live(
    plan: &Plan,
    conditions: &Conditions,
    customers: &mut Customers,
    weeks: u32,
    mut see: impl FnMut(&mut Customers),
) {
    for week in 0..weeks {
        live_a_week(plan, conditions, &RandomInputs::new(4, 0), customers, week);
        see(customers);
        customers.clear_tallies();
    }
}

fn close(a: f32, b: f64) -> bool {
    (f64::from(a) - b).abs() < 1e-6
}

#[test]
fn a_disappointment_counts_double_and_a_surprise_once() {
    let after_a_week = |quality| {
        let (plan, conditions) = billing_every_week(quality);
        let mut customers = Customers::new(&plan);
        live(&plan, &conditions, &mut customers, 1, |_| ());
        (customers.at(0).satisfaction, customers.at(0).expectation)
    };
    // S = E = .7 and a pull of .12 · 1.2 / 1.125 = .128.
    // x = .5: Δ = −.2, u = .5 − .5 · 2 · .2 = .3; x = .9: Δ = .2, u = .9 + .5 · .2 = 1.
    let (satisfaction, expectation) = after_a_week(0.5);
    assert!(close(satisfaction, 0.7 + 0.128 * (0.3 - 0.7)), "{satisfaction}");
    assert!(close(expectation, 0.7 - 0.06 * 0.2 + 0.0001), "{expectation}");
    let (satisfaction, expectation) = after_a_week(0.9);
    assert!(close(satisfaction, 0.7 + 0.128 * (1.0 - 0.7)), "{satisfaction}");
    assert!(close(expectation, 0.7 + 0.06 * 0.2 + 0.0001), "{expectation}");
}

#[test]
fn without_luck_satisfaction_settles_below_quality_by_what_rising_expectations_cost() {
    // Where E stands still, α_E·Δ = −μ; so E = q + μ/α_E, and S = u = q − γ·λ·μ/α_E.
    let (plan, conditions) = billing_every_week(0.62);
    let mut customers = Customers::new(&plan);
    live(&plan, &conditions, &mut customers, 600, |_| ());
    let gap = 0.0001 / 0.06;
    assert!((f64::from(customers.at(0).expectation) - (0.62 + gap)).abs() < 1e-5, "{}", customers.at(0).expectation);
    assert!((f64::from(customers.at(0).satisfaction) - (0.62 - gap)).abs() < 1e-5, "{}", customers.at(0).satisfaction);
}

#[test]
fn away_from_the_firm_only_expectations_move_and_never_above_1() {
    let rows = vec![Row::default(); 5];
    let mut world = calm_world(16, rows.clone(), rows);
    world.customer.expectation_drift = 0.01;
    let plan = Plan::new(&world);
    let mut customers = Customers::new(&plan);
    live(&plan, &sample::conditions(&plan), &mut customers, 5, |_| ());
    assert!(close(customers.at(0).expectation, 0.75) && close(customers.at(0).satisfaction, 0.7));
    live(&plan, &sample::conditions(&plan), &mut customers, 50, |_| ());
    assert_eq!(customers.at(0).expectation, 1.0);
}

/// Satisfaction that a solved problem gives back. It opens at the web shop in the first week, in which every contact
/// fails (quality .4), and is solved at the help desk (quality .8) after some weeks elsewhere.
fn regained(weeks_between: usize) -> f64 {
    // away → web; with a problem: web → [billing → shop →] help. Billing and shop solve nothing; quality .8 succeeds.
    let path = [1, 3, 2, 4];
    let calm = vec![row(&[(0, 1.0)]), Row::default(), Row::default(), Row::default(), Row::default()];
    let mut problem = vec![Row::default(); 5];
    let stops: Vec<usize> = path[..1].iter().chain(&path[3 - weeks_between..]).copied().collect();
    stops.windows(2).for_each(|pair| problem[pair[0]] = row(&[(pair[1] - 1, 1.0)]));
    let mut world = calm_world(16, calm, problem);
    (world.customer.success_base, world.customer.success_slope) = (-1.0, 2.5);
    (world.customer.learning, world.customer.problem_penalty) = (0.0, 0.0);
    let plan = Plan::new(&world);
    let mut conditions = sample::conditions(&plan);
    conditions.shock.fill(0.0);
    conditions.quality = vec![0.4, 0.8, 0.8, 0.8];
    (conditions.coordination, conditions.data_sharing) = {
        let full = crate::engine::matrix::Matrix::links(3, 1.0);
        (full.clone(), full)
    };
    let mut customers = Customers::new(&plan);
    live(&plan, &conditions, &mut customers, weeks_between as u32 + 1, |_| ());
    assert!(customers.at(0).freshness > 0.0 && customers.mood().expect("customers").problem_share == 1.0);
    assert!(close(customers.at(0).satisfaction, 0.7), "an open problem alone moves nothing");
    live(&plan, &conditions, &mut customers, 1, |_| ());
    assert_eq!(customers.at(0).freshness, 0.0, "solved");
    f64::from(customers.at(0).satisfaction) - 0.7
}

#[test]
fn a_solved_problem_gives_back_less_the_older_it_is() {
    // R·exp(−age/τ) with R = .06 and τ = 26; its age is 1 in the week after it opened.
    for (weeks_between, age) in [(0, 1.0), (1, 2.0), (2, 3.0)] {
        let expected = 0.06 * libm::exp(-age / 26.0);
        assert!((regained(weeks_between) - expected).abs() < 1e-6, "age {age}: {}", regained(weeks_between));
    }
}

#[test]
fn visits_have_the_shares_of_the_markov_chain_that_the_journey_is() {
    let rows = sample::journey().calm;
    let plan = Plan::new(&calm_world(4_000, rows.clone(), rows.clone()));
    let mut customers = Customers::new(&plan);
    let conditions = sample::conditions(&plan);
    live(&plan, &conditions, &mut customers, 20, |_| ());
    let (mut visits, weeks) = ([0_u64; 4], 150_u32);
    live(&plan, &conditions, &mut customers, weeks, |customers| {
        visits.iter_mut().zip(customers.take_contacts(&plan)).for_each(|(sum, contacts)| *sum += contacts);
    });
    // 600,000 customer-weeks; a share near .2 has a standard error near .0007 with the chain's memory.
    for (touchpoint, share) in stationary(&rows)[1..].iter().enumerate() {
        let visited = visits[touchpoint] as f64 / (4_000.0 * f64::from(weeks));
        assert!((visited - share).abs() < 0.003, "touchpoint {touchpoint}: {visited}, not {share}");
    }
}

/// The stationary distribution of a journey over its nodes, by iteration.
fn stationary(rows: &[Row]) -> Vec<f64> {
    let mut shares = vec![1.0 / rows.len() as f64; rows.len()];
    for _ in 0..500 {
        let mut next = vec![0.0; rows.len()];
        for (row, share) in rows.iter().zip(&shares) {
            row.pairs().iter().for_each(|&(to, probability)| next[to + 1] += share * probability);
        }
        next[AWAY] = 1.0 - next.iter().sum::<f64>();
        shares = next;
    }
    shares
}

/// Customers of the sample world of whom three, in these slots, have left.
fn three_free_slots(plan: &Plan, slots: [usize; 3]) -> Customers {
    let mut customers = Customers::new(plan);
    for slot in slots {
        let place = plan.layout.place_of_slot[slot] as usize;
        customers.leave(plan, plan.layout.segment_of(place), place);
    }
    customers
}

#[test]
fn newcomers_take_the_lowest_free_slots_as_long_as_there_are_any() {
    let plan = Plan::new(&sample::world());
    let mut customers = three_free_slots(&plan, [90, 5, 17]);
    let here = |customers: &Customers, slot: usize| {
        customers.at(plan.layout.place_of_slot[slot] as usize).row as usize != plan.gone()
    };
    assert_eq!([5, 17, 90].map(|slot| here(&customers, slot)), [false; 3]);
    customers.join(&plan, 2);
    assert_eq!([5, 17, 90].map(|slot| here(&customers, slot)), [true, true, false]);
    customers.join(&plan, 10);
    assert_eq!((customers.count(), customers.acquired), (150, 3), "no more than there are slots");
}

#[test]
fn newcomers_start_afresh_and_never_count_in_the_first_cohort() {
    let plan = Plan::new(&sample::world());
    let mut customers = Customers::new(&plan);
    let place = plan.layout.place_of_slot[5] as usize;
    let unhappy = Customer { satisfaction: 0.2, expectation: 0.9, freshness: 0.5, ..customers.at(place) };
    customers.put(place, unhappy);
    customers.leave(&plan, plan.layout.segment_of(place), place);
    assert_eq!((customers.first_customers(), customers.count()), (149, 149));
    customers.join(&plan, 1);
    assert_eq!((customers.first_customers(), customers.count()), (149, 150));
    let state = customers.at(place);
    let state = (state.satisfaction, state.expectation, state.freshness);
    assert_eq!((state, customers.at(place).row as usize), ((0.7, 0.7, 0.0), AWAY));
    customers.leave(&plan, plan.layout.segment_of(place), place);
    assert_eq!(
        (customers.first_customers(), customers.count()),
        (149, 149),
        "a newcomer who leaves was not of the cohort"
    );
}

#[test]
fn a_firm_of_any_size_loses_no_contact_in_counting() {
    // Everybody takes the same step: the fullest that a count of one step can be.
    let rows = vec![row(&[(2, 1.0)]); 5];
    let world = calm_world(70_000, rows.clone(), rows);
    let plan = Plan::new(&world);
    let mut conditions = sample::conditions(&plan);
    (conditions.quality, conditions.shock) = (vec![1.0; 4], vec![0.0; 4]);
    let mut customers = Customers::new(&plan);
    live(&plan, &conditions, &mut customers, 1, |customers| {
        let experience: u64 =
            (0..plan.routes[0].steps.len()).map(|step| customers.tallies[0].count(&[step]).experience).sum();
        assert_eq!(experience, 70_000 << 16, "an experience of 1 each");
        assert_eq!(customers.take_contacts(&plan), [0, 0, 70_000, 0]);
    });
}

#[test]
fn means_are_those_of_the_customers_in_the_firm() {
    let plan = Plan::new(&sample::world());
    let mut customers = three_free_slots(&plan, [0, 1, 2]);
    customers.blocks.iter_mut().for_each(|block| block.satisfaction.fill(1.0));
    customers.blocks.iter_mut().for_each(|block| block.expectation.fill(0.25));
    // Of 147 customers one is wholly dissatisfied and another one has a problem.
    let [one, other] = [3, 4].map(|slot| plan.layout.place_of_slot[slot] as usize);
    customers.put(one, Customer { satisfaction: 0.0, ..customers.at(one) });
    let troubled = customers.at(other).row + plan.gone() as u8 + 1;
    customers.put(other, Customer { row: troubled, ..customers.at(other) });
    customers.mood_sums = recounted(&plan, &customers);
    let mood = customers.mood().expect("customers");
    assert!((mood.satisfaction - 146.0 / 147.0).abs() < 1e-6, "{mood:?}");
    assert!((mood.expectation - 0.25).abs() < 1e-6 && (mood.problem_share - 1.0 / 147.0).abs() < 1e-12, "{mood:?}");
}
