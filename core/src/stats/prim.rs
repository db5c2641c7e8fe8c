//! PRIM: in which box of inputs a thing happens, as rules that can be read aloud.

use super::{Interval, binomial_at_most};

/// A box: an interval per input; what happens in it.
#[derive(Clone, Debug, PartialEq)]
pub struct PrimBox {
    /// Limits of each input; infinite where there is none.
    pub limits: Vec<Interval>,
    /// Points in the box.
    pub points: usize,
    /// Those of them at which it happens.
    pub hits: usize,
    /// Share of all points at which it happens that are in the box.
    pub coverage: f64,
    /// Share of the points in the box at which it happens.
    pub density: f64,
    /// For each input with a limit, how likely so many hits are where its limits say nothing: binomial with the density of the
    /// box without them (Bryant & Lempert 2010). `None` without a limit.
    pub p: Vec<Option<f64>>,
}

/// Peels boxes from all points, each inside the one before (Friedman & Fisher 1999): of each input's lowest and highest `peel` share
/// of the points left (0.05), that goes which raises the density most per point lost. It ends where less than `least` of all points would be left (0.05),
/// or no peel raises the density. The first box is the whole space; which one to take is a choice between coverage and density.
///
/// Limits lie halfway between the points inside and outside. Points with numbers that are none are never in a box but the first.
/// Empty where nothing happens.
///
/// ```
/// use dottedline_core::stats::prim;
/// let points: Vec<Vec<f64>> = (0..100).map(|i| vec![f64::from(i % 10), f64::from(i / 10)]).collect();
/// let happens: Vec<bool> = points.iter().map(|point| point[0] >= 6.0 && point[1] < 5.0).collect();
/// let boxes = prim(&points, &happens, 0.05, 0.05);
/// let last = boxes.last().unwrap();
/// assert_eq!((last.coverage, last.density), (1.0, 1.0));
/// assert_eq!((last.limits[0].low, last.limits[1].high), (5.5, 4.5));
/// ```
#[must_use]
pub fn prim(points: &[Vec<f64>], happens: &[bool], peel: f64, least: f64) -> Vec<PrimBox> {
    let n = points.len().min(happens.len());
    let inputs = points.first().map_or(0, Vec::len);
    let all = happens[..n].iter().filter(|happens| **happens).count();
    if all == 0 || inputs == 0 {
        return Vec::new();
    }
    let peeling = Peeling { points, happens, peel };
    let mut inside: Vec<usize> = (0..n).collect();
    let mut limits = vec![Interval { low: f64::NEG_INFINITY, high: f64::INFINITY }; inputs];
    let mut boxes = vec![peeling.found(&limits, &inside, all)];
    while let Some(next) = peeling.best(&inside, inputs) {
        if (next.kept.len() as f64) < least * n as f64 {
            break;
        }
        let limit = &mut limits[next.input];
        *limit = match next.limit {
            Limit::Low(low) => Interval { low, ..*limit },
            Limit::High(high) => Interval { high, ..*limit },
        };
        inside = next.kept;
        boxes.push(peeling.found(&limits, &inside, all));
    }
    boxes
}

struct Peeling<'p> {
    points: &'p [Vec<f64>],
    happens: &'p [bool],
    peel: f64,
}

enum Limit {
    Low(f64),
    High(f64),
}

/// What would be left of a box.
struct Peel {
    input: usize,
    limit: Limit,
    kept: Vec<usize>,
    /// Density gained per point lost.
    gain: f64,
}

impl Peeling<'_> {
    fn hits(&self, inside: &[usize]) -> usize {
        inside.iter().filter(|&&point| self.happens[point]).count()
    }

    fn density(&self, inside: &[usize]) -> f64 {
        self.hits(inside) as f64 / inside.len() as f64
    }

    /// The peel that gains most, the first of equals.
    fn best(&self, inside: &[usize], inputs: usize) -> Option<Peel> {
        let mut best: Option<Peel> = None;
        for peel in (0..inputs).flat_map(|input| self.peels(inside, input)) {
            if peel.gain > best.as_ref().map_or(0.0, |best| best.gain) {
                best = Some(peel);
            }
        }
        best
    }

    /// The two peels of an input, where something is left and something goes.
    fn peels(&self, inside: &[usize], input: usize) -> Vec<Peel> {
        let number = |point: &usize| self.points[*point].get(input).copied().unwrap_or(f64::NAN);
        let mut sorted: Vec<f64> = inside.iter().map(number).filter(|number| number.is_finite()).collect();
        sorted.sort_unstable_by(f64::total_cmp);
        let step = ((self.peel * sorted.len() as f64) as usize).max(1);
        let between = |below: f64, above: f64| below + 0.5 * (above - below);
        let low = sorted.get(step - 1).and_then(|&last| {
            let first = sorted.iter().copied().find(|&number| number > last)?;
            Some(Limit::Low(between(last, first)))
        });
        let high = sorted.len().checked_sub(step).and_then(|first| sorted.get(first)).and_then(|&first| {
            let last = sorted.iter().rev().copied().find(|&number| number < first)?;
            Some(Limit::High(between(last, first)))
        });
        let peel = |limit: Limit| {
            let holds = |point: &usize| match limit {
                Limit::Low(low) => number(point) > low,
                Limit::High(high) => number(point) < high,
            };
            let kept: Vec<usize> = inside.iter().copied().filter(holds).collect();
            let lost = (inside.len() - kept.len()) as f64;
            let gain = (self.density(&kept) - self.density(inside)) / lost;
            Peel { input, limit, kept, gain }
        };
        [low, high].into_iter().flatten().map(peel).collect()
    }

    fn found(&self, limits: &[Interval], inside: &[usize], all: usize) -> PrimBox {
        let hits = self.hits(inside);
        let p = (0..limits.len()).map(|input| self.by_chance(limits, input, inside.len(), hits)).collect();
        PrimBox {
            limits: limits.to_vec(),
            points: inside.len(),
            hits,
            coverage: hits as f64 / all as f64,
            density: hits as f64 / inside.len() as f64,
            p,
        }
    }

    /// P(at least so many hits) in as many points as the box has, with the density of the box without this input's limits.
    fn by_chance(&self, limits: &[Interval], input: usize, points: usize, hits: usize) -> Option<f64> {
        let free = |limit: &Interval| limit.low == f64::NEG_INFINITY && limit.high == f64::INFINITY;
        if free(limits.get(input)?) {
            return None;
        }
        let holds = |point: &Vec<f64>| {
            let mut others = limits.iter().zip(point).enumerate().filter(|(place, _)| *place != input);
            others.all(|(_, (limit, number))| free(limit) || (*number > limit.low && *number < limit.high))
        };
        let wider: Vec<usize> = (0..self.happens.len()).filter(|&point| holds(&self.points[point])).collect();
        let fewer = hits
            .checked_sub(1)
            .map_or(Some(0.0), |fewer| binomial_at_most(fewer as u64, points as u64, self.density(&wider)));
        fewer.map(|fewer| 1.0 - fewer)
    }
}
