//! The tables of an experiment over assumptions: who is best at each point, and every difference there.

use super::cell::Cell;
use super::columns::{OWN, ResultColumn, number, text, whole};
use super::layout::ResultRow;
use super::small_table::{SmallTable, small};
use crate::study::{Swept, SweptPoint, Verdicts};

/// Who is best at each point.
pub(super) const POINTS: &str = "points.csv";
/// Every difference at each point.
pub(super) const SWEEP: &str = "sweep.csv";

/// Both tables.
pub(super) fn sweep_tables(swept: &Swept) -> [SmallTable<'_>; 2] {
    let points = swept.points.iter().flat_map(|point| point_rows(swept, point));
    let pairs = swept.points.iter().flat_map(|point| pair_rows(swept, point));
    [
        small(
            POINTS,
            "Who is best at each point of the design: one row per point and metric that counts. Each point is judged by itself, so that of \
             many points some verdicts are wrong by chance.",
            vec!["design_point", "metric"],
            point_columns(swept),
            points.collect(),
        ),
        small(
            SWEEP,
            "Every difference between two structures at each point of the design, paired by trial: one row per point, metric and pair.",
            vec!["design_point", "metric", "structure", "other"],
            pair_columns(swept),
            pairs.collect(),
        ),
    ]
}

/// The point and the value of each key; text, where a design has other values than numbers.
fn place_columns(swept: &Swept) -> Vec<ResultColumn> {
    let key = |(place, key): (usize, &String)| {
        let numbers = (0..swept.points.len()).all(|point| swept.number(point, place).is_some());
        let meaning = "Value of this key of the scenario at the point.";
        if numbers { number(key, "as in the scenario file", meaning) } else { text(key, meaning) }
    };
    let point = text("design_point", "Name of the design point, as in design.csv.");
    std::iter::once(point).chain(swept.keys.iter().enumerate().map(key)).collect()
}

fn place_cells<'s>(point: &'s SweptPoint) -> ResultRow<'s> {
    let value = |value: &'s String| match value.parse::<f64>() {
        Ok(number) => Cell::Number(Some(number)),
        Err(_) => Cell::Text(value),
    };
    std::iter::once(Cell::Text(&point.name)).chain(point.values.iter().map(value)).collect()
}

fn point_columns(swept: &Swept) -> Vec<ResultColumn> {
    let mut columns = place_columns(swept);
    columns.extend([
        text("metric", "Name of the figure; the one that decides comes first at each point."),
        text("best", "The structure with the best mean at this point. By itself it proves nothing: see standing."),
        text("standing", "best: all others are ruled out at this point; can be the best: some are not."),
        text("second", "The structure that comes nearest to it."),
        number(
            "lead",
            OWN,
            "How far the best mean is from the second's, in the metric's own direction: above 0 is more.",
        ),
        number("lead_low", OWN, "Lower end of its interval; those of all pairs at this point hold at once."),
        number("lead_high", OWN, "Upper end of that interval."),
        number("practical_difference", OWN, "Differences up to this do not matter."),
        whole("failed", "trials", "Trials at this point that failed, of all structures; they count nowhere."),
        text("impossible", "Why the firm cannot be like that; empty if it can. Then there are no numbers."),
    ]);
    columns
}

fn point_rows<'s>(swept: &'s Swept, point: &'s SweptPoint) -> Vec<ResultRow<'s>> {
    let with = |own: ResultRow<'s>| {
        let mut cells = place_cells(point);
        cells.extend(own);
        cells.extend([Cell::Whole(u64::from(point.failed)), Cell::Text(&point.impossible)]);
        cells
    };
    if point.verdicts.is_empty() {
        let nothing = [Cell::Number(None), Cell::Number(None), Cell::Number(None), Cell::Number(None)];
        return vec![with([[""; 4].map(Cell::Text), nothing].concat())];
    }
    (0..point.verdicts.len()).map(|metric| with(best_cells(swept, point, metric))).collect()
}

fn best_cells<'s>(swept: &'s Swept, point: &'s SweptPoint, metric: usize) -> ResultRow<'s> {
    let verdicts: &Verdicts = &point.verdicts[metric];
    let leader = verdicts.leader;
    let name = |place: Option<usize>| Cell::Text(place.map_or("", |place| swept.structures[place].as_str()));
    let standing = leader.and_then(|place| verdicts.options.get(place)?.standing_words()).unwrap_or_default();
    let second = point.second(metric);
    let lead = leader.zip(second).and_then(|(best, other)| point.difference(metric, best, other));
    let mut cells = vec![Cell::Text(&verdicts.metric), name(leader), Cell::Text(standing), name(second)];
    cells.push(Cell::Number(lead.as_ref().and_then(|lead| lead.mean)));
    cells.extend(Cell::ends(lead.and_then(|lead| lead.simultaneous)));
    cells.push(Cell::Number(verdicts.practical));
    cells
}

fn pair_columns(swept: &Swept) -> Vec<ResultColumn> {
    let mut columns = place_columns(swept);
    columns.extend([
        text("metric", "Name of the figure."),
        text("structure", "Name of the structure."),
        text("other", "Name of the structure that it is compared with."),
        whole("n", "trials", "Trials (parameter draws under [uncertainty]) that both have."),
        number("mean_structure", OWN, "Mean of the structure over all its trials at this point."),
        number("mean_other", OWN, "Mean of the other one over all its trials at this point."),
        number("difference", OWN, "Mean of structure less other over these trials."),
        number("sd", OWN, "Its sample standard deviation between trials."),
        number("ci_low", OWN, "Lower end of the 95 % interval of the mean difference, by itself."),
        number("ci_high", OWN, "Upper end of that interval."),
        number(
            "simultaneous_low",
            OWN,
            "Lower end of the interval that holds for all pairs at this point at once (Bonferroni).",
        ),
        number("simultaneous_high", OWN, "Upper end of that interval."),
        text(
            "verdict",
            "From the simultaneous interval and the practical difference: better, worse, equivalent, \
             better_size_unresolved, worse_size_unresolved or unresolved.",
        ),
    ]);
    columns
}

fn pair_rows<'s>(swept: &'s Swept, point: &'s SweptPoint) -> Vec<ResultRow<'s>> {
    let of = |verdicts: &'s Verdicts| {
        verdicts.pairs.iter().map(move |pair| {
            let one = &pair.comparison;
            let mean = |place: usize| Cell::Number(verdicts.options.get(place).and_then(|option| option.mean));
            let mut cells = place_cells(point);
            cells.extend(
                [verdicts.metric.as_str(), &swept.structures[one.first], &swept.structures[one.second]].map(Cell::Text),
            );
            cells.extend([Cell::Whole(one.trials), mean(one.first), mean(one.second)]);
            cells.extend([one.mean, one.sd].map(Cell::Number));
            cells.extend(Cell::ends(one.individual));
            cells.extend(Cell::ends(one.simultaneous));
            cells.push(Cell::Text(one.verdict.map_or("", |verdict| verdict.name())));
            cells
        })
    };
    point.verdicts.iter().flat_map(of).collect()
}
