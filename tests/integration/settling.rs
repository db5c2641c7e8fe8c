//! Runs that stop when they know enough, and runs in parameter draws.

use dottedline::model::{Criterion, Distribution, Practical, Study, UncertainParameter, Uncertainty};
use dottedline::stats::Interval;
use dottedline::study::{AssumptionRow, Finished, Live, Replications, RunOptions, Silent, Stopping, run_from};

use crate::small_study::{all, noise, outcomes, outcomes_of, study};

fn until(stopping: Stopping, threads: usize) -> RunOptions {
    RunOptions { threads: Some(threads), stopping, ..RunOptions::default() }
}

fn deciding(study: Study, metric: &str, practical: Practical, smaller_is_better: bool) -> Study {
    let mut study = study;
    study.decision.criteria = vec![Criterion { metric: metric.to_owned(), practical, smaller_is_better }];
    study
}

fn finished(study: &Study, options: RunOptions, step: f64) -> Finished {
    run_from(study, options, &mut Silent, |trial: u32, running: &[usize]| outcomes_of(running, trial, step))
        .expect("runs")
}

#[test]
fn a_run_until_decided_stops_at_the_first_look_that_finds_the_best() {
    let study = study(400, &["siloed", "advisory", "matrixed"]);
    let done = finished(&study, until(Stopping::Decided, 2), 0.02);
    assert_eq!((done.trials_finished, done.enough, done.interrupted()), (50, true, false));
}

#[test]
fn where_a_run_stops_does_not_depend_on_threads_or_batches() {
    let study = deciding(study(1_000, &["siloed", "advisory"]), "retention", Practical::Absolute(0.0001), false);
    let run = |threads, batch_trials| {
        let options = RunOptions { batch_trials, ..until(Stopping::Precision(0.000_11), threads) };
        let done = finished(&study, options, 0.0);
        (done.trials_finished, done.enough, format!("{:?}", done.findings))
    };
    let expected = run(1, None);
    assert!(expected.1 && expected.0 > 50 && expected.0 < 1_000 && expected.0 % 50 == 0, "{}", expected.0);
    for (threads, batch) in [(2, None), (3, Some(7)), (8, Some(64)), (1, Some(1_000))] {
        assert!(run(threads, batch) == expected, "{threads} threads in batches of {batch:?}");
    }
}

#[test]
fn a_run_that_never_knows_enough_takes_all_of_its_trials() {
    let study = study(120, &["siloed", "advisory"]);
    let done = finished(&study, until(Stopping::Precision(1e-9), 2), 0.0);
    assert_eq!((done.trials_finished, done.enough, done.interrupted()), (120, false, false));
    let short = crate::small_study::study(20, &["siloed", "advisory"]);
    assert!(!finished(&short, until(Stopping::Decided, 2), 0.1).enough, "too few trials for a look");
    let alone = crate::small_study::study(60, &["siloed"]);
    assert_eq!(finished(&alone, until(Stopping::Decided, 2), 0.1).trials_finished, 60, "nothing to decide");
}

#[test]
fn a_difference_may_be_a_share_of_the_baselines_and_of_costs_less_is_better() {
    let share = deciding(study(400, &["siloed", "advisory"]), "retention", Practical::ShareOfBaseline(0.01), false);
    assert!(finished(&share, until(Stopping::Decided, 2), 0.02).enough);
    let costs = deciding(study(400, &["siloed", "advisory"]), "costs", Practical::Absolute(1.0), true);
    let done = finished(&costs, until(Stopping::Decided, 2), 0.0);
    assert_eq!((done.enough, done.trials_finished), (true, 50));
}

#[test]
fn a_figure_that_no_trial_tells_never_stops_a_run() {
    let study = deciding(study(110, &["siloed", "advisory"]), "handoff_share", Practical::Absolute(0.1), false);
    for stopping in [Stopping::Decided, Stopping::Precision(0.1)] {
        assert_eq!(finished(&study, until(stopping, 2), 0.0).trials_finished, 110);
    }
}

fn uncertain(trials: u32, replications: u32) -> Study {
    let distribution = Distribution::Uniform { low: 0.0, high: 1.0 };
    let key = "organisation.readiness".to_owned();
    let parameters = vec![UncertainParameter { key, distribution, whole: false }];
    Study {
        uncertainty: Some(Uncertainty { parameters, replications, sample: None }),
        ..deciding(study(trials, &["siloed", "advisory"]), "retention", Practical::Absolute(0.005), false)
    }
}

#[test]
fn trials_are_in_their_world_so_many_in_each() {
    let study = uncertain(10, 4);
    let assumed = study.uncertainty.as_ref().unwrap();
    let asked: Vec<u32> = (0..study.trials).map(|trial| assumed.world_of(trial)).collect();
    assert_eq!(asked, [0, 0, 0, 0, 1, 1, 1, 1, 2, 2]);
}

#[test]
fn the_spread_is_split_into_assumptions_and_random_inputs() {
    let study = uncertain(800, 8);
    let run = |between: f64, within: f64| {
        let done = run_from(&study, RunOptions::default(), &mut Silent, |trial: u32, _: &[usize]| {
            let mut outcomes = outcomes(&study, trial, 0.0);
            outcomes[1].end.retention = outcomes[0].end.retention
                + between * (noise(trial / 8, 900) - 0.25)
                + within * (noise(trial, 901) - 0.5);
            outcomes
        });
        let findings = done.expect("runs").findings;
        let rows = findings.assumptions();
        let [baseline, other]: &[AssumptionRow<'_>; 2] =
            rows.as_slice().try_into().expect("two structures, one figure");
        assert_eq!((baseline.worlds, other.worlds, baseline.spread), (100, 100, None));
        let sum = baseline.best_share.unwrap() + other.best_share.unwrap();
        assert!((sum - 1.0).abs() < 1e-9, "{sum}");
        (other.best_share.unwrap(), other.spread.expect("varies").share_of_assumptions().expect("varies"))
    };
    let (best, assumptions) = run(0.1, 0.0);
    assert!(assumptions > 0.99 && (0.6..0.9).contains(&best), "{assumptions} {best}");
    let (_, assumptions) = run(0.0, 0.1);
    assert!(assumptions < 0.1, "{assumptions}");
    let (_, assumptions) = run(0.1, 0.1);
    assert!((0.35..0.65).contains(&assumptions), "{assumptions}");
}

#[test]
fn without_uncertainty_nothing_is_split() {
    let study = study(20, &["siloed", "advisory"]);
    assert!(finished(&study, RunOptions::default(), 0.0).findings.assumptions().is_empty());
}

#[test]
fn the_leading_difference_has_an_interval_as_soon_as_one_can_be_told() {
    let study = study(60, &["siloed", "advisory", "matrixed"]);
    let mut live = Live::new(&study);
    assert_eq!(live.leading(), None);
    let mut seen = 0;
    for trial in 0..60 {
        live.take(&all(outcomes(&study, trial, 0.02)));
        let leading = live.leading().expect("has numbers");
        assert_eq!((leading.structure.as_str(), leading.metric.as_str()), ("matrixed", "retention"));
        assert_eq!(leading.interval.is_some(), trial >= 49);
        if let Some(interval) = leading.interval {
            assert!(interval.low < 0.04 && 0.04 < interval.high && interval.excludes_zero());
            seen += 1;
        }
    }
    assert_eq!(seen, 11);
}

#[test]
fn trials_of_one_parameter_draw_are_one_replication() {
    let alone = |replications| {
        let study = uncertain(80, replications);
        let trial = |trial: u32, _: &[usize]| {
            let mut outcomes = outcomes(&study, trial, 0.0);
            outcomes[1].end.retention = outcomes[0].end.retention + noise(trial / replications, 900);
            outcomes
        };
        let findings = run_from(&study, RunOptions::default(), &mut Silent, trial).expect("runs").findings;
        let row = findings.comparison_of(1, "retention").expect("compared");
        let verdicts = findings.verdicts();
        (row.n, row.interval.expect("two worlds or more"), verdicts[0].trials, findings.kind_of_evidence())
    };
    let (worlds, interval, judged, words) = alone(8);
    assert_eq!((worlds, judged, words), (10, 10, Replications::ParameterDraws));
    // The trials of a world are alike here, so eight times as many say nothing more than one of each.
    let (same, bound, ..) = alone(1);
    assert_eq!(same, 80);
    assert!(interval.high - interval.low > 2.0 * (bound.high - bound.low), "{interval:?} beside {bound:?}");
}

/// Trial by trial the outcomes of the world that it assumes: the trials of a world have the same random numbers.
fn alike(study: &Study, replications: u32, options: RunOptions) -> Finished {
    let compute = |trial: u32, running: &[usize]| outcomes_of(running, trial / replications, 0.000_5);
    run_from(study, options, &mut Silent, compute).expect("runs")
}

#[test]
fn a_world_whose_trials_are_all_alike_says_as_much_as_one_trial_in_every_table() {
    let worlds = alike(&uncertain(80, 8), 8, RunOptions::default()).findings;
    let plain = {
        let study = Study { uncertainty: None, ..uncertain(10, 1) };
        alike(&study, 1, RunOptions::default()).findings
    };
    let same = |one: Option<Interval>, other: Option<Interval>, what: &str| {
        let (one, other) = (one.expect(what), other.expect(what));
        assert!(
            (one.low - other.low).abs() < 1e-9 && (one.high - other.high).abs() < 1e-9,
            "{what}: {one:?} {other:?}"
        );
    };
    for (one, other) in worlds.weeks().zip(plain.weeks()) {
        same(one.estimate.interval, other.estimate.interval, "weeks");
        assert_eq!(one.estimate.n, 8 * other.estimate.n, "trials are counted as they are");
    }
    for (one, other) in worlds.weekly_differences().zip(plain.weekly_differences()) {
        same(one.estimate.interval, other.estimate.interval, "differences");
        assert_eq!(one.estimate.n, other.estimate.n, "evidence");
    }
    for (one, other) in worlds.courses().zip(plain.courses()) {
        same(Some(one.course.end.interval), Some(other.course.end.interval), "courses");
        assert_eq!(one.course.crossover_high, other.course.crossover_high);
    }
    for (one, other) in worlds.why().zip(plain.why()).filter(|(one, _)| one.n > 0) {
        same(one.interval, other.interval, "why");
        assert_eq!(one.n, other.n);
    }
    for (one, other) in worlds.touchpoints().zip(plain.touchpoints()).chain(worlds.functions().zip(plain.functions())) {
        same(one.figures[0].interval, other.figures[0].interval, "places");
    }
    for (one, other) in worlds.handoffs().zip(plain.handoffs()) {
        same(one.contacts.interval, other.contacts.interval, "handoffs");
    }
    assert_eq!(worlds.pareto_shares(), plain.pareto_shares());
}

#[test]
fn a_run_with_parameter_draws_stops_by_draws_and_not_by_trials() {
    let precise = |study: &Study, inner| alike(study, inner, until(Stopping::Precision(0.000_2), 2)).trials_finished;
    let plain = Study { uncertainty: None, ..uncertain(5_000, 1) };
    let (worlds, trials) = (precise(&uncertain(5_000, 4), 4), precise(&plain, 1));
    assert!(trials > 50 && trials < 1_000, "{trials}");
    assert_eq!(worlds, 4 * trials);
    let decided = |study: &Study, inner| alike(study, inner, until(Stopping::Decided, 2));
    let tight = |study: Study| deciding(study, "retention", Practical::Absolute(0.000_05), false);
    let (worlds, trials) = (decided(&tight(uncertain(5_000, 4)), 4), decided(&tight(plain.clone()), 1));
    assert!(worlds.enough && trials.enough);
    assert_eq!((worlds.trials_finished, worlds.chosen), (4 * trials.trials_finished, trials.chosen));
}

#[test]
fn the_progress_line_takes_a_world_as_one_piece_of_evidence() {
    let (study, plain) = (uncertain(400, 4), Study { uncertainty: None, ..uncertain(100, 1) });
    let live = |study: &Study, trials: u32, inner: u32| {
        let mut live = Live::new(study);
        (0..trials).for_each(|trial| live.take(&all(outcomes(study, trial / inner, 0.01))));
        live.leading().expect("has numbers")
    };
    assert_eq!(live(&study, 199, 4).interval, None, "forty-nine worlds and three trials");
    let (one, other) = (live(&study, 400, 4), live(&plain, 100, 1));
    let (one, other) = (one.interval.expect("a hundred worlds"), other.interval.expect("a hundred trials"));
    assert!((one.low - other.low).abs() < 1e-12 && (one.high - other.high).abs() < 1e-12);
}
