//! The forms of the customer loop as users meet them: the same results in each, and who asks for what.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use dottedline::lanes::Form;
use sha2::{Digest, Sha256};

const PROGRAM: &str = env!("CARGO_BIN_EXE_dottedline");

/// An empty folder for one test alone.
fn scratch(test: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("forms").join(test);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

/// Runs the retail bank, made small, with newcomers, renewals, surveys and the organisation's turns.
fn run(folder: &Path, words: &[&str], variable: Option<&str>) -> Output {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/retail_bank.toml");
    let small = ["--trials", "3", "--set", "study.customers=300", "--set", "study.weeks=60", "--quiet"];
    let mut command = Command::new(PROGRAM);
    command.current_dir(folder).stdin(Stdio::null()).env_remove("DOTTEDLINE_KERNEL");
    variable.map(|name| command.env("DOTTEDLINE_KERNEL", name));
    command.arg("run").arg(file).args(small).args(words).output().unwrap()
}

fn succeeds(output: &Output) {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// All files of a results folder, without those that only `--resume` reads.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
    entries.map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(path).unwrap())).collect()
}

/// One hash of everything that a run left behind.
fn hash(folder: &Path) -> String {
    let mut hasher = Sha256::new();
    for (name, bytes) in contents(folder) {
        hasher.update(format!("{name} {}\n", bytes.len()));
        hasher.update(bytes);
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn json(path: &Path) -> serde_json::Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

#[test]
fn one_hash_of_the_results_in_every_form_and_on_any_number_of_threads() {
    let folder = scratch("hash");
    let mut hashes = BTreeMap::new();
    for form in Form::available() {
        for threads in ["1", "2", "3"] {
            let name = format!("{}-{threads}", form.name());
            succeeds(&run(&folder, &["--kernel", form.name(), "--threads", threads, "--out", &name], None));
            hashes.insert(name.clone(), hash(&folder.join(name)));
        }
    }
    assert!(hashes.len() >= 6, "naive and portable are there on every machine");
    assert_eq!(contents(&folder.join("naive-1")), contents(&folder.join("portable-2")), "byte for byte");
    let first = hashes["naive-1"].clone();
    assert!(hashes.values().all(|hash| *hash == first), "{hashes:#?}");
}

#[test]
fn another_seed_gives_another_hash() {
    let folder = scratch("noise");
    for seed in ["1", "2"] {
        succeeds(&run(&folder, &["--seed", seed, "--out", seed], None));
    }
    assert_ne!(hash(&folder.join("1")), hash(&folder.join("2")));
}

#[test]
fn a_form_that_is_not_there_ends_with_2_and_the_names_of_those_that_are() {
    let folder = scratch("unknown");
    for (words, variable, asked_by) in
        [(&["--kernel", "avx1024"][..], None, "--kernel"), (&[], Some("avx1024"), "DOTTEDLINE_KERNEL")]
    {
        let output = run(&folder, words, variable);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{said}");
        for part in [asked_by, "avx1024", "naive, portable"] {
            assert!(said.contains(part), "{part} is missing in {said}");
        }
    }
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0, "nothing is written");
}

#[test]
fn the_flag_wins_over_the_variable_and_an_empty_variable_asks_for_nothing() {
    let folder = scratch("flag");
    let fastest = Form::fastest().name();
    for (words, variable, expected) in [
        (&["--kernel", "portable"][..], Some("naive"), "portable"),
        (&["--kernel", "portable"], Some("nonsense"), "portable"),
        (&[], Some("naive"), "naive"),
        (&[], Some(""), fastest),
        (&[], None, fastest),
    ] {
        succeeds(&run(&folder, &[words, &["--force", "--timing", "t.json"]].concat(), variable));
        assert_eq!(json(&folder.join("t.json"))["kernel"], expected, "{words:?}, {variable:?}");
    }
}

#[test]
fn timing_says_how_much_was_simulated_and_what_it_took() {
    let folder = scratch("timing");
    succeeds(&run(&folder, &["--out", "r", "--threads", "2", "--timing", "t.json"], None));
    let timing = json(&folder.join("t.json"));
    // 300 slots; 52 weeks of warm-up once, 60 weeks under each of four structures; three trials.
    assert_eq!(timing["slot_weeks"], 3 * 300 * (52 + 4 * 60));
    assert_eq!(timing["customer_weeks"], customer_weeks(&folder.join("r")));
    assert_eq!((&timing["trials"], &timing["threads"]), (&3.into(), &2.into()));
    assert_eq!(timing["program"], concat!("dottedline ", env!("CARGO_PKG_VERSION")));
    let seconds = |part: &str, of: &str| timing[part][of].as_f64().unwrap();
    for of in ["wall_seconds", "cpu_seconds"].into_iter().take(if cfg!(unix) { 2 } else { 1 }) {
        let parts: f64 = ["simulating", "concluding", "writing"].map(|part| seconds(part, of)).iter().sum();
        assert!((parts - seconds("whole_run", of)).abs() < 1e-6, "{timing:#}");
    }
    for part in ["simulating", "concluding", "writing", "whole_run"] {
        assert!(timing[part]["wall_seconds"].as_f64().unwrap() > 0.0, "{timing:#}");
        assert!(!cfg!(unix) || timing[part]["cpu_seconds"].as_f64().unwrap() > 0.0, "{timing:#}");
    }
    let weeks = timing["customer_weeks"].as_f64().unwrap();
    let rate = timing["customer_weeks_per_wall_second"].as_f64().unwrap();
    assert!((rate * timing["simulating"]["wall_seconds"].as_f64().unwrap() / weeks - 1.0).abs() < 1e-9);
}

/// Customer-weeks of three trials, from the mean numbers of customers that the results tell.
fn customer_weeks(results: &Path) -> u64 {
    let mut reader = csv::Reader::from_path(results.join("weeks.csv")).unwrap();
    let head: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let place = |name: &str| head.iter().position(|column| column == name).unwrap();
    let (week, metric, mean) = (place("week"), place("metric"), place("mean"));
    let rows = reader.records().map(Result::unwrap).filter(|row| &row[metric] == "customers");
    let ends: f64 = rows.filter(|row| &row[week] != "59").map(|row| row[mean].parse::<f64>().unwrap()).sum();
    (3.0 * (ends + 4.0 * 300.0 + 52.0 * 300.0)).round() as u64
}

#[test]
fn results_hold_no_timing_and_a_place_that_cannot_be_written_is_told_before_the_run() {
    let folder = scratch("no-timing");
    succeeds(&run(&folder, &["--out", "with", "--timing", "t.json"], None));
    succeeds(&run(&folder, &["--out", "without"], None));
    assert_eq!(contents(&folder.join("with")), contents(&folder.join("without")));
    let output = run(&folder, &["--out", "never", "--timing", "missing/t.json"], None);
    assert_eq!(output.status.code(), Some(74), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(String::from_utf8_lossy(&output.stderr).contains("missing/t.json"));
    assert!(!folder.join("never").exists(), "nothing was run or written");
}
