//! What varies in an experiment, and how far.

use crate::model::{Address, Assumption};

/// Significant digits of values that a design makes: they are read by people, and are what is run.
const DIGITS: i32 = 6;

/// A number of the study that varies between two ends.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// Which number it is.
    pub address: Address,
    /// What the study takes it for; `None` where it is left out and follows another number.
    pub today: Option<f64>,
    /// Lower end.
    pub low: f64,
    /// Upper end, above `low`.
    pub high: f64,
    /// Values that it takes on a grid; `None`: as the layout has it.
    pub levels: Option<u32>,
    /// Whether it lies as often below today's value as above, as what is plausible does, or evenly between the ends.
    pub around_today: bool,
}

impl From<&Assumption> for Input {
    /// Over its plausible range.
    fn from(assumption: &Assumption) -> Input {
        Input {
            address: assumption.address.clone(),
            today: Some(assumption.number),
            low: assumption.plausible.least,
            high: assumption.plausible.most,
            levels: None,
            around_today: true,
        }
    }
}

impl Input {
    /// The value below which this share, from 0 to 1, of its values lies; a whole number where it has to be one.
    #[must_use]
    pub fn at(&self, share: f64) -> f64 {
        let Input { low, high, .. } = *self;
        let middle = self.today.filter(|today| self.around_today && (low..=high).contains(today));
        let value = match middle {
            Some(today) if share < 0.5 => low + 2.0 * share * (today - low),
            Some(today) => today + (2.0 * share - 1.0) * (high - today),
            None => low + share * (high - low),
        };
        let value = if self.address.about().whole { value.round() } else { rounded(value) };
        value.clamp(low, high)
    }

    /// So many values from end to end, evenly spaced, each once.
    #[must_use]
    pub fn grid(&self, levels: u32) -> Vec<f64> {
        let even = Input { around_today: false, ..self.clone() };
        let last = levels.saturating_sub(1).max(1);
        let mut values: Vec<f64> =
            (0..levels.max(2)).map(|place| even.at(f64::from(place) / f64::from(last))).collect();
        values.dedup();
        values
    }
}

/// A number with so few digits that it can be read.
fn rounded(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let size = libm::floor(libm::log10(value.abs())) as i32;
    let decimals = (DIGITS - 1 - size).clamp(0, 17);
    format!("{value:.*}", decimals as usize).parse().unwrap_or(value)
}
