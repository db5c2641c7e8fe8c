//! Shards: as they come, and with a digest that fits, so that what lies behind the digest is reached.

#![no_main]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use dottedline::model::Study;
use dottedline::shards::{Merged, Sealed};
use dottedline_fuzz::{empty_folder, in_time, sealed, study};
use libfuzzer_sys::fuzz_target;

static FILE: LazyLock<PathBuf> = LazyLock::new(|| empty_folder().join("one.shard"));
static STUDY: LazyLock<Study> = LazyLock::new(study);

fuzz_target!(|bytes: &[u8]| {
    LazyLock::force(&STUDY);
    in_time(|| {
        read(&FILE, bytes);
        read(&FILE, &sealed(bytes));
    });
});

fn read(file: &Path, bytes: &[u8]) {
    fs::write(file, bytes).expect("there is room for a shard");
    let Ok(shard) = Sealed::open(file).map_err(|error| error.to_string()) else { return };
    drop(shard.totals().map_err(|error| error.to_string()));
    drop(shard.check_of(&shard.header().of.clone()));
    if let Ok(merged) = Merged::new(&STUDY, vec![shard], true) {
        drop(merged.to_part());
    }
}
