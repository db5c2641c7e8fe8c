//! Small organisations whose turns can be worked out by hand.
//!
//! The sample world: sales (0) owns web (0) and shop (1), finance (1) owns billing (2), service (2) owns help (3). All
//! touchpoints are adjacent. Coordination and data sharing .35, readiness .4, budgets 1.4. Weights .8, 1, 1.2 and 1.5.

mod authority;
mod demand;
mod finish;
mod hearing;
mod initiatives;
mod links;
mod means;
mod office;
mod perception;
mod time;

use std::rc::Rc;

use super::candidate::{Candidate, Kind, MAX_FUNCTIONS};
use super::effects::Effects;
use super::event_log::Terms;
use super::perception::Attention;
use super::{Backing, Heard, Holder, Moment, Organisation, Project, Waiting};
use crate::engine::plan::Plan;
use crate::engine::sample::{self, LEVERS};
use crate::model::{Levers, Line, Structure, World};
use crate::units::Share;

const SALES: usize = 0;
const FINANCE: usize = 1;
const SERVICE: usize = 2;
const WEB: usize = 0;
const SHOP: usize = 1;
const BILLING: usize = 2;
const HELP: usize = 3;

/// The sample world with something changed, prepared.
fn plan(change: impl Fn(&mut World)) -> Plan {
    let mut world = sample::world();
    change(&mut world);
    Plan::new(&world)
}

/// A structure with these lines to sales, finance and service, and this mandate.
fn structure(lines: [Line; 3], mandate: f64) -> Structure {
    sample::structure(lines, Levers { mandate: share(mandate), ..LEVERS })
}

fn organisation<'a>(plan: &Plan, structure: &'a Structure) -> Organisation<'a> {
    Organisation::new(plan, structure.regimes(), 0.0, 0.3)
}

fn share(value: f64) -> Share {
    sample::share(value)
}

/// A candidate of a touchpoint's owner that does nothing, costs one unit and takes one cycle; nobody consents unless sure.
fn candidate(kind: Kind, touchpoint: usize) -> Candidate {
    Candidate {
        kind,
        lead: sample::world().touchpoints[touchpoint].owner,
        touchpoint,
        partner: None,
        kpi: 0.0,
        partner_kpi: 0.0,
        effects: Effects::from([(touchpoint, 0.0)]),
        cost: 1.0,
        duration_cycles: 1,
        spontaneity: 0.99,
        lead_error: 0.0,
        officer_error: 0.0,
        delay: 0.0,
        need: 0.99,
        consent: [0.99; MAX_FUNCTIONS],
    }
}

/// A bridge between the owners of two touchpoints.
fn bridge(from: usize, to: usize) -> Candidate {
    let partner = Some(sample::world().touchpoints[to].owner);
    Candidate { partner, effects: Effects::from([(from, 0.003), (to, 0.003)]), ..candidate(Kind::Bridge, from) }
}

/// 100 contacts at each touchpoint: importances .8, 1, 1.2 and 1.5 of 4.5, ten signals each.
fn attention(plan: &Plan) -> Attention {
    Attention::new(&plan.world, &[100; 4])
}

/// Importance W of a touchpoint when all have as many contacts.
fn importance(touchpoint: usize) -> f64 {
    [0.8, 1.0, 1.2, 1.5][touchpoint] / 4.5
}

fn wait(organisation: &mut Organisation<'_>, candidates: impl IntoIterator<Item = Candidate>) {
    for candidate in candidates {
        let candidate = Rc::new(candidate);
        organisation.waiting.push(Waiting::new(candidate, 0));
    }
}

/// Marks all that waits as backed by the office with a verdict.
fn back(organisation: &mut Organisation<'_>, verdict: f64) {
    let backing = Backing { verdict, pilot: false };
    organisation.waiting.iter_mut().for_each(|waiting| waiting.backed = Some(backing));
}

/// What the organisation hears of an NPS while money is as expected.
fn heard(nps: f64) -> Heard {
    Heard { nps: Some(nps), promoter_share: 0.3, value: 1_000.0, expected_value: 1_000.0 }
}

/// A project of some terms that ends at the first cycle.
fn ending(candidate: Candidate, terms: Terms) -> Project {
    Project {
        footprint: candidate.footprint(),
        candidate: Rc::new(candidate),
        holder: Holder::SolidGroup,
        start_cycle: 0,
        end_cycle: 1,
        terms,
        found: 1.0,
    }
}

fn at(week: u32) -> Moment {
    Moment { week, cycle: week / 4 }
}

#[track_caller]
fn assert_close(measured: f64, expected: f64) {
    assert!((measured - expected).abs() < 1e-12, "{measured} instead of {expected}");
}
