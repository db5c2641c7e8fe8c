//! Two lives of a customer side by side: the one that is told, and the one that it is compared with.

use std::ops::Range;

use dottedline::engine::{Life, LifeWeek};
use dottedline::model::World;

use super::names::listed_places;

/// Whose life is told, beside which other one, and until when they are compared.
pub(super) struct Pair<'a> {
    pub(super) names: Vec<&'a str>,
    /// The life that is told, and beside it the one that it is compared with; alone if one structure is named.
    pub(super) lives: Vec<&'a Life>,
    /// The week in which the life ends that is told, or comes closest to it.
    pub(super) until: usize,
}

impl Pair<'_> {
    /// The two lives in one week.
    pub(super) fn weeks(&self, week: usize) -> Vec<&LifeWeek> {
        self.lives.iter().filter_map(|life| life.weeks.get(week)).collect()
    }

    /// Where the told customer was between two weeks, each touchpoint once.
    pub(super) fn places(&self, world: &World, weeks: Range<usize>) -> String {
        let visits = self.lives[0].weeks[weeks].iter().filter_map(|week| week.visit);
        listed_places(world, visits.map(|visit| visit.touchpoint))
    }
}
