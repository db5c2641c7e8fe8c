//! Trials that are kept elsewhere, and those that were finished since.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::totals::Totals;
use super::trial_range::{TrialRange, TrialRangeBuilder, TrialStore};
use crate::engine::Outcome;
use crate::model::Study;

/// Trials that come in one by one, after those that are kept elsewhere.
#[derive(Clone, Debug)]
pub(super) struct Growing {
    before: Option<Arc<dyn TrialStore>>,
    new: TrialRangeBuilder,
}

impl Growing {
    /// From this trial on.
    pub(super) fn starting_at(study: &Study, trial: u32) -> Growing {
        Growing { before: None, new: TrialRangeBuilder::new(study, trial) }
    }

    /// After these trials.
    pub(super) fn after(study: &Study, before: Arc<dyn TrialStore>) -> Growing {
        let next = before.trials().last().map_or(0, |range| range.end);
        Growing { before: Some(before), new: TrialRangeBuilder::new(study, next) }
    }

    pub(super) fn add(&mut self, outcomes: &[Option<Outcome>]) {
        self.new.add(outcomes);
    }

    pub(super) fn fail(&mut self, running: &[usize]) {
        self.new.fail(running);
    }

    /// The trials that are not kept elsewhere.
    pub(super) const fn new_trials(&self) -> &TrialRange {
        self.new.part()
    }

    /// All trials so far are kept elsewhere now.
    pub(super) fn settle(&mut self, all: Arc<dyn TrialStore>) {
        self.before = Some(all);
        let _ = self.new.take();
    }

    /// What is kept elsewhere.
    pub(super) const fn kept(&self) -> Option<&Arc<dyn TrialStore>> {
        self.before.as_ref()
    }

    fn before(&self) -> Option<&dyn TrialStore> {
        self.before.as_deref()
    }

    fn new_part(&self) -> &TrialRange {
        self.new.part()
    }

    fn ran_before(&self, structure: usize) -> u32 {
        self.before().map_or(0, |before| before.ran(structure))
    }
}

impl TrialStore for Growing {
    fn trials(&self) -> Vec<Range<u32>> {
        let mut ranges = self.before().map(TrialStore::trials).unwrap_or_default();
        for new in self.new_part().trials() {
            match ranges.last_mut().filter(|last| last.end == new.start) {
                Some(last) => last.end = new.end,
                None => ranges.push(new),
            }
        }
        ranges
    }

    fn ran(&self, structure: usize) -> u32 {
        self.ran_before(structure) + self.new_part().ran(structure)
    }

    fn failed(&self) -> Vec<u32> {
        let mut failed = self.before().map(TrialStore::failed).unwrap_or_default();
        failed.extend(self.new_part().failed());
        failed
    }

    fn part_of_column(&self, structure: usize, figure: usize, places: Range<u32>) -> Cow<'_, [f64]> {
        let shift = self.ran_before(structure);
        let new_places = places.start.saturating_sub(shift)..places.end.saturating_sub(shift);
        let new = self.new_part().part_of_column(structure, figure, new_places);
        match self.before() {
            None => new,
            Some(before) => joined(before.part_of_column(structure, figure, places), &new),
        }
    }

    fn weekly(&self, structure: usize) -> Cow<'_, [f64]> {
        let new = self.new_part().weekly(structure);
        match self.before() {
            None => new,
            Some(before) => joined(before.weekly(structure), &new),
        }
    }

    fn totals(&self) -> Totals {
        let new = self.new_part().totals();
        let Some(mut totals) = self.before().map(TrialStore::totals) else { return new };
        // New trials come after those before by construction.
        let _ = totals.append(new);
        totals
    }

    fn trouble(&self) -> Option<String> {
        self.before().and_then(TrialStore::trouble)
    }
}

fn joined<'n>(before: Cow<'n, [f64]>, new: &[f64]) -> Cow<'n, [f64]> {
    if new.is_empty() {
        return before;
    }
    let mut all = before.into_owned();
    all.extend_from_slice(new);
    Cow::Owned(all)
}

/// The first trials of others, for whoever has to decide as if there were no more. Has no weekly figures and no totals.
#[derive(Clone, Debug)]
pub(super) struct FirstTrials {
    pub(super) all: Arc<dyn TrialStore>,
    pub(super) count: u32,
}

impl TrialStore for FirstTrials {
    fn trials(&self) -> Vec<Range<u32>> {
        let cut = |range: Range<u32>| range.start..range.end.min(self.count);
        self.all.trials().into_iter().map(cut).filter(|range| !range.is_empty()).collect()
    }

    fn ran(&self, structure: usize) -> u32 {
        self.all.ran(structure).min(self.count)
    }

    fn failed(&self) -> Vec<u32> {
        self.all.failed().into_iter().filter(|&trial| trial < self.count).collect()
    }

    fn part_of_column(&self, structure: usize, figure: usize, places: Range<u32>) -> Cow<'_, [f64]> {
        self.all.part_of_column(structure, figure, places.start..places.end.min(self.count))
    }

    fn weekly(&self, _structure: usize) -> Cow<'_, [f64]> {
        Cow::Borrowed(&[])
    }

    fn totals(&self) -> Totals {
        Totals::new(1)
    }

    fn trouble(&self) -> Option<String> {
        self.all.trouble()
    }
}
