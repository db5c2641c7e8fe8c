//! The program as its user meets it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const PROGRAM: &str = env!("CARGO_BIN_EXE_dottedline");
const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The smallest shipped scenario, made smaller still.
pub(crate) const SMALL: &[&str] =
    &["--set", "study.customers=40", "--set", "study.weeks=26", "--set", "study.warmup_weeks=4"];

/// A folder of its own for a test; removed when the test is over.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new(test: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("dottedline-{test}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn entries(&self) -> usize {
        fs::read_dir(&self.0).unwrap().count()
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::write(self.0.join(name), text).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

pub(crate) fn command(folder: &Folder) -> Command {
    let mut command = Command::new(PROGRAM);
    command.current_dir(&folder.0).stdin(Stdio::null()).env_remove("NO_COLOR").env("TERM", "xterm");
    command
}

pub(crate) fn program(folder: &Folder, words: &[&str]) -> Output {
    command(folder).args(words).output().unwrap()
}

/// Runs the small study.
fn run(folder: &Folder, words: &[&str]) -> Output {
    let file = scenario("minimal");
    program(folder, &[&["run", file.to_str().unwrap(), "--trials", "3"], SMALL, words].concat())
}

pub(crate) fn scenario(name: &str) -> PathBuf {
    Path::new(ROOT).join("scenarios").join(format!("{name}.toml"))
}

pub(crate) fn code(output: &Output) -> i32 {
    output.status.code().expect("the program was killed")
}

pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[track_caller]
pub(crate) fn assert_code(output: &Output, expected: i32) {
    assert_eq!(code(output), expected, "stdout:\n{}\nstderr:\n{}", stdout(output), stderr(output));
}

#[test]
fn help_lists_the_commands_and_the_exit_codes() {
    let folder = Folder::new("help");
    for words in [&["--help"][..], &["-h"], &["run", "--help"], &["check", "-h"]] {
        let output = program(&folder, words);
        assert_code(&output, 0);
        for line in ["Exit codes:", "  65 ", "  74 ", "  130 "] {
            assert!(stdout(&output).contains(line), "{words:?} does not list {line:?}");
        }
    }
    for command in ["run", "sweep", "map", "trace", "check", "new", "schema", "presets", "completions"] {
        assert!(stdout(&program(&folder, &["--help"])).contains(&format!("\n  {command} ")), "{command}");
    }
}

#[test]
fn a_wrong_command_line_ends_with_2_and_a_hint() {
    let folder = Folder::new("usage");
    for (words, hint) in [
        (&["rum"][..], "'run'"),
        (&["run"], "<FILE>"),
        (&["run", "a.toml", "--threads", "0"], "from 1 to 1024"),
        (&["run", "a.toml", "--trials", "0"], "from 1 to 10000000"),
        (&["run", "a.toml", "--trials", "-3"], "-3"),
        (&["run", "a.toml", "--seed", "1.5"], "whole number"),
        (&["run", "a.toml", "--set", "readiness"], "organisation.readiness=0.7"),
        (&["run", "a.toml", "--colour", "never"], "--color"),
        (&["completions", "cmd"], "bash"),
    ] {
        let output = program(&folder, words);
        assert_code(&output, 2);
        assert!(stderr(&output).contains(hint), "{words:?} says\n{}", stderr(&output));
        assert_eq!(stdout(&output), "");
    }
    assert_code(&program(&folder, &[]), 2);
    assert_eq!(folder.entries(), 0);
}

#[test]
fn a_wrong_scenario_shows_all_its_problems_and_ends_with_65() {
    let folder = Folder::new("wrong");
    let text = fs::read_to_string(scenario("minimal")).unwrap();
    folder.write("wrong.toml", &format!("{text}\n[customer]\nnoize = 0.1\nlearning = 3.0\nrecovery = \"much\"\n"));
    for words in [&["check", "wrong.toml"][..], &["run", "wrong.toml"], &["run", "wrong.toml", "--dry-run"]] {
        let output = program(&folder, words);
        assert_code(&output, 65);
        for part in ["wrong.toml", "noize", "`noise`", "learning", "recovery"] {
            assert!(stderr(&output).contains(part), "{part} is missing in\n{}", stderr(&output));
        }
        assert_eq!(stdout(&output), "");
    }
    assert_eq!(folder.entries(), 1, "nothing is written");
}

#[test]
fn a_scenario_that_is_not_there_ends_with_65() {
    let folder = Folder::new("unreadable");
    for words in [&["run", "missing.toml"][..], &["run", "."], &["check", "missing.toml"]] {
        let output = program(&folder, words);
        assert_code(&output, 65);
        assert!(stderr(&output).starts_with("error: "), "{}", stderr(&output));
    }
    assert_eq!(folder.entries(), 0);
}

/// Linux has a file that is there, may be opened, and fails when it is read.
#[cfg(target_os = "linux")]
#[test]
fn what_the_system_cannot_read_ends_with_74_as_it_may_pass() {
    const BROKEN: &str = "/proc/self/mem";
    let folder = Folder::new("broken");
    folder.write("extending.toml", &format!("extends = \"{BROKEN}\"\n"));
    for words in [["check", BROKEN], ["check", "extending.toml"], ["compare", BROKEN], ["claims", BROKEN]] {
        let output = program(&folder, &words);
        assert_code(&output, 74);
        assert!(stderr(&output).contains(BROKEN), "{words:?}: {}", stderr(&output));
    }
    let minimal = scenario("minimal");
    let run = [&["run", minimal.to_str().unwrap(), "--quiet", "--trials", "4", "--out", "out"], SMALL].concat();
    assert_code(&program(&folder, &run), 0);
    for file in ["manifest.json", "weeks.csv"].map(|file| folder.0.join("out").join(file)) {
        let kept = fs::read(&file).unwrap();
        fs::remove_file(&file).unwrap();
        std::os::unix::fs::symlink(BROKEN, &file).unwrap();
        for command in ["verify", "report"] {
            let output = program(&folder, &[command, "out"]);
            assert_code(&output, 74);
            let name = file.file_name().unwrap().to_str().unwrap();
            assert!(stderr(&output).contains(name), "{command}: {}", stderr(&output));
        }
        fs::remove_file(&file).unwrap();
        fs::write(&file, kept).unwrap();
    }
    assert_code(&program(&folder, &["verify", "out"]), 0);
}

#[test]
fn check_describes_a_right_scenario() {
    let folder = Folder::new("check");
    let output = program(&folder, &["check", scenario("minimal").to_str().unwrap()]);
    assert_code(&output, 0);
    assert!(stdout(&output).lines().count() > 5, "{}", stdout(&output));
    assert!(stdout(&output).lines().all(|line| line.chars().count() <= 80), "{}", stdout(&output));
    assert_eq!(folder.entries(), 0);
}

#[test]
fn run_writes_a_results_folder_and_prints_the_comparison_alone_on_stdout() {
    let folder = Folder::new("run");
    let output = run(&folder, &[]);
    assert_code(&output, 0);
    let text = stdout(&output);
    for part in ["3 trials of 26 weeks with 40 simulated customers", "retention, %", "95 % interval", "results/minimal"]
    {
        assert!(text.contains(part), "{part} is missing in\n{text}");
    }
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    assert!(!text.contains('%') || !text.contains("100 %  3 of 3"), "progress belongs to stderr");
    assert!(stderr(&output).contains("100 %  3 of 3 trials"), "{}", stderr(&output));
    for file in ["trials.csv", "summary.csv", "scenario.toml", "manifest.json", "datapackage.json"] {
        assert!(folder.0.join("results/minimal").join(file).is_file(), "{file} is missing");
    }
}

#[test]
fn the_flags_end_up_in_the_scenario_as_run() {
    let folder = Folder::new("as-run");
    assert_code(&run(&folder, &["--seed", "77", "--out", "first"]), 0);
    let again = program(&folder, &["run", "first/scenario.toml", "--out", "second"]);
    assert_code(&again, 0);
    for file in ["trials.csv", "summary.csv", "weeks.csv", "why.csv", "scenario.toml"] {
        assert_eq!(folder.read(&format!("first/{file}")), folder.read(&format!("second/{file}")), "{file}");
    }
}

#[test]
fn threads_change_no_byte_of_the_results() {
    let folder = Folder::new("threads");
    for threads in ["1", "2", "3", "8"] {
        assert_code(&run(&folder, &["--threads", threads, "--out", threads]), 0);
    }
    for entry in fs::read_dir(folder.0.join("1")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        for threads in ["2", "3", "8"].into_iter().filter(|_| name != ".shards") {
            assert_eq!(folder.read(&format!("1/{name}")), folder.read(&format!("{threads}/{name}")), "{name}");
        }
    }
}

#[test]
fn a_dry_run_says_what_would_run_and_writes_nothing() {
    let folder = Folder::new("dry");
    let output = run(&folder, &["--dry-run"]);
    assert_code(&output, 0);
    for part in ["customer-weeks", "memory", "baseline", "results/minimal", "Nothing was run or written"] {
        assert!(stdout(&output).contains(part), "{part} is missing in\n{}", stdout(&output));
    }
    assert_eq!(folder.entries(), 0);
}

#[test]
fn results_are_never_overwritten_without_force() {
    let folder = Folder::new("force");
    assert_code(&run(&folder, &[]), 0);
    let before = folder.read("results/minimal/trials.csv");
    folder.write("results/minimal/notes.txt", "mine");
    let refused = run(&folder, &["--seed", "5"]);
    assert_code(&refused, 74);
    assert!(stderr(&refused).contains("--force"), "{}", stderr(&refused));
    assert_eq!(folder.read("results/minimal/trials.csv"), before);
    assert_code(&run(&folder, &["--seed", "5", "--force"]), 0);
    assert_ne!(folder.read("results/minimal/trials.csv"), before);
    assert_eq!(folder.read("results/minimal/notes.txt"), "mine");
}

#[test]
fn a_place_that_cannot_be_written_ends_with_74() {
    let folder = Folder::new("place");
    folder.write("taken", "a file");
    let output = run(&folder, &["--out", "taken/results"]);
    assert_code(&output, 74);
    assert!(stderr(&output).contains("taken"), "{}", stderr(&output));
}

#[test]
fn a_subset_of_structures_gives_the_same_rows() {
    let folder = Folder::new("subset");
    assert_code(&run(&folder, &["--out", "all"]), 0);
    let all = folder.read("all/trials.csv");
    let names = structures(&all);
    assert!(names.len() > 1, "{names:?}");
    let output = run(&folder, &["--out", "some", "--structures", &format!("{},{}", names[0], names[1])]);
    assert_code(&output, 0);
    let kept = |row: &&str| structure_of(row).is_some_and(|name| name == names[0] || name == names[1]);
    let some = folder.read("some/trials.csv");
    assert_eq!(some.lines().skip(1).collect::<Vec<_>>(), all.lines().skip(1).filter(kept).collect::<Vec<_>>());
    assert!(folder.read("some/manifest.json").contains(&format!("--structures {},{}", names[0], names[1])));
}

#[test]
fn without_the_baseline_the_first_structure_named_takes_its_place() {
    let folder = Folder::new("baseline");
    assert_code(&run(&folder, &["--out", "all"]), 0);
    let other = structures(&folder.read("all/trials.csv")).pop().unwrap();
    let output = run(&folder, &["--out", "one", "--structures", &other]);
    assert_code(&output, 0);
    assert!(stderr(&output).contains(&format!("`{other}` takes its place")), "{}", stderr(&output));
}

/// Names of structures, in the order of the rows of the first trial.
fn structures(trials: &str) -> Vec<String> {
    let rows = trials.lines().skip(1).take_while(|row| row.starts_with("0,"));
    rows.filter_map(structure_of).map(str::to_owned).collect()
}

fn structure_of(row: &str) -> Option<&str> {
    row.split(',').nth(2)
}

#[test]
fn a_dry_run_counts_what_is_found_out_beside_the_trials() {
    let folder = Folder::new("dry-beside");
    let file = scenario("minimal");
    let beside = |trials: &str, more: &[&str]| {
        let shown = stdout(&program(
            &folder,
            &[&["run", file.to_str().unwrap(), "--dry-run", "--trials", trials], SMALL, more].concat(),
        ));
        let row = shown.lines().find_map(|line| line.trim_start().strip_prefix("beside")).map(str::trim);
        row.unwrap_or_default().to_owned()
    };
    assert_eq!(beside("50", &[]), "a quick look at what turns the answer");
    assert_eq!(beside("49", &[]), "", "few trials have no room for it");
    assert_eq!(beside("50", &["--no-flips"]), "");
    assert!(beside("3", &["--all-flips"]).contains("assumptions, tried for turning the answer"));
    assert_eq!(beside("3", &["--levers"]), "differences split by levers over 3 trials");
}

#[test]
fn an_unknown_structure_names_the_nearest() {
    let folder = Folder::new("unknown");
    let output = run(&folder, &["--structures", "silod"]);
    assert_code(&output, 2);
    assert!(stderr(&output).contains("`silod`") && stderr(&output).contains("`siloed`"), "{}", stderr(&output));
    assert_eq!(folder.entries(), 0);
}

#[test]
fn quiet_says_nothing_beside_the_data() {
    let folder = Folder::new("quiet");
    let output = run(&folder, &["--quiet"]);
    assert_code(&output, 0);
    assert_eq!(stderr(&output), "");
    assert!(stdout(&output).contains("retention, %"));
}

#[test]
fn colour_comes_only_when_it_is_wanted() {
    let folder = Folder::new("colour");
    let escape = |words: &[&str]| stdout(&run(&folder, words)).contains('\u{1b}');
    assert!(!escape(&["--out", "a"]), "not into a pipe");
    assert!(escape(&["--out", "b", "--color", "always"]));
    assert!(!escape(&["--out", "c", "--color", "never"]));
    let help = command(&folder).args(["--help"]).env("NO_COLOR", "1").output().unwrap();
    assert!(!stdout(&help).contains('\u{1b}'));
}

#[test]
fn new_writes_a_scenario_that_checks_and_never_overwrites() {
    let folder = Folder::new("new");
    assert_code(&program(&folder, &["new", "mine.toml"]), 0);
    assert_code(&program(&folder, &["check", "mine.toml"]), 0);
    folder.write("mine.toml", "precious");
    let refused = program(&folder, &["new", "mine.toml"]);
    assert_code(&refused, 74);
    assert!(stderr(&refused).contains("--force"), "{}", stderr(&refused));
    assert_eq!(folder.read("mine.toml"), "precious");
    assert_code(&program(&folder, &["new", "retail_bank", "mine.toml", "--force"]), 0);
    assert_code(&program(&folder, &["check", "mine.toml"]), 0);
}

#[test]
fn new_knows_every_shipped_scenario_and_names_the_nearest() {
    let folder = Folder::new("templates");
    for entry in fs::read_dir(Path::new(ROOT).join("scenarios")).unwrap() {
        let path = entry.unwrap().path();
        let (Some(name), Some("toml")) = (path.file_stem(), path.extension().and_then(|e| e.to_str())) else {
            continue;
        };
        let name = name.to_str().unwrap();
        assert_code(&program(&folder, &["new", name, &format!("{name}.toml")]), 0);
        assert_code(&program(&folder, &["check", &format!("{name}.toml")]), 0);
    }
    let output = program(&folder, &["new", "retail_bnak", "x.toml"]);
    assert_code(&output, 2);
    assert_code(&program(&folder, &["new", "telecom"]), 2);
    assert!(!folder.0.join("telecom").exists(), "the file was forgotten, and nothing is written");
    assert!(stderr(&output).contains("`retail_bank`") && stderr(&output).contains("telecom"), "{}", stderr(&output));
}

#[test]
fn the_schema_is_json_and_knows_the_tables() {
    let folder = Folder::new("schema");
    let output = program(&folder, &["schema"]);
    assert_code(&output, 0);
    let schema: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
    for table in ["study", "touchpoint", "organisation", "structure"] {
        assert!(schema["properties"].get(table).is_some(), "{table}");
    }
}

#[test]
fn presets_shows_every_preset_and_line_and_marks_assumptions() {
    let folder = Folder::new("presets");
    let text = stdout(&program(&folder, &["presets"]));
    for preset in dottedline::model::Preset::ALL {
        assert!(text.contains(&format!("\n{} ", preset.name)), "{}", preset.name);
    }
    for part in ["\nadvisory  ", "\ndotted ", "\nsolid ", "assumption"] {
        assert!(text.contains(part), "{part}");
    }
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
}

#[test]
fn completions_are_made_for_the_usual_shells() {
    let folder = Folder::new("completions");
    for shell in ["bash", "zsh", "fish"] {
        let output = program(&folder, &["completions", shell]);
        assert_code(&output, 0);
        assert!(stdout(&output).contains("dry-run"), "{shell}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_closed_pipe_is_no_failure_but_a_full_disk_is() {
    let folder = Folder::new("pipe");
    let mut child = command(&folder).args(["presets"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(!stderr(&output).contains("panicked"), "{}", stderr(&output));
    assert_code(&output, 0);
    for words in [&["presets"][..], &["schema"], &["completions", "bash"], &["--help"]] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = command(&folder).args(words).stdout(full).output().unwrap();
        assert_code(&output, 74);
    }
}

#[cfg(unix)]
#[test]
fn an_interrupt_keeps_the_finished_trials_and_ends_with_130() {
    let folder = Folder::new("interrupt");
    let file = scenario("minimal");
    let words = [&["run", file.to_str().unwrap(), "--trials", "1000000", "--threads", "2"], SMALL].concat();
    let child = command(&folder).args(words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    wait_for_rows(&folder.0.join("results/minimal/trials.csv"));
    let kill = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(kill.success());
    let output = child.wait_with_output().unwrap();
    assert_code(&output, 130);
    assert!(stderr(&output).contains("of 1000000 written"), "{}", stderr(&output));
    let manifest: serde_json::Value = serde_json::from_str(&folder.read("results/minimal/manifest.json")).unwrap();
    let finished = manifest["trials_finished"].as_u64().unwrap();
    let trials = folder.read("results/minimal/trials.csv");
    let last = trials.lines().last().and_then(|row| row.split(',').next()?.parse::<u64>().ok());
    assert_eq!(last, Some(finished - 1));
    assert!(folder.0.join("results/minimal/summary.csv").is_file());
}

/// Waits until a few trials are written; a minute at most.
#[cfg(unix)]
fn wait_for_rows(file: &Path) {
    for _ in 0..600 {
        if fs::read_to_string(file).is_ok_and(|text| text.lines().count() > 10) {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    panic!("no trial was written within a minute");
}

/// The release binary must write the same: `.ci/run` compares it with the same file. Whoever changes it says in
/// CHANGELOG.md why results differ.
#[test]
fn the_retail_bank_has_the_trials_that_it_had_when_it_was_published() {
    let folder = Folder::new("golden");
    let bank = scenario("retail_bank");
    let bank = bank.to_str().unwrap();
    let words = ["run", bank, "--quiet", "--trials", "4", "--set", "study.weeks=52", "--out", "golden"];
    assert_code(&program(&folder, &words), 0);
    let golden = include_str!("../golden/retail_bank.sha256").split(' ').next().unwrap();
    assert!(folder.read("golden/datapackage.json").contains(golden), "trials.csv has other bytes than {golden}");
}

// ---- runs that stop, and parameter draws --------------------------------------------------------

#[test]
fn a_run_until_enough_is_known_says_why_it_stopped_and_how_to_repeat_it() {
    let folder = Folder::new("until");
    let file = scenario("minimal");
    let words = ["run", file.to_str().unwrap(), "--until", "precision=1", "--max-trials", "70"];
    let output = program(&folder, &[&words[..], SMALL].concat());
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let shown = stdout(&output);
    assert!(shown.contains("Stopped after 50 trials: differences are known to ±1."), "{shown}");
    assert!(shown.contains("Parameter uncertainty is not included"), "{shown}");
    let manifest = folder.read("results/minimal/manifest.json");
    assert!(manifest.contains("--until precision=1 --max-trials 70"), "{manifest}");
    assert!(manifest.contains("\"complete\": true"), "{manifest}");
}

#[test]
fn a_run_that_does_not_get_there_says_so() {
    let folder = Folder::new("not-reached");
    let file = scenario("minimal");
    let words = [
        "run",
        file.to_str().unwrap(),
        "--until",
        "precision=1e-9",
        "--max-trials",
        "51",
        "--set",
        "decision.primary=nps",
    ];
    let output = program(&folder, &[&words[..], SMALL].concat());
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(stdout(&output).contains("Not reached in 51 trials"), "{}", stdout(&output));
}

#[test]
fn until_needs_two_structures_and_no_number_of_trials() {
    let folder = Folder::new("until-alone");
    let file = scenario("minimal");
    let words = ["run", file.to_str().unwrap(), "--until", "decided"];
    for more in [&["--structures", "siloed"][..], &["--trials", "9"]] {
        let output = program(&folder, &[&words[..], more].concat());
        assert_eq!((code(&output), folder.entries()), (2, 0), "{}", stderr(&output));
    }
}

#[test]
fn a_run_with_parameter_draws_splits_the_spread_into_assumptions_and_random_inputs() {
    let folder = Folder::new("worlds");
    let text = "extends = \"minimal\"\n[decision]\nprimary = \"nps\"\n[uncertainty]\ninner_trials = 2\n\"organisation.readiness\" = { low = 0.1, high = 0.9 }\n";
    folder.write("doubt.toml", text);
    let run = |more: &[&str]| program(&folder, &[&["run", "doubt.toml", "--trials", "8"], SMALL, more].concat());
    let output = run(&[]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let shown = stdout(&output);
    assert!(shown.contains("Parameter uncertainty is included: 1 parameter in 4 parameter draws."), "{shown}");
    let unwrapped = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        unwrapped.contains("% of worlds by nps_true") && unwrapped.contains("of the spread is assumptions"),
        "{shown}"
    );
    let (trials, split) = (folder.read("results/doubt/trials.csv"), folder.read("results/doubt/assumptions.csv"));
    assert!(split.lines().count() > 4, "{split}");
    let one = run(&["--threads", "1", "--out", "one"]);
    assert_eq!(code(&one), 0, "{}", stderr(&one));
    assert_eq!((folder.read("one/trials.csv"), folder.read("one/assumptions.csv")), (trials.clone(), split));
    fs::rename(folder.0.join("results/doubt/scenario.toml"), folder.0.join("again.toml")).unwrap();
    assert_eq!(code(&program(&folder, &["run", "again.toml", "--out", "again"])), 0);
    assert_eq!(folder.read("again/trials.csv"), trials, "the scenario as run gives the same trials");
}

#[test]
fn no_line_is_wider_than_a_terminal_however_long_the_names() {
    let folder = Folder::new("long_names");
    let long = Path::new(ROOT).join("tests/browser/long.toml");
    let long = long.to_str().unwrap();
    let wanted = "stays=a_structure_with_a_really_long_name_inde,stays=another_structure_with_an_even_longer_na";
    let commands: [&[&str]; 6] = [
        &["run", long, "--quiet", "--out", "results"],
        &["compare", "results/trials.csv"],
        &["trace", long, "--trial", "0", "--customer", "3"],
        &["trace", long, "--trial", "0", "--office", "--to", "30"],
        &["trace", long, "--trial", "0", "--office", "--details", "--to", "30"],
        &["trace", long, "--where", wanted],
    ];
    for words in commands {
        let output = program(&folder, words);
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        let shown = stdout(&output);
        let wide: Vec<&str> = shown.lines().filter(|line| line.chars().count() > 80).collect();
        assert!(wide.is_empty(), "{words:?}: {wide:?}");
        assert!(shown.lines().count() > 20 && !shown.contains("\n- \n"), "{shown}");
    }
}

#[test]
fn a_terminal_obeys_nothing_that_names_say() {
    let folder = Folder::new("commands");
    let name = "red\u{1b}[31m\u{202e}evil";
    let rows: String =
        (0..4).map(|trial| format!("{trial},siloed,0.{trial}\n{trial},{name},0.{}\n", trial + 2)).collect();
    folder.write("trials.csv", &format!("trial,structure,retention\n{rows}"));
    folder.write("\u{1b}]0;title\u{7}.toml", "not a scenario");
    for words in [&["compare", "trials.csv"][..], &["check", "\u{1b}]0;title\u{7}.toml"]] {
        let output = program(&folder, words);
        let said = stdout(&output) + &stderr(&output);
        let obeyed = |letter: char| letter != '\n' && (letter.is_control() || letter == '\u{202e}');
        assert!(!said.contains(obeyed), "{said:?}");
        assert!(said.contains("\\u001b"), "shown instead: {said}");
    }
}
