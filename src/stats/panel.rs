//! The numbers of one metric: trials down, structures across.

use super::{Moments, Paired};

/// One number per trial and structure, only of trials in which every structure that ran has one.
///
/// A trial with a missing number under one structure is left out under all of them, and counted: that a figure is
/// undefined may itself depend on the structure, so the other structures' numbers of that trial would mislead.
///
/// A structure may have run in fewer trials than others, from the first on (it was ruled out then): its column is
/// shorter. What is said of it alone is of its own trials, of a pair of the trials of both, and what needs all structures
/// [side by side](Panel::side_by_side) of the trials of all.
///
/// ```
/// use dottedline::stats::Panel;
/// let panel = Panel::new(&[vec![Some(1.0), None, Some(3.0)], vec![Some(0.5), Some(2.0), Some(1.0)]]).unwrap();
/// assert_eq!((panel.trials(), panel.left_out()), (2, 1));
/// assert_eq!(panel.differences(0, 1), [0.5, 2.0]);
/// let ruled_out = Panel::new(&[vec![Some(1.0), Some(2.0), Some(3.0)], vec![Some(0.5)]]).unwrap();
/// assert_eq!((ruled_out.trials(), ruled_out.trials_of_all()), (3, 1));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    columns: Vec<Vec<f64>>,
    left_out: usize,
}

impl Panel {
    /// Takes one column per structure, each with one entry for each trial in which the structure ran, from the first trial
    /// on. A number that is not finite counts as missing. `None` without columns.
    #[must_use]
    pub fn new(columns: &[Vec<Option<f64>>]) -> Option<Panel> {
        let trials = columns.iter().map(Vec::len).max()?;
        let fine =
            |column: &Vec<Option<f64>>, trial: usize| column.get(trial).is_none_or(|x| x.is_some_and(f64::is_finite));
        let whole: Vec<usize> = (0..trials).filter(|&trial| columns.iter().all(|column| fine(column, trial))).collect();
        let kept = |column: &Vec<Option<f64>>| {
            whole.iter().filter_map(|&trial| column.get(trial).copied().flatten()).collect()
        };
        Some(Panel { columns: columns.iter().map(kept).collect(), left_out: trials - whole.len() })
    }

    /// Number of structures; at least 1.
    #[must_use]
    pub const fn structures(&self) -> usize {
        self.columns.len()
    }

    /// Number of trials that count, of the structures that ran in most.
    #[must_use]
    pub fn trials(&self) -> usize {
        self.columns.iter().map(Vec::len).max().unwrap_or(0)
    }

    /// Number of trials that count and in which all structures ran.
    #[must_use]
    pub fn trials_of_all(&self) -> usize {
        self.columns.iter().map(Vec::len).min().unwrap_or(0)
    }

    /// Number of trials left out because a structure that ran had no number.
    #[must_use]
    pub const fn left_out(&self) -> usize {
        self.left_out
    }

    /// The numbers of a structure in trial order; empty for an index out of range.
    #[must_use]
    pub fn column(&self, structure: usize) -> &[f64] {
        self.columns.get(structure).map_or(&[], Vec::as_slice)
    }

    /// The same of the trials that all structures have.
    #[must_use]
    pub fn side_by_side(&self) -> Panel {
        let trials = self.trials_of_all();
        let first = |column: &Vec<f64>| column[..trials].to_vec();
        Panel { columns: self.columns.iter().map(first).collect(), left_out: self.left_out }
    }

    /// The same of the first trials, so many at most.
    #[must_use]
    pub fn first(&self, trials: usize) -> Panel {
        let first = |column: &Vec<f64>| column[..column.len().min(trials)].to_vec();
        Panel { columns: self.columns.iter().map(first).collect(), left_out: self.left_out }
    }

    /// The numbers of each trial that all structures have, one per structure.
    pub fn rows(&self) -> impl Iterator<Item = Vec<f64>> + '_ {
        (0..self.trials_of_all()).map(|trial| self.columns.iter().map(|column| column[trial]).collect())
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

    /// The mean of each structure over its own trials; `None` if one has none.
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
