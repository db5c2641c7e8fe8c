//! Columns of a table that are no metrics.

use crate::compare::error::TableProblem;

/// A column of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ignored {
    /// Its name.
    pub name: String,
    /// Its first text; `None` if all of its cells are empty.
    pub first: Option<String>,
}

/// A column of numbers that cannot be read by one rule; it matters if it is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// Its name.
    pub name: String,
    /// Why.
    pub problem: TableProblem,
}
