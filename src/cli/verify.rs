//! `verify`: whether a results folder is still what was written.

use dottedline::output::{self, VerifyError};
use dottedline::studies::{Remedy, ShardFolder};

use super::arguments::VerifyArguments;
use super::failure::Failure;
use super::format::{count, memory};
use super::keeping::SHARDS;
use super::terminal::Terminal;

/// Compares every file with its digest.
pub(super) fn verify(arguments: &VerifyArguments, terminal: &Terminal) -> Result<(), Failure> {
    let folder = &arguments.folder;
    let mut found = output::verify(folder).map_err(|error| match error {
        VerifyError::Unreadable { .. } => Failure::CannotWrite(error.to_string()),
        wrong => Failure::BadData(wrong.to_string()),
    })?;
    for shard in ShardFolder::at(&folder.join(SHARDS)).shards()? {
        match shard {
            Ok(shard) if shard.header().of.study_hash == found.study_hash => found.files += 1,
            Ok(shard) => found.problems.push(format!("{}: of another study", shard.path().display())),
            Err(error) if error.remedy() == Remedy::System => found.unreadable.push(error.to_string()),
            Err(error) => found.problems.push(error.to_string()),
        }
    }
    let listed = |sentences: &[String]| sentences.iter().map(|one| format!("\n  {one}")).collect::<String>();
    if !found.problems.is_empty() {
        let list = listed(&[found.problems, found.unreadable].concat());
        return Err(Failure::BadData(format!("{} is not what was written:{list}", folder.display())));
    }
    if !found.unreadable.is_empty() {
        let list = listed(&found.unreadable);
        return Err(Failure::CannotWrite(format!("{} cannot be read as a whole:{list}", folder.display())));
    }
    let files = count(found.files, "file", "files");
    let partial = if found.complete { "" } else { "; not all trials of the study are in it" };
    terminal.tell(&format!(
        "{}: {files}, {}, all as they were written{partial}.\n",
        folder.display(),
        memory(found.bytes as f64)
    ))
}
