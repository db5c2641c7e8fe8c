//! Two assumptions that turn the answer together though neither does by itself: which are tried, and what came out.
//!
//! Both go the same share of the way from today to an end of their plausible range, so that a pair is a path like that of a single one.

use super::axis::Axis;
use super::leads::Today;
use super::path::{Path, Seen, TODAY};
use super::search::{Interrupted, Search};

/// Pairs that are tried, at most: those that take most of the lead if each takes what it does by itself.
const PAIRS: usize = 12;

/// Where a pair is tried first: halfway to the ends, and at them.
const FIRST_POINTS: [f64; 2] = [0.75, 1.0];

/// What an assumption takes off each lead at an end of its range.
struct End {
    place: usize,
    up: bool,
    /// By rival.
    taken: Vec<f64>,
}

impl Search<'_> {
    /// Tries pairs of assumptions that do not turn the answer by themselves; their paths come behind those of single ones.
    pub(super) fn pairs(&mut self) -> Result<(), Interrupted> {
        let singles = self.paths.len();
        let usual = self.usual();
        let ends: Vec<End> =
            (0..singles).flat_map(|place| ends(place, &self.paths[place], self.today, &usual)).collect();
        let chosen = chosen(&ends, self.today);
        self.paths.extend(chosen.iter().map(|_| Path::default()));
        self.axes.extend(chosen);
        self.settle(&(singles..self.paths.len()).collect::<Vec<_>>(), &FIRST_POINTS)
    }
}

/// The ends at which an assumption takes something off some lead, though it turns the answer nowhere.
fn ends(place: usize, path: &Path, today: &Today, usual: &[f64]) -> Vec<End> {
    if path.impossible || matches!(path.seen(today, usual), Seen::Turns(_)) {
        return Vec::new();
    }
    let before = today.standing().leads;
    let ends = path.points.iter().filter(|point| point.share == 0.0 || point.share == 1.0);
    let end = |point: &super::path::Point| {
        let leads = today.standing_at(point.share, &point.changes, usual)?.leads;
        let taken: Vec<f64> = before.iter().zip(&leads).map(|(before, there)| before - there).collect();
        taken.iter().any(|taken| *taken > 0.0).then_some(End { place, up: point.share > TODAY, taken })
    };
    ends.filter_map(end).collect()
}

/// The pairs that leave the least lead if each takes what it does by itself, least first; each pair of assumptions at its worst ends.
fn chosen(ends: &[End], today: &Today) -> Vec<Axis> {
    let before = today.standing().leads;
    let mut pairs: Vec<(f64, [usize; 2], Axis)> = Vec::new();
    for (number, one) in ends.iter().enumerate() {
        for other in ends[number + 1..].iter().filter(|other| other.place != one.place) {
            let both_take = |rival: &usize| one.taken[*rival] > 0.0 && other.taken[*rival] > 0.0;
            let left = |rival: usize| before[rival] - one.taken[rival] - other.taken[rival];
            let least = (0..before.len()).filter(both_take).map(left).min_by(f64::total_cmp);
            let axis = Axis(vec![(one.place, one.up), (other.place, other.up)]);
            pairs.extend(least.map(|least| (least, [one.place, other.place], axis)));
        }
    }
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut seen = Vec::new();
    pairs.retain(|(_, places, _)| {
        let is_new = !seen.contains(places);
        seen.push(*places);
        is_new
    });
    pairs.into_iter().take(PAIRS).map(|(.., axis)| axis).collect()
}
