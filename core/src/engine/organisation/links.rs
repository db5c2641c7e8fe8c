//! Step d: coordination and data sharing follow the lines and the will to use them.

use super::Organisation;
use crate::engine::matrix::pairs;
use crate::engine::plan::Plan;
use crate::model::Line;

impl Organisation<'_> {
    /// Moves every link towards what the weaker of the two lines and the will of both functions allow.
    pub(super) fn move_links(&mut self, plan: &Plan, week: u32) {
        let organisation = &plan.world.organisation;
        let [growth, decay] =
            [organisation.link_growth, organisation.link_decay].map(|rate| plan.share_per_cycle(rate));
        for (f, g) in pairs(self.lines.len()) {
            let line = self.lines[f].min(self.lines[g]);
            let reach = self.sharing(line, f, g) * self.will(line, f, g, week);
            let moved = |link: f64, base: f64| {
                let target = base + (1.0 - base) * reach;
                link + growth * (target - link).max(0.0) - decay * (link - base).max(0.0)
            };
            let coordination = moved(self.coordination.at(f, g), organisation.coordination);
            let data_sharing = moved(self.data_sharing.at(f, g), organisation.data_sharing);
            self.coordination.set(f, g, coordination);
            self.data_sharing.set(f, g, data_sharing);
        }
    }

    /// How far coordination and data sharing of two functions can grow, the weaker of whose lines is this one.
    fn sharing(&self, line: Line, f: usize, g: usize) -> f64 {
        match &self.regime.own_lines {
            Some(own) if self.has_lines() => own.sharing_of(f, g),
            _ => self.regime.line_table.of(line).sharing.get(),
        }
    }

    fn will(&self, line: Line, f: usize, g: usize, week: u32) -> f64 {
        if line == Line::Solid {
            let accepted = libm::sqrt(self.acceptance(f) * self.acceptance(g));
            accepted * self.transition(f, week).min(self.transition(g, week))
        } else {
            libm::sqrt(self.readiness[f] * self.readiness[g]) * self.standing()
        }
    }
}
