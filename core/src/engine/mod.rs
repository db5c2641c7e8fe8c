//! One trial, unfolding.
//!
//! [`Plan::run_trial`] is the whole of it: a pure function of (world, regimes, seed, trial number).

mod books;
mod customers;
mod disruption;
mod firm;
mod matrix;
#[doc(hidden)]
pub mod measure;
mod organisation;
mod outcome;
mod plan;
mod presentation;
mod references;
#[cfg(test)]
mod sample;
mod trace;
mod trial;
mod warm_up;

pub use organisation::candidate::Kind;
pub use organisation::event_log::{Consent, EventLog, Fate, Finish, Idea, Item, Lack, Review, Say, Turn};
pub use outcome::{
    ExperienceSums, Figures, FunctionFigures, METRICS, Metric, Outcome, TouchpointFigures, WEEK_METRICS, WeekFigures,
};
pub use plan::{Plan, References};
pub use presentation::{Presentation, Scale};
pub use trace::Trace;
pub use trace::life::{Answer, Asked, Life, LifeWeek, Reason, Renewal, State, Visit};
pub use trace::parting::{Parting, Way};
