//! How the figures of a metric are told on the page.

use crate::engine::{Presentation, Scale};
pub(super) use crate::numbers::decimals_of_margin;
pub(super) use crate::numbers::first_upper;
use crate::numbers::of_money;
pub(super) use crate::numbers::typeset::{decimal, percent, plain, signed};
use crate::study::{Frame, presentation};

/// How the figures of a metric are told: multiplied by a factor, with a unit behind.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Manner {
    /// What readers call the metric, in the middle of a sentence.
    pub(super) name: String,
    /// What numbers are multiplied by.
    pub(super) factor: f64,
    /// The unit of levels: `%`, `points`, `thousand`.
    pub(super) unit: &'static str,
    /// The unit of differences: points, where levels are per cent.
    pub(super) unit_of_difference: &'static str,
    /// The name of the money, if it is money and has one.
    pub(super) currency: String,
    /// Decimals at least, however wide the intervals are.
    pub(super) least: usize,
    /// The least and the most that a level can be, where there is such a thing.
    pub(super) bounds: (f64, f64),
}

impl Manner {
    /// How a metric is told whose largest number is this one.
    pub(super) fn of(metric: &str, largest: f64) -> Manner {
        let Presentation { label, scale, decimals, .. } = presentation(metric).unwrap_or(Presentation::plain(""));
        let name = if label.is_empty() { metric.replace('_', " ") } else { label.to_owned() };
        let (factor, unit, unit_of_difference) = match scale {
            Scale::Money => money(largest),
            scale => (scale.factor(), scale.unit(), scale.unit_of_difference()),
        };
        let currency = String::new();
        Manner { name, factor, unit, unit_of_difference, currency, least: decimals, bounds: scale.bounds() }
    }

    /// The same of a firm: money in its currency, customers as many as it has, retention named by its horizon.
    pub(super) fn in_frame(metric: &str, largest: f64, frame: &Frame) -> Manner {
        let Some(Presentation { scale, .. }) = presentation(metric) else { return Manner::of(metric, largest) };
        let manner = Manner::of(metric, largest);
        let factor = if scale == Scale::Count { frame.represents } else { manner.factor };
        Manner { name: frame.label(metric), factor, currency: frame.currency_of(scale).to_owned(), ..manner }
    }

    /// A unit with the name of the money behind, if it is money.
    pub(super) fn with_currency(&self, unit: &str) -> String {
        [unit, &self.currency].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// A level: "67.0 %".
    pub(super) fn level(&self, value: f64, decimals: usize) -> String {
        with_unit(&decimal(value * self.factor, decimals), &self.with_currency(self.unit))
    }

    /// A difference without a sign: "3.3 points".
    pub(super) fn amount(&self, value: f64, decimals: usize) -> String {
        with_unit(&decimal(value.abs() * self.factor, decimals), &self.with_currency(self.unit_of_difference))
    }

    /// The name of an axis: as that of a column, with the scale behind where there is no unit: "Mandate (0 to 1)".
    pub(super) fn axis(&self, difference: bool) -> String {
        let (titled, (low, high)) = (self.titled(difference), self.bounds);
        let has_unit = difference || !self.unit.is_empty() || !self.currency.is_empty();
        if has_unit || !low.is_finite() || !high.is_finite() {
            return titled;
        }
        format!("{titled} ({} to {})", decimal(low * self.factor, 0), decimal(high * self.factor, 0))
    }

    /// The name of a column: "retention, %".
    pub(super) fn titled(&self, difference: bool) -> String {
        let unit = self.with_currency(if difference { self.unit_of_difference } else { self.unit });
        let name = first_upper(&self.name);
        if unit.is_empty() { name } else { format!("{name}, {unit}") }
    }
}

fn money(largest: f64) -> (f64, &'static str, &'static str) {
    let (factor, unit) = of_money(largest);
    (factor, unit, unit)
}

fn with_unit(number: &str, unit: &str) -> String {
    if unit.is_empty() { number.to_owned() } else { format!("{number}\u{a0}{unit}") }
}
