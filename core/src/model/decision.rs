//! What is to be decided: by which figures, from which difference on, and how sure.

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

/// The decision that a study is made for.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// The figures that count, each once. The first is the primary one: it decides. The others are told beside it.
    pub criteria: Vec<Criterion>,
    /// Probability that everything said about the primary figure is right, from .5 to .9999.
    pub confidence: f64,
}

impl Default for Decision {
    /// Retention per year decides, from a fifth of a point on, which is about half a point over four years. Beside it: both
    /// net promoter scores from 2 points on, and total value and net value from 1 % of the baseline's on. All at 95 %
    /// confidence.
    fn default() -> Decision {
        let criterion =
            |metric: &str, practical| Criterion { metric: metric.to_owned(), practical, smaller_is_better: false };
        Decision {
            criteria: vec![
                criterion("retention_annualised", Practical::Absolute(0.002)),
                criterion("nps_true", Practical::Absolute(2.0)),
                criterion("nps_measured", Practical::Absolute(2.0)),
                criterion("total_value", Practical::ShareOfBaseline(0.01)),
                criterion("net_value", Practical::ShareOfBaseline(0.01)),
            ],
            confidence: 0.95,
        }
    }
}

impl Decision {
    /// Probability that something said about the primary figure is wrong: 1 − confidence, without the dust of subtracting.
    #[must_use]
    pub fn alpha(&self) -> f64 {
        ((1.0 - self.confidence) * 1e12).round() / 1e12
    }

    /// The figure that decides; `None` if none is named.
    #[must_use]
    pub fn primary(&self) -> Option<&Criterion> {
        self.criteria.first()
    }
}
