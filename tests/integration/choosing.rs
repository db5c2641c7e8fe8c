//! What a choice risks: regret, quantiles, dominance, acceptability, several metrics; and intervals of odd figures.

use dottedline::random::{Purpose, RandomInputs};
use dottedline::stats::{
    Interval, Panel, VarianceShares, acceptability, bca_mean, best_mean, dominates_first_order, dominates_second_order,
    minimax_regret, net_promoter_interval, pareto_shares, perfect_information, quantile_interval, quantile_ranks,
    regrets, second_order_shares, variance_shares, worst_mean, worth_in_words,
};
use proptest::prelude::*;

#[test]
fn dominance_that_hangs_on_one_trial_survives_as_often_as_that_trial_is_not_drawn() {
    // The second is 1 ahead in every trial but the worst of fifty, where it is behind: the trial is missing from a resample
    // with probability (1 - 1/50)^50 = 0.364.
    let first: Vec<Option<f64>> = (0..50).map(|trial| Some(f64::from(trial))).collect();
    let second = (0..50).map(|trial| Some(f64::from(trial) + if trial == 0 { -1.0 } else { 1.0 })).collect();
    let panel = Panel::new(&[first, second]).expect("columns").side_by_side();
    let shares = second_order_shares(&panel, 4_000, words).expect("trials");
    assert!((shares[1][0] - 0.364).abs() < 0.03, "{shares:?}");
    assert_eq!((shares[0][1], shares[0][0]), (0.0, 0.0));
    assert_eq!(second_order_shares(&panel, 4_000, words), Some(shares));
    assert_eq!(second_order_shares(&panel, 0, words), None);
}

#[test]
fn a_score_that_cannot_be_has_no_interval() {
    for (score, error, answers) in
        [(101.0, 1.0, 9), (f64::NAN, 1.0, 9), (0.0, f64::NAN, 9), (0.0, -1.0, 9), (0.0, 1.0, 0)]
    {
        assert_eq!(net_promoter_interval(score, error, answers, 0.95), None);
    }
}

use crate::statistics::{close, json, numbers, reference};

/// Keyed words: resample b has its own.
fn words(b: u32) -> impl FnMut() -> u32 {
    let mut draws = RandomInputs::new(1, 0).draws(Purpose::Officer, b, 0);
    move || draws.word()
}

#[test]
fn ranks_of_quantile_intervals_agree_with_the_reference_table() {
    let rank = |cell: &str| (cell != "NA").then(|| cell.parse::<u64>().expect("a number"));
    let text = reference("quantile_orderstat_ci.csv");
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let (n, share) = (cells[0].parse().expect("a number"), cells[1].parse().expect("a number"));
        assert_eq!(quantile_ranks(n, share, 0.95), (rank(cells[3]), rank(cells[4])), "{line}");
    }
    assert_eq!(quantile_interval(&[], 0.5, 0.95), None);
    assert_eq!(quantile_ranks(1, 0.5, 0.95), (None, None));
}

/// Score and standard error of so many promoters, passives and detractors, and the interval.
fn net_promoter(up: u64, middle: u64, down: u64) -> (f64, f64, Option<Interval>) {
    let n = (up + middle + down) as f64;
    let (p, d) = (up as f64 / n, down as f64 / n);
    let (score, error) = (100.0 * (p - d), 100.0 * ((p + d - (p - d) * (p - d)).max(0.0) / n).sqrt());
    (score, error, net_promoter_interval(score, error, up + middle + down, 0.95))
}

#[test]
fn net_promoter_intervals_agree_with_the_reference_table() {
    let file = json("nps.json");
    for row in file["rows"].as_array().expect("rows") {
        let count = |name: &str| row[name].as_u64().expect("a count");
        let (score, error, interval) = net_promoter(count("P"), count("N"), count("D"));
        let found = interval.expect("answers");
        let expected = numbers(&row["adj_wald"]);
        assert!((score - row["nps"].as_f64().expect("a number")).abs() < 1e-12);
        assert!((error - row["se"].as_f64().expect("a number")).abs() < 1e-12);
        assert!((found.low - expected[0].max(-100.0)).abs() < 1e-9);
        assert!((found.high - expected[1].min(100.0)).abs() < 1e-9);
    }
    assert_eq!(net_promoter(0, 0, 0).2, None);
}

#[test]
fn net_promoter_intervals_cover_as_often_as_computed_exactly() {
    for row in json("nps.json")["coverage_exact"].as_array().expect("rows") {
        let number = |name: &str| row[name].as_f64().expect("a number");
        let n = number("n") as u64;
        if n > 50 {
            continue;
        }
        let (p, d) = (number("p"), number("d"));
        assert!((coverage(n, p, d) - number("adj")).abs() < 1e-6, "{n} answers");
    }
}

/// The probability that the interval contains the true score, over all counts of n answers.
fn coverage(n: u64, p: f64, d: f64) -> f64 {
    let log_factorial = |k: u64| libm::lgamma(k as f64 + 1.0);
    let truth = 100.0 * (p - d);
    let mut covered = 0.0;
    for up in 0..=n {
        for down in 0..=n - up {
            let rest = n - up - down;
            let found = net_promoter(up, rest, down).2.expect("answers");
            let ways = log_factorial(n) - log_factorial(up) - log_factorial(down) - log_factorial(rest);
            let chance = up as f64 * libm::log(p) + down as f64 * libm::log(d) + rest as f64 * libm::log(1.0 - p - d);
            covered += if found.low <= truth && truth <= found.high { libm::exp(ways + chance) } else { 0.0 };
        }
    }
    covered
}

#[test]
fn bca_of_a_mean_agrees_with_scipy() {
    let differences = numbers(&json("paired_darwin.json")["d"]);
    // scipy 1.17.1: stats.bootstrap((d,), np.mean, method="BCa", n_resamples=99999, rng=1), noise about 0.4
    let found = bca_mean(&differences, 19_999, 0.95, words).expect("15 numbers");
    assert!((found.interval.low - -1.733).abs() < 1.5 && (found.interval.high - 36.267).abs() < 1.0, "{found:?}");
}

#[test]
fn no_bca_interval_is_made_of_nothing() {
    assert_eq!(bca_mean(&[], 99, 0.95, words), None);
    assert_eq!(bca_mean(&[1.0], 99, 0.95, words), None);
    assert_eq!(bca_mean(&[2.0, 2.0, 2.0], 99, 0.95, words), None);
    assert_eq!(bca_mean(&[1.0, 2.0], 0, 0.95, words), None);
}

#[test]
fn the_mean_of_the_worst_counts_the_number_on_the_border_in_part() {
    let sorted: Vec<f64> = (1..=10).map(f64::from).collect();
    assert_eq!(worst_mean(&sorted, 0.2), Some(1.5));
    assert_eq!(worst_mean(&sorted, 0.05), Some(1.0));
    assert_eq!(worst_mean(&sorted, 1.0), Some(5.5));
    for share in [0.0, -0.1, 1.1, f64::NAN] {
        assert_eq!(worst_mean(&sorted, share), None);
    }
    assert_eq!(worst_mean(&[], 0.05), None);
}

#[test]
fn dominance_needs_an_advantage_and_no_rank_behind() {
    assert_eq!(dominates_first_order(&[1.0, 2.0], &[1.0, 2.0]), Some(false));
    assert_eq!(dominates_second_order(&[1.0, 2.0], &[1.0, 2.0]), Some(false));
    // Less spread, same mean: second order only, and one way only.
    assert_eq!(dominates_first_order(&[2.0, 3.0], &[1.0, 4.0]), Some(false));
    assert_eq!(dominates_second_order(&[2.0, 3.0], &[1.0, 4.0]), Some(true));
    assert_eq!(dominates_second_order(&[1.0, 4.0], &[2.0, 3.0]), Some(false));
    assert_eq!(dominates_first_order(&[1.0], &[1.0, 2.0]), None);
    assert_eq!(dominates_first_order(&[2.0, 1.0], &[1.0, 2.0]), None);
}

#[test]
fn acceptability_moves_from_the_cheap_to_the_good_structure() {
    let some = |numbers: &[f64]| numbers.iter().copied().map(Some).collect::<Vec<_>>();
    let benefit = [some(&[60.0, 62.0, 61.0, 63.0]), some(&[62.0, 65.0, 66.0, 64.0])];
    let cost = [some(&[0.0; 4]), some(&[6.0; 4])];
    let curve = acceptability(&benefit, &cost, &[0.0, 2.5, 10.0]).expect("trials");
    let probabilities: Vec<f64> = curve.iter().filter_map(|point| point.probability_best[1]).collect();
    assert_eq!(probabilities, [0.0, 0.5, 1.0]);
    assert_eq!(curve.iter().map(|point| point.leader).collect::<Vec<_>>(), [0, 1, 1]);
    assert_eq!(acceptability(&benefit, &cost[..1], &[1.0]), None);
    assert_eq!(acceptability(&[vec![None]], &[vec![Some(1.0)]], &[1.0]), None);
}

#[test]
fn pareto_shares_leave_out_trials_with_a_missing_number() {
    let a = vec![vec![Some(1.0), None], vec![Some(2.0), Some(2.0)]];
    let b = vec![vec![Some(1.0), Some(9.0)], vec![Some(1.0), Some(2.0)]];
    assert_eq!(pareto_shares(&[a.clone(), b]), Some(vec![Some(0.0), Some(1.0)]));
    assert_eq!(pareto_shares(&[]), None);
    assert_eq!(pareto_shares(&[a, vec![]]), None);
    assert_eq!(pareto_shares(&[vec![vec![None], vec![Some(1.0)]]]), None);
    let few = vec![vec![Some(1.0); 9], vec![Some(2.0); 9], vec![Some(3.0)]];
    assert_eq!(
        pareto_shares(&[few]),
        Some(vec![Some(0.0), Some(1.0), None]),
        "one trial costs the others none of theirs"
    );
}

#[test]
fn the_spread_splits_into_assumptions_and_random_inputs_as_in_an_analysis_of_variance() {
    // numpy, one-way with 3, 2 and 4 numbers: MSW 2.5694, MSB 38.4028, size 2.8889.
    let worlds = [vec![1.0, 2.0, 4.0], vec![3.0, 5.0], vec![], vec![7.0, 8.0, 9.0, 11.0]];
    let shares = variance_shares(&worlds).expect("three worlds");
    assert!(close(shares.random, 2.569_444_444_444_444, 1e-13));
    assert!(close(shares.assumptions, 12.403_846_153_846_153, 1e-13));
    assert_eq!(variance_shares(&[vec![1.0, 2.0]]), None);
    assert_eq!(variance_shares(&[vec![1.0], vec![2.0]]), None);
    let nothing = VarianceShares { assumptions: 0.0, random: 0.0 };
    assert_eq!((nothing.share_of_assumptions(), nothing.words().as_str()), (None, "nothing varies"));
}

#[test]
fn the_worth_of_common_random_numbers_is_said_in_words() {
    assert_eq!(worth_in_words(Some(37.6)), "worth 38 times as many independent trials");
    assert_eq!(worth_in_words(Some(1.04)), "worth 1.0 times as many independent trials");
    assert!(worth_in_words(Some(0.5)).starts_with("did harm"));
}

fn rows() -> impl Strategy<Value = Vec<Vec<f64>>> {
    prop::collection::vec(prop::collection::vec(-1e3..1e3_f64, 4), 1..60)
}

fn panel(rows: &[Vec<f64>]) -> Panel {
    let columns: Vec<Vec<Option<f64>>> = (0..4).map(|i| rows.iter().map(|row| Some(row[i])).collect()).collect();
    Panel::new(&columns).expect("columns")
}

proptest! {
    #[test]
    fn the_mean_regret_of_the_leader_is_the_value_of_perfect_information(rows in rows()) {
        let together = panel(&rows).side_by_side();
        let regrets = regrets(&together).expect("trials");
        let leader = best_mean(&together).expect("trials");
        let value = perfect_information(&together).expect("trials");
        let best_of_each = rows.iter().map(|row| row.iter().copied().fold(f64::MIN, f64::max)).sum::<f64>() / rows.len() as f64;
        let best_of_means = together.means().expect("trials").into_iter().fold(f64::MIN, f64::max);
        prop_assert!((regrets[leader].mean - value).abs() < 1e-9 && (best_of_each - best_of_means - value).abs() < 1e-9);
        prop_assert!(regrets.iter().all(|regret| regret.mean >= regrets[leader].mean - 1e-9));
        prop_assert!((regrets.iter().map(|regret| regret.probability_best).sum::<f64>() - 1.0).abs() < 1e-12);
        let least = minimax_regret(&regrets).expect("structures");
        prop_assert!(regrets.iter().all(|regret| regret.worst >= regrets[least].worst && regret.p90 <= regret.worst));
    }

    #[test]
    fn first_order_dominance_implies_second_order(mut a in prop::collection::vec(0..9_u8, 5), mut b in prop::collection::vec(0..9_u8, 5)) {
        a.sort_unstable();
        b.sort_unstable();
        let (a, b): (Vec<f64>, Vec<f64>) = (a.into_iter().map(f64::from).collect(), b.into_iter().map(f64::from).collect());
        if dominates_first_order(&a, &b) == Some(true) {
            prop_assert_eq!(dominates_second_order(&a, &b), Some(true));
            prop_assert_eq!(dominates_second_order(&b, &a), Some(false));
        }
    }

    #[test]
    fn the_mean_of_the_worst_rises_with_their_share(mut numbers in prop::collection::vec(-1e3..1e3_f64, 1..40), share in 0.01..0.99_f64) {
        numbers.sort_by(f64::total_cmp);
        let (few, all) = (worst_mean(&numbers, share).expect("numbers"), worst_mean(&numbers, 1.0).expect("numbers"));
        prop_assert!(numbers[0] <= few + 1e-9 && few <= all + 1e-9);
    }
}
