//! All that may be concluded from the trials in one metric.

use super::{TrialTable, independence};
use crate::engine::Presentation;
use crate::stats::Panel;
use crate::study::{
    Criterion, DecisionRules, Findings, Frame, JudgedPair, MetricCase, Replications, StructureOption, Verdicts,
    figures, judge_all, presentation, processors,
};

/// Numbers of all pairs together from which on metrics are judged on several threads: a thread takes address space, which may be
/// limited, and small tables are judged in no time.
const THREADED_NUMBERS: usize = 1 << 22;

/// How numbers of a metric are shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// The metric's name for readers.
    pub name: String,
    /// What numbers are multiplied by.
    pub factor: f64,
    /// Their unit then; may be empty.
    pub unit: &'static str,
    /// The name of the money, where they are money that has one; else empty.
    pub currency: String,
}

impl Shown {
    /// A unit with the name of the money: "thousand EUR"; may be empty.
    #[must_use]
    pub fn with_currency(&self, unit: &str) -> String {
        format!("{unit} {}", self.currency).trim().to_owned()
    }
}

/// What the trials say about all structures in one metric.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// How it is shown.
    pub shown: Shown,
    /// The structures' names.
    pub structures: Vec<String>,
    /// What the replications are.
    pub evidence: Replications,
    /// Why nothing follows from these trials, if nothing does; then there are no intervals and no verdicts.
    pub no_evidence: Option<String>,
    /// Whether the trials of different structures share their random numbers, as far as the table tells.
    pub shares_random_numbers: bool,
    /// Whether the answer names the direction in which the metric is better.
    pub says_direction: bool,
    /// What is judged.
    pub verdicts: Verdicts,
}

impl std::ops::Deref for Judgement {
    type Target = Verdicts;

    fn deref(&self) -> &Verdicts {
        &self.verdicts
    }
}

/// How a table is to be judged.
#[derive(Clone, Debug, PartialEq)]
pub struct TableQuestion {
    /// Index of the structure that the others are compared with.
    pub baseline: usize,
    /// Which metrics count, from which difference on, and how sure.
    pub rules: DecisionRules,
    /// Draws trials anew for resampled intervals; that of the study, for the program's own results.
    pub seed: u64,
    /// Whether the table is of the program's own results, so that its metrics are shown as a run shows them.
    pub own: bool,
    /// Whether pairs are judged with all that [`to_json`](super::to_json) tells of them. Without it medians and resampled dominance
    /// are left out, which take longest and which no sentence tells.
    pub in_full: bool,
}

impl Judgement {
    /// The trials of a run, judged by its rules: one judgement per metric that counts, the primary one first.
    #[must_use]
    pub fn of_findings(findings: &Findings) -> Vec<Judgement> {
        findings.verdicts().iter().map(|verdicts| Judgement::in_a_run(findings, verdicts)).collect()
    }

    /// What the trials of a run say in one metric.
    pub(super) fn in_a_run(findings: &Findings, verdicts: &Verdicts) -> Judgement {
        Judgement {
            shown: shown_in_a_run(&verdicts.metric, findings.frame()),
            structures: findings.structures().to_vec(),
            evidence: findings.kind_of_evidence(),
            no_evidence: None,
            shares_random_numbers: true,
            says_direction: false,
            verdicts: verdicts.clone(),
        }
    }

    /// Judges a table: one judgement per criterion whose metric it has, the first one being the primary.
    #[must_use]
    pub fn of_table(table: &TrialTable, question: &TableQuestion) -> Vec<Judgement> {
        // Trials of the program itself have random numbers of their own each, however alike they came out.
        let none = if question.own { None } else { independence::none(table) };
        let criteria = question.rules.criteria.iter().enumerate();
        let panels = criteria.filter_map(|(place, criterion)| Some((place, criterion, panel_of(table, criterion)?)));
        let panels: Vec<(usize, &Criterion, Panel)> = panels.collect();
        let cases = panels.iter().map(|(place, criterion, panel)| case_of(table, question, *place, criterion, panel));
        let cases: Vec<MetricCase<'_>> = cases.collect();
        let judged = judge_all(threads_for(table), &cases).into_iter();
        judged.map(|verdicts| in_a_table(table, question, verdicts, none.as_deref())).collect()
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

    /// The least and the greatest number of trials of a pair that is judged; `None` if none is.
    #[must_use]
    pub fn trials_of_pairs(&self) -> Option<(u64, u64)> {
        let trials =
            || self.pairs.iter().filter(|pair| pair.comparison.verdict.is_some()).map(|pair| pair.comparison.trials);
        trials().min().zip(trials().max())
    }

    /// The structures (indices) that have too few trials to be judged beside the others.
    pub fn not_judged(&self) -> impl Iterator<Item = usize> + '_ {
        let judged = |option: &StructureOption| option.standing.is_some();
        let some = self.options.iter().any(judged);
        (0..self.options.len()).filter(move |&place| some && !judged(&self.options[place]))
    }
}

fn threads_for(table: &TrialTable) -> usize {
    let structures = table.structures().len();
    if table.trials().saturating_mul(structures * structures) < THREADED_NUMBERS { 1 } else { processors() }
}

fn shown_in_a_run(metric: &str, frame: &Frame) -> Shown {
    match presentation(metric) {
        Some(Presentation { scale, .. }) => Shown {
            name: frame.label(metric),
            factor: frame.factor(scale),
            unit: scale.unit_of_difference(),
            currency: frame.currency_of(scale).to_owned(),
        },
        None => shown_as_it_is(metric),
    }
}

fn shown_as_it_is(metric: &str) -> Shown {
    Shown { name: metric.to_owned(), factor: 1.0, unit: "", currency: String::new() }
}

fn panel_of(table: &TrialTable, criterion: &Criterion) -> Option<Panel> {
    let panel = Panel::new(table.columns(&criterion.metric)?)?;
    Some(match table.blocks() {
        Some(blocks) => panel.in_blocks(blocks),
        None => panel,
    })
}

fn case_of<'c>(
    table: &'c TrialTable,
    question: &TableQuestion,
    place: usize,
    criterion: &'c Criterion,
    panel: &'c Panel,
) -> MetricCase<'c> {
    MetricCase {
        panel,
        baseline: question.baseline,
        criterion,
        alpha: question.rules.alpha_of(place),
        support: figures().find(|figure| figure.name == criterion.metric).and_then(|figure| figure.support()),
        seed: question.seed,
        trials_per_evidence: table.trials_per_block(),
        alike: table.alike(),
        in_full: question.in_full,
        second_opinions: true,
    }
}

fn in_a_table(
    table: &TrialTable,
    question: &TableQuestion,
    mut verdicts: Verdicts,
    no_evidence: Option<&str>,
) -> Judgement {
    if no_evidence.is_some() {
        verdicts.forget_certainty();
    }
    Judgement {
        shown: if question.own {
            shown_in_a_run(&verdicts.metric, table.frame())
        } else {
            shown_as_it_is(&verdicts.metric)
        },
        structures: table.structures().to_vec(),
        evidence: table.evidence(),
        no_evidence: no_evidence.map(str::to_owned),
        shares_random_numbers: table.shares_random_numbers() != Some(false),
        says_direction: !question.own,
        verdicts,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_share_is_told_in_points_and_other_peoples_metrics_as_they_are() {
        let frame = Frame { weeks: 208, customers: 2_000, represents: 100.0, currency: "EUR".to_owned() };
        let told = |metric| shown_in_a_run(metric, &frame);
        for (metric, label) in [("retention", "retention over 4 years"), ("problem_share", "problem share")] {
            assert_eq!(
                told(metric),
                Shown { name: label.to_owned(), factor: 100.0, unit: "points", currency: String::new() }
            );
        }
        assert_eq!(
            (told("net_value").name.as_str(), told("net_value").with_currency("million")),
            ("net value", "million EUR".to_owned())
        );
        assert_eq!(
            (told("customers_end").name.as_str(), told("customers_end").factor),
            ("customers at the end", 100.0)
        );
        assert_eq!(told("waiting_time"), shown_as_it_is("waiting_time"));
    }
}
