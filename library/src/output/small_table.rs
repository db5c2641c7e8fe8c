//! A table that is made at once: its file, what is said of it, its columns and rows.

use super::columns::ResultColumn;
use super::layout::ResultRow;

/// A whole table in memory.
pub(super) struct SmallTable<'t> {
    pub(super) file: &'static str,
    pub(super) about: &'static str,
    pub(super) key: Vec<&'static str>,
    pub(super) columns: Vec<ResultColumn>,
    pub(super) rows: Vec<ResultRow<'t>>,
}

/// A table.
pub(super) const fn small<'t>(
    file: &'static str,
    about: &'static str,
    key: Vec<&'static str>,
    columns: Vec<ResultColumn>,
    rows: Vec<ResultRow<'t>>,
) -> SmallTable<'t> {
    SmallTable { file, about, key, columns, rows }
}
