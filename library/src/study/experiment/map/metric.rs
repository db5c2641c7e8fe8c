//! One metric over a map: surfaces of all structures against the one that leads at most points, and what they say at any place.

use super::chances::{Chances, JointDraws};
use super::grid::MapGrid;
use super::surfaces::{Expected, Samples, Surface};
use crate::model::Study;
use crate::study::decision_rules::practical_of;
use crate::study::experiment::swept::evidence;
use crate::study::experiment::trials::PointTrials;

/// A lead is as good as settled from this probability on.
pub(super) const SURE: f64 = 0.95;

/// Points that surfaces need at least.
const POINTS_LEAST: usize = 3;

/// What was simulated at the points of the rectangle: their places, and trials metric by metric, structure by structure.
pub(super) struct Simulated {
    /// Which points these are.
    places: Vec<usize>,
    units: Vec<Vec<f64>>,
    /// Evidence at each.
    evidence: Vec<Vec<Vec<Vec<Option<f64>>>>>,
}

impl Simulated {
    /// Of the points (values of the two numbers) that lie in the rectangle, each once: under common random numbers a second one at the same
    /// place tells nothing more.
    pub(super) fn of(study: &Study, grid: &MapGrid, points: &[Vec<f64>], found: &[PointTrials]) -> Simulated {
        let mut simulated = Simulated { places: Vec::new(), units: Vec::new(), evidence: Vec::new() };
        for (place, (values, found)) in points.iter().zip(found).enumerate() {
            let unit = grid.unit(values).filter(|unit| !found.impossible && !simulated.units.contains(unit));
            if let Some(unit) = unit {
                simulated.places.push(place);
                simulated.units.push(unit);
                simulated.evidence.push(evidence(study, found));
            }
        }
        simulated
    }
}

/// The surfaces of a metric. More is better of all numbers here.
pub(super) struct MetricSurfaces {
    /// 1, or −1 where less is better.
    pub(super) sign: f64,
    /// The structure that all are compared with.
    pub(super) reference: usize,
    /// The others, in order, less that one.
    pub(super) others: Vec<(usize, Surface)>,
    /// Points that count (places), and how many do not, as a number is missing.
    pub(super) places: Vec<usize>,
    pub(super) left_out: usize,
    /// Differences up to this do not matter.
    practical: Option<Surface>,
    draws: JointDraws,
}

/// What a metric says at a place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Said {
    pub(super) best: usize,
    pub(super) second: usize,
    pub(super) lead: f64,
    pub(super) practical: Option<f64>,
    /// Of the others, in order.
    pub(super) expected: Vec<Expected>,
    pub(super) chances: Chances,
}

impl MetricSurfaces {
    /// Of a metric (place among those that count); `None` where fewer than three points have all numbers.
    pub(super) fn of(study: &Study, simulated: &Simulated, metric: usize) -> Option<MetricSurfaces> {
        let criterion = study.decision.criteria.get(metric)?;
        let sign = if criterion.smaller_is_better { -1.0 } else { 1.0 };
        let structures = study.structures.len();
        let numbers = |point: usize| whole(simulated.evidence[point].get(metric)?);
        let known: Vec<(usize, Vec<Vec<f64>>)> =
            (0..simulated.places.len()).filter_map(|point| Some((point, numbers(point)?))).collect();
        if known.len() < POINTS_LEAST || structures < 2 {
            return None;
        }
        let led = |structure: usize| known.iter().filter(|(_, columns)| leads(columns, sign) == structure).count();
        let reference = (0..structures).rev().max_by_key(|structure| led(*structure))?;
        let units: Vec<Vec<f64>> = known.iter().map(|(point, _)| simulated.units[*point].clone()).collect();
        let against = |structure: usize| {
            let differences = |(_, columns): &(usize, Vec<Vec<f64>>)| {
                let pairs = columns[structure].iter().zip(&columns[reference]);
                pairs.map(|(one, other)| sign * (one - other)).collect()
            };
            Surface::through(&Samples { points: units.clone(), trials: known.iter().map(differences).collect() })
        };
        let others: Vec<(usize, Surface)> =
            (0..structures).filter(|place| *place != reference).map(|place| (place, against(place))).collect();
        let practical: Option<Vec<f64>> =
            known.iter().map(|(_, columns)| practical_of(criterion, &columns[study.baseline])).collect();
        let surfaces: Vec<Surface> = others.iter().map(|(_, surface)| surface.clone()).collect();
        Some(MetricSurfaces {
            sign,
            reference,
            draws: JointDraws::of(&surfaces, study.seed),
            others,
            left_out: simulated.places.len() - known.len(),
            places: known.iter().map(|(point, _)| simulated.places[*point]).collect(),
            practical: practical.map(|values| Surface::exact(&units, &values)),
        })
    }

    /// What is said at a place of the unit square.
    pub(super) fn at(&self, unit: &[f64]) -> Said {
        let expected: Vec<Expected> = self.others.iter().map(|(_, surface)| surface.expected(unit)).collect();
        let means = self.means(expected.iter().map(|expected| expected.mean));
        let (best, second) = first_two(&means);
        let chances = self.draws.chances(&expected, self.reference, best, second);
        let practical = self.practical.as_ref().map(|surface| surface.expected(unit).mean.max(0.0));
        Said { best, second, lead: means[best] - means[second], practical, expected, chances }
    }

    /// By structure, how far it is ahead of the reference.
    fn means(&self, others: impl Iterator<Item = f64>) -> Vec<f64> {
        let mut means = vec![0.0; self.others.len() + 1];
        self.others.iter().zip(others).for_each(|((structure, _), mean)| means[*structure] = mean);
        means
    }

    /// At each point that counts: who is best by its trials, who by all other points, and whether the second one is further behind than matters.
    pub(super) fn checked(&self) -> Vec<(usize, usize, bool)> {
        let of = |point: usize| {
            let simulated = self.means(self.others.iter().map(|(_, surface)| surface.values[point]));
            let emulated = self.means(self.others.iter().map(|(_, surface)| surface.without(point)));
            let (best, named) = (first_two(&simulated).0, first_two(&emulated).0);
            let practical = self.practical.as_ref().map_or(0.0, |surface| surface.values[point]);
            (best, named, simulated[best] - simulated[named] > practical)
        };
        (0..self.places.len()).map(of).collect()
    }
}

/// Numbers of all structures in all trials, two at least; `None` if one is missing.
fn whole(columns: &[Vec<Option<f64>>]) -> Option<Vec<Vec<f64>>> {
    let all = |column: &Vec<Option<f64>>| column.iter().map(|number| number.filter(|one| one.is_finite())).collect();
    let columns: Vec<Vec<f64>> = columns.iter().map(all).collect::<Option<_>>()?;
    columns.iter().all(|column| column.len() >= 2).then_some(columns)
}

/// Which of some structures has the best mean, the first of equals.
fn leads(columns: &[Vec<f64>], sign: f64) -> usize {
    let means: Vec<f64> = columns.iter().map(|column| sign * column.iter().sum::<f64>()).collect();
    first_two(&means).0
}

/// The places of the greatest number and of the next one, of equals the first.
fn first_two(numbers: &[f64]) -> (usize, usize) {
    let mut order: Vec<usize> = (0..numbers.len()).collect();
    order.sort_by(|one, other| numbers[*other].total_cmp(&numbers[*one]));
    (order[0], order.get(1).copied().unwrap_or(order[0]))
}
