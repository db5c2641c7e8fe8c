//! All integration tests, one module per topic.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

mod any_table;
mod application;
mod assumptions;
mod choosing;
mod circles;
mod claims;
mod comparing;
mod coverage;
mod decisions;
mod documentation;
mod ecsi;
mod eliminating;
mod engine;
mod forms;
mod in_memory;
mod lifetimes;
mod malformed;
mod money;
mod own_results;
mod parquet_tables;
mod patterns;
mod program;
mod readme;
mod reference;
mod registry;
mod report;
mod results_folder;
mod scenarios;
mod settling;
mod shards;
mod sharing_out;
mod signs;
mod simulated_study;
mod small_study;
mod sobol_points;
mod statistics;
mod stopping;
mod strangers;
mod study;
mod tables;
mod tidy;
mod trace_command;
mod tracing;
