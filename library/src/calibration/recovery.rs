//! Whether calibration finds back firms that are known.

use super::behaviour::{put, unknown};
use super::fit::{Fit, error_of};
use super::posterior::{Posterior, SelfCheck};
use super::table::{Row, Table};
use crate::model::{Address, Study};
use crate::observed::{self, Level, Measure, Measured, Observed, ObservedSegment, ObservedTouchpoint, Satisfaction};
use crate::random::{Purpose, RandomInputs};
use crate::units::Share;

/// A firm that is known, and what it has measured of itself, with errors.
struct Known {
    truth: Study,
    observed: Observed,
}

fn template() -> Study {
    let text = include_str!("../../../tests/reference/example_scenario.toml");
    crate::scenario::parse("example", text, &[]).expect("is valid").study
}

/// Measures everything of a firm, with the places of what is measured: values do not matter yet.
fn everything(study: &Study) -> Observed {
    let asked = |level| Satisfaction { level, worst: 1.0, best: 10.0, answers: Some(400.0) };
    let score = Some(Measured { value: 0.0, standard_error: Some(2.1) });
    Observed {
        nps: score,
        nps_year_ago: score,
        response_rate: Some(0.2),
        complaints_per_year: Some(0.2),
        first_contact_resolution: Some(0.6),
        churn_after_complaint: Some(0.3),
        churn_without_complaint: Some(0.1),
        segments: vec![
            ObservedSegment { yearly_retention: Some(0.9), ..ObservedSegment::default() };
            study.world.segments.len()
        ],
        touchpoints: vec![
            ObservedTouchpoint {
                satisfaction: Some(asked(Level::Mean(7.0))),
                contacts_per_year: None,
                problem_rate: Some(0.2),
            };
            study.world.touchpoints.len()
        ],
        ..Observed::default()
    }
}

impl Known {
    /// The firm of this number: behaviour and levels from what is plausible.
    fn new(number: u32) -> Known {
        let template = template();
        let mut draws = RandomInputs::new(77, number).draws(Purpose::Calibration, 0, 0);
        let mut truth = template.clone();
        let mut observed = everything(&template);
        let unknown = unknown(&template, &observed);
        let shares: Vec<f64> = unknown.iter().map(|_| draws.uniform()).collect();
        put(&mut truth, &unknown, &shares).expect("plausible numbers are permitted");
        for touchpoint in &mut truth.world.touchpoints {
            touchpoint.quality = (touchpoint.quality + 0.06 * draws.normal()).clamp(0.5, 0.92);
            touchpoint.risk = Share::new(0.3 + 0.6 * draws.uniform()).expect("a share");
        }
        let world = &mut truth.world;
        world.customer.success_base = 0.05 + 0.15 * draws.uniform();
        world.customer.churn_problem = 0.75 + 1.5 * draws.uniform();
        for segment in &mut world.segments {
            segment.churn_beta *= 0.7 + 0.6 * draws.uniform();
        }
        // What it measures: the truth, and errors of the size that it knows.
        for target in observed::compare(&truth, &observed).1 {
            let implied = target.implied.expect("measured");
            let mut value = implied + error_of(&target) * draws.normal();
            if target.is_share() {
                value = value.clamp(0.001, 0.999);
            }
            write(&mut observed, target.measure, value);
        }
        Known { truth, observed }
    }

    fn number(&self, address: &Address) -> f64 {
        self.truth.number(address).expect("all numbers are given")
    }
}

fn write(observed: &mut Observed, measure: Measure, value: f64) {
    let score = |value| Some(Measured { value, standard_error: Some(2.1) });
    match measure {
        Measure::Nps => observed.nps = score(value),
        // Told as the score a year ago, once the score of today is there.
        Measure::NpsTrend => observed.nps_year_ago = score(observed.nps.map_or(0.0, |nps| nps.value) - value),
        Measure::YearlyRetention(place) => observed.segments[place].yearly_retention = Some(value),
        Measure::Satisfaction(place) => {
            let asked = observed.touchpoints[place].satisfaction.as_mut().expect("asked");
            asked.level = Level::Mean(value.clamp(1.0, 10.0));
        }
        Measure::ProblemRate(place) => observed.touchpoints[place].problem_rate = Some(value),
        Measure::Complaints => observed.complaints_per_year = Some(value),
        Measure::FirstContactResolution => observed.first_contact_resolution = Some(value),
        Measure::ChurnAfterComplaint => observed.churn_after_complaint = Some(value),
        Measure::ChurnWithoutComplaint => observed.churn_without_complaint = Some(value),
        Measure::ResponseRate => observed.response_rate = Some(value),
        other => panic!("{other:?} is not measured here"),
    }
}

fn table(fit: &Fit, observed: &Observed, count: u32) -> Vec<Row> {
    let mut table = Table::new(fit, observed);
    let mut rows = table.rows(0..256, 0, &|| ()).expect("threads");
    table.learn(&rows);
    rows.extend(table.rows(256..count, 0, &|| ()).expect("threads"));
    rows
}

/// Of the numbers that the data inform, how many true values the 95 % intervals of so many firms hold, and how many there are.
fn recovery(firms: std::ops::Range<u32>, rows: u32) -> (u32, u32) {
    let (mut held, mut all) = (0, 0);
    for number in firms {
        let known = Known::new(number);
        let fit = Fit::of(&template(), &known.observed, 0).expect("threads");
        let posterior = Posterior::of(&fit, &known.observed, &table(&fit, &known.observed, rows), 512).expect("rows");
        for one in posterior.estimates.iter().filter(|one| one.is_informed() && one.intervals[2].0 < one.intervals[2].1)
        {
            let (low, high) = one.intervals[2];
            let truth = known.number(&one.address);
            let holds = (low..=high).contains(&truth);
            (held, all) = (held + u32::from(holds), all + 1);
            println!("firm {number} {} {truth:.4} in {low:.4} to {high:.4}: {holds} {:?}", one.address, one.shrinkage);
        }
        for target in fit.targets.iter().filter(|target| !target.is_alike()) {
            println!("  not alike {target:?}");
        }
        println!(
            "firm {number}: compared {:?} misfit {:?} impossible {}",
            posterior.compared.iter().map(|&place| fit.targets[place].name.clone()).collect::<Vec<_>>(),
            fit.misfit,
            posterior.impossible
        );
    }
    (held, all)
}

#[test]
#[ignore = "slow: CONTRIBUTING.md has the command"]
fn intervals_of_95_percent_hold_the_truth_of_twenty_firms_as_often_as_they_say() {
    let (held, all) = recovery(0..20, 1_024);
    let coverage = f64::from(held) / f64::from(all);
    assert!((0.90..=0.99).contains(&coverage), "{held} of {all} true values, {coverage:.3}");
    println!("{held} of {all}: {coverage:.3}");
}

#[test]
#[ignore = "slow: CONTRIBUTING.md has the command"]
fn ranks_of_true_values_are_even_over_four_hundred_posteriors() {
    let known = Known::new(0);
    let fit = Fit::of(&template(), &known.observed, 0).expect("threads");
    let check = SelfCheck::of(&fit, &known.observed, &table(&fit, &known.observed, 4_096), 400);
    for (address, statistic, p, coverage) in &check.behaviour {
        println!("{address} {statistic:.1} p {p:.3} {coverage:?}");
    }
    for (address, statistic, p, _) in &check.behaviour {
        assert!(*p > 0.01, "{address}: chi square {statistic} of 19 degrees, p {p}");
    }
}
