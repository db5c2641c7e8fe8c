//! A question, ready to be simulated.

use super::{Address, Contradiction, Decision, LineTable, Regimes, SetError, Structure, Uncertainty, World};
use crate::stats::Sobol;
use thiserror::Error;

/// A checked scenario: the world, the structures to compare, and how often.
#[derive(Clone, Debug, PartialEq)]
pub struct Study {
    /// What it is called.
    pub title: String,
    /// The question it answers; may be empty.
    pub question: String,
    /// The study seed: all luck follows from it.
    pub seed: u64,
    /// Number of trials, at least 1.
    pub trials: u32,
    /// The firm and its customers.
    pub world: World,
    /// What each kind of line changes where a structure has nothing of its own.
    pub lines: LineTable,
    /// The structures to compare, at least one, in file order.
    pub structures: Vec<Structure>,
    /// Index of the structure that the others are compared with.
    pub baseline: usize,
    /// What decides between them.
    pub decision: Decision,
    /// What is not known of the world; `None`: trials differ in luck alone.
    pub uncertainty: Option<Uncertainty>,
}

/// The greatest seed, 2⁵³: whole numbers up to it are the same in every program that reads JSON.
pub const SEED_MAX: u64 = 1 << 53;

impl Study {
    /// What a trial needs of the structures, in their order.
    #[must_use]
    pub fn regimes(&self) -> Vec<Regimes<'_>> {
        self.structures.iter().map(Structure::regimes).collect()
    }

    /// Customer slots × weeks × structures × trials, warm-up included: the work of the customer loop.
    #[must_use]
    pub fn customer_weeks(&self) -> f64 {
        let clock = self.world.clock;
        let weeks = f64::from(clock.warmup_weeks) + f64::from(clock.weeks) * self.structures.len() as f64;
        f64::from(self.world.customers) * weeks * f64::from(self.trials)
    }
}

impl Study {
    /// For each structure the index of the first one with the same lines, levers and stages, in every world that can be drawn:
    /// these cannot differ in anything.
    #[must_use]
    pub fn same_levers(&self) -> Vec<usize> {
        let drawn = (0..2).filter_map(|number| self.in_world(number).ok());
        let studies: Vec<Study> = drawn.chain([self.clone()]).collect();
        let same = |a: usize, b: usize| studies.iter().all(|study| study.structures[a].does_as(&study.structures[b]));
        (0..self.structures.len()).map(|each| (0..each).find(|&other| same(each, other)).unwrap_or(each)).collect()
    }

    /// Rules between numbers that the study breaks.
    #[must_use]
    pub fn contradictions(&self) -> Vec<Contradiction> {
        self.world.initiatives.contradictions()
    }

    /// The parameters of an assumed world, numbered from 0, by key: a scrambled Sobol' point that follows from the study's seed
    /// and the number alone. None without uncertainty.
    #[must_use]
    pub fn draw(&self, number: u32) -> Vec<(String, f64)> {
        let Some(uncertainty) = &self.uncertainty else { return Vec::new() };
        let Some(sobol) = Sobol::new(uncertainty.parameters.len()) else { return Vec::new() };
        let point = sobol.scrambled(self.seed, number);
        let parameters = uncertainty.parameters.iter().zip(point);
        parameters.map(|(parameter, share)| (parameter.key.clone(), parameter.at(share))).collect()
    }

    /// The study in an assumed world: with its parameters drawn and nothing else changed, so that all structures share the
    /// world. Without uncertainty every world is the study's own.
    ///
    /// # Errors
    /// A world that cannot be, with its values.
    pub fn in_world(&self, number: u32) -> Result<Study, ImpossibleWorld> {
        self.with(&self.draw(number))
    }

    /// The study with these numbers.
    ///
    /// # Errors
    /// Numbers that cannot be, by themselves or together.
    pub fn with(&self, numbers: &[(String, f64)]) -> Result<Study, ImpossibleWorld> {
        let impossible = |why: String| ImpossibleWorld { numbers: numbers.to_vec(), why };
        let mut study = self.clone();
        for (key, value) in numbers {
            let address: Address = key.parse().map_err(|error: SetError| impossible(error.to_string()))?;
            match study.set(&address, *value) {
                // Structures that are left out of a run are drawn all the same, so that the others' draws stay as they are.
                Err(SetError::NotThere(_)) if address.is_of_structure() => {}
                set => set.map_err(|error| impossible(error.to_string()))?,
            }
        }
        match study.contradictions().first() {
            Some(contradiction) => Err(impossible(contradiction.to_string())),
            None => Ok(study),
        }
    }
}

/// A drawn world that cannot be.
#[derive(Clone, Debug, Error, PartialEq)]
#[error("a world cannot be drawn with {}: {why}", listed(.numbers))]
pub struct ImpossibleWorld {
    /// What was drawn, by key.
    pub numbers: Vec<(String, f64)>,
    /// What is wrong with it.
    pub why: String,
}

fn listed(numbers: &[(String, f64)]) -> String {
    numbers.iter().map(|(key, value)| format!("{key} = {value}")).collect::<Vec<_>>().join(", ")
}
