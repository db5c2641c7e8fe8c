//! Everything that follows from a world before any random number: computed once per study.

use std::sync::Arc;

use super::customers::encounters::{Conditions, Encounters};
use super::customers::layout::Layout;
use super::customers::person::Steps;
use super::customers::routes::Routes;
use super::customers::week::Rules;
use super::organisation::view::View;
use crate::lanes::{Form, Thresholds};
use crate::model::{Journey, Segment, World};
use crate::random::BetaLogit;

/// A world, prepared for trials.
#[derive(Clone, Debug)]
pub struct Plan {
    pub(crate) world: World,
    pub(crate) layout: Arc<Layout>,
    /// One per journey: segments with the same journey share it.
    pub(crate) routes: Vec<Arc<Routes>>,
    /// For each segment its journey, a place among the routes.
    pub(crate) journey_of: Vec<usize>,
    pub(crate) rules: Rules,
    /// Steps of the person effect.
    pub(crate) steps: Steps,
    /// Distribution of the log-odds of leaving, one per segment.
    pub(crate) loyalty: Vec<Arc<BetaLogit>>,
    /// For each touchpoint, the adjacent touchpoints of other functions.
    pub(crate) neighbours: Vec<Vec<usize>>,
    /// For each function, its touchpoints.
    pub(crate) owned: Vec<Vec<usize>>,
    /// For each function, what it can see of each touchpoint.
    pub(crate) views: Vec<Vec<View>>,
    /// Functions whose readiness spreads.
    pub(crate) influential: Vec<usize>,
    /// Cycles of four weeks in a cycle: rates are given per four weeks.
    pub(crate) pace: f64,
    /// What money of each week is worth at the start.
    pub(crate) discounts: Vec<f64>,
    /// Whether any touchpoint can be overloaded.
    pub(crate) has_capacities: bool,
    /// In which form the customer loop runs.
    pub(crate) form: Form,
}

/// Weeks that all rates of the organisation are given for.
const FOUR_WEEKS: f64 = 4.0;

/// What the structures of a trial share at the end of the warm-up.
#[derive(Clone, Debug)]
pub(crate) struct Start {
    /// What leaving is centred on.
    pub(crate) references: References,
    /// By segment, what its customers have in common in the log-odds of leaving, references included.
    pub(crate) shifts: Vec<f32>,
    /// Mean satisfaction of each segment after warm-up.
    pub(crate) by_segment: Vec<f64>,
    /// True NPS after warm-up, NPS₀.
    pub(crate) nps: f64,
    /// Share of promoters after warm-up.
    pub(crate) promoter_share: f64,
}

/// The experience at which customers leave as their loyalty says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct References {
    /// Mean satisfaction.
    pub satisfaction: f64,
    /// Share of customers with an open problem.
    pub problem_share: f64,
}

impl Plan {
    /// Prepares a world for the fastest form that this processor has.
    #[must_use]
    pub fn new(world: &World) -> Plan {
        Plan::in_form(world, Form::fastest())
    }

    /// Prepares a world for a form of the customer loop. The form changes no result.
    #[must_use]
    pub fn in_form(world: &World, form: Form) -> Plan {
        let layout = Arc::new(Layout::new(world));
        let routes = journeys(world).into_iter().map(|journey| Arc::new(Routes::new(world, journey))).collect();
        let loyalty = world.segments.iter().map(|s| Arc::new(BetaLogit::new(s.churn_alpha, s.churn_beta))).collect();
        Plan::with_tables(world, form, layout, routes, loyalty)
    }

    /// Prepares another world of the same firm, in which some numbers are others. Large tables that these do not touch are
    /// shared; the result is that of [`Plan::in_form`].
    #[must_use]
    pub fn in_world(&self, world: &World) -> Plan {
        let old = &self.world;
        let size = |world: &World| -> Vec<(f64, u32)> {
            world.segments.iter().map(|segment| (segment.share.get(), segment.renewal_weeks)).collect()
        };
        let owners = |world: &World| -> Vec<(usize, bool)> {
            world.touchpoints.iter().map(|touchpoint| (touchpoint.owner, touchpoint.resolves)).collect()
        };
        let room = |world: &World| world.customer.room;
        if old.customers != world.customers
            || room(old) != room(world)
            || size(old) != size(world)
            || owners(old) != owners(world)
        {
            return Plan::in_form(world, self.form);
        }
        let old_journeys = journeys(old);
        let routes = journeys(world).into_iter().map(|new| match old_journeys.iter().position(|&old| old == new) {
            Some(place) => Arc::clone(&self.routes[place]),
            None => Arc::new(Routes::new(world, new)),
        });
        let shape = |segment: &Segment| (segment.churn_alpha, segment.churn_beta);
        let pairs = old.segments.iter().zip(&world.segments);
        let loyalty = pairs.zip(&self.loyalty).map(|((old, new), loyalty)| match shape(old) == shape(new) {
            true => Arc::clone(loyalty),
            false => Arc::new(BetaLogit::new(new.churn_alpha, new.churn_beta)),
        });
        Plan::with_tables(world, self.form, Arc::clone(&self.layout), routes.collect(), loyalty.collect())
    }

    fn with_tables(
        world: &World,
        form: Form,
        layout: Arc<Layout>,
        routes: Vec<Arc<Routes>>,
        loyalty: Vec<Arc<BetaLogit>>,
    ) -> Plan {
        let (adjacent, steps) = (world.journey.adjacency(), Steps::new());
        Plan {
            layout,
            routes,
            journey_of: journey_of(world),
            rules: Rules::new(&world.customer, &steps),
            steps,
            loyalty,
            neighbours: neighbours(world, &adjacent),
            owned: owned(world),
            views: View::all(world),
            influential: (0..world.functions.len()).filter(|&f| world.functions[f].influences).collect(),
            pace: f64::from(world.clock.cycle_weeks) / FOUR_WEEKS,
            discounts: (0..world.clock.weeks).map(|week| discount(world, week)).collect(),
            has_capacities: world.touchpoints.iter().any(|touchpoint| touchpoint.capacity.is_some()),
            form,
            world: world.clone(),
        }
    }

    /// The world that was prepared.
    #[must_use]
    pub fn world(&self) -> &World {
        &self.world
    }

    /// What the steps of all journeys feel like under these conditions.
    pub(crate) fn encounters(&self, conditions: &Conditions) -> Vec<Encounters> {
        let of = |routes: &Arc<Routes>| {
            let fetched = !(self.form.looks_up() && routes.is_compact());
            Encounters::new(&self.world, &self.steps, routes, fetched, conditions)
        };
        self.routes.iter().map(of).collect()
    }

    /// Replaces what the steps of all journeys felt like under other conditions; nothing is there before the first time.
    pub(crate) fn renew_encounters(&self, conditions: &Conditions, encounters: &mut Vec<Encounters>) {
        if encounters.is_empty() {
            *encounters = self.encounters(conditions);
        } else {
            let journeys = self.routes.iter().zip(encounters);
            journeys.for_each(|(routes, encounters)| encounters.renew(&self.world, routes, conditions));
        }
    }

    /// The thresholds of all journeys in a week.
    pub(crate) fn thresholds(&self, week: u32) -> Vec<Thresholds> {
        let mut thresholds = Vec::new();
        self.set_thresholds(week, &mut thresholds);
        thresholds
    }

    /// Replaces the thresholds of another week.
    pub(crate) fn set_thresholds(&self, week: u32, thresholds: &mut Vec<Thresholds>) {
        thresholds.resize_with(self.routes.len(), Thresholds::default);
        let looks_up = self.form.looks_up();
        let journeys = self.routes.iter().zip(thresholds);
        journeys.for_each(|(routes, thresholds)| routes.set_thresholds(week, looks_up, thresholds));
    }

    /// The share of a gap that closes in a cycle, by the share that closes in four weeks.
    pub(crate) fn share_per_cycle(&self, share: f64) -> f64 {
        if self.pace == 1.0 { share } else { 1.0 - libm::pow(1.0 - share, self.pace) }
    }

    /// So many four weeks in whole cycles, at least one.
    pub(crate) fn cycles(&self, four_weeks: u32) -> u32 {
        libm::round(f64::from(four_weeks) / self.pace).max(1.0) as u32
    }

    /// Whether a survey period ends with a week, so that functions hear the survey.
    pub(crate) fn ends_period(&self, week: u32) -> bool {
        (week + 1).is_multiple_of(self.world.clock.survey_weeks)
    }

    /// Whether customers are asked at the end of a week: at the end of each period and at the horizon.
    pub(crate) fn asks(&self, week: u32) -> bool {
        self.ends_period(week) || week + 1 == self.world.clock.weeks
    }

    /// Node of customers who have left.
    pub(crate) fn gone(&self) -> usize {
        self.world.touchpoints.len() + 1
    }
}

/// The journeys of all segments, each once, in the order of the segments.
fn journeys(world: &World) -> Vec<&Journey> {
    let mut journeys: Vec<&Journey> = Vec::new();
    for segment in &world.segments {
        if !journeys.contains(&&segment.journey) {
            journeys.push(&segment.journey);
        }
    }
    journeys
}

/// For each segment the place of its journey among all.
fn journey_of(world: &World) -> Vec<usize> {
    let journeys = journeys(world);
    let of = |segment: &Segment| journeys.iter().position(|&journey| *journey == segment.journey);
    world.segments.iter().filter_map(of).collect()
}

fn neighbours(world: &World, adjacent: &[Vec<bool>]) -> Vec<Vec<usize>> {
    let touchpoints = &world.touchpoints;
    let of = |j: usize| {
        (0..touchpoints.len())
            .filter(move |&k| adjacent[j][k] && touchpoints[k].owner != touchpoints[j].owner)
            .collect()
    };
    (0..touchpoints.len()).map(of).collect()
}

fn owned(world: &World) -> Vec<Vec<usize>> {
    let of = |f: usize| (0..world.touchpoints.len()).filter(move |&j| world.touchpoints[j].owner == f).collect();
    (0..world.functions.len()).map(of).collect()
}

/// What money of a week is worth at the start.
pub(super) fn discount(world: &World, week: u32) -> f64 {
    libm::pow(1.0 + world.economics.discount_rate, -f64::from(week) / 52.0)
}
