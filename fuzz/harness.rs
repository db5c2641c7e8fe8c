//! What all targets share: a limit on time, a folder for files, seals for what was damaged on purpose.

use std::fs;
use std::path::PathBuf;

use dottedline::model::Study;
use dottedline::scenario;
use rustix::time::{ClockId, clock_gettime};
use sha2::{Digest, Sha256};

/// The scenario whose shards the corpora of `shard` and `merge` hold.
pub const SCENARIO: &str = include_str!("study.toml");

/// Nothing may take longer, in seconds of processor time: wall time depends on what else the machine does.
const SLOWEST: f64 = 1.0;

/// Does something within the limit of time.
///
/// # Panics
/// If it took longer.
pub fn in_time(what: impl FnOnce()) {
    let begun = processor_seconds();
    what();
    let took = processor_seconds() - begun;
    assert!(took <= SLOWEST, "this took {took:.2} s of processor time");
}

fn processor_seconds() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9
}

/// The study of [`SCENARIO`].
///
/// # Panics
/// If it cannot be read.
#[must_use]
pub fn study() -> Study {
    scenario::parse("study", SCENARIO, &[]).expect("the shipped study is right").study
}

/// An empty folder for this process alone, in memory where there is such a place.
///
/// # Panics
/// If it cannot be made.
#[must_use]
pub fn empty_folder() -> PathBuf {
    let memory = PathBuf::from("/dev/shm");
    let base = if memory.is_dir() { memory } else { std::env::temp_dir() };
    let folder = base.join(format!("dottedline-fuzz-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("there is room for a folder");
    folder
}

/// The same bytes with the digest that a shard of them would end with, so that what lies behind the digest is reached too.
#[must_use]
pub fn sealed(bytes: &[u8]) -> Vec<u8> {
    let contents = &bytes[..bytes.len().saturating_sub(32)];
    let mut sealed = contents.to_vec();
    sealed.extend(Sha256::digest(contents));
    sealed
}
