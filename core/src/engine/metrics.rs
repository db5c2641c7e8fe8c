//! Every figure of a trial, in column order.
//!
//! [`METRICS`] and its sisters [`WEEK_METRICS`](super::WEEK_METRICS) and [`SEGMENT_METRICS`](super::SEGMENT_METRICS) are the one
//! list of names, units, meanings and presentations: tables, CSV columns and data descriptions are made from them, and whoever
//! tells a figure to people reads there how.

use super::metric::{Metric, metric};
use super::office_metrics;
use super::outcome::Figures;
use super::presentation::Presentation;

/// Every end-of-trial figure, in column order.
pub const METRICS: &[Metric<Figures>] = &[
    metric(
        "retention",
        Presentation::percent("retention"),
        "share",
        "Share of the first cohort still in the firm at the horizon.",
        |f| Some(f.retention),
    ),
    metric(
        "retention_annualised",
        Presentation::percent("yearly retention"),
        "share per year",
        "The retention per year that gives the same result at a constant rate.",
        |f| Some(f.retention_annualised),
    ),
    metric(
        "nps_true",
        Presentation::score("NPS"),
        "NPS points",
        "True net promoter score: expected promoters minus detractors among all customers, per 100.",
        |f| f.nps_true,
    ),
    metric(
        "nps_measured",
        Presentation::score("measured NPS").in_tables(),
        "NPS points",
        "Net promoter score of those who answered the survey.",
        |f| f.nps_measured,
    ),
    metric(
        "nps_measured_se",
        Presentation::score("standard error of the measured NPS"),
        "NPS points",
        "Standard error of the measured score within its survey.",
        |f| f.nps_measured_se,
    ),
    metric(
        "nps_answers",
        Presentation::plain("answers to the survey"),
        "customers",
        "Simulated customers who answered that survey.",
        |f| Some(f.nps_answers as f64),
    ),
    metric(
        "nps_measured_low",
        Presentation::score("lower end of the survey's interval"),
        "NPS points",
        "Lower end of the 95 % interval that the survey by itself would report (adjusted Wald).",
        |f| f.survey_interval().map(|ends| ends.low),
    ),
    metric(
        "nps_measured_high",
        Presentation::score("upper end of the survey's interval"),
        "NPS points",
        "Upper end of that interval.",
        |f| f.survey_interval().map(|ends| ends.high),
    ),
    metric(
        "nps_survey_right",
        Presentation::percent("surveys that are right").with_decimals(0),
        "share of trials",
        "1 if that interval contains the true score, else 0.",
        |f| {
            let (ends, truth) = (f.survey_interval()?, f.nps_true?);
            Some(f64::from(u8::from(ends.low <= truth && truth <= ends.high)))
        },
    ),
    metric(
        "total_value",
        Presentation::money("total value"),
        "currency",
        "Net value over the run and customer equity at the horizon.",
        |f| Some(f.total_value()),
    ),
    metric(
        "net_value",
        Presentation::money("net value"),
        "currency",
        "Value minus costs over the run, discounted.",
        |f| Some(f.money.net()),
    ),
    metric(
        "value",
        Presentation::money("value"),
        "currency",
        "What came in over the run: value_margins + value_spending + value_kpi.",
        |f| Some(f.money.value()),
    ),
    metric(
        "costs",
        Presentation::money("costs").less_is_better(),
        "currency",
        "What went out over the run: the sum of the six costs by part, in the order of the columns.",
        |f| Some(f.money.costs()),
    ),
    metric(
        "value_margins",
        Presentation::money("margins"),
        "currency",
        "Margins of customers at the spending of the start.",
        |f| Some(f.money.margins),
    ),
    metric(
        "value_spending",
        Presentation::money("spending"),
        "currency",
        "What customers brought in besides because they were more content than at the start.",
        |f| Some(f.money.spending),
    ),
    metric("value_kpi", Presentation::money("worth of KPIs"), "currency", "Worth of functional KPI levels.", |f| {
        Some(f.money.kpi)
    }),
    metric(
        "cost_office",
        Presentation::money("cost of the office").less_is_better(),
        "currency",
        "Cost of the officer's team.",
        |f| Some(f.money.office),
    ),
    metric(
        "cost_committees",
        Presentation::money("cost of committees").less_is_better(),
        "currency",
        "Cost of committees: what lines take from budgets.",
        |f| Some(f.money.committees),
    ),
    metric(
        "cost_initiatives",
        Presentation::money("cost of initiatives").less_is_better(),
        "currency",
        "Cost of started initiatives.",
        |f| Some(f.money.initiatives),
    ),
    metric(
        "cost_service",
        Presentation::money("cost of service").less_is_better(),
        "currency",
        "Cost of contacts with an open problem.",
        |f| Some(f.money.service),
    ),
    metric(
        "cost_acquisition",
        Presentation::money("cost of acquisition").less_is_better(),
        "currency",
        "Cost of winning newcomers.",
        |f| Some(f.money.acquisition),
    ),
    metric(
        "cost_reorganisation",
        Presentation::money("cost of reorganisation").less_is_better(),
        "currency",
        "Cost of reorganising functions.",
        |f| Some(f.money.reorganisation),
    ),
    metric(
        "customer_equity",
        Presentation::money("customer equity"),
        "currency",
        "What the customers at the horizon will still bring in if nothing changes any more.",
        |f| Some(f.equity),
    ),
    metric(
        "kpi_points",
        Presentation::plain("KPI points over the run"),
        "KPI points and weeks",
        "Functional KPI levels added up over functions and weeks, discounted: what value_kpi is per unit of kpi_value.",
        |f| Some(f.kpi_points),
    ),
    metric(
        "leaving_calm",
        Presentation::percent("leaving without an open problem").less_is_better(),
        "share",
        "Share of contracts due without an open problem that ended, over the run.",
        |f| f.leaving_calm,
    ),
    metric(
        "leaving_problem",
        Presentation::percent("leaving with an open problem").less_is_better(),
        "share",
        "Share of contracts due with an open problem that ended, over the run.",
        |f| f.leaving_problem,
    ),
    metric(
        "customers_end",
        Presentation::count("customers at the end"),
        "customers",
        "Simulated customers in the firm at the horizon.",
        |f| Some(f.customers_end as f64),
    ),
    metric("acquired", Presentation::count("newcomers"), "customers", "Simulated newcomers over the run.", |f| {
        Some(f.acquired as f64)
    }),
    metric(
        "experience_mean",
        Presentation::plain("experience mean"),
        "0-1",
        "Mean experience over all contacts of the run.",
        |f| f.experience_mean,
    ),
    metric(
        "handoff_mean",
        Presentation::plain("handoff mean").less_is_better(),
        "0-1",
        "Mean handoff penalty over all contacts of the run.",
        |f| f.handoff_mean,
    ),
    metric(
        "handoff_share",
        Presentation::percent("handoff share").less_is_better(),
        "share",
        "Share of contacts straight from a touchpoint of another function.",
        |f| f.handoff_share,
    ),
    metric(
        "satisfaction_mean",
        Presentation::plain("satisfaction mean"),
        "0-1",
        "Mean satisfaction of customers at the horizon.",
        |f| f.satisfaction_mean,
    ),
    metric(
        "expectation_mean",
        Presentation::plain("expectation mean"),
        "0-1",
        "Mean expectation of customers at the horizon.",
        |f| f.expectation_mean,
    ),
    metric(
        "problem_share",
        Presentation::percent("problem share").less_is_better(),
        "share",
        "Share of customers with an open problem at the horizon.",
        |f| f.problem_share,
    ),
    metric(
        "contacts",
        Presentation::count("contacts"),
        "contacts",
        "Contacts of simulated customers over the run.",
        |f| Some(f.contacts as f64),
    ),
    metric(
        "quality_mean",
        Presentation::plain("quality mean"),
        "0-1",
        "Mean quality of touchpoints at the horizon.",
        |f| Some(f.quality_mean),
    ),
    metric(
        "coordination_mean",
        Presentation::plain("coordination mean"),
        "0-1",
        "Mean coordination over pairs of functions at the horizon.",
        |f| f.coordination_mean,
    ),
    metric(
        "data_sharing_mean",
        Presentation::plain("data sharing mean"),
        "0-1",
        "Mean data sharing over pairs of functions at the horizon.",
        |f| f.data_sharing_mean,
    ),
    metric(
        "readiness_mean",
        Presentation::plain("readiness mean"),
        "0-1",
        "Mean readiness of functions at the horizon.",
        |f| Some(f.readiness_mean),
    ),
    metric(
        "mandate",
        Presentation::level("mandate"),
        "0-1",
        "The office's mandate at the horizon; what was left of it once all lines have ended, 0 without an office.",
        |f| Some(f.mandate),
    ),
    metric(
        "programme_ended",
        Presentation::percent("programme ended"),
        "share of trials",
        "1 if the mandate was lost and all lines ended, else 0.",
        |f| Some(f64::from(u8::from(f.programme_end_week.is_some()))),
    ),
    metric(
        "programme_end_week",
        Presentation::plain("programme end week"),
        "week",
        "Week in which the lines ended, in trials in which they did.",
        |f| f.programme_end_week.map(f64::from),
    ),
    metric(
        "kpi_total",
        Presentation::plain("functional KPIs"),
        "KPI points",
        "Sum of functional KPI levels at the horizon.",
        |f| Some(f.kpi_total),
    ),
    metric("started_kpi", Presentation::plain("started kpi"), "initiatives", "KPI initiatives started.", |f| {
        Some(f.started_kpi as f64)
    }),
    metric(
        "started_experience",
        Presentation::plain("started experience"),
        "initiatives",
        "Experience initiatives started.",
        |f| Some(f.started_experience as f64),
    ),
    metric(
        "started_bridge",
        Presentation::plain("started bridge"),
        "initiatives",
        "Bridges between functions started.",
        |f| Some(f.started_bridge as f64),
    ),
    metric("backed", Presentation::plain("backed"), "initiatives", "Candidates that the office backed.", |f| {
        Some(f.backed as f64)
    }),
    metric("stopped", Presentation::plain("stopped"), "initiatives", "Candidates that the office stopped.", |f| {
        Some(f.stopped as f64)
    }),
    office_metrics::WILLING,
    office_metrics::ORDERED,
    office_metrics::OWN_MONEY,
    office_metrics::PILOTS,
    office_metrics::REFUSED,
    office_metrics::UNEXAMINED,
    office_metrics::INTERFERED,
    office_metrics::INTERFERENCE,
    office_metrics::OFFICER_EXITS,
    office_metrics::VACANT_WEEKS,
    office_metrics::POWER,
];
