//! Moments of many numbers in a fixed tree, so that who computed which part leaves no trace in the bits.

use super::Moments;

/// Numbers in a block.
pub const BLOCK: usize = 256;

/// The moments of each block of [`BLOCK`] numbers, in order. Blocks may be computed anywhere, each in one piece.
#[must_use]
pub fn block_moments(numbers: &[f64]) -> Vec<Moments> {
    numbers.chunks(BLOCK).map(|block| block.iter().copied().collect()).collect()
}

/// The moments of all blocks, merged in a binary tree packed from the left: neighbours first, then neighbours of these.
/// The same blocks in the same order give the same bits.
///
/// ```
/// use dottedline_core::stats::{block_moments, merge_blocks};
/// let numbers: Vec<f64> = (0..1000).map(|i| f64::from(i) / 7.0).collect();
/// let whole = merge_blocks(&block_moments(&numbers));
/// let parts = [block_moments(&numbers[..512]), block_moments(&numbers[512..])].concat();
/// assert_eq!(merge_blocks(&parts), whole);
/// ```
#[must_use]
pub fn merge_blocks(blocks: &[Moments]) -> Moments {
    match blocks {
        [] => Moments::default(),
        [block] => *block,
        _ => {
            // The left half is the greatest power of two that leaves something for the right.
            let left = blocks.len().next_power_of_two() / 2;
            merge_blocks(&blocks[..left]).merged(&merge_blocks(&blocks[left..]))
        }
    }
}
