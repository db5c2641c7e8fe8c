//! Mean and variance of numbers seen one after the other.

/// Count, mean and sum of squared deviations of a stream of numbers (Welford 1962).
///
/// The result depends on the order of the numbers in its last bits: feed it in trial order.
///
/// ```
/// use dottedline_core::stats::Moments;
/// let moments: Moments = [1.0, 2.0, 4.0].into_iter().collect();
/// assert_eq!(moments.mean(), Some(7.0 / 3.0));
/// assert!((moments.variance().unwrap() - 7.0 / 3.0).abs() < 1e-15);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moments {
    count: u64,
    mean: f64,
    squares: f64,
}

impl Moments {
    /// Takes one more number.
    pub fn add(&mut self, number: f64) {
        self.count += 1;
        let before = number - self.mean;
        self.mean += before / self.count as f64;
        self.squares += before * (number - self.mean);
    }

    /// Takes one more number, if there is one.
    pub fn add_some(&mut self, number: Option<f64>) {
        if let Some(number) = number {
            self.add(number);
        }
    }

    /// What both together have seen (Chan, Golub & LeVeque 1983). In the last bits it differs from seeing them one after
    /// the other, so merge in a fixed order only.
    #[must_use]
    pub fn merged(&self, other: &Moments) -> Moments {
        if self.count == 0 || other.count == 0 {
            return if self.count == 0 { *other } else { *self };
        }
        let (own, others) = (self.count as f64, other.count as f64);
        let all = own + others;
        let apart = other.mean - self.mean;
        Moments {
            count: self.count + other.count,
            mean: self.mean + apart * (others / all),
            squares: self.squares + other.squares + apart * apart * (own * others / all),
        }
    }

    /// Count, mean and sum of squared deviations, to be written down and read back.
    #[must_use]
    pub const fn to_parts(&self) -> (u64, f64, f64) {
        (self.count, self.mean, self.squares)
    }

    /// What [`Moments::to_parts`] took apart.
    #[must_use]
    pub const fn from_parts((count, mean, squares): (u64, f64, f64)) -> Moments {
        Moments { count, mean, squares }
    }

    /// How many numbers it has seen.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// Their mean; `None` without any.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then_some(self.mean)
    }

    /// Their sample variance (divisor n − 1); `None` below two numbers.
    #[must_use]
    pub fn variance(&self) -> Option<f64> {
        (self.count > 1).then(|| self.squares / (self.count - 1) as f64)
    }

    /// Their sample standard deviation; `None` below two numbers.
    #[must_use]
    pub fn standard_deviation(&self) -> Option<f64> {
        self.variance().map(f64::sqrt)
    }

    /// The standard error of their mean; `None` below two numbers.
    #[must_use]
    pub fn standard_error(&self) -> Option<f64> {
        self.variance().map(|variance| (variance / self.count as f64).sqrt())
    }
}

impl super::Join for Moments {
    fn join(&mut self, next: &Moments) {
        *self = self.merged(next);
    }
}

impl FromIterator<f64> for Moments {
    fn from_iter<I: IntoIterator<Item = f64>>(numbers: I) -> Moments {
        let mut moments = Moments::default();
        numbers.into_iter().for_each(|number| moments.add(number));
        moments
    }
}
