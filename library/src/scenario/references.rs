//! The references of leaving, where a scenario leaves them out: what customers live through in the firm as its file describes
//! it. `--set`, sweeps and uncertainty change the firm and not the references, so that a worse firm keeps fewer customers.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::engine::References;
use crate::model::{Economics, Environment, InitiativeParameters, Study, World};
use crate::units::Share;

/// Fills in the references that a study leaves out, by the world before `--set`.
pub(super) fn fill_in(study: &mut Study, before: &World) {
    let customer = &mut study.world.customer;
    if customer.reference_satisfaction.is_some() && customer.reference_problems.is_some() {
        return;
    }
    let References { satisfaction, problem_share } = known_or_found(before);
    customer.reference_satisfaction = customer.reference_satisfaction.or(Share::new(satisfaction));
    customer.reference_problems = customer.reference_problems.or(Share::new(problem_share));
}

/// Worlds that are remembered at most.
const REMEMBERED: usize = 64;

/// The references of a world; those of the last worlds are remembered, as a sweep asks for the same ones at every point.
fn known_or_found(world: &World) -> References {
    static KNOWN: Mutex<BTreeMap<String, References>> = Mutex::new(BTreeMap::new());
    let name = format!("{:?}", as_customers_know_it(world));
    let known = || KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(references) = known().get(&name) {
        return *references;
    }
    let references = References::of(world);
    let mut known = known();
    if known.len() >= REMEMBERED {
        known.clear();
    }
    known.insert(name, references);
    references
}

/// The world without what customers meet only after the warm-up.
fn as_customers_know_it(world: &World) -> World {
    let mut world = world.clone();
    world.clock.weeks = 1;
    (world.initiatives, world.environment, world.economics) =
        (InitiativeParameters::default(), Environment::default(), Economics::default());
    world
}

#[cfg(test)]
mod tests {
    use crate::scenario::parse;

    fn references(sets: &[&str]) -> [f64; 2] {
        let text = crate::scenario::templates().iter().find(|one| one.name == "minimal").expect("is shipped").text;
        let sets: Vec<String> = sets.iter().map(|&set| set.to_owned()).collect();
        let customer = parse("minimal", text, &sets).expect("is valid").study.world.customer;
        [customer.reference_satisfaction, customer.reference_problems].map(|share| share.expect("filled in").get())
    }

    #[test]
    fn references_are_those_of_the_file_whatever_is_set() {
        let file = references(&[]);
        assert!(file[0] > 0.3 && file[0] < 0.9 && file[1] > 0.0 && file[1] < 0.5, "{file:?}");
        assert_eq!(references(&["organisation.coordination=0.9", "customer.handoff_context=0.3"]), file);
        assert_eq!(references(&["customer.reference_satisfaction=0.5"]), [0.5, file[1]]);
    }

    #[test]
    fn a_scenario_as_run_has_its_references_and_keeps_them() {
        let text = crate::scenario::templates().iter().find(|one| one.name == "minimal").expect("is shipped").text;
        let run = parse("minimal", text, &["customer.handoff_context=0.3".to_owned()]).expect("is valid");
        assert!(run.as_run.contains("reference_satisfaction"), "{}", run.as_run);
        assert_eq!(parse("minimal", &run.as_run, &[]).expect("is valid").identity(), run.identity());
    }
}
