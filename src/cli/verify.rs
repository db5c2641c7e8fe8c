//! `verify`: whether a results folder is still what was written.

use dottedline::application;

use super::arguments::VerifyArguments;
use super::failure::Failure;
use super::format::{count, memory};
use super::terminal::Terminal;

/// Compares every file with its digest.
pub(super) fn verify(arguments: &VerifyArguments, terminal: &Terminal) -> Result<(), Failure> {
    let folder = &arguments.folder;
    let mut found = application::verify(folder)?;
    if let Some(unfinished) = found.problems.first_mut().filter(|_| !found.ended) {
        unfinished.push_str("; go on with --resume");
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
