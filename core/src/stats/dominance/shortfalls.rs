//! How far drawn trials fall short of thresholds (lower partial moments), in many resamples at once: enough to tell of most
//! pairs how a comparison in second order ends, without a look at each rank.
//!
//! # Why this is exact
//! Let F(t) be the sum of max(0, t − x) over the drawn numbers x of a structure and S(r) the sum of its r least. Then
//! S(r) is the greatest r·t − F(t) over all t, found at the r-th number, and F(t) the greatest r·t − S(r) over all r. Hence
//! - where F of the first is more by d than F of the second at one threshold, S of the first is behind by d at some rank;
//! - where it is less by d at every t from the second's r-th number up, S of the first is ahead by d at every rank from r up.
//!
//! F is known at thresholds. It is convex: between two of them it is at most the straight line, and at least that minus a quarter
//! of their distance times the numbers drawn there. What is said is what sums in floating point say, rank by rank, as
//! it is only said where d exceeds `slack`, all that can be wrong (T trials, u = 2⁻⁵³, at each of both structures):
//! - sums of T numbers in a row, none greater than M: T·u·T·M, and some more of higher order;
//! - the distances of the numbers from thresholds, in whole parts of the distance H of two thresholds: H/[`PARTS`] each;
//! - sums over k cells: (k + 8)·u times T times the whole range.

use super::sorted::Sorted;

/// Resamples that are looked at together.
pub(super) const ABREAST: usize = 16;

/// Parts of the distance between two thresholds; such numbers and how often they are drawn have an exact product.
const PARTS: u16 = u16::MAX;

/// Trials for which the sum of such products fits.
const TRIALS_MOST: usize = 1 << 16;

/// With fewer trials each rank is looked at sooner.
const TRIALS_LEAST: usize = 1_000;

/// Cells between thresholds, at most.
const CELLS_MOST: usize = 256;

/// The same, together for all structures: 2 MiB a resample.
const CELLS_OF_ALL: usize = 1 << 17;

/// A number between two thresholds.
struct Part {
    trial: u32,
    /// How far it is below the upper one, in [`PARTS`] of their distance.
    below: u16,
}

/// Thresholds and the numbers between them.
pub(super) struct Thresholds {
    /// In ascending order, from the least number to the greatest.
    at: Vec<f64>,
    /// Their distances.
    widths: Vec<f64>,
    /// By threshold, how far a difference of shortfalls can be wrong.
    slack: Vec<f64>,
    /// By structure, its numbers in order, and where each cell ends.
    parts: Vec<(Vec<Part>, Vec<usize>)>,
}

impl Thresholds {
    /// `None` where there would be nothing to gain.
    pub(super) fn of(all: &[Sorted]) -> Option<Thresholds> {
        let trials = all.first()?.numbers.len();
        let ends = all.iter().filter_map(|each| Some((*each.numbers.first()?, *each.numbers.last()?)));
        let (least, greatest) = ends.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))?;
        let magnitude = least.abs().max(greatest.abs());
        let sums_are_finite = (2.0 * trials as f64 * magnitude).is_finite();
        if !(TRIALS_LEAST..TRIALS_MOST).contains(&trials) || !sums_are_finite || all.len() < 2 {
            return None;
        }
        let cells_most = CELLS_MOST.min(CELLS_OF_ALL / all.len());
        let at = (4..).map(|fine| 1 << fine).take_while(|&step| step < trials);
        let at = at.filter_map(|step| thresholds(all, least, step, cells_most)).next()?;
        let widths: Vec<f64> = at.windows(2).map(|ends| ends[1] - ends[0]).collect();
        let slack = slack(&widths, trials as f64, greatest - least, magnitude);
        let parts = all.iter().map(|each| parts(each, &at, &widths)).collect();
        Some(Thresholds { at, widths, slack, parts })
    }
}

/// Thresholds with so many numbers of each structure between two of them at most, and a share more of those that are below,
/// as differences grow. `None` if it takes too many.
fn thresholds(all: &[Sorted], least: f64, step: usize, cells_most: usize) -> Option<Vec<f64>> {
    let mut at = vec![least];
    let mut below = vec![0; all.len()];
    while at.len() <= cells_most {
        let next = |(each, &below): (&Sorted, &usize)| {
            let last = each.numbers.len() - 1;
            (below <= last).then(|| each.numbers[(below + step * (below + 256) / 256).min(last)])
        };
        let Some(next) = all.iter().zip(&below).filter_map(next).reduce(f64::min) else { return Some(at) };
        if next > least {
            at.push(next);
        }
        for (each, below) in all.iter().zip(&mut below) {
            *below += each.numbers[*below..].partition_point(|&number| number <= next);
        }
    }
    None
}

fn slack(widths: &[f64], trials: f64, range: f64, magnitude: f64) -> Vec<f64> {
    let of_ranks = 2.0 * f64::EPSILON * trials * trials * magnitude;
    let of_cells = 2.0 * (widths.len() as f64 + 10.0) * f64::EPSILON * trials * range;
    let widest = widths.iter().scan(0.0_f64, |widest, &width| {
        *widest = widest.max(width);
        Some(*widest)
    });
    let of_parts = |widest: f64| 2.5 * trials * widest / f64::from(PARTS);
    std::iter::once(0.0).chain(widest).map(|widest| of_parts(widest) + of_ranks + of_cells).collect()
}

fn parts(sorted: &Sorted, at: &[f64], widths: &[f64]) -> (Vec<Part>, Vec<usize>) {
    let ends: Vec<usize> = at[1..].iter().map(|&end| sorted.numbers.partition_point(|&each| each <= end)).collect();
    let mut parts = Vec::with_capacity(sorted.numbers.len());
    for (cell, &end) in ends.iter().enumerate() {
        let here = parts.len()..end;
        for (&number, &trial) in sorted.numbers[here.clone()].iter().zip(&sorted.trials[here]) {
            let below = (at[cell + 1] - number) / widths[cell];
            parts.push(Part { trial, below: (below * f64::from(PARTS)) as u16 });
        }
    }
    (parts, ends)
}

/// The shortfalls of all structures below all thresholds in some resamples.
pub(super) struct Shortfalls<'t> {
    thresholds: &'t Thresholds,
    /// By trial, how often it is drawn in each.
    times: Vec<[u8; ABREAST]>,
    /// Whether it is known how often.
    known: [bool; ABREAST],
    /// By structure, resample and threshold.
    most: Vec<f64>,
    /// What is not less than the other's `most` there is not less around it either, whatever could be wrong.
    least: Vec<f64>,
}

impl<'t> Shortfalls<'t> {
    pub(super) fn new(thresholds: &'t Thresholds) -> Shortfalls<'t> {
        let numbers = thresholds.parts.len() * ABREAST * thresholds.at.len();
        let (most, least) = (vec![0.0; numbers], vec![0.0; numbers]);
        Shortfalls { thresholds, times: Vec::new(), known: [false; ABREAST], most, least }
    }

    /// Works them out for resamples in which each trial is drawn so many times.
    pub(super) fn work_out(&mut self, resamples: &[Vec<u32>]) {
        let trials = resamples.first().map_or(0, Vec::len);
        self.times.clear();
        self.times.resize(trials, [0; ABREAST]);
        self.known = [false; ABREAST];
        for (place, resample) in resamples.iter().enumerate().take(ABREAST) {
            self.known[place] = resample.iter().all(|&times| times <= u32::from(u8::MAX));
            for (row, &times) in self.times.iter_mut().zip(resample) {
                row[place] = u8::try_from(times).unwrap_or(0);
            }
        }
        for structure in 0..self.thresholds.parts.len() {
            self.work_out_one(structure);
        }
    }

    fn work_out_one(&mut self, structure: usize) {
        let (Thresholds { at, widths, slack, parts }, times) = (self.thresholds, &self.times);
        let ((parts, ends), here) = (&parts[structure], structure * ABREAST * at.len());
        let (mut drawn, mut shortfall, mut spread) = ([0.0; ABREAST], [0.0; ABREAST], [0.0; ABREAST]);
        let mut begin = 0;
        for (cell, (&end, &width)) in ends.iter().zip(widths).enumerate() {
            let (counts, below) = drawn_between(&parts[begin..end], times);
            begin = end;
            for place in 0..ABREAST {
                let at = here + place * at.len() + cell;
                let count = f64::from(counts[place]);
                let around = 0.25 * width * count;
                self.most[at] = shortfall[place];
                self.least[at] = shortfall[place] - (around.max(spread[place]) + slack[cell]);
                shortfall[place] += drawn[place] * width + f64::from(below[place]) * (width / f64::from(PARTS));
                drawn[place] += count;
                spread[place] = around;
            }
        }
        for place in 0..ABREAST {
            let at = here + place * at.len() + widths.len();
            self.most[at] = shortfall[place];
            self.least[at] = shortfall[place] - (spread[place] + slack[widths.len()]);
        }
    }

    /// Whether the first is nowhere behind the second in a resample, of which it is known that it is not up to the rank at which
    /// the second has reached a number; `None` where it takes a look at the ranks.
    pub(super) fn nowhere_behind(&self, resample: usize, first: usize, second: usize, reached: f64) -> Option<bool> {
        if !self.known[resample] {
            return None;
        }
        let thresholds = self.thresholds.at.len();
        let of = |structure: usize| {
            let begin = (structure * ABREAST + resample) * thresholds;
            begin..begin + thresholds
        };
        let (first, second) = (&self.most[of(first)], of(second));
        let from = self.thresholds.at.partition_point(|&at| at <= reached).saturating_sub(1);
        if none_is_below(&self.least[second.clone()][from..], &first[from..]) {
            return Some(true);
        }
        let beyond = |((first, second), slack): ((&f64, &f64), &f64)| first > &(second + slack);
        first.iter().zip(&self.most[second]).zip(&self.thresholds.slack).any(beyond).then_some(false)
    }
}

/// How often numbers are drawn in each resample, and the sum of their parts.
fn drawn_between(parts: &[Part], times: &[[u8; ABREAST]]) -> ([u32; ABREAST], [u32; ABREAST]) {
    let (mut counts, mut below) = ([0; ABREAST], [0; ABREAST]);
    for part in parts {
        let times = &times[part.trial as usize];
        for place in 0..ABREAST {
            counts[place] += u32::from(times[place]);
            below[place] += u32::from(times[place]) * u32::from(part.below);
        }
    }
    (counts, below)
}

/// Whether no number is below the other's; in parts, as it costs nothing to look at a few more at once.
pub(super) fn none_is_below(first: &[f64], second: &[f64]) -> bool {
    let part =
        |(first, second): (&[f64], &[f64])| first.iter().zip(second).fold(true, |so_far, (a, b)| so_far & (a >= b));
    first.chunks(16).zip(second.chunks(16)).all(part)
}
