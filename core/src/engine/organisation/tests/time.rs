//! Steps a and j, transitions, and road maps: what depends on when.

use super::*;
use crate::engine::customers::encounters::Conditions;
use crate::model::{Origin, Stage, StageStart};
use crate::random::RandomInputs;

/// An organisation whose officer leaves at the first opportunity.
fn restless(lines: [Line; 3]) -> Structure {
    let levers = Levers { tenure_weeks: 4.0, power: share(0.5), mandate: share(0.5), ..LEVERS };
    sample::structure(lines, levers)
}

#[test]
fn an_officer_who_leaves_takes_part_of_the_mandate_along_and_leaves_a_vacancy() {
    let (plan, structure) = (plan(|_| ()), restless([Line::Dotted; 3]));
    let mut organisation = organisation(&plan, &structure);
    assert_eq!((organisation.seated(), organisation.power()), (true, 0.5));
    let inputs = RandomInputs::new(1, 0);
    organisation.officer_step(&plan, &inputs, at(0));
    assert!(!organisation.seated());
    assert_eq!((organisation.mandate(), organisation.standing()), (0.4, 0.0), ".8 of .5; nobody stands for it");
    for week in [4, 8] {
        organisation.officer_step(&plan, &inputs, at(week));
        assert!(!organisation.seated(), "twelve weeks of vacancy, week {week}");
    }
    assert_eq!(organisation.mandate(), 0.4, "a vacant seat loses nothing more");
}

#[test]
fn during_a_vacancy_the_office_decides_sees_and_pays_nothing() {
    let plan = plan(|_| ());
    let structure = sample::structure([Line::Dotted; 3], Levers { tenure_weeks: 4.0, budget: 5.0, ..LEVERS });
    let mut vacant = organisation(&plan, &structure);
    vacant.officer_step(&plan, &RandomInputs::new(1, 0), at(0));
    let harmful = Candidate { kpi: 1.0, effects: Effects::from([(WEB, -0.02)]), ..candidate(Kind::Kpi, WEB) };
    let sure = Candidate { consent: [0.0; MAX_FUNCTIONS], ..harmful };
    // The customer weight is what the function has alone, and the officer's verdict has no customers in it.
    let own_view = 0.85 + 0.15 * 150.0 * importance(WEB) * -0.02 - 0.25;
    assert_close(vacant.value(&plan, &attention(&plan), &sure), own_view);
    assert_close(vacant.verdict(&plan, &attention(&plan), &sure), 0.2 - 0.25);
    wait(&mut vacant, [sure.clone(), Candidate { cost: 1.4, ..sure }]);
    vacant.office_says(&plan, at(0), &attention(&plan));
    assert_eq!(vacant.waiting.len(), 2, "nothing is stopped");
    back(&mut vacant, 1.0);
    vacant.start_initiatives(&plan, at(0), &attention(&plan));
    assert_eq!(vacant.projects.len(), 1, "the budget pays for one, and no office for the other");
}

#[test]
fn a_successor_has_nearly_the_power_of_the_structure() {
    let plan = plan(|_| ());
    let structure = restless([Line::Dotted; 3]);
    let powers: Vec<f64> = (0..2_000)
        .map(|trial| {
            let mut organisation = organisation(&plan, &structure);
            organisation.officer_step(&plan, &RandomInputs::new(1, trial), at(0));
            organisation.power()
        })
        .collect();
    let mean = powers.iter().sum::<f64>() / 2_000.0;
    let sd = (powers.iter().map(|power| (power - mean) * (power - mean)).sum::<f64>() / 2_000.0).sqrt();
    assert!((mean - 0.5).abs() < 4.0 * 0.12 / 2_000.0_f64.sqrt(), "mean {mean}");
    assert!((sd - 0.12).abs() < 4.0 * 0.12 / 4_000.0_f64.sqrt(), "standard deviation {sd}");
    assert!(powers.iter().all(|power| (0.05..=0.95).contains(power)));
}

#[test]
fn officers_stay_for_their_tenure_on_average_and_nobody_leaves_where_there_is_no_line() {
    let left = |lines| {
        let plan = plan(|_| ());
        let structure = sample::structure(lines, Levers { tenure_weeks: 104.0, ..LEVERS });
        let leaves = |trial: &u32| {
            let mut organisation = organisation(&plan, &structure);
            organisation.officer_step(&plan, &RandomInputs::new(1, *trial), at(0));
            organisation.officer.mandate < 1.0
        };
        (0..20_000).filter(leaves).count() as f64 / 20_000.0
    };
    // 4/104 = .0385, give or take .0014
    assert!((left([Line::Dotted; 3]) - 4.0 / 104.0).abs() < 4.0 * 0.001_36);
    assert_eq!(left([Line::None; 3]), 0.0);
}

#[test]
fn the_mandate_follows_nps_against_a_year_ago_and_wins_and_decays() {
    let plan = plan(|_| ());
    let levers = Levers { mandate: share(0.5), decay: share(0.02), ..LEVERS };
    let structure = sample::structure([Line::Dotted; 3], levers);
    let mut organisation = organisation(&plan, &structure);
    let mut mandate = 0.5;
    // NPS after warm-up was 0. The fifth survey is compared with the first.
    for (survey, nps, a_year_ago, wins) in
        [(1, 5.0, 0.0, 0.0), (2, 8.0, 0.0, 3.0), (3, 8.0, 0.0, 1.5), (4, 2.0, 0.0, 0.0), (5, 1.0, 5.0, 2.0)]
    {
        organisation.wins_since_survey = wins;
        organisation.hear_survey(&plan, 13 * survey - 1, heard(nps));
        mandate += 0.02 * libm::tanh((nps - a_year_ago) / 10.0) + 0.10 * libm::tanh(wins / 3.0) - 0.02;
        assert_close(organisation.mandate(), mandate);
        assert_eq!((organisation.wins_since_survey, organisation.last_nps()), (0.0, nps));
    }
}

/// The mandate after surveys at which these net values were heard, and something was expected at the start.
fn after_values(expected_value: f64, values: &[f64]) -> f64 {
    let (plan, structure) = (plan(|_| ()), structure([Line::Dotted; 3], 0.5));
    let mut organisation = organisation(&plan, &structure);
    for (survey, &value) in (1..).zip(values) {
        organisation.hear_survey(&plan, 13 * survey - 1, Heard { value, expected_value, ..heard(0.0) });
    }
    organisation.mandate()
}

#[test]
fn the_top_loses_patience_with_net_value_below_that_of_a_year_ago() {
    let moved = |change: f64| 0.05 * libm::tanh(change / 0.1);
    // In the first year against what was expected, then against the survey a year before.
    assert_close(after_values(1_000.0, &[950.0]), 0.5 + moved(-0.05));
    assert_close(after_values(1_000.0, &[950.0, 1_200.0]), 0.5 + moved(-0.05) + moved(0.2));
    let five = [1_000.0, 1_000.0, 1_000.0, 1_000.0, 1_100.0, 900.0];
    assert_close(after_values(1_000.0, &five), 0.5 + moved(0.1) + moved(-0.1));
    // Less of a loss is better; where nothing was expected, anything is much.
    assert_close(after_values(-1_000.0, &[-900.0]), 0.5 + moved(0.1));
    assert_close(after_values(0.0, &[1.0]), 0.55);
    assert_close(after_values(0.0, &[0.0]), 0.5);
}

#[test]
fn every_function_is_disappointed_when_the_lines_end() {
    let (plan, structure) = (plan(|_| ()), structure([Line::Dotted, Line::Solid, Line::None], 0.16));
    let mut organisation = organisation(&plan, &structure);
    organisation.readiness = vec![0.4, 0.8, 0.0];
    organisation.hear_survey(&plan, 12, heard(0.0));
    assert_eq!(organisation.readiness, [0.4, 0.8, 0.0], "not as long as they go on");
    organisation.officer.mandate = 0.1;
    organisation.hear_survey(&plan, 25, heard(0.0));
    for (readiness, expected) in organisation.readiness.iter().zip([0.34, 0.68, 0.0]) {
        assert_close(*readiness, expected);
    }
    organisation.hear_survey(&plan, 38, heard(0.0));
    assert_close(organisation.readiness[SALES], 0.34);
}

#[test]
fn customers_of_functions_that_were_solid_meet_the_undoing() {
    let plan = plan(|_| ());
    let levers = Levers { transition_weeks: 52, shock: 0.10, mandate: share(0.1), ..LEVERS };
    let structure = sample::structure([Line::Solid, Line::Dotted, Line::None], levers);
    let mut organisation = organisation(&plan, &structure);
    organisation.hear_survey(&plan, 103, heard(0.0));
    // Half of the shock, gone after half of the transition's weeks.
    for (week, expected) in [(103, 0.05), (116, 0.025), (129, 0.0), (300, 0.0)] {
        let mut conditions: Conditions = sample::conditions(&plan);
        organisation.describe(&plan, week, &mut conditions);
        assert_close(conditions.shock[WEB], expected);
        assert_eq!(conditions.shock[BILLING..], [0.0, 0.0], "only of theirs");
    }
}

#[test]
fn below_the_limit_all_lines_end_for_good() {
    let (plan, mut structure) = (plan(|_| ()), structure([Line::Dotted, Line::Solid, Line::Advisory], 0.16));
    structure.regime.levers.decay = share(0.02);
    let mut organisation = organisation(&plan, &structure);
    assert_eq!((organisation.staff(), organisation.has_lines()), (2.0, true));
    organisation.hear_survey(&plan, 12, heard(0.0));
    assert_eq!(organisation.lines, [Line::None; 3]);
    assert_eq!((organisation.ended_week, organisation.staff(), organisation.standing()), (Some(12), 0.0, 0.0));
    organisation.wins_since_survey = 100.0;
    organisation.hear_survey(&plan, 25, heard(90.0));
    assert!(!organisation.has_lines() && organisation.ended_week == Some(12));
}

#[test]
fn a_mandate_at_the_limit_goes_on_and_none_exceeds_1() {
    let plan = plan(|_| ());
    for (mandate, wins, after) in [(0.15, 0.0, 0.15), (0.99, 100.0, 1.0)] {
        let structure = structure([Line::Dotted; 3], mandate);
        let mut organisation = organisation(&plan, &structure);
        organisation.wins_since_survey = wins;
        organisation.hear_survey(&plan, 12, heard(0.0));
        assert_eq!((organisation.mandate(), organisation.has_lines()), (after, true));
    }
}

/// The shock that customers meet at sales' web shop, and the conditions as a whole.
fn shock(week: u32, readiness: f64) -> f64 {
    let plan = plan(|_| ());
    let levers = Levers { transition_weeks: 52, shock: 0.10, ..LEVERS };
    let structure = sample::structure([Line::Solid, Line::Dotted, Line::None], levers);
    let mut organisation = organisation(&plan, &structure);
    organisation.readiness[SALES] = readiness;
    let mut conditions: Conditions = sample::conditions(&plan);
    organisation.describe(&plan, week, &mut conditions);
    assert_eq!(conditions.shock[SHOP], conditions.shock[WEB], "at all touchpoints of a solid function");
    assert_eq!(conditions.shock[BILLING..], [0.0, 0.0], "and at no other's");
    assert_eq!(conditions.quality, organisation.quality, "quality itself stays");
    conditions.shock[WEB]
}

#[test]
fn a_transition_costs_quality_that_comes_back_week_by_week_and_less_where_readiness_is_high() {
    // It began at readiness .4 and takes 52 · (1 + .6) weeks; friction is 2 · (1 − r).
    assert_close(shock(0, 0.4), 0.10 * 1.2);
    assert_close(shock(13, 0.4), 0.10 * (1.0 - 13.0 / 83.2) * 1.2);
    assert_close(shock(13, 0.9), 0.10 * (1.0 - 13.0 / 83.2) * 0.2);
    assert_close(shock(13, 1.0), 0.0);
    assert_close(shock(80, 0.4), 0.10 * (1.0 - 80.0 / 83.2) * 1.2);
    assert_close(shock(84, 0.4), 0.0);
    assert_close(shock(200, 0.4), 0.0);
}

/// Dotted lines to all, as a later stage.
fn stage(start: StageStart, renews_mandate: bool) -> Stage {
    let levers = Levers { mandate: share(0.7), capacity: 7.0, ..LEVERS };
    Stage {
        start,
        regime: sample::regime([Line::Dotted; 3], levers),
        renews_mandate,
        origin: Origin::of_preset("matrixed"),
    }
}

#[test]
fn a_stage_begins_at_the_first_cycle_of_its_week_or_later() {
    let plan = plan(|world| world.initiatives.rate = 0.0);
    let mut structure = structure([Line::Advisory; 3], 0.5);
    structure.stages = vec![stage(StageStart::Week(6), true)];
    let mut organisation = organisation(&plan, &structure);
    for (week, line, mandate) in [(0, Line::Advisory, 0.5), (4, Line::Advisory, 0.5), (8, Line::Dotted, 0.7)] {
        organisation.turn(&plan, &RandomInputs::new(1, 0), at(week), &[], &[100; 4]);
        assert_eq!((organisation.lines[0], organisation.mandate()), (line, mandate), "week {week}");
    }
    assert_eq!(organisation.regime.levers.capacity, 7.0);
}

#[test]
fn a_stage_by_readiness_begins_when_the_mean_function_is_ready() {
    let (plan, mut structure) = (plan(|_| ()), structure([Line::Advisory; 3], 0.5));
    structure.stages = vec![stage(StageStart::Readiness(share(0.6)), false)];
    let mut organisation = organisation(&plan, &structure);
    for (readiness, line) in [([0.4, 0.4, 0.9], Line::Advisory), ([0.5, 0.5, 0.8], Line::Dotted)] {
        organisation.readiness = readiness.to_vec();
        organisation.enter_stages(&plan, 40);
        assert_eq!(organisation.lines, [line; 3]);
    }
    assert_eq!(organisation.mandate(), 0.5, "a stage without a mandate of its own goes on with the old one");
}

#[test]
fn stages_begin_in_order_and_none_after_the_end_of_the_lines() {
    let plan = plan(|_| ());
    let mut structure = structure([Line::Advisory; 3], 0.1);
    structure.stages = vec![stage(StageStart::Readiness(share(0.9)), true), stage(StageStart::Week(8), true)];
    let mut waiting = organisation(&plan, &structure);
    waiting.enter_stages(&plan, 100);
    assert_eq!(waiting.lines, [Line::Advisory; 3], "the second waits for the first");
    let mut ended = organisation(&plan, &structure);
    ended.hear_survey(&plan, 12, heard(0.0));
    ended.readiness.fill(1.0);
    ended.enter_stages(&plan, 100);
    assert_eq!(ended.lines, [Line::None; 3]);
}

#[test]
fn a_transition_takes_the_longer_the_less_ready_a_function_is_when_it_begins() {
    let plan = plan(|world| world.functions[SALES].readiness = Some(share(0.9)));
    let levers = Levers { transition_weeks: 50, ..LEVERS };
    let structure = sample::structure([Line::Solid, Line::Solid, Line::None], levers);
    let mut organisation = organisation(&plan, &structure);
    organisation.readiness = vec![0.1, 1.0, 0.5];
    assert_close(organisation.transition(SALES, 11), 11.0 / 55.0);
    assert_close(organisation.transition(FINANCE, 40), 40.0 / 80.0);
}

#[test]
fn a_stage_to_solid_lines_starts_its_own_transition() {
    let plan = plan(|_| ());
    let mut structure = structure([Line::Solid, Line::Dotted, Line::Dotted], 0.5);
    let levers = Levers { transition_weeks: 52, ..LEVERS };
    let regime = sample::regime([Line::Solid, Line::Solid, Line::Dotted], levers);
    structure.stages = vec![Stage {
        start: StageStart::Week(26),
        regime,
        renews_mandate: false,
        origin: Origin::of_preset("matrixed"),
    }];
    let mut organisation = organisation(&plan, &structure);
    organisation.enter_stages(&plan, 28);
    // At readiness .4 both take 52 · 1.6 weeks.
    assert_close(organisation.transition(SALES, 39), 39.0 / 83.2);
    assert_close(organisation.transition(FINANCE, 41), 13.0 / 83.2);
    assert_close(organisation.transition(SERVICE, 41), 1.0);
}
