//! `[uncertainty]`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Parameters that are not known for sure: trials draw them, the same for all structures. Each is a table by its key: `"organisation.readiness" = { low = 0.2, high = 0.7 }`.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default)]
pub(crate) struct UncertaintySection {
    /// Trials in each parameter draw: with 1 or 2, random variation is taken for uncertainty.
    #[schemars(extend("minimum" = 1, "maximum" = 10_000))]
    #[schemars(extend("x-unit" = "trials", "x-status" = "choice", "x-formerly" = "inner_trials"))]
    pub(crate) replications: u32,
    /// Firms that a calibration found, all as probable: parameter draw n takes all its numbers from row n. The path of a CSV file from this
    /// file's folder, with a line of keys and a line per firm, as `dottedline calibrate` writes it; or these lines themselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-unit" = "file", "x-status" = "choice"))]
    pub(crate) sample: Option<String>,
    /// What each parameter may be.
    #[serde(flatten)]
    pub(crate) parameters: BTreeMap<String, UncertainEntry>,
}

impl Default for UncertaintySection {
    fn default() -> Self {
        UncertaintySection { replications: 8, sample: None, parameters: BTreeMap::new() }
    }
}

/// What a parameter may be: `low` and `high` (all between them alike), with `mode` (most of all near it), or `mean` and `sd` (normal, cut off where the parameter's range ends).
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct UncertainEntry {
    /// Least that it may be.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = -1e15, "maximum" = 1e15, "x-unit" = "the parameter's", "x-status" = "assumption"))]
    pub(crate) low: Option<f64>,
    /// The likeliest value; probability falls evenly from there to both ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = -1e15, "maximum" = 1e15, "x-unit" = "the parameter's", "x-status" = "assumption"))]
    pub(crate) mode: Option<f64>,
    /// Most that it may be.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = -1e15, "maximum" = 1e15, "x-unit" = "the parameter's", "x-status" = "assumption"))]
    pub(crate) high: Option<f64>,
    /// Mean of a normal distribution.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = -1e15, "maximum" = 1e15, "x-unit" = "the parameter's", "x-status" = "assumption"))]
    pub(crate) mean: Option<f64>,
    /// Its standard deviation.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("exclusiveMinimum" = 0.0, "maximum" = 1e15, "x-unit" = "the parameter's", "x-status" = "assumption"))]
    pub(crate) sd: Option<f64>,
}
