//! Steps b and c: finished initiatives take effect, and what is neglected wears off.

use super::{Organisation, Project};
use crate::engine::organisation::candidate::Kind;
use crate::engine::plan::Plan;

/// Quality never leaves these bounds.
const QUALITY_BOUNDS: (f64, f64) = (0.01, 0.99);
/// Readiness falls back to this part of what it was at the start.
const READINESS_FLOOR: f64 = 0.8;

impl Organisation<'_> {
    /// Step b.
    pub(super) fn finish_projects(&mut self, plan: &Plan, cycle: u32) {
        for i in 0..self.projects.len() {
            if self.projects[i].end_cycle == cycle {
                let project = self.projects[i].clone();
                self.finish(plan, &project);
            }
        }
        // What ended longer ago than any initiative runs can clash with nothing that still runs.
        let memory = plan.world.initiatives.duration_max_cycles;
        self.projects.retain(|project| project.end_cycle + memory > cycle);
    }

    fn finish(&mut self, plan: &Plan, project: &Project) {
        let candidate = &project.candidate;
        let kept = self.share_kept(plan, project);
        self.note(|organisation, logger| {
            let others = organisation.clashing(plan, project).map(|other| &other.candidate);
            logger.finish(candidate, others, kept, project.wins);
        });
        for &(touchpoint, effect) in candidate.effects.iter() {
            self.improve(plan, touchpoint, if effect > 0.0 { effect * kept * project.found } else { effect });
        }
        self.kpi[candidate.lead] += candidate.kpi;
        if let (Kind::Bridge, Some(partner)) = (candidate.kind, candidate.partner) {
            self.kpi[partner] += candidate.partner_kpi;
            self.link(plan, candidate.lead, partner);
        }
        if project.wins {
            self.win(plan, candidate.lead);
        }
    }

    /// Initiatives of other holders that ran at some time beside this one, at the same or an adjacent touchpoint.
    fn clashing<'o>(&'o self, plan: &'o Plan, project: &'o Project) -> impl Iterator<Item = &'o Project> {
        let near = &plan.adjacent[project.candidate.touchpoint];
        self.projects.iter().filter(|other| {
            other.end_cycle > project.start_cycle
                && other.start_cycle < project.end_cycle
                && other.holder != project.holder
                && (other.candidate.touchpoint == project.candidate.touchpoint || near[other.candidate.touchpoint])
        })
    }

    /// What clashes leave of a gain: (1 − ξ)^Σ(1 − c).
    fn share_kept(&mut self, plan: &Plan, project: &Project) -> f64 {
        let lead = project.candidate.lead;
        let (mut count, mut uncoordinated) = (0, 0.0);
        for other in self.clashing(plan, project) {
            count += 1;
            uncoordinated += 1.0 - self.coordination.at(lead, other.candidate.lead);
        }
        if count == 0 {
            return 1.0;
        }
        self.clashed += 1;
        libm::pow(1.0 - plan.world.initiatives.clash, uncoordinated)
    }

    /// Moves a touchpoint's quality: gains shrink towards 1, losses towards 0, as far from the start.
    fn improve(&mut self, plan: &Plan, touchpoint: usize, effect: f64) {
        let start = plan.world.touchpoints[touchpoint].quality;
        let quality = &mut self.quality[touchpoint];
        *quality += if effect > 0.0 { effect * (1.0 - *quality) / (1.0 - start) } else { effect * *quality / start };
    }

    /// A finished bridge moves both links of two functions towards 1.
    fn link(&mut self, plan: &Plan, f: usize, g: usize) {
        let share = plan.world.initiatives.bridge_link;
        for links in [&mut self.coordination, &mut self.data_sharing] {
            let link = links.at(f, g);
            links.set(f, g, link + share * (1.0 - link));
        }
    }

    /// A win of the office: the lead learns most, the others a little.
    fn win(&mut self, plan: &Plan, lead: usize) {
        let organisation = &plan.world.organisation;
        self.wins_since_survey += 1.0;
        self.readiness[lead] += organisation.readiness_gain * (1.0 - self.readiness[lead]);
        let spread = organisation.readiness_gain * organisation.readiness_spread;
        for readiness in &mut self.readiness {
            *readiness += spread * (1.0 - *readiness);
        }
    }

    /// Step c, and the influence of readier functions.
    pub(super) fn erode(&mut self, plan: &Plan) {
        let organisation = &plan.world.organisation;
        let (low, high) = QUALITY_BOUNDS;
        for quality in &mut self.quality {
            *quality = (*quality - organisation.decay * (*quality - organisation.floor)).clamp(low, high);
        }
        for (function, readiness) in self.readiness.iter_mut().enumerate() {
            let excess = *readiness - READINESS_FLOOR * plan.world.readiness(function);
            *readiness = (*readiness - organisation.readiness_decay * excess).clamp(0.0, 1.0);
        }
        self.influence(plan);
    }

    /// Functions with the role `influences` pull the less ready ones up.
    fn influence(&mut self, plan: &Plan) {
        if plan.influential.is_empty() {
            return;
        }
        let before = self.readiness.clone();
        for &source in &plan.influential {
            for readiness in &mut self.readiness {
                let gap = (before[source] - *readiness).max(0.0);
                *readiness += plan.world.organisation.influence_rate * gap;
            }
        }
    }
}
