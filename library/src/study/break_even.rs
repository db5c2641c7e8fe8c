//! When a structure has earned back what it cost.

use crate::engine::{Outcome, WeekFigures};

/// How the net value so far of a structure moves against the baseline's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Payback {
    /// It was never below: there was nothing to earn back.
    NeverBehind,
    /// It was below, and from this week on to the horizon at or above.
    From(u32),
    /// It was below at the horizon.
    NotYet,
}

impl Payback {
    /// Compares two outcomes of the same trial, week by week. A structure against itself is never behind.
    pub(super) fn of(outcome: &Outcome, baseline: &Outcome) -> Payback {
        let mut ahead = 0.0;
        let mut last_behind = None;
        for (week, (own, other)) in (0_u32..).zip(outcome.weeks.iter().zip(&baseline.weeks)) {
            ahead += net(own) - net(other);
            if ahead < 0.0 {
                last_behind = Some(week);
            }
        }
        match last_behind {
            None => Payback::NeverBehind,
            Some(_) if ahead < 0.0 => Payback::NotYet,
            Some(week) => Payback::From(week + 1),
        }
    }

    /// 1 if it earned everything back, 0 if not, missing if there was nothing to earn back.
    pub(super) fn broke_even(self) -> Option<f64> {
        match self {
            Payback::NeverBehind => None,
            Payback::From(_) => Some(1.0),
            Payback::NotYet => Some(0.0),
        }
    }

    /// The week from which it had.
    pub(super) fn week(self) -> Option<f64> {
        match self {
            Payback::From(week) => Some(f64::from(week)),
            Payback::NeverBehind | Payback::NotYet => None,
        }
    }
}

fn net(week: &WeekFigures) -> f64 {
    week.value - week.costs
}
