//! `trace --where`: somebody is found, and what is told of them is what the tables hold.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn scenario(name: &str) -> PathBuf {
    Path::new(ROOT).join(format!("scenarios/{name}.toml"))
}

fn program(words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dottedline"));
    command.args(words).stdin(Stdio::null()).env_remove("NO_COLOR").output().unwrap()
}

fn trace(name: &str, words: &[&str]) -> Output {
    program(&[&["trace", scenario(name).to_str().unwrap()], words].concat())
}

#[track_caller]
fn told(name: &str, words: &[&str]) -> String {
    let output = trace(name, words);
    assert!(output.status.success(), "{name} {words:?}\n{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[track_caller]
fn refused(name: &str, words: &[&str], code: i32) -> String {
    let output = trace(name, words);
    let complaint = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(code), "{words:?}\n{complaint}");
    assert!(output.stdout.is_empty(), "{words:?}");
    complaint
}

/// The words of the command at the end of a story, after `dottedline`.
fn command_of(story: &str) -> Vec<String> {
    let (_, command) = story.split_once("\n  dottedline ").expect("a command");
    let command = command.replace("\\\n", " ");
    command.split_whitespace().map(str::to_owned).collect()
}

fn rows(csv: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let heads: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let row = |record: csv::StringRecord| heads.iter().cloned().zip(record.iter().map(str::to_owned)).collect();
    reader.records().map(|record| row(record.unwrap())).collect()
}

/// The week in which the slot's first customer left under a structure, by its table.
fn left(rows: &[BTreeMap<String, String>], structure: &str) -> Option<usize> {
    let own = rows.iter().filter(|row| row["structure"] == structure && row["life"] == "1");
    let mut weeks = own.filter(|row| row["left"] == "1").map(|row| row["week"].parse().unwrap());
    weeks.next()
}

/// Whether a story has so many lines and none that is too wide.
#[track_caller]
fn assert_readable(story: &str) {
    let wide: Vec<&str> = story.lines().filter(|line| line.chars().count() > 80).collect();
    assert!(wide.is_empty(), "{wide:#?}");
    assert!((12..=40).contains(&story.lines().count()), "{} lines\n{story}", story.lines().count());
    assert!(!story.contains("NaN") && !story.contains("inf "), "{story}");
}

const STORIES: [(&str, &str); 7] = [
    ("retail_bank", "stays=operational,leaves=siloed"),
    ("retail_bank", "stays=siloed,leaves=operational,leaves=matrixed"),
    ("telecom", "stays=operational,stays=advisory,leaves=siloed"),
    ("b2b_software", "stays=operational,leaves=siloed"),
    ("minimal", "stays=matrixed,leaves=siloed"),
    ("insurer", "leaves=siloed"),
    ("clinic", "stays=siloed,stays=operational"),
];

#[test]
fn whoever_is_found_stays_and_leaves_as_asked_in_the_table_of_the_command_that_is_printed() {
    for (name, wanted) in STORIES {
        let story = told(name, &["--where", wanted]);
        assert_readable(&story);
        let words = story.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains("is an illustration, not evidence"), "{story}");
        let command = command_of(&story);
        let words: Vec<&str> = command.iter().map(String::as_str).chain(["--format", "csv"]).collect();
        let output = program(&words);
        assert!(output.status.success(), "{words:?}");
        let table = rows(std::str::from_utf8(&output.stdout).unwrap());
        for condition in wanted.split(',') {
            let (key, structure) = condition.split_once('=').unwrap();
            let week = left(&table, structure);
            assert_eq!(week.is_none(), key == "stays", "{name}, {condition}: {week:?}\n{story}");
        }
        let same = told(name, &["--where", wanted, "--format", "csv"]);
        assert_eq!(rows(&same), table, "the table of --where is that of the customer");
    }
}

#[test]
fn the_numbers_of_the_end_are_those_of_the_table() {
    let wanted = ["--where", "stays=operational,leaves=siloed"];
    for name in ["retail_bank", "telecom", "b2b_software"] {
        let story = told(name, &wanted).split_whitespace().collect::<Vec<_>>().join(" ");
        let table = rows(&told(name, &[&wanted[..], &["--format", "csv"]].concat()));
        let week = left(&table, "siloed").unwrap();
        assert!(story.contains(&format!("week {week} the contract is due")), "{story}");
        for (structure, does) in [("siloed", "LEAVES"), ("operational", "stays")] {
            let row =
                table.iter().find(|row| row["structure"] == structure && row["week"] == week.to_string()).unwrap();
            let number = |column: &str| row[column].parse::<f64>().unwrap();
            let satisfaction = format!("{:.2}", number("satisfaction_after"));
            let chance = format!("{:.1} %", 100.0 * number("leaving"));
            let start = format!("nder {structure} {chance} likely to leave (satisfaction {}", &satisfaction[1..]);
            assert!(story.contains(&start), "{start} is not in\n{story}");
            let (_, rest) = story.split_once(&start).unwrap();
            assert!(rest.split_once("): ").unwrap().1.starts_with(does), "{story}");
            assert!(story.contains(&format!("above {:.1} %", 100.0 * number("leaving_draw"))), "{story}");
        }
    }
}

#[test]
fn as_many_fit_as_the_tables_of_all_customers_say() {
    let small = ["--set", "study.customers=60", "--set", "study.weeks=78", "--set", "study.warmup_weeks=13"];
    let pair = ["--structures", "siloed,operational", "--format", "csv"];
    let fates = |customer: usize| {
        let slot = customer.to_string();
        let table = rows(&told("retail_bank", &[&small[..], &pair, &["--customer", &slot]].concat()));
        ["siloed", "operational"].map(|structure| left(&table, structure).is_none())
    };
    let fates: Vec<[bool; 2]> = (0..60).map(fates).collect();
    let fitting = fates.iter().filter(|fate| **fate == [true, true]).count();
    let story = told("retail_bank", &[&small[..], &["--where", "stays=siloed,stays=operational"]].concat());
    let story = story.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(story.contains(&format!("one of {fitting} of 60 customers who fit")), "{fitting}\n{story}");
}

#[test]
fn a_story_is_found_in_a_later_trial_if_the_first_has_none() {
    let small = ["--set", "study.customers=12", "--set", "study.weeks=60", "--set", "study.warmup_weeks=4"];
    let words = [&small[..], &["--where", "stays=operational,leaves=siloed"]].concat();
    let story = told("retail_bank", &words);
    let command = command_of(&story);
    let trial = |words: &[String]| words[words.iter().position(|word| word == "--trial").unwrap() + 1].clone();
    let found: u32 = trial(&command).parse().unwrap();
    assert!(found > 0, "choose a smaller firm");
    assert!(story.contains("(none in "), "{story}");
    for set in small.iter().filter(|word| word.contains('=')) {
        assert!(command.iter().any(|word| word == set), "{set} is not in {command:?}");
    }
    let trials = format!("study.trials={found}");
    let before = [&words[..], &["--set", &trials]].concat();
    let complaint = refused("retail_bank", &before, 1);
    assert!(complaint.contains("no customer stays under operational and leaves under siloed"), "{complaint}");
    let found = found.to_string();
    let from_there = told("retail_bank", &[&words[..], &["--trial", &found]].concat());
    assert_eq!(command_of(&from_there), command);
    assert!(!from_there.contains("(none in "), "{from_there}");
}

#[test]
fn structures_that_are_the_same_part_nobody() {
    let folder = std::env::temp_dir().join(format!("dottedline-where-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("twins.toml");
    let minimal = std::fs::read_to_string(scenario("minimal")).unwrap();
    let (world, _) = minimal.split_once("[[structure]]").unwrap();
    let twins = ["one", "other"].map(|id| format!("[[structure]]\nid = \"{id}\"\npreset = \"matrixed\"\n"));
    std::fs::write(&file, format!("{world}{}", twins.concat())).unwrap();
    let sets = ["--set", "study.trials=3", "--set", "study.customers=50"];
    let words = [&["trace", file.to_str().unwrap(), "--where", "stays=one,leaves=other"], &sets[..]].concat();
    let output = program(&words);
    std::fs::remove_dir_all(&folder).unwrap();
    let complaint = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0), "{complaint}");
    assert!(complaint.contains("150 customers of the 3 trials from 0 to 2 were searched"), "{complaint}");
    assert!(complaint.contains("stay under one") && complaint.contains("leave under other"), "{complaint}");
    assert!(complaint.contains("nearest: customer "), "{complaint}");
}

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    let wanted = "stays=siloed,leaves=siloed,stay=advisory,leaves=operatonal,matrixed";
    let complaint = refused("retail_bank", &["--where", wanted, "--from", "3", "--trial", "999"], 2);
    for part in [
        "nobody both stays and leaves under `siloed`",
        "did you mean `stays`?",
        "did you mean `operational`?",
        "--where matrixed: write stays=STRUCTURE or leaves=STRUCTURE",
        "there is no trial 999",
        "--from and --to",
    ] {
        assert!(complaint.contains(part), "{part} is not in\n{complaint}");
    }
    let missing = ["--where", "stays=siloed", "--structures", "advisory"];
    assert!(refused("retail_bank", &missing, 2).contains("not among --structures"));
    for whom in [&["--office"][..], &["--customer", "3"]] {
        let both = [whom, &["--where", "stays=siloed"]].concat();
        assert!(refused("retail_bank", &both, 2).contains("cannot be used with"));
    }
    assert!(refused("retail_bank", &["--where", "stays=siloed", "--details"], 2).contains("--office"));
    assert!(refused("retail_bank", &["--office", "--details", "--format", "csv"], 2).contains("--details"));
    assert!(refused("retail_bank", &["--where", ""], 2).contains("stays=STRUCTURE"));
}
