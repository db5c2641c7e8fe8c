//! One firm under the regimes of one structure: its customers, its organisation, and its books.

use std::rc::Rc;

use super::books::Books;
use super::customers::encounters::{Conditions, Encounters};
use super::customers::{Batch, Customers, Mood, Renewals, SurveyResult, WeekDraws, WeekTables};
use super::organisation::candidate::Candidate;
use super::organisation::{Heard, Moment, Organisation};
use super::outcome::Outcome;
use super::plan::{Plan, Start};
use super::trace::Trace;
use super::trace::tracer::Tracer;
use super::warm_up::WarmedUp;
use crate::lanes::Thresholds;
use crate::model::Regimes;
use crate::random::{RandomInputs, poisson_quantile};

/// A firm on its way through a trial.
#[derive(Clone, Debug)]
pub(crate) struct Firm<'a> {
    pub(super) customers: Customers,
    organisation: Organisation<'a>,
    conditions: Conditions,
    encounters: Vec<Encounters>,
    /// Contacts of each touchpoint since the last cycle began.
    contacts_this_cycle: Vec<u64>,
    books: Books,
    /// Means over the customers at the end of the week; `None` without any.
    mood: Option<Mood>,
    /// Who lives through the weeks of single customers a second time; nobody, unless a trace is asked for.
    pub(super) tracers: Vec<Tracer>,
}

impl<'a> Firm<'a> {
    /// The firm at the start of its run under some regimes.
    pub(crate) fn new(plan: &Plan, regimes: Regimes<'a>, warmed_up: &WarmedUp) -> Firm<'a> {
        let start = &warmed_up.start;
        Firm {
            customers: warmed_up.customers.clone(),
            organisation: Organisation::new(plan, regimes, start.nps, start.promoter_share),
            conditions: warmed_up.conditions.clone(),
            encounters: Vec::new(),
            contacts_this_cycle: warmed_up.contacts_last_cycle.clone(),
            books: Books::new(plan),
            mood: None,
            tracers: Vec::new(),
        }
    }

    /// Watches the organisation and the customers of these slots from now on.
    pub(crate) fn watch(&mut self, plan: &Plan, warmed_up: &WarmedUp, slots: &[u32]) {
        let WarmedUp { start, customers, conditions, .. } = warmed_up;
        let there = slots.iter().filter(|&&slot| (slot as usize) < plan.layout.place_of_slot.len());
        self.organisation.keep_events();
        self.tracers = there.map(|&slot| Tracer::new(plan, start, customers, conditions, slot)).collect();
    }

    /// The organisation's turn at the start of a cycle.
    pub(crate) fn turn(&mut self, plan: &Plan, inputs: &RandomInputs, now: Moment, thoughts: &[Rc<Candidate>]) {
        self.organisation.turn(plan, inputs, now, thoughts, &self.contacts_this_cycle);
        self.contacts_this_cycle.fill(0);
        self.books.pay_for_turn(plan, &self.organisation);
        self.organisation.describe(plan, now.week, &mut self.conditions);
    }

    /// Falls behind rivals that set a new standard at some touchpoints. What customers expect does not fall with it.
    pub(crate) fn fall_behind(&mut self, plan: &Plan, disrupted: &[usize]) {
        plan.fall_behind(&mut self.organisation.quality, disrupted);
        plan.fall_behind(&mut self.conditions.quality, disrupted);
    }

    /// Works out what the week's steps feel like. Between turns and disruptions only queues change it.
    pub(crate) fn open_week(&mut self, plan: &Plan, changed: bool) {
        if changed || plan.has_capacities {
            plan.renew_encounters(&self.conditions, &mut self.encounters);
        }
        self.tracers.iter_mut().for_each(|tracer| tracer.meet(&self.conditions));
    }

    /// The customers of one batch of places live through the week.
    pub(crate) fn batch_week(
        &mut self,
        plan: &Plan,
        thresholds: &[Thresholds],
        draws: WeekDraws<'_>,
        batch: Batch<'_>,
    ) {
        let week = WeekTables { thresholds, encounters: &self.encounters, conditions: &self.conditions, draws };
        self.customers.batch_week(plan, week, batch);
    }

    /// The week's experiences, contracts that are due, newcomers.
    pub(crate) fn renew(
        &mut self,
        plan: &Plan,
        inputs: &RandomInputs,
        start: &Start,
        renewals: &Renewals,
        newcomers: f64,
        week: u32,
    ) {
        self.books.experiences(plan, &self.customers.tallies, &self.conditions, week);
        self.customers.clear_tallies();
        self.customers.renew(plan, start, renewals);
        self.customers.join(plan, inputs, self.newcomers(plan, start, newcomers));
        let last_week = self.conditions.contacts_last_week.iter_mut();
        for ((total, last_week), contacts) in
            self.contacts_this_cycle.iter_mut().zip(last_week).zip(self.books.contacts())
        {
            *total += contacts;
            *last_week = contacts;
        }
        self.mood = self.customers.mood();
    }

    /// Mean satisfaction of all customers, by which each of them decides whether to answer a survey; 0 without any.
    pub(crate) fn mean_satisfaction(&self) -> f64 {
        self.mood.map_or(0.0, |mood| mood.satisfaction)
    }

    /// Survey, if one was made this week, and books.
    pub(crate) fn close_week(
        &mut self,
        plan: &Plan,
        inputs: &RandomInputs,
        start: &Start,
        survey: Option<SurveyResult>,
        week: u32,
    ) {
        self.books.earn(plan, start, &self.customers, &self.organisation);
        let asked = survey.is_some();
        if let Some(survey) = survey.as_ref().filter(|_| plan.ends_period(week)) {
            let (value, expected_value) = self.books.period_value(plan);
            let (nps, promoter_share) = (survey.nps_true, survey.promoter_share);
            self.organisation.hear_survey(plan, week, Heard { nps, promoter_share, value, expected_value });
        }
        self.books.close_week(plan, &self.customers, &self.organisation, self.mood, survey, week);
        let mean = asked.then(|| self.mean_satisfaction());
        for tracer in &mut self.tracers {
            tracer.close_week(plan, inputs, start, week, &self.customers, mean);
        }
    }

    /// How many people would join, by the week's uniform number: word of mouth moves the rate.
    fn newcomers(&self, plan: &Plan, start: &Start, uniform: f64) -> u64 {
        let customer = &plan.world.customer;
        let fame = customer.word_of_mouth * (self.organisation.last_nps() - start.nps) / 100.0;
        let rate = f64::from(plan.world.customers) * customer.acquisition / 52.0 * (1.0 + fame).max(0.0);
        poisson_quantile(rate, uniform)
    }

    /// What the trial leaves behind, and what was watched.
    pub(crate) fn trace(mut self, plan: &Plan, start: &Start) -> Trace {
        let lives = std::mem::take(&mut self.tracers).into_iter().map(Tracer::into_life).collect();
        let events = self.organisation.logger.take().map(|logger| logger.events).unwrap_or_default();
        Trace { outcome: self.outcome(plan, start), lives, events }
    }

    /// What the trial leaves behind.
    pub(crate) fn outcome(self, plan: &Plan, start: &Start) -> Outcome {
        self.books.outcome(plan, start, &self.customers, &self.organisation)
    }
}
