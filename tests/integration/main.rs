//! All integration tests, one module per topic.

mod experiment;
mod results_folder;
mod scenarios;
mod small_study;
mod statistics;
