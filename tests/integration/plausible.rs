//! Plausible ranges: the assumptions of a study, and what may be expected of a real firm in their place.

use dottedline::model::{
    Assumption, Levers, Line, LineLevers, Owner, Preset, Registered, Status, Study, line_defaults,
};
use dottedline::scenario::{json_schema, parse, templates};

fn shipped(name: &str, sets: &[&str]) -> Study {
    let template = templates().iter().find(|template| template.name == name).expect("is shipped");
    let sets: Vec<String> = sets.iter().map(|&set| set.to_owned()).collect();
    parse(template.name, template.text, &sets).unwrap_or_else(|error| panic!("{error}")).study
}

fn found(study: &Study, key: &str) -> Option<Assumption> {
    study.assumptions().into_iter().find(|one| one.address.to_string() == key)
}

/// The ends of the range of an assumption that the study has.
fn range(study: &Study, key: &str) -> [f64; 2] {
    let one = found(study, key).unwrap_or_else(|| panic!("{key} is no assumption of the study"));
    [one.plausible.least, one.plausible.most]
}

#[test]
fn every_assumption_of_every_shipped_scenario_is_plausible_as_it_is_and_can_be_either_end() {
    for template in templates() {
        let study = shipped(template.name, &[]);
        let assumptions = study.assumptions();
        assert!(assumptions.len() > 80, "{}: {} assumptions", template.name, assumptions.len());
        for one in assumptions {
            let (address, about) = (one.address.to_string(), one.address.about());
            assert!(matches!(about.status, Status::Assumption | Status::Published), "{address}");
            assert!(one.plausible.contains(one.number), "{address}: {one:?}");
            assert_eq!(study.number(&one.address), Some(one.number), "{address}");
            for share in [0.0, 0.25, 1.0] {
                let mut other = study.clone();
                other.set(&one.address, one.at(share)).unwrap_or_else(|error| panic!("{address}: {error}"));
                assert!(one.plausible.contains(one.at(share)), "{address}");
            }
            assert_eq!(
                [0.0, 0.5, 1.0].map(|share| one.at(share)),
                [one.plausible.least, one.number, one.plausible.most]
            );
        }
    }
}

#[test]
fn the_usual_number_has_the_range_of_the_registry_and_another_one_moves_it_in_proportion() {
    let usual = shipped("retail_bank", &[]);
    assert_eq!(range(&usual, "initiatives.coupling"), [0.5, 2.0]);
    assert_eq!(range(&usual, "customer.loss_aversion"), [1.5, 2.5]);
    assert_eq!(range(&usual, "environment.disruptions"), [0.0, 4.0]);
    let other =
        shipped("retail_bank", &["initiatives.coupling=3", "customer.loss_aversion=1", "organisation.readiness=0.8"]);
    assert_eq!(range(&other, "initiatives.coupling"), [1.5, 6.0]);
    assert_eq!(range(&other, "customer.loss_aversion"), [0.75, 1.25]);
    assert_eq!(range(&other, "organisation.readiness"), [0.4, 1.0], "no further than is permitted");
    assert_eq!(range(&shipped("retail_bank", &["environment.disruptions=9"]), "environment.disruptions"), [0.0, 9.0]);
}

#[test]
fn levers_range_from_half_to_double_those_of_their_preset_or_line_and_no_further_than_is_known() {
    let study = shipped("retail_bank", &[]);
    assert_eq!(range(&study, "lines.advisory.weight"), [0.125, 0.5]);
    assert_eq!(range(&study, "lines.dotted.weight"), [0.3, 0.9]);
    assert_eq!(range(&study, "lines.dotted.levy"), [0.04, 0.16]);
    assert_eq!(range(&study, "structure.advisory.budget"), [0.7, 2.8]);
    assert_eq!(range(&study, "structure.operational.budget"), [0.5, 2.0]);
    assert_eq!(range(&study, "structure.operational.mandate"), [0.4, 1.0]);
    assert_eq!(range(&study, "structure.matrixed.cadence"), [1.0, 4.0]);
    let own = shipped("retail_bank", &["structure.advisory.budget=0.4", "structure.matrixed.lines.dotted.levy=0.02"]);
    assert_eq!(range(&own, "structure.advisory.budget"), [0.2, 0.8]);
    assert_eq!(range(&own, "structure.matrixed.lines.dotted.levy"), [0.01, 0.04]);
}

#[test]
fn what_moves_nothing_is_left_out_or_follows_another_number_is_no_assumption_of_a_study() {
    let study = shipped("retail_bank", &[]);
    let nothing = [
        "structure.siloed.power",               // nobody pulls it
        "structure.advisory.shock",             // without solid lines nothing is reorganised
        "structure.advisory.home_bias",         // without a home there is no bias
        "structure.matrixed.budget",            // 0: a matrix does without
        "structure.matrixed.lines.dotted.levy", // that of the study
        "lines.none.weight",                    // 0
        "function.sales.readiness",             // that of the organisation
        "customer.reference_satisfaction",      // measured: the centre, and no guess
        "study.weeks",                          // a choice
        "segment.everyday.margin",              // a fact
    ];
    for key in nothing {
        assert!(found(&study, key).is_none(), "{key}");
        assert!(key.parse::<dottedline::model::Address>().is_ok(), "{key}");
    }
    let alone = shipped("retail_bank", &["study.structures=[\"siloed\", \"advisory\"]"]);
    assert!(found(&study, "lines.solid.depth_loss").is_some() && found(&alone, "lines.solid.depth_loss").is_none());
}

#[test]
fn the_plausible_range_of_a_lever_holds_that_of_every_preset_and_line() {
    let within = |about: &dottedline::model::About, number: f64, who: &str| {
        let range = about.plausible_around(number, None);
        let known = |end: f64| range.most == 0.0 || about.plausible.contains(end);
        assert!(known(range.least) && known(range.most), "{} of {who}: {range}, not in {}", about.key, about.plausible);
    };
    for preset in Preset::ALL.iter().filter(|preset| preset.name != "siloed") {
        for lever in Levers::PARAMETERS {
            within(&lever.about, lever.get(&preset.levers).expect("has one"), preset.name);
        }
    }
    for line in Line::ALL {
        for lever in LineLevers::PARAMETERS {
            within(&lever.about, lever.get(line_defaults().of(line)).expect("has one"), line.name());
        }
    }
}

#[test]
fn the_schema_tells_editors_what_is_plausible() {
    let schema = json_schema();
    let of = |table: &str, key: &str| schema["$defs"][table]["properties"][key].clone();
    assert_eq!(of("InitiativeParameters", "coupling")["x-plausible"], serde_json::json!([0.5, 2.0]));
    assert_eq!(of("LineLevers", "levy")["x-plausible-by-name"]["dotted"], serde_json::json!([0.04, 0.16]));
    assert_eq!(of("StructureEntry", "power")["x-plausible-by-name"]["executive_owned"], serde_json::json!([0.45, 0.9]));
    assert!(of("StructureEntry", "budget")["x-plausible-by-name"].get("matrixed").is_none(), "it does without");
}

#[test]
fn a_segment_or_touchpoint_has_ranges_around_its_own_numbers() {
    let study = shipped("retail_bank", &[]);
    for one in study.assumptions() {
        if let (Owner::Touchpoint(_), "quality") = (one.address.owner(), one.address.about().key) {
            let at = |ratio: f64| (ratio * one.number / 0.75).min(0.99);
            assert!((one.plausible.least - at(0.5)).abs() < 1e-12 && (one.plausible.most - at(0.9)).abs() < 1e-12);
        }
    }
}
