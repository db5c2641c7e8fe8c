//! `[[function]]`, `[[touchpoint]]`, `[journey]`, `[[segment]]`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A function of the firm: marketing, sales, service, ...
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(extend("required" = ["id"]))]
pub(crate) struct FunctionEntry {
    /// Its name: a lower-case letter, then letters, digits or `_`, at most 40 characters.
    #[schemars(extend("x-id" = "function", "x-unit" = "id", "x-status" = "fact"))]
    pub(crate) id: Option<String>,
    /// Money for initiatives per cycle; an initiative costs .6 to 1.4 units unless `[initiatives]` says otherwise.
    #[schemars(extend("minimum" = 0.0, "maximum" = 1000.0, "x-unit" = "cost units per cycle", "x-status" = "assumption"))]
    pub(crate) budget: f64,
    /// What it does for customer work: `implements` (starts initiatives), `provides_data` (others may see the effects on its touchpoints), `influences` (its readiness spreads), `defines` (has a seat: its consent is needed).
    #[schemars(extend("x-unit" = "roles", "x-status" = "assumption"))]
    pub(crate) roles: Vec<Role>,
    /// Share of its negative effects on others' views that it hides. Left out: `organisation.blame`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0, "x-unit" = "share", "x-status" = "assumption"))]
    pub(crate) blame: Option<f64>,
    /// Its readiness for customer work at the start. Left out: `organisation.readiness`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0, "x-unit" = "0-1", "x-status" = "assumption"))]
    pub(crate) readiness: Option<f64>,
}

impl Default for FunctionEntry {
    fn default() -> Self {
        let roles = vec![Role::Implements, Role::ProvidesData];
        FunctionEntry { id: None, budget: 1.4, roles, blame: None, readiness: None }
    }
}

/// A role of a function in the ecosystem of customer work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub(crate) enum Role {
    Implements,
    ProvidesData,
    Influences,
    Defines,
}

/// A place where customers meet the firm.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(extend("required" = ["id", "owner"]))]
pub(crate) struct TouchpointEntry {
    /// Its name: a lower-case letter, then letters, digits or `_`, at most 40 characters; not `away` or `default`.
    #[schemars(extend("x-id" = "touchpoint", "x-unit" = "id", "x-status" = "fact"))]
    pub(crate) id: Option<String>,
    /// The function that owns it.
    #[schemars(extend("x-unit" = "function id", "x-status" = "fact"))]
    pub(crate) owner: Option<String>,
    /// Quality at the start: the experience of an ordinary contact. Take it from your own satisfaction figures, on a scale from 0 to 1.
    #[schemars(extend("minimum" = 0.01, "maximum" = 0.99, "x-unit" = "0-1", "x-status" = "assumption"))]
    pub(crate) quality: f64,
    /// Weight of a contact in the customer's memory (moment of truth); 1 is ordinary.
    #[schemars(extend("exclusiveMinimum" = 0.0, "maximum" = 100.0, "x-unit" = "factor", "x-status" = "assumption"))]
    pub(crate) weight: f64,
    /// Share of contacts that leave feedback.
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0, "x-unit" = "share", "x-status" = "assumption"))]
    pub(crate) feedback: f64,
    /// Whether a problem can be solved here.
    #[schemars(extend("x-unit" = "true or false", "x-status" = "fact"))]
    pub(crate) resolves: bool,
    /// The function that hears the voice of the customer here. Left out: the owner.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-unit" = "function id", "x-status" = "fact"))]
    pub(crate) heard_by: Option<String>,
    /// Contacts a week that it serves well; beyond it experiences suffer from overload. Left out: as many as come.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("exclusiveMinimum" = 0.0, "maximum" = 1e9, "x-unit" = "contacts per week", "x-status" = "assumption"))]
    pub(crate) capacity: Option<f64>,
}

impl Default for TouchpointEntry {
    fn default() -> Self {
        TouchpointEntry {
            id: None,
            owner: None,
            quality: 0.75,
            weight: 1.0,
            feedback: 0.05,
            resolves: false,
            heard_by: None,
            capacity: None,
        }
    }
}

/// Probabilities of the next week's touchpoint; what is missing to 1 is a week away from the firm.
pub(crate) type RowEntry = BTreeMap<String, f64>;

/// Rows by the touchpoint of the week before.
pub(crate) type Rows = BTreeMap<String, RowEntry>;

/// How customers travel from week to week.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct JourneySection {
    /// For `away` and each touchpoint: where customers go in the next week, as `touchpoint = probability`; what is missing to 1 is `away`.
    #[schemars(extend("additionalProperties" = {"type": "object", "additionalProperties": {"type": "number", "minimum": 0.0, "maximum": 1.0}}))]
    #[schemars(extend("x-unit" = "probabilities", "x-status" = "assumption"))]
    pub(crate) from: Rows,
    /// The same while a problem is open; `default` stands for all rows that are not given. Without row and default, `from` applies.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("additionalProperties" = {"type": "object", "additionalProperties": {"type": "number", "minimum": 0.0, "maximum": 1.0}}))]
    #[schemars(extend("x-unit" = "probabilities", "x-status" = "assumption"))]
    pub(crate) problem: Rows,
}

/// A group of customers that differ in expectation, loyalty and worth.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(extend("required" = ["id"]))]
pub(crate) struct SegmentEntry {
    /// Its name: a lower-case letter, then letters, digits or `_`, at most 40 characters.
    #[schemars(extend("x-id" = "segment", "x-unit" = "id", "x-status" = "fact"))]
    pub(crate) id: Option<String>,
    /// Share of the customers; the shares of all segments add up to 1.
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0, "x-unit" = "share", "x-status" = "fact"))]
    pub(crate) share: f64,
    /// Expectation at the start, and satisfaction too.
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0, "x-unit" = "0-1", "x-status" = "assumption"))]
    pub(crate) expectation: f64,
    /// α of the Beta distribution of the probability to leave at a renewal; the mean is α / (α + β), and a small α + β means that customers differ much.
    #[schemars(extend("exclusiveMinimum" = 0.0, "maximum" = 1e6, "x-unit" = "shape", "x-status" = "assumption"))]
    pub(crate) churn_alpha: f64,
    /// β of the same distribution.
    #[schemars(extend("exclusiveMinimum" = 0.0, "maximum" = 1e6, "x-unit" = "shape", "x-status" = "assumption"))]
    pub(crate) churn_beta: f64,
    /// Weeks between two renewals: how often a customer decides whether to stay.
    #[schemars(extend("minimum" = 1, "maximum" = 5_200, "x-unit" = "weeks", "x-status" = "fact"))]
    pub(crate) renewal_weeks: u32,
    /// Margin per customer and week.
    #[schemars(extend("minimum" = -1e9, "maximum" = 1e9, "x-unit" = "currency per week", "x-status" = "fact"))]
    pub(crate) margin: f64,
    /// Its own journey rows, in place of the firm's rows of the same names.
    #[serde(skip_serializing_if = "SegmentEntry::travels_like_others")]
    pub(crate) journey: JourneySection,
}

impl SegmentEntry {
    fn travels_like_others(journey: &JourneySection) -> bool {
        journey.from.is_empty() && journey.problem.is_empty()
    }
}

impl Default for SegmentEntry {
    fn default() -> Self {
        SegmentEntry {
            id: None,
            share: 1.0,
            expectation: 0.7,
            churn_alpha: 0.9,
            churn_beta: 14.0,
            renewal_weeks: 26,
            margin: 4.0,
            journey: JourneySection::default(),
        }
    }
}
