//! Figures of touchpoints, functions and the handoffs between them, summed up over trials.

use super::super::replications::{Tally, ran};
use crate::engine::{FunctionFigures, Metric, Outcome, Presentation, TouchpointFigures};
use crate::stats::{Estimate, StudentTable};

/// Figures of a touchpoint in one trial, in column order.
pub const TOUCHPOINT_METRICS: &[Metric<TouchpointFigures>] = &[
    Metric {
        name: "quality",
        presentation: Presentation::plain("quality"),
        unit: "0-1",
        meaning: "Quality at the horizon, without the shock of a transition.",
        read: |t| Some(t.quality),
    },
    Metric {
        name: "contacts",
        presentation: Presentation::count("contacts"),
        unit: "contacts",
        meaning: "Contacts over the run.",
        read: |t| Some(t.experience.contacts as f64),
    },
    Metric {
        name: "contacts_per_customer",
        presentation: Presentation::plain("contacts per customer and year").with_decimals(1),
        unit: "contacts per customer and year",
        meaning: "Contacts per customer of the firm and year; missing in trials without customers.",
        read: |t| (t.customer_years > 0.0).then(|| t.experience.contacts as f64 / t.customer_years),
    },
    Metric {
        name: "experience",
        presentation: Presentation::hundred("experience").with_decimals(1),
        unit: "0-1",
        meaning: "Mean experience of its contacts; missing in trials without any.",
        read: |t| per_contact(t.experience.experience, t),
    },
    Metric {
        name: "handoff_share",
        presentation: Presentation::percent("handoff share").less_is_better(),
        unit: "share",
        meaning: "Share of its contacts that came straight from a touchpoint of another function.",
        read: |t| per_contact(t.handoffs as f64, t),
    },
    Metric {
        name: "problem_contact_share",
        presentation: Presentation::percent("problem contact share").less_is_better(),
        unit: "share",
        meaning: "Share of its contacts with an open problem.",
        read: |t| per_contact(t.problem_contacts as f64, t),
    },
    Metric {
        name: "problems_opened",
        presentation: Presentation::count("problems opened"),
        unit: "problems",
        meaning: "Problems that opened here over the run.",
        read: |t| Some(t.problems_opened as f64),
    },
    Metric {
        name: "problems_solved",
        presentation: Presentation::count("problems solved"),
        unit: "problems",
        meaning: "Problems that were solved here over the run.",
        read: |t| Some(t.problems_solved as f64),
    },
    Metric {
        name: "leavers",
        presentation: Presentation::count("leavers").with_decimals(1),
        unit: "customers",
        meaning: "Customers who left in a week in which they were here.",
        read: |t| Some(t.leavers as f64),
    },
];

/// Figures of a function in one trial, in column order.
pub const FUNCTION_METRICS: &[Metric<FunctionFigures>] = &[
    Metric {
        name: "kpi",
        presentation: Presentation::plain("KPI"),
        unit: "KPI points",
        meaning: "KPI level at the horizon.",
        read: |f| Some(f.kpi),
    },
    Metric {
        name: "readiness",
        presentation: Presentation::level("readiness"),
        unit: "0-1",
        meaning: "Readiness for customer work at the horizon.",
        read: |f| Some(f.readiness),
    },
    Metric {
        name: "started_kpi",
        presentation: Presentation::plain("started kpi"),
        unit: "initiatives",
        meaning: "KPI initiatives that it led and started.",
        read: |f| Some(f.started_kpi as f64),
    },
    Metric {
        name: "started_experience",
        presentation: Presentation::plain("started experience"),
        unit: "initiatives",
        meaning: "Experience initiatives that it led and started.",
        read: |f| Some(f.started_experience as f64),
    },
    Metric {
        name: "started_bridge",
        presentation: Presentation::plain("started bridge"),
        unit: "initiatives",
        meaning: "Bridges that it led and started.",
        read: |f| Some(f.started_bridge as f64),
    },
    Metric {
        name: "backed",
        presentation: Presentation::plain("backed"),
        unit: "initiatives",
        meaning: "Candidates it led that the office backed.",
        read: |f| Some(f.backed as f64),
    },
    Metric {
        name: "stopped",
        presentation: Presentation::plain("stopped"),
        unit: "initiatives",
        meaning: "Candidates it led that the office stopped.",
        read: |f| Some(f.stopped as f64),
    },
    Metric {
        name: "ordered",
        presentation: Presentation::plain("ordered"),
        unit: "initiatives",
        meaning: "Initiatives that it led and that were started against its will.",
        read: |f| Some(f.ordered as f64),
    },
    Metric {
        name: "customer_weight",
        presentation: Presentation::plain("customer weight"),
        unit: "share",
        meaning: "Weight of customers against the KPI where its work is decided on, at the horizon.",
        read: |f| Some(f.customer_weight),
    },
];

fn per_contact(sum: f64, touchpoint: &TouchpointFigures) -> Option<f64> {
    let contacts = touchpoint.experience.contacts;
    (contacts > 0).then(|| sum / contacts as f64)
}

/// Figures of places, structure by structure, place by place.
#[derive(Clone, Debug)]
pub(in crate::study) struct PlaceTally<T: 'static> {
    places: usize,
    metrics: &'static [Metric<T>],
    pub(in crate::study) tally: Tally,
}

impl<T> PlaceTally<T> {
    pub(in crate::study) fn new(
        structures: usize,
        places: usize,
        metrics: &'static [Metric<T>],
        trials_per_evidence: u32,
    ) -> PlaceTally<T> {
        let tally = Tally::new(structures * places * metrics.len(), trials_per_evidence);
        PlaceTally { places, metrics, tally }
    }

    /// Takes up one trial: structures (indices) with their places.
    pub(in crate::study) fn add<'a>(&mut self, structures: impl Iterator<Item = (usize, &'a [T])>) {
        for (structure, places) in structures {
            for (place, figures) in places.iter().take(self.places).enumerate() {
                let first = self.first(structure, place);
                for (figure, metric) in (first..).zip(self.metrics) {
                    if let Some(number) = (metric.read)(figures) {
                        self.tally.add(figure, number);
                    }
                }
            }
        }
    }

    fn first(&self, structure: usize, place: usize) -> usize {
        (structure * self.places + place) * self.metrics.len()
    }

    /// Every figure of a place of a structure (indices).
    pub(in crate::study) fn estimates(
        &self,
        structure: usize,
        place: usize,
        confidence: &StudentTable,
    ) -> Vec<Estimate> {
        let first = self.first(structure, place);
        (first..first + self.metrics.len()).map(|figure| self.tally.estimate(figure, confidence)).collect()
    }
}

/// Handoffs, structure by structure, from by from.
#[derive(Clone, Debug)]
pub(in crate::study) struct HandoffTally {
    pub(in crate::study) pairs: usize,
    pub(in crate::study) tally: Tally,
}

impl HandoffTally {
    pub(in crate::study) fn new(structures: usize, functions: usize, trials_per_evidence: u32) -> HandoffTally {
        let pairs = functions * functions;
        HandoffTally { pairs, tally: Tally::new(structures * pairs, trials_per_evidence) }
    }

    pub(in crate::study) fn add(&mut self, outcomes: &[Option<Outcome>]) {
        for (structure, outcome) in ran(outcomes) {
            for (pair, &contacts) in outcome.handoffs.iter().take(self.pairs).enumerate() {
                self.tally.add(structure * self.pairs + pair, contacts as f64);
            }
        }
    }
}
