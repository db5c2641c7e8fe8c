//! Parts of a trial by themselves, for benchmarks. Not part of the library's promise.

use super::customers::encounters::{Conditions, Encounters};
use super::customers::plain::words;
use super::customers::state::Customer;
use super::customers::survey::Reply;
use super::customers::{Customers, WeekDraws, WeekTables};
use super::organisation::candidate::think;
use super::organisation::{Moment, Organisation};
use super::plan::Plan;
use super::warm_up::WarmedUp;
use crate::model::Regimes;
use crate::random::{Purpose, RandomInputs};

/// The customer loop alone: draws, journeys and experiences of everybody, week after week.
#[derive(Debug)]
pub struct CustomerLoop<'a> {
    plan: &'a Plan,
    inputs: RandomInputs,
    customers: Customers,
    encounters: Vec<Encounters>,
    conditions: Conditions,
    week: u32,
}

impl<'a> CustomerLoop<'a> {
    /// Customers at the end of the warm-up of trial 0.
    #[must_use]
    pub fn new(plan: &'a Plan, seed: u64) -> CustomerLoop<'a> {
        let inputs = RandomInputs::new(seed, 0);
        let WarmedUp { customers, conditions, .. } = plan.warm_up(&inputs);
        CustomerLoop { plan, inputs, customers, encounters: plan.encounters(&conditions), conditions, week: 0 }
    }

    /// One week of every customer.
    pub fn week(&mut self) {
        let draws = WeekDraws { inputs: &self.inputs, purpose: Purpose::CustomerWeek, week: self.week };
        let thresholds = self.plan.thresholds(self.week);
        let (encounters, conditions) = (&self.encounters, &self.conditions);
        let week = WeekTables { thresholds: &thresholds, encounters, conditions, draws };
        let in_use = self.plan.in_use([&self.customers]);
        let customers = &mut self.customers;
        self.plan.for_each_batch(draws, &in_use, |batch| customers.batch_week(self.plan, week, batch));
        self.customers.clear_tallies();
        self.week += 1;
    }
}

/// The organisation's turns of a trial alone: `cycles` of them under each structure's regimes, with the contacts of the warm-up.
/// What functions think of is made once for all structures, as in a trial. Returns the cost units spent.
#[must_use]
pub fn turns(plan: &Plan, structures: &[Regimes<'_>], seed: u64, cycles: u32) -> f64 {
    let inputs = RandomInputs::new(seed, 0);
    let mut organisations: Vec<_> = structures.iter().map(|&one| Organisation::new(plan, one, 0.0, 0.3)).collect();
    let contacts = vec![1_000; plan.world.touchpoints.len()];
    let mut spent = 0.0;
    for cycle in 0..cycles {
        let now = Moment { week: cycle * plan.world.clock.cycle_weeks, cycle };
        let thoughts = think(plan, &inputs, cycle);
        for organisation in &mut organisations {
            organisation.turn(plan, &inputs, now, &thoughts, &contacts);
            spent += organisation.bill.initiatives;
        }
    }
    spent
}

/// What a customer thinks of the firm.
#[derive(Clone, Copy, Debug)]
pub struct Mind {
    /// S.
    pub satisfaction: f64,
    /// E.
    pub expectation: f64,
    /// Answer to whether they would recommend the firm: −1 a detractor, 0 a passive, 1 a promoter.
    pub recommending: f64,
}

/// What the customers of a firm think after the warm-up of trial 0, all of them asked.
#[must_use]
pub fn minds(plan: &Plan, seed: u64) -> Vec<Mind> {
    let inputs = RandomInputs::new(seed, 0);
    let WarmedUp { customers, .. } = plan.warm_up(&inputs);
    let draws = WeekDraws { inputs: &inputs, purpose: Purpose::Survey, week: 0 };
    let mind = |slot: usize| {
        let place = plan.layout.place_of_slot[slot] as usize;
        let Customer { satisfaction, expectation, .. } = customers.at(place);
        let reply = Reply::new(plan, satisfaction, satisfaction.into(), words(draws, place));
        let recommending = f64::from(u8::from(reply.promoter)) - f64::from(u8::from(reply.detractor));
        Mind { satisfaction: satisfaction.into(), expectation: expectation.into(), recommending }
    };
    (0..plan.layout.cohort).map(mind).collect()
}
