//! Claims held against the trials of a run.

use super::{Claim, Expectation};
use crate::stats::{Interval, IntervalMethod, Moments, Support, bounded_mean_interval, trials_for};
use crate::study::{Findings, figures, presentation, world_means};

/// What the trials say of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimAnswer {
    /// All of the interval agrees with it.
    Holds,
    /// All of the interval contradicts it.
    Fails,
    /// Neither.
    NotDecided,
}

impl ClaimAnswer {
    /// Its name.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            ClaimAnswer::Holds => "holds",
            ClaimAnswer::Fails => "fails",
            ClaimAnswer::NotDecided => "not decided",
        }
    }
}

/// A claim with what the trials say of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Tested {
    /// What they say.
    pub answer: ClaimAnswer,
    /// Mean of structure, or of structure minus other; `None` if it is defined in no trial.
    pub mean: Option<f64>,
    /// Its interval; `None` below two trials.
    pub interval: Option<Interval>,
    /// How it was made.
    pub method: Option<IntervalMethod>,
    /// Trials in which it is defined.
    pub trials: u64,
    /// The structure that it was held against: of a claim to be the best, the one that comes nearest to disproving it.
    pub other: Option<String>,
    /// How far the mean is on the claimed side of the limit; below 0: on the other side.
    pub margin: Option<f64>,
    /// About how many more trials would decide it; `None` if it is decided or nothing can be told.
    pub more_trials: Option<u64>,
}

impl Tested {
    /// Of several tests all of which must hold, the one that decides: one that fails goes before one that is not decided, and that before one that
    /// holds; of equal ones that with the least margin.
    #[must_use]
    pub fn deciding<'t>(several: impl IntoIterator<Item = &'t Tested>) -> Option<(usize, &'t Tested)> {
        let rank = |tested: &Tested| match tested.answer {
            ClaimAnswer::Fails => 0,
            ClaimAnswer::NotDecided => 1,
            ClaimAnswer::Holds => 2,
        };
        let margin = |tested: &Tested| tested.margin.unwrap_or(f64::NEG_INFINITY);
        let order = |a: &Tested, b: &Tested| rank(a).cmp(&rank(b)).then(margin(a).total_cmp(&margin(b)));
        several.into_iter().enumerate().min_by(|a, b| order(a.1, b.1))
    }
}

/// Tests a claim on a run of its scenario by an interval of the given confidence, inside (0, 1). For several claims to
/// be answered rightly all at once each takes 1 − (1 − confidence) / number of claims, a claim over a range as many as it has points. A
/// claim to be the best shares its own out among the other structures.
///
/// Trials that share a parameter draw are no independent evidence on the assumptions: each world then counts as one number,
/// the mean of its trials.
///
/// # Errors
/// The name of a structure that did not run.
pub fn test(claim: &Claim, findings: &Findings, confidence: f64) -> Result<Tested, String> {
    let Expectation::BestWithin(within) = claim.expectation else { return test_one(claim, findings, confidence) };
    let less_is_better = presentation(&claim.metric).is_some_and(|shown| shown.smaller_is_better);
    let expectation = if less_is_better { Expectation::AtMost(within) } else { Expectation::AtLeast(-within) };
    let others: Vec<&String> = findings.structures().iter().filter(|other| **other != claim.structure).collect();
    let each = 1.0 - (1.0 - confidence) / others.len().max(1) as f64;
    let against = |other: &&String| {
        let claim = Claim { other: Some((*other).clone()), expectation, ..claim.clone() };
        test_one(&claim, findings, each)
    };
    let tested: Vec<Tested> = others.iter().map(against).collect::<Result<_, _>>()?;
    match Tested::deciding(&tested) {
        Some((_, deciding)) => Ok(deciding.clone()),
        // Alone it is the best, if it ran.
        None => test_one(
            &Claim { expectation: Expectation::AtLeast(f64::NEG_INFINITY), ..claim.clone() },
            findings,
            confidence,
        ),
    }
}

fn test_one(claim: &Claim, findings: &Findings, confidence: f64) -> Result<Tested, String> {
    let trials = numbers(claim, findings)?;
    let per_world = findings.trials_per_evidence();
    let evidence: Vec<f64> = world_means(&trials, per_world).into_iter().flatten().collect();
    let numbers: Moments = evidence.iter().copied().collect();
    let same = same_by_construction(claim, findings) && numbers.mean() == Some(0.0);
    let (interval, method) =
        if same { (None, Some(IntervalMethod::ByConstruction)) } else { bounded(claim, &evidence, confidence) };
    let known = if same { Some(Interval { low: 0.0, high: 0.0 }) } else { interval };
    let answer = known.map_or(ClaimAnswer::NotDecided, |interval| answer(claim.expectation, &interval));
    Ok(Tested {
        answer,
        mean: numbers.mean(),
        interval,
        method,
        trials: trials.iter().flatten().count() as u64,
        other: claim.other.clone(),
        margin: numbers.mean().map(|mean| margin(claim.expectation, mean)),
        more_trials: more(claim.expectation, &numbers, confidence)
            .map(|worlds| worlds.saturating_mul(u64::from(per_world)))
            .filter(|_| answer == ClaimAnswer::NotDecided),
    })
}

/// An interval for the mean within what is possible, and how it was made; where no variance was seen, the bound that the
/// number of trials allows.
fn bounded(claim: &Claim, evidence: &[f64], confidence: f64) -> (Option<Interval>, Option<IntervalMethod>) {
    let support = figures().find(|figure| figure.name == claim.metric).and_then(|figure| figure.support());
    let support = if claim.other.is_some() { support.map(Support::of_differences) } else { support };
    let size = evidence.iter().fold(0.0, |most: f64, number| most.max(number.abs()));
    bounded_mean_interval(evidence, confidence, support, size)
}

/// Whether the claim is about two structures that cannot differ.
fn same_by_construction(claim: &Claim, findings: &Findings) -> bool {
    let place = |name: &String| findings.structures().iter().position(|each| each == name);
    let places = place(&claim.structure).zip(claim.other.as_ref().and_then(place));
    places.is_some_and(|(own, other)| findings.are_alike(own, other))
}

/// The numbers that the claim is about, trial by trial.
fn numbers(claim: &Claim, findings: &Findings) -> Result<Vec<Option<f64>>, String> {
    let place = |name: &String| findings.structures().iter().position(|each| each == name).ok_or_else(|| name.clone());
    let figure = figures().position(|figure| figure.name == claim.metric).unwrap_or(usize::MAX);
    let own = findings.column(place(&claim.structure)?, figure);
    let Some(other) = &claim.other else { return Ok(own.collect()) };
    let others = findings.column(place(other)?, figure);
    Ok(own.zip(others).map(|(own, other)| Some(own? - other?)).collect())
}

fn answer(expectation: Expectation, interval: &Interval) -> ClaimAnswer {
    let Interval { low, high } = *interval;
    let (holds, fails) = match expectation {
        Expectation::AtLeast(size) => (low >= size, high < size),
        Expectation::AtMost(size) => (high <= size, low > size),
        Expectation::EquivalentWithin(size) => (low >= -size && high <= size, low > size || high < -size),
        // Told apart by then.
        Expectation::BestWithin(_) => (false, false),
    };
    match (holds, fails) {
        (true, _) => ClaimAnswer::Holds,
        (_, true) => ClaimAnswer::Fails,
        _ => ClaimAnswer::NotDecided,
    }
}

/// How far a mean is on the claimed side of the limit.
fn margin(expectation: Expectation, mean: f64) -> f64 {
    match expectation {
        Expectation::AtLeast(size) => mean - size,
        Expectation::AtMost(size) => size - mean,
        Expectation::EquivalentWithin(size) | Expectation::BestWithin(size) => size - mean.abs(),
    }
}

/// Trials beyond the present ones until the interval reaches no further than to the limit.
fn more(expectation: Expectation, numbers: &Moments, confidence: f64) -> Option<u64> {
    let room = margin(expectation, numbers.mean()?).abs();
    let all = trials_for(numbers.standard_deviation()?, room, confidence)?;
    Some(all.saturating_sub(numbers.count()).max(1))
}
