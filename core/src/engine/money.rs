//! Money, part by part: what customers bring in and what the firm pays, in amounts that add up to the last digit.

/// Units in which money is booked, per unit of the currency.
const UNITS: f64 = 1_024.0;

/// An amount in whole units of 1/1,024 of the currency. Sums of such amounts are exact in any order up to 2⁵³ units, some
/// 8·10¹² of the currency: parts add up to their total, weeks to the run, and so do differences between structures.
pub(crate) fn booked(amount: f64) -> f64 {
    (amount * UNITS).round() / UNITS
}

/// What money came from and what it went to.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Money {
    /// Margins of customers as they are at the start.
    pub margins: f64,
    /// What customers bring in besides because they are more content than at the start.
    pub spending: f64,
    /// Worth of functional KPIs.
    pub kpi: f64,
    /// Cost of the officer's team.
    pub office: f64,
    /// Cost of committees: what lines take from functions' budgets.
    pub committees: f64,
    /// Cost of initiatives that were started.
    pub initiatives: f64,
    /// Cost of serving customers with an open problem.
    pub service: f64,
    /// Cost of winning newcomers.
    pub acquisition: f64,
    /// Cost of reorganising functions.
    pub reorganisation: f64,
}

/// What money goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cost {
    Office,
    Committees,
    Initiatives,
    Service,
    Acquisition,
    Reorganisation,
}

impl Money {
    /// What comes in.
    #[must_use]
    pub fn value(&self) -> f64 {
        self.margins + self.spending + self.kpi
    }

    /// What goes out.
    #[must_use]
    pub fn costs(&self) -> f64 {
        self.office + self.committees + self.initiatives + self.service + self.acquisition + self.reorganisation
    }

    /// What is left.
    #[must_use]
    pub fn net(&self) -> f64 {
        self.value() - self.costs()
    }

    /// Adds a bill.
    pub(crate) fn pay(&mut self, cost: Cost, amount: f64) {
        *match cost {
            Cost::Office => &mut self.office,
            Cost::Committees => &mut self.committees,
            Cost::Initiatives => &mut self.initiatives,
            Cost::Service => &mut self.service,
            Cost::Acquisition => &mut self.acquisition,
            Cost::Reorganisation => &mut self.reorganisation,
        } += amount;
    }

    /// All parts by a discount, booked.
    pub(crate) fn booked_at(&self, discount: f64) -> Money {
        self.each(&Money::default(), |part, _| booked(part * discount))
    }

    /// All parts with those of another.
    pub(crate) fn and(&self, other: &Money) -> Money {
        self.each(other, |own, other| own + other)
    }

    fn each(&self, other: &Money, of: impl Fn(f64, f64) -> f64) -> Money {
        Money {
            margins: of(self.margins, other.margins),
            spending: of(self.spending, other.spending),
            kpi: of(self.kpi, other.kpi),
            office: of(self.office, other.office),
            committees: of(self.committees, other.committees),
            initiatives: of(self.initiatives, other.initiatives),
            service: of(self.service, other.service),
            acquisition: of(self.acquisition, other.acquisition),
            reorganisation: of(self.reorganisation, other.reorganisation),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_booked_adds_up_to_the_last_digit_in_any_order() {
        let amounts: Vec<f64> = (1..2_000).map(|k| booked(1e9 / f64::from(k) * libm::sin(f64::from(k)))).collect();
        let forwards: f64 = amounts.iter().sum();
        let backwards: f64 = amounts.iter().rev().sum();
        assert_eq!(forwards, backwards);
        let unbooked: Vec<f64> = (1..2_000).map(|k| 1e9 / f64::from(k) * libm::sin(f64::from(k))).collect();
        assert_ne!(unbooked.iter().sum::<f64>(), unbooked.iter().rev().sum::<f64>(), "the test would find out");
        assert!((forwards - unbooked.iter().sum::<f64>()).abs() < 1.0, "and nothing is lost");
    }

    #[test]
    fn every_bill_is_paid_once() {
        let mut money = Money { margins: 100.0, spending: -3.0, kpi: 5.0, ..Money::default() };
        let bills = [Cost::Office, Cost::Initiatives, Cost::Service, Cost::Acquisition];
        bills.into_iter().zip([1.0, 4.0, 8.0, 16.0]).for_each(|(cost, amount)| money.pay(cost, amount));
        assert_eq!((money.value(), money.costs(), money.net()), (102.0, 29.0, 73.0));
        assert_eq!(money.booked_at(0.5).net(), 36.5);
        assert_eq!(money.and(&money).service, 16.0);
    }
}
