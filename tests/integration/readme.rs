//! What the README shows is what happens. Its Rust code is compiled and run as a doctest of the library.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn readme() -> String {
    fs::read_to_string(Path::new(ROOT).join("README.md")).unwrap()
}

/// The fenced blocks of a language.
fn blocks(language: &str) -> Vec<String> {
    let fence = format!("```{language}\n");
    let text = readme();
    let blocks: Vec<String> =
        text.split(&fence).skip(1).filter_map(|rest| rest.split("```").next()).map(str::to_owned).collect();
    assert!(!blocks.is_empty(), "the README has no {language} block");
    blocks
}

#[test]
fn every_command_of_the_readme_works() {
    let folder = std::env::temp_dir().join(format!("dottedline-readme-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("scenarios")).unwrap();
    fs::create_dir_all(folder.join("scenarios/claims")).unwrap();
    for part in ["scenarios", "scenarios/claims"] {
        let entries = fs::read_dir(Path::new(ROOT).join(part)).unwrap().map(Result::unwrap);
        for entry in entries.filter(|entry| entry.path().is_file()) {
            fs::copy(entry.path(), folder.join(part).join(entry.file_name())).unwrap();
        }
    }
    for line in blocks("console").iter().flat_map(|block| block.lines()) {
        let words = line.strip_prefix("$ dottedline ").expect("a console block shows commands of dottedline only");
        let mut command = Command::new(env!("CARGO_BIN_EXE_dottedline"));
        let output = command.args(words.split(' ')).current_dir(&folder).stdin(Stdio::null()).output().unwrap();
        assert!(output.status.success(), "{line}\n{}", String::from_utf8_lossy(&output.stderr));
    }
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn the_excerpt_stands_in_the_smallest_scenario() {
    let file = fs::read_to_string(Path::new(ROOT).join("scenarios/minimal.toml")).unwrap();
    for part in blocks("toml").iter().flat_map(|block| block.split("# ...\n")) {
        assert!(file.contains(part.trim()), "this is not in scenarios/minimal.toml:\n{part}");
    }
}

#[test]
fn every_shipped_scenario_is_listed_and_no_other() {
    let text = readme();
    let mut listed: Vec<&str> =
        text.lines().filter_map(|line| line.strip_prefix("| [`")?.split("`](scenarios/").next()).collect();
    let mut shipped: Vec<&str> = dottedline::scenario::templates().iter().map(|template| template.name).collect();
    listed.sort_unstable();
    shipped.sort_unstable();
    assert_eq!(listed, shipped);
    for name in listed {
        assert!(text.contains(&format!("| [`{name}`](scenarios/{name}.toml) |")), "{name} has a wrong link");
    }
}

#[test]
fn the_main_command_runs_a_shipped_scenario() {
    assert!(blocks("sh").iter().any(|block| block.contains("cargo run --release -- run scenarios/retail_bank.toml")));
}
