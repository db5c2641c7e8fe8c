//! A question, ready to be simulated.

use super::{Contradiction, Decision, LineTable, Regimes, Structure, Uncertainty, World};

/// A checked scenario: the world, the structures to compare, and how often.
#[derive(Clone, Debug, PartialEq)]
pub struct Study {
    /// What it is called.
    pub title: String,
    /// The question it answers; may be empty.
    pub question: String,
    /// The study seed: all random numbers follow from it.
    pub seed: u64,
    /// Number of trials, at least 1.
    pub trials: u32,
    /// The name of its money, as it is shown; empty: amounts stand without one.
    pub currency: String,
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
    /// What is not known of the world; `None`: trials differ in random inputs alone.
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

    /// Rules between numbers that the study breaks.
    #[must_use]
    pub fn contradictions(&self) -> Vec<Contradiction> {
        self.world.initiatives.contradictions()
    }
}
