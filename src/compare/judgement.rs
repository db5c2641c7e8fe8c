//! All that may be concluded from the trials in one metric.

use super::Table;
use crate::experiment::{
    Criterion, Decision, DecisionRules, Evidence, Findings, JudgedPair, Judging, Practical, StructureOption, Verdicts,
    options,
};
use crate::stats::{Moments, Panel, compare_pairs, leader, minimax_regret, perfect_information, regrets};

/// How numbers of a metric are shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// The metric's name for readers.
    pub name: String,
    /// What numbers are multiplied by.
    pub factor: f64,
    /// Their unit then; may be empty.
    pub unit: &'static str,
}

/// What the trials say about all structures in one metric.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// The metric's name in tables.
    pub metric: String,
    /// How it is shown.
    pub shown: Shown,
    /// The structures' names.
    pub structures: Vec<String>,
    /// Index of the structure that the others are compared with.
    pub baseline: usize,
    /// The difference that matters; `None` if there is none, then there are no verdicts.
    pub practical: Option<f64>,
    /// Probability that any of the statements is wrong.
    pub alpha: f64,
    /// Trials, or assumed worlds, in which every structure that ran has a number.
    pub trials: usize,
    /// Those of them in which all structures ran.
    pub trials_of_all: usize,
    /// Which of the two they are.
    pub evidence: Evidence,
    /// Trials left out because one has none.
    pub left_out: usize,
    /// Whether less is better.
    pub smaller_is_better: bool,
    /// Index of the structure with the best mean; `None` without trials.
    pub leader: Option<usize>,
    /// Index of the structure whose worst regret is least; `None` without trials.
    pub minimax_regret: Option<usize>,
    /// Mean gain of somebody who knew each trial's luck before choosing.
    pub perfect_information: Option<f64>,
    /// Each structure as a choice.
    pub options: Vec<StructureOption>,
    /// The pairs: first each structure against the baseline, then the others, later structures against earlier ones.
    pub pairs: Vec<JudgedPair>,
}

impl Judgement {
    /// Judges the trials of a run by its rules: one judgement per metric that counts, the primary one first.
    #[must_use]
    pub fn of_findings(findings: &Findings) -> Vec<Judgement> {
        let (verdicts, decisions) = (findings.verdicts(findings.rules()), findings.decisions(findings.rules()));
        verdicts.into_iter().zip(decisions).map(|(verdicts, decision)| of_run(findings, verdicts, decision)).collect()
    }

    /// Judges a table: one judgement per criterion whose metric it has, the first one being the primary.
    #[must_use]
    pub fn of_table(table: &Table, baseline: usize, rules: &DecisionRules) -> Vec<Judgement> {
        let judge = |(place, criterion)| of_column(table, baseline, criterion, rules.alpha_of(place));
        rules.criteria.iter().enumerate().filter_map(judge).collect()
    }

    /// The name of a structure.
    #[must_use]
    pub fn name(&self, structure: usize) -> &str {
        self.structures.get(structure).map_or("", String::as_str)
    }

    /// The pairs of a structure and the baseline.
    pub fn against_baseline(&self) -> impl Iterator<Item = &JudgedPair> {
        self.pairs.iter().filter(|pair| pair.comparison.second == self.baseline)
    }
}

fn of_run(findings: &Findings, verdicts: Verdicts, decision: Decision) -> Judgement {
    Judgement {
        metric: verdicts.figure.name.to_owned(),
        shown: shown_in_a_run(verdicts.figure.name),
        structures: findings.structures().to_vec(),
        baseline: findings.baseline(),
        practical: verdicts.practical,
        alpha: verdicts.alpha,
        trials: verdicts.trials,
        trials_of_all: decision.trials_of_all,
        evidence: findings.kind_of_evidence(),
        left_out: verdicts.left_out,
        smaller_is_better: verdicts.smaller_is_better,
        leader: decision.leader,
        minimax_regret: decision.minimax_regret,
        perfect_information: decision.perfect_information,
        options: decision.options,
        pairs: verdicts.pairs,
    }
}

fn shown_in_a_run(metric: &str) -> Shown {
    let (name, factor, unit) = match metric {
        "retention" => ("retention", 100.0, "points"),
        "nps_true" => ("NPS", 1.0, "points"),
        "nps_measured" => ("measured NPS", 1.0, "points"),
        "net_value" => ("net value", 1.0, ""),
        other => (other, 1.0, ""),
    };
    Shown { name: name.to_owned(), factor, unit }
}

fn of_column(table: &Table, baseline: usize, criterion: &Criterion, alpha: f64) -> Option<Judgement> {
    let panel = Panel::new(table.columns(&criterion.metric)?)?;
    let practical = practical(criterion, panel.column(baseline));
    let smaller_is_better = criterion.smaller_is_better;
    // From here on more is better; what is shown is turned back.
    let (ahead, sign) = if smaller_is_better { (panel.negated(), -1.0) } else { (panel.clone(), 1.0) };
    let regrets = regrets(&ahead).unwrap_or_default();
    let some = panel.trials() > 0;
    Some(Judgement {
        metric: criterion.metric.clone(),
        shown: Shown { name: criterion.metric.clone(), factor: 1.0, unit: "" },
        structures: table.structures().to_vec(),
        baseline,
        practical,
        alpha,
        trials: panel.trials(),
        trials_of_all: panel.trials_of_all(),
        evidence: Evidence::Trials,
        left_out: panel.left_out(),
        smaller_is_better,
        leader: leader(&ahead).filter(|_| some),
        minimax_regret: minimax_regret(&regrets),
        perfect_information: perfect_information(&ahead),
        options: options(&ahead, &regrets, alpha, sign),
        pairs: judged_pairs(&panel, baseline, practical, alpha, smaller_is_better),
    })
}

fn practical(criterion: &Criterion, baseline: &[f64]) -> Option<f64> {
    let practical = match criterion.practical {
        Practical::Absolute(size) => size,
        Practical::ShareOfBaseline(share) => share * baseline.iter().copied().collect::<Moments>().mean()?.abs(),
    };
    (practical > 0.0 && practical.is_finite()).then_some(practical)
}

fn judged_pairs(
    panel: &Panel,
    baseline: usize,
    practical: Option<f64>,
    alpha: f64,
    smaller_is_better: bool,
) -> Vec<JudgedPair> {
    let judging = Judging::new(0, panel, smaller_is_better, alpha);
    let pairs = pairs(panel.structures(), baseline);
    let compared = compare_pairs(panel, &pairs, practical.unwrap_or(0.0), alpha);
    compared.into_iter().map(|comparison| judging.pair(comparison)).collect()
}

/// Each structure against the baseline, then every other pair.
fn pairs(structures: usize, baseline: usize) -> Vec<(usize, usize)> {
    let others = || (0..structures).filter(move |&structure| structure != baseline);
    let rest = others().flat_map(|later| others().take_while(move |&earlier| earlier < later).map(move |e| (later, e)));
    others().map(|structure| (structure, baseline)).chain(rest).collect()
}
