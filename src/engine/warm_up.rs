//! The warm-up, which all structures of a trial share, and the references that its end fixes.

use super::customers::encounters::Conditions;
use super::customers::{Batch, Customers, WeekDraws, WeekTables};
use super::matrix::Matrix;
use super::plan::{Plan, Start};
use crate::random::{Group, Luck, Purpose};

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
    pub(crate) fn warm_up(&self, luck: &Luck) -> WarmedUp {
        let world = &self.world;
        let touchpoints = world.touchpoints.len();
        let mut customers = Customers::new(self);
        let mut conditions = Conditions {
            quality: world.touchpoints.iter().map(|touchpoint| touchpoint.quality).collect(),
            shock: vec![0.0; touchpoints],
            coordination: Matrix::links(world.functions.len(), world.organisation.coordination),
            data_sharing: Matrix::links(world.functions.len(), world.organisation.data_sharing),
            contacts_last_week: vec![0; touchpoints],
        };
        let mut contacts_last_cycle = vec![0; touchpoints];
        for week in 0..world.clock.warmup_weeks {
            let encounters = self.encounters(&conditions);
            let thresholds = self.thresholds(week);
            let draws = WeekDraws { luck, purpose: Purpose::WarmupWeek, week };
            let week_tables =
                WeekTables { thresholds: &thresholds, encounters: &encounters, conditions: &conditions, draws };
            self.for_each_batch(draws, |batch| customers.batch_week(self, week_tables, batch));
            conditions.contacts_last_week = customers.take_contacts(self);
            if week + world.clock.cycle_weeks >= world.clock.warmup_weeks {
                contacts_last_cycle.iter_mut().zip(&conditions.contacts_last_week).for_each(|(sum, n)| *sum += n);
            }
        }
        WarmedUp { start: self.start(luck, &customers), customers, conditions, contacts_last_cycle }
    }

    /// The references that the end of the warm-up fixes, and the customers' traits.
    fn start(&self, luck: &Luck, customers: &Customers) -> Start {
        let mood = customers.mood(self).unwrap_or_default();
        let survey = customers.survey(self, luck, 0, mood.satisfaction);
        Start {
            loyalty: self.draw_loyalty(luck),
            satisfaction: mood.satisfaction,
            problem_share: mood.problem_share,
            nps: survey.nps_true.unwrap_or(0.0),
            promoter_share: survey.promoter_share,
        }
    }

    /// a = logit θ of each place, θ from its segment's Beta distribution.
    fn draw_loyalty(&self, luck: &Luck) -> Vec<f32> {
        const BLOCK: usize = 8;
        let mut loyalty = vec![0.0; self.layout.places];
        for (segment, places) in self.layout.segments.iter().enumerate() {
            for start in places.padded().step_by(BLOCK) {
                let mut draws = luck.draws(Purpose::Loyalty, 0, (start / BLOCK) as u32);
                for place in &mut loyalty[start..start + BLOCK] {
                    *place = self.loyalty[segment].quantile(draws.uniform()) as f32;
                }
            }
        }
        loyalty
    }

    /// Makes each batch of words of a week once and shows it to `live`.
    pub(crate) fn for_each_batch(&self, draws: WeekDraws<'_>, mut live: impl FnMut(Batch<'_>)) {
        let mut words = [const { Group::new() }; Batch::GROUPS];
        let groups = self.layout.places.div_ceil(Group::CUSTOMERS);
        for first in (0..groups).step_by(Batch::GROUPS) {
            let words = &mut words[..Batch::GROUPS.min(groups - first)];
            for (group, words) in (first..).zip(words.iter_mut()).filter(|_| !self.form.is_naive()) {
                draws.luck.fill(self.form, draws.purpose, draws.week, group as u32, words);
            }
            live(Batch { first, groups: words });
        }
    }
}
