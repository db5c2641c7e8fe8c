//! `[[structure]]`, `[[structure.stage]]`, `[lines]`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Given;
use crate::model::{Levers, Line, LineLevers, Preset};

/// A structure to compare: who owns the customer, as lines and levers.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default)]
#[schemars(extend("required" = ["id"]))]
pub(crate) struct StructureEntry {
    /// Its name: a lower-case letter, then letters, digits or `_`, at most 40 characters.
    #[schemars(extend("x-id" = "structure", "x-unit" = "id", "x-status" = "fact"))]
    pub(crate) id: Option<String>,
    /// A line for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-unit" = "text", "x-status" = "choice"))]
    pub(crate) description: Option<String>,
    /// What applies at the start.
    #[serde(flatten)]
    pub(crate) regime: RegimeKeys,
    /// Later stages of a road map, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("maxItems" = 8))]
    pub(crate) stage: Vec<StageEntry>,
}

/// A later stage of a road map: from then on other lines and levers apply.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default)]
pub(crate) struct StageEntry {
    /// It begins at the first decision in this week or later. Give either `week` or `readiness`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = 1, "maximum" = 5200, "x-unit" = "week", "x-status" = "choice"))]
    pub(crate) week: Option<u32>,
    /// It begins once the mean readiness of the functions is at least this. Give either `week` or `readiness`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0, "x-unit" = "0-1", "x-status" = "choice"))]
    pub(crate) readiness: Option<f64>,
    /// What applies from then on.
    #[serde(flatten)]
    pub(crate) regime: RegimeKeys,
}

/// The keys that say which lines and levers apply: of a structure, and of a stage.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default)]
pub(crate) struct RegimeKeys {
    /// The preset that lines and levers start from; `dottedline presets` shows them. Left out: `siloed`; in a stage, what applied before.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("enum" = preset_names(), "x-unit" = "preset", "x-status" = "choice"))]
    pub(crate) preset: Option<String>,
    /// Functions that report to the customer officer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-unit" = "function ids", "x-status" = "choice"))]
    pub(crate) solid: Option<Vec<String>>,
    /// Functions with a dotted line to the customer officer: shared metrics and a committee.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-unit" = "function ids", "x-status" = "choice"))]
    pub(crate) dotted: Option<Vec<String>>,
    /// Functions that the officer's experts advise.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-unit" = "function ids", "x-status" = "choice"))]
    pub(crate) advisory: Option<Vec<String>>,
    /// Functions without a line, where the preset would give them one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-unit" = "function ids", "x-status" = "choice"))]
    pub(crate) none: Option<Vec<String>>,
    /// The function that is the officer's home, which the officer sees fully and favours; `"none"`: no home.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-unit" = "function id", "x-status" = "choice"))]
    pub(crate) home: Option<String>,
    /// The levers of the office.
    #[serde(flatten)]
    pub(crate) levers: Given<Levers>,
    /// What lines change under this structure, where it differs from `[lines]`.
    #[serde(skip_serializing_if = "LinesSection::is_empty")]
    pub(crate) lines: LinesSection,
}

impl RegimeKeys {
    /// The functions that a list names; empty where there is none.
    pub(crate) fn list(&self, line: Line) -> &[String] {
        let list = match line {
            Line::None => &self.none,
            Line::Advisory => &self.advisory,
            Line::Dotted => &self.dotted,
            Line::Solid => &self.solid,
        };
        list.as_deref().unwrap_or_default()
    }

    /// Sets the list of a line; an empty one is left out.
    pub(crate) fn set_list(&mut self, line: Line, functions: Vec<String>) {
        let list = match line {
            Line::None => &mut self.none,
            Line::Advisory => &mut self.advisory,
            Line::Dotted => &mut self.dotted,
            Line::Solid => &mut self.solid,
        };
        *list = Some(functions).filter(|functions| !functions.is_empty());
    }
}

/// What each kind of line between the customer officer and a function changes.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct LinesSection {
    /// Functions without a line.
    #[serde(skip_serializing_if = "Given::is_empty")]
    pub(crate) none: Given<LineLevers>,
    /// An expert team that persuades.
    #[serde(skip_serializing_if = "Given::is_empty")]
    pub(crate) advisory: Given<LineLevers>,
    /// A matrix: shared metrics and a committee.
    #[serde(skip_serializing_if = "Given::is_empty")]
    pub(crate) dotted: Given<LineLevers>,
    /// The function reports to the officer.
    #[serde(skip_serializing_if = "Given::is_empty")]
    pub(crate) solid: Given<LineLevers>,
}

impl LinesSection {
    /// The levers that are given of a kind of line.
    pub(crate) const fn of(&self, line: Line) -> &Given<LineLevers> {
        match line {
            Line::None => &self.none,
            Line::Advisory => &self.advisory,
            Line::Dotted => &self.dotted,
            Line::Solid => &self.solid,
        }
    }

    /// The same, to set them.
    pub(crate) const fn of_mut(&mut self, line: Line) -> &mut Given<LineLevers> {
        match line {
            Line::None => &mut self.none,
            Line::Advisory => &mut self.advisory,
            Line::Dotted => &mut self.dotted,
            Line::Solid => &mut self.solid,
        }
    }

    fn is_empty(&self) -> bool {
        *self == LinesSection::default()
    }
}

fn preset_names() -> Vec<&'static str> {
    Preset::ALL.iter().map(|preset| preset.name).collect()
}
