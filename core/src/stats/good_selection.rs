//! Which of many systems is good enough to be chosen, under common random numbers: subsets that shrink, look by look.

use super::{Moments, student_critical};

/// Trials before the second look are half as many more as before the first, and so on.
const GROWTH: f64 = 1.5;

/// Systems from which a good one is to be chosen. More is better.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GoodSelectionDesign {
    /// How many there are, at least 1.
    pub systems: usize,
    /// The difference that matters, above 0: a system that is at most this behind the best one is good.
    pub practical: f64,
    /// Probability that the one that is chosen is not good, inside (0, ½).
    pub alpha: f64,
    /// Trials before the first look, at least 10.
    pub first_look: u32,
    /// Conditions that a system has to keep, of which the same trials tell.
    pub conditions: usize,
}

/// Whether a system keeps all conditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// All of them, shown.
    Kept,
    /// One is broken, shown.
    Broken,
    /// Neither is shown.
    Open,
}

/// Why a system is no longer in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutBecause {
    /// Another system (index) that keeps all conditions is better.
    Beaten(usize),
    /// It breaks a condition.
    Breaks,
}

/// What is known of all systems at a look: numbers by system, trial by trial, NaN where one is missing. Those of systems that are out are
/// not looked at.
#[derive(Clone, Copy, Debug)]
pub struct Looked<'l> {
    /// The figure to be as large as possible.
    pub objective: &'l [Vec<f64>],
    /// For each condition, by how much it is kept.
    pub slack: &'l [Vec<Vec<f64>>],
}

/// A selection under way.
///
/// Let b be the best system that keeps all conditions, and W(n) = t S / √n with the standard deviation S of the paired differences to b over
/// all n trials so far, and t of Student's distribution at the error α/2, α/6, α/12, ... of the look divided by the number of other
/// systems. With probability 1 − α no difference to b is further than W from its mean to b's disadvantage at any look, whatever the
/// systems have in common (Bonferroni; exact where differences are normal). Then b is never eliminated, as a system is only eliminated
/// where another one is ahead of it by more than W (the subset selection of Nelson, Swann, Goldsman & Song 2001, once per look); and the
/// leader is good as soon as mean + W of no other one that is in is further than the practical difference ahead of it (Nelson & Matejcik
/// 1995). Nothing is presumed about how far systems are apart, unlike in Kim & Nelson's procedure, whose proof needs the best one to be
/// ahead of all others by the practical difference: among many systems near ties are the rule.
///
/// With conditions half of α is theirs, shared out in the same way among systems, conditions and looks.
///
/// ```
/// use dottedline_core::stats::{GoodSelection, GoodSelectionDesign, Looked};
/// let design = GoodSelectionDesign { systems: 3, practical: 0.5, alpha: 0.05, first_look: 20, conditions: 0 };
/// let mut selection = GoodSelection::new(design).unwrap();
/// let noise = |trial: u32| f64::from(trial * 7 % 11);
/// let system = |ahead: f64| (0..20).map(|trial| noise(trial) + ahead + 0.1 * f64::from(trial % 2)).collect::<Vec<f64>>();
/// let plain = (0..20).map(noise).collect::<Vec<f64>>();
/// selection.look(Looked { objective: &[plain, system(0.6), system(2.0)], slack: &[] });
/// assert!(selection.is_over());
/// assert_eq!((selection.leader(), selection.left()), (Some(2), &[2][..]));
/// ```
#[derive(Clone, Debug)]
pub struct GoodSelection {
    design: GoodSelectionDesign,
    looks: u32,
    trials: u32,
    left: Vec<usize>,
    keeping: Vec<Keeping>,
    means: Vec<f64>,
    out: Vec<Option<(u32, OutBecause)>>,
    leader: Option<usize>,
    over: bool,
}

impl GoodSelection {
    /// A selection before its first look; `None` if the design is out of range.
    #[must_use]
    pub fn new(design: GoodSelectionDesign) -> Option<GoodSelection> {
        let fine = design.systems >= 1
            && design.practical > 0.0
            && design.practical.is_finite()
            && design.alpha > 0.0
            && design.alpha < 0.5
            && design.first_look >= super::FIRST_STAGE_LEAST;
        let keeping = if design.conditions == 0 { Keeping::Kept } else { Keeping::Open };
        fine.then(|| GoodSelection {
            looks: 0,
            trials: 0,
            left: (0..design.systems).collect(),
            keeping: vec![keeping; design.systems],
            means: vec![f64::NAN; design.systems],
            out: vec![None; design.systems],
            leader: None,
            over: false,
            design,
        })
    }

    /// Trials that those who are in need at the next look.
    #[must_use]
    pub fn next_look(&self) -> u32 {
        let growing = |trials: u32| (f64::from(trials) * GROWTH).ceil().min(f64::from(u32::MAX)) as u32;
        (0..self.looks).fold(self.design.first_look, |trials, _| growing(trials))
    }

    /// Takes up what is known after [so many trials](Self::next_look). After the last one nothing is taken up any more.
    pub fn look(&mut self, looked: Looked<'_>) {
        if self.over {
            return;
        }
        self.trials = self.next_look();
        self.looks += 1;
        self.see_what_is_kept(looked.slack);
        for &system in &self.left {
            self.means[system] = mean_of(&looked.objective[system]).unwrap_or(f64::NEG_INFINITY);
        }
        self.eliminate(looked.objective);
        self.leader = self.first_of(Keeping::Kept).or_else(|| self.first_of(Keeping::Open));
        let shown = self.leader.filter(|&leader| self.keeping[leader] == Keeping::Kept);
        self.over = match shown {
            Some(leader) => self.left.iter().all(|&other| self.is_not_far_ahead(looked.objective, other, leader)),
            None => self.left.is_empty(),
        };
    }

    /// The error of a look: α/2, α/6, α/12, ..., together α. With conditions half of it.
    fn error(&self) -> f64 {
        let look = f64::from(self.looks.max(1));
        let share = if self.design.conditions > 0 { 0.5 } else { 1.0 };
        share * self.design.alpha / (look * (look + 1.0))
    }

    fn critical(error: f64, trials: u64) -> f64 {
        student_critical(1.0 - 2.0 * error, trials.saturating_sub(1)).unwrap_or(f64::INFINITY)
    }

    fn see_what_is_kept(&mut self, slack: &[Vec<Vec<f64>>]) {
        if self.design.conditions == 0 {
            return;
        }
        let error = self.error() / (self.design.conditions * self.design.systems) as f64;
        for &system in &self.left {
            let ends = slack.iter().map(|condition| {
                let moments: Moments = condition[system].iter().copied().filter(|number| !number.is_nan()).collect();
                let (mean, half) =
                    (moments.mean()?, Self::critical(error, moments.count()) * moments.standard_error()?);
                Some((mean - half, mean + half))
            });
            let ends: Vec<Option<(f64, f64)>> = ends.collect();
            self.keeping[system] = if ends.iter().flatten().any(|&(_, high)| high < 0.0) {
                Keeping::Broken
            } else if ends.iter().all(|ends| ends.is_some_and(|(low, _)| low >= 0.0)) {
                Keeping::Kept
            } else {
                Keeping::Open
            };
            if self.keeping[system] == Keeping::Broken {
                self.out[system] = Some((self.trials, OutBecause::Breaks));
            }
        }
        self.left.retain(|&system| self.out[system].is_none());
    }

    /// All are judged by those who were in before the look.
    fn eliminate(&mut self, objective: &[Vec<f64>]) {
        let mut order = self.left.clone();
        order.sort_by(|&one, &other| self.means[other].total_cmp(&self.means[one]).then(one.cmp(&other)));
        for (place, &system) in order.iter().enumerate() {
            let better = order[..place].iter().copied().filter(|&other| self.keeping[other] == Keeping::Kept);
            let beats = |other: &usize| {
                let (ahead, reach) = self.ahead(objective, *other, system);
                ahead > reach
            };
            let by = better.into_iter().find(beats);
            self.out[system] = by.map(|other| (self.trials, OutBecause::Beaten(other)));
        }
        self.left.retain(|&system| self.out[system].is_none());
    }

    /// How far a system is ahead of another one on average, and W.
    fn ahead(&self, objective: &[Vec<f64>], one: usize, other: usize) -> (f64, f64) {
        let differences: Moments = paired(&objective[one], &objective[other]).collect();
        match (differences.mean(), differences.standard_error()) {
            (Some(mean), Some(error)) => (mean, self.critical_of_pairs(differences.count()) * error),
            _ => (0.0, f64::INFINITY),
        }
    }

    fn critical_of_pairs(&self, trials: u64) -> f64 {
        let others = self.design.systems.saturating_sub(1).max(1);
        Self::critical(self.error() / others as f64, trials)
    }

    fn is_not_far_ahead(&self, objective: &[Vec<f64>], other: usize, leader: usize) -> bool {
        let (ahead, reach) = self.ahead(objective, other, leader);
        other == leader || ahead + reach <= self.design.practical
    }

    /// Of those who are in like that, the one with the highest mean; of equals the earlier one.
    fn first_of(&self, keeping: Keeping) -> Option<usize> {
        let like_that = self.left.iter().copied().filter(|&system| self.keeping[system] == keeping);
        like_that.max_by(|&one, &other| self.means[one].total_cmp(&self.means[other]).then(other.cmp(&one)))
    }

    /// About how many trials each one who is in would need until the leader is known to be good, if differences stay as they are: each with
    /// its system. None without a leader.
    #[must_use]
    pub fn would_need(&self, objective: &[Vec<f64>]) -> Vec<(usize, u64)> {
        let Some(leader) = self.leader else { return Vec::new() };
        let need = |&other: &usize| {
            let (ahead, reach) = self.ahead(objective, other, leader);
            let room = self.design.practical - ahead.min(0.0);
            let times = reach / room;
            let trials = f64::from(self.trials) * times * times;
            (other, if other == leader || !trials.is_finite() { u64::from(self.trials) } else { trials.ceil() as u64 })
        };
        self.left.iter().map(need).collect()
    }

    /// Those who can still be the best.
    #[must_use]
    pub fn left(&self) -> &[usize] {
        &self.left
    }

    /// The one that would be chosen now: the highest mean of those that are shown to keep all conditions; if there is none, of those that
    /// are in. `None` before the first look, or if all break one.
    #[must_use]
    pub const fn leader(&self) -> Option<usize> {
        self.leader
    }

    /// Whether the leader is known to be good, or none to keep all conditions.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        self.over
    }

    /// Trials at the last look.
    #[must_use]
    pub const fn trials(&self) -> u32 {
        self.trials
    }

    /// Looks that were taken.
    #[must_use]
    pub const fn looks(&self) -> u32 {
        self.looks
    }

    /// When a system left, and why; `None` while it is in.
    #[must_use]
    pub fn out(&self, system: usize) -> Option<(u32, OutBecause)> {
        self.out.get(system).copied().flatten()
    }

    /// Whether a system keeps all conditions, as far as was known when it was last looked at.
    #[must_use]
    pub fn keeping(&self, system: usize) -> Keeping {
        self.keeping.get(system).copied().unwrap_or(Keeping::Open)
    }
}

/// Differences in trials that both have.
fn paired<'a>(one: &'a [f64], other: &'a [f64]) -> impl Iterator<Item = f64> + 'a {
    one.iter().zip(other).map(|(a, b)| a - b).filter(|difference| !difference.is_nan())
}

fn mean_of(numbers: &[f64]) -> Option<f64> {
    numbers.iter().copied().filter(|number| !number.is_nan()).collect::<Moments>().mean()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::normal_quantile;

    const SECOND: f64 = 1.0;

    fn design(systems: usize) -> GoodSelectionDesign {
        GoodSelectionDesign { systems, practical: SECOND, alpha: 0.05, first_look: 10, conditions: 0 }
    }

    /// A normal number by SplitMix64 of its name.
    fn normal(seed: u64, trial: u32, place: u64) -> f64 {
        let mut word = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ u64::from(trial) << 20 ^ place;
        for _ in 0..2 {
            word = word.wrapping_add(0x9e37_79b9_7f4a_7c15);
            word = (word ^ word >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            word = (word ^ word >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
            word ^= word >> 31;
        }
        let uniform = ((word >> 12) as f64 + 0.5) / (1_u64 << 52) as f64;
        normal_quantile(uniform).unwrap_or(0.0)
    }

    /// Normal numbers with these means that have most of their noise in common; each system's own noise has this standard deviation.
    fn systems(means: &[f64], own: f64, trials: u32, seed: u64) -> Vec<Vec<f64>> {
        let mut numbers = vec![Vec::new(); means.len()];
        for trial in 0..trials {
            let shared = 5.0 * normal(seed, trial, 0);
            for (place, (column, mean)) in numbers.iter_mut().zip(means).enumerate() {
                column.push(mean + shared + own * normal(seed, trial, 1 + place as u64));
            }
        }
        numbers
    }

    fn through(mut selection: GoodSelection, all: &[Vec<f64>]) -> GoodSelection {
        while !selection.is_over() {
            let trials = selection.next_look() as usize;
            assert!(trials <= all[0].len(), "{trials} trials were not enough");
            let looked: Vec<Vec<f64>> = all.iter().map(|column| column[..trials].to_vec()).collect();
            selection.look(Looked { objective: &looked, slack: &[] });
        }
        selection
    }

    /// How often, in so many studies, what is chosen is at most the practical difference behind the best, and trials in all.
    fn good(means: &[f64], own: f64, studies: u64) -> (u64, f64) {
        let best = means.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let (mut good, mut taken) = (0, 0.0);
        for study in 0..studies {
            let all = systems(means, own, 1_200, 7_000 + study);
            let selection = through(GoodSelection::new(design(means.len())).expect("in range"), &all);
            let chosen = selection.leader().expect("somebody");
            good += u64::from(best - means[chosen] <= SECOND);
            let of = |system| f64::from(selection.out(system).map_or(selection.trials(), |(trials, _)| trials));
            taken += (0..means.len()).map(of).sum::<f64>();
        }
        (good, taken / studies as f64)
    }

    #[test]
    fn errors_of_all_looks_add_up_to_alpha() {
        let mut selection = GoodSelection::new(design(4)).expect("in range");
        let mut sum = 0.0;
        for looks in 1..=100_000 {
            selection.looks = looks;
            sum += selection.error();
        }
        assert!((0.049_999..=0.05).contains(&sum), "{sum}");
        let looks: Vec<u32> = (0..6).map(|looks| GoodSelection { looks, ..selection.clone() }.next_look()).collect();
        assert_eq!(looks, [10, 15, 23, 35, 53, 80]);
    }

    #[test]
    fn the_reach_of_two_systems_is_that_of_a_paired_t_interval() {
        // Law's two inventory systems: mean 4.978, variance of the mean 2.4383, t(.95, 4) = 2.1318.
        let one = vec![126.97, 124.31, 126.68, 122.66, 127.23];
        let other = vec![118.21, 120.22, 122.45, 122.68, 119.40];
        let mut selection = GoodSelection::new(GoodSelectionDesign { alpha: 0.1, ..design(2) }).expect("in range");
        selection.looks = 1;
        let (ahead, reach) = selection.ahead(&[one, other], 0, 1);
        assert!((ahead - 4.978).abs() < 1e-9 && (reach - 2.131_846_8 * 2.438_3_f64.sqrt()).abs() < 1e-3, "{reach}");
    }

    #[test]
    fn where_one_is_ahead_by_the_difference_that_matters_it_is_chosen_as_often_as_promised() {
        let mut means = [0.0; 16];
        means[11] = SECOND + 1e-9;
        let (good, _) = good(&means, 2.0, 300);
        assert!(good >= 285, "{good} of 300");
    }

    #[test]
    fn among_near_ties_what_is_chosen_is_good_as_often_as_promised() {
        // A chain: each is half of the difference that matters behind the one before.
        let means: Vec<f64> = (0..10).map(|place| -0.5 * SECOND * f64::from(place)).collect();
        let (good, _) = good(&means, 2.0, 300);
        assert!(good >= 285, "{good} of 300");
    }

    #[test]
    fn what_is_far_behind_goes_first_and_by_somebody_who_is_ahead() {
        let means = [0.0, 20.8, 21.5, 5.0];
        let selection = through(GoodSelection::new(design(4)).expect("in range"), &systems(&means, 2.0, 600, 3));
        assert_eq!(selection.leader(), Some(2));
        assert_eq!(selection.out(0), Some((10, OutBecause::Beaten(2))));
        assert!(selection.out(1).is_none_or(|(trials, by)| trials > 10 && by == OutBecause::Beaten(2)));
    }

    #[test]
    fn systems_that_do_the_same_stay_together_and_end_the_search() {
        let one = systems(&[0.0], 1.0, 10, 5).remove(0);
        let all = vec![one.clone(), one.clone(), one];
        let selection = through(GoodSelection::new(design(3)).expect("in range"), &all);
        assert_eq!((selection.leader(), selection.left(), selection.trials()), (Some(0), &[0, 1, 2][..], 10));
    }

    #[test]
    fn who_breaks_a_condition_is_out_and_beats_nobody() {
        let all = systems(&[0.0, 30.0, 10.0], 1.0, 200, 9);
        let slack = systems(&[4.0, -20.0, 5.0], 0.1, 200, 10);
        let mut selection = GoodSelection::new(GoodSelectionDesign { conditions: 1, ..design(3) }).expect("in range");
        while !selection.is_over() {
            let trials = selection.next_look() as usize;
            let first = |all: &[Vec<f64>]| all.iter().map(|column| column[..trials].to_vec()).collect::<Vec<_>>();
            selection.look(Looked { objective: &first(&all), slack: &[first(&slack)] });
        }
        assert_eq!(selection.leader(), Some(2));
        assert_eq!(selection.out(1).map(|(_, why)| why), Some(OutBecause::Breaks));
        assert_eq!(selection.out(0).map(|(_, why)| why), Some(OutBecause::Beaten(2)));
        assert_eq!(selection.keeping(2), Keeping::Kept);
    }

    #[test]
    fn a_trial_that_one_of_two_has_not_is_none_of_the_pair() {
        let differences: Vec<f64> = paired(&[1.0, f64::NAN, 5.0], &[0.0, 7.0, f64::NAN]).collect();
        assert_eq!(differences, [1.0]);
    }
}
