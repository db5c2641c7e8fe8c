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
    (world.customer.noise, world.customer.person) = (0.0, 0.0);
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
        let mut customers = Customers::new(&plan, &RandomInputs::new(4, 0));
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
fn without_noise_satisfaction_settles_below_quality_by_what_rising_expectations_cost() {
    // Where E stands still, α_E·Δ = −μ; so E = q + μ/α_E, and S = u = q − γ·λ·μ/α_E.
    let (plan, conditions) = billing_every_week(0.62);
    let mut customers = Customers::new(&plan, &RandomInputs::new(4, 0));
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
    let mut customers = Customers::new(&plan, &RandomInputs::new(4, 0));
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
    let mut customers = Customers::new(&plan, &RandomInputs::new(4, 0));
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
    let mut customers = Customers::new(&plan, &RandomInputs::new(4, 0));
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
    let mut customers = Customers::new(plan, &RandomInputs::new(4, 0));
    for slot in slots {
        let place = plan.layout.place_of_slot[slot] as usize;
        customers.leave(plan, plan.layout.segment_of(place), place);
    }
    customers
}

#[test]
fn newcomers_take_the_lowest_free_slots_and_then_the_room_as_long_as_there_is_any() {
    let plan = Plan::new(&sample::world());
    let mut customers = three_free_slots(&plan, [90, 5, 17]);
    let here = |customers: &Customers, slot: usize| {
        customers.at(plan.layout.place_of_slot[slot] as usize).row as usize != plan.gone()
    };
    let inputs = RandomInputs::new(4, 0);
    assert_eq!([5, 17, 90, 150].map(|slot| here(&customers, slot)), [false; 4]);
    customers.join(&plan, &inputs, 2);
    assert_eq!([5, 17, 90, 150].map(|slot| here(&customers, slot)), [true, true, false, false]);
    customers.join(&plan, &inputs, 2);
    assert_eq!([90, 150, 151].map(|slot| here(&customers, slot)), [true, true, false]);
    customers.join(&plan, &inputs, 100);
    assert_eq!((customers.count(), customers.acquired), (188, 41), "150 and a quarter more");
    assert_eq!(customers.mood_sums, recounted(&plan, &customers));
}

#[test]
fn a_firm_without_room_has_never_more_than_its_first_customers() {
    let mut world = sample::world();
    world.customer.room = 1.0;
    let plan = Plan::new(&world);
    let mut customers = three_free_slots(&plan, [90, 5, 17]);
    customers.join(&plan, &RandomInputs::new(4, 0), 10);
    assert_eq!((customers.count(), customers.acquired), (150, 3));
}

#[test]
fn who_comes_follows_from_place_and_life_alone() {
    let (plan, inputs) = (Plan::new(&sample::world()), RandomInputs::new(4, 0));
    let traits = |customers: &Customers, slot: usize| {
        let place = plan.layout.place_of_slot[slot] as usize;
        (customers.loyalty[place], customers.at(place).person)
    };
    // Alone or among others, and whatever happened to others before.
    let [mut few, mut many] = [[5, 17, 90], [5, 6, 7]].map(|slots| three_free_slots(&plan, slots));
    let first = traits(&few, 5);
    few.join(&plan, &inputs, 1);
    many.join(&plan, &inputs, 3);
    let second = traits(&few, 5);
    assert_eq!(traits(&many, 5), second);
    assert_ne!(second, first);
    let place = plan.layout.place_of_slot[5] as usize;
    few.leave(&plan, plan.layout.segment_of(place), place);
    few.join(&plan, &inputs, 1);
    assert_ne!(traits(&few, 5), second, "the next customer is another one");
    assert_eq!((few.life(place), many.life(place)), (2, 1));
}

/// Mean and variance.
fn moments(values: &[f64]) -> (f64, f64) {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    (mean, values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / values.len() as f64)
}

#[test]
fn person_effects_are_normal_with_their_standard_deviation_among_the_first_and_among_newcomers() {
    let mut world = sample::world();
    (world.customers, world.customer.room, world.customer.person) = (20_000, 2.0, 0.2);
    let (plan, inputs) = (Plan::new(&world), RandomInputs::new(4, 0));
    let mut customers = Customers::new(&plan, &inputs);
    customers.join(&plan, &inputs, 20_000);
    let per_byte = plan.steps.effect_per_byte(&world.customer);
    for slots in [0..20_000, 20_000..40_000] {
        let of_slot = |slot: usize| customers.at(plan.layout.place_of_slot[slot] as usize).person;
        let effects: Vec<f64> = slots.map(|slot| (f64::from(of_slot(slot)) - 128.0) * per_byte).collect();
        let (mean, variance) = moments(&effects);
        // Standard errors: .2/√20,000 = .0014 of the mean, √(2/20,000) = 1 % of the variance.
        assert!(mean.abs() < 0.005, "mean {mean}");
        assert!((variance / 0.04 - 1.0).abs() < 0.04, "variance {variance}");
        let within = effects.iter().filter(|effect| effect.abs() < 0.2).count() as f64 / 20_000.0;
        assert!((within - 0.682_7).abs() < 0.02, "{within} within one standard deviation");
    }
}

#[test]
fn newcomers_are_as_loyal_as_their_segment() {
    let mut world = sample::world();
    (world.customers, world.customer.room) = (20_000, 2.0);
    (world.segments[1].churn_alpha, world.segments[1].churn_beta) = (2.0, 2.0);
    let (plan, inputs) = (Plan::new(&world), RandomInputs::new(4, 0));
    let mut customers = Customers::new(&plan, &inputs);
    customers.join(&plan, &inputs, 20_000);
    for part in &plan.layout.parts {
        let leaving = |place: usize| f64::from(crate::engine::customers::logistic::logistic(customers.loyalty[place]));
        let (mean, variance) = moments(&part.range.clone().map(leaving).collect::<Vec<f64>>());
        // Beta(.9, 9) has mean .0909 and variance .0076, Beta(2, 2) mean .5 and variance .05.
        let expected = [(0.9 / 9.9, 0.9 * 9.0 / (9.9 * 9.9 * 10.9)), (0.5, 0.05)][part.segment];
        let error = (expected.1 / part.range.len() as f64).sqrt();
        assert!((mean - expected.0).abs() < 4.0 * error, "{mean}, not {}", expected.0);
        assert!((variance / expected.1 - 1.0).abs() < 0.08, "{variance}, not {}", expected.1);
    }
}

#[test]
fn a_person_effect_moves_every_experience_of_its_customer() {
    // Without noise, x = .62 + .2·z for all their lives.
    let (plan, conditions) = billing_every_week(0.62);
    let mut world = plan.world.clone();
    world.customer.person = 0.2;
    world.customer.expectation_drift = 0.0;
    let plan = Plan::new(&world);
    let mut customers = Customers::new(&plan, &RandomInputs::new(4, 0));
    live(&plan, &conditions, &mut customers, 600, |_| ());
    let per_byte = plan.steps.effect_per_byte(&world.customer);
    for place in 0..16 {
        let expected = (0.62 + (f64::from(customers.at(place).person) - 128.0) * per_byte).clamp(0.0, 1.0);
        assert!((f64::from(customers.at(place).satisfaction) - expected).abs() < 1e-4, "place {place}");
    }
}

/// Problems opened per contact when every contact fails with probability .4, by the risk of the billing desk.
fn problems_per_contact(risk: f64) -> f64 {
    let rows = vec![row(&[(2, 1.0)]); 5];
    let mut world = calm_world(50_000, rows.clone(), rows);
    (world.customer.success_base, world.customer.success_slope) = (0.6, 0.0);
    world.touchpoints[2].risk = share(risk);
    let plan = Plan::new(&world);
    let mut customers = Customers::new(&plan, &RandomInputs::new(4, 0));
    live(&plan, &sample::conditions(&plan), &mut customers, 1, |_| ());
    customers.mood().expect("customers").problem_share
}

#[test]
fn a_failure_opens_a_problem_as_often_as_its_risk_says() {
    for (risk, expected) in [(1.0, 0.4), (0.5, 0.2), (0.02, 0.008)] {
        let measured = problems_per_contact(risk);
        let error = (expected * (1.0 - expected) / 50_000.0_f64).sqrt();
        assert!((measured - expected).abs() < 4.0 * error, "risk {risk}: {measured}, not {expected}");
    }
    assert_eq!(problems_per_contact(0.0), 0.0, "without risk there is no problem");
}

#[test]
fn the_risk_of_a_touchpoint_does_not_make_solving_easier() {
    // Whoever has a problem goes to the help desk; it is solved there with probability .3 whatever a new one would risk.
    let solved = |risk: f64| {
        let mut problem = vec![Row::default(); 5];
        problem.fill(row(&[(3, 1.0)]));
        let mut world = calm_world(50_000, vec![row(&[(0, 1.0)]); 5], problem);
        (world.customer.success_base, world.customer.success_slope) = (0.3, 0.0);
        world.touchpoints[3].risk = share(risk);
        let plan = Plan::new(&world);
        let mut customers = Customers::new(&plan, &RandomInputs::new(4, 0));
        let conditions = sample::conditions(&plan);
        let mut shares = Vec::new();
        live(&plan, &conditions, &mut customers, 2, |customers| {
            shares.push(customers.mood().expect("customers").problem_share);
        });
        // Those who went to the web shop and succeeded go there again, and may fail.
        let (opened, after) = (shares[0], shares[1]);
        1.0 - (after - (1.0 - opened) * 0.7) / opened
    };
    for risk in [1.0, 0.1, 0.0] {
        assert!((solved(risk) - 0.3).abs() < 0.015, "risk {risk}: {}", solved(risk));
    }
}

#[test]
fn newcomers_start_afresh_and_never_count_in_the_first_cohort() {
    let plan = Plan::new(&sample::world());
    let mut customers = Customers::new(&plan, &RandomInputs::new(4, 0));
    let place = plan.layout.place_of_slot[5] as usize;
    let unhappy = Customer { satisfaction: 0.2, expectation: 0.9, freshness: 0.5, ..customers.at(place) };
    customers.put(place, unhappy);
    customers.leave(&plan, plan.layout.segment_of(place), place);
    assert_eq!((customers.first_customers(), customers.count()), (149, 149));
    customers.join(&plan, &RandomInputs::new(4, 0), 1);
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
    let mut customers = Customers::new(&plan, &RandomInputs::new(4, 0));
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
