//! Steps f and g: who sees what of a candidate, and what it is worth to a budget holder.

use super::Organisation;
use super::candidate::Candidate;
use crate::engine::plan::Plan;
use crate::model::{Touchpoint, World};

/// Weight of customers, and of the lead's KPI, in the officer's own verdict.
const OFFICER_WEIGHTS: (f64, f64) = (0.8, 0.2);

/// What the last cycle's contacts say about touchpoints.
#[derive(Clone, Debug)]
pub(super) struct Attention(Vec<Notice>);

/// What they say about one.
#[derive(Clone, Copy, Debug)]
struct Notice {
    /// Importance W; those of all touchpoints add up to 1.
    importance: f64,
    /// Contacts of the whole firm that left feedback.
    signals: f64,
}

impl Attention {
    /// From the contacts of each touchpoint in the last cycle; by weight alone if there were none at all.
    pub(super) fn new(world: &World, contacts: &[u64]) -> Attention {
        let anybody = contacts.iter().any(|&contacts| contacts > 0);
        let notice = |(touchpoint, &contacts): (&Touchpoint, &u64)| Notice {
            importance: touchpoint.weight * if anybody { contacts as f64 } else { 1.0 },
            signals: contacts as f64 * touchpoint.feedback.get() * world.represents,
        };
        let mut notices: Vec<Notice> = world.touchpoints.iter().zip(contacts).map(notice).collect();
        let sum: f64 = notices.iter().map(|notice| notice.importance).sum();
        notices.iter_mut().for_each(|notice| notice.importance /= sum);
        Attention(notices)
    }

    /// Contacts at a touchpoint that left feedback in the last cycle.
    pub(super) fn signals(&self, touchpoint: usize) -> f64 {
        self.0[touchpoint].signals
    }

    /// What is seen of a candidate's effects on quality, and the signals about them, by somebody whose visibility of a touchpoint,
    /// and of an effect there, `visibility` tells.
    #[inline]
    fn seen(&self, candidate: &Candidate, visibility: impl Fn(usize, f64) -> (f64, f64)) -> (f64, f64) {
        let (mut seen, mut signals) = (0.0, 0.0);
        for &(touchpoint, effect) in candidate.effects.iter() {
            let (notice, (visibility, shown)) = (self.0[touchpoint], visibility(touchpoint, effect));
            seen += notice.importance * visibility * shown * effect;
            signals += visibility * notice.signals;
        }
        (seen, signals)
    }

    /// Effect of a candidate on customers as it is: seen by somebody who sees everything, without noise.
    pub(super) fn true_effect(&self, plan: &Plan, candidate: &Candidate) -> f64 {
        let quality: f64 = candidate.effects.iter().map(|&(j, effect)| self.0[j].importance * effect).sum();
        quality + candidate.partner.map_or(0.0, |_| plan.world.organisation.bridge_value)
    }
}

/// Who looks at a candidate.
#[derive(Clone, Copy, Debug)]
enum Viewer {
    Function(usize),
    Officer,
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

    /// Value v° of a candidate to a solid function by itself: with its own eyes, and with the weight on customers that its
    /// readiness alone gives them.
    pub(super) fn value_alone(&self, plan: &Plan, attention: &Attention, candidate: &Candidate) -> f64 {
        let (organisation, lead) = (&plan.world.organisation, candidate.lead);
        let weight = self.weight_with_will(plan, lead, self.readiness[lead]);
        let effect = self.perceived_effect(plan, attention, candidate, Viewer::Function(lead));
        (1.0 - weight) * candidate.kpi + weight * organisation.value_scale * effect
            - organisation.hurdle * candidate.cost
    }

    /// The officer's own verdict on a candidate.
    pub(super) fn verdict(&self, plan: &Plan, attention: &Attention, candidate: &Candidate) -> f64 {
        let organisation = &plan.world.organisation;
        let (customers, kpi) = OFFICER_WEIGHTS;
        let effect = self.perceived_effect(plan, attention, candidate, Viewer::Officer);
        let allegiance = self.regime.home.map_or(0.0, |home| self.regime.levers.home_bias * candidate.kpi_of(home));
        customers * organisation.value_scale * effect + kpi * candidate.kpi - organisation.hurdle * candidate.cost
            + allegiance
    }

    /// Weight ω of customers in a function's decisions.
    pub(crate) fn customer_weight(&self, plan: &Plan, f: usize) -> f64 {
        let will = if self.is_solid(f) { self.acceptance(f) } else { self.readiness[f] * self.standing() };
        self.weight_with_will(plan, f, will)
    }

    fn weight_with_will(&self, plan: &Plan, f: usize, will: f64) -> f64 {
        let alone = plan.world.organisation.customer_weight;
        alone + (1.0 - alone) * self.line(f).weight.get() * will
    }

    /// Perceived customer effect of a candidate.
    fn perceived_effect(&self, plan: &Plan, attention: &Attention, candidate: &Candidate, viewer: Viewer) -> f64 {
        let organisation = &plan.world.organisation;
        let (mut seen, signals) = match viewer {
            Viewer::Function(f) => {
                let (views, links) = (&plan.views[f], self.data_sharing.of(f));
                attention.seen(candidate, |touchpoint, effect| views[touchpoint].visibility(links, effect))
            }
            Viewer::Officer => {
                let shown = |touchpoint, effect| self.shown_to_officer(&plan.world, touchpoint, effect);
                attention.seen(candidate, |touchpoint, effect| {
                    (self.officer_visibility_of(&plan.world, touchpoint), shown(touchpoint, effect))
                })
            }
        };
        if candidate.partner.is_some() {
            seen += organisation.bridge_value * self.mean_visibility(viewer);
        }
        let calm = organisation.sensing_signals * plan.pace;
        let error = match viewer {
            Viewer::Function(_) => candidate.lead_error,
            Viewer::Officer => candidate.officer_error,
        };
        seen + organisation.sensing_noise * libm::sqrt(calm / (calm + signals)) * error
    }

    /// How much the officer sees of a touchpoint.
    fn officer_visibility_of(&self, world: &World, touchpoint: usize) -> f64 {
        let owner = world.touchpoints[touchpoint].owner;
        if world.functions[owner].provides_data || self.is_solid(owner) || self.is_home(owner) {
            self.officer_visibility(owner)
        } else {
            0.0
        }
    }

    /// How much of an effect the officer is shown: functions hide harm upwards, unless they are ready or the officer's home.
    fn shown_to_officer(&self, world: &World, touchpoint: usize, effect: f64) -> f64 {
        let owner = world.touchpoints[touchpoint].owner;
        if effect < 0.0 && !self.is_home(owner) {
            1.0 - world.blame(owner) * (1.0 - self.readiness[owner])
        } else {
            1.0
        }
    }

    /// Whether a function is the officer's home.
    fn is_home(&self, f: usize) -> bool {
        self.regime.home == Some(f)
    }

    /// How much the officer sees of a function.
    fn officer_visibility(&self, f: usize) -> f64 {
        if !self.seated() {
            return 0.0;
        }
        if self.is_home(f) {
            return self.breadth();
        }
        let standing = if self.is_solid(f) { self.acceptance(f) } else { self.standing() };
        self.breadth() * self.line(f).visibility.get() * standing
    }

    /// Mean over all functions of what a viewer sees of them.
    fn mean_visibility(&self, viewer: Viewer) -> f64 {
        let functions = self.lines.len();
        let sum: f64 = match viewer {
            Viewer::Function(f) => self.data_sharing.of(f).iter().sum(),
            Viewer::Officer => (0..functions).map(|g| self.officer_visibility(g)).sum(),
        };
        sum / functions as f64
    }
}
