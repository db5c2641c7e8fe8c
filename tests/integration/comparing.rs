//! Comparing structures by rows of numbers: verdicts, intervals that hold at once, ranks, and the best of several.

use dottedline::stats::{
    Interval, IntervalMethod, PairComparison, Panel, Standing, Support, Verdict, binomial_at_most,
    bounded_mean_interval, compare_pairs, compare_with_best, hodges_lehmann, holm, leader, normal_probability,
    standings, student_critical, student_two_sided, trials_for, trials_to_settle,
};
use proptest::prelude::*;

use crate::statistics::{close, json, numbers};

fn panel(columns: &[&[f64]]) -> Panel {
    let column = |numbers: &&[f64]| numbers.iter().copied().map(Some).collect();
    Panel::new(&columns.iter().map(column).collect::<Vec<_>>()).expect("columns of one length")
}

fn all_pairs(panel: &Panel, practical: f64) -> Vec<PairComparison> {
    compare_pairs(panel, &panel.pairs(), practical, 0.05, None)
}

fn best(panel: &Panel) -> Vec<Option<Standing>> {
    compare_with_best(panel.structures(), &all_pairs(panel, 1.0), false)
}

#[test]
fn tail_probabilities_agree_with_scipy() {
    // scipy 1.17.1: 2 * stats.t.sf(t, df)
    for (t, degrees, expected) in [
        (2.147_987_461_331_12, 14, 0.049_702_944_021_800_87),
        (0.5, 1, 0.704_832_764_699_133_5),
        (12.0, 3, 0.001_245_015_800_789_336_2),
        (8.0, 200, 9.879_200_909_330_596e-14),
        (-1.5, 100_000, 0.133_617_559_522_830_66),
        (40.0, 50, 1.241_242_378_437_269e-39),
    ] {
        let found = student_two_sided(t, degrees).expect("defined");
        assert!(close(found, expected, 1e-10), "t {t} with {degrees}: {found}, not {expected}");
    }
    // scipy 1.17.1: stats.binom.cdf(k, n, p)
    for (k, n, p, expected) in [
        (3, 20, 0.1, 0.867_046_676_565_664_9),
        (50, 100, 0.5, 0.539_794_618_693_588_9),
        (469, 1_000, 0.5, 0.026_838_924_822_505_023),
        (40, 1_000, 0.05, 0.080_636_573_256_691),
        (9_999, 10_000, 0.9999, 0.632_138_953_567_029_5),
        (0, 5, 0.3, 0.168_07),
    ] {
        let found = binomial_at_most(k, n, p).expect("defined");
        assert!(close(found, expected, 1e-10), "{k} of {n} at {p}: {found}, not {expected}");
    }
    // scipy 1.17.1: stats.norm.cdf(z)
    for (z, expected) in
        [(-6.0, 9.865_876_450_376_946e-10), (0.3, 0.617_911_422_188_952_6), (2.5, 0.993_790_334_674_223_8)]
    {
        assert!(close(normal_probability(z), expected, 1e-14));
    }
    assert_eq!((student_two_sided(f64::NAN, 3), student_two_sided(1.0, 0)), (None, None));
    assert_eq!(student_two_sided(f64::INFINITY, 3), Some(0.0));
}

#[test]
fn darwins_plants_agree_with_the_published_figures() {
    let file = json("paired_darwin.json");
    let number = |name: &str| file[name].as_f64().expect("a number");
    let differences = numbers(&file["d"]);
    assert_eq!(hodges_lehmann(&differences), Some(number("hodges_lehmann")));
    let pair = &all_pairs(&panel(&[&differences, &[0.0; 15]]), 1.0)[0];
    assert!(close(pair.p.expect("15 pairs"), number("p_t"), 1e-12));
    // scipy 1.17.1: stats.skew(d)
    assert!(close(pair.skewness.expect("varies"), -0.992_092_915_182_024, 1e-13));
    assert_eq!(pair.share_better, Some(13.0 / 15.0));
    assert!(pair.individual.expect("15 pairs").low > 0.0, "just so, as p = 0.0497 says");
    // Two plants make the differences skewed: with the wider end on their side nothing is decided.
    let (plain, wider) = (pair.individual.expect("15 pairs"), pair.simultaneous.expect("15 pairs"));
    assert_eq!((pair.method, pair.verdict), (Some(IntervalMethod::Widened), Some(Verdict::Unresolved)));
    assert!(wider.low < 0.0 && (wider.high - plain.high).abs() < 1e-12, "{wider:?}, not {plain:?}");
}

#[test]
fn the_long_tail_gets_the_end_that_solving_halls_cubic_gives() {
    // scipy 1.17.1: optimize.brentq of g(u) = u + G u^2/3 + G^2 u^3/27 + G/(6n) -/+ t/sqrt(n), G = stats.skew(x, bias=False)
    let tail = [0.0, 0.1, 0.2, 0.1, 0.0, 0.3, 0.1, 0.2, 0.0, 4.0, 0.4, 0.2];
    let interval = |numbers: &[f64]| bounded_mean_interval(numbers, 0.95, None, 4.0);
    let (ends, method) = interval(&tail);
    let ends = ends.expect("numbers");
    assert_eq!(method, Some(IntervalMethod::Widened));
    assert!(close(ends.high, 2.542_575_672_566_294, 1e-9), "{ends:?}");
    assert!(close(ends.low, -0.244_644_761_803_232_86, 1e-9), "the short side stays: {ends:?}");
    let turned: Vec<f64> = tail.iter().map(|number| -number).collect();
    let mirrored = interval(&turned).0.expect("numbers");
    assert_eq!((mirrored.low, mirrored.high), (-ends.high, -ends.low));
}

#[test]
fn the_six_verdicts_follow_from_interval_and_practical_difference() {
    let of = |low, high| Verdict::of(&Interval { low, high }, 1.0).expect("a practical difference");
    assert_eq!(of(1.1, 3.0), Verdict::Better);
    assert_eq!(of(-3.0, -1.1), Verdict::Worse);
    assert_eq!(of(-1.0, 1.0), Verdict::Equivalent);
    assert_eq!(of(0.0, 0.0), Verdict::Equivalent);
    assert_eq!(of(1.0, 3.0), Verdict::BetterSizeUnresolved);
    assert_eq!(of(-3.0, -0.1), Verdict::WorseSizeUnresolved);
    assert_eq!(of(0.0, 3.0), Verdict::Unresolved);
    for practical in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert_eq!(Verdict::of(&Interval { low: 0.0, high: 1.0 }, practical), None);
    }
}

#[test]
fn trials_needed_give_the_asked_half_width_and_no_fewer_would() {
    for (sd, half, confidence) in [(0.0143, 0.002, 0.95), (2.0, 0.5, 0.95), (1.0, 0.9, 0.9917), (3.0, 0.01, 0.99)] {
        let n = trials_for(sd, half, confidence).expect("defined");
        let width = |n: u64| student_critical(confidence, n - 1).map_or(f64::INFINITY, |t| t * sd / (n as f64).sqrt());
        assert!(width(n) <= half && width(n - 1) > half, "{n}");
    }
    assert_eq!(trials_for(0.0, 1.0, 0.95), Some(2));
    for (sd, half) in [(1.0, 0.0), (-1.0, 1.0), (f64::NAN, 1.0), (1.0, f64::NAN), (1e9, 1e-9)] {
        assert_eq!(trials_for(sd, half, 0.95), None);
    }
    // Half way between 0 and the practical difference is hardest.
    let settle = |mean| trials_to_settle(Verdict::Unresolved, mean, 1.0, 0.1, 0.95, 2).expect("defined");
    assert!(settle(0.05) > settle(0.01) && settle(0.05) > settle(0.2));
    // Whether a difference of just the practical one is more or less than that, nobody will ever know.
    assert_eq!(trials_to_settle(Verdict::BetterSizeUnresolved, 0.1, 1.0, 0.1, 0.95, 2), None);
}

#[test]
fn equal_differences_are_no_certainty() {
    let same = panel(&[&[0.1, 0.5, 0.2], &[0.1, 0.5, 0.2], &[0.0, 0.45, 0.12]]);
    let pair = &all_pairs(&same, 0.001)[0];
    assert_eq!((pair.mean, pair.individual, pair.simultaneous), (Some(0.0), None, None), "anything may come next");
    assert_eq!((pair.method, pair.verdict), (Some(IntervalMethod::Unvaried), Some(Verdict::Unresolved)));
    assert_eq!((pair.p, pair.p_holm, pair.variance_reduction, pair.skewness), (None, None, None, None));
    assert!(best(&same).iter().flatten().all(|standing| !standing.is_best()));
    // A share can differ by 1 at most, in 1 - (0.05 / 3)^(1/3) = 0.744564 of trials at most.
    let bound = compare_pairs(&same, &same.pairs(), 0.001, 0.05, Some(Support::SHARE)).remove(0);
    let ends = bound.simultaneous.expect("shares have ends");
    assert!(close(ends.high, 0.744_563_5, 1e-6) && close(ends.low, -0.744_563_5, 1e-6), "{ends:?}");
    assert_eq!(bound.verdict, Some(Verdict::Unresolved));
}

#[test]
fn a_great_many_equal_differences_bound_a_share_tightly_enough_for_a_verdict() {
    let numbers: Vec<f64> = (0..2_000).map(|trial| f64::from(trial % 7) / 10.0).collect();
    let ahead: Vec<f64> = numbers.iter().map(|number| number + 0.25).collect();
    let panel = panel(&[&ahead, &numbers]);
    let pair = compare_pairs(&panel, &[(0, 1)], 0.2, 0.05, Some(Support::SHARE)).remove(0);
    // 1 - 0.05^(1/2000) = 0.00149675 of trials may be anywhere from -1 to 1.
    let ends = pair.simultaneous.expect("shares have ends");
    assert!(close(ends.low, 0.25 - 0.001_496_75 * 1.25, 1e-6), "{ends:?}");
    assert!(close(ends.high, 0.25 + 0.001_496_75 * 0.75, 1e-6), "{ends:?}");
    assert_eq!(pair.verdict, Some(Verdict::Better));
}

#[test]
fn two_structures_that_are_the_same_by_construction_need_no_interval() {
    let mut pair = all_pairs(&panel(&[&[1.0, 5.0, 2.0], &[1.0, 5.0, 2.0]]), 0.001).remove(0);
    pair.same_by_construction();
    assert_eq!((pair.verdict, pair.simultaneous, pair.more_trials), (Some(Verdict::Equivalent), None, Some(0)));
    assert!(compare_with_best(2, &[pair], false).iter().flatten().all(|standing| standing.is_best()));
}

#[test]
fn what_a_share_cannot_be_is_in_no_interval() {
    let panel = panel(&[&[1.0, 0.2, 1.0, 1.0], &[0.0, 0.1, 0.0, 0.9]]);
    let pair = compare_pairs(&panel, &[(0, 1)], 0.01, 0.05, Some(Support::SHARE)).remove(0);
    let (low, high) = pair.simultaneous.map(|ends| (ends.low, ends.high)).expect("four trials");
    assert!(low > -1.0 && (high - 1.0).abs() < 1e-12, "{low} {high}");
}

#[test]
fn one_trial_or_structure_or_nothing_defined_gives_nothing_to_conclude() {
    let one_trial = panel(&[&[1.0], &[2.0]]);
    let pair = &all_pairs(&one_trial, 0.1)[0];
    assert_eq!((pair.mean, pair.simultaneous, pair.verdict, pair.p_holm), (Some(-1.0), None, None, None));
    assert_eq!(best(&one_trial), [None, None]);
    assert_eq!(best(&panel(&[&[1.0, 2.0]])), [None]);
    let missing = Panel::new(&[vec![None, None], vec![Some(1.0), Some(f64::NAN)]]).expect("columns of one length");
    assert_eq!((missing.numbers(0).len(), missing.numbers(1).len(), missing.missing()), (0, 1, vec![1, 0]));
    let pair = &all_pairs(&missing, 0.1)[0];
    assert_eq!((pair.trials, pair.mean, pair.median, pair.share_better), (0, None, None, None));
    assert_eq!(Panel::new(&[]), None);
}

#[test]
fn each_pair_is_compared_in_the_trials_that_both_have() {
    let some = |numbers: &[f64]| numbers.iter().copied().map(Some).collect::<Vec<_>>();
    let mut columns = vec![some(&[1.0, 4.0, 2.0, 3.0]), some(&[2.0, 2.0, 9.0, 1.0]), some(&[0.0, 1.0])];
    columns[1][2] = Some(9.5);
    columns[1][3] = None;
    let ragged = Panel::new(&columns).expect("columns");
    let trials: Vec<u64> = all_pairs(&ragged, 0.1).iter().map(|pair| pair.trials).collect();
    assert_eq!((trials, ragged.missing()), (vec![3, 2, 2], vec![0, 1, 2]));
    assert_eq!(ragged.means(), [Some(2.5), Some(4.5), Some(0.5)], "each of its own trials");
    assert_eq!(ragged.side_by_side().rows().collect::<Vec<_>>(), [[1.0, 2.0, 0.0], [4.0, 2.0, 1.0]]);
}

#[test]
fn a_structure_with_few_trials_takes_nothing_from_the_others() {
    let some = |numbers: &[f64]| numbers.iter().copied().map(Some).collect::<Vec<_>>();
    let first: Vec<f64> = (0..30).map(|trial| f64::from(trial * 7 % 11)).collect();
    let second: Vec<f64> = (0..30).map(|trial| f64::from(trial * 5 % 13) + 3.0).collect();
    let alone = Panel::new(&[some(&first), some(&second)]).expect("columns");
    let with = Panel::new(&[some(&first), some(&second), some(&[50.0, 60.0, 10.0])]).expect("columns");
    assert_eq!(all_pairs(&with, 0.1)[0], all_pairs(&alone, 0.1)[0]);
    assert_eq!(best(&with)[..2], best(&alone)[..]);
    assert_eq!((best(&with)[2], all_pairs(&with, 0.1)[1].method), (None, Some(IntervalMethod::TooFew)));
    assert_eq!(with.side_by_side().structures(), [0, 1]);
}

#[test]
fn trials_of_a_block_are_one_piece_of_evidence() {
    let some = |numbers: &[f64]| numbers.iter().copied().map(Some).collect::<Vec<_>>();
    let columns = [some(&[1.0, 3.0, 10.0, 20.0, 5.0]), some(&[0.0, 2.0, 8.0, 14.0, 4.0])];
    let blocks = Panel::new(&columns).expect("columns").in_blocks(&[4, 4, 9, 9, 2]);
    assert_eq!(blocks.numbers(0), [5.0, 2.0, 15.0], "in the order of their labels");
    assert_eq!(blocks.differences(0, 1), [1.0, 1.0, 4.0]);
    let mut gappy = columns.clone();
    gappy[1][3] = None;
    let blocks = Panel::new(&gappy).expect("columns").in_blocks(&[4, 4, 9, 9, 2]);
    assert_eq!(blocks.differences(0, 1), [1.0, 1.0, 2.0], "of the trials that both have");
}

#[test]
fn two_trials_give_wide_but_honest_intervals() {
    let pair = &all_pairs(&panel(&[&[1.0, 2.0], &[0.0, 0.5]]), 0.1)[0];
    let interval = pair.simultaneous.expect("two trials");
    // Mean 1.25, standard error 0.25, t with one degree of freedom 12.706.
    assert!(close(interval.low, 1.25 - 0.25 * 12.706_204_736_174_7, 1e-12));
    assert_eq!(pair.verdict, Some(Verdict::Unresolved));
    assert!(pair.more_trials.expect("defined") > 0);
}

/// Minitab's help, "Hsu's MCB": hardness of paint, pooled half-width 5.0.
#[test]
fn paint_hardness_compares_with_the_best_as_published() {
    let means = [14.733, 8.567, 12.983, 18.067];
    let found = standings(4, |i, j| means[i] - means[j], |_, _| 5.0);
    for (standing, expected) in found.iter().zip([(-8.333, 1.665), (-14.500, 0.0), (-10.083, 0.0), (-1.665, 8.333)]) {
        assert!(
            (standing.low - expected.0).abs() < 0.002 && (standing.high - expected.1).abs() < 0.002,
            "{standing:?}"
        );
    }
}

/// Vehicle inspection (Banks et al., KSLBook 5.7): 10 paired replications, less is better, so the means are turned.
#[test]
fn vehicle_inspection_compares_with_the_best_as_recomputed() {
    let means = [-50.036, -49.236, -44.350, -48.778];
    let sd = [
        [0.0, 2.1208, 5.3384, 2.3430],
        [2.1208, 0.0, 3.4435, 0.3445],
        [5.3384, 3.4435, 0.0, 3.1384],
        [2.3430, 0.3445, 3.1384, 0.0],
    ];
    let t = student_critical(1.0 - 2.0 * 0.05 / 3.0, 9).expect("defined");
    assert!(close(t, 2.509_587_057_391_669, 1e-11)); // scipy 1.17.1: t.ppf(1 - .05/3, 9)
    let found = standings(4, |i, j| means[i] - means[j], |i, j| t * sd[i][j] / 10.0_f64.sqrt());
    // Published for a minimum: 1 [0, 9.9225], 2 [0, 7.6187], 3 [-6.9186, 0], 4 [0, 6.9186].
    for (standing, (low, high)) in found.iter().zip([(-9.9225, 0.0), (-7.6187, 0.0), (0.0, 6.9186), (-6.9186, 0.0)]) {
        assert!((standing.low - low).abs() < 2e-3 && (standing.high - high).abs() < 2e-3, "{standing:?}");
    }
    assert!([0, 1, 3].iter().all(|&other| !found[other].possible_best) && found[2].is_best());
}

#[test]
fn the_family_uses_the_reference_tables_critical_values() {
    for row in json("critical_values_by_k.json").as_array().expect("a list") {
        let (k, expected) = (row["k"].as_f64().expect("a number"), row["z_mcb_bonf"].as_f64().expect("a number"));
        let found = student_critical(1.0 - 2.0 * 0.05 / (k - 1.0), 1_000_000_000_000).expect("defined");
        assert!(close(found, expected, 1e-10), "{k} structures: {found}, not {expected}");
    }
}

#[test]
fn hodges_lehmann_agrees_with_numpy_on_45_451_walsh_averages() {
    let numbers: Vec<f64> = (0..301).map(|i| f64::from(i * 7919 % 1000) / 7.0 - 30.0).collect();
    // numpy: np.median of all pairwise averages.
    assert!(close(hodges_lehmann(&numbers).expect("numbers"), 41.571_428_571_428_57, 1e-14));
    let many: Vec<f64> = (0..100_000).map(|i| f64::from(i * 17 % 100_003)).collect();
    assert!(hodges_lehmann(&many).is_some());
}

/// Three columns of one length, on a grid so that adding and scaling by powers of two is exact.
fn columns() -> impl Strategy<Value = Vec<Vec<f64>>> {
    prop::collection::vec(prop::collection::vec(-4_000..4_000_i32, 3), 2..40)
        .prop_map(|rows| (0..3).map(|column| rows.iter().map(|row| f64::from(row[column]) / 16.0).collect()).collect())
}

fn of(columns: &[Vec<f64>]) -> Panel {
    panel(&columns.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

proptest! {
    #[test]
    fn best_and_ruled_out_say_what_the_intervals_of_pairs_say(columns in columns(), lead in 0..400_i32) {
        let mut columns = columns;
        columns[1].iter_mut().for_each(|number| *number += f64::from(lead));
        let panel = of(&columns);
        let pairs = all_pairs(&panel, 1.0);
        let ahead = |i: usize, j: usize| {
            let pair = pairs.iter().find(|pair| (pair.first, pair.second) == (i.min(j), i.max(j))).expect("a pair");
            pair.simultaneous.is_some_and(|ends| if i < j { ends.low > 0.0 } else { ends.high < 0.0 })
        };
        for (i, standing) in best(&panel).into_iter().enumerate() {
            let standing = standing.expect("two trials");
            let others = || (0..3).filter(move |&j| j != i);
            prop_assert_eq!(standing.is_best(), others().all(|j| ahead(i, j)));
            prop_assert_eq!(standing.possible_best, others().all(|j| !ahead(j, i)));
        }
    }

    #[test]
    fn a_constant_added_to_all_structures_changes_no_comparison(columns in columns(), constant in -500..500_i32) {
        let moved: Vec<Vec<f64>> =
            columns.iter().map(|column| column.iter().map(|x| x + f64::from(constant)).collect()).collect();
        let (before, after) = (of(&columns), of(&moved));
        prop_assert_eq!(best(&before), best(&after));
        for (a, b) in all_pairs(&before, 1.0).iter().zip(all_pairs(&after, 1.0)) {
            prop_assert_eq!((a.verdict, a.simultaneous, a.median, a.p_holm), (b.verdict, b.simultaneous, b.median, b.p_holm));
        }
    }

    #[test]
    fn scaling_metric_and_practical_difference_together_changes_no_verdict(columns in columns()) {
        let scaled: Vec<Vec<f64>> = columns.iter().map(|column| column.iter().map(|x| 8.0 * x).collect()).collect();
        let (before, after) = (of(&columns), of(&scaled));
        for (a, b) in all_pairs(&before, 1.0).iter().zip(all_pairs(&after, 8.0)) {
            prop_assert_eq!((a.verdict, a.more_trials, a.p), (b.verdict, b.more_trials, b.p));
            prop_assert_eq!(a.median.map(|median| 8.0 * median), b.median);
        }
    }

    #[test]
    fn the_order_of_structures_changes_no_standing(columns in columns()) {
        let turned: Vec<Vec<f64>> = [2, 0, 1].map(|column: usize| columns[column].clone()).to_vec();
        let before = best(&of(&columns));
        let after = best(&of(&turned));
        for (place, structure) in [2, 0, 1].into_iter().enumerate() {
            let (after, before) = (after[place].expect("two trials"), before[structure].expect("two trials"));
            let near = |a: f64, b: f64| a == b || (a - b).abs() < 1e-9;
            prop_assert!(near(after.low, before.low) && near(after.high, before.high));
            prop_assert_eq!(after.possible_best, before.possible_best);
        }
    }

    #[test]
    fn a_pair_told_the_other_way_round_has_the_reversed_verdict(columns in columns()) {
        let panel = of(&columns);
        let there = &compare_pairs(&panel, &[(0, 1)], 1.0, 0.05, None)[0];
        let back = &compare_pairs(&panel, &[(1, 0)], 1.0, 0.05, None)[0];
        prop_assert_eq!(there.verdict.map(Verdict::reversed), back.verdict);
        prop_assert_eq!(there.median.map(|median| 0.0 - median), back.median);
    }

    #[test]
    fn the_highest_mean_can_always_be_the_best_and_bounds_include_what_was_seen(columns in columns()) {
        let panel = of(&columns);
        let standings: Vec<Standing> = best(&panel).into_iter().flatten().collect();
        let means: Vec<f64> = panel.means().into_iter().flatten().collect();
        let leader = leader(3, &all_pairs(&panel, 1.0), false).expect("trials");
        prop_assert!(standings[leader].possible_best);
        for (i, standing) in standings.iter().enumerate() {
            let others = means.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, mean)| *mean);
            let ahead = means[i] - others.fold(f64::NEG_INFINITY, f64::max);
            prop_assert!(standing.low <= 0.0 && standing.high >= 0.0);
            prop_assert!(standing.low <= ahead.max(0.0) + 1e-9 && standing.high >= ahead.min(0.0) - 1e-9);
        }
    }

    #[test]
    fn holm_is_never_above_bonferroni_nor_below_the_plain_value(p in prop::collection::vec(0.0..=1.0_f64, 1..30)) {
        for (plain, holm) in p.iter().zip(holm(&p)) {
            prop_assert!(*plain <= holm && holm <= (plain * p.len() as f64).min(1.0));
        }
    }

    #[test]
    fn hodges_lehmann_is_the_median_of_all_walsh_averages(numbers in prop::collection::vec(-1e3..1e3_f64, 1..40)) {
        let mut walsh: Vec<f64> =
            (0..numbers.len()).flat_map(|a| (a..numbers.len()).map(move |b| (a, b))).map(|(a, b)| (numbers[a] + numbers[b]) / 2.0).collect();
        walsh.sort_by(f64::total_cmp);
        let expected = dottedline::stats::quantile_of_sorted(&walsh, 0.5).expect("numbers");
        prop_assert!((hodges_lehmann(&numbers).expect("numbers") - expected).abs() < 1e-9);
    }
}
