//! `trace` as its user meets it.

use std::path::Path;
use std::process::{Command, Output, Stdio};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The bank, small: 120 customers and 78 weeks.
const SMALL: [&str; 6] = ["--set", "study.customers=120", "--set", "study.weeks=78", "--set", "study.warmup_weeks=13"];

fn trace_of(scenario: &Path, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dottedline"));
    command.arg("trace").arg(scenario).args(words).stdin(Stdio::null()).env_remove("NO_COLOR");
    command.output().unwrap()
}

fn trace(words: &[&str]) -> Output {
    trace_of(&Path::new(ROOT).join("scenarios/retail_bank.toml"), &[&SMALL, words].concat())
}

/// What is told, if all is well.
#[track_caller]
fn told(words: &[&str]) -> String {
    let output = trace(words);
    assert!(output.status.success(), "{words:?}\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[track_caller]
fn assert_refused(words: &[&str], code: i32, hints: &[&str]) {
    let output = trace(words);
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(code), "{words:?}\n{complaint}");
    assert!(output.stdout.is_empty());
    for hint in hints {
        assert!(complaint.contains(hint), "{words:?} says\n{complaint}\nand not {hint}");
    }
}

/// The rows of a table as maps from column to cell.
fn table(text: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let heads = reader.headers().unwrap().clone();
    let rows = reader.records().map(|row| heads.iter().zip(row.unwrap().iter()).map(owned).collect());
    rows.collect()
}

fn owned((head, cell): (&str, &str)) -> (String, String) {
    (head.to_owned(), cell.to_owned())
}

#[test]
fn a_customer_is_told_in_words_that_fit_the_terminal() {
    for structures in ["siloed", "siloed,operational", "siloed,advisory,matrixed,operational"] {
        for customer in ["0", "17", "119"] {
            let text = told(&["--trial", "3", "--customer", customer, "--structures", structures]);
            let too_wide: Vec<&str> = text.lines().filter(|line| line.chars().count() > 80).collect();
            assert!(too_wide.is_empty(), "{too_wide:#?}");
            for part in ["Week by week", "How it ended", "experience", "satisfaction"] {
                assert!(text.contains(part), "no {part} in\n{text}");
            }
            assert_eq!(text.contains("Where the lives part"), structures.contains(','));
            assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
        }
    }
}

#[test]
fn every_week_is_told_once_and_quiet_weeks_together() {
    let text = told(&["--customer", "17", "--structures", "siloed,matrixed"]);
    let (_, weeks) = text.split_once("Week by week\n").unwrap();
    let (weeks, _) = weeks.split_once("How it ended").unwrap();
    let mut next = 0;
    for line in weeks.lines() {
        let words: Vec<&str> = line.split(' ').collect();
        let ends = match words[0] {
            "week" => (words[1], words[1]),
            "weeks" => words[1].split_once('-').unwrap(),
            _ => continue,
        };
        assert_eq!(ends.0.parse(), Ok(next), "{line}");
        next = ends.1.parse::<u32>().unwrap() + 1;
    }
    assert_eq!(next, 78);
    assert!(weeks.contains("\nweeks "), "no quiet weeks in\n{weeks}");
}

#[test]
fn the_table_of_a_customer_holds_what_the_words_say() {
    let words = ["--trial", "1", "--customer", "5", "--structures", "siloed,operational"];
    let rows = table(&told(&[&words[..], &["--format", "csv"]].concat()));
    assert_eq!(rows.len(), 2 * 78);
    let text = told(&words);
    let visits = rows
        .iter()
        .filter(|row| row["structure"] == "siloed" && row["life"] == "1" && !row["experience"].is_empty())
        .count();
    let line = text.lines().find(|line| line.starts_with("siloed ")).unwrap();
    assert_eq!(line.split_whitespace().nth(1), Some(visits.to_string().as_str()), "{line}");
    for row in rows.iter().filter(|row| !row["experience"].is_empty()) {
        let number = |name: &str| row[name].parse::<f64>().unwrap();
        let penalties = ["handoff_coordination", "handoff_context", "overload", "problem_penalty", "transition"];
        let sum = number("quality") - penalties.iter().map(|name| number(name)).sum::<f64>()
            + number("noise")
            + number("person");
        assert!((number("experience") - sum.clamp(0.0, 1.0)).abs() < 1e-6, "{row:?}");
    }
}

#[test]
fn weeks_can_be_chosen() {
    let rows = table(&told(&["--customer", "5", "--from", "10", "--to", "12", "--format", "csv"]));
    let weeks: Vec<&str> = rows.iter().map(|row| row["week"].as_str()).collect();
    assert_eq!(weeks, ["10", "11", "12"].repeat(4));
    let text = told(&["--office", "--details", "--structures", "matrixed", "--from", "12", "--to", "16"]);
    assert!(text.contains("cycle 3, week 12") && text.contains("cycle 4, week 16"), "{text}");
    assert!(!text.contains("cycle 2,") && !text.contains("cycle 5,"), "{text}");
}

#[test]
fn the_details_of_the_office_are_told_in_words_that_fit_the_terminal_and_say_why() {
    let text = told(&["--office", "--details", "--trial", "2"]);
    let too_wide: Vec<&str> = text.lines().filter(|line| line.chars().count() > 80).collect();
    assert!(too_wide.is_empty(), "{too_wide:#?}");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "the office sits",
        "BACKED by the office",
        "STOPPED for good",
        "refuses (consent",
        "for lack of",
        "STARTED by the solid group",
        "its budget has",
        "not worth it to",
        "a bridge that nobody backs",
        "takes effect",
        "interfered:",
        "as a pilot",
        "as an ORDER to",
        "with money of its own",
        "of its gains kept",
        "of them unserved",
        "wins, net value",
        "older ideas wait",
        "dropped, as too old",
        "survey, week 12",
    ] {
        assert!(text.contains(part), "{part} is nowhere said");
    }
    let siloed = told(&["--office", "--details", "--structures", "siloed"]);
    let (_, cycles) = siloed.split_once("cycle 0").unwrap();
    assert!(cycles.contains("no lines") && !cycles.contains("the office"), "{cycles}");
}

#[test]
fn the_table_of_the_office_counts_as_its_overview_does() {
    let words = ["--office", "--structures", "operational"];
    let rows = table(&told(&[&words[..], &["--format", "csv"]].concat()));
    let text = told(&words);
    let line = text.lines().find(|line| line.starts_with("operational ")).unwrap();
    let counts: Vec<usize> = line.split_whitespace().skip(1).take(5).map(|count| count.parse().unwrap()).collect();
    let count = |column: &str, value: &str, kind: &str| {
        rows.iter().filter(|row| row[column] == value && row["kind"].contains(kind)).count()
    };
    let kinds = ["kpi", "experience", "bridge"].map(|kind| count("fate", "started", kind));
    assert_eq!(counts[..3], kinds);
    assert_eq!(counts[3..], [count("office", "backs", ""), count("fate", "stopped", "")]);
    assert!(rows.iter().all(|row| row["event"] != "idea" || row["idea"].starts_with('c')));
}

#[test]
fn what_is_not_there_is_refused_with_a_remedy() {
    assert_refused(&[], 2, &["--customer", "--office"]);
    assert_refused(&["--customer", "1", "--office"], 2, &["cannot be used with"]);
    assert_refused(&["--customer", "120"], 2, &["there is no customer 120", "120 customers, numbered from 0 to 119"]);
    assert_refused(&["--customer", "0", "--trial", "200"], 2, &["there is no trial 200", "study.trials"]);
    assert_refused(&["--customer", "-1"], 2, &["-1"]);
    assert_refused(&["--customer", "x"], 2, &["whole number"]);
    assert_refused(&["--customer", "0", "--structures", "silod"], 2, &["did you mean `siloed`?"]);
    assert_refused(&["--office", "--from", "9", "--to", "3"], 2, &["--from 9 is after --to 3"]);
    assert_refused(&["--office", "--to", "78"], 2, &["78 weeks, numbered from 0 to 77"]);
    let all = ["--customer", "500", "--trial", "900", "--from", "99"];
    assert_refused(&all, 2, &["customer 500", "trial 900", "--from 99"]);
    assert_refused(&["--customer", "0", "--set", "organisation.readyness=1"], 65, &["readiness"]);
    let missing = trace_of(Path::new("missing.toml"), &["--office"]);
    assert_eq!(missing.status.code(), Some(65));
}

#[test]
fn the_smallest_studies_can_be_traced() {
    let small = ["--set", "study.customers=1", "--set", "study.weeks=1", "--set", "study.warmup_weeks=0"];
    for whom in [&["--customer", "0"][..], &["--office"], &["--office", "--format", "csv"]] {
        let text = told(&[&small, whom].concat());
        assert!(!text.contains("NaN"), "{text}");
    }
}

#[test]
fn names_cannot_command_the_terminal() {
    let folder = std::env::temp_dir().join(format!("dottedline-trace-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("named.toml");
    let base = Path::new(ROOT).join("scenarios/minimal.toml");
    let title = "title = \"\u{202e}gnorts \u{2066}bank\"\n";
    std::fs::write(&file, format!("extends = {:?}\n{title}", base.to_str().unwrap())).unwrap();
    let weird = "\u{1b}[2J\u{202e}";
    for words in [&["--customer", "0"][..], &["--office"], &["--office", "--structures", weird]] {
        let output = trace_of(&file, words);
        for stream in [output.stdout, output.stderr] {
            let text = String::from_utf8(stream).unwrap();
            assert!(!text.contains(['\u{1b}', '\u{202e}', '\u{2066}']), "{words:?}: {text:?}");
        }
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn colour_changes_no_letter() {
    let words = ["--customer", "17", "--structures", "siloed,operational"];
    let coloured = told(&[&words[..], &["--color", "always"]].concat());
    let mut plain = String::new();
    for (place, part) in coloured.split('\u{1b}').enumerate() {
        plain += if place == 0 { part } else { part.split_once('m').unwrap().1 };
    }
    assert!(coloured.contains('\u{1b}'));
    assert_eq!(plain, told(&words));
}
