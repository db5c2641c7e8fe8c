//! `schema`: the form of scenario files, for editors.

use dottedline::scenario;

use super::failure::Failure;
use super::terminal::Terminal;

/// Prints the JSON Schema of scenario files.
pub(super) fn schema(terminal: &Terminal) -> Result<(), Failure> {
    terminal.data(&format!("{:#}\n", scenario::json_schema()))
}
