//! Probabilities in the tails: normal, Student's t and binomial, on portable mathematics only.

/// P(Z ≤ z) for a standard normal Z.
///
/// ```
/// use dottedline_core::stats::normal_probability;
/// assert!((normal_probability(1.959_963_984_540_054) - 0.975).abs() < 1e-15);
/// ```
#[must_use]
pub fn normal_probability(z: f64) -> f64 {
    0.5 * libm::erfc(-z / std::f64::consts::SQRT_2)
}

/// P(|T| ≥ |t|) for Student's t with `degrees` of freedom; `None` without degrees of freedom or for a t that is no
/// number.
///
/// The incomplete beta function I_x(ν/2, 1/2) at x = ν / (ν + t²), exact also far out where 1 − P(|T| < |t|) is not.
///
/// ```
/// use dottedline_core::stats::student_two_sided;
/// // R: 2 * pt(-2.776445105, 4)
/// assert!((student_two_sided(2.776_445_105_198, 4).unwrap() - 0.05).abs() < 1e-12);
/// ```
#[must_use]
pub fn student_two_sided(t: f64, degrees: u64) -> Option<f64> {
    if degrees == 0 || t.is_nan() {
        return None;
    }
    let nu = degrees as f64;
    let square = t * t;
    if square.is_infinite() {
        return Some(0.0);
    }
    Some(incomplete_beta(nu / 2.0, 0.5, nu / (nu + square), square / (nu + square)))
}

/// P(X ≥ x) for a χ² variable with `degrees` of freedom; 1 without any.
///
/// The sum that the incomplete gamma function is for halves and whole numbers.
///
/// ```
/// use dottedline_core::stats::chi_square_above;
/// // R: pchisq(3.841459, 1, lower.tail = FALSE), pchisq(11.0705, 5, lower.tail = FALSE)
/// assert!((chi_square_above(3.841_458_820_694, 1) - 0.05).abs() < 1e-12);
/// assert!((chi_square_above(11.070_497_693_516, 5) - 0.05).abs() < 1e-12);
/// assert!((chi_square_above(30.143_527_205_646, 19) - 0.05).abs() < 1e-12);
/// ```
#[must_use]
pub fn chi_square_above(x: f64, degrees: u32) -> f64 {
    if degrees == 0 || x <= 0.0 {
        return 1.0;
    }
    let half = x / 2.0;
    let (mut above, mut order) =
        if degrees.is_multiple_of(2) { (0.0, 0.0) } else { (libm::erfc(libm::sqrt(half)), 0.5) };
    while order < f64::from(degrees) / 2.0 {
        above += libm::exp(order * libm::log(half) - half - libm::lgamma(order + 1.0));
        order += 1.0;
    }
    above.min(1.0)
}

/// P(B ≤ k) for a binomial B of `n` tries with probability `p` each; `None` unless 0 ≤ p ≤ 1.
///
/// ```
/// use dottedline_core::stats::binomial_at_most;
/// assert!((binomial_at_most(2, 4, 0.5).unwrap() - 11.0 / 16.0).abs() < 1e-14);
/// ```
#[must_use]
pub fn binomial_at_most(k: u64, n: u64, p: f64) -> Option<f64> {
    if !(0.0..=1.0).contains(&p) {
        return None;
    }
    if k >= n {
        return Some(1.0);
    }
    Some(incomplete_beta((n - k) as f64, (k + 1) as f64, 1.0 - p, p))
}

/// The regularised incomplete beta function I_x(a, b), with `rest` = 1 − x given apart so that neither end loses digits.
fn incomplete_beta(a: f64, b: f64, x: f64, rest: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if rest <= 0.0 {
        return 1.0;
    }
    let front = libm::exp(log_inverse_beta(a, b) + a * log_of(x, rest) + b * log_of(rest, x));
    let value = if x < (a + 1.0) / (a + b + 2.0) {
        front * continued_fraction(a, b, x) / a
    } else {
        1.0 - front * continued_fraction(b, a, rest) / b
    };
    value.clamp(0.0, 1.0)
}

/// ln x, where `rest` = 1 − x is known to more digits if x is near 1.
fn log_of(x: f64, rest: f64) -> f64 {
    if rest < 0.5 { libm::log1p(-rest) } else { libm::log(x) }
}

/// −ln B(a, b). For a large argument the difference of two nearly equal ln Γ is taken by Stirling's series.
fn log_inverse_beta(a: f64, b: f64) -> f64 {
    let (less, more) = (a.min(b), a.max(b));
    let apart = if more < 10.0 {
        libm::lgamma(less + more) - libm::lgamma(more)
    } else {
        (less + more - 0.5) * libm::log1p(less / more) + less * libm::log(more) - less + beyond_stirling(less + more)
            - beyond_stirling(more)
    };
    apart - libm::lgamma(less)
}

/// ln Γ(x) less Stirling's formula, for x from 10 (Abramowitz & Stegun 6.1.41).
fn beyond_stirling(x: f64) -> f64 {
    let square = 1.0 / (x * x);
    let series = 1.0 / 1680.0 - square * (1.0 / 1188.0 - square * (691.0 / 360_360.0 - square / 156.0));
    (1.0 / 12.0 - square * (1.0 / 360.0 - square * (1.0 / 1260.0 - square * series))) / x
}

/// Lentz's evaluation of the fraction of DLMF 8.17.22.
fn continued_fraction(a: f64, b: f64, x: f64) -> f64 {
    const LEAST: f64 = 1e-300;
    let away_from_zero = |number: f64| if number.abs() < LEAST { LEAST } else { number };
    let (mut c, mut d) = (1.0, 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0)));
    let mut value = d;
    for step in 1..20_000 {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let before = value;
        for term in [even, odd] {
            d = 1.0 / away_from_zero(1.0 + term * d);
            c = away_from_zero(1.0 + term / c);
            value *= c * d;
        }
        if (value - before).abs() <= 1e-16 * value.abs() {
            break;
        }
    }
    value
}
