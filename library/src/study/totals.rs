//! Everything that is summed up over trials, in an order that does not depend on who took up which trials.
//!
//! Trials of one parameter draw share their assumptions, so a world is one replication: once all of its trials are over,
//! its total is joined with those of other worlds, together with the moments of its means. Worlds of which only some trials
//! are here wait until the others come. Without assumptions every trial is a world of its own.

use crate::stats::{Aligned, Dyadic, Join, Moments};

/// Moments of everything that is summed up, in an order that follows from the study. Of whole worlds where trials share
/// assumptions: first over trials, then over worlds.
#[derive(Clone, Debug, PartialEq)]
pub struct Flat(pub Vec<Moments>);

impl Join for Flat {
    fn join(&mut self, next: &Flat) {
        for (moments, next) in self.0.iter_mut().zip(&next.0) {
            moments.join(next);
        }
    }
}

/// A world of which some trials are over.
#[derive(Clone, Debug, PartialEq)]
pub struct Begun {
    /// Its number.
    pub world: u32,
    /// How many of its trials are over, those that failed included.
    pub over: u32,
    /// Their totals; trials are counted from the first one of the world.
    pub trials: Dyadic<Flat>,
}

/// The totals of some trials.
#[derive(Clone, Debug, PartialEq)]
pub struct Totals {
    per_world: u32,
    worlds: Dyadic<Flat>,
    begun: Vec<Begun>,
}

impl Totals {
    /// Of no trial yet, where so many trials make a world.
    #[must_use]
    pub fn new(per_world: u32) -> Totals {
        Totals { per_world: per_world.max(1), worlds: Dyadic::default(), begun: Vec::new() }
    }

    /// What was taken apart: ranges of whole worlds and begun worlds, both ascending. `None` if they are not.
    #[must_use]
    pub fn from_parts(
        per_world: u32,
        worlds: impl IntoIterator<Item = Aligned<Flat>>,
        begun: Vec<Begun>,
    ) -> Option<Totals> {
        let mut totals = Totals { begun, ..Totals::new(per_world) };
        worlds.into_iter().try_for_each(|total| totals.worlds.push(total)).ok()?;
        totals.begun.is_sorted_by(|a, b| a.world < b.world).then_some(totals)
    }

    /// Trials that make a world.
    #[must_use]
    pub const fn per_world(&self) -> u32 {
        self.per_world
    }

    /// Ranges of whole worlds.
    #[must_use]
    pub fn worlds(&self) -> &[Aligned<Flat>] {
        self.worlds.totals()
    }

    /// Worlds of which only some trials are over.
    #[must_use]
    pub fn begun(&self) -> &[Begun] {
        &self.begun
    }

    /// Takes up a trial; `None`: it failed. Trials come in ascending order; one that does not is left out.
    pub fn take(&mut self, trial: u32, total: Option<Flat>) {
        let (world, place) = (trial / self.per_world, trial % self.per_world);
        let mut trials = Dyadic::default();
        if let Some(total) = total {
            let _ = trials.take(place, total);
        }
        self.go_on(Begun { world, over: 1, trials });
    }

    /// Takes up what others have taken up, of later trials; whether they were later.
    pub fn append(&mut self, others: Totals) -> bool {
        let mut begun = others.begun.into_iter().peekable();
        let mut fine = true;
        if let Some(first) = begun.next_if(|first| self.begun.last().is_some_and(|last| last.world == first.world)) {
            fine &= self.go_on(first);
        }
        fine &= self.worlds.append(others.worlds).is_ok();
        self.begun.extend(begun);
        fine && self.begun.is_sorted_by(|a, b| a.world < b.world)
    }

    /// More trials of a world, perhaps the last ones; whether they are later than those there were.
    fn go_on(&mut self, more: Begun) -> bool {
        let before = self.begun.pop_if(|last| last.world == more.world);
        let begun = match before {
            None => more,
            Some(mut begun) => {
                begun.over = begun.over.saturating_add(more.over);
                if begun.trials.append(more.trials).is_err() {
                    return false;
                }
                begun
            }
        };
        if begun.over < self.per_world {
            self.begun.push(begun);
            return true;
        }
        let whole = begun.trials.whole().map(|trials| self.world(trials));
        whole.is_none_or(|total| self.worlds.push(Aligned { first: begun.world, level: 0, total }).is_ok())
    }

    /// The total of a world from that of its trials.
    fn world(&self, mut trials: Flat) -> Flat {
        if self.per_world > 1 {
            let of_means: Vec<Moments> = trials.0.iter().map(|moments| moments.mean().into_iter().collect()).collect();
            trials.0.extend(of_means);
        }
        trials
    }

    /// The total of all trials; begun worlds count with the trials that they have. `None` without any.
    #[must_use]
    pub fn whole(&self) -> Option<Flat> {
        let begun = self.begun.iter().filter_map(|begun| begun.trials.whole()).map(|trials| self.world(trials));
        self.worlds.whole().into_iter().chain(begun).reduce(|mut all, next| {
            all.join(&next);
            all
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn number(trial: u32) -> f64 {
        libm::sin(f64::from(trial)) * 1e3 + 1.0 / f64::from(trial + 7)
    }

    /// Every seventh trial fails.
    fn taken(per_world: u32, trials: std::ops::Range<u32>) -> Totals {
        let mut totals = Totals::new(per_world);
        for trial in trials {
            let flat = Flat(vec![[number(trial)].into_iter().collect(), Moments::default()]);
            totals.take(trial, (trial % 7 != 6).then_some(flat));
        }
        totals
    }

    #[test]
    fn a_world_is_one_piece_of_evidence_and_the_last_one_counts_with_what_it_has() {
        let whole = taken(3, 0..5).whole().unwrap();
        let trials: Moments = (0..5).map(number).collect();
        let means = [(0..3).map(number).collect::<Moments>().mean(), (3..5).map(number).collect::<Moments>().mean()];
        let worlds: Moments = means.into_iter().flatten().collect();
        assert_eq!((whole.0[0].count(), whole.0[2].count(), whole.0[1].count()), (5, 2, 0));
        assert!((whole.0[0].mean().unwrap() - trials.mean().unwrap()).abs() < 1e-9);
        assert!((whole.0[2].variance().unwrap() / worlds.variance().unwrap() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn without_assumptions_trials_are_the_evidence() {
        assert_eq!(taken(1, 0..20).whole().unwrap().0.len(), 2);
        assert!(taken(1, 0..20).begun().is_empty());
    }

    #[test]
    fn what_comes_too_late_is_noticed() {
        let mut totals = taken(4, 0..10);
        assert!(!totals.append(taken(4, 9..12)));
        assert!(!taken(1, 0..10).append(taken(1, 8..12)));
    }

    proptest! {
        #[test]
        fn any_tiling_gives_the_same_bits(
            per_world in 1_u32..9,
            mut cuts in prop::collection::vec(0_u32..300, 0..40),
            until in 1_u32..300,
        ) {
            cuts.extend([0, until]);
            cuts.retain(|&cut| cut <= until);
            cuts.sort_unstable();
            let mut merged = Totals::new(per_world);
            for part in cuts.windows(2) {
                prop_assert!(merged.append(taken(per_world, part[0]..part[1])));
            }
            prop_assert_eq!(merged, taken(per_world, 0..until));
        }
    }
}
