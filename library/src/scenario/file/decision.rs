//! `[decision]`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::engine::METRICS;

/// What decides between the structures: by which figures, from which difference on, and how sure.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct DecisionSection {
    /// The figure that decides, by its name in `summary.csv`; `nps` is `nps_true`. The other figures with a `delta` are told beside it.
    #[schemars(extend("x-unit" = "figure", "x-status" = "choice"))]
    pub(crate) primary: String,
    /// The difference that matters in practice, for each figure that counts, in its unit; up to it, structures are equivalent. `nps` stands for `nps_true` and `nps_measured`. Figures not named keep their default.
    #[schemars(extend("additionalProperties" = {"type": "number", "exclusiveMinimum": 0.0, "maximum": 1e15}))]
    #[schemars(extend("x-unit" = "the figure's", "x-status" = "choice"))]
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("default" = {"retention_annualised": 0.002, "nps": 2.0}))]
    pub(crate) delta: BTreeMap<String, f64>,
    /// The same as a share of the baseline's mean; `delta` goes before.
    #[schemars(extend("additionalProperties" = {"type": "number", "exclusiveMinimum": 0.0, "maximum": 10.0}))]
    #[schemars(extend("x-unit" = "share of the baseline's", "x-status" = "choice"))]
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("default" = {"net_value": 0.01, "total_value": 0.01}))]
    pub(crate) delta_share: BTreeMap<String, f64>,
    /// Figures of which less is better.
    #[schemars(extend("x-unit" = "figures", "x-status" = "choice"))]
    pub(crate) smaller_is_better: Vec<String>,
    /// How sure everything said about the primary figure shall be; the other figures share the same chance of error.
    #[schemars(extend("minimum" = 0.5, "maximum" = 0.9999, "x-unit" = "probability", "x-status" = "choice"))]
    pub(crate) confidence: f64,
}

impl Default for DecisionSection {
    fn default() -> Self {
        DecisionSection {
            primary: "retention_annualised".to_owned(),
            delta: BTreeMap::new(),
            delta_share: BTreeMap::new(),
            smaller_is_better: smaller_is_better(),
            confidence: 0.95,
        }
    }
}

/// Figures of which less is better by themselves, those of handoffs last: the order is part of a scenario's bytes.
fn smaller_is_better() -> Vec<String> {
    let mut names: Vec<&str> =
        METRICS.iter().filter(|metric| metric.presentation.smaller_is_better).map(|metric| metric.name).collect();
    names.sort_by_key(|name| name.starts_with("handoff"));
    names.into_iter().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn less_is_better_of_what_costs_and_of_what_customers_suffer() {
        assert_eq!(
            smaller_is_better(),
            [
                "costs",
                "cost_office",
                "cost_committees",
                "cost_initiatives",
                "cost_service",
                "cost_acquisition",
                "cost_reorganisation",
                "leaving_calm",
                "leaving_problem",
                "problem_share",
                "interference",
                "handoff_mean",
                "handoff_share"
            ]
        );
    }
}
