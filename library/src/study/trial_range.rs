//! The trials of a range as they are shared out, kept and merged: their rows, their weekly figures, their totals.

use std::borrow::Cow;
use std::ops::Range;

use super::figures::{columns, trial_columns};
use super::replications::{ran, trials_per_evidence};
use super::tallies::Tallies;
use super::totals::Totals;
use super::week_sample::{sampled_trials, week_figures};
use crate::engine::Outcome;
use crate::model::Study;

/// Version of everything that makes numbers: raised by hand whenever a number of any result may change for the same scenario
/// and seed. Parts of different versions are never merged.
pub const NUMERICS_VERSION: u32 = 4;

/// The finished trials of a range.
///
/// Whatever the ranges are, parts that follow each other add up to the same findings, bit by bit.
#[derive(Clone, Debug, PartialEq)]
pub struct TrialRange {
    /// The trials.
    pub trials: Range<u32>,
    /// Per structure and column, one number per trial in which the structure ran, the first ones of the range; not a number:
    /// not defined.
    pub rows: Vec<Vec<Vec<f64>>>,
    /// Per structure, the weekly figures of those trials that quantiles are taken over, the first ones of the range, trial
    /// by trial, week by week; not a number: not defined.
    pub weekly: Vec<Vec<f64>>,
    /// Everything that is summed up.
    pub totals: Totals,
    /// Trials that failed: their rows are missing, and nothing of them is in the totals.
    pub failed: Vec<u32>,
}

/// Where findings take their numbers from: trials that are over, in memory or elsewhere.
pub trait TrialStore: std::fmt::Debug + Send + Sync {
    /// Which trials there are: ascending ranges with gaps between them.
    fn trials(&self) -> Vec<Range<u32>>;

    /// Trials among these in which a structure (index) ran: the first ones.
    fn ran(&self, structure: usize) -> u32;

    /// Trials among these that failed, ascending.
    fn failed(&self) -> Vec<u32>;

    /// A figure of a structure (indices): one number per trial in which it ran; not a number: not defined.
    fn column(&self, structure: usize, figure: usize) -> Cow<'_, [f64]> {
        self.part_of_column(structure, figure, 0..u32::MAX)
    }

    /// The same of some of these trials, by their place among all that there are.
    fn part_of_column(&self, structure: usize, figure: usize, places: Range<u32>) -> Cow<'_, [f64]>;

    /// The weekly figures of a structure (index) as in [`TrialRange::weekly`].
    fn weekly(&self, structure: usize) -> Cow<'_, [f64]>;

    /// What everything adds up to.
    fn totals(&self) -> Totals;

    /// What kept it from giving what it was asked for, if anything did: then numbers are missing that should be there.
    fn trouble(&self) -> Option<String> {
        None
    }
}

impl TrialStore for TrialRange {
    fn trials(&self) -> Vec<Range<u32>> {
        if self.trials.is_empty() { Vec::new() } else { vec![self.trials.clone()] }
    }

    fn ran(&self, structure: usize) -> u32 {
        let column = self.rows.get(structure).and_then(|figures| figures.first());
        column.and_then(|column| u32::try_from(column.len()).ok()).unwrap_or(0)
    }

    fn failed(&self) -> Vec<u32> {
        self.failed.clone()
    }

    fn part_of_column(&self, structure: usize, figure: usize, places: Range<u32>) -> Cow<'_, [f64]> {
        let column = self.rows.get(structure).and_then(|figures| figures.get(figure));
        let column = column.map_or(&[][..], Vec::as_slice);
        let end = column.len().min(places.end as usize);
        Cow::Borrowed(column.get(places.start as usize..end).unwrap_or(&[]))
    }

    fn weekly(&self, structure: usize) -> Cow<'_, [f64]> {
        Cow::Borrowed(self.weekly.get(structure).map_or(&[], Vec::as_slice))
    }

    fn totals(&self) -> Totals {
        self.totals.clone()
    }
}

/// A part that takes up trials one by one.
#[derive(Clone, Debug)]
pub struct TrialRangeBuilder {
    part: TrialRange,
    blank: Tallies,
    baseline: usize,
    weeks: usize,
    sampled: u32,
}

impl TrialRangeBuilder {
    /// A part of a study that begins at this trial, without any trial yet.
    #[must_use]
    pub fn new(study: &Study, first: u32) -> TrialRangeBuilder {
        let structures = study.structures.len();
        TrialRangeBuilder {
            part: empty(structures, columns(study), first, trials_per_evidence(study)),
            blank: Tallies::new(study),
            baseline: study.baseline,
            weeks: study.world.clock.weeks as usize,
            sampled: sampled_trials(study),
        }
    }

    /// Takes up the next trial: one entry per structure, in study order; `None` for a structure that has been eliminated. It
    /// must not come back.
    pub fn add(&mut self, outcomes: &[Option<Outcome>]) {
        let trial = self.part.trials.end;
        for (columns, figures) in self.part.rows.iter_mut().zip(trial_columns(outcomes, self.baseline)) {
            for (column, figure) in columns.iter_mut().zip(figures.into_iter().flatten()) {
                column.push(figure.unwrap_or(f64::NAN));
            }
        }
        if trial < self.sampled {
            for (structure, outcome) in ran(outcomes) {
                week_figures(outcome, self.weeks, &mut self.part.weekly[structure]);
            }
        }
        self.part.totals.take(trial, Some(self.blank.of_trial(outcomes)));
        self.part.trials.end += 1;
    }

    /// Notes that the next trial failed: `running` structures (indices) have no numbers in it.
    pub fn fail(&mut self, running: &[usize]) {
        let trial = self.part.trials.end;
        let week_numbers = if trial < self.sampled { self.weeks * crate::engine::WEEK_METRICS.len() } else { 0 };
        for &structure in running {
            self.part.rows[structure].iter_mut().for_each(|column| column.push(f64::NAN));
            let weekly = &mut self.part.weekly[structure];
            weekly.resize(weekly.len() + week_numbers, f64::NAN);
        }
        self.part.totals.take(trial, None);
        self.part.failed.push(trial);
        self.part.trials.end += 1;
    }

    /// The trials taken up so far.
    #[must_use]
    pub const fn part(&self) -> &TrialRange {
        &self.part
    }

    /// Takes out the trials taken up so far; the next part begins where this one ends.
    pub fn take(&mut self) -> TrialRange {
        let (structures, columns) = (self.part.rows.len(), self.part.rows.first().map_or(0, Vec::len));
        let next = empty(structures, columns, self.part.trials.end, self.part.totals.per_world());
        std::mem::replace(&mut self.part, next)
    }
}

fn empty(structures: usize, columns: usize, first: u32, per_world: u32) -> TrialRange {
    TrialRange {
        trials: first..first,
        rows: vec![vec![Vec::new(); columns]; structures],
        weekly: vec![Vec::new(); structures],
        totals: Totals::new(per_world),
        failed: Vec::new(),
    }
}
