//! Tables and report from results in memory: the bytes of the results folder, without a folder.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use dottedline::compare::{Judgement, Together, sentences, worth};
use dottedline::model::Study;
use dottedline::output::{FILES, ResultsFolder, RunRecord, table, table_names};
use dottedline::report::{Report, ReportError, conclusion};
use dottedline::scenario::{self, Scenario};
use dottedline::study::{Finished, RunOptions, Silent, Stopping, run, run_from};

use crate::small_study::{outcomes, study};

/// An empty place for one test alone.
fn scratch(test: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("in_memory").join(test);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a scratch folder");
    path
}

fn record<'r>(study: &'r Study, scenario: &'r str) -> RunRecord<'r> {
    let command = "dottedline run scenario.toml";
    RunRecord { study, name: "small", scenario, command, study_hash: "", design: None }
}

/// Every table of a folder, from memory: its bytes at once and one after another, and its rows.
fn assert_the_same(folder: &Path, study: &Study, finished: &Finished) {
    for name in table_names() {
        let file = fs::read(folder.join(name)).expect("a file");
        let table = table(study, &finished.findings, name).expect("a table");
        assert!(table.csv() == file, "{name}");
        let mut bytes = Vec::new();
        table.reader().read_to_end(&mut bytes).expect("memory can be read");
        assert!(bytes == file, "{name}, one after another");
        let mut reader = csv::Reader::from_reader(file.as_slice());
        let head: Vec<String> = reader.headers().expect("a head").iter().map(str::to_owned).collect();
        assert_eq!(head, table.columns().into_iter().map(|column| column.name).collect::<Vec<_>>(), "{name}");
        assert!(table.key().iter().all(|key| head.iter().any(|own| own == key)), "{name}");
        let rows: Vec<Vec<String>> =
            table.rows().map(|row| row.iter().map(|cell| cell.text().into_owned()).collect()).collect();
        let read = reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect::<Vec<_>>());
        assert!(read.eq(rows), "{name}, its rows");
    }
}

#[test]
fn every_table_from_memory_has_the_bytes_of_its_file() {
    let (folder, study) = (scratch("tables"), study(40, &["siloed", "advisory", "=cmd()"]));
    let mut results = ResultsFolder::create(&folder, true, record(&study, "")).expect("a folder");
    let options = RunOptions { stopping: Stopping::Decided, ..RunOptions::default() };
    let finished =
        run_from(&study, options.clone(), &mut results, |trial: u32, _: &[usize]| outcomes(&study, trial, 0.02))
            .expect("runs");
    results.finish(&finished.findings).expect("is written");
    assert_the_same(&folder, &study, &finished);
}

#[test]
fn every_table_of_a_folder_is_to_be_had_by_its_name_and_no_other() {
    let files: Vec<&str> = FILES.into_iter().filter(|file| file.ends_with(".csv")).collect();
    assert_eq!(table_names().collect::<Vec<_>>(), files);
    let study = study(2, &["siloed", "advisory"]);
    let finished =
        run_from(&study, RunOptions::default(), &mut Silent, |trial: u32, _: &[usize]| outcomes(&study, trial, 0.01))
            .expect("runs");
    let file = |name: &str| table(&study, &finished.findings, name).map(|table| table.file());
    assert_eq!(file("summary"), Some("summary.csv"));
    assert_eq!([file("manifest.json"), file("summary.csv.csv"), file(".csv"), file("")], [None; 4]);
}

fn shipped(name: &str, sets: &[&str]) -> Scenario {
    let template = scenario::templates().iter().find(|template| template.name == name).expect("a template");
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    scenario::parse(template.name, template.text, &sets).expect("a scenario")
}

#[test]
fn the_report_from_memory_is_the_page_of_the_folder_byte_for_byte() {
    for (name, trials) in
        [("minimal", "study.trials=6"), ("road_map", "study.trials=3"), ("retail_bank", "study.trials=1")]
    {
        let folder = scratch(name);
        let scenario = shipped(name, &[trials, "study.customers=200", "study.weeks=60"]);
        let record = record(&scenario.study, &scenario.as_run);
        let mut results = ResultsFolder::create(&folder, true, record).expect("a folder");
        let finished = run(&scenario.study, RunOptions::default(), &mut results).expect("runs");
        let results = results.with_enough(finished.enough).with_conclusion(conclusion(&finished.findings));
        results.finish(&finished.findings).expect("is written");
        assert_the_same(&folder, &scenario.study, &finished);
        let (file, _) = Report::read(&folder).expect("a results folder").write(&folder).expect("is written");
        let report = Report::of(record, &finished.findings, finished.enough).expect("results");
        assert!(report.page() == fs::read_to_string(file).expect("the page"), "{name}");
        assert_eq!(report.charts(), Report::read(&folder).expect("a results folder").charts(), "{name}");
        assert!(report.altered().is_empty());
    }
}

#[test]
fn answer_page_and_worth_tell_any_share_in_points_and_under_one_name() {
    let sets = ["study.trials=12", "study.customers=300", "study.weeks=104", "decision.primary=\"problem_share\""];
    let scenario = shipped("minimal", &[&sets[..], &["decision.delta.problem_share=0.01"]].concat());
    let finished = run(&scenario.study, RunOptions::default(), &mut Silent).expect("runs");
    let judged = Judgement::of_findings(&finished.findings);
    assert!(sentences(&judged)[0].starts_with("By problem share, "), "{:?}", sentences(&judged));
    let worth = worth(&Together::of_findings(&finished.findings, &judged));
    assert!(worth.contains("a point less of problem share"), "{worth}");
    let record = record(&scenario.study, &scenario.as_run);
    let page = Report::of(record, &finished.findings, finished.enough).expect("results").page();
    assert!(page.contains("By problem share, ") && !page.contains("By problem_share"));
}

#[test]
fn results_in_memory_that_make_no_page_say_why() {
    let study = study(2, &["siloed", "advisory"]);
    let finished =
        run_from(&study, RunOptions::default(), &mut Silent, |trial: u32, _: &[usize]| outcomes(&study, trial, 0.01))
            .expect("runs");
    let error =
        Report::of(record(&study, "[study]\ntrials = \"many\"\n"), &finished.findings, false).expect_err("no scenario");
    assert!(matches!(error, ReportError::NoPage { .. }) && error.to_string().contains("scenario.toml"), "{error}");
}
