//! Steps b and c.

use super::*;

fn project(candidate: Candidate, holder: usize, (start_cycle, end_cycle): (u32, u32)) -> Project {
    Project {
        footprint: candidate.footprint(),
        candidate: Rc::new(candidate),
        holder: Holder::Function(holder),
        start_cycle,
        end_cycle,
        terms: Terms::Own,
        found: 1.0,
    }
}

fn gain(touchpoint: usize, effect: f64) -> Candidate {
    Candidate { kpi: 0.5, effects: Effects::from([(touchpoint, effect)]), ..candidate(Kind::Experience, touchpoint) }
}

#[test]
fn a_gain_shrinks_as_quality_nears_1_and_a_loss_as_it_nears_0() {
    let (plan, siloed) = (plan(|_| ()), structure([Line::None; 3], 0.0));
    let finished = |quality: f64, effect: f64| {
        let mut organisation = organisation(&plan, &siloed);
        organisation.quality[BILLING] = quality;
        organisation.projects = vec![project(gain(BILLING, effect), FINANCE, (0, 1))];
        organisation.finish_projects(&plan, at(4));
        assert_eq!(organisation.kpi, [0.0, 0.5, 0.0], "and the lead's KPI changes");
        organisation.quality[BILLING] - quality
    };
    // Billing began at .7.
    assert_close(finished(0.7, 0.01), 0.01);
    assert_close(finished(0.85, 0.01), 0.01 * 0.15 / 0.3);
    assert_close(finished(0.55, 0.01), 0.01 * 0.45 / 0.3);
    assert_close(finished(0.7, -0.01), -0.01);
    assert_close(finished(0.35, -0.01), -0.01 * 0.35 / 0.7);
}

#[test]
fn an_initiative_takes_effect_in_the_cycle_in_which_it_ends() {
    let (plan, siloed) = (plan(|_| ()), structure([Line::None; 3], 0.0));
    let mut organisation = organisation(&plan, &siloed);
    organisation.projects = vec![project(gain(BILLING, 0.01), FINANCE, (0, 3))];
    organisation.finish_projects(&plan, at(8));
    assert_eq!(organisation.quality[BILLING], 0.7);
    organisation.finish_projects(&plan, at(12));
    assert_close(organisation.quality[BILLING], 0.71);
    organisation.finish_projects(&plan, at(16));
    assert_close(organisation.quality[BILLING], 0.71);
}

/// A candidate that is about a touchpoint and does something to another one too.
fn touching(target: usize, other: usize) -> Candidate {
    Candidate { effects: Effects::from([(target, 0.0), (other, 0.001)]), ..candidate(Kind::Kpi, target) }
}

/// What a gain of .01 at billing over cycles 2 to 5 leaves beside another initiative, and whether that interfered. What the
/// other does to billing itself is not in it: it ends later or has ended.
fn beside(other: Project) -> (f64, u64) {
    let (plan, siloed) = (plan(|_| ()), structure([Line::None; 3], 0.0));
    let mut organisation = organisation(&plan, &siloed);
    organisation.projects = vec![project(gain(BILLING, 0.01), FINANCE, (2, 5)), other];
    organisation.finish_projects(&plan, at(20));
    (organisation.quality[BILLING] - 0.7, organisation.finished.interfered)
}

#[test]
fn interference_costs_what_two_leads_lack_in_coordination() {
    let kept = libm::pow(0.9, 0.65);
    for (why, other, leads, cycles) in [
        ("still running", HELP, SERVICE, (4, 9)),
        ("ended earlier", HELP, SERVICE, (1, 3)),
        ("all the time", SHOP, SALES, (0, 9)),
    ] {
        let (gained, interfered) = beside(project(touching(other, BILLING), leads, cycles));
        assert_eq!(interfered, 1, "{why}");
        assert_close(gained, 0.01 * kept);
    }
}

#[test]
fn initiatives_of_one_holder_or_of_other_times_do_not_interfere() {
    for (why, leads, cycles) in [
        ("the same budget holder", FINANCE, (2, 9)),
        ("ended when the other began", SERVICE, (0, 2)),
        ("begins when the other ends", SERVICE, (5, 9)),
    ] {
        let (gained, interfered) = beside(project(touching(HELP, BILLING), leads, cycles));
        assert_eq!(interfered, 0, "{why}");
        assert_close(gained, 0.01);
    }
}

#[test]
fn one_has_to_touch_what_the_other_is_about_and_adjacency_is_not_enough() {
    let interfered = |other: Candidate, leads: usize| beside(project(other, leads, (2, 9))).1;
    assert_eq!(interfered(gain(HELP, 0.01), SERVICE), 0, "adjacent");
    assert_eq!(interfered(gain(BILLING, 0.0), SERVICE), 1, "the same touchpoint");
    assert_eq!(interfered(touching(HELP, BILLING), SERVICE), 1, "the other's neighbour is the target of this one");
    let none = Candidate { effects: Effects::from([(HELP, 0.01), (BILLING, 0.0)]), ..candidate(Kind::Kpi, HELP) };
    assert_eq!(interfered(none, SERVICE), 0, "an effect of 0 touches nothing");
    // This one's neighbour is the target of the other, and both touch the shop, which neither is about.
    let (plan, siloed) = (plan(|_| ()), structure([Line::None; 3], 0.0));
    for (second, third, expected) in [(HELP, SHOP, 1), (WEB, SHOP, 0)] {
        let mut organisation = organisation(&plan, &siloed);
        let mut main = gain(BILLING, 0.01);
        main.effects = Effects::from([(BILLING, 0.01), (second, 0.01), (SHOP, 0.01)]);
        organisation.projects = vec![project(main, FINANCE, (0, 4)), project(touching(HELP, third), SERVICE, (0, 9))];
        organisation.finish_projects(&plan, at(16));
        assert_eq!(organisation.finished.interfered, expected);
    }
}

#[test]
fn interference_adds_up_and_takes_from_gains_harms_and_kpi_but_not_from_what_a_kpi_loses() {
    let (plan, siloed) = (plan(|_| ()), structure([Line::None; 3], 0.0));
    let after = |kpi: f64| {
        let mut organisation = organisation(&plan, &siloed);
        organisation.coordination.set(FINANCE, SERVICE, 0.8);
        let mut main = Candidate { kpi, ..gain(BILLING, 0.01) };
        main.effects = main.effects.iter().copied().chain([(WEB, -0.01)]).collect();
        organisation.projects = vec![
            project(main, FINANCE, (0, 4)),
            project(touching(HELP, BILLING), SERVICE, (1, 9)),
            project(touching(SHOP, BILLING), SALES, (1, 9)),
        ];
        organisation.finish_projects(&plan, at(16));
        organisation
    };
    let kept = libm::pow(0.9, 0.2 + 0.65);
    let organisation = after(0.5);
    assert_close(organisation.quality[BILLING], 0.7 + 0.01 * kept);
    assert_close(organisation.quality[WEB], 0.75 - 0.01 * kept);
    assert_close(organisation.kpi[FINANCE], 0.5 * kept);
    assert_close(organisation.finished.lost, 1.0 - kept);
    assert_close(after(-0.5).kpi[FINANCE], -0.5);
}

#[test]
fn what_ended_long_ago_is_remembered_as_long_as_it_can_interfere() {
    let (plan, siloed) = (plan(|_| ()), structure([Line::None; 3], 0.0));
    let mut organisation = organisation(&plan, &siloed);
    organisation.projects =
        vec![project(gain(BILLING, 0.01), FINANCE, (2, 40)), project(touching(HELP, BILLING), SERVICE, (1, 3))];
    for cycle in [3, 20, 40] {
        organisation.finish_projects(&plan, at(4 * cycle));
    }
    assert_eq!(organisation.finished.interfered, 2, "each with the other");
    assert!(organisation.projects.is_empty(), "nothing runs any more");
}

#[test]
fn a_bridge_moves_both_links_towards_1_and_both_kpis() {
    let (plan, siloed) = (plan(|_| ()), structure([Line::None; 3], 0.0));
    let mut organisation = organisation(&plan, &siloed);
    let bridge = Candidate { kpi: -0.2, partner_kpi: -0.1, ..bridge(BILLING, HELP) };
    organisation.projects = vec![project(bridge, FINANCE, (0, 1))];
    organisation.finish_projects(&plan, at(4));
    for links in [&organisation.coordination, &organisation.data_sharing] {
        assert_close(links.at(FINANCE, SERVICE), 0.35 + 0.04 * 0.65);
        assert_close(links.at(FINANCE, SALES), 0.35);
    }
    assert_eq!(organisation.kpi, [0.0, -0.2, -0.1]);
    assert_close(organisation.quality[BILLING], 0.703);
    assert_close(organisation.quality[HELP], 0.703);
}

#[test]
fn what_nobody_cares_for_wears_off() {
    let (plan, siloed) = (plan(|_| ()), structure([Line::None; 3], 0.0));
    let mut organisation = organisation(&plan, &siloed);
    organisation.quality = vec![0.75, 0.35, 0.2, 1.5];
    organisation.readiness = vec![0.9, 0.32, 0.1];
    organisation.kpi = vec![10.0, 0.0, -4.0];
    organisation.erode(&plan);
    // decay .002 of what is above the floor .35; readiness_decay .004 of what is above .8 · .4; kpi_decay .01
    assert_close(organisation.quality[WEB], 0.75 - 0.002 * 0.4);
    assert_close(organisation.quality[SHOP], 0.35);
    assert_close(organisation.quality[BILLING], 0.2 + 0.002 * 0.15);
    assert_eq!(organisation.quality[HELP], 0.99, "quality never leaves .01 to .99");
    assert_close(organisation.readiness[SALES], 0.9 - 0.004 * 0.58);
    assert_close(organisation.readiness[FINANCE], 0.32);
    assert_close(organisation.readiness[SERVICE], 0.1 + 0.004 * 0.22);
    for (kpi, expected) in organisation.kpi.iter().zip([9.9, 0.0, -3.96]) {
        assert_close(*kpi, expected);
    }
}

#[test]
fn a_function_that_influences_pulls_the_less_ready_up_and_nobody_down() {
    let plan = plan(|world| {
        world.functions[FINANCE].influences = true;
        world.organisation.readiness_decay = 0.0;
    });
    let siloed = structure([Line::None; 3], 0.0);
    let mut organisation = organisation(&plan, &siloed);
    organisation.readiness = vec![0.2, 0.6, 0.8];
    organisation.erode(&plan);
    assert_close(organisation.readiness[SALES], 0.2 + 0.02 * 0.4);
    assert_close(organisation.readiness[FINANCE], 0.6);
    assert_close(organisation.readiness[SERVICE], 0.8);
}
