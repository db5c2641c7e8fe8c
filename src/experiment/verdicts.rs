//! Every pair of structures judged by the rules of decision.

use super::decision_rules::{Criterion, DecisionRules};
use super::figures::Figure;
use super::findings::Findings;
use crate::random::{Luck, Purpose};
use crate::stats::{
    Bca, DOMINANCE_RESAMPLES, PairComparison, Panel, RESAMPLES, Verdict, bca_mean, compare_pairs, second_order_shares,
    worth_in_words,
};

/// A trial number that no study has: its luck draws trials anew for bootstrap intervals.
const RESAMPLING_TRIAL: u32 = u32::MAX;

/// One figure that counts, judged for all pairs of structures at once.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdicts {
    /// The figure.
    pub figure: Figure,
    /// Its practical difference in its unit; `None` if there is none, then there are no verdicts.
    pub practical: Option<f64>,
    /// Probability that any of the intervals is wrong.
    pub alpha: f64,
    /// Trials in which the figure is defined under all structures that ran.
    pub trials: usize,
    /// Trials left out because it is not defined under one that ran.
    pub left_out: usize,
    /// Whether less is better.
    pub smaller_is_better: bool,
    /// The pairs: first each structure against the baseline, then the others, later structures against earlier ones.
    pub pairs: Vec<JudgedPair>,
}

/// A pair of structures and what may be concluded. Differences are first minus second as they are; verdict and share
/// better know whether less is better.
#[derive(Clone, Debug, PartialEq)]
pub struct JudgedPair {
    /// The comparison.
    pub comparison: PairComparison,
    /// The BCa interval of the mean difference, where differences are so skewed that the t interval needs a second one.
    pub bca: Option<Bca>,
    /// Share of times that the first dominates the second in second order, with trials drawn anew; `None` without trials.
    pub second_order_ahead: Option<f64>,
    /// Share of times that the second dominates the first.
    pub second_order_behind: Option<f64>,
}

impl JudgedPair {
    /// How many trials with independent luck would have told as much; `None` where the difference does not vary.
    #[must_use]
    pub fn independent_trials(&self) -> Option<f64> {
        Some(self.comparison.variance_reduction? * self.comparison.trials as f64)
    }

    /// What sharing the luck of a trial was worth, in words.
    #[must_use]
    pub fn worth_of_shared_luck(&self) -> String {
        worth_in_words(self.comparison.variance_reduction)
    }

    /// The verdict in words: "better", "not decided: about 400 more trials".
    #[must_use]
    pub fn words(&self) -> String {
        let more = self.comparison.more_trials;
        match (self.comparison.verdict, more) {
            (None, _) => "nothing can be said: too few trials".to_owned(),
            (Some(verdict), Some(more)) if !verdict.is_settled() => {
                format!("{}: about {} more trials", verdict.words(), round_up(more))
            }
            (Some(verdict), _) => verdict.words().to_owned(),
        }
    }
}

/// To two leading digits, upwards: the number is a rough one.
fn round_up(number: u64) -> u64 {
    let mut step = 1;
    while number / step >= 100 {
        step *= 10;
    }
    number.div_ceil(step) * step
}

impl Findings {
    /// All pairs judged, one entry per criterion in its order. A criterion with an unknown figure has none.
    #[must_use]
    pub fn verdicts(&self, rules: &DecisionRules) -> Vec<Verdicts> {
        let judge = |(index, criterion)| self.verdicts_of(criterion, rules.alpha_of(index));
        rules.criteria.iter().enumerate().filter_map(judge).collect()
    }

    fn verdicts_of(&self, criterion: &Criterion, alpha: f64) -> Option<Verdicts> {
        let (index, figure) = criterion.figure()?;
        let panel = self.panel(index)?;
        let practical = criterion.practical_in(self);
        let compared = compare_pairs(&panel, &self.all_pairs(), practical.unwrap_or(0.0), alpha);
        let judging = Judging::new(self.seed(), &panel, criterion.smaller_is_better, alpha);
        let judge = |mut comparison: PairComparison| {
            comparison.more_trials =
                comparison.more_trials.map(|more| more.saturating_mul(u64::from(self.trials_per_evidence())));
            judging.pair(comparison)
        };
        Some(Verdicts {
            figure,
            practical,
            alpha,
            trials: panel.trials(),
            left_out: panel.left_out(),
            smaller_is_better: criterion.smaller_is_better,
            pairs: compared.into_iter().map(judge).collect(),
        })
    }

    /// The evidence on a figure (index) under all structures.
    pub(super) fn panel(&self, figure: usize) -> Option<Panel> {
        let columns: Vec<Vec<Option<f64>>> =
            (0..self.structures().len()).map(|structure| self.evidence(structure, figure)).collect();
        Panel::new(&columns)
    }

    /// Each structure against the baseline, then every other pair.
    fn all_pairs(&self) -> Vec<(usize, usize)> {
        let baseline = self.baseline();
        let others = || (0..self.structures().len()).filter(move |&structure| structure != baseline);
        let rest =
            others().flat_map(|later| others().take_while(move |&earlier| earlier < later).map(move |e| (later, e)));
        others().map(|structure| (structure, baseline)).chain(rest).collect()
    }
}

/// Pieces of evidence that are drawn anew for dominance, at most: the first ones. Their number times that of resamples is
/// the work.
const RESAMPLED_MOST: usize = 20_000;

/// How pairs are judged beyond their comparison, by trials drawn anew.
pub(crate) struct Judging<'a> {
    seed: u64,
    panel: &'a Panel,
    smaller_is_better: bool,
    alpha: f64,
    second_order: Option<Vec<Vec<f64>>>,
}

impl<'a> Judging<'a> {
    /// Draws trials anew by this seed, of a panel as it is, whether or not less is better.
    pub(crate) fn new(seed: u64, panel: &'a Panel, smaller_is_better: bool, alpha: f64) -> Judging<'a> {
        let first = panel.first(RESAMPLED_MOST);
        let ahead = if smaller_is_better { first.negated() } else { first };
        let second_order = second_order_shares(&ahead, DOMINANCE_RESAMPLES, |resample| words(seed, resample));
        Judging { seed, panel, smaller_is_better, alpha, second_order }
    }

    /// Judges a pair that was compared as if more were better.
    pub(crate) fn pair(&self, mut comparison: PairComparison) -> JudgedPair {
        if self.smaller_is_better {
            turn(&mut comparison);
        }
        let (first, second) = (comparison.first, comparison.second);
        let share = |own: usize, other: usize| self.second_order.as_ref().map(|shares| shares[own][other]);
        JudgedPair {
            bca: self.second_opinion(&comparison),
            second_order_ahead: share(first, second),
            second_order_behind: share(second, first),
            comparison,
        }
    }

    /// The BCa interval of the mean difference, if it is so skewed that it needs one.
    fn second_opinion(&self, pair: &PairComparison) -> Option<Bca> {
        let differences = || self.panel.differences(pair.first, pair.second);
        let words = |resample| words(self.seed, resample);
        pair.is_skewed().then(|| bca_mean(&differences(), RESAMPLES, 1.0 - self.alpha, words))?
    }
}

/// The random words of a resample.
fn words(seed: u64, resample: u32) -> impl FnMut() -> u32 {
    let mut draws = Luck::new(seed, RESAMPLING_TRIAL).draws(Purpose::Resampling, resample, 0);
    move || draws.word()
}

/// Where less is better, the verdict on the same difference is the other one.
fn turn(comparison: &mut PairComparison) {
    comparison.verdict = comparison.verdict.map(Verdict::reversed);
    let worse = comparison.share_better.zip(comparison.share_tied).map(|(better, tied)| 1.0 - better - tied);
    comparison.share_better = worse.map(|share| share.max(0.0));
}
