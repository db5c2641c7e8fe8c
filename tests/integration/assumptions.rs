//! `[decision]` and `[uncertainty]` in scenarios: what decides, and what is not known.

use std::collections::{BTreeMap, BTreeSet};

use dottedline::model::{Practical, Study};
use dottedline::scenario::{self, Scenario};

fn minimal_with(text: &str) -> Scenario {
    scenario::parse("child", &format!("extends = \"minimal\"\n{text}"), &[]).unwrap_or_else(|error| panic!("{error}"))
}

fn sizes(study: &Study) -> BTreeMap<&str, Practical> {
    study.decision.criteria.iter().map(|criterion| (criterion.metric.as_str(), criterion.practical)).collect()
}

const READINESS: &str = "[uncertainty]\n\"organisation.readiness\" = { low = 0.2, high = 0.7 }\n";

#[test]
fn retention_per_year_decides_from_a_fifth_of_a_point_on_unless_the_scenario_says_otherwise() {
    let study = minimal_with("").study;
    let primary = study.decision.primary().expect("one");
    assert_eq!((primary.metric.as_str(), primary.practical), ("retention_annualised", Practical::Absolute(0.002)));
    assert_eq!(study.decision.confidence, 0.95);
    let docs = scenario::parameters();
    let default = |key: &str| docs.iter().find(|one| one.key == key).map(|one| one.default.as_str());
    let told: BTreeSet<&str> = default("decision.delta").expect("told").split(", ").collect();
    let expected = BTreeSet::from(["nps = 2", "retention_annualised = 0.002"]);
    assert_eq!(told, expected, "the manual says the model's defaults");
    assert_eq!(default("decision.delta_share"), Some("net_value = 0.01, total_value = 0.01"));
    assert_eq!(sizes(&study)["nps_true"], Practical::Absolute(2.0));
    assert_eq!(sizes(&study)["total_value"], Practical::ShareOfBaseline(0.01));
    assert_eq!(sizes(&study)["net_value"], Practical::ShareOfBaseline(0.01));
    assert!(!sizes(&study).contains_key("retention"), "it says the same as retention per year");
    let over_the_run = minimal_with("[decision]\nprimary = \"retention\"").study;
    assert_eq!(over_the_run.decision.primary().map(|primary| primary.practical), Some(Practical::Absolute(0.005)));
}

#[test]
fn a_difference_that_the_scenario_names_takes_the_place_of_its_default_and_the_primary_figure_comes_first() {
    let text =
        "[decision]\nprimary = \"net_value\"\ndelta = { net_value = 30000, nps = 3, nps_measured = 4, costs = 9 }";
    let decision = minimal_with(text).study.decision;
    let names: Vec<&str> = decision.criteria.iter().map(|criterion| criterion.metric.as_str()).collect();
    assert_eq!(names, ["net_value", "retention_annualised", "nps_true", "nps_measured", "total_value", "costs"]);
    let sizes: Vec<Practical> = decision.criteria.iter().map(|criterion| criterion.practical).collect();
    let share = Practical::ShareOfBaseline(0.01);
    let [net, year, nps, measured, costs] = [30_000.0, 0.002, 3.0, 4.0, 9.0].map(Practical::Absolute);
    assert_eq!(sizes, [net, year, nps, measured, share, costs]);
    let less: Vec<bool> = decision.criteria.iter().map(|criterion| criterion.smaller_is_better).collect();
    assert_eq!(less, [false, false, false, false, false, true], "of costs less is better");
}

#[test]
fn nps_as_the_primary_figure_is_the_true_one() {
    let decision = minimal_with("[decision]\nprimary = \"nps\"").study.decision;
    assert_eq!(decision.primary().map(|primary| primary.metric.as_str()), Some("nps_true"));
}

#[test]
fn without_uncertainty_every_world_is_the_scenarios_own() {
    let scenario = minimal_with("");
    assert!(scenario.study.draw(3).is_empty());
    assert_eq!(format!("{:?}", scenario.study.in_world(3).unwrap()), format!("{:?}", scenario.study));
}

#[test]
fn worlds_differ_in_what_is_uncertain_and_in_nothing_else() {
    let scenario = minimal_with(READINESS);
    for number in 0..16 {
        let drawn = scenario.study.in_world(number).unwrap();
        let readiness = drawn.world.organisation.readiness;
        assert!((0.2..0.7).contains(&readiness), "{readiness}");
        assert_eq!(scenario.study.draw(number), [("organisation.readiness".to_owned(), readiness)]);
        let sets = [format!("organisation.readiness={readiness:?}")];
        let set = scenario::parse("child", &format!("extends = \"minimal\"\n{READINESS}"), &sets).expect("valid");
        assert_eq!(format!("{drawn:?}"), format!("{:?}", set.study), "as if it had been set");
    }
}

#[test]
fn worlds_fill_the_range_evenly() {
    let scenario = minimal_with(READINESS);
    let mut eighths: Vec<u32> =
        (0..8).map(|number| ((scenario.study.draw(number)[0].1 - 0.2) / 0.5 * 8.0) as u32).collect();
    eighths.sort_unstable();
    assert_eq!(eighths, [0, 1, 2, 3, 4, 5, 6, 7], "one in each eighth of the range");
}

#[test]
fn worlds_follow_from_the_seed_and_keep_the_structures_that_are_asked_for() {
    let mut scenario = minimal_with(READINESS);
    let other = minimal_with(&format!("{READINESS}[study]\nseed = 2"));
    assert_ne!(scenario.study.draw(0), other.study.draw(0));
    let id = scenario.study.structures[1].id.clone();
    scenario.study.structures.remove(0);
    scenario.study.baseline = 0;
    let ids: Vec<String> =
        scenario.study.in_world(5).unwrap().structures.into_iter().map(|structure| structure.id).collect();
    assert_eq!(ids, [id]);
}

#[test]
fn the_scenario_as_run_assumes_the_same_worlds() {
    let text = "[uncertainty]\ninner_trials = 4\n\"organisation.readiness\" = { mean = 0.4, sd = 0.3 }\n\
                \"organisation.blame\" = { low = 0.1, mode = 0.2, high = 0.9 }\n\
                \"touchpoint.shop.quality\" = { low = 0.5, high = 0.6 }\n\
                \"structure.matrixed.power\" = { low = 0.5, high = 0.6 }\n\
                \"segment.everyone.renewal_weeks\" = { low = 4, high = 6 }\n[decision]\ndelta = { nps = 1 }";
    let scenario = minimal_with(text);
    let again = scenario::parse("child", &scenario.as_run, &[]).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(again.study.decision, scenario.study.decision);
    assert_eq!(again.study.uncertainty, scenario.study.uncertainty);
    for number in 0..4 {
        assert_eq!(
            format!("{:?}", again.study.in_world(number).unwrap()),
            format!("{:?}", scenario.study.in_world(number).unwrap())
        );
    }
}

#[test]
fn whole_parameters_are_drawn_whole_and_each_as_often_as_the_others() {
    let scenario = minimal_with("[uncertainty]\n\"segment.everyone.renewal_weeks\" = { low = 4, high = 7 }");
    let mut counts = BTreeMap::new();
    for number in 0..64 {
        *counts.entry(scenario.study.in_world(number).unwrap().world.segments[0].renewal_weeks).or_insert(0) += 1;
    }
    assert_eq!(counts, BTreeMap::from([(4, 16), (5, 16), (6, 16), (7, 16)]));
}

#[test]
fn keys_can_be_written_as_tables_in_tables_and_set_from_the_command_line() {
    let nested = minimal_with("[uncertainty.organisation]\nreadiness = { low = 0.2, high = 0.7 }");
    assert_eq!(nested.study.uncertainty, minimal_with(READINESS).study.uncertainty);
    let sets = ["uncertainty.organisation.readiness.low=0.3".to_owned()];
    let text = format!("extends = \"minimal\"\n{READINESS}");
    let set = scenario::parse("child", &text, &sets).unwrap_or_else(|error| panic!("{error}"));
    let expected = minimal_with("[uncertainty]\n\"organisation.readiness\" = { low = 0.3, high = 0.7 }");
    assert_eq!(set.study.uncertainty, expected.study.uncertainty);
}

#[test]
fn the_description_says_what_decides_and_what_is_not_known() {
    let known = scenario::describe(&minimal_with("").study);
    assert!(known.contains("parameter uncertainty is not included"), "{known}");
    assert!(known.contains("What decides: retention_annualised from 0.002 on, at 95 % confidence"), "{known}");
    let unknown = scenario::describe(&minimal_with(READINESS).study);
    assert!(unknown.contains("Not known for sure: organisation.readiness from 0.2 to 0.7."), "{unknown}");
}
