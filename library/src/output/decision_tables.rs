//! The tables by which one decides: comparisons, decisions, and what a point of retention must be worth.

use super::cell::Cell;
use super::columns::{OWN, ResultColumn, number, pair_cells, pair_columns, text, whole};
use super::layout::{ResultRow, ResultTable};
use crate::stats::{Interval, IntervalMethod};
use crate::study::{AcceptabilityRow, DecisionRow, Judged, JudgedRow, METHOD};

/// `comparisons.csv`, `decisions.csv` and `acceptability.csv`.
pub(super) fn decision_tables() -> [ResultTable; 3] {
    [comparisons(), decisions(), acceptability()]
}

fn comparisons() -> ResultTable {
    let mut columns = difference_columns();
    columns.extend(judged_columns());
    ResultTable {
        file: "comparisons.csv",
        about: "Differences between structures, paired by trial: each against the baseline in every metric, and every \
                other pair in metrics that count for the decision.",
        key: &["metric", "structure", "other"],
        columns,
        rows: |_, findings| Box::new(findings.judged_comparisons().map(comparison_cells)),
    }
}

fn difference_columns() -> Vec<ResultColumn> {
    let mut columns = vec![text("metric", "Name of the figure, as in summary.csv.")];
    columns.extend(pair_columns());
    columns.extend([
        number("ci_low", OWN, "Lower end of the 95 % interval of the mean difference."),
        number("ci_high", OWN, "Upper end of the 95 % interval of the mean difference."),
        text("method", "How the interval was made; each interval stands for itself."),
        number(
            "share_better",
            "share",
            "Share of these trials in which the structure's figure is greater; ties do not count.",
        ),
        number("correlation", "", "Correlation of the two figures over trials; missing where one does not vary."),
        number(
            "variance_reduction",
            "",
            "How many times more trials independent random numbers would need for the same interval: (s_A² + s_B²) / s²_(A−B).",
        ),
    ]);
    columns
}

/// Only for metrics that count for the decision.
fn judged_columns() -> Vec<ResultColumn> {
    vec![
        number(
            "n_judged",
            "trials",
            "Trials (parameter draws under [uncertainty]) that both have: what follows is of these.",
        ),
        number("median", OWN, "Hodges–Lehmann estimate of the difference: the median of averages of two trials."),
        number("share_tied", "share", "Share of these trials in which both are the same."),
        number("skewness", "", "Skewness of the difference between trials."),
        number("practical_difference", OWN, "Differences up to this do not matter."),
        number("simultaneous_low", OWN, "Lower end of the interval that holds for all pairs at once (Bonferroni)."),
        number("simultaneous_high", OWN, "Upper end of that interval."),
        text(
            "simultaneous_method",
            "How that interval was made: t, t widened towards the long tail of skewed differences, or a bound where no \
             variance was seen; or why there is none.",
        ),
        number("p", "", "Two-sided p-value of the paired t test, by itself."),
        number("p_holm", "", "The same adjusted for all pairs (Holm)."),
        text(
            "verdict",
            "From the simultaneous interval and the practical difference: better, worse, equivalent, \
             better_size_unresolved, worse_size_unresolved or unresolved.",
        ),
        number(
            "more_trials",
            "trials",
            "About how many more trials the next verdict takes (first the direction, then the size); 0 if settled.",
        ),
        number(
            "independent_trials",
            "trials",
            "How many trials with independent random numbers would have told as much.",
        ),
        number("bca_low", OWN, "Lower end of the BCa bootstrap interval of the mean difference, where it is skewed."),
        number("bca_high", OWN, "Upper end of that interval."),
        text("first_order", "Whether the structure is ahead at every rank of trials: ahead, behind or neither."),
        text("second_order", "The same for anybody who dislikes risk: by means of the worst trials."),
        number("second_order_ahead", "share", "How often it is so ahead when the trials are drawn anew (999 times)."),
        number("second_order_behind", "share", "How often it is so behind."),
    ]
}

fn comparison_cells(row: JudgedRow<'_>) -> ResultRow<'_> {
    let JudgedRow { row, judged } = row;
    let mut cells = vec![Cell::Text(row.figure.name)];
    cells.extend(pair_cells(&row));
    cells.extend(Cell::ends(row.interval));
    let unvaried = row.sd.is_some_and(|sd| sd == 0.0);
    cells.push(Cell::Text(if unvaried { IntervalMethod::Unvaried.name() } else { METHOD }));
    cells.extend([row.share_greater, row.correlation, row.variance_reduction].map(Cell::Number));
    cells.extend(judged_cells(judged.as_ref()));
    cells
}

fn judged_cells<'a>(judged: Option<&Judged>) -> Vec<Cell<'a>> {
    let pair = judged.map(|judged| &judged.pair);
    let of = |read: fn(&crate::stats::PairComparison) -> Option<f64>| {
        Cell::Number(pair.and_then(|pair| read(&pair.comparison)))
    };
    let named = |name: Option<&'static str>| Cell::Text(name.unwrap_or_default());
    let mut cells = vec![of(|pair| Some(pair.trials as f64)), of(|pair| pair.median), of(|pair| pair.share_tied)];
    cells.extend([of(|pair| pair.skewness), Cell::Number(judged.and_then(|judged| judged.practical))]);
    cells.extend(Cell::ends(pair.and_then(|pair| pair.comparison.simultaneous)));
    cells.push(named(pair.and_then(|pair| pair.comparison.method).map(|method| method.name())));
    cells.extend([of(|pair| pair.p), of(|pair| pair.p_holm)]);
    cells.push(named(pair.and_then(|pair| pair.comparison.verdict).map(|verdict| verdict.name())));
    cells.push(of(|pair| pair.more_trials.map(|trials| trials as f64)));
    cells.push(Cell::Number(pair.and_then(|pair| pair.independent_trials())));
    cells.extend(Cell::ends(pair.and_then(|pair| pair.bca).map(|bca| bca.interval)));
    cells.extend([judged.map(|j| j.first_order.name()), judged.map(|j| j.second_order.name())].map(named));
    cells.push(Cell::Number(pair.and_then(|pair| pair.second_order_ahead)));
    cells.push(Cell::Number(pair.and_then(|pair| pair.second_order_behind)));
    cells
}

fn decisions() -> ResultTable {
    let columns = vec![
        text("metric", "Name of the figure, as in summary.csv; the first one decides."),
        text("structure", "Name of the structure."),
        whole("n", "trials", "Trials (parameter draws under [uncertainty]) in which the figure is defined under it."),
        whole(
            "n_all",
            "trials",
            "Those that all structures have, but for those with too few: chances, shortfalls, perfect_information and \
             pareto_share are of these.",
        ),
        whole("left_out", "trials", "Trials in which the figure is missing under it and defined under another one."),
        number("mean", OWN, "Mean over its n trials."),
        number("practical_difference", OWN, "Differences up to this do not matter."),
        number(
            "ahead_low",
            OWN,
            "Least that it is ahead of the best other one, from the intervals of all pairs; missing where there is none.",
        ),
        number("ahead_high", OWN, "Most that it is ahead of the best other one."),
        text("standing", "best, can be the best, or ruled out."),
        text("within_practical", "Whether it is behind the best by no more than does not matter: yes or no."),
        text("leader", "Whether it has the best mean: yes or no. By itself it proves nothing."),
        number("probability_best", "share", "Share of trials in which it is the best; ties are shared."),
        number("regret_mean", OWN, "Mean shortfall against the best of the same trial."),
        number("regret_p90", OWN, "What that shortfall stays at or below in 90 % of trials."),
        number("regret_worst", OWN, "The greatest shortfall."),
        text("least_worst_regret", "Whether its greatest shortfall is the least of all: yes or no."),
        number("bad_trial", OWN, "The figure in a bad trial: worse in 5 % of trials only."),
        number(
            "bad_trial_low",
            OWN,
            "Lower end of its 95 % interval, for any distribution; missing with too few trials.",
        ),
        number("bad_trial_high", OWN, "Upper end of that interval."),
        number("worst_mean", OWN, "Mean over the worst 5 % of trials."),
        number(
            "perfect_information",
            OWN,
            "Mean gain of somebody who knew each trial's random inputs before choosing.",
        ),
        number(
            "pareto_share",
            "share",
            "Share of trials in which no other is at least as good in all metrics here and better in one.",
        ),
    ];
    ResultTable {
        file: "decisions.csv",
        about: "Each structure as a choice: who can be the best, regret and bad trials; one row per metric that counts \
                and structure.",
        key: &["metric", "structure"],
        columns,
        rows: |_, findings| Box::new(findings.decision_rows().map(decision_cells)),
    }
}

fn decision_cells(row: DecisionRow<'_>) -> ResultRow<'_> {
    let (decision, option) = (row.verdicts, &row.verdicts.options[row.option]);
    let yes = |holds: bool| Cell::Text(if holds { "yes" } else { "no" });
    let judged = |holds: Option<bool>| holds.map_or(Cell::Text(""), yes);
    let standing = option.standing;
    let mut cells = vec![Cell::Text(&decision.metric), Cell::Text(row.structure)];
    cells.extend(
        [option.trials, decision.trials_of_all, decision.missing[row.option]].map(|trials| Cell::Whole(trials as u64)),
    );
    cells.extend([option.mean, decision.practical].map(Cell::Number));
    cells.extend(Cell::ends(standing.map(|standing| Interval { low: standing.low, high: standing.high })));
    cells.push(Cell::Text(option.standing_words().unwrap_or_default()));
    cells.push(judged(standing.zip(decision.practical).map(|(standing, practical)| standing.is_within(practical))));
    cells.push(judged(decision.leader.map(|leader| leader == row.option)));
    let regret = option.regret;
    cells.push(Cell::Number(regret.map(|regret| regret.probability_best)));
    cells.extend([regret.map(|regret| regret.mean), regret.map(|regret| regret.p90)].map(Cell::Number));
    cells.push(Cell::Number(regret.map(|regret| regret.worst)));
    cells.push(judged(decision.minimax_regret.map(|least| least == row.option)));
    let tail = option.tail;
    cells.push(Cell::Number(tail.map(|tail| tail.quantile)));
    cells.extend([tail.and_then(|tail| tail.low), tail.and_then(|tail| tail.high)].map(Cell::Number));
    cells.extend([option.worst_mean, decision.perfect_information, row.pareto_share].map(Cell::Number));
    cells
}

fn acceptability() -> ResultTable {
    let columns = vec![
        number("worth_of_a_point", "currency", "What one percentage point of retention is taken to be worth."),
        text("structure", "Name of the structure."),
        whole("n", "trials", "Trials of all structures in which both figures are defined."),
        number(
            "probability_best",
            "share",
            "Share of these trials in which worth × points of retention − costs is highest; ties are shared.",
        ),
        text("leader", "Whether the mean of that is highest: yes or no. Its probability is the frontier."),
    ];
    ResultTable {
        file: "acceptability.csv",
        about: "Which structure to choose by what a point of retention is worth: one row per worth and structure.",
        key: &["worth_of_a_point", "structure"],
        columns,
        rows: |_, findings| Box::new(findings.acceptability_rows().map(acceptability_cells)),
    }
}

fn acceptability_cells(row: AcceptabilityRow<'_>) -> ResultRow<'_> {
    let leads = Cell::Text(if row.leads { "yes" } else { "no" });
    let trials = Cell::Whole(row.trials as u64);
    vec![Cell::Number(Some(row.worth)), Cell::Text(row.structure), trials, Cell::Number(row.probability_best), leads]
}
