//! How differences to the baseline go week by week, over all trials.

use super::evidence::{Tally, ran};
use super::findings::Findings;
use crate::engine::{Outcome, WEEK_METRICS};
use crate::stats::{Estimate, Moments, TimeCourse, time_course};

/// The name of the one weekly figure that is summed up: net value from the start to the week.
pub const SO_FAR: &str = "net_value_so_far";

/// The weekly figure that [`SO_FAR`] sums up.
const SUMMED: &str = "net_value";

/// A weekly difference to the baseline.
#[derive(Clone, Debug, PartialEq)]
pub struct DifferenceRow<'a> {
    /// The structure's name.
    pub structure: &'a str,
    /// The baseline's name.
    pub other: &'a str,
    /// The week, from 0.
    pub week: u32,
    /// Name of the weekly figure, or [`SO_FAR`].
    pub metric: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// Mean of structure minus baseline over pieces of evidence, with its interval.
    pub estimate: Estimate,
}

/// The course of a difference to the baseline: dip, crossover, and where it ends.
#[derive(Clone, Debug, PartialEq)]
pub struct CourseRow<'a> {
    /// The structure's name.
    pub structure: &'a str,
    /// The baseline's name.
    pub other: &'a str,
    /// Name of the weekly figure, or [`SO_FAR`].
    pub metric: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// The course, with 95 % intervals.
    pub course: TimeCourse,
}

/// Moments of differences to the baseline: structure by structure, week by week, figure by figure, the sum last.
#[derive(Clone, Debug)]
pub(super) struct CourseTally {
    weeks: usize,
    pub(super) differences: Tally,
}

/// Name and unit of a figure (index): the weekly ones, then the sum.
fn named(metric: usize) -> (&'static str, &'static str) {
    WEEK_METRICS.get(metric).map_or((SO_FAR, "currency"), |metric| (metric.name, metric.unit))
}

const METRICS: usize = WEEK_METRICS.len() + 1;

impl CourseTally {
    pub(super) fn new(structures: usize, weeks: usize, trials_per_evidence: u32) -> CourseTally {
        CourseTally { weeks, differences: Tally::new(structures * weeks * METRICS, trials_per_evidence) }
    }

    pub(super) fn add(&mut self, outcomes: &[Option<Outcome>], baseline: usize) {
        if let Some(Some(other)) = outcomes.get(baseline) {
            for (structure, outcome) in ran(outcomes).filter(|(structure, _)| *structure != baseline) {
                self.add_pair(structure, outcome, other);
            }
        }
    }

    fn add_pair(&mut self, structure: usize, outcome: &Outcome, other: &Outcome) {
        let mut so_far = 0.0;
        for (week, (own, others)) in outcome.weeks.iter().zip(&other.weeks).take(self.weeks).enumerate() {
            let first = self.place(structure, week, 0);
            for (metric, place) in WEEK_METRICS.iter().zip(first..) {
                let difference = (metric.read)(own).zip((metric.read)(others)).map(|(own, other)| own - other);
                if let Some(difference) = difference {
                    self.differences.add(place, difference);
                }
                if metric.name == SUMMED {
                    so_far += difference.unwrap_or(0.0);
                }
            }
            self.differences.add(first + WEEK_METRICS.len(), so_far);
        }
    }

    const fn place(&self, structure: usize, week: usize, metric: usize) -> usize {
        (structure * self.weeks + week) * METRICS + metric
    }

    fn weeks_of(&self, structure: usize, metric: usize) -> impl Iterator<Item = (u32, Moments)> + '_ {
        let weeks = (0_u32..).zip(0..self.weeks);
        weeks.map(move |(week, index)| (week, self.differences.evidence(self.place(structure, index, metric))))
    }
}

impl Findings {
    /// Weekly differences to the baseline: structures in study order, figures in [`WEEK_METRICS`] order with [`SO_FAR`]
    /// last, weeks. Weeks without such a figure are left out.
    pub fn weekly_differences(&self) -> impl Iterator<Item = DifferenceRow<'_>> {
        self.followed().flat_map(move |(structure, metric)| {
            let defined = self.tallies().courses.weeks_of(structure, metric).filter(|(_, moments)| moments.count() > 0);
            defined.map(move |(week, moments)| DifferenceRow {
                structure: self.name(structure),
                other: self.name(self.baseline()),
                week,
                metric: named(metric).0,
                unit: named(metric).1,
                estimate: Estimate::from(&moments),
            })
        })
    }

    /// The course of each of these differences; none below two trials.
    pub fn courses(&self) -> impl Iterator<Item = CourseRow<'_>> {
        self.followed().filter_map(move |(structure, metric)| {
            let weeks: Vec<(u32, Moments)> = self.tallies().courses.weeks_of(structure, metric).collect();
            Some(CourseRow {
                structure: self.name(structure),
                other: self.name(self.baseline()),
                metric: named(metric).0,
                unit: named(metric).1,
                course: time_course(&weeks, 0.95)?,
            })
        })
    }

    /// Structures and figures (indices) whose differences are followed.
    fn followed(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        let others = (0..self.structures().len()).filter(|&structure| structure != self.baseline());
        others.flat_map(|structure| (0..METRICS).map(move |metric| (structure, metric)))
    }
}
