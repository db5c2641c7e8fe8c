//! Studies that survive anything: shared out over machines, interrupted, gone on with, extended, merged.
//!
//! A [`StudyPlan`] says what there is to compute; [`tiles`] share it out; each range of trials becomes a shard, a file
//! that is there whole or not at all ([`write_shard`], [`Sealed`]); [`Merged`] takes them as findings again, whose bits do not depend
//! on how the trials were shared out. Knows no cluster engine: any that can run a command again elsewhere serves.

mod design;
mod durable;
mod error;
mod folder;
mod merged;
mod sealed;
mod shard;
mod study_plan;
mod tiling;

pub use design::DesignTable;
pub use durable::write_whole;
pub use error::{Remedy, ShardError};
pub use folder::{ShardFolder, write_shard};
pub use merged::Merged;
pub use sealed::Sealed;
pub use shard::{ShardHeader, ShardOf, shard_bytes};
pub use study_plan::{DesignPoint, POINTS_MAX, StudyPlan, plan_hash, study_hash};
pub use tiling::{Tile, chain, gaps, tiles};
