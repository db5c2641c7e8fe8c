//! The results folder: what is in it, when it refuses, and what is readable when something goes wrong.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use dottedline::engine::{METRICS, WEEK_METRICS};
use dottedline::model::Study;
use dottedline::output::{FILES, OutputError, ResultsFolder, RunRecord};
use dottedline::study::{Findings, Observer, RunOptions, figures, run_from};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::small_study::{all, outcomes, study};

const SCENARIO: &str = "[study]\ntrials = 11\n";

/// A path for one test alone, with nothing there.
fn scratch(test: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("results_folder").join(test);
    let _ = fs::remove_dir_all(&path);
    let _ = fs::remove_file(&path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a scratch folder");
    path
}

fn record(study: &Study) -> RunRecord<'_> {
    RunRecord {
        study,
        name: "Small Study",
        scenario: SCENARIO,
        command: "dottedline run scenario.toml",
        study_hash: "",
        design: None,
    }
}

fn three() -> Study {
    study(11, &["siloed", "advisory", "matrixed"])
}

/// Runs a study into a folder.
fn write(path: &Path, force: bool, study: &Study, threads: usize) {
    let mut folder = ResultsFolder::create(path, force, record(study)).expect("can be made");
    let options = RunOptions { threads: Some(threads), ..RunOptions::default() };
    let finished =
        run_from(study, options.clone(), &mut folder, |trial: u32, _: &[usize]| outcomes(study, trial, 0.01))
            .expect("runs");
    let written = folder.finish(&finished.findings).expect("is written");
    assert_eq!(written.trials, study.trials);
    let length = |file: &str| fs::metadata(path.join(file)).expect("a file").len();
    assert_eq!(written.bytes, FILES.into_iter().map(length).sum::<u64>());
}

fn contents(path: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(path).expect("a folder").map(|entry| entry.expect("an entry"));
    entries
        .map(|entry| (entry.file_name().into_string().expect("UTF-8"), fs::read(entry.path()).expect("readable")))
        .collect()
}

fn json(path: &Path, file: &str) -> Value {
    serde_json::from_slice(&fs::read(path.join(file)).expect("readable")).expect("JSON")
}

/// The column names and rows of a table; every row as long as the head.
fn table(path: &Path, file: &str) -> (Vec<String>, Vec<BTreeMap<String, String>>) {
    let mut reader = csv::Reader::from_path(path.join(file)).expect("readable");
    let head: Vec<String> = reader.headers().expect("a head").iter().map(str::to_owned).collect();
    let rows = reader.records().map(|row| {
        let row = row.expect("as long as the head");
        head.iter().cloned().zip(row.iter().map(str::to_owned)).collect()
    });
    let rows = rows.collect();
    (head, rows)
}

#[test]
fn a_finished_folder_holds_exactly_the_named_files() {
    let path = scratch("files");
    write(&path, false, &three(), 2);
    let mut expected = FILES;
    expected.sort_unstable();
    assert_eq!(contents(&path).into_keys().collect::<Vec<_>>(), expected);
}

#[test]
fn bytes_are_the_same_at_any_number_of_threads_and_on_a_second_run() {
    let path = scratch("threads");
    write(&path, false, &three(), 1);
    let first = contents(&path);
    for threads in [1, 2, 3, 8] {
        write(&path, true, &three(), threads);
        assert!(contents(&path) == first, "{threads} threads");
    }
}

#[test]
fn a_longer_run_only_adds_rows_to_the_trials() {
    let (short, long) = (scratch("shorter"), scratch("longer"));
    write(&short, false, &study(4, &["siloed", "advisory"]), 2);
    write(&long, false, &study(9, &["siloed", "advisory"]), 3);
    let [few, many] = [short, long].map(|path| fs::read(path.join("trials.csv")).expect("readable"));
    assert!(many.starts_with(&few) && many.len() > few.len());
}

#[test]
fn trials_have_every_figure_of_every_trial_and_structure_in_order() {
    let path = scratch("trials");
    write(&path, false, &three(), 2);
    let (head, rows) = table(&path, "trials.csv");
    let names: Vec<_> = ["trial", "seed", "structure", "parameter_draw"]
        .into_iter()
        .chain(figures().map(|figure| figure.name))
        .collect();
    assert_eq!(head, names);
    let found: Vec<_> = rows.iter().map(|row| (row["trial"].as_str(), row["structure"].as_str())).collect();
    assert_eq!(found[..4], [("0", "siloed"), ("0", "advisory"), ("0", "matrixed"), ("1", "siloed")]);
    assert_eq!(rows.len(), 33);
    let expected = outcomes(&three(), 1, 0.01)[2].end.retention;
    assert_eq!(rows[5]["retention"].parse(), Ok(expected));
    assert_eq!((rows[5]["nps_measured"].as_str(), rows[5]["seed"].as_str()), ("", "7"));
}

#[test]
fn summary_and_comparisons_have_the_promised_columns_and_metrics() {
    let path = scratch("summary");
    write(&path, false, &three(), 2);
    let (head, rows) = table(&path, "summary.csv");
    let promised = "structure metric unit n mean sd ci_low ci_high p05 p50 p95 undefined";
    assert_eq!(head, promised.split(' ').collect::<Vec<_>>());
    let metrics = "retention nps_true nps_measured net_value quality_mean coordination_mean data_sharing_mean \
                   readiness_mean mandate programme_ended kpi_total started_kpi started_experience started_bridge stopped \
                   experience_mean handoff_mean problem_share satisfaction_mean customers_end break_even_week";
    for metric in metrics.split_whitespace() {
        assert_eq!(rows.iter().filter(|row| row["metric"] == metric).count(), 3, "{metric}");
    }
    let (head, rows) = table(&path, "comparisons.csv");
    let promised = "metric structure other n mean_structure mean_other difference sd ci_low ci_high method share_better \
                    correlation variance_reduction n_judged median share_tied skewness practical_difference \
                    simultaneous_low simultaneous_high simultaneous_method p p_holm verdict more_trials independent_trials bca_low bca_high \
                    first_order second_order second_order_ahead second_order_behind";
    assert_eq!(head, promised.split_whitespace().collect::<Vec<_>>());
    // Every metric against the baseline, and the third pair in the four that count.
    assert_eq!(rows.len(), 2 * METRICS.len() + 4);
    let method = |row: &BTreeMap<String, String>| {
        if row["sd"] == "0" { "no variance seen: binomial bound" } else { "paired t, 95 %" }
    };
    assert!(rows.iter().all(|row| row["method"] == method(row)));
    assert_eq!(rows.iter().filter(|row| row["other"] == "siloed").count(), 2 * METRICS.len());
    assert!(rows.iter().all(|row| (row["n_judged"].is_empty()) == (row["second_order"].is_empty())));
    let number = |name: &str| rows[0][name].parse::<f64>().expect("a number");
    assert!(number("ci_low") < 0.01 && 0.01 < number("ci_high"));
    assert!((number("mean_structure") - number("mean_other") - number("difference")).abs() < 1e-12);
}

#[test]
fn why_adds_up_as_read_back_from_the_file() {
    let path = scratch("why");
    write(&path, false, &three(), 2);
    let (head, rows) = table(&path, "why.csv");
    let promised = "structure other scope item component n difference ci_low ci_high";
    assert_eq!(head, promised.split(' ').collect::<Vec<_>>());
    let mut sums: BTreeMap<(String, String, String), [f64; 2]> = BTreeMap::new();
    for row in &rows {
        let key = ["structure", "scope", "item"].map(|name| row[name].clone()).into();
        let difference = row["difference"].parse::<f64>().unwrap_or(0.0);
        sums.entry(key).or_default()[usize::from(row["component"] == "total")] += difference;
    }
    assert!(sums.keys().any(|key| key.1 == "period" && key.2 == "3") && sums.keys().any(|key| key.2 == "branch"));
    assert!(sums.values().all(|[parts, total]| (parts - total).abs() < 1e-14));
}

#[test]
fn weeks_have_a_row_per_structure_week_and_figure() {
    let path = scratch("weeks");
    write(&path, false, &three(), 2);
    let (head, rows) = table(&path, "weeks.csv");
    let promised = "structure week metric unit n mean sd ci_low ci_high n_quantiles p05 p25 p50 p75 p95";
    assert_eq!(head, promised.split(' ').collect::<Vec<_>>());
    let of_week = |week: &str| rows.iter().filter(|row| row["structure"] == "matrixed" && row["week"] == week).count();
    let never = ["satisfaction", "expectation", "problem_share", "experience", "handoff", "coordination"].len() + 1;
    assert_eq!((of_week("0"), of_week("2")), (WEEK_METRICS.len() - never - 1, WEEK_METRICS.len() - never));
}

#[test]
fn places_are_named_with_their_means_and_intervals() {
    let path = scratch("places");
    write(&path, false, &three(), 2);
    let (head, rows) = table(&path, "touchpoints.csv");
    assert_eq!(head[..7], ["structure", "touchpoint", "owner", "n", "quality", "quality_ci_low", "quality_ci_high"]);
    assert_eq!((rows[4]["structure"].as_str(), rows[4]["touchpoint"].as_str()), ("advisory", "app"));
    assert_eq!((rows[4]["owner"].as_str(), rows[4]["leavers"].as_str()), ("digital", "2"));
    assert_eq!(rows[5]["experience"], "", "nobody came");
    let (head, rows) = table(&path, "functions.csv");
    assert_eq!(head[..4], ["structure", "function", "n", "kpi"]);
    assert_eq!(rows.len(), 6);
    let (_, rows) = table(&path, "handoffs.csv");
    assert_eq!(
        (rows[1]["from"].as_str(), rows[1]["to"].as_str(), rows[1]["contacts"].as_str()),
        ("service", "digital", "25")
    );
}

#[test]
fn no_cell_is_anything_but_empty_where_a_number_is_missing() {
    let path = scratch("missing");
    write(&path, false, &study(1, &["siloed", "advisory"]), 1);
    for (file, bytes) in contents(&path).into_iter().filter(|(file, _)| file.ends_with(".csv")) {
        let text = String::from_utf8(bytes).expect("UTF-8").to_lowercase();
        for cell in text.split([',', '\n', '"']) {
            assert!(!["nan", "inf", "-inf", "none", "na"].contains(&cell), "{file}");
        }
    }
    let (_, rows) = table(&path, "summary.csv");
    assert!(rows.iter().all(|row| row["ci_low"].is_empty() && row["sd"].is_empty()), "one trial has no interval");
}

#[test]
fn the_data_package_describes_every_table_and_column() {
    let path = scratch("package");
    write(&path, false, &three(), 2);
    let package = json(&path, "datapackage.json");
    let resources = package["resources"].as_array().expect("a list");
    let described: Vec<_> = resources.iter().map(|resource| resource["path"].as_str().expect("a path")).collect();
    let tables: Vec<_> = FILES.into_iter().filter(|file| file.ends_with(".csv")).collect();
    assert_eq!(described, tables);
    assert_eq!(package["name"], "small-study");
    for resource in resources {
        check_resource(&path, resource);
    }
}

fn check_resource(path: &Path, resource: &Value) {
    let file = resource["path"].as_str().expect("a path");
    let bytes = fs::read(path.join(file)).expect("readable");
    let digest: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(resource["bytes"].as_u64(), Some(bytes.len() as u64), "{file}");
    assert_eq!(resource["hash"].as_str(), Some(format!("sha256:{digest}").as_str()), "{file}");
    let (head, rows) = table(path, file);
    let fields = resource["schema"]["fields"].as_array().expect("a list");
    assert_eq!(fields.iter().map(|field| field["name"].as_str().expect("a name")).collect::<Vec<_>>(), head);
    let key = resource["schema"]["primaryKey"].as_array().expect("a list");
    for field in fields {
        let name = field["name"].as_str().expect("a name");
        assert!(["title", "description"].iter().all(|key| !field[key].as_str().expect("text").is_empty()), "{name}");
        let fits = |cell: &str| match field["type"].as_str() {
            Some("integer") => cell.parse::<u64>().is_ok(),
            Some("number") => cell.is_empty() || cell.parse::<f64>().is_ok(),
            _ => field["unit"] == "" && !(cell.is_empty() && key.contains(&field["name"])),
        };
        assert!(rows.iter().all(|row| fits(&row[name])), "{file}: {name}");
    }
}

#[test]
fn the_manifest_says_how_to_repeat_the_run_and_nothing_of_when() {
    let path = scratch("manifest");
    write(&path, false, &three(), 2);
    let manifest = json(&path, "manifest.json");
    let digest: String = Sha256::digest(SCENARIO).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(manifest["scenario_sha256"], digest.as_str());
    assert_eq!(fs::read_to_string(path.join("scenario.toml")).expect("readable"), SCENARIO);
    assert_eq!((manifest["seed"].as_u64(), manifest["trials_finished"].as_u64()), (Some(7), Some(11)));
    assert_eq!((manifest["generator"].as_str(), manifest["complete"].as_bool()), (Some("ChaCha8"), Some(true)));
    assert_eq!(manifest["command"], "dottedline run scenario.toml");
    let keys: Vec<_> = manifest.as_object().expect("a table").keys().map(String::as_str).collect();
    assert_eq!(
        keys.join(" "),
        "program version title question scenario scenario_sha256 study_hash seed trials_asked trials_finished complete \
         eliminated generator sampling_contract numerics_version structures baseline currency weeks customers represents same_levers decision command answer risk segments pays turning_points datapackage_sha256 \
         manifest_sha256"
    );
}

#[test]
fn a_folder_with_anything_in_it_is_refused_and_left_alone() {
    let path = scratch("refused");
    fs::create_dir_all(&path).expect("a folder");
    fs::write(path.join("notes.txt"), "mine").expect("a file");
    let study = three();
    let error = ResultsFolder::create(&path, false, record(&study)).err().expect("refused");
    assert!(matches!(error, OutputError::NotEmpty { .. }));
    let said = error.to_string();
    assert!(said.contains("already holds files") && said.contains("replaced") && !said.contains("--"), "{said}");
    assert_eq!(contents(&path).into_keys().collect::<Vec<_>>(), ["notes.txt"]);
}

#[test]
fn force_replaces_results_and_no_other_file() {
    let path = scratch("forced");
    write(&path, false, &study(20, &["siloed", "advisory"]), 2);
    fs::write(path.join("notes.txt"), "mine").expect("a file");
    write(&path, true, &study(2, &["siloed"]), 1);
    assert_eq!(fs::read_to_string(path.join("notes.txt")).expect("still there"), "mine");
    assert_eq!(table(&path, "trials.csv").1.len(), 2);
}

#[test]
fn force_never_replaces_a_file_of_a_folder_that_is_not_ours() {
    let path = scratch("foreign");
    fs::create_dir_all(&path).expect("a folder");
    fs::write(path.join("scenario.toml"), "my own work").expect("a file");
    let study = three();
    let error = ResultsFolder::create(&path, true, record(&study)).err().expect("refused");
    assert!(matches!(&error, OutputError::NotOurs { file } if file.ends_with("scenario.toml")), "{error}");
    fs::write(path.join("manifest.json"), "{\"program\": \"something else\"}").expect("a file");
    assert!(ResultsFolder::check(&path, true).is_err());
    assert_eq!(fs::read_to_string(path.join("scenario.toml")).expect("still there"), "my own work");
}

#[test]
fn force_into_a_folder_without_results_adds_them() {
    let path = scratch("beside");
    fs::create_dir_all(&path).expect("a folder");
    fs::write(path.join("notes.txt"), "mine").expect("a file");
    write(&path, true, &three(), 1);
    assert_eq!(contents(&path).len(), FILES.len() + 1);
}

#[test]
fn a_file_in_the_place_of_the_folder_is_refused() {
    let path = scratch("a_file");
    fs::write(&path, "mine").expect("a file");
    let study = three();
    for force in [false, true] {
        let error = ResultsFolder::create(&path, force, record(&study)).err().expect("refused");
        assert!(matches!(error, OutputError::NotAFolder { .. }));
        let below = ResultsFolder::create(&path.join("below"), force, record(&study)).err().expect("refused");
        assert!(matches!(below, OutputError::NotAFolder { .. } | OutputError::CannotPrepare { .. }), "{below}");
    }
    assert_eq!(fs::read_to_string(&path).expect("still there"), "mine");
}

#[test]
fn every_trial_is_readable_as_soon_as_it_is_taken_up() {
    let path = scratch("streamed");
    let study = three();
    let mut folder = ResultsFolder::create(&path, false, record(&study)).expect("can be made");
    assert_eq!(json(&path, "manifest.json")["trials_finished"], Value::Null);
    for trial in 0..3 {
        assert_eq!(table(&path, "trials.csv").1.len(), 3 * trial as usize);
        folder.trial(trial, &all(outcomes(&study, trial, 0.01))).expect("is written");
    }
    assert_eq!((table(&path, "trials.csv").1.len(), folder.readable_trials()), (9, 3));
}

#[test]
fn an_interrupted_run_is_whole_for_its_finished_trials_and_says_so() {
    let path = scratch("interrupted");
    let study = three();
    let mut folder = ResultsFolder::create(&path, false, record(&study)).expect("can be made");
    let mut findings = Findings::new(&study);
    for trial in 0..4 {
        folder.trial(trial, &all(outcomes(&study, trial, 0.01))).expect("is written");
        findings.add(&all(outcomes(&study, trial, 0.01)));
    }
    assert_eq!(folder.finish(&findings).expect("is written").trials, 4);
    let manifest = json(&path, "manifest.json");
    assert_eq!((manifest["trials_asked"].as_u64(), manifest["trials_finished"].as_u64()), (Some(11), Some(4)));
    assert_eq!(manifest["complete"], false);
    assert!(table(&path, "summary.csv").1.iter().all(|row| row["n"].parse::<u64>().expect("a number") <= 4));
}

#[test]
fn what_cannot_be_written_is_named_with_the_trials_that_can_be_read() {
    let path = scratch("vanished");
    let study = three();
    let mut folder = ResultsFolder::create(&path, false, record(&study)).expect("can be made");
    folder.trial(0, &all(outcomes(&study, 0, 0.01))).expect("is written");
    folder.trial(1, &all(outcomes(&study, 1, 0.01))).expect("is written");
    fs::create_dir(path.join("why.csv")).expect("something in the way");
    let error = folder.finish(&Findings::new(&study)).expect_err("cannot be written");
    assert_eq!(error.readable_trials(), 2);
    let said = error.to_string();
    assert!(said.contains("why.csv") && said.contains("2 finished trials are readable in trials.csv"), "{said}");
    assert_eq!(table(&path, "trials.csv").1.len(), 6);
}
