//! A shard: the trials of a range, in a file that shows whether it is whole.
//!
//! ```text
//! "DOTSHARD"            8 bytes
//! length of the header  8 bytes
//! header                JSON: what the shard holds, from which all lengths below follow
//! rows                  per structure, per figure, one number per trial in which the structure ran
//! weekly figures        per structure, per trial among the first ones, per week, per figure
//! totals                per aligned range, per item: count, mean, sum of squared deviations
//! SHA-256               32 bytes, of everything before
//! ```
//!
//! Numbers are 8 bytes, least significant first; a missing one is the one NaN of [`f64::NAN`]. The digest is checked before
//! anything else is looked at.

use std::borrow::Cow;
use std::io::{self, Write};
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::digest::{DIGEST_BYTES, RunningDigest};
use crate::stats::{Aligned, Moments};
use crate::study::{Flat, NUMERICS_VERSION, Totals, TrialRange, TrialStore};

/// How every shard begins.
pub(super) const MAGIC: [u8; 8] = *b"DOTSHARD";

/// Version of the layout of shards.
pub(super) const FORMAT: u32 = 1;

/// Bytes of moments in a file.
pub(super) const MOMENTS_BYTES: u64 = 24;

/// Which study and design point a shard is of.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ShardOf {
    /// Hash of the plan: of all trials and design points.
    pub plan_hash: String,
    /// Hash of what the trials of this design point follow from.
    pub study_hash: String,
    /// The design point, from 0.
    pub point: u32,
}

/// An aligned range: its first number, and the power of two that is its length.
type Span = (u32, u8);

/// What a shard holds.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ShardHeader {
    /// Version of the layout.
    pub format: u32,
    /// Version of everything that makes numbers.
    pub numerics_version: u32,
    /// What it is a shard of.
    pub of: ShardOf,
    /// Its first trial.
    pub first: u32,
    /// The trial after its last one.
    pub until: u32,
    /// Per structure, trials in which it ran: the first ones.
    pub ran: Vec<u32>,
    /// Figures of a row.
    pub figures: u32,
    /// Per structure, weekly numbers: weeks times figures, times trials kept.
    pub weekly: Vec<u32>,
    /// Items that are summed up.
    pub items: u32,
    /// Trials that make a world.
    pub per_world: u32,
    /// Aligned ranges of worlds with totals: the first one, and the power of two that is their number.
    pub worlds: Vec<Span>,
    /// Worlds of which only some trials are over: number, how many are over, and aligned ranges of these.
    pub begun: Vec<(u32, u32, Vec<Span>)>,
    /// Trials that failed.
    pub failed: Vec<u32>,
}

/// What a shard is made of: the trials of a range, in memory or elsewhere.
pub(super) struct ShardContents<'t> {
    pub(super) trials: Range<u32>,
    pub(super) structures: usize,
    /// Figures of a row.
    pub(super) figures: usize,
    pub(super) store: &'t dyn TrialStore,
    pub(super) totals: Cow<'t, Totals>,
}

impl<'t> ShardContents<'t> {
    /// Trials in memory.
    pub(super) fn of(part: &'t TrialRange) -> ShardContents<'t> {
        ShardContents {
            trials: part.trials.clone(),
            structures: part.rows.len(),
            figures: part.rows.first().map_or(0, Vec::len),
            store: part,
            totals: Cow::Borrowed(&part.totals),
        }
    }
}

impl ShardHeader {
    /// The header of a shard.
    pub(super) fn of(of: &ShardOf, contents: &ShardContents<'_>) -> ShardHeader {
        let (store, totals) = (contents.store, &contents.totals);
        let begun = || totals.begun().iter().map(|begun| (begun.world, begun.over, ranges(begun.trials.totals())));
        ShardHeader {
            format: FORMAT,
            numerics_version: NUMERICS_VERSION,
            of: of.clone(),
            first: contents.trials.start,
            until: contents.trials.end,
            ran: (0..contents.structures).map(|structure| store.ran(structure)).collect(),
            figures: length(contents.figures),
            weekly: (0..contents.structures).map(|structure| length(store.weekly(structure).len())).collect(),
            items: length(items(totals)),
            per_world: totals.per_world(),
            worlds: ranges(totals.worlds()),
            begun: begun().collect(),
            failed: store.failed(),
        }
    }

    /// Its trials.
    #[must_use]
    pub fn trials(&self) -> Range<u32> {
        self.first..self.until
    }

    /// Bytes before the column of a structure and figure (indices), from the end of the header.
    pub(super) fn column_at(&self, structure: usize, figure: usize) -> Option<u64> {
        let before: u64 = self.ran.iter().take(structure).map(|&ran| u64::from(ran)).sum();
        let numbers = before.checked_mul(u64::from(self.figures))?;
        let own = u64::from(*self.ran.get(structure)?).checked_mul(figure as u64)?;
        numbers.checked_add(own)?.checked_mul(8)
    }

    /// Bytes before the weekly figures of a structure.
    pub(super) fn weekly_at(&self, structure: usize) -> Option<u64> {
        let rows: u64 = self.ran.iter().map(|&ran| u64::from(ran)).sum();
        let before: u64 = self.weekly.iter().take(structure).map(|&numbers| u64::from(numbers)).sum();
        rows.checked_mul(u64::from(self.figures))?.checked_add(before)?.checked_mul(8)
    }

    /// Bytes before the totals.
    pub(super) fn totals_at(&self) -> Option<u64> {
        self.weekly_at(self.weekly.len())
    }

    /// Bytes before the totals of begun worlds.
    pub(super) fn begun_at(&self) -> Option<u64> {
        self.totals_at()?.checked_add(self.moments_bytes(self.worlds.len(), self.lists())?)
    }

    /// Lists of moments of a whole world: over its trials, and over worlds where these are not the same.
    pub(super) fn lists(&self) -> u64 {
        if self.per_world > 1 { 2 } else { 1 }
    }

    /// Bytes of so many totals of so many lists.
    fn moments_bytes(&self, totals: usize, lists: u64) -> Option<u64> {
        u64::from(self.items).checked_mul(lists)?.checked_mul(MOMENTS_BYTES)?.checked_mul(totals as u64)
    }

    /// Bytes from the end of the header to the digest; `None` if there are more than any file has.
    pub(super) fn payload_bytes(&self) -> Option<u64> {
        self.begun_at()?.checked_add(self.moments_bytes(self.begun.iter().map(|(_, _, ranges)| ranges.len()).sum(), 1)?)
    }

    /// What is wrong with it by itself, if anything is.
    pub(super) fn problem(&self) -> Option<String> {
        let trials = self.until.checked_sub(self.first).filter(|&trials| trials > 0);
        let Some(trials) = trials else { return Some("it holds no trials".to_owned()) };
        if self.ran.iter().any(|&ran| ran > trials) {
            return Some("a structure ran in more trials than it holds".to_owned());
        }
        let outside = |trial: &u32| !self.trials().contains(trial);
        if self.failed.iter().any(outside) || !self.failed.is_sorted_by(|a, b| a < b) {
            return Some("its failed trials are out of place".to_owned());
        }
        let ranges = self.begun.iter().flat_map(|(_, _, ranges)| ranges).chain(&self.worlds);
        let strange = self.per_world == 0 || ranges.into_iter().any(|&(_, level)| level > 31);
        strange.then(|| "its totals cannot be".to_owned())
    }
}

fn ranges(totals: &[Aligned<Flat>]) -> Vec<Span> {
    totals.iter().map(|total| (total.first, total.level)).collect()
}

/// Items that are summed up over trials.
fn items(totals: &Totals) -> usize {
    let lists = if totals.per_world() > 1 { 2 } else { 1 };
    let begun = totals.begun().iter().flat_map(|begun| begun.trials.totals()).map(|total| total.total.0.len());
    totals.worlds().iter().map(|total| total.total.0.len() / lists).chain(begun).next().unwrap_or(0)
}

fn length(items: usize) -> u32 {
    u32::try_from(items).unwrap_or(u32::MAX)
}

/// The bytes of a shard, for tests and tools.
///
/// # Errors
/// What the writer reports.
pub fn shard_bytes(of: &ShardOf, part: &TrialRange) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    encode(of, &ShardContents::of(part), &mut bytes)?;
    Ok(bytes)
}

/// Writes a shard, column by column, and gives its digest.
pub(super) fn encode(
    of: &ShardOf,
    contents: &ShardContents<'_>,
    file: &mut dyn Write,
) -> io::Result<[u8; DIGEST_BYTES]> {
    let ShardContents { structures, figures, store, ref totals, .. } = *contents;
    let mut out = Sealing { file, digest: RunningDigest::default() };
    let text = serde_json::to_vec(&ShardHeader::of(of, contents)).map_err(io::Error::other)?;
    out.write_all(&MAGIC)?;
    out.write_all(&(text.len() as u64).to_le_bytes())?;
    out.write_all(&text)?;
    for structure in 0..structures {
        (0..figures).try_for_each(|figure| numbers(&mut out, &store.column(structure, figure)))?;
    }
    (0..structures).try_for_each(|structure| numbers(&mut out, &store.weekly(structure)))?;
    let begun = totals.begun().iter().flat_map(|begun| begun.trials.totals());
    for total in totals.worlds().iter().chain(begun) {
        moments(&mut out, &total.total.0)?;
    }
    let digest: [u8; DIGEST_BYTES] = out.digest.bytes();
    out.file.write_all(&digest)?;
    Ok(digest)
}

struct Sealing<'f> {
    file: &'f mut dyn Write,
    digest: RunningDigest,
}

impl Sealing<'_> {
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.digest.update(bytes);
        self.file.write_all(bytes)
    }
}

/// Numbers in one form: all that are not a number are the same one.
fn numbers(out: &mut Sealing<'_>, numbers: &[f64]) -> io::Result<()> {
    let one_form = |number: &f64| if number.is_nan() { f64::NAN } else { *number };
    for part in numbers.chunks(1 << 12) {
        let bytes: Vec<u8> = part.iter().flat_map(|number| one_form(number).to_le_bytes()).collect();
        out.write_all(&bytes)?;
    }
    Ok(())
}

fn moments(out: &mut Sealing<'_>, moments: &[Moments]) -> io::Result<()> {
    for part in moments.chunks(1 << 12) {
        let mut bytes = Vec::with_capacity(part.len() * MOMENTS_BYTES as usize);
        for (count, mean, squares) in part.iter().map(Moments::to_parts) {
            bytes.extend(count.to_le_bytes());
            bytes.extend(mean.to_le_bytes());
            bytes.extend(squares.to_le_bytes());
        }
        out.write_all(&bytes)?;
    }
    Ok(())
}
