//! The survey: true NPS of all customers, and measured NPS of those who answer.

use super::Customers;
use super::logistic::logistic;
use crate::engine::plan::Plan;
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

/// Units in which probabilities are added up.
const UNITS: f32 = 16_777_216.0;

/// Ordered logit on the ECSI mobile survey (n = 250), on the scale s = 1 + 9·S: P(detractor), P(promoter).
#[inline(always)]
fn verdict(satisfaction: f32) -> (f32, f32) {
    const SLOPE: f32 = 1.431;
    const DETRACTOR: f32 = 8.964;
    const PROMOTER: f32 = 11.526;
    let s = 1.0 + 9.0 * satisfaction;
    (logistic(DETRACTOR - SLOPE * s), logistic(SLOPE * s - PROMOTER))
}

#[derive(Default)]
struct Count {
    promoters: u64,
    detractors: u64,
}

impl Count {
    /// 100·(p − d)/n and its standard error within the survey; `None` without answers.
    fn score(&self, answers: u64) -> Option<(f64, f64)> {
        let n = answers as f64;
        let (p, d) = (self.promoters as f64 / n, self.detractors as f64 / n);
        let variance = p + d - (p - d) * (p - d);
        (answers > 0).then(|| (100.0 * (p - d), 100.0 * libm::sqrt(variance.max(0.0) / n)))
    }
}

impl Customers {
    /// Asks everybody; `mean` is the mean satisfaction of all customers.
    pub(crate) fn survey(&self, plan: &Plan, luck: &Luck, week: u32, mean: f64) -> SurveyResult {
        let (mut expected, mut heard, mut answers) = (Count::default(), Count::default(), 0);
        let mut words = Group::default();
        for start in (0..self.node.len()).step_by(LANES) {
            if start % Group::CUSTOMERS == 0 {
                luck.fill(Purpose::Survey, week, (start / Group::CUSTOMERS) as u32, &mut words);
            }
            let (who, what) = words.words(start % Group::CUSTOMERS / LANES);
            for lane in 0..LANES {
                if self.node[start + lane] == plan.gone() as u8 {
                    continue;
                }
                let (detractor, promoter) = verdict(self.satisfaction[start + lane]);
                expected.detractors += (detractor * UNITS) as u64;
                expected.promoters += (promoter * UNITS) as u64;
                if uniform(who[lane]) < answer_probability(plan, self.satisfaction[start + lane], mean as f32) {
                    let u = uniform(what[lane]);
                    answers += 1;
                    heard.detractors += u64::from(u < detractor);
                    heard.promoters += u64::from(u >= 1.0 - promoter);
                }
            }
        }
        let all = self.count() as f64 * f64::from(UNITS);
        let score = heard.score(answers);
        SurveyResult {
            nps_true: (all > 0.0).then(|| 100.0 * (expected.promoters as f64 - expected.detractors as f64) / all),
            nps_measured: score.map(|(nps, _)| nps),
            nps_measured_se: score.map(|(_, se)| se),
            answers,
            promoter_share: if all > 0.0 { expected.promoters as f64 / all } else { 0.0 },
        }
    }
}

/// Λ(r₀ + r₁·|S − S̄| + r₂·(S − S̄)).
#[inline(always)]
fn answer_probability(plan: &Plan, satisfaction: f32, mean: f32) -> f32 {
    let customer = &plan.world.customer;
    let apart = satisfaction - mean;
    logistic(
        customer.answer_base as f32
            + customer.answer_extreme as f32 * apart.abs()
            + customer.answer_satisfied as f32 * apart,
    )
}

#[inline(always)]
fn uniform(word: u32) -> f32 {
    ((word >> 8) as f32 + 0.5) * (1.0 / 16_777_216.0)
}
