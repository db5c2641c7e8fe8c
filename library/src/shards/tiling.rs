//! How trials are shared out, and whether what came back covers them.

use std::ops::Range;

/// A range of trials of one design point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tile {
    /// The design point, from 0.
    pub point: u32,
    /// Its trials.
    pub trials: Range<u32>,
}

/// Shares out the trials of all design points into so many tiles, or as few more as it takes that no tile spans two points.
/// Tiles differ little in length, and begin at trials whose numbers are round in binary, so that their totals are few.
///
/// Never more than one tile per trial.
///
/// ```
/// use dottedline::shards::tiles;
/// let lengths: Vec<u32> = tiles(1, 1000, 3).iter().map(|tile| tile.trials.end - tile.trials.start).collect();
/// assert_eq!(lengths, [320, 320, 360]);
/// assert_eq!(tiles(4, 10, 3).len(), 4);
/// ```
#[must_use]
pub fn tiles(points: u32, trials: u32, wanted: u32) -> Vec<Tile> {
    let per_point = wanted.max(1).div_ceil(points.max(1)).min(trials);
    let cut = |index: u32| cut(trials, per_point, index);
    let of_point = |point| (0..per_point).map(move |index| Tile { point, trials: cut(index)..cut(index + 1) });
    (0..points).flat_map(of_point).collect()
}

/// Where the tile of this number begins: its even share, to a multiple of a power of two of at most an eighth of a tile.
fn cut(trials: u32, tiles: u32, index: u32) -> u32 {
    if index >= tiles {
        return trials;
    }
    let even = u64::from(trials) * u64::from(index) / u64::from(tiles);
    let eighth = u64::from(trials) / u64::from(tiles) / 8;
    let unit = if eighth == 0 { 1 } else { 1 << eighth.ilog2() };
    u32::try_from(even / unit * unit).unwrap_or(trials)
}

/// The tiles (indices, of one point) that follow each other from `first` without gap or overlap as far as any do, and the
/// trial where they end. `ranges` need no order; of several ways the one with the longest tiles first is taken.
#[must_use]
pub fn chain(ranges: &[Range<u32>], first: u32) -> (Vec<usize>, u32) {
    let mut order: Vec<usize> = (0..ranges.len()).filter(|&index| !ranges[index].is_empty()).collect();
    // From the back: the farthest that can be reached from each range's start.
    order.sort_by_key(|&index| std::cmp::Reverse((ranges[index].start, ranges[index].end)));
    let mut best: std::collections::BTreeMap<u32, (u32, usize)> = std::collections::BTreeMap::new();
    for &index in &order {
        let Range { start, end } = ranges[index];
        let reached = best.get(&end).map_or(end, |&(reached, _)| reached);
        let better = best.get(&start).is_none_or(|&(known, _)| reached > known);
        if better {
            best.insert(start, (reached, index));
        }
    }
    let mut chosen = Vec::new();
    let mut at = first;
    while let Some(&(_, index)) = best.get(&at) {
        chosen.push(index);
        at = ranges[index].end;
    }
    (chosen, at)
}

/// The trials of `0..trials` that are in none of the ranges, as ranges.
#[must_use]
pub fn gaps(ranges: &[Range<u32>], trials: u32) -> Vec<Range<u32>> {
    let mut sorted: Vec<&Range<u32>> = ranges.iter().collect();
    sorted.sort_by_key(|range| range.start);
    let (mut gaps, mut reached) = (Vec::new(), 0);
    for range in sorted {
        if range.start > reached {
            gaps.push(reached..range.start.min(trials));
        }
        reached = reached.max(range.end);
    }
    if reached < trials {
        gaps.push(reached..trials);
    }
    gaps.retain(|gap| !gap.is_empty());
    gaps
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn is_tiling(tiles: &[Tile], points: u32, trials: u32) -> bool {
        let all = |point| tiles.iter().filter(move |tile| tile.point == point);
        (0..points).all(|point| {
            let ends = all(point)
                .try_fold(0, |at, tile| (tile.trials.start == at && tile.trials.end > at).then_some(tile.trials.end));
            ends == Some(trials)
        })
    }

    #[test]
    fn of_several_ways_one_that_reaches_the_end_is_taken() {
        let ranges = [0..4, 0..6, 4..8, 6..7, 8..10];
        assert_eq!(chain(&ranges, 0), (vec![0, 2, 4], 10));
        assert_eq!(chain(&ranges, 5), (vec![], 5));
        assert_eq!(chain(&[], 0), (vec![], 0));
    }

    #[test]
    fn gaps_are_what_nobody_has() {
        assert_eq!(gaps(&[2..4, 3..5, 8..9], 10), [0..2, 5..8, 9..10]);
        assert!(gaps(std::slice::from_ref(&(0..10)), 10).is_empty());
        assert_eq!(gaps(&[], 3).as_slice(), std::slice::from_ref(&(0..3)));
    }

    proptest! {
        #[test]
        fn tiles_cover_every_trial_once(points in 1_u32..5, trials in 1_u32..5000, wanted in 1_u32..400) {
            prop_assert!(is_tiling(&tiles(points, trials, wanted), points, trials));
        }

        #[test]
        fn a_single_point_gets_the_tiles_it_asks_for(trials in 1_u32..100_000, wanted in 1_u32..300) {
            let tiles = tiles(1, trials, wanted);
            prop_assert_eq!(tiles.len(), wanted.min(trials) as usize);
            let even = trials / wanted.min(trials);
            let lengths = tiles.iter().map(|tile| tile.trials.end - tile.trials.start);
            prop_assert!(lengths.clone().min().unwrap() * 5 >= even * 3 && lengths.max().unwrap() * 2 <= even * 3 + 4);
        }
    }
}
