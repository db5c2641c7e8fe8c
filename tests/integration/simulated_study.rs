//! The whole path from a shipped scenario to its results folder, on real trials of a small bank.

use std::fs;
use std::path::{Path, PathBuf};

use dottedline::engine::{Outcome, Plan};
use dottedline::model::Study;
use dottedline::output::{FILES, ResultsFolder, RunRecord};
use dottedline::scenario::{Scenario, parse, templates};
use dottedline::study::{Component, Finished, RunOptions, Scope, Silent, run};

/// `retail_bank` with fewer customers, weeks and trials.
fn small_bank() -> Scenario {
    let template = templates().iter().find(|template| template.name == "retail_bank").expect("is shipped");
    let sets = ["study.customers=300", "study.weeks=60", "study.warmup_weeks=8", "study.trials=7", "study.seed=11"];
    parse(template.name, template.text, &sets.map(str::to_owned)).expect("is valid")
}

fn finished(study: &Study) -> Finished {
    run(study, RunOptions::default(), &mut Silent).expect("runs")
}

fn written(scenario: &Scenario, threads: usize) -> Vec<Vec<u8>> {
    let path: PathBuf = Path::new(env!("CARGO_TARGET_TMPDIR")).join("simulated_study").join(threads.to_string());
    let record = RunRecord {
        study: &scenario.study,
        name: "bank",
        scenario: &scenario.as_run,
        command: "dottedline",
        study_hash: "",
        design: None,
    };
    let mut folder = ResultsFolder::create(&path, true, record).expect("can be made");
    let options = RunOptions { threads: Some(threads), ..RunOptions::default() };
    let finished = run(&scenario.study, options.clone(), &mut folder).expect("runs");
    folder.finish(&finished.findings).expect("is written");
    FILES.iter().map(|file| fs::read(path.join(file)).expect("readable")).collect()
}

fn outcomes(study: &Study) -> Vec<Vec<Outcome>> {
    let plan = Plan::new(&study.world);
    (0..study.trials).map(|trial| plan.run_trial(&study.regimes(), study.seed, trial)).collect()
}

#[test]
fn a_simulated_bank_gives_the_same_bytes_at_any_number_of_threads() {
    let scenario = small_bank();
    let expected = written(&scenario, 1);
    for threads in [2, 3, 8] {
        assert!(written(&scenario, threads) == expected, "{threads} threads");
    }
}

#[test]
fn a_structure_that_is_left_out_changes_no_figure_of_the_others() {
    let scenario = small_bank();
    let mut fewer = scenario.study.clone();
    fewer.structures.remove(1);
    let (all, fewer) = (finished(&scenario.study).findings, finished(&fewer).findings);
    for (before, after) in [(0, 0), (2, 1), (3, 2)] {
        assert_eq!(all.structures()[before], fewer.structures()[after]);
        let of = |findings: &dottedline::study::Findings, structure| findings.column(structure, 0).collect::<Vec<_>>();
        assert_eq!(of(&all, before), of(&fewer, after));
        assert_eq!(all.summary_of(before, "net_value"), fewer.summary_of(after, "net_value"));
    }
}

#[test]
fn the_total_of_why_is_the_difference_in_mean_experience() {
    let findings = finished(&small_bank().study).findings;
    let totals = findings.why().filter(|row| row.scope == Scope::All && row.component == Component::Total);
    let differences: Vec<_> = totals.map(|row| row.difference.expect("contacts")).collect();
    assert_eq!(differences.len(), 3);
    for (index, difference) in differences.into_iter().enumerate() {
        let compared = findings.comparison_of(index + 1, "experience_mean").expect("a comparison");
        assert!((difference - compared.difference.expect("contacts")).abs() < 1e-9);
        let rest = findings.why().filter(|row| row.scope == Scope::All && row.component == Component::Rest).nth(index);
        assert!(rest.and_then(|row| row.difference).expect("contacts").abs() < 0.01, "random numbers are common");
    }
}

#[test]
fn weeks_touchpoints_and_periods_add_up_to_the_figures_at_the_horizon() {
    let study = small_bank().study;
    for outcome in outcomes(&study).iter().flatten() {
        let net: f64 = outcome.weeks.iter().map(|week| week.value - week.costs).sum();
        assert_eq!(net, outcome.end.money.net(), "to the last digit");
        assert_eq!(outcome.weeks.last().map(|week| week.retention), Some(outcome.end.retention));
        let at_touchpoints: u64 = outcome.touchpoints.iter().map(|touchpoint| touchpoint.experience.contacts).sum();
        let in_periods: u64 = outcome.periods.iter().map(|period| period.contacts).sum();
        assert_eq!((at_touchpoints, in_periods), (outcome.end.contacts, outcome.end.contacts));
        assert_eq!(outcome.periods.len(), study.world.clock.weeks.div_ceil(study.world.clock.survey_weeks) as usize);
    }
}
