//! The eight patterns of version 1 of the model that still mean something.

use dottedline::engine::{Outcome, WeekFigures};
use dottedline::model::Study;

use super::{CLEAR, SILOED, clearly_above_zero, clearly_below_zero, figure, measure, minus, trials};

/// The bank with its 400 customers standing for themselves.
fn bank(others: &[&str], sets: &[&str]) -> Study {
    super::bank(others, &[&["study.represents=1"], sets].concat())
}

/// A figure of a structure minus that of siloed, trial by trial.
fn against_siloed(trials: &[Vec<Outcome>], structure: usize, figure: impl Fn(&Outcome) -> f64) -> Vec<f64> {
    trials.iter().map(|outcomes| figure(&outcomes[structure]) - figure(&outcomes[SILOED])).collect()
}

#[test]
fn pattern_1_the_same_levers_under_another_name_give_the_same_bits() {
    let mut study = bank(&["advisory", "matrixed", "operational"], &["study.weeks=60"]);
    let mut twins = study.structures.clone();
    for twin in &mut twins {
        twin.id = format!("other_{}", twin.id);
        twin.preset = "of no name".to_owned();
        twin.description = "something else".to_owned();
    }
    study.structures.extend(twins);
    for outcomes in trials(&study, 3) {
        let (originals, twins) = outcomes.split_at(4);
        assert_eq!(format!("{originals:?}"), format!("{twins:?}"));
    }
}

#[test]
fn pattern_2_the_value_of_oversight_rises_with_coupling() {
    let at = |coupling: &str| trials(&bank(&["matrixed", "operational"], &[coupling]), 300);
    let (none, strong) = (at("initiatives.coupling=0"), at("initiatives.coupling=1.5"));
    for (structure, name) in [(1, "matrixed"), (2, "operational")] {
        for metric in ["retention", "nps_true", "quality_mean"] {
            let value = |trials: &[Vec<Outcome>]| against_siloed(trials, structure, |outcome| figure(outcome, metric));
            let (without, with) = (value(&none), value(&strong));
            measure(&format!("{name}, {metric} at coupling 0"), &without);
            measure(&format!("{name}, {metric} at coupling 1.5"), &with);
            assert!(clearly_above_zero(&format!("{name}, {metric}: what coupling adds"), &minus(&with, &without)));
        }
    }
}

/// A figure of the weeks of a range against siloed, on average.
fn in_weeks(
    trials: &[Vec<Outcome>],
    weeks: std::ops::Range<usize>,
    figure: impl Fn(&WeekFigures) -> Option<f64>,
) -> Vec<f64> {
    against_siloed(trials, 1, |outcome| {
        let found: Vec<f64> = outcome.weeks[weeks.clone()].iter().filter_map(&figure).collect();
        found.iter().sum::<f64>() / found.len() as f64
    })
}

#[test]
fn pattern_3_reorganising_to_solid_lines_first_dips_and_then_overtakes() {
    let trials = trials(&bank(&["operational"], &[]), 40);
    let nps = |week: &WeekFigures| week.nps_true;
    let experience = |week: &WeekFigures| week.experience;
    assert!(clearly_below_zero("experience, first half year", &in_weeks(&trials, 0..26, experience)));
    assert!(clearly_below_zero("true NPS, first half year", &in_weeks(&trials, 0..26, nps)));
    for survey in 0..16 {
        let weeks = 13 * survey..13 * (survey + 1);
        measure(&format!("true NPS, survey {}", survey + 1), &in_weeks(&trials, weeks, nps));
    }
    assert!(clearly_above_zero("experience, last half year", &in_weeks(&trials, 182..208, experience)));
    assert!(clearly_above_zero("true NPS, last half year", &in_weeks(&trials, 182..208, nps)));
}

#[test]
fn pattern_4_an_advisory_officer_needs_power_and_readiness_or_the_programme_ends() {
    let at = |power: &str, readiness: &str| {
        let sets = [format!("structure.advisory.power={power}"), format!("organisation.readiness={readiness}")];
        trials(&bank(&["advisory"], &[&sets[0], &sets[1]]), 40)
    };
    let value = |trials: &[Vec<Outcome>], metric| against_siloed(trials, 1, |outcome| figure(outcome, metric));
    let both = at("0.9", "0.7");
    let (no_readiness, no_power, neither) = (at("0.9", "0.2"), at("0.2", "0.7"), at("0.2", "0.2"));
    for metric in ["retention", "nps_true", "mandate"] {
        let full = value(&both, metric);
        measure(&format!("{metric} with both"), &full);
        for (lack, trials) in [("readiness", &no_readiness), ("power", &no_power), ("both", &neither)] {
            let lost = minus(&full, &value(trials, metric));
            assert!(clearly_above_zero(&format!("{metric} lost by little of {lack}"), &lost));
        }
    }
    let (ended, _) = measure("programmes that end, little of both", &value(&neither, "programme_ended"));
    let (ended_anyway, _) = measure("programmes that end, much of both", &value(&both, "programme_ended"));
    // Most against few.
    assert!(ended > 0.5 && ended_anyway < 0.15);
}

#[test]
fn pattern_5_a_matrix_needs_readiness() {
    let at = |readiness: &str| trials(&bank(&["matrixed"], &[&format!("organisation.readiness={readiness}")]), 40);
    let (unready, half_ready, ready) = (at("0.2"), at("0.45"), at("0.7"));
    for metric in ["retention", "nps_true", "quality_mean"] {
        let [low, middle, high] = [&unready, &half_ready, &ready].map(|trials| {
            let value = against_siloed(trials, 1, |outcome| figure(outcome, metric));
            measure(metric, &value);
            value
        });
        assert!(clearly_above_zero(&format!("{metric}: readiness .2 to .45"), &minus(&middle, &low)));
        assert!(clearly_above_zero(&format!("{metric}: readiness .45 to .7"), &minus(&high, &middle)));
    }
}

#[test]
fn pattern_5_an_office_saturates_when_demand_exceeds_its_capacity() {
    let decided = |capacity: &str, rate: &str| {
        let sets = [format!("structure.matrixed.capacity={capacity}"), format!("initiatives.rate={rate}")];
        let trials = trials(&bank(&["matrixed"], &["organisation.readiness=0.7", &sets[0], &sets[1]]), 40);
        let decided = against_siloed(&trials, 1, |outcome| figure(outcome, "backed") + figure(outcome, "stopped"));
        measure(&format!("decided, capacity {capacity}, rate {rate}"), &decided).0
    };
    let (small, small_asked_twice) = (decided("2", "1.4"), decided("2", "2.8"));
    let (large, large_asked_twice) = (decided("50", "1.4"), decided("50", "2.8"));
    assert!(small_asked_twice < 1.25 * small, "a full office decides no more if more is asked of it");
    assert!(large_asked_twice > 1.75 * large, "an office with room does");
}

#[test]
fn pattern_6_functional_numbers_are_highest_in_silos() {
    let trials = trials(&bank(&["advisory", "matrixed", "operational"], &[]), 40);
    for (structure, name) in [(1, "advisory"), (2, "matrixed"), (3, "operational")] {
        let kpi = against_siloed(&trials, structure, |outcome| figure(outcome, "kpi_total"));
        assert!(clearly_below_zero(&format!("KPI points, {name} against siloed"), &kpi));
    }
}

/// Retention of the cohort in each of four years, and its rise from the first year to the fourth, when nothing that
/// customers live through moves them.
fn yearly_retention(alpha: &str, beta: &str) -> (Vec<f64>, Vec<f64>) {
    let mut study = bank(&[], &["customer.churn_sensitivity=0", "customer.churn_problem=0", "study.customers=2000"]);
    for segment in &mut study.world.segments {
        segment.churn_alpha = alpha.parse().expect("a number");
        segment.churn_beta = beta.parse().expect("a number");
    }
    let rates = trials(&study, 20).into_iter().map(|outcomes| {
        let kept = |year: usize| if year == 0 { 1.0 } else { outcomes[SILOED].weeks[52 * year - 1].retention };
        (0..4).map(|year| kept(year + 1) / kept(year)).collect::<Vec<f64>>()
    });
    let rates: Vec<Vec<f64>> = rates.collect();
    let mean = |year: usize| rates.iter().map(|rate| rate[year]).sum::<f64>() / rates.len() as f64;
    ((0..4).map(mean).collect(), rates.iter().map(|rate| rate[3] - rate[0]).collect())
}

#[test]
fn pattern_7_retention_of_an_ageing_cohort_rises_by_heterogeneity_alone() {
    let (years, rise) = yearly_retention("0.9", "14");
    println!("  retention by year, customers that differ: {years:.4?}");
    assert!(years.is_sorted_by(|a, b| a < b), "year by year");
    assert!(clearly_above_zero("rise from the first year to the fourth", &rise));
    let (years, rise) = yearly_retention("9000", "140000");
    println!("  retention by year, customers that are alike: {years:.4?}");
    let (mean, error) = measure("rise without heterogeneity", &rise);
    assert!(mean.abs() < CLEAR * error);
}

#[test]
fn pattern_8_measured_nps_differs_from_true_nps_when_answering_depends_on_satisfaction() {
    // Mean over a year's four surveys of measured minus true NPS.
    let gaps = |sets: &[&str]| -> Vec<f64> {
        let sets: Vec<&str> = ["study.customers=4000", "study.weeks=52"].iter().chain(sets).copied().collect();
        let gap = |week: &WeekFigures| Some(week.nps_measured? - week.nps_true?);
        let of_trial = |outcomes: Vec<Outcome>| outcomes[SILOED].weeks.iter().filter_map(gap).sum::<f64>() / 4.0;
        trials(&bank(&[], &sets), 100).into_iter().map(of_trial).collect()
    };
    assert!(clearly_above_zero("gap when the satisfied answer more often", &gaps(&[])));
    let blind = ["customer.answer_extreme=0", "customer.answer_satisfied=0"];
    let (mean, error) = measure("gap when answering is blind", &gaps(&blind));
    assert!(mean.abs() < CLEAR * error);
}
