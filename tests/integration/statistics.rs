//! Statistics against published and independently computed numbers.

use dottedline::stats::{
    BetaGeometric, Estimate, Moments, Paired, normal_quantile, quantile_of_sorted, student_critical, t_interval,
};
use proptest::prelude::*;
use serde_json::Value;

pub(crate) fn reference(name: &str) -> String {
    let path = format!("{}/tests/reference/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).expect("a reference file")
}

pub(crate) fn json(name: &str) -> Value {
    serde_json::from_str(&reference(name)).expect("JSON")
}

pub(crate) fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("a list").iter().map(|number| number.as_f64().expect("a number")).collect()
}

/// The rows of a reference table, without its comment and its head.
pub(crate) fn rows(name: &str) -> Vec<Vec<f64>> {
    let parse = |line: &str| line.split(',').map(|cell| cell.parse().expect("a number")).collect();
    reference(name).lines().skip(2).map(parse).collect()
}

pub(crate) fn close(found: f64, expected: f64, relative: f64) -> bool {
    (found - expected).abs() <= relative * expected.abs().max(f64::MIN_POSITIVE)
}

#[test]
fn critical_values_of_students_t_agree_with_forty_digit_arithmetic() {
    for row in rows("student_t.csv") {
        let [confidence, degrees, expected] = row[..] else { panic!("three columns") };
        let found = student_critical(confidence, degrees as u64).expect("defined");
        assert!(close(found, expected, 1e-10), "{confidence} with {degrees}: {found}, not {expected}");
    }
}

#[test]
fn quantiles_of_the_normal_agree_with_forty_digit_arithmetic() {
    for row in rows("normal_quantiles.csv") {
        let found = normal_quantile(row[0]).expect("defined");
        assert!(close(found, row[1], 1e-14), "{}: {found}, not {}", row[0], row[1]);
    }
}

#[test]
fn bonferroni_values_of_many_trials_agree_with_the_reference_table() {
    for row in json("critical_values_by_k.json").as_array().expect("a list") {
        let (pairs, expected) =
            (row["pairs"].as_f64().expect("a number"), row["z_bonf_two"].as_f64().expect("a number"));
        let found = student_critical(1.0 - 0.05 / pairs, 1_000_000_000_000).expect("defined");
        assert!(close(found, expected, 1e-10), "{pairs} pairs: {found}, not {expected}");
    }
}

#[test]
fn no_critical_value_is_made_up() {
    for (confidence, degrees) in [(0.95, 0), (0.0, 5), (1.0, 5), (-0.5, 5), (f64::NAN, 5)] {
        assert_eq!(student_critical(confidence, degrees), None);
    }
    for probability in [0.0, 1.0, -1.0, f64::NAN] {
        assert_eq!(normal_quantile(probability), None);
    }
}

#[test]
fn darwins_plants_have_the_published_interval() {
    let file = json("paired_darwin.json");
    let moments: Moments = numbers(&file["d"]).into_iter().collect();
    let expected = numbers(&file["ci95"]);
    let interval = t_interval(&moments, 0.95).expect("15 pairs");
    assert!(close(moments.mean().expect("15 pairs"), file["mean"].as_f64().expect("a number"), 1e-14));
    assert!(close(moments.standard_deviation().expect("15 pairs"), file["sd"].as_f64().expect("a number"), 1e-14));
    assert!(close(interval.low, expected[0], 1e-9) && close(interval.high, expected[1], 1e-12));
    assert!(interval.excludes_zero());
}

#[test]
fn laws_two_inventory_systems_differ_as_published() {
    let file = json("law_inventory_two_systems.json");
    let column = |name: &str| numbers(&file[name]).into_iter().map(Some).collect::<Vec<_>>();
    let pairs = Paired::of(column("x1"), column("x2"));
    let interval = t_interval(&pairs.difference, 0.90).expect("5 pairs");
    let expected = numbers(&file["paired"]["ci90"]);
    assert!(close(pairs.difference.mean().expect("5 pairs"), 4.978, 1e-12));
    assert!(close(interval.low, expected[0], 1e-10) && close(interval.high, expected[1], 1e-10));
    assert_eq!(pairs.share_greater(), Some(0.8));
}

/// NIST StRD univariate NumAcc1–4: many equal leading digits.
#[test]
fn nists_hard_columns_keep_their_digits() {
    let alternating = |middle: f64| -> Moments {
        let pair = [middle - 0.1, middle + 0.1];
        std::iter::once(middle).chain(pair.into_iter().cycle().take(1_000)).collect()
    };
    let three: Moments = [10_000_001.0, 10_000_003.0, 10_000_002.0].into_iter().collect();
    for (moments, mean, sd, digits) in [
        (three, 10_000_002.0, 1.0, 1e-15),
        (alternating(1.2), 1.2, 0.1, 1e-13),
        (alternating(1_000_000.2), 1_000_000.2, 0.1, 1e-9),
        (alternating(10_000_000.2), 10_000_000.2, 0.1, 1e-8),
    ] {
        assert!(close(moments.mean().expect("numbers"), mean, 1e-14));
        assert!(close(moments.standard_deviation().expect("numbers"), sd, digits), "{moments:?}");
    }
}

#[test]
fn one_number_has_a_mean_but_no_spread_and_no_interval() {
    let one = Estimate::from(&[3.0].into_iter().collect::<Moments>());
    assert_eq!((one.n, one.mean, one.sd, one.interval), (1, Some(3.0), None, None));
    let none = Estimate::from(&Moments::default());
    assert_eq!((none.n, none.mean, none.sd, none.interval), (0, None, None, None));
}

#[test]
fn quantiles_are_those_of_r_type_7() {
    // R: quantile(c(1, 2, 4, 8, 16), c(0, .05, .5, .9, .95, 1))
    let sorted = [1.0, 2.0, 4.0, 8.0, 16.0];
    for (share, expected) in [(0.0, 1.0), (0.05, 1.2), (0.5, 4.0), (0.9, 12.8), (0.95, 14.4), (1.0, 16.0)] {
        let found = quantile_of_sorted(&sorted, share).expect("numbers");
        assert!(close(found, expected, 1e-15), "{share}: {found}, not {expected}");
    }
    assert_eq!(quantile_of_sorted(&[5.0], 0.95), Some(5.0));
}

#[test]
fn pairs_with_a_missing_side_are_left_out_of_everything() {
    let first = [Some(1.0), None, Some(3.0), Some(6.0)];
    let second = [Some(2.0), Some(50.0), None, Some(4.0)];
    let pairs = Paired::of(first, second);
    assert_eq!(pairs.difference.count(), 2);
    assert_eq!((pairs.first.mean(), pairs.second.mean()), (Some(3.5), Some(3.0)));
    assert_eq!(pairs.difference.mean(), Some(0.5));
}

#[test]
fn correlation_and_variance_reduction_agree_with_hand_computation() {
    let pairs = Paired::of([1.0, 2.0, 3.0, 5.0].map(Some), [2.0, 2.0, 5.0, 7.0].map(Some));
    // Sums of squares 8.75 and 18, of products 12; of differences 2.75.
    assert!(close(pairs.correlation().expect("varies"), 12.0 / (8.75_f64 * 18.0).sqrt(), 1e-14));
    assert!(close(pairs.variance_reduction().expect("varies"), 26.75 / 2.75, 1e-14));
}

#[test]
fn a_column_that_does_not_vary_has_no_correlation_and_equal_columns_no_variance_reduction() {
    let flat = Paired::of([1.0, 1.0, 1.0].map(Some), [1.0, 2.0, 3.0].map(Some));
    assert_eq!(flat.correlation(), None);
    let equal = Paired::of([1.0, 2.5].map(Some), [1.0, 2.5].map(Some));
    assert_eq!((equal.variance_reduction(), equal.share_greater()), (None, Some(0.0)));
    assert_eq!(equal.correlation(), Some(1.0));
}

proptest! {
    #[test]
    fn moments_agree_with_the_textbook(numbers in prop::collection::vec(-1e6..1e6_f64, 2..200)) {
        let n = numbers.len() as f64;
        let mean = numbers.iter().sum::<f64>() / n;
        let variance = numbers.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0);
        let moments: Moments = numbers.into_iter().collect();
        prop_assert!((moments.mean().expect("numbers") - mean).abs() <= 1e-8);
        prop_assert!(close(moments.variance().expect("numbers"), variance, 1e-9));
    }

    #[test]
    fn quantiles_rise_and_stay_within_the_numbers(
        mut numbers in prop::collection::vec(-1e3..1e3_f64, 1..50), a in 0.0..=1.0_f64, b in 0.0..=1.0_f64,
    ) {
        numbers.sort_by(f64::total_cmp);
        let low = quantile_of_sorted(&numbers, a.min(b)).expect("numbers");
        let high = quantile_of_sorted(&numbers, a.max(b)).expect("numbers");
        prop_assert!(low <= high + 1e-9 && low >= numbers[0] && high <= numbers[numbers.len() - 1] + 1e-9);
    }

    #[test]
    fn critical_values_fall_towards_the_normal_ones(confidence in 0.01..0.9999_f64, degrees in 1_u64..3_000) {
        let fewer = student_critical(confidence, degrees).expect("defined");
        let more = student_critical(confidence, degrees + 1).expect("defined");
        let normal = normal_quantile(0.5 + 0.5 * confidence).expect("defined");
        prop_assert!(fewer >= more * (1.0 - 1e-11) && more >= normal * (1.0 - 1e-11));
    }
}

#[test]
fn retention_of_seven_years_gives_the_published_parameters_and_predicts_the_next_five() {
    // Fader & Hardie 2007, tables 1 and 2: α and β by maximum likelihood on years 1 to 7.
    // The rows begin after the heads and year 0.
    let table = rows("fader_hardie_2007_table1.csv");
    for (column, alpha, beta, most) in [(2, 0.668, 3.806, 0.035), (1, 0.704, 1.182, 0.025)] {
        let kept: Vec<f64> = table.iter().map(|row| row[column] / 100.0).collect();
        let fit = BetaGeometric::fit(&kept[..7], 1.0).expect("a fit");
        assert!((fit.alpha - alpha).abs() < 0.001 && (fit.beta - beta).abs() < 0.001, "{fit:?}");
        let error = |year: usize| (fit.survival((year + 1) as f64) / kept[year] - 1.0).abs();
        let mape = (7..12).map(error).sum::<f64>() / 5.0;
        assert!(mape < most, "mean error of years 8 to 12: {mape}");
    }
}
