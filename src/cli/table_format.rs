//! `--format`: in which formats the tables of a results folder are written.

use std::path::Path;

use dottedline::output::WRITES_PARQUET;

use super::arguments::TableFormat;
use super::failure::Failure;
use super::terminal::Terminal;

/// Whether tables are written as Parquet too. Refused where this program cannot.
pub(super) fn wants_parquet(format: Option<TableFormat>) -> Result<bool, Failure> {
    let wants = format == Some(TableFormat::Parquet);
    if wants && !WRITES_PARQUET {
        let text = "this dottedline was built without Parquet; build it with it (cargo install --path . --features parquet), or \
                    leave out --format: the CSV files have the same columns";
        return Err(Failure::Usage(text.to_owned()));
    }
    Ok(wants)
}

/// Says that the Parquet files of a run with which one goes on, without asking for them, will be gone: they would not fit.
pub(super) fn warn_of_lost_parquet(results: &Path, wants_parquet: bool, terminal: &Terminal) {
    if !wants_parquet && results.join("trials.parquet").exists() {
        terminal.warn(
            "the Parquet files of the run before go; they would not fit the new tables: --format parquet renews them",
        );
    }
}
