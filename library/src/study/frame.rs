//! What figures are told of: the horizon, the whole firm and its money.

use super::figures::presentation;
use crate::engine::Scale;
use crate::model::Study;
use crate::numbers::{grouped, horizon};

/// The figure that is a share at the horizon, and therefore named by it.
const AT_HORIZON: &str = "retention";

/// What figures of a study are told of. Tables count simulated customers; people are told of the whole firm.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// Weeks to the horizon; 0: not known.
    pub weeks: u32,
    /// Simulated customers at the start; 0: not known.
    pub customers: u32,
    /// Customers of the firm for each simulated one.
    pub represents: f64,
    /// The name of the money; may be empty.
    pub currency: String,
}

impl Default for Frame {
    /// Of a study of which nothing is known.
    fn default() -> Frame {
        Frame { weeks: 0, customers: 0, represents: 1.0, currency: String::new() }
    }
}

impl From<&Study> for Frame {
    fn from(study: &Study) -> Frame {
        let world = &study.world;
        Frame {
            weeks: world.clock.weeks,
            customers: world.customers,
            represents: world.represents,
            currency: study.currency.clone(),
        }
    }
}

impl Frame {
    /// What readers call a figure: the share of customers who stay is named by the time over which they do.
    #[must_use]
    pub fn label(&self, metric: &str) -> String {
        let label = presentation(metric).map_or_else(|| metric.to_owned(), |known| known.label.to_owned());
        if metric == AT_HORIZON && self.weeks > 0 { format!("{label} over {}", horizon(self.weeks)) } else { label }
    }

    /// What numbers on a scale are multiplied by.
    #[must_use]
    pub fn factor(&self, scale: Scale) -> f64 {
        if scale == Scale::Count { self.represents } else { scale.factor() }
    }

    /// The name of the money of a scale that is money; else, and where it has none, nothing.
    #[must_use]
    pub fn currency_of(&self, scale: Scale) -> &str {
        if scale == Scale::Money { &self.currency } else { "" }
    }

    /// Whom figures are about, and in which money: "All figures are for the whole firm of 200,000 customers; money in EUR." Nothing
    /// where the firm is not known.
    #[must_use]
    pub fn words(&self) -> String {
        let money = match self.currency.as_str() {
            "" => "the currency of the scenario",
            name => name,
        };
        let firm = grouped(f64::from(self.customers) * self.represents);
        match self.customers {
            0 => String::new(),
            1 if firm == "1" => format!("All figures are for the whole firm of 1 customer; money in {money}."),
            _ => format!("All figures are for the whole firm of {firm} customers; money in {money}."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(weeks: u32, currency: &str) -> Frame {
        Frame { weeks, customers: 2_000, represents: 150.0, currency: currency.to_owned() }
    }

    #[test]
    fn retention_is_named_by_the_time_over_which_customers_stay() {
        let named = |weeks| [frame(weeks, "").label("retention"), frame(weeks, "").label("retention_annualised")];
        assert_eq!(named(312), ["retention over 6 years", "yearly retention"]);
        assert_eq!(named(30)[0], "retention over 30 weeks");
        assert_eq!(Frame::default().label("retention"), "retention");
        assert_eq!(Frame::default().label("of_another_program"), "of_another_program");
    }

    #[test]
    fn customers_are_those_of_the_whole_firm_and_money_is_in_its_currency() {
        assert_eq!(frame(1, "EUR").words(), "All figures are for the whole firm of 300,000 customers; money in EUR.");
        assert!(frame(1, "").words().ends_with("money in the currency of the scenario."));
        assert_eq!(Frame::default().words(), "");
        assert_eq!(
            [Scale::Count, Scale::Percent, Scale::Money].map(|scale| frame(1, "").factor(scale)),
            [150.0, 100.0, 1.0]
        );
        assert_eq!([Scale::Count, Scale::Money].map(|scale| frame(1, "EUR").currency_of(scale).len()), [0, 3]);
    }
}
