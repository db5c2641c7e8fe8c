//! Why a table of trials cannot be judged.

use std::fmt;

use thiserror::Error;

/// Why a table of trials cannot be judged.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TableError {
    /// The system cannot read the file to its end.
    #[error("{0}\n  remedy: check the disk, and try again")]
    System(String),
    /// The table is wrong: all that was found, in the order of its lines.
    #[error("{}", listed(.0))]
    Wrong(Vec<TableProblem>),
}

/// Something wrong in a table, with a remedy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableProblem {
    /// The line that it is in, from 1, if it is in one.
    pub line: Option<u64>,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub remedy: String,
}

/// Problems that are shown, at most.
const SHOWN: usize = 10;

impl TableProblem {
    /// One that is in no line by itself.
    pub(super) fn of_table(what: impl Into<String>, remedy: impl Into<String>) -> TableProblem {
        TableProblem { line: None, what: what.into(), remedy: remedy.into() }
    }

    /// One in a line.
    pub(super) fn at(line: u64, what: impl Into<String>, remedy: impl Into<String>) -> TableProblem {
        TableProblem { line: Some(line), what: what.into(), remedy: remedy.into() }
    }
}

impl fmt::Display for TableProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        write!(f, "{}\n  remedy: {}", self.what, self.remedy)
    }
}

impl From<TableProblem> for TableError {
    fn from(problem: TableProblem) -> TableError {
        TableError::Wrong(vec![problem])
    }
}

fn listed(problems: &[TableProblem]) -> String {
    let mut shown: Vec<String> = problems.iter().take(SHOWN).map(TableProblem::to_string).collect();
    if problems.len() > SHOWN {
        shown.push(format!("... and {} more", problems.len() - SHOWN));
    }
    shown.join("\n")
}
