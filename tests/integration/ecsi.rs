//! The customers of the retail bank against those of a survey: the ECSI mobile-phone data set, n = 250.
//!
//! On the survey's scale from 1 to 10 satisfaction has standard deviation 1.33; its correlation with recommending is .66, with
//! expectation .50.

#![expect(clippy::print_stdout, reason = "what was measured is shown with --nocapture")]

use dottedline::engine::Plan;
use dottedline::engine::measure;
use dottedline::scenario::{parse, templates};

/// Correlation of pairs, and the standard deviation of the first of them.
fn correlation(pairs: &[(f64, f64)]) -> (f64, f64) {
    let n = pairs.len() as f64;
    let mean = |read: fn(&(f64, f64)) -> f64| pairs.iter().map(read).sum::<f64>() / n;
    let (a, b) = (mean(|pair| pair.0), mean(|pair| pair.1));
    let moment = |x: &dyn Fn(&(f64, f64)) -> f64| pairs.iter().map(x).sum::<f64>() / n;
    let (aa, bb) = (moment(&|p| (p.0 - a) * (p.0 - a)), moment(&|p| (p.1 - b) * (p.1 - b)));
    (moment(&|p| (p.0 - a) * (p.1 - b)) / (aa * bb).sqrt(), aa.sqrt())
}

/// Standard deviation of satisfaction on the survey's scale, its correlation with recommending and with expectation: means over
/// forty surveys of 250 customers.
fn surveyed() -> [f64; 3] {
    let template = templates().iter().find(|template| template.name == "retail_bank").expect("is shipped");
    let study = parse(template.name, template.text, &["study.customers=250".to_owned()]).expect("is valid").study;
    let plan = Plan::new(&study.world);
    let mut sums = [0.0; 3];
    for seed in 1..=40 {
        let minds = measure::minds(&plan, seed);
        let expecting: Vec<(f64, f64)> = minds.iter().map(|mind| (mind.satisfaction, mind.expectation)).collect();
        let recommending: Vec<(f64, f64)> = minds.iter().map(|mind| (mind.satisfaction, mind.recommending)).collect();
        let (with_expectation, sd) = correlation(&expecting);
        let found = [9.0 * sd, correlation(&recommending).0, with_expectation];
        sums.iter_mut().zip(found).for_each(|(sum, one)| *sum += one / 40.0);
    }
    println!("  sd of satisfaction, correlation with recommending and with expectation: {sums:.3?}");
    sums
}

#[test]
fn satisfaction_goes_with_recommending_as_in_the_survey() {
    let [_, recommending, _] = surveyed();
    assert!((recommending - 0.66).abs() < 0.10, "with recommending {recommending}");
}

#[test]
#[ignore = "out of reach: satisfaction spreads by 1.67 and goes with expectation by .95, as customers come to expect what they are like"]
fn satisfaction_spreads_and_goes_with_expectation_as_in_the_survey() {
    let [spread, _, expecting] = surveyed();
    assert!((spread - 1.33).abs() < 0.25, "standard deviation {spread}");
    assert!((expecting - 0.50).abs() < 0.12, "with expectation {expecting}");
}
