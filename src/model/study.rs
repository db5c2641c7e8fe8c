//! A question, ready to be simulated.

use super::{Decision, Regimes, Structure, Uncertainty, World};

/// A checked scenario: the world, the structures to compare, and how often.
#[derive(Clone, Debug)]
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
    /// For each structure the index of the first one with the same lines, levers and stages: these cannot differ in anything.
    #[must_use]
    pub fn same_levers(&self) -> Vec<usize> {
        let same = |a: &Structure, b: &Structure| a.regime == b.regime && a.stages == b.stages;
        let first = |each: &Structure| self.structures.iter().position(|other| same(each, other)).unwrap_or(0);
        self.structures.iter().map(first).collect()
    }
}
