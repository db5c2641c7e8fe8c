//! A portable exponential for the customer loop: the same bits everywhere, no table, no branch.

use crate::lanes::{Lanes, Portable};

/// eˣ within 3·10⁻⁷ of its value; x is held within ±87, where the result is an ordinary number.
///
/// x = n·ln 2 + r with whole n; a Taylor polynomial of degree 6 for eʳ, |r| ≤ .35; 2ⁿ by building its bits.
#[inline(always)]
pub(crate) fn exp_of<L: Lanes>(l: L, x: L::F) -> L::F {
    const ROUND: f32 = 12_582_912.0; // 1.5 · 2²³: adding it leaves n in the low bits
    const LN2_HIGH: f32 = 0.693_359_4;
    const LN2_LOW: f32 = -2.121_944_4e-4;
    let x = l.max(l.min(x, l.splat(87.0)), l.splat(-87.0));
    let rounded = l.add(l.mul(x, l.splat(std::f32::consts::LOG2_E)), l.splat(ROUND));
    let n = l.sub(rounded, l.splat(ROUND));
    let r = l.sub(l.sub(x, l.mul(n, l.splat(LN2_HIGH))), l.mul(n, l.splat(LN2_LOW)));
    let mut p = l.splat(1.0 / 720.0);
    for coefficient in [1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5, 1.0, 1.0] {
        p = l.add(l.mul(p, r), l.splat(coefficient));
    }
    l.mul(p, l.with_bits(l.shift_left::<23>(l.add_u(l.bits(rounded), l.splat_u(127)))))
}

/// Λ(y) = 1 / (1 + e⁻ʸ).
#[inline(always)]
pub(crate) fn logistic_of<L: Lanes>(l: L, y: L::F) -> L::F {
    l.div(l.splat(1.0), l.add(l.splat(1.0), exp_of(l, l.sub(l.splat(0.0), y))))
}

/// [`exp_of`] one number.
pub(crate) fn exp(x: f32) -> f32 {
    exp_of(Portable, [x; 4])[0]
}

/// [`logistic_of`] one number.
pub(crate) fn logistic(y: f32) -> f32 {
    logistic_of(Portable, [y; 4])[0]
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
