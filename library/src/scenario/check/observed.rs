//! `[observed]`: what the firm has measured, with segments and touchpoints that exist and numbers that go together.

use std::collections::BTreeMap;

use super::{Checker, at, ids_of, round};
use crate::observed::{Level, Measured, Observed, ObservedSegment, ObservedTouchpoint, Satisfaction};
use crate::scenario::file::{
    ObservedSection, ObservedSegmentEntry, ObservedTouchpointEntry, SatisfactionEntry, ScoreEntry,
};
use crate::scenario::problem::Problem;
use crate::scenario::tree::Step;
use crate::scenario::words::number;

/// Standard deviation of the answers to the NPS question, where nothing else is known: as many promoters as detractors make a
/// third each.
const SD_OF_ANSWERS: f64 = 82.0;

impl Checker<'_> {
    pub(super) fn observed(&mut self) -> Observed {
        let file = self.file;
        let Some(section) = &file.observed else { return Observed::default() };
        let segments = ids_of(file.segment.iter().map(|segment| &segment.id));
        let touchpoints = ids_of(file.touchpoint.iter().map(|touchpoint| &touchpoint.id));
        self.check_names("segment", &section.segment, &segments);
        self.check_names("touchpoint", &section.touchpoint, &touchpoints);
        self.check_churn(section);
        Observed {
            nps: self.score(at!["observed", "nps"], &section.nps),
            nps_year_ago: self.score(at!["observed", "nps_year_ago"], &section.nps_year_ago),
            response_rate: section.response_rate,
            complaints_per_year: section.complaints_per_year,
            first_contact_resolution: section.first_contact_resolution,
            transfers: section.transfers,
            churn_after_complaint: section.churn_after_complaint,
            churn_without_complaint: section.churn_without_complaint,
            customers: section.customers,
            cx_budget_per_year: section.cx_budget_per_year,
            cx_people: section.cx_people,
            person_cost_per_year: section.person_cost_per_year,
            initiatives_per_year: section.initiatives_per_year,
            initiative_cost: section.initiative_cost,
            segments: segments.iter().map(|id| self.observed_segment(id, section.segment.get(*id))).collect(),
            touchpoints: touchpoints
                .iter()
                .map(|id| self.observed_touchpoint(id, section.touchpoint.get(*id)))
                .collect(),
        }
    }

    fn check_names<T>(&mut self, kind: &str, given: &BTreeMap<String, T>, known: &[&str]) {
        for id in given.keys() {
            let place = self.key_place(at!["observed", kind, id.as_str()]);
            self.index_of(kind, id, known, place);
        }
    }

    /// Customers with a complaint leave at least as often as those without: otherwise two figures were swapped.
    fn check_churn(&mut self, section: &ObservedSection) {
        let (Some(with), Some(without)) = (section.churn_after_complaint, section.churn_without_complaint) else {
            return;
        };
        if with < without {
            let title = format!(
                "customers with a complaint are said to leave less often, {}, than those without, {}",
                number(with),
                number(without)
            );
            let problem =
                Problem::warning(self.place(at!["observed", "churn_after_complaint"]), title).label("the smaller one");
            let other = self.place(at!["observed", "churn_without_complaint"]);
            self.report(problem.also(other, "the greater one").remedy("see whether the two were swapped"));
        }
    }

    fn score(&mut self, path: &[Step<'_>], entry: &Option<ScoreEntry>) -> Option<Measured> {
        let ScoreEntry { score, answers, standard_error } = entry.clone()?;
        if answers.is_some() && standard_error.is_some() {
            let problem = Problem::warning(self.place(path), "answers and standard_error are both given");
            self.report(problem.label("the standard error counts").remedy("leave one of them out"));
        }
        let by_answers = answers.map(|n| SD_OF_ANSWERS / n.sqrt());
        Some(Measured { value: score?, standard_error: standard_error.or(by_answers) })
    }

    fn observed_segment(&mut self, id: &str, entry: Option<&ObservedSegmentEntry>) -> ObservedSegment {
        let Some(entry) = entry else { return ObservedSegment::default() };
        let kept = entry.retention_by_year.clone().unwrap_or_default();
        self.check_retention(id, entry, &kept);
        ObservedSegment {
            yearly_retention: entry.yearly_retention,
            retention_by_year: kept,
            nps: self.score(at!["observed", "segment", id, "nps"], &entry.nps),
            share: entry.share,
            margin_per_year: entry.margin_per_year,
        }
    }

    /// Shares of a cohort that is left fall, and their first is the yearly retention, if that is given too.
    fn check_retention(&mut self, id: &str, entry: &ObservedSegmentEntry, kept: &[f64]) {
        let rises = |&year: &usize| kept[year] > kept[year - 1];
        if let Some(year) = (1..kept.len()).find(rises) {
            let title = format!(
                "of segment {id} more are said to be left after {} years, {}, than after {year}, {}",
                year + 1,
                number(kept[year]),
                number(kept[year - 1])
            );
            let place = self.place(at!["observed", "segment", id, "retention_by_year", year]);
            let remedy = "give the share of those who came that is still there, after 1, 2, 3, ... years, not of those left the year before";
            self.report(Problem::new(place, title).label("more than the year before").remedy(remedy));
        }
        if let (Some(&first), Some(yearly)) = (kept.first(), entry.yearly_retention)
            && (first - yearly).abs() > 0.05
        {
            let title = format!(
                "segment {id} keeps {} of its customers in a year, and {} of those who came a year ago",
                number(yearly),
                number(first)
            );
            let place = self.place(at!["observed", "segment", id, "yearly_retention"]);
            let other = self.place(at!["observed", "segment", id, "retention_by_year"]);
            let problem = Problem::warning(place, title).label("of all customers").also(other, "of new ones");
            self.report(problem.remedy(
                "that can be, since those who stay are the loyal ones; the firm is fitted to the table by year",
            ));
        }
    }

    fn observed_touchpoint(&mut self, id: &str, entry: Option<&ObservedTouchpointEntry>) -> ObservedTouchpoint {
        let Some(entry) = entry else { return ObservedTouchpoint::default() };
        let satisfaction = entry.satisfaction.as_ref().and_then(|asked| self.satisfaction(id, asked));
        ObservedTouchpoint {
            satisfaction,
            contacts_per_year: entry.contacts_per_year,
            problem_rate: entry.problem_rate,
        }
    }

    fn satisfaction(&mut self, id: &str, entry: &SatisfactionEntry) -> Option<Satisfaction> {
        let path = at!["observed", "touchpoint", id, "satisfaction"];
        let place = self.place(path);
        let Some(&[worst, best]) = entry.scale.as_deref() else {
            let problem = Problem::new(place, format!("the scale of satisfaction at {id} is missing"));
            let remedy = match entry.mean {
                Some(mean) if (0.0..=1.0).contains(&mean) => {
                    "add the worst and the best answer: scale = [0, 1]".to_owned()
                }
                _ => "add the worst and the best answer: scale = [1, 5] or scale = [1, 10]".to_owned(),
            };
            self.report(problem.label("on which scale?").remedy(remedy));
            return None;
        };
        if worst >= best {
            let problem = Problem::new(
                self.place(at!["observed", "touchpoint", id, "satisfaction", "scale"]),
                format!("the worst answer at {id}, {}, is not below the best, {}", number(worst), number(best)),
            );
            self.report(problem.label("not rising").remedy(format!(
                "give the worst answer first: scale = [{}, {}]",
                number(best.min(worst)),
                number(best.max(worst))
            )));
            return None;
        }
        let level = match (entry.mean, entry.top2) {
            (Some(mean), None) if (worst..=best).contains(&mean) => Level::Mean(mean),
            (Some(mean), None) => {
                let title = format!(
                    "satisfaction at {id}, {}, is not on its scale from {} to {}",
                    number(mean),
                    number(worst),
                    number(best)
                );
                self.report(
                    Problem::new(place, title).label("off its scale").remedy("give the scale on which it was asked"),
                );
                return None;
            }
            (None, Some(share)) if best - worst >= 3.0 => Level::TopTwo(share),
            (None, Some(_)) => {
                let problem = Problem::new(
                    place,
                    format!(
                        "the two best answers at {id} are nearly all of a scale from {} to {}",
                        round(worst),
                        round(best)
                    ),
                );
                self.report(problem.label("too short a scale").remedy("give the mean: { mean = ..., scale = [...] }"));
                return None;
            }
            (given, _) => {
                let what =
                    if given.is_some() { "both mean and top2 are given" } else { "neither mean nor top2 is given" };
                let problem = Problem::new(place, format!("satisfaction at {id} is not clear: {what}"));
                self.report(
                    problem
                        .label("one of them")
                        .remedy("write { mean = 4.1, scale = [1, 5] } or { top2 = 0.62, scale = [1, 5] }"),
                );
                return None;
            }
        };
        Some(Satisfaction { level, worst, best, answers: entry.answers })
    }
}
