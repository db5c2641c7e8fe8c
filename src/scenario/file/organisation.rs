//! `[organisation]`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::mirrors;
use crate::model::OrganisationParameters;

/// How the organisation perceives, decides and changes.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct OrganisationSection {
    /// Readiness of functions for customer work at the start, r₀; a function can have its own.
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0))]
    #[schemars(extend("x-unit" = "0-1", "x-status" = "assumption"))]
    pub(crate) readiness: f64,
    /// ω₀: weight of customers against the KPI in a function left alone.
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0))]
    #[schemars(extend("x-unit" = "share", "x-status" = "assumption"))]
    pub(crate) customer_weight: f64,
    /// Coordination between two functions at the start, and where it falls back to. Assumption, of the size of a survey: 35 % of sales and marketing see only their own silo (CMO Council).
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0))]
    #[schemars(extend("x-unit" = "0-1", "x-status" = "assumption"))]
    pub(crate) coordination: f64,
    /// Data sharing between two functions at the start, and where it falls back to. Assumption, of the size of a survey: 38 % of sales and marketing see only their own silo (CMO Council).
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0))]
    #[schemars(extend("x-unit" = "0-1", "x-status" = "assumption"))]
    pub(crate) data_sharing: f64,
    /// Share of negative effects at its touchpoints that a function hides from the others; a function can have its own.
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0))]
    #[schemars(extend("x-unit" = "share", "x-status" = "assumption"))]
    pub(crate) blame: f64,
    /// What an initiative must be worth per cost unit, in KPI points.
    #[schemars(extend("minimum" = -100.0, "maximum" = 100.0))]
    #[schemars(extend("x-unit" = "KPI points per cost unit", "x-status" = "assumption"))]
    pub(crate) hurdle: f64,
    /// χ: KPI points that one point of perceived customer effect is worth.
    #[schemars(extend("minimum" = 0.0, "maximum" = 100000.0))]
    #[schemars(extend("x-unit" = "KPI points", "x-status" = "assumption"))]
    pub(crate) value_scale: f64,
    /// Customer effect that a viewer with full sight expects of a bridge.
    #[schemars(extend("minimum" = -1.0, "maximum" = 1.0))]
    #[schemars(extend("x-unit" = "0-1", "x-status" = "assumption"))]
    pub(crate) bridge_value: f64,
    /// Probability that a bridge needs nobody's backing.
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0))]
    #[schemars(extend("x-unit" = "probability", "x-status" = "assumption"))]
    pub(crate) spontaneous_bridge: f64,
    /// Standard deviation of the error in a perceived effect without any feedback.
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0))]
    #[schemars(extend("x-unit" = "0-1", "x-status" = "assumption"))]
    pub(crate) sensing_noise: f64,
    /// n₀: signals per cycle at which the error is down to 71 %.
    #[schemars(extend("exclusiveMinimum" = 0.0, "maximum" = 1000000000.0))]
    #[schemars(extend("x-unit" = "signals per cycle", "x-status" = "assumption"))]
    pub(crate) sensing_signals: f64,
    /// Share of quality above the floor that is lost per cycle.
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0))]
    #[schemars(extend("x-unit" = "share per cycle", "x-status" = "assumption"))]
    pub(crate) decay: f64,
    /// Quality that is never lost to neglect.
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0))]
    #[schemars(extend("x-unit" = "0-1", "x-status" = "assumption"))]
    pub(crate) floor: f64,
    /// Share of the gap to its target that a link closes per cycle.
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0))]
    #[schemars(extend("x-unit" = "share per cycle", "x-status" = "assumption"))]
    pub(crate) link_growth: f64,
    /// Share of its excess over the start that a link loses per cycle.
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0))]
    #[schemars(extend("x-unit" = "share per cycle", "x-status" = "assumption"))]
    pub(crate) link_decay: f64,
    /// Share of the way to 1 that the lead's readiness moves with each win.
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0))]
    #[schemars(extend("x-unit" = "share", "x-status" = "assumption"))]
    pub(crate) readiness_gain: f64,
    /// Part of that gain that every function gets.
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0))]
    #[schemars(extend("x-unit" = "share", "x-status" = "assumption"))]
    pub(crate) readiness_spread: f64,
    /// Share of readiness above .8 r₀ that is lost per cycle.
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0))]
    #[schemars(extend("x-unit" = "share per cycle", "x-status" = "assumption"))]
    pub(crate) readiness_decay: f64,
    /// Share of the gap to a readier function with the role `influences` that closes per cycle.
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0))]
    #[schemars(extend("x-unit" = "share per cycle", "x-status" = "assumption"))]
    pub(crate) influence_rate: f64,
    /// How much the share of promoters raises the rate of experience candidates.
    #[schemars(extend("minimum" = 0.0, "maximum" = 20.0))]
    #[schemars(extend("x-unit" = "factor", "x-status" = "assumption"))]
    pub(crate) co_creation: f64,
    /// Part of the mandate that is left when the officer leaves.
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0))]
    #[schemars(extend("x-unit" = "share", "x-status" = "assumption"))]
    pub(crate) turnover_mandate: f64,
    /// Standard deviation of a successor's power.
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0))]
    #[schemars(extend("x-unit" = "0-1", "x-status" = "assumption"))]
    pub(crate) successor_power_sd: f64,
    /// Most that the mandate gains or loses by NPS at a survey.
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0))]
    #[schemars(extend("x-unit" = "0-1", "x-status" = "assumption"))]
    pub(crate) mandate_nps: f64,
    /// NPS points against a year ago that make 76 % of it.
    #[schemars(extend("exclusiveMinimum" = 0.0, "maximum" = 1000.0))]
    #[schemars(extend("x-unit" = "NPS points", "x-status" = "assumption"))]
    pub(crate) mandate_nps_scale: f64,
    /// Most that the mandate gains by wins at a survey.
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0))]
    #[schemars(extend("x-unit" = "0-1", "x-status" = "assumption"))]
    pub(crate) mandate_wins: f64,
    /// Wins since the last survey that make 76 % of it.
    #[schemars(extend("exclusiveMinimum" = 0.0, "maximum" = 1000.0))]
    #[schemars(extend("x-unit" = "wins", "x-status" = "assumption"))]
    pub(crate) mandate_wins_scale: f64,
    /// Mandate below which all lines end for good.
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0))]
    #[schemars(extend("x-unit" = "0-1", "x-status" = "assumption"))]
    pub(crate) mandate_end: f64,
}

mirrors!(OrganisationSection => OrganisationParameters { readiness, customer_weight, coordination, data_sharing, blame, hurdle, value_scale, bridge_value, spontaneous_bridge, sensing_noise, sensing_signals, decay, floor, link_growth, link_decay, readiness_gain, readiness_spread, readiness_decay, influence_rate, co_creation, turnover_mandate, successor_power_sd, mandate_nps, mandate_nps_scale, mandate_wins, mandate_wins_scale, mandate_end });
