//! dottedline: which organisation keeps its customers?

pub mod engine;
pub mod experiment;
pub mod model;
pub mod output;
pub mod random;
pub mod scenario;
pub mod stats;
pub mod units;
