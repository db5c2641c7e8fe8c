//! What a correct scenario says that its author may not have meant.

use std::collections::BTreeSet;

use super::words::list;
use crate::model::{Journey, Row, Study, World};

/// Sentences about touchpoints that customers never leave or never reach, and segments that never renew.
pub(super) fn notes(study: &Study) -> Vec<String> {
    let world = &study.world;
    let mut notes = Vec::new();
    notes.extend(never_left(world));
    notes.extend(never_reached(world));
    notes.extend(never_renewed(study));
    notes
}

fn names(world: &World, touchpoints: &[usize]) -> String {
    list(&touchpoints.iter().map(|&touchpoint| world.touchpoints[touchpoint].id.as_str()).collect::<Vec<_>>())
}

/// Touchpoints from which no way leads to `away`, with or without an open problem.
fn never_left(world: &World) -> Option<String> {
    let leads: Vec<Vec<bool>> = world.segments.iter().map(|segment| leads_away(&segment.journey)).collect();
    let stuck = |touchpoint: &usize| leads.iter().any(|leads| !leads[touchpoint + 1]);
    let stuck: Vec<usize> = (0..world.touchpoints.len()).filter(stuck).collect();
    (!stuck.is_empty()).then(|| {
        format!(
            "Customers who come to {} never leave again: each week is another contact there. Leave some of the row to `away`.",
            names(world, &stuck)
        )
    })
}

/// By node, whether a way leads from it to `away`.
fn leads_away(journey: &Journey) -> Vec<bool> {
    let nodes = journey.calm.len();
    let mut leads: Vec<bool> = (0..nodes).map(|node| node == 0).collect();
    let ends = |row: &Row| row.pairs().iter().map(|&(_, share)| share).sum::<f64>() < 1.0 - 1e-9;
    for _ in 1..nodes {
        for node in 1..nodes {
            let onward = |row: &Row| ends(row) || row.pairs().iter().any(|&(next, _)| leads[next + 1]);
            let found = [&journey.calm[node], &journey.problem[node]].into_iter().any(onward);
            leads[node] |= found;
        }
    }
    leads
}

fn never_reached(world: &World) -> Option<String> {
    let rows = world.segments.iter().flat_map(|segment| segment.journey.calm.iter().chain(&segment.journey.problem));
    let reached: BTreeSet<usize> = rows.flat_map(Row::pairs).map(|&(next, _)| next).collect();
    let never: Vec<usize> = (0..world.touchpoints.len()).filter(|touchpoint| !reached.contains(touchpoint)).collect();
    (!never.is_empty())
        .then(|| format!("No customer ever comes to {}: no row of the journey leads there.", names(world, &never)))
}

fn never_renewed(study: &Study) -> Option<String> {
    let weeks = study.world.clock.weeks;
    let late = study.world.segments.iter().filter(|segment| segment.renewal_weeks > weeks);
    let late: Vec<&str> = late.map(|segment| segment.id.as_str()).collect();
    (!late.is_empty()).then(|| {
        format!("The study ends after {weeks} weeks, before all customers of {} have come to renew once.", list(&late))
    })
}
