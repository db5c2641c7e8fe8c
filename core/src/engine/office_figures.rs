//! What the office and its lines did to initiatives over a trial, and what became of the office: figures for audit.

use super::metric::{Metric, metric};
use super::organisation::{Deeds, Organisation};
use super::outcome::Figures;
use super::plan::Plan;
use super::presentation::Presentation;

/// What the office and its lines did in one trial.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OfficeFigures {
    /// Initiatives started with the lead's will.
    pub willing: u64,
    /// Initiatives that the solid group started against the lead's will.
    pub ordered: u64,
    /// Initiatives that functions with a solid line started with money of their own.
    pub own_money: u64,
    /// Initiatives that somebody consented to because the office paid and they cost next to nothing.
    pub pilots: u64,
    /// Candidates that the office examined in vain, because somebody did not consent.
    pub refused: u64,
    /// Cases that the office had no time for, counted at each of its sittings.
    pub unexamined: u64,
    /// Finished initiatives with which at least one other interfered.
    pub interfered: u64,
    /// Mean share of what finished initiatives do that interference took; `None` if none finished.
    pub interference: Option<f64>,
    /// How often the officer left.
    pub officer_exits: u64,
    /// Weeks in which the seat was vacant.
    pub vacant_weeks: u64,
    /// The officer's personal power at the horizon; `None` without lines.
    pub power: Option<f64>,
}

impl OfficeFigures {
    pub(super) fn new(plan: &Plan, organisation: &Organisation<'_>) -> OfficeFigures {
        let sum = |of: fn(&Deeds) -> u64| organisation.deeds.iter().map(of).sum::<u64>();
        let finished = organisation.finished;
        let ordered = sum(|deeds| deeds.ordered);
        OfficeFigures {
            willing: sum(|deeds| deeds.started.iter().sum()) - ordered,
            ordered,
            own_money: sum(|deeds| deeds.own_money),
            pilots: sum(|deeds| deeds.pilots),
            refused: sum(|deeds| deeds.refused),
            unexamined: sum(|deeds| deeds.unexamined),
            interfered: finished.interfered,
            interference: (finished.all > 0).then(|| finished.lost / finished.all as f64),
            officer_exits: organisation.officer_exits,
            vacant_weeks: organisation.vacant_turns * u64::from(plan.world.clock.cycle_weeks),
            power: organisation.has_lines().then(|| organisation.power()),
        }
    }
}

pub(super) const WILLING: Metric<Figures> = metric(
    "willing",
    Presentation::plain("willing"),
    "initiatives",
    "Initiatives started with the will of those who lead them.",
    |f| Some(f.office.willing as f64),
);

pub(super) const ORDERED: Metric<Figures> = metric(
    "ordered",
    Presentation::plain("ordered"),
    "initiatives",
    "Initiatives that the solid functions' officer started against the will of those who lead them.",
    |f| Some(f.office.ordered as f64),
);

pub(super) const OWN_MONEY: Metric<Figures> = metric(
    "own_money",
    Presentation::plain("own money"),
    "initiatives",
    "Initiatives that functions with a solid line started with money that they did not pool.",
    |f| Some(f.office.own_money as f64),
);

pub(super) const PILOTS: Metric<Figures> = metric(
    "pilots",
    Presentation::plain("pilots"),
    "initiatives",
    "Backed initiatives that a function let happen because the office's budget covers them and they cost it next to nothing.",
    |f| Some(f.office.pilots as f64),
);

pub(super) const REFUSED: Metric<Figures> = metric(
    "refused",
    Presentation::plain("refused"),
    "candidates",
    "Candidates that the office examined in vain, because somebody did not consent.",
    |f| Some(f.office.refused as f64),
);

pub(super) const UNEXAMINED: Metric<Figures> = metric(
    "unexamined",
    Presentation::plain("unexamined"),
    "cases",
    "Candidates that the office would have decided otherwise and had no time for, counted at each of its sittings.",
    |f| Some(f.office.unexamined as f64),
);

pub(super) const INTERFERED: Metric<Figures> = metric(
    "interfered",
    Presentation::plain("interfered"),
    "initiatives",
    "Finished initiatives with which at least one other interfered.",
    |f| Some(f.office.interfered as f64),
);

pub(super) const INTERFERENCE: Metric<Figures> = metric(
    "interference",
    Presentation::percent("interference").less_is_better(),
    "share",
    "Mean share of what finished initiatives do that interference took.",
    |f| f.office.interference,
);

pub(super) const OFFICER_EXITS: Metric<Figures> =
    metric("officer_exits", Presentation::plain("officer exits"), "exits", "How often the officer left.", |f| {
        Some(f.office.officer_exits as f64)
    });

pub(super) const VACANT_WEEKS: Metric<Figures> = metric(
    "vacant_weeks",
    Presentation::plain("vacant weeks"),
    "weeks",
    "Weeks in which there were lines and the officer's seat was vacant.",
    |f| Some(f.office.vacant_weeks as f64),
);

pub(super) const POWER: Metric<Figures> = metric(
    "power",
    Presentation::level("power"),
    "0-1",
    "The officer's personal power at the horizon, in trials in which there are lines.",
    |f| f.office.power,
);
