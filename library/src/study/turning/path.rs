//! Along one assumption: points that were tried, and where the best structure changes between them.

use super::leads::{Change, Standing, Today};
use crate::stats::Interval;

/// Today's place on the way from the lower to the upper end of the plausible range.
pub(super) const TODAY: f64 = 0.5;

/// A point that was tried.
#[derive(Clone, Debug)]
pub(super) struct Point {
    pub(super) share: f64,
    /// Trials that were run there: the first ones of the study.
    pub(super) trials: u32,
    /// By rival.
    pub(super) changes: Vec<Change>,
}

/// What is known along an assumption.
#[derive(Clone, Debug, Default)]
pub(super) struct Path {
    /// Points in ascending order.
    pub(super) points: Vec<Point>,
    /// Whether the firm cannot be like that at some point.
    pub(super) impossible: bool,
}

/// Where the best structure changes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Turn {
    /// The place, as a share of the plausible range.
    pub(super) share: f64,
    /// The rival (place) that is best beyond it.
    pub(super) rival: usize,
    /// From where on, seen from today, it may have changed, and from where on it has; `None`: nowhere for sure.
    pub(super) from: f64,
    /// See `from`.
    pub(super) until: Option<f64>,
}

/// What the points say.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Seen {
    /// It is ahead for sure at every point that was tried.
    Stays,
    /// It changes here.
    Turns(Turn),
    /// Neither is known.
    Unsettled,
}

impl Path {
    /// Enters what was found at a point, after what is known of it.
    pub(super) fn enter(&mut self, share: f64, trials: u32, changes: Vec<Change>) {
        match self.points.iter_mut().find(|point| point.share == share) {
            Some(point) => {
                point.trials += trials;
                point.changes.iter_mut().zip(&changes).for_each(|(known, new)| known.join(new));
            }
            None => {
                let place = self.points.partition_point(|point| point.share < share);
                self.points.insert(place, Point { share, trials, changes });
            }
        }
    }

    /// Trials that were run at a point.
    pub(super) fn trials_at(&self, share: f64) -> u32 {
        self.points.iter().find(|point| point.share == share).map_or(0, |point| point.trials)
    }

    /// Standings from today outwards, on one side.
    fn outwards(&self, today: &Today, usual: &[f64], above: bool) -> Vec<Standing> {
        let side = self.points.iter().filter(|point| (point.share > TODAY) == above);
        let found = side.filter_map(|point| today.standing_at(point.share, &point.changes, usual));
        let mut found: Vec<Standing> = found.collect();
        if !above {
            found.reverse();
        }
        found.insert(0, today.standing());
        found
    }

    /// What the points say, on the side of the nearer change.
    pub(super) fn seen(&self, today: &Today, usual: &[f64]) -> Seen {
        let sides = [false, true].map(|above| self.outwards(today, usual, above));
        let turns = sides.iter().filter_map(|side| turn_of(side));
        let nearest = turns.min_by(|a, b| (a.share - TODAY).abs().total_cmp(&(b.share - TODAY).abs()));
        let ahead = |standing: &Standing| standing.interval().low > 0.0;
        match nearest {
            Some(turn) => Seen::Turns(turn),
            None if self.points.is_empty() => Seen::Unsettled,
            None if sides.iter().flatten().all(ahead) => Seen::Stays,
            None => Seen::Unsettled,
        }
    }

    /// How far the best structure of today is ahead at least, at the points that were tried.
    pub(super) fn least(&self, today: &Today, usual: &[f64]) -> f64 {
        let found = self.points.iter().filter_map(|point| today.standing_at(point.share, &point.changes, usual));
        found.map(|standing| standing.least().0).fold(f64::INFINITY, f64::min)
    }

    /// Points at which more trials would tell more: not yet known to be ahead or behind.
    pub(super) fn unsettled(&self, today: &Today, usual: &[f64]) -> Vec<f64> {
        let unsettled = |point: &&Point| {
            let standing = today.standing_at(point.share, &point.changes, usual);
            standing.is_none_or(|standing| {
                let Interval { low, high } = standing.interval();
                low <= 0.0 && high >= 0.0
            })
        };
        self.points.iter().filter(unsettled).map(|point| point.share).collect()
    }

    /// Where to look next between the two points around the nearest change; `None` if there is no change, or it is known to
    /// `finest` of the range.
    pub(super) fn next(&self, today: &Today, usual: &[f64], finest: f64) -> Option<f64> {
        let Seen::Turns(turn) = self.seen(today, usual) else { return None };
        let side = self.outwards(today, usual, turn.share > TODAY);
        let two = side.windows(2).find(|two| two[1].least().0 <= 0.0)?;
        let (near, far) = (two[0].share, two[1].share);
        // Not too near to a point that is known, or a curve is followed on one side for ever.
        let within = 0.15 * (far - near);
        let (low, high) = (near + within, far - within);
        let share = turn.share.clamp(low.min(high), low.max(high));
        ((far - near).abs() > finest).then_some(share)
    }
}

/// The first change on the way outwards, linear between points, with where the ends of the interval of the lead cross 0.
fn turn_of(side: &[Standing]) -> Option<Turn> {
    let least = |standing: &Standing| standing.least().0;
    let share = crossing(side, least)?;
    let beyond = side.iter().find(|standing| least(standing) <= 0.0)?;
    let from = crossing(side, |standing| standing.interval().low).unwrap_or(share);
    let until = crossing(side, |standing| standing.interval().high);
    Some(Turn { share, rival: beyond.least().1, from, until })
}

/// Where a line through numbers above 0 first comes to 0.
fn crossing(side: &[Standing], of: impl Fn(&Standing) -> f64) -> Option<f64> {
    side.windows(2).find_map(|two| {
        let (near, far) = (of(&two[0]), of(&two[1]));
        let crosses = near > 0.0 && far <= 0.0 && near.is_finite();
        let part = if far.is_finite() { near / (near - far) } else { 0.0 };
        crosses.then(|| two[0].share + part * (two[1].share - two[0].share))
    })
}
