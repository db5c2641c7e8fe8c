//! Everything about a pair of structures, and all pairs with one family's error rate.

use std::borrow::Cow;

use super::{
    Interval, IntervalMethod, Moments, Paired, Panel, StudentTable, Support, Verdict, hodges_lehmann, holm,
    is_too_skewed, shape::skewness_about, sound_interval, student_two_sided, support::bounded_interval_of,
    trials_to_settle, varies,
};

/// What the trials say about one structure against another, when more is better.
#[derive(Clone, Debug, PartialEq)]
pub struct PairComparison {
    /// Index of the structure.
    pub first: usize,
    /// Index of the structure that it is compared with.
    pub second: usize,
    /// Trials that both have.
    pub trials: u64,
    /// Mean of first minus second; `None` without trials.
    pub mean: Option<f64>,
    /// Its standard deviation between trials; `None` below two.
    pub sd: Option<f64>,
    /// Interval of the mean by Student's t, which holds for this pair taken by itself; where no variance was seen, the
    /// [bound](super::unvaried_interval) that the number of trials allows.
    pub individual: Option<Interval>,
    /// Interval of the mean; those of all pairs of the family hold at once (Bonferroni). Widened where differences are
    /// skewed; `None` also where no variance was seen in a metric that may have any value.
    pub simultaneous: Option<Interval>,
    /// How that interval was made, or why there is none.
    pub method: Option<IntervalMethod>,
    /// Two-sided p-value of the paired t test, taken by itself; `None` where no variance was seen.
    pub p: Option<f64>,
    /// The same adjusted for all pairs of the family (Holm).
    pub p_holm: Option<f64>,
    /// The Hodges–Lehmann estimate of the difference; `None` without trials, or if it was not asked for.
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
    /// What may be concluded; `None` below two trials. Without an interval nothing is decided, but for two structures that
    /// are [the same by construction](PairComparison::same_by_construction).
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

    /// Whether all trials had the same difference.
    #[must_use]
    pub fn is_unvaried(&self) -> bool {
        self.method == Some(IntervalMethod::Unvaried)
    }

    /// Turns it into the comparison of two structures that cannot differ, whatever happens: equivalent, without a doubt.
    pub fn same_by_construction(&mut self) {
        (self.individual, self.simultaneous, self.p, self.p_holm) = (None, None, None, None);
        (self.method, self.more_trials) = (Some(IntervalMethod::ByConstruction), Some(0));
        self.verdict = Some(Verdict::Equivalent);
    }
}

/// Compares pairs of structures as one family: with probability 1 − α all simultaneous intervals are right at once.
///
/// `practical` is the difference that matters, above 0; `alpha` is inside (0, 1). Otherwise there are no verdicts or no
/// intervals. `support` is what the metric can be, if that is known. For a metric of which less is better pass
/// [`Panel::negated`].
///
/// ```
/// use dottedline_core::stats::{Panel, Verdict, compare_pairs};
/// let column = |numbers: [f64; 4]| numbers.map(Some).to_vec();
/// let panel = Panel::new(&[column([5.1, 6.0, 4.2, 5.5]), column([1.0, 2.1, 0.0, 1.6])]).unwrap();
/// let pair = &compare_pairs(&panel, &panel.pairs(), 1.0, 0.05, None)[0];
/// assert_eq!((pair.verdict, pair.share_better), (Some(Verdict::Better), Some(1.0)));
/// ```
#[must_use]
pub fn compare_pairs(
    panel: &Panel,
    pairs: &[(usize, usize)],
    practical: f64,
    alpha: f64,
    support: Option<Support>,
) -> Vec<PairComparison> {
    compared(panel, pairs, (practical, alpha), support, hodges_lehmann)
}

/// The same without [medians](PairComparison::median), which take longer than all else: for whoever does not show them.
#[must_use]
pub fn compare_pairs_without_medians(
    panel: &Panel,
    pairs: &[(usize, usize)],
    practical: f64,
    alpha: f64,
    support: Option<Support>,
) -> Vec<PairComparison> {
    compared(panel, pairs, (practical, alpha), support, |_| None)
}

fn compared(
    panel: &Panel,
    pairs: &[(usize, usize)],
    (practical, alpha): (f64, f64),
    support: Option<Support>,
    median: impl Fn(&[f64]) -> Option<f64>,
) -> Vec<PairComparison> {
    let support = support.map(Support::of_differences);
    let read = |&(first, second): &(usize, usize)| Pair::of(panel, first, second, support, &median);
    let read: Vec<Pair> = pairs.iter().map(read).collect();
    let most = read.iter().map(Pair::trials).max().unwrap_or(0);
    let is_judged = |pair: &&Pair| !is_too_few(pair.trials(), most);
    let individual = StudentTable::new(1.0 - alpha);
    let simultaneous = StudentTable::new(1.0 - alpha / read.iter().filter(is_judged).count().max(1) as f64);
    let compare = |pair: &Pair| match is_judged(&pair) {
        true => pair.judged(pair.described(&individual), practical, &simultaneous),
        false => {
            let described = pair.described(&individual);
            PairComparison { method: Some(IntervalMethod::TooFew), individual: None, p: None, ..described }
        }
    };
    let mut compared: Vec<PairComparison> = read.iter().map(compare).collect();
    adjust(&mut compared);
    compared
}

/// Below so many trials a pair is not judged beside pairs that have more than twice as many: few trials of one structure
/// must not cost the other statements their certainty.
pub const FEW_TRIALS: u64 = 10;

fn is_too_few(trials: u64, most: u64) -> bool {
    trials < FEW_TRIALS && 2 * trials < most
}

/// What is known of the numbers of a pair; the numbers themselves are not kept, as there are many pairs.
struct Pair {
    places: (usize, usize),
    numbers: Paired,
    median: Option<f64>,
    share_tied: Option<f64>,
    /// Of differences.
    support: Option<Support>,
    /// The size of the numbers that the differences were made from.
    size: f64,
    skewness: Option<f64>,
}

impl Pair {
    fn of(
        panel: &Panel,
        first: usize,
        second: usize,
        support: Option<Support>,
        median: impl Fn(&[f64]) -> Option<f64>,
    ) -> Pair {
        let (mut a, mut b) = panel.borrowed(first, second);
        let paired = |a: &[f64], b: &[f64]| Paired::of(a.iter().copied().map(Some), b.iter().copied().map(Some));
        let mut numbers = paired(&a, &b);
        // Numbers so great that their sums overflow tell nothing.
        if !numbers.difference.variance().is_none_or(f64::is_finite) {
            (a, b) = (Cow::default(), Cow::default());
            numbers = paired(&a, &b);
        }
        let differences: Vec<f64> = a.iter().zip(b.iter()).map(|(a, b)| a - b).collect();
        Pair {
            places: (first, second),
            skewness: numbers.difference.mean().and_then(|mean| skewness_about(mean, &differences)),
            numbers,
            median: median(&differences),
            share_tied: share_of(&differences, |difference| difference == 0.0),
            support,
            size: a.iter().chain(b.iter()).fold(0.0, |most: f64, number| most.max(number.abs())),
        }
    }

    fn trials(&self) -> u64 {
        self.numbers.difference.count()
    }

    fn varies(&self) -> bool {
        varies(&self.numbers.difference, self.size)
    }

    /// Everything that does not depend on the other pairs.
    fn described(&self, confidence: &StudentTable) -> PairComparison {
        let difference = &self.numbers.difference;
        let varied = |number: Option<f64>| number.filter(|_| self.varies());
        PairComparison {
            first: self.places.0,
            second: self.places.1,
            trials: difference.count(),
            mean: difference.mean(),
            sd: difference.standard_deviation(),
            individual: sound_interval(difference, confidence, self.support, self.size),
            simultaneous: None,
            method: None,
            p: varied(paired_t(difference)),
            p_holm: None,
            median: self.median,
            share_better: self.numbers.share_greater(),
            share_tied: self.share_tied,
            skewness: varied(self.skewness),
            correlation: self.numbers.correlation(),
            variance_reduction: varied(self.numbers.variance_reduction()),
            verdict: None,
            more_trials: None,
        }
    }

    fn judged(&self, mut pair: PairComparison, practical: f64, confidence: &StudentTable) -> PairComparison {
        (pair.simultaneous, pair.method) =
            bounded_interval_of(&self.numbers.difference, self.skewness, confidence, self.support, self.size);
        pair.verdict = pair.simultaneous.and_then(|interval| Verdict::of(&interval, practical));
        if pair.is_unvaried() {
            // Without a bound nothing is decided, and a variance that was not seen tells no number of trials.
            let open = (practical > 0.0 && pair.simultaneous.is_none()).then_some(Verdict::Unresolved);
            pair.verdict = pair.verdict.or(open);
            return pair;
        }
        pair.more_trials =
            pair.verdict.and_then(|verdict| more(verdict, &self.numbers.difference, practical, confidence));
        pair
    }
}

/// Trials beyond the present ones until the next verdict; at least 1 if this one is not settled.
fn more(verdict: Verdict, difference: &Moments, practical: f64, confidence: &StudentTable) -> Option<u64> {
    let (n, mean, sd) = (difference.count(), difference.mean()?, difference.standard_deviation()?);
    let all = trials_to_settle(verdict, mean, sd, practical, confidence, n)?;
    Some((all - n).max(u64::from(!verdict.is_settled())))
}

/// Holm's adjustment in the family of pairs that are judged; one without a p-value counts as one that shows nothing.
fn adjust(compared: &mut [PairComparison]) {
    let mut judged: Vec<&mut PairComparison> =
        compared.iter_mut().filter(|pair| pair.method != Some(IntervalMethod::TooFew)).collect();
    let p: Vec<f64> = judged.iter().map(|pair| pair.p.unwrap_or(1.0)).collect();
    for (pair, adjusted) in judged.iter_mut().zip(holm(&p)) {
        pair.p_holm = pair.p.map(|_| adjusted);
    }
}

/// The two-sided p-value of a mean of zero.
fn paired_t(difference: &Moments) -> Option<f64> {
    let (mean, error) = (difference.mean()?, difference.standard_error()?);
    (error > 0.0).then(|| student_two_sided(mean / error, difference.count() - 1))?
}

fn share_of(numbers: &[f64], counts: impl Fn(f64) -> bool) -> Option<f64> {
    let count = numbers.iter().filter(|&&number| counts(number)).count();
    (!numbers.is_empty()).then(|| count as f64 / numbers.len() as f64)
}
