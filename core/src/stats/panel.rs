//! The numbers of one metric: trials down, structures across.

use std::borrow::Cow;

use super::Moments;

/// One number per trial and structure; some may be missing.
///
/// What is said of a structure alone is of the trials in which it has a number, of a pair of those in which both have one,
/// and what needs several structures [side by side](Panel::side_by_side) of those in which all of them have. So a structure
/// with few trials takes nothing from the others.
///
/// Trials may belong to blocks (replications of one parameter draw, of one site): then the independent replications
/// are the blocks, each by the mean of its trials, and `n` counts blocks.
///
/// ```
/// use dottedline_core::stats::Panel;
/// let panel = Panel::new(&[vec![Some(1.0), None, Some(3.0)], vec![Some(0.5), Some(2.0)]]).unwrap();
/// assert_eq!((panel.numbers(0), panel.numbers(1)), (vec![1.0, 3.0], vec![0.5, 2.0]));
/// assert_eq!(panel.differences(0, 1), [0.5]);
/// let blocks = Panel::new(&[vec![Some(1.0), Some(3.0), Some(7.0)]]).unwrap().in_blocks(&[0, 0, 1]);
/// assert_eq!(blocks.numbers(0), [2.0, 7.0]);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// A column per structure, all of one length; NaN where a number is missing.
    columns: Vec<Vec<f64>>,
    /// Whether a structure has a number in every trial.
    whole: Vec<bool>,
    /// The rows of each block; `None`: every row stands for itself.
    blocks: Option<Vec<Vec<usize>>>,
}

impl Panel {
    /// Takes one column per structure, each with one entry per trial from the first one on; a shorter column has no
    /// numbers in later trials. A number that is not finite counts as missing. `None` without columns.
    #[must_use]
    pub fn new(columns: &[Vec<Option<f64>>]) -> Option<Panel> {
        let trials = columns.iter().map(Vec::len).max()?;
        let number = |entry: Option<f64>| entry.filter(|number| number.is_finite()).unwrap_or(f64::NAN);
        let filled = |column: &Vec<Option<f64>>| {
            let entry = |trial| number(column.get(trial).copied().flatten());
            (0..trials).map(entry).collect()
        };
        let columns: Vec<Vec<f64>> = columns.iter().map(filled).collect();
        let whole = columns.iter().map(|column| !column.iter().any(|number| number.is_nan())).collect();
        Some(Panel { columns, whole, blocks: None })
    }

    /// The same with the block of each trial, in trial order: trials with the same label are one replication. Trials
    /// without a label stand in no block and do not count.
    #[must_use]
    pub fn in_blocks(mut self, blocks: &[usize]) -> Panel {
        let mut labels = blocks.to_vec();
        labels.sort_unstable();
        labels.dedup();
        let mut rows = vec![Vec::new(); labels.len()];
        for (row, label) in blocks.iter().enumerate().take(self.rows()) {
            if let Ok(place) = labels.binary_search(label) {
                rows[place].push(row);
            }
        }
        self.blocks = Some(rows);
        self
    }

    fn rows(&self) -> usize {
        self.columns.first().map_or(0, Vec::len)
    }

    /// Number of structures; at least 1.
    #[must_use]
    pub const fn structures(&self) -> usize {
        self.columns.len()
    }

    /// The numbers of a structure, one for each replication that it has, in trial order; none for an index out of
    /// range.
    #[must_use]
    pub fn numbers(&self, structure: usize) -> Vec<f64> {
        self.shared(&[structure]).pop().unwrap_or_default()
    }

    /// The numbers of two structures, of the trials that both have.
    #[must_use]
    pub fn of_both(&self, first: usize, second: usize) -> (Vec<f64>, Vec<f64>) {
        let mut columns = self.shared(&[first, second]).into_iter();
        (columns.next().unwrap_or_default(), columns.next().unwrap_or_default())
    }

    /// The same, borrowed where nothing is missing.
    pub(super) fn borrowed(&self, first: usize, second: usize) -> (Cow<'_, [f64]>, Cow<'_, [f64]>) {
        let whole = |each: usize| self.columns.get(each).filter(|_| self.blocks.is_none() && self.whole[each]);
        match whole(first).zip(whole(second)) {
            Some((first, second)) => (Cow::Borrowed(first), Cow::Borrowed(second)),
            None => {
                let (first, second) = self.of_both(first, second);
                (Cow::Owned(first), Cow::Owned(second))
            }
        }
    }

    /// First minus second, of the trials that both have.
    #[must_use]
    pub fn differences(&self, first: usize, second: usize) -> Vec<f64> {
        let (first, second) = self.of_both(first, second);
        first.iter().zip(&second).map(|(a, b)| a - b).collect()
    }

    /// A column for each of these structures (indices), of the trials in which all of them have a number.
    fn shared(&self, structures: &[usize]) -> Vec<Vec<f64>> {
        let Some(columns) = structures.iter().map(|&each| self.columns.get(each)).collect::<Option<Vec<_>>>() else {
            return Vec::new();
        };
        if self.blocks.is_none() && structures.iter().all(|&each| self.whole[each]) {
            return columns.into_iter().cloned().collect();
        }
        let whole = |row: &usize| columns.iter().all(|column| !column[*row].is_nan());
        let Some(blocks) = &self.blocks else {
            let rows: Vec<usize> = (0..self.rows()).filter(whole).collect();
            return columns.iter().map(|column| rows.iter().map(|&row| column[row]).collect()).collect();
        };
        let rows = |block: &Vec<usize>| block.iter().copied().filter(whole).collect::<Vec<usize>>();
        let blocks: Vec<Vec<usize>> = blocks.iter().map(rows).filter(|rows| !rows.is_empty()).collect();
        let mean = |column: &[f64], rows: &[usize]| rows.iter().map(|&row| column[row]).collect::<Moments>().mean();
        columns.iter().map(|column| blocks.iter().filter_map(|rows| mean(column, rows)).collect()).collect()
    }

    /// The mean of each structure over its own evidence; `None` where it has none.
    #[must_use]
    pub fn means(&self) -> Vec<Option<f64>> {
        (0..self.structures()).map(|each| self.numbers(each).into_iter().collect::<Moments>().mean()).collect()
    }

    /// By structure, the trials in which it has no number though another one has.
    #[must_use]
    pub fn missing(&self) -> Vec<usize> {
        let some = |row: &usize| self.columns.iter().any(|column| !column[*row].is_nan());
        let rows: Vec<usize> = (0..self.rows()).filter(some).collect();
        self.columns.iter().map(|column| rows.iter().filter(|&&row| column[row].is_nan()).count()).collect()
    }

    /// The same with every sign turned: for a metric of which less is better.
    #[must_use]
    pub fn negated(&self) -> Panel {
        let turned = |column: &Vec<f64>| column.iter().map(|number| -number).collect();
        let columns = self.columns.iter().map(turned).collect();
        Panel { columns, whole: self.whole.clone(), blocks: self.blocks.clone() }
    }

    /// All pairs of structures, each once: (0, 1), (0, 2), … (1, 2), …
    #[must_use]
    pub fn pairs(&self) -> Vec<(usize, usize)> {
        let structures = self.structures();
        (0..structures).flat_map(|first| (first + 1..structures).map(move |second| (first, second))).collect()
    }

    /// The structures that can be set side by side, with the evidence that all of them share.
    ///
    /// A structure with fewer than half of the trials of the second in number is left out: few trials of its own would leave
    /// little of everybody's.
    #[must_use]
    pub fn side_by_side(&self) -> SideBySide {
        let counts: Vec<usize> = (0..self.structures()).map(|each| self.numbers(each).len()).collect();
        let structures = with_enough_trials(&counts);
        let columns = self.shared(&structures);
        SideBySide { structures, columns }
    }
}

/// The structures (indices) with at least half as many trials as the second in number; `counts` are the trials of each.
///
/// ```
/// use dottedline_core::stats::with_enough_trials;
/// assert_eq!(with_enough_trials(&[200, 50, 200, 100]), [0, 2, 3]);
/// assert_eq!(with_enough_trials(&[40, 12]), [0, 1], "two always remain");
/// ```
#[must_use]
pub fn with_enough_trials(counts: &[usize]) -> Vec<usize> {
    let mut sorted = counts.to_vec();
    sorted.sort_unstable_by(|a, b| b.cmp(a));
    let enough = sorted.get(1).copied().unwrap_or(0);
    (0..counts.len()).filter(|&each| 2 * counts[each] >= enough).collect()
}

/// Structures set side by side: their numbers, of the evidence that all of them have.
#[derive(Clone, Debug, PartialEq)]
pub struct SideBySide {
    structures: Vec<usize>,
    columns: Vec<Vec<f64>>,
}

impl SideBySide {
    /// The structures (indices into the panel), ascending.
    #[must_use]
    pub fn structures(&self) -> &[usize] {
        &self.structures
    }

    /// Where a structure (index into the panel) stands among them.
    #[must_use]
    pub fn place(&self, structure: usize) -> Option<usize> {
        self.structures.binary_search(&structure).ok()
    }

    /// Pieces of evidence that all of them have.
    #[must_use]
    pub fn len(&self) -> usize {
        self.columns.first().map_or(0, Vec::len)
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The numbers of one of them (place).
    #[must_use]
    pub fn column(&self, place: usize) -> &[f64] {
        self.columns.get(place).map_or(&[], Vec::as_slice)
    }

    /// For each replication one number per structure.
    pub fn rows(&self) -> impl Iterator<Item = Vec<f64>> + '_ {
        (0..self.len()).map(|row| self.columns.iter().map(|column| column[row]).collect())
    }

    /// The mean of each structure; `None` without evidence.
    #[must_use]
    pub fn means(&self) -> Option<Vec<f64>> {
        self.columns.iter().map(|column| column.iter().copied().collect::<Moments>().mean()).collect()
    }

    /// The same of the first replications, so many at most.
    #[must_use]
    pub fn first(mut self, most: usize) -> SideBySide {
        self.columns.iter_mut().for_each(|column| column.truncate(most));
        self
    }
}
