//! The customers of a firm, week by week. They meet [`Conditions`]; which structure made them is not known here.

pub(crate) mod encounters;
mod equity;
#[cfg(test)]
mod known_answers;
pub(crate) mod layout;
pub(crate) mod logistic;
pub(crate) mod loyalty;
pub(crate) mod person;
pub(crate) mod plain;
mod renewal;
pub(crate) mod routes;
pub(crate) mod state;
pub(crate) mod survey;
pub(crate) mod week;

use super::plan::Plan;
use crate::lanes::{ABREAST, Lanes, Task, Thresholds};
use crate::random::{Group, LANES, RandomInputs};
use encounters::{Conditions, Encounters};
use layout::InUse;
use person::{MIDDLE, Newcomer, Persons, Traits, words_of};
use routes::AWAY;
use state::{Block, Customer};
use week::{BLOCKS, MoodSums, Scratch, TALLY_LIMIT, Tables, Tally, UNITS, mood_units};

pub(crate) use plain::WeekDraws;
pub(crate) use renewal::Renewals;
pub(crate) use survey::SurveyResult;

/// The state of all customer slots of one firm, by place.
#[derive(Clone, Debug)]
pub(crate) struct Customers {
    /// Thirty-two places each; a segment begins with a block of its own.
    blocks: Vec<Block>,
    /// a = logit θ of the customer of each place: log-odds of leaving at a renewal, before all that happens.
    pub(crate) loyalty: Vec<f32>,
    /// How many newcomers each place has had; those after the 255th are the 255th again.
    lives: Vec<u8>,
    /// By part, the end of the places that somebody has or had.
    used: Vec<usize>,
    /// Slots without a customer, one bit each, by slot number.
    free_slots: Vec<u64>,
    /// Customers in the firm, by segment.
    pub(crate) in_firm: Vec<u64>,
    /// First customers still in the firm, by segment.
    pub(crate) cohort: Vec<u64>,
    /// Contracts that were due since the start, by segment.
    pub(crate) due: Vec<Due>,
    /// Newcomers since the start.
    pub(crate) acquired: u64,
    /// Customers who left, by the node of their last week.
    pub(crate) leavers: Vec<u64>,
    /// What the week's steps were, by journey.
    pub(crate) tallies: Vec<Tally>,
    /// Customers added to the tallies since they were spilled.
    tallied: usize,
    /// The mood of all customers in the firm, by segment: integers, so exact in any order. Each week's loop adds them up;
    /// whoever leaves or joins is taken out or added.
    mood_sums: Vec<MoodSums>,
}

/// Means over the customers in the firm; `None` without any.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Mood {
    pub(crate) satisfaction: f64,
    pub(crate) expectation: f64,
    pub(crate) problem_share: f64,
}

impl Customers {
    /// The first cohort in the firm, `away`, without a problem, with satisfaction and expectation as their segment expects, and
    /// the traits that the trial's random numbers give them. Nobody has the room.
    pub(crate) fn new(plan: &Plan, inputs: &RandomInputs) -> Customers {
        let layout = &plan.layout;
        let nobody =
            Customer { row: plan.gone() as u8, satisfaction: 0.0, expectation: 0.0, freshness: 0.0, person: MIDDLE };
        let mut customers = Customers {
            blocks: vec![Block::of(nobody); layout.places / ABREAST],
            loyalty: plan.draw_loyalty(inputs),
            lives: vec![0; layout.places],
            used: layout
                .parts
                .iter()
                .map(|part| if part.is_room { part.range.start } else { part.range.end })
                .collect(),
            free_slots: free_from(layout.cohort, layout.place_of_slot.len()),
            in_firm: vec![0; plan.world.segments.len()],
            cohort: layout.first_customers(plan.world.segments.len()),
            due: vec![Due::default(); plan.world.segments.len()],
            acquired: 0,
            leavers: vec![0; plan.gone() + 1],
            tallies: plan.routes.iter().map(|routes| Tally::new(routes)).collect(),
            tallied: 0,
            mood_sums: vec![[0; 3]; plan.world.segments.len()],
        };
        let persons = Persons { form: plan.form, inputs, steps: &plan.steps }.of_places(layout.cohort_places());
        for part in layout.parts.iter().filter(|part| !part.is_room) {
            for place in part.range.clone() {
                customers.welcome(plan, part.segment, place, persons[place]);
            }
        }
        customers
    }

    /// A new customer at a place that is free.
    fn welcome(&mut self, plan: &Plan, segment: usize, place: usize, person: u8) {
        let expectation = plan.world.segments[segment].expectation.get() as f32;
        let newcomer = Customer { row: AWAY as u8, satisfaction: expectation, expectation, freshness: 0.0, person };
        self.put(place, newcomer);
        self.in_firm[segment] += 1;
        self.add_mood(plan, segment, newcomer);
    }

    /// The ends of the places that somebody has or had, by part.
    pub(crate) fn used(&self) -> &[usize] {
        &self.used
    }

    /// Which customer of its slot the one at a place is: 0 the first one.
    pub(crate) fn life(&self, place: usize) -> u8 {
        self.lives[place]
    }

    fn add_mood(&mut self, plan: &Plan, segment: usize, customer: Customer) {
        self.mood_sums[segment].iter_mut().zip(mood_of(plan, customer)).for_each(|(sum, one)| *sum += one);
    }

    /// The customer at a place.
    pub(crate) fn at(&self, place: usize) -> Customer {
        self.blocks[place / ABREAST].get(place % ABREAST)
    }

    /// Replaces the customer at a place.
    fn put(&mut self, place: usize, customer: Customer) {
        self.blocks[place / ABREAST].set(place % ABREAST, customer);
    }

    /// Customers in the firm.
    pub(crate) fn count(&self) -> u64 {
        self.in_firm.iter().sum()
    }

    /// The week of the customers of one batch of places.
    pub(crate) fn batch_week(&mut self, plan: &Plan, week: WeekTables<'_>, batch: Batch<'_>) {
        if batch.first == 0 {
            self.mood_sums.fill([0; 3]);
        }
        if plan.form.is_naive() {
            self.plain_week_of_all(plan, week, batch);
        } else {
            plan.form.run(BatchWeek { plan, week, batch, customers: self });
        }
        self.tallied += Batch::CUSTOMERS;
        if self.tallied + Batch::CUSTOMERS > TALLY_LIMIT {
            self.tallies.iter_mut().for_each(Tally::spill);
            self.tallied = 0;
        }
    }

    /// Forgets the tallies of the week.
    pub(crate) fn clear_tallies(&mut self) {
        self.tallies.iter_mut().for_each(Tally::clear);
        self.tallied = 0;
    }

    /// Contacts of each touchpoint in the week, which are then forgotten.
    pub(crate) fn take_contacts(&mut self, plan: &Plan) -> Vec<u64> {
        let mut contacts = vec![0; plan.world.touchpoints.len()];
        for (routes, tally) in plan.routes.iter().zip(&self.tallies) {
            for kind in &routes.contacts {
                contacts[kind.touchpoint] += tally.count(&kind.places).taken;
            }
        }
        self.clear_tallies();
        contacts
    }

    /// Newcomers take free slots, lowest slot number first, as long as there are any. Who they are follows from place and life.
    pub(crate) fn join(&mut self, plan: &Plan, inputs: &RandomInputs, newcomers: u64) {
        let (mut left, mut word) = (newcomers, 0);
        while left > 0 {
            let (mut few, mut number) = ([Newcomer::default(); LANES], 0);
            for one in few.iter_mut().take(left.min(LANES as u64) as usize) {
                let Some(newcomer) = self.take_free_place(plan, &mut word) else { break };
                (*one, number) = (newcomer, number + 1);
            }
            if number == 0 {
                return;
            }
            self.settle_in(plan, inputs, &few[..number]);
            left -= number as u64;
        }
    }

    /// Up to [`LANES`] newcomers take their places.
    fn settle_in(&mut self, plan: &Plan, inputs: &RandomInputs, few: &[Newcomer]) {
        let words = words_of(plan.form, inputs, few);
        for (lane, one) in few.iter().enumerate() {
            let (place, segment) = (one.place(), plan.layout.segment_of(one.place()));
            let traits = Traits::new(&plan.steps, &plan.loyalty[segment], &words, lane);
            self.loyalty[place] = traits.loyalty;
            self.welcome(plan, segment, place, traits.person);
            self.acquired += 1;
        }
    }

    /// The place of the lowest free slot, if one is free; none is in the words before `number`, which moves on to its word.
    fn take_free_place(&mut self, plan: &Plan, number: &mut usize) -> Option<Newcomer> {
        *number += self.free_slots[*number..].iter().position(|&word| word != 0)?;
        let word = &mut self.free_slots[*number];
        let slot = *number * 64 + word.trailing_zeros() as usize;
        *word &= *word - 1;
        let place = plan.layout.place_of_slot[slot] as usize;
        let (life, part) = (&mut self.lives[place], plan.layout.part_of(place));
        *life = life.saturating_add(1);
        self.used[part] = self.used[part].max(place + 1);
        Some(Newcomer { place: place as u32, life: *life })
    }

    /// Mean satisfaction, expectation and problem share.
    pub(crate) fn mood(&self) -> Option<Mood> {
        let all = |i: usize| self.mood_sums.iter().map(|sums| sums[i]).sum::<u64>();
        let [satisfaction, expectation, problems] = [0, 1, 2].map(all);
        let (count, unit) = (self.count() as f64, f64::from(UNITS));
        (count > 0.0).then(|| Mood {
            satisfaction: satisfaction as f64 / unit / count,
            expectation: expectation as f64 / unit / count,
            problem_share: problems as f64 / count,
        })
    }

    /// Mean satisfaction of each segment; `None` without customers.
    pub(crate) fn satisfaction_by_segment(&self) -> impl Iterator<Item = Option<f64>> {
        let of = |(&[satisfaction, ..], &count): (&MoodSums, &u64)| {
            (count > 0).then(|| satisfaction as f64 / f64::from(UNITS) / count as f64)
        };
        self.mood_sums.iter().zip(&self.in_firm).map(of)
    }

    /// First customers still in the firm, of all segments.
    pub(crate) fn first_customers(&self) -> u64 {
        self.cohort.iter().sum()
    }
}

/// Contracts that were due, and how many of them ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Due {
    /// Without an open problem.
    pub(crate) calm: u64,
    pub(crate) calm_left: u64,
    /// With an open problem.
    pub(crate) problem: u64,
    pub(crate) problem_left: u64,
}

/// Satisfaction and expectation in units of 2⁻²², and whether there is a problem, of a customer in the firm.
fn mood_of(plan: &Plan, customer: Customer) -> MoodSums {
    let problem = has_problem(plan, &customer).into();
    [mood_units(customer.satisfaction).into(), mood_units(customer.expectation).into(), problem]
}

/// Whether a customer has an open problem.
pub(crate) fn has_problem(plan: &Plan, customer: &Customer) -> bool {
    usize::from(customer.row) > plan.gone()
}

/// Slots from one number on up to another, one bit each.
fn free_from(first: usize, end: usize) -> Vec<u64> {
    let mut free = vec![0; end.div_ceil(64)];
    (first..end).for_each(|slot| free[slot / 64] |= 1 << (slot % 64));
    free
}

impl Plan {
    /// The places that somebody has or had in one of these firms.
    pub(crate) fn in_use<'c>(&self, firms: impl IntoIterator<Item = &'c Customers>) -> InUse {
        InUse::new(&self.layout, firms.into_iter().map(Customers::used))
    }
}

/// What customers meet in a week.
#[derive(Clone, Copy)]
pub(crate) struct WeekTables<'a> {
    /// Thresholds of the journeys.
    pub(crate) thresholds: &'a [Thresholds],
    /// What the journeys' steps feel like.
    pub(crate) encounters: &'a [Encounters],
    /// What the encounters are made of; the plain form works from these.
    pub(crate) conditions: &'a Conditions,
    /// The week's draws, for the plain form.
    pub(crate) draws: WeekDraws<'a>,
}

/// Words for a run of groups of places: few enough to stay in the fastest memory with the customers that use them.
#[derive(Clone, Copy)]
pub(crate) struct Batch<'a> {
    /// Number of the first group.
    pub(crate) first: usize,
    pub(crate) groups: &'a [Group],
}

impl Batch<'_> {
    /// Groups in a full batch.
    pub(crate) const GROUPS: usize = 8;

    /// Customers that a full batch serves.
    pub(crate) const CUSTOMERS: usize = Batch::GROUPS * Group::CUSTOMERS;
}

/// Blocks that the second fastest memory holds for several firms: more are asked for two groups before they are needed.
const NEAR: usize = 512;

/// The week of one batch of places, in vectors.
struct BatchWeek<'a> {
    plan: &'a Plan,
    week: WeekTables<'a>,
    batch: Batch<'a>,
    customers: &'a mut Customers,
}

impl Task for BatchWeek<'_> {
    type Output = ();

    #[inline(always)]
    fn run<L: Lanes>(self, lanes: L) {
        let BatchWeek { plan, week, batch, customers } = self;
        let mut scratch = Scratch::new(lanes);
        for (part, used) in plan.layout.parts.iter().zip(&customers.used) {
            let (segment, journey) = (part.segment, plan.journey_of[part.segment]);
            let tables = Tables {
                routes: &plan.routes[journey],
                thresholds: &week.thresholds[journey],
                encounters: &week.encounters[journey],
            };
            for (number, group) in batch.groups.iter().enumerate() {
                let (blocks, first) =
                    (part.range.start / ABREAST..used.div_ceil(ABREAST), (batch.first + number) * BLOCKS);
                let (from, to) = (blocks.start.max(first), blocks.end.min(first + BLOCKS));
                if from < to {
                    if customers.blocks.len() > NEAR {
                        customers.blocks[to..].iter().skip(BLOCKS).take(BLOCKS).for_each(|soon| lanes.fetch_soon(soon));
                    }
                    let (words, blocks) = (group.block_words(from - first), &mut customers.blocks[from..to]);
                    let tally = &mut customers.tallies[journey];
                    week::week(lanes, &plan.rules, tables, words, blocks, tally, &mut scratch);
                }
            }
            scratch.settle_mood(lanes, &mut customers.mood_sums[segment]);
        }
    }
}

#[cfg(test)]
pub(in crate::engine) mod tests {
    use super::super::sample;
    use super::*;
    use crate::lanes::Form;
    use crate::model::World;
    use crate::random::{Purpose, RandomInputs};

    /// Row, satisfaction, expectation and freshness, to the bit.
    type Bits = (u8, u32, u32, u32);

    /// Everything that eighty weeks leave behind, in a form: contacts by week and step, and the last state of everybody.
    fn history(world: &World, form: Form) -> (Vec<Vec<week::Count>>, Vec<Bits>) {
        let plan = Plan::in_form(world, form);
        let inputs = RandomInputs::new(7, 3);
        let mut conditions = sample::conditions(&plan);
        let mut customers = Customers::new(&plan, &inputs);
        let (start, mut counts) = (sample::start(&plan), Vec::new());
        for week in 0..80 {
            live_a_week(&plan, &conditions, &inputs, &mut customers, week);
            counts.push(week_counts(&plan, &customers));
            conditions.contacts_last_week = customers.take_contacts(&plan);
            customers.renew(&plan, &start, &plan.renewals(&inputs, week, &plan.in_use([&customers])));
            customers.join(&plan, &inputs, u64::from(week % 4));
            assert_eq!(customers.mood_sums, recounted(&plan, &customers), "mood in week {week}");
        }
        let left = customers.first_customers() < u64::from(world.customers);
        assert!(customers.acquired > 20 && left, "people joined and left");
        (counts, bits(&plan, &customers))
    }

    /// Satisfaction, expectation and problems of everybody in the firm, asked one by one.
    pub(in crate::engine) fn recounted(plan: &Plan, customers: &Customers) -> Vec<MoodSums> {
        let mut sums = vec![[0; 3]; plan.world.segments.len()];
        for place in 0..plan.layout.places {
            let customer = customers.at(place);
            if usize::from(customer.row) != plan.gone() {
                let own = sums[plan.layout.segment_of(place)].iter_mut();
                own.zip(mood_of(plan, customer)).for_each(|(sum, one)| *sum += one);
            }
        }
        sums
    }

    /// One week of everybody, as a trial does it.
    pub(in crate::engine) fn live_a_week(
        plan: &Plan,
        conditions: &Conditions,
        inputs: &RandomInputs,
        customers: &mut Customers,
        week: u32,
    ) {
        let draws = WeekDraws { inputs, purpose: Purpose::CustomerWeek, week };
        let (thresholds, encounters) = (plan.thresholds(week), plan.encounters(conditions));
        let tables = WeekTables { thresholds: &thresholds, encounters: &encounters, conditions, draws };
        plan.for_each_batch(draws, &plan.in_use([&*customers]), |batch| customers.batch_week(plan, tables, batch));
    }

    /// What happened at every step that is a contact.
    fn week_counts(plan: &Plan, customers: &Customers) -> Vec<week::Count> {
        let of = |(routes, tally): (&std::sync::Arc<routes::Routes>, &Tally)| {
            let places = routes.contacts.iter().flat_map(|kind| &kind.places);
            places.map(|&place| tally.count(&[place])).collect::<Vec<_>>()
        };
        plan.routes.iter().zip(&customers.tallies).flat_map(of).collect()
    }

    /// The state of everybody in the firm, to the bit.
    fn bits(plan: &Plan, customers: &Customers) -> Vec<Bits> {
        let state = |c: Customer| (c.row, c.satisfaction.to_bits(), c.expectation.to_bits(), c.freshness.to_bits());
        let all = (0..plan.layout.places).map(|place| customers.at(place));
        all.filter(|customer| customer.row as usize != plan.gone()).map(state).collect()
    }

    #[test]
    fn the_fast_week_equals_the_plain_one_bit_for_bit_in_every_form() {
        let worlds = [sample::world(), sample::many_touchpoints(16), sample::many_touchpoints(64)];
        for world in worlds {
            let plain = history(&world, Form::named("naive").expect("always there"));
            for form in Form::available() {
                let fast = history(&world, form);
                let what = format!("{}, {} touchpoints", form.name(), world.touchpoints.len());
                assert_eq!(fast.0, plain.0, "contacts: {what}");
                assert_eq!(fast.1, plain.1, "last states: {what}");
            }
        }
    }
}
