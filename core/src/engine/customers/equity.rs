//! What the customers who are there at the horizon are still worth.
//!
//! Nothing changes any more: every customer keeps the probability of leaving of the last week. A customer pays a week's margin
//! in each week until the next renewal, and in the weeks after each renewal at which it stays. With s the probability of
//! staying, R weeks between renewals, w weeks until the next one and v the discount of a week, that is worth
//!
//! ```text
//! (1 + v + … + vʷ⁻¹) + vʷ·(1 + v + … + vᴿ⁻¹)·s·(1 + x + … + xᴺ⁻¹)    weeks of margin,  x = s·vᴿ
//! ```
//!
//! where N renewals are counted. The powers of x are added up by doubling: all terms are positive, so that nothing cancels
//! however small the probability of leaving is.

use super::Customers;
use super::layout::Part;
use super::loyalty::Weights;
use super::renewal::{odds_of_staying, places_of};
use super::state::Block;
use crate::engine::plan::{Plan, Start};
use crate::lanes::{ABREAST, Lanes, Task};
use crate::model::{Segment, World};

impl Customers {
    /// Weeks of margin that the customers of each segment will still pay, as they are worth at the horizon.
    pub(crate) fn weeks_to_come(&self, plan: &Plan, start: &Start) -> Vec<f64> {
        let mut weeks = vec![0.0; plan.world.segments.len()];
        for (part, &end) in plan.layout.parts.iter().zip(self.used()) {
            weeks[part.segment] += self.weeks_of_part(plan, start, part, end);
        }
        weeks
    }

    fn weeks_of_part(&self, plan: &Plan, start: &Start, part: &Part, end: usize) -> f64 {
        let terms = Terms::new(&plan.world, &plan.world.segments[part.segment]);
        let weights = Weights::new(&plan.world.customer, start.shifts[part.segment]);
        let used = part.range.start / ABREAST..end.div_ceil(ABREAST);
        let (blocks, loyalty) = (&self.blocks[used.clone()], &self.loyalty.as_chunks().0[used.clone()]);
        let periods = plan.form.run(ToCome { blocks, loyalty, weights, gone: plan.gone() as u32, terms });
        let (mut weeks, mut first, mut discount) = (0.0, 0.0, 1.0);
        for wait in 0..terms.renewal_weeks {
            for due in part.due(plan.world.clock.weeks + wait, end) {
                for place in places_of(due.block, due.places) {
                    if usize::from(self.at(place).row) != plan.gone() {
                        let periods = periods[due.block - used.start][place % ABREAST];
                        weeks += first + discount * terms.period * f64::from(periods);
                    }
                }
            }
            first += discount;
            discount *= terms.week;
        }
        weeks
    }
}

/// What a segment's customers have in common.
#[derive(Clone, Copy)]
struct Terms {
    renewal_weeks: u32,
    /// v.
    week: f64,
    /// 1 + v + … + vᴿ⁻¹.
    period: f64,
    /// vᴿ.
    discount: f64,
    /// N.
    renewals: u32,
}

impl Terms {
    fn new(world: &World, segment: &Segment) -> Terms {
        let economics = &world.economics;
        let week = libm::pow(1.0 + economics.discount_rate, -1.0 / 52.0);
        let (mut period, mut discount) = (0.0, 1.0);
        for _ in 0..segment.renewal_weeks {
            period += discount;
            discount *= week;
        }
        let renewals = libm::ceil(52.0 * economics.equity_years / f64::from(segment.renewal_weeks)) as u32;
        Terms { renewal_weeks: segment.renewal_weeks, week, period, discount, renewals }
    }
}

/// Blocks of customers and what is still to come of them.
struct ToCome<'a> {
    blocks: &'a [Block],
    loyalty: &'a [[f32; ABREAST]],
    weights: Weights,
    gone: u32,
    terms: Terms,
}

impl Task for ToCome<'_> {
    /// For each customer s·(1 + x + … + xᴺ⁻¹): renewals to come at which it stays, discounted from one to the next.
    type Output = Vec<[f32; ABREAST]>;

    #[inline(always)]
    fn run<L: Lanes>(self, lanes: L) -> Vec<[f32; ABREAST]> {
        let mut periods = vec![[0.0; ABREAST]; self.blocks.len()];
        for ((block, loyalty), periods) in self.blocks.iter().zip(self.loyalty).zip(&mut periods) {
            for at in (0..ABREAST).step_by(L::N) {
                let odds = odds_of_staying(lanes, self.weights, (block, loyalty), self.gone, at);
                lanes.store(renewals(lanes, self.terms, odds), periods, at);
            }
        }
        periods
    }
}

/// s·(1 + x + … + xᴺ⁻¹) by the odds of staying. 1 + … + x²ⁿ⁻¹ is 1 + … + xⁿ⁻¹ times 1 + xⁿ.
#[inline(always)]
fn renewals<L: Lanes>(l: L, terms: Terms, odds: L::F) -> L::F {
    let one = l.splat(1.0);
    let stays = l.div(odds, l.add(one, odds));
    let x = l.mul(stays, l.splat(terms.discount as f32));
    let (mut sum, mut power) = (l.splat(0.0), one);
    for bit in (0..u32::BITS - terms.renewals.leading_zeros()).rev() {
        sum = l.add(sum, l.mul(power, sum));
        power = l.mul(power, power);
        if terms.renewals >> bit & 1 == 1 {
            sum = l.add(one, l.mul(x, sum));
            power = l.mul(power, x);
        }
    }
    l.mul(stays, sum)
}

#[cfg(test)]
mod tests {
    use super::super::Customer;
    use super::super::tests::recounted;
    use super::*;
    use crate::engine::sample;
    use crate::lanes::Form;
    use crate::random::RandomInputs;

    fn logistic(y: f64) -> f64 {
        1.0 / (1.0 + libm::exp(-y))
    }

    /// The places of the first cohort.
    fn cohort(plan: &Plan) -> impl Iterator<Item = usize> {
        plan.layout.parts.iter().filter(|part| !part.is_room).flat_map(|part| part.range.clone())
    }

    /// Customers who differ in loyalty, satisfaction and problems; some have left.
    fn mixed(change: impl Fn(&mut World)) -> (Plan, Start, Customers) {
        let mut world = sample::world();
        world.economics.equity_years = 1_000.0;
        change(&mut world);
        let plan = Plan::new(&world);
        let start = sample::start(&plan);
        let mut customers = Customers::new(&plan, &RandomInputs::new(1, 0));
        for place in cohort(&plan) {
            customers.loyalty[place] = -0.5 - (place % 7) as f32 / 3.0;
            let satisfaction = 0.5 + (place % 11) as f32 / 22.0;
            let row = if place % 5 == 0 { plan.gone() as u8 + 1 } else { 0 };
            customers.put(place, Customer { row, satisfaction, ..customers.at(place) });
        }
        customers.mood_sums = recounted(&plan, &customers);
        for place in [3, 40, 130] {
            customers.leave(&plan, plan.layout.segment_of(place), place);
        }
        (plan, start, customers)
    }

    /// The weeks to come of a customer by the closed form, summed without end.
    fn closed_form(plan: &Plan, start: &Start, customers: &Customers, place: usize) -> f64 {
        let world = &plan.world;
        let customer = customers.at(place);
        if usize::from(customer.row) == plan.gone() {
            return 0.0;
        }
        let problem = if usize::from(customer.row) > plan.gone() { 1.0 } else { 0.0 };
        let y = f64::from(customers.loyalty[place])
            - world.customer.churn_sensitivity * (f64::from(customer.satisfaction) - start.references.satisfaction)
            + world.customer.churn_problem * (problem - start.references.problem_share);
        let (stays, segment) = (1.0 - logistic(y), plan.layout.segment_of(place));
        let period = f64::from(world.segments[segment].renewal_weeks);
        let horizon = world.clock.weeks;
        let part = plan.layout.parts.iter().find(|part| part.range.contains(&place)).expect("a part");
        let due = |wait: &u32| part.is_due(horizon + wait, place);
        let wait = f64::from((0..1_000).find(due).expect("a renewal"));
        let v = libm::pow(1.0 + world.economics.discount_rate, -1.0 / 52.0);
        let weeks = |n: f64| (1.0 - libm::pow(v, n)) / (1.0 - v);
        weeks(wait) + libm::pow(v, wait) * weeks(period) * stays / (1.0 - stays * libm::pow(v, period))
    }

    #[test]
    fn what_is_to_come_is_the_closed_form_of_each_customer() {
        let (plan, start, customers) = mixed(|_| ());
        for (segment, weeks) in customers.weeks_to_come(&plan, &start).into_iter().enumerate() {
            let places = cohort(&plan).filter(|&place| plan.layout.segment_of(place) == segment);
            let expected: f64 = places.map(|place| closed_form(&plan, &start, &customers, place)).sum();
            assert!((weeks / expected - 1.0).abs() < 1e-5, "segment {segment}: {weeks} against {expected}");
        }
    }

    #[test]
    fn what_is_to_come_is_what_a_frozen_population_brings_in_until_nobody_is_left() {
        let (plan, start, customers) = mixed(|_| ());
        let v = libm::pow(1.0 + plan.world.economics.discount_rate, -1.0 / 52.0);
        let (runs, mut seen) = (600, vec![Vec::new(); 2]);
        for run in 0..runs {
            let (inputs, mut left) = (RandomInputs::new(11, run), customers.clone());
            let (mut weeks, mut discount, mut week) = ([0.0; 2], 1.0, plan.world.clock.weeks);
            while left.count() > 0 {
                left.renew(&plan, &start, &plan.renewals(&inputs, week, &plan.in_use([&left])));
                weeks.iter_mut().zip(&left.in_firm).for_each(|(sum, &n)| *sum += discount * n as f64);
                discount *= v;
                week += 1;
            }
            seen.iter_mut().zip(weeks).for_each(|(all, one)| all.push(one));
        }
        for (weeks, seen) in customers.weeks_to_come(&plan, &start).into_iter().zip(seen) {
            let moments: crate::stats::Moments = seen.into_iter().collect();
            let (mean, error) = (moments.mean().expect("runs"), moments.standard_error().expect("runs"));
            assert!(
                error / mean < 0.01 && (mean - weeks).abs() < 3.0 * error,
                "{weeks}, lived through {mean} ± {error}"
            );
        }
    }

    #[test]
    fn who_never_leaves_counts_for_the_years_that_are_counted_and_no_longer() {
        let (plan, start, mut customers) = mixed(|world| {
            world.economics.discount_rate = 0.0;
            world.economics.equity_years = 10.0;
        });
        customers.loyalty.fill(-80.0);
        // 40 and 20 renewals of 13 and 26 weeks, and the weeks until the first: the phases of a segment are even.
        let weeks = customers.weeks_to_come(&plan, &start);
        for ((weeks, &count), longest) in weeks.iter().zip(&customers.in_firm).zip([13.0, 26.0]) {
            let each = weeks / count as f64;
            assert!(each >= 520.0 && each < 520.0 + longest, "{each}");
        }
    }

    #[test]
    fn what_is_to_come_is_the_same_in_every_form() {
        let (plan, start, customers) = mixed(|_| ());
        let first = customers.weeks_to_come(&plan, &start);
        for form in Form::available() {
            let plan = Plan::in_form(&plan.world, form);
            assert_eq!(customers.weeks_to_come(&plan, &start), first, "{}", form.name());
        }
    }
}
