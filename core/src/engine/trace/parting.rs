//! Where two lives of the same customer part.

use super::life::{Life, LifeWeek};

/// The first week in which two lives of a slot differ in some way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Parting {
    /// The week, from 0.
    pub week: usize,
    /// In which way.
    pub way: Way,
}

/// A way in which lives differ. One leads to the next: another experience to another fate, that to another path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// The same touchpoint feels different.
    Experience,
    /// A problem opens or is solved in one of them only.
    Problem,
    /// The customer is at different places.
    Path,
    /// The customer leaves in one of them only.
    Leaving,
}

impl Way {
    const ALL: [Way; 4] = [Way::Experience, Way::Problem, Way::Path, Way::Leaving];

    fn differs(self, one: &LifeWeek, other: &LifeWeek) -> bool {
        match self {
            Way::Experience => match (&one.visit, &other.visit) {
                (Some(a), Some(b)) => a.touchpoint == b.touchpoint && a.parts.experience != b.parts.experience,
                _ => false,
            },
            Way::Problem => {
                let events = |week: &LifeWeek| week.visit.map_or((false, false), |visit| (visit.opened, visit.solved));
                events(one) != events(other)
            }
            Way::Path => place(one) != place(other),
            Way::Leaving => left(one) != left(other),
        }
    }
}

fn place(week: &LifeWeek) -> Option<usize> {
    week.after.and_then(|state| state.touchpoint)
}

fn left(week: &LifeWeek) -> bool {
    week.renewal.is_some_and(|renewal| renewal.left)
}

impl Life {
    /// In which ways the lives of the slot's first customer differ, each with its first week, in the order of time. Both
    /// lives are followed until one of them ends.
    #[must_use]
    pub fn partings(&self, other: &Life) -> Vec<Parting> {
        let mut open = Way::ALL.to_vec();
        let mut partings = Vec::new();
        for (week, (one, another)) in self.weeks.iter().zip(&other.weeks).enumerate() {
            let (new, rest) = open.into_iter().partition(|way| way.differs(one, another));
            open = rest;
            partings.extend(Vec::into_iter(new).map(|way| Parting { week, way }));
            if left(one) || left(another) {
                break;
            }
        }
        partings
    }

    /// The week in which the slot's first customer left.
    #[must_use]
    pub fn left(&self) -> Option<usize> {
        self.weeks.iter().position(left)
    }
}

#[cfg(test)]
mod tests {
    use super::super::life::{Renewal, State, Visit};
    use super::*;
    use crate::engine::ExperienceSums;

    /// A week at a touchpoint with an experience, in which a problem opens or not.
    fn at(touchpoint: usize, experience: f64, opened: bool) -> LifeWeek {
        let parts = ExperienceSums { contacts: 1, experience, ..ExperienceSums::default() };
        let visit =
            Visit { touchpoint, from: None, parts, noise: 0.0, person: 0.0, needed: None, opened, solved: false };
        let state = State { touchpoint: Some(touchpoint), ..State::default() };
        LifeWeek { before: Some(state), visit: Some(visit), after: Some(state), ..LifeWeek::default() }
    }

    fn due(week: LifeWeek, left: bool) -> LifeWeek {
        let renewal = Renewal { by_loyalty: 0.1, with_satisfaction: 0.2, probability: 0.3, draw: 0.25, left };
        LifeWeek { renewal: Some(renewal), ..week }
    }

    fn life(weeks: Vec<LifeWeek>) -> Life {
        Life { slot: 0, segment: 0, leaving: 0.1, average: 0.6, weeks }
    }

    #[test]
    fn each_way_of_parting_has_its_first_week_and_the_end_of_a_life_ends_the_comparison() {
        let one = life(vec![at(1, 0.5, false), at(2, 0.5, true), at(3, 0.5, false), due(at(1, 0.5, false), true)]);
        let other = life(vec![at(1, 0.5, false), at(2, 0.6, false), at(0, 0.5, false), due(at(1, 0.5, false), false)]);
        let ways: Vec<_> = one.partings(&other).into_iter().map(|parting| (parting.week, parting.way)).collect();
        assert_eq!(ways, [(1, Way::Experience), (1, Way::Problem), (2, Way::Path), (3, Way::Leaving)]);
        assert_eq!((one.left(), other.left()), (Some(3), None));
        assert_eq!(one.partings(&one), []);
    }

    #[test]
    fn nothing_is_compared_after_an_end() {
        let one = life(vec![due(at(1, 0.5, false), true), at(2, 0.4, false)]);
        let other = life(vec![due(at(1, 0.5, false), true), at(3, 0.9, true)]);
        assert_eq!(one.partings(&other), []);
    }
}
