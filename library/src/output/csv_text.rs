//! CSV lines: quoted where they must be, in memory.

use super::cell::Cell;
use super::columns::ResultColumn;

/// Appends one line of CSV.
fn push_fields<'f>(part: &mut Vec<u8>, fields: impl Iterator<Item = &'f [u8]>) {
    let mut writer = csv::Writer::from_writer(part);
    // Neither can fail: the bytes go to memory, and one record cannot differ in length from others.
    let _ = writer.write_record(fields);
    let _ = writer.flush();
}

/// Appends a row of cells.
pub(super) fn push_row(part: &mut Vec<u8>, row: &[Cell<'_>]) {
    let texts: Vec<_> = row.iter().map(Cell::text).collect();
    push_fields(part, texts.iter().map(|text| text.as_bytes()));
}

/// The line of column names.
pub(super) fn head(columns: &[ResultColumn]) -> Vec<u8> {
    let mut bytes = Vec::new();
    push_fields(&mut bytes, columns.iter().map(|column| column.name.as_bytes()));
    bytes
}

/// A whole table, with its line of column names.
pub(super) fn csv_text<'c>(columns: &[ResultColumn], rows: impl Iterator<Item = Vec<Cell<'c>>>) -> String {
    let mut bytes = head(columns);
    rows.for_each(|row| push_row(&mut bytes, &row));
    String::from_utf8_lossy(&bytes).into_owned()
}
