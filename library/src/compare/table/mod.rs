//! A table of trials: the numbers of each metric, by structure and trial, whatever the table looked like.
//!
//! `sniff` tells what a file of text is like, `columns` which column says what, `rows` takes row by row, `column`
//! reads the cells of a column by one rule, `names` tells which spellings mean the same. Nothing depends on the order
//! of rows: trials and structures stand in the natural order of their names.

mod column;
mod columns;
mod layout;
mod names;
mod own;
mod rows;
mod sniff;
mod unread;

use std::io::{self, Read};

pub use layout::TableLayout;
pub(crate) use layout::is_label;
pub(crate) use names::{canonical, natural};
pub use own::{OwnResults, own_results};
pub use unread::{Ignored, Unread};

use self::columns::ColumnRoles;
use self::rows::Rows;
use super::error::{TableError, TableProblem};
use crate::stats::Moments;
use crate::study::{Frame, Replications};

/// A table of trials.
///
/// ```
/// use dottedline::compare::{TableLayout, TrialTable};
/// let text = "trial,structure,kept,note\n1,old,0.5,\n1,new,0.7,fine\n2,old,NA,\n2,new,0.8,\n";
/// let table = TrialTable::read(text.as_bytes(), &TableLayout::default())?;
/// assert_eq!((table.structures(), table.trials()), (&["new".to_owned(), "old".to_owned()][..], 2));
/// assert_eq!(table.columns("kept"), Some(&[vec![Some(0.7), Some(0.8)], vec![Some(0.5), None]][..]));
/// assert_eq!(table.ignored()[0].name, "note");
/// # Ok::<(), dottedline::compare::TableError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct TrialTable {
    structures: Vec<String>,
    trials: Vec<String>,
    /// By structure and trial, whether there is a row.
    rows: Vec<Vec<bool>>,
    metrics: Vec<(String, Vec<Vec<Option<f64>>>)>,
    ignored: Vec<Ignored>,
    unread: Vec<Unread>,
    notes: Vec<String>,
    blocks: Option<Vec<usize>>,
    evidence: Replications,
    baseline: usize,
    eliminated: Vec<usize>,
    alike: Vec<usize>,
    frame: Frame,
}

impl TrialTable {
    /// Reads a table that is to be one comparison.
    ///
    /// # Errors
    /// As [`TrialTable::read_all`]; also if the table has a column that splits it into several.
    pub fn read(text: impl Read + 'static, layout: &TableLayout) -> Result<TrialTable, TableError> {
        let mut tables = TrialTable::read_all(text, layout)?;
        match (tables.len(), tables.pop()) {
            (1, Some((_, table))) => Ok(table),
            _ => Err(TableProblem::of_table("the table is several comparisons", "read them one by one").into()),
        }
    }

    /// Reads a table, plain or packed with gzip, in UTF-8 or UTF-16: one comparison, or one for each value of the column that
    /// splits it, in their natural order.
    ///
    /// # Errors
    /// Everything that is wrong with the table, each with the line where it is and a remedy.
    pub fn read_all(
        text: impl Read + 'static,
        layout: &TableLayout,
    ) -> Result<Vec<(Option<String>, TrialTable)>, TableError> {
        let mut text = sniff::text(text).map_err(|error| unreadable(&error))?;
        let beginning = sniff::beginning(&mut *text).map_err(|error| unreadable(&error))?;
        let shape = sniff::shape(&beginning, layout)?;
        let columns = ColumnRoles::of(&shape.header, layout, shape.line).map_err(TableError::Wrong)?;
        let text = io::Cursor::new(beginning).chain(text);
        let mut records = sniff::reader(shape.separator).from_reader(text);
        let (mut record, mut numbers) = (csv::StringRecord::new(), 0..);
        let mut tables: Vec<(Option<String>, Rows<'_>)> = Vec::new();
        let mut problems = Vec::new();
        while records.read_record(&mut record).map_err(|error| bad_record(&error))? {
            let number = numbers.next().unwrap_or(usize::MAX);
            let line = shape.line_of(record.position().map_or(0, csv::Position::line), number);
            if number < shape.skipped || record.iter().all(str::is_empty) {
                continue;
            }
            // Tables put one after the other repeat their header.
            if record.iter().eq(shape.header.iter().map(String::as_str)) {
                continue;
            }
            if record.len() != shape.header.len() {
                let what = format!("{} cells, but the header has {}", record.len(), shape.header.len());
                problems.push(TableProblem::at(line, what, "give every row a cell for each column"));
                continue;
            }
            let by = columns.by.map(|place| record.get(place).unwrap_or("").to_owned());
            let place = tables.iter().position(|(name, _)| same(name.as_ref(), by.as_ref())).unwrap_or_else(|| {
                tables.push((by, Rows::new(layout, columns.clone(), &shape.header)));
                tables.len() - 1
            });
            tables[place].1.take(&record, line);
            if problems.len() >= 100 || tables[place].1.is_hopeless() {
                break;
            }
        }
        if tables.is_empty() && problems.is_empty() {
            tables.push((None, Rows::new(layout, columns, &shape.header)));
        }
        finished(tables, problems)
    }

    /// The structures, in natural order of their names, or in that of the study for the program's own results.
    #[must_use]
    pub fn structures(&self) -> &[String] {
        &self.structures
    }

    /// Number of trials.
    #[must_use]
    pub const fn trials(&self) -> usize {
        self.trials.len()
    }

    /// The names of the trials, in the order of the columns.
    #[must_use]
    pub fn trial_names(&self) -> &[String] {
        &self.trials
    }

    /// Whether a structure (index) has a row for a trial (index).
    #[must_use]
    pub fn has_row(&self, structure: usize, trial: usize) -> bool {
        self.rows.get(structure).and_then(|column| column.get(trial)).copied().unwrap_or(false)
    }

    /// The columns of numbers, in table order.
    pub fn metrics(&self) -> impl Iterator<Item = &str> {
        self.metrics.iter().map(|(name, _)| name.as_str())
    }

    /// The numbers of a metric: for each structure one entry per trial. `None` for an unknown metric.
    #[must_use]
    pub fn columns(&self, metric: &str) -> Option<&[Vec<Option<f64>>]> {
        self.metrics.iter().find(|(name, _)| name == metric).map(|(_, columns)| columns.as_slice())
    }

    /// The same with one entry per replication: per trial, or per block the mean of its trials.
    #[must_use]
    pub fn evidence_columns(&self, metric: &str) -> Option<Vec<Vec<Option<f64>>>> {
        let columns = self.columns(metric)?;
        let Some(blocks) = &self.blocks else { return Some(columns.to_vec()) };
        let several = blocks.iter().max().map_or(0, |last| last + 1);
        let mean = |column: &Vec<Option<f64>>| {
            let mut moments = vec![Moments::default(); several];
            blocks.iter().zip(column).for_each(|(&block, &number)| moments[block].add_some(number));
            moments.iter().map(Moments::mean).collect()
        };
        Some(columns.iter().map(mean).collect())
    }

    /// The block of each trial, if replications are nested.
    #[must_use]
    pub fn blocks(&self) -> Option<&[usize]> {
        self.blocks.as_deref()
    }

    /// Trials of the largest block; 1 without blocks.
    #[must_use]
    pub fn trials_per_block(&self) -> u32 {
        let mut sorted = self.blocks.clone().unwrap_or_default();
        sorted.sort_unstable();
        let largest = sorted.chunk_by(|a, b| a == b).map(<[usize]>::len).max().unwrap_or(1);
        u32::try_from(largest).unwrap_or(u32::MAX)
    }

    /// What its independent replications are.
    #[must_use]
    pub const fn evidence(&self) -> Replications {
        self.evidence
    }

    /// Structures with the same number are the same by construction; empty if nothing is known of that.
    #[must_use]
    pub fn alike(&self) -> &[usize] {
        &self.alike
    }

    /// What the program's own figures are told of; of other tables nothing is known.
    #[must_use]
    pub const fn frame(&self) -> &Frame {
        &self.frame
    }

    /// Structures (indices) that ran no further because they were eliminated, as a manifest or an option says.
    #[must_use]
    pub fn eliminated(&self) -> &[usize] {
        &self.eliminated
    }

    /// Columns of text, which are ignored.
    #[must_use]
    pub fn ignored(&self) -> &[Ignored] {
        &self.ignored
    }

    /// Columns of numbers that cannot be read.
    #[must_use]
    pub fn unread(&self) -> &[Unread] {
        &self.unread
    }

    /// What was done with the table that its reader should know, in sentences.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// Whether the trials of different structures share their random numbers, as far as a column `seed` tells; `None` without
    /// one.
    #[must_use]
    pub fn shares_random_numbers(&self) -> Option<bool> {
        let seeds = self.metrics.iter().find(|(name, _)| canonical(name) == "seed").map(|(_, columns)| columns)?;
        let alike = |trial: usize| {
            let mut found = seeds.iter().filter_map(|column| column[trial]);
            let first = found.next();
            found.all(|seed| Some(seed) == first)
        };
        Some((0..self.trials()).all(alike))
    }

    /// Trials of a structure (index) that no other structure has.
    #[must_use]
    pub fn without_partner(&self, structure: usize) -> usize {
        let alone = |trial: &usize| {
            self.has_row(structure, *trial)
                && !(0..self.structures.len()).any(|other| other != structure && self.has_row(other, *trial))
        };
        (0..self.trials()).filter(alone).count()
    }

    /// Trials in which a structure (index) has a row.
    #[must_use]
    pub fn trials_of(&self, structure: usize) -> usize {
        self.rows.get(structure).map_or(0, |column| column.iter().filter(|there| **there).count())
    }

    /// Refuses a table in which no two structures have a trial in common.
    fn with_partners(self) -> Result<TrialTable, Vec<TableProblem>> {
        let shared =
            |trial: usize| (0..self.structures.len()).filter(|&structure| self.has_row(structure, trial)).count() > 1;
        if (0..self.trials()).any(shared) {
            return Ok(self);
        }
        let what = "no two structures have a trial in common, so there is nothing to pair".to_owned();
        let paired = self.metrics.iter().find(|(_, columns)| pairs_up(columns)).map(|(name, _)| columns::quoted(name));
        let remedy = match paired {
            Some(name) => {
                format!("column {name} counts alike under every structure: is it the trial? Then --trial {name}")
            }
            None => "name trials alike under every structure; trials with random numbers of their own cannot be paired"
                .to_owned(),
        };
        Err(vec![TableProblem::of_table(what, remedy)])
    }

    /// Puts structures into this order, those that it lacks behind the others.
    pub(crate) fn in_order(mut self, structures: &[String]) -> TrialTable {
        let rank = |name: &String| structures.iter().position(|each| canonical(each) == canonical(name));
        let mut order: Vec<usize> = (0..self.structures.len()).collect();
        order.sort_by_key(|&place| (rank(&self.structures[place]).unwrap_or(usize::MAX), place));
        let names = std::mem::take(&mut self.structures);
        self.structures = order.iter().map(|&place| names[place].clone()).collect();
        self.rows = order.iter().map(|&place| std::mem::take(&mut self.rows[place])).collect();
        for (_, columns) in &mut self.metrics {
            *columns = order.iter().map(|&place| std::mem::take(&mut columns[place])).collect();
        }
        self
    }

    /// The index of a structure, by whatever spelling of its name.
    #[must_use]
    pub fn place(&self, structure: &str) -> Option<usize> {
        let exact = self.structures.iter().position(|name| name == structure);
        exact.or_else(|| self.structures.iter().position(|name| canonical(name) == canonical(structure)))
    }
}

/// Whether a column has the same whole numbers under every structure, each once.
fn pairs_up(columns: &[Vec<Option<f64>>]) -> bool {
    let sorted = |column: &Vec<Option<f64>>| {
        let mut numbers: Vec<f64> = column.iter().flatten().copied().collect();
        numbers.sort_by(f64::total_cmp);
        numbers
    };
    let first = columns.first().map(sorted).unwrap_or_default();
    let counts =
        first.len() > 1 && first.windows(2).all(|two| two[0] < two[1]) && first.iter().all(|x| x.fract() == 0.0);
    counts && columns.iter().all(|column| sorted(column) == first)
}

fn same(a: Option<&String>, b: Option<&String>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a == b || canonical(a) == canonical(b),
        (None, None) => true,
        _ => false,
    }
}

fn finished(
    tables: Vec<(Option<String>, Rows<'_>)>,
    mut problems: Vec<TableProblem>,
) -> Result<Vec<(Option<String>, TrialTable)>, TableError> {
    let mut finished = Vec::new();
    for (name, rows) in tables {
        match rows.finish() {
            Ok(table) => finished.push((name, table)),
            Err(more) => problems.extend(more),
        }
    }
    if !problems.is_empty() {
        problems.sort_by_key(|problem| problem.line.unwrap_or(0));
        problems.dedup();
        return Err(TableError::Wrong(problems));
    }
    finished.sort_by(|(a, _), (b, _)| natural(a.as_deref().unwrap_or(""), b.as_deref().unwrap_or("")));
    Ok(finished)
}

fn unreadable(error: &io::Error) -> TableError {
    match error.kind() {
        io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidInput => {
            TableProblem::of_table(format!("it cannot be unpacked: {error}"), "pack it with gzip again").into()
        }
        _ => TableError::System(format!("it cannot be read: {error}")),
    }
}

fn bad_record(error: &csv::Error) -> TableError {
    let line = error.position().map_or(0, csv::Position::line);
    match error.kind() {
        csv::ErrorKind::Io(error) => unreadable(error),
        csv::ErrorKind::Utf8 { .. } => {
            TableProblem::at(line, "this is not UTF-8 text", "save the table as CSV in UTF-8").into()
        }
        _ => TableProblem::at(line, error.to_string(), "save the table as CSV in UTF-8").into(),
    }
}
