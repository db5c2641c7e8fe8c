//! The answer in a sentence that claims no more than the intervals support.

use super::figures::figures;
use super::findings::Findings;
use crate::stats::{Interval, t_interval};

/// What the trials say about retention and money against the baseline, in plain words.
///
/// All structures are compared with the baseline at once, in two figures, so each interval is widened (Bonferroni) until
/// all of them together contain the truth with 95 % confidence. A difference is named only where its interval excludes
/// zero.
#[must_use]
pub fn sentence(findings: &Findings) -> String {
    let n = findings.trials();
    let structures = findings.structures();
    let others: Vec<usize> = (0..structures.len()).filter(|&index| index != findings.baseline()).collect();
    match (n, others.len()) {
        (0, _) => "No trial was finished, so nothing can be said.".to_owned(),
        (_, 0) => format!("Only {} ran, so there is nothing to compare.", structures[findings.baseline()]),
        (1, _) => "One trial cannot tell a difference from luck; run more trials.".to_owned(),
        (_, count) => {
            let confidence = 1.0 - 0.05 / (FIGURES * count) as f64;
            compare(findings, &others, confidence) + &money(findings, &others, confidence) + TOGETHER
        }
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
    text + "."
}

/// Who earns clearly more, and who clearly less, over the run.
fn money(findings: &Findings, others: &[usize], confidence: f64) -> String {
    let baseline = &findings.structures()[findings.baseline()];
    let (mut higher, mut lower, mut unclear) = (Vec::new(), Vec::new(), Vec::new());
    for &structure in others {
        let name = findings.structures()[structure].as_str();
        match difference(findings, structure, "net_value", confidence) {
            Some((mean, _)) if mean > 0.0 => higher.push(name),
            Some(_) => lower.push(name),
            None => unclear.push(name),
        }
    }
    let parts = [("higher for", higher), ("lower for", lower), ("not clearly different for", unclear)];
    let said = parts.iter().filter(|(_, names)| !names.is_empty());
    let said: Vec<String> = said.map(|(word, names)| format!("{word} {}", list(names))).collect();
    format!(" Compared with {baseline}, net value over the run is {}.", said.join("; "))
}

/// Figures of which the sentence speaks.
const FIGURES: usize = 2;

const TOGETHER: &str = " Intervals are widened so that all of this holds at once with 95 % confidence.";

/// "2.7 points more (95 % interval 2.5 to 2.9)", if the interval excludes zero.
fn claim(findings: &Findings, structure: usize, confidence: f64) -> Option<String> {
    let (mean, interval) = difference(findings, structure, "retention", confidence)?;
    let mean = 100.0 * mean;
    let (low, high) = (100.0 * interval.low, 100.0 * interval.high);
    let (near, far, word) = if mean > 0.0 { (low, high, "more") } else { (-high, -low, "fewer") };
    let digits = digits(near.min(far - near));
    Some(format!("{:.digits$} points {word} (95 % interval {near:.digits$} to {far:.digits$})", mean.abs()))
}

/// Mean paired difference of a figure and its interval, if that excludes zero.
fn difference(findings: &Findings, structure: usize, figure: &str, confidence: f64) -> Option<(f64, Interval)> {
    let figure = figures().position(|each| each.name == figure)?;
    let difference = findings.pairs(structure, figure).difference;
    let interval = t_interval(&difference, confidence).filter(Interval::excludes_zero)?;
    Some((difference.mean()?, interval))
}

/// Digits after the point: enough that this length can be seen, from 1 to 6.
fn digits(length: f64) -> usize {
    let shown = |digits: &usize| length * libm::pow(10.0, *digits as f64) >= 2.0;
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
