//! Where the leader of a map loses, as rules that can be read aloud.

use super::grid::MapGrid;
use crate::stats::{Interval, PrimBox, prim};

/// Share of the pixels of a box that a peel takes.
const PEEL: f64 = 0.03;
/// A box holds at least this share of all pixels.
const LEAST: f64 = 0.02;
/// Rules of a map, at most.
const RULES: usize = 3;
/// A further rule says where at least this share of the losing region is that no rule before holds.
const WORTH_SAYING: f64 = 0.1;
/// A rule is right in at least this share of where it holds and no rule before does.
const RIGHT: f64 = 0.5;
/// A limit stays if the rule without it is worse by more than this.
const NEEDED: f64 = 0.005;

/// A box in which the leader loses.
#[derive(Clone, Debug, PartialEq)]
pub struct MapRule {
    /// Limits of the two numbers, in their units; infinite where there is none.
    pub limits: [Interval; 2],
    /// The structure (index) that is best in most of where the rule is right.
    pub winner: usize,
    /// Share of the losing region that the rule holds.
    pub coverage: f64,
    /// Share of where the rule holds in which the leader loses.
    pub density: f64,
    /// Share of the map where the rule holds.
    pub area: f64,
    /// Simulated points where it holds, and those of them at which the leader is not the best of the simulation.
    pub points: (usize, usize),
}

/// Rules for where the leader loses, from the best structure of each pixel (`None`: the firm cannot be like that): PRIM (Friedman & Fisher 1999)
/// over the pixels, of whose boxes that one is taken in which coverage and density have the greatest harmonic mean; then the same over the
/// pixels outside of it. `points` are simulated ones with their best structure.
pub(super) fn rules(
    grid: &MapGrid,
    best: &[Option<usize>],
    leader: usize,
    points: &[(Vec<f64>, usize)],
) -> Vec<MapRule> {
    let pixels: Vec<([f64; 2], usize)> =
        best.iter().enumerate().filter_map(|(pixel, best)| Some((grid.at(pixel), (*best)?))).collect();
    let losing = pixels.iter().filter(|(_, best)| *best != leader).count();
    let mut left: Vec<&([f64; 2], usize)> = pixels.iter().collect();
    let mut rules: Vec<MapRule> = Vec::new();
    while rules.len() < RULES {
        let Some(limits) = next(&left, leader, pixels.len()) else { break };
        let held: Vec<usize> = left.iter().filter(|(at, _)| holds(&limits, at)).map(|(_, best)| *best).collect();
        let newly = held.iter().filter(|best| **best != leader).count() as f64;
        if newly < RIGHT * held.len() as f64 || newly < WORTH_SAYING * losing as f64 {
            break;
        }
        rules.push(told(limits, &pixels, leader, points));
        left.retain(|(at, _)| !holds(&limits, at));
    }
    rules
}

/// The box that says most of where the leader loses among the pixels that are left.
fn next(left: &[&([f64; 2], usize)], leader: usize, all: usize) -> Option<[Interval; 2]> {
    let at: Vec<Vec<f64>> = left.iter().map(|(at, _)| at.to_vec()).collect();
    let loses: Vec<bool> = left.iter().map(|(_, best)| *best != leader).collect();
    let least = LEAST * all as f64 / left.len().max(1) as f64;
    let boxes = prim(&at, &loses, PEEL, least);
    let harmonic = |found: &PrimBox| harmonic_mean(found.coverage, found.density);
    // The first box is the whole map, which is no rule.
    let best = boxes.iter().skip(1).rev().max_by(|one, other| harmonic(one).total_cmp(&harmonic(other)))?;
    let limits: [Interval; 2] = [*best.limits.first()?, *best.limits.get(1)?];
    Some(simplified(limits, left, leader))
}

/// Without the limits that say nothing.
fn simplified(mut limits: [Interval; 2], pixels: &[&([f64; 2], usize)], leader: usize) -> [Interval; 2] {
    let worth = |limits: &[Interval; 2]| {
        let inside = || pixels.iter().filter(|(at, _)| holds(limits, at));
        let hits = inside().filter(|(_, best)| *best != leader).count() as f64;
        let all = pixels.iter().filter(|(_, best)| *best != leader).count() as f64;
        harmonic_mean(hits / all.max(1.0), hits / (inside().count() as f64).max(1.0))
    };
    for input in 0..limits.len() {
        for low in [true, false] {
            let mut wider = limits;
            if low {
                wider[input].low = f64::NEG_INFINITY;
            } else {
                wider[input].high = f64::INFINITY;
            }
            if !is_free(&wider) && worth(&wider) >= worth(&limits) - NEEDED {
                limits = wider;
            }
        }
    }
    limits
}

fn told(limits: [Interval; 2], pixels: &[([f64; 2], usize)], leader: usize, points: &[(Vec<f64>, usize)]) -> MapRule {
    let inside: Vec<usize> = pixels.iter().filter(|(at, _)| holds(&limits, at)).map(|(_, best)| *best).collect();
    let lost: Vec<usize> = inside.iter().copied().filter(|best| *best != leader).collect();
    let losing = pixels.iter().filter(|(_, best)| *best != leader).count();
    let count = |structure: usize| lost.iter().filter(|best| **best == structure).count();
    let winner = lost.iter().copied().max_by(|one, other| count(*one).cmp(&count(*other)).then(other.cmp(one)));
    let simulated: Vec<usize> = points.iter().filter(|(at, _)| holds(&limits, at)).map(|(_, best)| *best).collect();
    let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
    MapRule {
        limits,
        winner: winner.unwrap_or(leader),
        coverage: share(lost.len(), losing),
        density: share(lost.len(), inside.len()),
        area: share(inside.len(), pixels.len()),
        points: (simulated.len(), simulated.iter().filter(|best| **best != leader).count()),
    }
}

/// Whether nothing is limited.
fn is_free(limits: &[Interval; 2]) -> bool {
    limits.iter().all(|limit| limit.low == f64::NEG_INFINITY && limit.high == f64::INFINITY)
}

fn holds(limits: &[Interval; 2], at: &[f64]) -> bool {
    limits.iter().zip(at).all(|(limit, number)| *number > limit.low && *number < limit.high)
}

fn harmonic_mean(one: f64, other: f64) -> f64 {
    if one + other > 0.0 { 2.0 * one * other / (one + other) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::experiment::inputs::Input;

    fn grid() -> MapGrid {
        let input = |key: &str, low, high| Input {
            address: key.parse().unwrap(),
            today: None,
            low,
            high,
            levels: None,
            around_today: false,
        };
        MapGrid::new([input("organisation.readiness", 0.0, 1.0), input("initiatives.rate", 0.0, 0.1)])
    }

    fn best(loses: impl Fn(f64, f64) -> bool) -> Vec<Option<usize>> {
        let grid = grid();
        (0..grid.len()).map(|pixel| grid.at(pixel)).map(|[x, y]| Some(usize::from(loses(x, y)))).collect()
    }

    #[test]
    fn a_planted_corner_is_found_with_its_two_limits_and_no_other() {
        let best = best(|x, y| x < 0.42 && y > 0.05);
        let points = [(vec![0.1, 0.08], 1), (vec![0.2, 0.06], 0), (vec![0.9, 0.08], 0)];
        let found = rules(&grid(), &best, 0, &points);
        let [rule] = found.as_slice() else { panic!("one rule: {found:?}") };
        assert!(
            (rule.limits[0].high - 0.42).abs() <= 1.0 / 48.0 && rule.limits[0].low == f64::NEG_INFINITY,
            "{rule:?}"
        );
        assert!((rule.limits[1].low - 0.05).abs() <= 0.1 / 48.0 && rule.limits[1].high == f64::INFINITY, "{rule:?}");
        assert!(rule.coverage > 0.97 && rule.density > 0.97 && (rule.area - 0.21).abs() < 0.01, "{rule:?}");
        assert_eq!((rule.winner, rule.points), (1, (2, 1)));
    }

    #[test]
    fn a_limit_that_says_next_to_nothing_is_left_out() {
        // Twelve pixels of the lowest row are none: without that row a rule would be a fifth of a per cent better.
        let (grid, best) = (grid(), best(|x, y| x < 0.42 && !(x < 0.25 && y < 0.002)));
        let pixels: Vec<([f64; 2], usize)> =
            best.iter().enumerate().map(|(pixel, best)| (grid.at(pixel), best.unwrap())).collect();
        let limits = [Interval { low: 0.005, high: 0.4166 }, Interval { low: 0.0021, high: f64::INFINITY }];
        let left = simplified(limits, &pixels.iter().collect::<Vec<_>>(), 0);
        let free = Interval { low: f64::NEG_INFINITY, high: f64::INFINITY };
        assert_eq!(left, [Interval { high: 0.4166, ..free }, free]);
    }

    #[test]
    fn two_corners_are_two_rules_and_a_leader_that_never_loses_has_none() {
        let found = rules(&grid(), &best(|x, y| x < 0.3 && y > 0.06 || x > 0.8 && y < 0.05), 0, &[]);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found.iter().map(|rule| rule.coverage).sum::<f64>() > 0.95, "{found:?}");
        assert!(rules(&grid(), &best(|_, _| false), 0, &[]).is_empty());
        assert!(rules(&grid(), &best(|_, _| true), 0, &[]).is_empty(), "the whole map is no rule");
    }

    #[test]
    fn where_the_firm_cannot_be_nobody_loses() {
        let mut best = best(|x, _| x < 0.5);
        best.iter_mut().enumerate().filter(|(pixel, _)| grid().at(*pixel)[0] < 0.25).for_each(|(_, best)| *best = None);
        let found = rules(&grid(), &best, 0, &[]);
        assert!((found[0].area - 1.0 / 3.0).abs() < 1e-9 && found[0].coverage == 1.0, "{found:?}");
    }
}
