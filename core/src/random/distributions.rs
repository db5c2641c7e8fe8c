//! Uniforms turned into other distributions by inversion, one uniform each, on portable functions only.

/// Standard deviation of the sum of four independent bytes, each uniform on 0 to 255: √(4·(256² − 1)/12).
///
/// (sum − 510) / this is the noise of an experience: mean 0, variance 1, bell-shaped, within ±3.45.
pub const NORMAL_FROM_BYTES_SD: f64 = 147.800_541_270_998_05;

/// Quantile of the standard normal distribution at `p` inside (0, 1).
///
/// Algorithm AS 241 (Wichura 1988, PPND16), accurate to about 16 digits.
///
/// ```
/// use dottedline_core::random::normal_quantile;
/// assert!((normal_quantile(0.975) - 1.959963984540054).abs() < 1e-14);
/// ```
#[must_use]
pub fn normal_quantile(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        return q * ratio(0.180625 - q * q, &CENTRE_UP, &CENTRE_DOWN);
    }
    let tail = libm::sqrt(-libm::log(if q < 0.0 { p } else { 1.0 - p }));
    let distance =
        if tail <= 5.0 { ratio(tail - 1.6, &MIDDLE_UP, &MIDDLE_DOWN) } else { ratio(tail - 5.0, &FAR_UP, &FAR_DOWN) };
    if q < 0.0 { -distance } else { distance }
}

/// Two polynomials divided, coefficients from the constant up.
fn ratio(r: f64, up: &[f64; 8], down: &[f64; 8]) -> f64 {
    let polynomial = |coefficients: &[f64; 8]| coefficients.iter().rev().fold(0.0, |sum, c| sum * r + c);
    polynomial(up) / polynomial(down)
}

const CENTRE_UP: [f64; 8] = [
    3.387_132_872_796_366_5,
    133.141_667_891_784_38,
    1_971.590_950_306_551_3,
    13_731.693_765_509_46,
    45_921.953_931_549_87,
    67_265.770_927_008_7,
    33_430.575_583_588_13,
    2_509.080_928_730_122_7,
];
const CENTRE_DOWN: [f64; 8] = [
    1.0,
    42.313_330_701_600_91,
    687.187_007_492_057_9,
    5_394.196_021_424_751,
    21_213.794_301_586_597,
    39_307.895_800_092_71,
    28_729.085_735_721_943,
    5_226.495_278_852_854,
];
const MIDDLE_UP: [f64; 8] = [
    1.423_437_110_749_683_5,
    4.630_337_846_156_546,
    5.769_497_221_460_691,
    3.647_848_324_763_204_5,
    1.270_458_252_452_368_4,
    0.241_780_725_177_450_6,
    0.022_723_844_989_269_184,
    7.745_450_142_783_414e-4,
];
const MIDDLE_DOWN: [f64; 8] = [
    1.0,
    2.053_191_626_637_759,
    1.676_384_830_183_803_8,
    0.689_767_334_985_1,
    0.148_103_976_427_480_08,
    0.015_198_666_563_616_457,
    5.475_938_084_995_345e-4,
    1.050_750_071_644_416_9e-9,
];
const FAR_UP: [f64; 8] = [
    6.657_904_643_501_103,
    5.463_784_911_164_114,
    1.784_826_539_917_291_3,
    0.296_560_571_828_504_87,
    0.026_532_189_526_576_124,
    0.001_242_660_947_388_078_4,
    2.711_555_568_743_487_6e-5,
    2.010_334_399_292_288_1e-7,
];
const FAR_DOWN: [f64; 8] = [
    1.0,
    0.599_832_206_555_888,
    0.136_929_880_922_735_8,
    0.014_875_361_290_850_615,
    7.868_691_311_456_133e-4,
    1.846_318_317_510_054_8e-5,
    1.421_511_758_316_446e-7,
    2.044_263_103_389_939_8e-15,
];

/// Smallest k with P(Poisson(mean) ≤ k) ≥ u, for u inside (0, 1); 0 where the mean is not above 0.
#[must_use]
pub fn poisson_quantile(mean: f64, u: f64) -> u64 {
    Poisson::new(mean).quantile(u)
}

/// The quantile function of a Poisson distribution.
///
/// Sums probabilities upwards from ten standard deviations below the mean.
#[derive(Clone, Copy, Debug)]
pub struct Poisson {
    mean: f64,
    /// Where the sum begins, and its probability.
    first: f64,
    probability: f64,
    /// Where the sum ends.
    last: f64,
}

impl Poisson {
    /// Of this mean; where it is not above 0, all is at 0.
    #[must_use]
    pub fn new(mean: f64) -> Poisson {
        if mean.is_nan() || mean <= 0.0 {
            return Poisson { mean: 0.0, first: 0.0, probability: 1.0, last: 0.0 };
        }
        let spread = 10.0 * libm::sqrt(mean) + 10.0;
        let first = libm::floor((mean - spread).max(0.0));
        let probability = libm::exp(first * libm::log(mean) - mean - libm::lgamma(first + 1.0));
        Poisson { mean, first, probability, last: mean + spread }
    }

    /// Smallest k with P(at most k) ≥ u, for u inside (0, 1).
    #[must_use]
    pub fn quantile(&self, u: f64) -> u64 {
        let (mut k, mut probability, mut cumulative) = (self.first, self.probability, self.probability);
        while cumulative < u && k < self.last {
            k += 1.0;
            probability *= self.mean / k;
            cumulative += probability;
        }
        k as u64
    }
}

/// Quantile function of logit θ, θ ~ Beta(α, β), as a table on an even grid of logit u.
///
/// Both tails are straight lines in these coordinates (slopes 1/α and 1/β), and a cubic through four neighbours serves
/// between the points: the error is below 10⁻⁵ in logit θ for α and β from .05 to 1,000 (tested).
#[derive(Clone, Debug)]
pub struct BetaLogit {
    grid: Vec<f64>,
}

impl BetaLogit {
    /// Largest |logit u| of a 52-bit uniform, rounded up.
    const EDGE: f64 = 37.0;
    const POINTS_PER_UNIT: f64 = 16.0;

    /// The table for Beta(α, β), both above 0.
    #[must_use]
    pub fn new(alpha: f64, beta: f64) -> BetaLogit {
        let distribution = LogitBeta::new(alpha, beta);
        let points = (2.0 * Self::EDGE * Self::POINTS_PER_UNIT) as usize + 3;
        let mut guess = 0.0;
        let grid = (0..points).map(|i| {
            guess = distribution.quantile((i as f64 - 1.0) / Self::POINTS_PER_UNIT - Self::EDGE, guess);
            guess
        });
        BetaLogit { grid: grid.collect() }
    }

    /// logit θ at the uniform number u inside (0, 1).
    #[must_use]
    pub fn quantile(&self, u: f64) -> f64 {
        let place = (libm::log(u / (1.0 - u)) + Self::EDGE) * Self::POINTS_PER_UNIT;
        let place = place.clamp(0.0, (self.grid.len() - 3) as f64);
        let below = (place as usize).min(self.grid.len() - 4);
        let part = place - below as f64;
        let [before, from, to, after] = [0, 1, 2, 3].map(|i| self.grid[below + i]);
        let bend = 2.0 * before - 5.0 * from + 4.0 * to - after + part * (3.0 * (from - to) + after - before);
        from + 0.5 * part * (to - before + part * bend)
    }
}

/// The distribution of y = logit θ.
struct LogitBeta {
    alpha: f64,
    beta: f64,
    log_beta_function: f64,
}

impl LogitBeta {
    fn new(alpha: f64, beta: f64) -> LogitBeta {
        let log_beta_function = libm::lgamma(alpha) + libm::lgamma(beta) - libm::lgamma(alpha + beta);
        LogitBeta { alpha, beta, log_beta_function }
    }

    /// The y with logit P(Y ≤ y) = v: a bracket around `guess`, closed by the Illinois form of false position.
    fn quantile(&self, v: f64, guess: f64) -> f64 {
        let miss = |y: f64| self.logit_cdf(y) - v;
        let (mut low, mut high, mut width) = (guess - 0.5, guess + 0.5, 0.5);
        while miss(low) > 0.0 {
            width *= 2.0;
            low -= width;
        }
        while miss(high) < 0.0 {
            width *= 2.0;
            high += width;
        }
        let (mut miss_low, mut miss_high) = (miss(low), miss(high));
        for _ in 0..100 {
            let y = (low * miss_high - high * miss_low) / (miss_high - miss_low);
            let here = miss(y);
            if here.abs() < 1e-11 || (high - low).abs() < 1e-12 {
                return y;
            }
            if (here < 0.0) == (miss_high < 0.0) {
                (high, miss_high, miss_low) = (y, here, 0.5 * miss_low);
            } else {
                (low, high, miss_low, miss_high) = (high, y, miss_high, here);
            }
        }
        0.5 * (low + high)
    }

    /// log P(Y ≤ y) − log P(Y > y), accurate in both tails.
    fn logit_cdf(&self, y: f64) -> f64 {
        let (log_theta, log_rest) = (log_logistic(y), log_logistic(-y));
        let theta = libm::exp(log_theta);
        let log_front = self.alpha * log_theta + self.beta * log_rest - self.log_beta_function;
        if theta < (self.alpha + 1.0) / (self.alpha + self.beta + 2.0) {
            let log_lower = log_front + libm::log(continued_fraction(self.alpha, self.beta, theta) / self.alpha);
            log_lower - log_one_minus_exp(log_lower)
        } else {
            let rest = libm::exp(log_rest);
            let log_upper = log_front + libm::log(continued_fraction(self.beta, self.alpha, rest) / self.beta);
            log_one_minus_exp(log_upper) - log_upper
        }
    }
}

/// log(1 / (1 + e⁻ʸ)), without overflow.
fn log_logistic(y: f64) -> f64 {
    if y < 0.0 { y - libm::log1p(libm::exp(y)) } else { -libm::log1p(libm::exp(-y)) }
}

/// log(1 − eˣ) for x below 0.
fn log_one_minus_exp(x: f64) -> f64 {
    libm::log(-libm::expm1(x.min(-1e-300)))
}

/// The continued fraction of the incomplete beta function (DLMF 8.17.22), by Lentz's method.
fn continued_fraction(a: f64, b: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let guard = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / guard(1.0 - (a + b) * x / (a + 1.0));
    let mut value = d;
    for m in 1..2_000 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / guard(1.0 + even * d);
        c = guard(1.0 + even / c);
        value *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / guard(1.0 + odd * d);
        c = guard(1.0 + odd / c);
        value *= d * c;
        if (d * c - 1.0).abs() < 1e-15 {
            break;
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_quantiles_equal_published_values() {
        for (p, z) in [(0.5, 0.0), (0.975, 1.959963984540054), (1e-10, -6.361340902404056), (0.1, -1.2815515655446004)]
        {
            assert!((normal_quantile(p) - z).abs() < 1e-13 * (1.0 + z.abs()), "p = {p}: {}", normal_quantile(p));
        }
    }

    #[test]
    fn poisson_quantiles_equal_the_sum_of_probabilities() {
        // P(Poisson(1.4) ≤ k): .246597, .591833, .833498, .946275 (tables)
        for (u, k) in [(0.2465, 0), (0.2467, 1), (0.5918, 1), (0.5919, 2), (0.8334, 2), (0.8336, 3), (0.9462, 3)] {
            assert_eq!(poisson_quantile(1.4, u), k, "u = {u}");
        }
        assert_eq!(poisson_quantile(0.0, 0.9), 0);
        assert_eq!(poisson_quantile(1.4, 0.999_999), 10);
    }

    #[test]
    fn a_large_poisson_mean_has_its_median_beside_it() {
        // The median of Poisson(n) is n for whole n.
        for mean in [10.0, 1_000.0, 1e6] {
            assert_eq!(poisson_quantile(mean, 0.5), mean as u64);
        }
    }

    #[test]
    fn beta_quantiles_equal_closed_forms() {
        // Beta(α, 1) has θ = u^(1/α); Beta(1, β) has θ = 1 − (1 − u)^(1/β).
        let logit = |p: f64, rest: f64| libm::log(p / rest);
        for shape in [0.05, 0.9, 1.0, 3.806, 26.0, 1_000.0] {
            let (rising, falling) = (BetaLogit::new(shape, 1.0), BetaLogit::new(1.0, shape));
            for u in [1e-9, 0.001, 0.25, 0.5, 0.77, 0.9999, 1.0 - 1e-9] {
                let (theta, rest) = (libm::pow(u, 1.0 / shape), -libm::expm1(libm::log(u) / shape));
                assert!((rising.quantile(u) - logit(theta, rest)).abs() < 1e-5, "Beta({shape}, 1) at {u}");
                let (rest, theta) = (libm::pow(1.0 - u, 1.0 / shape), -libm::expm1(libm::log1p(-u) / shape));
                assert!((falling.quantile(u) - logit(theta, rest)).abs() < 1e-5, "Beta(1, {shape}) at {u}");
            }
        }
    }

    #[test]
    fn beta_quantiles_equal_scipy() {
        // scipy.stats.beta.ppf, SciPy 1.17.1, as logit
        for &(alpha, beta, u, y) in SCIPY_BETA {
            assert!((BetaLogit::new(alpha, beta).quantile(u) - y).abs() < 1e-5, "Beta({alpha}, {beta}) at {u}");
        }
    }

    const SCIPY_BETA: &[(f64, f64, f64, f64)] = &[
        (0.9, 14.0, 0.01, -7.7924565190),
        (0.9, 14.0, 0.5, -3.1303378617),
        (0.668, 3.806, 0.01, -8.3398361574),
        (0.668, 3.806, 0.3, -3.1363206880),
        (0.668, 3.806, 0.95, -0.1248063927),
        (0.704, 1.182, 0.5, -0.7434326582),
        (0.704, 1.182, 0.95, 2.1075337829),
        (1.2, 26.0, 0.3, -3.9585056833),
        (1.2, 26.0, 0.95, -1.9808538785),
    ];
}
