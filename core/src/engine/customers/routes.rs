//! The journey as tables for the customer loop.
//!
//! A *node* is where a customer is: 0 `away`, j + 1 touchpoint j, and last `gone`, from which nobody returns. A *row*
//! is a node with or without an open problem. Each row has a fixed number of *steps*: one per possible next touchpoint,
//! in touchpoint order, and then `away`. One 16-bit uniform picks a step: the number of thresholds that it reaches.
//!
//! # Sixteen bits, and no rounding of probabilities
//! A threshold is a cumulative probability P in units of 2⁻¹⁶, rounded down after adding a *dither* from [0, 1) that
//! changes from week to week by the golden ratio. Over any run of weeks thresholds average to P: over a year within
//! 2⁻²⁰. Sixteen bits let the fast loop keep the thresholds of all rows in registers.

use std::collections::BTreeMap;

use crate::lanes::{ENTRIES, MARKS, OCTET, ROWS_AT_ONCE, ROWS_MAX, Thresholds};
use crate::model::{Journey, Row, World};

/// Node of customers without a contact in the week.
pub(crate) const AWAY: usize = 0;

/// A journey: which steps there are, and when each is taken. Fixed for a study.
#[derive(Clone, Debug)]
pub(crate) struct Routes {
    /// Nodes: touchpoints, `away` and `gone`.
    pub(crate) nodes: usize,
    /// Possible next touchpoints per row, of the row with the most; a row has one step more.
    options: usize,
    /// For each row its cumulative probabilities in units of 2⁻³²; the last again where the row has fewer options.
    cumulative: Vec<u64>,
    /// For each row its steps.
    pub(crate) steps: Vec<Step>,
    /// Contacts that can happen.
    pub(crate) contacts: Vec<Contacts>,
    /// Pairs of functions that a step leads from and to; the first stands for steps within a function.
    pub(crate) borders: Vec<(usize, usize)>,
    /// For each step its border.
    pub(crate) border_of: Vec<usize>,
    /// For each step what the customer loop needs to know of it: see [`CONTACT_BIT`].
    pub(crate) marks: Vec<u16>,
}

/// Contacts that the books do not tell apart.
#[derive(Clone, Debug)]
pub(crate) struct Contacts {
    /// The touchpoint.
    pub(crate) touchpoint: usize,
    /// Whether a problem is open when the step is taken.
    pub(crate) problem: bool,
    /// The function that owned the touchpoint of the week before, if there was one.
    pub(crate) from: Option<usize>,
    /// Their places among the steps.
    pub(crate) places: Vec<usize>,
}

/// Bit of a mark that tells contacts. Below it come [`SOLVES_BIT`], [`PROBLEM_BIT`], five bits for the border, eight for
/// the node of this week.
pub(crate) const CONTACT_BIT: u32 = 15;

/// Whether the open problem is solved if the contact succeeds.
pub(crate) const SOLVES_BIT: u32 = 14;

/// Whether a problem is open when the step is taken.
pub(crate) const PROBLEM_BIT: u32 = 13;

/// Where in a mark the border stands.
pub(crate) const BORDER_SHIFT: u32 = 8;

/// A step of a journey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    /// Node of the week before.
    pub(crate) from: usize,
    /// Node of this week.
    pub(crate) to: usize,
    /// Whether a problem is open when the step is taken.
    pub(crate) problem: bool,
}

/// What is added to cumulative probabilities in a week, in units of 2⁻³², before they are cut to 16 bits.
pub(crate) fn dither(week: u32) -> u64 {
    const GOLDEN: u32 = 0x9E37_79B9; // 2³² / φ
    u64::from(week.wrapping_mul(GOLDEN) >> 16)
}

/// A cumulative probability in units of 2⁻³².
pub(crate) fn units_of(cumulative: f64) -> u64 {
    const SCALE: f64 = 4_294_967_296.0;
    libm::round((cumulative * SCALE).min(SCALE)) as u64
}

/// The greatest 16-bit uniform that does not reach an option; at least 0, so that an option which nearly always is
/// passed keeps a chance of 2⁻¹⁶.
pub(crate) fn threshold(units: u64, dither: u64) -> u16 {
    ((units + dither) >> 16).saturating_sub(1) as u16
}

impl Routes {
    pub(crate) fn new(world: &World, journey: &Journey) -> Routes {
        let nodes = world.touchpoints.len() + 2;
        let rows = || journey.calm.iter().chain(&journey.problem);
        let options = rows().map(|row| row.pairs().len()).max().unwrap_or(0).max(1);
        let mut routes = Routes {
            nodes,
            options,
            cumulative: Vec::new(),
            steps: Vec::new(),
            contacts: Vec::new(),
            borders: vec![(0, 0)],
            border_of: Vec::new(),
            marks: Vec::new(),
        };
        for (problem, rows) in [(false, &journey.calm), (true, &journey.problem)] {
            for (from, row) in rows.iter().enumerate() {
                routes.push_row(from, problem, row);
            }
            routes.push_gone(problem);
        }
        routes.contacts = routes.contacts_by_kind(world);
        routes.border_of = (0..routes.steps.len()).map(|step| routes.border(world, step)).collect();
        routes.marks = (0..routes.steps.len()).map(|step| routes.mark(world, step)).collect();
        routes
    }

    fn contacts_by_kind(&self, world: &World) -> Vec<Contacts> {
        let mut kinds: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (place, &step) in self.steps.iter().enumerate().filter(|&(_, &step)| self.is_contact(step)) {
            let from = (step.from != AWAY).then(|| world.touchpoints[step.from - 1].owner);
            kinds.entry((step.to - 1, step.problem, from)).or_default().push(place);
        }
        kinds
            .into_iter()
            .map(|((touchpoint, problem, from), places)| Contacts { touchpoint, problem, from, places })
            .collect()
    }

    /// The border of a step, a new one if no step before had it.
    fn border(&mut self, world: &World, step: usize) -> usize {
        let Step { from, to, .. } = self.steps[step];
        if from == AWAY || !self.is_contact(self.steps[step]) {
            return 0;
        }
        let owners = (world.touchpoints[from - 1].owner, world.touchpoints[to - 1].owner);
        if owners.0 == owners.1 {
            return 0;
        }
        self.borders.iter().position(|&border| border == owners).unwrap_or_else(|| {
            self.borders.push(owners);
            self.borders.len() - 1
        })
    }

    /// What the customer loop needs to know of a step. A border that has no room is left out: see [`Routes::is_compact`].
    fn mark(&self, world: &World, step: usize) -> u16 {
        let Step { to, problem, .. } = self.steps[step];
        let contact = self.is_contact(self.steps[step]);
        let solves = contact && problem && world.touchpoints[to - 1].resolves;
        let flags = [(contact, CONTACT_BIT), (solves, SOLVES_BIT), (problem, PROBLEM_BIT)];
        let flags: u16 = flags.iter().map(|&(holds, bit)| u16::from(holds) << bit).sum();
        flags | (self.border_of[step] as u16 % 32) << BORDER_SHIFT | to as u16
    }

    /// Whether all that a week does to the steps' experience fits into registers: few nodes, borders, rows, options and
    /// steps.
    pub(crate) fn is_compact(&self) -> bool {
        self.rows_fit() && self.nodes <= ENTRIES && self.borders.len() <= ENTRIES && self.places() <= MARKS
    }

    /// Whether the thresholds of all rows fit into registers.
    fn rows_fit(&self) -> bool {
        self.options <= OCTET && 2 * self.nodes <= ROWS_AT_ONCE
    }

    /// Node of customers who have left, and of places without a slot.
    pub(crate) fn gone(&self) -> usize {
        self.nodes - 1
    }

    /// The row of a node.
    #[cfg(test)]
    pub(crate) fn row(&self, node: usize, problem: bool) -> usize {
        node + if problem { self.nodes } else { 0 }
    }

    /// Length of tables of steps: a power of two.
    pub(crate) fn places(&self) -> usize {
        self.steps.len().next_power_of_two()
    }

    /// Steps per row.
    pub(crate) fn stride(&self) -> u16 {
        self.options as u16 + 1
    }

    /// Whether a step brings a customer to a touchpoint.
    pub(crate) fn is_contact(&self, step: Step) -> bool {
        step.to != AWAY && step.to != self.gone()
    }

    /// The thresholds of a week.
    #[cfg(test)]
    pub(crate) fn thresholds(&self, week: u32) -> Thresholds {
        let mut thresholds = Thresholds::default();
        self.set_thresholds(week, false, &mut thresholds);
        thresholds
    }

    /// The thresholds of a week, in the place of another's; option by option if the form looks them up in registers and
    /// they fit.
    pub(crate) fn set_thresholds(&self, week: u32, looks_up: bool, thresholds: &mut Thresholds) {
        let dither = dither(week);
        (thresholds.options, thresholds.places) = (self.options, self.places());
        if looks_up && self.rows_fit() {
            self.set_by_option(dither, thresholds);
            return;
        }
        thresholds.by_row.clear();
        for row in self.cumulative.chunks_exact(self.options) {
            for few in row.chunks(OCTET) {
                let mut octet = [i16::MAX; OCTET];
                few.iter().zip(&mut octet).for_each(|(&p, signed)| *signed = (threshold(p, dither) ^ 0x8000) as i16);
                thresholds.by_row.push(octet);
            }
        }
        if self.options <= OCTET {
            thresholds.by_row.resize(ROWS_MAX, [i16::MAX; OCTET]);
        }
    }

    fn set_by_option(&self, dither: u64, thresholds: &mut Thresholds) {
        thresholds.by_option.resize(self.options, [u16::MAX; ROWS_AT_ONCE]);
        for (row, cumulative) in self.cumulative.chunks_exact(self.options).enumerate() {
            for (of_option, &p) in thresholds.by_option.iter_mut().zip(cumulative) {
                of_option[row] = threshold(p, dither);
            }
        }
        if self.is_compact() && thresholds.marks.is_empty() {
            thresholds.marks.extend(self.marks.chunks(ROWS_AT_ONCE).map(|few| {
                let mut marks = [0; ROWS_AT_ONCE];
                marks[..few.len()].copy_from_slice(few);
                marks
            }));
        }
    }

    fn push_row(&mut self, from: usize, problem: bool, row: &Row) {
        let mut cumulative = 0.0;
        for option in 0..self.options {
            let next = row.pairs().get(option);
            cumulative += next.map_or(0.0, |&(_, probability)| probability);
            self.cumulative.push(units_of(cumulative));
            self.steps.push(Step { from, to: next.map_or(AWAY, |&(touchpoint, _)| touchpoint + 1), problem });
        }
        self.steps.push(Step { from, to: AWAY, problem });
    }

    fn push_gone(&mut self, problem: bool) {
        let gone = self.gone();
        self.cumulative.extend(std::iter::repeat_n(1 << 32, self.options));
        self.steps.extend(std::iter::repeat_n(Step { from: gone, to: gone, problem }, self.options + 1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn over_a_year_thresholds_average_to_the_probability() {
        for probability in [0.000_02, 0.001, 1.0 / 3.0, 0.999_9] {
            let units = units_of(probability);
            let mean = (0..52).map(|week| f64::from(threshold(units, dither(week))) + 1.0).sum::<f64>() / 52.0;
            assert!((mean / 65_536.0 - probability).abs() < 1e-6, "{probability}: {}", mean / 65_536.0);
        }
    }

    #[test]
    fn certain_steps_are_always_taken_and_missing_ones_never() {
        for week in 0..100 {
            assert_eq!(threshold(units_of(1.0), dither(week)), u16::MAX, "no uniform is above the last");
            assert_eq!(threshold(0, dither(week)), 0);
        }
    }
}
