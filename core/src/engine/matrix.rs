//! Numbers for pairs of functions.

/// A symmetric square matrix with ones on its diagonal: links between functions.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Matrix {
    size: usize,
    values: Vec<f64>,
}

impl Matrix {
    /// All pairs alike, and 1 for a function with itself.
    pub(crate) fn links(size: usize, value: f64) -> Matrix {
        let mut matrix = Matrix { size, values: vec![value; size * size] };
        for f in 0..size {
            matrix.values[f * size + f] = 1.0;
        }
        matrix
    }

    /// The link between f and g.
    pub(crate) fn at(&self, f: usize, g: usize) -> f64 {
        self.values[f * self.size + g]
    }

    /// Sets the link between f and g, both ways.
    pub(crate) fn set(&mut self, f: usize, g: usize, value: f64) {
        self.values[f * self.size + g] = value;
        self.values[g * self.size + f] = value;
    }

    /// The links of f, in the order of functions.
    pub(crate) fn of(&self, f: usize) -> &[f64] {
        &self.values[f * self.size..][..self.size]
    }

    /// Takes over the links of another matrix of the same size.
    pub(crate) fn copy_from(&mut self, other: &Matrix) {
        self.values.copy_from_slice(&other.values);
    }

    /// Mean over pairs of different functions; `None` with one function only.
    pub(crate) fn mean(&self) -> Option<f64> {
        let pairs = self.size * self.size.saturating_sub(1) / 2;
        let links = (0..self.size).flat_map(|f| &self.of(f)[f + 1..]);
        (pairs > 0).then(|| links.sum::<f64>() / pairs as f64)
    }
}

/// All pairs f < g of `size` functions.
pub(crate) fn pairs(size: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..size).flat_map(move |f| (f + 1..size).map(move |g| (f, g)))
}
