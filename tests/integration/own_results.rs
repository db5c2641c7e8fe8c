//! `compare` on the program's own results says what `run` said, digit for digit.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder that goes when the test is over.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Scratch {
        let path = std::env::temp_dir().join(format!("dottedline-own-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Scratch(path)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn program(words: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_dottedline")).args(words).output().unwrap();
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The part of a text that judges: from the first table of differences on, without what only a run can tell.
fn judged(text: &str) -> Vec<String> {
    let lines = text.lines().skip_while(|line| !line.contains("(decides)"));
    let of_run = ["Weekly", "A table of trials", "Dips", "The report", "Results"];
    lines.take_while(|line| !of_run.iter().any(|word| line.contains(word))).map(str::to_owned).collect()
}

fn says_the_same(run: &str, folder: &str) {
    let (of_run, of_table) = (judged(run), judged(&program(&["compare", folder, "--quiet"])));
    let length = of_table.len().min(of_run.len());
    assert!(length > 20, "{run}");
    let end = of_table.iter().position(|line| line.starts_with("Not beaten in")).unwrap_or(length);
    assert_eq!(of_run[..end], of_table[..end]);
    let answer = |text: &str| {
        let paragraph = text.lines().skip_while(|line| !line.starts_with("By ")).take_while(|line| !line.is_empty());
        paragraph.collect::<Vec<_>>().join(" ")
    };
    let of_table = program(&["compare", folder, "--quiet"]);
    assert_eq!(answer(run), answer(&of_table));
}

const SMALL: [&str; 6] = ["--set", "study.customers=150", "--set", "study.weeks=60", "--set", "study.warmup_weeks=10"];

fn run(scenario: &str, out: &str, more: &[&str]) -> String {
    program(&[&["run", scenario, "--quiet", "--details", "--out", out][..], &SMALL, more].concat())
}

fn shipped(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(format!("{name}.toml")).to_str().unwrap().to_owned()
}

#[test]
fn every_shipped_scenario_is_judged_alike_from_its_table() {
    let scratch = Scratch::new("shipped");
    for name in ["minimal", "telecom", "clinic", "online_retailer", "public_utility", "road_map"] {
        let said = run(&shipped(name), &scratch.path(name), &["--trials", "24"]);
        says_the_same(&said, &scratch.path(name));
        says_the_same(&said, &scratch.path(&format!("{name}/trials.csv")));
        let currency = if name == "clinic" { "USD" } else { "EUR" };
        assert!(
            said.lines()
                .any(|line| line.starts_with("net value, ") && line.ends_with(&format!(" {currency}, against siloed"))),
            "{said}"
        );
    }
}

#[test]
fn draws_of_uncertain_parameters_are_the_evidence_in_both() {
    let scratch = Scratch::new("uncertain");
    let text = format!(
        "extends = '{}'\nschema = 1\n[uncertainty]\ninner_trials = 4\n\"organisation.readiness\" = {{ low = 0.05, mode = 0.5, high = 0.99 }}\n",
        shipped("minimal")
    );
    std::fs::write(scratch.path("uncertain.toml"), text).unwrap();
    let said = run(&scratch.path("uncertain.toml"), &scratch.path("out"), &["--trials", "48"]);
    assert!(said.replace('\n', " ").contains("12 parameter draws"), "{said}");
    says_the_same(&said, &scratch.path("out"));
    let table = std::fs::read_to_string(scratch.path("out/trials.csv")).unwrap();
    let draws: Vec<&str> = table.lines().skip(1).map(|line| line.split(',').nth(3).unwrap()).collect();
    assert_eq!((draws[0], draws[8], draws.last().copied()), ("0", "1", Some("11")));
    // Without the manifest the column alone says so.
    std::fs::copy(scratch.path("out/trials.csv"), scratch.path("moved.csv")).unwrap();
    let alone = program(&["compare", &scratch.path("moved.csv"), "--quiet"]);
    assert!(alone.replace('\n', " ").contains("12 parameter draws"), "{alone}");
}

#[test]
fn structures_that_were_ruled_out_on_the_way_are_judged_alike() {
    let scratch = Scratch::new("decided");
    let said = run(&shipped("retail_bank"), &scratch.path("out"), &["--until", "decided", "--max-trials", "150"]);
    says_the_same(&said, &scratch.path("out"));
}

#[test]
fn a_run_with_rules_of_its_own_is_judged_by_them() {
    let scratch = Scratch::new("rules");
    let more = ["--trials", "24", "--set", "decision.primary=\"nps_true\"", "--set", "decision.confidence=0.9"];
    let said = run(&shipped("minimal"), &scratch.path("out"), &more);
    assert!(said.contains("By NPS, ") && said.contains("90 % confidence"), "{said}");
    says_the_same(&said, &scratch.path("out"));
}

#[test]
fn shards_put_together_and_designs_are_judged_by_point() {
    let scratch = Scratch::new("design");
    std::fs::write(scratch.path("design.csv"), "organisation.readiness\n0.2\n0.8\n").unwrap();
    let (plan, shards, out) = (scratch.path("plan.json"), scratch.path("shards"), scratch.path("merged"));
    let scenario = shipped("minimal");
    let made = ["plan", &scenario, "--quiet", "--trials", "12", "--shards", "2", "-o", &plan];
    program(&[&made[..], &SMALL, &["--design", &scratch.path("design.csv")]].concat());
    for shard in ["0/2", "1/2"] {
        program(&["run", "--plan", &plan, "--quiet", "--shard", shard, "--out", &shards]);
    }
    program(&["merge", "--plan", &plan, "--quiet", "--out", &shards, "-o", &out]);
    let said = program(&["compare", &out, "--quiet"]);
    for (point, readiness) in [("p0", "0.2"), ("p1", "0.8")] {
        let name = point_name(&out, point);
        assert!(said.contains(&format!("{name}: By yearly retention, ")), "{said}");
        let single = scratch.path(point);
        let alone =
            run(&scenario, &single, &["--trials", "12", "--set", &format!("organisation.readiness={readiness}")]);
        let sentence = |text: &str, start: &str| {
            let whole = text.replace('\n', " ");
            let from = whole.find(start).unwrap() + start.len();
            whole[from..].split("By yearly retention, ").next().unwrap().chars().take(60).collect::<String>()
        };
        assert_eq!(
            sentence(&alone, "By yearly retention, "),
            sentence(&said, &format!("{name}: By yearly retention, "))
        );
    }
}

/// The name of the first or second point in the merged table.
fn point_name(out: &str, point: &str) -> String {
    let table = std::fs::read_to_string(Path::new(out).join("trials.csv")).unwrap();
    let mut names: Vec<&str> = table.lines().skip(1).map(|line| line.split(',').next().unwrap()).collect();
    names.dedup();
    names[usize::from(point == "p1")].to_owned()
}
