//! The figures of one week of a trial; `WEEK_METRICS` is the one list of them.

use super::metric::{Metric, metric};
use super::presentation::Presentation;

/// One week of one trial, after its customers, newcomers and survey.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WeekFigures {
    /// Share of the first cohort still in the firm.
    pub retention: f64,
    /// Customers in the firm.
    pub customers: f64,
    /// Mean satisfaction.
    pub satisfaction: Option<f64>,
    /// Mean expectation.
    pub expectation: Option<f64>,
    /// Share of customers with an open problem.
    pub problem_share: Option<f64>,
    /// Mean experience of the week's contacts.
    pub experience: Option<f64>,
    /// Mean handoff penalty of the week's contacts.
    pub handoff: Option<f64>,
    /// Contacts in the week.
    pub contacts: f64,
    /// True NPS, in weeks that end a survey period and at the horizon.
    pub nps_true: Option<f64>,
    /// Measured NPS, in the same weeks.
    pub nps_measured: Option<f64>,
    /// Value of the week.
    pub value: f64,
    /// Costs of the week.
    pub costs: f64,
    /// Mandate; what was left of it once all lines have ended, 0 without an office.
    pub mandate: f64,
    /// Mean readiness of functions.
    pub readiness: f64,
    /// Mean quality of touchpoints, without the shock of a transition.
    pub quality: f64,
    /// Mean coordination over pairs of functions.
    pub coordination: Option<f64>,
    /// Sum of KPI levels.
    pub kpi_total: f64,
    /// 1 while there are lines, else 0.
    pub lines: f64,
}

/// Every weekly figure, in column order.
pub const WEEK_METRICS: &[Metric<WeekFigures>] = &[
    metric(
        "retention",
        Presentation::percent("retention"),
        "share",
        "Share of the first cohort still in the firm.",
        |w| Some(w.retention),
    ),
    metric("customers", Presentation::count("customers"), "customers", "Customers in the firm.", |w| Some(w.customers)),
    metric(
        "nps_true",
        Presentation::score("NPS"),
        "NPS points",
        "True net promoter score; only in weeks with a survey.",
        |w| w.nps_true,
    ),
    metric(
        "nps_measured",
        Presentation::score("measured NPS").in_tables(),
        "NPS points",
        "Net promoter score of those who answered; only in weeks with a survey.",
        |w| w.nps_measured,
    ),
    metric("satisfaction", Presentation::plain("satisfaction"), "0-1", "Mean satisfaction.", |w| w.satisfaction),
    metric("expectation", Presentation::plain("expectation"), "0-1", "Mean expectation.", |w| w.expectation),
    metric(
        "problem_share",
        Presentation::percent("problem share").less_is_better(),
        "share",
        "Share of customers with an open problem.",
        |w| w.problem_share,
    ),
    metric("experience", Presentation::hundred("experience"), "0-1", "Mean experience of the week's contacts.", |w| {
        w.experience
    }),
    metric("handoff", Presentation::plain("handoff"), "0-1", "Mean handoff penalty of the week's contacts.", |w| {
        w.handoff
    }),
    metric("contacts", Presentation::count("contacts"), "contacts", "Contacts in the week.", |w| Some(w.contacts)),
    metric("value", Presentation::money("value"), "currency", "Value of the week.", |w| Some(w.value)),
    metric("costs", Presentation::money("costs").less_is_better(), "currency", "Costs of the week.", |w| Some(w.costs)),
    metric("net_value", Presentation::money("net value"), "currency", "Value minus costs of the week.", |w| {
        Some(w.value - w.costs)
    }),
    metric(
        "mandate",
        Presentation::level("mandate"),
        "0-1",
        "The office's mandate; what was left of it once all lines have ended, 0 without an office.",
        |w| Some(w.mandate),
    ),
    metric("readiness", Presentation::level("readiness"), "0-1", "Mean readiness of functions.", |w| Some(w.readiness)),
    metric("quality", Presentation::plain("quality"), "0-1", "Mean quality of touchpoints.", |w| Some(w.quality)),
    metric(
        "coordination",
        Presentation::plain("coordination"),
        "0-1",
        "Mean coordination over pairs of functions.",
        |w| w.coordination,
    ),
    metric("kpi_total", Presentation::plain("functional KPIs"), "KPI points", "Sum of functional KPI levels.", |w| {
        Some(w.kpi_total)
    }),
    metric("lines", Presentation::plain("lines"), "share of trials", "1 while there are lines, else 0.", |w| {
        Some(w.lines)
    }),
];
