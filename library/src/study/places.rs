//! Touchpoints, functions and the handoffs between them, over all trials.

use super::findings::Findings;
use crate::stats::Estimate;

/// One touchpoint or function of one structure over all trials.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceRow<'a> {
    /// The structure's name.
    pub structure: &'a str,
    /// The touchpoint's or function's name.
    pub place: &'a str,
    /// The function that owns it; a function itself.
    pub owner: &'a str,
    /// Number of trials.
    pub n: u64,
    /// One estimate per figure, in the order of [`TOUCHPOINT_METRICS`](super::TOUCHPOINT_METRICS) or [`FUNCTION_METRICS`](super::FUNCTION_METRICS).
    pub figures: Vec<Estimate>,
}

/// Contacts straight from a touchpoint of one function to a touchpoint of another or the same, per trial.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HandoffRow<'a> {
    /// The structure's name.
    pub structure: &'a str,
    /// The function that owns the touchpoint of the week before.
    pub from: &'a str,
    /// The function that owns the touchpoint of the contact.
    pub to: &'a str,
    /// Contacts over the run.
    pub contacts: Estimate,
}

impl Findings {
    /// Every touchpoint of every structure, in study and file order.
    pub fn touchpoints(&self) -> impl Iterator<Item = PlaceRow<'_>> {
        let row = move |structure, place: usize| PlaceRow {
            structure: self.name(structure),
            place: &self.names.touchpoints[place],
            owner: &self.names.functions[self.names.owners[place]],
            n: u64::from(self.finished_of(structure)),
            figures: self.tallies().touchpoints.estimates(structure, place, &self.student),
        };
        self.each(self.names.touchpoints.len()).map(move |(structure, place)| row(structure, place))
    }

    /// Every function of every structure, in study and file order.
    pub fn functions(&self) -> impl Iterator<Item = PlaceRow<'_>> {
        let row = move |structure, place: usize| PlaceRow {
            structure: self.name(structure),
            place: &self.names.functions[place],
            owner: &self.names.functions[place],
            n: u64::from(self.finished_of(structure)),
            figures: self.tallies().functions.estimates(structure, place, &self.student),
        };
        self.each(self.names.functions.len()).map(move |(structure, place)| row(structure, place))
    }

    /// Contacts between each two functions under each structure, in study and file order.
    pub fn handoffs(&self) -> impl Iterator<Item = HandoffRow<'_>> {
        let (functions, handoffs) = (self.names.functions.len(), &self.tallies().handoffs);
        let row = move |structure, pair: usize| HandoffRow {
            structure: self.name(structure),
            from: &self.names.functions[pair / functions],
            to: &self.names.functions[pair % functions],
            contacts: handoffs.tally.estimate(structure * handoffs.pairs + pair, &self.student),
        };
        self.each(handoffs.pairs).map(move |(structure, pair)| row(structure, pair))
    }

    fn each(&self, items: usize) -> impl Iterator<Item = (usize, usize)> + use<> {
        (0..self.structures().len()).flat_map(move |structure| (0..items).map(move |item| (structure, item)))
    }
}
