//! Symmetric positive definite matrices of some hundred rows: factors and solutions, in a fixed order.

/// The lower factor L of a matrix L Lᵀ.
#[derive(Clone, Debug, PartialEq)]
pub struct Cholesky {
    n: usize,
    /// Row by row; what is above the diagonal is not used.
    factor: Vec<f64>,
}

impl Cholesky {
    /// Of a matrix given by row and column, of which the lower half is asked for; `None` unless it is positive definite, and each row
    /// leaves more than this share of its diagonal unexplained by those before.
    #[must_use]
    pub fn of(n: usize, least: f64, matrix: impl Fn(usize, usize) -> f64) -> Option<Cholesky> {
        let mut factor = vec![0.0; n * n];
        for row in 0..n {
            let (above, rest) = factor.split_at_mut(row * n);
            let current = &mut rest[..n];
            for column in 0..row {
                let other = &above[column * n..column * n + n];
                let known = dot(&current[..column], &other[..column]);
                current[column] = (matrix(row, column) - known) / other[column];
            }
            let square = matrix(row, row) - dot(&current[..row], &current[..row]);
            if !(square > least * matrix(row, row) && square.is_finite()) {
                return None;
            }
            current[row] = square.sqrt();
        }
        Some(Cholesky { n, factor })
    }

    /// ln det(L Lᵀ).
    pub(super) fn log_determinant(&self) -> f64 {
        2.0 * (0..self.n).map(|row| libm::log(self.factor[row * self.n + row])).sum::<f64>()
    }

    /// L⁻¹ y.
    pub(super) fn half_solved(&self, y: &[f64]) -> Vec<f64> {
        let mut solved = Vec::with_capacity(self.n);
        for (row, value) in y.iter().enumerate() {
            let own = &self.factor[row * self.n..(row + 1) * self.n];
            solved.push((value - dot(&own[..row], &solved)) / own[row]);
        }
        solved
    }

    /// (L Lᵀ)⁻¹ y.
    #[must_use]
    pub fn solved(&self, y: &[f64]) -> Vec<f64> {
        let mut solved = self.half_solved(y);
        for row in (0..self.n).rev() {
            let own = &self.factor[row * self.n..(row + 1) * self.n];
            solved[row] /= own[row];
            let value = solved[row];
            solved[..row].iter_mut().zip(own).for_each(|(before, factor)| *before -= factor * value);
        }
        solved
    }

    /// The diagonal of (L Lᵀ)⁻¹.
    pub(super) fn inverse_diagonal(&self) -> Vec<f64> {
        let entry = |column: usize| {
            let unit: Vec<f64> = (0..self.n).map(|row| if row == column { 1.0 } else { 0.0 }).collect();
            let half = self.half_solved(&unit);
            dot(&half, &half)
        };
        (0..self.n).map(entry).collect()
    }
}

/// Four sums side by side, as each addition of one waits for the one before.
pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    let (mut fours_a, mut fours_b) = (a.chunks_exact(4), b.chunks_exact(4));
    let mut sums = [0.0; 4];
    for (a, b) in (&mut fours_a).zip(&mut fours_b) {
        (0..4).for_each(|lane| sums[lane] += a[lane] * b[lane]);
    }
    let rest: f64 = a[a.len() - a.len() % 4..].iter().zip(&b[a.len() - a.len() % 4..]).map(|(a, b)| a * b).sum();
    (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest
}
