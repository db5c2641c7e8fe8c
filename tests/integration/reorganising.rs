//! What reorganising does to the money of a quarter: pattern 8 of version 2, against Lee et al. 2015.
//!
//! The authors tell of firms that turned to customers (Harvard Business Review, July 2015): return on assets fell by 39 % on average,
//! was back after 10 quarters and 11 % higher then. Here the shipped bank goes from no officer to an operational one, for
//! eight years; what is compared is net value per quarter against the bank that stays as it is. Shock or
//! reorganisation cost are fitted to the 39 %; nothing else is.

#![expect(clippy::print_stdout, reason = "what was measured is shown with --nocapture")]

use dottedline::engine::{Outcome, Plan};
use dottedline::model::Study;
use dottedline::scenario::parse;
use rayon::prelude::*;

/// The published fall.
const TROUGH: f64 = -0.39;

/// The bank from no officer to an operational one for eight years: 400 customers that stand for its 2,000.
fn bank(reorganisation_cost: f64, shock: f64) -> Study {
    let sets = [
        "study.customers=400".to_owned(),
        "study.represents=5".to_owned(),
        "study.weeks=416".to_owned(),
        format!("economics.reorganisation_cost={reorganisation_cost}"),
        format!("structure.operational.shock={shock}"),
    ];
    let mut study = parse("bank", include_str!("../reference/example_scenario.toml"), &sets).expect("is valid").study;
    study.structures.retain(|structure| ["siloed", "operational"].contains(&structure.id.as_str()));
    study
}

/// Net value per quarter of the operational bank against the other one, as a share of the other's.
fn against_before(study: &Study) -> Vec<f64> {
    const TRIALS: u32 = 100;
    let plan = Plan::new(&study.world);
    let trials: Vec<Vec<Outcome>> =
        (0..TRIALS).into_par_iter().map(|trial| plan.run_trial(&study.regimes(), study.seed, trial)).collect();
    let quarter = |structure: usize, quarter: usize| -> f64 {
        let weeks = 13 * quarter..13 * (quarter + 1);
        trials.iter().flat_map(|one| &one[structure].weeks[weeks.clone()]).map(|week| week.value - week.costs).sum()
    };
    (0..32).map(|number| quarter(1, number) / quarter(0, number) - 1.0).collect()
}

/// What the curve of a fitted bank says: its least value, the first quarter from which it stays above 0, counted from 1, and the
/// mean of its last year.
#[derive(Debug)]
struct Shape {
    trough: f64,
    crossing: usize,
    end: f64,
}

fn shape(curve: &[f64]) -> Shape {
    let trough = curve.iter().copied().fold(f64::INFINITY, f64::min);
    let below = curve.iter().rposition(|&one| one <= 0.0).map_or(0, |quarter| quarter + 1);
    Shape { trough, crossing: below + 1, end: curve[28..].iter().sum::<f64>() / 4.0 }
}

/// Fits one number to the trough between two that are too small and too large, and says what else comes out.
fn fitted(what: &str, (mut small, mut large): (f64, f64), study: impl Fn(f64) -> Study) -> Shape {
    for _ in 0..7 {
        let middle = 0.5 * (small + large);
        let deep = shape(&against_before(&study(middle))).trough < TROUGH;
        if deep { large = middle } else { small = middle }
    }
    let curve = against_before(&study(small));
    let found = shape(&curve);
    println!("  {what} {small:.4}: {found:.3?}\n    by quarter: {curve:.3?}");
    found
}

/// Net value can fall as far as published for either of two reasons: at once by what reorganising costs, with the preset's shock;
/// or by the shock alone.
fn both_ways() -> [Shape; 2] {
    [
        fitted("reorganisation cost", (0.0, 24_000.0), |cost| bank(cost, 0.1)),
        fitted("shock, without a cost,", (0.0, 0.5), |shock| bank(0.0, shock)),
    ]
}

#[test]
#[ignore = "slow: 1,600 trials of eight years"]
fn pattern_8_with_the_trough_fitted_net_value_ends_higher_as_published() {
    let [by_cost, by_shock] = both_ways();
    for found in [&by_cost, &by_shock] {
        assert!((0.20..=0.45).contains(&-found.trough), "the trough, which is fitted: {found:?}");
    }
    assert!((0.05..=0.20).contains(&by_cost.end), "published 11 % higher in the end, measured {by_cost:?}");
}

#[test]
#[ignore = "out of reach: net value is back from quarter 22 on, published are 10 quarters"]
fn pattern_8_with_the_trough_fitted_net_value_is_back_after_as_many_quarters_as_published() {
    for found in both_ways() {
        assert!((6..=14).contains(&found.crossing), "back after {} quarters: {found:?}", found.crossing);
    }
}
