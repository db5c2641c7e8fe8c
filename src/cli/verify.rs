//! `verify`: whether a results folder is still what was written.

use dottedline::output;
use dottedline::studies::ShardFolder;

use super::arguments::VerifyArguments;
use super::failure::Failure;
use super::format::{count, memory};
use super::keeping::SHARDS;
use super::terminal::Terminal;

/// Compares every file with its digest.
pub(super) fn verify(arguments: &VerifyArguments, terminal: &Terminal) -> Result<(), Failure> {
    let folder = &arguments.folder;
    let mut found = output::verify(folder).map_err(Failure::BadData)?;
    for shard in ShardFolder::at(&folder.join(SHARDS)).shards()? {
        match shard {
            Ok(shard) if shard.header().of.study_hash == found.study_hash => found.files += 1,
            Ok(shard) => found.problems.push(format!("{}: of another study", shard.path().display())),
            Err(error) => found.problems.push(error.to_string()),
        }
    }
    if !found.problems.is_empty() {
        let list: String = found.problems.iter().map(|problem| format!("\n  {problem}")).collect();
        return Err(Failure::BadData(format!("{} is not what was written:{list}", folder.display())));
    }
    let files = count(found.files, "file", "files");
    let partial = if found.complete { "" } else { "; not all trials of the study are in it" };
    terminal.tell(&format!(
        "{}: {files}, {}, all as they were written{partial}.\n",
        folder.display(),
        memory(found.bytes as f64)
    ))
}
