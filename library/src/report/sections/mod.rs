//! The sections of the page, each a list of figures; a figure that the run has nothing for is left out.

pub(super) mod answer;
pub(super) mod board;
pub(super) mod how_sure;
pub(super) mod journey;
pub(super) mod levers;
pub(super) mod over_time;
mod parts;
pub(super) mod segments;
pub(super) mod trust;
pub(super) mod what_would_change;
pub(super) mod why;
pub(super) mod why_money;
pub(super) mod why_organisation;
pub(super) mod why_over_time;

use super::numbers::{Manner, decimals_of_margin};
use crate::stats::Interval;

/// So many decimals that intervals of a metric show their width.
fn decimals(manner: &Manner, intervals: impl Iterator<Item = Option<Interval>>) -> usize {
    let margins = intervals.flatten().map(|ends| (ends.high - ends.low) / 2.0 * manner.factor);
    decimals_of_margin(margins.filter(|margin| *margin > 0.0).fold(f64::INFINITY, f64::min)).max(manner.least)
}

/// The middle of a sentence: NPS stays as it is.
fn uncapped(text: &str) -> String {
    match text.starts_with("NPS") {
        true => text.to_owned(),
        false => text.chars().take(1).flat_map(char::to_lowercase).chain(text.chars().skip(1)).collect(),
    }
}
