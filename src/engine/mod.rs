//! One trial, unfolding.

mod outcome;

pub use outcome::*;

use crate::model::{Structure, World};

/// Runs one trial of several structures.
///
/// A pure function of its arguments: the same world, structures, seed and trial number give the same outcomes, on any
/// machine; what a structure does never depends on which others run beside it.
#[must_use]
pub fn run_trial(_world: &World, _structures: &[Structure], _seed: u64, _trial: u32) -> Vec<Outcome> {
    Vec::new()
}
