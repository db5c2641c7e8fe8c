//! Structures that are eliminated on the way: they run no further, and what is said of the others does not suffer.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::mpsc::channel;
use std::time::Duration;

use dottedline::compare::{Judgement, TableLayout, TableQuestion, TrialTable, answer, own_results};
use dottedline::engine::Outcome;
use dottedline::model::{Criterion, Practical, Study};
use dottedline::output::{FILES, ResultsFolder, RunRecord};
use dottedline::study::{DecisionRules, Finished, RunOptions, Silent, Stopping, figures, look_trials, run_from};

use crate::small_study::{outcome, study};

const NAMES: [&str; 4] = ["siloed", "advisory", "matrixed", "operational"];

/// By how much each is better: two are far behind, one of them the baseline, and two are hard to tell apart.
const BETTER: [f64; 4] = [0.0, 0.000_8, 0.05, 0.050_12];

fn contest(trials: u32) -> Study {
    let mut study = study(trials, &NAMES);
    let practical = Practical::Absolute(0.000_1);
    study.decision.criteria =
        vec![Criterion { metric: "retention".to_owned(), practical, smaller_is_better: false }, secondary()];
    study
}

fn secondary() -> Criterion {
    Criterion { metric: "net_value".to_owned(), practical: Practical::Absolute(1.0), smaller_is_better: false }
}

fn compute(trial: u32, running: &[usize]) -> Vec<Outcome> {
    running.iter().map(|&structure| outcome(trial, structure as u64, BETTER[structure])).collect()
}

fn decided(threads: usize, batch_trials: Option<u32>) -> RunOptions {
    RunOptions { threads: Some(threads), batch_trials, stopping: Stopping::Decided, ..RunOptions::default() }
}

fn finished() -> Finished {
    run_from(&contest(2_000), decided(2, None), &mut Silent, compute).expect("runs")
}

#[test]
fn a_structure_that_is_ruled_out_runs_in_no_further_trial() {
    let asked = Mutex::new(Vec::new());
    let done = run_from(&contest(2_000), decided(3, None), &mut Silent, |trial: u32, running: &[usize]| {
        asked.lock().expect("no panic").push((trial, running.to_vec()));
        compute(trial, running)
    })
    .expect("runs");
    let asked = asked.into_inner().expect("no panic");
    assert!(done.enough && done.trials_finished > 100, "{}", done.trials_finished);
    let last_of = |structure: usize| {
        asked.iter().filter(|(_, running)| running.contains(&structure)).map(|(trial, _)| *trial).max()
    };
    for (structure, name) in NAMES.iter().enumerate() {
        let ran = done.findings.trials_of(structure);
        assert_eq!(last_of(structure), Some(ran - 1), "{name}");
        assert_eq!(ran % 50, 0, "{name} ran in {ran} trials, which is no look");
    }
    assert_eq!(done.findings.eliminated().collect::<Vec<_>>(), [0, 1]);
    assert_eq!((done.findings.trials_of(0), done.findings.trials_of(1)), (50, 50));
}

#[test]
fn the_others_have_the_same_bits_as_in_a_run_in_which_nobody_is_ruled_out() {
    let done = finished();
    let all = run_from(&contest(done.trials_finished), RunOptions::default(), &mut Silent, compute).expect("runs");
    for structure in 0..4 {
        for figure in 0..figures().count() - 2 {
            let bits = |finished: &Finished| -> Vec<Option<u64>> {
                finished.findings.column(structure, figure).map(|number| number.map(f64::to_bits)).collect()
            };
            let (some, whole) = (bits(&done), bits(&all));
            assert_eq!(some.len(), done.findings.trials_of(structure) as usize);
            assert!(some == whole[..some.len()], "structure {structure}, figure {figure}");
        }
    }
    let pair = |finished: &Finished| {
        let verdicts = finished.findings.verdicts();
        let pairs = verdicts[0].pairs.iter().map(|pair| pair.comparison.clone());
        pairs.filter(|pair| pair.first == 3 && pair.second == 2).collect::<Vec<_>>()
    };
    let (some, whole) = (pair(&done), pair(&all));
    assert_eq!((some[0].mean, some[0].simultaneous), (whole[0].mean, whole[0].simultaneous));
}

fn written(threads: usize, batch: Option<u32>) -> (PathBuf, Vec<Vec<u8>>) {
    let study = contest(2_000);
    let name = format!("{threads}_{}", batch.unwrap_or(0));
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("eliminating").join(name);
    let record =
        RunRecord { study: &study, name: "contest", scenario: "", command: "dottedline", study_hash: "", design: None };
    let mut folder = ResultsFolder::create(&path, true, record).expect("can be made");
    let done = run_from(&study, decided(threads, batch), &mut folder, compute).expect("runs");
    folder.with_enough(done.enough).finish(&done.findings).expect("is written");
    let bytes = FILES.iter().map(|file| fs::read(path.join(file)).expect("readable")).collect();
    (path, bytes)
}

#[test]
fn no_byte_of_the_results_depends_on_threads_or_batches() {
    let expected = written(1, None).1;
    for (threads, batch) in [(2, None), (3, Some(7)), (8, Some(64)), (1, Some(1_000))] {
        assert!(written(threads, batch).1 == expected, "{threads} threads in batches of {batch:?}");
    }
}

#[test]
fn tables_have_no_row_of_what_did_not_run_and_own_counts_of_what_did() {
    let (path, _) = written(2, Some(9));
    let (done, rows) = (finished(), |file: &str| -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new().from_path(path.join(file)).expect("readable");
        let head = reader.headers().expect("a head").iter().map(str::to_owned).collect();
        let rows = reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect());
        std::iter::once(head).chain(rows).collect()
    });
    let column = |table: &[Vec<String>], name: &str| table[0].iter().position(|head| head == name).expect("a column");
    let trials = rows("trials.csv");
    let of = |name: &str| trials.iter().filter(|row| row[2] == name).count() as u32;
    assert_eq!((of("siloed"), of("advisory")), (50, 50));
    assert_eq!((of("matrixed"), of("operational")), (done.trials_finished, done.trials_finished));
    let (summary, all) = (rows("summary.csv"), done.trials_finished.to_string());
    for row in summary.iter().filter(|row| row[1] == "retention") {
        let out = row[0] == "siloed" || row[0] == "advisory";
        assert_eq!(row[column(&summary, "n")], if out { "50" } else { all.as_str() }, "{}", row[0]);
    }
    let compared = rows("comparisons.csv");
    for row in compared.iter().filter(|row| row[0] == "retention") {
        let wanted = if row[1] == "operational" && row[2] == "matrixed" { all.as_str() } else { "50" };
        assert_eq!(
            (row[column(&compared, "n")].as_str(), row[column(&compared, "n_judged")].as_str()),
            (wanted, wanted)
        );
        assert!(!row[column(&compared, "verdict")].is_empty());
    }
    let decisions = rows("decisions.csv");
    for row in decisions.iter().skip(1) {
        assert_eq!(
            row[column(&decisions, "n_all")],
            all,
            "the structures that went on are set side by side in all trials"
        );
        let out = ["siloed", "advisory"].contains(&row[1].as_str());
        assert_eq!(row[column(&decisions, "probability_best")].is_empty(), out);
    }
    for file in ["why.csv", "courses.csv", "differences.csv", "weeks.csv", "touchpoints.csv", "acceptability.csv"] {
        assert!(
            rows(file).iter().skip(1).flatten().all(|cell| !cell.contains("NaN") && !cell.contains("inf")),
            "{file}"
        );
    }
    let manifest: serde_json::Value =
        serde_json::from_slice(&fs::read(path.join("manifest.json")).expect("readable")).expect("JSON");
    let out = &manifest["eliminated"];
    assert_eq!((out[0]["structure"].as_str(), out[0]["trials"].as_u64()), (Some("siloed"), Some(50)));
    assert_eq!((out.as_array().map(Vec::len), manifest["complete"].as_bool()), (Some(2), Some(true)));
}

#[test]
fn chances_and_regrets_are_of_the_trials_that_all_have() {
    let findings = finished().findings;
    for decision in findings.verdicts() {
        let sum: f64 = decision.options.iter().filter_map(|option| Some(option.regret?.probability_best)).sum();
        assert!((sum - 1.0).abs() < 1e-12, "{}: {sum}", decision.metric);
        let least =
            decision.options.iter().filter_map(|option| Some(option.regret?.mean)).fold(f64::INFINITY, f64::min);
        assert!((least - decision.perfect_information.expect("trials")).abs() < 1e-12);
        let survivors = (2, findings.trials() as usize);
        assert_eq!(
            (decision.together.len(), decision.trials_of_all),
            survivors,
            "few trials take none from the others"
        );
    }
    let [retention, ..] = findings.verdicts() else { panic!("two criteria") };
    assert_eq!(retention.leader, Some(3));
    assert!(!retention.options[0].standing.expect("trials").possible_best);
}

/// Were a lock held while several threads work out what it is for, somebody could wait for ever: then the time is up.
#[test]
fn findings_may_be_asked_while_they_are_concluded_and_say_the_same_on_any_number_of_threads() {
    let (done, over) = channel();
    std::thread::spawn(move || {
        let fresh = finished().findings;
        let alone = fresh.clone();
        for _ in 0..20 {
            let asked = fresh.clone();
            std::thread::scope(|scope| {
                for threads in [2, 3] {
                    scope.spawn(|| asked.verdicts().len() + asked.segment_verdicts().len());
                    let asked = &asked;
                    scope.spawn(move || asked.conclude(threads));
                }
            });
            assert_eq!(asked.verdicts(), alone.verdicts());
            assert_eq!(asked.segment_verdicts(), alone.segment_verdicts());
        }
        done.send(()).expect("somebody waits");
    });
    over.recv_timeout(Duration::from_secs(300)).expect("all the same, and nobody waits for ever");
}

#[test]
fn the_words_say_up_to_how_many_trials_and_compare_says_the_same_of_the_table() {
    let (path, _) = written(1, Some(50));
    let findings = finished().findings;
    let of_run = Judgement::of_findings(&findings);
    let text = answer(&of_run);
    assert!(text.contains(&format!("95 % confidence, 50 to {} trials a pair", findings.trials())), "{text}");
    let own = own_results(&fs::read(path.join("manifest.json")).expect("readable")).expect("ours");
    let file = fs::File::open(path.join("trials.csv")).expect("readable");
    let table = TrialTable::read(file, &TableLayout::default()).expect("a table").known_as(
        Some(&own),
        None,
        &TableLayout::default(),
    );
    let rules = own.rules.clone().expect("the run's");
    assert_eq!(rules, DecisionRules { criteria: contest(1).decision.criteria, alpha: 0.05 });
    let question = TableQuestion { baseline: table.baseline(), rules, seed: own.seed, own: true, in_full: true };
    for (run, other) in of_run.iter().zip(Judgement::of_table(&table, &question)) {
        assert_eq!((run.trials, run.trials_of_all, &run.missing), (other.trials, other.trials_of_all, &other.missing));
        assert_eq!(run.options, other.options);
        for (one, same) in run.pairs.iter().zip(&other.pairs) {
            assert_eq!(one.comparison, same.comparison);
        }
    }
}

#[test]
fn looks_come_after_so_many_parameter_draws_where_parameters_are_uncertain() {
    let mut study = contest(100);
    assert_eq!(look_trials(&study), 50);
    study.uncertainty = Some(dottedline::model::Uncertainty { parameters: Vec::new(), replications: 8, sample: None });
    assert_eq!(look_trials(&study), 400);
}
