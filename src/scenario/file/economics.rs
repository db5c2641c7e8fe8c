//! `[economics]`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::mirrors;
use crate::model::Economics;

/// What weeks are worth and what decisions cost, in the scenario's currency. The defaults belong to a firm of 2,000 customers: scale them with the firm.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct EconomicsSection {
    /// Worth of one KPI point per week.
    #[schemars(extend("minimum" = -1000000000.0, "maximum" = 1000000000.0))]
    #[schemars(extend("x-unit" = "currency per KPI point and week", "x-status" = "assumption"))]
    pub(crate) kpi_value: f64,
    /// Cost of one cost unit of the initiatives that are started; by default they cost .6 to 1.4 units.
    #[schemars(extend("minimum" = 0.0, "maximum" = 1000000000000.0))]
    #[schemars(extend("x-unit" = "currency per cost unit", "x-status" = "assumption"))]
    pub(crate) initiative_cost: f64,
    /// Cost of one member of the officer's team per cycle, while there are lines.
    #[schemars(extend("minimum" = 0.0, "maximum" = 1000000000000.0))]
    #[schemars(extend("x-unit" = "currency per person and cycle", "x-status" = "assumption"))]
    pub(crate) team_cost: f64,
    /// Discount rate per year; 0 counts all weeks alike.
    #[schemars(extend("minimum" = -0.5, "maximum" = 10.0))]
    #[schemars(extend("x-unit" = "share per year", "x-status" = "choice"))]
    pub(crate) discount_rate: f64,
}

mirrors!(EconomicsSection => Economics { kpi_value, initiative_cost, team_cost, discount_rate });
