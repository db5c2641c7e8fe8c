//! The folder that shards are gathered in.

use std::fs;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::durable::{not_read_back, write_checked};
use super::error::ShardError;
use super::merged::Merged;
use super::sealed::Sealed;
use super::shard::{ShardContents, ShardOf, encode};
use crate::listing;
use crate::study::TrialRange;

/// Ending of shards.
const ENDING: &str = ".shard";

/// Before it, in the names of parts of shards under way.
const PART: &str = "part";

/// Hexadecimal digits of the plan hash in names.
const DIGITS: usize = 16;

/// A folder of shards, perhaps of several plans.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShardFolder(PathBuf);

impl ShardFolder {
    /// The folder at a path, which need not be there.
    #[must_use]
    pub fn at(path: &Path) -> ShardFolder {
        ShardFolder(path.to_owned())
    }

    /// Its path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Makes it, if it is not there.
    ///
    /// # Errors
    /// What the system reports.
    pub fn create(&self) -> Result<(), ShardError> {
        fs::create_dir_all(&self.0).map_err(ShardError::file(&self.0))
    }

    /// The name of a shard: its plan, design point and trials.
    #[must_use]
    pub fn path_of(&self, of: &ShardOf, trials: &Range<u32>) -> PathBuf {
        let plan = of.plan_hash.get(..DIGITS).unwrap_or(&of.plan_hash);
        self.0.join(format!("{plan}-{}-{:08}-{:08}{ENDING}", of.point, trials.start, trials.end))
    }

    /// The name of a part of a shard under way. No shard has it, whatever the number of shards.
    fn path_of_part(&self, of: &ShardOf, trials: &Range<u32>) -> PathBuf {
        self.path_of(of, trials).with_extension(format!("{PART}{ENDING}"))
    }

    /// Whether this is the name of a part of a shard under way.
    #[must_use]
    pub fn is_part(path: &Path) -> bool {
        path.file_name().is_some_and(|name| name.to_string_lossy().ends_with(&format!(".{PART}{ENDING}")))
    }

    /// Writes a part of a shard under way, whole or not at all.
    ///
    /// # Errors
    /// What the system reports, or that it cannot be read back.
    pub fn write_part(&self, of: &ShardOf, part: &TrialRange) -> Result<Sealed, ShardError> {
        write_at(&self.path_of_part(of, &part.trials), of, &ShardContents::of(part))
    }

    /// Puts shards together in a single one, column by column, so that few numbers are in memory at once. `None` if trials
    /// are missing in between.
    ///
    /// # Errors
    /// As [`ShardFolder::write_part`], and what cannot be read.
    pub fn put_together(&self, of: &ShardOf, merged: &Merged) -> Result<Option<Sealed>, ShardError> {
        let Some(contents) = merged.contents() else { return Ok(None) };
        let written = write_at(&self.path_of(of, &contents.trials), of, &contents);
        merged.take_trouble().map_or(written.map(Some), Err)
    }

    /// The shard of these trials, if it is there; checked from its first byte to its last.
    ///
    /// # Errors
    /// A shard that cannot be read, is damaged or is not what its name says.
    pub fn find(&self, of: &ShardOf, trials: &Range<u32>) -> Result<Option<Sealed>, ShardError> {
        let path = self.path_of(of, trials);
        let sealed = match Sealed::open(&path) {
            Err(ShardError::File { source, .. }) if source.kind() == io::ErrorKind::NotFound => return Ok(None),
            opened => opened?,
        };
        sealed.check_of(of)?;
        if sealed.header().trials() != *trials {
            let difference = "it holds other trials than its name says".to_owned();
            return Err(ShardError::Foreign { path, difference });
        }
        Ok(Some(sealed))
    }

    /// Every shard in the folder, in the order of names, checked from its first byte to its last. A folder that is not there
    /// has none. Files of other names are left alone.
    ///
    /// # Errors
    /// A folder that cannot be read. Shards that cannot be used are entries of their own.
    pub fn shards(&self) -> Result<Vec<Result<Sealed, ShardError>>, ShardError> {
        Ok(self.paths()?.iter().map(|path| Sealed::open(path)).collect())
    }

    /// The paths of all shards, in the order of names.
    ///
    /// # Errors
    /// A folder that cannot be read.
    pub fn paths(&self) -> Result<Vec<PathBuf>, ShardError> {
        let mut names = match listing::names(&self.0) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            names => names.map_err(ShardError::file(&self.0))?,
        };
        let is_shard = |name: &str| name.ends_with(ENDING) && !name.starts_with('.');
        names.retain(|name| is_shard(&name.to_string_lossy()));
        let mut paths: Vec<PathBuf> = names.iter().map(|name| self.0.join(name)).collect();
        paths.sort();
        Ok(paths)
    }
}

/// Writes a part as a shard, whole or not at all; its name follows from plan and trials. One that is there is replaced.
///
/// # Errors
/// What the system reports, or that it cannot be read back.
pub fn write_shard(folder: &ShardFolder, of: &ShardOf, part: &TrialRange) -> Result<Sealed, ShardError> {
    write_at(&folder.path_of(of, &part.trials), of, &ShardContents::of(part))
}

/// Writes a shard under a name of its own and reads it back, once, before it gets that name.
fn write_at(path: &Path, of: &ShardOf, contents: &ShardContents<'_>) -> Result<Sealed, ShardError> {
    let write = |file: &mut dyn io::Write| {
        let digest = encode(of, contents, file)?;
        // Numbers that could not be read would be missing in silence.
        contents.store.trouble().map_or(Ok(digest), |trouble| Err(io::Error::other(trouble)))
    };
    let read_back = |unfinished: &Path, digest| match Sealed::open(unfinished) {
        Ok(sealed) if *sealed.digest() == digest => Ok(sealed),
        Err(ShardError::File { source, .. }) => Err(source),
        Ok(_) | Err(_) => Err(not_read_back()),
    };
    write_checked(path, write, read_back).map(|sealed| sealed.renamed(path)).map_err(ShardError::file(path))
}
