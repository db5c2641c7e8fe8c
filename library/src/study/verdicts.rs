//! All that evidence says about structures in one metric, of a run or of any table: one judging for both.

use super::decision_rules::{Criterion, practical_of};
use super::options::{CHOICE_MOST, StructureOption, options};
use super::sharing::each;
use crate::random::{Purpose, RandomInputs};
use crate::stats::{
    Bca, DOMINANCE_RESAMPLES, PairComparison, Panel, RESAMPLES, Redraws, Support, Verdict, bca_mean, compare_pairs,
    compare_pairs_without_medians, compare_with_best, leader, minimax_regret, perfect_information, regrets,
    second_order_shares, worth_in_words,
};

/// A trial number that no study has: its random inputs draw trials anew for bootstrap intervals.
const RESAMPLING_TRIAL: u32 = u32::MAX;

/// One metric that counts, judged for all pairs of structures at once, and each structure as a choice.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdicts {
    /// The metric's name in tables.
    pub metric: String,
    /// Its practical difference in its unit; `None` if there is none, then there are no verdicts.
    pub practical: Option<f64>,
    /// Probability that any of the intervals is wrong.
    pub alpha: f64,
    /// Index of the structure that the others are compared with.
    pub baseline: usize,
    /// Pieces of evidence of the structure that has most.
    pub trials: usize,
    /// By structure, the trials in which it has no number though another one has.
    pub missing: Vec<usize>,
    /// The structures (indices) that are set side by side for regrets, chances and dominance: all but those with too few
    /// trials.
    pub together: Vec<usize>,
    /// The replications that all of these have, `CHOICE_MOST` at most.
    pub trials_of_all: usize,
    /// Whether less is better.
    pub smaller_is_better: bool,
    /// Index of the structure with the best mean; `None` if none is judged.
    pub leader: Option<usize>,
    /// Index of the structure whose worst regret is least; `None` without trials.
    pub minimax_regret: Option<usize>,
    /// Mean gain of somebody who knew each trial before choosing, the same as the leader's mean regret.
    pub perfect_information: Option<f64>,
    /// Each structure as a choice, in order.
    pub options: Vec<StructureOption>,
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
    /// Share of times that the first dominates the second in second order, with trials drawn anew; `None` without trials, or
    /// if it was not asked for.
    pub second_order_ahead: Option<f64>,
    /// Share of times that the second dominates the first.
    pub second_order_behind: Option<f64>,
}

impl JudgedPair {
    /// How many trials with independent random numbers would have told as much; `None` where the difference does not vary.
    #[must_use]
    pub fn independent_trials(&self) -> Option<f64> {
        Some(self.comparison.variance_reduction? * self.comparison.trials as f64)
    }

    /// What sharing the random numbers of a trial was worth, in words.
    #[must_use]
    pub fn worth_of_common_random_numbers(&self) -> String {
        worth_in_words(self.comparison.variance_reduction)
    }
}

impl Verdicts {
    /// Takes up how often dominance survives drawing the trials anew, by place among those that are set side by side.
    pub(crate) fn take_shares(&mut self, shares: Option<&[Vec<f64>]>) {
        let Verdicts { together, pairs, .. } = self;
        let place = |structure: usize| together.binary_search(&structure).ok();
        for pair in pairs {
            let places = place(pair.comparison.first).zip(place(pair.comparison.second));
            let share = |(own, other): (usize, usize)| shares.map(|shares| shares[own][other]);
            pair.second_order_ahead = places.and_then(share);
            pair.second_order_behind = places.and_then(|(own, other)| share((other, own)));
        }
    }

    /// Leaves the numbers and takes all that says how sure they are: the trials are no evidence.
    pub(crate) fn forget_certainty(&mut self) {
        (self.leader, self.minimax_regret, self.perfect_information) = (None, None, None);
        for pair in &mut self.pairs {
            let each = &mut pair.comparison;
            (each.individual, each.simultaneous, each.method) = (None, None, None);
            (each.p, each.p_holm, each.verdict, each.more_trials) = (None, None, None, None);
            (pair.bca, pair.second_order_ahead, pair.second_order_behind) = (None, None, None);
        }
        for option in &mut self.options {
            (option.standing, option.regret, option.tail) = (None, None, None);
            option.dominates_first_order.clear();
            option.dominates_second_order.clear();
        }
    }
}

/// Pieces of evidence that are drawn anew for dominance, at most: the first ones. Their number times that of resamples is
/// the work.
const RESAMPLED_MOST: usize = 20_000;

/// Numbers of trials drawn anew that are kept for other pairs, at most: 16 MiB.
const KEPT_MOST: usize = 4 << 20;

/// Pairs whose differences are drawn anew at once.
const SKEWED_AT_ONCE: usize = 64;

/// Judges metrics on so many threads: what takes longest first, and apart from it how often dominance survives.
pub(crate) fn judge_all(threads: usize, cases: &[MetricCase<'_>]) -> Vec<Verdicts> {
    let drawn = (0..cases.len()).map(|place| (place, false));
    let anew = (0..cases.len()).map(|place| (place, true));
    let work = |(place, anew): (usize, bool)| match anew {
        false => (Some(cases[place].judge_as_drawn()), None),
        true => (None, cases[place].dominance_shares()),
    };
    let mut drawn = each(threads, drawn.chain(anew).collect(), work);
    let anew = drawn.split_off(cases.len());
    let judged = drawn.into_iter().zip(anew).map(|((verdicts, _), (_, shares))| {
        verdicts.map(|mut verdicts| {
            verdicts.take_shares(shares.as_deref());
            verdicts
        })
    });
    judged.flatten().collect()
}

/// A metric to be judged.
pub(crate) struct MetricCase<'a> {
    /// Its numbers as they are, whether or not less is better.
    pub(crate) panel: &'a Panel,
    /// Index of the structure that the others are compared with.
    pub(crate) baseline: usize,
    /// Which metric, and what matters.
    pub(crate) criterion: &'a Criterion,
    /// Probability that any statement is wrong.
    pub(crate) alpha: f64,
    /// What the metric can be, if that is known.
    pub(crate) support: Option<Support>,
    /// Draws trials anew.
    pub(crate) seed: u64,
    /// Trials that make a replication.
    pub(crate) trials_per_evidence: u32,
    /// Structures with the same number are the same by construction; empty: nothing is known of that.
    pub(crate) alike: &'a [usize],
    /// Whether pairs are judged with all that tables tell of them, or without what only tables tell and what takes longest:
    /// medians, and how often dominance survives drawing the trials anew.
    pub(crate) in_full: bool,
    /// Whether skewed differences get a second interval, by resampling.
    pub(crate) second_opinions: bool,
}

impl MetricCase<'_> {
    /// Judges it.
    pub(crate) fn judge(&self) -> Verdicts {
        let mut verdicts = self.judge_as_drawn();
        verdicts.take_shares(self.dominance_shares().as_deref());
        verdicts
    }

    /// Of this, more is better; what is shown is turned back.
    fn ahead(&self) -> Panel {
        if self.criterion.smaller_is_better { self.panel.negated() } else { self.panel.clone() }
    }

    /// For [`Verdicts::take_shares`]; `None` if it was not asked for.
    pub(crate) fn dominance_shares(&self) -> Option<Vec<Vec<f64>>> {
        let together = || self.ahead().side_by_side().first(RESAMPLED_MOST);
        let words = |resample| words(self.seed, resample);
        self.in_full.then(|| second_order_shares(&together(), DOMINANCE_RESAMPLES, words)).flatten()
    }

    /// All but for these shares.
    pub(crate) fn judge_as_drawn(&self) -> Verdicts {
        let smaller_is_better = self.criterion.smaller_is_better;
        let ahead = self.ahead();
        let together = ahead.side_by_side().first(CHOICE_MOST);
        let regrets = regrets(&together).unwrap_or_default();
        let practical = practical_of(self.criterion, &self.panel.numbers(self.baseline));
        let compared = self.compared(practical.unwrap_or(0.0));
        let structures = self.panel.structures();
        let standings = compare_with_best(structures, &compared, smaller_is_better);
        let leader = leader(structures, &compared, smaller_is_better);
        Verdicts {
            metric: self.criterion.metric.clone(),
            practical,
            alpha: self.alpha,
            baseline: self.baseline,
            trials: (0..structures).map(|each| ahead.numbers(each).len()).max().unwrap_or(0),
            missing: self.panel.missing(),
            together: together.structures().to_vec(),
            trials_of_all: together.len(),
            smaller_is_better,
            leader,
            minimax_regret: minimax_regret(&regrets).map(|place| together.structures()[place]),
            perfect_information: perfect_information(&together),
            options: options(&ahead, &together, &regrets, &standings, smaller_is_better),
            pairs: self.pairs(compared),
        }
    }

    fn compared(&self, practical: f64) -> Vec<PairComparison> {
        let pairs = pairs(self.panel.structures(), self.baseline);
        let compare = if self.in_full { compare_pairs } else { compare_pairs_without_medians };
        let mut compared = compare(self.panel, &pairs, practical, self.alpha, self.possible());
        for pair in &mut compared {
            pair.more_trials = pair.more_trials.map(|more| more.saturating_mul(u64::from(self.trials_per_evidence)));
            if practical > 0.0 && self.are_alike(pair) {
                pair.same_by_construction();
            }
        }
        compared
    }

    /// The support, unless there are numbers outside of it: then the metric is not what its name says.
    fn possible(&self) -> Option<Support> {
        let holds = |support: &Support| {
            let all = |structure| self.panel.numbers(structure).into_iter().all(|number| support.holds(number));
            (0..self.panel.structures()).all(all)
        };
        self.support.filter(holds)
    }

    fn are_alike(&self, pair: &PairComparison) -> bool {
        let alike = self.alike.get(pair.first).zip(self.alike.get(pair.second));
        alike.is_some_and(|(first, second)| first == second) && pair.mean == Some(0.0)
    }

    fn pairs(&self, compared: Vec<PairComparison>) -> Vec<JudgedPair> {
        let opinions = self.second_opinions(&compared);
        let judged = |(mut comparison, bca): (PairComparison, Option<Bca>)| {
            if self.criterion.smaller_is_better {
                turn(&mut comparison);
            }
            JudgedPair { comparison, bca, second_order_ahead: None, second_order_behind: None }
        };
        compared.into_iter().zip(opinions).map(judged).collect()
    }

    /// The BCa intervals of the mean differences of those pairs that are so skewed that they need one.
    fn second_opinions(&self, compared: &[PairComparison]) -> Vec<Option<Bca>> {
        let mut opinions = vec![None; compared.len()];
        let asked = |place: &usize| self.second_opinions && compared[*place].is_skewed();
        let skewed: Vec<usize> = (0..compared.len()).filter(asked).collect();
        let mut redraws = None;
        for few in skewed.chunks(SKEWED_AT_ONCE) {
            let differences = |&place: &usize| self.panel.differences(compared[place].first, compared[place].second);
            let differences: Vec<Vec<f64>> = few.iter().map(differences).collect();
            let mut places = few.iter();
            for alike in differences.chunk_by(|one, next| one.len() == next.len()) {
                let found = self.bca_means(alike, &mut redraws);
                found.into_iter().zip(&mut places).for_each(|(bca, &place)| opinions[place] = bca);
            }
        }
        opinions
    }

    /// The BCa intervals of means over equally many trials. What is drawn is kept for the next ones, as most have the same trials.
    fn bca_means(&self, several: &[Vec<f64>], redraws: &mut Option<Redraws>) -> Vec<Option<Bca>> {
        let (trials, confidence) = (several.first().map_or(0, Vec::len), 1.0 - self.alpha);
        let words = |resample| words(self.seed, resample);
        if redraws.as_ref().is_none_or(|kept| kept.trials() != trials) {
            *redraws = Redraws::new(trials, RESAMPLES, KEPT_MOST, words);
        }
        match redraws {
            Some(kept) => kept.bca_means(several, confidence),
            None => several.iter().map(|numbers| bca_mean(numbers, RESAMPLES, confidence, words)).collect(),
        }
    }
}

/// Each structure against the baseline, then every other pair.
fn pairs(structures: usize, baseline: usize) -> Vec<(usize, usize)> {
    let others = || (0..structures).filter(move |&structure| structure != baseline);
    let rest = others().flat_map(|later| others().take_while(move |&earlier| earlier < later).map(move |e| (later, e)));
    others().map(|structure| (structure, baseline)).chain(rest).collect()
}

/// The random words of a resample.
fn words(seed: u64, resample: u32) -> impl FnMut() -> u32 {
    let mut draws = RandomInputs::new(seed, RESAMPLING_TRIAL).draws(Purpose::Resampling, resample, 0);
    move || draws.word()
}

/// Where less is better, the verdict on the same difference is the other one.
fn turn(comparison: &mut PairComparison) {
    comparison.verdict = comparison.verdict.map(Verdict::reversed);
    let worse = comparison.share_better.zip(comparison.share_tied).map(|(better, tied)| 1.0 - better - tied);
    comparison.share_better = worse.map(|share| share.max(0.0));
}
