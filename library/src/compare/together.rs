//! What the metrics say together: who is not beaten in all of them, and what a point of the primary one must be worth.

use super::{Judgement, Shown, TrialTable};
use crate::engine::Scale;
use crate::stats::{Panel, Switch, acceptability, choices_by_worth, pareto_shares};
use crate::study::{CHOICE_MOST, DecisionRules, Findings, Replications, presentation};

/// Names of a column of costs that need not be named.
const COSTS: [&str; 2] = ["costs", "cost"];

/// What several metrics say together, of the trials that all structures have.
#[derive(Clone, Debug, PartialEq)]
pub struct Together {
    /// The structures' names.
    pub structures: Vec<String>,
    /// The metrics that count.
    pub metrics: Vec<Shown>,
    /// What the replications are.
    pub evidence: Replications,
    /// Share of trials in which no other structure is at least as good in all of these metrics and better in one; `None`
    /// with one metric or without trials.
    pub pareto_shares: Option<Vec<Option<f64>>>,
    /// Which structure to choose by what a point of the primary metric is worth; `None` without costs.
    pub worth: Option<Worth>,
}

/// The choice by what a point of the primary metric is worth, where costs count.
#[derive(Clone, Debug, PartialEq)]
pub struct Worth {
    /// What is worth so much, in words: "a point of retention".
    pub point: String,
    /// The metric of costs.
    pub costs: String,
    /// The name of the money that they are in; may be empty.
    pub currency: String,
    /// The choices by means, from the cheapest on.
    pub choices: Vec<Choice>,
}

/// What to choose from some worth on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Choice {
    /// The structure, and the worth from which on its mean net benefit is the highest.
    pub switch: Switch,
    /// Share of trials in which it is the best in the middle of its range, or where a point is worth twice as much as where
    /// the last range starts.
    pub probability_best: Option<f64>,
}

/// Columns of a metric: one per structure, one number per trial.
type MetricColumns = Vec<Vec<Option<f64>>>;

impl Together {
    /// Of the metrics that count for the decision of a run.
    #[must_use]
    pub fn of_findings(findings: &Findings, judged: &[Judgement]) -> Together {
        let columns = |metric: &str| findings.evidence_of(metric, CHOICE_MOST);
        Together {
            pareto_shares: if judged.len() > 1 { findings.pareto_shares() } else { None },
            worth: worth(judged.first(), ("costs", &findings.frame().currency), columns),
            ..Together::without(judged)
        }
    }

    /// Of the metrics of a table that are judged; `costs` names its column of costs, if it is not called `costs` or `cost`.
    #[must_use]
    pub fn of_table(table: &TrialTable, judged: &[Judgement], rules: &DecisionRules, costs: Option<&str>) -> Together {
        if judged.iter().any(|judgement| judgement.no_evidence.is_some()) {
            return Together::without(judged);
        }
        let columns = |metric: &str| table.evidence_columns(metric);
        let counting: Vec<MetricColumns> = rules
            .criteria
            .iter()
            .filter_map(|each| Some(turned(columns(&each.metric)?, each.smaller_is_better)))
            .collect();
        let known = || table.metrics().find(|name| COSTS.contains(name));
        Together {
            pareto_shares: if judged.len() > 1 { pareto_shares(&counting) } else { None },
            worth: costs
                .or_else(known)
                .and_then(|costs| worth(judged.first(), (costs, &table.frame().currency), columns)),
            ..Together::without(judged)
        }
    }

    fn without(judged: &[Judgement]) -> Together {
        Together {
            structures: judged.first().map_or_else(Vec::new, |judgement| judgement.structures.clone()),
            metrics: judged.iter().map(|judgement| judgement.shown.clone()).collect(),
            evidence: judged.first().map_or(Replications::Trials, |judgement| judgement.evidence),
            pareto_shares: None,
            worth: None,
        }
    }
}

/// More is better from here on.
fn turned(columns: MetricColumns, smaller_is_better: bool) -> MetricColumns {
    let sign = if smaller_is_better { -1.0 } else { 1.0 };
    let turn = |column: Vec<Option<f64>>| column.into_iter().map(|number| number.map(|number| sign * number)).collect();
    columns.into_iter().map(turn).collect()
}

fn worth(
    primary: Option<&Judgement>,
    (costs, currency): (&str, &str),
    columns: impl Fn(&str) -> Option<MetricColumns>,
) -> Option<Worth> {
    let primary = primary.filter(|judgement| judgement.metric != costs)?;
    // Shares are told in points, hundredths of them, whether or not they are so shown.
    let is_share = presentation(&primary.metric).is_some_and(|known| known.scale == Scale::Percent);
    let (factor, unit) = if is_share { (Scale::Percent.factor(), "point") } else { (1.0, "unit") };
    let less = if primary.smaller_is_better { " less" } else { "" };
    let point = format!("a {unit}{less} of {}", primary.shown.name);
    let benefits = turned(columns(&primary.metric)?, primary.smaller_is_better);
    let (spent, structures) = (columns(costs)?, benefits.len());
    // One panel of both, so that both means are of the same trials.
    let both = Panel::new(&[benefits.clone(), spent.clone()].concat())?.side_by_side();
    // Of structures with too few trials there is nothing to choose.
    let places: Vec<usize> =
        (0..structures).filter(|&each| both.place(each).is_some() && both.place(structures + each).is_some()).collect();
    let means = both.means()?;
    let mean = |column: usize| both.place(column).map_or(f64::NAN, |place| means[place]);
    let gains: Vec<f64> = places.iter().map(|&each| factor * mean(each)).collect();
    let costs_of: Vec<f64> = places.iter().map(|&each| mean(structures + each)).collect();
    let mut switches = choices_by_worth(&gains, &costs_of);
    switches.iter_mut().for_each(|switch| switch.structure = places[switch.structure]);
    let values: Vec<f64> = (0..switches.len()).map(|place| middle(&switches, place)).collect();
    let scale = |column: &Vec<Option<f64>>| column.iter().map(|number| number.map(|number| factor * number)).collect();
    let curve = acceptability(&benefits.iter().map(scale).collect::<Vec<_>>(), &spent, &values).unwrap_or_default();
    let share = |place: usize, switch: &Switch| *curve.get(place)?.probability_best.get(switch.structure)?;
    let choice = |(place, switch): (usize, &Switch)| Choice { switch: *switch, probability_best: share(place, switch) };
    let alike = gains.windows(2).all(|two| two[0] == two[1]) && costs_of.windows(2).all(|two| two[0] == two[1]);
    let choices = switches.iter().enumerate().map(choice).collect();
    let (costs, currency) = (costs.to_owned(), currency.to_owned());
    (!alike).then_some(Worth { point, costs, currency, choices })
}

/// A worth in the middle of a range of choices.
fn middle(switches: &[Switch], place: usize) -> f64 {
    let from = switches[place].from;
    let next = switches.get(place + 1).map(|next| next.from);
    match next {
        Some(next) => 0.5 * (from + next),
        None if from > 0.0 => 2.0 * from,
        None => 1.0,
    }
}
