//! One trial, unfolding.
//!
//! [`Plan::run_trial`] is the whole of it: a pure function of (world, regimes, seed, trial number).

mod as_is;
mod books;
mod customers;
mod disruption;
mod firm;
mod matrix;
#[doc(hidden)]
pub mod measure;
mod metric;
mod metrics;
mod money;
mod office_figures;
mod office_metrics;
mod organisation;
mod outcome;
mod plan;
mod presentation;
mod references;
#[cfg(test)]
mod sample;
mod segments;
mod trace;
mod trial;
mod warm_up;
mod weekly;

pub use as_is::{AsIs, SegmentAsIs, TouchpointAsIs};
pub use metric::Metric;
pub use metrics::METRICS;
pub use money::Money;
pub use office_figures::OfficeFigures;
pub use organisation::candidate::Kind;
pub use organisation::event_log::{
    Consent, EventLog, Fate, Finish, Idea, Item, Kept, Lack, MandateMove, Review, Say, Terms, Turn,
};
pub use outcome::{ExperienceSums, Figures, FunctionFigures, Outcome, TouchpointFigures};
pub use plan::{Plan, References};
pub use presentation::{Presentation, Scale};
pub use segments::{SEGMENT_METRICS, SegmentFigures};
pub use trace::Trace;
pub use trace::life::{Answer, Asked, Life, LifeWeek, Reason, Renewal, State, Visit};
pub use trace::parting::{Parting, Way};
pub use weekly::{WEEK_METRICS, WeekFigures};
