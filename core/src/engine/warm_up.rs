//! The warm-up, which all structures of a trial share, and the references that its end fixes.

use super::customers::encounters::Conditions;
use super::customers::layout::InUse;
use super::customers::{Batch, Customers, WeekDraws, WeekTables};
use super::matrix::Matrix;
use super::plan::{Plan, References, Start};
use crate::random::{Group, Purpose, RandomInputs};
use crate::units::Share;

/// The state after warm-up.
#[derive(Clone, Debug)]
pub(crate) struct WarmedUp {
    pub(crate) start: Start,
    pub(crate) customers: Customers,
    pub(crate) conditions: Conditions,
    pub(crate) contacts_last_cycle: Vec<u64>,
}

impl Plan {
    /// The warm-up: the initial organisation, in which nobody decides, leaves or joins.
    pub(crate) fn warm_up(&self, inputs: &RandomInputs) -> WarmedUp {
        let (customers, conditions, contacts_last_cycle) = self.live_through_warm_up(inputs);
        WarmedUp { start: self.start(inputs, &customers), customers, conditions, contacts_last_cycle }
    }

    /// The customers at the end of the warm-up.
    pub(super) fn warmed_customers(&self, inputs: &RandomInputs) -> Customers {
        self.live_through_warm_up(inputs).0
    }

    /// Customers, what they meet, and contacts of the last cycle, at the end of the warm-up.
    fn live_through_warm_up(&self, inputs: &RandomInputs) -> (Customers, Conditions, Vec<u64>) {
        let world = &self.world;
        let touchpoints = world.touchpoints.len();
        let mut customers = Customers::new(self, inputs);
        let mut conditions = Conditions {
            quality: world.touchpoints.iter().map(|touchpoint| touchpoint.quality).collect(),
            shock: vec![0.0; touchpoints],
            coordination: Matrix::links(world.functions.len(), world.organisation.coordination),
            data_sharing: Matrix::links(world.functions.len(), world.organisation.data_sharing),
            contacts_last_week: vec![0; touchpoints],
        };
        let mut contacts_last_cycle = vec![0; touchpoints];
        let (mut thresholds, mut encounters) = (Vec::new(), Vec::new());
        let in_use = self.in_use([&customers]);
        for week in 0..world.clock.warmup_weeks {
            self.renew_encounters(&conditions, &mut encounters);
            self.set_thresholds(week, &mut thresholds);
            let draws = WeekDraws { inputs, purpose: Purpose::WarmupWeek, week };
            let week_tables =
                WeekTables { thresholds: &thresholds, encounters: &encounters, conditions: &conditions, draws };
            self.for_each_batch(draws, &in_use, |batch| customers.batch_week(self, week_tables, batch));
            conditions.contacts_last_week = customers.take_contacts(self);
            if week + world.clock.cycle_weeks >= world.clock.warmup_weeks {
                contacts_last_cycle.iter_mut().zip(&conditions.contacts_last_week).for_each(|(sum, n)| *sum += n);
            }
        }
        (customers, conditions, contacts_last_cycle)
    }

    /// What the end of the warm-up fixes.
    fn start(&self, inputs: &RandomInputs, customers: &Customers) -> Start {
        let mood = customers.mood().unwrap_or_default();
        let survey = self.survey(inputs, 0, &[(customers, mood.satisfaction)]).pop().unwrap_or_default();
        let customer = &self.world.customer;
        let references = References {
            satisfaction: customer.reference_satisfaction.map_or(mood.satisfaction, Share::get),
            problem_share: customer.reference_problems.map_or(mood.problem_share, Share::get),
        };
        Start {
            references,
            shifts: self.shifts(customers, &references),
            by_segment: customers.satisfaction_by_segment().map(|one| one.unwrap_or(mood.satisfaction)).collect(),
            nps: survey.nps_true.unwrap_or(0.0),
            promoter_share: survey.promoter_share,
        }
    }

    /// Makes each batch of words of a week once, of the places in use, and shows it to `live`.
    pub(crate) fn for_each_batch(&self, draws: WeekDraws<'_>, in_use: &InUse, mut live: impl FnMut(Batch<'_>)) {
        let mut words = [const { Group::new() }; Batch::GROUPS];
        let groups = self.layout.places.div_ceil(Group::CUSTOMERS);
        let used = |group: usize, groups: usize| in_use.any(group * Group::CUSTOMERS, groups * Group::CUSTOMERS);
        for first in (0..groups).step_by(Batch::GROUPS).filter(|&first| first == 0 || used(first, Batch::GROUPS)) {
            let words = &mut words[..Batch::GROUPS.min(groups - first)];
            let needed = (first..).zip(words.iter_mut()).filter(|(group, _)| !self.form.is_naive() && used(*group, 1));
            for (group, words) in needed {
                draws.inputs.fill(self.form, draws.purpose, draws.week, group as u32, words);
            }
            live(Batch { first, groups: words });
        }
    }
}
