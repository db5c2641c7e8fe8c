//! The way to solid lines: how long it takes, what it costs, and what remains of it when they end.

use super::Organisation;
use crate::engine::customers::encounters::Conditions;
use crate::engine::plan::Plan;
use crate::model::{Line, Regime};

/// Part of a positive KPI effect that is left while its function is reorganised.
const KPI_IN_TRANSITION: f64 = 0.5;

/// The beginning of a function's solid line.
#[derive(Clone, Copy, Debug)]
pub(super) struct SolidStart {
    week: u32,
    /// Weeks of the transition, as a multiple of the structure's.
    stretch: f64,
}

impl<'a> Organisation<'a> {
    /// Takes the lines and levers of a regime from a week on.
    pub(super) fn adopt(&mut self, plan: &Plan, regime: &'a Regime, week: u32) {
        self.regime = regime;
        let resistance = plan.world.organisation.resistance;
        for (f, &line) in regime.lines.iter().enumerate() {
            if line != Line::Solid {
                self.solid_since[f] = None;
            } else if self.solid_since[f].is_none() {
                let stretch = 1.0 + resistance * (1.0 - self.readiness[f]);
                self.solid_since[f] = Some(SolidStart { week, stretch });
                self.reorganised += u32::from(regime.levers.transition_weeks > 0);
            }
        }
        self.draw_lines(|lines| lines.clone_from(&regime.lines));
    }

    /// How far a function's transition to a solid line has come, 0 to 1; 1 without one.
    pub(super) fn transition(&self, f: usize, week: u32) -> f64 {
        let weeks = f64::from(self.regime.levers.transition_weeks);
        match self.solid_since[f] {
            Some(since) if weeks > 0.0 && self.is_solid(f) => {
                (f64::from(week - since.week) / (weeks * since.stretch)).min(1.0)
            }
            _ => 1.0,
        }
    }

    /// What is left of a function's gain in its own number while it is reorganised.
    pub(super) fn kpi_in_transition(&self, f: usize, week: u32) -> f64 {
        if self.transition(f, week) < 1.0 { KPI_IN_TRANSITION } else { 1.0 }
    }

    /// Quality that customers miss at a function's touchpoints while it is reorganised, or its solid line is undone.
    fn strain(&self, plan: &Plan, f: usize, week: u32) -> f64 {
        let levers = &self.regime.levers;
        match (self.ended_week, self.solid_since[f]) {
            (Some(ended), Some(_)) => {
                let weeks = f64::from(levers.transition_weeks) / 2.0;
                let progress = if weeks > 0.0 { (f64::from(week - ended) / weeks).min(1.0) } else { 1.0 };
                plan.world.organisation.rollback * levers.shock * (1.0 - progress)
            }
            _ => levers.shock * (1.0 - self.transition(f, week)) * self.friction(f),
        }
    }

    /// Writes down what customers meet from the start of a cycle on.
    pub(crate) fn describe(&self, plan: &Plan, week: u32, conditions: &mut Conditions) {
        conditions.quality.clone_from(&self.quality);
        conditions.coordination.copy_from(&self.coordination);
        conditions.data_sharing.copy_from(&self.data_sharing);
        for (shock, touchpoint) in conditions.shock.iter_mut().zip(&plan.world.touchpoints) {
            *shock = self.strain(plan, touchpoint.owner, week);
        }
    }
}
