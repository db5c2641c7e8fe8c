//! Step h.

use super::*;

/// A KPI candidate that its lead wants and that hurts customers at its own touchpoint: the office would stop it.
fn harmful(touchpoint: usize, consent: f32) -> Candidate {
    let effects = Effects::from([(touchpoint, -0.02)]);
    Candidate { kpi: 1.0, effects, consent: [consent; MAX_FUNCTIONS], ..candidate(Kind::Kpi, touchpoint) }
}

/// A candidate that its lead does not want and that helps customers: the office would back it.
fn helpful(touchpoint: usize, consent: f32) -> Candidate {
    let effects = Effects::from([(touchpoint, 0.08)]);
    Candidate { kpi: -1.0, effects, consent: [consent; MAX_FUNCTIONS], ..candidate(Kind::Experience, touchpoint) }
}

/// How many candidates the office stopped and backed, and how many are left.
fn decided(structure: &Structure, week: u32, candidates: Vec<Candidate>) -> (u64, u64, usize) {
    decided_in(&plan(|_| ()), structure, week, candidates)
}

fn decided_in(plan: &Plan, structure: &Structure, week: u32, candidates: Vec<Candidate>) -> (u64, u64, usize) {
    let mut organisation = organisation(plan, structure);
    wait(&mut organisation, candidates);
    organisation.office_says(plan, at(week), &attention(plan));
    let deeds = &organisation.deeds;
    let stopped = deeds.iter().map(|deeds| deeds.stopped).sum();
    assert_close(organisation.wins_since_survey, stopped as f64 * 0.5);
    (stopped, deeds.iter().map(|deeds| deeds.backed).sum(), organisation.waiting.len())
}

#[test]
fn the_office_stops_what_hurts_and_backs_what_helps_and_leaves_the_rest() {
    let dotted = structure([Line::Dotted; 3], 1.0);
    assert_eq!(decided(&dotted, 0, vec![harmful(WEB, 0.01)]), (1, 0, 0));
    assert_eq!(decided(&dotted, 0, vec![helpful(WEB, 0.01)]), (0, 1, 1));
    let wanted_by_both = Candidate { kpi: 1.0, ..helpful(WEB, 0.01) };
    assert_eq!(decided(&dotted, 0, vec![wanted_by_both]), (0, 0, 1));
}

#[test]
fn a_function_consents_by_mandate_power_line_and_readiness() {
    // M · (1 − (1 − power)(1 − say)) · √r with M = .8, power .5 and r = .4
    let root = libm::sqrt(0.4);
    for (line, probability) in [(Line::Advisory, 0.8 * 0.5 * root), (Line::Dotted, 0.8 * 0.75 * root)] {
        let levers = Levers { mandate: share(0.8), power: share(0.5), ..LEVERS };
        let structure = sample::structure([line; 3], levers);
        let below = harmful(BILLING, probability as f32 - 1e-5);
        let above = harmful(BILLING, probability as f32 + 1e-5);
        assert_eq!(decided(&structure, 0, vec![below]), (1, 0, 0), "{line:?}");
        assert_eq!(decided(&structure, 0, vec![above]), (0, 0, 1), "{line:?}");
    }
}

#[test]
fn a_candidate_is_examined_once() {
    let (plan, structure) = (plan(|_| ()), structure([Line::Dotted; 3], 1.0));
    let mut organisation = organisation(&plan, &structure);
    wait(&mut organisation, [harmful(WEB, 0.9)]);
    organisation.office_says(&plan, at(0), &attention(&plan));
    organisation.readiness.fill(1.0);
    organisation.office_says(&plan, at(4), &attention(&plan));
    assert_eq!((organisation.waiting.len(), organisation.deeds[SALES].stopped), (1, 0));
}

#[test]
fn the_weightiest_come_first_and_capacity_is_saved_up_between_sittings() {
    let dotted = |capacity, cadence| sample::structure([Line::Dotted; 3], Levers { capacity, cadence, ..LEVERS });
    let mut worse = harmful(HELP, 0.01);
    (worse.effects[0].1, worse.kpi) = (-0.03, 2.0);
    let many = || vec![harmful(WEB, 0.01), harmful(SHOP, 0.01), worse.clone(), harmful(BILLING, 0.01)];

    let plan = plan(|_| ());
    let structure = dotted(1.0, 1);
    let mut organisation = organisation(&plan, &structure);
    wait(&mut organisation, many());
    organisation.office_says(&plan, at(0), &attention(&plan));
    assert_eq!(organisation.deeds.iter().map(|deeds| deeds.stopped).collect::<Vec<_>>(), [0, 0, 1], "the worst one");

    assert_eq!(decided(&dotted(1.0, 3), 12, many()), (3, 0, 1), "three cycles' capacity in the third");
    assert_eq!(decided(&dotted(1.0, 3), 4, many()), (0, 0, 4), "no sitting in between");
    assert_eq!(decided(&dotted(0.0, 1), 0, many()), (0, 0, 4), "nor without capacity");
}

#[test]
fn functions_without_a_line_are_out_of_reach() {
    let only_service = structure([Line::None, Line::None, Line::Dotted], 1.0);
    assert_eq!(decided(&only_service, 0, vec![harmful(WEB, 0.01), harmful(HELP, 0.01)]), (1, 0, 1));
}

#[test]
fn within_the_solid_group_only_bridges_to_outside_are_a_case() {
    let solid = structure([Line::Solid, Line::Solid, Line::Dotted], 1.0);
    let eager = |mut bridge: Candidate, lead, partner| {
        (bridge.kpi, bridge.consent[SALES], bridge.consent[SERVICE]) = (1.0, lead, partner);
        bridge
    };
    assert_eq!(decided(&solid, 0, vec![harmful(WEB, 0.01)]), (0, 0, 1));
    assert_eq!(decided(&solid, 0, vec![eager(bridge(WEB, BILLING), 0.01, 0.01)]), (0, 0, 1), "inside");
    assert_eq!(decided(&solid, 0, vec![eager(bridge(WEB, HELP), 0.01, 0.01)]), (0, 1, 1), "to outside");
    assert_eq!(decided(&solid, 0, vec![eager(bridge(WEB, HELP), 0.01, 0.99)]), (0, 0, 1), "the partner must consent");
    // The solid lead accepts its line by .2 + .8 · .4.
    assert_eq!(decided(&solid, 0, vec![eager(bridge(WEB, HELP), 0.519, 0.01)]), (0, 1, 1), "the lead accepts");
    assert_eq!(decided(&solid, 0, vec![eager(bridge(WEB, HELP), 0.521, 0.01)]), (0, 0, 1), "the lead does not");
}

/// Whether the office's backing is consented to with this draw, and whether as a pilot, by its budget and the candidate's KPI.
fn pilot(budget: f64, kpi: f64, consent: f32) -> (bool, bool) {
    let (plan, structure) =
        (plan(|_| ()), sample::structure([Line::Advisory; 3], Levers { power: share(0.8), budget, ..LEVERS }));
    let mut organisation = organisation(&plan, &structure);
    wait(&mut organisation, [Candidate { kpi, lead_error: -9.0, ..helpful(WEB, consent) }]);
    organisation.office_says(&plan, at(0), &attention(&plan));
    let backing = organisation.waiting[0].backed;
    (backing.is_some(), backing.is_some_and(|backing| backing.pilot))
}

#[test]
fn what_the_office_pays_for_and_costs_a_function_nothing_needs_no_readiness() {
    // Persuasion .8; with readiness .4 that is .506. The candidate costs one unit.
    assert_eq!(pilot(1.0, -0.2, 0.79), (true, true));
    assert_eq!(pilot(1.0, -0.2, 0.81), (false, false), "persuasion it needs all the same");
    assert_eq!(pilot(0.99, -0.2, 0.79), (false, false), "the office's budget of a cycle does not cover it");
    assert_eq!(pilot(1.0, -0.21, 0.79), (false, false), "it costs the function too much");
    assert_eq!(pilot(0.99, -0.2, 0.50), (true, false), "as any other");
}

#[test]
fn nobody_is_asked_to_stop_as_a_pilot() {
    let rich = sample::structure([Line::Advisory; 3], Levers { power: share(0.8), budget: 9.0, ..LEVERS });
    assert_eq!(decided(&rich, 0, vec![harmful(BILLING, 0.50)]), (1, 0, 0));
    assert_eq!(decided(&rich, 0, vec![harmful(BILLING, 0.52)]), (0, 0, 1));
}

#[test]
fn what_was_refused_and_what_found_no_time_is_counted() {
    let (plan, structure) = (plan(|_| ()), sample::structure([Line::Dotted; 3], Levers { capacity: 1.0, ..LEVERS }));
    let mut organisation = organisation(&plan, &structure);
    wait(&mut organisation, [harmful(WEB, 0.99), harmful(SHOP, 0.99), harmful(BILLING, 0.99)]);
    organisation.office_says(&plan, at(0), &attention(&plan));
    let deeds: Vec<(u64, u64)> = organisation.deeds.iter().map(|deeds| (deeds.refused, deeds.unexamined)).collect();
    assert_eq!(deeds, [(0, 2), (1, 0), (0, 0)], "billing weighs most");
}

#[test]
fn backing_a_bridge_needs_the_partner_and_stopping_it_does_not() {
    let dotted = structure([Line::Dotted; 3], 1.0);
    let good = |sales: f32, service: f32| {
        let mut bridge = Candidate { kpi: 1.0, ..bridge(WEB, HELP) };
        (bridge.consent[SALES], bridge.consent[SERVICE]) = (sales, service);
        bridge
    };
    assert_eq!(decided(&dotted, 0, vec![good(0.01, 0.01)]), (0, 1, 1));
    assert_eq!(decided(&dotted, 0, vec![good(0.01, 0.99)]), (0, 0, 1));
    assert_eq!(decided(&dotted, 0, vec![good(0.99, 0.01)]), (0, 0, 1));
}

/// Backing of a sales candidate that helps web and hurts billing; finance and service answer as they are told.
fn backed(line: Line, change: impl Fn(&mut World), finance: f32, service: f32) -> bool {
    let mut mixed = helpful(WEB, 0.01);
    mixed.effects = Effects::from([(WEB, 0.08), (BILLING, -0.001)]);
    (mixed.consent[FINANCE], mixed.consent[SERVICE]) = (finance, service);
    decided_in(&plan(change), &structure([line; 3], 1.0), 0, vec![mixed]).1 == 1
}

#[test]
fn under_a_dotted_line_backing_needs_every_owner_that_it_would_hurt() {
    assert!(backed(Line::Dotted, |_| (), 0.01, 0.99));
    assert!(!backed(Line::Dotted, |_| (), 0.99, 0.01));
    assert!(backed(Line::Advisory, |_| (), 0.99, 0.99), "an advisory line asks the lead alone");
}

#[test]
fn a_function_that_defines_has_a_seat_and_its_own_candidates_need_no_other_seats_consent() {
    let seat = |f: usize| move |world: &mut World| world.functions[f].defines = true;
    assert!(!backed(Line::Dotted, seat(SERVICE), 0.01, 0.99), "service has a seat and does not consent");
    assert!(backed(Line::Dotted, seat(SERVICE), 0.01, 0.01));
    let both = |world: &mut World| [SALES, SERVICE].into_iter().for_each(|f| world.functions[f].defines = true);
    assert!(backed(Line::Dotted, both, 0.01, 0.99), "sales leads it and has a seat itself");
    assert!(!backed(Line::Dotted, both, 0.99, 0.01), "finance, which it would hurt, is asked all the same");
    assert!(backed(Line::Advisory, seat(SERVICE), 0.99, 0.99), "no committee under advisory lines");
}
