//! Everything that is summed up over trials, as one flat list, so that it can be joined, written down and read back.

use crate::stats::{Join, Moments};

/// Moments of everything that is summed up, in an order that follows from the study.
#[derive(Clone, Debug, PartialEq)]
pub struct Tally(pub Vec<Moments>);

impl Join for Tally {
    fn join(&mut self, next: &Tally) {
        for (moments, next) in self.0.iter_mut().zip(&next.0) {
            moments.join(next);
        }
    }
}
