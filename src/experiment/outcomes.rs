//! Outcomes of the structures that ran in a trial.

use crate::engine::Outcome;

/// The structures (indices) that ran in a trial, with what they left behind.
pub(super) fn ran(outcomes: &[Option<Outcome>]) -> impl Iterator<Item = (usize, &Outcome)> {
    outcomes.iter().enumerate().filter_map(|(structure, outcome)| Some((structure, outcome.as_ref()?)))
}
