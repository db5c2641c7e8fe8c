//! Why a table of trials cannot be judged.

use thiserror::Error;

/// Why a table of trials cannot be judged; lines count from 1, the header being the first.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TableError {
    /// The system cannot read the file to its end.
    #[error("{0}\n  remedy: check the disk, and try again")]
    System(String),
    /// A row cannot be read.
    #[error("{0}\n  remedy: save the table as CSV in UTF-8, columns separated by commas")]
    Unreadable(String),
    /// A column that says which trial or structure a row is about is not there.
    #[error("line 1: there is no column `{name}`; the columns are {found}\n  remedy: {remedy}")]
    NoColumn {
        /// The missing column.
        name: &'static str,
        /// The columns that are there.
        found: String,
        /// What to do.
        remedy: &'static str,
    },
    /// Two columns have the same name.
    #[error("line 1: two columns are called `{name}`\n  remedy: rename one of them")]
    SameName {
        /// Their name.
        name: String,
    },
    /// A row does not say which trial or structure it is about.
    #[error("line {line}: the cell `{column}` is empty\n  remedy: every row needs its trial and its structure")]
    NoName {
        /// The line.
        line: u64,
        /// The column.
        column: &'static str,
    },
    /// A cell of a column of numbers holds something else.
    #[error(
        "line {line}: `{text}` in column `{column}` is not a number\n  remedy: leave the cell empty if the number is missing"
    )]
    NotANumber {
        /// The line.
        line: u64,
        /// The column.
        column: String,
        /// The start of what is there.
        text: String,
    },
    /// Two rows are about the same trial and structure.
    #[error(
        "line {line}: trial {trial} of structure `{structure}` stands in line {before} already\n  remedy: leave one row for each trial and structure"
    )]
    Twice {
        /// The later line.
        line: u64,
        /// The earlier line.
        before: u64,
        /// The trial.
        trial: String,
        /// The structure.
        structure: String,
    },
    /// There are no rows.
    #[error("the table has no rows, so there is nothing to compare\n  remedy: one row for each trial and structure")]
    Empty,
    /// There is one structure.
    #[error("the table has one structure only, `{0}`, so there is nothing to compare")]
    OneStructure(String),
    /// There are more structures than make sense.
    #[error("line {line}: more than {most} structures\n  remedy: check that the column `structure` names structures")]
    TooManyStructures {
        /// The line of the first one too many.
        line: u64,
        /// How many there may be.
        most: usize,
    },
    /// There are no numbers.
    #[error("the table has no column of numbers\n  remedy: besides trial and structure, a column for each metric")]
    NoNumbers,
}
