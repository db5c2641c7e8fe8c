//! The warm-up, which all structures of a trial share, and the references that its end fixes.

use super::customers::encounters::Conditions;
use super::customers::{Batch, Customers, WeekDraws, WeekTables};
use super::matrix::Matrix;
use super::plan::{Plan, Start};
use crate::random::{Group, LANES, Purpose, ROWS, RandomInputs};

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
        let (mut thresholds, mut encounters) = (Vec::new(), Vec::new());
        for week in 0..world.clock.warmup_weeks {
            self.renew_encounters(&conditions, &mut encounters);
            self.set_thresholds(week, &mut thresholds);
            let draws = WeekDraws { inputs, purpose: Purpose::WarmupWeek, week };
            let week_tables =
                WeekTables { thresholds: &thresholds, encounters: &encounters, conditions: &conditions, draws };
            self.for_each_batch(draws, |batch| customers.batch_week(self, week_tables, batch));
            conditions.contacts_last_week = customers.take_contacts(self);
            if week + world.clock.cycle_weeks >= world.clock.warmup_weeks {
                contacts_last_cycle.iter_mut().zip(&conditions.contacts_last_week).for_each(|(sum, n)| *sum += n);
            }
        }
        WarmedUp { start: self.start(inputs, &customers), customers, conditions, contacts_last_cycle }
    }

    /// The references that the end of the warm-up fixes, and the customers' traits.
    fn start(&self, inputs: &RandomInputs, customers: &Customers) -> Start {
        let mood = customers.mood().unwrap_or_default();
        let survey = self.survey(inputs, 0, &[(customers, mood.satisfaction)]).pop().unwrap_or_default();
        Start {
            loyalty: self.draw_loyalty(inputs),
            satisfaction: mood.satisfaction,
            by_segment: customers.satisfaction_by_segment().map(|one| one.unwrap_or(mood.satisfaction)).collect(),
            problem_share: mood.problem_share,
            nps: survey.nps_true.unwrap_or(0.0),
            promoter_share: survey.promoter_share,
        }
    }

    /// a = logit θ of each place, θ from its segment's Beta distribution.
    fn draw_loyalty(&self, inputs: &RandomInputs) -> Vec<f32> {
        const BLOCK: usize = ROWS / 2;
        let (mut loyalty, mut words) = (vec![0.0; self.layout.places], Group::default());
        for (segment, places) in self.layout.segments.iter().enumerate() {
            let first_block = places.padded().start / BLOCK;
            for (i, few) in loyalty[places.padded()].chunks_mut(LANES * BLOCK).enumerate() {
                let blocks: [u32; LANES] = std::array::from_fn(|lane| (first_block + i * LANES + lane) as u32);
                inputs.gather(self.form, Purpose::Loyalty, 0, &blocks, &mut words);
                for (j, place) in few.iter_mut().enumerate() {
                    *place = self.loyalty[segment].quantile(words.uniform(j / BLOCK, j % BLOCK)) as f32;
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
                draws.inputs.fill(self.form, draws.purpose, draws.week, group as u32, words);
            }
            live(Batch { first, groups: words });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::sample;

    #[test]
    fn the_loyalty_of_a_place_is_the_number_that_its_name_gives() {
        let (plan, inputs) = (Plan::new(&sample::world()), RandomInputs::new(5, 3));
        let loyalty = plan.draw_loyalty(&inputs);
        for (segment, places) in plan.layout.segments.iter().enumerate() {
            for place in places.range.clone() {
                let mut draws = inputs.draws(Purpose::Loyalty, 0, (place / 8) as u32);
                let uniform = (0..=place % 8).map(|_| draws.uniform()).last().expect("a slot");
                assert_eq!(loyalty[place], plan.loyalty[segment].quantile(uniform) as f32, "place {place}");
            }
        }
    }
}
