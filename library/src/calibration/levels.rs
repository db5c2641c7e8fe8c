//! Levels: the numbers that follow from what was observed, given how customers behave. Each has a measure of its own that it
//! moves first of all; all are moved together until a year of the firm has what is asked for.

use crate::engine::AsIs;
use crate::model::{Address, Row, Segment, Study, Touchpoint, World};
use crate::observed::{self, Measure, Observed, ObservedSegment, Target};
use crate::stats::BetaGeometric;
use crate::units::Share;

/// A gap below this part of its tolerance is closed.
const CLOSED: f64 = 0.1;

/// Points of NPS by which satisfaction moves the score at 7.5 of 10, per unit from 0 to 1: 100 · 9 · 1.431 · (p (1 − p) + d (1 − d)).
const NPS_SLOPE: f64 = 430.0;

/// Points of NPS that a segment loses in a year per unit of expectation, near the defaults.
const EXPECTATION_SLOPE: f64 = -40.0;

/// A share of what customers remember below which touchpoints that nobody measured do not carry the score.
const FREE_SHARE: f64 = 0.05;

/// How the levels are solved for.
#[derive(Clone, Copy)]
pub(super) struct Solving {
    /// Simulated customers in whom the firm is seen.
    pub(super) customers: u32,
    /// Years lived through at most.
    pub(super) rounds: u32,
    /// Whether the journey may change, or numbers alone.
    pub(super) journey: bool,
}

/// Moves the levels of a study until each measure that has one is what is asked for, in the order of the targets. Returns the
/// targets as the study then has them.
pub(super) fn solve(study: &mut Study, observed: &Observed, goals: &[f64], how: Solving) -> Vec<Target> {
    let (mut as_is, mut targets) = observed::seen_in(study, observed, how.customers);
    for _ in 1..how.rounds {
        let open = targets.iter().zip(goals).any(|(target, goal)| {
            let gap = target.implied.map_or(0.0, |implied| implied - goal);
            gap.abs() > CLOSED * target.tolerance && has_level(target.measure, observed, how.journey)
        });
        if !open {
            break;
        }
        let before = study.clone();
        let mut adjusting = Adjusting { study, observed, as_is: &as_is, factors: None };
        for (target, &goal) in targets.iter().zip(goals) {
            if let Some(implied) = target.implied.filter(|_| has_level(target.measure, observed, how.journey)) {
                adjusting.adjust(target, implied, goal);
            }
        }
        adjusting.finish();
        if *study == before {
            break;
        }
        (as_is, targets) = observed::seen_in(study, observed, how.customers);
    }
    targets
}

/// Whether a measure has a level that moves it: the others are met, or not, by how customers behave.
pub(super) fn has_level(measure: Measure, observed: &Observed, journey: bool) -> bool {
    let of_segment = |place: usize| &observed.segments[place];
    match measure {
        Measure::Nps => observed.touchpoints.iter().any(|one| one.satisfaction.is_none()),
        Measure::YearlyRetention(place) => of_segment(place).retention_by_year.is_empty(),
        Measure::ChurnWithoutComplaint => !knows_retention(observed),
        Measure::Contacts(_) | Measure::Transfers => journey,
        Measure::SegmentNps(_)
        | Measure::Satisfaction(_)
        | Measure::ProblemRate(_)
        | Measure::Complaints
        | Measure::FirstContactResolution
        | Measure::ChurnAfterComplaint
        | Measure::ResponseRate => true,
        // Solved by themselves, once; or by nothing.
        Measure::NpsTrend
        | Measure::RetentionByYear(..)
        | Measure::Share(_)
        | Measure::Margin(_)
        | Measure::Customers
        | Measure::Money => false,
    }
}

fn knows_retention(observed: &Observed) -> bool {
    observed.segments.iter().any(|one| one.yearly_retention.is_some() || knows_years(one))
}

/// Whether retention by year says how much customers of a segment differ.
pub(super) fn knows_years(observed: &ObservedSegment) -> bool {
    !observed.retention_by_year.is_empty()
}

/// The numbers that are levels of a study with what was observed of it, by their paths, in the order of the scenario file.
pub(super) fn addresses(study: &Study, observed: &Observed, targets: &[Target]) -> Vec<Address> {
    let (touchpoints, segments) = (&study.world.touchpoints, &study.world.segments);
    let mut paths: Vec<String> = Vec::new();
    for target in targets.iter().filter(|target| has_level(target.measure, observed, false)) {
        let touchpoint = |place: usize, key: &str| format!("touchpoint.{}.{key}", touchpoints[place].id);
        let segment = |place: usize, key: &str| format!("segment.{}.{key}", segments[place].id);
        let unmeasured = |place: &usize| observed.touchpoints[*place].satisfaction.is_none();
        match target.measure {
            Measure::Satisfaction(place) => paths.push(touchpoint(place, "quality")),
            Measure::Nps => {
                paths.extend((0..touchpoints.len()).filter(unmeasured).map(|place| touchpoint(place, "quality")));
            }
            Measure::ProblemRate(place) => paths.push(touchpoint(place, "risk")),
            Measure::Complaints => paths.extend((0..touchpoints.len()).map(|place| touchpoint(place, "feedback"))),
            Measure::SegmentNps(place) => paths.push(segment(place, "expectation")),
            Measure::YearlyRetention(place) => paths.push(segment(place, "churn_beta")),
            Measure::ChurnWithoutComplaint => {
                paths.extend((0..segments.len()).map(|place| segment(place, "churn_beta")));
            }
            Measure::FirstContactResolution => paths.push("customer.success_base".to_owned()),
            Measure::ChurnAfterComplaint => paths.push("customer.churn_problem".to_owned()),
            Measure::ResponseRate => paths.push("customer.answer_base".to_owned()),
            _ => {}
        }
    }
    let mut all = study.addresses();
    all.retain(|address| paths.contains(&address.to_string()));
    all
}

/// Takes over what was observed of the numbers themselves: shares, margins, size, and how long cohorts stay.
pub(super) fn take_over(study: &mut Study, observed: &Observed) {
    let world = &mut study.world;
    take_over_shares(&mut world.segments, observed);
    for (segment, known) in world.segments.iter_mut().zip(&observed.segments) {
        if let Some(margin) = known.margin_per_year {
            segment.margin = margin / 52.0;
        }
        let renewals = 52.0 / f64::from(segment.renewal_weeks);
        if let Some(fit) = BetaGeometric::fit(&known.retention_by_year, renewals) {
            (segment.churn_alpha, segment.churn_beta) = (rounded(fit.alpha), rounded(fit.beta));
        }
    }
    if let Some(customers) = observed.customers {
        world.represents = customers / f64::from(world.customers);
    }
}

/// Segments whose share was observed have it; the others divide the rest as before.
fn take_over_shares(segments: &mut [Segment], observed: &Observed) {
    let known: f64 = observed.segments.iter().filter_map(|one| one.share).sum();
    let others = segments.iter().zip(&observed.segments).filter(|(_, one)| one.share.is_none());
    let others: f64 = others.map(|(segment, _)| segment.share.get()).sum();
    let rest = if others > 0.0 { (1.0 - known).max(0.0) / others } else { 0.0 };
    // All observed: they add up to 1, or nearly.
    let scale = if others > 0.0 || known <= 0.0 { 1.0 } else { 1.0 / known };
    for (segment, one) in segments.iter_mut().zip(&observed.segments) {
        let share = one.share.map_or(segment.share.get() * rest, |share| share * scale);
        set_share(&mut segment.share, share);
    }
}

/// One round of moving levels.
struct Adjusting<'a> {
    study: &'a mut Study,
    observed: &'a Observed,
    as_is: &'a AsIs,
    factors: Option<Factors>,
}

/// What the journey is multiplied with.
struct Factors {
    /// Of each touchpoint: all that leads there.
    to: Vec<f64>,
    /// Of what leads from one function to another without a problem.
    transfers: f64,
}

impl Adjusting<'_> {
    fn adjust(&mut self, target: &Target, implied: f64, goal: f64) {
        let world = &mut self.study.world;
        let customer = &mut world.customer;
        match target.measure {
            Measure::Satisfaction(place) => {
                let Some(asked) = self.observed.touchpoints[place].satisfaction else { return };
                let sd = observed::spread(customer);
                move_quality(
                    &mut world.touchpoints[place],
                    asked.experience_of(goal, sd) - asked.experience_of(implied, sd),
                );
            }
            Measure::Nps => self.move_unmeasured(goal - implied),
            Measure::SegmentNps(place) => {
                let expectation = &mut world.segments[place].expectation;
                let moved = expectation.get() + 0.5 * (goal - implied) / EXPECTATION_SLOPE;
                set_share(expectation, moved.clamp(0.05, 0.95));
            }
            Measure::Contacts(place) => {
                let factor = if implied > 0.0 { (goal / implied).clamp(0.2, 5.0) } else { 1.0 };
                self.factors().to[place] *= factor;
            }
            Measure::Transfers => {
                let ratio = odds(goal) / odds(implied);
                self.factors().transfers *= ratio.clamp(0.2, 5.0);
            }
            Measure::ProblemRate(place) => scale(&mut world.touchpoints[place].risk, goal / implied.max(1e-9)),
            Measure::Complaints => {
                let factor = goal / implied.max(1e-9);
                world.touchpoints.iter_mut().for_each(|touchpoint| scale(&mut touchpoint.feedback, factor));
            }
            Measure::FirstContactResolution => {
                customer.success_base = (customer.success_base + goal - implied).clamp(0.0, 1.0);
            }
            Measure::YearlyRetention(place) => leave_more(&mut world.segments[place], (1.0 - goal) / (1.0 - implied)),
            Measure::ChurnWithoutComplaint => {
                world.segments.iter_mut().for_each(|segment| leave_more(segment, goal / implied.max(1e-9)));
            }
            Measure::ChurnAfterComplaint => {
                customer.churn_problem =
                    (customer.churn_problem + log_odds(goal) - log_odds(implied)).clamp(-20.0, 20.0);
            }
            Measure::ResponseRate => {
                customer.answer_base = (customer.answer_base + log_odds(goal) - log_odds(implied)).clamp(-20.0, 20.0);
            }
            Measure::NpsTrend
            | Measure::RetentionByYear(..)
            | Measure::Share(_)
            | Measure::Margin(_)
            | Measure::Customers
            | Measure::Money => {}
        }
    }

    /// Moves the quality of all touchpoints whose satisfaction nobody measured, by what the score needs.
    fn move_unmeasured(&mut self, points: f64) {
        let unmeasured: Vec<bool> = self.observed.touchpoints.iter().map(|one| one.satisfaction.is_none()).collect();
        let share = remembered_of(&self.study.world, self.as_is, &unmeasured).max(FREE_SHARE);
        let by = (points / (NPS_SLOPE * share)).clamp(-0.1, 0.1);
        let touchpoints = self.study.world.touchpoints.iter_mut().zip(unmeasured);
        touchpoints.filter(|(_, free)| *free).for_each(|(touchpoint, _)| move_quality(touchpoint, by));
    }

    fn factors(&mut self) -> &mut Factors {
        let touchpoints = self.study.world.touchpoints.len();
        self.factors.get_or_insert_with(|| Factors { to: vec![1.0; touchpoints], transfers: 1.0 })
    }

    /// Puts the new journey in place.
    fn finish(self) {
        let Some(factors) = self.factors else { return };
        let world = &mut self.study.world;
        let owners: Vec<usize> = world.touchpoints.iter().map(|touchpoint| touchpoint.owner).collect();
        let journeys = world.segments.iter_mut().map(|segment| &mut segment.journey);
        for journey in std::iter::once(&mut world.journey).chain(journeys) {
            for (node, row) in journey.calm.iter_mut().enumerate() {
                let from = node.checked_sub(1).map(|from| owners[from]);
                scale_row(row, |to| {
                    let transfer = from.is_some_and(|from| from != owners[to]);
                    factors.to[to] * if transfer { factors.transfers } else { 1.0 }
                });
            }
            journey.problem.iter_mut().for_each(|row| scale_row(row, |to| factors.to[to]));
        }
    }
}

/// Multiplies the probabilities of a row; a row above 1 is brought back to it.
fn scale_row(row: &mut Row, factor: impl Fn(usize) -> f64) {
    let scaled: Vec<(usize, f64)> = row.pairs().iter().map(|&(to, p)| (to, p * factor(to))).collect();
    let sum: f64 = scaled.iter().map(|(_, p)| p).sum();
    let within = |(to, p): (usize, f64)| (to, (if sum > 1.0 { p / sum } else { p }).clamp(0.0, 1.0));
    if let Ok(new) = Row::new(scaled.into_iter().map(within).collect()) {
        *row = new;
    }
}

/// Share of what customers remember that comes from some touchpoints: of their contacts, by weight.
fn remembered_of(world: &World, as_is: &AsIs, which: &[bool]) -> f64 {
    let remembered = world.touchpoints.iter().zip(&as_is.touchpoints).map(|(one, lived)| one.weight * lived.contacts);
    let all: f64 = remembered.clone().sum();
    let own: f64 = remembered.zip(which).filter(|(_, which)| **which).map(|(part, _)| part).sum();
    if all > 0.0 { own / all } else { 0.0 }
}

fn move_quality(touchpoint: &mut Touchpoint, by: f64) {
    touchpoint.quality = (touchpoint.quality + by).clamp(0.01, 0.99);
}

/// More or fewer customers leave at a renewal, by a factor on the mean of their Beta distribution; α stays.
fn leave_more(segment: &mut Segment, factor: f64) {
    let mean = segment.churn_alpha / (segment.churn_alpha + segment.churn_beta);
    let mean = (mean * factor.clamp(0.2, 5.0)).clamp(1e-6, 0.999);
    segment.churn_beta = (segment.churn_alpha * (1.0 - mean) / mean).clamp(1e-6, 1e6);
}

fn scale(share: &mut Share, factor: f64) {
    // From 0 nothing grows.
    set_share(share, (share.get().max(1e-4) * factor.clamp(0.2, 5.0)).clamp(0.0, 1.0));
}

fn set_share(share: &mut Share, value: f64) {
    if let Some(value) = Share::new(value) {
        *share = value;
    }
}

fn odds(share: f64) -> f64 {
    let share = share.clamp(1e-6, 1.0 - 1e-6);
    share / (1.0 - share)
}

fn log_odds(share: f64) -> f64 {
    libm::log(odds(share))
}

/// Six digits: no estimate has more.
pub(super) fn rounded(value: f64) -> f64 {
    format!("{value:.5e}").parse().unwrap_or(value)
}
