//! `[[structure]]` and `[[structure.stage]]`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::LinesSection;
use crate::model::{Line, Preset};

/// A structure and a stage share the keys that say which lines and levers apply; `flatten` would ruin messages, so a
/// macro writes them into both.
macro_rules! with_regime_keys {
    ($(#[$meta:meta])* struct $name:ident { $($own:tt)* }) => {
        #[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
        #[serde(default, deny_unknown_fields)]
        $(#[$meta])*
        pub(crate) struct $name {
            $($own)*
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
            /// The officer's personal power.
            #[serde(skip_serializing_if = "Option::is_none")]
            #[schemars(extend("minimum" = 0.0, "maximum" = 1.0, "x-unit" = "0-1", "x-status" = "assumption"))]
            pub(crate) power: Option<f64>,
            /// The mandate at the start; a stage that gives one begins with it.
            #[serde(skip_serializing_if = "Option::is_none")]
            #[schemars(extend("minimum" = 0.0, "maximum" = 1.0, "x-unit" = "0-1", "x-status" = "assumption"))]
            pub(crate) mandate: Option<f64>,
            /// Candidates that the office can examine per cycle.
            #[serde(skip_serializing_if = "Option::is_none")]
            #[schemars(extend("minimum" = 0.0, "maximum" = 10000.0, "x-unit" = "candidates per cycle", "x-status" = "assumption"))]
            pub(crate) capacity: Option<f64>,
            /// The office's own money for initiatives.
            #[serde(skip_serializing_if = "Option::is_none")]
            #[schemars(extend("minimum" = 0.0, "maximum" = 10000.0, "x-unit" = "cost units per cycle", "x-status" = "assumption"))]
            pub(crate) purse: Option<f64>,
            /// Cycles from one sitting of the office to the next.
            #[serde(skip_serializing_if = "Option::is_none")]
            #[schemars(extend("minimum" = 1, "maximum" = 520, "x-unit" = "cycles", "x-status" = "assumption"))]
            pub(crate) cadence: Option<u32>,
            /// Mean time that an officer stays. Half of customer officers had served under two years (Forrester 2012).
            #[serde(skip_serializing_if = "Option::is_none")]
            #[schemars(extend("exclusiveMinimum" = 0.0, "maximum" = 1e6, "x-unit" = "weeks", "x-status" = "published for advisory (Forrester 2012); else an assumption"))]
            pub(crate) tenure_weeks: Option<f64>,
            /// Weeks until a successor is seated.
            #[serde(skip_serializing_if = "Option::is_none")]
            #[schemars(extend("minimum" = 0, "maximum" = 5200, "x-unit" = "weeks", "x-status" = "assumption"))]
            pub(crate) vacancy_weeks: Option<u32>,
            /// Mandate lost at each survey.
            #[serde(skip_serializing_if = "Option::is_none")]
            #[schemars(extend("minimum" = 0.0, "maximum" = 1.0, "x-unit" = "0-1 per survey", "x-status" = "assumption"))]
            pub(crate) fade: Option<f64>,
            /// Size of the officer's team; each costs `economics.team_cost` per cycle.
            #[serde(skip_serializing_if = "Option::is_none")]
            #[schemars(extend("minimum" = 0.0, "maximum" = 1e6, "x-unit" = "people", "x-status" = "assumption"))]
            pub(crate) staff: Option<f64>,
            /// Weeks that a reorganisation to solid lines takes.
            #[serde(skip_serializing_if = "Option::is_none")]
            #[schemars(extend("minimum" = 0, "maximum" = 5200, "x-unit" = "weeks", "x-status" = "assumption"))]
            pub(crate) transition_weeks: Option<u32>,
            /// Quality that customers lose at solid functions' touchpoints when the transition starts.
            #[serde(skip_serializing_if = "Option::is_none")]
            #[schemars(extend("minimum" = 0.0, "maximum" = 1.0, "x-unit" = "0-1", "x-status" = "assumption"))]
            pub(crate) shock: Option<f64>,
            /// Initiatives that the solid functions together can start per cycle.
            #[serde(skip_serializing_if = "Option::is_none")]
            #[schemars(extend("minimum" = 0.0, "maximum" = 10000.0, "x-unit" = "initiatives per cycle", "x-status" = "assumption"))]
            pub(crate) span: Option<f64>,
            /// The function that is the officer's home, which the officer sees fully and favours; `"none"`: no home.
            #[serde(skip_serializing_if = "Option::is_none")]
            #[schemars(extend("x-unit" = "function id", "x-status" = "choice"))]
            pub(crate) home: Option<String>,
            /// What the home function's own KPI adds to the officer's verdict, as a share of it.
            #[serde(skip_serializing_if = "Option::is_none")]
            #[schemars(extend("minimum" = 0.0, "maximum" = 10.0, "x-unit" = "factor", "x-status" = "assumption"))]
            pub(crate) home_bias: Option<f64>,
            /// What lines change under this structure, where it differs from `[lines]`.
            #[serde(skip_serializing_if = "LinesSection::is_empty")]
            pub(crate) lines: LinesSection,
        }

        impl $name {
            /// The keys that a structure and a stage share.
            pub(crate) fn regime_keys(&self) -> RegimeKeys {
                RegimeKeys {
                    preset: self.preset.clone(),
                    lists: [self.none.clone(), self.advisory.clone(), self.dotted.clone(), self.solid.clone()],
                    power: self.power, mandate: self.mandate, capacity: self.capacity, purse: self.purse,
                    cadence: self.cadence, tenure_weeks: self.tenure_weeks, vacancy_weeks: self.vacancy_weeks,
                    fade: self.fade, staff: self.staff, transition_weeks: self.transition_weeks, shock: self.shock,
                    span: self.span, home: self.home.clone(), home_bias: self.home_bias, lines: self.lines.clone(),
                }
            }

            /// Sets the keys that a structure and a stage share.
            pub(crate) fn set_regime_keys(&mut self, keys: RegimeKeys) {
                let [none, advisory, dotted, solid] = keys.lists;
                (self.none, self.advisory, self.dotted, self.solid) = (none, advisory, dotted, solid);
                (self.preset, self.home, self.lines) = (keys.preset, keys.home, keys.lines);
                (self.power, self.mandate, self.capacity, self.purse) = (keys.power, keys.mandate, keys.capacity, keys.purse);
                (self.cadence, self.tenure_weeks, self.vacancy_weeks) = (keys.cadence, keys.tenure_weeks, keys.vacancy_weeks);
                (self.fade, self.staff, self.transition_weeks) = (keys.fade, keys.staff, keys.transition_weeks);
                (self.shock, self.span, self.home_bias) = (keys.shock, keys.span, keys.home_bias);
            }
        }
    };
}

with_regime_keys! {
    /// A structure to compare: who owns the customer, as lines and levers.
    #[schemars(extend("required" = ["id"]))]
    struct StructureEntry {
        /// Its name: a lower-case letter, then letters, digits or `_`, at most 40 characters.
        #[schemars(extend("x-id" = "structure", "x-unit" = "id", "x-status" = "fact"))]
        pub(crate) id: Option<String>,
        /// A line for people.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(extend("x-unit" = "text", "x-status" = "choice"))]
        pub(crate) description: Option<String>,
        /// Later stages of a road map, in order.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        #[schemars(extend("maxItems" = 8))]
        pub(crate) stage: Vec<StageEntry>,
    }
}

with_regime_keys! {
    /// A later stage of a road map: from then on other lines and levers apply.
    struct StageEntry {
        /// It begins at the first decision in this week or later. Give either `week` or `readiness`.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(extend("minimum" = 1, "maximum" = 5200, "x-unit" = "week", "x-status" = "choice"))]
        pub(crate) week: Option<u32>,
        /// It begins once the mean readiness of the functions is at least this. Give either `week` or `readiness`.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(extend("minimum" = 0.0, "maximum" = 1.0, "x-unit" = "0-1", "x-status" = "choice"))]
        pub(crate) readiness: Option<f64>,
    }
}

/// The keys that a structure and a stage share.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct RegimeKeys {
    pub(crate) preset: Option<String>,
    /// Functions by line, in the order of [`Line::ALL`].
    pub(crate) lists: [Option<Vec<String>>; 4],
    pub(crate) power: Option<f64>,
    pub(crate) mandate: Option<f64>,
    pub(crate) capacity: Option<f64>,
    pub(crate) purse: Option<f64>,
    pub(crate) cadence: Option<u32>,
    pub(crate) tenure_weeks: Option<f64>,
    pub(crate) vacancy_weeks: Option<u32>,
    pub(crate) fade: Option<f64>,
    pub(crate) staff: Option<f64>,
    pub(crate) transition_weeks: Option<u32>,
    pub(crate) shock: Option<f64>,
    pub(crate) span: Option<f64>,
    pub(crate) home: Option<String>,
    pub(crate) home_bias: Option<f64>,
    pub(crate) lines: LinesSection,
}

impl RegimeKeys {
    /// The functions that a list names; empty where there is none.
    pub(crate) fn list(&self, line: Line) -> &[String] {
        self.lists[line as usize].as_deref().unwrap_or_default()
    }
}

fn preset_names() -> Vec<&'static str> {
    Preset::ALL.iter().map(|preset| preset.name).collect()
}
