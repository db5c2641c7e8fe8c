//! Functions, touchpoints and segments.

use super::journey::Journeys;
use super::{Checker, at, round, share};
use crate::model::{Function, Journey, Segment, Touchpoint};
use crate::scenario::file::{FunctionEntry, Role, SegmentEntry, TouchpointEntry};
use crate::scenario::problem::Problem;

/// How far the shares of segments may be from 1 in sum: thirds written with four digits pass.
const SHARE_TOLERANCE: f64 = 1e-3;

impl Checker<'_> {
    pub(super) fn functions(&mut self) -> Vec<Function> {
        let entries = &self.file.function;
        let ids: Vec<_> = entries.iter().map(|entry| entry.id.as_deref()).collect();
        self.ids("function", &ids, &["none"]);
        entries.iter().map(refine_function).collect()
    }

    pub(super) fn touchpoints(&mut self) -> Vec<Touchpoint> {
        let entries = &self.file.touchpoint;
        let ids: Vec<_> = entries.iter().map(|entry| entry.id.as_deref()).collect();
        self.ids("touchpoint", &ids, &["away", "default"]);
        entries.iter().enumerate().map(|(index, entry)| self.refine_touchpoint(index, entry)).collect()
    }

    fn refine_touchpoint(&mut self, index: usize, entry: &TouchpointEntry) -> Touchpoint {
        let owner = self.touchpoint_function(index, "owner", &entry.owner);
        let heard_by = self.touchpoint_function(index, "heard_by", &entry.heard_by);
        if heard_by.is_some() && heard_by == owner {
            let problem =
                Problem::warning(self.place(at!["touchpoint", index, "heard_by"]), "heard_by changes nothing");
            self.report(problem.label("the owner hears its customers anyway").remedy("leave it out"));
        }
        Touchpoint {
            id: entry.id.clone().unwrap_or_default(),
            owner: owner.unwrap_or(0),
            resolves: entry.resolves,
            heard_by: heard_by.filter(|&hearer| Some(hearer) != owner),
            ..entry.numbers.over_defaults()
        }
    }

    fn touchpoint_function(&mut self, index: usize, key: &str, id: &Option<String>) -> Option<usize> {
        let place = self.place(at!["touchpoint", index, key]);
        id.as_deref().and_then(|id| self.function(id, place))
    }

    pub(super) fn segments(&mut self, journeys: &Journeys) -> Vec<Segment> {
        let entries = &self.file.segment;
        let ids: Vec<_> = entries.iter().map(|entry| entry.id.as_deref()).collect();
        self.ids("segment", &ids, &[]);
        self.check_shares(entries);
        let sum = sum_to_divide_by(entries);
        let own = entries.iter().zip(&journeys.of_segments);
        own.map(|(entry, journey)| refine_segment(entry, sum, journey.clone())).collect()
    }

    fn check_shares(&mut self, entries: &[SegmentEntry]) {
        let sum: f64 = entries.iter().map(share_of).sum();
        let cut_off = self.file.segment.iter().any(|entry| {
            let id = entry.id.as_deref().unwrap_or_default();
            self.reported(&format!("segment.{id}.share"))
        });
        if entries.is_empty() || cut_off || (sum - 1.0).abs() <= SHARE_TOLERANCE {
            return;
        }
        let last = entries.len() - 1;
        let problem = Problem::new(
            self.place(at!["segment", last, "share"]),
            format!("the shares of the segments add up to {}, not to 1", round(sum)),
        );
        let rest = 1.0 - (sum - share_of(&entries[last]));
        let remedy = match (0.0..=1.0).contains(&rest) {
            true => format!("with share = {} here they would", round(rest)),
            false => "change them so that they add up to 1".to_owned(),
        };
        self.report(problem.label("last share").remedy(remedy));
    }
}

/// Shares that miss 1 by rounding in the file are scaled to it; those that miss it by floating point only stay
/// as they are, so that a scenario written out and read back is the same.
fn sum_to_divide_by(entries: &[SegmentEntry]) -> f64 {
    let sum: f64 = entries.iter().map(share_of).sum();
    if sum > 0.0 && (sum - 1.0).abs() > 1e-12 { sum } else { 1.0 }
}

fn refine_function(entry: &FunctionEntry) -> Function {
    let has = |role| entry.roles.contains(&role);
    Function {
        id: entry.id.clone().unwrap_or_default(),
        implements: has(Role::Implements),
        provides_data: has(Role::ProvidesData),
        influences: has(Role::Influences),
        defines: has(Role::Defines),
        ..entry.numbers.over_defaults()
    }
}

/// The share of the customers that a file gives a segment.
fn share_of(entry: &SegmentEntry) -> f64 {
    entry.numbers.over_defaults().share.get()
}

fn refine_segment(entry: &SegmentEntry, sum: f64, journey: Journey) -> Segment {
    let numbers = entry.numbers.over_defaults();
    let share = share(numbers.share.get() / sum);
    Segment { id: entry.id.clone().unwrap_or_default(), journey, share, ..numbers }
}
