//! Whether calibration finds back firms that are known.

use dottedline::calibration::{Fit, Posterior, Row, SelfCheck, Table};
use dottedline::model::{Assumption, Study};
use dottedline::observed::{
    Level, Measured, Observed, ObservedSegment, ObservedTouchpoint, Satisfaction, Target, compare,
};
use dottedline::random::{Purpose, RandomInputs};
use dottedline::scenario;
use dottedline::units::Share;

/// Standard error of a score of some 1,500 answers.
const ERROR: f64 = 2.1;

/// A firm that is known, and what it has measured of itself, with errors.
struct Known {
    truth: Study,
    observed: Observed,
}

fn template() -> Study {
    scenario::parse("example", include_str!("../reference/example_scenario.toml"), &[]).expect("is valid").study
}

/// Everything of a firm measured; values do not matter yet.
fn everything(study: &Study) -> Observed {
    let score = Some(Measured { value: 0.0, standard_error: Some(ERROR) });
    let segment = ObservedSegment { yearly_retention: Some(0.9), ..ObservedSegment::default() };
    let satisfaction = Some(Satisfaction { level: Level::Mean(7.0), worst: 1.0, best: 10.0, answers: Some(400.0) });
    let touchpoint = ObservedTouchpoint { satisfaction, contacts_per_year: None, problem_rate: Some(0.2) };
    Observed {
        nps: score,
        nps_year_ago: score,
        response_rate: Some(0.2),
        complaints_per_year: Some(0.2),
        first_contact_resolution: Some(0.6),
        churn_after_complaint: Some(0.3),
        churn_without_complaint: Some(0.1),
        segments: vec![segment; study.world.segments.len()],
        touchpoints: vec![touchpoint; study.world.touchpoints.len()],
        ..Observed::default()
    }
}

impl Known {
    /// The firm of this number: behaviour and levels from what is plausible, away from the ends.
    fn new(number: u32, unknown: &[Assumption]) -> Known {
        let template = template();
        let mut draws = RandomInputs::new(77, number).draws(Purpose::Calibration, 0, 0);
        let (mut truth, mut observed) = (template.clone(), everything(&template));
        for one in unknown {
            truth.set(&one.address, one.at(draws.uniform())).expect("plausible numbers are permitted");
        }
        let world = &mut truth.world;
        for touchpoint in &mut world.touchpoints {
            touchpoint.quality = (touchpoint.quality + 0.06 * draws.normal()).clamp(0.5, 0.92);
            touchpoint.risk = Share::new(0.3 + 0.6 * draws.uniform()).expect("a share");
        }
        world.customer.success_base = 0.05 + 0.15 * draws.uniform();
        world.customer.churn_problem = 0.75 + 1.5 * draws.uniform();
        world.segments.iter_mut().for_each(|segment| segment.churn_beta *= 0.7 + 0.6 * draws.uniform());
        for target in compare(&truth, &observed).1 {
            let implied = target.implied.expect("measured");
            let value = implied + error_of(&target) * draws.normal();
            let share = target.unit.starts_with("share");
            write(&mut observed, &truth, &target.name, if share { value.clamp(0.001, 0.999) } else { value });
        }
        Known { truth, observed }
    }
}

/// The standard error that a calibration takes a figure to have (docs/calibration.md).
fn error_of(target: &Target) -> f64 {
    target.standard_error.unwrap_or(target.tolerance / 2.0)
}

/// Writes down what was measured, by the name of the figure.
fn write(observed: &mut Observed, study: &Study, name: &str, value: f64) {
    let score = |value| Some(Measured { value, standard_error: Some(ERROR) });
    let parts: Vec<&str> = name.split('.').collect();
    let segment = |id: &str| study.world.segments.iter().position(|one| one.id == id).expect("a segment");
    let touchpoint = |id: &str| study.world.touchpoints.iter().position(|one| one.id == id).expect("a touchpoint");
    match parts.as_slice() {
        ["nps"] => observed.nps = score(value),
        ["nps in a year"] => observed.nps_year_ago = score(observed.nps.expect("before").value - value),
        ["segment", id, "yearly_retention"] => observed.segments[segment(id)].yearly_retention = Some(value),
        ["touchpoint", id, "satisfaction"] => {
            let asked = observed.touchpoints[touchpoint(id)].satisfaction.as_mut().expect("asked");
            asked.level = Level::Mean(value.clamp(1.0, 10.0));
        }
        ["touchpoint", id, "problem_rate"] => observed.touchpoints[touchpoint(id)].problem_rate = Some(value),
        ["complaints_per_year"] => observed.complaints_per_year = Some(value),
        ["first_contact_resolution"] => observed.first_contact_resolution = Some(value),
        ["churn_after_complaint"] => observed.churn_after_complaint = Some(value),
        ["churn_without_complaint"] => observed.churn_without_complaint = Some(value),
        ["response_rate"] => observed.response_rate = Some(value),
        _ => panic!("{name} is not measured here"),
    }
}

/// What is not known of the template where everything is measured.
fn unknown() -> Vec<Assumption> {
    let template = template();
    let mut observed = everything(&template);
    for target in compare(&template, &observed).1 {
        write(&mut observed, &template, &target.name, target.implied.expect("measured"));
    }
    Fit::of(&template, &observed, 0).expect("threads").unknown
}

fn table(fit: &Fit, observed: &Observed, count: u32) -> Vec<Row> {
    let mut table = Table::new(fit, observed, 0).expect("threads");
    let mut rows = table.rows(0..256, 0, &|| ()).expect("threads");
    table.learn(&rows);
    rows.extend(table.rows(256..count, 0, &|| ()).expect("threads"));
    rows
}

/// Of the numbers that the data inform, how many true values the 95 % intervals of some firms hold, and how many there are.
#[expect(clippy::print_stdout, reason = "what was measured")]
fn recovery(firms: u32, rows: u32) -> (u32, u32) {
    let (mut held, mut all, unknown) = (0, 0, unknown());
    for number in 0..firms {
        let known = Known::new(number, &unknown);
        let fit = Fit::of(&template(), &known.observed, 0).expect("threads");
        let rows = table(&fit, &known.observed, rows);
        let posterior = Posterior::of(&fit, &known.observed, &rows, 512).expect("rows");
        for one in posterior.estimates.iter().filter(|one| one.is_informed()) {
            let (low, high) = one.intervals[2];
            let truth = known.truth.number(&one.address).expect("all numbers are given");
            let holds = (low..=high).contains(&truth);
            (held, all) = (held + u32::from(holds), all + 1);
            if !holds {
                println!("firm {number}: {} is {truth:.4}, not from {low:.4} to {high:.4}", one.address);
            }
        }
        println!("firm {number}: {held} of {all} so far; {:?}", fit.misfit);
    }
    (held, all)
}

#[test]
#[ignore = "slow: CONTRIBUTING.md has the command"]
fn intervals_of_95_percent_hold_the_truth_of_twenty_firms_as_often_as_they_say() {
    let (held, all) = recovery(20, 512);
    let coverage = f64::from(held) / f64::from(all);
    println!("{held} of {all} true values: {coverage:.3}");
    assert!((0.90..=0.99).contains(&coverage), "{held} of {all} true values, {coverage:.3}");
}

#[test]
#[ignore = "slow: CONTRIBUTING.md has the command"]
fn ranks_of_true_values_are_even_over_four_hundred_posteriors() {
    let known = Known::new(0, &unknown());
    let fit = Fit::of(&template(), &known.observed, 0).expect("threads");
    let check = SelfCheck::of(&fit, &known.observed, &table(&fit, &known.observed, 2_048), 400);
    for (address, statistic, p, coverage) in &check.behaviour {
        println!("{address}: chi square {statistic:.1}, p {p:.3}, in 50, 80, 95 %: {coverage:?}");
    }
    for (address, statistic, p, _) in &check.behaviour {
        assert!(*p > 0.01, "{address}: chi square {statistic} of 19 degrees, p {p}");
    }
}
