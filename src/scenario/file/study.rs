//! `[study]`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How often, how long, how many.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct StudySection {
    /// What the scenario is called; the same as `title` at the top of the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-unit" = "text", "x-status" = "choice"))]
    pub(crate) title: Option<String>,
    /// The question it answers; the same as `question` at the top of the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-unit" = "text", "x-status" = "choice"))]
    pub(crate) question: Option<String>,
    /// All luck follows from this number: the same seed gives the same results, on any machine.
    #[schemars(extend("minimum" = 0, "maximum" = 9_007_199_254_740_992_u64))]
    #[schemars(extend("x-unit" = "seed", "x-status" = "choice"))]
    pub(crate) seed: u64,
    /// How often the firm's story is told with fresh luck; more trials, narrower intervals.
    #[schemars(extend("minimum" = 1, "maximum" = 10_000_000))]
    #[schemars(extend("x-unit" = "trials", "x-status" = "choice"))]
    pub(crate) trials: u32,
    /// The horizon: weeks simulated under each structure.
    #[schemars(extend("minimum" = 1, "maximum" = 5_200, "x-limit" = "weeks"))]
    #[schemars(extend("x-unit" = "weeks", "x-status" = "choice"))]
    pub(crate) weeks: u32,
    /// Weeks before the start in which customers get to know the firm as it is; nobody leaves, joins or decides.
    #[schemars(extend("minimum" = 0, "maximum" = 5_200, "x-limit" = "weeks"))]
    #[schemars(extend("x-unit" = "weeks", "x-status" = "choice"))]
    pub(crate) warmup_weeks: u32,
    /// Weeks between two decisions of the organisation.
    #[schemars(extend("minimum" = 1, "maximum" = 520))]
    #[schemars(extend("x-unit" = "weeks", "x-status" = "assumption"))]
    pub(crate) cycle_weeks: u32,
    /// Weeks between two customer surveys.
    #[schemars(extend("minimum" = 1, "maximum" = 520))]
    #[schemars(extend("x-unit" = "weeks", "x-status" = "assumption"))]
    pub(crate) survey_weeks: u32,
    /// Customer slots: the size of the first cohort, and the most customers the firm can have.
    #[schemars(extend("minimum" = 1, "maximum" = 20_000_000, "x-limit" = "customers"))]
    #[schemars(extend("x-unit" = "customers", "x-status" = "choice"))]
    pub(crate) customers: u32,
    /// The structure that the others are compared with. Left out: the first one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-unit" = "structure id", "x-status" = "choice"))]
    pub(crate) baseline: Option<String>,
    /// The structures to compare, by id. Left out: all, in the order of the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minItems" = 1, "x-unit" = "structure ids", "x-status" = "choice"))]
    pub(crate) structures: Option<Vec<String>>,
}

impl Default for StudySection {
    fn default() -> Self {
        StudySection {
            title: None,
            question: None,
            seed: 1,
            trials: 200,
            weeks: 208,
            warmup_weeks: 52,
            cycle_weeks: 4,
            survey_weeks: 13,
            customers: 2000,
            baseline: None,
            structures: None,
        }
    }
}
