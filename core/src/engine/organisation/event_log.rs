//! The event log of the organisation: what was on the table in each cycle, what came of it, and why.

use super::candidate::Kind;
use crate::model::Line;

/// What an organisation decided in a trial.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EventLog {
    /// Every idea that came to the table, in order.
    pub ideas: Vec<Idea>,
    /// One entry per cycle.
    pub turns: Vec<Turn>,
    /// One entry per survey that ends a survey period.
    pub reviews: Vec<Review>,
}

/// A candidate for an initiative, as it truly is.
#[derive(Clone, Debug, PartialEq)]
pub struct Idea {
    /// Cycle in which it was thought of.
    pub cycle: u32,
    /// Its place among the ideas of that cycle, from 1. The same ideas come up under every structure; those that
    /// co-creation adds come last.
    pub ordinal: u32,
    /// What it is for.
    pub kind: Kind,
    /// Index of the function that thought of it and would lead it.
    pub lead: usize,
    /// Index of the touchpoint that it targets.
    pub touchpoint: usize,
    /// Index of the other function of a bridge.
    pub partner: Option<usize>,
    /// Effect on the lead's KPI, in KPI points.
    pub kpi: f64,
    /// Effect on the partner's KPI, in KPI points; 0 without a partner.
    pub partner_kpi: f64,
    /// Touchpoints and the effects on their quality, the own one first.
    pub effects: Vec<(usize, f64)>,
    /// Cost, in units.
    pub cost: f64,
    /// Cycles that it would run.
    pub duration_cycles: u32,
}

/// One cycle.
#[derive(Clone, Debug, PartialEq)]
pub struct Turn {
    /// The week that it starts in.
    pub week: u32,
    /// Its number, from 0.
    pub cycle: u32,
    /// The line to each function.
    pub lines: Vec<Line>,
    /// The officer left this cycle.
    pub officer_left: bool,
    /// Whether there are lines and no vacancy.
    pub seated: bool,
    /// Whether this is a cycle of the office's cadence and it is seated.
    pub sitting: bool,
    /// Candidates that the office can examine in a sitting.
    pub capacity: usize,
    /// Requests for its help at the sitting.
    pub requests: u32,
    /// Those of them that found no time.
    pub unserved: u32,
    /// The office's mandate, 0 to 1; 0 without an office.
    pub mandate: f64,
    /// The officer's personal power, 0 to 1.
    pub power: f64,
    /// Readiness of each function, 0 to 1.
    pub readiness: Vec<f64>,
    /// Initiatives that took effect.
    pub finished: Vec<Finish>,
    /// Indices of ideas that waited too long and were dropped.
    pub dropped: Vec<usize>,
    /// What waited for a decision.
    pub items: Vec<Item>,
}

/// An initiative that took effect.
#[derive(Clone, Debug, PartialEq)]
pub struct Finish {
    /// Index of the idea.
    pub idea: usize,
    /// Indices of the ideas that interfered with it.
    pub interfering: Vec<usize>,
    /// What was kept of it.
    pub kept: Kept,
    /// The terms on which it was started.
    pub terms: Terms,
    /// Whether it counts as a win of the office.
    pub win: bool,
}

/// What is kept of an initiative's effects, as factors from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kept {
    /// What interference leaves of all its effects on quality, and of gains in KPI.
    pub interference: f64,
    /// What is left of the gains of ordered work; 1 of willing work.
    pub fidelity: f64,
    /// What is left of gains where specialists are far from their discipline.
    pub depth: f64,
    /// What is left of a gain in the lead's KPI while it is reorganised.
    pub transition: f64,
}

impl Kept {
    /// What is left of its gains in quality.
    #[must_use]
    pub fn of_gains(&self) -> f64 {
        self.interference * self.fidelity * self.depth
    }
}

/// On which terms an initiative starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Terms {
    /// A function without a solid line does as it likes.
    Own,
    /// A function with a solid line does as it likes, with the money that it kept.
    OwnMoney,
    /// The office backed it, and everybody concerned consented.
    Backed,
    /// The same, and somebody consented because it costs nothing.
    Pilot,
    /// The solid group decided, and the lead is willing.
    Willing,
    /// The solid group decided against the lead's will.
    Ordered,
}

/// An idea on the table in one cycle.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Index of the idea.
    pub idea: usize,
    /// Its effect on customers as it is: quality weighted by importance, and what a bridge is worth.
    pub true_effect: f64,
    /// The same as the budget holder sees it.
    pub seen: f64,
    /// Whether the budget holder is the solid group, which sees with the officer's eyes while there is one.
    pub solid: bool,
    /// The same as the officer sees it; `None` without one.
    pub officer_seen: Option<f64>,
    /// Value to the budget holder, in KPI points; above 0 it is worth its cost.
    pub value: f64,
    /// What the office had to say.
    pub say: Say,
    /// What came of it.
    pub fate: Fate,
}

/// What the office had to say of an idea.
#[derive(Clone, Debug, PartialEq)]
pub enum Say {
    /// There is no office, or its seat is vacant, or it does not sit in this cycle.
    Nothing,
    /// The lead has no line to it, or the solid group decides by itself.
    OutOfReach,
    /// It has examined the idea before.
    SeenBefore,
    /// It would decide as the budget holder does. With its verdict, in KPI points.
    Agrees(f64),
    /// It would decide otherwise and had no time. With its verdict.
    NoTime(f64),
    /// It backs the idea (a verdict above 0) or would stop it (below), and asks for consent.
    Asks {
        /// Its verdict, in KPI points.
        verdict: f64,
        /// The answers of all whose consent it needs.
        answers: Vec<Consent>,
    },
}

/// A function's answer to the office.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Consent {
    /// Index of the function.
    pub function: usize,
    /// Whether it consents.
    pub given: bool,
    /// Whether it is a pilot for the function: the office pays, and it costs the function next to nothing.
    pub pilot: bool,
    /// Probability of that: the product of the three factors.
    pub probability: f64,
    /// The function's uniform draw: it consents if that is below the probability.
    pub draw: f64,
    /// M; 1 for a solid line.
    pub mandate: f64,
    /// 1 − (1 − power)(1 − say); 1 for a solid line.
    pub persuasion: f64,
    /// √r; 1 in a pilot, and acceptance of the line for a solid one.
    pub readiness: f64,
}

/// What consent lacks most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// The office's mandate.
    Mandate,
    /// The officer's power and the say of the line.
    Persuasion,
    /// The function's readiness.
    Readiness,
}

impl Consent {
    /// The smallest of the three factors that consent is made of.
    #[must_use]
    pub fn lacks_most(&self) -> Lack {
        let least = self.mandate.min(self.persuasion).min(self.readiness);
        match least {
            least if least >= self.mandate => Lack::Mandate,
            least if least >= self.persuasion => Lack::Persuasion,
            _ => Lack::Readiness,
        }
    }
}

impl Say {
    /// The office's verdict, if it formed one, in KPI points.
    #[must_use]
    pub fn verdict(&self) -> Option<f64> {
        match *self {
            Say::Nothing | Say::OutOfReach | Say::SeenBefore => None,
            Say::Agrees(verdict) | Say::NoTime(verdict) | Say::Asks { verdict, .. } => Some(verdict),
        }
    }

    /// Those who refused the office; empty if nobody was asked or all consented.
    pub fn refusals(&self) -> impl Iterator<Item = &Consent> {
        let answers = if let Say::Asks { answers, .. } = self { &answers[..] } else { &[] };
        answers.iter().filter(|answer| !answer.given)
    }

    /// Whether the office asked, and everybody consented.
    #[must_use]
    pub fn prevails(&self) -> bool {
        matches!(self, Say::Asks { .. }) && self.refusals().next().is_none()
    }
}

/// What came of an idea in a cycle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fate {
    /// The office stopped it for good.
    Stopped,
    /// It started, paid by the holder's budget or by the office's.
    Started {
        /// Whether the office's budget paid.
        by_office: bool,
        /// On which terms.
        terms: Terms,
    },
    /// It is not worth its cost to the budget holder.
    NotWorthIt,
    /// A bridge that nobody backs.
    NeedsBacking,
    /// It fits neither the budget that is left, in cost units, nor the office's budget.
    NoMoney {
        /// What is left of the budget.
        left: f64,
    },
    /// The solid group has started as many as it can look after.
    NoAttention,
}

/// What a survey meant for the office.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Review {
    /// The week of the survey.
    pub week: u32,
    /// True NPS.
    pub nps: f64,
    /// True NPS a year before; in the first year, after warm-up.
    pub nps_a_year_ago: f64,
    /// Wins since the last survey.
    pub wins: f64,
    /// Net value of the survey period, in the scenario's currency.
    pub value: f64,
    /// The same a year before; in the first year, what the first week promised.
    pub value_a_year_ago: f64,
    /// What became of the mandate; `None` without lines.
    pub mandate: Option<MandateMove>,
    /// Whether all lines ended for good.
    pub ended: bool,
}

/// A mandate before and after a survey, and what moved it; the sum is held within 0 and 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MandateMove {
    /// Before.
    pub before: f64,
    /// After.
    pub after: f64,
    /// By NPS against a year ago.
    pub by_nps: f64,
    /// By wins since the last survey.
    pub by_wins: f64,
    /// By net value against a year ago.
    pub by_value: f64,
    /// What it loses at every survey.
    pub decay: f64,
}
