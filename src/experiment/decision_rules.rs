//! What decides: which figures, from which difference on, and how sure.

use super::figures::{Figure, figures};
use super::findings::Findings;

/// The difference in a figure that matters in practice.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Practical {
    /// In the figure's unit, above 0.
    Absolute(f64),
    /// As a share of the size of the baseline's mean, above 0.
    ShareOfBaseline(f64),
}

/// A figure that counts for the decision.
#[derive(Clone, Debug, PartialEq)]
pub struct Criterion {
    /// Name of the figure, as in `summary.csv`.
    pub metric: String,
    /// Differences up to this are equivalent.
    pub practical: Practical,
    /// Whether less of it is better.
    pub smaller_is_better: bool,
}

/// The rules by which trials decide between structures.
#[derive(Clone, Debug, PartialEq)]
pub struct DecisionRules {
    /// The figures that count. The first is the primary one: it decides. The others are told beside it.
    pub criteria: Vec<Criterion>,
    /// Probability that any statement about the primary figure is wrong, inside (0, ½). The others share as much again.
    pub alpha: f64,
}

impl Default for DecisionRules {
    /// Retention decides, from half a point on. Beside it: both net promoter scores from 2 points on, and net value from
    /// 1 % of the baseline's on. All at 95 % confidence.
    fn default() -> DecisionRules {
        let criterion =
            |metric: &str, practical| Criterion { metric: metric.to_owned(), practical, smaller_is_better: false };
        DecisionRules {
            criteria: vec![
                criterion("retention", Practical::Absolute(0.005)),
                criterion("nps_true", Practical::Absolute(2.0)),
                criterion("nps_measured", Practical::Absolute(2.0)),
                criterion("net_value", Practical::ShareOfBaseline(0.01)),
            ],
            alpha: 0.05,
        }
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

impl Criterion {
    /// Its figure and place among [`figures`]; `None` for an unknown name.
    pub(super) fn figure(&self) -> Option<(usize, Figure)> {
        figures().enumerate().find(|(_, figure)| figure.name == self.metric)
    }

    /// The practical difference in the figure's unit; `None` if it would not be above 0, such as a share of nothing.
    #[must_use]
    pub fn practical_in(&self, findings: &Findings) -> Option<f64> {
        let practical = match self.practical {
            Practical::Absolute(size) => size,
            Practical::ShareOfBaseline(share) => {
                let mean = findings.summary_of(findings.baseline(), &self.metric)?.estimate.mean?;
                share * mean.abs()
            }
        };
        (practical > 0.0 && practical.is_finite()).then_some(practical)
    }
}
