//! How much work trials were: customers lived through weeks.

use crate::engine::Outcome;
use crate::model::Study;

/// What has been simulated so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Trials.
    pub trials: u64,
    /// Customers in the firm at the start of a week, added up over weeks and structures; and over the weeks of the
    /// warm-up, which the structures of a trial share.
    pub customer_weeks: u64,
    /// The same with every customer slot counted, whether or not it has a customer: what the customer loop passes over.
    pub slot_weeks: u64,
}

impl Work {
    /// Takes up a trial's outcomes, one per structure that ran.
    pub fn take<'a>(&mut self, study: &Study, outcomes: impl Iterator<Item = &'a Outcome> + Clone) {
        let slots = u64::from(study.world.customers);
        let warm_up = slots * u64::from(study.world.clock.warmup_weeks);
        self.trials += 1;
        self.customer_weeks += warm_up + outcomes.clone().map(|outcome| lived(slots, outcome)).sum::<u64>();
        self.slot_weeks += warm_up + outcomes.map(|outcome| slots * outcome.weeks.len() as u64).sum::<u64>();
    }
}

/// Customers at the start of each week: all slots, then who was there at the end of the week before.
fn lived(slots: u64, outcome: &Outcome) -> u64 {
    let before = outcome.weeks.iter().map(|week| week.customers as u64);
    std::iter::once(slots).chain(before).take(outcome.weeks.len()).sum()
}
