//! All integration tests, one module per topic.

mod experiment;
mod results_folder;
mod scenarios;
mod simulated_study;
mod small_study;
mod statistics;
