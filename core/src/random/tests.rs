//! Every transform against its distribution at a million draws, and every draw independent of the others.
//!
//! Seeds are fixed, so these tests never fail by chance; the limits are those that a right transform exceeds once in a
//! thousand seeds (Kolmogorov–Smirnov: 1.949/√n; chi-squared: the Wilson–Hilferty approximation).

use super::{BetaLogit, Group, LANES, NORMAL_FROM_BYTES_SD, Purpose, RandomInputs, normal_quantile, poisson_quantile};
use crate::lanes::Form;

const DRAWS: usize = 1_000_000;

/// A million uniforms of one name.
fn uniforms(period: u32) -> Vec<f64> {
    let mut draws = RandomInputs::new(2_026, 11).draws(Purpose::Officer, period, 0);
    (0..DRAWS).map(|_| draws.uniform()).collect()
}

/// Asserts that numbers follow a continuous distribution: Kolmogorov–Smirnov.
fn assert_follows(mut numbers: Vec<f64>, cdf: impl Fn(f64) -> f64, what: &str) {
    let n = numbers.len() as f64;
    numbers.sort_by(f64::total_cmp);
    let apart = |(i, &x): (usize, &f64)| {
        let p = cdf(x);
        (p - i as f64 / n).abs().max(((i + 1) as f64 / n - p).abs())
    };
    let distance = numbers.iter().enumerate().map(apart).fold(0.0, f64::max);
    assert!(distance < 1.949 / n.sqrt(), "{what}: Kolmogorov–Smirnov distance {distance}");
}

/// The value that chi-squared with these degrees of freedom exceeds once in a thousand times.
pub(crate) fn chi_squared_limit(degrees: usize) -> f64 {
    let spread = 2.0 / (9.0 * degrees as f64);
    let root = 1.0 - spread + 3.0902 * spread.sqrt();
    degrees as f64 * root * root * root
}

/// Asserts that counts fit expected counts: chi-squared. Neighbouring cells are pooled up to at least 10 expected.
pub(crate) fn assert_counts_fit(counts: &[u64], expected: &[f64], what: &str) {
    let (mut statistic, mut cells, mut pooled) = (0.0, 0, (0.0, 0.0));
    let mut left: f64 = expected.iter().sum();
    for (&count, &expected) in counts.iter().zip(expected) {
        pooled = (pooled.0 + count as f64, pooled.1 + expected);
        left -= expected;
        if pooled.1 >= 10.0 && (left >= 10.0 || left.abs() < 1e-6) {
            statistic += (pooled.0 - pooled.1) * (pooled.0 - pooled.1) / pooled.1;
            cells += 1;
            pooled = (0.0, 0.0);
        }
    }
    if pooled.1 > 1e-6 {
        statistic += (pooled.0 - pooled.1) * (pooled.0 - pooled.1) / pooled.1;
        cells += 1;
    }
    assert!(statistic < chi_squared_limit(cells - 1), "{what}: chi-squared {statistic} in {cells} cells");
}

fn counted(values: impl Iterator<Item = u64>, cells: usize) -> Vec<u64> {
    let mut counts = vec![0; cells];
    values.for_each(|value| counts[(value as usize).min(cells - 1)] += 1);
    counts
}

/// Probabilities of Poisson(mean) for 0, 1, ..., and of all that is beyond in the last cell, times the draws.
fn poisson_expected(mean: f64, cells: usize) -> Vec<f64> {
    let log = |k: f64| k * libm::log(mean) - mean - libm::lgamma(k + 1.0);
    let mut expected: Vec<f64> = (0..cells - 1).map(|k| libm::exp(log(k as f64)) * DRAWS as f64).collect();
    expected.push((DRAWS as f64 - expected.iter().sum::<f64>()).max(0.0));
    expected
}

#[test]
fn uniforms_are_uniform() {
    let uniforms = uniforms(0);
    assert!(uniforms.iter().all(|&u| u > 0.0 && u < 1.0));
    assert_follows(uniforms, |u| u, "uniform");
}

#[test]
fn neighbouring_uniforms_are_uniform_in_the_plane() {
    let uniforms = uniforms(1);
    let cell = |pair: &[f64]| (pair[0] * 32.0) as u64 * 32 + (pair[1] * 32.0) as u64;
    let counts = counted(uniforms.chunks_exact(2).map(cell), 1_024);
    assert_counts_fit(&counts, &[DRAWS as f64 / 2.0 / 1_024.0; 1_024], "pairs of uniforms");
}

#[test]
fn normals_by_inversion_are_normal() {
    let normals = uniforms(2).into_iter().map(normal_quantile).collect();
    assert_follows(normals, |z| 0.5 * libm::erfc(-z / std::f64::consts::SQRT_2), "normal");
}

#[test]
fn poisson_counts_by_inversion_are_poisson() {
    for (period, mean, cells) in [(3, 1.4, 16), (4, 3.8, 24), (5, 1_923.0, 2_400)] {
        let counts = counted(uniforms(period).into_iter().map(|u| poisson_quantile(mean, u)), cells);
        assert_counts_fit(&counts, &poisson_expected(mean, cells), &format!("Poisson({mean})"));
    }
}

#[test]
fn log_odds_of_leaving_follow_their_beta_distribution() {
    // Closed forms: P(θ ≤ x) = 1 − (1 − x)^β for α = 1, x^α for β = 1, and for Beta(2, 3) a polynomial.
    let theta = |y: f64| 1.0 / (1.0 + libm::exp(-y));
    let drawn = |period, alpha, beta| {
        let table = BetaLogit::new(alpha, beta);
        uniforms(period).into_iter().map(move |u| table.quantile(u)).collect::<Vec<f64>>()
    };
    assert_follows(drawn(6, 1.0, 14.0), |y| 1.0 - libm::pow(1.0 - theta(y), 14.0), "Beta(1, 14)");
    assert_follows(drawn(7, 0.668, 1.0), |y| libm::pow(theta(y), 0.668), "Beta(.668, 1)");
    let polynomial = |x: f64| x * x * (6.0 - x * (8.0 - 3.0 * x));
    assert_follows(drawn(8, 2.0, 3.0), |y| polynomial(theta(y)), "Beta(2, 3)");
}

#[test]
fn log_odds_of_leaving_have_the_moments_of_a_shape_without_closed_form() {
    // Beta(.668, 3.806): mean α/(α + β), variance αβ / ((α + β)²(α + β + 1)); θ's fourth moment bounds the errors.
    let (alpha, beta, n) = (0.668, 3.806, DRAWS as f64);
    let table = BetaLogit::new(alpha, beta);
    let thetas: Vec<f64> = uniforms(9).into_iter().map(|u| 1.0 / (1.0 + libm::exp(-table.quantile(u)))).collect();
    let sum: f64 = alpha + beta;
    let (mean, variance) = (alpha / sum, alpha * beta / (sum * sum * (sum + 1.0)));
    let measured = thetas.iter().sum::<f64>() / n;
    assert!((measured - mean).abs() < 3.3 * (variance / n).sqrt(), "mean {measured}, not {mean}");
    let second = thetas.iter().map(|theta| (theta - mean) * (theta - mean)).sum::<f64>() / n;
    let fourth = thetas.iter().map(|theta| libm::pow(theta - mean, 4.0)).sum::<f64>() / n;
    assert!((second - variance).abs() < 3.3 * ((fourth - variance * variance) / n).sqrt(), "variance {second}");
}

/// How many of the 256⁴ words have each sum of bytes, as a share: the distribution of a die with 256 sides, four times.
fn four_bytes() -> Vec<f64> {
    let mut shares = vec![1.0];
    for _ in 0..4 {
        let mut next = vec![0.0; shares.len() + 255];
        for (sum, share) in shares.iter().enumerate() {
            next[sum..sum + 256].iter_mut().for_each(|cell| *cell += share / 256.0);
        }
        shares = next;
    }
    shares
}

#[test]
fn the_noise_of_an_experience_has_mean_0_variance_1_and_its_own_exact_distribution() {
    let inputs = RandomInputs::new(2_026, 11);
    let (mut group, mut sums) = (Group::default(), Vec::with_capacity(DRAWS));
    for number in 0..DRAWS.div_ceil(Group::CUSTOMERS) as u32 {
        inputs.fill(Form::fastest(), Purpose::CustomerWeek, 0, number, &mut group);
        for pair in 0..Group::CUSTOMERS / LANES {
            let bytes = |word: &u32| word.to_le_bytes().into_iter().map(u64::from).sum::<u64>();
            sums.extend(group.words(pair).1.iter().map(bytes));
        }
    }
    sums.truncate(DRAWS);
    let expected: Vec<f64> = four_bytes().iter().map(|share| share * DRAWS as f64).collect();
    assert_counts_fit(&counted(sums.iter().copied(), expected.len()), &expected, "four bytes");

    let n = DRAWS as f64;
    let z: Vec<f64> = sums.iter().map(|&sum| (sum as f64 - 510.0) / NORMAL_FROM_BYTES_SD).collect();
    let mean = z.iter().sum::<f64>() / n;
    let variance = z.iter().map(|z| (z - mean) * (z - mean)).sum::<f64>() / n;
    // The fourth moment of four uniforms is 2.7, so a variance over n draws has standard error √(1.7/n).
    assert!(mean.abs() < 3.3 / n.sqrt(), "mean {mean}");
    assert!((variance - 1.0).abs() < 3.3 * (1.7 / n).sqrt(), "variance {variance}");
}

const ALL_PURPOSES: [Purpose; 15] = [
    Purpose::CustomerWeek,
    Purpose::WarmupWeek,
    Purpose::Loyalty,
    Purpose::Renewal,
    Purpose::Newcomers,
    Purpose::Survey,
    Purpose::Officer,
    Purpose::CandidateCount,
    Purpose::Candidate,
    Purpose::CoCreationCount,
    Purpose::CoCreation,
    Purpose::Resampling,
    Purpose::Person,
    Purpose::Newcomer,
    Purpose::Disruption,
];

#[test]
fn purposes_have_numbers_of_their_own_that_a_trial_cannot_reach() {
    let mut numbers: Vec<u8> = ALL_PURPOSES.iter().map(|&purpose| purpose as u8).collect();
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers, (1..=15).collect::<Vec<u8>>(), "a purpose was renumbered: published results change");
}

#[test]
fn draws_of_one_purpose_do_not_move_those_of_another() {
    let inputs = RandomInputs::new(5, 9);
    let alone: Vec<u64> = {
        let mut draws = inputs.draws(Purpose::Candidate, 3, 8);
        (0..100).map(|_| draws.uniform().to_bits()).collect()
    };
    let mut draws = inputs.draws(Purpose::Candidate, 3, 8);
    let mut others: Vec<_> = ALL_PURPOSES.iter().map(|&purpose| inputs.draws(purpose, 3, 8)).collect();
    let among_others: Vec<u64> = (0..100)
        .map(|_| {
            others.iter_mut().for_each(|other| _ = other.uniform());
            draws.uniform().to_bits()
        })
        .collect();
    assert_eq!(alone, among_others);
}
