//! `trace --office` as a page: what its sentences count is what its table holds.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

type Row = BTreeMap<String, String>;

fn told(scenario: &str, words: &[&str]) -> String {
    let file = Path::new(ROOT).join(format!("scenarios/{scenario}.toml"));
    let mut command = Command::new(env!("CARGO_BIN_EXE_dottedline"));
    command.arg("trace").arg(file).arg("--office").args(words).stdin(Stdio::null()).env_remove("NO_COLOR");
    let output = command.output().unwrap();
    assert!(output.status.success(), "{scenario} {words:?}\n{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn table(scenario: &str, words: &[&str]) -> Vec<Row> {
    let text = told(scenario, &[words, &["--format", "csv"]].concat());
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let heads: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let row = |record: csv::StringRecord| heads.iter().cloned().zip(record.iter().map(str::to_owned)).collect();
    reader.records().map(|record| row(record.unwrap())).collect()
}

/// A quarter of the page: its first and last week, and its text in one line.
struct Quarter {
    weeks: std::ops::RangeInclusive<usize>,
    lines: usize,
    text: String,
}

/// The quarters of the page of one structure.
fn quarters(page: &str) -> Vec<Quarter> {
    page.split("\nYear ").skip(1).map(quarter).collect()
}

fn quarter(text: &str) -> Quarter {
    let (_, rest) = text.split_once(", week").expect("weeks");
    let digits = rest.trim_start_matches('s').trim_start();
    let end = digits.find(|letter: char| !letter.is_ascii_digit() && letter != '-').unwrap_or(digits.len());
    let (first, last) = digits[..end].split_once('-').unwrap_or((&digits[..end], &digits[..end]));
    Quarter {
        weeks: first.parse().unwrap()..=last.parse().unwrap(),
        lines: text.trim_end().lines().count(),
        text: text.split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

const SHIPPED: [&str; 11] = [
    "b2b_software",
    "clinic",
    "insurer",
    "minimal",
    "online_retailer",
    "public_utility",
    "retail_bank",
    "road_map",
    "road_map_ready",
    "telecom",
    "who_owns_the_customer",
];

#[test]
fn a_quarter_of_every_shipped_scenario_has_ten_lines_that_fit_and_no_code() {
    for scenario in SHIPPED {
        let page = told(scenario, &[]);
        let wide: Vec<&str> = page.lines().filter(|line| line.chars().count() > 80).collect();
        assert!(wide.is_empty(), "{scenario}: {wide:#?}");
        let code = |word: &str| word.starts_with('c') && word[1..].starts_with(|letter: char| letter.is_ascii_digit());
        assert!(!page.split_whitespace().any(code) && !page.contains("NaN"), "{scenario}");
        let quarters = page.split("\n\n").flat_map(quarters).collect::<Vec<_>>();
        assert!(quarters.len() >= 16, "{scenario}: {}", quarters.len());
        let lines: Vec<usize> = quarters.iter().map(|quarter| quarter.lines).collect();
        assert!(lines.iter().all(|&lines| lines <= 10), "{scenario}: {lines:?}");
    }
}

#[test]
fn what_is_told_and_what_is_counted_together_are_the_rows_of_the_table() {
    for (scenario, structure) in [("retail_bank", "matrixed"), ("retail_bank", "operational"), ("telecom", "siloed")] {
        let words = ["--structures", structure];
        let rows = table(scenario, &words);
        for quarter in quarters(&told(scenario, &words)) {
            let within = |row: &&Row| quarter.weeks.contains(&row["week"].parse().unwrap());
            let count = |is: &dyn Fn(&Row) -> bool| rows.iter().filter(within).filter(|row| is(row)).count();
            let said = |words: &str| quarter.text.matches(words).count();
            let more = |one: &str, many: &str| {
                let counted = quarter.text.rsplit_once(" also ").map_or("", |(_, counted)| counted);
                let parts = counted.split_once(". learned").map_or("", |(parts, _)| parts).split(", ");
                let number = |words: &str| {
                    let part = parts.clone().find(|part| part.split(" (").next().unwrap().ends_with(words));
                    part.map_or(0, |part| part.split(' ').next().unwrap().parse::<usize>().unwrap())
                };
                number(one).max(number(many))
            };
            let started = said(" starts a") + more(" starts", " start");
            let ordered = said(" has to start a") + more(" ordered", " ordered");
            let text = &quarter.text;
            assert_eq!(started + ordered, count(&|row| row["fate"] == "started"), "{structure}: {text}");
            assert_eq!(ordered, count(&|row| row["fate"] == "started" && row["terms"] == "ordered"), "{text}");
            let refused = said(" refuses ") + said(" refuse ") + more(" refused", " refused");
            assert_eq!(refused, count(&|row| !row["refused_by"].is_empty()), "{structure}: {text}");
            let stopped = said("The office stops ") + more(" stopped", " stopped");
            assert_eq!(stopped, count(&|row| row["fate"] == "stopped"), "{structure}: {text}");
            let dropped = more(" dropped as too old", " dropped as too old");
            assert_eq!(dropped, count(&|row| row["event"] == "dropped"), "{structure}: {text}");
        }
    }
}

#[test]
fn what_is_learned_is_what_the_table_says_of_the_survey() {
    let words = ["--structures", "matrixed"];
    let rows = table("retail_bank", &words);
    let quarters = quarters(&told("retail_bank", &words));
    let surveys: Vec<&Row> = rows.iter().filter(|row| row["event"] == "survey").collect();
    assert!(surveys.len() >= 16 && quarters.len() == 16);
    for survey in surveys {
        let week: usize = survey["week"].parse().unwrap();
        let quarter = quarters.iter().find(|quarter| quarter.weeks.contains(&week)).unwrap();
        let number = |column: &str| survey[column].parse::<f64>().unwrap();
        let nps = format!("learned NPS {:.1} (", number("nps"));
        assert!(quarter.text.contains(&nps), "{nps} is not in {}", quarter.text);
        let [before, after] =
            ["mandate", "mandate_after"].map(|column| format!("{:.2}", number(column))[1..].to_owned());
        let moved = if before == after {
            format!("mandate {after}, as before")
        } else {
            format!("mandate {before} → {after}, mostly ")
        };
        assert!(quarter.text.contains(&moved), "{moved} is not in {}", quarter.text);
    }
}

#[test]
fn the_first_that_is_told_to_start_has_the_largest_true_effect_on_customers() {
    let words = ["--structures", "siloed"];
    let rows = table("retail_bank", &words);
    for quarter in quarters(&told("retail_bank", &words)) {
        let within = |row: &&Row| quarter.weeks.contains(&row["week"].parse().unwrap()) && row["fate"] == "started";
        let effect = |row: &&Row| row["true_effect"].parse::<f64>().unwrap().abs();
        let most = rows.iter().filter(within).max_by(|a, b| effect(a).total_cmp(&effect(b))).unwrap();
        let (_, first) = quarter.text.split_once("started ").unwrap();
        let lead = most["lead"].replace('_', " ");
        assert!(first.to_lowercase().starts_with(&lead), "{lead} leads {most:?}, but {first}");
        let (sentence, _) = first.split_once('.').unwrap();
        assert!(sentence.contains(&most["touchpoint"].replace('_', " ")), "{sentence}");
    }
}

#[test]
fn a_quarter_in_which_nothing_happens_is_one_line() {
    let nobody = ["--structures", "siloed", "--set", "initiatives.rate=0"];
    let page = told("minimal", &nobody);
    let quarters = quarters(&page);
    assert!(quarters.iter().skip(1).any(|quarter| quarter.text.contains("nothing of note. NPS")), "{page}");
    assert!(quarters.iter().skip(3).all(|quarter| quarter.lines <= 2), "{page}");
}

#[test]
fn weeks_narrow_the_page_and_details_have_the_codes() {
    let some = ["--structures", "matrixed", "--from", "20", "--to", "40"];
    let page = told("retail_bank", &some);
    let weeks: Vec<_> = quarters(&page).into_iter().map(|quarter| quarter.weeks).collect();
    assert_eq!(weeks, [20..=25, 26..=38, 39..=40]);
    let details = told("retail_bank", &[&some[..], &["--details"]].concat());
    assert!(details.contains("cycle 5, week 20") && details.contains("c5.1 "), "{details}");
}
