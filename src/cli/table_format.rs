//! `--format`: in which formats the tables of a results folder are written.

use dottedline::output::WRITES_PARQUET;

use super::arguments::TableFormat;
use super::failure::Failure;

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
