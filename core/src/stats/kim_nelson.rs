//! Trials until the best is found: the sequential selection of Kim & Nelson (2001), under common random numbers.

/// Fewest trials of the first stage.
pub const FIRST_STAGE_LEAST: u32 = 10;

/// How a search for the best is set up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KimNelsonDesign {
    /// Number of structures, at least 2.
    pub structures: usize,
    /// The difference that matters, above 0: a structure less than this behind the best may be chosen.
    pub practical: f64,
    /// Probability of choosing one that is further behind, inside (0, 1).
    pub alpha: f64,
    /// Trials of all structures before the first interim look, at least [`FIRST_STAGE_LEAST`].
    pub first_stage: u32,
    /// Trials between interim looks, at least 1. Fewer looks only lower the error.
    pub batch: u32,
}

impl KimNelsonDesign {
    /// h² = 2 η (n₀ − 1) with η = ((2β)^{−2/(n₀ − 1)} − 1) / 2 and β = α / (k − 1): c = 1, whatever the structures have in
    /// common. `None` if the design is out of range.
    ///
    /// ```
    /// use dottedline_core::stats::KimNelsonDesign;
    /// let design = KimNelsonDesign { structures: 5, practical: 1.0, alpha: 0.05, first_stage: 20, batch: 1 };
    /// assert!((design.h_squared().unwrap() - 9.015_055_99).abs() < 1e-8);
    /// ```
    #[must_use]
    pub fn h_squared(&self) -> Option<f64> {
        let in_range = self.structures >= 2
            && self.practical > 0.0
            && self.practical.is_finite()
            && self.alpha > 0.0
            && self.alpha < 1.0
            && self.first_stage >= FIRST_STAGE_LEAST
            && self.batch >= 1;
        let degrees = f64::from(self.first_stage.saturating_sub(1));
        let beta = self.alpha / self.structures.saturating_sub(1) as f64;
        // With β from ½ on no evidence would be asked for at all.
        let h_squared = degrees * (libm::pow(2.0 * beta, -2.0 / degrees) - 1.0);
        (in_range && h_squared > 0.0).then_some(h_squared)
    }
}

/// The structure chosen, and what it was chosen from.
#[derive(Clone, Debug, PartialEq)]
pub struct Selection {
    /// Index of the structure with the highest mean.
    pub structure: usize,
    /// Structures that were still in when it was chosen, itself among them: the others of them are not clearly more than
    /// the practical difference behind.
    pub among: Vec<usize>,
    /// Trials that were taken.
    pub trials: u64,
}

/// A search under way. More is better; give it trials in order until there is a choice.
///
/// Interim looks come after the first stage and then after each batch, counted in trials, so that where it stops depends on the
/// trials alone. It ends with one structure left or, at the latest, at the first interim look after N_max trials.
///
/// ```
/// use dottedline_core::stats::{KimNelson, KimNelsonDesign};
/// let design = KimNelsonDesign { structures: 2, practical: 0.5, alpha: 0.05, first_stage: 10, batch: 5 };
/// let mut search = KimNelson::new(design).unwrap();
/// for trial in 0.. {
///     let noise = f64::from(trial % 3);
///     search.take(&[Some(noise), Some(noise + 1.0 + 0.1 * f64::from(trial % 2))]);
///     if search.choice().is_some() {
///         break;
///     }
/// }
/// assert_eq!(search.choice().unwrap().structure, 1);
/// assert_eq!(search.choice().unwrap().trials, 10);
/// ```
#[derive(Clone, Debug)]
pub struct KimNelson {
    design: KimNelsonDesign,
    /// h² S²ᵢⱼ / δ², pairs of structures row by row; empty before the end of the first stage.
    reach: Vec<f64>,
    /// Numbers of the first stage, per structure.
    first: Vec<Vec<f64>>,
    sums: Vec<f64>,
    trials: u64,
    left_out: u64,
    survivors: Vec<usize>,
    eliminated: Vec<(u64, usize)>,
    choice: Option<Selection>,
    h_squared: f64,
}

impl KimNelson {
    /// A search without trials yet; `None` if the design is out of range.
    #[must_use]
    pub fn new(design: KimNelsonDesign) -> Option<KimNelson> {
        Some(KimNelson {
            h_squared: design.h_squared()?,
            reach: Vec::new(),
            first: vec![Vec::new(); design.structures],
            sums: vec![0.0; design.structures],
            trials: 0,
            left_out: 0,
            survivors: (0..design.structures).collect(),
            eliminated: Vec::new(),
            choice: None,
            design,
        })
    }

    /// Takes the next trial: one number per structure. Those that are eliminated need none; a trial in which a survivor
    /// has none is left out and counted. After the choice nothing is taken any more.
    pub fn take(&mut self, row: &[Option<f64>]) {
        if self.choice.is_some() {
            return;
        }
        let number = |structure: usize| row.get(structure).copied().flatten().filter(|number| number.is_finite());
        let numbers: Option<Vec<f64>> = self.survivors.iter().map(|&structure| number(structure)).collect();
        let Some(numbers) = numbers else {
            self.left_out += 1;
            return;
        };
        for (&structure, number) in self.survivors.iter().zip(numbers) {
            self.sums[structure] += number;
            if self.reach.is_empty() {
                self.first[structure].push(number);
            }
        }
        self.trials += 1;
        if self.trials == u64::from(self.design.first_stage) {
            self.end_first_stage();
        }
        if self.is_look() {
            self.look();
        }
    }

    /// Structures that can still be chosen.
    #[must_use]
    pub fn survivors(&self) -> &[usize] {
        &self.survivors
    }

    /// Structures eliminated, each after how many trials, in that order.
    #[must_use]
    pub fn eliminated(&self) -> &[(u64, usize)] {
        &self.eliminated
    }

    /// Trials taken.
    #[must_use]
    pub const fn trials(&self) -> u64 {
        self.trials
    }

    /// Trials left out because a survivor had no number.
    #[must_use]
    pub const fn left_out(&self) -> u64 {
        self.left_out
    }

    /// The choice, once there is one.
    #[must_use]
    pub const fn choice(&self) -> Option<&Selection> {
        self.choice.as_ref()
    }

    /// N_max + 1, the number of trials after which the next interim look is the last; `None` before the first interim look.
    #[must_use]
    pub fn most_trials(&self) -> Option<f64> {
        let greatest = self.reach.iter().copied().fold(0.0, f64::max);
        (!self.reach.is_empty()).then(|| greatest.floor() + 1.0)
    }

    fn end_first_stage(&mut self) {
        let structures = self.design.structures;
        let scale = self.h_squared / (self.design.practical * self.design.practical);
        self.reach = vec![0.0; structures * structures];
        for first in 0..structures {
            for second in 0..structures {
                let pairs = self.first[first].iter().zip(&self.first[second]);
                let moments: super::Moments = pairs.map(|(a, b)| a - b).collect();
                self.reach[first * structures + second] = scale * moments.variance().unwrap_or(0.0);
            }
        }
        self.first.clear();
    }

    fn is_look(&self) -> bool {
        let after = self.trials.checked_sub(u64::from(self.design.first_stage));
        after.is_some_and(|after| after % u64::from(self.design.batch) == 0)
    }

    fn look(&mut self) {
        let last = self.most_trials().is_some_and(|most| self.trials as f64 >= most);
        if !last {
            self.screen();
        }
        if last || self.survivors.len() == 1 {
            self.choose();
        }
    }

    /// Keeps those that no survivor is ahead of by more than W = max(0, δ/(2r) · (h² S² / δ² − r)). All are judged by
    /// the survivors of the interim look before.
    fn screen(&mut self) {
        let keeps = |&structure: &usize| self.survivors.iter().all(|&other| !self.is_beaten(structure, other));
        let (kept, beaten): (Vec<usize>, Vec<usize>) = self.survivors.iter().partition(|&structure| keeps(structure));
        self.survivors = kept;
        self.eliminated.extend(beaten.into_iter().map(|structure| (self.trials, structure)));
    }

    fn is_beaten(&self, structure: usize, other: usize) -> bool {
        let trials = self.trials as f64;
        let reach = self.reach[structure * self.design.structures + other];
        let margin = (self.design.practical / (2.0 * trials) * (reach - trials)).max(0.0);
        self.mean(structure) < self.mean(other) - margin
    }

    fn mean(&self, structure: usize) -> f64 {
        self.sums[structure] / self.trials as f64
    }

    fn choose(&mut self) {
        let best = self.survivors.iter().copied().max_by(|&a, &b| {
            // Of equals the earlier one.
            self.mean(a).total_cmp(&self.mean(b)).then(b.cmp(&a))
        });
        let choice = |structure| Selection { structure, among: self.survivors.clone(), trials: self.trials };
        self.choice = best.map(choice);
    }
}
