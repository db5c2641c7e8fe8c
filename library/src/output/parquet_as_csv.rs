//! A table that somebody keeps as Parquet, as CSV text, to be read like any other table.

use std::fs::File;

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;

/// The rows of a Parquet file as CSV with a header. Missing values are empty cells.
///
/// # Errors
/// What keeps the file from being read, in words.
pub fn parquet_as_csv(file: File) -> Result<Vec<u8>, String> {
    let unreadable =
        |error: &dyn std::fmt::Display| format!("this Parquet file cannot be read: {error}\n  remedy: write it anew");
    let reader = SerializedFileReader::new(file).map_err(|error| unreadable(&error))?;
    let schema = reader.metadata().file_metadata().schema();
    let names: Vec<String> = schema.get_fields().iter().map(|field| field.name().to_owned()).collect();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&names).map_err(|error| unreadable(&error))?;
    for row in reader.get_row_iter(None).map_err(|error| unreadable(&error))? {
        let row = row.map_err(|error| unreadable(&error))?;
        let cells: Vec<String> = row.get_column_iter().map(|(_, field)| cell(field)).collect();
        writer.write_record(&cells).map_err(|error| unreadable(&error))?;
    }
    writer.into_inner().map_err(|error| unreadable(&error))
}

fn cell(field: &Field) -> String {
    match field {
        Field::Null => String::new(),
        Field::Str(text) => text.clone(),
        Field::Double(number) => number.to_string(),
        Field::Float(number) => number.to_string(),
        other => other.to_string(),
    }
}
