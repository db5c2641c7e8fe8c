//! The entries of the library do what the program does, byte for byte; watchers are told how it goes, and are obeyed.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use dottedline::application::{
    self, ApplicationError, Difference, Earlier, Failing, MergeRequest, MergeResult, Notice, Resources, RunRequest,
    RunResult, ShardRequest, ShardResult, Shares, Unwatched, Watcher, keep_structures, only_trial, share_out,
};
use dottedline::output::{OutputError, WRITES_PARQUET};
use dottedline::scenario::{self, Scenario};
use dottedline::shards::StudyPlan;
use dottedline::study::{RunOptions, Stopping, TurningEffort};

use crate::program::{self, Folder, SMALL, assert_code, program};
use crate::sharing_out::assert_same_results;

/// The scenario that the program runs with `SMALL` and so many trials.
fn small(trials: u32) -> Scenario {
    let mut sets: Vec<String> = SMALL.iter().filter(|word| **word != "--set").map(|&word| word.to_owned()).collect();
    sets.push(format!("study.trials={trials}"));
    scenario::read(&program::scenario("minimal"), &sets).unwrap()
}

#[test]
fn an_estimate_counts_what_is_found_out_beside_the_trials() {
    let scenario = small(100);
    let seconds = |turning: Option<TurningEffort>, levers: Option<u32>| {
        RunRequest { turning, levers, ..RunRequest::new(&scenario, Path::new("out")) }.estimate().seconds
    };
    let alone = seconds(None, None);
    let times = |turning, levers| seconds(turning, levers) / alone;
    assert!((times(Some(TurningEffort::Quick), None) - 1.2).abs() < 1e-9);
    // Some 130 assumptions, tried 80 times each, against 100 trials.
    assert!((50.0..200.0).contains(&times(Some(TurningEffort::All), None)));
    // Half of two structures, 64 firms, in 50 of 100 trials.
    assert!((times(None, Some(50)) - 17.0).abs() < 1e-9);
    assert_eq!(times(None, Some(100)), times(None, Some(1_000)), "there are 100 trials");
}

/// Runs the small study as the program does.
fn by_program(folder: &Folder, words: &[&str]) {
    let minimal = program::scenario("minimal");
    assert_code(&program(folder, &[&["run", minimal.to_str().unwrap()], SMALL, words].concat()), 0);
}

fn into(folder: &Folder, name: &str, scenario: &Scenario, earlier: Earlier) -> Result<RunResult, ApplicationError> {
    let request = RunRequest { earlier, ..RunRequest::new(scenario, &folder.0.join(name)) };
    application::run(&request, &mut Unwatched)
}

#[test]
fn a_run_by_the_library_is_the_program_s_byte_for_byte() {
    let folder = Folder::new("application-run");
    by_program(&folder, &["--trials", "6", "--out", "program"]);
    let result = into(&folder, "library", &small(6), Earlier::Stay).unwrap();
    assert_eq!((result.written.trials, result.finished.interrupted(), result.failed.count), (6, false, 0));
    assert!(result.page.unwrap() > 1_000);
    assert_same_results(&folder, "program", "library");
}

#[test]
fn a_run_with_a_rule_of_stopping_and_some_structures_says_the_same_of_itself() {
    let folder = Folder::new("application-command");
    let mut scenario = small(60);
    let names: Vec<String> = scenario.study.structures.iter().rev().take(2).map(|one| one.id.clone()).collect();
    by_program(
        &folder,
        &["--structures", &names.join(","), "--until", "precision=1", "--max-trials", "60", "--out", "program"],
    );
    keep_structures(&mut scenario.study, &names).unwrap();
    let request = RunRequest {
        structures_named: true,
        options: RunOptions { stopping: Stopping::Precision(1.0), threads: Some(2), ..RunOptions::default() },
        ..RunRequest::new(&scenario, &folder.0.join("library"))
    };
    assert!(application::run(&request, &mut Unwatched).unwrap().finished.enough);
    assert_same_results(&folder, "program", "library");
}

/// Notes what it is told; ends the run after so many trials.
#[derive(Default)]
struct Notes {
    said: Vec<String>,
    computed: AtomicU32,
    most: Option<u32>,
    no_room: bool,
}

impl Watcher for Notes {
    fn has_room(&mut self, needs: &Resources, _folder: &Path, threads: usize) -> Result<(), String> {
        assert!(needs.memory > 0.0 && threads > 0);
        if self.no_room { Err("the boat is full".to_owned()) } else { Ok(()) }
    }

    fn notices(&mut self, notice: &Notice<'_>) {
        self.said.push(notice.to_string());
    }

    fn begins(&mut self, trials: u32, over: u32) {
        self.said.push(format!("{trials} trials, {over} of them over"));
    }

    fn computed(&self) {
        self.computed.fetch_add(1, Ordering::SeqCst);
    }

    fn interrupted(&self) -> bool {
        self.most.is_some_and(|most| self.computed.load(Ordering::SeqCst) >= most)
    }
}

#[test]
fn a_run_that_was_ended_and_gone_on_with_is_a_whole_one() {
    let folder = Folder::new("application-resume");
    into(&folder, "whole", &small(9), Earlier::Stay).unwrap();
    let scenario = small(9);
    let request = RunRequest {
        earlier: Earlier::GoneOnWith,
        options: RunOptions { threads: Some(1), ..RunOptions::default() },
        ..RunRequest::new(&scenario, &folder.0.join("parts"))
    };
    let mut ends = Notes { most: Some(4), ..Notes::default() };
    let first = application::run(&request, &mut ends).unwrap();
    assert!(first.finished.interrupted());
    assert_eq!((first.written.trials, ends.said.as_slice()), (4, &["9 trials, 0 of them over".to_owned()][..]));
    let mut goes_on = Notes::default();
    application::run(&request, &mut goes_on).unwrap();
    assert_eq!(goes_on.said, ["Going on after 4 trials.", "9 trials, 4 of them over"]);
    assert_eq!(goes_on.computed.into_inner(), 5, "no trial is run twice");
    assert_same_results(&folder, "whole", "parts");
}

#[test]
fn what_is_in_the_way_is_told_by_type_and_without_a_flag() {
    let folder = Folder::new("application-refused");
    into(&folder, "out", &small(3), Earlier::Stay).unwrap();
    let mut other_seed = small(3);
    other_seed.study.seed += 1;
    let there = into(&folder, "out", &small(3), Earlier::Stay).unwrap_err();
    let seed = into(&folder, "out", &other_seed, Earlier::GoneOnWith).unwrap_err();
    let fewer = into(&folder, "out", &small(2), Earlier::GoneOnWith).unwrap_err();
    assert!(matches!(there, ApplicationError::Output(OutputError::NotEmpty { .. })), "{there}");
    let of_seed = |error: &ApplicationError| match error {
        ApplicationError::OfAnotherStudy { difference: Difference::Seed { theirs, yours }, .. } => {
            *theirs == Some(yours - 1)
        }
        _ => false,
    };
    assert!(of_seed(&seed), "{seed}");
    assert!(matches!(fewer, ApplicationError::HoldsMore { there: 3, asked: 2, .. }), "{fewer}");
    for error in [there, seed, fewer] {
        assert!(!error.to_string().contains("--"), "{error}");
    }
    into(&folder, "out", &small(2), Earlier::Replaced).unwrap();
}

#[test]
fn parquet_is_refused_before_the_first_trial_where_nothing_writes_it() {
    let folder = Folder::new("application-parquet");
    let scenario = small(2);
    let request = RunRequest { parquet: true, ..RunRequest::new(&scenario, &folder.0.join("out")) };
    match application::run(&request, &mut Unwatched) {
        Ok(_) => assert!(WRITES_PARQUET && request.folder.join("trials.parquet").exists()),
        Err(error) => assert!(matches!(error, ApplicationError::NoParquet) && !request.folder.exists(), "{error}"),
    }
}

#[test]
fn where_there_is_no_room_nothing_is_written() {
    let folder = Folder::new("application-room");
    let scenario = small(3);
    let request = RunRequest::new(&scenario, &folder.0.join("out"));
    let refused = application::run(&request, &mut Notes { no_room: true, ..Notes::default() }).unwrap_err();
    assert!(matches!(&refused, ApplicationError::NoRoom(why) if why == "the boat is full"), "{refused}");
    assert!(!request.folder.exists());
}

#[test]
fn a_trial_that_fails_is_counted_and_can_be_run_alone() {
    let folder = Folder::new("application-failing");
    let scenario = small(4);
    let request = RunRequest {
        failing: Failing { most_share: 0.5, on_purpose: vec![2] },
        ..RunRequest::new(&scenario, &folder.0.join("out"))
    };
    let failed = application::run(&request, &mut Unwatched).unwrap().failed;
    assert!(!failed.are_too_many());
    assert_eq!((failed.count, failed.first), (1, Some((2, "made to fail".to_owned()))));
    assert_eq!(only_trial(&scenario, 2, &[2]).unwrap().fails.as_deref(), Some("made to fail"));
    let alone = only_trial(&scenario, 1, &[]).unwrap();
    assert_eq!((alone.fails, alone.findings.trials()), (None, 1));
}

#[test]
fn a_plan_run_shard_by_shard_and_merged_is_one_run() {
    let folder = Folder::new("application-shards");
    let scenario = small(9);
    into(&folder, "whole", &scenario, Earlier::Stay).unwrap();
    let (file, shards) = (folder.0.join("plan.json"), folder.0.join("shards"));
    let mut plan = application::plan(&scenario, false, None).unwrap();
    share_out(&mut plan, &scenario, Shares::Count(2));
    plan.write(&file).unwrap();
    fs::create_dir(&shards).unwrap();
    let plan = StudyPlan::read(&file).unwrap();
    assert_eq!(application::status(&plan, &shards).unwrap().missing, [0, 1]);
    for index in [1, 0] {
        let request = ShardRequest {
            plan: file.clone(),
            index,
            shards: 2,
            folder: shards.clone(),
            options: RunOptions::default(),
            failing: Failing::default(),
        };
        let first = application::run_shard(&request, &mut Unwatched).unwrap();
        assert!(matches!(first, ShardResult::Run(run) if run.kept == run.trials && !run.interrupted));
        assert_eq!(application::run_shard(&request, &mut Unwatched).unwrap(), ShardResult::WasThere);
    }
    assert!(application::status(&plan, &shards).unwrap().missing.is_empty());
    let request = MergeRequest {
        plan: file,
        shards,
        folder: folder.0.join("merged"),
        partial: false,
        replaces: false,
        parquet: false,
    };
    let merged = application::merge(&request, &mut Unwatched).unwrap();
    assert!(matches!(merged, MergeResult::Run(run) if run.written.trials == 9));
    assert_same_results(&folder, "whole", "merged");
    let again = application::merge(&request, &mut Unwatched).unwrap();
    assert!(matches!(again, MergeResult::WereThere { page: Ok(()) }));
    let found = application::verify(&request.folder).unwrap();
    assert!(found.complete && found.problems.is_empty());
}
