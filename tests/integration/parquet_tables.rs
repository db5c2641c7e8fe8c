//! Results as Parquet beside CSV, as users meet them: asked for, gone on with, merged, verified. How other programs read the
//! files is for `tests/parquet/check.py`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const PROGRAM: &str = env!("CARGO_BIN_EXE_dottedline");

/// An empty folder for one test alone.
fn scratch(test: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("parquet").join(test);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

fn program(folder: &Path, words: &[&str]) -> Output {
    Command::new(PROGRAM).current_dir(folder).stdin(Stdio::null()).args(words).arg("--quiet").output().unwrap()
}

const SMALL: &[&str] = &["--set", "study.customers=40", "--set", "study.weeks=26", "--set", "study.warmup_weeks=4"];

/// Runs or plans the smallest scenario, made smaller still.
fn small(folder: &Path, command: &str, words: &[&str]) -> Output {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/minimal.toml");
    program(folder, &[&[command, file.to_str().unwrap()], SMALL, words].concat())
}

#[track_caller]
fn ends(output: &Output, code: i32) -> String {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(code), "{said}");
    said
}

/// All files of a results folder, without those that only `--resume` reads.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
    entries.map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(path).unwrap())).collect()
}

#[cfg(not(feature = "parquet"))]
#[test]
fn a_program_without_parquet_says_how_to_get_one_before_it_does_anything() {
    let folder = scratch("without");
    let said = ends(&small(&folder, "run", &["--trials", "2", "--out", "out", "--format", "parquet"]), 2);
    assert!(said.contains("--features parquet") && said.contains("leave out --format"), "{said}");
    let said =
        ends(&program(&folder, &["merge", "--plan", "no.json", "--out", "no", "-o", "out", "--format", "parquet"]), 2);
    assert!(said.contains("--features parquet"), "{said}");
    assert_eq!(contents(&folder).len(), 0);
    assert!(!folder.join("out").exists());
    ends(&small(&folder, "run", &["--trials", "2", "--out", "out", "--format", "csv"]), 0);
}

#[cfg(not(feature = "parquet"))]
#[test]
fn a_table_in_parquet_is_told_from_text_by_a_program_that_cannot_read_it() {
    let folder = scratch("unread");
    fs::write(folder.join("t.parquet"), b"PAR1 and more").unwrap();
    let said = ends(&program(&folder, &["compare", "t.parquet"]), 65);
    assert!(said.contains("this is Parquet") && said.contains("--features parquet"), "{said}");
}

#[cfg(feature = "parquet")]
#[test]
fn a_parquet_table_compares_like_its_csv_file() {
    let folder = scratch("compared");
    ends(&small(&folder, "run", &["--trials", "12", "--out", "out", "--format", "parquet"]), 0);
    let text = |output: Output| String::from_utf8(output.stdout).unwrap().replace("trials.parquet", "trials.csv");
    let [csv, typed] = ["out/trials.csv", "out/trials.parquet"].map(|file| text(program(&folder, &["compare", file])));
    assert!(csv.contains("By yearly retention, "), "{csv}");
    assert_eq!(typed, csv);
    fs::write(folder.join("torn.parquet"), b"PAR1 and more").unwrap();
    let said = ends(&program(&folder, &["compare", "torn.parquet"]), 65);
    assert!(said.contains("this Parquet file cannot be read"), "{said}");
}

/// Results that are replaced by such of a program without Parquet leave none behind that do not fit.
#[test]
fn replaced_results_leave_no_parquet_of_the_old_ones() {
    let folder = scratch("stale");
    let run = |words: &[&str]| small(&folder, "run", &[&["--trials", "2", "--out", "out"], words].concat());
    ends(&run(&[]), 0);
    fs::write(folder.join("out/trials.parquet"), "old").unwrap();
    fs::write(folder.join("out/mine.parquet"), "mine").unwrap();
    ends(&run(&["--force"]), 0);
    assert!(!folder.join("out/trials.parquet").exists());
    assert_eq!(fs::read(folder.join("out/mine.parquet")).unwrap(), b"mine", "no other file is touched");
}

#[cfg(feature = "parquet")]
mod with_parquet {
    use super::*;
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;

    /// A table as its reader shows it: column names, and rows of cells as they would stand in CSV.
    fn read(path: &Path) -> Vec<Vec<String>> {
        let reader = SerializedFileReader::new(fs::File::open(path).unwrap()).unwrap();
        let head = reader.metadata().file_metadata().schema_descr().columns().iter().map(|c| c.name().to_owned());
        let rows = reader.get_row_iter(None).unwrap().map(|row| {
            let row = row.unwrap();
            row.get_column_iter().map(|(_, field)| cell(field)).collect()
        });
        std::iter::once(head.collect()).chain(rows).collect()
    }

    fn cell(field: &Field) -> String {
        match field {
            Field::Null => String::new(),
            Field::Long(number) => number.to_string(),
            Field::Double(number) => number.to_string(),
            Field::Str(text) => text.clone(),
            other => panic!("no column holds {other:?}"),
        }
    }

    fn csv(path: &Path) -> Vec<Vec<String>> {
        let reader = csv::ReaderBuilder::new().has_headers(false).from_path(path);
        reader.unwrap().records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    #[test]
    fn every_table_stands_in_parquet_with_the_cells_of_its_csv_file() {
        let folder = scratch("cells");
        ends(
            &small(
                &folder,
                "run",
                &["--trials", "5", "--fail-trial", "3", "--max-failed", "0.5", "--out", "out", "--format", "parquet"],
            ),
            0,
        );
        let files: Vec<String> = contents(&folder.join("out")).into_keys().collect();
        let tables: Vec<&str> = files.iter().filter_map(|file| file.strip_suffix(".csv")).collect();
        assert_eq!(tables.len(), 18, "17 tables and the trial that failed: {tables:?}");
        for table in tables {
            let path = |ending: &str| folder.join("out").join(format!("{table}.{ending}"));
            assert_eq!(read(&path("parquet")), csv(&path("csv")), "{table}");
        }
    }

    #[test]
    fn a_parquet_file_says_which_run_it_is_from() {
        let folder = scratch("notes");
        ends(&small(&folder, "run", &["--trials", "2", "--seed", "77", "--out", "out", "--format", "parquet"]), 0);
        let manifest: serde_json::Value =
            serde_json::from_slice(&fs::read(folder.join("out/manifest.json")).unwrap()).unwrap();
        let file = fs::File::open(folder.join("out/summary.parquet")).unwrap();
        let reader = SerializedFileReader::new(file).unwrap();
        let notes = reader.metadata().file_metadata().key_value_metadata().unwrap();
        let note = |key: &str| {
            let found = notes.iter().find(|note| note.key == format!("dottedline.{key}"));
            found.and_then(|note| note.value.clone()).unwrap()
        };
        assert_eq!((note("seed").as_str(), note("trials_finished").as_str()), ("77", "2"));
        for key in ["scenario_sha256", "study_hash", "version", "scenario"] {
            assert_eq!(note(key), manifest[key].as_str().unwrap(), "{key}");
        }
        for key in ["numerics_version", "sampling_contract"] {
            assert_eq!(note(key), manifest[key].to_string(), "{key}");
        }
    }

    #[test]
    fn the_same_study_has_the_same_parquet_bytes_and_its_csv_does_not_change() {
        let folder = scratch("bytes");
        let run = |out: &str, words: &[&str]| {
            ends(&small(&folder, "run", &[&["--trials", "6", "--out", out], words].concat()), 0);
            contents(&folder.join(out))
        };
        let one = run("one", &["--format", "parquet", "--threads", "1"]);
        assert_eq!(one, run("two", &["--format", "parquet", "--threads", "3"]));
        let plain = run("plain", &[]);
        let differs = |name: &String| one.get(name) != plain.get(name);
        let differing: Vec<&String> = one.keys().filter(|name| differs(name)).collect();
        let may_differ = |name: &&String| *name == "manifest.json" || name.ends_with(".parquet");
        assert!(differing.iter().all(may_differ), "{differing:?}");
        assert_eq!(differing.len(), 18);
    }

    #[test]
    fn results_with_parquet_are_gone_on_with_verified_compared_and_reported() {
        let folder = scratch("goes_on");
        let run = |out: &str, words: &[&str]| small(&folder, "run", &[&["--out", out], words].concat());
        let parquet = ["--format", "parquet"];
        ends(&run("once", &[&["--trials", "9"][..], &parquet].concat()), 0);
        ends(&run("grown", &[&["--trials", "4"][..], &parquet].concat()), 0);
        ends(&run("grown", &[&["--trials", "9", "--resume"][..], &parquet].concat()), 0);
        assert_eq!(contents(&folder.join("once")), contents(&folder.join("grown")));
        for words in [&["verify", "grown"][..], &["report", "grown"], &["compare", "grown/trials.csv"]] {
            ends(&program(&folder, words), 0);
        }
        // Results that have none get them without computing a trial again.
        ends(&run("plain", &["--trials", "9"]), 0);
        ends(&run("plain", &[&["--trials", "9", "--resume"][..], &parquet].concat()), 0);
        assert_eq!(contents(&folder.join("once")), contents(&folder.join("plain")));
        // And who does not ask for them any longer is told that they go.
        let said = ends(&run("plain", &["--trials", "9", "--resume"]), 0);
        assert!(said.contains("Parquet"), "{said}");
        assert!(!contents(&folder.join("plain")).keys().any(|name| name.ends_with(".parquet")));
        ends(&program(&folder, &["verify", "plain"]), 0);
    }

    #[test]
    fn a_damaged_or_missing_parquet_file_is_found() {
        let folder = scratch("damaged");
        ends(&small(&folder, "run", &["--trials", "2", "--out", "out", "--format", "parquet"]), 0);
        let path = folder.join("out/why.parquet");
        let mut bytes = fs::read(&path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(&path, bytes).unwrap();
        fs::remove_file(folder.join("out/weeks.parquet")).unwrap();
        let said = ends(&program(&folder, &["verify", "out"]), 65);
        assert!(said.contains("why.parquet: damaged") && said.contains("weeks.parquet: "), "{said}");
    }

    #[test]
    fn merged_shards_give_the_parquet_bytes_of_one_run() {
        let folder = scratch("merged");
        ends(&small(&folder, "plan", &["--trials", "7", "--shards", "3", "-o", "plan.json"]), 0);
        for shard in ["0/3", "1/3", "2/3"] {
            ends(&program(&folder, &["run", "--plan", "plan.json", "--shard", shard, "--out", "shards"]), 0);
        }
        let merge = ["merge", "--plan", "plan.json", "--out", "shards", "-o", "merged"];
        ends(&program(&folder, &merge), 0);
        let plain = contents(&folder.join("merged"));
        ends(&program(&folder, &[&merge[..], &["--format", "parquet"]].concat()), 0);
        let both = contents(&folder.join("merged"));
        assert_eq!((plain.len(), both.len()), (21, 38), "Parquet is added to results that are there");
        ends(&small(&folder, "run", &["--trials", "7", "--out", "once", "--format", "parquet"]), 0);
        let tables = |files: BTreeMap<String, Vec<u8>>| -> BTreeMap<String, Vec<u8>> {
            files.into_iter().filter(|(name, _)| name.ends_with(".csv") || name.ends_with(".parquet")).collect()
        };
        assert_eq!(tables(both.clone()), tables(contents(&folder.join("once"))));
        ends(&program(&folder, &merge), 0);
        assert_eq!(contents(&folder.join("merged")), both, "results that are there are left alone");
    }

    #[test]
    fn results_of_a_design_have_the_point_in_every_parquet_table() {
        let folder = scratch("design");
        fs::write(folder.join("design.csv"), "organisation.readiness\n0.2\n0.8\n").unwrap();
        ends(
            &small(&folder, "plan", &["--trials", "2", "--shards", "2", "--design", "design.csv", "-o", "plan.json"]),
            0,
        );
        for shard in ["0/2", "1/2"] {
            ends(&program(&folder, &["run", "--plan", "plan.json", "--shard", shard, "--out", "shards"]), 0);
        }
        let merge = ["merge", "--plan", "plan.json", "--out", "shards", "-o", "out", "--format", "parquet"];
        ends(&program(&folder, &merge), 0);
        for table in ["trials", "summary", "design"] {
            let cells = read(&folder.join(format!("out/{table}.parquet")));
            assert_eq!(cells, csv(&folder.join(format!("out/{table}.csv"))));
            assert_eq!(cells[0][0], "design_point", "{table}");
        }
        ends(&program(&folder, &["verify", "out"]), 0);
    }
}
