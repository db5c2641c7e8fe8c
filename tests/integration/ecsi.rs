//! The customers of the retail bank against those of a survey: the ECSI mobile-phone data set, n = 250.
//!
//! There satisfaction and expectation are means of three items from 1 to 10: satisfaction has standard deviation 1.33, its correlation
//! with recommending is .66, with expectation .50. How well items go together limits what can be seen: Cronbach's alpha is
//! .77 for satisfaction and .43 for expectation (all computed from the data set).

#![expect(clippy::print_stdout, reason = "what was measured is shown with --nocapture")]

use dottedline::engine::Plan;
use dottedline::engine::measure;
use dottedline::scenario::parse;

/// Cronbach's alpha of the survey's items of satisfaction and of expectation.
const ALPHA: (f64, f64) = (0.77, 0.43);

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
/// forty surveys of 250 customers, who have been with the bank for some years.
fn surveyed(years: u32) -> [f64; 3] {
    let sets = ["study.customers=250".to_owned(), format!("study.warmup_weeks={}", 52 * years)];
    let study = parse("bank", include_str!("../reference/example_scenario.toml"), &sets).expect("is valid").study;
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
    println!(
        "  after {years} years: sd of satisfaction, correlation with recommending and with expectation {sums:.3?}"
    );
    sums
}

/// What is seen of a correlation of satisfaction with expectation through items that err as the survey's do.
fn seen_through_items(correlation: f64) -> f64 {
    correlation * (ALPHA.0 * ALPHA.1).sqrt()
}

#[test]
fn satisfaction_goes_with_recommending_as_in_the_survey() {
    for years in [1, 4] {
        let [_, recommending, _] = surveyed(years);
        assert!((recommending - 0.66).abs() < 0.10, "with recommending {recommending} after {years} years");
    }
}

#[test]
fn satisfaction_of_customers_of_four_years_spreads_as_in_the_survey() {
    let [spread, ..] = surveyed(4);
    assert!((spread - 1.33).abs() < 0.25, "standard deviation {spread}");
}

#[test]
fn satisfaction_goes_with_expectation_as_it_would_be_seen_in_the_survey() {
    for years in [1, 4] {
        let [.., expecting] = surveyed(years);
        let seen = seen_through_items(expecting);
        assert!((seen - 0.50).abs() < 0.12, "{expecting} after {years} years is seen as {seen}");
    }
}

#[test]
#[ignore = "out of reach: after one year satisfaction spreads by 1.65, as customers are still surprised by what they are like"]
fn satisfaction_of_customers_of_one_year_spreads_as_in_the_survey() {
    let [spread, ..] = surveyed(1);
    assert!((spread - 1.33).abs() < 0.25, "standard deviation {spread}");
}

#[test]
#[ignore = "out of reach: without errors of asking satisfaction goes with expectation by .95, as customers come to expect what they are like"]
fn satisfaction_goes_with_expectation_as_in_the_survey_without_errors_of_asking() {
    let [.., expecting] = surveyed(1);
    assert!((expecting - 0.50).abs() < 0.12, "with expectation {expecting}");
}
