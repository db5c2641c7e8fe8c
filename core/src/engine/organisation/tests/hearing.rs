//! What an experience initiative finds of its gains.

use super::*;

/// The share of its gains that a candidate at billing finds when it starts, ten signals there against 50 expected ones.
fn found(change: impl Fn(&mut World), kind: Kind) -> f64 {
    let (plan, structure) = (plan(change), structure([Line::None; 3], 0.0));
    organisation(&plan, &structure).found(&plan, &attention(&plan), &candidate(kind, BILLING))
}

#[test]
fn an_experience_initiative_finds_more_where_its_lead_hears_customers() {
    assert_close(found(|_| (), Kind::Experience), 0.5 + 0.5 * 10.0 / 60.0);
    let more = |world: &mut World| world.touchpoints[BILLING].feedback = share(0.5);
    assert_close(found(more, Kind::Experience), 0.5 + 0.5 * 50.0 / 100.0);
    let silent = |world: &mut World| world.touchpoints[BILLING].feedback = share(0.0);
    assert_close(found(silent, Kind::Experience), 0.5);
    let heard_elsewhere = |world: &mut World| world.touchpoints[BILLING].heard_by = Some(SERVICE);
    assert_close(found(heard_elsewhere, Kind::Experience), 0.5 + 0.5 * 0.35 * 10.0 / 60.0);
}

#[test]
fn other_initiatives_find_all_they_can() {
    assert_eq!([Kind::Kpi, Kind::Bridge].map(|kind| found(|_| (), kind)), [1.0, 1.0]);
}

#[test]
fn what_was_found_is_what_is_gained_and_harm_is_done_in_full() {
    let (plan, structure) = (plan(|world| world.organisation.decay = 0.0), structure([Line::None; 3], 0.0));
    let mut organisation = organisation(&plan, &structure);
    let effects = Effects::from([(BILLING, 0.03), (HELP, -0.01)]);
    wait(&mut organisation, [Candidate { effects, kpi: 5.0, ..candidate(Kind::Experience, BILLING) }]);
    organisation.start_initiatives(&plan, at(0), &attention(&plan));
    // What customers say later changes nothing.
    organisation.data_sharing.set(FINANCE, SERVICE, 1.0);
    organisation.finish_projects(&plan, at(4));
    assert_close(organisation.quality[BILLING], 0.7 + 0.03 * (0.5 + 0.5 * 10.0 / 60.0));
    assert_close(organisation.quality[HELP], 0.7 - 0.01);
}
