//! Tables as Parquet: the same columns and rows as the CSV files beside which they stand, with types.
//!
//! A table is made from its CSV file once that is whole, so that both cannot say different things: text stays text, whole numbers
//! become 64-bit integers, numbers doubles, and an empty cell is null. The bytes depend on the table alone.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;
use std::sync::Arc;

use csv::StringRecord;
use parquet::basic::{Compression, ConvertedType, Encoding, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{ColumnPath, Type};
use serde_json::json;

use super::columns::{ColumnKind, ResultColumn};
use super::datapackage::Resource;
use super::hashed::{Fingerprint, HashedFile};
use crate::digest::RunningDigest;

/// Rows that are in memory together and that readers take up at once. A multiple of 2,048, which readers like.
const GROUP_ROWS: usize = 1 << 16;

/// Writes a table's Parquet file from its CSV file, and into it what is to be said of the table, by key.
///
/// # Errors
/// What the system reports; a CSV file that is no longer what was written.
pub(super) fn write(csv: &Path, table: &Resource, notes: &[(&str, String)], to: &Path) -> io::Result<Fingerprint> {
    let mut reader = csv::Reader::from_reader(Hashing { file: File::open(csv)?, digest: RunningDigest::default() });
    let file = Appending(HashedFile::create(to)?);
    let properties = Arc::new(properties(table, notes));
    let mut writer = SerializedFileWriter::new(file, Arc::new(schema(&table.columns)?), properties).map_err(plain)?;
    let mut group: Vec<Cells> = table.columns.iter().map(|column| Cells::of(column.kind)).collect();
    let mut record = StringRecord::new();
    let mut rows = 0;
    while reader.read_record(&mut record)? {
        for (cells, text) in group.iter_mut().zip(&record) {
            cells.push(text).ok_or_else(|| changed(csv))?;
        }
        rows += 1;
        if rows == GROUP_ROWS {
            write_group(&mut writer, &mut group).map_err(plain)?;
            rows = 0;
        }
    }
    if reader.into_inner().digest.hex() != table.fingerprint.sha256 {
        return Err(changed(csv));
    }
    if rows > 0 {
        write_group(&mut writer, &mut group).map_err(plain)?;
    }
    Ok(writer.into_inner().map_err(plain)?.0.fingerprint())
}

/// Somebody else has written there meanwhile, or the disk does not give back what it was given.
fn changed(csv: &Path) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("{} is not what was written a moment ago", csv.display()))
}

/// What the system says, if it said something.
fn plain(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(inner) => inner.downcast::<io::Error>().map_or_else(io::Error::other, |error| *error),
        error => io::Error::other(error),
    }
}

fn schema(columns: &[ResultColumn]) -> io::Result<Type> {
    let fields: Result<Vec<_>, _> = columns.iter().map(|column| field(column).map(Arc::new)).collect();
    let schema = fields.and_then(|fields| Type::group_type_builder("schema").with_fields(fields).build());
    schema.map_err(plain)
}

fn field(column: &ResultColumn) -> Result<Type, ParquetError> {
    let physical = match column.kind {
        ColumnKind::Text => Physical::BYTE_ARRAY,
        ColumnKind::Whole => Physical::INT64,
        ColumnKind::Number => Physical::DOUBLE,
    };
    let field = Type::primitive_type_builder(&column.name, physical).with_repetition(Repetition::OPTIONAL);
    match column.kind {
        ColumnKind::Text => {
            field.with_logical_type(Some(LogicalType::String)).with_converted_type(ConvertedType::UTF8).build()
        }
        ColumnKind::Whole | ColumnKind::Number => field.build(),
    }
}

fn properties(table: &Resource, notes: &[(&str, String)]) -> WriterProperties {
    let about = [("table", table.about.to_owned()), ("columns", meanings(&table.columns))];
    let own = [("csv_sha256", table.fingerprint.sha256.clone())];
    let notes = notes.iter().cloned().chain(about).chain(own);
    let notes = notes.map(|(key, value)| KeyValue::new(format!("dottedline.{key}"), value)).collect();
    let properties = WriterProperties::builder()
        .set_created_by(format!("dottedline version {}", env!("CARGO_PKG_VERSION")))
        .set_compression(Compression::SNAPPY)
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_key_value_metadata(Some(notes));
    let wholes = table.columns.iter().filter(|column| column.kind == ColumnKind::Whole);
    // Numbers of trials and weeks grow by one: their differences take next to no space.
    let properties = wholes.fold(properties, |properties, column| {
        let path = || ColumnPath::from(column.name.as_str());
        properties
            .set_column_dictionary_enabled(path(), false)
            .set_column_encoding(path(), Encoding::DELTA_BINARY_PACKED)
    });
    properties.build()
}

/// Units and meanings of columns, as in `datapackage.json`.
fn meanings(columns: &[ResultColumn]) -> String {
    let meaning =
        |column: &ResultColumn| json!({ "name": column.name, "unit": column.unit, "description": column.meaning });
    json!(columns.iter().map(meaning).collect::<Vec<_>>()).to_string()
}

fn write_group(writer: &mut SerializedFileWriter<Appending>, group: &mut [Cells]) -> Result<(), ParquetError> {
    let mut rows = writer.next_row_group()?;
    for cells in group {
        let Some(mut column) = rows.next_column()? else { break };
        cells.write_out(&mut column)?;
        column.close()?;
    }
    rows.close().map(|_| ())
}

/// The cells of a column: which of them are there (1) or null (0), and those that are.
struct Cells {
    there: Vec<i16>,
    values: Values,
}

enum Values {
    Texts(Vec<ByteArray>),
    Wholes(Vec<i64>),
    Numbers(Vec<f64>),
}

impl Cells {
    fn of(kind: ColumnKind) -> Cells {
        let values = match kind {
            ColumnKind::Text => Values::Texts(Vec::new()),
            ColumnKind::Whole => Values::Wholes(Vec::new()),
            ColumnKind::Number => Values::Numbers(Vec::new()),
        };
        Cells { there: Vec::new(), values }
    }

    /// Takes up a cell of CSV; `None` if it is not of the column's kind.
    fn push(&mut self, text: &str) -> Option<()> {
        self.there.push(i16::from(!text.is_empty()));
        match &mut self.values {
            _ if text.is_empty() => {}
            Values::Texts(values) => values.push(ByteArray::from(text)),
            Values::Wholes(values) => values.push(text.parse().ok()?),
            Values::Numbers(values) => values.push(text.parse().ok()?),
        }
        Some(())
    }

    /// Writes them and forgets them.
    fn write_out(&mut self, column: &mut SerializedColumnWriter<'_>) -> Result<(), ParquetError> {
        let there = Some(self.there.as_slice());
        match &mut self.values {
            Values::Texts(values) => column.typed::<ByteArrayType>().write_batch(values, there, None)?,
            Values::Wholes(values) => column.typed::<Int64Type>().write_batch(values, there, None)?,
            Values::Numbers(values) => column.typed::<DoubleType>().write_batch(values, there, None)?,
        };
        self.there.clear();
        match &mut self.values {
            Values::Texts(values) => values.clear(),
            Values::Wholes(values) => values.clear(),
            Values::Numbers(values) => values.clear(),
        }
        Ok(())
    }
}

/// A file that is hashed while it is read.
struct Hashing {
    file: File,
    digest: RunningDigest,
}

impl Read for Hashing {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.digest.update(&buffer[..read]);
        Ok(read)
    }
}

/// A hashed file as something to write into.
struct Appending(HashedFile);

impl Write for Appending {
    fn write(&mut self, part: &[u8]) -> io::Result<usize> {
        self.0.append(part).map(|()| part.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;
    use std::fs;

    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;

    use super::*;
    use crate::digest::sha256;
    use crate::output::columns::{number, text, whole};

    fn table(csv: &str) -> Resource {
        Resource {
            file: "some.csv",
            about: "Some rows.",
            key: Vec::new(),
            columns: vec![whole("a", "", ""), number("b", "", ""), text("c", "")],
            fingerprint: Fingerprint { bytes: csv.len() as u64, sha256: sha256(csv.as_bytes()) },
        }
    }

    /// Writes a table and reads it again.
    fn written(name: &str, csv: &str, fingerprint_of: &str) -> io::Result<SerializedFileReader<File>> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/tmp/parquet-unit").join(name);
        fs::create_dir_all(&folder)?;
        let (from, to) = (folder.join("some.csv"), folder.join("some.parquet"));
        fs::write(&from, csv)?;
        let done = write(&from, &table(fingerprint_of), &[], &to).and_then(|print| {
            assert_eq!(print.sha256, sha256(&fs::read(&to)?));
            Ok(SerializedFileReader::new(File::open(&to)?)?)
        });
        fs::remove_dir_all(&folder)?;
        done
    }

    #[test]
    fn tables_longer_than_a_group_are_written_to_their_last_row() {
        let rows = 2 * GROUP_ROWS + 7;
        let mut csv = "a,b,c\n".to_owned();
        (0..rows).for_each(|row| writeln!(csv, "{row},{},\"x, {}\"", row as f64 / 3.0, row % 5).unwrap());
        let reader = written("long", &csv, &csv).unwrap();
        assert_eq!(reader.metadata().num_row_groups(), 3);
        for (row, found) in reader.get_row_iter(None).unwrap().enumerate() {
            let fields: Vec<Field> = found.unwrap().get_column_iter().map(|(_, field)| field.clone()).collect();
            let text = Field::Str(format!("x, {}", row % 5));
            assert_eq!(fields, [Field::Long(row as i64), Field::Double(row as f64 / 3.0), text]);
        }
        assert_eq!(reader.metadata().file_metadata().num_rows(), rows as i64);
    }

    #[test]
    fn an_empty_table_has_its_columns() {
        let reader = written("empty", "a,b,c\n", "a,b,c\n").unwrap();
        let schema = reader.metadata().file_metadata().schema_descr();
        assert_eq!((schema.num_columns(), reader.metadata().file_metadata().num_rows()), (3, 0));
    }

    #[test]
    fn a_csv_file_that_is_not_what_was_written_is_refused() {
        let refused = |name: &str, csv: &str| {
            let error = written(name, csv, "a,b,c\n1,2,x\n").map(|_| ()).unwrap_err();
            assert!(error.to_string().contains("not what was written"), "{error}");
        };
        refused("changed", "a,b,c\n1,3,x\n");
        refused("no-number", "a,b,c\n1,y,x\n");
        refused("no-whole-number", "a,b,c\n1.5,2,x\n");
    }
}
