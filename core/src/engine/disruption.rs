//! Turbulence: rivals set new standards, in weeks and at touchpoints that are the same for all structures of a trial.

use super::plan::Plan;
use crate::random::{Purpose, RandomInputs, poisson_quantile};

/// Weeks in a year.
const YEAR: f64 = 52.0;

impl Plan {
    /// The touchpoints at which rivals set a new standard in a week; one can be there more than once.
    pub(crate) fn disrupted(&self, inputs: &RandomInputs, week: u32) -> Vec<usize> {
        let (rate, touchpoints) = (self.world.environment.disruptions / YEAR, self.world.touchpoints.len());
        if rate == 0.0 {
            return Vec::new();
        }
        let mut draws = inputs.draws(Purpose::Disruption, week, 0);
        let count = poisson_quantile(rate, draws.uniform());
        (0..count).map(|_| ((draws.uniform() * touchpoints as f64) as usize).min(touchpoints - 1)).collect()
    }

    /// Lets quality fall behind a new standard at some touchpoints.
    pub(crate) fn fall_behind(&self, quality: &mut [f64], disrupted: &[usize]) {
        disrupted.iter().for_each(|&touchpoint| quality[touchpoint] *= 1.0 - self.world.environment.disruption_size);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::outcome::Outcome;
    use crate::engine::sample::{self, LEVERS};
    use crate::model::{Line, Regimes, World};

    fn world(disruptions: f64, size: f64) -> World {
        let mut world = sample::world();
        (world.environment.disruptions, world.environment.disruption_size) = (disruptions, size);
        world
    }

    #[test]
    fn disruptions_are_as_many_a_year_as_the_scenario_says_and_at_all_touchpoints_alike() {
        for rate in [0.5, 4.0, 60.0] {
            let plan = Plan::new(&world(rate, 0.1));
            let mut counts = [0_u32; 4];
            for trial in 0..40 {
                let inputs = RandomInputs::new(3, trial);
                (0..520).flat_map(|week| plan.disrupted(&inputs, week)).for_each(|touchpoint| counts[touchpoint] += 1);
            }
            // 400 years: a Poisson number, whose standard error is the root of its mean.
            let (all, expected) = (f64::from(counts.iter().sum::<u32>()), 400.0 * rate);
            assert!((all - expected).abs() < 4.0 * expected.sqrt(), "{all}, not {expected}");
            let each = expected / 4.0;
            assert!(counts.iter().all(|&count| (f64::from(count) - each).abs() < 4.0 * each.sqrt()), "{counts:?}");
        }
    }

    /// Outcomes of a trial in which nobody does anything but one structure reorganises.
    fn outcomes(disruptions: f64, size: f64) -> Vec<Outcome> {
        let mut world = world(disruptions, size);
        world.functions.iter_mut().for_each(|function| function.budget = 0.0);
        world.organisation.decay = 0.0;
        let organised = [Line::None, Line::Dotted, Line::Solid].map(|line| sample::structure([line; 3], LEVERS));
        let regimes: Vec<Regimes<'_>> = organised.iter().map(|one| one.regimes()).collect();
        Plan::new(&world).run_trial(&regimes, 5, 1)
    }

    #[test]
    fn quality_falls_by_the_size_of_each_disruption_and_alike_under_all_structures() {
        let (plan, inputs) = (Plan::new(&world(10.0, 0.1)), RandomInputs::new(5, 1));
        let mut quality: Vec<f64> = plan.world.touchpoints.iter().map(|touchpoint| touchpoint.quality).collect();
        let disrupted: Vec<usize> = (0..52).flat_map(|week| plan.disrupted(&inputs, week)).collect();
        disrupted.iter().for_each(|&touchpoint| quality[touchpoint] *= 0.9);
        assert!(disrupted.len() > 3);
        for outcome in outcomes(10.0, 0.1) {
            for (touchpoint, expected) in outcome.touchpoints.iter().zip(&quality) {
                assert!((touchpoint.quality - expected).abs() < 1e-12, "{} not {expected}", touchpoint.quality);
            }
        }
    }

    #[test]
    fn customers_feel_a_new_standard_in_its_week_and_their_expectations_do_not_fall_with_it() {
        let (plan, inputs) = (Plan::new(&world(10.0, 0.5)), RandomInputs::new(5, 1));
        let week = (0..52).find(|&week| !plan.disrupted(&inputs, week).is_empty()).expect("one of ten a year") as usize;
        let [calm, turbulent] = [0.0, 10.0].map(|disruptions| outcomes(disruptions, 0.5).remove(0).weeks);
        let felt = |weeks: &[crate::engine::WeekFigures], week: usize| weeks[week].experience.expect("contacts");
        assert!(week == 0 || felt(&calm, week - 1) == felt(&turbulent, week - 1), "nothing before");
        assert!(felt(&turbulent, week) < felt(&calm, week) - 0.02);
        let expected = |weeks: &[crate::engine::WeekFigures]| weeks[week].expectation.expect("customers");
        let fallen = expected(&calm) - expected(&turbulent);
        assert!(fallen < 0.03 * 0.06 + 0.02, "expectations learn, no more: {fallen}");
    }

    #[test]
    fn without_disruptions_their_size_changes_nothing() {
        assert_eq!(format!("{:?}", outcomes(0.0, 0.1)), format!("{:?}", outcomes(0.0, 0.9)));
    }
}
