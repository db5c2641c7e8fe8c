//! Whether a results folder, with the trials kept in it, is still what was written.

use std::path::Path;

use super::error::ApplicationError;
use super::keeping::SHARDS;
use crate::output::{self, Verified};
use crate::shards::{Remedy, ShardFolder};

/// Compares every file of a results folder with its digest.
///
/// # Errors
/// A folder that is not one of results or cannot be read. What is wrong with its files is in the result.
pub fn verify(folder: &Path) -> Result<Verified, ApplicationError> {
    let mut found = output::verify(folder)?;
    for shard in ShardFolder::at(&folder.join(SHARDS)).shards()? {
        match shard {
            Ok(shard) if shard.header().of.study_hash == found.study_hash => found.files += 1,
            Ok(shard) => found.problems.push(format!("{}: of another study", shard.path().display())),
            Err(error) if error.remedy() == Remedy::System => found.unreadable.push(error.to_string()),
            Err(error) => found.problems.push(error.to_string()),
        }
    }
    Ok(found)
}
