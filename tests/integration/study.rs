//! Many trials: same findings at any number of threads, and what findings say, on made-up outcomes.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use dottedline::compare::{Judgement, answer};
use dottedline::engine::{Figures, Outcome, WeekFigures};
use dottedline::model::Study;
use dottedline::study::{
    Component, Findings, Finished, Observer, RunError, RunOptions, Scope, Silent, figures, run_from, trial_figures,
};

use crate::small_study::{SURVEY_WEEKS, WEEKS, all, outcome, outcomes, study};

fn options(threads: usize, batch_trials: u32) -> RunOptions {
    RunOptions { threads: Some(threads), batch_trials: Some(batch_trials), ..RunOptions::default() }
}

fn findings(study: &Study, step: f64) -> Findings {
    run_from(study, RunOptions::default(), &mut Silent, |trial: u32, _: &[usize]| outcomes(study, trial, step))
        .expect("runs")
        .findings
}

/// Notes the trials that it is given, and interrupts or fails where it is told to.
#[derive(Default)]
struct Notes {
    given: Vec<u32>,
    computed: AtomicU32,
    interrupt_after: Option<u32>,
    fail_at: Option<u32>,
}

impl Observer for Notes {
    type Error = &'static str;

    fn trial(&mut self, trial: u32, outcomes: &[Option<Outcome>]) -> Result<(), &'static str> {
        assert_eq!(outcomes.len(), 2);
        if self.fail_at == Some(trial) {
            return Err("the disk is full");
        }
        self.given.push(trial);
        Ok(())
    }

    fn advanced(&self) {
        self.computed.fetch_add(1, Ordering::SeqCst);
    }

    fn interrupted(&self) -> bool {
        self.interrupt_after.is_some_and(|trials| self.computed.load(Ordering::SeqCst) >= trials)
    }
}

/// What the trials say, in words.
fn sentence(findings: &Findings) -> String {
    answer(&Judgement::of_findings(findings))
}

#[test]
fn findings_are_the_same_at_any_number_of_threads_and_in_any_batches() {
    let study = study(41, &["siloed", "advisory", "matrixed"]);
    let run = |threads, batch| {
        let finished = run_from(&study, options(threads, batch), &mut Silent, |trial: u32, _: &[usize]| {
            // Late trials first, so that they arrive out of order.
            std::thread::sleep(std::time::Duration::from_micros(u64::from(41 - trial) * 20));
            outcomes(&study, trial, 0.01)
        });
        format!("{:?}", finished.expect("runs").findings)
    };
    let expected = run(1, 1);
    for (threads, batch) in [(1, 64), (2, 4), (2, 7), (3, 12), (8, 32), (8, 5)] {
        assert!(run(threads, batch) == expected, "{threads} threads in batches of {batch}");
    }
}

#[test]
fn a_longer_run_starts_with_the_trials_of_a_shorter_one() {
    let (short, long) = (study(10, &["siloed", "advisory"]), study(25, &["siloed", "advisory"]));
    let (few, many) = (findings(&short, 0.01), findings(&long, 0.01));
    for structure in 0..2 {
        for figure in 0..figures().count() {
            let first: Vec<_> = few.column(structure, figure).collect();
            assert_eq!(first, many.column(structure, figure).take(10).collect::<Vec<_>>());
        }
    }
}

#[test]
fn the_observer_is_given_every_trial_once_and_in_order() {
    let study = study(23, &["siloed", "advisory"]);
    let mut notes = Notes::default();
    run_from(&study, options(3, 6), &mut notes, |trial: u32, _: &[usize]| outcomes(&study, trial, 0.0)).expect("runs");
    assert_eq!(notes.given, (0..23).collect::<Vec<_>>());
}

#[test]
fn who_interrupts_keeps_every_computed_trial_as_a_prefix() {
    for threads in [1, 2, 8] {
        let study = study(200, &["siloed", "advisory"]);
        let mut notes = Notes { interrupt_after: Some(13), ..Notes::default() };
        let Finished { findings, trials_asked, trials_finished, .. } =
            run_from(&study, options(threads, 50), &mut notes, |trial: u32, _: &[usize]| outcomes(&study, trial, 0.0))
                .expect("runs");
        assert!((13..13 + 8).contains(&trials_finished), "{trials_finished} finished");
        assert_eq!(trials_finished, notes.computed.into_inner());
        assert_eq!(notes.given, (0..trials_finished).collect::<Vec<_>>());
        assert_eq!((findings.trials(), trials_asked), (trials_finished, 200));
    }
}

#[test]
fn an_interruption_before_the_first_trial_leaves_findings_of_nothing() {
    let study = study(5, &["siloed", "advisory"]);
    let mut notes = Notes { interrupt_after: Some(0), ..Notes::default() };
    let finished =
        run_from(&study, RunOptions::default(), &mut notes, |trial: u32, _: &[usize]| outcomes(&study, trial, 0.0))
            .expect("runs");
    assert!(finished.interrupted());
    assert!(finished.findings.summary().all(|row| row.estimate.n == 0 && row.estimate.mean.is_none()));
    assert_eq!(sentence(&finished.findings), "No trial has retention over 8 weeks, so nothing can be said.");
}

#[test]
fn an_observer_that_fails_ends_the_run_with_its_reason() {
    let study = study(100, &["siloed", "advisory"]);
    let mut notes = Notes { fail_at: Some(9), ..Notes::default() };
    let error = run_from(&study, options(2, 4), &mut notes, |trial: u32, _: &[usize]| outcomes(&study, trial, 0.0))
        .expect_err("fails");
    assert!(matches!(error, RunError::Observer("the disk is full")));
    assert_eq!(notes.given, (0..9).collect::<Vec<_>>());
    assert!(notes.computed.into_inner() <= 12, "no batch is started after it");
}

#[test]
fn no_more_threads_work_than_there_are_trials() {
    let study = study(2, &["siloed"]);
    let threads = Mutex::new(0);
    run_from(
        &study,
        RunOptions { threads: Some(500), ..RunOptions::default() },
        &mut Silent,
        |trial: u32, _: &[usize]| {
            *threads.lock().expect("no panic") = rayon_threads();
            outcomes(&study, trial, 0.0)
        },
    )
    .expect("runs");
    assert_eq!(threads.into_inner().expect("no panic"), 2);
}

fn rayon_threads() -> usize {
    // The pool of the thread that asks.
    rayon::current_num_threads()
}

#[test]
fn summaries_are_means_over_the_trials_in_which_a_figure_is_defined() {
    let study = study(30, &["siloed", "advisory"]);
    let findings = findings(&study, 0.05);
    let measured = findings.summary_of(1, "nps_measured").expect("a metric");
    assert_eq!((measured.estimate.n, measured.undefined, measured.figure.unit), (20, 10, "NPS points"));
    let kept: Vec<f64> =
        (0..30).filter(|trial| trial % 3 != 1).map(|t| 40.0 * outcome(t, 1, 0.05).end.retention).collect();
    let mean = kept.iter().sum::<f64>() / 20.0;
    assert!((measured.estimate.mean.expect("defined") - mean).abs() < 1e-12);
    let handoff = findings.summary_of(1, "handoff_mean").expect("a metric");
    assert_eq!((handoff.estimate.n, handoff.estimate.mean, handoff.p50), (0, None, None));
    assert_eq!(findings.summary_of(2, "retention"), None);
    assert_eq!(findings.summary_of(0, "no_such_metric"), None);
    assert_eq!(findings.summary().count(), 2 * figures().count());
}

#[test]
fn differences_are_paired_by_trial() {
    let study = study(50, &["siloed", "advisory"]);
    let findings = findings(&study, 0.01);
    let row = findings.comparison_of(1, "retention").expect("a comparison");
    let interval = row.interval.expect("50 trials");
    assert!(interval.low < 0.01 && 0.01 < interval.high && interval.high - interval.low < 0.001);
    assert_eq!((row.n, row.structure, row.other), (50, "advisory", "siloed"));
    assert!(row.correlation.expect("varies") > 0.99 && row.variance_reduction.expect("varies") > 100.0);
    assert_eq!(row.share_greater, Some(1.0));
    assert_eq!(findings.comparison_of(0, "retention"), None);
}

#[test]
fn a_structure_with_the_same_outcomes_differs_by_exactly_nothing() {
    let study = study(20, &["siloed", "twin"]);
    let twice = |trial, _: &[usize]| vec![outcome(trial, 0, 0.0); 2];
    let findings = run_from(&study, RunOptions::default(), &mut Silent, twice).expect("runs").findings;
    for row in findings.comparisons().filter(|row| row.n > 0) {
        assert_eq!((row.difference, row.sd, row.share_greater), (Some(0.0), Some(0.0), Some(0.0)), "{:?}", row.figure);
    }
    assert!(findings.why().filter(|row| row.n > 0).all(|row| row.difference == Some(0.0)));
    assert_eq!(
        sentence(&findings),
        "By retention over 8 weeks, siloed and twin are the same by construction: they have the same lines and levers (20 trials). NPS, against siloed: practically the same under twin. Net value, against siloed: practically the same \
         under twin."
    );
}

#[test]
fn parts_of_experience_add_up_to_its_difference_in_every_scope() {
    let study = study(17, &["siloed", "advisory", "matrixed"]);
    let findings = findings(&study, 0.02);
    let rows: Vec<_> = findings.why().collect();
    assert_eq!(rows.len(), 2 * (1 + 3 + WEEKS.div_ceil(SURVEY_WEEKS) as usize) * 8);
    for group in rows.chunks(8) {
        assert!(group.iter().zip(Component::ALL).all(|(row, component)| row.component == component));
        assert!(group.iter().all(|row| row.scope == group[0].scope));
        let parts: f64 = group[..7].iter().filter_map(|row| row.difference).sum();
        let total = group[7].difference.unwrap_or(0.0);
        assert!((parts - total).abs() < 1e-14, "{:?}: {parts}, not {total}", group[0].scope);
    }
}

#[test]
fn a_smaller_penalty_counts_as_a_gain_and_the_rest_is_what_is_left() {
    let study = study(12, &["siloed", "matrixed"]);
    let findings = findings(&study, 0.02);
    let of = |component| {
        let row = findings.why().find(|row| row.scope == Scope::All && row.component == component);
        row.and_then(|row| row.difference).expect("contacts")
    };
    assert!((of(Component::Total) - 0.02).abs() < 0.001);
    assert!((of(Component::HandoffCoordination) - 0.02).abs() < 0.001);
    assert!((of(Component::Transition) + 0.01).abs() < 0.001);
    assert!((of(Component::Rest) - 0.01).abs() < 0.001);
    assert!(of(Component::Quality).abs() < 0.001);
}

#[test]
fn a_touchpoint_that_nobody_visits_has_no_experience_and_no_why() {
    let study = study(6, &["siloed", "matrixed"]);
    let findings = findings(&study, 0.02);
    let letter: Vec<_> = findings.why().filter(|row| row.scope == Scope::Touchpoint("letter")).collect();
    assert!(letter.len() == 8 && letter.iter().all(|row| row.n == 0 && row.difference.is_none()));
    let row = findings.touchpoints().find(|row| row.place == "letter").expect("a touchpoint");
    assert_eq!((row.owner, row.n, row.figures[0].n, row.figures[2].n), ("service", 6, 6, 0));
}

#[test]
fn handoffs_and_functions_are_means_over_trials() {
    let study = study(3, &["siloed", "matrixed"]);
    let findings = findings(&study, 0.0);
    let rows: Vec<_> = findings.handoffs().map(|row| (row.structure, row.from, row.to, row.contacts.mean)).collect();
    assert_eq!(rows.len(), 8);
    assert_eq!(rows[5], ("matrixed", "service", "digital", Some(21.0)));
    assert_eq!(rows[6], ("matrixed", "digital", "service", Some(30.0)));
    assert_eq!(findings.functions().map(|row| (row.structure, row.place)).nth(3), Some(("matrixed", "digital")));
}

#[test]
fn weekly_means_are_over_all_trials_and_quantiles_over_the_first_1024() {
    let study = study(1_030, &["siloed"]);
    let one_week = |value| vec![Outcome { weeks: vec![WeekFigures { value, ..WeekFigures::default() }], ..empty() }];
    let mut findings = Findings::new(&study);
    for trial in 0..1_030 {
        findings.add(&all(one_week(if trial < 1_024 { 1.0 } else { 1_031.0 })));
    }
    let row = findings.weeks().find(|row| row.metric == "value").expect("a week");
    assert!((row.estimate.mean.expect("trials") - 7.0).abs() < 1e-9);
    assert_eq!((row.estimate.n, row.n_quantiles, row.p95), (1_030, 1_024, Some(1.0)));
}

#[test]
fn weeks_without_a_survey_have_no_nps_row() {
    let findings = findings(&study(4, &["siloed"]), 0.0);
    let surveyed: Vec<_> = findings.weeks().filter(|row| row.metric == "nps_true").map(|row| row.week).collect();
    assert_eq!(surveyed, [2, 5, 7]);
}

fn empty() -> Outcome {
    Outcome {
        end: Figures::default(),
        weeks: Vec::new(),
        segments: Vec::new(),
        touchpoints: Vec::new(),
        functions: Vec::new(),
        periods: Vec::new(),
        handoffs: Vec::new(),
    }
}

/// (broke even, in which week) for a structure whose net value leads the baseline's by these amounts, week by week.
fn payback(leads: &[f64]) -> (Option<f64>, Option<f64>) {
    let outcome = |sign: f64| Outcome {
        weeks: leads.iter().map(|lead| WeekFigures { value: sign * lead, costs: 5.0, ..Default::default() }).collect(),
        ..empty()
    };
    let rows = trial_figures(&all(vec![outcome(0.0), outcome(1.0)]), 0);
    let column = |name| figures().position(|figure| figure.name == name).expect("a figure");
    let row = rows[1].as_ref().expect("it ran");
    (row[column("broke_even")], row[column("break_even_week")])
}

#[test]
fn break_even_is_the_week_from_which_value_so_far_stays_at_the_baselines() {
    assert_eq!(payback(&[-2.0, 1.0, 1.0, 0.0]), (Some(1.0), Some(2.0)));
    assert_eq!(payback(&[-2.0, 3.0, -2.0, 4.0]), (Some(1.0), Some(3.0)));
    assert_eq!(payback(&[1.0, -2.0, 2.0, 0.0]), (Some(1.0), Some(2.0)));
}

#[test]
fn nothing_is_broken_even_that_was_never_behind_or_still_is() {
    assert_eq!(payback(&[0.0, 1.0, -1.0]), (None, None));
    assert_eq!(payback(&[0.0, 0.0]), (None, None));
    assert_eq!(payback(&[-2.0, 3.0, -2.0]), (Some(0.0), None));
    assert_eq!(payback(&[]), (None, None));
}

#[test]
fn the_sentence_names_a_difference_only_where_its_interval_excludes_zero() {
    let study = study(40, &["siloed", "advisory", "matrixed"]);
    let steps = [0.0, 0.0, 0.027];
    let trial = |trial, _: &[usize]| (0..3).map(|index| outcome(trial, index as u64, steps[index])).collect();
    let findings = run_from(&study, RunOptions::default(), &mut Silent, trial).expect("runs").findings;
    assert_eq!(
        sentence(&findings),
        "By retention over 8 weeks, matrixed is the best; siloed and advisory are ruled out (95 % confidence, 40 trials). Against siloed \
         it is 2.70 points higher (2.68 to 2.73). NPS, against siloed: higher under matrixed (by 2.7 points); practically \
         the same under advisory. Net value, against siloed: lower under advisory (by 50) and matrixed (by 73)."
    );
}

#[test]
fn the_sentence_says_where_a_structure_loses() {
    let study = study(40, &["siloed", "operational"]);
    let findings = findings(&study, -0.02);
    assert_eq!(
        sentence(&findings),
        "By retention over 8 weeks, siloed is the best; operational is ruled out (95 % confidence, 40 trials). NPS, against siloed: lower \
         under operational (by 2 points). Net value, against siloed: lower under operational (by 70)."
    );
}

#[test]
fn the_sentence_claims_nothing_from_one_trial_or_one_structure() {
    let (one, alone) = (study(1, &["siloed", "matrixed"]), study(9, &["siloed"]));
    assert_eq!(sentence(&findings(&one, 0.3)), "One trial cannot tell a difference from chance; run more trials.");
    assert_eq!(sentence(&findings(&alone, 0.3)), "There is one structure only, so there is nothing to compare.");
}

#[test]
fn one_trial_has_means_but_no_intervals() {
    let findings = findings(&study(1, &["siloed", "matrixed"]), 0.1);
    let row = findings.comparison_of(1, "retention").expect("a comparison");
    assert!(row.difference.is_some() && row.interval.is_none() && row.sd.is_none() && row.correlation.is_none());
    assert!(findings.summary().all(|row| row.estimate.interval.is_none()));
}
