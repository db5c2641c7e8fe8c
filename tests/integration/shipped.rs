//! What the shipped scenarios teach when one number is changed: the best structure follows from horizon, size, and rivals.
//! What they show as they are stands in `scenarios/claims/shipped.toml`.

use dottedline::engine::{METRICS, Plan};
use dottedline::scenario::{parse, templates};
use dottedline::stats::Moments;
use rayon::prelude::*;

/// Standard errors beyond which a difference is clear.
const CLEAR: f64 = 3.0;

const TRIALS: u32 = 60;

/// A figure of two structures of a shipped scenario, the first minus the second: mean and standard error over trials.
fn difference(scenario: &str, structures: [&str; 2], figure: &str, sets: &[&str]) -> (f64, f64) {
    let template = templates().iter().find(|template| template.name == scenario).expect("is shipped");
    let sets: Vec<String> = sets.iter().map(|&set| set.to_owned()).collect();
    let mut study = parse(template.name, template.text, &sets).expect("is valid").study;
    study.structures.retain(|structure| structures.contains(&structure.id.as_str()));
    let places = structures.map(|name| study.structures.iter().position(|each| each.id == name).expect("is compared"));
    let metric = METRICS.iter().find(|metric| metric.name == figure).expect("a figure");
    let plan = Plan::new(&study.world);
    let differences: Vec<f64> = (0..TRIALS)
        .into_par_iter()
        .map(|trial| {
            let outcomes = plan.run_trial(&study.regimes(), study.seed, trial);
            let [first, second] = places.map(|place| (metric.read)(&outcomes[place].end).expect("is defined"));
            first - second
        })
        .collect();
    let moments: Moments = differences.into_iter().collect();
    (moments.mean().expect("trials"), moments.standard_error().expect("trials"))
}

fn clearly_above(low: f64, (mean, error): (f64, f64)) {
    assert!(mean - CLEAR * error > low, "{mean} with standard error {error} is not clearly above {low}");
}

fn clearly_below(high: f64, (mean, error): (f64, f64)) {
    assert!(mean + CLEAR * error < high, "{mean} with standard error {error} is not clearly below {high}");
}

#[test]
fn the_insurer_whose_board_looks_three_years_ahead_prefers_the_matrix_and_at_six_years_one_owner() {
    let lead = |weeks: &str| {
        let sets = ["study.customers=1000", "study.represents=300", weeks];
        difference("insurer", ["operational", "matrixed"], "total_value", &sets)
    };
    clearly_below(0.0, lead("study.weeks=156"));
    clearly_above(0.0, lead("study.weeks=312"));
}

#[test]
fn a_matrix_costs_the_small_shop_more_than_it_brings_and_pays_in_a_large_one() {
    let worth = |represents: &str| {
        let sets = ["study.customers=1000", represents];
        difference("online_retailer", ["matrixed", "siloed"], "total_value", &sets)
    };
    clearly_below(0.0, worth("study.represents=9"));
    clearly_above(0.0, worth("study.represents=600"));
}

#[test]
fn rivals_who_set_new_standards_cost_the_telecom_its_scores_and_the_adviser_the_mandate() {
    let at = |figure: &str, disruptions: &str| {
        let sets = ["study.customers=750", "study.represents=1600", "touchpoint.call_centre.capacity=32", disruptions];
        difference("telecom", ["advisory", "siloed"], figure, &sets)
    };
    let (asleep, awake) =
        (at("programme_ended", "environment.disruptions=0"), at("programme_ended", "environment.disruptions=4"));
    clearly_above(asleep.0, awake);
}
