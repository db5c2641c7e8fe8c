//! Files from strangers whose digests fit, though nobody's program wrote them: refused all the same. What fuzzing found.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use dottedline::shards::{DesignPoint, Sealed, ShardError, ShardOf, StudyPlan, shard_bytes, study_hash};
use dottedline::study::TrialRangeBuilder;
use sha2::{Digest, Sha256};

use crate::small_study::{all, outcomes, study};

/// Bytes of the digest at the end of a shard, and of the moments before it.
const DIGEST: usize = 32;
const MOMENTS: usize = 24;

fn scratch(test: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("strangers").join(test);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

fn shard() -> Vec<u8> {
    let study = study(4, &["alone", "advised"]);
    let mut part = TrialRangeBuilder::new(&study, 0);
    (0..4).for_each(|trial| part.add(&all(outcomes(&study, trial, 0.01))));
    let of = ShardOf { plan_hash: "a".repeat(64), study_hash: "b".repeat(64), point: 0 };
    shard_bytes(&of, &part.take()).unwrap()
}

/// Opens a shard with another last count and a digest that fits.
fn with_last_count(path: &Path, count: u64) -> Sealed {
    let mut bytes = shard();
    bytes.truncate(bytes.len() - DIGEST);
    let at = bytes.len() - MOMENTS;
    bytes[at..at + 8].copy_from_slice(&count.to_le_bytes());
    let digest = Sha256::digest(&bytes);
    bytes.extend(digest);
    fs::write(path, bytes).unwrap();
    Sealed::open(path).unwrap()
}

#[test]
fn totals_of_more_trials_than_there_are_cannot_be() {
    let path = scratch("totals").join("one.shard");
    assert!(with_last_count(&path, 4).totals().is_ok());
    for count in [5, u64::MAX / 2, u64::MAX] {
        let error = with_last_count(&path, count).totals().unwrap_err();
        assert!(matches!(error, ShardError::Damaged { .. }), "{count}: {error}");
    }
}

#[test]
fn a_plan_of_four_thousand_million_shards_is_refused_before_they_are_counted() {
    let folder = scratch("plan");
    let point = DesignPoint { name: String::new(), set: Vec::new(), study_hash: study_hash("x", 1, "") };
    let mut plan = StudyPlan::new("x", "", 1, u32::MAX, vec![point]);
    plan.shards = u32::MAX;
    plan.write(&folder.join("plan.json")).unwrap();
    let status = ["status", "--plan", "plan.json", "--out", "shards"];
    let mut program = Command::new(env!("CARGO_BIN_EXE_dottedline"));
    let output = program.args(status).current_dir(&folder).stdin(Stdio::null()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(65), "{said}");
    assert!(said.contains("plan.json") && said.contains("1 to 10000000 trials"), "{said}");
}
