//! The customers of a firm, week by week. They meet [`Conditions`]; which structure made them is not known here.

pub(crate) mod encounters;
#[cfg(test)]
mod known_answers;
pub(crate) mod layout;
pub(crate) mod logistic;
pub(crate) mod plain;
pub(crate) mod renewal;
pub(crate) mod routes;
pub(crate) mod survey;
pub(crate) mod week;

use std::ops::Range;

use super::plan::Plan;
use crate::random::{Group, LANES};
use encounters::Encounters;
use routes::AWAY;
use week::{Neighbours, TALLY_LIMIT, Tally};

pub(crate) use survey::SurveyResult;

/// The state of all customer slots of one firm, by place.
#[derive(Clone, Debug)]
pub(crate) struct Customers {
    /// Where each customer is: `away`, a touchpoint, or `gone`.
    node: Vec<u8>,
    /// S.
    satisfaction: Vec<f32>,
    /// E.
    expectation: Vec<f32>,
    /// exp(−age/τ) of an open problem; 0 without one.
    freshness: Vec<f32>,
    /// Whether the slot still has its first customer.
    first_cohort: Vec<bool>,
    /// Slots without a customer, one bit each, by slot number.
    free_slots: Vec<u64>,
    /// Customers in the firm, by segment.
    pub(crate) in_firm: Vec<u64>,
    /// First customers still in the firm.
    pub(crate) cohort: u64,
    /// Newcomers since the start.
    pub(crate) acquired: u64,
    /// Customers who left, by the node of their last week.
    pub(crate) leavers: Vec<u64>,
    /// What the week's steps were, by segment.
    pub(crate) tallies: Vec<Tally>,
    /// Customers added to the tallies since they were spilled.
    tallied: usize,
}

/// Means over the customers in the firm; `None` without any.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Mood {
    pub(crate) satisfaction: f64,
    pub(crate) expectation: f64,
    pub(crate) problem_share: f64,
}

impl Customers {
    /// Everybody in the firm, `away`, without a problem, with satisfaction and expectation as their segment expects.
    pub(crate) fn new(plan: &Plan) -> Customers {
        let places = plan.layout.places;
        let gone = plan.gone() as u8;
        let mut customers = Customers {
            node: vec![gone; places],
            satisfaction: vec![0.0; places],
            expectation: vec![0.0; places],
            freshness: vec![0.0; places],
            first_cohort: vec![true; places],
            free_slots: vec![0; plan.layout.place_of_slot.len().div_ceil(64)],
            in_firm: vec![0; plan.layout.segments.len()],
            cohort: plan.layout.place_of_slot.len() as u64,
            acquired: 0,
            leavers: vec![0; plan.gone() + 1],
            tallies: plan.routes.iter().map(|routes| Tally::new(routes.steps.len())).collect(),
            tallied: 0,
        };
        for (segment, places) in plan.layout.segments.iter().enumerate() {
            for place in places.range.clone() {
                customers.welcome(plan, segment, place);
            }
        }
        customers
    }

    /// A new customer at a place that is free.
    fn welcome(&mut self, plan: &Plan, segment: usize, place: usize) {
        let expectation = plan.world.segments[segment].expectation.get() as f32;
        self.node[place] = AWAY as u8;
        self.satisfaction[place] = expectation;
        self.expectation[place] = expectation;
        self.freshness[place] = 0.0;
        self.in_firm[segment] += 1;
    }

    /// Where the customer at a place is.
    pub(crate) fn node_at(&self, place: usize) -> u8 {
        self.node[place]
    }

    /// Customers in the firm.
    pub(crate) fn count(&self) -> u64 {
        self.in_firm.iter().sum()
    }

    /// The week of the customers of one group of places.
    pub(crate) fn group_week(&mut self, plan: &Plan, encounters: &[Encounters], group: usize, luck: &Group) {
        let places = group * Group::CUSTOMERS..((group + 1) * Group::CUSTOMERS).min(self.node.len());
        for (segment, segment_places) in plan.layout.segments.iter().enumerate() {
            let shared = overlap(&places, &segment_places.padded());
            for start in shared.step_by(LANES) {
                let words = luck.words(start % Group::CUSTOMERS / LANES);
                let tally = &mut self.tallies[segment];
                let Some(mut neighbours) = Neighbours::at(
                    start,
                    &mut self.node,
                    &mut self.satisfaction,
                    &mut self.expectation,
                    &mut self.freshness,
                ) else {
                    continue;
                };
                week::week(&plan.rules, &plan.routes[segment], &encounters[segment], words, &mut neighbours, tally);
            }
        }
        self.tallied += Group::CUSTOMERS;
        if self.tallied + Group::CUSTOMERS > TALLY_LIMIT {
            self.spill();
        }
    }

    /// Completes the tallies of the week.
    pub(crate) fn spill(&mut self) {
        self.tallies.iter_mut().for_each(Tally::spill);
        self.tallied = 0;
    }

    /// Forgets the tallies of the week.
    pub(crate) fn clear_tallies(&mut self) {
        self.tallies.iter_mut().for_each(Tally::clear);
    }

    /// Contacts of each touchpoint in the week, which are then forgotten.
    pub(crate) fn take_contacts(&mut self, plan: &Plan) -> Vec<u64> {
        self.spill();
        let mut contacts = vec![0; plan.world.touchpoints.len()];
        for (routes, tally) in plan.routes.iter().zip(&self.tallies) {
            for (step, taken) in routes.steps.iter().zip(&tally.taken) {
                if step.to != AWAY && step.to != plan.gone() {
                    contacts[step.to - 1] += taken;
                }
            }
        }
        self.clear_tallies();
        contacts
    }

    /// Newcomers take free slots, lowest slot number first, as long as there are any.
    pub(crate) fn join(&mut self, plan: &Plan, newcomers: u64) {
        let mut left = newcomers;
        for word in 0..self.free_slots.len() {
            while left > 0 && self.free_slots[word] != 0 {
                let slot = word * 64 + self.free_slots[word].trailing_zeros() as usize;
                self.free_slots[word] &= self.free_slots[word] - 1;
                let place = plan.layout.place_of_slot[slot] as usize;
                self.welcome(plan, plan.layout.segment_of(place), place);
                self.acquired += 1;
                left -= 1;
            }
        }
    }

    /// Mean satisfaction, expectation and problem share; sums in units of 2⁻²², so exact in any order.
    pub(crate) fn mood(&self, plan: &Plan) -> Option<Mood> {
        let gone = plan.gone() as u8;
        let mut sums = [0_u64; 3];
        for start in (0..self.node.len()).step_by(LANES) {
            let mut few = [0_u32; 3];
            for place in start..start + LANES {
                let here = u32::from(self.node[place] != gone);
                few[0] += here * to_units(self.satisfaction[place]);
                few[1] += here * to_units(self.expectation[place]);
                few[2] += here & u32::from(self.freshness[place] > 0.0);
            }
            sums.iter_mut().zip(few).for_each(|(sum, few)| *sum += u64::from(few));
        }
        let count = self.count() as f64;
        let unit = f64::from(UNITS);
        (count > 0.0).then(|| Mood {
            satisfaction: sums[0] as f64 / unit / count,
            expectation: sums[1] as f64 / unit / count,
            problem_share: sums[2] as f64 / count,
        })
    }
}

/// Units in which numbers from 0 to 1 are added up.
const UNITS: f32 = 4_194_304.0;

/// A number from 0 to 1 in units of 2⁻²², rounded: adding 2²³ leaves a whole number in the low bits.
#[inline(always)]
fn to_units(x: f32) -> u32 {
    (x * UNITS + 8_388_608.0).to_bits() & 0x007F_FFFF
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> Range<usize> {
    a.start.max(b.start)..a.end.min(b.end)
}

impl<'a> Neighbours<'a> {
    /// The sixteen customers from a place on; `None` past the end.
    #[inline(always)]
    fn at(
        start: usize,
        node: &'a mut [u8],
        satisfaction: &'a mut [f32],
        expectation: &'a mut [f32],
        freshness: &'a mut [f32],
    ) -> Option<Neighbours<'a>> {
        Some(Neighbours {
            node: node.get_mut(start..)?.first_chunk_mut()?,
            satisfaction: satisfaction.get_mut(start..)?.first_chunk_mut()?,
            expectation: expectation.get_mut(start..)?.first_chunk_mut()?,
            freshness: freshness.get_mut(start..)?.first_chunk_mut()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::plain::Person;
    use super::*;
    use crate::random::{Luck, Purpose};

    fn put(customers: &mut Customers, place: usize, person: Person) {
        customers.node[place] = person.node as u8;
        customers.satisfaction[place] = person.satisfaction;
        customers.expectation[place] = person.expectation;
        customers.freshness[place] = person.freshness;
    }

    #[test]
    fn the_fast_week_equals_the_plain_one_bit_for_bit() {
        let plan = Plan::new(&sample::world());
        let luck = Luck::new(7, 3);
        let mut conditions = sample::conditions(&plan);
        let (mut fast, mut plain) = (Customers::new(&plan), Customers::new(&plan));
        let start = sample::start(&plan);
        for week in 0..80 {
            let encounters = plan.encounters(&conditions);
            let mut words = Group::default();
            for group in 0..plan.layout.places.div_ceil(Group::CUSTOMERS) {
                luck.fill(Purpose::CustomerWeek, week, group as u32, &mut words);
                fast.group_week(&plan, &encounters, group, &words);
            }
            let mut contacts = vec![0; plan.world.touchpoints.len()];
            let (mut events, mut experience) = (0, 0);
            for place in 0..plan.layout.places {
                let mut person = Person::at(&plain, place);
                let contact = person.week(&plan, &conditions, &luck, (Purpose::CustomerWeek, week), place);
                put(&mut plain, place, person);
                if let Some(touchpoint) = contact.touchpoint {
                    contacts[touchpoint] += 1;
                    experience += u64::from(contact.experience);
                    events += u64::from(contact.opened || contact.solved);
                }
            }
            fast.spill();
            assert_eq!(contact_sums(&plan, &fast), (events, experience), "week {week}");
            conditions.contacts_last_week = fast.take_contacts(&plan);
            assert_eq!(conditions.contacts_last_week, contacts, "week {week}");
            for customers in [&mut fast, &mut plain] {
                customers.renew(&plan, &luck, &start, week);
                customers.join(&plan, u64::from(week % 3));
            }
            assert_eq!(bits(&plan, &fast), bits(&plan, &plain), "week {week}");
        }
        assert!(fast.acquired > 20 && fast.cohort < 150, "people joined and left");
    }

    /// Problems opened or solved, and experience, over the contacts of the week.
    fn contact_sums(plan: &Plan, customers: &Customers) -> (u64, u64) {
        let mut sums = (0, 0);
        for (routes, tally) in plan.routes.iter().zip(&customers.tallies) {
            for (i, step) in routes.steps.iter().enumerate() {
                if step.to != AWAY && step.to != plan.gone() {
                    sums = (sums.0 + tally.events[i], sums.1 + tally.experience[i]);
                }
            }
        }
        sums
    }

    /// The state of everybody in the firm, to the bit.
    fn bits(plan: &Plan, customers: &Customers) -> Vec<(usize, u8, u32, u32, u32)> {
        let here = |&place: &usize| customers.node[place] as usize != plan.gone();
        let state = |place: usize| {
            let bits = |values: &[f32]| values[place].to_bits();
            let (s, e, f) = (bits(&customers.satisfaction), bits(&customers.expectation), bits(&customers.freshness));
            (place, customers.node[place], s, e, f)
        };
        (0..plan.layout.places).filter(here).map(state).collect()
    }
}
