//! Sweeps: the structures at the points of a design, made once, shared out, interrupted, or asked for wrongly.

use std::collections::BTreeSet;
use std::fs;
use std::sync::atomic::{AtomicU32, Ordering};

use dottedline::application::{
    self, ApplicationError, Earlier, PointsRequest, SweepRequest, SweepResult, Unwatched, Watcher, all_varied, varied,
};
use dottedline::lanes::Form;
use dottedline::scenario::{self, Scenario};
use dottedline::study::{self, Input, Layout, NoLayout, RunOptions, Silent};

use crate::program::{self, Folder, SMALL, assert_code, program, stderr, stdout};

/// The two numbers that most tests vary.
const TWO: [&str; 4] = ["--vary", "organisation.readiness=0.2..0.8:3", "--vary", "initiatives.rate=0.01..0.05:2"];

fn small() -> Scenario {
    let sets: Vec<String> = SMALL.iter().filter(|word| **word != "--set").map(|&word| word.to_owned()).collect();
    scenario::read(&program::scenario("minimal"), &sets).unwrap()
}

fn sweep(folder: &Folder, words: &[&str]) -> std::process::Output {
    let minimal = program::scenario("minimal");
    program(folder, &[&["sweep", minimal.to_str().unwrap(), "--trials", "4"], SMALL, words].concat())
}

fn inputs(scenario: &Scenario, texts: &[&str]) -> Vec<Input> {
    varied(&scenario.study, &texts.iter().map(|&text| text.to_owned()).collect::<Vec<_>>()).unwrap()
}

/// A request for the points of a line.
fn request<'a>(scenario: &'a Scenario, folder: &Folder, name: &str, earlier: Earlier) -> SweepRequest<'a> {
    let inputs = inputs(scenario, &["organisation.readiness=0.1..0.9:70"]);
    let run = PointsRequest {
        scenario,
        keys: vec!["organisation.readiness".to_owned()],
        trials: 3,
        folder: folder.0.join(name),
        earlier,
        threads: Some(2),
        form: Form::fastest(),
    };
    SweepRequest { run, points: Layout::Factorial.points(&inputs, 1).unwrap() }
}

#[test]
fn threads_change_no_byte_of_a_sweep() {
    let folder = Folder::new("sweep-threads");
    for (threads, out) in [("1", "one"), ("3", "three")] {
        assert_code(&sweep(&folder, &[&TWO[..], &["--threads", threads, "--out", out]].concat()), 0);
    }
    for file in
        ["points.csv", "sweep.csv", "design.csv", "manifest.json", "datapackage.json", "report.html", "scenario.toml"]
    {
        let [one, three] = ["one", "three"].map(|out| folder.read(&format!("{out}/{file}")));
        assert_eq!(one, three, "{file}");
    }
    assert_code(&program(&folder, &["verify", "one"]), 0);
}

#[test]
fn a_sweep_that_was_shared_out_as_a_plan_ends_with_the_same_tables() {
    let folder = Folder::new("sweep-plan");
    assert_code(&sweep(&folder, &[&TWO[..], &["--out", "swept"]].concat()), 0);
    let minimal = program::scenario("minimal");
    let plan = [&["plan", minimal.to_str().unwrap(), "--trials", "4", "--shards", "6", "-o", "plan.json"], SMALL, &TWO]
        .concat();
    assert_code(&program(&folder, &plan), 0);
    for index in 0..6 {
        let which = format!("{index}/6");
        assert_code(&program(&folder, &["run", "--plan", "plan.json", "--shard", &which, "--out", "shards"]), 0);
    }
    let merged = program(&folder, &["merge", "--plan", "plan.json", "--out", "shards", "-o", "merged"]);
    assert_code(&merged, 0);
    for file in ["points.csv", "sweep.csv", "design.csv", "report.html"] {
        let [one, other] = ["swept", "merged"].map(|out| folder.read(&format!("{out}/{file}")));
        assert!(one == other, "{file} differs");
    }
    assert!(stdout(&merged).contains("points"), "{}", stdout(&merged));
    assert_code(&program(&folder, &["verify", "merged"]), 0);
}

#[test]
fn the_folder_of_a_sweep_repeats_it() {
    let folder = Folder::new("sweep-again");
    assert_code(&sweep(&folder, &[&TWO[..], &["--out", "swept"]].concat()), 0);
    let manifest: serde_json::Value = serde_json::from_str(&folder.read("swept/manifest.json")).unwrap();
    let command = manifest["command"].as_str().unwrap().strip_prefix("dottedline ").unwrap();
    let command = command.replace("scenario.toml", "swept/scenario.toml").replace("design.csv", "swept/design.csv");
    let words: Vec<&str> = command.split(' ').chain(["--out", "again"]).collect();
    assert_code(&program(&folder, &words), 0);
    for file in ["points.csv", "sweep.csv"] {
        assert_eq!(folder.read(&format!("swept/{file}")), folder.read(&format!("again/{file}")), "{file}");
    }
}

#[test]
fn a_point_as_the_scenario_has_it_says_what_a_run_says() {
    let scenario = small();
    let folder = Folder::new("sweep-today");
    let readiness = scenario.study.world.organisation.readiness;
    let request = SweepRequest {
        points: vec![("today".to_owned(), vec![readiness])],
        ..request(&scenario, &folder, "out", Earlier::Stay)
    };
    let swept = application::sweep(&request, &mut Unwatched).unwrap().swept;
    let mut alone = scenario.study.clone();
    alone.trials = 3;
    let findings = study::run(&alone, RunOptions::default(), &mut Silent).unwrap().findings;
    for (of_point, of_run) in swept.points[0].verdicts.iter().zip(findings.verdicts()) {
        assert_eq!(
            (of_point.leader, &of_point.metric, of_point.practical),
            (of_run.leader, &of_run.metric, of_run.practical)
        );
        for (one, other) in of_point.pairs.iter().zip(&of_run.pairs) {
            let told = |pair: &study::JudgedPair| {
                (pair.comparison.mean, pair.comparison.simultaneous, pair.comparison.verdict)
            };
            assert_eq!(told(one), told(other), "{}", of_point.metric);
        }
    }
}

/// Asks for the end after some trials.
struct Impatient(AtomicU32);

impl Watcher for Impatient {
    fn computed(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }

    fn interrupted(&self) -> bool {
        self.0.load(Ordering::SeqCst) >= 120
    }
}

#[test]
fn a_sweep_that_was_interrupted_goes_on_to_the_same_bytes() {
    let (scenario, folder) = (small(), Folder::new("sweep-resume"));
    let run = |name: &str, earlier, watcher: &mut dyn Watcher| -> Result<SweepResult, ApplicationError> {
        application::sweep(&request(&scenario, &folder, name, earlier), watcher)
    };
    run("whole", Earlier::Stay, &mut Unwatched).unwrap();
    let ended = run("parts", Earlier::Stay, &mut Impatient(AtomicU32::new(0))).unwrap();
    let kept = ended.swept.points.len();
    assert!(ended.written.is_none() && kept > 0 && kept < 70, "{kept} points");
    assert!(
        matches!(run("parts", Earlier::Stay, &mut Unwatched), Err(ApplicationError::Output(_))),
        "nothing is written over"
    );
    let went_on = AtomicU32::new(0);
    struct Counting<'c>(&'c AtomicU32);
    impl Watcher for Counting<'_> {
        fn computed(&self) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }
    run("parts", Earlier::GoneOnWith, &mut Counting(&went_on)).unwrap();
    assert_eq!(went_on.load(Ordering::SeqCst) as usize, 3 * (70 - kept), "only what was missing is run");
    for file in ["points.csv", "sweep.csv", "report.html", "manifest.json"] {
        assert_eq!(folder.read(&format!("whole/{file}")), folder.read(&format!("parts/{file}")), "{file}");
    }
    let left: Vec<_> = fs::read_dir(folder.0.join("parts")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().starts_with('.')), "{left:?}");
}

#[test]
fn all_that_is_wrong_with_what_varies_is_told_at_once() {
    let folder = Folder::new("sweep-wrong");
    let wrong = [
        ("organisation.redainess=0.1..0.9", "did you mean `organisation.readiness`?"),
        ("touchpoint.kiosk.quality=0.1..0.9", "no number `touchpoint.kiosk.quality`"),
        ("organisation.readiness=0.5..0.5", "is empty"),
        ("organisation.readiness=0.9..0.1", "write 0.1..0.9"),
        ("organisation.readiness=0.5..1.5", "from 0 to 1, but one end is 1.5"),
        ("organisation.readiness=0.1..0.9:1", "2 to 1,000 values"),
        ("organisation.readiness", "organisation.readiness=0.3..0.9:7"),
        ("study.seed=1..9", "the same for all points"),
        ("structure.siloed.preset=1..2", "not a number"),
        ("initiatives.rate=0.01..0.05", ""),
    ];
    let words: Vec<&str> = wrong.iter().flat_map(|(text, _)| ["--vary", text]).collect();
    let output = sweep(&folder, &words);
    assert_code(&output, 2);
    for (text, part) in wrong {
        assert!(stderr(&output).contains(part), "{text} does not say {part:?}:\n{}", stderr(&output));
    }
    assert!(!stderr(&output).contains("initiatives.rate"), "what is right is not complained of");
    assert!(!folder.0.join("results").exists(), "nothing is written");
}

#[test]
fn designs_that_cannot_be_are_refused_with_a_remedy() {
    let folder = Folder::new("sweep-refused");
    folder.write("text.csv", "design_point,structure.siloed.preset\na,advisory\n");
    folder.write("bad.csv", "organisation.readiness,initiatives.rate\n0.5,many\n1.5,0.02\n");
    let many = ["--vary", "organisation.readiness=0..1:1000", "--vary", "initiatives.rate=0..0.1:1000"];
    for (words, code, parts) in [
        (&many[..], 2, &["1,000,000 points", "100,000"][..]),
        (&["--design", "factorial"], 2, &["needs --vary"]),
        (&["--design", "cube"], 2, &["one-at-a-time", ".csv"]),
        (&["--design", "text.csv"], 65, &["structure.siloed.preset", "not a number"]),
        (&["--design", "bad.csv"], 65, &["is `many`, which is no number", "but is 1.5"]),
        (&["--design", "bad.csv", "--vary", "initiatives.rate=0..0.1"], 2, &["exclude each other"]),
        (&["--design", "factorial", "--vary", "initiatives.rate=0..0.1", "--points", "9"], 2, &["--points"]),
        (&["--structures", "siloed"], 2, &["only one"]),
    ] {
        let output = sweep(&folder, words);
        assert_code(&output, code);
        for part in parts {
            assert!(stderr(&output).contains(part), "{words:?} does not say {part:?}:\n{}", stderr(&output));
        }
    }
}

#[test]
fn a_firm_that_cannot_be_is_counted_and_has_no_numbers() {
    let folder = Folder::new("sweep-impossible");
    let crossed = ["--vary", "initiatives.cost_min=0.2..1.2:3", "--vary", "initiatives.cost_max=0.8..2:2"];
    let output = sweep(&folder, &[&crossed[..], &["--out", "out"]].concat());
    assert_code(&output, 0);
    assert!(stdout(&output).contains("At 1 point the firm cannot be like that"), "{}", stdout(&output));
    let (points, pairs) = (folder.read("out/points.csv"), folder.read("out/sweep.csv"));
    let row = points.lines().find(|row| row.starts_with("5,1.2,0.8,")).unwrap();
    assert!(row.starts_with("5,1.2,0.8,,,,,,,,,0,") && row.contains("is above the greatest"), "{row}");
    assert!(!pairs.lines().any(|row| row.starts_with("5,")), "it has no differences");
}

#[test]
fn a_latin_hypercube_takes_each_part_of_each_range_once() {
    let scenario = small();
    let inputs = inputs(&scenario, &["organisation.readiness=0..1", "initiatives.rate=0..0.1"]);
    let points = Layout::LatinHypercube(40).points(&inputs, 7).unwrap();
    for (place, width) in [(0, 1.0), (1, 0.1)] {
        let parts: BTreeSet<u32> = points.iter().map(|(_, values)| (values[place] / width * 40.0) as u32).collect();
        assert_eq!(parts.len(), 40, "input {place}");
    }
    assert_eq!(points, Layout::LatinHypercube(40).points(&inputs, 7).unwrap());
    assert_ne!(points, Layout::LatinHypercube(40).points(&inputs, 8).unwrap());
}

#[test]
fn grids_have_every_combination_and_one_at_a_time_moves_one() {
    let scenario = small();
    let two = inputs(&scenario, &["organisation.readiness=0.2..0.8:4", "initiatives.rate=0.01..0.05:3"]);
    let grid = Layout::Factorial.points(&two, 1).unwrap();
    let distinct: BTreeSet<String> = grid.iter().map(|(_, values)| format!("{values:?}")).collect();
    assert_eq!((grid.len(), distinct.len(), grid[0].1.as_slice()), (12, 12, &[0.2, 0.01][..]));
    assert_eq!(grid[11].1, [0.8, 0.05]);
    let all = all_varied(&scenario.study);
    let alone = Layout::OneAtATime.points(&all, 1).unwrap();
    let today = &alone[0].1;
    for (name, values) in &alone[1..] {
        assert_eq!(values.iter().zip(today).filter(|(a, b)| a != b).count(), 1, "point {name}");
    }
    assert!(alone.len() > all.len(), "most assumptions have two ends that are not today's");
    let many: Vec<Input> = all.iter().cycle().take(40).cloned().collect();
    assert_eq!(Layout::Sobol(8).points(&many, 1), Err(NoLayout::TooManyInputs(40)));
}

#[test]
fn a_report_is_not_made_from_a_sweep_and_the_error_says_why() {
    let folder = Folder::new("sweep-report");
    assert_code(&sweep(&folder, &["--vary", "organisation.readiness=0.2..0.8:2", "--out", "out"]), 0);
    let page = folder.read("out/report.html");
    let output = program(&folder, &["report", "out"]);
    assert_code(&output, 65);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("holds a sweep") && !said.contains("missing"), "{said}");
    assert_eq!(folder.read("out/report.html"), page, "the page of the sweep stays");
}

#[test]
fn the_page_of_a_sweep_says_in_words_what_it_draws_and_loads_nothing() {
    let folder = Folder::new("sweep-page");
    for (words, parts) in [
        (&TWO[..], &["id=\"best\"", "not settled"][..]),
        (&["--vary", "organisation.readiness=0.2..0.8:3"], &["id=\"line-1\"", "95 % intervals"]),
        (
            &[
                "--vary",
                "organisation.readiness=0.2..0.8",
                "--vary",
                "initiatives.rate=0.01..0.05",
                "--design",
                "one-at-a-time",
            ],
            &["id=\"tornado\""],
        ),
    ] {
        assert_code(&sweep(&folder, &[words, &["--out", "out", "--force"]].concat()), 0);
        let page = folder.read("out/report.html");
        let drawings = page.matches("<svg ").count();
        assert!(drawings > 0 && page.matches("role=\"img\" aria-label=\"").count() == drawings, "{drawings} drawings");
        assert!(!page.contains("<script") && !page.contains("http://") && !page.contains("https://"));
        for part in parts {
            assert!(page.contains(part), "{words:?}: {part}");
        }
    }
}

/// Readiness, which moves retention, and a cost, which cannot.
const ONE_INERT: [&str; 10] = [
    "--vary",
    "organisation.readiness=0.1..0.9",
    "--vary",
    "economics.problem_cost=1..20",
    "--vary",
    "initiatives.rate=0.01..0.08",
    "--trajectories",
    "6",
    "--rows",
    "16",
];

fn sensitivity(folder: &Folder, words: &[&str]) -> std::process::Output {
    let minimal = program::scenario("minimal");
    let first = ["sensitivity", minimal.to_str().unwrap(), "--trials", "4"];
    let larger = ["--set", "study.customers=300", "--set", "study.weeks=104"];
    program(folder, &[&first, SMALL, &larger, &ONE_INERT, words].concat())
}

/// A number of a row of `sensitivity.csv`.
fn number(table: &str, row: &str, column: &str) -> Option<f64> {
    let place = table.lines().next().unwrap().split(',').position(|name| name == column).unwrap();
    let line = table.lines().find(|line| line.starts_with(row)).unwrap();
    line.split(',').nth(place).unwrap().parse().ok()
}

#[test]
fn what_cannot_move_a_difference_has_no_part_in_it() {
    let folder = Folder::new("sensitivity");
    let output = sensitivity(&folder, &["--out", "out"]);
    assert_code(&output, 0);
    let table = folder.read("out/sensitivity.csv");
    let row = |key: &str| format!("retention_annualised,matrixed,siloed,{key}");
    assert_eq!(number(&table, &row("economics.problem_cost"), "mu_star"), Some(0.0));
    assert!(number(&table, &row("organisation.readiness"), "mu_star").unwrap() > 0.0);
    assert_eq!(number(&table, &row("economics.problem_cost"), "total"), None, "it is not studied");
    let total = number(&table, &row("organisation.readiness"), "total").unwrap();
    let ends = ["total_low", "total_high"].map(|end| number(&table, &row("organisation.readiness"), end).unwrap());
    assert!((ends[0]..=ends[1]).contains(&total) && total > 0.0, "{total} in {ends:?}");
    assert!(stdout(&output).contains("hangs most on"), "{}", stdout(&output));
    assert_code(&program(&folder, &["verify", "out"]), 0);
}

#[test]
fn threads_change_no_byte_of_a_sensitivity_analysis() {
    let folder = Folder::new("sensitivity-threads");
    for (threads, out) in [("1", "one"), ("3", "three")] {
        assert_code(&sensitivity(&folder, &["--threads", threads, "--out", out]), 0);
    }
    for file in ["sensitivity.csv", "points.csv", "manifest.json", "datapackage.json", "report.html"] {
        let [one, three] = ["one", "three"].map(|out| folder.read(&format!("{out}/{file}")));
        assert_eq!(one, three, "{file}");
    }
}
