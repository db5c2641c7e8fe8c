//! Why the application did not come to a result. No text says how to ask for something else on a command line: who asked in
//! another way could not follow it.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

use super::difference::Difference;
use super::structures::NoStructure;
use crate::numerals::count;
use crate::output::{OutputError, VerifyError, WRITES_PARQUET};
use crate::scenario::{NotRewritten, ScenarioError};
use crate::shards::ShardError;
use crate::study::{NoLayout, NoSearch};

/// Why the application did not come to a result.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ApplicationError {
    /// A plan, a design or a shard.
    #[error(transparent)]
    Study(#[from] ShardError),
    /// All that is wrong with several shards.
    #[error("{}", lines(.0))]
    Shards(Vec<ShardError>),
    /// Results cannot be written.
    #[error(transparent)]
    Output(#[from] OutputError),
    /// A results folder cannot be verified.
    #[error(transparent)]
    Verify(#[from] VerifyError),
    /// The study has no structure of a name.
    #[error(transparent)]
    NoStructure(#[from] NoStructure),
    /// The scenario in a plan cannot be run.
    #[error(transparent)]
    Scenario(#[from] ScenarioError),
    /// A design point makes a scenario that cannot be run.
    #[error("design point {point}:\n{error}")]
    Point {
        /// Its name.
        point: String,
        /// What is wrong.
        error: Box<ApplicationError>,
    },
    /// A design point changes which structures there are.
    #[error("design point {point} has other structures than the scenario")]
    OtherStructures {
        /// Its name.
        point: String,
    },
    /// The plan has no such design point.
    #[error("the plan has no design point {point}")]
    NoPoint {
        /// Its number.
        point: u32,
    },
    /// The scenario in a plan is not the one that was planned.
    #[error(
        "{}: its scenario{} is not the one that was planned: the plan was changed, or this version of dottedline reads it \
         otherwise; make a new one with `dottedline plan`", .plan.display(), at(.point)
    )]
    NotAsPlanned {
        /// The plan file.
        plan: PathBuf,
        /// Name of the design point; empty without a design.
        point: String,
    },
    /// A plan cannot be shared out into so many shards.
    #[error(
        "the plan's {} of {} cannot be shared out into {shards} shards; {would_do} would do",
        count(*.trials as usize, "trial", "trials"), count(*.points, "design point", "design points")
    )]
    CannotShare {
        /// Trials of each design point.
        trials: u32,
        /// Design points.
        points: usize,
        /// Shards that were asked for.
        shards: u32,
        /// Shards that could be.
        would_do: usize,
    },
    /// There is no shard of this number.
    #[error("there is no shard {index}/{shards}")]
    NoShard {
        /// Its number, from 0.
        index: u32,
        /// Of how many.
        shards: u32,
    },
    /// A file that is there and cannot be read.
    #[error("{}: it cannot be read: {source}", .file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Kept trials of an earlier run cannot be removed.
    #[error("{}: {source}", .folder.display())]
    CannotForget {
        /// The results folder.
        folder: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The folder of kept trials is a link to somewhere else.
    #[error("{} is a symbolic link: results are only written into their own folder; remove it", .folder.display())]
    LeadsElsewhere {
        /// The folder of kept trials.
        folder: PathBuf,
    },
    /// The results in a folder are of another study.
    #[error("{} cannot be gone on with: {difference}; name another folder", .folder.display())]
    OfAnotherStudy {
        /// The results folder.
        folder: PathBuf,
        /// What differs.
        difference: Difference,
    },
    /// A folder holds more trials than are asked for.
    #[error("{} holds {there} trials already, and you ask for {asked}; ask for as many or more", .folder.display())]
    HoldsMore {
        /// The results folder.
        folder: PathBuf,
        /// Trials in it.
        there: u32,
        /// Trials that were asked for.
        asked: u32,
    },
    /// Tables were asked for as Parquet, and there is nothing here that writes it.
    #[error("tables cannot be written as Parquet: this dottedline was built without the feature `parquet`")]
    NoParquet,
    /// A scenario that says nothing of what was observed is to be calibrated.
    #[error("the scenario has no [observed]: there is nothing to fit it to; say there what the firm has measured")]
    NothingObserved,
    /// The numbers that vary cannot be laid out.
    #[error(transparent)]
    NoLayout(#[from] NoLayout),
    /// Charts cannot be searched like that.
    #[error(transparent)]
    NoSearch(NoSearch),
    /// A file of an earlier calibration is there.
    #[error("`{}` exists already and was left as it is; name another file", .file.display())]
    FileIsThere {
        /// The file.
        file: PathBuf,
    },
    /// Kept rows are of another calibration.
    #[error("`{}` is of another scenario or another version of dottedline: it cannot be gone on with", .file.display())]
    RowsOfAnother {
        /// The file.
        file: PathBuf,
    },
    /// Kept rows are not as they were written.
    #[error("`{}` is not as it was written: it cannot be gone on with", .file.display())]
    RowsDamaged {
        /// The file.
        file: PathBuf,
    },
    /// A file cannot be written.
    #[error("`{}` cannot be written: {source}", .file.display())]
    NotWritten {
        /// The file.
        file: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A fitted scenario reads as another firm.
    #[error(
        "`{}` does not read as the firm that was fitted: where customers go comes from [journey.contacts] of a file that it extends; write the \
         journey into the scenario itself", .file.display()
    )]
    NotAsFitted {
        /// The file.
        file: PathBuf,
    },
    /// The text of a scenario cannot be given other numbers.
    #[error(transparent)]
    NotRewritten(#[from] NotRewritten),
    /// The watcher says that there is no room for it.
    #[error("{0}")]
    NoRoom(String),
    /// Threads could not be started; what the system says.
    #[error("the threads could not be started ({0}); ask for fewer")]
    Threads(String),
}

/// Refuses to write Parquet where that cannot be done.
pub(super) const fn check_parquet(wanted: bool) -> Result<(), ApplicationError> {
    if wanted && !WRITES_PARQUET { Err(ApplicationError::NoParquet) } else { Ok(()) }
}

/// The errors, a line each.
fn lines(errors: &[ShardError]) -> String {
    errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

fn at(point: &str) -> String {
    if point.is_empty() { String::new() } else { format!(" at design point {point}") }
}
