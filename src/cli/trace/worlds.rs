//! The world of one trial.

use dottedline::model::Study;

use crate::cli::failure::Failure;

/// The study in the world that the trial assumes.
pub(super) fn in_its_world(study: &Study, trial: u32) -> Result<Study, Failure> {
    let number = study.uncertainty.as_ref().map_or(0, |assumed| assumed.world_of(trial));
    study.in_world(number).map_err(|error| Failure::Failed(error.to_string()))
}
