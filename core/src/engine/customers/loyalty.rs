//! How loyal customers are by themselves, and what a segment's customers have in common in their log-odds of leaving.

use super::Customers;
use super::logistic::logistic_of;
use super::state::Block;
use super::week::UNITS;
use crate::engine::plan::{Plan, References};
use crate::lanes::{ABREAST, Lanes, Task};
use crate::model::CustomerParameters;
use crate::random::{Group, LANES, Purpose, ROWS, RandomInputs};

impl Plan {
    /// a = logit θ of each place of the first cohort, θ from its segment's Beta distribution; 0 in the room.
    pub(super) fn draw_loyalty(&self, inputs: &RandomInputs) -> Vec<f32> {
        const BLOCK: usize = ROWS / 2;
        let (mut loyalty, mut words) = (vec![0.0; self.layout.places], Group::default());
        for part in self.layout.parts.iter().filter(|part| !part.is_room) {
            let padded = part.range.start..part.range.end.next_multiple_of(ABREAST);
            let first_block = padded.start / BLOCK;
            for (i, few) in loyalty[padded].chunks_mut(LANES * BLOCK).enumerate() {
                let blocks: [u32; LANES] = std::array::from_fn(|lane| (first_block + i * LANES + lane) as u32);
                inputs.gather(self.form, Purpose::Loyalty, 0, &blocks, &mut words);
                for (j, place) in few.iter_mut().enumerate() {
                    *place = self.loyalty[part.segment].quantile(words.uniform(j / BLOCK, j % BLOCK)) as f32;
                }
            }
        }
        loyalty
    }

    /// What is added to the log-odds of leaving of all customers of each segment: the intercept, with which the first cohort's
    /// mean probability of leaving would be that by loyalty alone if the firm's means were the references, and the references'
    /// own part.
    pub(crate) fn shifts(&self, customers: &Customers, references: &References) -> Vec<f32> {
        let customer = &self.world.customer;
        let (sensitivity, problem) = (customer.churn_sensitivity, customer.churn_problem);
        let mood = customers.mood().unwrap_or_default();
        let part_of = |satisfaction: f64, problem_share: f64| sensitivity * satisfaction - problem * problem_share;
        let (here, there) = (
            part_of(mood.satisfaction, mood.problem_share),
            part_of(references.satisfaction, references.problem_share),
        );
        let segment = |segment: usize| (self.intercept(customers, segment, here) + there) as f32;
        (0..self.world.segments.len()).map(segment).collect()
    }

    /// The intercept of a segment: see [`Plan::shifts`]. `here` is the part of the firm's own means.
    fn intercept(&self, customers: &Customers, segment: usize, here: f64) -> f64 {
        let customer = &self.world.customer;
        if customer.churn_sensitivity == 0.0 && customer.churn_problem == 0.0 {
            return 0.0;
        }
        let wanted = log_odds(self.mean_leaving(customers, segment, None));
        solved(wanted, |intercept| log_odds(self.mean_leaving(customers, segment, Some(intercept + here))))
    }

    /// Mean probability of leaving over the first cohort of a segment: by loyalty alone, or with satisfaction, problems and a
    /// shift.
    fn mean_leaving(&self, customers: &Customers, segment: usize, shift: Option<f64>) -> f64 {
        let weights = shift.map_or(Weights::NONE, |shift| Weights::new(&self.world.customer, shift as f32));
        let (mut sum, mut count) = (0, 0);
        for part in self.layout.parts.iter().filter(|part| part.segment == segment && !part.is_room) {
            count += part.range.len();
            let blocks = &customers.blocks[part.blocks()];
            let loyalty = &customers.loyalty.as_chunks().0[part.blocks()];
            for (blocks, loyalty) in blocks.chunks(FEW).zip(loyalty.chunks(FEW)) {
                sum += self.form.run(Leaving { blocks, loyalty, weights, gone: self.gone() as u32 });
            }
        }
        sum as f64 / f64::from(UNITS) / count as f64
    }
}

/// Blocks whose probabilities can be added up lane by lane in 32 bits: eight customers of each in a lane, at most.
const FEW: usize = 64;

const _: () = assert!(FEW as u64 * 8 * (UNITS as u64) < 1 << 32, "sums fit");

fn log_odds(probability: f64) -> f64 {
    libm::log(probability / (1.0 - probability))
}

/// Where a rising function whose slope is above 0 and at most 1 has a value, by secants from 0; 0 where there is no such value.
fn solved(wanted: f64, at: impl Fn(f64) -> f64) -> f64 {
    let (mut x, mut slope) = (0.0, 1.0_f64);
    let mut before: Option<(f64, f64)> = None;
    for _ in 0..20 {
        let miss = wanted - at(x);
        if let Some((last_x, last_miss)) = before {
            slope = ((last_miss - miss) / (x - last_x)).clamp(0.02, 1.0);
        }
        let step = miss / slope;
        if !step.is_finite() {
            return 0.0;
        }
        before = Some((x, miss));
        x += step;
        if step.abs() < 1e-6 {
            break;
        }
    }
    x
}

/// What the log-odds of leaving are made of, besides loyalty.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Weights {
    shift: f32,
    sensitivity: f32,
    problem: f32,
}

impl Weights {
    /// Loyalty alone.
    const NONE: Weights = Weights { shift: 0.0, sensitivity: 0.0, problem: 0.0 };

    pub(crate) fn new(customer: &CustomerParameters, shift: f32) -> Weights {
        Weights { shift, sensitivity: customer.churn_sensitivity as f32, problem: customer.churn_problem as f32 }
    }

    /// Log-odds of leaving of one customer: a + shift − κ·S + ψ·\[problem\].
    pub(crate) fn of_one(self, loyalty: f32, satisfaction: f32, problem: f32) -> f32 {
        (loyalty + self.shift - self.sensitivity * satisfaction) + self.problem * problem
    }

    /// The same of `N` customers of a block from `at` on.
    #[inline(always)]
    pub(super) fn log_odds<L: Lanes>(
        self,
        l: L,
        block: &Block,
        loyalty: &[f32; ABREAST],
        gone: u32,
        at: usize,
    ) -> L::F {
        let calm = l.less(l.to_f(l.load_bytes(&block.row, at)), l.splat(gone as f32 + 1.0));
        let problem = l.select(calm, l.splat(0.0), l.splat(1.0));
        let y = l.add(l.load(loyalty, at), l.splat(self.shift));
        let y = l.sub(y, l.mul(l.splat(self.sensitivity), l.load(&block.satisfaction, at)));
        l.add(y, l.mul(l.splat(self.problem), problem))
    }
}

/// Customers whose probabilities of leaving are added up.
struct Leaving<'a> {
    blocks: &'a [Block],
    loyalty: &'a [[f32; ABREAST]],
    weights: Weights,
    gone: u32,
}

impl Task for Leaving<'_> {
    /// The sum in units of 2⁻²².
    type Output = u64;

    #[inline(always)]
    fn run<L: Lanes>(self, l: L) -> u64 {
        let mut sum = l.splat_u(0);
        for (block, loyalty) in self.blocks.iter().zip(self.loyalty) {
            for at in (0..ABREAST).step_by(L::N) {
                let leaves = logistic_of(l, self.weights.log_odds(l, block, loyalty, self.gone, at));
                let gone = l.same(l.load_bytes(&block.row, at), l.splat_u(self.gone));
                let units = l.round(l.mul(leaves, l.splat(UNITS)));
                sum = l.add_u(sum, l.select_u(gone, l.splat_u(0), units));
            }
        }
        l.total(sum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::sample;
    use crate::engine::warm_up::WarmedUp;
    use crate::model::World;

    #[test]
    fn the_loyalty_of_a_place_is_the_number_that_its_name_gives() {
        let (plan, inputs) = (Plan::new(&sample::world()), RandomInputs::new(5, 3));
        let loyalty = plan.draw_loyalty(&inputs);
        for part in plan.layout.parts.iter().filter(|part| !part.is_room) {
            for place in part.range.clone() {
                let mut draws = inputs.draws(Purpose::Loyalty, 0, (place / 8) as u32);
                let uniform = (0..=place % 8).map(|_| draws.uniform()).last().expect("a slot");
                assert_eq!(loyalty[place], plan.loyalty[part.segment].quantile(uniform) as f32, "place {place}");
            }
        }
    }

    /// Mean probability of leaving of each segment, after warm-up, in a firm whose means are the references; and the mean of
    /// its Beta distribution, with the standard error of a sample of its size.
    fn leaving_at_the_references(change: impl Fn(&mut World)) -> Vec<(f64, f64, f64)> {
        let mut world = sample::world();
        (world.customers, world.touchpoints[3].capacity) = (100_000, None);
        (world.segments[0].expectation, world.segments[1].expectation) = (sample::share(0.6), sample::share(0.8));
        change(&mut world);
        let plan = Plan::new(&world);
        let WarmedUp { start, customers, .. } = plan.warm_up(&RandomInputs::new(3, 0));
        let segments = world.segments.iter().enumerate();
        let leaving = segments.map(|(number, segment)| {
            let (alpha, beta) = (segment.churn_alpha, segment.churn_beta);
            let (mean, size) = (alpha / (alpha + beta), f64::from(world.customers) * segment.share.get());
            let sd = (mean * (1.0 - mean) / (alpha + beta + 1.0)).sqrt();
            (plan.mean_leaving(&customers, number, Some(start.shifts[number].into())), mean, sd / size.sqrt())
        });
        leaving.collect()
    }

    #[test]
    fn at_the_references_each_segment_leaves_as_its_beta_distribution_says() {
        let shapes = |world: &mut World| {
            (world.segments[1].churn_alpha, world.segments[1].churn_beta) = (0.7, 1.2);
            world.customer.churn_sensitivity = 9.0;
        };
        for change in [&shapes as &dyn Fn(&mut World), &|_| ()] {
            for (measured, expected, error) in leaving_at_the_references(change) {
                assert!((measured - expected).abs() < 4.0 * error, "{measured}, not {expected} ± {error}");
            }
        }
    }

    #[test]
    fn a_firm_below_the_references_keeps_fewer_customers_and_one_above_them_more() {
        let at = |satisfaction: f64, problems: f64| {
            let leaving = leaving_at_the_references(|world| {
                world.customers = 20_000;
                world.customer.reference_satisfaction = Some(sample::share(satisfaction));
                world.customer.reference_problems = Some(sample::share(problems));
            });
            leaving[0].0
        };
        let (as_it_is, worse, better) = (at(0.6, 0.3), at(0.7, 0.3), at(0.5, 0.3));
        assert!(worse > 1.3 * as_it_is && better < as_it_is / 1.3, "{worse} > {as_it_is} > {better}");
        assert!(at(0.6, 0.1) > as_it_is, "more problems than the reference");
    }

    #[test]
    fn where_nothing_but_loyalty_counts_there_is_no_intercept() {
        let mut world = sample::world();
        (world.customer.churn_sensitivity, world.customer.churn_problem) = (0.0, 0.0);
        let WarmedUp { start, .. } = Plan::new(&world).warm_up(&RandomInputs::new(3, 0));
        assert_eq!(start.shifts, [0.0, 0.0]);
    }

    #[test]
    fn secants_find_where_a_function_has_a_value() {
        let steep = |x: f64| 0.9 * x + 0.3;
        assert!((solved(1.2, steep) - 1.0).abs() < 1e-6);
        let bent = |x: f64| if x > 0.0 { 0.1 * x } else { x };
        assert!((solved(0.5, bent) - 5.0).abs() < 1e-5);
        assert_eq!(solved(f64::INFINITY, steep), 0.0);
    }
}
