//! The engine against an independent implementation of the same model, figure by figure.
//!
//! `tests/reference/example_results.json` was made by other people from the model's text: 150 trials of
//! `example_scenario.toml`, mean and standard error of each figure.

use std::path::Path;

use dottedline::scenario;
use dottedline::study::{RunOptions, Silent, run};

/// The other implementation's name of a figure, ours, and what to multiply ours by.
const FIGURES: [(&str, &str, f64); 20] = [
    ("retention", "retention", 1.0),
    ("nps", "nps_true", 1.0),
    ("nps_measured", "nps_measured", 1.0),
    ("net", "net_value", 1.0),
    ("quality", "quality_mean", 1.0),
    ("coordination", "coordination_mean", 1.0),
    ("data", "data_sharing_mean", 1.0),
    ("readiness", "readiness_mean", 1.0),
    ("mandate", "mandate", 1.0),
    ("cancelled", "programme_ended", 1.0),
    ("kpi", "kpi_total", 1.0),
    ("kpi_started", "started_kpi", 1.0),
    ("exp_started", "started_experience", 1.0),
    ("bridge_started", "started_bridge", 1.0),
    ("stopped", "stopped", 1.0),
    ("experience", "experience_mean", 1.0),
    ("handoff", "handoff_mean", 1.0),
    ("problem", "problem_share", 1.0),
    ("satisfaction", "satisfaction_mean", 1.0),
    ("active", "customers_end", 1.0 / 2_000.0),
];

/// The other implementation's rules of money: margins and functional numbers bring in, initiatives and the team cost.
const MONEY: [&str; 5] = [
    "economics.kpi_value=18",
    "economics.discount_rate=0",
    "economics.spend=0",
    "economics.problem_cost=0",
    "economics.acquisition_cost=0",
];

/// Differences below this are rounding of the stored means.
const ROUNDING: f64 = 1e-6;

/// Figures whose difference exceeds four combined standard errors, and how many were compared.
fn disagreements(trials: u32) -> (Vec<String>, usize) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference");
    let sets: Vec<String> = MONEY.iter().map(|&set| set.to_owned()).chain([format!("study.trials={trials}")]).collect();
    let study = scenario::read(&folder.join("example_scenario.toml"), &sets).expect("the example is valid").study;
    let text = std::fs::read_to_string(folder.join("example_results.json")).expect("the reference is there");
    let reference: serde_json::Value = serde_json::from_str(&text).expect("the reference is JSON");
    let findings = run(&study, RunOptions::default(), &mut Silent).expect("runs").findings;

    let (mut disagreements, mut compared) = (Vec::new(), 0);
    for (index, structure) in study.structures.iter().enumerate() {
        for (theirs, ours, scale) in FIGURES {
            let entry = &reference["structures"][&structure.id][theirs];
            let (mean, error) = (entry["mean"].as_f64().expect("a mean"), entry["se"].as_f64().expect("an error"));
            let row = findings.summary_of(index, ours).expect("the figure is there").estimate;
            let (here, sd) = (row.mean.expect("defined") * scale, row.sd.expect("defined") * scale);
            let combined = (error * error + sd * sd / f64::from(trials)).sqrt();
            compared += 1;
            if (here - mean).abs() > 4.0 * combined + ROUNDING {
                disagreements.push(format!("{} {ours}: {here} not {mean} ± {combined}", structure.id));
            }
        }
    }
    (disagreements, compared)
}

#[test]
#[ignore = "the other implementation is of version 1 of the model, in which customers do not differ in what they feel"]
fn every_figure_agrees_with_an_independent_implementation_within_four_standard_errors() {
    assert_eq!(disagreements(48), (Vec::new(), 80));
}

#[test]
#[ignore = "a minute: cargo test --release --test integration -- --ignored reference"]
fn every_figure_agrees_in_a_thousand_trials() {
    assert_eq!(disagreements(1_000), (Vec::new(), 80));
}
