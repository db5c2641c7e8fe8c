//! The front of several figures among charts: who is on it in how many resamples of the trials.

use crate::random::{Purpose, RandomInputs};
use crate::stats::{Moments, undominated};

/// The figures of the front; more of each is better.
pub const FRONT: [&str; 3] = ["retention_annualised", "nps_true", "total_value"];

/// Resamples.
pub(super) const RESAMPLES: u32 = 500;

/// The trial of which resamples are drawn; no trial of a study has this number.
const RESAMPLING_TRIAL: u32 = u32::MAX - 3;

/// For each chart the share of resamples of the trials in which its means are on the front: no other chart has means that are at least as
/// good in all figures and better in one. `columns[figure][chart]` are numbers trial by trial, NaN where one is missing; trials with
/// one are left out.
pub(super) fn front_shares(columns: &[Vec<Vec<f64>>], seed: u64) -> Vec<f64> {
    let charts = columns.first().map_or(0, Vec::len);
    let trials = columns.iter().flatten().map(Vec::len).min().unwrap_or(0);
    let whole = |trial: &usize| columns.iter().flatten().all(|column| !column[*trial].is_nan());
    let trials: Vec<usize> = (0..trials).filter(whole).collect();
    if trials.is_empty() {
        return vec![0.0; charts];
    }
    let random = RandomInputs::new(seed, RESAMPLING_TRIAL);
    let mut counts = vec![0_u32; charts];
    for resample in 0..RESAMPLES {
        let mut draws = random.draws(Purpose::Resampling, resample, 0);
        let drawn: Vec<usize> =
            trials.iter().map(|_| trials[((u64::from(draws.word()) * trials.len() as u64) >> 32) as usize]).collect();
        let mean =
            |column: &Vec<f64>| drawn.iter().map(|&trial| column[trial]).collect::<Moments>().mean().unwrap_or(0.0);
        let means: Vec<Vec<f64>> =
            (0..charts).map(|chart| columns.iter().map(|figure| mean(&figure[chart])).collect()).collect();
        undominated(&means).into_iter().for_each(|chart| counts[chart] += 1);
    }
    counts.into_iter().map(|count| f64::from(count) / f64::from(RESAMPLES)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_of_resamples_of_whole_trials() {
        let surely = vec![vec![2.0, 3.0, f64::NAN, 4.0], vec![1.0, 2.0, 9.0, 3.0]];
        assert_eq!(front_shares(std::slice::from_ref(&surely), 1), [1.0, 0.0]);
        let either = vec![vec![0.0, 2.0, 0.0, 2.0], vec![1.0, 1.0, 1.0, 1.0]];
        let shares = front_shares(&[either], 1);
        assert!(shares[0] > 0.5 && shares[0] < 0.9 && shares[1] > 0.5, "{shares:?}");
    }
}
