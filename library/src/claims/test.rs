//! Claims held against the trials of a run.

use super::{Claim, Expectation};
use crate::stats::{Interval, IntervalMethod, Moments, Support, bounded_mean_interval, trials_for};
use crate::study::{Findings, figures, world_means};

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
    /// About how many more trials would decide it; `None` if it is decided or nothing can be told.
    pub more_trials: Option<u64>,
}

/// Tests a claim on a run of its scenario by an interval of the given confidence, inside (0, 1). For several claims to
/// be answered rightly all at once each takes 1 − (1 − confidence) / number of claims.
///
/// Trials that share a parameter draw are no independent evidence on the assumptions: each world then counts as one number,
/// the mean of its trials.
///
/// # Errors
/// The name of a structure that did not run.
pub fn test(claim: &Claim, findings: &Findings, confidence: f64) -> Result<Tested, String> {
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
    };
    match (holds, fails) {
        (true, _) => ClaimAnswer::Holds,
        (_, true) => ClaimAnswer::Fails,
        _ => ClaimAnswer::NotDecided,
    }
}

/// Trials beyond the present ones until the interval reaches no further than to the limit.
fn more(expectation: Expectation, numbers: &Moments, confidence: f64) -> Option<u64> {
    let mean = numbers.mean()?;
    let room = match expectation {
        Expectation::AtLeast(size) | Expectation::AtMost(size) => (mean - size).abs(),
        Expectation::EquivalentWithin(size) => (mean.abs() - size).abs(),
    };
    let all = trials_for(numbers.standard_deviation()?, room, confidence)?;
    Some(all.saturating_sub(numbers.count()).max(1))
}
