//! `[observed]`: what a firm has measured of itself, beside what its description implies.

use dottedline::observed::{Level, compare};
use dottedline::scenario::{self, Scenario};

fn read(observed: &str) -> Result<Scenario, String> {
    scenario::parse("firm", &format!("extends = \"minimal\"\n{observed}"), &[]).map_err(|error| error.to_string())
}

fn firm(observed: &str) -> Scenario {
    read(observed).unwrap_or_else(|error| panic!("{error}"))
}

fn problem(observed: &str) -> String {
    read(observed).err().unwrap_or_else(|| panic!("no problem in\n{observed}"))
}

const ALL: &str = "[observed]
nps = { score = 28, answers = 1200 }
nps_year_ago = 31
response_rate = 0.2
complaints_per_year = 0.02
first_contact_resolution = 0.7
transfers = 0.3
churn_after_complaint = 0.5
churn_without_complaint = 0.1
customers = 300_000
cx_budget_per_year = 1_500_000
cx_people = 6
person_cost_per_year = 110_000
initiatives_per_year = 40
initiative_cost = 50_000
[observed.segment.everyone]
yearly_retention = 0.86
retention_by_year = [0.869, 0.743, 0.653]
nps = 27
share = 1
margin_per_year = 208
[observed.touchpoint.shop]
satisfaction = { mean = 4.1, scale = [1, 5], answers = 400 }
contacts_per_year = 3
problem_rate = 0.1
[observed.touchpoint.hotline]
satisfaction = { top2 = 0.62, scale = [1, 5] }
";

#[test]
fn everything_that_a_firm_has_measured_is_compared_and_says_what_moves_it() {
    let scenario = firm(ALL);
    let (_, targets) = compare(&scenario.study, &scenario.observed);
    let names: Vec<&str> = targets.iter().map(|target| target.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "nps",
            "nps in a year",
            "segment.everyone.yearly_retention",
            "segment.everyone.retention_by_year 1",
            "segment.everyone.retention_by_year 2",
            "segment.everyone.retention_by_year 3",
            "segment.everyone.nps",
            "segment.everyone.share",
            "segment.everyone.margin_per_year",
            "touchpoint.shop.satisfaction",
            "touchpoint.shop.contacts_per_year",
            "touchpoint.shop.problem_rate",
            "touchpoint.hotline.satisfaction",
            "complaints_per_year",
            "first_contact_resolution",
            "transfers",
            "churn_after_complaint",
            "churn_without_complaint",
            "response_rate",
            "customers",
            "person_cost_per_year",
            "initiative_cost",
            "initiatives_per_year",
            "structure.matrixed.cx_people",
            "structure.matrixed.cx_budget_per_year",
        ]
    );
    assert!(targets.iter().all(|target| !target.moved_by.is_empty()));
    assert_eq!(targets[1].observed, -3.0);
    let error = targets[0].standard_error.expect("answers are given");
    assert!((error - 82.0 / 1200_f64.sqrt()).abs() < 1e-9);
    let [share, margin] = [&targets[7], &targets[8]];
    assert_eq!((share.is_alike(), share.gap()), (true, Some(0.0)));
    assert_eq!(margin.implied, Some(52.0 * scenario.study.world.segments[0].margin));
}

#[test]
fn what_was_observed_changes_no_result_and_stands_in_the_scenario_as_run() {
    let (with, without) = (firm(ALL), firm(""));
    assert_eq!(with.study, without.study);
    assert_eq!(with.identity(), without.identity());
    let again = scenario::parse("again", &with.as_run, &[]).expect("is valid");
    assert_eq!(again.observed, with.observed);
    assert!(without.observed.is_empty() && !with.observed.is_empty());
}

#[test]
fn a_firm_that_observes_what_its_description_implies_is_told_that_all_is_alike() {
    let as_is = compare(&firm("").study, &firm("").observed).0;
    let shop = as_is.touchpoints[0];
    let id = firm("").study.world.touchpoints[0].id.clone();
    let observed = format!(
        "[observed]\nnps = {}\n[observed.segment.everyone]\nyearly_retention = {}\n[observed.touchpoint.{id}]\n\
         satisfaction = {{ mean = {}, scale = [1, 10] }}\ncontacts_per_year = {}\nproblem_rate = {}\n",
        as_is.nps,
        as_is.segments[0].yearly_retention.expect("customers"),
        1.0 + 9.0 * shop.satisfaction.expect("contacts"),
        shop.contacts,
        shop.problem_rate.expect("contacts"),
    );
    let scenario = firm(&observed);
    let (_, targets) = compare(&scenario.study, &scenario.observed);
    assert_eq!(targets.len(), 5);
    for target in targets {
        assert!(target.is_alike(), "{target:?}");
        assert!(target.gap().expect("implied").abs() < 1e-9, "{target:?}");
    }
}

#[test]
fn a_share_of_the_two_best_answers_is_one_of_rounded_answers() {
    let scenario = firm(ALL);
    let help = scenario
        .observed
        .touchpoints
        .iter()
        .find_map(|one| one.satisfaction.filter(|s| s.level == Level::TopTwo(0.62)));
    let asked = help.expect("was given");
    // On 1 to 5 an answer is at least 4 from 3.5 on: from .625 of the way.
    assert!((asked.implied(0.625, 0.2) - 0.5).abs() < 1e-12);
    assert!((asked.implied(0.825, 0.2) - 0.841_344_746).abs() < 1e-8);
    assert_eq!((asked.implied(0.6, 0.0), asked.implied(0.65, 0.0)), (0.0, 1.0));
}

#[test]
fn observations_that_cannot_be_or_do_not_go_together_are_refused_with_a_remedy() {
    for (observed, what, remedy) in [
        ("[observed.touchpoint.sop]\ncontacts_per_year = 3", "there is no touchpoint `sop`", "shop"),
        ("[observed.segment.nobody]\nyearly_retention = 0.9", "there is no segment `nobody`", "everyone"),
        (
            "[observed.touchpoint.shop]\nsatisfaction = { mean = 4.1 }",
            "the scale of satisfaction at shop is missing",
            "scale = [1, 5]",
        ),
        (
            "[observed.touchpoint.shop]\nsatisfaction = { mean = 7.4, scale = [1, 5] }",
            "not on its scale from 1 to 5",
            "on which it was asked",
        ),
        (
            "[observed.touchpoint.shop]\nsatisfaction = { mean = 2, scale = [5, 1] }",
            "the worst answer at shop, 5, is not below the best, 1",
            "scale = [1, 5]",
        ),
        (
            "[observed.touchpoint.shop]\nsatisfaction = { scale = [1, 5] }",
            "neither mean nor top2 is given",
            "{ top2 = 0.62, scale = [1, 5] }",
        ),
        (
            "[observed.touchpoint.shop]\nsatisfaction = { mean = 4, top2 = 0.5, scale = [1, 5] }",
            "both mean and top2 are given",
            "{ mean = 4.1",
        ),
        (
            "[observed.touchpoint.shop]\nsatisfaction = { top2 = 0.5, scale = [1, 3] }",
            "nearly all of a scale from 1 to 3",
            "give the mean",
        ),
        (
            "[observed.segment.everyone]\nretention_by_year = [0.8, 0.85]",
            "more are said to be left after 2 years, 0.85, than after 1, 0.8",
            "still there, after 1, 2, 3",
        ),
        ("[observed.segment.everyone]\nyearly_retention = 92", "must be", "write 92 % as 0.92"),
        ("[observed]\nnps = 128", "observed.nps.score must be from -100 to 100", "give a number"),
        ("[observed]\nnps = { answers = 12 }", "observed.nps has no `score`", "add score"),
    ] {
        let said = problem(observed);
        assert!(said.contains(what) && said.contains(remedy), "{observed}\n{said}");
    }
    let warned = firm("[observed]\nchurn_after_complaint = 0.1\nchurn_without_complaint = 0.2").warnings.to_string();
    assert!(
        warned.contains("leave less often, 0.1, than those without, 0.2") && warned.contains("swapped"),
        "{warned}"
    );
}

#[test]
fn what_was_measured_but_written_elsewhere_is_sent_to_observed() {
    let child =
        |text: &str| scenario::parse("firm", &format!("extends = \"minimal\"\n{text}"), &[]).unwrap_err().to_string();
    let retention = child("[[segment]]\nid = \"everyone\"\nretention = 0.85");
    assert!(retention.contains("[observed.segment.everyone]: yearly_retention = ..."), "{retention}");
    let satisfaction = child("[[touchpoint]]\nid = \"shop\"\nsatisfaction = 4.1");
    assert!(satisfaction.contains("[observed.touchpoint.shop]: satisfaction = ..."), "{satisfaction}");
    let quality = child("[[touchpoint]]\nid = \"shop\"\nquality = 7.5");
    assert!(
        quality.contains("a score of 7.5 on 1 to 10 as 0.722222") && quality.contains("[observed.touchpoint.*]"),
        "{quality}"
    );
    assert!(!quality.contains("0.075"), "no extreme is proposed: {quality}");
}
