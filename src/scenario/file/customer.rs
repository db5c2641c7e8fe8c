//! `[customer]`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::mirrors;
use crate::model::CustomerParameters;

/// How customers experience, remember and leave.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct CustomerSection {
    /// σ: standard deviation of the luck in one experience, on the 0–1 scale.
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0))]
    #[schemars(extend("x-unit" = "0-1", "x-status" = "assumption"))]
    pub(crate) noise: f64,
    /// ρ: share of the gap to a new impression that satisfaction closes at a contact of ordinary weight. Plausible: .1–.4.
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0))]
    #[schemars(extend("x-unit" = "share", "x-status" = "assumption"))]
    pub(crate) learning: f64,
    /// γ: how much a positive surprise adds to the impression.
    #[schemars(extend("minimum" = 0.0, "maximum" = 10.0))]
    #[schemars(extend("x-unit" = "factor", "x-status" = "assumption"))]
    pub(crate) disconfirmation: f64,
    /// λ: how much more a negative surprise counts than a positive one. That it counts more: Anderson & Sullivan 1993, Mittal et al. 1998; the size is an assumption, 1.5–2.5.
    #[schemars(extend("minimum" = 0.0, "maximum" = 20.0))]
    #[schemars(extend("x-unit" = "factor", "x-status" = "published that it is above 1 (Anderson & Sullivan 1993; Mittal et al. 1998); the size is an assumption"))]
    pub(crate) loss_aversion: f64,
    /// α_E: share of a surprise that moves the expectation. Plausible: .05–.3.
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0))]
    #[schemars(extend("x-unit" = "share", "x-status" = "assumption"))]
    pub(crate) expectation_learning: f64,
    /// μ: rise of every expectation per week.
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0))]
    #[schemars(extend("x-unit" = "0-1 per week", "x-status" = "assumption"))]
    pub(crate) expectation_drift: f64,
    /// s₀: probability that a contact succeeds at an experience of 0. First-contact resolution near 70–80 %.
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0))]
    #[schemars(extend("x-unit" = "probability", "x-status" = "assumption"))]
    pub(crate) success_base: f64,
    /// s₁: how much an experience of 1 adds to it.
    #[schemars(extend("minimum" = -2.0, "maximum" = 2.0))]
    #[schemars(extend("x-unit" = "probability per unit of experience", "x-status" = "assumption"))]
    pub(crate) success_slope: f64,
    /// π: what an open problem takes from every experience.
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0))]
    #[schemars(extend("x-unit" = "0-1", "x-status" = "assumption"))]
    pub(crate) problem_penalty: f64,
    /// R: satisfaction regained when a problem is solved at once. See `recovery_decay_weeks`.
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0))]
    #[schemars(extend("x-unit" = "0-1", "x-status" = "assumption"))]
    pub(crate) recovery: f64,
    /// τ: weeks after which the recovery is down to 37 %. Win-back 47 % within 90 days, 30 % at 90–180 days (Dillard & Bates).
    #[schemars(extend("exclusiveMinimum" = 0.0, "maximum" = 5200.0))]
    #[schemars(extend("x-unit" = "weeks", "x-status" = "published (Dillard & Bates)"))]
    pub(crate) recovery_decay_weeks: f64,
    /// η_c: what a handoff between two wholly uncoordinated functions takes from the experience. A transfer costs about 12 points of satisfaction (SQM, a vendor).
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0))]
    #[schemars(extend("x-unit" = "0-1", "x-status" = "assumption; order of size from a vendor (SQM)"))]
    pub(crate) handoff_coordination: f64,
    /// η_d: what a handoff without any shared data takes from the experience.
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0))]
    #[schemars(extend("x-unit" = "0-1", "x-status" = "assumption; order of size from a vendor (SQM)"))]
    pub(crate) handoff_context: f64,
    /// ω: what a touchpoint at twice its capacity takes from the experience.
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0))]
    #[schemars(extend("x-unit" = "0-1", "x-status" = "assumption"))]
    pub(crate) overload: f64,
    /// κ: how strongly satisfaction acts on the log-odds of leaving.
    #[schemars(extend("minimum" = 0.0, "maximum" = 100.0))]
    #[schemars(extend("x-unit" = "log-odds per unit of satisfaction", "x-status" = "assumption"))]
    pub(crate) churn_sensitivity: f64,
    /// ψ: what an open problem adds to the log-odds of leaving.
    #[schemars(extend("minimum" = -20.0, "maximum" = 20.0))]
    #[schemars(extend("x-unit" = "log-odds", "x-status" = "assumption"))]
    pub(crate) churn_problem: f64,
    /// Newcomers per year as a share of the customer slots.
    #[schemars(extend("minimum" = 0.0, "maximum" = 10.0))]
    #[schemars(extend("x-unit" = "share per year", "x-status" = "assumption"))]
    pub(crate) acquisition: f64,
    /// ω_m: relative change of acquisition per 100 points of true NPS above the start.
    #[schemars(extend("minimum" = 0.0, "maximum" = 20.0))]
    #[schemars(extend("x-unit" = "factor", "x-status" = "assumption"))]
    pub(crate) word_of_mouth: f64,
    /// r₀: log-odds that a customer of average satisfaction answers the survey. 10–30 % answer.
    #[schemars(extend("minimum" = -20.0, "maximum" = 20.0))]
    #[schemars(extend("x-unit" = "log-odds", "x-status" = "assumption"))]
    pub(crate) answer_base: f64,
    /// r₁: what distance from average satisfaction, either way, adds to those log-odds.
    #[schemars(extend("minimum" = -20.0, "maximum" = 20.0))]
    #[schemars(extend("x-unit" = "log-odds per unit of satisfaction", "x-status" = "assumption"))]
    pub(crate) answer_extreme: f64,
    /// r₂: what satisfaction above average adds to those log-odds.
    #[schemars(extend("minimum" = -20.0, "maximum" = 20.0))]
    #[schemars(extend("x-unit" = "log-odds per unit of satisfaction", "x-status" = "assumption"))]
    pub(crate) answer_satisfied: f64,
}

mirrors!(CustomerSection => CustomerParameters { noise, learning, disconfirmation, loss_aversion, expectation_learning, expectation_drift, success_base, success_slope, problem_penalty, recovery, recovery_decay_weeks, handoff_coordination, handoff_context, overload, churn_sensitivity, churn_problem, acquisition, word_of_mouth, answer_base, answer_extreme, answer_satisfied });
