//! What one does with studies: run them, go on with them, share them out, put them together, verify what was written.
//!
//! Everything that the program does with a study stands here, behind a [`Watcher`] who is told how it gets on and may end it
//! early. What goes wrong is an [`ApplicationError`], which never says how to ask for something else on a command line. Who
//! prints, parses and chooses exit codes stands above.
//!
//! ```no_run
//! use std::path::Path;
//!
//! use dottedline::application::{self, Earlier, RunRequest, Unwatched};
//! use dottedline::scenario;
//!
//! let scenario = scenario::read(Path::new("scenarios/minimal.toml"), &["study.trials=100".to_owned()])?;
//! let mut request = RunRequest::new(&scenario, Path::new("results/minimal"));
//! request.earlier = Earlier::GoneOnWith;
//! let result = application::run(&request, &mut Unwatched)?;
//! println!("{} trials in {}", result.written.trials, result.written.path.display());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod calibrate;
mod claiming;
mod command;
mod difference;
mod error;
mod failed;
mod keeping;
mod kept_rows;
mod map;
mod merge;
mod planning;
mod points;
mod recorder;
mod resources;
mod resume;
mod run;
mod search;
mod search_wishes;
mod sensitivity;
mod shard;
mod simulate;
mod status;
mod structures;
mod sweep;
mod vary;
mod verify;
mod watcher;

#[doc(hidden)]
pub use calibrate::{CalibrationRequest, CalibrationResult, DRAWS, SELF_CHECKS, TABLE_ROWS, calibrate};
#[doc(hidden)]
pub use claiming::{ClaimCase, claim_cases};
pub use difference::Difference;
pub use error::ApplicationError;
pub use failed::{FailedTrials, Failing};
#[doc(hidden)]
pub use map::{MAP_POINTS_USUAL, MapRequest, MapResult, map};
#[doc(hidden)]
pub use merge::MergedDesign;
pub use merge::{MergeRequest, MergeResult, MergedRun, merge};
pub use planning::{Shares, plan, share_out};
#[doc(hidden)]
pub use points::PointsRequest;
pub use resources::Resources;
#[doc(hidden)]
pub use resources::threads_asked;
pub use run::{Earlier, RunRequest, RunResult, run};
#[doc(hidden)]
pub use search::{SearchRequest, SearchResult, search};
#[doc(hidden)]
pub use search_wishes::{SearchWishes, search_design};
#[doc(hidden)]
pub use sensitivity::{SensitivityRequest, SensitivityResult, sensitivity};
pub use shard::{ShardRequest, ShardResult, ShardRun, run_shard};
pub use simulate::{OneTrial, only_trial, simulate};
pub use status::{PlanStatus, status};
#[doc(hidden)]
pub use structures::nearest;
pub use structures::{NewBaseline, NoStructure, chosen_structures, keep_structures};
#[doc(hidden)]
pub use sweep::{SWEEP_TRIALS, SweepRequest, SweepResult, sweep};
#[doc(hidden)]
pub use vary::{NamedPoints, all_varied, axes, points_of, varied};
pub use verify::verify;
pub use watcher::{Notice, Unwatched, Watcher};
