//! Trials of charts, each computed once: the figures that a search looks at, on the random numbers of the study's own trials.

use std::collections::BTreeMap;

use super::space::ChartSpace;
use crate::engine::{METRICS, Outcome, Plan};
use crate::lanes::Form;
use crate::model::{Structure, Study};
use crate::study::simulation::trial_or_failed;
use crate::study::workers::{NoThreads, Workers};

/// Structures that are simulated side by side: they share the warm-up.
const TOGETHER: usize = 16;
/// Trials of so many structures that one thread is given at a time.
const EACH: usize = 4;

/// From here on numbers are of structures that are no charts, in the order in which they were added.
const OTHERS: u64 = 1 << 48;

/// How trials are run; no result depends on it.
#[derive(Clone, Copy)]
pub struct ChartOptions<'o> {
    /// Threads.
    pub threads: usize,
    /// Form of the customer loop.
    pub form: Form,
    /// Told of so many structures in a trial whenever they have been computed.
    pub computed: &'o (dyn Fn(usize) + Sync),
    /// Asked before each piece of work whether to end.
    pub interrupted: &'o (dyn Fn() -> bool + Sync),
}

/// Somebody asked for the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended;

/// The numbers of a structure in the trials of a block, trial by trial: for each trial as many as figures are looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartRows {
    /// The number of the chart, or of another structure.
    pub number: u64,
    /// First trial.
    pub first: u32,
    /// NaN where one is missing.
    pub numbers: Vec<f64>,
}

/// What is known of structures: by number and first trial of a block.
type Known = BTreeMap<(u64, u32), Vec<f64>>;

/// Somebody who is shown what is known now and then, and in the end, and may keep it.
pub type ChartKeeper<'k> = dyn FnMut(&dyn Fn() -> Vec<ChartRows>, bool) + 'k;

/// What several threads share.
struct Computing<'s> {
    study: &'s Study,
    /// Places among [`METRICS`].
    figures: Vec<usize>,
    plan: Plan,
    options: ChartOptions<'s>,
}

/// Trials of charts and other structures.
pub(super) struct ChartTrials<'s> {
    space: &'s ChartSpace,
    computing: Computing<'s>,
    workers: Workers,
    others: Vec<Structure>,
    known: Known,
    keeper: &'s mut ChartKeeper<'s>,
    /// Trials of each block that were asked for, and of all together.
    asked: BTreeMap<(u64, u32), u32>,
    taken: u64,
}

impl<'s> ChartTrials<'s> {
    /// Of these figures, with what is known already.
    ///
    /// # Errors
    /// Threads that cannot be started.
    pub(super) fn new(
        study: &'s Study,
        space: &'s ChartSpace,
        figures: Vec<usize>,
        known: Vec<ChartRows>,
        options: ChartOptions<'s>,
        keeper: &'s mut ChartKeeper<'s>,
    ) -> Result<ChartTrials<'s>, NoThreads> {
        let whole = |rows: &ChartRows| rows.numbers.len().is_multiple_of(figures.len().max(1));
        let known = known.into_iter().filter(whole).map(|rows| ((rows.number, rows.first), rows.numbers)).collect();
        let plan = Plan::in_form(&study.world, options.form);
        let workers = Workers::new(options.threads)?;
        let computing = Computing { study, figures, plan, options };
        Ok(ChartTrials {
            space,
            computing,
            workers,
            others: Vec::new(),
            known,
            keeper,
            asked: BTreeMap::new(),
            taken: 0,
        })
    }

    /// Charts of which trials of a block were asked for, by number.
    pub(super) fn of_block(&self, first: u32) -> Vec<u64> {
        let asked = self.asked.keys().filter(|(number, one)| *number < OTHERS && *one == first);
        asked.map(|(number, _)| *number).collect()
    }

    /// The number by which a structure that is no chart is asked for.
    pub(super) fn add(&mut self, structure: Structure) -> u64 {
        self.others.push(structure);
        OTHERS + self.others.len() as u64 - 1
    }

    /// Structure-trials that were asked for, each once, whether they were known already or not.
    pub(super) const fn taken(&self) -> u64 {
        self.taken
    }

    fn keep(&mut self, ended: bool) {
        let known = &self.known;
        let row = |(&(number, first), numbers): (&(u64, u32), &Vec<f64>)| ChartRows {
            number,
            first,
            numbers: numbers.clone(),
        };
        (self.keeper)(&|| known.iter().map(row).collect(), ended);
    }

    /// The structure of a number.
    pub(super) fn structure(&self, number: u64) -> Option<Structure> {
        match number.checked_sub(OTHERS) {
            None => Some(self.space.structure(number, "chart")),
            Some(place) => self.others.get(usize::try_from(place).ok()?).cloned(),
        }
    }

    fn known_of(&self, number: u64, first: u32) -> u32 {
        let numbers = self.known.get(&(number, first)).map_or(0, Vec::len);
        u32::try_from(numbers / self.computing.figures.len()).unwrap_or(u32::MAX)
    }

    /// A figure (place among those that are looked at) of a structure in so many trials from a first one, as far as they are known.
    pub(super) fn column(&self, number: u64, figure: usize, first: u32, trials: u32) -> Vec<f64> {
        let known = self.known.get(&(number, first)).map_or(&[][..], Vec::as_slice);
        known.chunks_exact(self.computing.figures.len()).take(trials as usize).map(|row| row[figure]).collect()
    }
    /// Makes so many trials from a first one known of structures, by their numbers.
    ///
    /// # Errors
    /// Somebody asked for the end; what is computed is known.
    pub(super) fn know(&mut self, numbers: &[u64], first: u32, trials: u32) -> Result<(), Ended> {
        let known = self.compute(numbers, first, trials);
        if known.is_err() {
            self.keep(true);
        }
        known
    }

    fn compute(&mut self, numbers: &[u64], first: u32, trials: u32) -> Result<(), Ended> {
        let mut missing: BTreeMap<u32, Vec<u64>> = BTreeMap::new();
        for &number in numbers {
            let known = self.known_of(number, first);
            let asked = self.asked.entry((number, first)).or_default();
            self.taken += u64::from(trials.saturating_sub(*asked));
            *asked = trials.max(*asked);
            if known < trials {
                missing.entry(known).or_default().push(number);
            }
        }
        for (known, numbers) in missing {
            let chunks: Vec<(&[u64], Vec<Structure>)> = numbers
                .chunks(TOGETHER)
                .map(|some| (some, some.iter().filter_map(|&one| self.structure(one)).collect()))
                .collect();
            let jobs: Vec<(usize, u32)> = (0..chunks.len())
                .flat_map(|chunk| (first + known..first + trials).map(move |trial| (chunk, trial)))
                .collect();
            for some in jobs.chunks(EACH * self.workers.count().max(1)) {
                let computing = &self.computing;
                let done = self.workers.map(some, |&(chunk, trial)| computing.asked(&chunks[chunk].1, trial));
                for (&(chunk, _), rows) in some.iter().zip(done) {
                    for (&number, row) in chunks[chunk].0.iter().zip(rows.ok_or(Ended)?) {
                        self.known.entry((number, first)).or_default().extend(row);
                    }
                }
                self.keep(false);
            }
        }
        Ok(())
    }
}

impl Computing<'_> {
    /// A trial, unless somebody asks for the end.
    fn asked(&self, structures: &[Structure], trial: u32) -> Option<Vec<Vec<f64>>> {
        let rows = (!(self.options.interrupted)()).then(|| self.trial(structures, trial))?;
        (self.options.computed)(structures.len());
        Some(rows)
    }

    /// The numbers of structures in a trial. Of some that fail together each is tried alone, so that no result depends on the others.
    fn trial(&self, structures: &[Structure], trial: u32) -> Vec<Vec<f64>> {
        let missing = || vec![vec![f64::NAN; self.figures.len()]; structures.len()];
        let Some(uncertainty) = &self.study.uncertainty else {
            return self.in_world(&self.plan, structures, trial);
        };
        let study = Study { structures: structures.to_vec(), ..self.study.clone() };
        let Ok(world) = study.in_world(uncertainty.world_of(trial)) else { return missing() };
        self.in_world(&self.plan.in_world(&world.world), &world.structures, trial)
    }

    fn in_world(&self, plan: &Plan, structures: &[Structure], trial: u32) -> Vec<Vec<f64>> {
        let regimes: Vec<_> = structures.iter().map(Structure::regimes).collect();
        match trial_or_failed(plan, &regimes, self.study.seed, trial) {
            Some(outcomes) => outcomes.iter().map(|outcome| self.row(outcome)).collect(),
            None if structures.len() == 1 => vec![vec![f64::NAN; self.figures.len()]],
            None => structures.iter().flat_map(|one| self.in_world(plan, std::slice::from_ref(one), trial)).collect(),
        }
    }

    fn row(&self, outcome: &Outcome) -> Vec<f64> {
        self.figures.iter().map(|&figure| (METRICS[figure].read)(&outcome.end).unwrap_or(f64::NAN)).collect()
    }
}
