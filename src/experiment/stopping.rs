//! When a run ends: after all of its trials, or as soon as it knows enough.

use super::decision_rules::DecisionRules;
use super::figures::figures;
use super::findings::Findings;
use super::stop_rule::{LOOK_TRIALS, StopRule, Until};

/// When a run ends, by the figure that decides. None ends later than after the study's trials.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Stopping {
    /// After the study's trials.
    #[default]
    Fixed,
    /// As soon as the best structure is found, where differences that do not matter do not matter.
    Decided,
    /// As soon as every difference to the baseline is known to within this much on either side.
    Precision(f64),
}

impl Stopping {
    /// What it waits for, in a few words.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Stopping::Fixed => "all trials are done".to_owned(),
            Stopping::Decided => "the best structure is found".to_owned(),
            Stopping::Precision(half_width) => format!("differences are known to ±{half_width}"),
        }
    }
}

/// Watches trials as they are taken up, and says when there are enough.
///
/// The rule is set up after the first [`LOOK_TRIALS`] trials: a difference that is a share of the baseline's mean is known
/// only then.
#[derive(Debug)]
pub(super) struct Watch {
    stopping: Stopping,
    rule: Option<StopRule>,
}

impl Watch {
    pub(super) fn new(stopping: Stopping) -> Watch {
        Watch { stopping, rule: None }
    }

    /// Takes up the trials that the findings have gained; whether they are enough.
    pub(super) fn is_enough(&mut self, findings: &Findings) -> bool {
        let trials = findings.trials();
        if self.stopping == Stopping::Fixed || trials < LOOK_TRIALS {
            return false;
        }
        if trials == LOOK_TRIALS {
            self.rule = rule(self.stopping, findings);
        }
        let Some(rule) = &mut self.rule else { return false };
        let known = rule.trials() as usize;
        for trial in known..trials as usize {
            rule.take_numbers(&row(findings, trial));
        }
        rule.is_done()
    }

    /// The last trial that should be computed before the next look.
    pub(super) fn next_look(&self, trials: u32) -> u32 {
        match self.stopping {
            Stopping::Fixed => u32::MAX,
            _ => (trials / LOOK_TRIALS + 1).saturating_mul(LOOK_TRIALS),
        }
    }
}

fn rule(stopping: Stopping, findings: &Findings) -> Option<StopRule> {
    let rules: &DecisionRules = findings.rules();
    let primary = rules.criteria.first()?;
    let until = match stopping {
        Stopping::Fixed => return None,
        Stopping::Decided => Until::Decided(primary.practical_in(findings)?),
        Stopping::Precision(half_width) => Until::Precision(half_width),
    };
    StopRule::new(findings.structures().len(), findings.baseline(), &primary.metric, until, rules.alpha)
}

/// The figure that decides, of every structure in a trial; more is better.
fn row(findings: &Findings, trial: usize) -> Vec<Option<f64>> {
    let Some(primary) = findings.rules().criteria.first() else { return Vec::new() };
    let Some(figure) = figures().position(|figure| figure.name == primary.metric) else { return Vec::new() };
    let sign = if primary.smaller_is_better { -1.0 } else { 1.0 };
    let number = |structure| findings.number(structure, figure, trial).map(|number| sign * number);
    (0..findings.structures().len()).map(number).collect()
}
