//! The statistics of sensitivity against SALib's numbers on published functions, closed forms and planted truths.

use dottedline::random::{Purpose, RandomInputs};
use dottedline::stats::{
    GaussianProcess, SaltelliDesign, SobolIndices, Trajectory, dependence, morris_trajectories, prim, sampled_shapley,
    screening, shapley_shares, sobol_indices,
};
use std::f64::consts::PI;

use crate::statistics::{close, json, numbers, reference};

/// Random words by a key, as the program has them.
fn words(seed: u64) -> impl Fn(u32) -> Box<dyn FnMut() -> u32> + Copy {
    move |b| {
        let mut draws = RandomInputs::new(seed, 0).draws(Purpose::Resampling, b, 0);
        Box::new(move || draws.word())
    }
}

/// Rows of a reference table whose first line says what its columns are.
fn table(name: &str) -> Vec<Vec<f64>> {
    let row = |line: &str| line.split(',').map(|cell| cell.parse().expect("a number")).collect();
    reference(name).lines().skip(1).map(row).collect()
}

fn square(x: f64) -> f64 {
    x * x
}

/// Ishigami & Homma (1990) with a = 7, b = 0.1, of numbers in (0, 1).
fn ishigami(x: &[f64]) -> f64 {
    let at = |i: usize| PI * (2.0 * x[i] - 1.0);
    libm::sin(at(0)) + 7.0 * square(libm::sin(at(1))) + 0.1 * square(square(at(2))) * libm::sin(at(0))
}

fn near(found: f64, expected: f64, what: &str) {
    assert!((found - expected).abs() < 1e-11, "{what}: {found}, not {expected}");
}

#[test]
fn morris_on_ishigami_has_the_digits_of_salib() {
    let rows = table("ishigami_morris_r20.csv");
    let unit = |row: &Vec<f64>| row[..3].iter().map(|x| (x + PI) / (2.0 * PI)).collect::<Vec<f64>>();
    let trajectories: Vec<Trajectory> = rows.chunks(4).map(|rows| rows.iter().map(unit).collect()).collect();
    let values: Vec<Vec<Option<f64>>> =
        rows.chunks(4).map(|rows| rows.iter().map(|row| Some(row[3])).collect()).collect();
    let found = screening(&trajectories, &values, 999, words(1)).expect("20 trajectories");
    let file = json("ishigami_morris.json");
    assert_eq!((found.trajectories, found.left_out), (20, 0));
    for (input, effects) in found.inputs.iter().enumerate() {
        near(effects.mu, numbers(&file["mu"])[input], "mu");
        near(effects.mu_star, numbers(&file["mu_star"])[input], "mu*");
        near(effects.sigma, numbers(&file["sigma"])[input], "sigma");
    }
    for (input, effects) in found.inputs.iter().enumerate() {
        // SALib draws anew some hundred times, which is off by a tenth; the second input has steps of one size.
        let salib = numbers(&file["mu_star_conf"])[input];
        let half = effects.interval.map_or(0.0, |interval| 0.5 * (interval.high - interval.low));
        assert!((half - salib).abs() <= 0.25 * salib + 1e-11, "input {input}: {half}, not about {salib}");
    }
}

#[test]
fn a_trajectory_with_a_missing_value_is_left_out_whole_and_counted() {
    let trajectories = morris_trajectories(3, 20, 4, words(2)).expect("even levels");
    let value = |point: &Vec<f64>| Some(ishigami(point));
    let whole: Vec<Vec<Option<f64>>> = trajectories.iter().map(|points| points.iter().map(value).collect()).collect();
    let mut gaps = whole.clone();
    gaps[3][2] = None;
    gaps[11][0] = Some(f64::NAN);
    let found = screening(&trajectories, &gaps, 99, words(1)).expect("18 trajectories");
    let without = |list: &mut Vec<_>| {
        list.remove(11);
        list.remove(3);
    };
    let (mut fewer, mut their) = (trajectories.clone(), whole);
    fewer.remove(11);
    fewer.remove(3);
    without(&mut their);
    let expected = screening(&fewer, &their, 99, words(1)).expect("18 trajectories");
    assert_eq!((found.trajectories, found.left_out), (18, 2));
    assert_eq!(found.inputs, expected.inputs);
}

#[test]
fn every_trajectory_moves_each_input_once_by_half_the_levels_and_differs_by_key() {
    let trajectories = morris_trajectories(5, 40, 4, words(1)).expect("even levels");
    for points in &trajectories {
        assert!(points.iter().flatten().all(|x| [0.0, 1.0 / 3.0, 2.0 / 3.0, 1.0].contains(x)));
        for input in 0..5 {
            let moves: Vec<f64> = points.windows(2).map(|two| (two[1][input] - two[0][input]).abs()).collect();
            let moved: Vec<&f64> = moves.iter().filter(|by| **by > 0.0).collect();
            assert!(moved.len() == 1 && (moved[0] - 2.0 / 3.0).abs() < 1e-12, "{moves:?}");
        }
    }
    assert_eq!(trajectories, morris_trajectories(5, 40, 4, words(1)).expect("even levels"));
    assert_ne!(trajectories, morris_trajectories(5, 40, 4, words(2)).expect("even levels"));
    assert!(morris_trajectories(5, 40, 3, words(1)).is_none() && morris_trajectories(0, 40, 4, words(1)).is_none());
}

/// The values of the reference: rows of A, AB1, AB2, AB3, B.
fn reference_indices(resamples: u32) -> (SobolIndices, Vec<Vec<f64>>) {
    let rows = table("ishigami_saltelli_N64.csv");
    let column = |which: usize| -> Vec<f64> { rows.chunks(5).map(|block| block[which][3]).collect() };
    let columns: Vec<Vec<f64>> = (0..5).map(column).collect();
    let some = |which: usize| columns[which].iter().copied().map(Some).collect::<Vec<_>>();
    let found = sobol_indices(&some(0), &some(4), &[some(1), some(2), some(3)], 0.0, resamples, words(1));
    (found.expect("64 rows"), columns)
}

#[test]
fn sobol_indices_of_ishigami_have_the_digits_of_the_reference() {
    let (found, columns) = reference_indices(0);
    let expected = &json("ishigami.json")["estimates"]["64"];
    let of = |key: &str| numbers(&expected[key]);
    let all = columns.iter().flatten();
    let centre = all.clone().sum::<f64>() / all.count() as f64;
    near(found.variance, expected["var"].as_f64().expect("a number"), "variance");
    for (input, index) in found.inputs.iter().enumerate() {
        near(index.first, of("SALib_S1")[input], "first order");
        near(index.first_jansen, of("S1_jansen")[input], "first order by Jansen");
        near(index.total, of("ST_jansen")[input], "total");
        near(index.total, of("SALib_ST")[input], "total");
        // Without centring: mean(yB (yAB − yA)) / V.
        let differences = columns[input + 1].iter().zip(&columns[0]).map(|(ab, a)| ab - a);
        let raw = index.first + centre * differences.sum::<f64>() / 64.0 / found.variance;
        near(raw, of("S1_saltelli2010_raw")[input], "first order of values as they are");
    }
}

#[test]
fn the_intervals_of_sobol_indices_are_as_wide_as_salib_s() {
    let (found, _) = reference_indices(2_000);
    let expected = &json("ishigami.json")["estimates"]["64"];
    for (input, index) in found.inputs.iter().enumerate() {
        let half =
            |interval: Option<dottedline::stats::Interval>| interval.map(|it| 0.5 * (it.high - it.low)).expect("drawn");
        let pairs = [(index.first_interval, "SALib_S1_conf"), (index.total_interval, "SALib_ST_conf")];
        for (interval, key) in pairs {
            // SALib's are 1.96 standard deviations of 100 resamples or so.
            let ratio = half(interval) / numbers(&expected[key])[input];
            assert!((0.7..1.4).contains(&ratio), "{key} of input {input}: {ratio}");
        }
    }
}

/// Sobol' g: Π (|4x − 2| + a) / (1 + a).
fn sobol_g(x: &[f64]) -> f64 {
    let a = [0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0];
    x.iter().zip(a).map(|(x, a)| ((4.0 * x - 2.0).abs() + a) / (1.0 + a)).product()
}

fn indices_of(f: impl Fn(&[f64]) -> f64, inputs: usize, rows: u32, resamples: u32) -> SobolIndices {
    indices_from(3, f, inputs, rows, resamples)
}

fn indices_from(seed: u64, f: impl Fn(&[f64]) -> f64, inputs: usize, rows: u32, resamples: u32) -> SobolIndices {
    let design = SaltelliDesign::new(inputs, rows, seed).expect("few inputs");
    let of = |points: &[Vec<f64>]| points.iter().map(|point| Some(f(point))).collect::<Vec<_>>();
    let ab: Vec<Vec<Option<f64>>> = (0..inputs).map(|input| of(&design.ab(input))).collect();
    sobol_indices(&of(&design.a), &of(&design.b), &ab, 0.0, resamples, words(4)).expect("rows")
}

#[test]
fn intervals_of_sobol_indices_hold_the_analytic_ones_about_as_often_as_they_say() {
    let analytic = &json("ishigami.json")["analytic"];
    let (first, total) = (numbers(&analytic["S"]), numbers(&analytic["ST"]));
    let (mut held, mut of) = (0, 0);
    for seed in 0..80 {
        let found = indices_from(seed, ishigami, 3, 256, 400);
        for (input, index) in found.inputs.iter().enumerate() {
            for (interval, truth) in [(index.first_interval, first[input]), (index.total_interval, total[input])] {
                let interval = interval.expect("rows were drawn anew");
                held += u32::from(interval.low <= truth && truth <= interval.high);
                of += 1;
            }
        }
    }
    // Rows of a scrambled Sobol' sequence are spread more evenly than the bootstrap knows: intervals are rather too wide.
    assert!(held * 100 >= 92 * of, "{held} of {of} intervals hold the analytic index, 95 % should");
}

#[test]
fn sobol_indices_come_to_the_analytic_ones_of_ishigami_and_g() {
    let ishigami_file = &json("ishigami.json")["analytic"];
    let g_file = &json("sobol_g.json")["analytic"];
    let cases = [(indices_of(ishigami, 3, 4096, 0), ishigami_file), (indices_of(sobol_g, 8, 4096, 0), g_file)];
    for (found, expected) in cases {
        assert!(close(found.variance, expected["V"].as_f64().expect("a number"), 0.02), "{}", found.variance);
        for (input, index) in found.inputs.iter().enumerate() {
            let (first, total) = (numbers(&expected["S"])[input], numbers(&expected["ST"])[input]);
            assert!(
                (index.first - first).abs() < 0.015 && (index.first_jansen - first).abs() < 0.015,
                "{input}: {index:?}"
            );
            assert!((index.total - total).abs() < 0.015, "{input}: {index:?}, not {total}");
        }
    }
}

#[test]
fn rows_with_a_missing_value_are_left_out_whole_and_counted() {
    let design = SaltelliDesign::new(2, 64, 3).expect("few inputs");
    let of = |points: &[Vec<f64>]| points.iter().map(|x| Some(x[0] + square(x[1]))).collect::<Vec<_>>();
    let (mut a, b, mut first, second) = (of(&design.a), of(&design.b), of(&design.ab(0)), of(&design.ab(1)));
    let without = |column: &[Option<f64>]| [&column[..9], &column[10..40], &column[41..]].concat();
    let expected = sobol_indices(&without(&a), &without(&b), &[without(&first), without(&second)], 0.0, 99, words(1))
        .expect("rows");
    a[9] = Some(f64::NAN);
    first[40] = None;
    let found = sobol_indices(&a, &b, &[first, second], 0.0, 99, words(1)).expect("rows");
    assert_eq!((found.rows, found.left_out), (62, 2));
    assert_eq!(found.inputs, expected.inputs);
}

/// A number from 0 to 1 that jumps with everything it is made of: what a simulator's noise looks like when an input moves.
fn jump(point: &[f64], trial: u32) -> f64 {
    let seed = point.iter().fold(7, |seed: u64, x| (seed ^ x.to_bits()).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 11);
    RandomInputs::new(seed, trial).draws(Purpose::Officer, 0, 0).normal()
}

#[test]
fn an_inert_input_of_a_noisy_simulator_has_a_total_index_of_0_in_its_interval() {
    // The third input moves nothing but the noise, as every input does. Eight trials per point.
    let (sd, trials) = (2.0, 8_u32);
    let f = |x: &[f64]| {
        let noise = (0..trials).map(|trial| jump(x, trial)).sum::<f64>() / f64::from(trials);
        4.0 * x[0] + 2.0 * x[1] + sd * noise
    };
    let design = SaltelliDesign::new(3, 512, 3).expect("few inputs");
    let of = |points: &[Vec<f64>]| points.iter().map(|point| Some(f(point))).collect::<Vec<_>>();
    let ab: Vec<Vec<Option<f64>>> = (0..3).map(|input| of(&design.ab(input))).collect();
    let of_noise = |noise| sobol_indices(&of(&design.a), &of(&design.b), &ab, noise, 500, words(1)).expect("rows");
    let found = of_noise(sd * sd / f64::from(trials));
    let inert = found.inputs[2].total_interval.expect("drawn");
    assert!(inert.low < 0.0 && inert.high > 0.0, "{inert:?}");
    for (input, expected) in [(0, 0.8), (1, 0.2)] {
        let interval = found.inputs[input].total_interval.expect("drawn");
        assert!(interval.low < expected && interval.high > expected, "{input}: {interval:?}");
    }
    // Unless the noise is taken off, what does nothing looks important.
    let taken_for_real = of_noise(0.0).inputs[2].total_interval.expect("drawn");
    assert!(taken_for_real.low > 0.1, "{taken_for_real:?}");
}

#[test]
fn with_the_same_random_numbers_at_every_point_an_inert_input_has_exactly_0() {
    let common = jump(&[0.5], 1);
    let found = indices_of(|x| x[0] * (1.0 + common), 2, 64, 99);
    assert_eq!(found.inputs[1].total, 0.0);
}

#[test]
fn hsic_has_the_digits_of_the_reference() {
    let rows = table("ishigami_saltelli_N64.csv");
    let values: Vec<Option<f64>> = rows[..100].iter().map(|row| Some(row[3])).collect();
    for (input, name) in ["x1", "x2", "x3"].into_iter().enumerate() {
        let inputs: Vec<f64> = rows[..100].iter().map(|row| row[input]).collect();
        let found = dependence(&inputs, &values, 199, words(1)).expect("100 rows");
        let expected = &json("hsic.json")["values"][name];
        assert!(close(found.hsic, expected["HSIC"].as_f64().expect("a number"), 1e-11), "{name}: {found:?}");
        assert!(close(found.share, expected["R2_HSIC"].as_f64().expect("a number"), 1e-11), "{name}: {found:?}");
    }
}

#[test]
fn hsic_finds_what_depends_and_errs_on_what_does_not_as_often_as_it_says() {
    let uniform = |entity: u32| {
        let mut draws = RandomInputs::new(5, 0).draws(Purpose::Officer, 0, entity);
        move || draws.uniform()
    };
    let mut found_by_chance = 0;
    for study in 0..200 {
        let mut next = uniform(study * 16);
        let x: Vec<f64> = (0..30).map(|_| next()).collect();
        let other: Vec<Option<f64>> = (0..30).map(|_| Some(next())).collect();
        found_by_chance += usize::from(dependence(&x, &other, 99, words(u64::from(study))).expect("30 rows").p <= 0.05);
        let circle: Vec<Option<f64>> = x.iter().map(|x| Some(libm::sin(2.0 * PI * x))).collect();
        assert_eq!(dependence(&x, &circle, 99, words(1)).expect("30 rows").p, 0.01);
    }
    // Binomial(200, 0.05) is 3 to 18 with probability 0.995.
    assert!((3..=18).contains(&found_by_chance), "{found_by_chance} of 200");
    let mut gap: Vec<Option<f64>> = (0..9).map(|i| Some(f64::from(i * i))).collect();
    gap[4] = None;
    let found = dependence(&[0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0], &gap, 9, words(1)).expect("8 rows");
    assert_eq!((found.rows, found.left_out), (8, 1));
    assert!(dependence(&[1.0; 9], &gap, 9, words(1)).is_none(), "what does not vary depends on nothing");
}

#[test]
fn a_gaussian_process_through_two_points_is_the_closed_form() {
    // Ordinary kriging of two points at distance 1 with noise: weights by hand from [K 1; 1 0].
    let (variance, length, noise) = (4.0, 0.8, [0.3, 0.7]);
    let (y, at) = ([1.0, 5.0], 0.25_f64);
    let k = |d: f64| {
        let r = 5.0_f64.sqrt() * d.abs() / length;
        variance * (1.0 + r + r * r / 3.0) * libm::exp(-r)
    };
    let process = GaussianProcess::with(&[vec![0.0], vec![1.0]], &y, &noise, &[length], variance).expect("definite");
    let jitter = 1e-9 * variance;
    let (k00, k11, k01) = (k(0.0) + noise[0] + jitter, k(0.0) + noise[1] + jitter, k(1.0));
    let (c0, c1) = (k(at), k(1.0 - at));
    // w0 + w1 = 1; k00 w0 + k01 w1 + m = c0; k01 w0 + k11 w1 + m = c1.
    let w0 = (c0 - c1 - k01 + k11) / (k00 + k11 - 2.0 * k01);
    let (w1, m) = (1.0 - w0, c0 - k00 * w0 - k01 * (1.0 - w0));
    let found = process.predicted(&[at]);
    near(found.mean, w0 * y[0] + w1 * y[1], "mean");
    near(square(found.sd), k(0.0) - w0 * c0 - w1 * c1 - m, "variance");
    // With one point left there is only the constant: its error is the difference, its variance that of y₀ − y₁.
    let left_out = process.left_out();
    near(left_out[0].error, y[0] - y[1], "left out");
    near(square(left_out[1].sd), k00 + k11 - 2.0 * k01, "variance left out");
}

/// Thirty points in the unit square, a smooth function of them and its noise.
fn noisy_square() -> (Vec<Vec<f64>>, Vec<f64>, Vec<f64>) {
    let sobol = dottedline::stats::Sobol::new(2).expect("two");
    let points: Vec<Vec<f64>> = (0..30).map(|i| sobol.scrambled(1, i)).collect();
    let noise: Vec<f64> = (0..30).map(|i| square(0.02 + 0.06 * f64::from(i % 3))).collect();
    let value = |(point, noise_of): (&Vec<f64>, &f64)| smooth(point) + noise_of.sqrt() * jump(point, 0);
    let values = points.iter().zip(&noise).map(value).collect();
    (points, values, noise)
}

fn smooth(x: &[f64]) -> f64 {
    libm::sin(4.0 * x[0]) + square(x[1])
}

#[test]
fn points_left_out_in_closed_form_are_those_of_fits_without_them() {
    let (points, values, noise) = noisy_square();
    let process = GaussianProcess::fitted(&points, &values, &noise).expect("30 points");
    for (place, left_out) in process.left_out().into_iter().enumerate() {
        let without = |list: &[f64]| [&list[..place], &list[place + 1..]].concat();
        let others = [&points[..place], &points[place + 1..]].concat();
        let (lengths, variance) = (process.lengths(), process.variance());
        let fit =
            GaussianProcess::with(&others, &without(&values), &without(&noise), lengths, variance).expect("definite");
        let predicted = fit.predicted(&points[place]);
        assert!((left_out.error - (values[place] - predicted.mean)).abs() < 1e-6, "{place}: {left_out:?}");
        let sd = (square(predicted.sd) + noise[place]).sqrt();
        assert!((left_out.sd - sd).abs() < 1e-6, "{place}: {left_out:?}, not {sd}");
    }
}

#[test]
fn a_gaussian_process_smooths_noise_away_and_says_how_sure_it_is() {
    let (points, values, noise) = noisy_square();
    let process = GaussianProcess::fitted(&points, &values, &noise).expect("30 points");
    let grid = (0..400).map(|i| vec![0.05 + 0.9 * f64::from(i % 20) / 19.0, 0.05 + 0.9 * f64::from(i / 20) / 19.0]);
    let errors: Vec<(f64, f64)> = grid
        .map(|at| {
            let predicted = process.predicted(&at);
            (predicted.mean - smooth(&at), predicted.sd)
        })
        .collect();
    let rms = (errors.iter().map(|(error, _)| error * error).sum::<f64>() / 400.0).sqrt();
    let inside = errors.iter().filter(|(error, sd)| error.abs() < 1.96 * sd).count();
    assert!(rms < 0.06, "{rms}: noise has a standard deviation of 0.09");
    assert!((340..=400).contains(&inside), "{inside} of 400 inside of 95 % intervals");
}

#[test]
fn lengths_are_short_where_the_function_bends_and_long_where_it_does_nothing() {
    let sobol = dottedline::stats::Sobol::new(2).expect("two");
    let points: Vec<Vec<f64>> = (0..32).map(|i| sobol.scrambled(2, i)).collect();
    for bends in [0, 1] {
        let values: Vec<f64> = points.iter().map(|point| libm::sin(9.0 * point[bends])).collect();
        let process = GaussianProcess::fitted(&points, &values, &[1e-6; 32]).expect("32 points");
        let lengths = process.lengths();
        assert!(lengths[bends] < 1.5 && lengths[1 - bends] > 10.0 * lengths[bends], "{bends}: {lengths:?}");
        let at = [0.47, 0.31];
        assert!((process.predicted(&at).mean - libm::sin(9.0 * at[bends])).abs() < 0.02, "{bends}");
    }
}

#[test]
fn a_gaussian_process_refuses_what_it_cannot_fit() {
    let points: Vec<Vec<f64>> = (0..4).map(|i| vec![f64::from(i)]).collect();
    assert!(GaussianProcess::fitted(&points, &[1.0; 4], &[0.1; 4]).is_none(), "nothing varies");
    assert!(GaussianProcess::fitted(&points[..2], &[1.0, 2.0], &[0.1; 2]).is_none(), "two points");
    assert!(GaussianProcess::fitted(&points, &[1.0, f64::NAN, 2.0, 3.0], &[0.1; 4]).is_none(), "no number");
    assert!(GaussianProcess::fitted(&points, &[1.0, 4.0, 2.0, 3.0], &[-0.1; 4]).is_none(), "negative noise");
}

#[test]
fn prim_finds_a_planted_box_through_five_per_cent_of_flips() {
    // 500 points in four dimensions; it happens where the first is above .6 and the second below .5.
    let sobol = dottedline::stats::Sobol::new(4).expect("four");
    let points: Vec<Vec<f64>> = (0..512).map(|i| sobol.scrambled(9, i)).collect();
    let flipped = |place: usize| (RandomInputs::new(1, 0).draws(Purpose::Officer, 0, place as u32).uniform()) < 0.05;
    let planted = |point: &Vec<f64>| point[0] > 0.6 && point[1] < 0.5;
    let happens: Vec<bool> = points.iter().enumerate().map(|(i, point)| planted(point) != flipped(i)).collect();
    let boxes = prim(&points, &happens, 0.05, 0.05);
    for two in boxes.windows(2) {
        assert!(two[1].density > two[0].density && two[1].coverage <= two[0].coverage, "each peel gains density");
    }
    // The first box that is nearly pure.
    let found = boxes.iter().find(|found| found.density > 0.9).expect("a dense box");
    assert!((found.limits[0].low - 0.6).abs() < 0.03 && (found.limits[1].high - 0.5).abs() < 0.03, "{found:?}");
    assert!(found.coverage > 0.75, "{found:?}");
    assert!(found.p[0].is_some_and(|p| p < 1e-6) && found.p[1].is_some_and(|p| p < 1e-6), "{found:?}");
    assert_eq!((boxes[0].density * 512.0).round() as usize, happens.iter().filter(|happens| **happens).count());
    assert!(prim(&points, &[false; 512], 0.05, 0.05).is_empty());
}

/// A game of so many things in which the last adds nothing and the first two are alike.
fn game(combination: usize, things: usize) -> f64 {
    let has = |thing: usize| combination >> thing & 1 == 1;
    let alike = usize::from(has(0)) + usize::from(has(1));
    let others: f64 = (2..things - 1).filter(|&thing| has(thing)).map(|thing| libm::sqrt(thing as f64)).sum();
    square(alike as f64) + others * (1.0 + alike as f64) - 3.0
}

#[test]
fn shapley_shares_add_up_and_what_adds_nothing_has_none_and_equals_have_equal_ones() {
    for things in 4..=8 {
        let values: Vec<f64> = (0..1 << things).map(|combination| game(combination, things)).collect();
        let shares = shapley_shares(&values).expect("few things");
        let whole = values[values.len() - 1] - values[0];
        assert!((shares.iter().sum::<f64>() - whole).abs() < 1e-12, "{things}: efficiency");
        assert!(shares[things - 1].abs() < 1e-14, "{things}: dummy");
        assert!((shares[0] - shares[1]).abs() < 1e-12, "{things}: symmetry");
    }
    assert!(shapley_shares(&[1.0]).is_none() && shapley_shares(&[1.0, 2.0, 3.0]).is_none());
    assert!(shapley_shares(&[0.0; 512]).is_none(), "nine things are sampled");
}

#[test]
fn shapley_shares_of_the_glove_game_are_the_published_ones() {
    // One left glove, two right ones; a pair is worth 1: 2/3, 1/6, 1/6.
    let values: Vec<f64> = (0..8).map(|c: u32| f64::from(c & 1 == 1 && c > 1)).collect();
    let shares = shapley_shares(&values).expect("three");
    for (share, expected) in shares.iter().zip([2.0 / 3.0, 1.0 / 6.0, 1.0 / 6.0]) {
        near(*share, expected, "share");
    }
}

#[test]
fn sampled_shapley_shares_add_up_and_come_to_the_exact_ones() {
    let values: Vec<f64> = (0..256).map(|combination| game(combination, 8)).collect();
    let exact = shapley_shares(&values).expect("eight");
    let place = |has: &[bool]| has.iter().enumerate().map(|(thing, has)| usize::from(*has) << thing).sum::<usize>();
    let sampled = sampled_shapley(8, 400, |has| Some(values[place(has)]), words(1)).expect("pairs");
    assert!((sampled.iter().map(|share| share.share).sum::<f64>() - (values[255] - values[0])).abs() < 1e-12);
    for (sampled, exact) in sampled.iter().zip(&exact) {
        let error = sampled.standard_error.expect("many pairs");
        assert!((sampled.share - exact).abs() < 4.0 * error + 1e-12, "{sampled:?}, not {exact}");
    }
    let twenty = sampled_shapley(20, 10, |has| Some(has.iter().filter(|has| **has).count() as f64), words(1));
    assert!(twenty.expect("pairs").iter().all(|share| (share.share - 1.0).abs() < 1e-12));
    assert!(sampled_shapley(3, 5, |has| (!has[1]).then_some(1.0), words(1)).is_none(), "a value is missing");
}
