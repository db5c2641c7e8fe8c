//! Money in the firm's own terms: what a customer office costs in a year, what initiatives cost, how many are begun; and the
//! settings that amount to it.
//!
//! The model counts money for initiatives in cost units per four weeks and people by head. An office costs
//! 13 · (team_cost · staff + initiative_cost · budget) a year, with all of its own money spent. Functions pay for other
//! initiatives from their own budgets under every structure, so that is no part of it, and nothing is counted twice.

use super::Observed;
use crate::engine::{Outcome, Plan};
use crate::model::{Address, Economics, Structure, Study, World};

/// Periods of four weeks in a year, for which the model's rates are given.
pub(super) const PERIODS_PER_YEAR: f64 = 13.0;

/// Trials in which initiatives are counted, and customers of each: initiatives hardly depend on how many are simulated.
const TRIALS: u32 = 24;
const CUSTOMERS: u32 = 200;

/// Most weeks that are looked at.
const WEEKS: u32 = 208;

/// The seed is no study's: what a firm spends does not follow from a study's seed.
const SEED: u64 = u64::MAX - 2;

/// Trials of a number of initiatives that are made to find the one that was observed.
const STEPS: u32 = 4;

/// What a firm begins and pays in a year, on average over the study's weeks (four years at most), not discounted.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Spending {
    /// Initiatives that are begun.
    pub begun: f64,
    /// What these cost.
    pub initiatives: f64,
    /// What the office's team costs.
    pub team: f64,
}

impl Spending {
    /// What one initiative costs; `None` if none is begun.
    #[must_use]
    pub fn cost_of_one(&self) -> Option<f64> {
        (self.begun > 0.0).then(|| self.initiatives / self.begun)
    }
}

/// What the firm begins and pays in a year under each structure.
#[must_use]
pub fn spending(study: &Study) -> Vec<Spending> {
    (0..study.structures.len()).map(|place| spending_of(study, place)).collect()
}

/// The same under one of them.
pub(super) fn spending_of(study: &Study, place: usize) -> Spending {
    let Some(structure) = study.structures.get(place) else { return Spending::default() };
    let world = few_customers(&study.world);
    let plan = Plan::new(&world);
    let regimes = [structure.regimes()];
    let mut sum = Spending::default();
    for trial in 0..TRIALS {
        for outcome in plan.run_trial(&regimes, SEED, trial) {
            sum.add(&outcome);
        }
    }
    let years = f64::from(TRIALS) * f64::from(world.clock.weeks) / 52.0;
    Spending { begun: sum.begun / years, initiatives: sum.initiatives / years, team: sum.team / years }
}

impl Spending {
    fn add(&mut self, outcome: &Outcome) {
        let end = &outcome.end;
        self.begun += (end.started_kpi + end.started_experience + end.started_bridge) as f64;
        self.initiatives += end.money.initiatives;
        self.team += end.money.office;
    }
}

/// The same firm, simulated with few customers who stand for more, without a discount.
fn few_customers(world: &World) -> World {
    let mut world = world.clone();
    let scale = f64::from(CUSTOMERS.min(world.customers)) / f64::from(world.customers);
    world.customers = CUSTOMERS.min(world.customers);
    world.represents /= scale;
    world.touchpoints.iter_mut().for_each(|one| one.capacity = one.capacity.map(|capacity| capacity * scale));
    world.economics.discount_rate = 0.0;
    world.clock.weeks = world.clock.weeks.min(WEEKS);
    world
}

/// What a structure's office costs in a year at its start, if it spends all of its own money.
pub(super) fn office_per_year(structure: &Structure, economics: &Economics) -> f64 {
    let levers = &structure.regime.levers;
    PERIODS_PER_YEAR * (economics.team_cost * levers.staff + economics.initiative_cost * levers.budget)
}

/// The settings under which the firm pays and begins what was observed, each rounded to four digits; none of what it pays and begins
/// already, and none where no permitted number would do. In this order:
///
/// - `person_cost_per_year`: `economics.team_cost` is a thirteenth of it.
/// - `initiatives_per_year`: the firm works faster or slower. Budgets of all functions and `initiatives.rate` are multiplied by the
///   same number, and `organisation.carry_over` is divided by it, so that savings still pay for as much.
/// - `initiative_cost`: `economics.initiative_cost` is multiplied by observed / implied cost of an initiative.
/// - `cx_people`: each structure's `staff`. Its `capacity` is multiplied by as much: an office examines as many candidates per person.
/// - `cx_budget_per_year`: what the people leave of it is each structure's `budget`. Without `cx_people` structures keep theirs, as
///   far as the money goes.
///
/// An office with neither people nor money, and stages with a preset of their own, stay as they are.
#[must_use]
pub fn settings(study: &Study, observed: &Observed) -> Vec<(Address, f64)> {
    let mut fitted = Fitted { study: study.clone(), settings: Vec::new() };
    if let Some(cost) = observed.person_cost_per_year {
        fitted.set_all(&[("economics.team_cost".to_owned(), cost / PERIODS_PER_YEAR)]);
    }
    if let Some(number) = observed.initiatives_per_year {
        fitted.begin(number);
    }
    if let Some(cost) = observed.initiative_cost {
        fitted.cost_of_one(cost);
    }
    fitted.offices(observed.cx_budget_per_year, observed.cx_people);
    fitted.settings
}

/// A study on its way to what was observed.
struct Fitted {
    study: Study,
    settings: Vec<(Address, f64)>,
}

impl Fitted {
    /// Finds the pace: what is begun is nearly in proportion to it, so that a few corrections suffice.
    fn begin(&mut self, observed: f64) {
        let mut pace = 1.0;
        let mut best = Vec::new();
        let mut faster = self.study.clone();
        for _ in 0..STEPS {
            let begun = spending_of(&faster, faster.baseline).begun;
            if is_close(begun, observed) {
                break;
            }
            pace *= observed / begun;
            best = at_pace(&self.study, pace);
            if !can_be(&self.study, &best) {
                return;
            }
            faster = self.study.clone();
            best.iter().for_each(|(path, value)| drop(put(&mut faster, path, *value)));
        }
        self.set_all(&best);
    }

    fn cost_of_one(&mut self, observed: f64) {
        let implied = spending_of(&self.study, self.study.baseline).cost_of_one().unwrap_or_default();
        if is_close(implied, observed) {
            return;
        }
        let unit = self.study.world.economics.initiative_cost;
        // Where none is begun, or for nothing, one is taken to cost a unit.
        let cost = if implied > 0.0 { unit * observed / implied } else { observed };
        self.set_all(&[("economics.initiative_cost".to_owned(), cost)]);
    }

    fn offices(&mut self, budget: Option<f64>, people: Option<f64>) {
        let offices = self.study.structures.iter().filter(|one| has_office(one));
        let sized = offices.map(|one| office(one, &self.study.world.economics, budget, people));
        let sized: Vec<_> = sized.collect();
        sized.iter().for_each(|settings| self.set_all(settings));
    }

    /// Sets several numbers that belong together: all of them, or none if one of them cannot be.
    fn set_all(&mut self, settings: &[(String, f64)]) {
        if !can_be(&self.study, settings) {
            return;
        }
        for (path, value) in settings {
            if let Some(set) = put(&mut self.study, path, *value) {
                self.settings.push(set);
            }
        }
    }
}

/// Whether a structure starts with an office that has people or money.
pub(super) fn has_office(structure: &Structure) -> bool {
    let levers = &structure.regime.levers;
    structure.regime.has_lines() && levers.staff + levers.budget > 0.0
}

/// People, capacity and own money of an office that costs so much or has so many people.
fn office(
    structure: &Structure,
    economics: &Economics,
    budget: Option<f64>,
    people: Option<f64>,
) -> Vec<(String, f64)> {
    let levers = &structure.regime.levers;
    let money = budget.map(|budget| budget / PERIODS_PER_YEAR);
    let affordable = money.filter(|_| economics.team_cost > 0.0).map(|money| money / economics.team_cost);
    let staff = people.unwrap_or_else(|| affordable.map_or(levers.staff, |most| most.min(levers.staff)));
    let mut numbers = vec![("staff", staff)];
    if levers.staff > 0.0 {
        numbers.push(("capacity", levers.capacity * staff / levers.staff));
    }
    if let Some(money) = money.filter(|_| economics.initiative_cost > 0.0) {
        numbers.push(("budget", (money - economics.team_cost * staff).max(0.0) / economics.initiative_cost));
    }
    numbers.into_iter().map(|(key, value)| (format!("structure.{}.{key}", structure.id), value)).collect()
}

/// Budgets, candidates and savings of a firm that works so much faster.
fn at_pace(study: &Study, pace: f64) -> Vec<(String, f64)> {
    let world = &study.world;
    let budgets = world.functions.iter().map(|one| (format!("function.{}.budget", one.id), one.budget * pace));
    let mut all: Vec<(String, f64)> = budgets.collect();
    all.push(("initiatives.rate".to_owned(), world.initiatives.rate * pace));
    all.push(("organisation.carry_over".to_owned(), world.organisation.carry_over / pace));
    all
}

/// Whether what is there is what was observed, to half a per cent: closer than initiatives are counted.
fn is_close(implied: f64, observed: f64) -> bool {
    (implied - observed).abs() <= 0.005 * observed
}

fn can_be(study: &Study, settings: &[(String, f64)]) -> bool {
    let mut trial = study.clone();
    settings.iter().all(|(path, value)| {
        path.parse::<Address>().is_ok_and(|address| trial.set(&address, four_digits(*value)).is_ok())
    })
}

/// Sets a number; what was set, if it was another one.
fn put(study: &mut Study, path: &str, value: f64) -> Option<(Address, f64)> {
    let address: Address = path.parse().ok()?;
    let value = four_digits(value);
    let before = study.number(&address);
    study.set(&address, value).ok()?;
    (before != Some(value)).then_some((address, value))
}

/// A number with four significant digits.
fn four_digits(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let digits = 3 - libm::floor(libm::log10(value.abs())) as i32;
    let scale = libm::pow(10.0, f64::from(digits.abs()));
    if digits >= 0 { libm::round(value * scale) / scale } else { libm::round(value / scale) * scale }
}
