//! What may be concluded, in words that a board can act on.

use super::decisions::{Decision, StructureOption};
use super::findings::Findings;

/// Who can be the best by the primary figure, who is ruled out, and who is practically as good. One or two sentences; a
/// single best is named only if everybody else is ruled out.
///
/// Uses the findings' own rules ([`Findings::judged_by`]).
#[must_use]
pub fn conclusion(findings: &Findings) -> String {
    let primary = findings.rules.criteria.first().cloned();
    let only = super::DecisionRules { criteria: primary.into_iter().collect(), alpha: findings.rules.alpha };
    let decisions = findings.decisions(&only);
    let Some(decision) = decisions.first() else {
        return "No figure is named to decide by.".to_owned();
    };
    if findings.structures().len() < 2 {
        return "There is one structure only, so there is nothing to choose.".to_owned();
    }
    if decision.options.iter().any(|option| option.standing.is_none()) {
        return format!("Not decided: {} trials tell {} in all structures.", decision.trials, decision.figure.name);
    }
    let confidence = format!(" ({} % confidence, {} trials).", shown(100.0 * (1.0 - decision.alpha)), decision.trials);
    who(findings, decision) + &confidence + &close(findings, decision)
}

fn who(findings: &Findings, decision: &Decision) -> String {
    let name = decision.figure.name;
    let possible = names(findings, decision, |option| option.standing.is_some_and(|standing| standing.possible_best));
    let out = names(findings, decision, |option| option.standing.is_some_and(|standing| !standing.possible_best));
    match (possible.as_slice(), out.as_slice()) {
        ([best], _) => format!("By {name}, {best} is the best"),
        (all, []) => format!("By {name}, none is ruled out: {} can each be the best", list(all)),
        (some, out) => {
            let verb = if out.len() == 1 { "is" } else { "are" };
            format!("By {name}, {} can each be the best; {} {verb} ruled out", list(some), list(out))
        }
    }
}

/// Those that are practically as good as the best, whoever that is.
fn close(findings: &Findings, decision: &Decision) -> String {
    let Some(practical) = decision.practical else {
        return String::new();
    };
    let within = |option: &StructureOption| {
        option.standing.is_some_and(|standing| standing.is_within(practical) && !standing.is_best())
    };
    let near = names(findings, decision, within);
    let (verb, amount) = (if near.len() == 1 { "is" } else { "are" }, shown(practical));
    match near.as_slice() {
        [] => String::new(),
        near => format!(" {} {verb} at most {amount} behind the best, a difference that does not matter.", list(near)),
    }
}

fn names<'f>(findings: &'f Findings, decision: &Decision, holds: impl Fn(&StructureOption) -> bool) -> Vec<&'f str> {
    let held = findings.structures().iter().zip(&decision.options).filter(|(_, option)| holds(option));
    held.map(|(name, _)| name.as_str()).collect()
}

/// To four significant digits, without an exponent.
fn shown(number: f64) -> String {
    let digits = 3.0 - libm::floor(libm::log10(number.abs().max(1e-300)));
    let rounded = format!("{number:.*}", digits.clamp(0.0, 300.0) as usize);
    match rounded.contains('.') {
        true => rounded.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => rounded,
    }
}

/// "a, b and c".
fn list(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [name] => (*name).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
