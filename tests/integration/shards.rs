//! Studies shared out and put together: whatever the parts are, the results are the same bytes.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use proptest::prelude::*;

use dottedline::model::{Study, Uncertainty};
use dottedline::output::{FILES, ResultsFolder, RunRecord, verify};
use dottedline::shards::{
    Merged, Remedy, Sealed, ShardError, ShardFolder, ShardOf, shard_bytes, write_shard, write_whole,
};
use dottedline::study::{Findings, TrialRange, TrialRangeBuilder};

use crate::small_study::{all, outcomes, study};

const TRIALS: u32 = 41;

struct Folder(PathBuf);

impl Folder {
    fn new(test: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("dottedline-studies-{test}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn shards(&self) -> ShardFolder {
        ShardFolder::at(&self.0.join("shards"))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn three() -> Study {
    study(TRIALS, &["alone", "advised", "led"])
}

/// The same study with worlds of five trials.
fn uncertain() -> Study {
    let uncertainty = Uncertainty { parameters: Vec::new(), replications: 5, sample: None };
    Study { uncertainty: Some(uncertainty), ..three() }
}

fn of() -> ShardOf {
    ShardOf { plan_hash: "a".repeat(64), study_hash: "b".repeat(64), point: 0 }
}

/// Trial 9 fails.
fn part(study: &Study, trials: Range<u32>) -> TrialRange {
    let mut part = TrialRangeBuilder::new(study, trials.start);
    for trial in trials {
        match trial {
            9 => part.fail(&[0, 1, 2]),
            _ => part.add(&all(outcomes(study, trial, 0.01))),
        }
    }
    part.take()
}

fn write(folder: &ShardFolder, study: &Study, trials: Range<u32>) -> Sealed {
    folder.create().unwrap();
    write_shard(folder, &of(), &part(study, trials.clone())).unwrap();
    folder.find(&of(), &trials).unwrap().unwrap()
}

/// All bytes of a results folder of these findings.
fn results(folder: &Path, study: &Study, findings: &Findings) -> Vec<Vec<u8>> {
    let record = RunRecord { study, name: "small", scenario: "", command: "", study_hash: "", design: None };
    let mut written = ResultsFolder::create(folder, true, record).unwrap();
    written.take_trials(findings, 0).unwrap();
    written.finish(findings).unwrap();
    assert_eq!(verify(folder).unwrap().problems.len(), 0);
    let names = FILES.into_iter().chain(["failed_trials.csv"]);
    names.map(|file| fs::read(folder.join(file)).unwrap()).collect()
}

fn merged(study: &Study, shards: Vec<Sealed>) -> Findings {
    Findings::of(study, Arc::new(Merged::new(study, shards, false).unwrap()))
}

/// Findings that were never shared out.
fn undisturbed(study: &Study) -> Findings {
    let mut findings = Findings::new(study);
    for trial in 0..TRIALS {
        match trial {
            9 => findings.fail(&[0, 1, 2]),
            _ => findings.add(&all(outcomes(study, trial, 0.01))),
        }
    }
    findings
}

fn ranges(cuts: &[u32]) -> Vec<Range<u32>> {
    let mut cuts: Vec<u32> = cuts.iter().copied().chain([0, TRIALS]).collect();
    cuts.sort_unstable();
    cuts.dedup();
    cuts.windows(2).map(|pair| pair[0]..pair[1]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_tiling_in_any_order_merges_to_the_bytes_of_one_run(
        cuts in prop::collection::vec(1_u32..TRIALS, 0..9),
        turn in 0_usize..9,
        worlds in any::<bool>(),
    ) {
        let folder = Folder::new("tiling");
        let study = if worlds { uncertain() } else { three() };
        let mut shards: Vec<Sealed> =
            ranges(&cuts).into_iter().map(|trials| write(&folder.shards(), &study, trials)).collect();
        let places = shards.len();
        shards.rotate_left(turn % places);
        let expected = results(&folder.0.join("one"), &study, &undisturbed(&study));
        prop_assert_eq!(results(&folder.0.join("merged"), &study, &merged(&study, shards)), expected);
    }
}

#[test]
fn a_shard_reads_back_as_the_part_that_was_written() {
    for study in [three(), uncertain()] {
        let folder = Folder::new("back");
        write(&folder.shards(), &study, 0..7);
        let shard = write(&folder.shards(), &study, 7..23);
        let read = Merged::new(&study, vec![shard], true).unwrap().to_part().unwrap().unwrap();
        let written = part(&study, 7..23);
        assert_eq!((read.totals, read.failed), (written.totals, written.failed));
        let bits = |rows: &Vec<Vec<Vec<f64>>>| rows.iter().flatten().flatten().map(|x| x.to_bits()).collect::<Vec<_>>();
        assert_eq!(bits(&read.rows), bits(&written.rows));
    }
}

#[test]
fn of_several_tilings_one_without_gaps_is_taken_and_the_others_must_agree() {
    let (folder, study) = (Folder::new("overlap"), three());
    let shards = || [0..20, 20..41, 0..30, 30..35].map(|trials| write(&folder.shards(), &study, trials)).to_vec();
    let expected = results(&folder.0.join("one"), &study, &undisturbed(&study));
    assert_eq!(results(&folder.0.join("merged"), &study, &merged(&study, shards())), expected);
    let mut wrong = part(&study, 30..35);
    wrong.rows[1][0][2] += 1.0;
    let all = shards();
    write_shard(&folder.shards(), &of(), &wrong).unwrap();
    let wrong = folder.shards().find(&of(), &(30..35)).unwrap().unwrap();
    let errors = Merged::new(&study, [&all[..3], &[wrong]].concat(), false).unwrap_err();
    assert!(matches!(errors.as_slice(), [ShardError::Unequal { .. }]), "{errors:?}");
}

#[test]
fn shards_put_together_are_the_shard_that_all_their_trials_make() {
    for study in [three(), uncertain()] {
        let folder = Folder::new("together");
        let shards = [0..7, 7..20, 20..41].map(|trials| write(&folder.shards(), &study, trials)).to_vec();
        let merged = Merged::new(&study, shards, true).unwrap();
        let whole = folder.shards().put_together(&of(), &merged).unwrap().unwrap();
        assert_eq!(fs::read(whole.path()).unwrap(), shard_bytes(&of(), &part(&study, 0..41)).unwrap());
        assert_eq!(whole.path(), folder.shards().path_of(&of(), &(0..41)));
        let gap = [0..7, 20..41].map(|trials| write(&folder.shards(), &study, trials)).to_vec();
        assert!(folder.shards().put_together(&of(), &Merged::new(&study, gap, true).unwrap()).unwrap().is_none());
    }
}

#[test]
fn missing_trials_are_named_and_only_merged_on_request() {
    let (folder, study) = (Folder::new("gaps"), three());
    let shards = || [0..10, 30..41].map(|trials| write(&folder.shards(), &study, trials)).to_vec();
    let errors = Merged::new(&study, shards(), false).unwrap_err();
    assert!(errors[0].to_string().contains("20 trials are missing: 10 to 29"), "{}", errors[0]);
    assert_eq!(errors[0].remedy(), Remedy::Retry);
    let findings = Findings::of(&study, Arc::new(Merged::new(&study, shards(), true).unwrap()));
    assert_eq!(findings.trials(), 21);
    results(&folder.0.join("partial"), &study, &findings);
    let manifest = fs::read_to_string(folder.0.join("partial/manifest.json")).unwrap();
    assert!(manifest.contains("\"complete\": false") && manifest.contains("in between are missing"), "{manifest}");
}

#[test]
fn shards_of_another_study_are_refused_whatever_their_hash() {
    let (folder, study) = (Folder::new("strange"), three());
    let shard = write(&folder.shards(), &study, 0..TRIALS);
    let smaller = study_of_two();
    let errors = Merged::new(&smaller, vec![shard.clone()], false).unwrap_err();
    assert!(matches!(errors.as_slice(), [ShardError::Foreign { .. }]), "{errors:?}");
    for (change, part) in [
        (ShardOf { study_hash: "c".repeat(64), ..of() }, "another scenario"),
        (ShardOf { plan_hash: "c".repeat(64), ..of() }, "another plan"),
        (ShardOf { point: 1, ..of() }, "design point"),
    ] {
        let error = shard.check_of(&change).unwrap_err().to_string();
        assert!(error.contains(part), "{error}");
    }
}

fn study_of_two() -> Study {
    study(TRIALS, &["alone", "led"])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_damaged_shard_is_read(at in any::<prop::sample::Index>(), bit in 0_u8..8, cut in any::<bool>()) {
        let folder = Folder::new("damage");
        let mut bytes = shard_bytes(&of(), &part(&three(), 3..6)).unwrap();
        let at = at.index(bytes.len());
        if cut { bytes.truncate(at) } else { bytes[at] ^= 1 << bit }
        let path = folder.0.join("some.shard");
        fs::write(&path, bytes).unwrap();
        let error = Sealed::open(&path).unwrap_err();
        prop_assert!(matches!(error, ShardError::Damaged { .. }), "{}", error);
    }
}

#[test]
fn a_shard_that_changes_while_it_is_read_is_noticed() {
    let (folder, study) = (Folder::new("changes"), three());
    let shard = write(&folder.shards(), &study, 0..TRIALS);
    let path = shard.path().to_owned();
    let merged = Merged::new(&study, vec![shard], false).unwrap();
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, [&bytes[..], b"more"].concat()).unwrap();
    assert!(merged.to_part().is_err_and(|error| error.remedy() == Remedy::Retry));
}

#[test]
fn a_write_that_fails_leaves_the_old_file_and_nothing_else() {
    let folder = Folder::new("durable");
    let path = folder.0.join("file");
    write_whole(&path, |file| file.write_all(b"old")).unwrap();
    let failed = write_whole(&path, |file| {
        file.write_all(b"half of the new")?;
        Err(std::io::ErrorKind::StorageFull.into())
    });
    assert_eq!(failed.unwrap_err().kind(), std::io::ErrorKind::StorageFull);
    assert_eq!((fs::read(&path).unwrap(), fs::read_dir(&folder.0).unwrap().count()), (b"old".to_vec(), 1));
}

#[test]
fn leftovers_of_the_dead_are_removed_and_those_of_the_living_are_not() {
    let folder = Folder::new("leftovers");
    fs::write(folder.0.join(".file.0.part"), "of the dead").unwrap();
    let living = fs::File::create_new(folder.0.join(".file.1.part")).unwrap();
    living.lock().unwrap();
    write_whole(&folder.0.join("file"), |file| file.write_all(b"whole")).unwrap();
    let mut names: Vec<_> =
        fs::read_dir(&folder.0).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, [".file.1.part", "file"]);
}

#[test]
fn verify_names_every_file_that_was_changed() {
    let (folder, study) = (Folder::new("verify"), three());
    let path = folder.0.join("results");
    results(&path, &study, &undisturbed(&study));
    for (file, from, to) in [("summary.csv", "0", "1"), ("manifest.json", "\"seed\": 7", "\"seed\": 8")] {
        let good = fs::read_to_string(path.join(file)).unwrap();
        fs::write(path.join(file), good.replacen(from, to, 1)).unwrap();
        let found = verify(&path).unwrap();
        assert!(found.problems.iter().any(|problem| problem.starts_with(file)), "{:?}", found.problems);
        fs::write(path.join(file), good).unwrap();
    }
    fs::remove_file(path.join("weeks.csv")).unwrap();
    assert!(verify(&path).unwrap().problems.iter().any(|problem| problem.starts_with("weeks.csv")));
    assert!(verify(&folder.0).is_err(), "no results there");
}
