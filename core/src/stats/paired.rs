//! Two columns of numbers that belong together row by row.

use super::Moments;

/// What the rows say in which both numbers are there.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Paired {
    /// The first column.
    pub first: Moments,
    /// The second column.
    pub second: Moments,
    /// First minus second, row by row.
    pub difference: Moments,
    greater: u64,
    products: f64,
}

impl Paired {
    /// Pairs two columns; rows with a missing number on either side are left out.
    ///
    /// ```
    /// use dottedline_core::stats::Paired;
    /// let pairs = Paired::of([Some(3.0), None, Some(5.0)], [Some(1.0), Some(1.0), Some(2.0)]);
    /// assert_eq!(pairs.difference.mean(), Some(2.5));
    /// assert_eq!(pairs.difference.count(), 2);
    /// ```
    #[must_use]
    pub fn of(first: impl IntoIterator<Item = Option<f64>>, second: impl IntoIterator<Item = Option<f64>>) -> Paired {
        let mut paired = Paired::default();
        for (a, b) in first.into_iter().zip(second) {
            if let (Some(a), Some(b)) = (a, b) {
                paired.add(a, b);
            }
        }
        paired
    }

    fn add(&mut self, a: f64, b: f64) {
        let from_mean_before = a - self.first.mean().unwrap_or(0.0);
        self.first.add(a);
        self.second.add(b);
        self.difference.add(a - b);
        self.products += from_mean_before * (b - self.second.mean().unwrap_or(0.0));
        self.greater += u64::from(a > b);
    }

    /// Share of rows in which the first is greater; equal rows do not count. `None` without rows.
    #[must_use]
    pub fn share_greater(&self) -> Option<f64> {
        let rows = self.difference.count();
        (rows > 0).then(|| self.greater as f64 / rows as f64)
    }

    /// Pearson's correlation of the two columns; `None` below two rows or where a column does not vary.
    #[must_use]
    pub fn correlation(&self) -> Option<f64> {
        let (a, b) = (self.first.variance()?, self.second.variance()?);
        let covariance = self.products / (self.difference.count() - 1) as f64;
        (a > 0.0 && b > 0.0).then(|| (covariance / (a.sqrt() * b.sqrt())).clamp(-1.0, 1.0))
    }

    /// How many times more independent rows would be needed for the same interval of the difference:
    /// (s₁² + s₂²) / s²₁₋₂. Below 1 pairing did harm. `None` where the difference does not vary.
    #[must_use]
    pub fn variance_reduction(&self) -> Option<f64> {
        let apart = self.first.variance()? + self.second.variance()?;
        let difference = self.difference.variance()?;
        (difference > 0.0).then(|| apart / difference)
    }
}
