//! Steps b and c.

use super::*;
use crate::engine::organisation::{Holder, Project};

fn project(candidate: Candidate, holder: usize, (start_cycle, end_cycle): (u32, u32)) -> Project {
    Project {
        candidate: Rc::new(candidate),
        holder: Holder::Function(holder),
        start_cycle,
        end_cycle,
        wins: false,
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
        organisation.finish_projects(&plan, 1);
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
    organisation.finish_projects(&plan, 2);
    assert_eq!(organisation.quality[BILLING], 0.7);
    organisation.finish_projects(&plan, 3);
    assert_close(organisation.quality[BILLING], 0.71);
    organisation.finish_projects(&plan, 4);
    assert_close(organisation.quality[BILLING], 0.71);
}

/// What a gain of .01 at billing over cycles 2 to 5 leaves beside another initiative, and whether they clashed.
fn beside(change: impl Fn(&mut World), other: Project) -> (f64, u64) {
    let (plan, siloed) = (plan(change), structure([Line::None; 3], 0.0));
    let mut organisation = organisation(&plan, &siloed);
    organisation.projects = vec![project(gain(BILLING, 0.01), FINANCE, (2, 5)), other];
    organisation.finish_projects(&plan, 5);
    (organisation.quality[BILLING] - 0.7, organisation.clashed)
}

#[test]
fn a_clash_costs_what_two_leads_lack_in_coordination() {
    let kept = libm::pow(0.94, 0.65);
    for (why, touchpoint, leads, cycles) in [
        ("adjacent, still running", HELP, SERVICE, (4, 9)),
        ("adjacent, ended earlier", HELP, SERVICE, (1, 3)),
        ("adjacent, all the time", SHOP, SALES, (0, 9)),
    ] {
        let (gained, clashed) = beside(|_| (), project(gain(touchpoint, 0.0), leads, cycles));
        assert_eq!(clashed, 1, "{why}");
        assert_close(gained, 0.01 * kept);
    }
}

#[test]
fn initiatives_of_one_holder_or_of_other_times_do_not_clash() {
    for (why, leads, cycles) in [
        ("the same budget holder", FINANCE, (2, 9)),
        ("ended when the other began", SERVICE, (0, 2)),
        ("begins when the other ends", SERVICE, (5, 9)),
    ] {
        let (gained, clashed) = beside(|_| (), project(gain(HELP, 0.0), leads, cycles));
        assert_eq!(clashed, 0, "{why}");
        assert_close(gained, 0.01);
    }
}

#[test]
fn initiatives_at_touchpoints_that_no_journey_joins_do_not_clash() {
    let far = |world: &mut World| {
        world.journey.calm = vec![sample::row(&[(0, 0.5)]); 5];
        world.journey.problem = world.journey.calm.clone();
    };
    assert_eq!(beside(far, project(gain(HELP, 0.0), SERVICE, (2, 9))).1, 0);
    assert_eq!(beside(far, project(gain(BILLING, 0.0), SERVICE, (2, 9))).1, 1, "the same touchpoint always does");
}

#[test]
fn two_clashes_add_up_and_losses_are_not_softened_by_them() {
    let (plan, siloed) = (plan(|_| ()), structure([Line::None; 3], 0.0));
    let mut organisation = organisation(&plan, &siloed);
    organisation.coordination.set(FINANCE, SERVICE, 0.8);
    let mut main = gain(BILLING, 0.01);
    main.effects = main.effects.iter().copied().chain([(WEB, -0.01)]).collect();
    organisation.projects = vec![
        project(main, FINANCE, (0, 4)),
        project(gain(HELP, 0.0), SERVICE, (1, 9)),
        project(gain(SHOP, 0.0), SALES, (1, 9)),
    ];
    organisation.finish_projects(&plan, 4);
    assert_close(organisation.quality[BILLING], 0.7 + 0.01 * libm::pow(0.94, 0.2 + 0.65));
    assert_close(organisation.quality[WEB], 0.75 - 0.01);
}

#[test]
fn a_bridge_moves_both_links_towards_1_and_both_kpis() {
    let (plan, siloed) = (plan(|_| ()), structure([Line::None; 3], 0.0));
    let mut organisation = organisation(&plan, &siloed);
    let bridge = Candidate { kpi: -0.2, partner_kpi: -0.1, ..bridge(BILLING, HELP) };
    organisation.projects = vec![project(bridge, FINANCE, (0, 1))];
    organisation.finish_projects(&plan, 1);
    for links in [&organisation.coordination, &organisation.data_sharing] {
        assert_close(links.at(FINANCE, SERVICE), 0.35 + 0.04 * 0.65);
        assert_close(links.at(FINANCE, SALES), 0.35);
    }
    assert_eq!(organisation.kpi, [0.0, -0.2, -0.1]);
    assert_close(organisation.quality[BILLING], 0.703);
    assert_close(organisation.quality[HELP], 0.703);
}

#[test]
fn a_win_makes_the_lead_readier_and_the_others_a_little() {
    let (plan, siloed) = (plan(|_| ()), structure([Line::None; 3], 0.0));
    let mut organisation = organisation(&plan, &siloed);
    organisation.projects = vec![Project { wins: true, ..project(gain(BILLING, 0.0), FINANCE, (0, 1)) }];
    organisation.finish_projects(&plan, 1);
    let lead = 0.4 + 0.03 * 0.6;
    assert_close(organisation.readiness[FINANCE], lead + 0.006 * (1.0 - lead));
    assert_close(organisation.readiness[SALES], 0.4 + 0.006 * 0.6);
    assert_eq!(organisation.wins_since_survey, 1.0);
}

#[test]
fn what_nobody_cares_for_wears_off() {
    let (plan, siloed) = (plan(|_| ()), structure([Line::None; 3], 0.0));
    let mut organisation = organisation(&plan, &siloed);
    organisation.quality = vec![0.75, 0.35, 0.2, 1.5];
    organisation.readiness = vec![0.9, 0.32, 0.1];
    organisation.erode(&plan);
    // decay .0006 of what is above the floor .35; readiness_decay .004 of what is above .8 · .4
    assert_close(organisation.quality[WEB], 0.75 - 0.0006 * 0.4);
    assert_close(organisation.quality[SHOP], 0.35);
    assert_close(organisation.quality[BILLING], 0.2 + 0.0006 * 0.15);
    assert_eq!(organisation.quality[HELP], 0.99, "quality never leaves .01 to .99");
    assert_close(organisation.readiness[SALES], 0.9 - 0.004 * 0.58);
    assert_close(organisation.readiness[FINANCE], 0.32);
    assert_close(organisation.readiness[SERVICE], 0.1 + 0.004 * 0.22);
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
