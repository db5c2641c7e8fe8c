//! The survey: true NPS of all customers, and measured NPS of those who answer.

use super::Customers;
use super::logistic::logistic_of;
use super::renewal::uniform;
use super::state::Block;
use super::week::{BLOCKS, UNITS};
use crate::engine::plan::Plan;
use crate::lanes::{ABREAST, Lanes, Portable, Task};
use crate::model::CustomerParameters;
use crate::random::{Group, Purpose, RandomInputs};

/// What a survey finds.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct SurveyResult {
    /// 100 · mean(P(promoter) − P(detractor)) over all customers; `None` without customers.
    pub(crate) nps_true: Option<f64>,
    /// The same of the answers; `None` without answers.
    pub(crate) nps_measured: Option<f64>,
    /// Standard error of the measured score.
    pub(crate) nps_measured_se: Option<f64>,
    /// Number of answers.
    pub(crate) answers: u64,
    /// Mean P(promoter) over all customers.
    pub(crate) promoter_share: f64,
    /// True NPS of each segment; `None` without customers.
    pub(crate) by_segment: Vec<Option<f64>>,
}

/// Ordered logit on the ECSI mobile survey (n = 250), on the scale s = 1 + 9·S: P(detractor), P(promoter).
#[inline(always)]
fn verdict<L: Lanes>(l: L, satisfaction: L::F) -> (L::F, L::F) {
    const SLOPE: f32 = 1.431;
    const DETRACTOR: f32 = 8.964;
    const PROMOTER: f32 = 11.526;
    let s = l.add(l.splat(1.0), l.mul(l.splat(9.0), satisfaction));
    let utility = l.mul(l.splat(SLOPE), s);
    (logistic_of(l, l.sub(l.splat(DETRACTOR), utility)), logistic_of(l, l.sub(utility, l.splat(PROMOTER))))
}

/// 100·(p − d)/n and its standard error within the survey; `None` without answers.
fn score(promoters: u64, detractors: u64, answers: u64) -> Option<(f64, f64)> {
    let n = answers as f64;
    let (p, d) = (promoters as f64 / n, detractors as f64 / n);
    let variance = p + d - (p - d) * (p - d);
    (answers > 0).then(|| (100.0 * (p - d), 100.0 * libm::sqrt(variance.max(0.0) / n)))
}

/// Who answers: Λ(r₀ + r₁·|S − S̄| + r₂·(S − S̄)).
#[derive(Clone, Copy)]
struct Answering {
    base: f32,
    extreme: f32,
    satisfied: f32,
}

impl Answering {
    fn new(customer: &CustomerParameters) -> Answering {
        Answering {
            base: customer.answer_base as f32,
            extreme: customer.answer_extreme as f32,
            satisfied: customer.answer_satisfied as f32,
        }
    }

    /// Probability that a customer answers whose satisfaction is this far from the mean.
    #[inline(always)]
    fn probability<L: Lanes>(self, l: L, apart: L::F) -> L::F {
        let extreme = l.max(apart, l.sub(l.splat(0.0), apart));
        let y = l.add(l.splat(self.base), l.mul(l.splat(self.extreme), extreme));
        logistic_of(l, l.add(y, l.mul(l.splat(self.satisfied), apart)))
    }
}

/// What one customer does when asked: the plain twin of the loop in [`Plan::survey`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reply {
    /// Probability of answering.
    pub(crate) answering: f32,
    /// Probabilities of being a detractor and a promoter.
    pub(crate) verdict: (f32, f32),
    /// What the answer is made of: whether one comes, and whether it is a detractor's or a promoter's.
    pub(crate) answers: bool,
    pub(crate) detractor: bool,
    pub(crate) promoter: bool,
}

impl Reply {
    /// Of a customer with this satisfaction among customers with this mean, by two random words.
    pub(crate) fn new(plan: &Plan, satisfaction: f32, mean: f64, (who, what): (u32, u32)) -> Reply {
        let apart = satisfaction - mean as f32;
        let [answering, ..] = Answering::new(&plan.world.customer).probability(Portable, [apart; 4]);
        let ([detractor, ..], [promoter, ..]) = verdict(Portable, [satisfaction; 4]);
        let verdict = (detractor, promoter);
        let [answers, answer] = [who, what].map(|word| uniform(Portable, [word; 4])[0]);
        let answers = answers < answering;
        let promoter = answer >= 1.0 - verdict.1;
        Reply { answering, verdict, answers, detractor: answer < verdict.0, promoter }
    }
}

impl Plan {
    /// Asks everybody of some firms by the same random numbers; each with the mean satisfaction of all its customers.
    pub(crate) fn survey(&self, inputs: &RandomInputs, week: u32, firms: &[(&Customers, f64)]) -> Vec<SurveyResult> {
        let segments = self.world.segments.len();
        let (mut sums, mut words) = (vec![vec![[0_u64; 5]; segments]; firms.len()], Group::default());
        let answering = Answering::new(&self.world.customer);
        let in_use = self.in_use(firms.iter().map(|(customers, _)| *customers));
        let groups = 0..self.layout.places.div_ceil(Group::CUSTOMERS);
        for group in groups.filter(|group| in_use.any(group * Group::CUSTOMERS, Group::CUSTOMERS)) {
            inputs.fill(self.form, Purpose::Survey, week, group as u32, &mut words);
            for part in &self.layout.parts {
                let (own, first) = (part.blocks(), group * BLOCKS);
                let blocks = own.start.max(first)..own.end.min(first + BLOCKS);
                if blocks.is_empty() {
                    continue;
                }
                for ((customers, mean), sums) in firms.iter().zip(&mut sums) {
                    let (skip, blocks) = (blocks.start - first, &customers.blocks[blocks.clone()]);
                    let (mean, gone) = (*mean as f32, self.gone() as u8);
                    let asked = Asked { blocks, skip, words: &words, answering, mean, gone };
                    sums[part.segment].iter_mut().zip(self.form.run(asked)).for_each(|(sum, few)| *sum += few);
                }
            }
        }
        sums.iter().zip(firms).map(|(sums, (customers, _))| SurveyResult::new(sums, &customers.in_firm)).collect()
    }
}

impl SurveyResult {
    /// Of the probabilities of being a detractor and a promoter, added up in units of 2⁻²² over all customers, and of the
    /// numbers of detractors, promoters and all among the answers; both by segment.
    fn new(by_segment: &[[u64; 5]], customers: &[u64]) -> Self {
        let total = |i: usize| by_segment.iter().map(|sums| sums[i]).sum::<u64>();
        let [detractors, promoters, heard_detractors, heard_promoters, answers] = [0, 1, 2, 3, 4].map(total);
        let all = customers.iter().sum::<u64>() as f64 * f64::from(UNITS);
        let score = score(heard_promoters, heard_detractors, answers);
        let pairs = by_segment.iter().zip(customers);
        SurveyResult {
            nps_true: nps(promoters, detractors, all),
            by_segment: pairs.map(|(&[d, p, ..], &n)| nps(p, d, n as f64 * f64::from(UNITS))).collect(),
            nps_measured: score.map(|(nps, _)| nps),
            nps_measured_se: score.map(|(_, se)| se),
            answers,
            promoter_share: if all > 0.0 { promoters as f64 / all } else { 0.0 },
        }
    }
}

/// 100 · mean(P(promoter) − P(detractor)), from sums and the number of customers in the same units.
fn nps(promoters: u64, detractors: u64, all: f64) -> Option<f64> {
    (all > 0.0).then(|| 100.0 * (promoters as f64 - detractors as f64) / all)
}

/// The customers of one segment in a group of places, asked.
struct Asked<'a> {
    blocks: &'a [Block],
    /// Blocks of the group before these.
    skip: usize,
    words: &'a Group,
    answering: Answering,
    mean: f32,
    gone: u8,
}

impl Task for Asked<'_> {
    /// P(detractor) and P(promoter), added up in units of 2⁻²²; detractors, promoters and all among the answers.
    type Output = [u64; 5];

    #[inline(always)]
    fn run<L: Lanes>(self, lanes: L) -> [u64; 5] {
        let (mut shares, mut heard) = ([lanes.splat_u(0); 2], [0_u32; 3]);
        for (number, block) in self.blocks.iter().enumerate() {
            for at in (0..ABREAST).step_by(L::N) {
                let words = self.words.words(2 * (self.skip + number) + at / 16);
                self.ask(lanes, block, words, at, &mut shares, &mut heard);
            }
        }
        let [detractors, promoters] = shares;
        let [heard_detractors, heard_promoters, answers] = heard.map(u64::from);
        [lanes.total(detractors), lanes.total(promoters), heard_detractors, heard_promoters, answers]
    }
}

impl Asked<'_> {
    /// Asks `N` customers from `at` on.
    #[inline(always)]
    fn ask<L: Lanes>(
        &self,
        l: L,
        block: &Block,
        (who, what): (&[u32; 16], &[u32; 16]),
        at: usize,
        shares: &mut [L::U; 2],
        heard: &mut [u32; 3],
    ) {
        let satisfaction = l.load(&block.satisfaction, at);
        let (detractor, promoter) = verdict(l, satisfaction);
        let apart = l.sub(satisfaction, l.splat(self.mean));
        let gone = l.same(l.load_bytes(&block.row, at), l.splat_u(self.gone.into()));
        let answers = l.less(uniform(l, l.load_u(who, at % 16)), self.answering.probability(l, apart));
        let answers = l.except(answers, gone);
        let answer = uniform(l, l.load_u(what, at % 16));
        let detractors = l.both(answers, l.less(answer, detractor));
        let promoters = l.except(answers, l.less(answer, l.sub(l.splat(1.0), promoter)));
        for (sum, share) in shares.iter_mut().zip([detractor, promoter]) {
            let units = l.round(l.mul(share, l.splat(UNITS)));
            *sum = l.add_u(*sum, l.select_u(gone, l.splat_u(0), units));
        }
        for (sum, mask) in heard.iter_mut().zip([detractors, promoters, answers]) {
            *sum += l.mask_bits(mask).count_ones();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::recounted;
    use super::*;
    use crate::engine::sample;
    use crate::lanes::Portable;
    use crate::model::World;

    /// Customers whose satisfaction is spread evenly from .3 to 1.
    fn spread(world: &World) -> (Plan, Customers, f64) {
        let plan = Plan::new(world);
        let mut customers = Customers::new(&plan, &RandomInputs::new(4, 0));
        for place in 0..plan.layout.places {
            customers.blocks[place / ABREAST].satisfaction[place % ABREAST] =
                0.3 + 0.7 * ((place * 7 % 100) as f32 / 99.0);
        }
        customers.mood_sums = recounted(&plan, &customers);
        let mean = customers.mood().expect("customers").satisfaction;
        (plan, customers, mean)
    }

    fn many(change: impl Fn(&mut World)) -> World {
        let mut world = sample::world();
        world.customers = 4_000;
        change(&mut world);
        world
    }

    #[test]
    fn verdicts_follow_the_ordered_logit_of_the_published_survey() {
        // Λ(8.964 − 1.431·s) and 1 − Λ(11.526 − 1.431·s) at s = 10 and 5.5
        for (satisfaction, detractor, promoter) in [(1.0, 0.004_744_6, 0.941_805_1), (0.5, 0.749_040_2, 0.025_197_3)] {
            let ([d, ..], [p, ..]) = verdict(Portable, [satisfaction; 4]);
            assert!((d - detractor).abs() < 1e-6 && (p - promoter).abs() < 1e-6, "{satisfaction}: {d}, {p}");
        }
    }

    #[test]
    fn true_nps_is_the_mean_over_all_customers() {
        let plan = Plan::new(&sample::world());
        let mut customers = Customers::new(&plan, &RandomInputs::new(4, 0));
        for place in 0..plan.layout.places {
            customers.blocks[place / ABREAST].satisfaction[place % ABREAST] = if place < 75 { 1.0 } else { 0.5 };
        }
        let survey = plan.survey(&RandomInputs::new(1, 0), 12, &[(&customers, 0.75)]).remove(0);
        let expected = 50.0 * (0.941_805_1 - 0.004_744_6 + 0.025_197_3 - 0.749_040_2);
        assert!((survey.nps_true.expect("customers") - expected).abs() < 1e-4);
        assert!((survey.promoter_share - 0.5 * (0.941_805_1 + 0.025_197_3)).abs() < 1e-6);
    }

    #[test]
    fn the_satisfied_and_the_extreme_answer_more_often() {
        let answering = Answering::new(&sample::world().customer);
        // Λ(−1.4 + |.2| + .6·.2), Λ(−1.4 + |−.2| − .6·.2), Λ(−1.4)
        for (apart, probability) in [(0.2, 0.253_506), (-0.2, 0.210_818_3), (0.0, 0.197_816_1)] {
            let answers = answering.probability(Portable, [apart; 4])[0];
            assert!((answers - probability).abs() < 1e-6, "{apart}: {answers}");
        }
    }

    #[test]
    fn a_score_has_the_standard_error_of_its_own_answers() {
        // 400 promoters, 250 detractors of 1,000: 15 points, √((.4 + .25 − .15²)/1000) = 2.5050 points
        let (nps, error) = score(400, 250, 1_000).expect("answers");
        assert!((nps - 15.0).abs() < 1e-12 && (error - 2.504_995).abs() < 1e-6);
        assert_eq!(score(0, 0, 0), None);
    }

    /// Measured minus true NPS of many surveys of the same customers, each in its own standard errors.
    fn misses(world: &World) -> Vec<f64> {
        let (plan, customers, mean) = spread(world);
        let miss = |week| {
            let survey = plan.survey(&RandomInputs::new(3, 0), week, &[(&customers, mean)]).remove(0);
            let gap = survey.nps_measured.expect("answers") - survey.nps_true.expect("customers");
            gap / survey.nps_measured_se.expect("answers")
        };
        (0..300).map(miss).collect()
    }

    fn mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
        let n = values.len() as f64;
        values.sum::<f64>() / n
    }

    #[test]
    fn measured_nps_is_true_nps_within_its_standard_error_if_answering_ignores_satisfaction() {
        let misses = misses(&many(|world| {
            world.customer.answer_extreme = 0.0;
            world.customer.answer_satisfied = 0.0;
        }));
        let (bias, spread) = (mean(misses.iter().copied()), mean(misses.iter().map(|z| z * z)));
        assert!(bias.abs() < 3.0 / 300.0_f64.sqrt(), "bias of {bias} standard errors");
        // The mean square of 300 standard normals has standard error √(2/300) = .082.
        assert!((spread - 1.0).abs() < 0.25, "mean square {spread}");
    }

    #[test]
    fn measured_nps_flatters_if_the_satisfied_answer_more_often() {
        let misses = misses(&many(|world| world.customer.answer_satisfied = 2.0));
        let bias = mean(misses.iter().copied());
        assert!(bias > 1.0, "bias of {bias} standard errors of one survey");
    }

    #[test]
    fn nobody_left_means_no_score() {
        let (plan, mut customers, _) = spread(&sample::world());
        customers.blocks.iter_mut().for_each(|block| block.row.fill(plan.gone() as u8));
        customers.in_firm.fill(0);
        let survey = plan.survey(&RandomInputs::new(1, 0), 0, &[(&customers, 0.0)]).remove(0);
        assert_eq!(survey, SurveyResult { by_segment: vec![None; 2], ..SurveyResult::default() });
    }
}
