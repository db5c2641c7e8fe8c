//! The bytes of a table: CSV, or CSV made of Parquet.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::failure::Failure;

/// A file of a table as text, packed or not.
#[cfg(not(feature = "parquet"))]
pub(super) fn open(file: &Path) -> Result<Box<dyn Read>, Failure> {
    if is_parquet(file)? {
        let text = "error: {}: this is Parquet, and the program was built without it\n  remedy: cargo install --path . --features \
                    parquet, or save the table as CSV";
        return Err(Failure::Scenario(text.replace("{}", &file.display().to_string())));
    }
    opened(file).map(|file| Box::new(file) as Box<dyn Read>)
}

/// A file of a table as text, packed or not, or as Parquet.
#[cfg(feature = "parquet")]
pub(super) fn open(file: &Path) -> Result<Box<dyn Read>, Failure> {
    if is_parquet(file)? {
        let text = dottedline::output::parquet_as_csv(opened(file)?);
        let text = text.map_err(|error| Failure::Scenario(format!("error: {}: {error}", file.display())))?;
        return Ok(Box::new(std::io::Cursor::new(text)));
    }
    opened(file).map(|file| Box::new(file) as Box<dyn Read>)
}

fn opened(file: &Path) -> Result<File, Failure> {
    File::open(file).map_err(|error| Failure::unreadable(file, &error))
}

/// Whether a file begins as Parquet does.
fn is_parquet(file: &Path) -> Result<bool, Failure> {
    let mut start = Vec::new();
    let read = opened(file)?.take(4).read_to_end(&mut start);
    read.map_err(|error| Failure::unreadable(file, &error))?;
    Ok(start == b"PAR1")
}
