//! Numbers that cannot be wrong: checked once, where they enter.

/// A share or probability: finite, from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Share(f64);

impl Share {
    /// Nothing of it.
    pub const ZERO: Share = Share(0.0);
    /// All of it.
    pub const ONE: Share = Share(1.0);

    /// The share, or `None` if the number is not from 0 to 1.
    ///
    /// ```
    /// use dottedline_core::units::Share;
    /// assert_eq!(Share::new(0.4).map(Share::get), Some(0.4));
    /// assert_eq!(Share::new(1.4), None);
    /// assert_eq!(Share::new(f64::NAN), None);
    /// ```
    #[must_use]
    pub const fn new(value: f64) -> Option<Share> {
        if value >= 0.0 && value <= 1.0 { Some(Share(value)) } else { None }
    }

    /// The number, from 0 to 1.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }
}
