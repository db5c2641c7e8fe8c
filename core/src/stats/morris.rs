//! Morris' screening: which of many inputs matter at all, from steps of one input at a time.

use super::{Interval, Moments, bca_mean, pick};

/// Points of a trajectory, each inputs' numbers in [0, 1]; from one to the next a single input moves.
pub type Trajectory = Vec<Vec<f64>>;

/// What steps of an input do, per unit of the input's range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ElementaryEffects {
    /// Mean effect μ: near 0 also where effects of both signs cancel.
    pub mu: f64,
    /// Mean size of effects μ*: how much the input matters.
    pub mu_star: f64,
    /// 95 % interval of μ*: BCa over trajectories; `None` where all effects are of the same size.
    pub interval: Option<Interval>,
    /// Standard deviation σ of effects: above 0 where the input is not linear or works together with others.
    pub sigma: f64,
}

/// A screening of all inputs.
#[derive(Clone, Debug, PartialEq)]
pub struct Screening {
    /// Input by input.
    pub inputs: Vec<ElementaryEffects>,
    /// Trajectories that count.
    pub trajectories: usize,
    /// Trajectories left out whole because a value on them is missing.
    pub left_out: usize,
}

/// Trajectories over a grid of so many levels (Morris 1991): from a random point each input in turn, in random order, takes one
/// step of half the levels, levels / (2 (levels − 1)) of its range, in the direction in which there is room.
///
/// `words(t)` gives the random words of trajectory t. `None` without inputs or unless the levels are even. It takes inputs + 1
/// values per trajectory; 20 to 50 of them do.
///
/// ```
/// use dottedline_core::{random::{Purpose, RandomInputs}, stats::morris_trajectories};
/// let inputs = RandomInputs::new(1, 0);
/// let words = |t| { let mut draws = inputs.draws(Purpose::Resampling, t, 0); move || draws.word() };
/// let trajectories = morris_trajectories(3, 20, 4, words).unwrap();
/// assert_eq!((trajectories.len(), trajectories[0].len()), (20, 4));
/// ```
#[must_use]
pub fn morris_trajectories<W: FnMut() -> u32>(
    inputs: usize,
    trajectories: u32,
    levels: u32,
    words: impl Fn(u32) -> W,
) -> Option<Vec<Trajectory>> {
    let fine = inputs > 0 && levels > 0 && levels.is_multiple_of(2);
    fine.then(|| (0..trajectories).map(|t| trajectory(inputs, levels as usize, words(t))).collect())
}

fn trajectory(inputs: usize, levels: usize, mut word: impl FnMut() -> u32) -> Trajectory {
    let mut at: Vec<usize> = (0..inputs).map(|_| pick(word(), levels)).collect();
    let mut order: Vec<usize> = (0..inputs).collect();
    (1..inputs).rev().for_each(|last| order.swap(last, pick(word(), last + 1)));
    let point = |at: &[usize]| at.iter().map(|&level| level as f64 / (levels - 1) as f64).collect();
    let mut points = vec![point(&at)];
    for input in order {
        at[input] = (at[input] + levels / 2) % levels;
        points.push(point(&at));
    }
    points
}

/// Elementary effects (yⱼ₊₁ − yⱼ) / (xⱼ₊₁ − xⱼ) of all inputs, from the values at the points of all trajectories (Morris 1991; μ*:
/// Campolongo, Cariboni & Saltelli 2007).
///
/// A trajectory with a value that is missing or no number is left out whole. `words(b)` gives the random words of resample b, of
/// `resamples`, for the interval. `None` below two trajectories, or where one does not move every input once.
///
/// ```
/// use dottedline_core::stats::screening;
/// let up = vec![vec![0.0, 0.0], vec![0.5, 0.0], vec![0.5, 0.5]];
/// let down = vec![vec![1.0, 1.0], vec![0.5, 1.0], vec![0.5, 0.5]];
/// let f = |point: &Vec<f64>| Some(3.0 * point[0] - 2.0 * point[1]);
/// let values = [&up, &down].map(|points| points.iter().map(f).collect());
/// let found = screening(&[up, down], &values, 0, |_| || 0).unwrap();
/// assert_eq!((found.inputs[0].mu, found.inputs[1].mu, found.inputs[1].mu_star), (3.0, -2.0, 2.0));
/// ```
#[must_use]
pub fn screening<W: FnMut() -> u32>(
    trajectories: &[Trajectory],
    values: &[Vec<Option<f64>>],
    resamples: u32,
    words: impl Fn(u32) -> W + Copy,
) -> Option<Screening> {
    let inputs = trajectories.first()?.first()?.len();
    let mut effects = vec![Vec::with_capacity(trajectories.len()); inputs];
    for (points, values) in trajectories.iter().zip(values) {
        let found: Option<Vec<f64>> = values.iter().map(|value| value.filter(|value| value.is_finite())).collect();
        let Some(found) = found.filter(|found| found.len() == points.len()) else { continue };
        for (input, effect) in effects_along(points, &found, inputs)?.into_iter().enumerate() {
            effects[input].push(effect);
        }
    }
    let counted = effects.first()?.len();
    let of = |effects: &Vec<f64>| {
        let sizes: Vec<f64> = effects.iter().map(|effect| effect.abs()).collect();
        let moments: Moments = effects.iter().copied().collect();
        Some(ElementaryEffects {
            mu: moments.mean()?,
            mu_star: sizes.iter().copied().collect::<Moments>().mean()?,
            interval: bca_mean(&sizes, resamples, 0.95, words).map(|found| found.interval),
            sigma: moments.standard_deviation()?,
        })
    };
    let inputs = effects.iter().map(of).collect::<Option<Vec<_>>>()?;
    Some(Screening { inputs, trajectories: counted, left_out: trajectories.len() - counted })
}

/// The effect of each input along a trajectory; `None` unless every step moves one input, and every input moves once.
fn effects_along(points: &[Vec<f64>], values: &[f64], inputs: usize) -> Option<Vec<f64>> {
    let mut effects = vec![None; inputs];
    for (points, values) in points.windows(2).zip(values.windows(2)) {
        let mut moved = (0..inputs).filter(|&input| points[0].get(input) != points[1].get(input));
        let (input, None) = (moved.next()?, moved.next()) else { return None };
        effects[input] = Some((values[1] - values[0]) / (points[1].get(input)? - points[0].get(input)?));
    }
    effects.into_iter().collect()
}
