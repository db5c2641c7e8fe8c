//! What is moved at once: an assumption by itself, or several.

use super::firm::Job;

/// Assumptions (places) that are moved together, each upwards or downwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Axis(pub(super) Vec<(usize, bool)>);

impl Axis {
    /// One assumption by itself, over its whole range.
    pub(super) fn single(place: usize) -> Axis {
        Axis(vec![(place, true)])
    }

    /// Each assumption with its share of its plausible range, at a share of the axis.
    pub(super) fn at(&self, share: f64) -> Vec<(usize, f64)> {
        self.0.iter().map(|&(place, up)| (place, if up { share } else { 1.0 - share })).collect()
    }

    /// What is asked of the firm there.
    pub(super) fn job(&self, share: f64, trials: std::ops::Range<u32>) -> Job {
        Job { moved: self.at(share), trials }
    }
}
