//! A trial from close by: the life of single customers, and the event log of the organisation.
//!
//! The trial itself is the one that [`Plan::run_trial`] runs, with somebody who watches. A customer's life is worked out a
//! second time by the plain engine ([`tracer`]); what the organisation decides is written down where it is decided
//! ([`EventLog`]). Watching changes no value.

pub(super) mod life;
pub(super) mod parting;
mod renewal;
mod staying;
#[cfg(test)]
mod tests;
pub(super) mod tracer;

use super::organisation::event_log::EventLog;
use super::outcome::Outcome;
use super::plan::Plan;
use crate::model::Regimes;
use crate::random::RandomInputs;
use life::Life;

/// One trial of one structure, from close by.
#[derive(Clone, Debug)]
pub struct Trace {
    /// What the trial leaves behind; the same as without a trace.
    pub outcome: Outcome,
    /// The lives that were asked for.
    pub lives: Vec<Life>,
    /// What the organisation decided.
    pub events: EventLog,
}

impl Plan {
    /// Runs one trial as [`Plan::run_trial`] does, and watches the customers of these slots. Slots that the world does not
    /// have are left out.
    #[must_use]
    pub fn trace_trial(&self, structures: &[Regimes<'_>], seed: u64, trial: u32, slots: &[u32]) -> Vec<Trace> {
        let inputs = RandomInputs::new(seed, trial);
        let warmed_up = self.warm_up(&inputs);
        let mut firms = self.firms(structures, &warmed_up);
        firms.iter_mut().for_each(|firm| firm.watch(self, &warmed_up, slots));
        self.unfold(&mut firms, &inputs, &warmed_up.start);
        firms.into_iter().map(|firm| firm.trace(self, &warmed_up.start)).collect()
    }
}
