//! A tidy table of trials: one row for each trial and structure, one column for each metric.

use std::collections::BTreeMap;
use std::io::Read;

use super::TableError;

/// Structures that a table can have, at most.
const MOST_STRUCTURES: usize = 64;

/// Letters of a wrong cell that a message shows.
const SHOWN_LETTERS: usize = 40;

/// A table of trials.
///
/// ```
/// use dottedline::compare::Table;
/// let table = Table::read("trial,structure,kept,note\n1,old,0.5,\n1,new,0.7,fine\n2,old,,\n".as_bytes())?;
/// assert_eq!((table.structures(), table.trials()), (&["old".to_owned(), "new".to_owned()][..], 2));
/// assert_eq!(table.columns("kept"), Some(&[vec![Some(0.5), None], vec![Some(0.7)]][..]));
/// assert_eq!(table.ignored(), ["note"]);
/// # Ok::<(), dottedline::compare::TableError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    structures: Vec<String>,
    trials: usize,
    metrics: Vec<(String, Vec<Vec<Option<f64>>>)>,
    ignored: Vec<String>,
}

impl Table {
    /// Reads CSV with the columns `trial`, `structure` and at least one of numbers, in any order. An empty cell is a
    /// missing number, and so is a row that is not there; but a structure without rows from some trial on did not run any
    /// longer. Columns in which no cell is a number are ignored.
    ///
    /// # Errors
    /// A table that breaks these rules, with the line where it does; fewer than two structures.
    pub fn read(text: impl Read) -> Result<Table, TableError> {
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text);
        let header = reader.headers().map_err(|error| unreadable(&error))?.clone();
        let mut rows = Rows::of(&header)?;
        for record in reader.records() {
            rows.take(&record.map_err(|error| unreadable(&error))?)?;
        }
        rows.finish()
    }

    /// The structures, in the order in which the table names them first.
    #[must_use]
    pub fn structures(&self) -> &[String] {
        &self.structures
    }

    /// Number of trials.
    #[must_use]
    pub const fn trials(&self) -> usize {
        self.trials
    }

    /// The columns of numbers, in table order.
    pub fn metrics(&self) -> impl Iterator<Item = &str> {
        self.metrics.iter().map(|(name, _)| name.as_str())
    }

    /// The numbers of a metric: for each structure one entry per trial, up to the last one that it has a row for. `None` for
    /// an unknown metric.
    #[must_use]
    pub fn columns(&self, metric: &str) -> Option<&[Vec<Option<f64>>]> {
        self.metrics.iter().find(|(name, _)| name == metric).map(|(_, columns)| columns.as_slice())
    }

    /// Structures without rows from some trial on, each with the number of trials up to its last row.
    pub fn ended_early(&self) -> impl Iterator<Item = (&str, usize)> {
        let columns = self.metrics.first().map_or(&[][..], |(_, columns)| columns.as_slice());
        let ends = self.structures.iter().zip(columns).map(|(name, column)| (name.as_str(), column.len()));
        ends.filter(|(_, trials)| *trials < self.trials)
    }

    /// Columns of text, which are ignored.
    #[must_use]
    pub fn ignored(&self) -> &[String] {
        &self.ignored
    }
}

/// A column on its way: numbers row by row, and the first cell that is something else.
struct Column {
    name: String,
    place: usize,
    numbers: Vec<Option<f64>>,
    text: Option<(u64, String)>,
}

/// The rows read so far.
struct Rows {
    trial: usize,
    structure: usize,
    columns: Vec<Column>,
    structures: Vec<String>,
    trials: BTreeMap<String, usize>,
    /// Trial and structure of each row.
    keys: Vec<(usize, usize)>,
    lines: BTreeMap<(usize, usize), u64>,
}

impl Rows {
    fn of(header: &csv::StringRecord) -> Result<Rows, TableError> {
        let mut names: Vec<&str> = header.iter().collect();
        let column = |place, name: &str| Column { name: name.to_owned(), place, numbers: Vec::new(), text: None };
        let (trial, structure) = (find(header, "trial")?, find(header, "structure")?);
        let columns = names.iter().enumerate().filter(|(place, _)| ![trial, structure].contains(place));
        let columns = columns.map(|(place, name)| column(place, name)).collect();
        names.sort_unstable();
        if let Some(same) = names.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(TableError::SameName { name: same[0].to_owned() });
        }
        let (trials, lines) = (BTreeMap::new(), BTreeMap::new());
        Ok(Rows { trial, structure, columns, structures: Vec::new(), trials, keys: Vec::new(), lines })
    }

    fn take(&mut self, record: &csv::StringRecord) -> Result<(), TableError> {
        let line = record.position().map_or(0, csv::Position::line);
        let name = |place: usize, column| match record.get(place) {
            Some(name) if !name.is_empty() => Ok(name.to_owned()),
            _ => Err(TableError::NoName { line, column }),
        };
        let (trial, structure) = (name(self.trial, "trial")?, name(self.structure, "structure")?);
        let next = self.trials.len();
        let key = (*self.trials.entry(trial.clone()).or_insert(next), self.place_of(&structure, line)?);
        if let Some(before) = self.lines.insert(key, line) {
            return Err(TableError::Twice { line, before, trial, structure });
        }
        self.keys.push(key);
        self.columns.iter_mut().for_each(|column| column.take(record.get(column.place).unwrap_or(""), line));
        Ok(())
    }

    fn place_of(&mut self, structure: &str, line: u64) -> Result<usize, TableError> {
        if let Some(place) = self.structures.iter().position(|name| name == structure) {
            return Ok(place);
        }
        if self.structures.len() == MOST_STRUCTURES {
            return Err(TableError::TooManyStructures { line, most: MOST_STRUCTURES });
        }
        self.structures.push(structure.to_owned());
        Ok(self.structures.len() - 1)
    }

    fn finish(self) -> Result<Table, TableError> {
        match self.structures.as_slice() {
            [] => return Err(TableError::Empty),
            [only] => return Err(TableError::OneStructure(only.clone())),
            _ => {}
        }
        let lasts = lasts(&self.keys, self.structures.len());
        let (mut metrics, mut ignored) = (Vec::new(), Vec::new());
        for column in self.columns {
            let numbers = column.numbers.iter().any(Option::is_some);
            match column.text {
                Some((line, text)) if numbers => {
                    return Err(TableError::NotANumber { line, column: column.name, text });
                }
                Some(_) => ignored.push(column.name),
                None => {
                    metrics.push((column.name, spread(&column.numbers, &self.keys, &lasts)));
                }
            }
        }
        if metrics.is_empty() {
            return Err(TableError::NoNumbers);
        }
        Ok(Table { structures: self.structures, trials: self.trials.len(), metrics, ignored })
    }
}

impl Column {
    fn take(&mut self, cell: &str, line: u64) {
        let number = cell.parse().ok().filter(|number: &f64| number.is_finite());
        if number.is_none() && !cell.is_empty() && self.text.is_none() {
            self.text = Some((line, cell.chars().take(SHOWN_LETTERS).collect()));
        }
        self.numbers.push(number);
    }
}

/// How many trials each structure ran in, told from trials and structures of the rows: up to its last row.
fn lasts(keys: &[(usize, usize)], structures: usize) -> Vec<usize> {
    let mut lasts = vec![0; structures];
    for &(trial, structure) in keys {
        lasts[structure] = lasts[structure].max(trial + 1);
    }
    lasts
}

/// From one number per row to one column per structure.
fn spread(numbers: &[Option<f64>], keys: &[(usize, usize)], lasts: &[usize]) -> Vec<Vec<Option<f64>>> {
    let mut columns: Vec<Vec<Option<f64>>> = lasts.iter().map(|&trials| vec![None; trials]).collect();
    for (&(trial, structure), &number) in keys.iter().zip(numbers) {
        columns[structure][trial] = number;
    }
    columns
}

fn find(header: &csv::StringRecord, name: &'static str) -> Result<usize, TableError> {
    header.iter().position(|column| column == name).ok_or_else(|| TableError::NoColumn {
        name,
        found: header.iter().map(|column| format!("`{column}`")).collect::<Vec<_>>().join(", "),
        remedy: if header.len() == 1 && header.iter().any(|text| text.contains([';', '\t'])) {
            "separate columns by commas"
        } else {
            "name the columns that say which trial and which structure a row is about `trial` and `structure`"
        },
    })
}

fn unreadable(error: &csv::Error) -> TableError {
    let at = error.position().map_or(String::new(), |position| format!("line {}: ", position.line()));
    TableError::Unreadable(match error.kind() {
        csv::ErrorKind::Io(error) => return TableError::System(format!("{at}it cannot be read: {error}")),
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("{at}{len} cells, but the header has {expected_len}")
        }
        csv::ErrorKind::Utf8 { .. } => format!("{at}this is not UTF-8 text"),
        _ => format!("{at}{error}"),
    })
}
