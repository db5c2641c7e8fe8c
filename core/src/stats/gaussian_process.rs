//! A smooth map from a few noisy points: Gaussian process regression.

use super::cholesky::{Cholesky, dot};
use super::{Moments, nelder_mead};

/// Values at points, with a smooth function through them as far as their noise allows: a constant and a Gaussian process with the
/// Matérn 5/2 kernel τ² (1 + √5 r + 5r²/3) exp(−√5 r), r² = Σ ((xᵢ − x′ᵢ) / lengthᵢ)² (Rasmussen & Williams 2006, ch. 2 and 4).
///
/// ```
/// use dottedline_core::stats::GaussianProcess;
/// let points: Vec<Vec<f64>> = (0..12).map(|i| vec![f64::from(i) / 11.0]).collect();
/// let values: Vec<f64> = points.iter().map(|x| x[0] * (1.0 - x[0])).collect();
/// let process = GaussianProcess::fitted(&points, &values, &[1e-8; 12]).unwrap();
/// let between = process.predicted(&[0.5]);
/// assert!((between.mean - 0.25).abs() < 0.001 && between.sd < 0.01);
/// ```
#[derive(Clone, Debug)]
pub struct GaussianProcess {
    points: Vec<Vec<f64>>,
    lengths: Vec<f64>,
    variance: f64,
    factor: Cholesky,
    /// The constant, estimated by generalised least squares.
    mean: f64,
    /// 1ᵀ K⁻¹ 1.
    weight: f64,
    /// K⁻¹ 1.
    ones: Vec<f64>,
    /// K⁻¹ (y − mean).
    residuals: Vec<f64>,
}

/// What is expected at a point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Predicted {
    /// Expected value of the function, without noise.
    pub mean: f64,
    /// Its standard deviation, that of the constant in it.
    pub sd: f64,
}

/// A point predicted from all the others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LeftOut {
    /// Value of the point less its prediction.
    pub error: f64,
    /// Standard deviation of that error: of prediction and of the point's noise.
    pub sd: f64,
}

/// Lengths, in the unit of the points, from which the search starts, in every combination for so many dimensions, else the same in all; the
/// likeliest start is refined.
const START_LENGTHS: [f64; 4] = [0.15, 0.4, 1.0, 3.0];
const COMBINED_MOST: usize = 2;
/// Variances of the process to start from, as shares of the variance of the values.
const START_SHARES: [f64; 3] = [0.2, 1.0, 5.0];
/// How often the likelihood is asked, per number searched for.
const ASKED_PER_NUMBER: usize = 60;
/// Lengths outside of this, and shares outside of its square, are not looked at.
const LENGTHS: (f64, f64) = (1e-2, 1e2);
/// Keeps matrices of points close to each other positive definite: share of the variance.
const JITTER: f64 = 1e-9;

impl GaussianProcess {
    /// With the lengths and the variance that make the values most likely, from a fixed grid of starts by [`nelder_mead`].
    ///
    /// Points stand in ranges of about 1, such as the unit cube. `noise` is the variance of each value's own noise (s² / trials), in the values' unit
    /// squared. It takes time of order n³ some hundred times: some seconds at 400 points. `None` below three points, where numbers
    /// are missing, no numbers or negative noise, and where all values are the same.
    #[must_use]
    pub fn fitted(points: &[Vec<f64>], values: &[f64], noise: &[f64]) -> Option<GaussianProcess> {
        let dimensions = points.first()?.len();
        let spread = values.iter().copied().collect::<Moments>().variance().filter(|spread| *spread > 0.0)?;
        if points.len() < 3 {
            return None;
        }
        let process = |logs: &[f64]| {
            let (variance, lengths) = logs.split_last()?;
            let share = libm::exp(*variance);
            let lengths: Vec<f64> = lengths.iter().map(|log| libm::exp(*log)).collect();
            let inside = lengths.iter().all(|length| (LENGTHS.0..=LENGTHS.1).contains(length));
            let inside = inside && (LENGTHS.0 * LENGTHS.0..=LENGTHS.1 * LENGTHS.1).contains(&share);
            inside.then(|| GaussianProcess::with(points, values, noise, &lengths, share * spread)).flatten()
        };
        let unlikely = |logs: &[f64]| process(logs).map_or(f64::NAN, |process| -process.log_likelihood(values));
        let asked = starts(dimensions)
            .into_iter()
            .map(|logs| (unlikely(&logs), logs))
            .filter(|(unlikely, _)| unlikely.is_finite());
        let (_, start) = asked.min_by(|a, b| a.0.total_cmp(&b.0))?;
        let numbers = dimensions + 1;
        let least = nelder_mead(unlikely, &start, &vec![0.7; numbers], 1e-4, ASKED_PER_NUMBER * numbers);
        process(&least.at)
    }

    /// With given lengths, one per dimension, and variance τ² of the process.
    #[must_use]
    pub fn with(
        points: &[Vec<f64>],
        values: &[f64],
        noise: &[f64],
        lengths: &[f64],
        variance: f64,
    ) -> Option<GaussianProcess> {
        let n = points.len();
        let fits = values.len() == n && noise.len() == n && points.iter().all(|point| point.len() == lengths.len());
        let finite = points.iter().flatten().chain(values).all(|number| number.is_finite());
        if !(fits && finite && noise.iter().all(|noise| *noise >= 0.0) && n > 0) {
            return None;
        }
        let matrix = |row: usize, column: usize| {
            let own = if row == column { noise[row] + JITTER * variance } else { 0.0 };
            variance * matern(&points[row], &points[column], lengths) + own
        };
        let factor = Cholesky::of(n, 0.0, matrix)?;
        let ones = factor.solved(&vec![1.0; n]);
        let weight: f64 = ones.iter().sum();
        let mean = dot(&ones, values) / weight;
        let residuals = factor.solved(&values.iter().map(|value| value - mean).collect::<Vec<_>>());
        let (points, lengths) = (points.to_vec(), lengths.to_vec());
        Some(GaussianProcess { points, lengths, variance, factor, mean, weight, ones, residuals })
    }

    /// Log likelihood of the values at the best constant, but for − n/2 ln 2π.
    fn log_likelihood(&self, values: &[f64]) -> f64 {
        let apart: f64 =
            self.residuals.iter().zip(values).map(|(residual, value)| residual * (value - self.mean)).sum();
        -0.5 * (apart + self.factor.log_determinant())
    }

    /// Correlation lengths, dimension by dimension: long where the dimension does little.
    #[must_use]
    pub fn lengths(&self) -> &[f64] {
        &self.lengths
    }

    /// Variance τ² of the process.
    #[must_use]
    pub const fn variance(&self) -> f64 {
        self.variance
    }

    /// What is expected at a point with as many dimensions.
    #[must_use]
    pub fn predicted(&self, at: &[f64]) -> Predicted {
        let near = |point: &Vec<f64>| self.variance * matern(point, at, &self.lengths);
        let near: Vec<f64> = self.points.iter().map(near).collect();
        let half = self.factor.half_solved(&near);
        let unknown = 1.0 - dot(&self.ones, &near);
        let variance = self.variance - dot(&half, &half) + unknown * unknown / self.weight;
        Predicted { mean: self.mean + dot(&near, &self.residuals), sd: variance.max(0.0).sqrt() }
    }

    /// Each point predicted from all the others, with the same lengths and variance: in closed form (Dubrule 1983), errorᵢ = (Q y)ᵢ / Qᵢᵢ and
    /// variance 1 / Qᵢᵢ with Q = K⁻¹ − K⁻¹ 1 1ᵀ K⁻¹ / 1ᵀ K⁻¹ 1.
    #[must_use]
    pub fn left_out(&self) -> Vec<LeftOut> {
        let of = |((inverse, one), residual): ((f64, &f64), &f64)| {
            let q = inverse - one * one / self.weight;
            LeftOut { error: residual / q, sd: (1.0 / q).sqrt() }
        };
        self.factor.inverse_diagonal().into_iter().zip(&self.ones).zip(&self.residuals).map(of).collect()
    }
}

/// Logs of lengths and share of the variance to start from.
fn starts(dimensions: usize) -> Vec<Vec<f64>> {
    let lengths: Vec<Vec<f64>> = if dimensions <= COMBINED_MOST {
        (0..dimensions).fold(vec![Vec::new()], |known, _| {
            let longer = |some: Vec<f64>| START_LENGTHS.map(|length| [some.as_slice(), &[length]].concat());
            known.into_iter().flat_map(longer).collect()
        })
    } else {
        START_LENGTHS.map(|length| vec![length; dimensions]).into()
    };
    let logs = |numbers: Vec<f64>| numbers.into_iter().map(libm::log).collect();
    let with_share = |lengths: &Vec<f64>| START_SHARES.map(|share| [lengths.as_slice(), &[share]].concat());
    lengths.iter().flat_map(with_share).map(logs).collect()
}

/// Matérn's correlation of order 5/2.
fn matern(a: &[f64], b: &[f64], lengths: &[f64]) -> f64 {
    let apart = |((a, b), length): ((&f64, &f64), &f64)| (a - b) / length * ((a - b) / length);
    let squared: f64 = a.iter().zip(b).zip(lengths).map(apart).sum();
    let root = (5.0 * squared).sqrt();
    (1.0 + root + 5.0 / 3.0 * squared) * libm::exp(-root)
}
