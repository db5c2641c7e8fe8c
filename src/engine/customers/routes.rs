//! The journey as tables for the customer loop.
//!
//! A *node* is where a customer is: 0 `away`, j + 1 touchpoint j, and last `gone`, from which nobody returns. A *row*
//! is a node with or without an open problem. Each row has a fixed number of *steps*: one per possible next touchpoint,
//! in touchpoint order, and then `away`. One 20-bit uniform picks a step: the number of thresholds that it reaches.

use crate::model::{Journey, Row, World};

/// Node of customers without a contact in the week.
pub(crate) const AWAY: usize = 0;

/// Uniforms for journeys have this many bits; probabilities are rounded to 2⁻²⁰.
const JOURNEY_BITS: u32 = 20;

/// Thresholds that are compared at once.
const OCTET: usize = 8;

/// A segment's journey: which steps there are, and when each is taken. Fixed for a study.
#[derive(Clone, Debug)]
pub(crate) struct Routes {
    /// Nodes: touchpoints, `away` and `gone`.
    pub(crate) nodes: usize,
    /// Possible next touchpoints per row, of the row with the most, rounded up to whole octets; a row has one step more.
    options: usize,
    /// For each row its thresholds, rising, in octets; `i32::MAX` where the row has fewer.
    thresholds: Vec<[i32; OCTET]>,
    /// For each row its steps.
    pub(crate) steps: Vec<Step>,
}

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

impl Routes {
    pub(crate) fn new(world: &World, journey: &Journey) -> Routes {
        let nodes = world.touchpoints.len() + 2;
        let rows = || journey.calm.iter().chain(&journey.problem);
        let options = rows().map(|row| row.pairs().len()).max().unwrap_or(0).max(1).next_multiple_of(OCTET);
        let mut routes = Routes { nodes, options, thresholds: Vec::new(), steps: Vec::new() };
        for (problem, rows) in [(false, &journey.calm), (true, &journey.problem)] {
            for (from, row) in rows.iter().enumerate() {
                routes.push_row(from, problem, row);
            }
            routes.push_gone(problem);
        }
        routes
    }

    /// Node of customers who have left, and of places without a slot.
    pub(crate) fn gone(&self) -> usize {
        self.nodes - 1
    }

    /// The row of a node.
    pub(crate) fn row(&self, node: usize, problem: bool) -> usize {
        node + if problem { self.nodes } else { 0 }
    }

    /// The first step of a row.
    #[inline(always)]
    pub(crate) fn first_step(&self, row: usize) -> u32 {
        (row * (self.options + 1)) as u32
    }

    /// Which of a row's steps a 20-bit uniform picks: the number of thresholds that it reaches.
    #[inline(always)]
    pub(crate) fn option(&self, row: usize, uniform: i32) -> u32 {
        let octets = self.options / OCTET;
        let reached =
            |octet: &[i32; OCTET]| octet.iter().map(|&threshold| i32::from(uniform >= threshold)).sum::<i32>();
        self.thresholds[row * octets..][..octets].iter().map(reached).sum::<i32>() as u32
    }

    fn push_row(&mut self, from: usize, problem: bool, row: &Row) {
        let scale = f64::from(1_u32 << JOURNEY_BITS);
        let mut cumulative = 0.0;
        let mut thresholds = vec![i32::MAX; self.options];
        for (option, threshold) in thresholds.iter_mut().enumerate() {
            let to = row.pairs().get(option).map_or(AWAY, |&(touchpoint, probability)| {
                cumulative += probability;
                *threshold = libm::round((cumulative * scale).min(scale)) as i32;
                touchpoint + 1
            });
            self.steps.push(Step { from, to, problem });
        }
        self.steps.push(Step { from, to: AWAY, problem });
        self.thresholds.extend(thresholds.as_chunks().0);
    }

    fn push_gone(&mut self, problem: bool) {
        let gone = self.gone();
        self.thresholds.extend(std::iter::repeat_n([i32::MAX; OCTET], self.options / OCTET));
        self.steps.extend(std::iter::repeat_n(Step { from: gone, to: gone, problem }, self.options + 1));
    }
}
