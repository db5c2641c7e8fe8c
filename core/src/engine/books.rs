//! The books of a firm: what is observed, week by week. Observation changes nothing.

use super::customers::encounters::{Conditions, excess};
use super::customers::routes::Contacts;
use super::customers::week::{Count, EXPERIENCE_UNITS, Tally};
use super::customers::{Customers, Mood, SurveyResult};
use super::matrix::Matrix;
use super::office_figures::OfficeFigures;
use super::organisation::Organisation;
use super::organisation::candidate::Kind;
use super::outcome::{ExperienceSums, Figures, FunctionFigures, Outcome, TouchpointFigures, WeekFigures};
use super::plan::Plan;

/// What one firm's trial leaves behind, so far.
#[derive(Clone, Debug)]
pub(crate) struct Books {
    weeks: Vec<WeekFigures>,
    touchpoints: Vec<TouchpointFigures>,
    periods: Vec<ExperienceSums>,
    handoffs: Vec<u64>,
    /// The week's contacts, and what they were made of, by touchpoint.
    arrivals: Arrivals,
    by_touchpoint: Vec<ExperienceSums>,
    /// The week's experiences.
    week: ExperienceSums,
    week_handoff: f64,
    /// Costs of the turn, if the week began with one.
    turn_costs: f64,
    /// Value and costs of the week, not discounted.
    week_money: (f64, f64),
    /// Margin of the first week.
    first_margin: Option<f64>,
    /// Net value of the survey period so far, not discounted.
    period_value: f64,
    last_mood: Option<Mood>,
    last_survey: SurveyResult,
    value: f64,
    costs: f64,
}

impl Books {
    pub(crate) fn new(plan: &Plan) -> Books {
        let functions = plan.world.functions.len();
        Books {
            weeks: Vec::with_capacity(plan.world.clock.weeks as usize),
            touchpoints: vec![TouchpointFigures::default(); plan.world.touchpoints.len()],
            periods: Vec::new(),
            handoffs: vec![0; functions * functions],
            arrivals: Arrivals::new(plan),
            by_touchpoint: Vec::new(),
            week: ExperienceSums::default(),
            week_handoff: 0.0,
            turn_costs: 0.0,
            week_money: (0.0, 0.0),
            first_margin: None,
            period_value: 0.0,
            last_mood: None,
            last_survey: SurveyResult::default(),
            value: 0.0,
            costs: 0.0,
        }
    }

    /// Costs of what was started, of committees and reorganisations, and of the team for the cycle.
    pub(crate) fn pay_for_turn(&mut self, plan: &Plan, organisation: &Organisation<'_>) {
        let (economics, bill) = (&plan.world.economics, organisation.bill);
        self.turn_costs = (bill.initiatives + bill.committees) * economics.initiative_cost
            + f64::from(bill.reorganised) * economics.reorganisation_cost
            + organisation.staff() * economics.team_cost * plan.pace;
    }

    /// Enters what the week is worth and what it costs.
    pub(crate) fn earn(&mut self, plan: &Plan, customers: &Customers, organisation: &Organisation<'_>) {
        let kpi_total = organisation.kpi.iter().sum::<f64>();
        let margin = plan.world.segments.iter().zip(&customers.in_firm).map(|(s, &n)| s.margin * n as f64).sum::<f64>();
        let value = margin + plan.world.economics.kpi_value * kpi_total;
        let costs = std::mem::take(&mut self.turn_costs);
        self.week_money = (value, costs);
        self.period_value += value - costs;
        self.first_margin = self.first_margin.or(Some(margin));
    }

    /// Net value of the survey period so far, and what the margin of the first week promises for a whole one; not discounted.
    pub(crate) fn period_value(&self, plan: &Plan) -> (f64, f64) {
        let weeks = f64::from(plan.world.clock.survey_weeks);
        (self.period_value, self.first_margin.unwrap_or(0.0) * weeks)
    }

    /// Enters the week's experiences.
    pub(crate) fn experiences(&mut self, plan: &Plan, tallies: &[Tally], conditions: &Conditions, week: u32) {
        let arrivals = &mut self.arrivals;
        arrivals.clear();
        for (routes, tally) in plan.routes.iter().zip(tallies) {
            for kind in &routes.contacts {
                arrivals.add(kind, tally.count(&kind.places));
            }
        }
        let functions = plan.world.functions.len();
        for (to, (entry, arrived)) in self.touchpoints.iter_mut().zip(&arrivals.touchpoints).enumerate() {
            entry.problem_contacts += arrived.problem_contacts;
            entry.problems_solved += arrived.solved;
            entry.problems_opened += arrived.opened;
            for (from, &handed) in arrivals.functions_before(to).iter().enumerate() {
                let owner = plan.world.touchpoints[to].owner;
                self.handoffs[from * functions + owner] += handed;
                entry.handoffs += if from == owner { 0 } else { handed };
            }
        }
        self.by_touchpoint.clear();
        self.by_touchpoint.extend((0..self.touchpoints.len()).map(|to| arrivals.sums(plan, conditions, to)));
        self.enter(plan, week);
    }

    /// The week's contacts of each touchpoint.
    pub(crate) fn contacts(&self) -> impl Iterator<Item = u64> {
        self.by_touchpoint.iter().map(|sums| sums.contacts)
    }

    fn enter(&mut self, plan: &Plan, week: u32) {
        self.week = ExperienceSums::default();
        for (entry, sums) in self.touchpoints.iter_mut().zip(&self.by_touchpoint) {
            entry.experience.add(sums);
            self.week.add(sums);
        }
        self.week_handoff = self.week.handoff_coordination + self.week.handoff_context;
        let period = (week / plan.world.clock.survey_weeks) as usize;
        if self.periods.len() <= period {
            self.periods.push(ExperienceSums::default());
        }
        self.periods[period].add(&self.week);
    }

    /// Closes a week.
    pub(crate) fn close_week(
        &mut self,
        plan: &Plan,
        customers: &Customers,
        organisation: &Organisation<'_>,
        mood: Option<Mood>,
        survey: Option<SurveyResult>,
        week: u32,
    ) {
        let kpi_total = organisation.kpi.iter().sum::<f64>();
        let discount = plan.discounts[week as usize];
        let (value, costs) = (self.week_money.0 * discount, self.week_money.1 * discount);
        if plan.ends_period(week) {
            self.period_value = 0.0;
        }
        self.value += value;
        self.costs += costs;
        self.last_mood = mood;
        self.last_survey = survey.unwrap_or(self.last_survey);
        let contacts = self.week.contacts;
        let per_contact = |sum: f64| (contacts > 0).then(|| sum / contacts as f64);
        self.weeks.push(WeekFigures {
            retention: customers.cohort as f64 / f64::from(plan.world.customers),
            customers: customers.count() as f64,
            satisfaction: mood.map(|mood| mood.satisfaction),
            expectation: mood.map(|mood| mood.expectation),
            problem_share: mood.map(|mood| mood.problem_share),
            experience: per_contact(self.week.experience),
            handoff: per_contact(self.week_handoff),
            contacts: contacts as f64,
            nps_true: survey.and_then(|survey| survey.nps_true),
            nps_measured: survey.and_then(|survey| survey.nps_measured),
            value,
            costs,
            mandate: organisation.mandate(),
            readiness: organisation.mean_readiness(),
            quality: organisation.mean_quality(),
            coordination: organisation.coordination.mean(),
            kpi_total,
            lines: f64::from(u8::from(organisation.has_lines())),
        });
    }

    /// The outcome at the horizon.
    pub(crate) fn outcome(self, plan: &Plan, customers: &Customers, organisation: &Organisation<'_>) -> Outcome {
        let end = self.figures(plan, customers, organisation);
        let touchpoint = |(j, entry): (usize, &TouchpointFigures)| TouchpointFigures {
            quality: organisation.quality[j],
            leavers: customers.leavers_at(j),
            ..*entry
        };
        let touchpoints = self.touchpoints.iter().enumerate().map(touchpoint).collect();
        let functions = (0..plan.world.functions.len()).map(|f| function_figures(plan, organisation, f)).collect();
        Outcome { end, weeks: self.weeks, touchpoints, functions, periods: self.periods, handoffs: self.handoffs }
    }

    fn figures(&self, plan: &Plan, customers: &Customers, organisation: &Organisation<'_>) -> Figures {
        let retention = customers.cohort as f64 / f64::from(plan.world.customers);
        let mut total = ExperienceSums::default();
        self.periods.iter().for_each(|period| total.add(period));
        let per_contact = |sum: f64| (total.contacts > 0).then(|| sum / total.contacts as f64);
        let handoffs: u64 = self.touchpoints.iter().map(|entry| entry.handoffs).sum();
        let started = |kind: Kind| organisation.deeds.iter().map(|deeds| deeds.started[kind.index()]).sum();
        Figures {
            retention,
            retention_annualised: libm::pow(retention, 52.0 / f64::from(plan.world.clock.weeks)),
            customers_end: customers.count(),
            acquired: customers.acquired,
            nps_true: self.last_survey.nps_true,
            nps_measured: self.last_survey.nps_measured,
            nps_measured_se: self.last_survey.nps_measured_se,
            nps_answers: self.last_survey.answers,
            experience_mean: per_contact(total.experience),
            handoff_mean: per_contact(total.handoff_coordination + total.handoff_context),
            handoff_share: per_contact(handoffs as f64),
            satisfaction_mean: self.last_mood.map(|mood| mood.satisfaction),
            expectation_mean: self.last_mood.map(|mood| mood.expectation),
            problem_share: self.last_mood.map(|mood| mood.problem_share),
            contacts: total.contacts,
            quality_mean: organisation.mean_quality(),
            coordination_mean: organisation.coordination.mean(),
            data_sharing_mean: organisation.data_sharing.mean(),
            readiness_mean: organisation.mean_readiness(),
            mandate: organisation.mandate(),
            programme_end_week: organisation.ended_week,
            kpi_total: organisation.kpi.iter().sum(),
            started_kpi: started(Kind::Kpi),
            started_experience: started(Kind::Experience),
            started_bridge: started(Kind::Bridge),
            backed: organisation.deeds.iter().map(|deeds| deeds.backed).sum(),
            stopped: organisation.deeds.iter().map(|deeds| deeds.stopped).sum(),
            office: OfficeFigures::new(plan, organisation),
            value: self.value,
            costs: self.costs,
        }
    }
}

/// One week's contacts of all touchpoints, counted.
#[derive(Clone, Debug)]
struct Arrivals {
    functions: usize,
    touchpoints: Vec<Arrived>,
    /// For each touchpoint the contacts straight from a touchpoint of each function.
    handed: Vec<u64>,
}

/// One week's contacts of a touchpoint, counted.
#[derive(Clone, Copy, Debug, Default)]
struct Arrived {
    contacts: u64,
    /// In the customer loop's units.
    experience: u64,
    problem_contacts: u64,
    opened: u64,
    solved: u64,
}

impl Arrivals {
    fn new(plan: &Plan) -> Arrivals {
        let (functions, touchpoints) = (plan.world.functions.len(), plan.world.touchpoints.len());
        Arrivals {
            functions,
            touchpoints: vec![Arrived::default(); touchpoints],
            handed: vec![0; functions * touchpoints],
        }
    }

    fn clear(&mut self) {
        self.touchpoints.fill(Arrived::default());
        self.handed.fill(0);
    }

    /// Adds what happened at contacts.
    fn add(&mut self, kind: &Contacts, count: Count) {
        let arrived = &mut self.touchpoints[kind.touchpoint];
        arrived.contacts += count.taken;
        arrived.experience += count.experience;
        if kind.problem {
            arrived.problem_contacts += count.taken;
            arrived.solved += count.events;
        } else {
            arrived.opened += count.events;
        }
        if let Some(from) = kind.from {
            self.handed[kind.touchpoint * self.functions + from] += count.taken;
        }
    }

    /// Contacts of a touchpoint straight from touchpoints of each function.
    fn functions_before(&self, to: usize) -> &[u64] {
        &self.handed[to * self.functions..][..self.functions]
    }

    /// What the experiences of a touchpoint's contacts were made of.
    fn sums(&self, plan: &Plan, conditions: &Conditions, to: usize) -> ExperienceSums {
        let (customer, touchpoint) = (&plan.world.customer, &plan.world.touchpoints[to]);
        let arrived = self.touchpoints[to];
        let n = arrived.contacts as f64;
        let lacking = |link: &Matrix| {
            let handed = self.functions_before(to).iter().enumerate();
            handed.map(|(f, &contacts)| contacts as f64 * (1.0 - link.at(f, touchpoint.owner))).sum::<f64>()
        };
        ExperienceSums {
            contacts: arrived.contacts,
            experience: arrived.experience as f64 / f64::from(EXPERIENCE_UNITS),
            quality: n * conditions.quality[to],
            handoff_coordination: customer.handoff_coordination * lacking(&conditions.coordination),
            handoff_context: customer.handoff_context * lacking(&conditions.data_sharing),
            overload: n * customer.overload * excess(touchpoint, conditions.contacts_last_week[to]),
            problem: arrived.problem_contacts as f64 * customer.problem_penalty,
            transition: n * conditions.shock[to],
        }
    }
}

fn function_figures(plan: &Plan, organisation: &Organisation<'_>, f: usize) -> FunctionFigures {
    let deeds = organisation.deeds[f];
    FunctionFigures {
        kpi: organisation.kpi[f],
        readiness: organisation.readiness[f],
        started_kpi: deeds.started[Kind::Kpi.index()],
        started_experience: deeds.started[Kind::Experience.index()],
        started_bridge: deeds.started[Kind::Bridge.index()],
        backed: deeds.backed,
        stopped: deeds.stopped,
        ordered: deeds.ordered,
        customer_weight: organisation.customer_weight(plan, f),
    }
}
