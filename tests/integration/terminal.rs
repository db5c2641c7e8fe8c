//! What a run prints by default: the same words for every shipped scenario, short, within 80 columns, in ASCII where need be.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use dottedline::scenario;

/// Trials of a run here: enough for a quick look at what turns the answer.
const TRIALS: &str = "50";

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("terminal-{name}"));
    let _ = fs::remove_dir_all(&folder);
    folder
}

/// What a run of a shipped scenario prints on stdout, with a stable name for its folder.
fn printed(name: &str, folder: &Path, environment: &[(&str, &str)]) -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(format!("{name}.toml"));
    let mut command = Command::new(env!("CARGO_BIN_EXE_dottedline"));
    command.args(["run", "--quiet", "--force", "--trials", TRIALS]).arg(&file).arg("--out").arg(folder);
    command.env_remove("NO_COLOR").env("LC_ALL", "C.UTF-8").envs(environment.iter().copied());
    let done = command.output().expect("the program starts");
    assert!(done.status.success(), "{name}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).expect("UTF-8").replace(&folder.display().to_string(), "FOLDER")
}

#[test]
fn every_shipped_scenario_prints_its_answer_in_about_twenty_lines() {
    for template in scenario::templates() {
        let folder = folder(template.name);
        let text = printed(template.name, &folder, &[]);
        insta::assert_snapshot!(format!("run_{}", template.name), text);
        let structures = text.lines().filter(|line| line.matches('[').count() >= 3).count();
        let spoken = text.lines().filter(|line| !line.trim().is_empty()).count();
        assert!(spoken <= 27 + structures, "{}: {spoken} lines for {structures} structures\n{text}", template.name);
        // A terminal without Unicode is written to in ASCII: it knows a letter for each of these.
        let others: Vec<char> = text.chars().filter(|letter| !letter.is_ascii() && *letter != '─').collect();
        assert!(others.is_empty(), "{}: {others:?}", template.name);
        let long: Vec<&str> = text.lines().filter(|line| line.chars().count() > 80).collect();
        assert!(long.is_empty(), "{}: {long:?}", template.name);
        let _ = fs::remove_dir_all(folder);
    }
}

#[test]
fn a_wide_terminal_reads_the_same_words() {
    let folder = folder("widths");
    assert_eq!(printed("minimal", &folder, &[("COLUMNS", "120")]), printed("minimal", &folder, &[]));
}

#[test]
fn the_answer_on_the_terminal_is_that_of_the_page() {
    let folder = folder("page");
    let text = printed("minimal", &folder, &[]).split_whitespace().collect::<Vec<_>>().join(" ");
    let page = fs::read_to_string(folder.join("report.html")).expect("a page");
    let lead = page.split("class=\"lead\">").nth(1).and_then(|rest| rest.split("</p>").next()).expect("a lead");
    let lead = lead.replace("<bdi>", "").replace("</bdi>", "");
    assert!(text.contains(&lead), "{lead}\n{text}");
    let pays = text.split("When it pays, ").nth(1).and_then(|rest| rest.split(". ").next()).expect("when it pays");
    let on_page = page.split("When it pays</h3>").nth(1).expect("when it pays");
    assert!(on_page.contains(&pays[1..]), "{pays}");
}
