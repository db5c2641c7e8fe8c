//! How likely each structure is the best at a place of a map, given surfaces of all against one: joint draws, or exactly where there are two.

use super::surfaces::{Expected, Surface};
use crate::random::{Purpose, RandomInputs};
use crate::stats::normal_probability;

/// Joint draws of all surfaces; each is taken with both signs.
const DRAWS: u32 = 1_024;

/// A trial number that no study has: its random inputs draw surfaces.
const DRAWING_TRIAL: u32 = u32::MAX - 4;

/// What is said of a place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Chances {
    /// For each structure, how likely it is the best.
    pub(super) probabilities: Vec<f64>,
    /// Standard deviation of the lead of the best mean over the second.
    pub(super) lead_sd: f64,
    /// How much the best mean is expected to be behind whichever is the best.
    pub(super) regret: f64,
}

/// Normal numbers for errors of surfaces and luck, the same at every place, so that a map is as smooth as its surfaces.
///
/// Errors of different surfaces go together as the errors of points left out do, luck as it does from trial to trial: a draw is the sum of these
/// residuals, each times a normal number that all surfaces share.
#[derive(Clone, Debug)]
pub(super) struct JointDraws {
    /// Draw by draw, surface by surface: error and luck, both of variance 1.
    normals: Vec<(f64, f64)>,
    surfaces: usize,
}

impl JointDraws {
    /// Of surfaces.
    pub(super) fn of(surfaces: &[Surface], seed: u64) -> JointDraws {
        let errors: Vec<Vec<f64>> = surfaces.iter().map(|surface| directed(surface.standardised())).collect();
        let luck: Vec<Vec<f64>> = surfaces.iter().map(|surface| directed(surface.luck.clone())).collect();
        let random = RandomInputs::new(seed, DRAWING_TRIAL);
        let most = |all: &[Vec<f64>]| all.iter().map(Vec::len).max().unwrap_or(0);
        let mut normals = Vec::with_capacity(DRAWS as usize * surfaces.len());
        for draw in 0..DRAWS {
            let mut draws = random.draws(Purpose::Resampling, draw, 0);
            let [of_errors, of_luck] =
                [most(&errors), most(&luck)].map(|many| (0..many).map(|_| draws.normal()).collect::<Vec<f64>>());
            // A surface without residuals has errors of its own.
            let mut along = |direction: &[f64], normals: &[f64]| -> f64 {
                let own = draws.normal();
                let sum = direction.iter().zip(normals).map(|(share, normal)| share * normal).sum();
                if direction.is_empty() { own } else { sum }
            };
            for (errors, luck) in errors.iter().zip(&luck) {
                normals.push((along(errors, &of_errors), along(luck, &of_luck)));
            }
        }
        JointDraws { normals, surfaces: surfaces.len() }
    }

    /// What is said of a place at which so much is expected of each surface; the structure that all are compared with is `reference`, its place
    /// among all.
    pub(super) fn chances(&self, expected: &[Expected], reference: usize, best: usize, second: usize) -> Chances {
        if let [only] = expected {
            return exact(*only, reference, best);
        }
        let structures = expected.len() + 1;
        let (mut wins, mut regret, mut lead, mut squares) = (vec![0.0; structures], 0.0, 0.0, 0.0);
        let mut values = vec![0.0; structures];
        for normals in self.normals.chunks(self.surfaces.max(1)) {
            for sign in [1.0, -1.0] {
                for (place, (one, (error, luck))) in expected.iter().zip(normals).enumerate() {
                    let structure = if place < reference { place } else { place + 1 };
                    values[structure] = one.mean + sign * (one.sd * error + one.shared_sd * luck);
                }
                let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                let equal = values.iter().filter(|value| **value == most).count() as f64;
                for (wins, value) in wins.iter_mut().zip(&values) {
                    if *value == most {
                        *wins += 1.0 / equal;
                    }
                }
                regret += most - values[best];
                lead += values[best] - values[second];
                squares += (values[best] - values[second]) * (values[best] - values[second]);
            }
        }
        let draws = 2.0 * f64::from(DRAWS);
        let lead = lead / draws;
        Chances {
            probabilities: wins.into_iter().map(|wins| wins / draws).collect(),
            lead_sd: (squares / draws - lead * lead).max(0.0).sqrt(),
            regret: regret / draws,
        }
    }
}

/// Of two structures.
fn exact(only: Expected, reference: usize, best: usize) -> Chances {
    let sd = (only.sd * only.sd + only.shared_sd * only.shared_sd).sqrt();
    let z = only.mean / sd;
    let other = match (sd > 0.0, only.mean) {
        (true, _) => normal_probability(z),
        (false, 0.0) => 0.5,
        (false, mean) => f64::from(u8::from(mean > 0.0)),
    };
    let probabilities = if reference == 0 { vec![1.0 - other, other] } else { vec![other, 1.0 - other] };
    // E max(0, −lead) of a normal lead.
    let lead = if best == reference { -only.mean } else { only.mean };
    let z = if sd > 0.0 { lead / sd } else { 0.0 };
    let density = libm::exp(-0.5 * z * z) / libm::sqrt(2.0 * std::f64::consts::PI);
    let regret = if sd > 0.0 { sd * density - lead * normal_probability(-z) } else { (-lead).max(0.0) };
    Chances { probabilities, lead_sd: sd, regret: regret.max(0.0) }
}

/// The same residuals with the sum of their squares 1; none where all are 0.
fn directed(residuals: Vec<f64>) -> Vec<f64> {
    let size = residuals.iter().map(|residual| residual * residual).sum::<f64>().sqrt();
    if size > 0.0 { residuals.into_iter().map(|residual| residual / size).collect() } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::experiment::map::surfaces::Samples;

    const AT: [Expected; 2] =
        [Expected { mean: -0.5, sd: 0.8, shared_sd: 0.6 }, Expected { mean: -1.0, sd: 0.0, shared_sd: 0.0 }];

    /// Two surfaces over points of which each has its own errors, the second ones those of the first times a factor.
    fn surfaces(factor: f64) -> Vec<Surface> {
        let points: Vec<Vec<f64>> = (0..16).map(|i| vec![f64::from(i % 4) / 3.0, f64::from(i / 4) / 3.0]).collect();
        let bumps = |i: usize| if i.is_multiple_of(3) { 1.0 } else { -0.5 };
        let trials = |size: f64| {
            let at = |i: usize| vec![size * bumps(i), size * (bumps(i) + 0.2), size * (bumps(i) - 0.2)];
            Samples { points: points.clone(), trials: (0..16).map(at).collect() }
        };
        [1.0, factor].map(|size| Surface::through(&trials(size))).into()
    }

    #[test]
    fn of_two_structures_the_chance_is_exact_and_draws_come_to_the_same() {
        // A third one that is far behind for sure leaves the chance of the others as it is.
        let two = JointDraws::of(&surfaces(1.0)[..1], 1).chances(&AT[..1], 0, 0, 1);
        assert!((two.probabilities[0] - normal_probability(0.5)).abs() < 1e-12, "{two:?}");
        assert!((two.lead_sd - 1.0).abs() < 1e-12, "{two:?}");
        let far = [AT[0], Expected { mean: -100.0, ..AT[1] }];
        let three = JointDraws::of(&surfaces(1.0), 1).chances(&far, 0, 0, 1);
        assert!((three.probabilities[0] - two.probabilities[0]).abs() < 0.03, "{three:?}");
        assert!((three.regret - two.regret).abs() < 0.03 && (three.lead_sd - 1.0).abs() < 0.06, "{three:?}, {two:?}");
        assert_eq!(three.probabilities.iter().sum::<f64>(), 1.0);
    }

    #[test]
    fn surfaces_whose_errors_go_together_never_change_places() {
        let [ahead, behind] = [-0.2, -0.3].map(|mean| Expected { mean, sd: 1.0, shared_sd: 0.5 });
        let draws = JointDraws::of(&surfaces(2.0), 1);
        let together = draws.chances(&[ahead, behind], 0, 0, 1);
        assert_eq!(together.probabilities[2], 0.0, "it is always behind the other one: {together:?}");
        assert!(together.probabilities[1] > 0.4, "{together:?}");
    }

    #[test]
    fn structures_that_are_the_same_share_the_chance() {
        let same = Expected { mean: 0.0, sd: 0.0, shared_sd: 0.0 };
        for reference in [0, 1] {
            let two = JointDraws::of(&surfaces(1.0)[..1], 1).chances(&[same], reference, 0, 1);
            assert_eq!((two.probabilities, two.regret), (vec![0.5, 0.5], 0.0));
        }
        let three = JointDraws::of(&surfaces(1.0), 1).chances(&[same, same], 1, 1, 0);
        assert!(three.probabilities.iter().all(|share| (share - 1.0 / 3.0).abs() < 1e-9), "{three:?}");
    }
}
