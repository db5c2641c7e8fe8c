//! Who stays: what became of every customer of the first cohort, without following any of them.

use crate::engine::customers::Customers;
use crate::engine::plan::Plan;
use crate::model::Regimes;
use crate::random::RandomInputs;

impl Plan {
    /// Runs one trial as [`Plan::run_trial`] does, and says of each structure and slot whether the slot's first customer is
    /// still there at the end.
    #[must_use]
    pub fn who_stays(&self, structures: &[Regimes<'_>], seed: u64, trial: u32) -> Vec<Vec<bool>> {
        let inputs = RandomInputs::new(seed, trial);
        let warmed_up = self.warm_up(&inputs);
        let mut firms = self.firms(structures, &warmed_up);
        self.unfold(&mut firms, &inputs, &warmed_up.start);
        firms.iter().map(|firm| self.stayers(&firm.customers)).collect()
    }

    fn stayers(&self, customers: &Customers) -> Vec<bool> {
        let first = &self.layout.place_of_slot[..self.world.customers as usize];
        let still_there = |&place: &u32| {
            let place = place as usize;
            let node = usize::from(customers.at(place).row) % (self.gone() + 1);
            customers.life(place) == 0 && node != self.gone()
        };
        first.iter().map(still_there).collect()
    }
}
