//! HSIC: whether an input and a value depend on each other in any way, from any sample of both.

use super::{Moments, pick};

/// How much an input and a value depend on each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dependence {
    /// The Hilbert–Schmidt independence criterion; without unit.
    pub hsic: f64,
    /// The same as a share of what each has with itself, from 0 to 1.
    pub share: f64,
    /// How often rows shuffled at random depend on each other as much: (1 + as much) / (1 + shuffles).
    pub p: f64,
    /// Rows that count.
    pub rows: usize,
    /// Rows left out because a number is missing or none.
    pub left_out: usize,
}

/// HSIC = tr(K H L H) / n² with H = I − 1/n and Gaussian kernels exp(−d² / 2s²), s the sample standard deviation of each (Gretton et
/// al. 2005, biased; as a sensitivity measure Da Veiga 2015: share = HSIC / √(HSICₓₓ HSICᵧᵧ)).
///
/// `words(b)` gives the random words of shuffle b. It takes n² numbers, and n² steps per shuffle. `None` below four rows, or
/// where one of the two does not vary.
///
/// ```
/// use dottedline_core::stats::dependence;
/// let x: Vec<f64> = (0..40).map(f64::from).collect();
/// // No line fits it, so a correlation sees nothing.
/// let y: Vec<Option<f64>> = x.iter().map(|x| Some((x - 19.5) * (x - 19.5))).collect();
/// let words = |b: u32| { let mut state = b; move || { state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223); state } };
/// let found = dependence(&x, &y, 99, words).unwrap();
/// assert!(found.share > 0.2 && found.p == 0.01);
/// ```
#[must_use]
pub fn dependence<W: FnMut() -> u32>(
    inputs: &[f64],
    values: &[Option<f64>],
    shuffles: u32,
    words: impl Fn(u32) -> W,
) -> Option<Dependence> {
    let pairs = inputs.iter().zip(values).filter_map(|(&x, &y)| Some((x, y?)));
    let (x, y): (Vec<f64>, Vec<f64>) = pairs.filter(|(x, y)| x.is_finite() && y.is_finite()).unzip();
    let n = x.len();
    if n < 4 {
        return None;
    }
    let (k, l) = (centred(kernel(&x)?, n), centred(kernel(&y)?, n));
    let in_order: Vec<usize> = (0..n).collect();
    let squared = (n * n) as f64;
    let of = |a: &[f64], b: &[f64], order: &[usize]| product(a, b, order) / squared;
    let hsic = of(&k, &l, &in_order);
    let share = hsic / (of(&k, &k, &in_order) * of(&l, &l, &in_order)).sqrt();
    // Shuffled sums round otherwise than those in order.
    let as_much = |b: &u32| of(&k, &l, &shuffled(n, words(*b))) >= hsic * (1.0 - 1e-12);
    let p = (1 + (0..shuffles).filter(as_much).count()) as f64 / (1.0 + f64::from(shuffles));
    Some(Dependence { hsic, share, p, rows: n, left_out: inputs.len() - n })
}

fn kernel(numbers: &[f64]) -> Option<Vec<f64>> {
    let variance = numbers.iter().copied().collect::<Moments>().variance().filter(|variance| *variance > 0.0)?;
    let row = |a: f64| numbers.iter().map(move |b| libm::exp(-(a - b) * (a - b) / (2.0 * variance)));
    Some(numbers.iter().flat_map(|&a| row(a)).collect())
}

/// H K H.
fn centred(mut k: Vec<f64>, n: usize) -> Vec<f64> {
    let means: Vec<f64> = k.chunks(n).map(|row| row.iter().sum::<f64>() / n as f64).collect();
    let grand = means.iter().sum::<f64>() / n as f64;
    for (row, row_mean) in k.chunks_mut(n).zip(&means) {
        row.iter_mut().zip(&means).for_each(|(cell, mean)| *cell += grand - mean - row_mean);
    }
    k
}

/// The sum of products of two matrices, the second with its rows and columns in this order.
fn product(a: &[f64], b: &[f64], order: &[usize]) -> f64 {
    let n = order.len();
    let row = |(row, &place): (&[f64], &usize)| {
        let other = &b[place * n..(place + 1) * n];
        row.iter().zip(order).map(|(cell, &column)| cell * other[column]).sum::<f64>()
    };
    a.chunks(n).zip(order).map(row).sum()
}

/// All places in random order (Fisher & Yates).
fn shuffled(n: usize, mut word: impl FnMut() -> u32) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n).collect();
    (1..n).rev().for_each(|last| order.swap(last, pick(word(), last + 1)));
    order
}
