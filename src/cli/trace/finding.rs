//! The search of `trace --where`: trial after trial, until one has a customer who fits.

use dottedline::application::Watcher;
use dottedline::engine::{Life, Plan};
use dottedline::model::Study;

use super::wanted::{Condition, Wanted};
use super::worlds::in_its_world;
use crate::cli::failure::Failure;
use crate::cli::format::{count, grouped, listed};
use crate::cli::terminal::Terminal;
use crate::cli::watching::Watching;

/// So many of those who fit are looked at, in the order of their slots; the most telling one is told.
pub(super) const LOOKED_AT: usize = 64;

/// A customer who fits.
pub(super) struct Found {
    pub(super) trial: u32,
    pub(super) slot: u32,
    /// How many customers of the trial fit.
    pub(super) fitting: usize,
    /// How many trials before had none.
    pub(super) in_vain: u32,
}

/// What was seen in vain.
#[derive(Default)]
struct Tally {
    trials: u32,
    /// How many customers meet each condition, in the order of the conditions.
    meeting: Vec<usize>,
    /// Who met most conditions: how many, the trial, the slot, and the conditions that are missing.
    nearest: Option<(usize, u32, u32, Vec<usize>)>,
}

/// Finds a customer of the first cohort who fits, in this trial or else in a later one.
pub(super) fn find(study: &Study, wanted: &Wanted, first: u32, terminal: &Terminal) -> Result<Found, Failure> {
    let mut watching = Watching::new(f64::INFINITY, *terminal);
    let mut tally = Tally::default();
    for trial in first..study.trials {
        if let Some(found) = look(study, wanted, trial, &mut tally)? {
            watching.concluded();
            return Ok(Found { in_vain: trial - first, ..found });
        }
        if trial == first {
            // Most searches end with the first trial: nothing is said before there is something to wait for.
            watching.begins(study.trials - first, 0);
        }
        watching.computed();
        if watching.interrupted() {
            watching.concluded();
            let trials = count(tally.trials as usize, "trial", "trials");
            return Err(Failure::Interrupted(format!("Interrupted: nobody found in {trials}; nothing was written.")));
        }
    }
    watching.concluded();
    Err(Failure::Failed(tally.words(study, wanted, first)))
}

/// Who fits in one trial.
fn look(study: &Study, wanted: &Wanted, trial: u32, tally: &mut Tally) -> Result<Option<Found>, Failure> {
    let study = in_its_world(study, trial)?;
    let plan = Plan::new(&study.world);
    let stays = plan.who_stays(&study.regimes(), study.seed, trial);
    let met = |slot: usize| {
        let asked = wanted.places(&study.structures);
        asked.map(|(place, condition)| stays[place][slot] == condition.stays).collect::<Vec<bool>>()
    };
    let customers: Vec<Vec<bool>> = (0..study.world.customers as usize).map(met).collect();
    tally.add(trial, &customers);
    let fits = |slot: &u32| customers[*slot as usize].iter().all(|&is_met| is_met);
    let fitting: Vec<u32> = (0..study.world.customers).filter(fits).collect();
    let some = &fitting[..fitting.len().min(LOOKED_AT)];
    let slot = most_telling(&study, wanted, &plan, trial, some);
    Ok(slot.map(|slot| Found { trial, slot, fitting: fitting.len(), in_vain: 0 }))
}

/// The customer whose lives tell most; of equals the first.
fn most_telling(study: &Study, wanted: &Wanted, plan: &Plan, trial: u32, slots: &[u32]) -> Option<u32> {
    if slots.is_empty() {
        return None;
    }
    let traces = plan.trace_trial(&study.regimes(), study.seed, trial, slots);
    let telling = |number: usize| {
        let lives: Vec<Life> = traces.iter().map(|trace| trace.lives[number].clone()).collect();
        (number, wanted.telling(&study.structures, &lives))
    };
    let best = (0..slots.len()).map(telling).reduce(|best, next| if next.1 > best.1 { next } else { best });
    best.map(|(number, _)| slots[number])
}

impl Tally {
    fn add(&mut self, trial: u32, customers: &[Vec<bool>]) {
        self.trials += 1;
        for (slot, met) in customers.iter().enumerate() {
            self.meeting.resize(met.len(), 0);
            self.meeting.iter_mut().zip(met).for_each(|(sum, &is_met)| *sum += usize::from(is_met));
            let number = met.iter().filter(|&&is_met| is_met).count();
            if self.nearest.as_ref().is_none_or(|(most, ..)| number > *most) {
                let missing = (0..met.len()).filter(|&condition| !met[condition]).collect();
                self.nearest = Some((number, trial, slot as u32, missing));
            }
        }
    }

    /// That nobody fits, how far the search went, and what came nearest.
    fn words(&self, study: &Study, wanted: &Wanted, first: u32) -> String {
        let customers = f64::from(study.world.customers) * f64::from(self.trials);
        let trials = match self.trials {
            1 => format!("trial {first}"),
            trials => format!("the {} trials from {first} to {}", grouped(trials.into()), first + trials - 1),
        };
        let conditions: Vec<&Condition> = wanted.places(&study.structures).map(|(_, condition)| condition).collect();
        let each = conditions.iter().zip(&self.meeting);
        let each = each.map(|(condition, &number)| format!("{} {}", grouped(number as f64), condition.words(number)));
        let each: Vec<String> = each.collect();
        let each: Vec<&str> = each.iter().map(String::as_str).collect();
        let mut text = format!(
            "no customer {}: {} of {trials} were searched, and of these {}",
            wanted.words(),
            count(customers as usize, "customer", "customers"),
            listed(&each)
        );
        if let Some((_, trial, slot, missing)) = self.nearest.as_ref().filter(|(met, ..)| *met > 0) {
            let missing: Vec<String> = missing.iter().map(|&condition| conditions[condition].words(1)).collect();
            let missing = listed(&missing.iter().map(String::as_str).collect::<Vec<_>>());
            text += &format!("\nnearest: customer {slot} of trial {trial}, of whom all holds but \"{missing}\"");
        }
        text + "\nask for other structures, or for more trials with --set study.trials=N"
    }
}
