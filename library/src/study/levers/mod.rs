//! Which lever did it: the difference of a structure to the baseline, shared out among the groups of levers in which they differ.
//!
//! A structure is many levers at once, and most of them do little alone. So every combination of groups is simulated, the rest as in the
//! baseline, on the random numbers of the run's own trials, and each group gets its Shapley share ([`shapley_shares`]): what it
//! adds to those that are there before it, on average over all orders. The shares of a trial add up to its difference, and so do their means.
//!
//! Which levers make a group stands in [`LeverGroup`]; the firms between the two in [`game`], what came out in [`words`].

mod game;
#[cfg(test)]
mod tests;
mod words;

use thiserror::Error;

use super::decision_rules::figure_of;
use super::replications::{trials_per_evidence, world_means};
use super::workers::{NoThreads, Workers};
use super::{Findings, frame::Frame};
use crate::lanes::Form;
use crate::model::{LeverGroup, Study};
use crate::stats::{Estimate, Interval, Moments, SHAPLEY_EXACT, StudentTable, shapley_shares, t_interval};
use game::{Game, Tried};

/// Trials that are usually split (an assumption: each of them is as many trials as there are firms between the structures).
pub const LEVER_TRIALS: u32 = 64;

// With this many groups every combination can be run; orders would have to be sampled for more.
const _: () = assert!(LeverGroup::ALL.len() <= SHAPLEY_EXACT, "more groups than can be shared out exactly");

/// How trials are run.
#[derive(Clone, Copy)]
pub struct LeverOptions<'o> {
    /// Trials that are split: the first ones of the run, at most as many as it has.
    pub trials: u32,
    /// Threads; no result depends on them.
    pub threads: usize,
    /// Form of the customer loop; no result depends on it.
    pub form: Form,
    /// Told whenever a trial of a structure has been split.
    pub computed: &'o (dyn Fn() + Sync),
    /// Asked before each piece of work whether to end; trials that are split by then are told of.
    pub interrupted: &'o (dyn Fn() -> bool + Sync),
}

/// Why differences were not split.
#[derive(Debug, Error)]
pub enum NoLevers {
    /// Threads could not be started.
    #[error("the threads could not be started ({0})")]
    Threads(#[from] NoThreads),
    /// Somebody asked for the end before the second trial.
    #[error("interrupted")]
    Interrupted,
}

/// Differences to the baseline, split by groups of levers.
#[derive(Clone, Debug, PartialEq)]
pub struct LeverShares {
    /// The baseline.
    pub baseline: String,
    /// Trials that were asked for and are there.
    pub asked: u32,
    /// Trials that were split; fewer if somebody interrupted it.
    pub trials: u32,
    /// Firms that were simulated for it, each in every trial: combinations of groups that are not the same firm.
    pub firms: u64,
    /// Structures in study order, for each the figures that decide, for each all groups.
    pub rows: Vec<LeverRow>,
    /// Structures that cannot be mixed with the baseline: both are road maps, and which stage is first depends on readiness.
    pub unmixed: Vec<String>,
    frame: Frame,
}

/// The share of a group in the difference of a structure to the baseline.
#[derive(Clone, Debug, PartialEq)]
pub struct LeverRow {
    /// The structure.
    pub structure: String,
    /// Name of the figure.
    pub metric: String,
    /// The group; several that only come together.
    pub levers: Vec<LeverGroup>,
    /// Whether the two differ in it; else its share is 0.
    pub unlike: bool,
    /// Trials, or parameter draws, in which all firms have the figure.
    pub n: u64,
    /// Its mean share in the figure's unit; `None` without such trials.
    pub share: Option<f64>,
    /// 95 % interval of that mean.
    pub interval: Option<Interval>,
    /// Mean of structure minus baseline in the same trials, to which the shares of all groups add up.
    pub difference: Option<f64>,
    /// 95 % interval of that mean.
    pub difference_interval: Option<Interval>,
}

impl LeverRow {
    /// The names of its groups.
    #[must_use]
    pub fn name(&self) -> String {
        self.levers.iter().map(|group| group.name()).collect::<Vec<_>>().join(" and ")
    }
}

impl Findings {
    /// How many pieces of work a split of so many trials is: each structure in each trial.
    #[must_use]
    pub fn lever_work(&self, trials: u32) -> u32 {
        let others = u32::try_from(self.structures().len().saturating_sub(1)).unwrap_or(u32::MAX);
        self.trials_to_split(trials).saturating_mul(others)
    }

    /// As many trials as there are.
    fn trials_to_split(&self, trials: u32) -> u32 {
        trials.min(self.next_trial())
    }

    /// Which levers the differences of structures to the baseline are due to, for the study that the findings are of; `None` where
    /// there is nothing to split: a single structure, or no trial.
    ///
    /// # Errors
    /// Threads that cannot be started, and an end that was asked for before two trials were split.
    pub fn lever_shares(&self, study: &Study, options: LeverOptions<'_>) -> Result<Option<LeverShares>, NoLevers> {
        let asked = self.trials_to_split(options.trials);
        if study.structures.len() < 2 || asked == 0 {
            return Ok(None);
        }
        let baseline = study.structures[study.baseline].id.clone();
        let others = (0..study.structures.len()).filter(|&place| place != study.baseline);
        let (mut games, mut unmixed) = (Vec::new(), Vec::new());
        for place in others {
            match Game::new(study, place, asked) {
                Some(game) => games.push(game),
                None => unmixed.push(study.structures[place].id.clone()),
            }
        }
        let workers = Workers::new(options.threads)?;
        let tried = game::play(study, &games, &workers, asked, &options);
        let trials = tried.iter().map(Vec::len).min().unwrap_or(asked as usize);
        if trials < 2 && trials < asked as usize {
            return Err(NoLevers::Interrupted);
        }
        let rows = games.iter().zip(&tried).flat_map(|(game, tried)| rows(study, game, &tried[..trials])).collect();
        let firms = games.iter().map(|game| game.firms() as u64).sum();
        let trials = u32::try_from(trials).unwrap_or(u32::MAX);
        Ok(Some(LeverShares { baseline, asked, trials, firms, rows, unmixed, frame: Frame::from(study) }))
    }
}

/// The rows of a structure.
fn rows(study: &Study, game: &Game, tried: &[Tried]) -> Vec<LeverRow> {
    let together = trials_per_evidence(study);
    let confidence = StudentTable::new(0.95);
    let estimate = |numbers: &[Option<f64>]| {
        let trials: Moments = numbers.iter().flatten().copied().collect();
        let evidence: Moments = world_means(numbers, together).into_iter().flatten().collect();
        (evidence.count(), Estimate::with_interval(&trials, t_interval(&evidence, &confidence)))
    };
    let mut rows = Vec::new();
    for (place, criterion) in study.decision.criteria.iter().filter(|one| figure_of(one).is_some()).enumerate() {
        let splits: Vec<Option<Split>> = tried.iter().map(|trial| split(game, trial, place)).collect();
        let (n, difference) =
            estimate(&splits.iter().map(|split| split.as_ref().map(|split| split.difference)).collect::<Vec<_>>());
        for (levers, player) in game.all() {
            let share = |split: &Split| player.map_or(0.0, |player| split.shares[player]);
            let shares: Vec<Option<f64>> = splits.iter().map(|split| split.as_ref().map(share)).collect();
            let (_, found) = estimate(&shares);
            rows.push(LeverRow {
                structure: game.structure.clone(),
                metric: criterion.metric.clone(),
                levers,
                unlike: player.is_some(),
                n,
                share: found.mean,
                interval: found.interval,
                difference: difference.mean,
                difference_interval: difference.interval,
            });
        }
    }
    rows
}

/// A difference in one trial, and what each player has of it.
struct Split {
    difference: f64,
    shares: Vec<f64>,
}

/// Splits a figure (place among those that decide) of a trial; `None` where one of the firms does not have it.
fn split(game: &Game, tried: &Tried, criterion: usize) -> Option<Split> {
    let values = tried.as_ref()?;
    let of = |combination: usize| *values.get(game.firm_of(combination))?.get(criterion)?;
    let combinations = game.combinations();
    let nothing = of(0)?;
    // Counted from the baseline, so that digits are not lost in what all firms have in common.
    let above: Vec<f64> = (0..combinations).map(|one| Some(of(one)? - nothing)).collect::<Option<_>>()?;
    let shares = if game.players.is_empty() { Vec::new() } else { shapley_shares(&above)? };
    Some(Split { difference: above[combinations - 1], shares })
}
