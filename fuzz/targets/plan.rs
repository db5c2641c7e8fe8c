//! Plans: as they come, and with a hash that fits, as a stranger could write them.

#![no_main]

use dottedline::scenario;
use dottedline::shards::{DesignPoint, StudyPlan, plan_hash, study_hash};
use dottedline_fuzz::in_time;
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};

fuzz_target!(|bytes: &[u8]| {
    in_time(|| {
        drop(StudyPlan::parse(bytes));
        if let Some(plan) = fitting(bytes).and_then(|bytes| StudyPlan::parse(&bytes).ok()) {
            use_it(&plan);
        }
    });
});

/// The same plan with the hash of what it says now.
fn fitting(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut plan: Value = serde_json::from_slice(bytes).ok()?;
    let points: Vec<DesignPoint> = serde_json::from_value(plan.get("points")?.clone()).ok()?;
    let trials = u32::try_from(plan.get("trials")?.as_u64()?).ok()?;
    plan["plan_hash"] = json!(plan_hash(trials, &points));
    serde_json::to_vec(&plan).ok()
}

fn use_it(plan: &StudyPlan) {
    let tiles = plan.tiles(plan.shards);
    assert!(tiles.iter().all(|tile| tile.trials.start < tile.trials.end && tile.trials.end <= plan.trials));
    let covered: u64 = tiles.iter().map(|tile| u64::from(tile.trials.end - tile.trials.start)).sum();
    assert_eq!(covered, plan.points.len() as u64 * u64::from(plan.trials), "tiles cover every trial once");
    for point in plan.points.iter().take(2) {
        if let Ok(scenario) = scenario::parse(&plan.name, &plan.scenario, &point.set) {
            assert_eq!(study_hash(&scenario.identity(), plan.seed, "").len(), 64);
        }
    }
}
