//! When a run ends: after all of its trials, or as soon as it knows enough.

use super::decision_rules::{Criterion, DecisionRules, figure_of, practical_of};
use super::findings::Findings;
use super::replications::trials_per_evidence;
use super::sequential::{LOOK_TRIALS, StopRule, Until};
use crate::model::Study;

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

/// Watches trials as they are taken up, and says when there are enough and who still has to run.
///
/// Interim looks come after every [`LOOK_TRIALS`] replications: trials, or parameter draws, each with its trials. The rule is
/// set up at the first interim look: a difference that is a share of the baseline's mean is known only then.
#[derive(Debug)]
pub(super) struct Watch {
    stopping: Stopping,
    rule: Option<StopRule>,
    look_trials: u32,
    running: Vec<usize>,
}

impl Watch {
    pub(super) fn new(stopping: Stopping, study: &Study) -> Watch {
        let running = (0..study.structures.len()).collect();
        Watch { stopping, rule: None, look_trials: look_trials(study), running }
    }

    /// Takes up the trials that the findings have gained since the last interim look, if this is one; whether they are enough.
    pub(super) fn is_enough(&mut self, findings: &Findings) -> bool {
        let trials = findings.trials();
        if self.stopping == Stopping::Fixed || !trials.is_multiple_of(self.look_trials) {
            return false;
        }
        if trials == self.look_trials {
            self.rule = rule(self.stopping, findings);
        }
        let Some(rule) = &mut self.rule else { return false };
        for row in rows(findings).skip(rule.trials() as usize) {
            rule.take_numbers(&row);
        }
        if let Some(search) = rule.search() {
            self.running = search.survivors().to_vec();
        }
        rule.is_done()
    }

    /// Takes up the looks that fell into trials that are kept elsewhere already; whether they were enough.
    pub(super) fn catch_up(&mut self, study: &Study, findings: &Findings) -> bool {
        let last = findings.trials() / self.look_trials * self.look_trials;
        let looks = [self.look_trials, last].into_iter().filter(|&look| look <= last);
        let mut enough = false;
        for look in looks {
            enough = findings.first_trials(study, look).is_some_and(|first| self.is_enough(&first));
        }
        enough
    }

    /// The structures (indices) that run in the next trial.
    pub(super) fn running(&self) -> &[usize] {
        &self.running
    }

    /// The structure (index) that was chosen, once one was.
    pub(super) fn chosen(&self) -> Option<usize> {
        Some(self.rule.as_ref()?.search()?.choice()?.structure)
    }

    /// The last trial that should be computed before the next interim look.
    pub(super) fn next_look(&self, trials: u32) -> u32 {
        match self.stopping {
            Stopping::Fixed => u32::MAX,
            _ => (trials / self.look_trials + 1).saturating_mul(self.look_trials),
        }
    }
}

/// Trials before the first interim look of a study that stops when it knows enough, and between interim looks.
#[must_use]
pub fn look_trials(study: &Study) -> u32 {
    LOOK_TRIALS.saturating_mul(trials_per_evidence(study))
}

fn rule(stopping: Stopping, findings: &Findings) -> Option<StopRule> {
    let rules: &DecisionRules = findings.rules();
    let primary = rules.criteria.first()?;
    let until = match stopping {
        Stopping::Fixed => return None,
        Stopping::Decided => Until::Decided(practical(primary, findings)?),
        Stopping::Precision(half_width) => Until::Precision(half_width),
    };
    StopRule::new(findings.structures().len(), findings.baseline(), &primary.metric, until, rules.alpha)
}

/// The difference that matters, in the figure's unit.
fn practical(primary: &Criterion, findings: &Findings) -> Option<f64> {
    let (figure, _) = figure_of(primary)?;
    let baseline: Vec<f64> = findings.evidence(findings.baseline(), figure).into_iter().flatten().collect();
    practical_of(primary, &baseline)
}

/// The figure that decides, of every structure: a row for each replication. More is better.
fn rows(findings: &Findings) -> impl Iterator<Item = Vec<Option<f64>>> {
    let primary = findings.rules().criteria.first().and_then(|primary| Some((figure_of(primary)?.0, primary)));
    let column = |structure| match primary {
        None => Vec::new(),
        Some((figure, primary)) => {
            let sign = if primary.smaller_is_better { -1.0 } else { 1.0 };
            findings.evidence(structure, figure).into_iter().map(|number| number.map(|number| sign * number)).collect()
        }
    };
    let columns: Vec<Vec<Option<f64>>> = (0..findings.structures().len()).map(column).collect();
    let pieces = columns.iter().map(Vec::len).max().unwrap_or(0);
    (0..pieces).map(move |piece| columns.iter().map(|column| column.get(piece).copied().flatten()).collect())
}
