//! All integration tests, one module per topic.

mod engine;
mod experiment;
mod patterns;
mod program;
mod readme;
mod results_folder;
mod scenarios;
mod simulated_study;
mod small_study;
mod statistics;
mod tidy;
