//! A scenario in plain words.

use crate::model::Study;

/// The firm and what differs between the structures, in plain words and lines of at most 80 characters.
#[must_use]
pub fn describe(study: &Study) -> String {
    study.title.clone()
}
