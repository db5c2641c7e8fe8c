//! `[initiatives]`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::mirrors;
use crate::model::InitiativeParameters;

/// What functions think of. Normal distributions as mean and `_sd`.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct InitiativeSection {
    /// Candidates per function and cycle (Poisson mean).
    #[schemars(extend("minimum" = 0.0, "maximum" = 20.0))]
    #[schemars(extend("x-unit" = "candidates per function and cycle", "x-status" = "assumption"))]
    pub(crate) rate: f64,
    /// Share of candidates that chase the function's own KPI.
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0))]
    #[schemars(extend("x-unit" = "share", "x-status" = "assumption"))]
    pub(crate) kpi_share: f64,
    /// Share of candidates that improve the experience; the rest are bridges.
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0))]
    #[schemars(extend("x-unit" = "share", "x-status" = "assumption"))]
    pub(crate) experience_share: f64,
    /// KPI candidates: mean gain of the lead's KPI (never below .1).
    #[schemars(extend("minimum" = -100.0, "maximum" = 100.0))]
    #[schemars(extend("x-unit" = "KPI points", "x-status" = "assumption"))]
    pub(crate) kpi_gain: f64,
    /// KPI candidates: its standard deviation.
    #[schemars(extend("minimum" = 0.0, "maximum" = 100.0))]
    #[schemars(extend("x-unit" = "KPI points", "x-status" = "assumption"))]
    pub(crate) kpi_sd: f64,
    /// KPI candidates: mean effect on quality at the own touchpoint.
    #[schemars(extend("minimum" = -1.0, "maximum" = 1.0))]
    #[schemars(extend("x-unit" = "0-1", "x-status" = "assumption"))]
    pub(crate) kpi_side_own: f64,
    /// KPI candidates: mean effect on quality at each neighbour, times `coupling`.
    #[schemars(extend("minimum" = -1.0, "maximum" = 1.0))]
    #[schemars(extend("x-unit" = "0-1", "x-status" = "assumption"))]
    pub(crate) kpi_side_other: f64,
    /// KPI candidates: standard deviation of both.
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0))]
    #[schemars(extend("x-unit" = "0-1", "x-status" = "assumption"))]
    pub(crate) side_sd: f64,
    /// Experience candidates: mean gain of the lead's KPI.
    #[schemars(extend("minimum" = -100.0, "maximum" = 100.0))]
    #[schemars(extend("x-unit" = "KPI points", "x-status" = "assumption"))]
    pub(crate) experience_kpi: f64,
    /// Experience candidates: its standard deviation.
    #[schemars(extend("minimum" = 0.0, "maximum" = 100.0))]
    #[schemars(extend("x-unit" = "KPI points", "x-status" = "assumption"))]
    pub(crate) experience_kpi_sd: f64,
    /// Experience candidates: mean effect on quality at the own touchpoint (never below 0).
    #[schemars(extend("minimum" = -1.0, "maximum" = 1.0))]
    #[schemars(extend("x-unit" = "0-1", "x-status" = "assumption"))]
    pub(crate) experience_gain: f64,
    /// Experience candidates: its standard deviation.
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0))]
    #[schemars(extend("x-unit" = "0-1", "x-status" = "assumption"))]
    pub(crate) experience_sd: f64,
    /// Experience candidates: mean effect on quality at each neighbour, times `coupling`.
    #[schemars(extend("minimum" = -1.0, "maximum" = 1.0))]
    #[schemars(extend("x-unit" = "0-1", "x-status" = "assumption"))]
    pub(crate) experience_spill: f64,
    /// Experience candidates: its standard deviation.
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0))]
    #[schemars(extend("x-unit" = "0-1", "x-status" = "assumption"))]
    pub(crate) spill_sd: f64,
    /// Bridges: mean effect on the KPI of each of the two functions.
    #[schemars(extend("minimum" = -100.0, "maximum" = 100.0))]
    #[schemars(extend("x-unit" = "KPI points", "x-status" = "assumption"))]
    pub(crate) bridge_kpi: f64,
    /// Bridges: its standard deviation.
    #[schemars(extend("minimum" = 0.0, "maximum" = 100.0))]
    #[schemars(extend("x-unit" = "KPI points", "x-status" = "assumption"))]
    pub(crate) bridge_kpi_sd: f64,
    /// Bridges: effect on quality at both touchpoints.
    #[schemars(extend("minimum" = -1.0, "maximum" = 1.0))]
    #[schemars(extend("x-unit" = "0-1", "x-status" = "assumption"))]
    pub(crate) bridge_gain: f64,
    /// Bridges: share of the way to 1 that coordination and data sharing of the two functions move.
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0))]
    #[schemars(extend("x-unit" = "share", "x-status" = "assumption"))]
    pub(crate) bridge_link: f64,
    /// Scale of what functions do to each other's touchpoints. To be swept (Rivkin & Siggelkow 2003).
    #[schemars(extend("minimum" = 0.0, "maximum" = 20.0))]
    #[schemars(extend("x-unit" = "factor", "x-status" = "assumption"))]
    pub(crate) coupling: f64,
    /// ξ: share of a gain lost to each clashing initiative between wholly uncoordinated functions.
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0))]
    #[schemars(extend("x-unit" = "share", "x-status" = "assumption"))]
    pub(crate) clash: f64,
    /// Least cost of an initiative, in cost units.
    #[schemars(extend("exclusiveMinimum" = 0.0, "maximum" = 100.0))]
    #[schemars(extend("x-unit" = "cost units", "x-status" = "assumption"))]
    pub(crate) cost_min: f64,
    /// Greatest cost of an initiative, in cost units.
    #[schemars(extend("exclusiveMinimum" = 0.0, "maximum" = 100.0))]
    #[schemars(extend("x-unit" = "cost units", "x-status" = "assumption"))]
    pub(crate) cost_max: f64,
    /// Longest duration in cycles (uniform from 1).
    #[schemars(extend("minimum" = 1, "maximum" = 52))]
    #[schemars(extend("x-unit" = "cycles", "x-status" = "assumption"))]
    pub(crate) duration_max_cycles: u32,
    /// Cycles that a candidate waits at most.
    #[schemars(extend("minimum" = 1, "maximum" = 52))]
    #[schemars(extend("x-unit" = "cycles", "x-status" = "assumption"))]
    pub(crate) max_age_cycles: u32,
}

mirrors!(InitiativeSection => InitiativeParameters { rate, kpi_share, experience_share, kpi_gain, kpi_sd, kpi_side_own, kpi_side_other, side_sd, experience_kpi, experience_kpi_sd, experience_gain, experience_sd, experience_spill, spill_sd, bridge_kpi, bridge_kpi_sd, bridge_gain, bridge_link, coupling, clash, cost_min, cost_max, duration_max_cycles, max_age_cycles });
