//! `[lines.none]`, `[lines.advisory]`, `[lines.dotted]`, `[lines.solid]`, and a structure's own.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::{Line, LineLevers};

/// What a kind of line changes. What is left out stays as it is without this table.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct LineEntry {
    /// How much of a function's weight on customers the line adds.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0, "x-unit" = "share", "x-status" = "assumption"))]
    pub(crate) weight: Option<f64>,
    /// How much of the effects on the function's touchpoints the officer sees.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0, "x-unit" = "share", "x-status" = "assumption"))]
    pub(crate) sight: Option<f64>,
    /// The officer's say beyond personal power.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0, "x-unit" = "share", "x-status" = "assumption"))]
    pub(crate) say: Option<f64>,
    /// How far coordination and data sharing between two such functions can grow.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0, "x-unit" = "share", "x-status" = "assumption"))]
    pub(crate) sharing: Option<f64>,
    /// Share of the function's initiative budget that the line takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0, "x-unit" = "share", "x-status" = "assumption"))]
    pub(crate) tax: Option<f64>,
}

impl LineEntry {
    /// The levers of a line that differ from others.
    pub(crate) fn difference(levers: &LineLevers, others: &LineLevers) -> LineEntry {
        let differs = |a: crate::units::Share, b: crate::units::Share| (a != b).then(|| a.get());
        LineEntry {
            weight: differs(levers.weight, others.weight),
            sight: differs(levers.sight, others.sight),
            say: differs(levers.say, others.say),
            sharing: differs(levers.sharing, others.sharing),
            tax: differs(levers.tax, others.tax),
        }
    }

    fn is_empty(&self) -> bool {
        *self == LineEntry::default()
    }
}

/// What each kind of line between the customer officer and a function changes.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct LinesSection {
    /// Functions without a line.
    #[serde(skip_serializing_if = "LineEntry::is_empty")]
    pub(crate) none: LineEntry,
    /// An expert team that persuades.
    #[serde(skip_serializing_if = "LineEntry::is_empty")]
    pub(crate) advisory: LineEntry,
    /// A matrix: shared metrics and a committee.
    #[serde(skip_serializing_if = "LineEntry::is_empty")]
    pub(crate) dotted: LineEntry,
    /// The function reports to the officer.
    #[serde(skip_serializing_if = "LineEntry::is_empty")]
    pub(crate) solid: LineEntry,
}

impl LinesSection {
    pub(crate) fn of(&self, line: Line) -> &LineEntry {
        match line {
            Line::None => &self.none,
            Line::Advisory => &self.advisory,
            Line::Dotted => &self.dotted,
            Line::Solid => &self.solid,
        }
    }

    pub(crate) fn of_mut(&mut self, line: Line) -> &mut LineEntry {
        match line {
            Line::None => &mut self.none,
            Line::Advisory => &mut self.advisory,
            Line::Dotted => &mut self.dotted,
            Line::Solid => &mut self.solid,
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        *self == LinesSection::default()
    }
}

impl From<&LineLevers> for LineEntry {
    fn from(levers: &LineLevers) -> Self {
        LineEntry {
            weight: Some(levers.weight.get()),
            sight: Some(levers.sight.get()),
            say: Some(levers.say.get()),
            sharing: Some(levers.sharing.get()),
            tax: Some(levers.tax.get()),
        }
    }
}
