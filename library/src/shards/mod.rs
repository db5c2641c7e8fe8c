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
#[doc(hidden)]
pub use durable::write_whole;
pub use error::{Remedy, ShardError};
#[doc(hidden)]
pub use folder::{ShardFolder, write_shard};
#[doc(hidden)]
pub use merged::Merged;
#[doc(hidden)]
pub use sealed::Sealed;
#[doc(hidden)]
pub use shard::{ShardHeader, ShardOf, shard_bytes};
#[doc(hidden)]
pub use study_plan::{DesignPoint, study_hash};
pub use study_plan::{StudyPlan, plan_hash};
#[doc(hidden)]
pub use tiling::{Tile, tiles};
pub use tiling::{chain, gaps};
