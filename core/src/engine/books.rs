//! The books of a firm: what is observed, week by week. Observation changes nothing.

use super::customers::encounters::{Conditions, excess};
use super::customers::routes::Contacts;
use super::customers::week::{Count, EXPERIENCE_UNITS, Tally};
use super::customers::{Customers, Due, Mood, SurveyResult};
use super::money::{Cost, Money, booked};
use super::office_figures::OfficeFigures;
use super::organisation::Organisation;
use super::organisation::candidate::Kind;
use super::outcome::{ExperienceSums, Figures, FunctionFigures, Outcome, TouchpointFigures};
use super::plan::{Plan, Start, discount};
use super::segments::SegmentFigures;
use super::weekly::WeekFigures;

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
    /// What the week brings in and costs.
    bill: Money,
    /// What the customers of each segment bring in: in the week, and so far.
    bill_by_segment: Vec<f64>,
    value_by_segment: Vec<f64>,
    /// Margin of the first week.
    first_margin: Option<f64>,
    /// Net value of the survey period so far, not discounted.
    period_value: f64,
    last_mood: Option<Mood>,
    last_survey: SurveyResult,
    /// Newcomers who are paid for.
    acquired: u64,
    /// Weeks that customers lived through.
    customer_weeks: u64,
    /// What came in and went out so far.
    money: Money,
    kpi_points: f64,
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
            bill: Money::default(),
            bill_by_segment: vec![0.0; plan.world.segments.len()],
            value_by_segment: vec![0.0; plan.world.segments.len()],
            first_margin: None,
            period_value: 0.0,
            last_mood: None,
            last_survey: SurveyResult::default(),
            acquired: 0,
            customer_weeks: 0,
            money: Money::default(),
            kpi_points: 0.0,
        }
    }

    /// Costs of what was started, of committees and reorganisations, and of the team for the cycle.
    pub(crate) fn pay_for_turn(&mut self, plan: &Plan, organisation: &Organisation<'_>) {
        let (economics, bill) = (&plan.world.economics, organisation.bill);
        self.pay(Cost::Initiatives, bill.initiatives * economics.initiative_cost);
        self.pay(Cost::Committees, bill.committees * economics.initiative_cost);
        self.pay(Cost::Reorganisation, f64::from(bill.reorganised) * economics.reorganisation_cost);
        self.pay(Cost::Office, organisation.staff() * economics.team_cost * plan.pace);
    }

    /// Enters what the week is worth and what it costs.
    pub(crate) fn earn(&mut self, plan: &Plan, start: &Start, customers: &Customers, organisation: &Organisation<'_>) {
        let kpi_total = organisation.kpi.iter().sum::<f64>();
        self.enter_money(plan, start, customers, kpi_total);
        self.period_value += self.bill.value() - self.bill.costs();
        self.first_margin = self.first_margin.or(Some(self.bill.margins));
    }

    /// Net value of the survey period so far, and what the margin of the first week promises for a whole one; not discounted.
    pub(crate) fn period_value(&self, plan: &Plan) -> (f64, f64) {
        let weeks = f64::from(plan.world.clock.survey_weeks);
        (self.period_value, self.first_margin.unwrap_or(0.0) * weeks)
    }

    /// Puts a cost on the bill of the week.
    pub(crate) fn pay(&mut self, cost: Cost, amount: f64) {
        self.bill.pay(cost, amount);
    }

    /// Enters the week's experiences.
    pub(crate) fn experiences(&mut self, plan: &Plan, tallies: &[Tally], conditions: &Conditions, week: u32) {
        let arrivals = &mut self.arrivals;
        arrivals.count(plan, tallies);
        let served: u64 = arrivals.touchpoints.iter().map(|arrived| arrived.with_problem.taken).sum();
        self.bill.pay(Cost::Service, served as f64 * plan.world.economics.problem_cost * plan.world.represents);
        let functions = plan.world.functions.len();
        for (to, (entry, arrived)) in self.touchpoints.iter_mut().zip(&arrivals.touchpoints).enumerate() {
            entry.problem_contacts += arrived.with_problem.taken;
            entry.problems_solved += arrived.with_problem.events;
            entry.problems_opened += arrived.calm.events;
            let owner = plan.world.touchpoints[to].owner;
            let handed_by = self.handoffs.chunks_exact_mut(functions).zip(arrivals.functions_before(to));
            for (from, (handoffs, &handed)) in handed_by.enumerate() {
                handoffs[owner] += handed;
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

    /// What customers bring in, in this week; the worth of KPIs; and what the newcomers cost.
    fn enter_money(&mut self, plan: &Plan, start: &Start, customers: &Customers, kpi_total: f64) {
        let (world, economics) = (&plan.world, &plan.world.economics);
        let spending = spending(plan, start, customers);
        let segments = world.segments.iter().zip(&customers.in_firm).zip(&mut self.bill_by_segment);
        for (((segment, &count), own), more) in segments.zip(spending) {
            let margin = segment.margin * count as f64 * world.represents;
            self.bill.margins += margin;
            self.bill.spending += margin * more;
            *own = margin * (1.0 + more);
        }
        self.bill.kpi = economics.kpi_value * kpi_total;
        let newcomers = customers.acquired - std::mem::replace(&mut self.acquired, customers.acquired);
        self.pay(Cost::Acquisition, newcomers as f64 * economics.acquisition_cost * world.represents);
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
        if plan.ends_period(week) {
            self.period_value = 0.0;
        }
        let money = std::mem::take(&mut self.bill).booked_at(discount);
        self.money = self.money.and(&money);
        for (so_far, week) in self.value_by_segment.iter_mut().zip(&self.bill_by_segment) {
            *so_far += booked(week * discount);
        }
        self.kpi_points += kpi_total * discount;
        self.customer_weeks += customers.count();
        self.last_mood = mood;
        let contacts = self.week.contacts;
        let per_contact = |sum: f64| (contacts > 0).then(|| sum / contacts as f64);
        self.weeks.push(WeekFigures {
            retention: customers.first_customers() as f64 / f64::from(plan.world.customers),
            customers: customers.count() as f64,
            satisfaction: mood.map(|mood| mood.satisfaction),
            expectation: mood.map(|mood| mood.expectation),
            problem_share: mood.map(|mood| mood.problem_share),
            experience: per_contact(self.week.experience),
            handoff: per_contact(self.week_handoff),
            contacts: contacts as f64,
            nps_true: survey.as_ref().and_then(|survey| survey.nps_true),
            nps_measured: survey.as_ref().and_then(|survey| survey.nps_measured),
            value: money.value(),
            costs: money.costs(),
            mandate: organisation.mandate(),
            readiness: organisation.mean_readiness(),
            quality: organisation.mean_quality(),
            coordination: organisation.coordination.mean(),
            kpi_total,
            lines: f64::from(u8::from(organisation.has_lines())),
        });
        self.last_survey = survey.unwrap_or(std::mem::take(&mut self.last_survey));
    }

    /// The outcome at the horizon.
    pub(crate) fn outcome(
        self,
        plan: &Plan,
        start: &Start,
        customers: &Customers,
        organisation: &Organisation<'_>,
    ) -> Outcome {
        let equity: Vec<f64> = equity(plan, start, customers).collect();
        let end = self.figures(plan, customers, organisation, &equity);
        let touchpoint = |(j, entry): (usize, &TouchpointFigures)| TouchpointFigures {
            quality: organisation.quality[j],
            leavers: customers.leavers_at(j),
            customer_years: self.customer_weeks as f64 / 52.0,
            ..*entry
        };
        let touchpoints = self.touchpoints.iter().enumerate().map(touchpoint).collect();
        let functions = (0..plan.world.functions.len()).map(|f| function_figures(plan, organisation, f)).collect();
        let segments = self.segments(plan, customers, &equity);
        let Books { weeks, periods, handoffs, .. } = self;
        Outcome { end, weeks, segments, touchpoints, functions, periods, handoffs }
    }

    fn segments(&self, plan: &Plan, customers: &Customers, equity: &[f64]) -> Vec<SegmentFigures> {
        let discount = discount(&plan.world, plan.world.clock.weeks);
        let cohort = plan.layout.first_customers(plan.world.segments.len());
        let of = |(segment, satisfaction): (usize, Option<f64>)| {
            let first = cohort[segment] as f64;
            let left = customers.cohort[segment] as f64;
            let [leaving_calm, leaving_problem] = leaving(&customers.due[segment..=segment]);
            SegmentFigures {
                customers: customers.in_firm[segment],
                retention_annualised: (first > 0.0).then(|| per_year(plan, left / first)),
                nps_true: self.last_survey.by_segment.get(segment).copied().flatten(),
                satisfaction,
                leaving_calm,
                leaving_problem,
                customer_value: self.value_by_segment[segment] + booked(equity[segment] * discount),
            }
        };
        customers.satisfaction_by_segment().enumerate().map(of).collect()
    }

    fn figures(&self, plan: &Plan, customers: &Customers, organisation: &Organisation<'_>, equity: &[f64]) -> Figures {
        let retention = customers.first_customers() as f64 / f64::from(plan.world.customers);
        let [leaving_calm, leaving_problem] = leaving(&customers.due);
        let mut total = ExperienceSums::default();
        self.periods.iter().for_each(|period| total.add(period));
        let per_contact = |sum: f64| (total.contacts > 0).then(|| sum / total.contacts as f64);
        let handoffs: u64 = self.touchpoints.iter().map(|entry| entry.handoffs).sum();
        let started = |kind: Kind| organisation.deeds.iter().map(|deeds| deeds.started[kind.index()]).sum();
        Figures {
            retention,
            retention_annualised: per_year(plan, retention),
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
            leaving_calm,
            leaving_problem,
            money: self.money,
            equity: booked(equity.iter().sum::<f64>() * discount(&plan.world, plan.world.clock.weeks)),
            kpi_points: self.kpi_points,
        }
    }
}

/// The retention per year that leaves this share at the horizon.
fn per_year(plan: &Plan, retention: f64) -> f64 {
    libm::pow(retention, 52.0 / f64::from(plan.world.clock.weeks))
}

/// Shares of contracts that ended among those due without and with an open problem; `None` if none was.
fn leaving(due: &[Due]) -> [Option<f64>; 2] {
    let total = |count: fn(&Due) -> u64| due.iter().map(count).sum::<u64>();
    let share = |left: u64, all: u64| (all > 0).then(|| left as f64 / all as f64);
    [
        share(total(|due| due.calm_left), total(|due| due.calm)),
        share(total(|due| due.problem_left), total(|due| due.problem)),
    ]
}

/// How much more the customers of each segment bring in than at the start, as a share of their margin: not less than all of it
/// less.
fn spending(plan: &Plan, start: &Start, customers: &Customers) -> impl Iterator<Item = f64> {
    let spend = plan.world.economics.spend;
    let more = move |(now, then): (Option<f64>, &f64)| now.map_or(0.0, |now| (spend * (now - then)).max(-1.0));
    customers.satisfaction_by_segment().zip(&start.by_segment).map(more)
}

/// What the customers of each segment will still bring in, each with today's margin, spending and probability of leaving; as it
/// is worth at the horizon.
fn equity(plan: &Plan, start: &Start, customers: &Customers) -> impl Iterator<Item = f64> {
    let margins = plan.world.segments.iter().map(|segment| segment.margin * plan.world.represents);
    let weeks = customers.weeks_to_come(plan, start).into_iter();
    let each = margins.zip(spending(plan, start, customers)).zip(weeks);
    each.map(|((margin, more), weeks)| margin * (1.0 + more) * weeks)
}

/// One week's contacts of all touchpoints, counted.
#[derive(Clone, Debug)]
struct Arrivals {
    functions: usize,
    touchpoints: Vec<Arrived>,
    /// The same of each touchpoint as the customer loop packs them.
    packed: Vec<[u64; 2]>,
    /// For each touchpoint the contacts straight from a touchpoint of each function.
    handed: Vec<u64>,
}

/// One week's contacts of a touchpoint, without and with an open problem.
#[derive(Clone, Copy, Debug, Default)]
struct Arrived {
    calm: Count,
    with_problem: Count,
}

impl Arrived {
    fn of(&mut self, problem: bool) -> &mut Count {
        if problem { &mut self.with_problem } else { &mut self.calm }
    }
}

impl Arrivals {
    fn new(plan: &Plan) -> Arrivals {
        let (functions, touchpoints) = (plan.world.functions.len(), plan.world.touchpoints.len());
        Arrivals {
            functions,
            touchpoints: vec![Arrived::default(); touchpoints],
            packed: vec![[0; 2]; touchpoints],
            handed: vec![0; functions * touchpoints],
        }
    }

    /// Counts a week. What the customer loop packed is added up before it is taken apart.
    fn count(&mut self, plan: &Plan, tallies: &[Tally]) {
        self.packed.fill([0; 2]);
        self.handed.fill(0);
        for (routes, tally) in plan.routes.iter().zip(tallies) {
            for kind in &routes.contacts {
                let packed = tally.packed(&kind.places);
                self.packed[kind.touchpoint][usize::from(kind.problem)] += packed;
                self.hand(kind, Count::taken(packed));
            }
        }
        for (arrived, &[calm, with_problem]) in self.touchpoints.iter_mut().zip(&self.packed) {
            *arrived = Arrived { calm: Count::unpacked(calm), with_problem: Count::unpacked(with_problem) };
        }
        for (routes, tally) in plan.routes.iter().zip(tallies).filter(|(_, tally)| tally.has_spilled()) {
            for kind in &routes.contacts {
                let spilled = tally.spilled(&kind.places);
                self.touchpoints[kind.touchpoint].of(kind.problem).add(spilled);
                self.hand(kind, spilled.taken);
            }
        }
    }

    /// Counts contacts by the function that owned the touchpoint before, if there was one.
    fn hand(&mut self, kind: &Contacts, contacts: u64) {
        if let Some(from) = kind.from {
            self.handed[kind.touchpoint * self.functions + from] += contacts;
        }
    }

    /// Contacts of a touchpoint straight from touchpoints of each function.
    fn functions_before(&self, to: usize) -> &[u64] {
        &self.handed[to * self.functions..][..self.functions]
    }

    /// What the experiences of a touchpoint's contacts were made of.
    fn sums(&self, plan: &Plan, conditions: &Conditions, to: usize) -> ExperienceSums {
        let (customer, touchpoint) = (&plan.world.customer, &plan.world.touchpoints[to]);
        let Arrived { calm, with_problem } = self.touchpoints[to];
        let contacts = calm.taken + with_problem.taken;
        let n = contacts as f64;
        // What all contacts together lack of coordination and of data sharing with the function before.
        let (mut uncoordinated, mut unshared) = (0.0, 0.0);
        let links =
            conditions.coordination.of(touchpoint.owner).iter().zip(conditions.data_sharing.of(touchpoint.owner));
        for (&handed, (coordination, data_sharing)) in self.functions_before(to).iter().zip(links) {
            uncoordinated += handed as f64 * (1.0 - coordination);
            unshared += handed as f64 * (1.0 - data_sharing);
        }
        ExperienceSums {
            contacts,
            experience: (calm.experience + with_problem.experience) as f64 / f64::from(EXPERIENCE_UNITS),
            quality: n * conditions.quality[to],
            handoff_coordination: customer.handoff_coordination * uncoordinated,
            handoff_context: customer.handoff_context * unshared,
            overload: n * customer.overload * excess(touchpoint, conditions.contacts_last_week[to]),
            problem: with_problem.taken as f64 * customer.problem_penalty,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::sample;

    #[test]
    fn each_segment_spends_by_its_own_satisfaction_above_its_own_start_and_never_less_than_nothing() {
        let more = |spend: f64| {
            let mut world = sample::world();
            world.economics.spend = spend;
            let plan = Plan::new(&world);
            let mut start = sample::start(&plan);
            // Customers are as content as they expect, .7.
            start.by_segment = vec![0.6, 0.75];
            spending(&plan, &start, &Customers::new(&plan, &crate::random::RandomInputs::new(1, 0)))
                .collect::<Vec<f64>>()
        };
        // Satisfaction is added up in units of 2⁻²².
        let near = |found: Vec<f64>, expected: [f64; 2]| found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-5);
        assert!(near(more(1.0), [0.1, -0.05]) && near(more(2.0), [0.2, -0.1]) && near(more(40.0), [4.0, -1.0]));
    }

    #[test]
    fn a_week_s_bill_is_discounted_and_booked_part_by_part() {
        let mut world = sample::world();
        world.economics.discount_rate = 0.1;
        world.economics.kpi_value = 10.0;
        world.represents = 2.0;
        let plan = Plan::new(&world);
        let (start, mut customers) =
            (sample::start(&plan), Customers::new(&plan, &crate::random::RandomInputs::new(1, 0)));
        customers.acquired = 3;
        let mut books = Books::new(&plan);
        books.pay(Cost::Office, 500.0);
        books.enter_money(&plan, &start, &customers, 1.5);
        // 150 customers at 4 a week, twice; 3 newcomers at 150, twice; as content as at the start.
        let bill = books.bill;
        assert_eq!((bill.margins, bill.kpi, bill.office, bill.acquisition), (1_200.0, 15.0, 500.0, 900.0));
        assert!(bill.spending.abs() < 1e-3);
        books.enter_money(&plan, &start, &customers, 0.0);
        assert_eq!(books.bill.acquisition, 900.0, "nobody new");
        let booked = bill.booked_at(plan.discounts[26]);
        let half_a_year = libm::pow(1.1, -0.5);
        assert!((booked.office - 500.0 * half_a_year).abs() < 1.0 / 1_024.0);
        assert!((booked.margins - 1_200.0 * half_a_year).abs() < 1.0 / 1_024.0);
    }
}
