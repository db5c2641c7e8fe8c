//! Figures at the horizon over all trials: each structure by itself, and against the baseline.

use super::figures::{Figure, figures};
use super::findings::Findings;
use crate::stats::{Estimate, Interval, Moments, Paired, Support, in_order, quantile_of_sorted, sound_interval};

/// How differences are judged.
pub(crate) const METHOD: &str = "paired t, 95 %";

/// One figure of one structure over all trials.
#[derive(Clone, Debug, PartialEq)]
pub struct SummaryRow<'a> {
    /// The structure's name.
    pub structure: &'a str,
    /// What the row is about.
    pub figure: Figure,
    /// Mean over trials, standard deviation and interval.
    pub estimate: Estimate,
    /// Trials in which the structure ran and the figure is not defined.
    pub undefined: u64,
    /// The value that 5 % of trials stay below.
    pub p05: Option<f64>,
    /// The median of trials.
    pub p50: Option<f64>,
    /// The value that 95 % of trials stay below.
    pub p95: Option<f64>,
}

/// One figure of one structure against another, mostly the baseline, trial by trial.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparisonRow<'a> {
    /// What the row is about.
    pub figure: Figure,
    /// The structure's name.
    pub structure: &'a str,
    /// The other's name.
    pub other: &'a str,
    /// Trials, or parameter draws, in which the figure is defined under both.
    pub n: u64,
    /// Mean of the structure over these trials.
    pub mean_structure: Option<f64>,
    /// Mean of the other over these trials.
    pub mean_other: Option<f64>,
    /// Mean of structure minus other.
    pub difference: Option<f64>,
    /// Standard deviation of the difference between trials.
    pub sd: Option<f64>,
    /// 95 % interval of the mean difference.
    pub interval: Option<Interval>,
    /// Share of these trials in which the structure's figure is greater.
    pub share_greater: Option<f64>,
    /// Correlation between the two over trials.
    pub correlation: Option<f64>,
    /// How many times more trials independent random numbers would need for the same interval.
    pub variance_reduction: Option<f64>,
}

impl Findings {
    /// Every figure of every structure: structures in study order, figures in column order.
    pub fn summary(&self) -> impl Iterator<Item = SummaryRow<'_>> {
        let rows = move |structure| {
            figures().enumerate().map(move |(index, figure)| self.summary_row(structure, index, figure))
        };
        (0..self.structures().len()).flat_map(rows)
    }

    /// The row of one structure (index) and figure (name), if there are such.
    #[must_use]
    pub fn summary_of(&self, structure: usize, name: &str) -> Option<SummaryRow<'_>> {
        let (index, figure) = figures().enumerate().find(|(_, figure)| figure.name == name)?;
        (structure < self.structures().len()).then(|| self.summary_row(structure, index, figure))
    }

    fn summary_row(&self, structure: usize, index: usize, figure: Figure) -> SummaryRow<'_> {
        let column: Vec<Option<f64>> = self.column(structure, index).collect();
        let moments: Moments = column.iter().flatten().copied().collect();
        let sorted = in_order(column.iter().flatten().copied().collect());
        let evidence: Moments = self.evidence_in(column).into_iter().flatten().collect();
        SummaryRow {
            structure: self.name(structure),
            figure,
            estimate: Estimate::with_interval(
                &moments,
                sound_interval(&evidence, &self.student, figure.support(), size(sorted.iter())),
            ),
            undefined: u64::from(self.trials_of(structure)) - moments.count(),
            p05: quantile_of_sorted(&sorted, 0.05),
            p50: quantile_of_sorted(&sorted, 0.50),
            p95: quantile_of_sorted(&sorted, 0.95),
        }
    }

    /// Every figure of every structure but the baseline against the baseline: figures in column order, structures in
    /// study order. Figures that are themselves told against the baseline are left out.
    pub fn comparisons(&self) -> impl Iterator<Item = ComparisonRow<'_>> {
        let others = move || (0..self.structures().len()).filter(|&structure| structure != self.baseline());
        let baseline = self.baseline();
        let row = move |structure, (index, figure)| self.comparison_row((structure, baseline), index, figure);
        let rows = move |figure| others().map(move |structure| row(structure, figure));
        figures().enumerate().take(crate::engine::METRICS.len()).flat_map(rows)
    }

    /// The comparison of one structure (index) in one figure (name); `None` for the baseline itself.
    #[must_use]
    pub fn comparison_of(&self, structure: usize, name: &str) -> Option<ComparisonRow<'_>> {
        let (index, figure) = figures().enumerate().find(|(_, figure)| figure.name == name)?;
        let comparable = structure < self.structures().len() && structure != self.baseline();
        comparable.then(|| self.comparison_row((structure, self.baseline()), index, figure))
    }

    /// The comparison of two structures (indices) in a figure (index).
    pub(super) fn comparison_row(&self, pair: (usize, usize), index: usize, figure: Figure) -> ComparisonRow<'_> {
        self.comparison_of_columns(pair, figure, [&self.evidence(pair.0, index), &self.evidence(pair.1, index)])
    }

    /// The same with the evidence on the figure under both.
    pub(super) fn comparison_of_columns(
        &self,
        pair: (usize, usize),
        figure: Figure,
        [own, other]: [&[Option<f64>]; 2],
    ) -> ComparisonRow<'_> {
        let pairs = Paired::of(own.iter().copied(), other.iter().copied());
        ComparisonRow {
            figure,
            structure: self.name(pair.0),
            other: self.name(pair.1),
            n: pairs.difference.count(),
            mean_structure: pairs.first.mean(),
            mean_other: pairs.second.mean(),
            difference: pairs.difference.mean(),
            sd: pairs.difference.standard_deviation(),
            interval: sound_interval(
                &pairs.difference,
                &self.student,
                figure.support().map(Support::of_differences),
                size([pairs.first.mean(), pairs.second.mean()].iter().flatten()),
            ),
            share_greater: pairs.share_greater(),
            correlation: pairs.correlation(),
            variance_reduction: pairs.variance_reduction(),
        }
    }
}

/// The size of numbers, beside which rounding is nothing.
fn size<'n>(numbers: impl Iterator<Item = &'n f64>) -> f64 {
    numbers.fold(0.0, |most: f64, number| most.max(number.abs()))
}
