//! The firm as it is: what it would find if it measured itself at the end of the warm-up, and in the year after, with nobody
//! changing anything.

use super::firm::Firm;
use super::outcome::{Outcome, TouchpointFigures};
use super::plan::Plan;
use super::references::of_size;
use super::segments::SegmentFigures;
use crate::model::{Regime, Regimes, Touchpoint, World};
use crate::random::RandomInputs;

/// Weeks over which the firm is observed.
const YEAR: u32 = 52;

/// The seed is no study's: what a firm is like today does not follow from a study's seed.
const SEED: u64 = u64::MAX - 1;

/// What a firm would observe of itself: its survey at the start, and the year after it as if nobody worked on anything, nothing
/// fell behind and nobody joined. `None`: nothing to observe (no contact, no customer, no contract due).
#[derive(Clone, Debug, PartialEq)]
pub struct AsIs {
    /// True net promoter score at the start.
    pub nps: f64,
    /// Share of the customers who answer a survey.
    pub response_rate: f64,
    /// Share of contacts that come straight from a touchpoint of another function.
    pub transfers: Option<f64>,
    /// Share of the contacts with an open problem at touchpoints that can solve it which do.
    pub first_contact_resolution: Option<f64>,
    /// Contacts with a problem, old or new, that leave feedback, per customer and year.
    pub complaints: f64,
    /// Share of customers who leave in a year if their contracts come due without an open problem.
    pub churn_without_problem: Option<f64>,
    /// The same with an open problem.
    pub churn_with_problem: Option<f64>,
    /// One entry per segment.
    pub segments: Vec<SegmentAsIs>,
    /// One entry per touchpoint.
    pub touchpoints: Vec<TouchpointAsIs>,
}

/// What a firm would observe of a segment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SegmentAsIs {
    /// Share of its customers still there after a year.
    pub yearly_retention: Option<f64>,
    /// True net promoter score after that year.
    pub nps: Option<f64>,
}

/// What a firm would observe of a touchpoint.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TouchpointAsIs {
    /// Contacts per customer and year.
    pub contacts: f64,
    /// Mean experience, 0 to 1: handoffs, queues and problems included, as customers who are asked afterwards report it.
    pub satisfaction: Option<f64>,
    /// Share of contacts of customers without an open problem that leave one.
    pub problem_rate: Option<f64>,
}

impl AsIs {
    /// Observes a world with so many simulated customers: a pure function of the two.
    #[must_use]
    pub fn of(world: &World, customers: u32) -> AsIs {
        let (nps, year) = a_year(unchanging(world, customers));
        AsIs {
            nps,
            response_rate: ratio(year.end.nps_answers as f64, year.end.customers_end as f64).unwrap_or(0.0),
            transfers: year.end.handoff_share,
            first_contact_resolution: first_contact_resolution(world, &year),
            complaints: complaints(world, &year),
            churn_without_problem: churn(world, &year, |segment| segment.leaving_calm),
            churn_with_problem: churn(world, &year, |segment| segment.leaving_problem),
            segments: year.segments.iter().map(SegmentAsIs::of).collect(),
            touchpoints: year.touchpoints.iter().map(TouchpointAsIs::of).collect(),
        }
    }

    /// By how much true NPS changes in a year in which every function goes on as it does, without a customer officer; `None` if
    /// nobody is left.
    #[must_use]
    pub fn nps_trend(world: &World, customers: u32) -> Option<f64> {
        let (before, year) = a_year(of_size(world, customers));
        year.end.nps_true.map(|after| after - before)
    }
}

impl SegmentAsIs {
    fn of(segment: &SegmentFigures) -> SegmentAsIs {
        SegmentAsIs { yearly_retention: segment.retention_annualised, nps: segment.nps_true }
    }
}

impl TouchpointAsIs {
    fn of(touchpoint: &TouchpointFigures) -> TouchpointAsIs {
        let contacts = touchpoint.experience.contacts as f64;
        let calm = contacts - touchpoint.problem_contacts as f64;
        TouchpointAsIs {
            contacts: ratio(contacts, touchpoint.customer_years).unwrap_or(0.0),
            satisfaction: ratio(touchpoint.experience.experience, contacts),
            problem_rate: ratio(touchpoint.problems_opened as f64, calm),
        }
    }
}

/// A world in which nothing is begun, nothing falls behind and nobody joins.
fn unchanging(world: &World, customers: u32) -> World {
    let mut world = of_size(world, customers);
    world.functions.iter_mut().for_each(|function| function.implements = false);
    (world.organisation.decay, world.environment.disruptions, world.customer.acquisition) = (0.0, 0.0, 0.0);
    world
}

/// True NPS at the start of a world's year without an office, and what the year leaves behind.
fn a_year(mut world: World) -> (f64, Outcome) {
    (world.clock.weeks, world.clock.survey_weeks) = (YEAR, YEAR);
    let nobody = Regime::without_office(world.functions.len());
    let (plan, inputs) = (Plan::new(&world), RandomInputs::new(SEED, 0));
    let warmed_up = plan.warm_up(&inputs);
    let mut firm = Firm::new(&plan, Regimes { first: &nobody, stages: &[] }, &warmed_up);
    plan.unfold(std::slice::from_mut(&mut firm), &inputs, &warmed_up.start);
    (warmed_up.start.nps, firm.outcome(&plan, &warmed_up.start))
}

fn ratio(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| part / whole)
}

fn first_contact_resolution(world: &World, year: &Outcome) -> Option<f64> {
    let able = || world.touchpoints.iter().zip(&year.touchpoints).filter(|(touchpoint, _)| touchpoint.resolves);
    let solved: u64 = able().map(|(_, figures)| figures.problems_solved).sum();
    let brought: u64 = able().map(|(_, figures)| figures.problem_contacts).sum();
    ratio(solved as f64, brought as f64)
}

fn complaints(world: &World, year: &Outcome) -> f64 {
    let of = |(touchpoint, figures): (&Touchpoint, &TouchpointFigures)| {
        let with_problem = (figures.problems_opened + figures.problem_contacts) as f64;
        ratio(touchpoint.feedback.get() * with_problem, figures.customer_years).unwrap_or(0.0)
    };
    world.touchpoints.iter().zip(&year.touchpoints).map(of).sum()
}

/// What a share of contracts that end, of those due, makes in a year: mean over the segments, by their customers.
fn churn(world: &World, year: &Outcome, leaving: fn(&SegmentFigures) -> Option<f64>) -> Option<f64> {
    let (mut churn, mut weights) = (0.0, 0.0);
    for (segment, figures) in world.segments.iter().zip(&year.segments) {
        if let Some(leaving) = leaving(figures) {
            let renewals = f64::from(YEAR) / f64::from(segment.renewal_weeks);
            churn += segment.share.get() * (1.0 - libm::pow(1.0 - leaving, renewals));
            weights += segment.share.get();
        }
    }
    ratio(churn, weights)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::sample;
    use crate::units::Share;

    /// A world in which satisfaction and problems move nobody.
    fn unmoved() -> World {
        let mut world = sample::world();
        (world.customer.churn_sensitivity, world.customer.churn_problem) = (0.0, 0.0);
        world
    }

    #[test]
    fn yearly_retention_is_what_the_beta_distributions_say() {
        let as_is = AsIs::of(&unmoved(), 100_000);
        for (segment, found) in unmoved().segments.iter().zip(&as_is.segments) {
            // E[(1 − θ)ⁿ] = ∏ (β + i)/(α + β + i), i from 0 to n − 1, of n renewals a year.
            let renewals = YEAR / segment.renewal_weeks;
            let (a, b) = (segment.churn_alpha, segment.churn_beta);
            let expected: f64 = (0..renewals).map(|i| (b + f64::from(i)) / (a + b + f64::from(i))).product();
            let found = found.yearly_retention.expect("customers");
            assert!((found - expected).abs() < 0.006, "{}: {found} instead of {expected}", segment.id);
        }
    }

    #[test]
    fn satisfaction_is_quality_less_what_comes_between_and_problems_open_as_often_as_contacts_fail() {
        let mut world = sample::world();
        world.customer.noise = 0.0;
        world.customer.person = 0.0;
        world.customer.problem_penalty = 0.0;
        (world.customer.handoff_coordination, world.customer.handoff_context) = (0.0, 0.0);
        world.touchpoints[3].capacity = None;
        world.touchpoints[0].risk = Share::new(0.5).expect("a share");
        let as_is = AsIs::of(&world, 20_000);
        for (touchpoint, found) in world.touchpoints.iter().zip(&as_is.touchpoints) {
            let customer = &world.customer;
            let fails = 1.0 - customer.success_base - customer.success_slope * touchpoint.quality;
            assert!((found.satisfaction.expect("contacts") - touchpoint.quality).abs() < 1e-4, "{}", touchpoint.id);
            let rate = found.problem_rate.expect("contacts");
            assert!((rate - touchpoint.risk.get() * fails).abs() < 0.006, "{}: {rate}", touchpoint.id);
        }
    }

    #[test]
    fn contacts_are_counted_per_customer_and_year() {
        let mut world = unmoved();
        let one = |probability: f64| sample::row(&[(0, probability)]);
        for segment in &mut world.segments {
            // One contact with touchpoint 0 every other week, wherever a customer was.
            segment.journey.calm = vec![one(0.5); 5];
            segment.journey.problem = vec![one(0.5); 5];
        }
        let as_is = AsIs::of(&world, 20_000);
        // Customers are counted at the end of a week: those who left in it had their contact.
        assert!((as_is.touchpoints[0].contacts - 26.0).abs() < 0.3, "{}", as_is.touchpoints[0].contacts);
        assert_eq!((as_is.touchpoints[1].contacts, as_is.touchpoints[1].satisfaction), (0.0, None));
        assert_eq!(as_is.transfers, Some(0.0));
    }

    #[test]
    fn problems_answers_and_churn_of_customers_who_are_all_alike_are_what_their_formulas_say() {
        let mut world = unmoved();
        (world.customer.noise, world.customer.person, world.customer.problem_penalty) = (0.0, 0.0, 0.0);
        (world.customer.handoff_coordination, world.customer.handoff_context) = (0.0, 0.0);
        (world.customer.answer_extreme, world.customer.answer_satisfied) = (0.0, 0.0);
        world.touchpoints[3].capacity = None;
        // With a problem customers come as often to a touchpoint that cannot solve it.
        let astray = sample::row(&[(2, 0.3), (3, 0.3)]);
        world.segments.iter_mut().for_each(|one| one.journey.problem = vec![astray.clone(); 5]);
        // Everybody leaves at a renewal with a probability of .1.
        world.segments.iter_mut().for_each(|one| (one.churn_alpha, one.churn_beta) = (1e5, 9e5));
        let as_is = AsIs::of(&world, 100_000);
        let customer = &world.customer;
        // Problems are solved at the last touchpoint alone.
        let solved = customer.success_base + customer.success_slope * world.touchpoints[3].quality;
        assert!((as_is.first_contact_resolution.expect("problems") - solved).abs() < 0.003);
        let answers = 1.0 / (1.0 + libm::exp(-customer.answer_base));
        assert!((as_is.response_rate - answers).abs() < 0.005, "{}", as_is.response_rate);
        let shares = world.segments.iter().map(|one| (one.share.get(), f64::from(YEAR) / f64::from(one.renewal_weeks)));
        let leave: f64 = shares.map(|(share, renewals)| share * (1.0 - libm::pow(0.9, renewals))).sum();
        for churn in [as_is.churn_without_problem, as_is.churn_with_problem] {
            assert!((churn.expect("renewals") - leave).abs() < 0.01, "{churn:?} instead of {leave}");
        }
        world.touchpoints.iter_mut().for_each(|one| one.feedback = Share::new(1.0).expect("a share"));
        let all = AsIs::of(&world, 100_000).complaints;
        assert!((as_is.complaints - 0.1 * all).abs() < 1e-9, "a tenth of them leaves feedback");
        let contacts: f64 = as_is.touchpoints.iter().map(|one| one.contacts).sum();
        assert!(all > 0.1 * contacts && all < contacts, "{all} of {contacts} contacts have to do with a problem");
    }

    #[test]
    fn a_firm_is_observed_as_it_is_whatever_its_functions_are_about_to_do() {
        let quiet = AsIs::of(&sample::world(), 5_000);
        let mut busy = sample::world();
        busy.organisation.decay = 0.5;
        busy.functions.iter_mut().for_each(|function| function.budget = 100.0);
        assert_eq!(AsIs::of(&busy, 5_000), quiet);
        let trend = [&sample::world(), &busy].map(|world| AsIs::nps_trend(world, 5_000).expect("customers"));
        assert!(trend[1] < trend[0] - 5.0, "what falls behind shows in the trend alone: {trend:?}");
    }
}
