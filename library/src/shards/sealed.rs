//! Reading shards: first whether every byte is as it was written, then what they say.

use std::fs::{File, Metadata};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::error::ShardError;
use super::shard::{FORMAT, MAGIC, MOMENTS_BYTES, ShardHeader, ShardOf};
use crate::digest::{DIGEST_BYTES, RunningDigest};
use crate::stats::{Aligned, Dyadic, Moments};
use crate::study::{Begun, Flat, NUMERICS_VERSION, Totals};

/// Bytes that are read at once.
const BUFFER: usize = 1 << 16;

/// Longest header.
const HEADER_MAX: u64 = 16 << 20;

/// Bytes before the header.
const BEFORE_HEADER: u64 = 16;

/// A shard whose digest was right when it was opened.
#[derive(Clone, Debug)]
pub struct Sealed {
    path: PathBuf,
    header: ShardHeader,
    /// Where the rows begin.
    start: u64,
    digest: [u8; DIGEST_BYTES],
    /// What the system said of the file when its digest was checked.
    seen: Seen,
    /// The file as it was left at the last look.
    left_open: Arc<Mutex<Option<OpenFile>>>,
}

/// Files that are left open for the next look; systems allow a thousand or fewer.
const OPEN_MAX: usize = 128;

/// How many there are.
static OPEN: AtomicUsize = AtomicUsize::new(0);

/// An open file that is counted.
#[derive(Debug)]
struct OpenFile {
    file: File,
}

impl OpenFile {
    fn open(path: &Path) -> io::Result<OpenFile> {
        let file = File::open(path)?;
        OPEN.fetch_add(1, Ordering::Relaxed);
        Ok(OpenFile { file })
    }

    fn unless_too_many(self) -> Option<OpenFile> {
        (OPEN.load(Ordering::Relaxed) <= OPEN_MAX).then_some(self)
    }
}

impl Drop for OpenFile {
    fn drop(&mut self) {
        OPEN.fetch_sub(1, Ordering::Relaxed);
    }
}

/// What shows that a file is still the one that was checked.
#[derive(Clone, Debug, PartialEq)]
struct Seen {
    bytes: u64,
    /// Device and number of the file, and when it was changed.
    place: [i128; 4],
}

impl Sealed {
    /// Reads all of a shard, checks its digest, and only then looks at what it holds.
    ///
    /// # Errors
    /// A file that cannot be read, is damaged, or is of another version of the program.
    pub fn open(path: &Path) -> Result<Sealed, ShardError> {
        let mut file = File::open(path).map_err(ShardError::file(path))?;
        let metadata = file.metadata().map_err(ShardError::file(path))?;
        let seen = Seen::of(&metadata);
        let sealed = Sealing::of(&mut file, seen.bytes).map_err(ShardError::file(path))?;
        let Some(sealed) = sealed else { return Err(ShardError::damaged(path, "it is shorter than any shard")) };
        if sealed.computed != sealed.written {
            return Err(ShardError::damaged(path, "its contents do not fit its checksum"));
        }
        let (header, start) = header(path, &mut file, seen.bytes)?;
        Ok(Sealed { path: path.to_owned(), header, start, digest: sealed.written, seen, left_open: Arc::default() })
    }

    /// The same file under another name.
    pub(super) fn renamed(self, path: &Path) -> Sealed {
        Sealed { path: path.to_owned(), ..self }
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What it holds.
    #[must_use]
    pub const fn header(&self) -> &ShardHeader {
        &self.header
    }

    /// The digest of its contents.
    #[must_use]
    pub const fn digest(&self) -> &[u8; DIGEST_BYTES] {
        &self.digest
    }

    /// Makes sure that it is a shard of this.
    ///
    /// # Errors
    /// What differs.
    pub fn check_of(&self, of: &ShardOf) -> Result<(), ShardError> {
        let own = &self.header.of;
        let difference = match () {
            () if own.study_hash != of.study_hash => "another scenario, seed or design point",
            () if own.plan_hash != of.plan_hash => "another plan: other trials or design points",
            () if own.point != of.point => "another design point",
            () => return Ok(()),
        };
        Err(ShardError::Foreign { path: self.path.clone(), difference: difference.to_owned() })
    }

    /// Numbers of a column of a structure and figure (indices): those of the shard's trials `skip` to `skip + count`, as far
    /// as the structure ran in them.
    ///
    /// # Errors
    /// A file that cannot be read or has changed.
    pub fn column(&self, structure: usize, figure: usize, skip: u32, count: u32) -> Result<Vec<f64>, ShardError> {
        let ran = self.header.ran.get(structure).copied().unwrap_or(0);
        let count = count.min(ran.saturating_sub(skip));
        let at = self.header.column_at(structure, figure).unwrap_or(0) + 8 * u64::from(skip);
        self.numbers(at, count as usize)
    }

    /// The weekly figures of a structure (index).
    ///
    /// # Errors
    /// As [`Sealed::column`].
    pub fn weekly(&self, structure: usize) -> Result<Vec<f64>, ShardError> {
        let count = self.header.weekly.get(structure).copied().unwrap_or(0);
        self.numbers(self.header.weekly_at(structure).unwrap_or(0), count as usize)
    }

    /// What is summed up.
    ///
    /// # Errors
    /// As [`Sealed::column`], and totals that cannot be.
    pub fn totals(&self) -> Result<Totals, ShardError> {
        let header = &self.header;
        let worlds = self.aligned(header.totals_at(), &header.worlds, header.lists() as usize)?;
        let mut at = header.begun_at().unwrap_or(0);
        let mut begun = Vec::new();
        for (world, over, ranges) in &header.begun {
            let mut trials = Dyadic::default();
            for total in self.aligned(Some(at), ranges, 1)? {
                trials.push(total).map_err(|_| self.impossible())?;
            }
            at += ranges.len() as u64 * u64::from(header.items) * MOMENTS_BYTES;
            begun.push(Begun { world: *world, over: *over, trials });
        }
        Totals::from_parts(header.per_world, worlds, begun).ok_or_else(|| self.impossible())
    }

    fn impossible(&self) -> ShardError {
        ShardError::damaged(&self.path, "its totals cannot be")
    }

    /// Totals that stand one after the other.
    fn aligned(&self, at: Option<u64>, ranges: &[(u32, u8)], lists: usize) -> Result<Vec<Aligned<Flat>>, ShardError> {
        let bytes = self.header.items as usize * lists * MOMENTS_BYTES as usize;
        let mut totals = Vec::with_capacity(ranges.len());
        for (place, &(first, level)) in (0_u64..).zip(ranges) {
            let bytes = self.bytes(at.unwrap_or(0) + place * bytes as u64, bytes)?;
            let total = Flat(bytes.chunks_exact(MOMENTS_BYTES as usize).map(moments).collect());
            // Nothing is counted more than once in a trial; sums of such counts cannot overflow either.
            let most = u64::from(self.header.per_world) << level;
            if total.0.iter().any(|moments| moments.count() > most) {
                return Err(self.impossible());
            }
            totals.push(Aligned { first, level, total });
        }
        Ok(totals)
    }

    fn numbers(&self, at: u64, count: usize) -> Result<Vec<f64>, ShardError> {
        let bytes = self.bytes(at, 8 * count)?;
        Ok(bytes.as_chunks::<8>().0.iter().map(|bytes| f64::from_le_bytes(*bytes)).collect())
    }

    /// Bytes of the file as it was when its digest was checked.
    fn bytes(&self, at: u64, count: usize) -> Result<Vec<u8>, ShardError> {
        let mut bytes = vec![0; count];
        if count == 0 {
            return Ok(bytes);
        }
        let mut left_open = self.left_open.lock().unwrap_or_else(PoisonError::into_inner);
        let opened = left_open.take().map_or_else(|| OpenFile::open(&self.path), Ok);
        let open = opened.map_err(ShardError::file(&self.path))?;
        let mut file = &open.file;
        let metadata = file.metadata().map_err(ShardError::file(&self.path))?;
        if Seen::of(&metadata) != self.seen {
            return Err(ShardError::Changed { path: self.path.clone() });
        }
        file.seek(SeekFrom::Start(self.start + at)).map_err(ShardError::file(&self.path))?;
        file.read_exact(&mut bytes).map_err(ShardError::file(&self.path))?;
        *left_open = open.unless_too_many();
        Ok(bytes)
    }
}

fn moments(bytes: &[u8]) -> Moments {
    let word = |place: usize| bytes.as_chunks::<8>().0.get(place).copied().unwrap_or_default();
    Moments::from_parts((u64::from_le_bytes(word(0)), f64::from_le_bytes(word(1)), f64::from_le_bytes(word(2))))
}

impl Seen {
    #[cfg(unix)]
    fn of(metadata: &Metadata) -> Seen {
        use std::os::unix::fs::MetadataExt;
        let place =
            [metadata.dev().into(), metadata.ino().into(), metadata.mtime().into(), metadata.mtime_nsec().into()];
        Seen { bytes: metadata.len(), place }
    }

    #[cfg(not(unix))]
    fn of(metadata: &Metadata) -> Seen {
        Seen { bytes: metadata.len(), place: [0; 4] }
    }
}

/// The digest of all bytes of a file but the last ones, and these.
struct Sealing {
    computed: [u8; DIGEST_BYTES],
    written: [u8; DIGEST_BYTES],
}

impl Sealing {
    /// `None` for a file that is too short.
    fn of(file: &mut File, bytes: u64) -> io::Result<Option<Sealing>> {
        let Some(contents) = bytes.checked_sub(DIGEST_BYTES as u64).filter(|&rest| rest >= BEFORE_HEADER) else {
            return Ok(None);
        };
        let mut digest = RunningDigest::default();
        let mut buffer = vec![0; BUFFER];
        let mut left = contents;
        while left > 0 {
            let part = &mut buffer[..usize::try_from(left).unwrap_or(BUFFER).min(BUFFER)];
            file.read_exact(part)?;
            digest.update(part);
            left -= part.len() as u64;
        }
        let mut written = [0; DIGEST_BYTES];
        file.read_exact(&mut written)?;
        Ok(Some(Sealing { computed: digest.bytes(), written }))
    }
}

/// The header of a file whose digest is right, and where the rows begin.
fn header(path: &Path, file: &mut File, bytes: u64) -> Result<(ShardHeader, u64), ShardError> {
    let mut before = [0; BEFORE_HEADER as usize];
    file.seek(SeekFrom::Start(0)).and_then(|_| file.read_exact(&mut before)).map_err(ShardError::file(path))?;
    let (magic, length) = before.split_at(MAGIC.len());
    let length = length.try_into().map(u64::from_le_bytes).unwrap_or(u64::MAX);
    let room = bytes - BEFORE_HEADER - DIGEST_BYTES as u64;
    if magic != MAGIC || length > HEADER_MAX.min(room) {
        return Err(ShardError::damaged(path, "it does not begin like a shard"));
    }
    let mut text = vec![0; length as usize];
    file.read_exact(&mut text).map_err(ShardError::file(path))?;
    let header = understood(path, &text)?;
    if header.payload_bytes() != Some(room - length) {
        return Err(ShardError::damaged(path, "its length is not what its header says"));
    }
    Ok((header, BEFORE_HEADER + length))
}

fn understood(path: &Path, text: &[u8]) -> Result<ShardHeader, ShardError> {
    let foreign = |difference: String| ShardError::Foreign { path: path.to_owned(), difference };
    let value: serde_json::Value = serde_json::from_slice(text)
        .map_err(|error| ShardError::damaged(path, format!("its header is no JSON: {error}")))?;
    let number = |key: &str| value.get(key).and_then(serde_json::Value::as_u64);
    if number("format") != Some(u64::from(FORMAT)) {
        return Err(foreign("it was written by another version of dottedline; run its shard again".to_owned()));
    }
    if number("numerics_version") != Some(u64::from(NUMERICS_VERSION)) {
        let theirs = number("numerics_version").unwrap_or(0);
        return Err(foreign(format!(
            "its numbers are of numerics version {theirs}, this program's of version {NUMERICS_VERSION}; run its shard again"
        )));
    }
    let header: ShardHeader = serde_json::from_value(value)
        .map_err(|error| ShardError::damaged(path, format!("its header cannot be understood: {error}")))?;
    header.problem().map_or(Ok(header), |problem| Err(ShardError::damaged(path, problem)))
}
