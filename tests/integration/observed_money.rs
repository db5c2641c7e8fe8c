//! Money in `[observed]`: the settings that amount to it.

use dottedline::model::{Address, Study};
use dottedline::observed::{money_settings, money_targets, spending};
use dottedline::scenario::{self, Scenario};

fn insurer(observed: &str) -> Scenario {
    let text = format!("extends = \"insurer\"\n[observed]\n{observed}");
    scenario::parse("firm", &text, &[]).unwrap_or_else(|error| panic!("{error}"))
}

fn number(study: &Study, path: &str) -> f64 {
    study.number(&path.parse::<Address>().expect("an address")).expect("a number")
}

/// The study with what amounts to its money.
fn fitted(scenario: &Scenario) -> Study {
    let mut study = scenario.study.clone();
    for (address, value) in money_settings(&scenario.study, &scenario.observed) {
        study.set(&address, value).unwrap_or_else(|error| panic!("{error}"));
    }
    study
}

const ALL: &str = "cx_budget_per_year = 2_400_000
person_cost_per_year = 110_000
initiatives_per_year = 24
initiative_cost = 150_000
";

#[test]
fn a_firm_fitted_to_its_money_pays_and_begins_what_was_observed_and_needs_no_more_settings() {
    let scenario = insurer(ALL);
    let before = money_targets(&scenario.observed, &scenario.study);
    assert_eq!(before.iter().filter(|target| !target.is_alike()).count(), 6, "{before:?}");
    let study = fitted(&scenario);
    let after = money_targets(&scenario.observed, &study);
    assert!(after.len() == 6 && after.iter().all(|target| target.is_alike()), "{after:?}");
    assert_eq!(money_settings(&study, &scenario.observed), []);
    let spent = spending(&study)[study.baseline];
    assert!((spent.begun - 24.0).abs() < 0.5 && spent.team == 0.0, "{spent:?}");
    assert!((spent.initiatives / (24.0 * 150_000.0) - 1.0).abs() < 0.02, "{spent:?}");
}

#[test]
fn an_office_keeps_its_people_and_has_the_rest_of_its_budget_for_initiatives() {
    let study = fitted(&insurer("cx_budget_per_year = 2_400_000"));
    // A thirteenth of the budget less the team at 10,000 a head, in units of 80,000.
    for (structure, people) in [("advisory", 1.0), ("matrixed", 2.0), ("operational", 5.0)] {
        let own = (2_400_000.0 / 13.0 - 10_000.0 * people) / 80_000.0;
        assert_eq!(number(&study, &format!("structure.{structure}.staff")), people);
        assert!((number(&study, &format!("structure.{structure}.budget")) - own).abs() < 6e-4, "{structure}: {own}");
    }
    assert_eq!(number(&study, "structure.siloed.staff"), 0.0);
    // 260,000 pay two people for a year, and no third one.
    let poor = fitted(&insurer("cx_budget_per_year = 260_000"));
    assert_eq!(number(&poor, "structure.operational.staff"), 2.0);
    assert_eq!(number(&poor, "structure.operational.budget"), 0.0);
    assert_eq!(number(&poor, "structure.operational.capacity"), 6.0 * 2.0 / 5.0, "fewer people examine less");
}

#[test]
fn people_that_were_counted_examine_as_much_per_head() {
    let study = fitted(&insurer("cx_people = 3"));
    assert_eq!(number(&study, "structure.advisory.staff"), 3.0);
    assert_eq!(number(&study, "structure.advisory.capacity"), 12.0);
    assert_eq!(number(&study, "structure.advisory.budget"), 1.4, "nothing is known of its money");
}

#[test]
fn a_firm_that_works_slower_keeps_the_savings_that_pay_for_an_initiative() {
    let scenario = insurer("initiatives_per_year = 12");
    let study = fitted(&scenario);
    let pace = number(&study, "initiatives.rate") / number(&scenario.study, "initiatives.rate");
    assert!(pace < 0.5, "{pace}");
    for function in &study.world.functions {
        assert!((function.budget * study.world.organisation.carry_over - 2.8).abs() < 0.005, "{}", function.id);
    }
}

#[test]
fn what_no_permitted_setting_gives_is_left_as_it_is() {
    let scenario = insurer("initiatives_per_year = 90_000");
    assert_eq!(money_settings(&scenario.study, &scenario.observed), []);
    assert_eq!(money_settings(&scenario.study, &insurer("nps = 3").observed), []);
}
