//! A CSV file of results, read by column names: added columns do no harm.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use csv::StringRecord;

use super::source::Source;

/// Tables are read in parts of so many bytes; some have tens of millions.
const BUFFER_BYTES: usize = 1 << 17;

/// A table in memory: its column names and the rows that were kept.
#[derive(Clone, Debug, Default)]
pub(super) struct CsvTable {
    head: Vec<String>,
    rows: Vec<StringRecord>,
    index: OnceLock<Index>,
}

/// Where rows stand, by their cells in some columns: those by which a row was looked for first.
#[derive(Clone, Debug)]
struct Index {
    columns: Vec<usize>,
    first: BTreeMap<Vec<String>, usize>,
}

impl Index {
    fn of(rows: &[StringRecord], columns: Vec<usize>) -> Index {
        let mut first = BTreeMap::new();
        for (place, cells) in rows.iter().enumerate() {
            let key = columns.iter().map(|&column| cells.get(column).unwrap_or("").to_owned()).collect();
            first.entry(key).or_insert(place);
        }
        Index { columns, first }
    }
}

/// One row of a table.
#[derive(Clone, Copy, Debug)]
pub(super) struct CsvRow<'a> {
    table: &'a CsvTable,
    cells: &'a StringRecord,
}

impl CsvTable {
    /// Reads the rows in which `column` has one of these values; all rows if `keep` is empty. What is wrong is told in
    /// words: the file is not there, a column is missing, a row is torn.
    pub(super) fn read(
        source: &dyn Source,
        file: &str,
        needs: &[&str],
        keep: &[(&str, &[&str])],
    ) -> Result<CsvTable, Trouble> {
        let bytes = source.table(file).map_err(|error| unreadable(file, &error.into()))?;
        let mut reader = csv::ReaderBuilder::new().buffer_capacity(BUFFER_BYTES).from_reader(bytes);
        let head: Vec<String> =
            reader.headers().map_err(|error| unreadable(file, &error))?.iter().map(str::to_owned).collect();
        let missing: Vec<&str> = needs.iter().copied().filter(|name| !head.iter().any(|own| own == name)).collect();
        if !missing.is_empty() {
            return Err(Trouble::Different(format!("{file} has no column {}", missing.join(", "))));
        }
        let (table, mut rows) = (CsvTable { head, ..CsvTable::default() }, Vec::new());
        let mut record = StringRecord::new();
        while reader.read_record(&mut record).map_err(|error| unreadable(file, &error))? {
            let row = CsvRow { table: &table, cells: &record };
            if keep.iter().all(|(column, values)| values.contains(&row.text(column))) {
                rows.push(record.clone());
            }
        }
        Ok(CsvTable { rows, ..table })
    }

    fn column(&self, name: &str) -> Option<usize> {
        self.head.iter().position(|own| own == name)
    }

    /// All rows.
    pub(super) fn rows(&self) -> impl Iterator<Item = CsvRow<'_>> {
        self.rows.iter().map(move |cells| CsvRow { table: self, cells })
    }

    /// The first row in which these columns have these values.
    pub(super) fn find(&self, wanted: &[(&str, &str)]) -> Option<CsvRow<'_>> {
        let columns: Option<Vec<usize>> = wanted.iter().map(|(column, _)| self.column(column)).collect();
        if let Some(columns) = columns {
            let index = self.index.get_or_init(|| Index::of(&self.rows, columns.clone()));
            if index.columns == columns {
                let key: Vec<String> = wanted.iter().map(|(_, value)| (*value).to_owned()).collect();
                return index.first.get(&key).map(|&place| CsvRow { table: self, cells: &self.rows[place] });
            }
        }
        self.rows().find(|row| wanted.iter().all(|(column, value)| row.text(column) == *value))
    }
}

impl<'a> CsvRow<'a> {
    /// A cell as text; empty where there is none.
    pub(super) fn text(self, column: &str) -> &'a str {
        self.table.column(column).and_then(|place| self.cells.get(place)).unwrap_or("")
    }

    /// A cell as a number; `None` where it is empty or no finite number.
    pub(super) fn number(self, column: &str) -> Option<f64> {
        self.text(column).parse().ok().filter(|number: &f64| number.is_finite())
    }

    /// A cell as a whole number, 0 where it is none.
    pub(super) fn count(self, column: &str) -> u64 {
        self.number(column).map_or(0, |number| number.max(0.0) as u64)
    }
}

/// What is wrong with a file.
#[derive(Debug)]
pub(super) enum Trouble {
    /// It is there, and the system cannot read it.
    Unreadable(String),
    /// It is missing or torn.
    Missing(String),
    /// It is there, and not what this version writes.
    Different(String),
}

fn unreadable(file: &str, error: &csv::Error) -> Trouble {
    Trouble::Missing(match error.kind() {
        csv::ErrorKind::Io(error) if error.kind() == std::io::ErrorKind::NotFound => format!("{file} is missing"),
        csv::ErrorKind::Io(error) => return Trouble::Unreadable(format!("{file}: {error}")),
        csv::ErrorKind::UnequalLengths { pos, .. } => {
            let line = pos.as_ref().map_or(0, csv::Position::line);
            format!("{file} is torn at line {line}: that row is shorter or longer than its head")
        }
        _ => format!("{file} cannot be read: {error}"),
    })
}
