//! How fast the engine is, on the shipped retail bank. Throughput is in customer-weeks per second.
//!
//! Wall-clock figures of a shared machine drift: compare variants within one run, or with criterion's
//! `--save-baseline before` and `--baseline before`.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use dottedline::engine::{Plan, measure};
use dottedline::lanes::Form;
use dottedline::model::Study;
use dottedline::random::{Group, Luck, Purpose};
use dottedline::scenario;

fn retail_bank() -> Study {
    let text = include_str!("../scenarios/retail_bank.toml");
    scenario::parse("retail_bank", text, &[]).expect("the shipped scenario is valid").study
}

fn random_fill(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("random");
    let (luck, mut words) = (Luck::new(1, 0), Group::default());
    group.throughput(Throughput::Elements(Group::CUSTOMERS as u64));
    group.bench_function("fill, customers", |bencher| {
        bencher.iter(|| luck.fill(Form::fastest(), Purpose::CustomerWeek, 1, 2, black_box(&mut words)));
    });
    group.finish();
}

fn customer_loop(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("customer loop");
    for customers in [2_000, 100_000] {
        let mut study = retail_bank();
        study.world.customers = customers;
        let plan = Plan::new(&study.world);
        let mut customer_loop = measure::CustomerLoop::new(&plan, 1);
        group.throughput(Throughput::Elements(u64::from(customers)));
        group.bench_function(format!("one week of {customers} customers"), |bencher| {
            bencher.iter(|| customer_loop.week())
        });
    }
    group.finish();
}

fn organisation(criterion: &mut Criterion) {
    let study = retail_bank();
    let plan = Plan::new(&study.world);
    let mut group = criterion.benchmark_group("organisation");
    for structure in &study.structures {
        group.throughput(Throughput::Elements(52));
        group.bench_function(format!("52 turns, {}", structure.id), |bencher| {
            bencher.iter(|| measure::turns(&plan, structure, 1, black_box(52)));
        });
    }
    group.finish();
}

fn trial(criterion: &mut Criterion) {
    let study = Study { trials: 1, ..retail_bank() };
    let plan = Plan::new(&study.world);
    let mut group = criterion.benchmark_group("trial");
    group.sample_size(20).throughput(Throughput::Elements(study.customer_weeks() as u64));
    group.bench_function("retail_bank, four structures", |bencher| {
        bencher.iter(|| plan.run_trial(&study.structures, study.seed, black_box(0)));
    });
    group.finish();
}

criterion_group!(benches, random_fill, customer_loop, organisation, trial);
criterion_main!(benches);
