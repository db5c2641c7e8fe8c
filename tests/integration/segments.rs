//! Segments of customers: judged by the rules of the whole, told of the whole firm, in tables, on the terminal and on the page.

use std::path::Path;
use std::process::Command;

use dottedline::compare::{Judgement, by_segment, segment_finding};
use dottedline::engine::{SEGMENT_METRICS, SegmentFigures};
use dottedline::model::{Decision, Segment, Study};
use dottedline::output::table;
use dottedline::stats::Verdict;
use dottedline::study::Findings;

use crate::small_study;

/// Two segments; yearly retention of each structure in each, with random numbers that structures share and some of their own.
fn judged(levels: [[f64; 3]; 2]) -> (Study, Findings) {
    let mut study = small_study::study(40, &["siloed", "advisory", "matrixed"]);
    study.decision = Decision::default();
    let segment = |id: &str| Segment { id: id.to_owned(), ..study.world.segments[0].clone() };
    study.world.segments = vec![segment("private"), segment("business")];
    let mut findings = Findings::new(&study);
    for trial in 0..40 {
        let mut outcomes = small_study::outcomes(&study, trial, 0.01);
        for (structure, outcome) in outcomes.iter_mut().enumerate() {
            let figures = |segment: usize| {
                let own = small_study::noise(trial, 900 + (10 * segment + structure) as u64);
                let shared = small_study::noise(trial, 800 + segment as u64);
                SegmentFigures {
                    customers: 50,
                    retention_annualised: Some(levels[segment][structure] + 0.05 * shared + 0.002 * own),
                    nps_true: Some(10.0 * shared),
                    customer_value: 1_000.0 * levels[segment][structure],
                    ..SegmentFigures::default()
                }
            };
            outcome.segments = (0..2).map(figures).collect();
        }
        findings.add(&small_study::all(outcomes));
    }
    (study, findings)
}

#[test]
fn that_the_best_differs_between_segments_is_said_where_intervals_say_so() {
    let (_, findings) = judged([[0.80, 0.85, 0.82], [0.90, 0.90, 0.92]]);
    let segments = by_segment(&findings);
    let best = |place: usize| &segments[place].judged[0].options;
    assert!(best(0)[1].standing.expect("judged").is_best() && best(1)[2].standing.expect("judged").is_best());
    assert_eq!(
        segment_finding(&segments),
        "By yearly retention, the best differs between segments of customers: advisory in private and matrixed in business. None of \
         them is shown to be within 0.2 points of the best in every segment."
    );
    let (_, findings) = judged([[0.80, 0.85, 0.82], [0.90, 0.9199, 0.9207]]);
    let said = segment_finding(&by_segment(&findings));
    assert!(said.ends_with("Advisory is the best or practically as good in every segment."), "{said}");
}

#[test]
fn the_same_best_everywhere_is_said_and_a_difference_that_is_not_shown_is_not_named() {
    let (_, findings) = judged([[0.80, 0.82, 0.85], [0.90, 0.91, 0.92]]);
    let said = segment_finding(&by_segment(&findings));
    assert_eq!(said, "By yearly retention, matrixed is the best in every segment of customers.");
    let (_, findings) = judged([[0.80, 0.82, 0.85], [0.90, 0.91, 0.91]]);
    assert_eq!(
        segment_finding(&by_segment(&findings)),
        "By yearly retention, the best is matrixed in private; in business the best can be advisory or matrixed. That the best differs \
         between segments of customers is not shown."
    );
}

#[test]
fn a_lead_too_small_to_matter_makes_nobody_the_best_of_a_segment() {
    let all = [0.9000, 0.9006, 0.9012];
    let (_, findings) = judged([all, all]);
    let segments = by_segment(&findings);
    assert!(
        segments[0].judged[0].options[2].standing.expect("judged").is_best(),
        "shown to be ahead, though by little"
    );
    let said = segment_finding(&segments);
    assert_eq!(said, "By yearly retention, all structures are equivalent in every segment of customers.");
    let (_, findings) = judged([all, [0.90, 0.91, 0.92]]);
    let said = segment_finding(&by_segment(&findings));
    assert!(
        said.starts_with("By yearly retention, the best is matrixed in business; in private all are equivalent."),
        "{said}"
    );
}

#[test]
fn segments_share_the_probability_of_an_error_and_nothing_else_is_judged_otherwise() {
    let (study, findings) = judged([[0.80, 0.82, 0.85], [0.90, 0.91, 0.92]]);
    let verdicts = findings.segment_verdicts();
    let told = |place: usize| (verdicts[0][place].metric.as_str(), verdicts[0][place].alpha);
    assert_eq!((told(0), told(1)), (("retention_annualised", 0.025), ("nps_true", 0.00625)));
    let pair = &verdicts[1][0].pairs[0].comparison;
    assert_eq!((pair.verdict, verdicts[1][0].practical), (Some(Verdict::Better), Some(0.002)));
    // With one segment that is the whole, it is judged like the whole.
    let mut one = study;
    one.world.segments.truncate(1);
    let mut findings = Findings::new(&one);
    for trial in 0..40 {
        let mut outcomes = small_study::outcomes(&one, trial, 0.01);
        for outcome in &mut outcomes {
            outcome.end.retention_annualised = outcome.end.retention;
            outcome.segments[0].retention_annualised = Some(outcome.end.retention);
        }
        findings.add(&small_study::all(outcomes));
    }
    let (whole, part) = (&findings.verdicts()[0], &findings.segment_verdicts()[0][0]);
    let intervals = |of: &dottedline::study::Verdicts| {
        of.pairs.iter().map(|pair| (pair.comparison.simultaneous, pair.comparison.verdict)).collect::<Vec<_>>()
    };
    assert_eq!(intervals(whole), intervals(part));
    assert!(by_segment(&findings).is_empty(), "one segment says nothing that the whole does not say");
    assert_eq!(Judgement::of_findings(&findings)[0].shown.name, "yearly retention");
}

#[test]
fn tables_by_segment_have_every_figure_and_every_pair_that_is_judged() {
    let (study, findings) = judged([[0.80, 0.82, 0.85], [0.90, 0.91, 0.92]]);
    let rows = |name: &str| {
        let csv = String::from_utf8(table(&study, &findings, name).expect("a table").csv()).expect("text");
        csv.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>()).collect::<Vec<_>>()
    };
    let summary = rows("segment_summary.csv");
    assert_eq!(summary.len(), 1 + 2 * 3 * SEGMENT_METRICS.len());
    let standing = |segment: &str, structure: &str| {
        let row = summary.iter().find(|row| row[..3] == [segment, structure, "retention_annualised"]);
        row.expect("a row").last().expect("a cell").clone()
    };
    assert_eq!([standing("private", "matrixed"), standing("business", "siloed")], ["best", "ruled out"]);
    let comparisons = rows("segment_comparisons.csv");
    // Two of each segment against the baseline, and of the two metrics that count one pair more.
    assert_eq!(comparisons.len(), 1 + 2 * (2 * SEGMENT_METRICS.len() + 2));
    let row = comparisons.iter().find(|row| row[..4] == ["business", "retention_annualised", "advisory", "siloed"]);
    let row = row.expect("a row");
    let difference: f64 = row[7].parse().expect("a number");
    let [low, high] = [13, 14].map(|cell| row[cell].parse::<f64>().expect("a number"));
    assert!((difference - 0.01).abs() < 0.001 && low < difference && difference < high, "{row:?}");
    assert_eq!((row[12].as_str(), row[15].as_str()), ("0.002", "better"));
    let value = comparisons.iter().find(|row| row[..3] == ["private", "customer_value", "matrixed"]).expect("a row");
    assert!((value[7].parse::<f64>().expect("a number") - 50.0).abs() < 1e-6 && value[15].is_empty(), "{value:?}");
}

/// What a run of a shipped scenario says on the terminal and on the page.
fn run(test: &str, scenario: &str, more: &[&str]) -> (String, String) {
    let folder = std::env::temp_dir().join(format!("dottedline-segments-{test}-{scenario}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("scenarios/{scenario}.toml"));
    let mut command = Command::new(env!("CARGO_BIN_EXE_dottedline"));
    command.args(["run", "--quiet", "--trials", "12", "--set", "study.weeks=104", "--out"]).arg(&folder).arg(&file);
    let output = command.args(more).output().expect("runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let page = std::fs::read_to_string(folder.join("report.html")).expect("a page");
    std::fs::remove_dir_all(&folder).expect("removed");
    (String::from_utf8(output.stdout).expect("text"), page)
}

#[test]
fn details_tell_every_segment_within_eighty_columns_and_customers_of_the_whole_firm() {
    let (said, page) = run("details", "insurer", &["--details"]);
    assert!(said.lines().all(|line| line.chars().count() <= 80), "{said}");
    for part in [
        "By segment of customers",
        "motor, 60 % of customers",
        "household_and_more, 40 %",
        "points, against siloed, by segment",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    assert!(said.contains("All figures are for the whole firm of 300,000 customers; money in EUR."), "{said}");
    // 60 % of 300,000 at the start; the simulated ones would be some 1,200.
    let motor = said.split("motor, 60 %").nth(1).and_then(|rest| rest.lines().find(|line| line.starts_with("siloed")));
    let cells: Vec<&str> = motor.expect("a row").split_whitespace().collect();
    assert!(
        cells.iter().any(|cell| cell.parse::<f64>().is_ok_and(|number| (150.0..200.0).contains(&number))),
        "{cells:?}"
    );
    assert!(
        page.contains("id=\"by-segment\"") && page.contains("Household and more, 40"),
        "the page tells segments too"
    );
    let (short, _) = run("details", "insurer", &[]);
    assert!(!short.contains("By segment of customers") && said.len() > short.len() + 1_000);
    assert!(short.lines().count() <= 32, "the answer on one screen:\n{short}");
    let (minimal, page) = run("details", "minimal", &["--details"]);
    assert!(!minimal.contains("By segment of customers") && !page.contains("id=\"by-segment\""), "it has one segment");
}

#[test]
fn yearly_retention_stands_first_and_retention_is_named_by_its_horizon() {
    let (said, page) = run("yearly", "insurer", &["--details"]);
    let table = said.split("Each structure: mean").nth(1).expect("a table");
    let heads: Vec<&str> = table.lines().skip(2).take(2).collect();
    let place =
        |word: &str| heads.iter().find_map(|line| line.find(word)).unwrap_or_else(|| panic!("{word}: {heads:?}"));
    assert!(place("yearly") < place("over") && place("2 years") < place("points"), "{heads:?}");
    assert!(said.contains("Retention over 2 years") && said.contains("after 2 years"), "{said}");
    assert!(page.contains("2 years: "), "beside the yearly retention of every card");
}
