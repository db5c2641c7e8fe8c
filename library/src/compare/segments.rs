//! What the trials say segment by segment, and whether the best is the same for all customers.

use super::Judgement;
use super::words::{amount, either, listed, quoted};
use crate::numbers::first_upper;
use crate::stats::Verdict;
use crate::study::Findings;

/// A segment of customers, judged by the rules of the whole.
#[derive(Clone, Debug, PartialEq)]
pub struct SegmentJudgement {
    /// The segment's name.
    pub segment: String,
    /// One judgement per metric that counts and that segments have too, in the order of the rules.
    pub judged: Vec<Judgement>,
}

/// The segments of a run, judged; nothing with one segment or one structure, of which the whole says all.
#[must_use]
pub fn by_segment(findings: &Findings) -> Vec<SegmentJudgement> {
    if findings.segments().len() < 2 || findings.structures().len() < 2 {
        return Vec::new();
    }
    let names = findings.segments().iter().cloned().zip(findings.segment_verdicts());
    let judged = |verdicts| Judgement::in_a_run(findings, verdicts);
    names
        .map(|(segment, verdicts)| SegmentJudgement { segment, judged: verdicts.iter().map(judged).collect() })
        .collect()
}

/// Who is the best in which segment, by the first metric that is judged there, and who will do in all of them. It goes no further
/// than the intervals, which hold for all segments at once. Empty where nothing is judged.
#[must_use]
pub fn segment_finding(segments: &[SegmentJudgement]) -> String {
    let judged: Option<Vec<(&str, &Judgement)>> =
        segments.iter().map(|one| Some((one.segment.as_str(), one.judged.first()?))).collect();
    let Some(judged) = judged.filter(|judged| judged.iter().all(|(_, one)| !possible(one).is_empty())) else {
        return String::new();
    };
    let Some((_, any)) = judged.first() else { return String::new() };
    let bests: Vec<Option<usize>> = judged.iter().map(|(_, one)| best(one)).collect();
    let mut known: Vec<usize> = bests.iter().flatten().copied().collect();
    known.sort_unstable();
    known.dedup();
    let by = format!("By {}", any.shown.name);
    if judged.iter().all(|(_, one)| same(one)) {
        return format!("{by}, all structures are equivalent in every segment of customers.");
    }
    match (known.as_slice(), bests.iter().all(Option::is_some)) {
        (&[one], true) => format!("{by}, {} is the best in every segment of customers.", any.name(one)),
        ([_, _, ..], _) => {
            let differs = format!("{by}, the best differs between segments of customers");
            format!("{differs}: {}. {}", who(&judged).join("; "), for_all(&judged))
        }
        (known, _) => {
            let is = if known.is_empty() { "" } else { "the best is " };
            let not_shown = "That the best differs between segments of customers is not shown.";
            format!("{by}, {is}{}. {not_shown}", who(&judged).join("; "))
        }
    }
}

/// The structures that can be the best.
fn possible(judgement: &Judgement) -> Vec<usize> {
    let options = judgement.options.iter().enumerate();
    options
        .filter(|(_, option)| option.standing.is_some_and(|each| each.possible_best))
        .map(|(place, _)| place)
        .collect()
}

/// The one structure that all others are ruled out against, and by more than what does not matter.
fn best(judgement: &Judgement) -> Option<usize> {
    match possible(judgement).as_slice() {
        [one] if judgement.options[*one].standing.is_some_and(|each| each.is_best()) && !same(judgement) => Some(*one),
        _ => None,
    }
}

/// Whether all structures are equivalent.
fn same(judgement: &Judgement) -> bool {
    let mut verdicts = judgement.pairs.iter().map(|pair| pair.comparison.verdict);
    verdicts.all(|verdict| verdict == Some(Verdict::Equivalent))
}

/// "operational in business", "in private the best can be siloed or advisory".
fn who(judged: &[(&str, &Judgement)]) -> Vec<String> {
    let mut told: Vec<(usize, Vec<&str>)> = Vec::new();
    let mut open = Vec::new();
    for (segment, judgement) in judged {
        match best(judgement) {
            Some(best) => match told.iter_mut().find(|(other, _)| *other == best) {
                Some((_, segments)) => segments.push(segment),
                None => told.push((best, vec![segment])),
            },
            None if same(judgement) => open.push(format!("in {segment} all are equivalent")),
            None => open.push(format!("in {segment} the best can be {}", either(judgement, &possible(judgement)))),
        }
    }
    let name = |place: usize| judged.first().map_or("", |(_, any)| any.name(place));
    let told: Vec<String> =
        told.iter().map(|(best, segments)| format!("{} in {}", name(*best), listed(segments, "and"))).collect();
    let told = listed(&told.iter().map(String::as_str).collect::<Vec<_>>(), "and");
    std::iter::once(told).filter(|told| !told.is_empty()).chain(open).collect()
}

/// Who is the best or practically as good in every segment.
fn for_all(judged: &[(&str, &Judgement)]) -> String {
    let Some((_, any)) = judged.first() else { return String::new() };
    let Some(practical) = any.practical else { return String::new() };
    let good = |place: usize| {
        let within = |one: &Judgement| one.practical.zip(one.options[place].standing);
        judged.iter().all(|(_, one)| within(one).is_some_and(|(practical, standing)| standing.is_within(practical)))
    };
    let good: Vec<usize> = (0..any.structures.len()).filter(|&place| good(place)).collect();
    match good.as_slice() {
        [] => format!("None of them is shown to be within {} of the best in every segment.", amount(any, practical)),
        [one] => format!("{} is the best or practically as good in every segment.", first_upper(any.name(*one))),
        several => {
            format!("{} are the best or practically as good in every segment.", first_upper(&quoted(any, several)))
        }
    }
}
