//! The trials of a study, simulated: each in the world that it assumes.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::observer::{Computed, TrialSource};
use crate::engine::{Outcome, Plan};
use crate::lanes::Form;
use crate::model::{Regimes, Study};

/// Simulates the trials of a study.
pub(super) struct Simulation<'s> {
    study: &'s Study,
    plan: Plan,
    /// Parameter draws that are at work or were last, by number.
    worlds: Mutex<VecDeque<(u32, Arc<OnceLock<Assumed>>)>>,
    /// So many of them are kept: enough for every thread to be in another one.
    kept: usize,
    fail: Vec<u32>,
}

/// An parameter draw, ready to be simulated; or why it cannot be.
type Assumed = Result<(Study, Plan), String>;

impl<'s> Simulation<'s> {
    pub(super) fn new(study: &'s Study, form: Form, threads: usize, fail: Vec<u32>) -> Simulation<'s> {
        Simulation::planned(study, Plan::in_form(&study.world, form), threads, fail)
    }

    /// With the plan of its world.
    pub(super) fn planned(study: &'s Study, plan: Plan, threads: usize, fail: Vec<u32>) -> Simulation<'s> {
        Simulation { study, plan, worlds: Mutex::default(), kept: threads + 1, fail }
    }

    /// The place of a parameter draw among those that are kept.
    fn place(&self, number: u32) -> Arc<OnceLock<Assumed>> {
        let mut worlds = self.worlds.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, world)) = worlds.iter().find(|(known, _)| *known == number) {
            return Arc::clone(world);
        }
        if worlds.len() >= self.kept {
            worlds.pop_front();
        }
        let world = Arc::new(OnceLock::new());
        worlds.push_back((number, Arc::clone(&world)));
        world
    }

    fn assume(&self, number: u32) -> Assumed {
        let study = self.study.in_world(number).map_err(|error| error.to_string())?;
        let plan = self.plan.in_world(&study.world);
        Ok((study, plan))
    }
}

impl TrialSource for Simulation<'_> {
    #[expect(clippy::panic, reason = "failing is what is asked for")]
    fn trial(&self, trial: u32, running: &[usize]) -> Computed {
        if self.fail.contains(&trial) {
            panic!("made to fail");
        }
        let Some(uncertainty) = &self.study.uncertainty else {
            return Ok(self.plan.run_trial(&chosen(self.study, running), self.study.seed, trial));
        };
        let number = uncertainty.world_of(trial);
        let place = self.place(number);
        let (study, plan) = place.get_or_init(|| self.assume(number)).as_ref().map_err(String::clone)?;
        Ok(plan.run_trial(&chosen(study, running), study.seed, trial))
    }
}

/// The regimes of the structures of these indices.
fn chosen<'s>(study: &'s Study, running: &[usize]) -> Vec<Regimes<'s>> {
    running.iter().filter_map(|&place| study.structures.get(place)).map(|structure| structure.regimes()).collect()
}

/// A trial of some structures; `None` if it panics: then it is a failed one, as in a run.
pub(super) fn trial_or_failed(plan: &Plan, regimes: &[Regimes<'_>], seed: u64, trial: u32) -> Option<Vec<Outcome>> {
    catch_unwind(AssertUnwindSafe(|| plan.run_trial(regimes, seed, trial))).ok()
}
