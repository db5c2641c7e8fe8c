//! One trial, unfolding.
//!
//! [`Plan::run_trial`] is the whole of it: a pure function of (world, structures, seed, trial number).

mod books;
mod customers;
mod firm;
mod matrix;
#[doc(hidden)]
pub mod measure;
mod organisation;
mod outcome;
mod plan;
#[cfg(test)]
mod sample;
mod trial;
mod warm_up;

pub use outcome::{
    ExperienceSums, Figures, FunctionFigures, METRICS, Metric, Outcome, TouchpointFigures, WEEK_METRICS, WeekFigures,
};
pub use plan::Plan;
