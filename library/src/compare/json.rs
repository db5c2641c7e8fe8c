//! Judgements for machines: everything, in full precision.

use serde_json::{Value, json};

use super::{Choice, Judgement, Together, Worth, headline};
use crate::stats::{Interval, IntervalMethod};
use crate::study::{JudgedPair, StructureOption};

/// All judgements, the primary one first. What is not defined is `null`.
#[must_use]
pub fn to_json(judgements: &[Judgement], together: &Together) -> Value {
    json!({
        "conclusion": judgements.first().map(headline),
        "pareto_shares": together.pareto_shares.as_ref().map(|shares| by_name(together, shares)),
        "choice_by_worth": together.worth.as_ref().map(|worth| choices(together, worth)),
        "metrics": judgements.iter().map(metric).collect::<Vec<_>>(),
    })
}

fn by_name(together: &Together, shares: &[Option<f64>]) -> Value {
    let share = |(name, share): (&String, &Option<f64>)| (name.clone(), json!(share));
    Value::Object(together.structures.iter().zip(shares).map(share).collect())
}

fn choices(together: &Together, worth: &Worth) -> Value {
    let choice = |choice: &Choice| {
        let structure = together.structures.get(choice.switch.structure);
        json!({ "from": choice.switch.from, "structure": structure, "probability_best": choice.probability_best })
    };
    json!({
        "of": worth.point,
        "costs": worth.costs,
        "choices": worth.choices.iter().map(choice).collect::<Vec<_>>(),
    })
}

fn metric(judgement: &Judgement) -> Value {
    let named = |structure: Option<usize>| structure.map(|structure| judgement.name(structure));
    json!({
        "metric": judgement.metric,
        "smaller_is_better": judgement.smaller_is_better,
        "practical_difference": judgement.practical,
        "alpha": judgement.alpha,
        "evidence": judgement.evidence.several(),
        "trials": judgement.trials,
        "trials_of_all": judgement.trials_of_all,
        "side_by_side": judgement.together.iter().map(|&each| judgement.name(each)).collect::<Vec<_>>(),
        "no_evidence": judgement.no_evidence,
        "baseline": judgement.name(judgement.baseline),
        "leader": named(judgement.leader),
        "least_worst_regret": named(judgement.minimax_regret),
        "perfect_information": judgement.perfect_information,
        "structures": (0..).zip(&judgement.options).map(|(place, each)| option(judgement, place, each)).collect::<Vec<_>>(),
        "pairs": judgement.pairs.iter().map(|each| pair(judgement, each)).collect::<Vec<_>>(),
    })
}

fn option(judgement: &Judgement, place: usize, option: &StructureOption) -> Value {
    let names = |structures: &[usize]| structures.iter().map(|&each| judgement.name(each)).collect::<Vec<_>>();
    json!({
        "structure": judgement.name(place),
        "trials": option.trials,
        "missing": judgement.missing.get(place),
        "mean": option.mean,
        "standing": option.standing_words(),
        "ahead_of_best_other": option.standing.map(|standing| json!([finite(standing.low), finite(standing.high)])),
        "probability_best": option.regret.map(|regret| regret.probability_best),
        "regret_mean": option.regret.map(|regret| regret.mean),
        "regret_p90": option.regret.map(|regret| regret.p90),
        "regret_worst": option.regret.map(|regret| regret.worst),
        "bad_trial": option.tail.map(|tail| tail.quantile),
        "bad_trial_interval": option.tail.map(|tail| json!([tail.low, tail.high])),
        "worst_mean": option.worst_mean,
        "dominates_first_order": names(&option.dominates_first_order),
        "dominates_second_order": names(&option.dominates_second_order),
    })
}

fn finite(number: f64) -> Option<f64> {
    number.is_finite().then_some(number)
}

fn pair(judgement: &Judgement, pair: &JudgedPair) -> Value {
    let each = &pair.comparison;
    json!({
        "structure": judgement.name(each.first),
        "other": judgement.name(each.second),
        "trials": each.trials,
        "difference": each.mean,
        "sd": each.sd,
        "individual": interval(each.individual),
        "simultaneous": interval(each.simultaneous),
        "simultaneous_method": each.method.map(IntervalMethod::name),
        "bca": interval(pair.bca.map(|bca| bca.interval)),
        "median": each.median,
        "share_better": each.share_better,
        "share_tied": each.share_tied,
        "skewness": each.skewness,
        "correlation": each.correlation,
        "variance_reduction": each.variance_reduction,
        "worth": pair.worth_of_common_random_numbers(),
        "independent_trials": pair.independent_trials(),
        "second_order_ahead": pair.second_order_ahead,
        "second_order_behind": pair.second_order_behind,
        "p": each.p,
        "p_holm": each.p_holm,
        "verdict": each.verdict.map(|verdict| verdict.name()),
        "more_trials": each.more_trials,
    })
}

fn interval(interval: Option<Interval>) -> Value {
    interval.map_or(Value::Null, |ends| json!([ends.low, ends.high]))
}
