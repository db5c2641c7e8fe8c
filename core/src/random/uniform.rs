//! Uniform numbers from words.

/// A uniform number inside (0, 1) from two words: the upper 52 of their 64 bits.
pub(super) fn uniform(low: u32, high: u32) -> f64 {
    let bits = u64::from(high) << 32 | u64::from(low);
    ((bits >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
}
