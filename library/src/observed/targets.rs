//! Targets: what was observed beside what the description of the firm implies.

use super::money::{PERIODS_PER_YEAR, has_office, office_per_year, spending_of};
use super::{Level, Measure, Measured, Observed, ObservedSegment, ObservedTouchpoint, Satisfaction, Target};
use crate::engine::{AsIs, TouchpointAsIs};
use crate::model::{CustomerParameters, Segment, Study, World};
use crate::stats::BetaGeometric;

/// Two scores closer than this are alike.
const NPS_TOLERANCE: f64 = 1.0;
/// Two retentions are.
const RETENTION_TOLERANCE: f64 = 0.003;
/// Two shares are, or frequencies, relative to what was observed.
const RATE_TOLERANCE: f64 = 0.05;
/// Two means of satisfaction are, in points of a scale of nine steps.
const SATISFACTION_TOLERANCE: f64 = 0.1 / 9.0;

/// All that was observed beside what the study's firm implies, `as_is` being its year. `nps_trend` is the change of NPS in that
/// year as functions go on.
pub(super) fn targets(observed: &Observed, study: &Study, as_is: &AsIs, nps_trend: Option<f64>) -> Vec<Target> {
    let world = &study.world;
    let mut list = Vec::new();
    list.extend(observed.nps.map(|nps| score(Measure::Nps, "nps", nps, Some(as_is.nps), "segment.*.expectation")));
    if let (Some(now), Some(before)) = (observed.nps, observed.nps_year_ago) {
        let errors = now.standard_error.zip(before.standard_error);
        let change = Measured {
            value: now.value - before.value,
            standard_error: errors.map(|(a, b)| libm::sqrt(a * a + b * b)),
        };
        list.push(score(
            Measure::NpsTrend,
            "nps in a year",
            change,
            nps_trend,
            "customer.expectation_drift, organisation.decay",
        ));
    }
    let segments = world.segments.iter().zip(&observed.segments).zip(&as_is.segments);
    for (place, ((segment, observed), implied)) in segments.enumerate() {
        let own = Own { place, prefix: format!("segment.{}", segment.id), list: &mut list };
        own.segment(segment, observed, implied.yearly_retention, implied.nps);
    }
    let touchpoints = world.touchpoints.iter().zip(&observed.touchpoints).zip(&as_is.touchpoints);
    for (place, ((touchpoint, observed), implied)) in touchpoints.enumerate() {
        let own = Own { place, prefix: format!("touchpoint.{}", touchpoint.id), list: &mut list };
        own.touchpoint(&world.customer, observed, implied);
    }
    list.extend(whole_firm(observed, world, as_is));
    list
}

/// What the office and initiatives cost.
#[must_use]
pub fn money(observed: &Observed, study: &Study) -> Vec<Target> {
    let economics = &study.world.economics;
    let mut list = Vec::new();
    let yearly = "currency per year";
    list.extend(observed.person_cost_per_year.map(|cost| {
        let implied = Some(PERIODS_PER_YEAR * economics.team_cost);
        rate(Measure::Money, "person_cost_per_year".to_owned(), yearly, cost, implied, "economics.team_cost")
    }));
    if observed.initiative_cost.or(observed.initiatives_per_year).is_some() {
        let today = spending_of(study, study.baseline);
        list.extend(observed.initiative_cost.map(|cost| {
            let implied = today.cost_of_one();
            rate(Measure::Money, "initiative_cost".to_owned(), "currency", cost, implied, "economics.initiative_cost")
        }));
        list.extend(observed.initiatives_per_year.map(|number| {
            let moved_by = "function.*.budget, initiatives.rate";
            rate(Measure::Money, "initiatives_per_year".to_owned(), "per year", number, Some(today.begun), moved_by)
        }));
    }
    for structure in study.structures.iter().filter(|one| has_office(one)) {
        let own = format!("structure.{}", structure.id);
        list.extend(observed.cx_people.map(|people| {
            let (staff, moved_by) = (Some(structure.regime.levers.staff), format!("{own}.staff"));
            rate(Measure::Money, format!("{own}.cx_people"), "people", people, staff, &moved_by)
        }));
        list.extend(observed.cx_budget_per_year.map(|budget| {
            let (cost, moved_by) = (office_per_year(structure, economics), format!("{own}.budget, {own}.staff"));
            rate(Measure::Money, format!("{own}.cx_budget_per_year"), yearly, budget, Some(cost), &moved_by)
        }));
    }
    list
}

fn score(measure: Measure, name: &str, measured: Measured, implied: Option<f64>, moved_by: &str) -> Target {
    Target {
        measure,
        name: name.to_owned(),
        unit: "NPS points",
        observed: measured.value,
        standard_error: measured.standard_error,
        implied,
        tolerance: measured.standard_error.map_or(NPS_TOLERANCE, |error| NPS_TOLERANCE.max(2.0 * error)),
        moved_by: moved_by.to_owned(),
    }
}

fn rate(
    measure: Measure,
    name: String,
    unit: &'static str,
    observed: f64,
    implied: Option<f64>,
    moved_by: &str,
) -> Target {
    let tolerance = RATE_TOLERANCE * observed.abs();
    Target { measure, name, unit, observed, standard_error: None, implied, tolerance, moved_by: moved_by.to_owned() }
}

/// What concerns customers everywhere.
fn whole_firm(observed: &Observed, world: &World, as_is: &AsIs) -> Vec<Target> {
    let size = f64::from(world.customers) * world.represents;
    let rates = [
        (
            Measure::Complaints,
            "complaints_per_year",
            "per customer and year",
            observed.complaints_per_year,
            Some(as_is.complaints),
            "touchpoint.*.feedback",
        ),
        (
            Measure::FirstContactResolution,
            "first_contact_resolution",
            "share",
            observed.first_contact_resolution,
            as_is.first_contact_resolution,
            "customer.success_base",
        ),
        (Measure::Transfers, "transfers", "share", observed.transfers, as_is.transfers, "journey.from"),
        (
            Measure::ChurnAfterComplaint,
            "churn_after_complaint",
            "share per year",
            observed.churn_after_complaint,
            as_is.churn_with_problem,
            "customer.churn_problem",
        ),
        (
            Measure::ChurnWithoutComplaint,
            "churn_without_complaint",
            "share per year",
            observed.churn_without_complaint,
            as_is.churn_without_problem,
            "segment.*.churn_beta",
        ),
        (
            Measure::ResponseRate,
            "response_rate",
            "share",
            observed.response_rate,
            Some(as_is.response_rate),
            "customer.answer_base",
        ),
        (Measure::Customers, "customers", "customers", observed.customers, Some(size), "study.represents"),
    ];
    let known = rates.into_iter().filter_map(|(measure, name, unit, observed, implied, moved_by)| {
        observed.map(|observed| rate(measure, name.to_owned(), unit, observed, implied, moved_by))
    });
    known.collect()
}

/// The targets of a segment or touchpoint.
struct Own<'l> {
    place: usize,
    prefix: String,
    list: &'l mut Vec<Target>,
}

impl Own<'_> {
    fn segment(self, segment: &Segment, observed: &ObservedSegment, retention: Option<f64>, nps: Option<f64>) {
        let Own { place, prefix, list } = self;
        let beta = format!("{prefix}.churn_beta");
        let retained = |measure, name: String, observed, implied, moved_by: &str| Target {
            tolerance: RETENTION_TOLERANCE,
            ..rate(measure, name, "share per year", observed, implied, moved_by)
        };
        list.extend(observed.yearly_retention.map(|kept| {
            retained(Measure::YearlyRetention(place), format!("{prefix}.yearly_retention"), kept, retention, &beta)
        }));
        for (year, &kept) in (1_u32..).zip(&observed.retention_by_year) {
            let implied = Some(kept_by_loyalty(segment, year));
            let both = format!("{prefix}.churn_alpha, {beta}");
            let name = format!("{prefix}.retention_by_year {year}");
            list.push(Target {
                unit: "share of a cohort",
                ..retained(Measure::RetentionByYear(place, year), name, kept, implied, &both)
            });
        }
        list.extend(observed.nps.map(|own| {
            score(Measure::SegmentNps(place), &format!("{prefix}.nps"), own, nps, &format!("{prefix}.expectation"))
        }));
        list.extend(observed.share.map(|share| Target {
            tolerance: 0.005,
            ..rate(
                Measure::Share(place),
                format!("{prefix}.share"),
                "share",
                share,
                Some(segment.share.get()),
                &format!("{prefix}.share"),
            )
        }));
        let (margin, name) = (Some(52.0 * segment.margin), format!("{prefix}.margin_per_year"));
        list.extend(observed.margin_per_year.map(|own| {
            rate(Measure::Margin(place), name, "currency per year", own, margin, &format!("{prefix}.margin"))
        }));
    }

    fn touchpoint(self, customer: &CustomerParameters, observed: &ObservedTouchpoint, implied: &TouchpointAsIs) {
        let Own { place, prefix, list } = self;
        list.extend(
            observed.satisfaction.map(|asked| {
                satisfaction(Measure::Satisfaction(place), &prefix, &asked, customer, implied.satisfaction)
            }),
        );
        list.extend(observed.contacts_per_year.map(|contacts| {
            rate(
                Measure::Contacts(place),
                format!("{prefix}.contacts_per_year"),
                "per customer and year",
                contacts,
                Some(implied.contacts),
                "journey.contacts",
            )
        }));
        list.extend(observed.problem_rate.map(|share| {
            rate(
                Measure::ProblemRate(place),
                format!("{prefix}.problem_rate"),
                "share of contacts",
                share,
                implied.problem_rate,
                &format!("{prefix}.risk"),
            )
        }));
    }
}

fn satisfaction(
    measure: Measure,
    prefix: &str,
    asked: &Satisfaction,
    customer: &CustomerParameters,
    implied: Option<f64>,
) -> Target {
    let sd = spread(customer);
    let (unit, tolerance) = match asked.level {
        Level::Mean(_) => ("points of its scale", SATISFACTION_TOLERANCE * (asked.best - asked.worst)),
        Level::TopTwo(_) => ("share of answers", 0.02),
    };
    Target {
        measure,
        name: format!("{prefix}.satisfaction"),
        unit,
        observed: asked.value(),
        standard_error: asked.standard_error(sd),
        implied: implied.map(|mean| asked.implied(mean, sd)),
        tolerance,
        moved_by: format!("{prefix}.quality"),
    }
}

/// Standard deviation of experiences at a touchpoint: from contact to contact, and from customer to customer.
pub(crate) fn spread(customer: &CustomerParameters) -> f64 {
    libm::hypot(customer.noise, customer.person)
}

impl Satisfaction {
    /// Of the observed figure, from the number of answers; `None` if that is not known.
    fn standard_error(&self, sd: f64) -> Option<f64> {
        let answers = self.answers?;
        let of_one = match self.level {
            Level::Mean(_) => sd * (self.best - self.worst),
            Level::TopTwo(share) => libm::sqrt(share * (1.0 - share)),
        };
        Some(of_one / libm::sqrt(answers))
    }
}

/// Share of a segment's new customers still there after some years, as their loyalty alone has it.
fn kept_by_loyalty(segment: &Segment, years: u32) -> f64 {
    let renewals = f64::from(years) * 52.0 / f64::from(segment.renewal_weeks);
    BetaGeometric { alpha: segment.churn_alpha, beta: segment.churn_beta }.survival(renewals)
}
