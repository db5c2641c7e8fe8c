//! `claims`: a claims file in, "holds", "fails" or "not decided" out.

use std::path::{Path, PathBuf};

use dottedline::application::{self, ClaimCase, Resources, claim_cases, threads_asked};
use dottedline::claims::{Claim, ClaimAnswer, Claims, ClaimsError, Expectation, Tested, parse, test};
use dottedline::compare::confidence;
use dottedline::engine::Scale;
use dottedline::model::Study;
use dottedline::numbers::{two_digits, ungrouped};
use dottedline::scenario::Scenario;
use dottedline::stats::IntervalMethod;
use dottedline::study::{Findings, Frame, RunOptions, presentation};
use serde_json::{Value, json};

use super::arguments::ClaimsArguments;
use super::check;
use super::failure::Failure;
use super::format::{count, wrapped};
use super::kernel;
use super::limits;
use super::table::WIDTH;
use super::terminal::Terminal;
use super::watching::Watching;

/// Where what is said of a claim begins.
const INDENT: usize = 13;

/// Runs each firm that the claims speak of once and tests all claims.
pub(super) fn test_claims(arguments: &ClaimsArguments, terminal: &Terminal) -> Result<(), Failure> {
    let file = &arguments.file;
    let options = RunOptions {
        threads: arguments.threads,
        form: kernel::form(arguments.kernel.asked.as_deref())?,
        ..RunOptions::default()
    };
    let text = std::fs::read_to_string(file).map_err(|error| Failure::unreadable(file, &error))?;
    let claims = parse(&text).map_err(|error| wrong(file, &error.to_string()))?;
    let cases = cases(arguments, &claims, terminal)?;
    let threads = threads_asked(arguments.threads);
    let fits =
        |case: &ClaimCase| limits::check_memory(&Resources::of_memory_alone(&case.scenario.study, threads), threads);
    cases.iter().try_for_each(fits).map_err(Failure::TooMuch)?;
    let mut watching = Watching::new(f64::INFINITY, *terminal);
    let each = confidence_of_each(&claims, &cases);
    let mut tested: Vec<Vec<Tested>> = vec![Vec::new(); claims.claims.len()];
    for case in &cases {
        let findings = simulate(&case.scenario, &options, &mut watching)?;
        for (claim, tested) in claims.claims.iter().zip(&mut tested).filter(|(claim, _)| case.is_of(claim)) {
            let one = test(claim, &findings, each);
            tested.push(one.map_err(|name| wrong(file, &format!("line {}: `{name}` did not run", claim.line)))?);
        }
    }
    let decided: Vec<Decided<'_>> =
        claims.claims.iter().zip(&tested).filter_map(|(claim, all)| decided(claim, all, &cases)).collect();
    let said = if arguments.json { to_json(&claims, &decided) } else { report(file, &claims, &decided, terminal) };
    terminal.tell(&said)?;
    verdict(&decided)
}

/// A claim with the test that decides it, of those at all points that it speaks of.
struct Decided<'c> {
    claim: &'c Claim,
    tested: &'c Tested,
    points: usize,
    case: &'c ClaimCase,
}

fn decided<'c>(claim: &'c Claim, all: &'c [Tested], cases: &'c [ClaimCase]) -> Option<Decided<'c>> {
    let (place, tested) = Tested::deciding(all)?;
    let case = cases.iter().filter(|case| case.is_of(claim)).nth(place)?;
    Some(Decided { claim, tested, points: all.len(), case })
}

fn wrong(file: &Path, problem: &str) -> Failure {
    Failure::Scenario(format!("error: {}: {problem}", file.display()))
}

/// The firms that the claims need, each once, with the structures that they need.
fn cases(arguments: &ClaimsArguments, claims: &Claims, terminal: &Terminal) -> Result<Vec<ClaimCase>, Failure> {
    let mut scenarios: Vec<(&str, Scenario)> = Vec::new();
    let mut cases: Vec<ClaimCase> = Vec::new();
    let mut problems = Vec::new();
    let sets = arguments.trials.or(claims.trials).map(|trials| format!("study.trials={trials}"));
    let sets: Vec<String> = sets.into_iter().chain(arguments.seed.map(|seed| format!("study.seed={seed}"))).collect();
    for claim in &claims.claims {
        if !scenarios.iter().any(|(path, _)| *path == claim.scenario) {
            let scenario = check::read(&beside(&arguments.file, &claim.scenario), &sets, terminal)?;
            scenarios.push((&claim.scenario, scenario));
        }
        let Some((_, scenario)) = scenarios.iter().find(|(path, _)| *path == claim.scenario) else { continue };
        known(claim, &scenario.study).map_err(|error| wrong(&arguments.file, &error.to_string()))?;
        if !cases.iter().any(|case| case.is_of(claim)) {
            match claim_cases(claim, scenario) {
                Ok(own) => cases.extend(own),
                Err(wrong) => {
                    problems.extend(wrong.into_iter().map(|problem| format!("line {}: {problem}", claim.line)))
                }
            }
        }
    }
    if !problems.is_empty() {
        return Err(wrong(&arguments.file, &problems.join("\n  ")));
    }
    cases.iter_mut().for_each(|case| keep_needed(case, claims));
    Ok(cases)
}

/// A scenario's path is told from the claims file.
fn beside(file: &Path, scenario: &str) -> PathBuf {
    file.parent().map_or_else(|| PathBuf::from(scenario), |folder| folder.join(scenario))
}

fn known(claim: &Claim, study: &Study) -> Result<(), ClaimsError> {
    let names: Vec<&str> = study.structures.iter().map(|structure| structure.id.as_str()).collect();
    if matches!(claim.expectation, Expectation::BestWithin(_)) && names.len() < 2 {
        return Err(ClaimsError::Claim {
            line: claim.line,
            problem: format!("{} has one structure, which is the best of one", claim.scenario),
            remedy: "add another structure to the scenario".to_owned(),
        });
    }
    let unknown = std::iter::once(&claim.structure).chain(&claim.other).find(|name| !names.contains(&name.as_str()));
    unknown.map_or(Ok(()), |name| {
        Err(ClaimsError::Claim {
            line: claim.line,
            problem: format!("{} has no structure `{name}`", claim.scenario),
            remedy: format!("one of {}", names.join(", ")),
        })
    })
}

/// Drops structures of which nothing is claimed; the baseline stays if a figure is told against it, all if one is claimed to be the best.
fn keep_needed(case: &mut ClaimCase, claims: &Claims) {
    let mine: Vec<&Claim> = claims.claims.iter().filter(|claim| case.is_of(claim)).collect();
    if mine.iter().any(|claim| matches!(claim.expectation, Expectation::BestWithin(_))) {
        return;
    }
    let study = &mut case.scenario.study;
    let against_baseline = mine.iter().any(|claim| ["broke_even", "break_even_week"].contains(&claim.metric.as_str()));
    let baseline = study.structures[study.baseline].id.clone();
    let named = |id: &String| mine.iter().any(|claim| claim.structure == *id || claim.other.as_ref() == Some(id));
    study.structures.retain(|structure| named(&structure.id) || (against_baseline && structure.id == baseline));
    study.baseline = study.structures.iter().position(|structure| structure.id == baseline).unwrap_or(0);
}

fn simulate(scenario: &Scenario, options: &RunOptions, watching: &mut Watching) -> Result<Findings, Failure> {
    let finished = application::simulate(scenario, options, watching)?;
    if finished.interrupted() {
        return Err(Failure::Interrupted("Interrupted: no claim was tested.".to_owned()));
    }
    Ok(finished.findings)
}

/// All tests of all claims are right at once: each claim is tested at all points that it speaks of.
fn confidence_of_each(claims: &Claims, cases: &[ClaimCase]) -> f64 {
    let points = |claim: &Claim| cases.iter().filter(|case| case.is_of(claim)).count();
    let tests: usize = claims.claims.iter().map(points).sum();
    1.0 - (1.0 - claims.confidence) / tests as f64
}

fn report(file: &Path, claims: &Claims, decided: &[Decided<'_>], terminal: &Terminal) -> String {
    let number = count(decided.len(), "claim", "claims");
    let sure = confidence(1.0 - claims.confidence);
    let rule = format!("{number}, tested together: with {sure} no answer \"holds\" or \"fails\" is wrong.");
    let mut text = format!("{}\n{}\n", terminal.heading(&file.display().to_string()), wrapped(&rule, WIDTH));
    for decided in decided {
        text += &entry(decided.tested.answer.words(), &decided.claim.text);
        text += &entry("", &evidence(decided));
    }
    format!("{text}\n{}\n", total(decided))
}

fn entry(name: &str, text: &str) -> String {
    let text = wrapped(text, WIDTH - INDENT);
    let lines = text.trim_end().replace('\n', &format!("\n{:INDENT$}", ""));
    format!("{name:<INDENT$}{lines}\n")
}

/// What stands behind the numbers of a claim, which are those of tables: the money, or that simulated customers are counted.
fn unit(claim: &Claim, study: &Study) -> String {
    let scale = presentation(&claim.metric).map_or(Scale::Plain, |shown| shown.scale);
    let frame = Frame::from(study);
    match scale {
        Scale::Money if !frame.currency.is_empty() => format!(" {}", frame.currency),
        Scale::Count if frame.represents != 1.0 => " of the simulated firm".to_owned(),
        _ => String::new(),
    }
}

fn evidence(decided: &Decided<'_>) -> String {
    let Decided { claim, tested, points, case } = decided;
    let unit = unit(claim, &case.scenario.study);
    let other = tested.other.as_ref().map_or(String::new(), |other| format!(" - {other}"));
    let about = format!("{}, {}{other}", claim.metric, claim.structure);
    let expected = claim.expectation.words();
    let trials = count(tested.trials as usize, "trial", "trials");
    let said = match (tested.mean, tested.interval) {
        (Some(mean), Some(ends)) => {
            let margin = (ends.high - ends.low) / 2.0;
            let digits = two_digits(if margin > 0.0 { margin } else { mean.abs() });
            let [mean, low, high] = [mean, ends.low, ends.high].map(|number| ungrouped(number, digits));
            format!("{mean} [{low}, {high}]{unit}")
        }
        (Some(mean), None) => format!("{mean}{unit}, too few trials for an interval"),
        (None, _) => "not defined in any trial".to_owned(),
    };
    let more = tested.more_trials.map_or(String::new(), |more| format!("; about {more} more trials would decide"));
    let wider = if tested.method == Some(IntervalMethod::Widened) { ", interval widened for skewness" } else { "" };
    let place = match (tested.answer, points) {
        (_, 1) => String::new(),
        (ClaimAnswer::Holds, points) => format!("At all {points} points, by the least at {}: ", case.at),
        (ClaimAnswer::Fails, points) => format!("Of {points} points, not at {}: ", case.at),
        (ClaimAnswer::NotDecided, points) => format!("Of {points} points, not decided at {}: ", case.at),
    };
    format!("{place}{about}: {said}; claimed: {expected} ({trials}{wider}{more})")
}

fn total(decided: &[Decided<'_>]) -> String {
    let number = |wanted| decided.iter().filter(|each| each.tested.answer == wanted).count();
    let holds = count(number(ClaimAnswer::Holds), "claim holds", "claims hold");
    let fails = count(number(ClaimAnswer::Fails), "fails", "fail");
    format!("{holds}, {fails}, {}.", count(number(ClaimAnswer::NotDecided), "is not decided", "are not decided"))
}

/// Exit code 1 if a claim fails, else 3 if one is not decided.
fn verdict(decided: &[Decided<'_>]) -> Result<(), Failure> {
    let any = |wanted| decided.iter().any(|each| each.tested.answer == wanted);
    match (any(ClaimAnswer::Fails), any(ClaimAnswer::NotDecided)) {
        (true, _) => Err(Failure::Failed("a claim fails".to_owned())),
        (_, true) => Err(Failure::NotDecided("Not all claims are decided.".to_owned())),
        _ => Ok(()),
    }
}

fn to_json(claims: &Claims, decided: &[Decided<'_>]) -> String {
    let one = |Decided { claim, tested, points, case }: &Decided<'_>| -> Value {
        json!({
            "text": claim.text,
            "scenario": claim.scenario,
            "structure": claim.structure,
            "other": tested.other,
            "metric": claim.metric,
            "claimed": claim.expectation.words(),
            "while": claim.ranges,
            "points": points,
            "at": case.at,
            "answer": tested.answer.words().replace(' ', "_"),
            "mean": tested.mean,
            "interval": tested.interval.map(|ends| json!([ends.low, ends.high])),
            "method": tested.method.map(IntervalMethod::name),
            "trials": tested.trials,
            "more_trials": tested.more_trials,
        })
    };
    let list: Vec<Value> = decided.iter().map(one).collect();
    format!("{:#}\n", json!({ "confidence": claims.confidence, "claims": list }))
}
