//! The scenario file as typed: its keys, their meaning, unit, range, default and status.
//!
//! These types are the file format's manual: their doc comments and attributes, and the registry of the model's numbers
//! ([`Given`]), become the JSON Schema that editors use, that `parameters` lists, and that the structural check of every file
//! walks. Nothing here is
//! checked beyond that; `check` refines it into the model's types. Keys that must be given are
//! named by `required` but still optional in Rust, so that one missing key does not hide other problems.

mod decision;
mod firm;
mod given;
mod observed;
mod structure;
mod study;
mod uncertainty;

pub(crate) use decision::DecisionSection;
pub(crate) use firm::{FunctionEntry, JourneySection, Role, RowEntry, Rows, SegmentEntry, TouchpointEntry};
pub(crate) use given::Given;
pub(crate) use observed::{
    ObservedSection, ObservedSegmentEntry, ObservedTouchpointEntry, SatisfactionEntry, ScoreEntry,
};
pub(crate) use structure::{LinesSection, RegimeKeys, StageEntry, StructureEntry};
pub(crate) use study::StudySection;
pub(crate) use uncertainty::{UncertainEntry, UncertaintySection};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::{CustomerParameters, Economics, Environment, InitiativeParameters, OrganisationParameters};

/// A scenario: a firm, its customers, and the structures to compare.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(extend("required" = ["function", "touchpoint", "journey", "segment", "structure"]))]
pub(crate) struct ScenarioFile {
    /// Version of the file format; only 1 exists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = 1, "maximum" = 1, "default" = 1, "x-unit" = "version", "x-status" = "choice"))]
    pub(crate) schema: Option<u32>,
    /// A scenario to start from: a file relative to this one (`"bank.toml"`) or the name of a shipped scenario (`"retail_bank"`). Tables are merged key by key, `[[...]]` tables by their `id`; lists are replaced.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-unit" = "path", "x-status" = "choice"))]
    pub(crate) extends: Option<String>,
    /// What the scenario is called. Left out: the name of the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-unit" = "text", "x-status" = "choice"))]
    pub(crate) title: Option<String>,
    /// The question it answers, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-unit" = "text", "x-status" = "choice"))]
    pub(crate) question: Option<String>,
    /// How often, how long, how many.
    pub(crate) study: StudySection,
    /// What decides between the structures.
    pub(crate) decision: DecisionSection,
    /// What is not known for sure. Left out: trials differ in random inputs alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) uncertainty: Option<UncertaintySection>,
    /// What the firm has observed of itself. Changes no result; `check` compares it with what the rest implies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) observed: Option<ObservedSection>,
    /// The functions of the firm: those that own touchpoints and run initiatives.
    #[schemars(extend("minItems" = 1, "maxItems" = 32))]
    pub(crate) function: Vec<FunctionEntry>,
    /// The touchpoints at which customers meet the firm.
    #[schemars(extend("minItems" = 1, "maxItems" = 64))]
    pub(crate) touchpoint: Vec<TouchpointEntry>,
    /// How customers travel.
    pub(crate) journey: JourneySection,
    /// The customer segments. Their shares add up to 1.
    #[schemars(extend("minItems" = 1, "maxItems" = 16))]
    pub(crate) segment: Vec<SegmentEntry>,
    /// How customers experience, remember and leave.
    pub(crate) customer: Given<CustomerParameters>,
    /// What functions think of.
    pub(crate) initiatives: Given<InitiativeParameters>,
    /// How the organisation perceives, decides and changes.
    pub(crate) organisation: Given<OrganisationParameters>,
    /// What happens around the firm.
    pub(crate) environment: Given<Environment>,
    /// What weeks are worth and what decisions cost.
    pub(crate) economics: Given<Economics>,
    /// What each kind of line between the customer officer and a function changes.
    pub(crate) lines: LinesSection,
    /// The structures to compare.
    #[schemars(extend("minItems" = 1, "maxItems" = 64))]
    pub(crate) structure: Vec<StructureEntry>,
}
