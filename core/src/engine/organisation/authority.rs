//! How far a solid line is accepted, and what readiness has to do with it.

use super::Organisation;
use super::candidate::{Candidate, Kind};
use super::event_log::Terms;
use super::perception::Attention;
use crate::engine::plan::Plan;

impl Organisation<'_> {
    /// a: how far a function accepts a solid line. Part of it is the authority of the line, and readiness adds to it.
    pub(super) fn acceptance(&self, f: usize) -> f64 {
        let authority = self.line(f).authority.get();
        authority + (1.0 - authority) * self.readiness[f]
    }

    /// ν: how much committees and reorganisations rub in a function; 1 where readiness is one half.
    pub(super) fn friction(&self, f: usize) -> f64 {
        2.0 * (1.0 - self.readiness[f])
    }

    /// What is left of an officer's sight who has so many functions to run.
    pub(super) fn breadth(&self) -> f64 {
        if self.solid == 0 { 1.0 } else { (self.regime.levers.reach / self.solid as f64).min(1.0) }
    }

    /// On which terms the solid group starts a candidate of one of its functions: against the will of a lead that would not
    /// do it by itself and does not consent.
    pub(super) fn terms_in_group(&self, plan: &Plan, attention: &Attention, candidate: &Candidate) -> Terms {
        let unwilling = f64::from(candidate.consent[candidate.lead]) >= self.readiness[candidate.lead];
        if unwilling && self.value_alone(plan, attention, candidate) <= 0.0 { Terms::Ordered } else { Terms::Willing }
    }

    /// What ordered work keeps of its gains: those who did not want it do it by halves.
    pub(super) fn fidelity(&self, plan: &Plan, terms: Terms, lead: usize) -> f64 {
        let least = plan.world.organisation.order_fidelity;
        if terms == Terms::Ordered { least + (1.0 - least) * self.readiness[lead] } else { 1.0 }
    }

    /// What a win teaches: willing work makes the lead readier and everybody a little, ordered work meets reactance.
    pub(super) fn learn(&mut self, plan: &Plan, lead: usize, terms: Terms) {
        let organisation = &plan.world.organisation;
        let gain = organisation.readiness_gain;
        let r = self.readiness[lead];
        if terms == Terms::Ordered {
            let change = gain * r * (1.0 - r) - organisation.reactance * (1.0 - r);
            self.readiness[lead] = (r + change).clamp(0.0, 1.0);
            return;
        }
        self.readiness[lead] += gain * (1.0 - r);
        for readiness in &mut self.readiness {
            *readiness += gain * organisation.readiness_spread * (1.0 - *readiness);
        }
    }
}

impl Terms {
    /// Whether an initiative started on these terms counts for the office when it ends: not what functions do by themselves,
    /// nor any KPI project.
    pub(super) fn win(self, kind: Kind) -> bool {
        !matches!(self, Terms::Own | Terms::OwnMoney) && kind != Kind::Kpi
    }
}
