//! Which lever did it: shares of groups of levers in the differences of real trials.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use dottedline::application::{self, RunRequest, Unwatched};
use dottedline::lanes::Form;
use dottedline::model::StageStart::{Readiness, Week};
use dottedline::model::{LeverGroup, Line, Study};
use dottedline::report::Report;
use dottedline::scenario::{Scenario, parse, templates};
use dottedline::study::{
    Findings, LeverOptions, LeverRow, LeverShares, NoLevers, RunOptions, Silent, TurningEffort, run,
};

/// `retail_bank` with fewer customers, weeks and trials.
fn small_bank(more: &[&str]) -> Scenario {
    let template = templates().iter().find(|template| template.name == "retail_bank").expect("is shipped");
    let sets = ["study.customers=200", "study.weeks=78", "study.warmup_weeks=8", "study.trials=4", "study.seed=11"];
    let sets: Vec<String> = sets.iter().chain(more).map(|set| (*set).to_owned()).collect();
    parse(template.name, template.text, &sets).expect("is valid")
}

fn findings(study: &Study) -> Findings {
    run(study, RunOptions::default(), &mut Silent).expect("runs").findings
}

fn shares(study: &Study, trials: u32, threads: usize) -> LeverShares {
    let options = LeverOptions { trials, threads, form: Form::fastest(), computed: &|| {}, interrupted: &|| false };
    findings(study).lever_shares(study, options).expect("runs").expect("something to split")
}

fn rows<'s>(shares: &'s LeverShares, structure: &str, metric: &str) -> Vec<&'s LeverRow> {
    shares.rows.iter().filter(|row| row.structure == structure && row.metric == metric).collect()
}

#[test]
fn shares_of_every_structure_and_metric_add_up_to_its_mean_difference() {
    let study = small_bank(&[]).study;
    let (findings, shares) = (findings(&study), shares(&study, 64, 2));
    assert_eq!((shares.asked, shares.trials), (4, 4), "as many trials as there are");
    assert!(shares.unmixed.is_empty());
    for (place, structure) in study.structures.iter().enumerate().skip(1) {
        for criterion in &study.decision.criteria {
            let rows = rows(&shares, &structure.id, &criterion.metric);
            let sum: f64 = rows.iter().filter_map(|row| row.share).sum();
            let compared = findings.comparison_of(place, &criterion.metric).and_then(|row| row.difference);
            let difference = compared.expect("a difference");
            let told = rows[0].difference.expect("a difference");
            let scale =
                findings.summary_of(place, &criterion.metric).and_then(|row| row.estimate.mean).expect("a mean");
            assert!((sum - told).abs() <= 1e-12 * told.abs().max(1e-3), "{} {sum} {told}", criterion.metric);
            assert!((told - difference).abs() <= 1e-12 * scale.abs(), "{} {told} {difference}", criterion.metric);
        }
    }
}

#[test]
fn where_there_is_no_office_lines_and_office_come_together() {
    let shares = shares(&small_bank(&[]).study, 2, 2);
    let rows = rows(&shares, "operational", "retention_annualised");
    assert_eq!(rows.len(), 7);
    assert_eq!(rows[0].levers, [LeverGroup::Authority, LeverGroup::Office]);
    assert_eq!(rows[0].name(), "authority and office");
    assert!(rows[0].unlike && rows[0].interval.is_some());
}

#[test]
fn two_offices_are_split_by_all_eight_groups_and_what_is_alike_has_no_share() {
    let mut study = small_bank(&[]).study;
    let matrixed = study.structures.iter().position(|one| one.id == "matrixed").expect("is there");
    study.baseline = matrixed;
    let mut twin = study.structures[matrixed].clone();
    "richer".clone_into(&mut twin.id);
    twin.regime.levers.budget = 3.0;
    study.structures.push(twin);
    let shares = shares(&study, 2, 2);
    let of = |name: &str| rows(&shares, name, "nps_true");
    assert_eq!(of("operational").len(), 8);
    let richer = of("richer");
    for row in &richer {
        let budget = row.levers == [LeverGroup::Budget];
        assert_eq!(row.unlike, budget, "{}", row.name());
        assert_eq!(row.share == Some(0.0), !budget, "{}", row.name());
    }
    let budget = richer.iter().find(|row| row.unlike).expect("the budget");
    assert_eq!(budget.share, budget.difference, "a single lever has it all");
}

#[test]
fn a_firm_between_two_structures_is_simulated_with_the_lines_of_each_function() {
    let study = small_bank(&[]).study;
    let at = |name: &str| study.structures.iter().find(|one| one.id == name).expect("is there");
    let (matrixed, operational) = (at("matrixed"), at("operational"));
    let whole = matrixed.hybrid(operational, &LeverGroup::ALL).expect("no stages");
    let eyes = matrixed.hybrid(operational, &[LeverGroup::Visibility]).expect("no stages");
    let plan = dottedline::engine::Plan::new(&study.world);
    let all = [matrixed, operational, &whole, &eyes].map(|one| one.regimes());
    let outcomes = plan.run_trial(&all, study.seed, 0);
    assert_eq!(outcomes[2], outcomes[1], "all levers of a structure are that structure");
    assert!(outcomes[3] != outcomes[0] && outcomes[3] != outcomes[1], "sight by itself does something");
    assert!(eyes.regime.lines.iter().all(|line| *line != Line::Solid));
}

#[test]
fn shares_are_the_same_at_any_number_of_threads() {
    let study = small_bank(&[]).study;
    let expected = shares(&study, 3, 1);
    for threads in [2, 3] {
        assert_eq!(shares(&study, 3, threads), expected, "{threads} threads");
    }
}

#[test]
fn an_interrupted_split_keeps_whole_trials() {
    let study = small_bank(&[]).study;
    let findings = findings(&study);
    let done = AtomicU32::new(0);
    let split = |enough: u32| {
        done.store(0, Ordering::SeqCst);
        let computed = || {
            done.fetch_add(1, Ordering::SeqCst);
        };
        let interrupted = || done.load(Ordering::SeqCst) >= enough;
        let options = LeverOptions {
            trials: 4,
            threads: 1,
            form: Form::fastest(),
            computed: &computed,
            interrupted: &interrupted,
        };
        findings.lever_shares(&study, options)
    };
    let kept = split(8).expect("some").expect("some");
    assert_eq!((kept.asked, kept.trials), (4, 2), "three structures in two trials, and the third not whole");
    assert!(kept.words()[0].contains("before it was interrupted"));
    assert!(matches!(split(2), Err(NoLevers::Interrupted)));
}

#[test]
fn uncertain_parameters_move_levers_too_and_intervals_are_over_draws() {
    let scenario = small_bank(&[
        "uncertainty.replications=2",
        "uncertainty.structure.matrixed.budget.low=0.5",
        "uncertainty.structure.matrixed.budget.high=1.5",
    ]);
    let shares = shares(&scenario.study, 4, 2);
    let rows = rows(&shares, "matrixed", "retention_annualised");
    let budget = rows.iter().find(|row| row.levers == [LeverGroup::Budget]).expect("all groups are told");
    assert!(budget.unlike, "the draws give it a budget");
    assert_eq!(budget.n, 2, "two draws of two trials");
    let sum: f64 = rows.iter().filter_map(|row| row.share).sum();
    assert!((sum - rows[0].difference.expect("there")).abs() < 1e-12);
}

#[test]
fn road_maps_by_readiness_cannot_be_mixed_and_are_named() {
    let mut study = small_bank(&[]).study;
    let stage = |study: &Study, start| dottedline::model::Stage {
        start,
        regime: study.structures[3].regime.clone(),
        renews_mandate: true,
        origin: study.structures[3].origin,
    };
    study.structures[0].stages = vec![stage(&study, Week(26))];
    study.structures[1].stages = vec![stage(&study, Readiness(dottedline::units::Share::ONE))];
    let shares = shares(&study, 2, 2);
    assert_eq!(shares.unmixed, ["advisory"]);
    assert!(shares.rows.iter().all(|row| row.structure != "advisory"));
    assert!(shares.words().concat().contains("advisory cannot be split"));
}

#[test]
fn a_run_that_is_asked_writes_the_table_and_the_page_shows_it() {
    let scenario = small_bank(&[]);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("levers");
    let request = RunRequest {
        levers: Some(3),
        turning: None::<TurningEffort>,
        earlier: application::Earlier::Replaced,
        ..RunRequest::new(&scenario, &folder)
    };
    assert!(request.command().ends_with(" scenario.toml --levers=3"), "{}", request.command());
    let result = application::run(&request, &mut Unwatched).expect("runs");
    let found = result.levers.expect("split");
    let table = fs::read_to_string(folder.join("levers.csv")).expect("is written");
    assert_eq!(table.lines().count(), 1 + found.rows.len());
    assert!(table.starts_with("metric,structure,other,levers,alike,n,share,ci_low,ci_high,difference"));
    let described = fs::read_to_string(folder.join("datapackage.json")).expect("is written");
    assert!(described.contains("levers.csv"));
    let page = Report::read(&folder).expect("a page").page();
    assert!(page.contains("Which lever did it") && page.contains("authority and office"));

    let without = RunRequest { levers: None, ..request };
    application::run(&without, &mut Unwatched).expect("runs");
    assert!(!folder.join("levers.csv").exists(), "that of the run before would be wrong");
    assert!(!Report::read(&folder).expect("a page").page().contains("Which lever did it"));
}
