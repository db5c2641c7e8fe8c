//! The numbers of one metric: trials down, structures across.

use super::{Moments, Paired};

/// One number per trial and structure, only of trials in which every structure has one.
///
/// A trial with a missing number under one structure is left out under all of them, and counted: that a figure is
/// undefined may itself depend on the structure, so the other structures' numbers of that trial would mislead.
///
/// ```
/// use dottedline::stats::Panel;
/// let panel = Panel::new(&[vec![Some(1.0), None, Some(3.0)], vec![Some(0.5), Some(2.0), Some(1.0)]]).unwrap();
/// assert_eq!((panel.trials(), panel.left_out()), (2, 1));
/// assert_eq!(panel.differences(0, 1), [0.5, 2.0]);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    columns: Vec<Vec<f64>>,
    left_out: usize,
}

impl Panel {
    /// Takes one column per structure, each with one entry per trial in the same order. A number that is not finite
    /// counts as missing. `None` without columns or if their lengths differ.
    #[must_use]
    pub fn new(columns: &[Vec<Option<f64>>]) -> Option<Panel> {
        let trials = columns.first()?.len();
        if columns.iter().any(|column| column.len() != trials) {
            return None;
        }
        let there = |column: &Vec<Option<f64>>, trial: usize| column[trial].is_some_and(f64::is_finite);
        let whole: Vec<usize> =
            (0..trials).filter(|&trial| columns.iter().all(|column| there(column, trial))).collect();
        let kept = |column: &Vec<Option<f64>>| whole.iter().filter_map(|&trial| column[trial]).collect();
        Some(Panel { columns: columns.iter().map(kept).collect(), left_out: trials - whole.len() })
    }

    /// Number of structures; at least 1.
    #[must_use]
    pub const fn structures(&self) -> usize {
        self.columns.len()
    }

    /// Number of trials that count.
    #[must_use]
    pub fn trials(&self) -> usize {
        self.columns.first().map_or(0, Vec::len)
    }

    /// Number of trials left out because a structure had no number.
    #[must_use]
    pub const fn left_out(&self) -> usize {
        self.left_out
    }

    /// The numbers of a structure in trial order; empty for an index out of range.
    #[must_use]
    pub fn column(&self, structure: usize) -> &[f64] {
        self.columns.get(structure).map_or(&[], Vec::as_slice)
    }

    /// The numbers of each trial, one per structure.
    pub fn rows(&self) -> impl Iterator<Item = Vec<f64>> + '_ {
        (0..self.trials()).map(|trial| self.columns.iter().map(|column| column[trial]).collect())
    }

    /// First minus second, trial by trial.
    #[must_use]
    pub fn differences(&self, first: usize, second: usize) -> Vec<f64> {
        self.column(first).iter().zip(self.column(second)).map(|(a, b)| a - b).collect()
    }

    /// Two structures' numbers in pairs.
    #[must_use]
    pub fn paired(&self, first: usize, second: usize) -> Paired {
        let some = |structure| self.column(structure).iter().copied().map(Some);
        Paired::of(some(first), some(second))
    }

    /// The mean of each structure; `None` without trials.
    #[must_use]
    pub fn means(&self) -> Option<Vec<f64>> {
        self.columns.iter().map(|column| column.iter().copied().collect::<Moments>().mean()).collect()
    }

    /// The same with every sign turned: for a metric of which less is better.
    #[must_use]
    pub fn negated(&self) -> Panel {
        let turned = |column: &Vec<f64>| column.iter().map(|number| -number).collect();
        Panel { columns: self.columns.iter().map(turned).collect(), left_out: self.left_out }
    }

    /// All pairs of structures, each once: (0, 1), (0, 2), … (1, 2), …
    #[must_use]
    pub fn pairs(&self) -> Vec<(usize, usize)> {
        let structures = self.structures();
        (0..structures).flat_map(|first| (first + 1..structures).map(move |second| (first, second))).collect()
    }
}
