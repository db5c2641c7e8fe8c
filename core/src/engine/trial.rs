//! One trial: a warm-up that all structures share, then every structure side by side on the same random numbers.
//!
//! The structures run in step, week by week, because the customers' random numbers are the same under all of them: each group of
//! words is made once and used by every firm while it is in the fastest memory.

use super::customers::{SurveyResult, WeekDraws};
use super::firm::Firm;
use super::organisation::Moment;
use super::organisation::candidate::think;
use super::outcome::Outcome;
use super::plan::{Plan, Start};
use super::warm_up::WarmedUp;
use crate::model::Regimes;
use crate::random::{Purpose, RandomInputs};

impl Plan {
    /// Runs one trial of several structures, given by their regimes; one outcome each, in their order.
    ///
    /// A pure function of the plan, the regimes, the seed and the trial number, on any machine. What a structure does
    /// never depends on which others run beside it.
    #[must_use]
    pub fn run_trial(&self, structures: &[Regimes<'_>], seed: u64, trial: u32) -> Vec<Outcome> {
        let inputs = RandomInputs::new(seed, trial);
        let warmed_up = self.warm_up(&inputs);
        let mut firms = self.firms(structures, &warmed_up);
        self.unfold(&mut firms, &inputs, &warmed_up.start);
        firms.into_iter().map(|firm| firm.outcome(self, &warmed_up.start)).collect()
    }

    /// A firm per structure, at the end of the warm-up.
    pub(super) fn firms<'a>(&self, structures: &[Regimes<'a>], warmed_up: &WarmedUp) -> Vec<Firm<'a>> {
        structures.iter().map(|&regimes| Firm::new(self, regimes, warmed_up)).collect()
    }

    /// All weeks of a trial.
    pub(super) fn unfold(&self, firms: &mut [Firm<'_>], inputs: &RandomInputs, start: &Start) {
        let clock = self.world.clock;
        let mut thresholds = Vec::new();
        for week in 0..clock.weeks {
            let starts_cycle = week.is_multiple_of(clock.cycle_weeks);
            let disrupted = self.disrupted(inputs, week);
            firms.iter_mut().for_each(|firm| firm.fall_behind(self, &disrupted));
            if starts_cycle {
                let now = Moment { week, cycle: week / clock.cycle_weeks };
                let thoughts = think(self, inputs, now.cycle);
                firms.iter_mut().for_each(|firm| firm.turn(self, inputs, now, &thoughts));
            }
            firms.iter_mut().for_each(|firm| firm.open_week(self, starts_cycle || !disrupted.is_empty()));
            self.set_thresholds(week, &mut thresholds);
            let draws = WeekDraws { inputs, purpose: Purpose::CustomerWeek, week };
            let in_use = self.in_use(firms.iter().map(|firm| &firm.customers));
            self.for_each_batch(draws, &in_use, |batch| {
                firms.iter_mut().for_each(|firm| firm.batch_week(self, &thresholds, draws, batch));
            });
            let renewals = self.renewals(inputs, week, &in_use);
            let newcomers = inputs.draws(Purpose::Newcomers, week, 0).uniform();
            firms.iter_mut().for_each(|firm| firm.renew(self, inputs, start, &renewals, newcomers, week));
            let mut surveys = self.surveys(firms, inputs, week).into_iter();
            firms.iter_mut().for_each(|firm| firm.close_week(self, inputs, start, surveys.next(), week));
        }
    }

    /// What each firm's survey finds, if customers are asked this week.
    fn surveys(&self, firms: &[Firm<'_>], inputs: &RandomInputs, week: u32) -> Vec<SurveyResult> {
        if !self.asks(week) {
            return Vec::new();
        }
        let asked: Vec<_> = firms.iter().map(|firm| (&firm.customers, firm.mean_satisfaction())).collect();
        self.survey(inputs, week, &asked)
    }
}
