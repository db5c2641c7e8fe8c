//! The figures of one segment in one trial; `SEGMENT_METRICS` is the one list of them.

use super::metric::{Metric, metric};
use super::presentation::Presentation;

/// One segment over one trial. `None`: not defined in this trial.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SegmentFigures {
    /// Its customers at the horizon.
    pub customers: u64,
    /// Retention of its first customers per year at a constant rate.
    pub retention_annualised: Option<f64>,
    /// True net promoter score of its customers.
    pub nps_true: Option<f64>,
    /// Their mean satisfaction.
    pub satisfaction: Option<f64>,
    /// Share of contracts due without an open problem that ended.
    pub leaving_calm: Option<f64>,
    /// Share of contracts due with an open problem that ended.
    pub leaving_problem: Option<f64>,
    /// What its customers brought in over the run, and what those at the horizon are still worth, before costs.
    pub customer_value: f64,
}

/// Every figure of a segment, in column order.
pub const SEGMENT_METRICS: &[Metric<SegmentFigures>] = &[
    metric(
        "customers",
        Presentation::count("customers"),
        "customers",
        "Its simulated customers at the horizon.",
        |s| Some(s.customers as f64),
    ),
    metric(
        "retention_annualised",
        Presentation::percent("yearly retention"),
        "share per year",
        "Retention of its first customers per year at a constant rate.",
        |s| s.retention_annualised,
    ),
    metric(
        "nps_true",
        Presentation::score("NPS"),
        "NPS points",
        "True net promoter score of its customers at the horizon.",
        |s| s.nps_true,
    ),
    metric(
        "satisfaction_mean",
        Presentation::plain("satisfaction mean"),
        "0-1",
        "Mean satisfaction of its customers at the horizon.",
        |s| s.satisfaction,
    ),
    metric(
        "leaving_calm",
        Presentation::percent("leaving without an open problem").less_is_better(),
        "share",
        "Share of its contracts due without an open problem that ended, over the run.",
        |s| s.leaving_calm,
    ),
    metric(
        "leaving_problem",
        Presentation::percent("leaving with an open problem").less_is_better(),
        "share",
        "Share of its contracts due with an open problem that ended, over the run.",
        |s| s.leaving_problem,
    ),
    metric(
        "customer_value",
        Presentation::money("customer value"),
        "currency",
        "What its customers bring in, before costs: margins and spending over the run, and customer equity at the horizon.",
        |s| Some(s.customer_value),
    ),
];
