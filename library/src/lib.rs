//! dottedline: which organisation keeps its customers?
//!
//! The same firm, the same customers and the same random numbers under several structures of customer responsibility; what
//! differs is caused by the structure. The model is described in `docs/model.md`, the map of the code in
//! `ARCHITECTURE.md`.
//!
//! What the program does with studies, from a scenario to a results folder, stands in [`application`] for any caller.
//!
//! One run in types: `text → ScenarioFile → Study → Vec<Outcome> → Findings → files`.
//!
//! ```
//! use dottedline::compare::{Judgement, answer};
//! use dottedline::engine::Outcome;
//! use dottedline::study::{self, Observer, RunOptions};
//! use dottedline::scenario;
//!
//! // Somebody who watches: here, the customers kept by the first structure, trial by trial.
//! #[derive(Default)]
//! struct Kept(Vec<f64>);
//!
//! impl Observer for Kept {
//!     type Error = std::convert::Infallible;
//!
//!     fn trial(&mut self, _trial: u32, outcomes: &[Option<Outcome>]) -> Result<(), Self::Error> {
//!         self.0.extend(outcomes[0].iter().map(|outcome| outcome.end.retention));
//!         Ok(())
//!     }
//! }
//!
//! // Read and check: a shipped scenario, made small.
//! let template = &scenario::templates()[0];
//! let small = ["study.trials=3", "study.customers=100", "study.weeks=52"].map(str::to_owned);
//! let scenario = scenario::parse(template.name, template.text, &small)?;
//!
//! // Run: trials in parallel, results in trial order, the same on any machine.
//! let mut kept = Kept::default();
//! let finished = study::run(&scenario.study, RunOptions::default(), &mut kept)?;
//! assert_eq!(kept.0.len(), 3);
//!
//! // Summarise: means over trials with their intervals, and differences to the baseline.
//! let retention = finished.findings.summary_of(0, "retention").ok_or("no such figure")?;
//! assert_eq!(retention.estimate.n, 3);
//! println!("{:?}, 95 % interval {:?}", retention.estimate.mean, retention.estimate.interval);
//! println!("{}", answer(&Judgement::of_findings(&finished.findings)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod application;
pub mod calibration;
pub mod claims;
pub mod compare;
pub mod digest;
pub mod listing;
pub mod numbers;
pub mod numerals;
pub mod observed;
pub mod output;
pub mod report;
pub mod scenario;
pub mod shards;
pub mod study;

pub use dottedline_core::{engine, lanes, model, random, stats, units};

/// The code in the README, compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
