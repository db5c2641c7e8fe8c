//! The figures of docs/performance.md: medians of turns in one process, by CPU time of the thread.

use std::time::Duration;

use dottedline::engine::{Plan, measure};
use dottedline::lanes::Form;
use dottedline::model::Study;
use dottedline::random::{Group, Purpose, RandomInputs};
use dottedline::study::{RunOptions, Silent, Work, run};

use crate::machine;
use crate::timer::{median, seconds, times_for};
use crate::worlds::{firm, retail_bank};

const ROUNDS: usize = 7;
const TURN_SECONDS: f64 = 0.05;

/// Prints all figures.
pub(crate) fn print() {
    println!("{}", machine::processor_and_compiler());
    trials_by_form();
    parts_by_form();
    organisation();
    sizes();
    shapes();
    threads();
}

/// Median seconds of each piece of work, turn by turn.
fn medians(works: &mut [Box<dyn FnMut() + '_>]) -> Vec<f64> {
    let times: Vec<u32> = works.iter_mut().map(|work| times_for(TURN_SECONDS, work)).collect();
    let mut all = vec![Vec::new(); works.len()];
    for _ in 0..ROUNDS {
        for (place, work) in works.iter_mut().enumerate() {
            all[place].push(seconds(times[place], work));
        }
    }
    all.into_iter().map(median).collect()
}

fn trials_by_form() {
    println!("\nWhole trial of the retail bank, four structures, one core\n");
    println!("| customers | form | million customer-weeks a second | ns per slot-week | times naive |");
    println!("|---|---|---|---|---|");
    for customers in [2_000, 4_000, 10_000, 20_000] {
        let study = retail_bank(customers);
        let (forms, mut work) = (Form::available(), Work::default());
        let plans: Vec<Plan> = forms.iter().map(|&form| Plan::in_form(&study.world, form)).collect();
        work.take(&study, plans[1].run_trial(&study.regimes(), study.seed, 0).iter());
        let mut works: Vec<_> = plans.iter().map(|plan| trial(plan, &study)).collect();
        let took = medians(&mut works);
        for (form, seconds) in forms.iter().zip(&took) {
            let (rate, slot) = (work.customer_weeks as f64 / seconds / 1e6, 1e9 * seconds / work.slot_weeks as f64);
            println!("| {customers} | {} | {rate:.0} | {slot:.2} | {:.1} |", form.name(), took[0] / seconds);
        }
    }
}

fn trial<'a>(plan: &'a Plan, study: &'a Study) -> Box<dyn FnMut() + 'a> {
    Box::new(|| assert!(!plan.run_trial(&study.regimes(), study.seed, 0).is_empty()))
}

fn parts_by_form() {
    println!("\nParts of the customer loop, retail bank, 10,240 customers, ns per customer and week\n");
    println!("| form | random numbers | random numbers and kernel |\n|---|---|---|");
    let study = retail_bank(10_240);
    for form in Form::available().into_iter().filter(|form| form.name() != "naive") {
        let plan = Plan::in_form(&study.world, form);
        let (mut customers, mut words) = (measure::CustomerLoop::new(&plan, 1), Group::default());
        let inputs = RandomInputs::new(1, 0);
        let fill = || inputs.fill(form, Purpose::CustomerWeek, 1, 2, std::hint::black_box(&mut words));
        let took = medians(&mut [Box::new(fill), Box::new(|| customers.week())]);
        let (fill, week) = (1e9 * took[0] / Group::CUSTOMERS as f64, 1e9 * took[1] / 10_240.0);
        println!("| {} | {fill:.2} | {week:.2} |", form.name());
    }
}

fn organisation() {
    let study = retail_bank(4_000);
    let plan = Plan::new(&study.world);
    let cycles = study.world.clock.weeks.div_ceil(study.world.clock.cycle_weeks);
    let turns = || assert!(measure::turns(&plan, &study.regimes(), 1, cycles) >= 0.0);
    let took = medians(&mut [Box::new(turns), trial(&plan, &study)]);
    let share = 100.0 * took[0] / took[1];
    println!("\nThe organisation's turns take {share:.1} % of a trial at 4,000 customers ({})", plan_form());
}

fn plan_form() -> &'static str {
    Form::fastest().name()
}

fn sizes() {
    println!("\nCustomer loop by number of customers, {}, ns per customer and week\n", plan_form());
    println!("| customers | ns |\n|---|---|");
    for customers in [1_000, 10_000, 100_000, 1_000_000] {
        println!("| {customers} | {:.2} |", week_of(&retail_bank(customers)));
    }
}

pub(crate) fn shapes() {
    println!(
        "\nCustomer loop by shape of the firm, 10,240 customers, ns per customer and week; *taken* is what a run takes\n"
    );
    let forms: Vec<Form> = Form::available().into_iter().filter(|form| form.name() != "naive").collect();
    let names: Vec<&str> = forms.iter().map(|form| form.name()).collect();
    println!("| touchpoints | ways on | {} | taken |\n|{}", names.join(" | "), "---|".repeat(names.len() + 3));
    for (touchpoints, out_degree) in SHAPES {
        let study = firm(touchpoints, out_degree, 10_240);
        let forms = forms.iter().copied().chain([Form::fastest()]);
        let plans: Vec<Plan> = forms.map(|form| Plan::in_form(&study.world, form)).collect();
        let mut weeks: Vec<_> = plans.iter().map(week).collect();
        let took = medians(&mut weeks).into_iter().map(|seconds| format!("{:.2}", 1e9 * seconds / 10_240.0));
        println!("| {touchpoints} | {out_degree} | {} |", took.collect::<Vec<_>>().join(" | "));
    }
}

/// Touchpoints, and to how many others customers can go on from each.
const SHAPES: [(usize, usize); 15] = [
    (12, 4),
    (12, 8),
    (12, 11),
    (16, 4),
    (16, 9),
    (16, 15),
    (24, 4),
    (24, 8),
    (30, 4),
    (30, 8),
    (30, 9),
    (31, 4),
    (64, 4),
    (64, 16),
    (64, 63),
];

/// A week of everybody.
fn week<'a>(plan: &'a Plan) -> Box<dyn FnMut() + 'a> {
    let mut customers = measure::CustomerLoop::new(plan, 1);
    Box::new(move || customers.week())
}

/// Nanoseconds of a customer's week.
fn week_of(study: &Study) -> f64 {
    let plan = Plan::new(&study.world);
    let mut customers = measure::CustomerLoop::new(&plan, 1);
    let took = medians(&mut [Box::new(|| customers.week())]);
    1e9 * took[0] / f64::from(study.world.customers)
}

/// By the clock on the wall, which alone sees two cores; on a machine with other work it says little.
fn threads() {
    let study = Study { trials: 200, ..retail_bank(4_000) };
    let mut took = [Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        for (place, took) in took.iter_mut().enumerate() {
            let options = RunOptions { threads: Some(place + 1), ..RunOptions::default() };
            took.push(wall_seconds(|| assert!(run(&study, options.clone(), &mut Silent).is_ok())));
        }
    }
    let [one, two] = took.map(median);
    println!("\n200 trials on 2 threads: {:.2} times as fast as on 1 (wall)", one / two);
}

#[expect(clippy::disallowed_types, reason = "benchmarks have clocks")]
fn wall_seconds(work: impl FnOnce()) -> f64 {
    let start = std::time::Instant::now();
    work();
    Duration::as_secs_f64(&start.elapsed())
}
