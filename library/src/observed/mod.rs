//! What a firm has measured of itself, and what its description implies of the same.
//!
//! A scenario describes a firm by what causes things: qualities, probabilities, sensitivities. A firm knows what comes of them:
//! a score, contacts, a retention. [`AsIs`] lives through a year of the described firm; [`Target`]s put
//! both side by side, each with the setting that moves it.

mod arrivals;
mod money;
mod targets;

#[doc(hidden)]
pub use arrivals::{NoArrivals, Stage, arrivals};
#[doc(hidden)]
pub use money::{Spending, settings as money_settings, spending};
#[doc(hidden)]
pub use targets::money as money_targets;
pub(crate) use targets::spread;
use targets::targets;

use crate::engine::AsIs;
use crate::model::Study;
use crate::stats::{normal_probability, normal_quantile};

/// Simulated customers in whom a firm is observed: standard errors near .001 of a retention and .3 of a score.
pub(crate) const CUSTOMERS: u32 = 65_536;

/// A year of the study's firm as it is, and all that was observed beside what it implies.
#[must_use]
pub fn compare(study: &Study, observed: &Observed) -> (AsIs, Vec<Target>) {
    let (as_is, mut targets) = seen_in(study, observed, CUSTOMERS);
    targets.extend(targets::money(observed, study));
    (as_is, targets)
}

/// The same, seen in so many simulated customers, without money.
pub(crate) fn seen_in(study: &Study, observed: &Observed, customers: u32) -> (AsIs, Vec<Target>) {
    let as_is = AsIs::of(&study.world, customers);
    let both = observed.nps.and(observed.nps_year_ago);
    let trend = both.and_then(|_| AsIs::nps_trend(&study.world, customers));
    let targets = targets(observed, study, &as_is, trend);
    (as_is, targets)
}

/// What a firm has observed. Nothing of it changes a result.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Observed {
    /// Net promoter score.
    pub nps: Option<Measured>,
    /// Net promoter score a year before.
    pub nps_year_ago: Option<Measured>,
    /// Share of customers who answer the survey.
    pub response_rate: Option<f64>,
    /// Complaints per customer and year.
    pub complaints_per_year: Option<f64>,
    /// Share of problems solved at the first contact that could solve them.
    pub first_contact_resolution: Option<f64>,
    /// Share of contacts that come straight from another function.
    pub transfers: Option<f64>,
    /// Share of customers with an open complaint who leave within a year.
    pub churn_after_complaint: Option<f64>,
    /// Share of customers without one who do.
    pub churn_without_complaint: Option<f64>,
    /// Customers of the whole firm.
    pub customers: Option<f64>,
    /// What the customer office costs in a year, in the scenario's currency.
    pub cx_budget_per_year: Option<f64>,
    /// People in its team.
    pub cx_people: Option<f64>,
    /// What one person of its team costs in a year.
    pub person_cost_per_year: Option<f64>,
    /// Initiatives that the firm begins in a year, under the baseline.
    pub initiatives_per_year: Option<f64>,
    /// What one of them costs.
    pub initiative_cost: Option<f64>,
    /// One entry per segment of the world; empty if nothing at all was observed.
    pub segments: Vec<ObservedSegment>,
    /// One entry per touchpoint of the world; empty if nothing at all was observed.
    pub touchpoints: Vec<ObservedTouchpoint>,
}

impl Observed {
    /// Whether nothing was observed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let none = Observed {
            segments: vec![ObservedSegment::default(); self.segments.len()],
            touchpoints: vec![ObservedTouchpoint::default(); self.touchpoints.len()],
            ..Observed::default()
        };
        *self == none
    }
}

/// Something observed, beside what the scenario implies of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// What it is, by the places of segments and touchpoints in the world.
    pub(crate) measure: Measure,
    /// What it is, as a dotted path below `[observed]`: `nps`, `segment.bundled.yearly_retention`.
    pub name: String,
    /// The unit that both are in.
    pub unit: &'static str,
    /// What was observed.
    pub observed: f64,
    /// Its standard error; `None`: not known.
    pub standard_error: Option<f64>,
    /// What the scenario implies; `None`: nothing, since it never comes to that (no contact, no contract due).
    pub implied: Option<f64>,
    /// How far apart the two may be and still be called alike.
    pub tolerance: f64,
    /// The settings that move it, as dotted paths.
    pub moved_by: String,
}

impl Target {
    /// Whether what is implied is within the tolerance; never, if nothing is implied.
    #[must_use]
    pub fn is_alike(&self) -> bool {
        self.gap().is_some_and(|gap| gap.abs() <= self.tolerance)
    }

    /// Decimals that show a gap as large as the tolerance.
    #[must_use]
    pub fn decimals(&self) -> usize {
        [0.5, 0.05, 0.005, 0.0005].iter().position(|&half| self.tolerance >= half).unwrap_or(4)
    }

    /// Whether it lies between 0 and 1.
    pub(crate) fn is_share(&self) -> bool {
        self.unit.starts_with("share")
    }

    /// Implied less observed.
    #[must_use]
    pub fn gap(&self) -> Option<f64> {
        self.implied.map(|implied| implied - self.observed)
    }
}

/// What can be observed; segments and touchpoints by their places in the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Measure {
    Nps,
    NpsTrend,
    SegmentNps(usize),
    YearlyRetention(usize),
    /// Of a segment, after so many years.
    RetentionByYear(usize, u32),
    Share(usize),
    Margin(usize),
    Satisfaction(usize),
    Contacts(usize),
    ProblemRate(usize),
    Complaints,
    FirstContactResolution,
    Transfers,
    ChurnAfterComplaint,
    ChurnWithoutComplaint,
    ResponseRate,
    Customers,
    /// What offices and initiatives cost, and how many initiatives there are.
    Money,
}

/// A figure with what is known of its error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// The figure.
    pub value: f64,
    /// Its standard error; `None`: not known.
    pub standard_error: Option<f64>,
}

/// What was observed of a segment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ObservedSegment {
    /// Share of its customers still there after a year.
    pub yearly_retention: Option<f64>,
    /// Shares of new customers still there after 1, 2, 3, ... years; empty if not observed.
    pub retention_by_year: Vec<f64>,
    /// Net promoter score.
    pub nps: Option<Measured>,
    /// Share of the customers.
    pub share: Option<f64>,
    /// Margin per customer and year, in the scenario's currency.
    pub margin_per_year: Option<f64>,
}

/// What was observed of a touchpoint.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ObservedTouchpoint {
    /// Satisfaction after a contact.
    pub satisfaction: Option<Satisfaction>,
    /// Contacts per customer and year.
    pub contacts_per_year: Option<f64>,
    /// Share of contacts that leave a problem.
    pub problem_rate: Option<f64>,
}

/// Satisfaction on the scale on which it was asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Satisfaction {
    /// What was told of the answers.
    pub level: Level,
    /// The worst answer.
    pub worst: f64,
    /// The best answer.
    pub best: f64,
    /// How many answers it is of; `None`: not known.
    pub answers: Option<f64>,
}

/// What is told of the answers to a question for satisfaction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Level {
    /// Their mean.
    Mean(f64),
    /// The share of the two best answers.
    TopTwo(f64),
}

impl Satisfaction {
    /// The answer that says an experience from 0 to 1.
    #[must_use]
    pub fn on_scale(&self, experience: f64) -> f64 {
        self.worst + experience * (self.best - self.worst)
    }

    /// What the same question would find where experiences have this mean and standard deviation, from 0 to 1. Shares of the
    /// two best answers take experiences as normal and answers as rounded to whole numbers.
    #[must_use]
    pub fn implied(&self, mean: f64, sd: f64) -> f64 {
        match self.level {
            Level::Mean(_) => self.on_scale(mean),
            Level::TopTwo(_) => top_two(mean, sd, self.best - self.worst),
        }
    }

    /// The mean experience, from 0 to 1, at which the question finds this value, experiences having this standard deviation.
    pub(crate) fn experience_of(&self, value: f64, sd: f64) -> f64 {
        match self.level {
            Level::Mean(_) => (value - self.worst) / (self.best - self.worst),
            Level::TopTwo(_) => {
                let z = normal_quantile(value.clamp(0.001, 0.999)).unwrap_or(0.0);
                least_of_top_two(self.best - self.worst) + sd * z
            }
        }
    }

    /// What was observed.
    #[must_use]
    pub fn value(&self) -> f64 {
        match self.level {
            Level::Mean(value) | Level::TopTwo(value) => value,
        }
    }
}

/// Share of answers of 1½ or less below the best, of a scale with so many steps.
fn top_two(mean: f64, sd: f64, steps: f64) -> f64 {
    let least = least_of_top_two(steps);
    if sd > 0.0 { normal_probability((mean - least) / sd) } else { f64::from(u8::from(mean >= least)) }
}

fn least_of_top_two(steps: f64) -> f64 {
    1.0 - 1.5 / steps
}
