//! A portable exponential for the customer loop: the same bits everywhere, no table, no branch.

/// eˣ within 3·10⁻⁷ of its value; x is held within ±87, where the result is an ordinary number.
///
/// x = n·ln 2 + r with whole n; a Taylor polynomial of degree 6 for eʳ, |r| ≤ .35; 2ⁿ by building its bits.
#[inline(always)]
pub(crate) fn exp(x: f32) -> f32 {
    const ROUND: f32 = 12_582_912.0; // 1.5 · 2²³: adding and taking away rounds to whole numbers
    const LN2_HIGH: f32 = 0.693_359_4;
    const LN2_LOW: f32 = -2.121_944_4e-4;
    let x = if x > 87.0 { 87.0 } else { x };
    let x = if x < -87.0 { -87.0 } else { x };
    let rounded = x * std::f32::consts::LOG2_E + ROUND;
    let n = rounded - ROUND;
    let r = (x - n * LN2_HIGH) - n * LN2_LOW;
    let p = 1.0 / 720.0;
    let p = p * r + 1.0 / 120.0;
    let p = p * r + 1.0 / 24.0;
    let p = p * r + 1.0 / 6.0;
    let p = p * r + 0.5;
    let p = p * r + 1.0;
    let p = p * r + 1.0;
    p * f32::from_bits(rounded.to_bits().wrapping_add(127) << 23) // the low bits of `rounded` are n
}

/// Λ(y) = 1 / (1 + e⁻ʸ).
#[inline(always)]
pub(crate) fn logistic(y: f32) -> f32 {
    1.0 / (1.0 + exp(-y))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_is_within_three_in_ten_million() {
        for i in -8_600..8_600_i16 {
            let x = f32::from(i) / 100.0;
            let exact = libm::exp(f64::from(x));
            assert!((f64::from(exp(x)) / exact - 1.0).abs() < 3e-7, "exp({x}) = {} not {exact}", exp(x));
        }
    }

    #[test]
    fn logistic_saturates_without_nan() {
        assert!(logistic(-1e9) >= 0.0 && logistic(-1e9) < 1e-30);
        assert_eq!(logistic(1e9), 1.0);
        assert_eq!(logistic(0.0), 0.5);
    }
}
