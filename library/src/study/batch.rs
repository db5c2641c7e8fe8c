//! Trials that are computed together, and how each is taken up.

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::Findings;
use super::observer::{Computed, Observer, TrialSource};
use crate::engine::Outcome;

/// Trials that are computed together.
pub(super) struct Batch<'b> {
    pub(super) source: &'b dyn TrialSource,
    pub(super) trials: Range<u32>,
    pub(super) running: &'b [usize],
    pub(super) structures: usize,
}

impl Batch<'_> {
    /// A trial; a panic is how it failed.
    pub(super) fn compute(&self, trial: u32) -> Computed {
        let outcomes = catch_unwind(AssertUnwindSafe(|| self.source.trial(trial, self.running)));
        outcomes.unwrap_or_else(|panic| Err(said(panic.as_ref())))
    }

    /// Takes up the next trial.
    pub(super) fn take_one<O: Observer + ?Sized>(
        &self,
        trial: u32,
        result: Computed,
        observer: &mut O,
        findings: &mut Findings,
    ) -> Result<(), O::Error> {
        match result {
            Ok(outcomes) => {
                let outcomes = in_study_order(outcomes, self.running, self.structures);
                observer.trial(trial, &outcomes)?;
                findings.add(&outcomes);
            }
            Err(how) => {
                observer.failed(trial, &how)?;
                findings.fail(self.running);
            }
        }
        observer.keep(findings)
    }
}

/// One entry per structure, of the outcomes of those that ran.
fn in_study_order(outcomes: Vec<Outcome>, running: &[usize], structures: usize) -> Vec<Option<Outcome>> {
    let mut ordered: Vec<Option<Outcome>> = std::iter::repeat_with(|| None).take(structures).collect();
    for (&structure, outcome) in running.iter().zip(outcomes) {
        ordered[structure] = Some(outcome);
    }
    ordered
}

/// What a panic said.
fn said(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|&text| text.to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no reason given".to_owned())
}
