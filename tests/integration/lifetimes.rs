//! What customers are worth over their lives, against published formulas and against the simulation of all that is to come.

use dottedline::engine::{Outcome, Plan};
use dottedline::model::{Regimes, Structure, Study};
use dottedline::scenario::parse;
use dottedline::stats::Moments;

/// A firm with one touchpoint, one segment and nothing to decide; customers leave by their loyalty alone.
const FIRM: &str = r#"
schema = 1
title = "One shop"
[study]
customers = 520
warmup_weeks = 4
[[function]]
id = "shop"
budget = 0.0
[[touchpoint]]
id = "counter"
owner = "shop"
resolves = true
[journey.from]
away = { counter = 0.3 }
[journey.problem]
default = { counter = 0.5 }
[[segment]]
id = "all"
renewal_weeks = 26
margin = 3.0
[customer]
churn_sensitivity = 0.0
churn_problem = 0.0
acquisition = 0.0
[economics]
spend = 0.0
[[structure]]
id = "siloed"
preset = "siloed"
"#;

fn firm(sets: &[&str]) -> Study {
    let sets: Vec<String> = sets.iter().map(|&set| set.to_owned()).collect();
    parse("one shop", FIRM, &sets).expect("is valid").study
}

fn trials(study: &Study, trials: u32) -> Vec<Outcome> {
    let regimes: Vec<Regimes<'_>> = study.structures.iter().map(Structure::regimes).collect();
    let plan = Plan::new(&study.world);
    (0..trials).map(|trial| plan.run_trial(&regimes, study.seed, trial).remove(0)).collect()
}

/// Asserts that a mean is what is known beforehand, within three standard errors of at most half a per cent of it.
#[track_caller]
fn assert_mean(measured: impl IntoIterator<Item = f64>, known: f64) {
    let moments: Moments = measured.into_iter().collect();
    let (mean, error) = (moments.mean().expect("trials"), moments.standard_error().expect("trials"));
    assert!(error < 0.005 * known, "{mean} ± {error}: too few trials to tell");
    assert!((mean - known).abs() < 3.0 * error, "{mean} ± {error}, not {known}");
}

/// Discounted margins of 520 customers over their lives: a customer of renewal phase p pays 3 in week t with the probability
/// B(α, β + n)/B(α, β) of n renewals in the weeks p, p + 26, ... up to t (Fader & Hardie 2007), each worth (1 + d)^(−t/52).
fn lifetime_value(alpha: f64, beta: f64, discount: f64) -> f64 {
    let mut sum = 0.0;
    for phase in 0..26 {
        let mut survival = 1.0;
        let mut renewals = 0.0;
        for week in 0..52 * 1_000 {
            if week % 26 == phase {
                survival *= (beta + renewals) / (alpha + beta + renewals);
                renewals += 1.0;
            }
            sum += 20.0 * 3.0 * survival * libm::pow(1.0 + discount, -f64::from(week) / 52.0);
        }
    }
    sum
}

#[test]
fn margins_of_the_run_and_customer_equity_are_the_lifetime_value_of_the_shifted_beta_geometric() {
    for (alpha, beta, discount) in [("0.9", "14.0", "0.12"), ("2.0", "6.0", "0.05")] {
        let number = |text: &str| text.parse::<f64>().expect("a number");
        let known = lifetime_value(number(alpha), number(beta), number(discount));
        for weeks in ["1", "100"] {
            let sets = [
                format!("segment.all.churn_alpha={alpha}"),
                format!("segment.all.churn_beta={beta}"),
                format!("economics.discount_rate={discount}"),
                format!("study.weeks={weeks}"),
                "economics.equity_years=1000".to_owned(),
            ];
            let study = firm(&sets.each_ref().map(String::as_str));
            let worth = |outcome: Outcome| outcome.end.money.margins + outcome.end.equity;
            assert_mean(trials(&study, 200).into_iter().map(worth), known);
        }
    }
}

#[test]
fn customer_equity_is_what_customers_bring_in_after_the_horizon_until_nobody_is_left() {
    let alike = ["segment.all.churn_alpha=8", "segment.all.churn_beta=16"];
    let until = |weeks: &str| trials(&firm(&[alike.as_slice(), &[weeks]].concat()), 100);
    let (short, whole) = (until("study.weeks=30"), until("study.weeks=2600"));
    assert!(whole.iter().all(|outcome| outcome.end.customers_end == 0 && outcome.end.equity == 0.0));
    let to_come = short.iter().zip(&whole).map(|(short, whole)| whole.end.money.margins - short.end.money.margins);
    let missed: Moments = to_come.zip(&short).map(|(to_come, short)| short.end.equity - to_come).collect();
    let (mean, error) = (missed.mean().expect("trials"), missed.standard_error().expect("trials"));
    let equity = short.iter().map(|outcome| outcome.end.equity).sum::<f64>() / 100.0;
    assert!(error < 0.005 * equity, "{equity} ± {error}: too few trials to tell");
    assert!(mean.abs() < 3.0 * error, "equity {equity} is {mean} ± {error} more than what was still to come");
}
