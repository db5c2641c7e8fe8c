//! When to stop: Kim & Nelson's selection and the confidence sequence.

use dottedline::random::{Purpose, RandomInputs};
use dottedline::stats::{ConfidenceSequence, KimNelson, KimNelsonDesign, Moments, time_course};

use crate::statistics::reference;

fn table(name: &str) -> Vec<Vec<f64>> {
    let parse = |line: &str| line.split(',').map(|cell| cell.parse().expect("a number")).collect();
    reference(name).lines().skip(1).map(parse).collect()
}

fn design(structures: usize) -> KimNelsonDesign {
    KimNelsonDesign { structures, practical: 1.0, alpha: 0.05, first_stage: 20, batch: 1 }
}

#[test]
fn constants_of_kim_and_nelson_agree_with_the_reference_table() {
    for row in table("kn_eta_h2.csv") {
        let [k, n0, alpha, eta, h_squared, ..] = row[..] else { panic!("seven columns") };
        let design = KimNelsonDesign { alpha, first_stage: n0 as u32, ..design(k as usize) };
        let found = design.h_squared().expect("in range");
        assert!((found - h_squared).abs() < 1e-7, "{row:?}: {found}");
        assert!((found / (2.0 * (n0 - 1.0)) - eta).abs() < 1e-8, "{row:?}: {found}");
    }
}

#[test]
fn a_design_out_of_range_is_refused() {
    let fine = design(3);
    for wrong in [
        KimNelsonDesign { structures: 1, ..fine },
        KimNelsonDesign { structures: 0, ..fine },
        KimNelsonDesign { practical: 0.0, ..fine },
        KimNelsonDesign { practical: f64::NAN, ..fine },
        KimNelsonDesign { alpha: 0.0, ..fine },
        KimNelsonDesign { alpha: 1.0, ..fine },
        KimNelsonDesign { first_stage: 9, ..fine },
        KimNelsonDesign { batch: 0, ..fine },
    ] {
        assert!(KimNelson::new(wrong).is_none(), "{wrong:?}");
    }
}

/// Numbers of a trial with a large common part; structure i has the mean given, most of them below zero.
fn row(trial: u32, means: &[f64]) -> Vec<Option<f64>> {
    let mut draws = RandomInputs::new(5, trial).draws(Purpose::Officer, 0, 0);
    let common = 8.0 * draws.normal();
    // The same noise belongs to a mean wherever its structure stands.
    let noise =
        |mean: f64| RandomInputs::new(6, trial).draws(Purpose::Officer, (100.0 * (mean + 50.0)) as u32, 0).normal();
    means.iter().map(|&mean| Some(mean + common + 2.0 * noise(mean))).collect()
}

fn search(design: KimNelsonDesign, means: &[f64]) -> KimNelson {
    let mut search = KimNelson::new(design).expect("in range");
    (0..100_000)
        .take_while(|&trial| {
            search.take(&row(trial, means));
            search.choice().is_none()
        })
        .for_each(drop);
    search
}

#[test]
fn the_best_is_found_in_every_order_and_below_zero() {
    let means = [-10.0, -11.5, -12.5, -14.0];
    let expected = search(design(4), &means);
    let stops: Vec<(u64, f64)> = expected.eliminated().iter().map(|&(trials, i)| (trials, means[i])).collect();
    for order in permutations(4) {
        let turned: Vec<f64> = order.iter().map(|&i| means[i]).collect();
        let found = search(design(4), &turned);
        let choice = found.choice().expect("chosen");
        assert_eq!((turned[choice.structure], choice.trials), (-10.0, expected.trials()), "{order:?}");
        let mut seen: Vec<(u64, f64)> = found.eliminated().iter().map(|&(trials, i)| (trials, turned[i])).collect();
        seen.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        let mut wanted = stops.clone();
        wanted.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        assert_eq!(seen, wanted, "{order:?}");
    }
}

fn permutations(k: usize) -> Vec<Vec<usize>> {
    let mut all = vec![vec![]];
    for item in 0..k {
        let insert = |order: &Vec<usize>| {
            (0..=order.len()).map(|place| [&order[..place], &[item], &order[place..]].concat()).collect::<Vec<_>>()
        };
        all = all.iter().flat_map(insert).collect();
    }
    all
}

#[test]
fn it_agrees_with_the_procedure_written_down_step_by_step() {
    let means = [0.3, -0.2, 0.0, 0.4, -3.0];
    let found = search(design(5), &means);
    assert_eq!(found.choice().map(|choice| (choice.trials, choice.structure)), Some(step_by_step(&means)));
}

/// The procedure as in the paper, from all rows anew at every interim look.
fn step_by_step(means: &[f64]) -> (u64, usize) {
    let (k, n0, delta) = (means.len(), 20, 1.0);
    let rows: Vec<Vec<f64>> = (0..20_000).map(|t| row(t, means).into_iter().flatten().collect()).collect();
    let beta = 0.05 / (k - 1) as f64;
    let eta = (libm::pow(2.0 * beta, -2.0 / (n0 - 1) as f64) - 1.0) / 2.0;
    let h2 = 2.0 * eta * (n0 - 1) as f64;
    let variance = |i: usize, j: usize| -> f64 {
        rows[..n0].iter().map(|row| row[i] - row[j]).collect::<Moments>().variance().expect("20 numbers")
    };
    let pairs = (0..k).flat_map(|i| (0..k).filter(move |&j| j != i).map(move |j| (i, j)));
    let n_max = pairs.map(|(i, j)| (h2 * variance(i, j) / delta).floor() as usize).max().expect("pairs");
    let mut inside: Vec<usize> = (0..k).collect();
    let mut r = n0;
    loop {
        let mean = |i: usize| rows[..r].iter().map(|row| row[i]).sum::<f64>() / r as f64;
        let best = |inside: &[usize]| inside.iter().copied().max_by(|&a, &b| mean(a).total_cmp(&mean(b))).expect("one");
        if r > n_max {
            return (r as u64, best(&inside));
        }
        let w = |i: usize, l: usize| (delta / (2.0 * r as f64) * (h2 * variance(i, l) - r as f64)).max(0.0);
        let before = inside.clone();
        inside.retain(|&i| before.iter().all(|&l| l == i || mean(i) >= mean(l) - w(i, l)));
        if inside.len() == 1 {
            return (r as u64, inside[0]);
        }
        r += 1;
    }
}

#[test]
fn identical_structures_end_the_search_after_the_first_stage_with_both_still_in() {
    let mut search = KimNelson::new(design(2)).expect("in range");
    (0..20).for_each(|trial| search.take(&[Some(f64::from(trial)), Some(f64::from(trial))]));
    let choice = search.choice().expect("chosen");
    assert_eq!((choice.structure, choice.trials, choice.among.as_slice()), (0, 20, [0, 1].as_slice()));
}

#[test]
fn the_search_ends_by_n_max_plus_one_even_where_nothing_differs() {
    let means = [1.0, 1.01, 0.99];
    let found = search(design(3), &means);
    let most = found.most_trials().expect("after the first stage");
    assert!(found.choice().is_some() && found.trials() as f64 <= most);
}

#[test]
fn looks_come_in_batches_only() {
    let found = search(KimNelsonDesign { batch: 16, ..design(4) }, &[-10.0, -11.5, -12.5, -14.0]);
    assert_eq!((found.trials() - 20) % 16, 0);
    assert!(found.eliminated().iter().all(|(trials, _)| (trials - 20) % 16 == 0));
}

#[test]
fn structures_that_are_ruled_out_need_no_more_numbers_and_missing_ones_leave_a_trial_out() {
    let mut search = KimNelson::new(design(3)).expect("in range");
    search.take(&[Some(1.0), None, Some(1.0)]);
    search.take(&[Some(1.0), Some(f64::NAN), Some(1.0)]);
    search.take(&[Some(1.0)]);
    assert_eq!((search.trials(), search.left_out()), (0, 3));
    for trial in 0..20 {
        let mut numbers = row(trial, &[0.0, 0.1, 0.0]);
        numbers[2] = numbers[0].map(|number| number - 1e6);
        search.take(&numbers);
    }
    assert_eq!((search.eliminated(), search.survivors()), ([(20, 2)].as_slice(), [0, 1].as_slice()));
    search.take(&row(20, &[0.0, 0.1])); // one number fewer
    assert_eq!(search.trials(), 21);
}

#[test]
fn radii_of_the_confidence_sequence_agree_with_the_reference_table() {
    let best_at = [(0.079_361_55, 100), (0.039_680_77, 200), (0.007_936_15, 1_000)];
    for row in table("asymptotic_cs_radius.csv") {
        let [n, rho_squared, alpha, radius] = row[..] else { panic!("four columns") };
        let (_, best) = best_at.iter().find(|(rho, _)| (rho - rho_squared).abs() < 1e-7).expect("known");
        let sequence = ConfidenceSequence::new(alpha, *best).expect("in range");
        assert!((sequence.rho_squared() - rho_squared).abs() < 1e-8);
        assert!((sequence.radius(n as u64, 1.0).expect("n") - radius).abs() < 1e-6, "{row:?}");
    }
}

#[test]
fn the_confidence_sequence_says_nothing_before_it_can() {
    let sequence = ConfidenceSequence::new(0.05, 100).expect("in range");
    let seen = |n: u32| (0..n).map(f64::from).collect::<Moments>();
    assert_eq!((sequence.interval(&seen(49)), sequence.radius(0, 1.0)), (None, None));
    assert!(sequence.interval(&seen(50)).is_some());
    for (alpha, best_at) in [(0.0, 1), (1.0, 1), (f64::NAN, 1), (0.05, 0)] {
        assert_eq!(ConfidenceSequence::new(alpha, best_at), None);
    }
}

/// Weeks of a difference with these means and standard error 1 each (three trials, so t is 4.30).
fn course(means: &[f64]) -> Vec<(u32, Moments)> {
    let spread = 3.0_f64.sqrt();
    let week = |mean: f64| [mean - spread, mean, mean + spread].into_iter().collect();
    (0..).zip(means.iter().map(|&mean| week(mean))).collect()
}

#[test]
fn a_crossover_is_as_sure_as_the_intervals_of_its_weeks() {
    let found = time_course(&course(&[-9.0, -9.0, -1.0, 1.0, 2.0, 9.0]), 0.95).expect("weeks");
    assert_eq!((found.crossover_low, found.crossover, found.crossover_high), (Some(2), Some(3), Some(5)));
    // Perhaps back, perhaps never.
    let found = time_course(&course(&[-9.0, -9.0, -1.0, 1.0]), 0.95).expect("weeks");
    assert_eq!((found.crossover_low, found.crossover, found.crossover_high), (Some(2), Some(3), None));
    // Clearly not back.
    let found = time_course(&course(&[-9.0, -9.0]), 0.95).expect("weeks");
    assert_eq!((found.crossover_low, found.crossover, found.crossover_high), (None, None, None));
    // A dip that may be chance.
    let found = time_course(&course(&[-1.0, 9.0]), 0.95).expect("weeks");
    assert_eq!((found.is_clear_dip, found.crossover, found.crossover_low), (false, Some(1), None));
    assert_eq!(time_course(&[], 0.95), None);
    assert_eq!(time_course(&[(0, [1.0].into_iter().collect())], 0.95), None);
}
