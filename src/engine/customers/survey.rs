//! The survey: true NPS of all customers, and measured NPS of those who answer.

use super::logistic::logistic;
use super::{Customers, UNITS, to_units};
use crate::engine::plan::Plan;
use crate::model::CustomerParameters;
use crate::random::{Group, LANES, Luck, Purpose};

/// What a survey finds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
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
}

/// Ordered logit on the ECSI mobile survey (n = 250), on the scale s = 1 + 9·S: P(detractor), P(promoter).
#[inline(always)]
fn verdict(satisfaction: f32) -> (f32, f32) {
    const SLOPE: f32 = 1.431;
    const DETRACTOR: f32 = 8.964;
    const PROMOTER: f32 = 11.526;
    let s = 1.0 + 9.0 * satisfaction;
    (logistic(DETRACTOR - SLOPE * s), logistic(SLOPE * s - PROMOTER))
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
    fn probability(self, apart: f32) -> f32 {
        logistic(self.base + self.extreme * apart.abs() + self.satisfied * apart)
    }
}

impl Customers {
    /// Asks everybody; `mean` is the mean satisfaction of all customers.
    pub(crate) fn survey(&self, plan: &Plan, luck: &Luck, week: u32, mean: f64) -> SurveyResult {
        let answering = Answering::new(&plan.world.customer);
        let mut sums = [0_u64; 5];
        let mut words = Group::default();
        for start in (0..self.node.len()).step_by(LANES) {
            if start % Group::CUSTOMERS == 0 {
                luck.fill(Purpose::Survey, week, (start / Group::CUSTOMERS) as u32, &mut words);
            }
            let (who, what) = words.words(start % Group::CUSTOMERS / LANES);
            let mut few = [0_u32; 5];
            for lane in 0..LANES {
                let satisfaction = self.satisfaction[start + lane];
                let (detractor, promoter) = verdict(satisfaction);
                let here = u32::from(self.node[start + lane] != plan.gone() as u8);
                let answers = here & u32::from(uniform(who[lane]) < answering.probability(satisfaction - mean as f32));
                let answer = uniform(what[lane]);
                few[0] += here * to_units(detractor);
                few[1] += here * to_units(promoter);
                few[2] += answers & u32::from(answer < detractor);
                few[3] += answers & u32::from(answer >= 1.0 - promoter);
                few[4] += answers;
            }
            sums.iter_mut().zip(few).for_each(|(sum, few)| *sum += u64::from(few));
        }
        let [detractors, promoters, heard_detractors, heard_promoters, answers] = sums;
        let all = self.count() as f64 * f64::from(UNITS);
        let score = score(heard_promoters, heard_detractors, answers);
        SurveyResult {
            nps_true: (all > 0.0).then(|| 100.0 * (promoters as f64 - detractors as f64) / all),
            nps_measured: score.map(|(nps, _)| nps),
            nps_measured_se: score.map(|(_, se)| se),
            answers,
            promoter_share: if all > 0.0 { promoters as f64 / all } else { 0.0 },
        }
    }
}

#[inline(always)]
fn uniform(word: u32) -> f32 {
    ((word >> 8) as i32 as f32 + 0.5) * (1.0 / 16_777_216.0)
}
