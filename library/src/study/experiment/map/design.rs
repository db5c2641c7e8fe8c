//! Where a map is simulated: evenly spread points first, then rounds of points where a mistake would cost most.

use std::cmp::Ordering;

use super::grid::MapGrid;
use super::metric::{MetricSurfaces, Simulated};
use crate::model::Study;
use crate::stats::Sobol;
use crate::study::experiment::inputs::Input;
use crate::study::experiment::layouts::TODAY;
use crate::study::experiment::trials::{PointTrials, study_at};
use crate::study::sharing::each;

/// Rounds of further points, after half of all; each is an eighth of them.
const ROUNDS: u32 = 4;

/// Fewest and most points of a map.
pub const MAP_POINTS: (u32, u32) = (16, 256);

/// Sobol' points that are looked at for each one that is taken, as some may fall together where only whole numbers make sense.
const LOOKED_AT: u32 = 64;

/// The points of a map, as they come.
pub struct MapDesign<'s> {
    study: &'s Study,
    /// Its pixels.
    pub grid: MapGrid,
    /// For each pixel, whether the firm can be like that.
    pub possible: Vec<bool>,
    points: u32,
    threads: usize,
}

impl<'s> MapDesign<'s> {
    /// Of a study over two numbers, with so many points (a power of two) beside the scenario's own.
    #[must_use]
    pub fn new(study: &'s Study, inputs: [Input; 2], points: u32, threads: usize) -> MapDesign<'s> {
        let grid = MapGrid::new(inputs);
        let keys = keys(&grid);
        let pixels = (0..grid.len()).collect();
        let possible = each(threads, pixels, |pixel| study_at(study, &keys, &grid.at(pixel)).is_ok());
        MapDesign { study, possible, points, threads, grid }
    }

    /// The study.
    pub(super) const fn study(&self) -> &'s Study {
        self.study
    }

    /// Threads for what is worked out; no result depends on it.
    pub(super) const fn threads(&self) -> usize {
        self.threads
    }

    /// The keys of the two numbers.
    #[must_use]
    pub fn keys(&self) -> Vec<String> {
        keys(&self.grid)
    }

    /// How many points there are in the end, at most.
    #[must_use]
    pub const fn most(&self) -> usize {
        self.points as usize + 1
    }

    /// The points that come first: the scenario's own, if it has both numbers, and the first half of all, scrambled Sobol' points.
    #[must_use]
    pub fn first(&self) -> Vec<(String, Vec<f64>)> {
        let today = self.grid.inputs.iter().map(|input| input.today).collect::<Option<Vec<f64>>>();
        let mut points: Vec<(String, Vec<f64>)> = today.map(|values| (TODAY.to_owned(), values)).into_iter().collect();
        let Some(sobol) = Sobol::new(2) else { return points };
        let first = self.points / 2;
        for place in 0..first * LOOKED_AT {
            let shares = sobol.scrambled(self.study.seed, place);
            let values: Vec<f64> = self.grid.inputs.iter().zip(shares).map(|(input, share)| input.at(share)).collect();
            add(&mut points, values);
            if numbered(&points) == first as usize {
                break;
            }
        }
        points
    }

    /// The points of the next round, after those that were simulated; none after the last round.
    ///
    /// The surfaces of the metric that decides say at each pixel how much its best structure is expected to be behind whichever is the best: the
    /// expected opportunity cost. The pixel where that is most comes first, and none that is nearer to a point than half of the distance that so
    /// many points would have on a grid.
    #[must_use]
    pub fn next(&self, points: &[(String, Vec<f64>)], found: &[PointTrials]) -> Vec<(String, Vec<f64>)> {
        let round = self.points / (2 * ROUNDS);
        let left = (self.points as usize).saturating_sub(numbered(points)).min(round as usize);
        let values: Vec<Vec<f64>> = points.iter().map(|(_, values)| values.clone()).collect();
        let simulated = Simulated::of(self.study, &self.grid, &values, found);
        let surfaces = MetricSurfaces::of(self.study, &simulated, 0);
        let cost = |pixel: usize| {
            let unit = self.grid.unit(&self.grid.at(pixel)).filter(|_| self.possible[pixel])?;
            let regret = surfaces.as_ref().map_or(0.0, |surfaces| surfaces.at(&unit).chances.regret);
            Some((regret, unit, pixel))
        };
        let costs = each(self.threads, (0..self.grid.len()).collect(), cost);
        let mut candidates: Vec<(f64, Vec<f64>, usize)> = costs.into_iter().flatten().collect();
        let mut taken: Vec<Vec<f64>> = values.iter().filter_map(|values| self.grid.unit(values)).collect();
        let mut all = points.to_vec();
        for _ in 0..left {
            let apart = 0.5 / f64::from(self.points).sqrt();
            candidates.retain(|(_, unit, _)| nearest(unit, &taken) >= apart);
            // Where nothing is at stake, the point that is furthest from all others.
            let order = |one: &(f64, Vec<f64>, usize), other: &(f64, Vec<f64>, usize)| -> Ordering {
                let far = || nearest(&one.1, &taken).total_cmp(&nearest(&other.1, &taken));
                one.0.total_cmp(&other.0).then_with(far).then(other.2.cmp(&one.2))
            };
            let Some((_, unit, pixel)) = candidates.iter().max_by(|one, other| order(one, other)).cloned() else {
                break;
            };
            add(&mut all, self.grid.at(pixel).to_vec());
            taken.push(unit);
        }
        all.split_off(points.len())
    }
}

fn keys(grid: &MapGrid) -> Vec<String> {
    grid.inputs.iter().map(|input| input.address.to_string()).collect()
}

/// Points beside the scenario's own.
fn numbered(points: &[(String, Vec<f64>)]) -> usize {
    points.iter().filter(|(name, _)| name != TODAY).count()
}

/// Takes up a point, named by its number, unless there is one at the same place.
fn add(points: &mut Vec<(String, Vec<f64>)>, values: Vec<f64>) {
    if !points.iter().any(|(_, other)| *other == values) {
        points.push(((numbered(points) + 1).to_string(), values));
    }
}

/// How far the nearest of some points of the unit square is.
fn nearest(at: &[f64], points: &[Vec<f64>]) -> f64 {
    let square = |point: &Vec<f64>| point.iter().zip(at).map(|(a, b)| (a - b) * (a - b)).sum::<f64>();
    points.iter().map(square).fold(f64::INFINITY, f64::min).sqrt()
}
