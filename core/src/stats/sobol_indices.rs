//! Sobol' indices: how much of the variance of a value each input accounts for, by itself and with all others.

use super::{Interval, Moments, Sobol, pick, quantile_of_unsorted};

/// What an input accounts for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SobolIndex {
    /// Share of the variance that goes when the input alone is known (Saltelli et al. 2010, values centred). An estimate: slightly
    /// negative where the true share is about 0.
    pub first: f64,
    /// Its 95 % interval, where rows were drawn anew.
    pub first_interval: Option<Interval>,
    /// The same by Jansen (1999).
    pub first_jansen: f64,
    /// Share that stays when all but this input are known (Jansen 1999): above `first` by what it does together with others.
    pub total: f64,
    /// Its 95 % interval, where rows were drawn anew.
    pub total_interval: Option<Interval>,
}

/// The indices of all inputs.
#[derive(Clone, Debug, PartialEq)]
pub struct SobolIndices {
    /// Variance of the values over A and B, the noise taken off; in the values' unit squared.
    pub variance: f64,
    /// Rows that count.
    pub rows: usize,
    /// Rows left out whole because one of their values is missing or no number.
    pub left_out: usize,
    /// Input by input.
    pub inputs: Vec<SobolIndex>,
}

/// Two independent sets of points A and B, from which the sets ABᵢ follow: A with input i from B.
#[derive(Clone, Debug, PartialEq)]
pub struct SaltelliDesign {
    /// Row by row, in (0, 1).
    pub a: Vec<Vec<f64>>,
    /// Row by row, in (0, 1).
    pub b: Vec<Vec<f64>>,
}

impl SaltelliDesign {
    /// Rows of scrambled Sobol' points in twice as many dimensions as there are inputs; take a power of two. `None` without inputs or
    /// for more than 16.
    ///
    /// ```
    /// use dottedline_core::stats::SaltelliDesign;
    /// let design = SaltelliDesign::new(3, 64, 7).unwrap();
    /// assert_eq!(design.ab(1)[5], [design.a[5][0], design.b[5][1], design.a[5][2]]);
    /// ```
    #[must_use]
    pub fn new(inputs: usize, rows: u32, key: u64) -> Option<SaltelliDesign> {
        let sobol = Sobol::new(2 * inputs)?;
        let points = (0..rows).map(|row| sobol.scrambled(key, row));
        let (a, b) = points.map(|point| (point[..inputs].to_vec(), point[inputs..].to_vec())).unzip();
        Some(SaltelliDesign { a, b })
    }

    /// The rows of A with this input (index) from B.
    #[must_use]
    pub fn ab(&self, input: usize) -> Vec<Vec<f64>> {
        let row = |(a, b): (&Vec<f64>, &Vec<f64>)| {
            let take = |(place, (a, b)): (usize, (&f64, &f64))| if place == input { *b } else { *a };
            a.iter().zip(b).enumerate().map(take).collect()
        };
        self.a.iter().zip(&self.b).map(row).collect()
    }
}

/// First-order and total indices from the values of A, of B and, input by input, of ABᵢ.
///
/// With V the variance over A and B together: first = mean(yB (yABᵢ − yA)) / V, values less their mean; by Jansen (V − mean((yB −
/// yABᵢ)²) / 2) / V; total = mean((yA − yABᵢ)²) / 2V. Intervals are percentiles over `resamples` sets of rows drawn anew, by the random
/// words `words(b)`.
///
/// **Noise.** Values of a simulator: take the mean over several trials with the same random numbers at every point, so that an input
/// that does nothing moves nothing. What noise is left from point to point, independent of the inputs, makes inputs look important
/// that are not; its variance is `noise` (s² / trials; 0 for none) and is taken off the variance and the totals.
/// The seed can also be an input of its own; its total index is then the share of noise.
///
/// `None` below two rows, without inputs, or where nothing varies but noise.
///
/// ```
/// use dottedline_core::stats::{SaltelliDesign, sobol_indices};
/// let design = SaltelliDesign::new(2, 256, 1).unwrap();
/// let f = |rows: &[Vec<f64>]| rows.iter().map(|x| Some(2.0 * x[0] + x[1])).collect::<Vec<_>>();
/// let found = sobol_indices(&f(&design.a), &f(&design.b), &[f(&design.ab(0)), f(&design.ab(1))], 0.0, 0, |_| || 0).unwrap();
/// assert!((found.inputs[0].first - 0.8).abs() < 0.01 && (found.inputs[1].total - 0.2).abs() < 0.01);
/// ```
#[must_use]
pub fn sobol_indices<W: FnMut() -> u32>(
    a: &[Option<f64>],
    b: &[Option<f64>],
    ab: &[Vec<Option<f64>>],
    noise: f64,
    resamples: u32,
    words: impl Fn(u32) -> W,
) -> Option<SobolIndices> {
    let finite = |value: Option<&Option<f64>>| value.copied().flatten().filter(|value| value.is_finite());
    let whole_row = |row: usize| {
        let others = ab.iter().map(|column| finite(column.get(row)));
        [finite(a.get(row)), finite(b.get(row))].into_iter().chain(others).collect::<Option<Vec<f64>>>()
    };
    let rows: Vec<Vec<f64>> = (0..a.len()).filter_map(whole_row).collect();
    let all: Vec<usize> = (0..rows.len()).collect();
    let found = estimates(&rows, &all, noise).filter(|(_, inputs)| rows.len() > 1 && !inputs.is_empty())?;
    let redrawn: Vec<Vec<[f64; 3]>> = (0..resamples)
        .filter_map(|b| {
            let mut word = words(b);
            let picks: Vec<usize> = all.iter().map(|_| pick(word(), rows.len())).collect();
            estimates(&rows, &picks, noise).map(|(_, inputs)| inputs)
        })
        .collect();
    let interval = |input: usize, which: usize| {
        let mut numbers: Vec<f64> = redrawn.iter().map(|inputs| inputs[input][which]).collect();
        let mut end = |share| quantile_of_unsorted(&mut numbers, share);
        Some(Interval { low: end(0.025)?, high: end(0.975)? })
    };
    let index = |(input, [first, first_jansen, total]): (usize, [f64; 3])| SobolIndex {
        first,
        first_interval: interval(input, 0),
        first_jansen,
        total,
        total_interval: interval(input, 2),
    };
    let (variance, inputs) = found;
    let inputs = inputs.into_iter().enumerate().map(index).collect();
    Some(SobolIndices { variance, rows: rows.len(), left_out: a.len() - rows.len(), inputs })
}

/// The variance, and for each input first order, first order by Jansen, and total, of these rows: A, B, AB₁, AB₂, ...
fn estimates(rows: &[Vec<f64>], picks: &[usize], noise: f64) -> Option<(f64, Vec<[f64; 3]>)> {
    let n = picks.len() as f64;
    let centre = picks.iter().flat_map(|&row| rows[row].iter().copied()).collect::<Moments>().mean()?;
    let base: Moments = picks.iter().flat_map(|&row| [rows[row][0], rows[row][1]]).collect();
    // The divisor is the number of values, as in SALib.
    let seen = base.variance()? * (base.count() - 1) as f64 / base.count() as f64;
    let variance = seen - noise;
    let indices = |input: usize| {
        let mean = |of: fn(f64, f64, f64) -> f64| {
            let value = |&row: &usize| of(rows[row][0] - centre, rows[row][1] - centre, rows[row][input] - centre);
            picks.iter().map(value).sum::<f64>() / n
        };
        let first = mean(|a, b, ab| b * (ab - a));
        let jansen = seen - mean(|_, b, ab| (b - ab) * (b - ab)) / 2.0;
        let total = mean(|a, _, ab| (a - ab) * (a - ab)) / 2.0 - noise;
        [first, jansen, total].map(|part| part / variance)
    };
    (variance > 0.0).then(|| (variance, (2..rows[picks[0]].len()).map(indices).collect()))
}
