//! The figures of the office and its lines, as entries of [`METRICS`](super::METRICS).

use super::metric::{Metric, metric};
use super::outcome::Figures;
use super::presentation::Presentation;

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
