//! Who lives through a customer's weeks a second time, by the plain engine.

use super::life::{Answer, Asked, Life, LifeWeek, Renewal, State, Visit};
use super::renewal::{goes, share_of, word};
use crate::engine::customers::encounters::{Conditions, Parts};
use crate::engine::customers::logistic::logistic;
use crate::engine::customers::loyalty::Weights;
use crate::engine::customers::plain::{Contact, WeekDraws, words};
use crate::engine::customers::routes::{AWAY, Step};
use crate::engine::customers::state::Customer;
use crate::engine::customers::survey::Reply;
use crate::engine::customers::{Customers, has_problem};
use crate::engine::outcome::ExperienceSums;
use crate::engine::plan::{Plan, References, Start};
use crate::random::{Purpose, RandomInputs};

/// Lives through a slot's weeks beside the fast engine: in the same conditions, with the same random numbers, one step at a time.
/// Of the others it sees only the mean satisfaction, and whether somebody has joined.
#[derive(Clone, Debug)]
pub(crate) struct Tracer {
    place: usize,
    pub(crate) person: Customer,
    /// a of the customer.
    loyalty: f32,
    problem_weeks: u32,
    customer: u32,
    conditions: Conditions,
    life: Life,
}

impl Tracer {
    /// From the end of the warm-up on.
    pub(crate) fn new(plan: &Plan, start: &Start, customers: &Customers, conditions: &Conditions, slot: u32) -> Tracer {
        let place = plan.layout.place_of_slot[slot as usize] as usize;
        let person = customers.at(place);
        let age = -plan.world.customer.recovery_decay_weeks * libm::log(f64::from(person.freshness));
        let age = libm::round(age.min(plan.world.clock.warmup_weeks.into())) as u32;
        let (segment, loyalty) = (plan.layout.segment_of(place), customers.loyalty[place]);
        Tracer {
            place,
            person,
            loyalty,
            problem_weeks: if has_problem(plan, &person) { age.saturating_sub(1) } else { 0 },
            customer: 0,
            conditions: conditions.clone(),
            life: Life {
                slot,
                segment,
                leaving: by_loyalty(plan, start, segment, loyalty),
                average: start.references.satisfaction,
                weeks: Vec::with_capacity(plan.world.clock.weeks as usize),
            },
        }
    }

    /// Takes note of what customers meet this week.
    pub(crate) fn meet(&mut self, conditions: &Conditions) {
        self.conditions.clone_from(conditions);
    }

    /// The week, once the fast engine has ended it: `mean` is the mean satisfaction of a survey, in weeks with one.
    pub(crate) fn close_week(
        &mut self,
        plan: &Plan,
        inputs: &RandomInputs,
        start: &Start,
        week: u32,
        customers: &Customers,
        mean: Option<f64>,
    ) {
        let mut entry = LifeWeek { customer: self.customer, before: self.state(plan), ..LifeWeek::default() };
        if entry.before.is_some() {
            entry.visit = self.visit(plan, inputs, week);
            entry.after = self.state(plan);
            entry.renewal = self.renew(plan, inputs, start, week);
        }
        let here = customers.at(self.place);
        if self.is_gone(plan) && node(plan, &here) != plan.gone() {
            self.person = here;
            self.loyalty = customers.loyalty[self.place];
            self.customer += 1;
            entry.newcomer = self.state(plan);
        }
        entry.asked = mean.filter(|_| !self.is_gone(plan)).map(|mean| self.ask(plan, inputs, week, mean));
        self.life.weeks.push(entry);
    }

    pub(crate) fn into_life(self) -> Life {
        self.life
    }

    fn is_gone(&self, plan: &Plan) -> bool {
        node(plan, &self.person) == plan.gone()
    }

    /// The customer now; `None` once gone.
    fn state(&self, plan: &Plan) -> Option<State> {
        let Customer { satisfaction, expectation, .. } = self.person;
        (!self.is_gone(plan)).then(|| State {
            touchpoint: node(plan, &self.person).checked_sub(AWAY + 1),
            satisfaction: satisfaction.into(),
            expectation: expectation.into(),
            problem_weeks: has_problem(plan, &self.person).then_some(self.problem_weeks),
        })
    }

    fn visit(&mut self, plan: &Plan, inputs: &RandomInputs, week: u32) -> Option<Visit> {
        let (from, problem) = (node(plan, &self.person), has_problem(plan, &self.person));
        let words = words(WeekDraws { inputs, purpose: Purpose::CustomerWeek, week }, self.place);
        let segment = &plan.world.segments[self.life.segment];
        let contact = self.person.week(plan, segment, &self.conditions, week, words);
        self.problem_weeks = if contact.opened { 0 } else { self.problem_weeks + 1 };
        let touchpoint = contact.touchpoint?;
        let parts = Parts::of(&plan.world, &self.conditions, Step { from, to: touchpoint + 1, problem }, touchpoint);
        Some(Visit {
            touchpoint,
            from: from.checked_sub(AWAY + 1),
            parts: sums(&parts, &contact),
            noise: contact.noise.into(),
            person: contact.person.into(),
            needed: needed(plan, &contact),
            opened: contact.opened,
            solved: contact.solved,
        })
    }

    /// Stays or leaves, if the contract is due.
    fn renew(&mut self, plan: &Plan, inputs: &RandomInputs, start: &Start, week: u32) -> Option<Renewal> {
        if !plan.layout.parts[plan.layout.part_of(self.place)].is_due(week, self.place) {
            return None;
        }
        let word = word(inputs, week, self.place);
        let problem = if has_problem(plan, &self.person) { 1.0 } else { 0.0 };
        let weights = Weights::new(&plan.world.customer, start.shifts[self.life.segment]);
        let odds = |satisfaction, problem| weights.of_one(self.loyalty, satisfaction, problem);
        let (satisfaction, average) = (self.person.satisfaction, start.references.problem_share as f32);
        let y = odds(satisfaction, problem);
        let left = goes(word, y);
        if left {
            self.person.row = plan.gone() as u8;
            self.person.freshness = 0.0;
        }
        Some(Renewal {
            by_loyalty: by_loyalty(plan, start, self.life.segment, self.loyalty),
            with_satisfaction: logistic(odds(satisfaction, average)).into(),
            probability: logistic(y).into(),
            draw: share_of(word).into(),
            left,
        })
    }

    fn ask(&self, plan: &Plan, inputs: &RandomInputs, week: u32, mean: f64) -> Asked {
        let words = words(WeekDraws { inputs, purpose: Purpose::Survey, week }, self.place);
        let reply = Reply::new(plan, self.person.satisfaction, mean, words);
        let answer = match reply {
            Reply { detractor: true, .. } => Answer::Detractor,
            Reply { promoter: true, .. } => Answer::Promoter,
            _ => Answer::Passive,
        };
        Asked {
            answering: reply.answering.into(),
            promoter: reply.verdict.1.into(),
            detractor: reply.verdict.0.into(),
            answer: reply.answers.then_some(answer),
        }
    }
}

/// Probability of leaving at the references.
fn by_loyalty(plan: &Plan, start: &Start, segment: usize, loyalty: f32) -> f64 {
    let weights = Weights::new(&plan.world.customer, start.shifts[segment]);
    let References { satisfaction, problem_share } = start.references;
    logistic(weights.of_one(loyalty, satisfaction as f32, problem_share as f32)).into()
}

/// Where a customer is: rows with an open problem follow those without.
fn node(plan: &Plan, customer: &Customer) -> usize {
    usize::from(customer.row) % (plan.gone() + 1)
}

/// The sums over one contact.
fn sums(parts: &Parts, contact: &Contact) -> ExperienceSums {
    ExperienceSums {
        contacts: 1,
        experience: contact.felt.into(),
        quality: parts.quality,
        handoff_coordination: parts.handoff_coordination,
        handoff_context: parts.handoff_context,
        overload: parts.overload,
        problem: parts.problem,
        transition: parts.transition,
    }
}

/// The experience at which the probability of success reaches the contact's draw.
fn needed(plan: &Plan, contact: &Contact) -> Option<f64> {
    let customer = &plan.world.customer;
    let above = f64::from(contact.chance) - customer.success_base;
    (customer.success_slope > 0.0).then(|| above / customer.success_slope)
}
