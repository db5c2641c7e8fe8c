//! The tables of a results folder without a folder: from findings in memory, in the same bytes.

use std::io::{self, Read};

use super::cell::Cell;
use super::csv_text::{head, push_row};
use super::layout::{ResultRows, ResultTable};
use super::tables::{tables, trials};
use super::trace_tables::{ColumnDoc, documented};
use crate::model::Study;
use crate::study::Findings;

/// A part of a table of about this many bytes is made at once.
const PART_BYTES: usize = 1 << 16;

/// A table of results in memory.
pub struct ResultsTable<'f> {
    table: ResultTable,
    study: &'f Study,
    findings: &'f Findings,
}

/// The names of all tables that follow from findings, as their files are named in a results folder: every table there but
/// `failed_trials.csv`, which has commands, and `design.csv`.
pub fn table_names() -> impl Iterator<Item = &'static str> {
    all().map(|table| table.file)
}

/// A table by its name, with or without `.csv`; `None` if there is no such table. It says what the file in a results folder
/// of the same trials says, byte for byte. Where trials are kept elsewhere and cannot be read, numbers are missing:
/// [`Findings::trouble`] tells.
///
/// ```
/// use dottedline::study::{self, RunOptions, Silent};
/// use dottedline::{output, scenario};
///
/// let template = &scenario::templates()[0];
/// let small = ["study.trials=2", "study.customers=50", "study.weeks=52"].map(str::to_owned);
/// let scenario = scenario::parse(template.name, template.text, &small)?;
/// let finished = study::run(&scenario.study, RunOptions::default(), &mut Silent)?;
/// let summary = output::table(&scenario.study, &finished.findings, "summary").ok_or("no such table")?;
/// assert!(summary.csv().starts_with(b"structure,metric,unit,n,mean"));
/// assert_eq!(summary.rows().count(), summary.csv().iter().filter(|byte| **byte == b'\n').count() - 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn table<'f>(study: &'f Study, findings: &'f Findings, name: &str) -> Option<ResultsTable<'f>> {
    let name = name.strip_suffix(".csv").unwrap_or(name);
    let table = all().find(|table| table.file.strip_suffix(".csv") == Some(name))?;
    Some(ResultsTable { table, study, findings })
}

fn all() -> impl Iterator<Item = ResultTable> {
    std::iter::once(trials()).chain(tables())
}

impl<'f> ResultsTable<'f> {
    /// The name of its file in a results folder.
    #[must_use]
    pub const fn file(&self) -> &'static str {
        self.table.file
    }

    /// What it holds, in a sentence.
    #[must_use]
    pub const fn about(&self) -> &'static str {
        self.table.about
    }

    /// The columns whose cells name a row.
    #[must_use]
    pub const fn key(&self) -> &'static [&'static str] {
        self.table.key
    }

    /// Its columns with unit and meaning.
    #[must_use]
    pub fn columns(&self) -> Vec<ColumnDoc> {
        documented(self.table.columns.clone())
    }

    /// Its rows, a cell per column.
    pub fn rows(&self) -> impl Iterator<Item = Vec<Cell<'f>>> + use<'f> {
        (self.table.rows)(self.study, self.findings)
    }

    /// The bytes of its file.
    #[must_use]
    pub fn csv(&self) -> Vec<u8> {
        let mut bytes = head(&self.table.columns);
        self.rows().for_each(|row| push_row(&mut bytes, &row));
        bytes
    }

    /// The same bytes one after another, without having all of them in memory.
    #[must_use]
    pub fn reader(&self) -> impl Read + use<'f> {
        Bytes { rows: (self.table.rows)(self.study, self.findings), part: head(&self.table.columns), taken: 0 }
    }
}

/// The bytes of rows, a part at a time.
struct Bytes<'f> {
    rows: ResultRows<'f>,
    part: Vec<u8>,
    taken: usize,
}

impl Bytes<'_> {
    fn next_part(&mut self) {
        self.part.clear();
        self.taken = 0;
        while self.part.len() < PART_BYTES {
            let Some(row) = self.rows.next() else { break };
            push_row(&mut self.part, &row);
        }
    }
}

impl Read for Bytes<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.taken == self.part.len() {
            self.next_part();
        }
        let read = (&self.part[self.taken..]).read(buffer)?;
        self.taken += read;
        Ok(read)
    }
}
