//! How differences to the baseline go week by week, over all trials.

use super::figures::SO_FAR;
use super::findings::Findings;
use super::tallies::DIFFERENCES;
use crate::engine::WEEK_METRICS;
use crate::stats::{Estimate, Moments, TimeCourse, t_interval, time_course};

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
    /// Mean of structure minus baseline over replications, with its interval.
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

/// Name and unit of a figure (index): the weekly ones, then the sum.
fn named(metric: usize) -> (&'static str, &'static str) {
    WEEK_METRICS.get(metric).map_or((SO_FAR, "currency"), |metric| (metric.name, metric.unit))
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
                estimate: Estimate::with_interval(&moments, t_interval(&moments, &self.student)),
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
                course: time_course(&weeks, &self.student)?,
            })
        })
    }

    /// Structures and figures (indices) whose differences are followed.
    fn followed(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        let others = (0..self.structures().len()).filter(|&structure| structure != self.baseline());
        others.flat_map(|structure| (0..DIFFERENCES).map(move |metric| (structure, metric)))
    }
}
