//! Surfaces over a map: a structure less the leader in one metric, smooth between the points, with what is not known of them.

use crate::stats::{GaussianProcess, LeftOut, Moments};

/// Numbers of a difference at points of the unit square.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Samples {
    /// Where.
    pub(super) points: Vec<Vec<f64>>,
    /// At each point, the differences, trial by trial, as many everywhere.
    pub(super) trials: Vec<Vec<f64>>,
}

/// A difference between the points.
#[derive(Clone, Debug)]
pub(super) struct Surface {
    shape: Shape,
    /// Mean difference at each point.
    pub(super) values: Vec<f64>,
    /// Mean over points of the variance of these means.
    pub(super) noise: f64,
    /// Share of that which points have in common, as they have the same random numbers.
    pub(super) shared: f64,
    /// What trials have of it in common over all points, trial by trial: standardised residuals, added up.
    pub(super) luck: Vec<f64>,
    /// Each point predicted from all the others; none of a surface that is the same everywhere.
    pub(super) left_out: Vec<LeftOut>,
}

#[derive(Clone, Debug)]
enum Shape {
    Process(GaussianProcess),
    /// The same at every point.
    Flat {
        mean: f64,
        sd: f64,
    },
}

/// What is expected of a difference at a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Expected {
    pub(super) mean: f64,
    /// What the surface does not know, as points are few and noisy.
    pub(super) sd: f64,
    /// What no number of points would tell: the luck of these trials, which all points share.
    pub(super) shared_sd: f64,
}

impl Surface {
    /// Through the samples, as far as their noise allows.
    ///
    /// The variance S² / R of a mean over R trials is known at each point. All points have the same random numbers, so that a part ρ of
    /// it is common to all and no neighbour takes it away: ρ is the mean correlation between points over trials. The process smooths the
    /// other part, (1 − ρ) S² / R; the common one stays in what is expected anywhere.
    pub(super) fn through(samples: &Samples) -> Surface {
        let moments: Vec<Moments> = samples.trials.iter().map(|trials| trials.iter().copied().collect()).collect();
        let values: Vec<f64> = moments.iter().filter_map(Moments::mean).collect();
        let trials = samples.trials.first().map_or(0, Vec::len);
        let of_mean = |moments: &Moments| moments.variance().unwrap_or(0.0) / trials.max(1) as f64;
        let variances: Vec<f64> = moments.iter().map(of_mean).collect();
        let noise = variances.iter().copied().collect::<Moments>().mean().unwrap_or(0.0);
        let luck = luck(samples, &moments);
        let shared = shared(&luck, &variances, trials);
        let own: Vec<f64> = variances.iter().map(|variance| (1.0 - shared) * variance).collect();
        let process = GaussianProcess::fitted(&samples.points, &values, &own);
        let left_out = process.as_ref().map(GaussianProcess::left_out).unwrap_or_default();
        let mean = values.iter().copied().collect::<Moments>().mean().unwrap_or(0.0);
        let flat = Shape::Flat { mean, sd: ((1.0 - shared) * noise / values.len().max(1) as f64).sqrt() };
        Surface { shape: process.map_or(flat, Shape::Process), values, noise, shared, luck, left_out }
    }

    /// Of numbers that are known at the points.
    pub(super) fn exact(points: &[Vec<f64>], values: &[f64]) -> Surface {
        Surface::through(&Samples {
            points: points.to_vec(),
            trials: values.iter().map(|value| vec![*value]).collect(),
        })
    }

    /// What is expected at a place of the unit square.
    pub(super) fn expected(&self, at: &[f64]) -> Expected {
        let shared_sd = (self.shared * self.noise).sqrt();
        match &self.shape {
            Shape::Process(process) => {
                let predicted = process.predicted(at);
                Expected { mean: predicted.mean, sd: predicted.sd, shared_sd }
            }
            Shape::Flat { mean, sd } => Expected { mean: *mean, sd: *sd, shared_sd },
        }
    }

    /// Lengths along both sides of the unit square and standard deviation of the process; `None` where it is the same everywhere.
    pub(super) fn process(&self) -> Option<(&[f64], f64)> {
        match &self.shape {
            Shape::Process(process) => Some((process.lengths(), process.variance().sqrt())),
            Shape::Flat { .. } => None,
        }
    }

    /// A point's value as all others have it.
    pub(super) fn without(&self, point: usize) -> f64 {
        self.values[point] - self.left_out.get(point).map_or(0.0, |left_out| left_out.error)
    }

    /// Errors of points left out, each in standard deviations that were expected of it.
    pub(super) fn standardised(&self) -> Vec<f64> {
        let of = |left_out: &LeftOut| if left_out.sd > 0.0 { left_out.error / left_out.sd } else { 0.0 };
        self.left_out.iter().map(of).collect()
    }
}

/// Standardised residuals of each trial, added up over the points.
fn luck(samples: &Samples, moments: &[Moments]) -> Vec<f64> {
    let mut luck = vec![0.0; samples.trials.first().map_or(0, Vec::len)];
    for (trials, moments) in samples.trials.iter().zip(moments) {
        let (Some(mean), Some(variance)) = (moments.mean(), moments.variance()) else { continue };
        if variance > 0.0 {
            let sd = variance.sqrt();
            luck.iter_mut().zip(trials).for_each(|(sum, number)| *sum += (number - mean) / sd);
        }
    }
    luck
}

/// Mean correlation between two points over trials, from 0 to 1: of n points with standardised residuals z the sum over all pairs is
/// Σₜ (Σₚ zₚₜ)² / (T − 1) − n.
fn shared(luck: &[f64], variances: &[f64], trials: usize) -> f64 {
    let points = variances.iter().filter(|variance| **variance > 0.0).count() as f64;
    if points < 2.0 || trials < 2 {
        return 0.0;
    }
    let together = luck.iter().map(|sum| sum * sum).sum::<f64>() / (trials - 1) as f64;
    ((together - points) / (points * (points - 1.0))).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, RandomInputs};

    fn normals(row: u32) -> impl FnMut() -> f64 {
        let mut draws = RandomInputs::new(1, 0).draws(Purpose::Resampling, row, 0);
        move || draws.normal()
    }

    /// Points on a line of a plane, with luck of which so much is common to all points.
    fn samples(common: f64, trials: usize) -> Samples {
        let points: Vec<Vec<f64>> = (0..25).map(|i| vec![f64::from(i % 5) / 4.0, f64::from(i / 5) / 4.0]).collect();
        let mut shared = normals(1_000);
        let shared: Vec<f64> = (0..trials).map(|_| shared()).collect();
        let at = |(place, point): (usize, &Vec<f64>)| {
            let mut own = normals(place as u32);
            let value = point[0] + 0.5 * point[1];
            shared.iter().map(|luck| value + common.sqrt() * luck + (1.0 - common).sqrt() * own()).collect()
        };
        Samples { trials: points.iter().enumerate().map(at).collect(), points }
    }

    #[test]
    fn luck_that_all_points_share_is_found_and_no_neighbour_takes_it_away() {
        for common in [0.0, 0.5, 1.0] {
            let surface = Surface::through(&samples(common, 400));
            assert!((surface.shared - common).abs() < 0.06, "{} of {common}", surface.shared);
            // Variance 1 over 400 trials: 0.05 for what is common.
            let expected = surface.expected(&[0.5, 0.5]);
            assert!((expected.shared_sd - 0.05 * common.sqrt()).abs() < 0.01, "{expected:?} for {common}");
        }
        let [alone, together] = [0.0, 1.0].map(|common| Surface::through(&samples(common, 400)).expected(&[0.5, 0.5]));
        assert!(alone.sd < 0.03, "25 points tell more than one: {alone:?}");
        assert!(together.sd < 0.01 && together.shared_sd > 0.04, "{together:?}");
    }

    #[test]
    fn a_difference_that_never_varies_is_a_flat_surface() {
        let points = samples(0.0, 2).points;
        let flat = Surface::through(&Samples { trials: vec![vec![0.0; 3]; 25], points: points.clone() });
        assert_eq!(flat.expected(&[0.3, 0.9]), Expected { mean: 0.0, sd: 0.0, shared_sd: 0.0 });
        assert!(flat.process().is_none() && flat.standardised().is_empty());
        // The same mean everywhere, but not sure.
        let noisy = Surface::through(&Samples { trials: vec![vec![-1.0, 1.0]; 25], points });
        let expected = noisy.expected(&[0.3, 0.9]);
        assert_eq!((expected.mean, noisy.shared), (0.0, 1.0));
        assert!((expected.shared_sd - 1.0).abs() < 1e-12 && expected.sd == 0.0, "{expected:?}");
    }
}
