//! `[study]`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Given;
use crate::model::{Clock, World};

/// How often, how long, how many.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default)]
pub(crate) struct StudySection {
    /// What the scenario is called; the same as `title` at the top of the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-unit" = "text", "x-status" = "choice"))]
    pub(crate) title: Option<String>,
    /// The question it answers; the same as `question` at the top of the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-unit" = "text", "x-status" = "choice"))]
    pub(crate) question: Option<String>,
    /// All random numbers follow from this number: the same seed gives the same results, on any machine.
    #[schemars(extend("minimum" = 0, "maximum" = 9_007_199_254_740_992_u64))]
    #[schemars(extend("x-unit" = "seed", "x-status" = "choice"))]
    pub(crate) seed: u64,
    /// How often the firm's story is told with fresh random numbers; more trials, narrower intervals.
    #[schemars(extend("minimum" = 1, "maximum" = 10_000_000))]
    #[schemars(extend("x-unit" = "trials", "x-status" = "choice"))]
    pub(crate) trials: u32,
    /// Horizon and rhythms.
    #[serde(flatten)]
    pub(crate) clock: Given<Clock>,
    /// How many customers, and how many each stands for.
    #[serde(flatten)]
    pub(crate) size: Given<World>,
    /// The name of the money that all amounts are in, as it is shown: `EUR`, `million yen`. Left out: amounts stand without a name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-unit" = "text", "x-status" = "fact"))]
    pub(crate) currency: Option<String>,
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
            clock: Given::default(),
            size: Given::default(),
            currency: None,
            baseline: None,
            structures: None,
        }
    }
}
