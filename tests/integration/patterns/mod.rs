//! What must emerge without being written anywhere: the patterns that accept or reject the model, on a small bank.
//!
//! Each test prints what it measured (`cargo test --test integration patterns -- --nocapture`). All differences are
//! paired by trial; a pattern is shown when they are beyond three standard errors. Long forms of some are not run by default:
//! `cargo test --release --test integration -- --ignored --nocapture patterns`. The table in `docs/model.md` says what came out.

use dottedline::engine::{METRICS, Outcome, Plan};
use dottedline::model::Study;
use dottedline::scenario::parse;
use dottedline::stats::Moments;
use rayon::prelude::*;

mod version_1;
mod version_2;
mod version_2_borders;

/// The bank on which patterns are measured: 400 customers that stand for 2,000.
const BANK: &str = include_str!("bank.toml");

/// Standard errors beyond which a difference is clear.
const CLEAR: f64 = 3.0;

/// The first structure of every study here.
const SILOED: usize = 0;

/// The bank under siloed and other structures, with other settings put over it.
fn bank(others: &[&str], sets: &[&str]) -> Study {
    bank_with("", others, sets)
}

/// The same with more of a scenario behind it, such as structures of its own.
fn bank_with(more: &str, others: &[&str], sets: &[&str]) -> Study {
    let sets: Vec<String> = sets.iter().map(|&set| set.to_owned()).collect();
    let mut study = parse("bank.toml", &format!("{BANK}{more}"), &sets).expect("is valid").study;
    study.structures.retain(|structure| structure.id == "siloed" || others.contains(&structure.id.as_str()));
    assert_eq!((study.structures.len(), study.structures[SILOED].id.as_str()), (1 + others.len(), "siloed"));
    study
}

/// The outcomes of all structures, trial by trial.
fn trials(study: &Study, trials: u32) -> Vec<Vec<Outcome>> {
    let plan = Plan::new(&study.world);
    (0..trials).into_par_iter().map(|trial| plan.run_trial(&study.regimes(), study.seed, trial)).collect()
}

/// A figure at the horizon, by its name in results.
fn figure(outcome: &Outcome, name: &str) -> f64 {
    let metric = METRICS.iter().find(|metric| metric.name == name).expect("a metric of this name");
    (metric.read)(&outcome.end).expect("defined")
}

/// What structures gave in the same trials, by their ids.
struct Results {
    ids: Vec<String>,
    trials: Vec<Vec<Outcome>>,
}

impl Results {
    fn of(study: &Study, count: u32) -> Results {
        let ids = study.structures.iter().map(|structure| structure.id.clone()).collect();
        Results { ids, trials: trials(study, count) }
    }

    /// A figure of a structure in each trial.
    fn each(&self, id: &str, name: &str) -> Vec<f64> {
        let structure = self.ids.iter().position(|other| other == id).expect("a structure of this id");
        self.trials.iter().map(|outcomes| figure(&outcomes[structure], name)).collect()
    }

    /// What a structure has more of than another, trial by trial.
    fn ahead(&self, id: &str, other: &str, name: &str) -> Vec<f64> {
        minus(&self.each(id, name), &self.each(other, name))
    }
}

fn minus(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}

/// Mean and standard error; printed.
#[expect(clippy::print_stdout, reason = "each pattern shows what was measured")]
fn measure(what: &str, values: &[f64]) -> (f64, f64) {
    let moments: Moments = values.iter().copied().collect();
    let (mean, error) = (moments.mean().expect("values"), moments.standard_error().expect("values"));
    println!("  {what}: {mean:+.4} with standard error {error:.4}, from {} trials", values.len());
    (mean, error)
}

/// Prints what was measured; whether it lies clearly above 0.
fn clearly_above_zero(what: &str, values: &[f64]) -> bool {
    let (mean, error) = measure(what, values);
    mean > CLEAR * error
}

/// Prints what was measured; whether it lies clearly below 0.
fn clearly_below_zero(what: &str, values: &[f64]) -> bool {
    let (mean, error) = measure(what, values);
    mean < -CLEAR * error
}

/// Fails, with what was measured, unless it lies clearly above 0.
#[track_caller]
fn assert_above(what: &str, values: &[f64]) {
    let (mean, error) = measure(what, values);
    assert!(mean > CLEAR * error, "{what}: {mean:+.4} (standard error {error:.4}) is not clearly above 0");
}

/// Fails, with what was measured, unless it lies clearly below 0.
#[track_caller]
fn assert_below(what: &str, values: &[f64]) {
    let (mean, error) = measure(what, values);
    assert!(mean < -CLEAR * error, "{what}: {mean:+.4} (standard error {error:.4}) is not clearly below 0");
}

/// Fails, with what was measured, unless it lies clearly between two bounds.
#[track_caller]
fn assert_between(what: &str, values: &[f64], low: f64, high: f64) {
    let (mean, error) = measure(what, values);
    let clear = mean - CLEAR * error > low && mean + CLEAR * error < high;
    assert!(clear, "{what}: {mean:+.4} (standard error {error:.4}) is not clearly between {low} and {high}");
}
