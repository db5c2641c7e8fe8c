//! `claims`: a claims file in, "holds", "fails" or "not decided" out.

use std::path::{Path, PathBuf};

use dottedline::application::{self, Resources, threads_asked};
use dottedline::claims::{Claim, ClaimAnswer, Claims, ClaimsError, Tested, parse, test};
use dottedline::compare::confidence;
use dottedline::engine::Scale;
use dottedline::model::Study;
use dottedline::numbers::{two_digits, ungrouped};
use dottedline::scenario::Scenario;
use dottedline::stats::IntervalMethod;
use dottedline::study::{Findings, RunOptions, presentation};
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

/// Runs each scenario once and tests all claims.
pub(super) fn test_claims(arguments: &ClaimsArguments, terminal: &Terminal) -> Result<(), Failure> {
    let file = &arguments.file;
    let options = RunOptions {
        threads: arguments.threads,
        form: kernel::form(arguments.kernel.asked.as_deref())?,
        ..RunOptions::default()
    };
    let text = std::fs::read_to_string(file).map_err(|error| Failure::unreadable(file, &error))?;
    let claims = parse(&text).map_err(|error| wrong(file, &error.to_string()))?;
    let scenarios = scenarios(arguments, &claims, terminal)?;
    let threads = threads_asked(arguments.threads);
    let fits = |study: &Study| limits::check_memory(&Resources::of_memory_alone(study, threads), threads);
    scenarios.iter().try_for_each(|(_, own)| fits(&own.study)).map_err(Failure::TooMuch)?;
    let mut watching = Watching::new(f64::INFINITY, *terminal);
    let mut findings = Vec::new();
    for (path, scenario) in &scenarios {
        findings.push((path.as_str(), simulate(scenario, &options, &mut watching)?));
    }
    let tested = tested(file, &claims, &findings)?;
    let said =
        if arguments.json { to_json(&claims, &tested) } else { report(file, &claims, &tested, &findings, terminal) };
    terminal.tell(&said)?;
    verdict(&tested)
}

fn wrong(file: &Path, problem: &str) -> Failure {
    Failure::Scenario(format!("error: {}: {problem}", file.display()))
}

/// The scenarios that the claims need, each once, with the structures that they need.
fn scenarios(
    arguments: &ClaimsArguments,
    claims: &Claims,
    terminal: &Terminal,
) -> Result<Vec<(String, Scenario)>, Failure> {
    let mut scenarios: Vec<(String, Scenario)> = Vec::new();
    let sets = arguments.trials.or(claims.trials).map(|trials| format!("study.trials={trials}"));
    let sets: Vec<String> = sets.into_iter().chain(arguments.seed.map(|seed| format!("study.seed={seed}"))).collect();
    for claim in &claims.claims {
        if !scenarios.iter().any(|(path, _)| *path == claim.scenario) {
            let scenario = check::read(&beside(&arguments.file, &claim.scenario), &sets, terminal)?;
            scenarios.push((claim.scenario.clone(), scenario));
        }
        if let Some((_, scenario)) = scenarios.iter().find(|(path, _)| *path == claim.scenario) {
            known(claim, &scenario.study).map_err(|error| wrong(&arguments.file, &error.to_string()))?;
        }
    }
    scenarios.iter_mut().for_each(|(path, scenario)| keep_needed(path, &mut scenario.study, claims));
    Ok(scenarios)
}

/// A scenario's path is told from the claims file.
fn beside(file: &Path, scenario: &str) -> PathBuf {
    file.parent().map_or_else(|| PathBuf::from(scenario), |folder| folder.join(scenario))
}

fn known(claim: &Claim, study: &Study) -> Result<(), ClaimsError> {
    let names: Vec<&str> = study.structures.iter().map(|structure| structure.id.as_str()).collect();
    let unknown = std::iter::once(&claim.structure).chain(&claim.other).find(|name| !names.contains(&name.as_str()));
    unknown.map_or(Ok(()), |name| {
        Err(ClaimsError::Claim {
            line: claim.line,
            problem: format!("{} has no structure `{name}`", claim.scenario),
            remedy: format!("one of {}", names.join(", ")),
        })
    })
}

/// Drops structures of which nothing is claimed; the baseline stays if a figure is told against it.
fn keep_needed(path: &str, study: &mut Study, claims: &Claims) {
    let mine: Vec<&Claim> = claims.claims.iter().filter(|claim| claim.scenario == path).collect();
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

fn tested(file: &Path, claims: &Claims, findings: &[(&str, Findings)]) -> Result<Vec<Tested>, Failure> {
    let each = confidence_of_each(claims);
    let one = |claim: &Claim| {
        let run = findings.iter().find(|(path, _)| *path == claim.scenario);
        let (_, findings) = run.ok_or_else(|| wrong(file, &format!("{} did not run", claim.scenario)))?;
        test(claim, findings, each).map_err(|name| wrong(file, &format!("line {}: `{name}` did not run", claim.line)))
    };
    claims.claims.iter().map(one).collect()
}

fn confidence_of_each(claims: &Claims) -> f64 {
    1.0 - (1.0 - claims.confidence) / claims.claims.len() as f64
}

fn report(
    file: &Path,
    claims: &Claims,
    tested: &[Tested],
    findings: &[(&str, Findings)],
    terminal: &Terminal,
) -> String {
    let number = count(tested.len(), "claim", "claims");
    let sure = confidence(1.0 - claims.confidence);
    let rule = format!("{number}, tested together: with {sure} no answer \"holds\" or \"fails\" is wrong.");
    let mut text = format!("{}\n{}\n", terminal.heading(&file.display().to_string()), wrapped(&rule, WIDTH));
    for (claim, tested) in claims.claims.iter().zip(tested) {
        text += &entry(tested.answer.words(), &claim.text);
        let run = findings.iter().find(|(path, _)| *path == claim.scenario);
        text += &entry("", &evidence(claim, tested, &unit(claim, run.map(|(_, findings)| findings))));
    }
    format!("{text}\n{}\n", total(tested))
}

fn entry(name: &str, text: &str) -> String {
    let text = wrapped(text, WIDTH - INDENT);
    let lines = text.trim_end().replace('\n', &format!("\n{:INDENT$}", ""));
    format!("{name:<INDENT$}{lines}\n")
}

/// What stands behind the numbers of a claim, which are those of tables: the money, or that simulated customers are counted.
fn unit(claim: &Claim, run: Option<&Findings>) -> String {
    let scale = presentation(&claim.metric).map_or(Scale::Plain, |shown| shown.scale);
    match (run, scale) {
        (Some(run), Scale::Money) if !run.frame().currency.is_empty() => format!(" {}", run.frame().currency),
        (Some(run), Scale::Count) if run.frame().represents != 1.0 => " of the simulated firm".to_owned(),
        _ => String::new(),
    }
}

fn evidence(claim: &Claim, tested: &Tested, unit: &str) -> String {
    let other = claim.other.as_ref().map_or(String::new(), |other| format!(" - {other}"));
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
    format!("{about}: {said}; claimed: {expected} ({trials}{wider}{more})")
}

fn total(tested: &[Tested]) -> String {
    let number = |wanted| tested.iter().filter(|each| each.answer == wanted).count();
    let holds = count(number(ClaimAnswer::Holds), "claim holds", "claims hold");
    let fails = count(number(ClaimAnswer::Fails), "fails", "fail");
    format!("{holds}, {fails}, {}.", count(number(ClaimAnswer::NotDecided), "is not decided", "are not decided"))
}

/// Exit code 1 if a claim fails, else 3 if one is not decided.
fn verdict(tested: &[Tested]) -> Result<(), Failure> {
    let any = |wanted| tested.iter().any(|each| each.answer == wanted);
    match (any(ClaimAnswer::Fails), any(ClaimAnswer::NotDecided)) {
        (true, _) => Err(Failure::Failed("a claim fails".to_owned())),
        (_, true) => Err(Failure::NotDecided("Not all claims are decided.".to_owned())),
        _ => Ok(()),
    }
}

fn to_json(claims: &Claims, tested: &[Tested]) -> String {
    let one = |(claim, tested): (&Claim, &Tested)| -> Value {
        json!({
            "text": claim.text,
            "scenario": claim.scenario,
            "structure": claim.structure,
            "other": claim.other,
            "metric": claim.metric,
            "claimed": claim.expectation.words(),
            "answer": tested.answer.words().replace(' ', "_"),
            "mean": tested.mean,
            "interval": tested.interval.map(|ends| json!([ends.low, ends.high])),
            "method": tested.method.map(IntervalMethod::name),
            "trials": tested.trials,
            "more_trials": tested.more_trials,
        })
    };
    let list: Vec<Value> = claims.claims.iter().zip(tested).map(one).collect();
    format!("{:#}\n", json!({ "confidence": claims.confidence, "claims": list }))
}
