//! Requests for the office's help.

use super::*;

/// An experience candidate whose lead asks for help where its readiness is above `need`; neither it nor the office wants it.
fn request(touchpoint: usize, need: f64) -> Candidate {
    Candidate { kpi: -1.0, need, ..candidate(Kind::Experience, touchpoint) }
}

/// Readiness lost by sales, finance and service at a sitting of an office with time for so many.
fn lost(lines: [Line; 3], capacity: f64, candidates: Vec<Candidate>) -> Vec<f64> {
    let (plan, structure) = (plan(|_| ()), sample::structure(lines, Levers { capacity, ..LEVERS }));
    let mut organisation = organisation(&plan, &structure);
    wait(&mut organisation, candidates);
    organisation.office_says(&plan, at(0), &attention(&plan));
    organisation.readiness.iter().map(|readiness| 0.4 - readiness).collect()
}

#[track_caller]
fn assert_lost(measured: Vec<f64>, expected: [f64; 3]) {
    for (measured, expected) in measured.into_iter().zip(expected) {
        assert_close(measured, expected);
    }
}

#[test]
fn a_function_whose_requests_find_no_time_loses_readiness() {
    let dotted = [Line::Dotted; 3];
    let three = || vec![request(WEB, 0.1), request(SHOP, 0.2), request(BILLING, 0.39)];
    assert_lost(lost(dotted, 3.0, three()), [0.0; 3]);
    assert_lost(lost(dotted, 2.0, three()), [0.0, 0.01, 0.0]);
    assert_lost(lost(dotted, 1.0, three()), [0.005, 0.01, 0.0]);
    assert_lost(lost(dotted, 0.0, three()), [0.01, 0.01, 0.0]);
}

#[test]
fn only_the_ready_with_a_line_ask_and_only_for_customers() {
    let nobody = [0.0; 3];
    assert_lost(lost([Line::Dotted; 3], 0.0, vec![request(WEB, 0.4)]), nobody);
    assert_lost(lost([Line::None, Line::Dotted, Line::Dotted], 0.0, vec![request(WEB, 0.1)]), nobody);
    let for_its_number = Candidate { kind: Kind::Kpi, ..request(WEB, 0.1) };
    assert_lost(lost([Line::Dotted; 3], 0.0, vec![for_its_number]), nobody);
    let bridge = Candidate { need: 0.1, kpi: -9.0, ..bridge(WEB, BILLING) };
    assert_lost(lost([Line::Solid, Line::Dotted, Line::Dotted], 0.0, vec![bridge]), [0.01, 0.0, 0.0]);
}

#[test]
fn what_is_examined_is_answered_first_and_asks_no_more() {
    let (plan, structure) = (plan(|_| ()), sample::structure([Line::Dotted; 3], Levers { capacity: 1.0, ..LEVERS }));
    let mut organisation = organisation(&plan, &structure);
    let backed = Candidate { effects: Effects::from([(BILLING, 0.08)]), ..request(BILLING, 0.1) };
    wait(&mut organisation, [request(WEB, 0.1), Candidate { kpi: -2.0, ..backed }]);
    organisation.office_says(&plan, at(0), &attention(&plan));
    assert_eq!(organisation.readiness, [0.39, 0.4, 0.4], "its one place goes to what it examines");
    organisation.office_says(&plan, at(4), &attention(&plan));
    assert_eq!(organisation.readiness, [0.39, 0.4, 0.4], "the other request asks again and is answered");
    assert_eq!(organisation.requests(), [0]);
}

#[test]
fn there_are_no_requests_between_sittings() {
    let levers = Levers { capacity: 0.0, cadence: 2, ..LEVERS };
    let (plan, structure) = (plan(|_| ()), sample::structure([Line::Dotted; 3], levers));
    let mut organisation = organisation(&plan, &structure);
    wait(&mut organisation, [request(WEB, 0.1)]);
    for (week, readiness) in [(0, 0.39), (4, 0.39), (8, 0.38)] {
        organisation.office_says(&plan, at(week), &attention(&plan));
        assert_close(organisation.readiness[SALES], readiness);
    }
}
