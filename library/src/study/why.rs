//! Why customers experience a structure differently from the baseline.

use super::findings::Findings;
use super::tallies::Component;
use crate::stats::{Interval, t_interval};

/// Which contacts a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope<'a> {
    /// All contacts of the run.
    All,
    /// The contacts at one touchpoint.
    Touchpoint(&'a str),
    /// The contacts of one survey period, counted from 1.
    Period(usize),
}

/// One part of the difference between a structure's mean experience and the baseline's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WhyRow<'a> {
    /// The structure's name.
    pub structure: &'a str,
    /// The baseline's name.
    pub other: &'a str,
    /// Which contacts.
    pub scope: Scope<'a>,
    /// Which part.
    pub component: Component,
    /// Trials, or parameter draws, with such contacts under both structures.
    pub n: u64,
    /// Mean over these of structure minus baseline, on the 0–1 scale of experience; `None` without such trials.
    pub difference: Option<f64>,
    /// 95 % interval of that mean; `None` below two.
    pub interval: Option<Interval>,
}

impl Findings {
    /// The split of every structure's difference to the baseline: structures in study order without the baseline;
    /// all contacts, then touchpoints in file order, then survey periods; parts in [`Component::ALL`] order.
    pub fn why(&self) -> impl Iterator<Item = WhyRow<'_>> {
        let structures = (0..self.structures().len()).filter(|&structure| structure != self.baseline());
        structures.flat_map(move |structure| {
            (0..self.tallies().why.scopes).flat_map(move |scope| self.why_rows(structure, scope))
        })
    }

    fn why_rows(&self, structure: usize, scope: usize) -> impl Iterator<Item = WhyRow<'_>> {
        let why = &self.tallies().why;
        let first = why.first(structure, scope);
        Component::ALL.into_iter().zip(first..).map(move |(component, figure)| {
            let evidence = why.differences.evidence(figure);
            WhyRow {
                structure: self.name(structure),
                other: self.name(self.baseline()),
                scope: self.scope(scope),
                component,
                n: evidence.count(),
                difference: evidence.mean(),
                interval: t_interval(&evidence, &self.student),
            }
        })
    }

    fn scope(&self, index: usize) -> Scope<'_> {
        let touchpoints = self.tallies().why.touchpoints;
        match index.checked_sub(1) {
            None => Scope::All,
            Some(place) if place < touchpoints => Scope::Touchpoint(&self.names.touchpoints[place]),
            Some(place) => Scope::Period(place - touchpoints + 1),
        }
    }
}
