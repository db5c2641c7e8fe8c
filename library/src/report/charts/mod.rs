//! Kinds of charts. They know nothing of the study: names, numbers and colours come from the sections of the page.

pub(super) mod bars;
pub(super) mod cohorts;
pub(super) mod ends;
pub(super) mod gaps;
pub(super) mod heat;
pub(super) mod intervals;
pub(super) mod lines;
pub(super) mod org;
pub(super) mod own_scales;
pub(super) mod plane;
pub(super) mod ranked;
pub(super) mod regions;
pub(super) mod response;
pub(super) mod segments;

#[cfg(test)]
mod tests;
