//! Which shards of a plan are there, and which are to be run.

use std::io::ErrorKind;
use std::ops::Range;
use std::path::Path;

use super::error::ApplicationError;
use super::planning::shard_of;
use crate::shards::{Sealed, ShardError, ShardFolder, StudyPlan, Tile, gaps};

/// Every shard of a plan that is there, and what cannot be used.
#[derive(Debug)]
pub(super) struct Gathered {
    /// Whole shards of this plan.
    pub(super) shards: Vec<Sealed>,
    /// What is wrong with others.
    pub(super) refused: Vec<ShardError>,
}

/// Looks at every shard in a folder, from its first byte to its last.
pub(super) fn gather(plan: &StudyPlan, folder: &Path) -> Result<Gathered, ApplicationError> {
    let mut gathered = Gathered { shards: Vec::new(), refused: Vec::new() };
    for shard in ShardFolder::at(folder).shards()? {
        match shard.and_then(|shard| belongs(plan, shard)) {
            Ok(shard) => gathered.shards.push(shard),
            // A shard that was put together with others since the folder was read.
            Err(ShardError::File { source, .. }) if source.kind() == ErrorKind::NotFound => {}
            Err(error) => gathered.refused.push(error),
        }
    }
    Ok(gathered)
}

fn belongs(plan: &StudyPlan, shard: Sealed) -> Result<Sealed, ShardError> {
    let point = shard.header().of.point;
    let foreign = |difference: &str| ShardError::Foreign {
        path: shard.path().to_owned(),
        difference: format!("{difference}; keep the shards of each plan in a folder of its own"),
    };
    let Ok(of) = shard_of(plan, point) else { return Err(foreign("another plan: other design points")) };
    shard.check_of(&of)?;
    let beyond = shard.header().until > plan.trials;
    if beyond { Err(foreign("trials that the plan does not have")) } else { Ok(shard) }
}

/// How far a plan is.
#[derive(Debug)]
pub struct PlanStatus {
    /// Shards of the plan (indices) some of whose trials nobody has.
    pub missing: Vec<usize>,
    /// What is wrong with shards that are there and cannot be used.
    pub refused: Vec<ShardError>,
}

/// How far a plan is, by the shards in a folder; every one of them is read from its first byte to its last.
///
/// # Errors
/// A folder that cannot be read.
pub fn status(plan: &StudyPlan, folder: &Path) -> Result<PlanStatus, ApplicationError> {
    let Gathered { shards, refused } = gather(plan, folder)?;
    Ok(PlanStatus { missing: missing(plan, &plan.tiles(plan.shards), &shards), refused })
}

fn missing(plan: &StudyPlan, tiles: &[Tile], shards: &[Sealed]) -> Vec<usize> {
    let of = |point: u32| shards.iter().filter(move |shard| shard.header().of.point == point);
    let points = u32::try_from(plan.points.len()).unwrap_or(u32::MAX);
    let gaps: Vec<Vec<Range<u32>>> = (0..points)
        .map(|point| gaps(&of(point).map(|shard| shard.header().trials()).collect::<Vec<_>>(), plan.trials))
        .collect();
    let lacks = |tile: &Tile| {
        gaps[tile.point as usize].iter().any(|gap| gap.start < tile.trials.end && tile.trials.start < gap.end)
    };
    (0..tiles.len()).filter(|&index| lacks(&tiles[index])).collect()
}
