//! `[[function]]`, `[[touchpoint]]`, `[journey]`, `[[segment]]`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Given;
use crate::model::{Function, Segment, Touchpoint};

/// A function of the firm: marketing, sales, service, ...
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default)]
#[schemars(extend("required" = ["id"]))]
pub(crate) struct FunctionEntry {
    /// Its name: a lower-case letter, then letters, digits or `_`, at most 40 characters.
    #[schemars(extend("x-id" = "function", "x-unit" = "id", "x-status" = "fact"))]
    pub(crate) id: Option<String>,
    /// What it does for customer work: `implements` (starts initiatives), `provides_data` (others may see the effects on its touchpoints), `influences` (its readiness spreads), `defines` (has a seat: its consent is needed).
    #[schemars(extend("x-unit" = "roles", "x-status" = "assumption"))]
    pub(crate) roles: Vec<Role>,
    /// Its numbers.
    #[serde(flatten)]
    pub(crate) numbers: Given<Function>,
}

impl Default for FunctionEntry {
    fn default() -> Self {
        FunctionEntry { id: None, roles: vec![Role::Implements, Role::ProvidesData], numbers: Given::default() }
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
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default)]
#[schemars(extend("required" = ["id", "owner"]))]
pub(crate) struct TouchpointEntry {
    /// Its name: a lower-case letter, then letters, digits or `_`, at most 40 characters; not `away` or `default`.
    #[schemars(extend("x-id" = "touchpoint", "x-unit" = "id", "x-status" = "fact"))]
    pub(crate) id: Option<String>,
    /// The function that owns it.
    #[schemars(extend("x-unit" = "function id", "x-status" = "fact"))]
    pub(crate) owner: Option<String>,
    /// Whether a problem can be solved here.
    #[schemars(extend("x-unit" = "true or false", "x-status" = "fact"))]
    pub(crate) resolves: bool,
    /// The function that hears the voice of the customer here. Left out: the owner.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-unit" = "function id", "x-status" = "fact"))]
    pub(crate) heard_by: Option<String>,
    /// Its numbers.
    #[serde(flatten)]
    pub(crate) numbers: Given<Touchpoint>,
}

/// Probabilities of the next week's touchpoint; what is missing to 1 is a week away from the firm.
pub(crate) type RowEntry = BTreeMap<String, f64>;

/// Rows by the touchpoint of the week before.
pub(crate) type Rows = BTreeMap<String, RowEntry>;

/// How customers travel from week to week.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct JourneySection {
    /// Contacts per customer and year, by touchpoint: how often customers come from away follows from it, so that `from.away` is not needed. A touchpoint that is left out has what the others bring.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("additionalProperties" = {"type": "number", "minimum": 0.0, "maximum": 52.0}))]
    #[schemars(extend("x-unit" = "per customer and year", "x-status" = "fact"))]
    pub(crate) contacts: BTreeMap<String, f64>,
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
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default)]
#[schemars(extend("required" = ["id"]))]
pub(crate) struct SegmentEntry {
    /// Its name: a lower-case letter, then letters, digits or `_`, at most 40 characters.
    #[schemars(extend("x-id" = "segment", "x-unit" = "id", "x-status" = "fact"))]
    pub(crate) id: Option<String>,
    /// Its numbers.
    #[serde(flatten)]
    pub(crate) numbers: Given<Segment>,
    /// Its own journey rows, in place of the firm's rows of the same names.
    #[serde(skip_serializing_if = "SegmentEntry::travels_like_others")]
    pub(crate) journey: JourneySection,
}

impl SegmentEntry {
    fn travels_like_others(journey: &JourneySection) -> bool {
        *journey == JourneySection::default()
    }
}
