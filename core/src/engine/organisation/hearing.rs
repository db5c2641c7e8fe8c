//! An experience initiative finds more where customers are heard.

use super::Organisation;
use super::candidate::{Candidate, Kind};
use super::perception::Attention;
use crate::engine::plan::Plan;

impl Organisation<'_> {
    /// What an initiative that starts now finds of its gains: ½ + ½·h for one for the experience, where h is how well its lead
    /// hears customers at the target: its visibility there times n/(n + n₀).
    pub(super) fn found(&self, plan: &Plan, attention: &Attention, candidate: &Candidate) -> f64 {
        if candidate.kind != Kind::Experience {
            return 1.0;
        }
        let (lead, target) = (candidate.lead, candidate.touchpoint);
        let (visibility, _) = plan.views[lead][target].visibility(self.data_sharing.of(lead), 1.0);
        let signals = attention.signals(target);
        0.5 + 0.5 * visibility * signals / (signals + plan.world.organisation.sensing_signals)
    }
}
