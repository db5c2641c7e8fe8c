//! The firm and its customers as the scenario describes them.

use super::{CustomerParameters, Economics, InitiativeParameters, Journey, OrganisationParameters};
use crate::units::Share;

/// Everything that is the same under every structure and in every trial.
#[derive(Clone, Debug)]
pub struct World {
    /// Horizon and rhythms.
    pub clock: Clock,
    /// Customer slots: the size of the first cohort, and the most customers the firm ever has.
    pub customers: u32,
    /// The functions, in file order.
    pub functions: Vec<Function>,
    /// The touchpoints, in file order.
    pub touchpoints: Vec<Touchpoint>,
    /// The journey of segments without rows of their own; its edges say which touchpoints are adjacent.
    pub journey: Journey,
    /// The customer segments, in file order.
    pub segments: Vec<Segment>,
    /// How customers experience, remember, and leave.
    pub customer: CustomerParameters,
    /// What kinds of initiatives functions think of.
    pub initiatives: InitiativeParameters,
    /// How the organisation perceives, decides and changes.
    pub organisation: OrganisationParameters,
    /// What weeks are worth and what decisions cost.
    pub economics: Economics,
}

/// Horizon and rhythms of a trial, all in weeks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// Weeks simulated under each structure (the horizon), at least 1.
    pub weeks: u32,
    /// Weeks before the start, in the initial organisation, in which nobody leaves or joins.
    pub warmup_weeks: u32,
    /// Weeks between two decisions of the organisation, at least 1.
    pub cycle_weeks: u32,
    /// Weeks between two surveys, at least 1.
    pub survey_weeks: u32,
}

/// A function of the firm: marketing, sales, service, ...
#[derive(Clone, Debug)]
pub struct Function {
    /// Its name in the scenario file.
    pub id: String,
    /// Budget for initiatives per cycle, in cost units (an initiative costs .6 to 1.4 units).
    pub budget: f64,
    /// Share of its negative effects on others' views that it hides ("who looks bad hides data").
    pub blame: Share,
    /// Readiness for customer work at the start, r₀.
    pub readiness: Share,
    /// Role: it starts initiatives.
    pub implements: bool,
    /// Role: others can see the effects on its touchpoints, as far as data sharing goes.
    pub provides_data: bool,
    /// Role: its readiness spreads to the other functions.
    pub influences: bool,
    /// Role: it has a seat where customer matters are decided; its consent is needed.
    pub defines: bool,
}

/// A place where customers meet the firm.
#[derive(Clone, Debug)]
pub struct Touchpoint {
    /// Its name in the scenario file.
    pub id: String,
    /// Index of the function that owns it.
    pub owner: usize,
    /// Quality at the start, q₀, within .01 and .99.
    pub quality: f64,
    /// Weight of a contact in the customer's memory (moment of truth), above 0; 1 is ordinary.
    pub weight: f64,
    /// Share of contacts that leave feedback.
    pub feedback: Share,
    /// Whether a problem can be solved here.
    pub resolves: bool,
    /// Index of the function that hears the customers here, if it is not the owner.
    pub heard_by: Option<usize>,
    /// Contacts a week that it can serve well; `None`: as many as come.
    pub capacity: Option<f64>,
}

impl Touchpoint {
    /// The function that hears the voice of the customer here.
    #[must_use]
    pub fn hearer(&self) -> usize {
        self.heard_by.unwrap_or(self.owner)
    }
}

/// A group of customers that differ in expectation, loyalty and worth.
#[derive(Clone, Debug)]
pub struct Segment {
    /// Its name in the scenario file.
    pub id: String,
    /// Share of the customer slots; the shares of all segments add up to 1.
    pub share: Share,
    /// Expectation E₀, and satisfaction at the start.
    pub expectation: Share,
    /// α of the Beta distribution of the probability of leaving at a renewal, above 0.
    pub churn_alpha: f64,
    /// β of that distribution, above 0.
    pub churn_beta: f64,
    /// Weeks between two renewals, at least 1.
    pub renewal_weeks: u32,
    /// Margin per customer and week, in the scenario's currency.
    pub margin: f64,
    /// Its journey: the firm's, with the segment's own rows in place of those it names.
    pub journey: Journey,
}
