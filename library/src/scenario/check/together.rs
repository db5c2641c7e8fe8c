//! Figures of `[observed]` that cannot all be true, or that no firm of this model can have: each message names the two that do
//! not go together, at both places.

use super::{Checker, at};
use crate::model::World;
use crate::observed::{Level, Measured, Observed};
use crate::scenario::problem::Problem;
use crate::scenario::tree::Step;
use crate::scenario::words::{number, share};

/// Shares that were rounded may miss their sum by this much.
const ROUNDED: f64 = 0.005;
/// Scores that nobody gave the standard error of may be off by this much.
const NPS_ERROR: f64 = 1.0;
/// A yearly churn that was rounded to whole per cent may be off by this much.
const CHURN_ERROR: f64 = 0.01;
/// This near to an end of its scale, as a share of it, a mean is at the end.
const END: f64 = 0.01;

impl Checker<'_> {
    /// What was observed, taken together, of a firm that is well described.
    pub(super) fn check_together(&mut self, observed: &Observed, world: &World) {
        if observed.is_empty() || self.problems.iter().any(|problem| !problem.is_warning()) {
            return;
        }
        self.check_observed_shares(observed, world);
        self.check_churn_and_retention(observed, world);
        self.check_scores(observed, world);
        self.check_answers(observed);
        self.check_transfers(observed, world);
        self.check_complaints(observed, world);
        self.check_office(observed);
        for (place, touchpoint) in observed.touchpoints.iter().enumerate() {
            if let Some(asked) = touchpoint.satisfaction {
                self.check_end_of_scale(&world.touchpoints[place].id, asked.level, (asked.worst, asked.best));
            }
        }
    }

    /// Two figures that do not go together.
    fn apart(&mut self, title: String, first: (&[Step<'_>], &str), other: (&[Step<'_>], &str), remedy: &str) {
        let problem = Problem::new(self.place(first.0), title).label(first.1);
        let problem = problem.also(self.place(other.0), other.1).remedy(remedy);
        self.report(problem);
    }

    /// Two figures that hardly go together.
    fn hardly(&mut self, title: String, first: (&[Step<'_>], &str), other: (&[Step<'_>], &str), remedy: &str) {
        let problem = Problem::warning(self.place(first.0), title).label(first.1);
        let problem = problem.also(self.place(other.0), other.1).remedy(remedy);
        self.report(problem);
    }

    /// Observed shares add up to 1, and are those of the segments.
    fn check_observed_shares(&mut self, observed: &Observed, world: &World) {
        let known = || world.segments.iter().zip(&observed.segments).filter_map(|(own, seen)| Some((own, seen.share?)));
        let (count, sum) = (known().count(), known().map(|(_, share)| share).sum::<f64>());
        let all = count == world.segments.len();
        let (Some((first, _)), Some((last, _))) = (known().next(), known().next_back()) else { return };
        if sum > 1.0 + ROUNDED || (all && sum < 1.0 - ROUNDED) {
            let title = format!("the shares of segments that were observed add up to {}, not to 1", number(round(sum)));
            let (one, other) = (segment_path(&first.id, "share"), segment_path(&last.id, "share"));
            let remedy = "give each segment its share of all customers, once";
            return self.apart(title, (&other, "added to those before"), (&one, "the first of them"), remedy);
        }
        let off = world.segments.iter().zip(&observed.segments).enumerate().find_map(|(place, (own, seen))| {
            seen.share.filter(|share| (share - own.share.get()).abs() > ROUNDED).map(|share| (place, own, share))
        });
        if let Some((place, own, seen)) = off {
            let title = format!(
                "segment {} is {} of the customers by what was observed, and {} by its description",
                own.id,
                number(seen),
                number(own.share.get())
            );
            let remedy = format!("write share = {} into the segment, and change the others with it", number(seen));
            let first = segment_path(&own.id, "share");
            self.hardly(title, (&first, "observed"), (at!["segment", place, "share"], "described"), &remedy);
        }
    }

    /// All customers leave more often than those without a complaint, and less often than those with one.
    fn check_churn_and_retention(&mut self, observed: &Observed, world: &World) {
        let (Some(with), Some(without)) = (observed.churn_after_complaint, observed.churn_without_complaint) else {
            return;
        };
        let leaving = observed.segments.iter().map(|seen| seen.yearly_retention.map(|kept| 1.0 - kept));
        let Some(churn) = mean(leaving, observed, world) else { return };
        let (low, high) = (with.min(without), with.max(without));
        let kept = segment_path(&world.segments[0].id, "yearly_retention");
        if churn < low - CHURN_ERROR || churn > high + CHURN_ERROR {
            let title = format!(
                "by the retention of the segments {} leave in a year, but with a complaint {} and without one {}",
                share(churn),
                share(with),
                share(without)
            );
            let key = if churn < low { "churn_without_complaint" } else { "churn_after_complaint" };
            let remedy = "all customers together leave more often than those without a complaint and less often than those \
                          with one; see whether one of the figures is of another period or of other customers";
            self.apart(title, (at!["observed", key], "of some"), (&kept, "of all"), remedy);
            return;
        }
        // A complaint is of one customer: no more customers than complaints have one.
        let Some(complaints) = observed.complaints_per_year else { return };
        let most = without + complaints.min(1.0) * (with - without);
        if with > without && churn > most + CHURN_ERROR {
            let title = format!(
                "by the retention of the segments {} leave in a year, but {} complaints per customer explain {} at most",
                share(churn),
                number(complaints),
                share(most)
            );
            let remedy = "see whether complaints are per customer and year, and whether churn without a complaint is of a \
                          whole year";
            self.hardly(title, (at!["observed", "complaints_per_year"], "so few"), (&kept, "so many leave"), remedy);
        }
    }

    /// The firm's score lies between those of its segments.
    fn check_scores(&mut self, observed: &Observed, world: &World) {
        let Some(firm) = observed.nps else { return };
        let scores: Option<Vec<Measured>> = observed.segments.iter().map(|seen| seen.nps).collect();
        let Some(scores) = scores.filter(|scores| !scores.is_empty()) else { return };
        let error = |one: &Measured| 2.0 * one.standard_error.unwrap_or(NPS_ERROR / 2.0);
        let place_of = |pick: fn(f64, f64) -> bool| {
            (1..scores.len())
                .fold(0, |best, next| if pick(scores[next].value, scores[best].value) { next } else { best })
        };
        let (least, most) = (place_of(|a, b| a < b), place_of(|a, b| a > b));
        let below = firm.value + error(&firm) < scores[least].value - error(&scores[least]);
        let above = firm.value - error(&firm) > scores[most].value + error(&scores[most]);
        if below || above {
            let (place, side) = if below { (least, "least") } else { (most, "greatest") };
            let title = format!(
                "the firm's NPS is {}, but the {side} of any of its segments is {}",
                number(firm.value),
                number(scores[place].value)
            );
            let other = segment_path(&world.segments[place].id, "nps");
            let remedy = "the firm's score is a mean of those of its segments; see whether they are of the same survey";
            self.apart(title, (at!["observed", "nps"], "of all"), (&other, &format!("the {side} of a part")), remedy);
        }
    }

    /// No more customers answer than there are.
    fn check_answers(&mut self, observed: &Observed) {
        let file = self.file;
        let answers = file.observed.as_ref().and_then(|section| section.nps.as_ref()).and_then(|nps| nps.answers);
        let (Some(answers), Some(customers)) = (answers, observed.customers) else { return };
        if answers > customers {
            let title = format!("{} answers are of {} customers", number(answers), number(customers));
            let (first, other) = (at!["observed", "nps", "answers"], at!["observed", "customers"]);
            self.apart(title, (first, "more"), (other, "fewer"), "give the answers of one survey, and all customers");
        }
    }

    /// What comes straight from another function is no more than there is in other functions to come from.
    fn check_transfers(&mut self, observed: &Observed, world: &World) {
        let (Some(transfers), Some(contacts)) = (observed.transfers, contacts(observed)) else { return };
        let sum: f64 = contacts.iter().sum();
        let mut by_function = vec![0.0; world.functions.len()];
        for (touchpoint, own) in world.touchpoints.iter().zip(&contacts) {
            by_function[touchpoint.owner] += own;
        }
        let most: f64 = by_function.iter().map(|own: &f64| own.min(sum - own)).sum();
        if sum > 0.0 && transfers * sum > most * (1.0 + ROUNDED) + 1e-9 {
            let title = format!(
                "{} of contacts are said to come straight from another function, but with these contacts {} can at most",
                share(transfers),
                share(most / sum)
            );
            let other = touchpoint_path(&world.touchpoints[largest(&contacts)].id, "contacts_per_year");
            let remedy = "each contact is followed by one other at most; see whether all contacts are counted, and whose \
                          touchpoints they are at";
            self.apart(title, (at!["observed", "transfers"], "too many"), (&other, "of its function alone"), remedy);
        }
    }

    /// There are no more complaints than contacts, hardly more than problems, and none without any.
    fn check_complaints(&mut self, observed: &Observed, world: &World) {
        let (Some(complaints), Some(contacts)) = (observed.complaints_per_year, contacts(observed)) else { return };
        let complaint = at!["observed", "complaints_per_year"];
        let (sum, most) = (contacts.iter().sum::<f64>(), largest(&contacts));
        if complaints > sum {
            let title = format!(
                "{} complaints per customer are more than all {} contacts",
                number(complaints),
                number(round(sum))
            );
            let other = touchpoint_path(&world.touchpoints[most].id, "contacts_per_year");
            let remedy = "a complaint is a contact; give both per customer and year";
            return self.apart(title, (complaint, "more"), (&other, "the most of the contacts"), remedy);
        }
        let rates: Option<Vec<f64>> = observed.touchpoints.iter().map(|seen| seen.problem_rate).collect();
        let Some(rates) = rates else { return };
        let problems: f64 = rates.iter().zip(&contacts).map(|(rate, contacts)| rate * contacts).sum();
        let other = touchpoint_path(&world.touchpoints[most].id, "problem_rate");
        if problems == 0.0 && complaints > 0.0 {
            let title =
                format!("there are {} complaints per customer, but no contact leaves a problem", number(complaints));
            let remedy = "give the share of contacts that leave a problem, solved later or not";
            self.apart(title, (complaint, "complaints"), (&other, "no problems"), remedy);
        } else if complaints > problems {
            let title = format!(
                "{} complaints per customer are more than the {} problems that contacts leave",
                number(complaints),
                number(round(problems))
            );
            let remedy = "that can be where customers complain of a problem more than once; see whether problem rates are \
                          shares of contacts";
            self.hardly(title, (complaint, "more"), (&other, "with this, fewer"), remedy);
        }
    }

    /// The team costs no more than the office.
    fn check_office(&mut self, observed: &Observed) {
        let (Some(budget), Some(people), Some(cost)) =
            (observed.cx_budget_per_year, observed.cx_people, observed.person_cost_per_year)
        else {
            return;
        };
        if people * cost > budget {
            let title = format!(
                "{} people at {} a year cost {}, more than the {} of their office",
                number(people),
                number(cost),
                number(round(people * cost)),
                number(budget)
            );
            let (first, other) = (at!["observed", "cx_budget_per_year"], at!["observed", "cx_people"]);
            let remedy = "the budget is for team and own initiatives together";
            self.apart(title, (first, "less than the team"), (other, "the team"), remedy);
        }
    }

    /// A mean at the end of its scale says that all answers were the same.
    fn check_end_of_scale(&mut self, id: &str, level: Level, (worst, best): (f64, f64)) {
        let (key, level) = match level {
            Level::Mean(mean) => ("mean", (mean - worst) / (best - worst)),
            Level::TopTwo(share) => ("top2", share),
        };
        if (END..=1.0 - END).contains(&level) {
            return;
        }
        let all = if level < 0.5 { "worst" } else { "best" };
        let title = format!("satisfaction at {id} is at the end of its scale: nearly all gave the {all} answer");
        let path = at!["observed", "touchpoint", id, "satisfaction", key];
        let scale = at!["observed", "touchpoint", id, "satisfaction", "scale"];
        let remedy =
            "customers of the model always differ, so that no quality gives this; see whether the scale is right";
        self.hardly(title, (path, "nearly its end"), (scale, "the scale"), remedy);
    }
}

fn segment_path<'p>(id: &'p str, key: &'p str) -> [Step<'p>; 4] {
    ["observed", "segment", id, key].map(Step::from)
}

fn touchpoint_path<'p>(id: &'p str, key: &'p str) -> [Step<'p>; 4] {
    ["observed", "touchpoint", id, key].map(Step::from)
}

/// Contacts of all touchpoints; `None` if those of one are not known.
fn contacts(observed: &Observed) -> Option<Vec<f64>> {
    observed.touchpoints.iter().map(|seen| seen.contacts_per_year).collect()
}

fn largest(values: &[f64]) -> usize {
    (1..values.len()).fold(0, |best, next| if values[next] > values[best] { next } else { best })
}

/// Mean over the segments, by their observed shares if all are known, else by those of the description; `None` if a value is not known.
fn mean(values: impl Iterator<Item = Option<f64>>, observed: &Observed, world: &World) -> Option<f64> {
    let values: Vec<f64> = values.collect::<Option<_>>()?;
    let seen: Option<Vec<f64>> = observed.segments.iter().map(|seen| seen.share).collect();
    let shares = seen.unwrap_or_else(|| world.segments.iter().map(|own| own.share.get()).collect());
    Some(values.iter().zip(&shares).map(|(value, share)| value * share).sum())
}

/// Without the dust of floating-point arithmetic.
fn round(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}
