//! Step d.

use super::*;
use crate::random::RandomInputs;

/// Coordination of two functions after a step from `link`, `week` weeks after the start.
fn moved(lines: [Line; 3], mandate: f64, link: f64, week: u32, (f, g): (usize, usize)) -> f64 {
    let plan = plan(|_| ());
    let levers = Levers { mandate: share(mandate), transition_weeks: 52, ..LEVERS };
    let structure = sample::structure(lines, levers);
    let mut organisation = organisation(&plan, &structure);
    // Solid lines began at the readiness of the sample world, .4.
    organisation.readiness = vec![0.4, 0.9, 0.4];
    organisation.coordination.set(f, g, link);
    organisation.data_sharing.set(f, g, link);
    organisation.move_links(&plan, week);
    assert_eq!(organisation.coordination.at(f, g), organisation.data_sharing.at(g, f), "both have the same base");
    organisation.coordination.at(f, g)
}

#[test]
fn dotted_lines_let_links_grow_as_far_as_both_functions_readiness_and_the_mandate_allow() {
    // Target = .35 + .65 · .25 · √(.4 · .9) · M; a step closes .12 of the gap.
    let pair = (SALES, FINANCE);
    assert_close(moved([Line::Dotted; 3], 0.5, 0.35, 0, pair), 0.35 + 0.12 * 0.65 * 0.25 * 0.6 * 0.5);
    assert_close(moved([Line::Dotted; 3], 1.0, 0.35, 0, pair), 0.35 + 0.12 * 0.65 * 0.25 * 0.6);
    assert_close(moved([Line::Dotted; 3], 0.0, 0.35, 0, pair), 0.35);
}

#[test]
fn the_weaker_of_two_lines_counts() {
    let lines = [Line::Advisory, Line::Dotted, Line::None];
    assert_close(moved(lines, 1.0, 0.35, 0, (SALES, FINANCE)), 0.35 + 0.12 * 0.65 * 0.10 * 0.6);
    assert_close(moved(lines, 1.0, 0.35, 0, (FINANCE, SERVICE)), 0.35);
    let lines = [Line::Solid, Line::Dotted, Line::None];
    assert_close(moved(lines, 1.0, 0.35, 52, (SALES, FINANCE)), 0.35 + 0.12 * 0.65 * 0.25 * 0.6);
}

#[test]
fn between_solid_functions_links_grow_as_the_line_is_accepted_and_the_transition_goes_on() {
    // Acceptance is .2 + .8 · .4 = .52 and .2 + .8 · .9 = .92; the transition of the less ready function takes 52 · 1.6 weeks.
    let accepted = libm::sqrt(0.52 * 0.92);
    for (week, will) in [(0, 0.0), (13, 13.0 / 83.2), (84, 1.0), (104, 1.0)] {
        let expected = 0.35 + 0.12 * 0.65 * 0.30 * accepted * will;
        assert_close(moved([Line::Solid; 3], 0.0, 0.35, week, (SALES, FINANCE)), expected);
    }
}

#[test]
fn links_above_their_target_fall_back_towards_the_start() {
    assert_close(moved([Line::None; 3], 0.0, 0.55, 0, (SALES, FINANCE)), 0.55 - 0.01 * 0.2);
    assert_close(moved([Line::None; 3], 0.0, 0.35, 0, (SALES, FINANCE)), 0.35);
}

#[test]
fn a_vacancy_lets_dotted_links_fall_back() {
    let plan = plan(|_| ());
    let structure = sample::structure([Line::Dotted; 3], Levers { tenure_weeks: 4.0, ..LEVERS });
    let mut organisation = organisation(&plan, &structure);
    organisation.coordination.set(SALES, FINANCE, 0.36);
    let mut vacant = organisation.clone();
    vacant.officer_step(&plan, &RandomInputs::new(1, 0), at(0));
    organisation.move_links(&plan, 0);
    vacant.move_links(&plan, 0);
    assert!(organisation.coordination.at(SALES, FINANCE) > 0.36);
    assert_close(vacant.coordination.at(SALES, FINANCE), 0.36 - 0.01 * 0.01);
}
