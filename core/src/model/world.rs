//! The firm and its customers as the scenario describes them.

use super::registry::{Parameter, Registered, above, parameter, registered, within};
use super::{CustomerParameters, Economics, Environment, InitiativeParameters, Journey, OrganisationParameters};
use crate::units::Share;

/// Everything that is the same under every structure and in every trial.
#[derive(Clone, Debug, PartialEq)]
pub struct World {
    /// Horizon and rhythms.
    pub clock: Clock,
    /// Customers at the start: the first cohort.
    pub customers: u32,
    /// Customers of the firm that each simulated one stands for.
    pub represents: f64,
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
    /// What happens around the firm.
    pub environment: Environment,
    /// What weeks are worth and what decisions cost.
    pub economics: Economics,
}

/// What `customers` means, for the field and for the registry.
const CUSTOMERS: &str =
    "Customers at the start, the first cohort; `customer.room` says how many more the firm can have.";

/// What `represents` means, for the registry.
const REPRESENTS: &str = "Customers of the firm that each simulated one stands for. What customers bring in and cost, and how much feedback there is, scale with it; the office, committees and initiatives do not.";

impl Registered for World {
    const TITLE: (&'static str, &'static str) = ("World", "The firm and its customers.");
    const PARAMETERS: &'static [Parameter<World>] = &[
        parameter!(World, customers, "", u32, CUSTOMERS, "customers", within(1.0, 2e7), within(1e3, 4e3), Choice, ""),
        parameter!(World, represents, "", f64, REPRESENTS, "customers", above(0.0, 1e6), within(1.0, 1e3), Fact, ""),
    ];

    /// A world has to be described.
    fn usual() -> Option<World> {
        None
    }

    fn usual_number(place: usize) -> Option<f64> {
        [f64::from(World::USUAL_CUSTOMERS), World::USUAL_REPRESENTS].get(place).copied()
    }
}

impl World {
    /// Customers of a study that says nothing else.
    pub const USUAL_CUSTOMERS: u32 = 2_000;

    /// What each of them stands for in a study that says nothing else: the firm is as small as it is simulated.
    pub const USUAL_REPRESENTS: f64 = 1.0;

    /// Share of its negative effects on others' views that a function hides: its own, or that of the whole firm.
    #[must_use]
    pub fn blame(&self, function: usize) -> f64 {
        self.functions[function].blame.map_or(self.organisation.blame, Share::get)
    }

    /// A function with everything that it falls back on.
    #[must_use]
    pub fn resolved(&self, function: usize) -> Function {
        let (blame, readiness) = (Share::new(self.blame(function)), Share::new(self.readiness(function)));
        Function { blame, readiness, ..self.functions[function].clone() }
    }

    /// Readiness of a function for customer work at the start: its own, or that of the whole firm.
    #[must_use]
    pub fn readiness(&self, function: usize) -> f64 {
        self.functions[function].readiness.map_or(self.organisation.readiness, Share::get)
    }
}

registered! {
    /// Horizon and rhythms of a trial, all in weeks.
    #[derive(Copy, Eq)]
    pub struct Clock {
        /// The horizon: weeks simulated under each structure.
        weeks: u32 = 208, "weeks", within(1.0, 5200.0) => within(104.0, 416.0), Choice;
        /// Weeks before the start in which customers get to know the firm as it is; nobody leaves, joins or decides.
        warmup_weeks: u32 = 52, "weeks", within(0.0, 5200.0) => within(26.0, 104.0), Choice;
        /// Weeks between two decisions of the organisation: how often a firm decides, not how much it does.
        cycle_weeks: u32 = 4, "weeks", within(1.0, 520.0) => within(2.0, 13.0), Assumption;
        /// Weeks between two customer surveys.
        survey_weeks: u32 = 13, "weeks", within(1.0, 520.0) => within(4.0, 26.0), Assumption;
    }
}

registered! {
    /// A function of the firm: marketing, sales, service, ...
    pub struct Function {
        beside {
            /// Its name in the scenario file.
            pub id: String = String::new();
            /// Role: it starts initiatives.
            pub implements: bool = true;
            /// Role: others can see the effects on its touchpoints, as far as data sharing goes.
            pub provides_data: bool = true;
            /// Role: its readiness spreads to the other functions.
            pub influences: bool = false;
            /// Role: it has a seat where customer matters are decided; its consent is needed.
            pub defines: bool = false;
        }
        /// Money for initiatives per four weeks; an initiative costs .6 to 1.4 units unless `[initiatives]` says otherwise.
        budget: f64 = 1.4, "cost units per four weeks", within(0.0, 1000.0) => within(0.7, 2.8), Assumption;
        /// Share of its negative effects on others' views that it hides. Left out: `organisation.blame`.
        blame: Option<Share> = None, "share", within(0.0, 1.0) => within(0.25, 1.0), Assumption;
        /// Its readiness for customer work at the start. Left out: `organisation.readiness`.
        readiness: Option<Share> = None, "0-1", within(0.0, 1.0) => within(0.2, 0.8), Assumption;
    }
}

registered! {
    /// A place where customers meet the firm.
    pub struct Touchpoint {
        beside {
            /// Its name in the scenario file.
            pub id: String = String::new();
            /// Index of the function that owns it.
            pub owner: usize = 0;
            /// Whether a problem can be solved here.
            pub resolves: bool = false;
            /// Index of the function that hears the customers here, if it is not the owner.
            pub heard_by: Option<usize> = None;
        }
        /// Quality at the start: the experience of an ordinary contact. Take it from your own satisfaction figures, on a scale from 0 to 1.
        quality: f64 = 0.75, "0-1", within(0.01, 0.99) => within(0.5, 0.9), Assumption;
        /// Weight of a contact in the customer's memory (moment of truth); 1 is ordinary.
        weight: f64 = 1.0, "factor", above(0.0, 100.0) => within(0.5, 2.0), Assumption;
        /// Share of contacts that leave feedback.
        feedback: Share = share(0.05), "share", within(0.0, 1.0) => within(0.02, 0.1), Assumption;
        /// Probability that a failed contact here opens a problem: small where customers want nothing, such as at a newsletter.
        risk: Share = Share::ONE, "probability", within(0.0, 1.0) => within(0.02, 1.0), Assumption;
        /// Contacts a week that it serves well; beyond it experiences suffer from overload. Left out: as many as come.
        capacity: Option<f64> = None, "contacts per week", above(0.0, 1e9), Assumption;
    }
}

impl Touchpoint {
    /// The function that hears the voice of the customer here.
    #[must_use]
    pub fn hearer(&self) -> usize {
        self.heard_by.unwrap_or(self.owner)
    }
}

registered! {
    /// A group of customers that differ in expectation, loyalty and worth.
    pub struct Segment {
        beside {
            /// Its name in the scenario file.
            pub id: String = String::new();
            /// Its journey: the firm's, with the segment's own rows in place of those it names.
            pub journey: Journey = Journey { calm: Vec::new(), problem: Vec::new() };
        }
        /// Share of the customers; the shares of all segments add up to 1.
        share: Share = Share::ONE, "share", within(0.0, 1.0), Fact;
        /// Expectation at the start, and satisfaction too.
        expectation: Share = share(0.7), "0-1", within(0.0, 1.0) => within(0.5, 0.9), Assumption;
        /// α of the Beta distribution of the probability to leave at a renewal; the mean is α / (α + β), and a small α + β means that customers differ much.
        churn_alpha: f64 = 0.9, "shape", above(0.0, 1e6) => within(0.45, 1.8), Assumption;
        /// β of the same distribution.
        churn_beta: f64 = 14.0, "shape", above(0.0, 1e6) => within(7.0, 28.0), Assumption;
        /// Weeks between two renewals: how often a customer decides whether to stay.
        renewal_weeks: u32 = 26, "weeks", within(1.0, 5200.0), Fact;
        /// Margin per customer and week.
        margin: f64 = 4.0, "currency per week", within(-1e9, 1e9) => within(2.0, 8.0), Fact;
    }
}

const fn share(value: f64) -> Share {
    match Share::new(value) {
        Some(share) => share,
        None => Share::ZERO,
    }
}
