//! Scenario texts: read or refused with a place; what is read describes itself, repeats itself and runs.

#![no_main]

use dottedline::engine::Plan;
use dottedline::model::Study;
use dottedline::scenario::{self, Scenario};
use dottedline_fuzz::in_time;
use libfuzzer_sys::fuzz_target;

/// Customer-weeks of a trial that is worth its time here.
const SMALL: u64 = 40_000;

fuzz_target!(|text: &str| {
    in_time(|| match scenario::parse("fuzzed", text, &[]) {
        Err(error) => assert!(!error.to_string().is_empty()),
        Ok(scenario) => use_it(&scenario),
    });
});

fn use_it(scenario: &Scenario) {
    assert!(!scenario::describe(&scenario.study).is_empty());
    let again = scenario::parse("fuzzed", &scenario.as_run, &[]).expect("a scenario as run is a scenario");
    assert_eq!(again.identity(), scenario.identity(), "a scenario as run is the same study");
    let worlds = if scenario.study.uncertainty.is_some() { 2 } else { 1 };
    (0..worlds).filter_map(|number| scenario.study.in_world(number).ok()).filter(is_small).for_each(|world| run(&world));
}

fn is_small(study: &Study) -> bool {
    let clock = &study.world.clock;
    let weeks = u64::from(clock.weeks) + u64::from(clock.warmup_weeks);
    let structures = study.structures.len() as u64 + 1;
    u64::from(study.world.customers) * weeks * structures <= SMALL
        && weeks * study.world.touchpoints.len() as u64 * structures <= SMALL / 40
}

fn run(study: &Study) {
    for outcome in Plan::new(&study.world).run_trial(&study.regimes(), study.seed, 0) {
        assert!((0.0..=1.0).contains(&outcome.end.retention), "retention is a share");
    }
}
