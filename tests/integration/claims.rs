//! Claims: read, and held against trials.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use dottedline::claims::{ClaimAnswer, Claims, Tested, parse, test};
use dottedline::model::Uncertainty;
use dottedline::scenario;
use dottedline::study::{Findings, RunOptions, Silent, run_from};

use crate::small_study::{outcome, study};

/// A claims file with one claim of matrixed against siloed.
fn claims(expectation: &str) -> Claims {
    let claim = "structure = 'matrixed'\nother = 'siloed'\nmetric = 'retention'";
    parse(&format!("scenario = 'bank.toml'\n[[claim]]\n{claim}\n{expectation}\n")).unwrap()
}

/// Matrixed keeps 1 point more than siloed, give or take 0.2 points of noise.
fn findings(trials: u32) -> Findings {
    findings_in(1, trials)
}

/// The same with so many trials in each parameter draw.
fn findings_in(replications: u32, trials: u32) -> Findings {
    let mut study = study(trials, &["siloed", "matrixed"]);
    study.uncertainty = Some(Uncertainty { parameters: Vec::new(), replications, sample: None });
    let compute = |trial: u32, _: &[usize]| {
        let noise = if trial.is_multiple_of(2) { 0.002 } else { -0.002 };
        let with = |retention: f64| {
            let mut outcome = outcome(trial, 0, 0.0);
            outcome.end.retention = retention;
            outcome
        };
        vec![with(0.6), with(0.61 + noise)]
    };
    run_from(&study, RunOptions::default(), &mut Silent, compute).unwrap().findings
}

fn answer(expectation: &str, trials: u32) -> ClaimAnswer {
    test(&claims(expectation).claims[0], &findings(trials), 0.95).unwrap().answer
}

#[test]
fn a_claim_holds_or_fails_only_if_the_whole_interval_says_so() {
    for (expectation, expected) in [
        ("at_least = 0.009", ClaimAnswer::Holds),
        ("at_least = 0.01", ClaimAnswer::NotDecided),
        ("at_least = 0.011", ClaimAnswer::Fails),
        ("at_most = 0.011", ClaimAnswer::Holds),
        ("at_most = 0.01", ClaimAnswer::NotDecided),
        ("at_most = 0.009", ClaimAnswer::Fails),
        ("equivalent_within = 0.011", ClaimAnswer::Holds),
        ("equivalent_within = 0.01", ClaimAnswer::NotDecided),
        ("equivalent_within = 0.009", ClaimAnswer::Fails),
    ] {
        assert_eq!(answer(expectation, 100), expected, "{expectation}");
    }
}

/// Three structures: matrixed keeps 1 point more than siloed, advisory `ahead` more than matrixed.
fn three(ahead: f64) -> Findings {
    let study = study(100, &["siloed", "advisory", "matrixed"]);
    let compute = |trial: u32, _: &[usize]| {
        let noise = if trial.is_multiple_of(2) { 0.002 } else { -0.002 };
        let with = |retention: f64| {
            let mut outcome = outcome(trial, 0, 0.0);
            outcome.end.retention = retention;
            outcome.end.problem_share = Some(retention);
            outcome
        };
        let own = if (trial / 2).is_multiple_of(2) { 0.0001 } else { -0.0001 };
        vec![with(0.6), with(0.61 + noise + ahead + own), with(0.61 + noise)]
    };
    run_from(&study, RunOptions::default(), &mut Silent, compute).unwrap().findings
}

#[test]
fn the_best_is_so_against_every_other_structure() {
    let best = |structure: &str, metric: &str, expectation: &str, ahead: f64| {
        let claim = format!("structure = '{structure}'\nmetric = '{metric}'\n{expectation}");
        let claims = parse(&format!("scenario = 'bank.toml'\n[[claim]]\n{claim}\n")).unwrap();
        test(&claims.claims[0], &three(ahead), 0.95).unwrap()
    };
    let decides = |structure: &str, expectation: &str, ahead: f64| {
        let tested = best(structure, "retention", expectation, ahead);
        (tested.answer, tested.other.expect("against another one"))
    };
    assert_eq!(decides("matrixed", "best = true", -0.001), (ClaimAnswer::Holds, "advisory".to_owned()));
    assert_eq!(decides("matrixed", "best = true", 0.001), (ClaimAnswer::Fails, "advisory".to_owned()));
    assert_eq!(decides("matrixed", "best_within = 0.002", 0.001), (ClaimAnswer::Holds, "advisory".to_owned()));
    assert_eq!(decides("siloed", "best_within = 0.009", -0.001), (ClaimAnswer::Fails, "matrixed".to_owned()));
    assert_eq!(decides("siloed", "best_within = 0.010", -0.001).0, ClaimAnswer::NotDecided);
    // Of problems fewer are better.
    assert_eq!(best("siloed", "problem_share", "best = true", -0.001).answer, ClaimAnswer::Holds);
    assert_eq!(best("matrixed", "problem_share", "best = true", -0.001).answer, ClaimAnswer::Fails);
}

#[test]
fn of_several_tests_the_worst_decides() {
    let tested = |limit: f64| test(&claims(&format!("at_least = {limit}")).claims[0], &findings(100), 0.95).unwrap();
    let (holds, barely, open, fails) = (tested(0.0), tested(0.009), tested(0.01), tested(0.011));
    let place = |several: &[Tested]| Tested::deciding(several).map(|(place, _)| place);
    assert_eq!(place(&[holds.clone(), barely.clone()]), Some(1));
    assert_eq!(place(&[holds.clone(), open.clone(), barely]), Some(1));
    assert_eq!(place(&[open, fails, holds]), Some(1));
    assert_eq!(place(&[]), None);
}

#[test]
fn one_trial_decides_nothing_and_two_decide_little() {
    assert_eq!(answer("at_least = -1.0", 1), ClaimAnswer::NotDecided);
    assert_eq!(answer("at_least = 0.0", 2), ClaimAnswer::NotDecided);
    assert_eq!(answer("at_least = -1.0", 2), ClaimAnswer::Holds);
}

#[test]
fn what_is_not_decided_says_how_many_more_trials() {
    let tested = test(&claims("at_least = 0.0098").claims[0], &findings(100), 0.95).unwrap();
    let more = tested.more_trials.unwrap();
    assert_eq!(tested.answer, ClaimAnswer::NotDecided);
    assert!((250..400).contains(&more), "{more}");
}

#[test]
fn trials_of_one_world_are_one_piece_of_evidence() {
    let claims = claims("at_least = 0.009");
    let [alone, together] =
        [1, 50].map(|per_world| test(&claims.claims[0], &findings_in(per_world, 100), 0.95).unwrap());
    assert_eq!((alone.trials, together.trials), (100, 100));
    assert_eq!(alone.mean.map(|mean| (1e9 * mean).round()), together.mean.map(|mean| (1e9 * mean).round()));
    let two = test(&claims.claims[0], &findings_in(50, 51), 0.95).unwrap();
    assert_eq!(two.answer, ClaimAnswer::NotDecided, "two worlds are two numbers");
}

#[test]
fn a_structure_that_did_not_run_is_named() {
    let mut claims = claims("at_least = 0.0");
    claims.claims[0].structure = "matrixxed".to_owned();
    assert_eq!(test(&claims.claims[0], &findings(3), 0.95), Err("matrixxed".to_owned()));
}

#[test]
fn wrong_claims_are_refused_with_their_line() {
    let head = "scenario = 'bank.toml'\n\n[[claim]]\nstructure = 'a'\nother = 'b'\nmetric = 'retention'\n";
    for (text, hint) in [
        ("scenario = 'a.toml'\n".to_owned(), "makes no claim"),
        (head.replace("scenario = 'bank.toml'", "") + "at_least = 0", "line 3: no scenario"),
        (head.to_owned(), "line 3: it does not say what is expected"),
        (format!("{head}at_least = 0\nat_most = 1"), "exactly one of"),
        (format!("{head}equivalent_within = 0"), "must be above 0"),
        (format!("{head}equivalent_within = -0.1"), "must be above 0"),
        (format!("{head}at_least = nan"), "not a number"),
        (format!("{head}at_leest = 1"), "at_leest"),
        (format!("{head}at_least = 'much'"), "line 7"),
        (head.replace("retention", "retenshun") + "at_least = 0", "did you mean `retention`"),
        (head.replace("'b'", "'a'") + "at_least = 0", "compared with itself"),
        (head.replace("other = 'b'\n", "") + "equivalent_within = 1", "equivalent to what"),
        (format!("{head}best = true"), "the best is so against all others"),
        (head.replace("other = 'b'\n", "") + "best = false", "claims nothing"),
        (head.replace("other = 'b'\n", "") + "best_within = -1", "must not be below 0"),
        (head.replace("other = 'b'\n", "") + "best = true\nbest_within = 1", "exactly one of"),
        (format!("{head}at_least = 0\nwhile = 3"), "a range such as"),
        (format!("confidence = 0.5\n{head}at_least = 0"), "line 1: the confidence"),
        (format!("trials = 1\n{head}at_least = 0"), "from 2 to 10,000,000"),
    ] {
        let message = parse(&text).expect_err(&text).to_string();
        assert!(message.contains(hint), "{text}\nsays\n{message}");
    }
}

/// Runs `claims` on a file with one claim about the smallest scenario, made small.
fn program(name: &str, claim: &str) -> Output {
    let folder = std::env::temp_dir().join(format!("dottedline-claims-{name}-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let minimal = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/minimal.toml");
    let small = "\n[study]\ncustomers = 40\nweeks = 26\nwarmup_weeks = 4\n";
    fs::write(folder.join("small.toml"), format!("extends = '{}'\n{small}", minimal.display())).unwrap();
    fs::write(folder.join("claims.toml"), format!("scenario = 'small.toml'\ntrials = 4\n[[claim]]\n{claim}\n"))
        .unwrap();
    let program = Command::new(env!("CARGO_BIN_EXE_dottedline"));
    let output = { program }.arg("claims").arg(folder.join("claims.toml")).output().unwrap();
    let _ = fs::remove_dir_all(&folder);
    output
}

#[test]
fn the_exit_code_tells_what_became_of_the_claims() {
    let first = scenario::templates().iter().find(|template| template.name == "minimal").unwrap();
    let study = scenario::parse("minimal", first.text, &[]).unwrap().study;
    let name = &study.structures[0].id;
    let claim = |rest: &str| format!("structure = '{name}'\nmetric = 'retention'\n{rest}");
    for (case, rest, code, said) in [
        ("holds", "at_least = -5.0", 0, "1 claim holds"),
        ("fails", "at_least = 1.5", 1, "1 fails"),
        ("open", "text = 'an open one'\nat_least = 0.93", 3, "1 is not decided"),
        ("wrong", "at_least = 0\nother = 'nobody'", 65, ""),
    ] {
        let output = program(case, &claim(rest));
        let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert_eq!(output.status.code(), Some(code), "{case}:\n{out}\n{err}");
        assert!(out.contains(said), "{case}:\n{out}");
        assert!(!out.contains("NaN") && out.lines().all(|line| line.chars().count() <= 80), "{out}");
        assert!(code != 65 || err.contains("line 3: small.toml has no structure `nobody`"), "{err}");
    }
}

#[test]
fn a_claim_over_a_range_holds_only_if_it_holds_at_every_point() {
    let claim =
        |most: f64, range: &str| format!("structure = 'matrixed'\nmetric = 'costs'\nat_most = {most}\nwhile = {range}");
    // With ten times the pay of its team an office costs more.
    let range = "'economics.team_cost=1000..10000:4'";
    for (case, most, code, said) in [
        ("everywhere", 1e12, 0, "At all 4 points, by the least at economics.team_cost = 10000: "),
        ("nowhere", -1.0, 1, "Of 4 points, not at economics.team_cost = 10000: "),
    ] {
        let output = program(case, &claim(most, range));
        let out = String::from_utf8_lossy(&output.stdout).split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(output.status.code(), Some(code), "{case}:\n{out}");
        assert!(out.contains(said), "{case}:\n{out}");
    }
    let output = program("two-ranges", &claim(0.0, "['organisation.readines=0..1', 'initiatives.rate=0.1..0.1']"));
    let err = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(65), "{err}");
    assert!(err.contains("did you mean `organisation.readiness`") && err.contains("is empty"), "{err}");
}
