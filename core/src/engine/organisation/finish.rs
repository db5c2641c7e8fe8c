//! Steps b and c: finished initiatives take effect, and what is neglected wears off.

use super::candidate::Kind;
use super::event_log::Kept;
use super::{Moment, Organisation, Project};
use crate::engine::plan::Plan;

/// Quality never leaves these bounds.
const QUALITY_BOUNDS: (f64, f64) = (0.01, 0.99);
/// Readiness falls back to this part of what it was at the start.
const READINESS_FLOOR: f64 = 0.8;

/// What is left of what an initiative does, and why.
struct Left {
    /// Of all its effects on quality, and of gains in KPI.
    interference: f64,
    /// Of the gains of ordered work.
    fidelity: f64,
}

impl Organisation<'_> {
    /// Step b.
    pub(super) fn finish_projects(&mut self, plan: &Plan, now: Moment) {
        for i in 0..self.projects.len() {
            if self.projects[i].end_cycle == now.cycle {
                let project = self.projects[i].clone();
                self.finish(plan, now, &project);
            }
        }
        // What ended before everything that still runs began can interfere with nothing any more.
        let running = self.projects.iter().filter(|project| project.end_cycle > now.cycle);
        let first = running.map(|project| project.start_cycle).min().unwrap_or(now.cycle);
        self.projects.retain(|project| project.end_cycle > first);
    }

    fn finish(&mut self, plan: &Plan, now: Moment, project: &Project) {
        let (candidate, lead) = (&project.candidate, project.candidate.lead);
        let left =
            Left { interference: self.share_kept(plan, project), fidelity: self.fidelity(plan, project.terms, lead) };
        let win = project.terms.win(candidate.kind);
        self.note(|organisation, logger| {
            let others = organisation.interfering(project).map(|other| &other.candidate);
            let (depth, transition) = (organisation.depth(lead), organisation.kpi_in_transition(lead, now.week));
            let kept = Kept { interference: left.interference, fidelity: left.fidelity, depth, transition };
            logger.finish(candidate, others, kept, project.terms, win);
        });
        let gain = left.interference * left.fidelity * self.depth(lead);
        for &(touchpoint, effect) in candidate.effects.iter() {
            let kept = if effect > 0.0 { gain * project.found } else { left.interference };
            self.improve(plan, touchpoint, effect * kept);
        }
        self.move_kpi(now, lead, candidate.kpi, &left);
        if let (Kind::Bridge, Some(partner)) = (candidate.kind, candidate.partner) {
            self.move_kpi(now, partner, candidate.partner_kpi, &left);
            self.link(plan, lead, partner, left.fidelity);
        }
        if win {
            self.wins_since_survey += 1.0;
            self.learn(plan, lead, project.terms);
        }
    }

    /// Moves a function's KPI level; a gain is what is left of it.
    fn move_kpi(&mut self, now: Moment, f: usize, change: f64, left: &Left) {
        let gain = || left.interference * left.fidelity * self.depth(f) * self.kpi_in_transition(f, now.week);
        self.kpi[f] += if change > 0.0 { change * gain() } else { change };
    }

    /// What is left of gains where specialists are far from their discipline.
    fn depth(&self, f: usize) -> f64 {
        1.0 - self.line(f).depth_loss.get()
    }

    /// Initiatives of other holders that ran at some time beside this one, where one touches what the other is about.
    fn interfering<'o>(&'o self, project: &'o Project) -> impl Iterator<Item = &'o Project> {
        self.projects.iter().filter(|other| {
            other.end_cycle > project.start_cycle
                && other.start_cycle < project.end_cycle
                && other.holder != project.holder
                && other.footprint.meets(project.footprint)
        })
    }

    /// What interference leaves: (1 − ξ)^Σ(1 − c).
    fn share_kept(&mut self, plan: &Plan, project: &Project) -> f64 {
        let lead = project.candidate.lead;
        let (mut count, mut uncoordinated) = (0, 0.0);
        for other in self.interfering(project) {
            count += 1;
            uncoordinated += 1.0 - self.coordination.at(lead, other.candidate.lead);
        }
        self.finished.all += 1;
        if count == 0 {
            return 1.0;
        }
        let kept = libm::pow(1.0 - plan.world.initiatives.clash, uncoordinated);
        self.finished.interfered += 1;
        self.finished.lost += 1.0 - kept;
        kept
    }

    /// Moves a touchpoint's quality: gains shrink towards 1, losses towards 0, as far from the start.
    fn improve(&mut self, plan: &Plan, touchpoint: usize, effect: f64) {
        let start = plan.world.touchpoints[touchpoint].quality;
        let quality = &mut self.quality[touchpoint];
        *quality += if effect > 0.0 { effect * (1.0 - *quality) / (1.0 - start) } else { effect * *quality / start };
    }

    /// A finished bridge moves both links of two functions towards 1.
    fn link(&mut self, plan: &Plan, f: usize, g: usize, fidelity: f64) {
        let share = plan.world.initiatives.bridge_link * fidelity;
        for links in [&mut self.coordination, &mut self.data_sharing] {
            let link = links.at(f, g);
            links.set(f, g, link + share * (1.0 - link));
        }
    }

    /// Step c, and the influence of readier functions.
    pub(super) fn erode(&mut self, plan: &Plan) {
        let organisation = &plan.world.organisation;
        let (low, high) = QUALITY_BOUNDS;
        let [decay, kpi_decay, readiness_decay] =
            [organisation.decay, organisation.kpi_decay, organisation.readiness_decay]
                .map(|rate| plan.share_per_cycle(rate));
        for quality in &mut self.quality {
            *quality = (*quality - decay * (*quality - organisation.floor)).clamp(low, high);
        }
        self.kpi.iter_mut().for_each(|kpi| *kpi *= 1.0 - kpi_decay);
        for (function, readiness) in self.readiness.iter_mut().enumerate() {
            let excess = *readiness - READINESS_FLOOR * plan.world.readiness(function);
            *readiness = (*readiness - readiness_decay * excess).clamp(0.0, 1.0);
        }
        self.influence(plan);
    }

    /// Functions with the role `influences` pull the less ready ones up.
    fn influence(&mut self, plan: &Plan) {
        if plan.influential.is_empty() {
            return;
        }
        let (before, rate) = (self.readiness.clone(), plan.share_per_cycle(plan.world.organisation.influence_rate));
        for &source in &plan.influential {
            for readiness in &mut self.readiness {
                let gap = (before[source] - *readiness).max(0.0);
                *readiness += rate * gap;
            }
        }
    }
}
