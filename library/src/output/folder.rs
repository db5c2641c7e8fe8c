//! The results folder.
//!
//! `manifest.json` and `scenario.toml` are written first, so that a folder is known for what it is even if the power
//! fails; `trials.csv` grows trial by trial; everything else follows when the trials are over, each file under a temporary
//! name until it is whole.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::cell::Cell;
use super::columns::{ResultColumn, text, whole};
use super::csv_text::{head, push_row};
use super::datapackage::{Resource, datapackage};
use super::error::OutputError;
use super::hashed::{Fingerprint, HashedFile};
use super::layout::{ResultRow, ResultRows, ResultTable};
use super::manifest::{Ending, final_manifest, first_manifest, has_gaps, is_ours, parquet_notes, trials_of};
use super::map_tables;
use super::parquet_tables;
use super::record::{Conclusion, Design, RunRecord};
use super::search_table;
use super::sensitivity_table;
use super::small_table::{SmallTable, small};
use super::stored_rows::{stored_rows, trial_row};
use super::sweep_tables;
use super::tables::{TRIALS, tables, trial_columns, trials};
use super::{lever_table, turning_table};
use crate::digest::sha256;
use crate::engine::Outcome;
use crate::listing;
use crate::study::{Findings, LeverShares, Observer, Swept, TurningPoints, each, trial_figures};

/// Every file of a results folder with numbers in it. No other file in it is ever touched, but for [`REPORT`].
pub const FILES: [&str; 20] = [
    MANIFEST,
    SCENARIO,
    TRIALS,
    "segments.csv",
    "segment_summary.csv",
    "segment_comparisons.csv",
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
    "flips.csv",
    DATAPACKAGE,
];

/// Files that a results folder has only where there is something to say.
pub(super) const OPTIONAL_FILES: [&str; 14] = [
    FAILED,
    DESIGN,
    turning_table::TURNING,
    lever_table::LEVERS,
    sweep_tables::POINTS,
    sweep_tables::SWEEP,
    sensitivity_table::SENSITIVITY,
    map_tables::MAP,
    map_tables::STRUCTURES,
    map_tables::AREAS,
    map_tables::SURFACES,
    map_tables::RULES,
    search_table::SEARCH,
    search_table::FOUND,
];

/// The report for readers, which is made from the other files when they are complete and can be made again at any time.
pub const REPORT: &str = "report.html";

pub(super) const MANIFEST: &str = "manifest.json";
pub(super) const SCENARIO: &str = "scenario.toml";
pub(super) const DATAPACKAGE: &str = "datapackage.json";
const FAILED: &str = "failed_trials.csv";
const DESIGN: &str = "design.csv";

/// Whether this program was built with the feature `parquet` and can write tables as Parquet too.
pub const WRITES_PARQUET: bool = cfg!(feature = "parquet");

/// The table that takes longest.
const LONGEST: &str = "weeks.csv";

/// A part of a table of about this many bytes is written at once.
const PART_BYTES: usize = 1 << 16;

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
    tables: Vec<HashedFile>,
    failed: Vec<(String, u32)>,
    finished: u32,
    enough: bool,
    gaps: bool,
    conclusion: Conclusion,
    turning: Option<TurningPoints>,
    levers: Option<LeverShares>,
    swept: Option<Swept>,
    parquet: bool,
    threads: usize,
}

impl<'a> ResultsFolder<'a> {
    /// Whether [`ResultsFolder::create`] would refuse, without touching anything.
    ///
    /// # Errors
    /// A place that is no folder; a folder with anything in it, unless `force`; with `force`, a folder that holds files
    /// named like results but no manifest of this program.
    pub fn check(path: &Path, force: bool) -> Result<(), OutputError> {
        let names = match listing::names(path) {
            Ok(names) => names,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
                return Err(OutputError::NotAFolder { path: path.to_owned() });
            }
            Err(source) => return Err(OutputError::CannotPrepare { path: path.to_owned(), source }),
        };
        // What a program left that died before it had written anything whole is nothing.
        let is_leftover = |name: std::ffi::OsString| all_files().any(|file| name == unfinished(&file).as_str());
        if names.into_iter().any(|name| !is_leftover(name)) && !force {
            return Err(OutputError::NotEmpty { path: path.to_owned() });
        }
        let ours = fs::read(path.join(MANIFEST)).is_ok_and(|bytes| is_ours(&bytes));
        match all_files().map(|file| path.join(file)).find(|file| fs::symlink_metadata(file).is_ok()) {
            Some(file) if !ours => Err(OutputError::NotOurs { file }),
            _ => Ok(()),
        }
    }

    /// Makes the folder, removes results of an earlier run if `force`, and writes what is known before the first trial.
    /// Files of other names are left alone. Nothing is written through a symbolic link in the folder: a link of the name of
    /// a result is removed like a result.
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
        for file in all_files().rev() {
            for file in [path.join(unfinished(&file)), path.join(file)] {
                prepare(&file, remove(&file))?;
            }
        }
        replace(path, MANIFEST, &pretty(&first_manifest(&record)), 0)?;
        replace(path, SCENARIO, record.scenario, 0)?;
        let trials = start_table(path, TRIALS, &with_point(&record, trial_columns()), 0)?;
        Ok(ResultsFolder {
            path: path.to_owned(),
            record,
            trials,
            tables: Vec::new(),
            failed: Vec::new(),
            finished: 0,
            enough: false,
            gaps: false,
            conclusion: Conclusion::default(),
            turning: None,
            levers: None,
            swept: None,
            parquet: false,
            threads: 1,
        })
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

    /// Notes what the trials say, for the manifest.
    #[must_use]
    pub fn with_conclusion(self, conclusion: Conclusion) -> Self {
        ResultsFolder { conclusion, ..self }
    }

    /// Notes which single assumption turns the answer, if it was looked for: a table of its own.
    #[must_use]
    pub fn with_turning_points(self, turning: Option<TurningPoints>) -> Self {
        ResultsFolder { turning, ..self }
    }

    /// Notes which levers differences are due to, if they were split: a table of its own.
    #[must_use]
    pub fn with_levers(self, levers: Option<LeverShares>) -> Self {
        ResultsFolder { levers, ..self }
    }

    /// Notes what the points of a design say: two tables of their own.
    #[must_use]
    pub fn with_swept(self, swept: Swept) -> Self {
        ResultsFolder { swept: Some(swept), ..self }
    }

    /// Asks for every table as Parquet too, beside its CSV file. Only if [`WRITES_PARQUET`]; else the folder cannot be closed.
    #[must_use]
    pub fn with_parquet(self, parquet: bool) -> Self {
        ResultsFolder { parquet, ..self }
    }

    /// Writes tables on so many threads, by default on the one that asks. No byte depends on it.
    #[must_use]
    pub fn on_threads(self, threads: usize) -> Self {
        ResultsFolder { threads, ..self }
    }

    /// Takes up the trials of findings, those of a design point (index) if there is a design: rows of trials only.
    ///
    /// # Errors
    /// What the system reports, and trials that cannot be read.
    pub fn take_trials(&mut self, findings: &Findings, point: usize) -> Result<(), OutputError> {
        let study = self.record.study;
        let point = self.point_name(point);
        for rows in stored_rows(study, findings) {
            let mut part = Vec::with_capacity(2 * PART_BYTES);
            for row in rows {
                push_row(&mut part, &pointed(point, row));
            }
            self.trials.append(&part).map_err(cannot_write(&self.path, TRIALS, self.finished))?;
        }
        self.finished += findings.trials();
        can_be_read(&self.path, findings)
    }

    fn point_name(&self, point: usize) -> Option<&'a str> {
        self.record.design.and_then(|design| design.points.get(point)).map(|(name, _)| name.as_str())
    }

    /// Writes the rows that findings add to every table; those of a design point (index) if there is a design.
    ///
    /// # Errors
    /// What the system reports, and trials that cannot be read.
    pub fn take_findings(&mut self, findings: &Findings, point: usize) -> Result<(), OutputError> {
        let taken = self.append_findings(findings, point);
        if taken.is_err() {
            self.remove_unfinished();
        }
        taken
    }

    fn append_findings(&mut self, findings: &Findings, point: usize) -> Result<(), OutputError> {
        let name = self.point_name(point);
        self.gaps |= has_gaps(findings);
        self.failed.extend(findings.failed().iter().map(|&trial| (name.unwrap_or_default().to_owned(), trial)));
        let tables = tables();
        for table in tables.iter().skip(self.tables.len()) {
            let columns = with_point(&self.record, table.columns.clone());
            self.tables.push(start_table(&self.path, &unfinished(table.file), &columns, self.finished)?);
        }
        let (study, path, finished) = (self.record.study, &self.path, self.finished);
        let append = |(file, table): (&mut HashedFile, &ResultTable)| {
            append_rows(file, name, (table.rows)(study, findings)).map_err(cannot_write(path, table.file, finished))
        };
        let threads = findings.threads_of(self.threads);
        findings.conclude(threads);
        let mut all: Vec<_> = self.tables.iter_mut().zip(&tables).collect();
        // By far the longest goes first, so that nobody waits for it alone at the end.
        all.sort_by_key(|(_, table)| table.file != LONGEST);
        let appended = each(threads, all, append);
        appended.into_iter().collect::<Result<(), _>>()?;
        can_be_read(&self.path, findings)
    }

    /// Writes everything else, from the findings of the trials that were taken up.
    ///
    /// # Errors
    /// What the system reports; the trials stay readable.
    pub fn finish(mut self, findings: &Findings) -> Result<Written, OutputError> {
        self.take_findings(findings, 0)?;
        self.close(&[findings])
    }

    /// Gives all files their names and says what they are, from the findings that were [taken](Self::take_findings): one
    /// entry per design point, or a single one.
    ///
    /// # Errors
    /// What the system reports.
    pub fn close(self, findings: &[&Findings]) -> Result<Written, OutputError> {
        let resources = self.resources();
        if resources.is_err() {
            self.remove_unfinished();
        }
        let resources = resources?;
        let parquet = self.write_parquet(&resources, trials_of(findings).unwrap_or(0))?;
        let ResultsFolder { path, record, finished, enough, gaps, conclusion, .. } = self;
        let csv = resources.iter().map(|resource| resource.fingerprint.bytes);
        let mut bytes: u64 = csv.chain(parquet.iter().map(|(_, print)| print.bytes)).sum();
        let description = pretty(&datapackage(&record, &resources));
        bytes += replace(&path, DATAPACKAGE, &description, finished)?;
        let datapackage_sha256 = sha256(description.as_bytes());
        let ending = Ending { enough, gaps, datapackage_sha256, conclusion, parquet };
        bytes += replace(&path, MANIFEST, &pretty(&final_manifest(&record, findings, &ending)), finished)?;
        Ok(Written { path, trials: finished, bytes: bytes + record.scenario.len() as u64 })
    }

    fn resources(&self) -> Result<Vec<Resource>, OutputError> {
        let mut resources = self.name_tables()?;
        resources.extend(self.write_failed()?);
        resources.extend(self.write_design()?);
        resources.extend(self.write_turning()?);
        resources.extend(self.write_levers()?);
        resources.extend(self.write_swept()?);
        Ok(resources)
    }

    /// Every table once more, as Parquet, if that is asked for.
    fn write_parquet(&self, tables: &[Resource], trials: u32) -> Result<Vec<(String, Fingerprint)>, OutputError> {
        let notes = parquet_notes(&self.record, trials);
        let write = |table: &Resource| {
            let file = parquet_of(table.file);
            let part = self.path.join(unfinished(&file));
            let written = parquet_tables::write(&self.path.join(table.file), table, &notes, &part)
                .and_then(|written| fs::rename(&part, self.path.join(&file)).map(|()| written));
            if written.is_err() {
                self.remove_unfinished();
            }
            written.map(|written| (file.clone(), written)).map_err(cannot_write(&self.path, &file, self.finished))
        };
        tables.iter().filter(|_| self.parquet).map(write).collect()
    }

    /// Half a table is of no use.
    fn remove_unfinished(&self) {
        for file in all_files() {
            let _ = remove(&self.path.join(unfinished(&file)));
        }
    }

    fn name_tables(&self) -> Result<Vec<Resource>, OutputError> {
        let key = |key: &'static [&'static str]| -> Vec<&'static str> {
            self.record.design.map(|_| "design_point").into_iter().chain(key.iter().copied()).collect()
        };
        let resource = |table: ResultTable, file: &HashedFile| {
            let ResultTable { file: name, about, key: own, columns, .. } = table;
            let columns = with_point(&self.record, columns);
            Resource { file: name, about, key: key(own), columns, fingerprint: file.fingerprint() }
        };
        let mut resources = vec![resource(trials(), &self.trials)];
        for (table, file) in tables().into_iter().zip(&self.tables) {
            let name = table.file;
            let renamed = fs::rename(self.path.join(unfinished(name)), self.path.join(name));
            renamed.map_err(cannot_write(&self.path, name, self.finished))?;
            resources.push(resource(table, file));
        }
        Ok(resources)
    }

    fn write_failed(&self) -> Result<Option<Resource>, OutputError> {
        if self.failed.is_empty() {
            return Ok(None);
        }
        let columns = vec![
            whole("trial", "", "Number of the trial."),
            whole("seed", "", "The study seed."),
            text("command", "Repeats the trial alone, in a folder with this scenario.toml."),
        ];
        let commands: Vec<String> = self.failed.iter().map(|(point, trial)| self.repeating(point, *trial)).collect();
        let rows = self.failed.iter().zip(&commands).map(|((point, trial), command)| {
            let row = vec![Cell::Whole(u64::from(*trial)), Cell::Whole(self.record.study.seed), Cell::Text(command)];
            pointed(self.record.design.map(|_| point.as_str()), row)
        });
        let about = "Trials that failed: a fault of the program, please report them. They have no rows elsewhere.";
        let table = small(FAILED, about, vec!["trial"], with_point(&self.record, columns), rows.collect());
        write_small(&self.path, table, self.finished).map(Some)
    }

    /// The command that repeats a trial.
    fn repeating(&self, point: &str, trial: u32) -> String {
        let design = self.record.design.into_iter().flat_map(|design| {
            let own = design.points.iter().find(|(name, _)| name == point);
            let values = own.map_or(&[][..], |(_, values)| values.as_slice());
            design.keys.iter().zip(values).map(|(key, value)| format!(" --set {key}={value}")).collect::<Vec<_>>()
        });
        format!("{} --only-trial {trial}{}", self.record.command, design.collect::<String>())
    }

    fn write_design(&self) -> Result<Option<Resource>, OutputError> {
        let table = self.record.design.as_ref().map(design_table);
        table.map(|table| write_small(&self.path, table, self.finished)).transpose()
    }

    fn write_swept(&self) -> Result<Vec<Resource>, OutputError> {
        let tables = self.swept.iter().flat_map(sweep_tables::sweep_tables);
        tables.map(|table| write_small(&self.path, table, self.finished)).collect()
    }

    fn write_turning(&self) -> Result<Option<Resource>, OutputError> {
        let Some(turning) = &self.turning else { return Ok(None) };
        let (key, rows) = (turning_table::KEY.to_vec(), turning_table::rows(turning));
        let table = small(turning_table::TURNING, turning_table::ABOUT, key, turning_table::columns(), rows);
        write_small(&self.path, table, self.finished).map(Some)
    }

    fn write_levers(&self) -> Result<Option<Resource>, OutputError> {
        let Some(levers) = &self.levers else { return Ok(None) };
        let (key, rows) = (lever_table::KEY.to_vec(), lever_table::rows(levers));
        let table = small(lever_table::LEVERS, lever_table::ABOUT, key, lever_table::columns(), rows);
        write_small(&self.path, table, self.finished).map(Some)
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
                push_row(&mut part, &trial_row(study, trial, &structure.id, &figures));
            }
        }
        self.trials.append(&part).map_err(cannot_write(&self.path, TRIALS, self.finished))?;
        self.finished += 1;
        Ok(())
    }

    fn failed(&mut self, _trial: u32, _how: &str) -> Result<(), OutputError> {
        self.finished += 1;
        Ok(())
    }
}

/// The points of a design.
pub(super) fn design_table<'d>(design: &Design<'d>) -> SmallTable<'d> {
    let mut columns = vec![text("design_point", "Name of the design point.")];
    columns.extend(design.keys.iter().map(|key| text(key, "Value of this key of the scenario.")));
    let row = |(name, values): &'d (String, Vec<String>)| {
        std::iter::once(name).chain(values).map(|cell| Cell::Text(cell)).collect()
    };
    let about = "The design: one row per point, one column per key of the scenario that it changes.";
    small(DESIGN, about, vec!["design_point"], columns, design.points.iter().map(row).collect())
}

/// Writes a table that is whole in memory.
pub(super) fn write_small(path: &Path, table: SmallTable<'_>, readable: u32) -> Result<Resource, OutputError> {
    let SmallTable { file, about, key, columns, rows } = table;
    let mut written = start_table(path, &unfinished(file), &columns, readable)?;
    let done = append_rows(&mut written, None, Box::new(rows.into_iter()))
        .and_then(|()| fs::rename(path.join(unfinished(file)), path.join(file)));
    done.map_err(cannot_write(path, file, readable))?;
    Ok(Resource { file, about, key, columns, fingerprint: written.fingerprint() })
}

/// Every file that results may have.
pub(super) fn all_files() -> impl DoubleEndedIterator<Item = String> {
    let files = || FILES.into_iter().chain(OPTIONAL_FILES);
    let parquet = files().filter(|file| file.ends_with(".csv")).map(parquet_of);
    files().chain([REPORT]).map(str::to_owned).chain(parquet)
}

/// The name of a table's Parquet file.
fn parquet_of(csv: &str) -> String {
    csv.replace(".csv", ".parquet")
}

/// The name of a file as long as it is not whole.
fn unfinished(file: &str) -> String {
    format!(".{file}.part")
}

/// Columns of a table, with the design point first if there is a design.
fn with_point(record: &RunRecord<'_>, mut columns: Vec<ResultColumn>) -> Vec<ResultColumn> {
    if record.design.is_some() {
        columns.insert(0, text("design_point", "Name of the design point, as in design.csv."));
    }
    columns
}

fn pointed<'r>(point: Option<&'r str>, mut row: ResultRow<'r>) -> ResultRow<'r> {
    if let Some(point) = point {
        row.insert(0, Cell::Text(point));
    }
    row
}

/// Numbers that could not be read would be missing in silence.
fn can_be_read(folder: &Path, findings: &Findings) -> Result<(), OutputError> {
    let trouble = findings.trouble().map(|why| OutputError::CannotReadTrials { path: folder.to_owned(), why });
    trouble.map_or(Ok(()), Err)
}

pub(super) fn remove(file: &Path) -> io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

pub(super) fn cannot_write(folder: &Path, file: &str, readable_trials: u32) -> impl FnOnce(io::Error) -> OutputError {
    let path = folder.join(file);
    move |source| OutputError::CannotWrite { path, readable_trials, source }
}

/// Puts a whole file in the place of the one of that name, if there is one; returns its length.
pub(super) fn replace(folder: &Path, file: &str, text: &str, readable: u32) -> Result<u64, OutputError> {
    let new = folder.join(unfinished(file));
    let replace = || {
        remove(&new)?;
        HashedFile::create(&new)?.append(text.as_bytes())?;
        fs::rename(&new, folder.join(file))
    };
    let done = replace();
    if done.is_err() {
        // Half a file is of no use; that there is no whole one is told by the error.
        let _ = remove(&new);
    }
    done.map_err(cannot_write(folder, file, readable))?;
    Ok(text.len() as u64)
}

pub(super) fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

/// A new table with its line of column names.
fn start_table(folder: &Path, file: &str, columns: &[ResultColumn], readable: u32) -> Result<HashedFile, OutputError> {
    let start = || {
        let mut table = HashedFile::create(&folder.join(file))?;
        table.append(&head(columns))?;
        Ok(table)
    };
    start().map_err(cannot_write(folder, file, readable))
}

fn append_rows(file: &mut HashedFile, point: Option<&str>, rows: ResultRows<'_>) -> io::Result<()> {
    let mut part = Vec::with_capacity(2 * PART_BYTES);
    for row in rows {
        match point {
            None => push_row(&mut part, &row),
            Some(name) => push_row(&mut part, &std::iter::once(Cell::Text(name)).chain(row).collect::<Vec<_>>()),
        }
        if part.len() >= PART_BYTES {
            file.append(&part)?;
            part.clear();
        }
    }
    file.append(&part)
}
