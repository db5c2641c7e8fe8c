//! Steps f and g: who sees what of a candidate, and what it is worth to a budget holder.

use super::Organisation;
use super::candidate::Candidate;
use crate::engine::plan::Plan;
use crate::model::{Line, World};

/// Weight of customers, and of the lead's KPI, in the officer's own verdict.
const OFFICER_WEIGHTS: (f64, f64) = (0.8, 0.2);

/// What the last cycle's contacts say about touchpoints.
#[derive(Clone, Debug)]
pub(super) struct Attention {
    /// Importance W of each touchpoint; they add up to 1.
    importance: Vec<f64>,
    /// Signals of each touchpoint: contacts that left feedback.
    signals: Vec<f64>,
}

impl Attention {
    /// From the contacts of each touchpoint in the last cycle; by weight alone if there were none at all.
    pub(super) fn new(world: &World, contacts: &[u64]) -> Attention {
        let anybody = contacts.iter().any(|&contacts| contacts > 0);
        let weighted = |(touchpoint, &contacts): (&crate::model::Touchpoint, &u64)| {
            touchpoint.weight * if anybody { contacts as f64 } else { 1.0 }
        };
        let raw: Vec<f64> = world.touchpoints.iter().zip(contacts).map(weighted).collect();
        let sum: f64 = raw.iter().sum();
        let signals = world.touchpoints.iter().zip(contacts).map(|(t, &contacts)| contacts as f64 * t.feedback.get());
        Attention { importance: raw.iter().map(|importance| importance / sum).collect(), signals: signals.collect() }
    }
}

/// Who looks at a candidate.
#[derive(Clone, Copy, Debug)]
enum Viewer {
    Function(usize),
    Officer,
}

impl Attention {
    /// Effect of a candidate on customers as it is: seen by somebody who sees everything, without noise.
    pub(super) fn true_effect(&self, plan: &Plan, candidate: &Candidate) -> f64 {
        let quality: f64 = candidate.effects.iter().map(|&(j, effect)| self.importance[j] * effect).sum();
        quality + candidate.partner.map_or(0.0, |_| plan.world.organisation.bridge_value)
    }
}

impl Organisation<'_> {
    /// The effect of a candidate as its budget holder and as the officer see it.
    pub(super) fn views(&self, plan: &Plan, attention: &Attention, candidate: &Candidate) -> (f64, f64) {
        let seen = |viewer| self.perceived_effect(plan, attention, candidate, viewer);
        (seen(self.holders_eyes(candidate.lead)), seen(Viewer::Officer))
    }

    /// Who looks for the budget holder: for a solid function the officer, if there is one.
    fn holders_eyes(&self, lead: usize) -> Viewer {
        if self.is_solid(lead) && self.seated() { Viewer::Officer } else { Viewer::Function(lead) }
    }

    /// Value of a candidate to its budget holder.
    pub(super) fn value(&self, plan: &Plan, attention: &Attention, candidate: &Candidate) -> f64 {
        let organisation = &plan.world.organisation;
        let solid = self.is_solid(candidate.lead);
        let weight = self.customer_weight(plan, candidate.lead);
        let effect = self.perceived_effect(plan, attention, candidate, self.holders_eyes(candidate.lead));
        let partner_kpi =
            if solid && candidate.partner.is_some_and(|g| self.is_solid(g)) { candidate.partner_kpi } else { 0.0 };
        (1.0 - weight) * (candidate.kpi + partner_kpi) + weight * organisation.value_scale * effect
            - organisation.hurdle * candidate.cost
    }

    /// The officer's own verdict on a candidate.
    pub(super) fn verdict(&self, plan: &Plan, attention: &Attention, candidate: &Candidate) -> f64 {
        let organisation = &plan.world.organisation;
        let (customers, kpi) = OFFICER_WEIGHTS;
        let effect = self.perceived_effect(plan, attention, candidate, Viewer::Officer);
        let allegiance =
            self.regime.levers.home.map_or(0.0, |home| self.regime.levers.home_bias * kpi_of(candidate, home));
        customers * organisation.value_scale * effect + kpi * candidate.kpi - organisation.hurdle * candidate.cost
            + allegiance
    }

    /// Weight ω of customers in a function's decisions.
    fn customer_weight(&self, plan: &Plan, f: usize) -> f64 {
        let alone = plan.world.organisation.customer_weight;
        let will = if self.is_solid(f) { 1.0 } else { self.readiness[f] * self.standing() };
        alone + (1.0 - alone) * self.line(f).weight.get() * will
    }

    /// Perceived customer effect of a candidate.
    fn perceived_effect(&self, plan: &Plan, attention: &Attention, candidate: &Candidate, viewer: Viewer) -> f64 {
        let organisation = &plan.world.organisation;
        let (mut seen, mut signals) = (0.0, 0.0);
        for &(touchpoint, effect) in &candidate.effects {
            let sight = self.sight(&plan.world, viewer, touchpoint);
            seen +=
                attention.importance[touchpoint] * sight * self.shown(&plan.world, viewer, touchpoint, effect) * effect;
            signals += sight * attention.signals[touchpoint];
        }
        if candidate.partner.is_some() {
            seen += organisation.bridge_value * self.mean_sight(viewer);
        }
        let calm = organisation.sensing_signals;
        let error = match viewer {
            Viewer::Function(_) => candidate.lead_error,
            Viewer::Officer => candidate.officer_error,
        };
        seen + organisation.sensing_noise * libm::sqrt(calm / (calm + signals)) * error
    }

    /// How much a viewer sees of a touchpoint, 0 to 1.
    fn sight(&self, world: &World, viewer: Viewer, touchpoint: usize) -> f64 {
        let touchpoint = &world.touchpoints[touchpoint];
        let owner = touchpoint.owner;
        let shares = world.functions[owner].provides_data;
        match viewer {
            Viewer::Function(f) if f == touchpoint.hearer() => 1.0,
            Viewer::Function(f) if f == owner => self.data_sharing.at(f, touchpoint.hearer()),
            Viewer::Function(f) => {
                if shares {
                    self.data_sharing.at(f, owner)
                } else {
                    0.0
                }
            }
            Viewer::Officer if shares || self.is_solid(owner) || self.is_home(owner) => self.officer_sight(owner),
            Viewer::Officer => 0.0,
        }
    }

    /// How much of an effect the touchpoint's owner shows a viewer: who looks bad hides data.
    fn shown(&self, world: &World, viewer: Viewer, touchpoint: usize, effect: f64) -> f64 {
        let touchpoint = &world.touchpoints[touchpoint];
        match viewer {
            Viewer::Function(f) if effect < 0.0 && f != touchpoint.owner && f != touchpoint.hearer() => {
                1.0 - world.functions[touchpoint.owner].blame.get()
            }
            _ => 1.0,
        }
    }

    /// Whether a function is the officer's home.
    fn is_home(&self, f: usize) -> bool {
        self.regime.levers.home == Some(f)
    }

    /// How much the officer sees of a function.
    fn officer_sight(&self, f: usize) -> f64 {
        if !self.seated() {
            return 0.0;
        }
        if self.is_home(f) {
            return 1.0;
        }
        let standing = if self.lines[f] == Line::Solid { 1.0 } else { self.standing() };
        self.line(f).sight.get() * standing
    }

    /// Mean over all functions of what a viewer sees of them.
    fn mean_sight(&self, viewer: Viewer) -> f64 {
        let functions = self.lines.len();
        let sight = |g: usize| match viewer {
            Viewer::Function(f) => self.data_sharing.at(f, g),
            Viewer::Officer => self.officer_sight(g),
        };
        (0..functions).map(sight).sum::<f64>() / functions as f64
    }
}

/// What a candidate does to a function's KPI.
fn kpi_of(candidate: &Candidate, function: usize) -> f64 {
    if candidate.lead == function {
        candidate.kpi
    } else if candidate.partner == Some(function) {
        candidate.partner_kpi
    } else {
        0.0
    }
}
