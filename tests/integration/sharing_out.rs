//! Studies shared out as their users do it: plan, shards, status, merge, verify, and runs that go on.

use std::fs;
use std::path::Path;
use std::process::Output;

use dottedline::digest::RunningDigest;
use dottedline::study::NUMERICS_VERSION;
use serde_json::Value;

use crate::program::{Folder, SMALL, assert_code, program, scenario, stderr, stdout};

const TRIALS: &str = "12";

/// Plans the small study of twelve trials, with more words of the command line.
fn plan(folder: &Folder, file: &str, words: &[&str]) {
    let minimal = scenario("minimal");
    let first = ["plan", minimal.to_str().unwrap(), "--trials", TRIALS, "-o", file];
    assert_code(&program(folder, &[&first, SMALL, words].concat()), 0);
}

fn shard(folder: &Folder, file: &str, which: &str, out: &str) -> Output {
    program(folder, &["run", "--plan", file, "--shard", which, "--out", out, "--threads", "1"])
}

/// Runs all of so many shards, the last one first.
fn all_shards(folder: &Folder, file: &str, shards: u32, out: &str) {
    for index in (0..shards).rev() {
        assert_code(&shard(folder, file, &format!("{index}/{shards}"), out), 0);
    }
}

fn merge(folder: &Folder, words: &[&str]) -> Output {
    program(folder, &[&["merge", "--plan", "plan.json", "--out", "shards"], words].concat())
}

fn status(folder: &Folder, form: &[&str]) -> Output {
    program(folder, &[&["status", "--plan", "plan.json", "--out", "shards"], form].concat())
}

fn run(folder: &Folder, trials: &str, words: &[&str]) -> Output {
    let minimal = scenario("minimal");
    program(folder, &[&["run", minimal.to_str().unwrap(), "--trials", trials], SMALL, words].concat())
}

/// Every file of a results folder, by name.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let named = |entry: fs::DirEntry| (entry.file_name().into_string().unwrap(), entry.path());
    let mut found: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| named(entry.unwrap())).collect();
    found.retain(|(name, _)| !name.starts_with('.'));
    found.sort();
    found.into_iter().map(|(name, path)| (name, fs::read(path).unwrap())).collect()
}

#[track_caller]
pub(crate) fn assert_same_results(folder: &Folder, one: &str, other: &str) {
    let (one, other) = (files(&folder.0.join(one)), files(&folder.0.join(other)));
    assert!(one.len() > 10);
    let names = |files: &[(String, Vec<u8>)]| files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&one), names(&other));
    for ((name, one), (_, other)) in one.iter().zip(&other) {
        assert!(one == other, "{name} differs");
    }
}

fn shards_of(folder: &Folder, out: &str) -> Vec<std::path::PathBuf> {
    let mut found: Vec<_> = fs::read_dir(folder.0.join(out)).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.sort();
    found
}

/// Changes the text of a shard's header and seals it again, as a program of another version would have.
fn reseal(path: &Path, from: &str, to: &str) {
    assert_eq!(from.len(), to.len(), "lengths stand before the header");
    let bytes = fs::read(path).unwrap();
    let contents = &bytes[..bytes.len() - 32];
    let at = contents.windows(from.len()).position(|part| part == from.as_bytes()).unwrap();
    let changed = [&contents[..at], to.as_bytes(), &contents[at + from.len()..]].concat();
    let mut digest = RunningDigest::default();
    digest.update(&changed);
    fs::write(path, [&changed[..], &digest.bytes()].concat()).unwrap();
}

#[test]
fn shards_of_any_number_in_any_order_merge_to_the_bytes_of_one_run() {
    let folder = Folder::new("sharing-tilings");
    plan(&folder, "plan.json", &["--shards", "3"]);
    all_shards(&folder, "plan.json", 5, "shards");
    // Some of another tiling beside them change nothing.
    assert_code(&shard(&folder, "plan.json", "1/3", "shards"), 0);
    assert_code(&merge(&folder, &["-o", "merged"]), 0);
    assert_code(&run(&folder, TRIALS, &["--out", "one"]), 0);
    assert_same_results(&folder, "merged", "one");
}

#[test]
fn a_merge_is_the_run_that_does_not_look_what_turns_the_answer_and_says_so() {
    let folder = Folder::new("sharing-without-turning-points");
    let minimal = scenario("minimal");
    let words = ["plan", minimal.to_str().unwrap(), "--trials", "50", "--shards", "2", "-o", "plan.json"];
    assert_code(&program(&folder, &[&words, SMALL].concat()), 0);
    all_shards(&folder, "plan.json", 2, "shards");
    assert_code(&merge(&folder, &["-o", "merged"]), 0);
    assert_code(&run(&folder, "50", &["--out", "one", "--no-flips"]), 0);
    assert_same_results(&folder, "merged", "one");
    assert!(folder.read("one/manifest.json").contains("dottedline run scenario.toml --no-flips"));
}

#[test]
fn a_shard_that_is_there_is_left_alone_and_nothing_goes_to_stdout() {
    let folder = Folder::new("sharing-again");
    plan(&folder, "plan.json", &["--shards", "2"]);
    let first = shard(&folder, "plan.json", "1/2", "shards");
    let written = || fs::metadata(&shards_of(&folder, "shards")[0]).unwrap().modified().unwrap();
    let before = written();
    let again = shard(&folder, "plan.json", "1/2", "shards");
    for output in [&first, &again] {
        assert_code(output, 0);
        assert_eq!(stdout(output), "");
    }
    assert!(stderr(&again).contains("Shard 1/2 is there."), "{}", stderr(&again));
    assert_eq!((written(), shards_of(&folder, "shards").len()), (before, 1));
}

#[test]
fn a_shard_that_is_damaged_is_run_again() {
    let folder = Folder::new("sharing-repair");
    plan(&folder, "plan.json", &["--shards", "2"]);
    all_shards(&folder, "plan.json", 2, "shards");
    let path = shards_of(&folder, "shards").remove(0);
    let good = fs::read(&path).unwrap();
    fs::write(&path, &good[..good.len() / 2]).unwrap();
    let output = shard(&folder, "plan.json", "0/2", "shards");
    assert_code(&output, 0);
    assert!(stderr(&output).contains("damaged"), "{}", stderr(&output));
    assert_eq!(fs::read(&path).unwrap(), good);
}

#[test]
fn status_says_what_is_missing_in_every_form() {
    let folder = Folder::new("sharing-status");
    plan(&folder, "plan.json", &["--shards", "6"]);
    assert!(stdout(&status(&folder, &[])).contains("Missing: 0-5"));
    for which in ["1/6", "4/6"] {
        assert_code(&shard(&folder, "plan.json", which, "shards"), 0);
    }
    assert!(stdout(&status(&folder, &[])).starts_with("2 of 6 shards are there (33 %).\nMissing: 0,2-3,5\n"));
    assert_eq!(stdout(&status(&folder, &["--as", "list"])), "0\n2\n3\n5\n");
    for form in ["slurm", "hq"] {
        assert_eq!(stdout(&status(&folder, &["--as", form])), "0,2-3,5\n");
    }
    let value: Value = serde_json::from_str(&stdout(&status(&folder, &["--as", "json"]))).unwrap();
    assert_eq!((&value["missing"], &value["complete"]), (&serde_json::json!([0, 2, 3, 5]), &Value::Bool(false)));
    all_shards(&folder, "plan.json", 6, "shards");
    assert_eq!(stdout(&status(&folder, &["--as", "list"])), "");
    assert!(stdout(&status(&folder, &[])).contains("Put them together: dottedline merge"));
}

#[test]
fn merge_names_what_is_missing_and_merges_it_only_when_allowed() {
    let folder = Folder::new("sharing-gaps");
    plan(&folder, "plan.json", &["--shards", "3"]);
    for which in ["0/3", "2/3"] {
        assert_code(&shard(&folder, "plan.json", which, "shards"), 0);
    }
    let refused = merge(&folder, &["-o", "merged"]);
    assert_code(&refused, 75);
    assert!(stderr(&refused).contains("4 trials are missing: 4 to 7"), "{}", stderr(&refused));
    assert!(!folder.0.join("merged").exists());
    let partial = merge(&folder, &["-o", "merged", "--allow-partial"]);
    assert_code(&partial, 0);
    assert!(stderr(&partial).contains("partial results: 8 trials of 12"), "{}", stderr(&partial));
    let manifest: Value = serde_json::from_str(&folder.read("merged/manifest.json")).unwrap();
    assert_eq!(manifest["complete"], Value::Bool(false));
    assert!(stdout(&program(&folder, &["verify", "merged"])).contains("not all trials"));
    assert_code(&shard(&folder, "plan.json", "1/3", "shards"), 0);
    assert_code(&merge(&folder, &["-o", "merged"]), 0);
    assert_code(&run(&folder, TRIALS, &["--out", "one"]), 0);
    assert_same_results(&folder, "merged", "one");
}

#[test]
fn merge_refuses_foreign_damaged_and_older_shards_and_names_them() {
    let folder = Folder::new("sharing-strange");
    plan(&folder, "plan.json", &["--shards", "2"]);
    plan(&folder, "other.json", &["--shards", "2", "--seed", "99"]);
    all_shards(&folder, "plan.json", 2, "shards");
    let own = shards_of(&folder, "shards");
    let (first, good) = (&own[0], fs::read(&own[0]).unwrap());
    let refused = |part: &str, name: &Path| {
        let output = merge(&folder, &["-o", "merged"]);
        assert_code(&output, 65);
        let name = name.file_name().unwrap().to_str().unwrap();
        assert!(stderr(&output).contains(part) && stderr(&output).contains(name), "{}", stderr(&output));
        assert!(!folder.0.join("merged").exists());
    };
    let mut bad = good.clone();
    bad[good.len() / 2] ^= 4;
    fs::write(first, bad).unwrap();
    refused("damaged", first);
    fs::write(first, &good).unwrap();
    reseal(first, &format!("\"numerics_version\":{NUMERICS_VERSION}"), "\"numerics_version\":0");
    refused("numerics version 0", first);
    fs::write(first, &good).unwrap();
    reseal(first, "\"format\":1", "\"format\":9");
    refused("another version of dottedline", first);
    fs::write(first, &good).unwrap();
    assert_code(&shard(&folder, "other.json", "0/2", "shards"), 0);
    let foreign = shards_of(&folder, "shards").into_iter().find(|path| !own.contains(path)).unwrap();
    refused("not of this study", &foreign);
    fs::remove_file(foreign).unwrap();
    assert_code(&merge(&folder, &["-o", "merged"]), 0);
}

#[test]
fn merge_refuses_shards_that_contradict_each_other_and_names_both() {
    let folder = Folder::new("sharing-contradiction");
    plan(&folder, "plan.json", &["--shards", "2"]);
    all_shards(&folder, "plan.json", 2, "shards");
    let before = shards_of(&folder, "shards");
    assert_code(&shard(&folder, "plan.json", "0/3", "shards"), 0);
    let third = shards_of(&folder, "shards").into_iter().find(|path| !before.contains(path)).unwrap();
    // The first number of the first column, in its last digits.
    let mut bytes = fs::read(&third).unwrap();
    let header = u64::from_le_bytes(bytes[8..16].try_into().unwrap()) as usize;
    bytes[16 + header] ^= 1;
    fs::write(&third, &bytes).unwrap();
    reseal(&third, "DOTSHARD", "DOTSHARD");
    let output = merge(&folder, &["-o", "merged"]);
    assert_code(&output, 65);
    for path in [&third, &before[0]] {
        let name = path.file_name().unwrap().to_str().unwrap();
        assert!(stderr(&output).contains(name), "{name} is not named: {}", stderr(&output));
    }
}

#[test]
fn merging_again_says_so_and_results_of_another_plan_are_not_touched() {
    let folder = Folder::new("sharing-merged");
    plan(&folder, "plan.json", &["--shards", "1"]);
    all_shards(&folder, "plan.json", 1, "shards");
    assert_code(&merge(&folder, &["-o", "merged"]), 0);
    let before = files(&folder.0.join("merged"));
    let again = merge(&folder, &["-o", "merged"]);
    assert_code(&again, 0);
    assert!(stderr(&again).contains("holds the results of this plan"), "{}", stderr(&again));
    assert_code(&run(&folder, "3", &["--out", "others"]), 0);
    let others = files(&folder.0.join("others"));
    assert_code(&merge(&folder, &["-o", "others"]), 74);
    assert!(files(&folder.0.join("others")) == others && files(&folder.0.join("merged")) == before);
}

#[test]
fn verify_tells_any_change_and_names_the_file() {
    let folder = Folder::new("sharing-verify");
    assert_code(&run(&folder, "3", &["--out", "results"]), 0);
    let fine = program(&folder, &["verify", "results"]);
    assert_code(&fine, 0);
    assert!(stdout(&fine).contains("all as they were written"), "{}", stdout(&fine));
    let trials = folder.read("results/trials.csv");
    folder.write("results/trials.csv", &trials.replacen('1', "2", 1));
    let changed = program(&folder, &["verify", "results"]);
    assert_code(&changed, 65);
    assert!(stderr(&changed).contains("trials.csv"), "{}", stderr(&changed));
    assert_code(&program(&folder, &["verify", "nowhere"]), 65);
}

#[test]
fn more_trials_later_keep_the_rows_and_end_as_a_run_of_all_of_them() {
    let folder = Folder::new("sharing-more");
    assert_code(&run(&folder, "5", &["--out", "grown"]), 0);
    let short = folder.read("grown/trials.csv");
    let grown = run(&folder, TRIALS, &["--out", "grown", "--resume"]);
    assert_code(&grown, 0);
    assert!(stderr(&grown).contains("Going on after 5 trials."), "{}", stderr(&grown));
    assert!(folder.read("grown/trials.csv").starts_with(&short));
    assert_code(&run(&folder, TRIALS, &["--out", "one"]), 0);
    assert_same_results(&folder, "grown", "one");
}

#[test]
fn a_run_goes_on_only_with_its_own_trials_and_names_the_difference() {
    let folder = Folder::new("sharing-others");
    assert_code(&run(&folder, "3", &["--out", "results"]), 0);
    for (words, part) in [
        (["--seed", "8"], "its seed is"),
        (["--set", "organisation.readiness=0.123"], "organisation.readiness"),
        (["--structures", "siloed"], "structures"),
    ] {
        let refused = run(&folder, "5", &[&words[..], &["--out", "results", "--resume"]].concat());
        assert_code(&refused, 65);
        assert!(stderr(&refused).contains(part), "{part} is not named: {}", stderr(&refused));
    }
    let fewer = run(&folder, "2", &["--out", "results", "--resume"]);
    assert_code(&fewer, 65);
    assert!(stderr(&fewer).contains("holds 3 trials"), "{}", stderr(&fewer));
}

fn rows_of(folder: &Folder, file: &str, point: &str) -> Vec<String> {
    let text = folder.read(file);
    text.lines().filter(|row| row.starts_with(&format!("{point},"))).map(str::to_owned).collect()
}

#[test]
fn an_added_design_point_leaves_the_rows_of_the_others_as_they_were() {
    let folder = Folder::new("sharing-design");
    let two = "design_point,organisation.readiness\nlow,0.2\nhigh,0.8\n";
    folder.write("two.csv", two);
    folder.write("three.csv", &format!("{two}middle,0.5\n"));
    for design in ["two", "three"] {
        let file = format!("{design}.json");
        plan(&folder, &file, &["--design", &format!("{design}.csv"), "--shards", "4"]);
        let shards: Value = serde_json::from_str(&folder.read(&file)).unwrap();
        let shards = u32::try_from(shards["shards"].as_u64().unwrap()).unwrap();
        let out = format!("{design}-shards");
        all_shards(&folder, &file, shards, &out);
        assert_code(&program(&folder, &["merge", "--plan", &file, "--out", &out, "-o", design]), 0);
    }
    for table in ["trials.csv", "summary.csv", "comparisons.csv", "weeks.csv"] {
        for point in ["low", "high"] {
            let rows = |design: &str| rows_of(&folder, &format!("{design}/{table}"), point);
            assert!(!rows("two").is_empty());
            assert_eq!(rows("two"), rows("three"), "{table}, {point}");
        }
    }
    assert_eq!(rows_of(&folder, "three/trials.csv", "middle").len(), 2 * 12);
    // A point is what a run with its settings is.
    assert_code(&run(&folder, TRIALS, &["--set", "organisation.readiness=0.2", "--out", "low"]), 0);
    let own: Vec<String> = folder.read("low/trials.csv").lines().skip(1).map(|row| format!("low,{row}")).collect();
    assert_eq!(rows_of(&folder, "three/trials.csv", "low"), own);
    assert_code(&program(&folder, &["verify", "three"]), 0);
}

#[test]
fn a_plan_is_what_its_numbers_follow_from_and_nothing_else() {
    let folder = Folder::new("sharing-hash");
    let hash = |words: &[&str]| {
        plan(&folder, "plan.json", words);
        let plan: Value = serde_json::from_str(&folder.read("plan.json")).unwrap();
        plan["plan_hash"].as_str().unwrap().to_owned()
    };
    let one = hash(&["--shards", "1"]);
    assert_eq!(one, hash(&["--shards", "7"]));
    assert_eq!(hash(&["--set", "organisation.readiness=0.5", "--set", "initiatives.coupling=2"]), {
        hash(&["--set", "initiatives.coupling=2", "--set", "organisation.readiness=0.5"])
    });
    assert_ne!(one, hash(&["--seed", "77"]));
    assert_ne!(one, hash(&["--set", "organisation.readiness=0.123"]));
    assert_ne!(one, hash(&["--structures", "siloed"]));
}

#[test]
fn a_plan_that_was_changed_is_refused() {
    let folder = Folder::new("sharing-forged");
    plan(&folder, "plan.json", &["--shards", "2"]);
    let good = folder.read("plan.json");
    for (from, to) in [("\"trials\": 12", "\"trials\": 13"), ("customers = 40", "customers = 41")] {
        assert!(good.contains(from), "{good}");
        folder.write("plan.json", &good.replacen(from, to, 1));
        let refused = shard(&folder, "plan.json", "0/2", "shards");
        assert_code(&refused, 65);
        assert!(stderr(&refused).contains("changed"), "{}", stderr(&refused));
    }
}

#[test]
fn exit_codes_tell_scripts_whether_to_try_again() {
    let folder = Folder::new("sharing-codes");
    plan(&folder, "plan.json", &["--shards", "2"]);
    folder.write("file", "in the way");
    assert_code(&shard(&folder, "plan.json", "2/2", "shards"), 2);
    assert_code(&shard(&folder, "plan.json", "0/99", "shards"), 2);
    assert_code(&shard(&folder, "nowhere.json", "0/2", "shards"), 74);
    assert_code(&shard(&folder, "file", "0/2", "shards"), 65);
    assert_code(&shard(&folder, "plan.json", "0/2", "file"), 74);
    assert_code(&merge(&folder, &["-o", "merged"]), 75);
    assert_code(&run(&folder, "100000", &["--max-hours", "0.0001"]), 69);
}

#[test]
fn trials_that_fail_are_set_aside_until_they_are_too_many() {
    let folder = Folder::new("sharing-failing");
    let few = run(&folder, TRIALS, &["--out", "few", "--fail-trial", "3", "--max-failed", "0.5"]);
    assert_code(&few, 0);
    assert!(stderr(&few).contains("--only-trial 3"), "{}", stderr(&few));
    assert!(folder.read("few/failed_trials.csv").contains("\n3,"), "{}", folder.read("few/failed_trials.csv"));
    let many = run(&folder, TRIALS, &["--out", "many", "--fail-trial", "3", "--fail-trial", "4"]);
    assert_code(&many, 70);
    assert!(stderr(&many).contains("--only-trial 3"), "{}", stderr(&many));
}

/// Under a limit on address space a study runs in some twenty mebibytes or is refused; it is never cut off.
#[cfg(target_os = "linux")]
#[test]
fn with_little_address_space_a_study_runs_or_is_refused() {
    let folder = Folder::new("sharing-memory");
    let minimal = scenario("minimal");
    let with = |kibibytes: u32, out: &str| {
        let words =
            [&["run", minimal.to_str().unwrap(), "--trials", "3", "--threads", "2", "--out", out], SMALL].concat();
        let line = format!("ulimit -v {kibibytes} && exec {} {}", env!("CARGO_BIN_EXE_dottedline"), words.join(" "));
        std::process::Command::new("sh").args(["-c", &line]).current_dir(&folder.0).output().unwrap()
    };
    let refused = with(30_000, "refused");
    assert_code(&refused, 69);
    assert!(stderr(&refused).contains("of address space"), "{}", stderr(&refused));
    assert!(!folder.0.join("refused").exists());
    assert_code(&with(120_000, "small"), 0);
    assert_code(&run(&folder, "3", &["--out", "large"]), 0);
    assert_same_results(&folder, "small", "large");
}
