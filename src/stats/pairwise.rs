//! Everything about a pair of structures, and all pairs with one family's error rate.

use super::{
    Interval, IntervalMethod, Moments, Panel, Verdict, hodges_lehmann, holm, is_too_skewed, mean_interval, skewness,
    student_two_sided, t_interval, trials_to_settle,
};

/// What the trials say about one structure against another, when more is better.
#[derive(Clone, Debug, PartialEq)]
pub struct PairComparison {
    /// Index of the structure.
    pub first: usize,
    /// Index of the structure that it is compared with.
    pub second: usize,
    /// Trials that count.
    pub trials: u64,
    /// Mean of first minus second; `None` without trials.
    pub mean: Option<f64>,
    /// Its standard deviation between trials; `None` below two.
    pub sd: Option<f64>,
    /// Student's t interval of the mean, which holds for this pair taken by itself.
    pub individual: Option<Interval>,
    /// Interval of the mean; those of all pairs of the family hold at once (Bonferroni). Widened where differences are
    /// skewed.
    pub simultaneous: Option<Interval>,
    /// How that interval was made.
    pub method: Option<IntervalMethod>,
    /// Two-sided p-value of the paired t test, taken by itself.
    pub p: Option<f64>,
    /// The same adjusted for all pairs of the family (Holm).
    pub p_holm: Option<f64>,
    /// The Hodges–Lehmann estimate of the difference.
    pub median: Option<f64>,
    /// Share of trials in which the first has the greater number.
    pub share_better: Option<f64>,
    /// Share of trials in which both have the same number.
    pub share_tied: Option<f64>,
    /// Skewness of the difference; `None` where it does not vary.
    pub skewness: Option<f64>,
    /// Correlation of the two over trials; `None` where one does not vary.
    pub correlation: Option<f64>,
    /// How many times as many independent trials would be needed; `None` where the difference does not vary.
    pub variance_reduction: Option<f64>,
    /// What may be concluded; `None` below two trials.
    pub verdict: Option<Verdict>,
    /// About how many more trials the next verdict takes, see [`trials_to_settle`]: 0 if it is settled; `None` also where
    /// it would be more than 10¹⁵.
    pub more_trials: Option<u64>,
}

impl PairComparison {
    /// Whether the difference is [so skewed](is_too_skewed) for its number of trials that Student's t does not do.
    #[must_use]
    pub fn is_skewed(&self) -> bool {
        self.skewness.is_some_and(|skewness| is_too_skewed(skewness, self.trials))
    }
}

/// Compares pairs of structures as one family: with probability 1 − α all simultaneous intervals are right at once.
///
/// `practical` is the difference that matters, above 0; `alpha` is inside (0, 1). Otherwise there are no verdicts or no
/// intervals. For a metric of which less is better pass [`Panel::negated`].
///
/// ```
/// use dottedline::stats::{Panel, Verdict, compare_pairs};
/// let column = |numbers: [f64; 4]| numbers.map(Some).to_vec();
/// let panel = Panel::new(&[column([5.1, 6.0, 4.2, 5.5]), column([1.0, 2.1, 0.0, 1.6])]).unwrap();
/// let pair = &compare_pairs(&panel, &panel.pairs(), 1.0, 0.05)[0];
/// assert_eq!((pair.verdict, pair.share_better), (Some(Verdict::Better), Some(1.0)));
/// ```
#[must_use]
pub fn compare_pairs(panel: &Panel, pairs: &[(usize, usize)], practical: f64, alpha: f64) -> Vec<PairComparison> {
    let confidence = 1.0 - alpha / pairs.len().max(1) as f64;
    let compare = |&(first, second): &(usize, usize)| {
        let mut pair = describe(panel, first, second, 1.0 - alpha);
        judge(&mut pair, &panel.differences(first, second), practical, confidence);
        pair
    };
    let mut compared: Vec<PairComparison> = pairs.iter().map(compare).collect();
    adjust(&mut compared);
    compared
}

/// Everything that does not depend on the other pairs.
fn describe(panel: &Panel, first: usize, second: usize, confidence: f64) -> PairComparison {
    let differences = panel.differences(first, second);
    let pairs = panel.paired(first, second);
    PairComparison {
        first,
        second,
        trials: pairs.difference.count(),
        mean: pairs.difference.mean(),
        sd: pairs.difference.standard_deviation(),
        individual: t_interval(&pairs.difference, confidence),
        simultaneous: None,
        method: None,
        p: paired_t(&pairs.difference),
        p_holm: None,
        median: hodges_lehmann(&differences),
        share_better: pairs.share_greater(),
        share_tied: share_of(&differences, |difference| difference == 0.0),
        skewness: skewness(&differences),
        correlation: pairs.correlation(),
        variance_reduction: pairs.variance_reduction(),
        verdict: None,
        more_trials: None,
    }
}

fn judge(pair: &mut PairComparison, differences: &[f64], practical: f64, confidence: f64) {
    let interval = mean_interval(differences, confidence);
    (pair.simultaneous, pair.method) = (interval.map(|(ends, _)| ends), interval.map(|(_, method)| method));
    pair.verdict = pair.simultaneous.and_then(|interval| Verdict::of(&interval, practical));
    let moments: Moments = differences.iter().copied().collect();
    pair.more_trials = pair.verdict.and_then(|verdict| more(verdict, &moments, practical, confidence));
}

/// Trials beyond the present ones until the next verdict; at least 1 if this one is not settled.
fn more(verdict: Verdict, difference: &Moments, practical: f64, confidence: f64) -> Option<u64> {
    let (n, mean, sd) = (difference.count(), difference.mean()?, difference.standard_deviation()?);
    let all = trials_to_settle(verdict, mean, sd, practical, confidence, n)?;
    Some((all - n).max(u64::from(!verdict.is_settled())))
}

fn adjust(compared: &mut [PairComparison]) {
    let p: Option<Vec<f64>> = compared.iter().map(|pair| pair.p).collect();
    for (pair, adjusted) in compared.iter_mut().zip(p.map(|p| holm(&p)).unwrap_or_default()) {
        pair.p_holm = Some(adjusted);
    }
}

/// The two-sided p-value of a mean of zero; differences that are all the same are certain.
fn paired_t(difference: &Moments) -> Option<f64> {
    let (mean, error) = (difference.mean()?, difference.standard_error()?);
    if error > 0.0 {
        student_two_sided(mean / error, difference.count() - 1)
    } else {
        Some(if mean == 0.0 { 1.0 } else { 0.0 })
    }
}

fn share_of(numbers: &[f64], counts: impl Fn(f64) -> bool) -> Option<f64> {
    let count = numbers.iter().filter(|&&number| counts(number)).count();
    (!numbers.is_empty()).then(|| count as f64 / numbers.len() as f64)
}
