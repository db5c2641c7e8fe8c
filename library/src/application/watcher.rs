//! Somebody who is told how the application gets on, and may end it early.

use std::fmt;
use std::path::Path;

use super::resources::Resources;
use crate::numerals::count;
use crate::shards::ShardError;
use crate::study::Leading;

/// Something that is to be known while work goes on.
#[derive(Debug)]
#[non_exhaustive]
pub enum Notice<'n> {
    /// Trials were there already, and the run goes on after them.
    GoesOn {
        /// How many.
        trials: u32,
    },
    /// Rows of a calibration's table were there already.
    GoesOnAfterRows {
        /// How many.
        rows: u32,
    },
    /// Points of an experiment were there already.
    GoesOnAfterPoints {
        /// How many.
        points: u32,
    },
    /// The run that is gone on with has tables as Parquet, and nobody asked for these: they would not fit the new ones.
    ParquetGoes,
    /// A shard that is there cannot be used and is run again.
    RunsAgain(&'n ShardError),
}

impl fmt::Display for Notice<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Notice::GoesOn { trials } => write!(out, "Going on after {}.", count(*trials as usize, "trial", "trials")),
            Notice::GoesOnAfterRows { rows } => {
                write!(out, "Going on after {}.", count(*rows as usize, "firm", "firms"))
            }
            Notice::GoesOnAfterPoints { points } => {
                write!(out, "Going on after {}.", count(*points as usize, "point", "points"))
            }
            Notice::ParquetGoes => {
                out.write_str("the Parquet files of the run before go; they would not fit the new tables")
            }
            Notice::RunsAgain(error) => write!(out, "{error}: it is run again now"),
        }
    }
}

/// Somebody who is told how the application gets on, and may end it early. Nothing that it does changes a number.
pub trait Watcher: Send + Sync {
    /// Asked before anything is written whether there is room and time for this.
    ///
    /// # Errors
    /// Why not, as a sentence for people; ends the work.
    fn has_room(&mut self, _needs: &Resources, _folder: &Path, _threads: usize) -> Result<(), String> {
        Ok(())
    }

    /// Told what is to be known.
    fn notices(&mut self, _notice: &Notice<'_>) {}

    /// Told that trials are about to be run: so many in all, of which some are over already.
    fn begins(&mut self, _trials: u32, _over: u32) {}

    /// Told from any thread, in no fixed order, whenever a trial has been computed.
    fn computed(&self) {}

    /// Told now and then how the study stands, and how many of its structures still run.
    fn stands(&mut self, _leading: &Leading, _running: usize, _structures: usize) {}

    /// Asked from any thread before each trial: whether to start no further ones. What is under way is finished and kept.
    fn interrupted(&self) -> bool {
        false
    }

    /// Asked now and then, where trials are kept, whether to wait no longer for those under way.
    fn gives_up(&self) -> bool {
        false
    }

    /// Told, after it gave up, how many finished trials are kept, or why they could not be. Should end the program: else it
    /// is asked again until the trials under way are finished.
    fn abandons(&mut self, _kept: Result<u32, ShardError>) {}

    /// Told that the last trial is taken up; what follows is comparing, concluding and writing.
    fn simulated(&mut self) {}

    /// Told, once or several times, that the run looks further: so many trials of other firms, each of which is
    /// [told of](Watcher::computed), and what they are for (a plural: "trials with other levers").
    fn looks_further(&mut self, _trials: u32, _what: &'static str) {}

    /// Told that all that the trials say is worked out; what follows is writing it.
    fn concluded(&mut self) {}
}

/// A watcher that only waits.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unwatched;

impl Watcher for Unwatched {}
