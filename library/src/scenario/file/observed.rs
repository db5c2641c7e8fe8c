//! `[observed]`: what a firm has measured of itself. Nothing here changes a result: it is what a description of the firm is
//! checked against, and fitted to.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the firm has observed of itself, all of it optional. Nothing here changes a result: `check` compares it with what the scenario implies.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ObservedSection {
    /// Net promoter score of the last survey: `{ score = 28, answers = 1200 }`, or the score alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) nps: Option<ScoreEntry>,
    /// Net promoter score of a year before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) nps_year_ago: Option<ScoreEntry>,
    /// Share of the asked customers who answer the survey.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("exclusiveMinimum" = 0.0, "maximum" = 1.0, "x-unit" = "share", "x-status" = "fact"))]
    pub(crate) response_rate: Option<f64>,
    /// Complaints per customer and year: contacts with a problem that leave feedback.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = 0.0, "maximum" = 1000.0, "x-unit" = "per customer and year", "x-status" = "fact"))]
    pub(crate) complaints_per_year: Option<f64>,
    /// Share of problems that are solved at the first contact with a touchpoint that can solve them.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0, "x-unit" = "share", "x-status" = "fact"))]
    pub(crate) first_contact_resolution: Option<f64>,
    /// Share of contacts that come straight from a touchpoint of another function.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0, "x-unit" = "share", "x-status" = "fact"))]
    pub(crate) transfers: Option<f64>,
    /// Share of customers with an open complaint who leave within a year.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0, "x-unit" = "share per year", "x-status" = "fact"))]
    pub(crate) churn_after_complaint: Option<f64>,
    /// Share of customers without a complaint who leave within a year.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0, "x-unit" = "share per year", "x-status" = "fact"))]
    pub(crate) churn_without_complaint: Option<f64>,
    /// Customers of the whole firm.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = 1.0, "maximum" = 1e13, "x-unit" = "customers", "x-status" = "fact"))]
    pub(crate) customers: Option<f64>,
    /// What the customer office costs in a year: its team and its own money for initiatives. What functions spend of their own is no part of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("exclusiveMinimum" = 0.0, "maximum" = 1e13, "x-unit" = "currency per year", "x-status" = "fact"))]
    pub(crate) cx_budget_per_year: Option<f64>,
    /// People in the customer office's team.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = 0.0, "maximum" = 1e6, "x-unit" = "people", "x-status" = "fact"))]
    pub(crate) cx_people: Option<f64>,
    /// What one person of the customer office's team costs in a year.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("exclusiveMinimum" = 0.0, "maximum" = 1e10, "x-unit" = "currency per year", "x-status" = "fact"))]
    pub(crate) person_cost_per_year: Option<f64>,
    /// Initiatives that the whole firm begins in a year as it is, under the baseline.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("exclusiveMinimum" = 0.0, "maximum" = 1e5, "x-unit" = "initiatives per year", "x-status" = "fact"))]
    pub(crate) initiatives_per_year: Option<f64>,
    /// What one initiative costs, on average.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("exclusiveMinimum" = 0.0, "maximum" = 1e11, "x-unit" = "currency per initiative", "x-status" = "fact"))]
    pub(crate) initiative_cost: Option<f64>,
    /// What segments are known for, by segment.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) segment: BTreeMap<String, ObservedSegmentEntry>,
    /// What touchpoints are known for, by touchpoint.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) touchpoint: BTreeMap<String, ObservedTouchpointEntry>,
}

/// A score of a survey.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(extend("required" = ["score"], "x-short" = "score"))]
pub(crate) struct ScoreEntry {
    /// The score.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = -100.0, "maximum" = 100.0, "x-unit" = "NPS points", "x-status" = "fact"))]
    pub(crate) score: Option<f64>,
    /// How many answers it is of.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = 1.0, "maximum" = 1e12, "x-unit" = "answers", "x-status" = "fact"))]
    pub(crate) answers: Option<f64>,
    /// Its standard error, if that is known instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = 0.0, "maximum" = 100.0, "x-unit" = "NPS points", "x-status" = "fact"))]
    pub(crate) standard_error: Option<f64>,
}

/// What is known of a segment.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ObservedSegmentEntry {
    /// Share of its customers who are still there after a year.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("exclusiveMinimum" = 0.0, "exclusiveMaximum" = 1.0, "maximum" = 1.0, "x-unit" = "share per year", "x-status" = "fact"))]
    pub(crate) yearly_retention: Option<f64>,
    /// Shares of new customers who are still there after 1, 2, 3, ... years. Says more than one year alone: how much customers differ.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minItems" = 1, "maxItems" = 100, "items" = {"type": "number", "minimum": 0.0, "maximum": 1.0}))]
    #[schemars(extend("x-unit" = "shares of a cohort", "x-status" = "fact"))]
    pub(crate) retention_by_year: Option<Vec<f64>>,
    /// Its net promoter score.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) nps: Option<ScoreEntry>,
    /// Its share of the customers.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0, "x-unit" = "share", "x-status" = "fact"))]
    pub(crate) share: Option<f64>,
    /// Margin per customer and year.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = -1e10, "maximum" = 1e10, "x-unit" = "currency per year", "x-status" = "fact"))]
    pub(crate) margin_per_year: Option<f64>,
}

/// What is known of a touchpoint.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ObservedTouchpointEntry {
    /// Satisfaction of those who are asked after a contact: `{ mean = 4.1, scale = [1, 5] }` or `{ top2 = 0.62, scale = [1, 5] }`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) satisfaction: Option<SatisfactionEntry>,
    /// Contacts per customer and year.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = 0.0, "maximum" = 52.0, "x-unit" = "per customer and year", "x-status" = "fact"))]
    pub(crate) contacts_per_year: Option<f64>,
    /// Share of contacts that leave a problem.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0, "x-unit" = "share", "x-status" = "fact"))]
    pub(crate) problem_rate: Option<f64>,
}

/// Satisfaction on the scale on which it was asked: its mean, or the share of the two best answers.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct SatisfactionEntry {
    /// Mean of the answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = -1000.0, "maximum" = 1000.0, "x-unit" = "the scale's", "x-status" = "fact"))]
    pub(crate) mean: Option<f64>,
    /// Share of answers that are one of the two best; on a scale of whole numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = 0.0, "maximum" = 1.0, "x-unit" = "share", "x-status" = "fact"))]
    pub(crate) top2: Option<f64>,
    /// The worst and the best answer: `[1, 5]`, `[1, 10]`, `[0, 100]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minItems" = 2, "maxItems" = 2, "items" = {"type": "number", "minimum": -1000.0, "maximum": 1000.0}))]
    #[schemars(extend("x-unit" = "worst and best answer", "x-status" = "fact"))]
    pub(crate) scale: Option<Vec<f64>>,
    /// How many answers it is of.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = 1.0, "maximum" = 1e12, "x-unit" = "answers", "x-status" = "fact"))]
    pub(crate) answers: Option<f64>,
}
