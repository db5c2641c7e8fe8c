//! Keyed random numbers: every draw is a pure function of its key.
//!
//! # The sampling contract
//!
//! A draw is named by (study seed, trial, [`Purpose`], period, entity, slot) and by nothing else: not by what was drawn
//! before, not by the structure, the thread, or who has left. The numbers are those of ChaCha8 (`rand_chacha` is the
//! definition and the oracle):
//!
//! | part of the name | part of the generator |
//! |---|---|
//! | study seed | key: the seed's 8 bytes, little end first, then the 24 bytes `dottedline sampling v1\0\0` |
//! | trial, purpose | stream number: trial · 256 + purpose |
//! | period (week or cycle) | upper 32 bits of the block counter |
//! | entity | lower 32 bits of the block counter, one or more blocks each |
//! | slot | word within the entity's blocks |
//!
//! [`SAMPLING_CONTRACT`] is the version of this promise. A release that changes which number a name gives raises it and
//! says so in CHANGELOG.md. Adding a purpose disturbs no other.

mod bulk;
mod distributions;
mod keyed;
#[cfg(test)]
pub(crate) mod tests;
mod uniform;

pub use bulk::{Group, LANES, ROWS};
pub use distributions::{BetaLogit, NORMAL_FROM_BYTES_SD, Poisson, normal_quantile, poisson_quantile};
pub use keyed::{Draws, Purpose, RandomInputs};

/// Version of the promise which name gives which number.
pub const SAMPLING_CONTRACT: u32 = 2;
