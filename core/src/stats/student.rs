//! Critical values of the normal and of Student's t distribution, on portable mathematics only.

use std::f64::consts::{FRAC_2_PI, FRAC_PI_2, PI};
use std::sync::{Arc, OnceLock};

/// Degrees of freedom from which the expansion around the normal is more exact than the finite sum.
const MANY: u64 = 1_000;

/// The t with P(−t ≤ T ≤ t) = `confidence` for `degrees` of freedom.
///
/// `None` without degrees of freedom, or for a confidence that is not above 0 and below 1. Relative error below 10⁻¹⁰
/// for confidences up to 0.999 99.
///
/// ```
/// use dottedline_core::stats::student_critical;
/// assert!((student_critical(0.95, 4).unwrap() - 2.776_445_105_198).abs() < 1e-11);
/// assert_eq!(student_critical(0.95, 0), None);
/// ```
#[must_use]
pub fn student_critical(confidence: f64, degrees: u64) -> Option<f64> {
    if degrees == 0 || !(confidence > 0.0 && confidence < 1.0) {
        return None;
    }
    let normal = normal_quantile(0.5 + 0.5 * confidence)?;
    Some(if degrees >= MANY { near_normal(normal, degrees) } else { by_angle(confidence, normal, degrees) })
}

/// How sure an interval by Student's t is to be: a number inside (0, 1), or a [table](StudentTable) of its critical values.
pub trait Confidence: Copy {
    /// The number.
    fn level(self) -> f64;

    /// As [`student_critical`] for it.
    fn critical(self, degrees: u64) -> Option<f64>;
}

impl Confidence for f64 {
    fn level(self) -> f64 {
        self
    }

    fn critical(self, degrees: u64) -> Option<f64> {
        student_critical(self, degrees)
    }
}

/// The critical values of one confidence, each worked out when it is first asked for: whoever makes many intervals of as many
/// trials asks for the same one again and again. A copy shares what is known.
///
/// ```
/// use dottedline_core::stats::{Confidence, StudentTable, student_critical};
/// let table = StudentTable::new(0.95);
/// assert_eq!(table.critical(99), student_critical(0.95, 99));
/// assert_eq!(table.critical(99), student_critical(0.95, 99), "also when it is known");
/// ```
#[derive(Clone, Debug)]
pub struct StudentTable {
    confidence: f64,
    /// By degrees of freedom, fewer than [`MANY`]; threads that know one do not wait for each other.
    known: Arc<[OnceLock<Option<f64>>]>,
}

impl StudentTable {
    /// Of this confidence; nothing is worked out yet.
    #[must_use]
    pub fn new(confidence: f64) -> StudentTable {
        StudentTable { confidence, known: (0..MANY).map(|_| OnceLock::new()).collect() }
    }
}

impl Confidence for &StudentTable {
    fn level(self) -> f64 {
        self.confidence
    }

    fn critical(self, degrees: u64) -> Option<f64> {
        // With many degrees of freedom it is quickly worked out, and whoever looks for a number of trials asks for any.
        let known = usize::try_from(degrees).ok().and_then(|degrees| self.known.get(degrees));
        let work_out = || student_critical(self.confidence, degrees);
        known.map_or_else(work_out, |known| *known.get_or_init(work_out))
    }
}

/// Solves for the angle θ with t = √ν tan θ: on it the probability is smooth and bounded. Newton's steps, kept inside a
/// bracket that each step narrows.
fn by_angle(confidence: f64, start: f64, degrees: u64) -> f64 {
    let root = (degrees as f64).sqrt();
    let (mut low, mut high) = (0.0, FRAC_PI_2);
    let mut angle = libm::atan(start / root);
    let scale = density_scale(degrees);
    for _ in 0..100 {
        let excess = central_probability(angle, degrees) - confidence;
        if excess < 0.0 {
            low = angle
        } else {
            high = angle
        }
        let newton = angle - excess / angle_density(angle, degrees, scale);
        let next = if newton > low && newton < high { newton } else { 0.5 * (low + high) };
        if (next - angle).abs() <= 1e-16 {
            break;
        }
        angle = next;
    }
    root * libm::tan(angle)
}

/// P(−t ≤ T ≤ t) for t = √ν tan θ: a finite sum for whole ν (Abramowitz & Stegun 26.7.3 and 26.7.4).
fn central_probability(angle: f64, degrees: u64) -> f64 {
    let (sine, cosine) = (libm::sin(angle), libm::cos(angle));
    let odd = degrees % 2 == 1;
    let mut term = if odd { cosine } else { 1.0 };
    let mut sum = if degrees == 1 { 0.0 } else { term };
    let mut divisor = if odd { 3 } else { 2 };
    while divisor + 2 <= degrees {
        term *= cosine * cosine * (divisor - 1) as f64 / divisor as f64;
        sum += term;
        divisor += 2;
    }
    if odd { FRAC_2_PI * (angle + sine * sum) } else { sine * sum }
}

/// ln Γ((ν + 1)/2) − ln Γ(ν/2).
fn density_scale(degrees: u64) -> f64 {
    let nu = degrees as f64;
    libm::lgamma(0.5 * (nu + 1.0)) - libm::lgamma(0.5 * nu)
}

/// The derivative of [`central_probability`] by the angle.
fn angle_density(angle: f64, degrees: u64, scale: f64) -> f64 {
    let nu = degrees as f64;
    2.0 / PI.sqrt() * libm::exp(scale + (nu - 1.0) * libm::log(libm::cos(angle)))
}

/// The Cornish–Fisher expansion in 1/ν (Abramowitz & Stegun 26.7.5).
fn near_normal(z: f64, degrees: u64) -> f64 {
    let (nu, s) = (degrees as f64, z * z);
    let first = (s + 1.0) / 4.0;
    let second = ((5.0 * s + 16.0) * s + 3.0) / 96.0;
    let third = (((3.0 * s + 19.0) * s + 17.0) * s - 15.0) / 384.0;
    let fourth = ((((79.0 * s + 776.0) * s + 1482.0) * s - 1920.0) * s - 945.0) / 92_160.0;
    z * (1.0 + (first + (second + (third + fourth / nu) / nu) / nu) / nu)
}

/// The z with P(Z ≤ z) = `probability` for a standard normal Z; `None` unless the probability is above 0 and below 1.
///
/// Wichura's AS 241 (PPND16), Applied Statistics 37 (1988); relative error about 10⁻¹⁶.
#[must_use]
pub fn normal_quantile(probability: f64) -> Option<f64> {
    if !(probability > 0.0 && probability < 1.0) {
        return None;
    }
    let q = probability - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180_625 - q * q;
        return Some(q * ratio(&MIDDLE, r));
    }
    let tail = if q < 0.0 { probability } else { 1.0 - probability };
    let r = (-libm::log(tail)).sqrt();
    let z = if r <= 5.0 { ratio(&NEAR, r - 1.6) } else { ratio(&FAR, r - 5.0) };
    Some(if q < 0.0 { -z } else { z })
}

/// Numerator and denominator, from the constant up.
type Rational = [[f64; 8]; 2];

fn ratio([above, below]: &Rational, x: f64) -> f64 {
    polynomial(above, x) / polynomial(below, x)
}

fn polynomial(coefficients: &[f64], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, coefficient| sum * x + coefficient)
}

#[rustfmt::skip]
const MIDDLE: Rational = [
    [3.387_132_872_796_366_6, 133.141_667_891_784_38, 1_971.590_950_306_551_3, 13_731.693_765_509_46,
     45_921.953_931_549_87, 67_265.770_927_008_7, 33_430.575_583_588_13, 2_509.080_928_730_122_7],
    [1.0, 42.313_330_701_600_91, 687.187_007_492_057_9, 5_394.196_021_424_751,
     21_213.794_301_586_597, 39_307.895_800_092_71, 28_729.085_735_721_943, 5_226.495_278_852_854],
];

#[rustfmt::skip]
const NEAR: Rational = [
    [1.423_437_110_749_683_5, 4.630_337_846_156_546, 5.769_497_221_460_691, 3.647_848_324_763_204_5,
     1.270_458_252_452_368_4, 0.241_780_725_177_450_6, 0.022_723_844_989_269_184, 7.745_450_142_783_414e-4],
    [1.0, 2.053_191_626_637_759, 1.676_384_830_183_803_8, 0.689_767_334_985_1,
     0.148_103_976_427_480_08, 0.015_198_666_563_616_457, 5.475_938_084_995_345e-4, 1.050_750_071_644_416_9e-9],
];

#[rustfmt::skip]
const FAR: Rational = [
    [6.657_904_643_501_103, 5.463_784_911_164_114, 1.784_826_539_917_291_3, 0.296_560_571_828_504_87,
     0.026_532_189_526_576_124, 0.001_242_660_947_388_078_4, 2.711_555_568_743_487_6e-5, 2.010_334_399_292_288_1e-7],
    [1.0, 0.599_832_206_555_888, 0.136_929_880_922_735_8, 0.014_875_361_290_850_615,
     7.868_691_311_456_133e-4, 1.846_318_317_510_054_8e-5, 1.421_511_758_316_446e-7, 2.044_263_103_389_939_8e-15],
];
