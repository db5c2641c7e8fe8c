//! What the office and its lines did to initiatives over a trial, and what became of the office: figures for audit.

use super::organisation::{Deeds, Organisation};
use super::plan::Plan;

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
