//! How fast the engine is. Throughput is in customers' weeks per second.
//!
//! Wall-clock figures of a shared machine drift: compare variants within one run, or with criterion's
//! `--save-baseline before` and `--baseline before`. docs/performance.md says how, and what the forms are: `naive` is the
//! baseline that takes customers one after the other, each with a generator of its own; `portable` is the loop left to the
//! compiler's own vector code.

mod worlds;

use std::hint::black_box;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main};
use dottedline::engine::{Plan, measure};
use dottedline::lanes::Form;
use dottedline::model::Study;
use dottedline::random::{Group, Purpose, RandomInputs};
use dottedline::study::{RunOptions, Silent, Work, run};
use worlds::{firm, retail_bank};

fn random_fill(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("random");
    let (inputs, mut words) = (RandomInputs::new(1, 0), Group::default());
    group.throughput(Throughput::Elements(Group::CUSTOMERS as u64));
    for form in Form::available().into_iter().filter(|form| form.name() != "naive") {
        group.bench_function(format!("fill, {}", form.name()), |bencher| {
            bencher.iter(|| inputs.fill(form, Purpose::CustomerWeek, 1, 2, black_box(&mut words)));
        });
    }
    group.finish();
}

/// A week of everybody, random numbers included.
fn week_of(group: &mut BenchmarkGroup<'_, WallTime>, name: &str, study: &Study, form: Form) {
    let plan = Plan::in_form(&study.world, form);
    let mut customers = measure::CustomerLoop::new(&plan, 1);
    group.throughput(Throughput::Elements(u64::from(study.world.customers)));
    group.bench_function(format!("{name}, {}", form.name()), |bencher| bencher.iter(|| customers.week()));
}

fn customer_loop(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("customer loop");
    for form in Form::available() {
        week_of(&mut group, "10000 customers", &retail_bank(10_000), form);
    }
    for customers in [100_000, 1_000_000] {
        week_of(&mut group, &format!("{customers} customers"), &retail_bank(customers), Form::fastest());
    }
    for (touchpoints, out_degree) in [(16, 4), (16, 15), (64, 4), (64, 63)] {
        let (name, study) =
            (format!("{touchpoints} touchpoints, {out_degree} ways on"), firm(touchpoints, out_degree, 10_000));
        week_of(&mut group, &name, &study, Form::fastest());
    }
    group.finish();
}

fn organisation(criterion: &mut Criterion) {
    let study = retail_bank(2_000);
    let plan = Plan::new(&study.world);
    let mut group = criterion.benchmark_group("organisation");
    group.throughput(Throughput::Elements(52));
    for structure in &study.structures {
        group.bench_function(format!("52 turns, {}", structure.id), |bencher| {
            bencher.iter(|| measure::turns(&plan, &[structure.regimes()], 1, black_box(52)));
        });
    }
    group.finish();
}

/// Customer-weeks of the first trials of a study.
fn customer_weeks(study: &Study, trials: u32) -> u64 {
    let (plan, mut work) = (Plan::new(&study.world), Work::default());
    (0..trials).for_each(|trial| work.take(study, plan.run_trial(&study.regimes(), study.seed, trial).iter()));
    work.customer_weeks
}

fn trial(criterion: &mut Criterion) {
    let study = retail_bank(4_000);
    let mut group = criterion.benchmark_group("trial");
    group.sample_size(20).throughput(Throughput::Elements(customer_weeks(&study, 1)));
    for form in Form::available() {
        let plan = Plan::in_form(&study.world, form);
        group.bench_function(format!("retail_bank, four structures, {}", form.name()), |bencher| {
            bencher.iter(|| plan.run_trial(&study.regimes(), study.seed, black_box(0)));
        });
    }
    group.finish();
}

fn study(criterion: &mut Criterion) {
    let study = Study { trials: 100, ..retail_bank(4_000) };
    let mut group = criterion.benchmark_group("study");
    group.sample_size(10).throughput(Throughput::Elements(customer_weeks(&study, study.trials)));
    for threads in [1, 2] {
        let options = RunOptions { threads: Some(threads), ..RunOptions::default() };
        group.bench_function(format!("100 trials, threads: {threads}"), |bencher| {
            bencher.iter(|| run(black_box(&study), options.clone(), &mut Silent));
        });
    }
    group.finish();
}

criterion_group!(benches, random_fill, customer_loop, organisation, trial, study);
criterion_main!(benches);
