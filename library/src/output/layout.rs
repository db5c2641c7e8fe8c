//! A table as it will be written: its file, columns and rows.

use super::cell::Cell;
use super::columns::ResultColumn;
use crate::model::Study;
use crate::study::Findings;

/// One row of a table.
pub(super) type ResultRow<'a> = Vec<Cell<'a>>;

/// All rows of a table, one by one.
pub(super) type ResultRows<'a> = Box<dyn Iterator<Item = ResultRow<'a>> + 'a>;

/// A table: its file, what a row is, the columns that name a row, all columns, and its rows.
pub(super) struct ResultTable {
    pub(super) file: &'static str,
    pub(super) about: &'static str,
    pub(super) key: &'static [&'static str],
    pub(super) columns: Vec<ResultColumn>,
    pub(super) rows: for<'a> fn(&'a Study, &'a Findings) -> ResultRows<'a>,
}
