//! Step a: the officer comes and goes.

use super::{Moment, Organisation};
use crate::engine::plan::Plan;
use crate::model::Regime;
use crate::random::{Purpose, RandomInputs};

/// The officer and the standing of the office.
#[derive(Clone, Copy, Debug)]
pub(super) struct Officer {
    /// M.
    pub(super) mandate: f64,
    /// Personal power, as a distance from the structure's: a later stage moves both.
    deviation: Option<f64>,
    /// Week in which a successor is seated.
    vacant_until: u32,
    /// Whether the seat is vacant in this cycle.
    vacant: bool,
}

impl Officer {
    pub(super) fn new(regime: &Regime) -> Officer {
        Officer { mandate: regime.levers.mandate.get(), deviation: None, vacant_until: 0, vacant: false }
    }
}

impl Organisation<'_> {
    /// A vacancy goes on, or the officer stays or leaves.
    pub(super) fn officer_step(&mut self, plan: &Plan, inputs: &RandomInputs, now: Moment) {
        self.officer.vacant = now.week < self.officer.vacant_until;
        if !self.has_lines() {
            return;
        }
        if self.officer.vacant {
            self.vacant_turns += 1;
            return;
        }
        let organisation = &plan.world.organisation;
        let levers = &self.regime.levers;
        let mut draws = inputs.draws(Purpose::Officer, now.cycle, 0);
        let (u, z) = (draws.uniform(), draws.normal());
        if u < f64::from(plan.world.clock.cycle_weeks) / levers.tenure_weeks {
            self.officer.mandate *= organisation.turnover_mandate;
            self.officer.deviation = Some(organisation.successor_power_sd * z);
            self.officer.vacant_until = now.week + levers.vacancy_weeks;
            self.officer.vacant = levers.vacancy_weeks > 0;
            self.officer_exits += 1;
            self.vacant_turns += u64::from(self.officer.vacant);
            self.note(|_, logger| logger.officer_left());
        }
    }

    /// Whether there are lines and no vacancy.
    pub(super) fn seated(&self) -> bool {
        !self.officer.vacant && self.has_lines()
    }

    /// Mandate of a seated officer; 0 otherwise.
    pub(super) fn standing(&self) -> f64 {
        if self.seated() { self.officer.mandate } else { 0.0 }
    }

    /// The officer's personal power: the structure's for the first one, and near it for successors.
    pub(crate) fn power(&self) -> f64 {
        let power = self.regime.levers.power.get();
        self.officer.deviation.map_or(power, |deviation| (power + deviation).clamp(0.05, 0.95))
    }
}
