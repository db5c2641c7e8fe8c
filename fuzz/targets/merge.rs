//! Folders of shards: any number of them, whole, damaged or strange, merged into results.
//!
//! The first byte says whether trials may be missing (bit 0) and whether shards get digests that fit (bit 1). Each shard is its
//! length in four bytes, least significant first, and its bytes.

#![no_main]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use dottedline::study::Findings;
use dottedline::model::Study;
use dottedline::output::{ResultsFolder, RunRecord, verify};
use dottedline::shards::{Merged, ShardFolder};
use dottedline_fuzz::{SCENARIO, empty_folder, in_time, sealed, study};
use libfuzzer_sys::fuzz_target;

/// Shards of a folder.
const MOST: usize = 6;

static FOLDER: LazyLock<PathBuf> = LazyLock::new(empty_folder);
static STUDY: LazyLock<Study> = LazyLock::new(study);

fuzz_target!(|bytes: &[u8]| {
    LazyLock::force(&STUDY);
    let Some((&flags, bytes)) = bytes.split_first() else { return };
    let shards = FOLDER.join("shards");
    let _ = fs::remove_dir_all(&shards);
    fs::create_dir_all(&shards).expect("there is room for a folder");
    for (place, shard) in parts(bytes).into_iter().take(MOST).enumerate() {
        let shard = if flags & 2 == 0 { shard.to_vec() } else { sealed(shard) };
        fs::write(shards.join(format!("{place}.shard")), shard).expect("there is room for a shard");
    }
    in_time(|| merge(&shards, flags & 1 == 1));
});

fn parts(mut bytes: &[u8]) -> Vec<&[u8]> {
    let mut parts = Vec::new();
    while let Some((length, rest)) = bytes.split_first_chunk::<4>() {
        let length = rest.len().min(u32::from_le_bytes(*length) as usize);
        let (part, others) = rest.split_at(length);
        parts.push(part);
        bytes = others;
    }
    parts
}

fn merge(shards: &Path, partial: bool) {
    let opened = ShardFolder::at(shards).shards().expect("the folder is there");
    let Ok(whole) = opened.into_iter().collect::<Result<Vec<_>, _>>().map_err(|error| error.to_string()) else { return };
    let merged = match Merged::new(&STUDY, whole, partial) {
        Ok(merged) => Arc::new(merged),
        Err(errors) => return drop(errors.iter().map(ToString::to_string).collect::<Vec<_>>()),
    };
    let findings = Findings::of(&STUDY, merged);
    let study = &*STUDY;
    let record = RunRecord { study, name: "study", scenario: SCENARIO, command: "", study_hash: "", design: None };
    let results = FOLDER.join("results");
    let mut folder = ResultsFolder::create(&results, true, record).expect("there is room for results");
    let written = folder.take_trials(&findings, 0).and_then(|()| folder.finish(&findings));
    if written.is_ok() {
        assert_eq!(verify(&results).expect("results").problems, Vec::<String>::new());
    }
}
