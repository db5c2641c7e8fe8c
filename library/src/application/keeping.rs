//! Finished trials of a run, kept as shards beside the results, so that the run can go on after anything.

#![expect(clippy::disallowed_types, reason = "how often trials are kept; no number depends on it")]

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::error::ApplicationError;
use crate::model::Study;
use crate::shards::{Merged, Sealed, ShardError, ShardFolder, ShardOf, chain, write_shard};
use crate::study::{Findings, row_bytes, totals_bytes};

/// The folder in the results.
pub(super) const SHARDS: &str = ".shards";

/// Finished trials are in memory only for so long, ...
const OFTEN: Duration = Duration::from_secs(5);

/// ... or for this share of the time that the run has taken, whatever is longer: so there are never many shards.
const SHARE_OF_TIME: u32 = 10;

/// ... and never more than so many bytes of their rows, or as many as all sums over trials take, whatever is more.
const ROWS_BYTES: f64 = 16e6;

/// Rows up to this many bytes are put together in a single shard at the end.
const TOGETHER_BYTES: u64 = 128 << 20;

/// Where the trials of a run are kept.
#[derive(Debug)]
pub(super) struct Keeper<'s> {
    study: &'s Study,
    folder: ShardFolder,
    of: ShardOf,
    shards: Vec<Sealed>,
    begun: Instant,
    kept: Instant,
    /// The trials of the shard that is under way; none of a run, whose folder of shards is its own.
    shard: Option<Range<u32>>,
    /// So many finished trials are not left in memory.
    most_in_memory: f64,
}

impl<'s> Keeper<'s> {
    /// Keeps the trials of a run in its results folder.
    pub(super) fn new(study: &'s Study, results: &Path, of: ShardOf) -> Keeper<'s> {
        Keeper::in_folder(study, &results.join(SHARDS), of, None)
    }

    /// Keeps the trials of a shard in the folder of shards.
    pub(super) fn of_shard(study: &'s Study, shards: &Path, of: ShardOf, trials: Range<u32>) -> Keeper<'s> {
        Keeper::in_folder(study, shards, of, Some(trials))
    }

    fn in_folder(study: &'s Study, folder: &Path, of: ShardOf, shard: Option<Range<u32>>) -> Keeper<'s> {
        let (folder, now) = (ShardFolder::at(folder), Instant::now());
        // Every shard has totals of its own, which take more than rows where structures and weeks are many.
        let most_in_memory = ROWS_BYTES.max(totals_bytes(study)) / row_bytes(study).max(1.0);
        Keeper { study, folder, of, shards: Vec::new(), begun: now, kept: now, shard, most_in_memory }
    }

    /// The findings of trials that are kept already, from `first` on and before `until`, as far as they follow each other;
    /// shards that are damaged are left out and will be replaced. `None` if there are none.
    pub(super) fn findings(&mut self, first: u32, until: u32) -> Result<Option<Findings>, ShardError> {
        let mut shards = Vec::new();
        for path in self.folder.paths()? {
            let inside = |shard: &Sealed| first <= shard.header().first && shard.header().until <= until;
            match Sealed::open(&path) {
                Ok(shard) if shard.header().of.study_hash == self.of.study_hash && inside(&shard) => shards.push(shard),
                Err(ShardError::File { source, .. }) if source.kind() == io::ErrorKind::NotFound => {}
                Err(error @ ShardError::File { .. }) => return Err(error),
                Ok(_) | Err(_) => {}
            }
        }
        let ranges: Vec<_> = shards.iter().map(|shard| shard.header().trials()).collect();
        let (chosen, _) = chain(&ranges, first);
        self.shards = chosen.iter().map(|&place| shards[place].clone()).collect();
        if self.shards.is_empty() {
            return Ok(None);
        }
        Ok(Some(Findings::of(self.study, Arc::new(merged(self.study, self.shards.clone())?))))
    }

    /// Puts new trials into a shard if it is time.
    pub(super) fn keep_if_due(&mut self, findings: &mut Findings) -> Result<(), ShardError> {
        let trials = &findings.new_trials().trials;
        let is_due = self.is_long_ago() || f64::from(trials.end - trials.start) >= self.most_in_memory;
        if is_due && is_round(trials.start, trials.end) { self.keep(findings) } else { Ok(()) }
    }

    fn is_long_ago(&self) -> bool {
        let since = self.kept.elapsed();
        since >= OFTEN && since >= self.begun.elapsed() / SHARE_OF_TIME
    }

    /// Puts new trials into a shard, if there are any.
    pub(super) fn keep(&mut self, findings: &mut Findings) -> Result<(), ShardError> {
        self.kept = Instant::now();
        let part = findings.new_trials();
        if part.trials.is_empty() {
            return Ok(());
        }
        self.folder.create()?;
        if self.shard.as_ref().is_none_or(|shard| *shard == part.trials) {
            self.shards.push(write_shard(&self.folder, &self.of, part)?);
        } else {
            self.shards.push(self.folder.write_part(&self.of, part)?);
        }
        findings.settle(Arc::new(merged(self.study, self.shards.clone())?));
        Ok(())
    }

    /// Puts all trials into a single shard, unless they are very many, and removes all others.
    pub(super) fn put_together(&mut self, findings: &mut Findings) -> Result<(), ShardError> {
        self.keep(findings)?;
        let parts = self.shards.clone();
        let bytes: u64 =
            self.shards.iter().filter_map(|shard| fs::metadata(shard.path()).ok()).map(|data| data.len()).sum();
        if self.shards.len() > 1
            && bytes <= TOGETHER_BYTES
            && let Some(whole) = self.folder.put_together(&self.of, &merged(self.study, self.shards.clone())?)?
        {
            self.shards = vec![whole];
            findings.settle(Arc::new(merged(self.study, self.shards.clone())?));
        }
        self.remove_others(&parts)
    }

    /// Removes what holds nothing that is not in others: of a run everything else, of a shard its parts. Shards of another
    /// number of shards are never touched, as others may need them.
    fn remove_others(&self, parts: &[Sealed]) -> Result<(), ShardError> {
        let needed: BTreeSet<&Path> = self.shards.iter().map(Sealed::path).collect();
        let parts = parts.iter().map(Sealed::path).filter(|path| ShardFolder::is_part(path));
        let own = if self.shard.is_none() { self.folder.paths()? } else { parts.map(Path::to_owned).collect() };
        for path in own.iter().filter(|path| !needed.contains(path.as_path())) {
            match fs::remove_file(path) {
                Err(source) if source.kind() != io::ErrorKind::NotFound => {
                    return Err(ShardError::File { path: path.clone(), source });
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// Whether the totals of a range of trials are few.
fn is_round(start: u32, end: u32) -> bool {
    let quarter = (end - start) / 4;
    quarter == 0 || end.is_multiple_of(1 << quarter.ilog2())
}

fn merged(study: &Study, shards: Vec<Sealed>) -> Result<Merged, ShardError> {
    Merged::new(study, shards, true).map_err(first)
}

fn first(errors: Vec<ShardError>) -> ShardError {
    errors.into_iter().next().unwrap_or(ShardError::Missing { missing: "nothing is there".to_owned() })
}

/// Refuses a folder of shards that leads elsewhere: results never write outside their folder.
pub(super) fn check(results: &Path) -> Result<(), ApplicationError> {
    let folder = results.join(SHARDS);
    if leads_elsewhere(&folder) { Err(ApplicationError::LeadsElsewhere { folder }) } else { Ok(()) }
}

fn leads_elsewhere(folder: &Path) -> bool {
    fs::symlink_metadata(folder).is_ok_and(|data| data.file_type().is_symlink())
}

/// Removes the shards of an earlier run and their folder; other files stay.
pub(super) fn forget(results: &Path) -> Result<(), ApplicationError> {
    let cannot = |source| ApplicationError::CannotForget { folder: results.to_owned(), source };
    remove_shards(&results.join(SHARDS)).map_err(cannot)
}

fn remove_shards(folder: &Path) -> io::Result<()> {
    if leads_elsewhere(folder) {
        return Ok(());
    }
    for path in ShardFolder::at(folder).paths().unwrap_or_default() {
        fs::remove_file(path)?;
    }
    match fs::remove_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => Err(error),
        // A folder that is not there, or that holds other things, is left as it is.
        _ => Ok(()),
    }
}
