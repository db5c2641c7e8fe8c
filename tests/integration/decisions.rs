//! From trials to what may be concluded: rules, verdicts, decisions and their tables, on made-up outcomes.

use dottedline::compare::{Judgement, answer};
use dottedline::engine::Outcome;
use dottedline::stats::Verdict;
use dottedline::study::{
    Criterion, DecisionRules, Dominance, Findings, LOOK_TRIALS, Practical, SO_FAR, StopRule, Until, Verdicts,
};

use crate::small_study::{all as all_of, noise, outcome, outcomes, study};

const THREE: [&str; 3] = ["siloed", "advisory", "matrixed"];

fn findings_of(trials: u32, structures: &[&str], make: impl Fn(u32) -> Vec<Outcome>) -> Findings {
    let mut findings = Findings::new(&study(trials, structures));
    (0..trials).for_each(|trial| findings.add(&all_of(make(trial))));
    findings
}

fn stepped(trials: u32, step: f64) -> Findings {
    let study = study(trials, &THREE);
    findings_of(trials, &THREE, |trial| outcomes(&study, trial, step))
}

/// Structures that differ by random numbers of their own only.
fn equal(trials: u32, spread: f64) -> Findings {
    findings_of(trials, &THREE, |trial| {
        (0..3).map(|i| outcome(trial, i, spread * (noise(trial, 200 + i) - 0.5))).collect()
    })
}

fn of<'v>(verdicts: &'v [Verdicts], metric: &str) -> &'v Verdicts {
    verdicts.iter().find(|verdicts| verdicts.metric == metric).expect("a criterion")
}

#[test]
fn clear_differences_are_better_and_common_random_numbers_is_worth_many_trials() {
    let verdicts = stepped(100, 0.01).verdicts().to_vec();
    let retention = of(&verdicts, "retention");
    let pairs: Vec<_> = retention.pairs.iter().map(|pair| (pair.comparison.first, pair.comparison.second)).collect();
    assert_eq!(pairs, [(1, 0), (2, 0), (2, 1)]);
    for pair in &retention.pairs {
        assert_eq!(pair.comparison.verdict, Some(Verdict::Better));
        assert!(pair.independent_trials().expect("varies") > 100.0 * 100.0);
        assert!(pair.worth_of_common_random_numbers().starts_with("worth "));
    }
    assert_eq!((retention.practical, retention.alpha), (Some(0.005), 0.05));
    assert_eq!(of(&verdicts, "nps_true").alpha, 0.05 / 3.0);
}

#[test]
fn trials_with_an_undefined_figure_are_counted() {
    let verdicts = stepped(30, 0.01).verdicts().to_vec();
    let measured = of(&verdicts, "nps_measured");
    assert_eq!((measured.trials, measured.trials_of_all), (20, 20));
    assert_eq!(measured.pairs[0].comparison.trials, 20);
}

#[test]
fn equal_structures_are_equivalent_or_not_decided_and_none_is_named_best() {
    let small = equal(200, 0.001);
    let verdicts = small.verdicts().to_vec();
    let all = |findings: &[Verdicts], wanted| {
        of(findings, "retention").pairs.iter().all(|pair| pair.comparison.verdict == Some(wanted))
    };
    assert!(all(&verdicts, Verdict::Equivalent));
    let text = answer(&Judgement::of_findings(&small));
    let expected = "By retention over 8 weeks, siloed, advisory and matrixed are equivalent: none is 0.5 points or more away from another";
    assert!(text.starts_with(expected), "{text}");
    let noisy = equal(10, 0.1).verdicts().to_vec();
    assert!(all(&noisy, Verdict::Unresolved));
}

#[test]
fn a_single_best_is_named_only_if_all_others_are_ruled_out() {
    let said = |findings: &Findings| answer(&Judgement::of_findings(findings));
    let clear = "By retention over 8 weeks, matrixed is the best; siloed and advisory are ruled out (95 % confidence, 100 trials).";
    assert!(said(&stepped(100, 0.01)).starts_with(clear), "{}", said(&stepped(100, 0.01)));
    let noisy = said(&equal(10, 0.1));
    assert!(noisy.starts_with("By retention over 8 weeks, the best is not decided: "), "{noisy}");
    assert!(noisy.contains("it can be siloed, advisory or matrixed; none is ruled out"), "{noisy}");
    assert_eq!(said(&stepped(1, 0.01)), "One trial cannot tell a difference from chance; run more trials.");
    assert_eq!(said(&stepped(0, 0.01)), "No trial has retention over 8 weeks, so nothing can be said.");
    let alone = findings_of(5, &["siloed"], |trial| vec![outcome(trial, 0, 0.0)]);
    assert_eq!(said(&alone), "There is one structure only, so there is nothing to compare.");
    let rules = DecisionRules { criteria: Vec::new(), alpha: 0.05 };
    assert_eq!(said(&stepped(5, 0.01).judged_by(rules)), "");
}

#[test]
fn where_less_is_better_the_least_is_best() {
    let less =
        Criterion { metric: "retention".to_owned(), practical: Practical::Absolute(0.005), smaller_is_better: true };
    let rules = DecisionRules { criteria: vec![less], alpha: 0.05 };
    let findings = stepped(100, 0.01);
    let findings = findings.judged_by(rules);
    let verdicts = findings.verdicts();
    let pair = &verdicts[0].pairs[0].comparison;
    assert!(pair.mean.expect("trials") > 0.0);
    assert_eq!((pair.verdict, pair.share_better), (Some(Verdict::Worse), Some(0.0)));
    let decision = &verdicts[0];
    assert_eq!((decision.leader, decision.minimax_regret), (Some(0), Some(0)));
    let option = &decision.options[0];
    assert!(option.standing.expect("trials").is_best() && option.mean.expect("trials") > 0.5);
    let tail = option.tail.expect("trials");
    assert!(tail.quantile > option.mean.expect("trials") && tail.low < tail.high);
}

#[test]
fn decisions_agree_with_each_other() {
    let findings = equal(64, 0.02);
    for decision in findings.verdicts() {
        let leader = decision.leader.expect("trials");
        let regret = |structure: usize| decision.options[structure].regret.expect("trials");
        let value = decision.perfect_information.expect("trials");
        assert!((regret(leader).mean - value).abs() <= 1e-9 * value.max(1.0));
        let sum: f64 = (0..3).map(|structure| regret(structure).probability_best).sum();
        assert!((sum - 1.0).abs() < 1e-12);
        assert!(decision.options[leader].standing.expect("trials").possible_best);
    }
    let pareto = findings.pareto_shares().expect("trials");
    assert!(
        pareto.iter().flatten().all(|share| (0.0..=1.0).contains(share)) && pareto.iter().flatten().sum::<f64>() >= 1.0
    );
}

#[test]
fn a_criterion_that_is_unknown_or_never_defined_or_without_a_size_judges_nothing() {
    let criterion =
        |metric: &str, practical| Criterion { metric: metric.to_owned(), practical, smaller_is_better: false };
    let rules = DecisionRules {
        criteria: vec![
            criterion("satisfactoin", Practical::Absolute(1.0)),
            criterion("programme_end_week", Practical::Absolute(1.0)),
            criterion("retention", Practical::Absolute(0.0)),
            criterion("mandate", Practical::ShareOfBaseline(0.01)),
        ],
        alpha: 0.05,
    };
    let findings = stepped(10, 0.01);
    let findings = findings.judged_by(rules);
    let verdicts = findings.verdicts();
    assert_eq!(verdicts.len(), 3);
    assert!(verdicts.iter().flat_map(|verdicts| &verdicts.pairs).all(|pair| pair.comparison.verdict.is_none()));
    let never = &verdicts[0];
    assert_eq!((never.trials, never.leader, never.perfect_information), (0, None, None));
    assert!(never.options.iter().all(|option| option.mean.is_none() && option.standing.is_none()));
}

#[test]
fn every_metric_is_compared_with_the_baseline_and_what_counts_in_all_pairs() {
    let findings = stepped(20, 0.01);
    let rows: Vec<_> = findings.judged_comparisons().collect();
    let plain: Vec<_> = findings.comparisons().collect();
    assert!(plain.iter().all(|row| rows.iter().any(|judged| judged.row == *row)));
    assert_eq!(rows.len(), plain.len() + 4);
    let last = rows.iter().find(|row| row.row.structure == "matrixed" && row.row.other == "advisory").expect("a pair");
    let judged = last.judged.as_ref().expect("retention counts");
    assert_eq!((judged.first_order, judged.second_order), (Dominance::Ahead, Dominance::Ahead));
}

#[test]
fn skewed_differences_get_a_second_interval_that_is_the_same_every_time() {
    // One trial in fifty is a catastrophe for the baseline.
    let rare = |trial: u32| if trial % 50 == 7 { 0.3 } else { 0.0 };
    let make = || findings_of(100, &["siloed", "advisory"], |t| vec![outcome(t, 0, 0.0), outcome(t, 1, rare(t))]);
    let verdicts = make().verdicts().to_vec();
    let pair = &of(&verdicts, "retention").pairs[0];
    let bca = pair.bca.expect("skewed");
    let plain = pair.comparison.individual.expect("trials");
    assert!(bca.interval.low > plain.low && bca.interval.high > plain.high, "{bca:?} {plain:?}");
    assert_eq!(make().verdicts().to_vec(), verdicts);
    let even = stepped(100, 0.01).verdicts().to_vec();
    assert!(of(&even, "retention").pairs.iter().all(|pair| pair.bca.is_none()));
}

#[test]
fn a_point_of_retention_must_be_worth_what_it_costs() {
    // The second keeps 1 point more and costs 50 more: worth it from 50 a point.
    let findings = findings_of(40, &["siloed", "advisory"], |trial| {
        let mut dear = outcome(trial, 1, 0.01);
        dear.end.money.initiatives += 50.0;
        let mut cheap = outcome(trial, 0, 0.0);
        cheap.end.money.initiatives = dear.end.money.initiatives - 50.0;
        vec![cheap, dear]
    });
    let curve = findings.acceptability().expect("trials");
    assert_eq!((curve.len(), curve[0].value, curve[0].leader, curve[20].leader), (21, 0.0, 0, 1));
    let crossing = curve[10].value;
    assert!((crossing - 50.0).abs() < 5.0, "{crossing}");
    assert!(curve.windows(2).all(|pair| pair[1].probability_best[1] >= pair[0].probability_best[1]));
    assert_eq!(findings.acceptability_rows().count(), 42);
}

/// The second structure costs 30 more in the first two weeks and earns 10 more in each later one.
fn investment(trials: u32) -> Findings {
    findings_of(trials, &["siloed", "advisory"], |trial| {
        let (base, mut other) = (outcome(trial, 0, 0.0), outcome(trial, 0, 0.0));
        for (week, figures) in other.weeks.iter_mut().enumerate() {
            figures.costs += if week < 2 { 30.0 } else { 0.0 };
            figures.value += if week < 2 { 0.0 } else { 15.0 } + 0.01 * noise(trial, 300 + week as u64);
        }
        vec![base, other]
    })
}

#[test]
fn an_investment_dips_and_pays_back_in_the_week_that_arithmetic_says() {
    let findings = investment(20);
    let course = findings.courses().find(|row| row.metric == SO_FAR).expect("a course").course;
    // 60 down after week 1, 15 up each week: back at 0 in week 5, 30 ahead at the end of eight weeks.
    let dip = course.dip.expect("a dip");
    assert_eq!((dip.week, course.is_clear_dip), (1, true));
    assert!((dip.mean - -60.0).abs() < 0.1 && dip.interval.high < 0.0);
    assert_eq!((course.crossover_low, course.crossover, course.crossover_high), (Some(5), Some(5), Some(5)));
    assert!((course.end.mean - 30.0).abs() < 0.1 && course.end.week == 7);
    let even = findings.courses().find(|row| row.metric == "retention").expect("a course").course;
    assert_eq!((even.dip, even.crossover, even.crossover_high, even.end.mean), (None, None, None, 0.0));
    assert_eq!(investment(1).courses().count(), 0);
}

#[test]
fn weekly_differences_are_those_of_the_weekly_means() {
    let findings = stepped(12, 0.01);
    for row in findings.weekly_differences().filter(|row| row.metric == "retention") {
        let mean = |name: &str| {
            let week = |each: &dottedline::study::WeekRow<'_>| {
                (each.structure, each.week, each.metric) == (name, row.week as usize, "retention")
            };
            findings.weeks().find(week).expect("a week").estimate.mean.expect("trials")
        };
        assert!((row.estimate.mean.expect("trials") - (mean(row.structure) - mean("siloed"))).abs() < 1e-12);
    }
    assert!(findings.weekly_differences().all(|row| row.structure != "siloed"));
}

/// Gives a rule trials until it is done.
fn until_done(mut rule: StopRule, step: f64) -> StopRule {
    let study = study(1, &THREE);
    (0..100_000)
        .take_while(|&trial| {
            rule.take(&all_of(outcomes(&study, trial, step)));
            !rule.is_done()
        })
        .for_each(drop);
    rule
}

#[test]
fn a_study_stops_at_a_look_when_the_best_is_found() {
    let rule = StopRule::new(3, 0, "retention", Until::Decided(0.005), 0.05).expect("in range");
    assert_eq!((rule.state().as_str(), rule.is_done()), ("3 structures left", false));
    let done = until_done(rule, 0.01);
    assert_eq!((done.trials(), done.state().as_str()), (u64::from(LOOK_TRIALS), "the best is found"));
    assert_eq!(done.search().and_then(|search| search.choice()).map(|choice| choice.structure), Some(2));
}

#[test]
fn a_study_stops_at_a_look_when_differences_are_precise_enough() {
    let precise = |half_width| StopRule::new(3, 0, "retention", Until::Precision(half_width), 0.05).expect("in range");
    assert_eq!(precise(1e-3).state(), "too early for an interval");
    let (coarse, fine) = (until_done(precise(1e-3), 0.01), until_done(precise(1e-4), 0.01));
    assert!(coarse.is_done() && fine.is_done() && coarse.trials() < fine.trials());
    assert_eq!((coarse.trials() % u64::from(LOOK_TRIALS), fine.trials() % u64::from(LOOK_TRIALS)), (0, 0));
}

#[test]
fn a_stop_rule_out_of_range_is_refused() {
    for (structures, baseline, metric, until, alpha) in [
        (1, 0, "retention", Until::Decided(0.1), 0.05),
        (3, 3, "retention", Until::Decided(0.1), 0.05),
        (3, 0, "retentoin", Until::Decided(0.1), 0.05),
        (3, 0, "retention", Until::Decided(0.0), 0.05),
        (3, 0, "retention", Until::Precision(-1.0), 0.05),
        (3, 0, "retention", Until::Precision(0.1), 0.0),
    ] {
        assert!(StopRule::new(structures, baseline, metric, until, alpha).is_none());
    }
}
