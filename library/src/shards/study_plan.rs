//! A plan: everything that a machine needs to run its share of a study, in one file.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::durable::write_whole;
use super::error::ShardError;
use super::tiling::{Tile, tiles};
use crate::digest::sha256;
use crate::study::NUMERICS_VERSION;

/// The program that writes plans.
const PROGRAM: &str = "dottedline";

/// Version of the layout of plan files.
const FORMAT: u32 = 1;

/// Longer files are no plans.
const LONGEST_BYTES: u64 = 64 << 20;

/// Most design points of a plan.
pub(super) const POINTS_MAX: usize = 100_000;

/// Most trials of a design point, as of any study.
const TRIALS_MAX: u32 = 10_000_000;

/// Most shards: as many as anybody can ask for, or one per design point and some.
const SHARDS_MAX: u32 = 2_000_000;

/// A study, ready to be shared out.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct StudyPlan {
    program: String,
    /// Version of the program that made the plan. Others with the same numerics version can run it.
    pub version: String,
    format: u32,
    /// What the results follow from, as a digest: see [`StudyPlan::new`].
    pub plan_hash: String,
    /// Version of everything that makes numbers.
    pub numerics_version: u32,
    /// The scenario's short name.
    pub name: String,
    /// The study seed.
    pub seed: u64,
    /// Trials of each design point.
    pub trials: u32,
    /// Shards that the plan was made for; any other number gives the same results.
    pub shards: u32,
    /// Structures to run, the first one the baseline; all of the scenario's if empty.
    pub structures: Vec<String>,
    /// Keys that the design changes, in the order of its columns; empty without a design.
    pub design: Vec<String>,
    /// The design points; a single one without name and settings if there is no design.
    pub points: Vec<DesignPoint>,
    /// The whole scenario as TOML: every default written out, or none if there is a design, so that a design point changes
    /// what its settings change in the scenario itself. Its hashes are over the scenario with all defaults either way.
    pub scenario: String,
}

/// One point of a design: the scenario with some settings changed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct DesignPoint {
    /// Its name in results.
    pub name: String,
    /// What it changes, as `key=value`, one per key of the design.
    pub set: Vec<String>,
    /// What its trials follow from, as a digest: see [`study_hash`].
    pub study_hash: String,
}

/// A digest of what the trials of a study follow from: the resolved scenario, the seed, and the version of everything that
/// makes numbers. `until` says when it stops, if not after a number of trials.
#[must_use]
pub fn study_hash(identity: &str, seed: u64, until: &str) -> String {
    let text = format!("dottedline study\nnumerics {NUMERICS_VERSION}\nseed {seed}\nuntil {until}\n{identity}");
    sha256(text.as_bytes())
}

/// A digest of a number of trials of some studies.
#[must_use]
pub fn plan_hash(trials: u32, points: &[DesignPoint]) -> String {
    let mut text = format!("dottedline plan\nnumerics {NUMERICS_VERSION}\ntrials {trials}\n");
    for point in points {
        // Names are quoted, so that no name can look like two points.
        text += &format!("{:?} {}\n", point.name, point.study_hash);
    }
    sha256(text.as_bytes())
}

impl StudyPlan {
    /// A plan. Its hash is over resolved scenario, design points, number of trials, seed and numerics version; not over
    /// threads, shards, machine, time, paths or the order of keys.
    #[must_use]
    pub fn new(name: &str, scenario: &str, seed: u64, trials: u32, points: Vec<DesignPoint>) -> StudyPlan {
        StudyPlan {
            program: PROGRAM.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            format: FORMAT,
            plan_hash: plan_hash(trials, &points),
            numerics_version: NUMERICS_VERSION,
            name: name.to_owned(),
            seed,
            trials,
            shards: 1,
            structures: Vec::new(),
            design: Vec::new(),
            points,
            scenario: scenario.to_owned(),
        }
    }

    /// What each of so many shards holds. As many tiles as were asked for, or more where shards would span design points.
    #[must_use]
    pub fn tiles(&self, shards: u32) -> Vec<Tile> {
        tiles(u32::try_from(self.points.len()).unwrap_or(u32::MAX), self.trials, shards)
    }

    /// Whether there is a design: more than the scenario as it is.
    #[must_use]
    pub fn has_design(&self) -> bool {
        !self.design.is_empty()
    }

    /// Reads a plan file and makes sure that it is what was written, and that this program computes the same numbers.
    ///
    /// # Errors
    /// A file that cannot be read, that is no plan, that was changed, or that another version must run.
    pub fn read(path: &Path) -> Result<StudyPlan, ShardError> {
        let bytes = read_limited(path, LONGEST_BYTES).map_err(ShardError::file(path))?;
        StudyPlan::parse(&bytes).map_err(|problem| ShardError::Plan { path: path.to_owned(), problem })
    }

    /// Reads a plan from memory, as [`StudyPlan::read`].
    ///
    /// # Errors
    /// What is wrong with it, and the remedy.
    pub fn parse(bytes: &[u8]) -> Result<StudyPlan, String> {
        if bytes.len() as u64 > LONGEST_BYTES {
            return Err(format!("this is longer than {} MiB, so it is no plan", LONGEST_BYTES >> 20));
        }
        let plan: StudyPlan = serde_json::from_slice(bytes)
            .map_err(|error| format!("this is no plan ({error}); make one with `dottedline plan`"))?;
        plan.check()?;
        Ok(plan)
    }

    fn check(&self) -> Result<(), String> {
        let again = "make a new one with `dottedline plan`";
        if self.program != PROGRAM || self.format != FORMAT {
            return Err(format!(
                "this is a plan of another program or format ({} {}); {again}",
                self.program, self.format
            ));
        }
        if self.numerics_version != NUMERICS_VERSION {
            return Err(format!(
                "the plan was made for numerics version {}, but this program computes version {NUMERICS_VERSION}; run it \
                 with dottedline {}, or {again}",
                self.numerics_version, self.version
            ));
        }
        let possible = (1..=TRIALS_MAX).contains(&self.trials) && (1..=SHARDS_MAX).contains(&self.shards);
        if !possible || self.points.is_empty() || self.points.len() > POINTS_MAX {
            return Err(format!(
                "the plan has not 1 to {TRIALS_MAX} trials, 1 to {SHARDS_MAX} shards, and 1 to {POINTS_MAX} design points; \
                 {again}"
            ));
        }
        if self.plan_hash != plan_hash(self.trials, &self.points) {
            return Err(format!("the plan was changed after it was made: its hash does not fit; {again}"));
        }
        Ok(())
    }

    /// Writes the plan, whole or not at all.
    ///
    /// # Errors
    /// What the system reports.
    pub fn write(&self, path: &Path) -> Result<(), ShardError> {
        let text = serde_json::to_string_pretty(self).map_err(std::io::Error::other).map_err(ShardError::file(path))?;
        write_whole(path, |file| writeln!(file, "{text}")).map_err(ShardError::file(path))
    }
}

/// The bytes of a file, at most one more than the limit.
pub(super) fn read_limited(path: &Path, limit: u64) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(limit + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan() -> StudyPlan {
        let point = |name: &str| DesignPoint {
            name: name.to_owned(),
            set: vec![format!("a.b={name}")],
            study_hash: study_hash(name, 7, ""),
        };
        StudyPlan::new("firm", "[study]\n", 7, 100, vec![point("1"), point("2")])
    }

    #[test]
    fn a_plan_reads_back_as_it_was_written() {
        let text = serde_json::to_string(&plan()).unwrap();
        assert_eq!(StudyPlan::parse(text.as_bytes()), Ok(plan()));
    }

    #[test]
    fn the_hash_is_over_what_numbers_follow_from_and_nothing_else() {
        let same = StudyPlan { shards: 9, name: "other".to_owned(), ..plan() };
        assert_eq!(plan_hash(same.trials, &same.points), plan().plan_hash);
        let hash = |trials, points: &[DesignPoint]| plan_hash(trials, points);
        assert_ne!(hash(101, &plan().points), plan().plan_hash);
        assert_ne!(hash(100, &plan().points[..1]), plan().plan_hash);
        assert_ne!(study_hash("x", 1, ""), study_hash("x", 2, ""));
        assert_ne!(study_hash("x", 1, ""), study_hash("y", 1, ""));
        assert_ne!(study_hash("x", 1, ""), study_hash("x", 1, "decided"));
    }

    #[test]
    fn a_plan_that_was_changed_is_refused() {
        let refused = |change: &dyn Fn(&mut StudyPlan), part: &str| {
            let mut changed = plan();
            change(&mut changed);
            let text = serde_json::to_string(&changed).unwrap();
            let problem = StudyPlan::parse(text.as_bytes()).unwrap_err();
            assert!(problem.contains(part), "{problem}");
        };
        refused(&|plan| plan.trials = 101, "was changed");
        refused(&|plan| plan.points[0].study_hash.replace_range(..1, "x"), "was changed");
        refused(&|plan| plan.points.clear(), "design points");
        for shards in [0, u32::MAX] {
            refused(&|plan| plan.shards = shards, "design points");
        }
        refused(&|plan| plan.trials = u32::MAX, "design points");
        refused(&|plan| plan.numerics_version += 1, "numerics version");
        refused(&|plan| plan.program = "other".to_owned(), "another program");
        assert!(StudyPlan::parse(b"{}").unwrap_err().contains("no plan"));
        assert!(StudyPlan::parse(b"\xff\x00").is_err());
    }
}
