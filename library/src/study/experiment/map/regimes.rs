//! What a map says: at each pixel who is best, how sure that is and by how much; shares of area; rules; how far it can be trusted.

use super::design::MapDesign;
use super::grid::MapGrid;
use super::metric::{MetricSurfaces, SURE, Said, Simulated};
use super::rules::{MapRule, rules};
use crate::stats::Moments;
use crate::study::experiment::trials::PointTrials;
use crate::study::sharing::each;

/// A regime map: which structure is best over two numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct RegimeMap {
    /// Its pixels.
    pub grid: MapGrid,
    /// For each pixel, whether the firm can be like that.
    pub possible: Vec<bool>,
    /// Structures' names, in study order.
    pub structures: Vec<String>,
    /// Each metric that counts and has numbers at enough points, the one that decides first.
    pub metrics: Vec<MetricMap>,
    /// Metrics without numbers at enough points.
    pub silent: Vec<String>,
}

/// A metric over the map.
#[derive(Clone, Debug, PartialEq)]
pub struct MetricMap {
    /// Its name.
    pub metric: String,
    /// Whether it is the one that decides.
    pub decides: bool,
    /// The structure (index) with the largest area.
    pub leader: usize,
    /// The pixels; `None` where the firm cannot be like that.
    pub pixels: Vec<Option<MapPixel>>,
    /// Shares of area, structure by structure.
    pub areas: Vec<MapArea>,
    /// Where the leader loses.
    pub rules: Vec<MapRule>,
    /// The surfaces between the points.
    pub surfaces: Vec<SurfaceFit>,
    /// Points that count.
    pub points: usize,
    /// Points that do not, as a number is missing.
    pub left_out: usize,
    /// Points at which the surfaces through all other points name another best structure than the simulation.
    pub missed: usize,
    /// Those at which the named one is behind by more than the difference that matters.
    pub missed_by_more: usize,
}

/// How sure it is who is best at a pixel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tie {
    /// Sure, and by more than the difference that matters.
    No,
    /// The best mean is the best with less than 95 % probability.
    Open,
    /// It is the best, but by less than the difference that matters.
    Small,
}

/// A pixel.
#[derive(Clone, Debug, PartialEq)]
pub struct MapPixel {
    /// The structure (index) with the best mean.
    pub best: usize,
    /// The one behind it.
    pub second: usize,
    /// How far it is ahead of the second, in the metric's own direction.
    pub lead: f64,
    /// Standard deviation of that.
    pub lead_sd: f64,
    /// Leads up to this do not matter.
    pub practical: Option<f64>,
    /// Whether it is a tie.
    pub tie: Tie,
    /// For each structure, how likely it is the best.
    pub probabilities: Vec<f64>,
    /// For each structure, its mean less that of the one that all are compared with, and its standard deviation.
    pub differences: Vec<(f64, f64)>,
}

/// A structure's part of the map.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MapArea {
    /// Share of the pixels where it has the best mean.
    pub area: f64,
    /// Of these, share of all pixels where that is no tie.
    pub clear: f64,
    /// Where it is open.
    pub open: f64,
    /// Where its lead is too small to matter.
    pub small: f64,
    /// Mean probability that it is the best.
    pub expected: f64,
    /// Simulated points at which it has the best mean.
    pub points: usize,
    /// Those of them at which all other points name another one.
    pub missed: usize,
}

/// A difference between the points.
#[derive(Clone, Debug, PartialEq)]
pub struct SurfaceFit {
    /// The structure (index).
    pub structure: usize,
    /// The one (index) that it is compared with: best at most points.
    pub reference: usize,
    /// Correlation lengths along the two numbers, in their units; `None` where the difference is the same at every point.
    pub lengths: Option<[f64; 2]>,
    /// Standard deviation of the process.
    pub process_sd: Option<f64>,
    /// Standard deviation of the mean of a point, on the mean over points.
    pub noise_sd: f64,
    /// Share of its variance that all points have in common.
    pub noise_shared: f64,
    /// Root mean square of the errors of points left out.
    pub error: Option<f64>,
    /// The same of errors in standard deviations; about 1 if the surface knows what it does not know.
    pub standardised: Option<f64>,
}

impl RegimeMap {
    /// Of the points (values of the two numbers) and their trials.
    #[must_use]
    pub fn of(design: &MapDesign<'_>, points: &[Vec<f64>], found: &[PointTrials]) -> RegimeMap {
        let study = design.study();
        let simulated = Simulated::of(study, &design.grid, points, found);
        let metrics = (0..study.decision.criteria.len()).collect();
        // A surface takes longer than anything at a pixel, and metrics are several: these are shared out.
        let surfaces = each(design.threads(), metrics, |metric| MetricSurfaces::of(study, &simulated, metric));
        let name = |metric: usize| (study.decision.criteria[metric].metric.clone(), metric == 0);
        let mut map = RegimeMap {
            grid: design.grid.clone(),
            possible: design.possible.clone(),
            structures: study.structures.iter().map(|one| one.id.clone()).collect(),
            metrics: Vec::new(),
            silent: Vec::new(),
        };
        for (metric, surfaces) in surfaces.into_iter().enumerate() {
            match surfaces {
                Some(surfaces) => map.metrics.push(MetricMap::of(name(metric), design, &surfaces, points)),
                None => map.silent.push(name(metric).0),
            }
        }
        map
    }
}

impl MetricMap {
    fn of(
        (metric, decides): (String, bool),
        design: &MapDesign<'_>,
        surfaces: &MetricSurfaces,
        points: &[Vec<f64>],
    ) -> MetricMap {
        let grid = &design.grid;
        let pixel = |pixel: usize| {
            let unit = grid.unit(&grid.at(pixel)).filter(|_| design.possible[pixel])?;
            Some(MapPixel::of(surfaces, surfaces.at(&unit)))
        };
        let pixels: Vec<Option<MapPixel>> = each(design.threads(), (0..grid.len()).collect(), pixel);
        let checked = surfaces.checked();
        let areas = areas(&pixels, &checked, surfaces.others.len() + 1);
        let larger = |one: &usize, other: &usize| areas[*one].area.total_cmp(&areas[*other].area);
        let leader = (0..areas.len()).rev().max_by(larger).unwrap_or(surfaces.reference);
        let best: Vec<Option<usize>> = pixels.iter().map(|pixel| pixel.as_ref().map(|pixel| pixel.best)).collect();
        let simulated: Vec<(Vec<f64>, usize)> =
            surfaces.places.iter().zip(&checked).map(|(place, (best, ..))| (points[*place].clone(), *best)).collect();
        let missed = || checked.iter().filter(|(best, named, _)| best != named);
        MetricMap {
            metric,
            decides,
            leader,
            rules: rules(grid, &best, leader, &simulated),
            surfaces: fits(grid, surfaces),
            points: checked.len(),
            left_out: surfaces.left_out,
            missed: missed().count(),
            missed_by_more: missed().filter(|(_, _, matters)| *matters).count(),
            pixels,
            areas,
        }
    }

    /// Share of the map that is a tie: open, and too small to matter.
    #[must_use]
    pub fn ties(&self) -> (f64, f64) {
        (self.areas.iter().map(|area| area.open).sum(), self.areas.iter().map(|area| area.small).sum())
    }
}

impl MapPixel {
    fn of(surfaces: &MetricSurfaces, said: Said) -> MapPixel {
        let tie = match () {
            () if said.chances.probabilities[said.best] < SURE => Tie::Open,
            () if said.practical.is_some_and(|practical| said.lead < practical) => Tie::Small,
            () => Tie::No,
        };
        let mut differences = vec![(0.0, 0.0); said.chances.probabilities.len()];
        for ((structure, _), expected) in surfaces.others.iter().zip(&said.expected) {
            let sd = (expected.sd * expected.sd + expected.shared_sd * expected.shared_sd).sqrt();
            differences[*structure] = (surfaces.sign * expected.mean, sd);
        }
        MapPixel {
            best: said.best,
            second: said.second,
            lead: surfaces.sign * said.lead,
            lead_sd: said.chances.lead_sd,
            practical: said.practical,
            tie,
            probabilities: said.chances.probabilities,
            differences,
        }
    }
}

/// Shares of area; `checked` are the points: who is best there, and who by all other points.
fn areas(pixels: &[Option<MapPixel>], checked: &[(usize, usize, bool)], structures: usize) -> Vec<MapArea> {
    let known: Vec<&MapPixel> = pixels.iter().flatten().collect();
    let of = |structure: usize| {
        let best = |tie: Option<Tie>| {
            let is = |pixel: &&&MapPixel| pixel.best == structure && tie.is_none_or(|tie| pixel.tie == tie);
            known.iter().filter(is).count() as f64 / known.len().max(1) as f64
        };
        let own = || checked.iter().filter(|(best, ..)| *best == structure);
        MapArea {
            area: best(None),
            clear: best(Some(Tie::No)),
            open: best(Some(Tie::Open)),
            small: best(Some(Tie::Small)),
            expected: known
                .iter()
                .map(|pixel| pixel.probabilities[structure])
                .collect::<Moments>()
                .mean()
                .unwrap_or(0.0),
            points: own().count(),
            missed: own().filter(|(best, named, _)| best != named).count(),
        }
    };
    (0..structures).map(of).collect()
}

fn fits(grid: &MapGrid, surfaces: &MetricSurfaces) -> Vec<SurfaceFit> {
    let range = |place: usize| grid.inputs[place].high - grid.inputs[place].low;
    let root_mean_square = |numbers: Vec<f64>| {
        let squares = numbers.iter().map(|number| number * number).collect::<Moments>();
        squares.mean().map(f64::sqrt)
    };
    let of = |(structure, surface): &(usize, super::surfaces::Surface)| {
        let process = surface.process();
        let errors = surface.left_out.iter().map(|left_out| left_out.error).collect();
        SurfaceFit {
            structure: *structure,
            reference: surfaces.reference,
            lengths: process.map(|(lengths, _)| [0, 1].map(|place: usize| lengths[place] * range(place))),
            process_sd: process.map(|(_, sd)| sd),
            noise_sd: surface.noise.sqrt(),
            noise_shared: surface.shared,
            error: root_mean_square(errors),
            standardised: root_mean_square(surface.standardised()),
        }
    };
    surfaces.others.iter().map(of).collect()
}
