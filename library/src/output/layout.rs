//! A table as it will be written: its file, columns and rows.

use super::cell::Cell;
use super::columns::Column;
use crate::experiment::Findings;
use crate::model::Study;

/// One row of a table.
pub(super) type Row<'a> = Vec<Cell<'a>>;

/// All rows of a table, one by one.
pub(super) type Rows<'a> = Box<dyn Iterator<Item = Row<'a>> + 'a>;

/// A table: its file, what a row is, the columns that name a row, all columns, and its rows.
pub(super) struct Table {
    pub(super) file: &'static str,
    pub(super) about: &'static str,
    pub(super) key: &'static [&'static str],
    pub(super) columns: Vec<Column>,
    pub(super) rows: for<'a> fn(&'a Study, &'a Findings) -> Rows<'a>,
}
