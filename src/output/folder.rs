//! The results folder.
//!
//! `manifest.json` and `scenario.toml` are written first, so that a folder is known for what it is even if the power
//! fails; `trials.csv` grows trial by trial; everything else follows when the trials are over.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::columns::Column;
use super::datapackage::{Resource, datapackage};
use super::error::OutputError;
use super::hashed::{Fingerprint, HashedFile};
use super::manifest::{final_manifest, first_manifest, is_ours};
use super::tables::{Row, Rows, TRIALS, Table, tables, trial_columns, trial_row};
use crate::engine::Outcome;
use crate::experiment::{Findings, Observer, trial_figures};
use crate::model::Study;

/// Every file of a results folder. No other file in it is ever touched.
pub const FILES: [&str; 16] = [
    MANIFEST,
    SCENARIO,
    TRIALS,
    "weeks.csv",
    "differences.csv",
    "courses.csv",
    "assumptions.csv",
    "touchpoints.csv",
    "functions.csv",
    "handoffs.csv",
    "why.csv",
    "summary.csv",
    "comparisons.csv",
    "decisions.csv",
    "acceptability.csv",
    DATAPACKAGE,
];

const MANIFEST: &str = "manifest.json";
const SCENARIO: &str = "scenario.toml";
const DATAPACKAGE: &str = "datapackage.json";

/// A part of a table of about this many bytes is written at once.
const PART_BYTES: usize = 1 << 16;

/// What a results folder says of its run.
#[derive(Clone, Copy, Debug)]
pub struct RunRecord<'a> {
    /// The study that is run.
    pub study: &'a Study,
    /// Its scenario's short name.
    pub name: &'a str,
    /// The complete scenario as run, after layering: running it again gives the same study.
    pub scenario: &'a str,
    /// The command that repeats the run.
    pub command: &'a str,
}

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The folder.
    pub path: PathBuf,
    /// Finished trials in it.
    pub trials: u32,
    /// Length of all files together, in bytes.
    pub bytes: u64,
}

/// A results folder that is being written. As an [`Observer`] it takes up the trials of a run.
pub struct ResultsFolder<'a> {
    path: PathBuf,
    record: RunRecord<'a>,
    trials: HashedFile,
    finished: u32,
    enough: bool,
}

impl<'a> ResultsFolder<'a> {
    /// Whether [`ResultsFolder::create`] would refuse, without touching anything.
    ///
    /// # Errors
    /// A place that is no folder; a folder with anything in it, unless `force`; with `force`, a folder that holds files
    /// named like results but no manifest of this program.
    pub fn check(path: &Path, force: bool) -> Result<(), OutputError> {
        let entries = match fs::read_dir(path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
                return Err(OutputError::NotAFolder { path: path.to_owned() });
            }
            Err(source) => return Err(OutputError::CannotPrepare { path: path.to_owned(), source }),
        };
        if entries.count() > 0 && !force {
            return Err(OutputError::NotEmpty { path: path.to_owned() });
        }
        let ours = fs::read(path.join(MANIFEST)).is_ok_and(|bytes| is_ours(&bytes));
        match FILES.iter().map(|file| path.join(file)).find(|file| fs::symlink_metadata(file).is_ok()) {
            Some(file) if !ours => Err(OutputError::NotOurs { file }),
            _ => Ok(()),
        }
    }

    /// Makes the folder, removes results of an earlier run if `force`, and writes what is known before the first trial.
    /// Files of other names are left alone.
    ///
    /// # Errors
    /// As [`ResultsFolder::check`], and what the system reports.
    pub fn create(path: &Path, force: bool, record: RunRecord<'a>) -> Result<ResultsFolder<'a>, OutputError> {
        ResultsFolder::check(path, force)?;
        let prepare = |path: &Path, done: io::Result<()>| {
            done.map_err(|source| OutputError::CannotPrepare { path: path.to_owned(), source })
        };
        prepare(path, fs::create_dir_all(path))?;
        // The manifest goes last: what a failure on the way leaves is still known as ours.
        for file in FILES.iter().rev().map(|file| path.join(file)) {
            prepare(&file, remove(&file))?;
        }
        write_whole(path, MANIFEST, pretty(&first_manifest(&record)).as_bytes(), 0)?;
        write_whole(path, SCENARIO, record.scenario.as_bytes(), 0)?;
        let trials = start_table(path, TRIALS, &trial_columns(), 0)?;
        Ok(ResultsFolder { path: path.to_owned(), record, trials, finished: 0, enough: false })
    }

    /// The folder's path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Finished trials that can be read in `trials.csv` so far.
    #[must_use]
    pub const fn readable_trials(&self) -> u32 {
        self.finished
    }

    /// Notes that the run ended because it knew enough: it is complete with fewer trials than the study allows.
    #[must_use]
    pub fn with_enough(self, enough: bool) -> Self {
        ResultsFolder { enough, ..self }
    }

    /// Writes everything else, from the findings of the trials that were taken up.
    ///
    /// # Errors
    /// What the system reports; the trials stay readable.
    pub fn finish(self, findings: &Findings) -> Result<Written, OutputError> {
        let ResultsFolder { path, record, trials, finished, enough } = self;
        let mut resources = vec![Resource {
            file: TRIALS,
            about: "Figures at the horizon: one row per trial and structure that ran in it, in trial order. A structure that \
                    was ruled out on the way ran in the first trials only.",
            key: &["trial", "structure"],
            columns: trial_columns(),
            fingerprint: trials.finish(),
        }];
        for table in tables() {
            let fingerprint = write_table(&path, &table, findings, finished)?;
            let Table { file, about, key, columns, .. } = table;
            resources.push(Resource { file, about, key, columns, fingerprint });
        }
        let mut bytes: u64 = resources.iter().map(|resource| resource.fingerprint.bytes).sum();
        bytes += write_whole(&path, DATAPACKAGE, pretty(&datapackage(&record, &resources)).as_bytes(), finished)?;
        bytes += replace_manifest(&path, &pretty(&final_manifest(&record, findings, enough)), finished)?;
        Ok(Written { path, trials: finished, bytes: bytes + record.scenario.len() as u64 })
    }
}

impl Observer for ResultsFolder<'_> {
    type Error = OutputError;

    fn trial(&mut self, trial: u32, outcomes: &[Option<Outcome>]) -> Result<(), OutputError> {
        let study = self.record.study;
        let mut part = Vec::new();
        for (structure, figures) in study.structures.iter().zip(trial_figures(outcomes, study.baseline)) {
            // A structure that did not run has no row.
            if let Some(figures) = figures {
                push_row(&mut part, &trial_row(trial, study.seed, &structure.id, &figures));
            }
        }
        self.trials.append(&part).map_err(cannot_write(&self.path, TRIALS, self.finished))?;
        self.finished += 1;
        Ok(())
    }
}

fn remove(file: &Path) -> io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn cannot_write(folder: &Path, file: &str, readable_trials: u32) -> impl FnOnce(io::Error) -> OutputError {
    let path = folder.join(file);
    move |source| OutputError::CannotWrite { path, readable_trials, source }
}

/// Writes a file at once and returns its length.
fn write_whole(folder: &Path, file: &str, bytes: &[u8], readable: u32) -> Result<u64, OutputError> {
    let write = || HashedFile::create(&folder.join(file))?.append(bytes);
    write().map_err(cannot_write(folder, file, readable))?;
    Ok(bytes.len() as u64)
}

/// Puts the final manifest in the place of the first one, so that there is a whole one at every moment.
fn replace_manifest(folder: &Path, text: &str, readable: u32) -> Result<u64, OutputError> {
    const NEW: &str = ".manifest.json.new";
    let replace = || {
        fs::write(folder.join(NEW), text)?;
        fs::rename(folder.join(NEW), folder.join(MANIFEST))
    };
    let done = replace();
    if done.is_err() {
        // Half a manifest is of no use; that there is no final one is told by the error.
        let _ = remove(&folder.join(NEW));
    }
    done.map_err(cannot_write(folder, MANIFEST, readable))?;
    Ok(text.len() as u64)
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

/// A new table with its line of column names.
fn start_table(folder: &Path, file: &str, columns: &[Column], readable: u32) -> Result<HashedFile, OutputError> {
    let mut head = Vec::new();
    push_fields(&mut head, columns.iter().map(|column| column.name.as_bytes()));
    let start = || {
        let mut table = HashedFile::create(&folder.join(file))?;
        table.append(&head)?;
        Ok(table)
    };
    start().map_err(cannot_write(folder, file, readable))
}

/// Writes a table to its end. Half a table would be taken for a whole one, so none is left if that fails.
fn write_table(folder: &Path, table: &Table, findings: &Findings, readable: u32) -> Result<Fingerprint, OutputError> {
    let mut file = start_table(folder, table.file, &table.columns, readable)?;
    let written = append_rows(&mut file, (table.rows)(findings));
    if written.is_err() {
        let _ = remove(&folder.join(table.file));
    }
    written.map_err(cannot_write(folder, table.file, readable))?;
    Ok(file.finish())
}

fn append_rows(file: &mut HashedFile, rows: Rows<'_>) -> io::Result<()> {
    let mut part = Vec::with_capacity(2 * PART_BYTES);
    for row in rows {
        push_row(&mut part, &row);
        if part.len() >= PART_BYTES {
            file.append(&part)?;
            part.clear();
        }
    }
    file.append(&part)
}

fn push_row(part: &mut Vec<u8>, row: &Row<'_>) {
    let texts: Vec<_> = row.iter().map(super::cell::Cell::text).collect();
    push_fields(part, texts.iter().map(|text| text.as_bytes()));
}

/// Appends one line of CSV, quoted where it must be.
fn push_fields<'f>(part: &mut Vec<u8>, fields: impl Iterator<Item = &'f [u8]>) {
    let mut writer = csv::Writer::from_writer(part);
    // Neither can fail: the bytes go to memory, and one record cannot differ in length from others.
    let _ = writer.write_record(fields);
    let _ = writer.flush();
}
