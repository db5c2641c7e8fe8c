//! A contract that is due, plain: the twin of the fast engine's renewals for one customer.

use crate::engine::customers::logistic::exp;
use crate::random::{Purpose, RandomInputs};

/// Places that share a block of draws.
const BLOCK: usize = 16;

/// The customer's random word: word p % 16 of block p / 16 for place p.
pub(super) fn word(inputs: &RandomInputs, week: u32, place: usize) -> u32 {
    let mut draws = inputs.draws(Purpose::Renewal, week, (place / BLOCK) as u32);
    (0..=place % BLOCK).fold(0, |_, _| draws.word())
}

/// u < Λ(y), written as the fast engine writes it: u·(1 + e⁻ʸ) < 1.
pub(super) fn goes(word: u32, y: f32) -> bool {
    share_of(word) * (1.0 + exp(-y)) < 1.0
}

/// A uniform number from the upper 24 bits of a word.
pub(super) fn share_of(word: u32) -> f32 {
    ((word >> 8) as f32 + 0.5) * (1.0 / 16_777_216.0)
}
