//! Which points are tried, and how often: of all assumptions until it is settled, or of some within a budget.

use super::axis::Axis;
use super::firm::Firm;
use super::leads::Today;
use super::path::{Path, Seen, TODAY};
use super::{TurningEffort, TurningOptions};
use crate::stats::Moments;
use crate::study::workers::Workers;

/// Trials that one thread runs at a time.
const TOGETHER: u32 = 4;

/// Of all assumptions: the shares of the plausible range that are tried first.
const FIRST_POINTS: [f64; 4] = [0.0, 0.25, 0.75, 1.0];
/// Trials at each point: first so many; where these do not settle it, so many, then all.
const LEVELS: [u32; 2] = [16, 64];
/// How often a change is closed in on, and how far.
const CLOSER: usize = 4;
const FINEST: f64 = 0.02;

/// Within a budget: both ends, with so many trials first.
const QUICK_TRIALS: u32 = 2;
/// The part of the budget that is for ends; the rest is for those that may turn the answer.
const ENDS_PART: f64 = 0.6;
/// A change is closed in on no further than this.
const QUICK_FINEST: f64 = 0.1;
/// Trials at a point, at most; and at the end of the range, to see whether it turns the answer.
const QUICK_MOST: u32 = 16;
const QUICK_SURE: u32 = 8;

/// Somebody asked for the end.
#[derive(Debug)]
pub(super) struct Interrupted;

/// What is known of all assumptions, and of pairs of them.
pub(super) struct Search<'s> {
    pub(super) firm: &'s dyn Firm,
    pub(super) workers: &'s Workers,
    pub(super) today: &'s Today,
    /// Trials of the run: no point is tried with more.
    pub(super) most: u32,
    pub(super) options: TurningOptions<'s>,
    /// What is moved: every assumption by itself, then pairs.
    pub(super) axes: Vec<Axis>,
    /// By axis.
    pub(super) paths: Vec<Path>,
    /// Trials that were run.
    pub(super) trials: u64,
}

/// A point of an axis (place) that is to have so many trials.
type Wish = (usize, f64, u32);

impl Search<'_> {
    /// Runs the trials that are missing, and enters what they say in the order of the wishes.
    fn grant(&mut self, wishes: &[Wish]) -> Result<(), Interrupted> {
        let mut jobs = Vec::new();
        for &(place, share, upto) in wishes {
            let upto = upto.min(self.most);
            let mut first = self.paths[place].trials_at(share);
            while first < upto {
                let end = (first + TOGETHER).min(upto);
                jobs.push((place, share, first..end));
                first = end;
            }
        }
        let (firm, axes, options, watched) =
            (self.firm, &self.axes, self.options, self.options.effort == TurningEffort::All);
        let trials = jobs.iter().map(|(_, _, trials)| trials.end - trials.start).sum();
        if watched && trials > 0 {
            (options.begins)(trials);
        }
        let run = |(place, share, trials): &(usize, f64, std::ops::Range<u32>)| {
            let values = (!(options.interrupted)()).then(|| firm.values(&axes[*place].job(*share, trials.clone())));
            if watched {
                trials.clone().for_each(|_| (options.computed)());
            }
            values
        };
        let found = self.workers.map(&jobs, run);
        for ((place, share, trials), values) in jobs.into_iter().zip(found) {
            match values.ok_or(Interrupted)? {
                None => self.paths[place].impossible = true,
                Some(values) => {
                    self.trials += values.len() as u64;
                    let changes = self.today.changes(trials.start, &values);
                    self.paths[place].enter(share, trials.end - trials.start, changes);
                }
            }
        }
        Ok(())
    }

    /// By rival, the mean variance of changes over all points of single assumptions at which the lead changes at all.
    pub(super) fn usual(&self) -> Vec<f64> {
        let of = |rival: usize| {
            let singles = self.paths.iter().zip(&self.axes).filter(|(_, axis)| axis.0.len() == 1);
            let points = singles.flat_map(|(path, _)| &path.points);
            let changes = points.map(|point| &point.changes[rival]).filter(|change| change.varies());
            changes.filter_map(|change| change.change.variance()).collect::<Moments>().mean().unwrap_or(0.0)
        };
        (0..self.today.rivals.len()).map(of).collect()
    }

    /// Tries every assumption until the trials of the run settle it, then pairs of those that do not turn the answer.
    pub(super) fn all(&mut self) -> Result<(), Interrupted> {
        self.settle(&(0..self.paths.len()).collect::<Vec<_>>(), &FIRST_POINTS)?;
        self.pairs()
    }

    /// Tries axes (places), first at these shares, until the trials of the run settle it.
    pub(super) fn settle(&mut self, places: &[usize], shares: &[f64]) -> Result<(), Interrupted> {
        let first = places.iter().flat_map(|&place| shares.iter().map(move |&share| (place, share, LEVELS[0])));
        self.grant(&first.collect::<Vec<_>>())?;
        for upto in [LEVELS[1], self.most] {
            let usual = self.usual();
            let unsettled = |&place: &usize| {
                let shares = self.paths[place].unsettled(self.today, &usual);
                shares.into_iter().map(move |share| (place, share, upto)).collect::<Vec<Wish>>()
            };
            let wishes: Vec<Wish> = places.iter().flat_map(unsettled).collect();
            self.grant(&wishes)?;
        }
        for _ in 0..CLOSER {
            let usual = self.usual();
            let next = |&place: &usize| Some((place, self.paths[place].next(self.today, &usual, FINEST)?, LEVELS[1]));
            let wishes: Vec<Wish> = places.iter().filter_map(next).collect();
            self.grant(&wishes)?;
        }
        Ok(())
    }

    /// Tries the ends of the first assumptions of an order, and closes in on those that may turn the answer, while the budget lasts:
    /// in trials of the whole study, of which one of the assumption takes `costs`.
    pub(super) fn some(&mut self, order: &[usize], costs: &[f64], budget: f64) -> Result<(), Interrupted> {
        let mut left = budget;
        let mut wishes: Vec<Wish> = Vec::new();
        for &place in order {
            let cost = 2.0 * f64::from(QUICK_TRIALS) * costs[place];
            if budget - left + cost > ENDS_PART * budget {
                break;
            }
            left -= cost;
            wishes.extend([(place, 0.0, QUICK_TRIALS), (place, 1.0, QUICK_TRIALS)]);
        }
        self.grant(&wishes)?;
        let tried: Vec<usize> = order.iter().copied().take(wishes.len() / 2).collect();
        loop {
            let usual = self.usual();
            let mut steps: Vec<(f64, Wish)> = tried.iter().filter_map(|&place| self.step(place, &usual)).collect();
            // Those that turn the answer come first, and take what is left; only then those that may.
            if steps.iter().any(|(least, _)| *least <= 0.0) {
                steps.retain(|(least, _)| *least <= 0.0);
            }
            steps.sort_by(|a, b| a.0.total_cmp(&b.0));
            let mut granted: Vec<Wish> = Vec::new();
            for (_, wish) in steps {
                let more = wish.2.min(self.most).saturating_sub(self.paths[wish.0].trials_at(wish.1));
                let cost = f64::from(more) * costs[wish.0];
                if cost <= left {
                    left -= cost;
                    granted.push(wish);
                }
            }
            if granted.is_empty() {
                return Ok(());
            }
            self.grant(&granted)?;
        }
    }

    /// What would tell more of an assumption that may turn the answer, with how far ahead the best one of today is there at least.
    fn step(&self, place: usize, usual: &[f64]) -> Option<(f64, Wish)> {
        let path = &self.paths[place];
        let seen = path.seen(self.today, usual);
        if matches!(seen, Seen::Stays) || path.impossible {
            return None;
        }
        if let Seen::Turns(turn) = seen {
            let (least, trials) = (path.least(self.today, usual), 2 * QUICK_TRIALS);
            // First whether it turns at all, by the end of the range; then where.
            let end = if turn.share > TODAY { 1.0 } else { 0.0 };
            let upto = path.trials_at(end) + QUICK_TRIALS;
            if turn.until.is_none() && upto <= QUICK_SURE {
                return Some((least, (place, end, upto)));
            }
            return path.next(self.today, usual, QUICK_FINEST).map(|share| (least, (place, share, trials)));
        }
        // The points that are not settled, the one with fewest trials first.
        let unsettled = path.unsettled(self.today, usual).into_iter();
        let share = unsettled.min_by_key(|share| path.trials_at(*share))?;
        let upto = path.trials_at(share) + QUICK_TRIALS;
        let fits = upto <= QUICK_MOST.min(self.most);
        fits.then(|| (path.least(self.today, usual), (place, share, upto)))
    }
}
