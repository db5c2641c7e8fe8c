//! The answer in a sentence that claims no more than the intervals support.

use super::figures::figures;
use super::findings::Findings;
use crate::stats::{Interval, t_interval};

/// What the trials say about retention against the baseline, in plain words.
///
/// All structures are compared with the baseline at once, so each interval is widened (Bonferroni) until all of them
/// together contain the truth with 95 % confidence. A difference is named only where such an interval excludes zero.
#[must_use]
pub fn sentence(findings: &Findings) -> String {
    let n = findings.trials();
    let structures = findings.structures();
    let others: Vec<usize> = (0..structures.len()).filter(|&index| index != findings.baseline()).collect();
    match (n, others.len()) {
        (0, _) => "No trial was finished, so nothing can be said.".to_owned(),
        (_, 0) => format!("Only {} ran, so there is nothing to compare.", structures[findings.baseline()]),
        (1, _) => "One trial cannot tell a difference from luck; run more trials.".to_owned(),
        (_, count) => compare(findings, &others, 1.0 - 0.05 / count as f64),
    }
}

fn compare(findings: &Findings, others: &[usize], confidence: f64) -> String {
    let baseline = &findings.structures()[findings.baseline()];
    let (mut claims, mut unclear) = (Vec::new(), Vec::new());
    for &structure in others {
        let name = findings.structures()[structure].as_str();
        match claim(findings, structure, confidence) {
            Some(claim) => claims.push(format!("{name} keeps {claim}")),
            None => unclear.push(name),
        }
    }
    let trials = findings.trials();
    let mut text = match claims.as_slice() {
        [] => format!("No clear difference in retention from {baseline} in {trials} trials: {}", list(&unclear)),
        _ => format!("Of its first customers, against {baseline} in {trials} trials: {}", claims.join("; ")),
    };
    if !claims.is_empty() && !unclear.is_empty() {
        text += &format!("; no clear difference for {}", list(&unclear));
    }
    text + "." + if others.len() > 1 { TOGETHER } else { "" }
}

const TOGETHER: &str = " The intervals are widened so that all of them hold at once with 95 % confidence.";

/// "2.7 points more (95 % interval 2.5 to 2.9)", if the interval excludes zero.
fn claim(findings: &Findings, structure: usize, confidence: f64) -> Option<String> {
    let retention = figures().position(|figure| figure.name == "retention")?;
    let difference = findings.pairs(structure, retention).difference;
    let interval = t_interval(&difference, confidence).filter(Interval::excludes_zero)?;
    let mean = 100.0 * difference.mean()?;
    let (low, high) = (100.0 * interval.low, 100.0 * interval.high);
    let (near, far, word) = if mean > 0.0 { (low, high, "more") } else { (-high, -low, "fewer") };
    let digits = digits(near.min(far - near));
    Some(format!("{:.digits$} points {word} (95 % interval {near:.digits$} to {far:.digits$})", mean.abs()))
}

/// Digits after the point: enough that this length is not rounded to nothing, from 1 to 6.
fn digits(length: f64) -> usize {
    let shown = |digits: &usize| length * libm::pow(10.0, *digits as f64) >= 0.5;
    if length > 0.0 { (1..6).find(shown).unwrap_or(6) } else { 1 }
}

/// "a, b and c".
fn list(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [name] => (*name).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
