//! Steps f and g.

use super::*;

/// Value to the budget holder of a candidate that costs one unit, in an organisation with these lines and a mandate of .6.
fn value(change: impl Fn(&mut World), lines: [Line; 3], candidate: &Candidate) -> f64 {
    let (plan, structure) = (plan(change), structure(lines, 0.6));
    organisation(&plan, &structure).value(&plan, &attention(&plan), candidate)
}

/// The officer's verdict, likewise.
fn verdict(change: impl Fn(&mut World), lines: [Line; 3], candidate: &Candidate) -> f64 {
    let (plan, structure) = (plan(change), structure(lines, 0.6));
    organisation(&plan, &structure).verdict(&plan, &attention(&plan), candidate)
}

fn with_effects(touchpoint: usize, effects: &[(usize, f64)]) -> Candidate {
    Candidate { kpi: 1.0, effects: effects.iter().copied().collect(), ..candidate(Kind::Kpi, touchpoint) }
}

/// The customer effect that follows from a value at customer weight `weight`, for a KPI gain of 1 and a cost of 1.
fn effect_in(value: f64, weight: f64) -> f64 {
    (value - (1.0 - weight) + 0.25) / (weight * 150.0)
}

const NO_LINES: [Line; 3] = [Line::None; 3];

#[test]
fn a_function_left_alone_values_its_own_number_and_a_little_of_what_customers_feel() {
    let own = with_effects(WEB, &[(WEB, 0.01)]);
    assert_close(value(|_| (), NO_LINES, &own), 0.85 + 0.15 * 150.0 * importance(WEB) * 0.01 - 0.25);
}

#[test]
fn others_touchpoints_are_seen_through_shared_data_and_harm_is_partly_hidden() {
    let seen = |effect| effect_in(value(|_| (), NO_LINES, &with_effects(WEB, &[(WEB, 0.0), (BILLING, effect)])), 0.15);
    assert_close(seen(0.01), importance(BILLING) * 0.35 * 0.01);
    assert_close(seen(-0.01), importance(BILLING) * 0.35 * 0.5 * -0.01);
}

#[test]
fn a_function_does_not_hide_harm_from_itself() {
    let seen = effect_in(value(|_| (), NO_LINES, &with_effects(WEB, &[(WEB, -0.01)])), 0.15);
    assert_close(seen, importance(WEB) * -0.01);
}

#[test]
fn who_hears_the_customer_sees_the_touchpoint_and_the_owner_no_longer_does() {
    let heard = |world: &mut World| world.touchpoints[WEB].heard_by = Some(SERVICE);
    let by_owner = effect_in(value(heard, NO_LINES, &with_effects(WEB, &[(WEB, -0.01)])), 0.15);
    let by_hearer = effect_in(value(heard, NO_LINES, &with_effects(HELP, &[(HELP, 0.0), (WEB, -0.01)])), 0.15);
    let by_neither = effect_in(value(heard, NO_LINES, &with_effects(BILLING, &[(BILLING, 0.0), (WEB, -0.01)])), 0.15);
    assert_close(by_hearer, importance(WEB) * -0.01);
    assert_close(by_owner, importance(WEB) * 0.35 * -0.01);
    assert_close(by_neither, importance(WEB) * 0.35 * 0.5 * -0.01);
}

#[test]
fn without_provided_data_nobody_but_a_solid_line_sees_a_function() {
    let silent = |world: &mut World| world.functions[FINANCE].provides_data = false;
    let at_billing = with_effects(WEB, &[(WEB, 0.0), (BILLING, 0.01)]);
    assert_close(effect_in(value(silent, NO_LINES, &at_billing), 0.15), 0.0);
    let seen_by_officer = |lines| (verdict(silent, lines, &at_billing) - 0.2 + 0.25) / 0.8 / 150.0;
    assert_close(seen_by_officer([Line::Dotted; 3]), 0.0);
    assert_close(seen_by_officer([Line::Dotted, Line::Solid, Line::Dotted]), importance(BILLING) * 0.95 * 0.52 * 0.01);
}

#[test]
fn a_line_adds_to_the_weight_of_customers_as_far_as_readiness_and_mandate_go() {
    let weight = |line| {
        let nothing = with_effects(WEB, &[(WEB, 0.0)]);
        1.0 - (value(|_| (), [line; 3], &nothing) + 0.25)
    };
    assert_close(weight(Line::None), 0.15);
    assert_close(weight(Line::Advisory), 0.15 + 0.85 * 0.25 * 0.4 * 0.6);
    assert_close(weight(Line::Dotted), 0.15 + 0.85 * 0.60 * 0.4 * 0.6);
    assert_close(weight(Line::Solid), 0.15 + 0.85 * 0.60 * (0.2 + 0.8 * 0.4));
}

#[test]
fn the_officer_sees_by_line_and_mandate_and_a_solid_function_as_it_accepts_its_line() {
    // .8 · χ · effect + .2 · ΔK − hurdle · cost
    let at_billing = with_effects(WEB, &[(WEB, 0.0), (BILLING, 0.01)]);
    for (line, visibility) in [(Line::Advisory, 0.40 * 0.6), (Line::Dotted, 0.65 * 0.6), (Line::Solid, 0.95 * 0.52)] {
        let expected = 0.8 * 150.0 * importance(BILLING) * visibility * 0.01 + 0.2 - 0.25;
        assert_close(verdict(|_| (), [line; 3], &at_billing), expected);
    }
}

#[test]
fn harm_is_hidden_from_the_officer_by_those_who_blame_and_are_not_ready() {
    // Blame .5 and readiness .4: 1 − .5 · .6 of it is shown.
    let harm = with_effects(WEB, &[(WEB, 0.0), (BILLING, -0.01)]);
    let expected = |shown: f64| 0.8 * 150.0 * importance(BILLING) * 0.65 * 0.6 * shown * -0.01 + 0.2 - 0.25;
    assert_close(verdict(|_| (), [Line::Dotted; 3], &harm), expected(0.7));
    let ready = |world: &mut World| world.functions[FINANCE].readiness = Some(share(1.0));
    assert_close(verdict(ready, [Line::Dotted; 3], &harm), expected(1.0));
    let open = |world: &mut World| world.functions[FINANCE].blame = Some(share(0.0));
    assert_close(verdict(open, [Line::Dotted; 3], &harm), expected(1.0));
}

#[test]
fn from_its_home_function_nothing_is_hidden_from_the_officer() {
    let plan = plan(|_| ());
    let mut structure = structure([Line::Dotted; 3], 0.6);
    structure.regime.home = Some(FINANCE);
    let organisation = organisation(&plan, &structure);
    let harm = with_effects(WEB, &[(WEB, 0.0), (BILLING, -0.01)]);
    let verdict = organisation.verdict(&plan, &attention(&plan), &harm);
    assert_close(verdict, 0.8 * 150.0 * importance(BILLING) * -0.01 + 0.2 - 0.25);
}

#[test]
fn an_officer_who_runs_many_functions_sees_less_of_each() {
    let plan = plan(|_| ());
    let seen = |lines: [Line; 3], reach: f64| {
        let structure = sample::structure(lines, Levers { reach, ..LEVERS });
        let organisation = organisation(&plan, &structure);
        let help = with_effects(HELP, &[(HELP, 0.01)]);
        (organisation.verdict(&plan, &attention(&plan), &help) - 0.2 + 0.25) / 120.0 / importance(HELP) / 0.01
    };
    let two = [Line::Solid, Line::Solid, Line::Dotted];
    assert_close(seen(two, 2.0), 0.65);
    assert_close(seen(two, 1.5), 0.65 * 0.75);
    assert_close(seen(two, 1.0), 0.65 * 0.5);
    assert_close(seen([Line::Dotted; 3], 1.0), 0.65);
}

#[test]
fn an_officer_sees_the_home_function_fully_and_takes_its_side() {
    let plan = plan(|_| ());
    let levers = Levers { mandate: share(0.6), ..LEVERS };
    let mut structure = sample::structure([Line::Dotted; 3], levers);
    structure.regime.home = Some(SALES);
    let organisation = organisation(&plan, &structure);
    let verdict = |candidate: &Candidate| organisation.verdict(&plan, &attention(&plan), candidate);
    let effect = 0.8 * 150.0 * importance(WEB) * 0.01;
    assert_close(verdict(&with_effects(WEB, &[(WEB, 0.01)])), effect + 0.2 + 0.3 - 0.25);
    assert_close(verdict(&with_effects(HELP, &[(WEB, 0.01)])), effect + 0.2 - 0.25);
}

#[test]
fn the_solid_group_decides_with_the_officers_eyes_and_for_all_its_numbers() {
    let two_solid = [Line::Solid, Line::None, Line::Solid];
    let inside = Candidate { kpi: -0.2, partner_kpi: 0.5, ..bridge(WEB, HELP) };
    // Acceptance .52: weight .15 + .85 · .6 · .52, visibility .95 · .52.
    let (weight, visibility) = (0.15 + 0.85 * 0.6 * 0.52, 0.95 * 0.52);
    let effect = visibility * 0.003 * (importance(WEB) + importance(HELP)) + 0.006 * 2.0 * visibility / 3.0;
    assert_close(value(|_| (), two_solid, &inside), (1.0 - weight) * 0.3 + weight * 150.0 * effect - 0.25);
    let to_outside = Candidate { kpi: -0.2, partner_kpi: 0.5, effects: Effects::from([]), ..bridge(WEB, BILLING) };
    let effect = 0.006 * 2.0 * visibility / 3.0;
    assert_close(value(|_| (), two_solid, &to_outside), (1.0 - weight) * -0.2 + weight * 150.0 * effect - 0.25);
}

#[test]
fn a_bridge_promises_what_its_viewer_sees_of_all_functions() {
    // A function sees itself fully and two others by .35.
    let seen = value(|_| (), NO_LINES, &Candidate { effects: Effects::from([]), ..bridge(WEB, BILLING) });
    assert_close(seen, 0.15 * 150.0 * 0.006 * (1.0 + 0.35 + 0.35) / 3.0 - 0.25);
}

#[test]
fn the_error_of_a_view_falls_with_the_signals_that_its_viewer_gets() {
    // Ten signals each: 10 + .35 · 10 of web and billing for sales, .65 · .6 · 20 for the officer.
    let effects = [(WEB, 0.0), (BILLING, 0.0)];
    let unsure = Candidate { lead_error: 1.0, officer_error: -2.0, ..with_effects(WEB, &effects) };
    let by_lead = 0.006 * libm::sqrt(50.0 / (50.0 + 13.5));
    assert_close(effect_in(value(|_| (), NO_LINES, &unsure), 0.15), by_lead);
    let by_officer = -2.0 * 0.006 * libm::sqrt(50.0 / (50.0 + 0.65 * 0.6 * 20.0));
    assert_close((verdict(|_| (), [Line::Dotted; 3], &unsure) - 0.2 + 0.25) / 120.0, by_officer);
}

#[test]
fn importance_is_weight_times_contacts_of_the_last_cycle() {
    let (plan, siloed) = (plan(|_| ()), structure(NO_LINES, 0.0));
    let organisation = organisation(&plan, &siloed);
    let effect = |contacts: &[u64; 4]| {
        let attention = Attention::new(&plan.world, contacts);
        effect_in(organisation.value(&plan, &attention, &with_effects(WEB, &[(WEB, 0.01)])), 0.15)
    };
    assert_close(effect(&[300, 0, 100, 100]), 0.01 * 240.0 / (240.0 + 120.0 + 150.0));
    assert_close(effect(&[0; 4]), 0.01 * importance(WEB));
}
