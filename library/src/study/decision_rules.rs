//! What decides: which figures, from which difference on, and how sure.

use super::figures::{Figure, figures};
pub use crate::model::{Criterion, Practical};
use crate::model::{Decision, Study};
use crate::stats::Moments;

/// The rules by which trials decide between structures.
#[derive(Clone, Debug, PartialEq)]
pub struct DecisionRules {
    /// The figures that count. The first is the primary one: it decides. The others are told beside it.
    pub criteria: Vec<Criterion>,
    /// Probability that any statement about the primary figure is wrong, inside (0, ½). The others share as much again.
    pub alpha: f64,
}

impl Default for DecisionRules {
    /// Those of [`Decision::default`].
    fn default() -> DecisionRules {
        (&Decision::default()).into()
    }
}

impl From<&Decision> for DecisionRules {
    fn from(decision: &Decision) -> DecisionRules {
        DecisionRules { criteria: decision.criteria.clone(), alpha: decision.alpha() }
    }
}

impl DecisionRules {
    /// The error probability of a criterion (index): α for the primary one, an equal part of α for each other one.
    #[must_use]
    pub fn alpha_of(&self, criterion: usize) -> f64 {
        let others = self.criteria.len().saturating_sub(1).max(1);
        if criterion == 0 { self.alpha } else { self.alpha / others as f64 }
    }
}

/// The figure of a criterion and its place among [`figures`]; `None` for an unknown name.
pub(super) fn figure_of(criterion: &Criterion) -> Option<(usize, Figure)> {
    figures().enumerate().find(|(_, figure)| figure.name == criterion.metric)
}

/// Places among [`figures`] of the figures by which a study is decided, in its order; unknown names are left out.
pub(super) fn figures_that_count(study: &Study) -> impl Iterator<Item = usize> {
    study.decision.criteria.iter().filter_map(|criterion| figure_of(criterion).map(|(place, _)| place))
}

/// The practical difference of a criterion in its figure's unit, from the numbers of the baseline; `None` if it would not be above
/// 0, such as a share of nothing.
pub(super) fn practical_of(criterion: &Criterion, baseline: &[f64]) -> Option<f64> {
    let practical = match criterion.practical {
        Practical::Absolute(size) => size,
        Practical::ShareOfBaseline(share) => share * baseline.iter().copied().collect::<Moments>().mean()?.abs(),
    };
    (practical > 0.0 && practical.is_finite()).then_some(practical)
}
