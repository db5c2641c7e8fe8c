//! Columns of tables: what they are called, what they hold, in which unit, and what it means.

use super::cell::Cell;
use crate::engine::Metric;
use crate::stats::Estimate;
use crate::study::{ComparisonRow, Figure};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ColumnKind {
    Text,
    Whole,
    Number,
}

/// A column of a table.
#[derive(Clone, Debug)]
pub(super) struct ResultColumn {
    pub(super) name: String,
    pub(super) kind: ColumnKind,
    pub(super) unit: &'static str,
    pub(super) meaning: String,
    /// The figures that it names, if it names any: each is described once.
    pub(super) names: Vec<Figure>,
}

pub(super) fn text(name: &str, meaning: &str) -> ResultColumn {
    column(name, ColumnKind::Text, "", meaning)
}

pub(super) fn whole(name: &str, unit: &'static str, meaning: &str) -> ResultColumn {
    column(name, ColumnKind::Whole, unit, meaning)
}

pub(super) fn number(name: &str, unit: &'static str, meaning: &str) -> ResultColumn {
    column(name, ColumnKind::Number, unit, meaning)
}

fn column(name: &str, kind: ColumnKind, unit: &'static str, meaning: &str) -> ResultColumn {
    ResultColumn { name: name.to_owned(), kind, unit, meaning: meaning.to_owned(), names: Vec::new() }
}

/// The column that names one of these figures.
pub(super) fn metric_column(figures: impl Iterator<Item = Figure>) -> ResultColumn {
    let meaning = "Name of the figure; the categories of this field say what each is, and in which unit.";
    ResultColumn { names: figures.collect(), ..text("metric", meaning) }
}

const ROW_UNIT: &str = "as in column unit";

/// The unit of a number whose row names a metric.
pub(super) const OWN: &str = "of the metric";

pub(super) fn estimate_columns() -> [ResultColumn; 5] {
    [
        whole("n", "trials", "Trials in which the figure is defined."),
        number("mean", ROW_UNIT, "Mean over these trials."),
        number("sd", ROW_UNIT, "Sample standard deviation between these trials; missing below two."),
        number(
            "ci_low",
            ROW_UNIT,
            "Lower end of the 95 % t interval of the mean (over parameter draws under [uncertainty]); missing below two.",
        ),
        number("ci_high", ROW_UNIT, "Upper end of the 95 % t interval of the mean; missing below two."),
    ]
}

pub(super) fn estimate_cells<'a>(estimate: &Estimate) -> [Cell<'a>; 5] {
    let [low, high] = Cell::ends(estimate.interval);
    [Cell::Whole(estimate.n), Cell::Number(estimate.mean), Cell::Number(estimate.sd), low, high]
}

/// Two structures in the trials that both have, and their difference.
pub(super) fn pair_columns() -> [ResultColumn; 7] {
    [
        text("structure", "Name of the structure."),
        text("other", "Name of the structure that it is compared with."),
        whole("n", "trials", "Trials (parameter draws under [uncertainty]) in which the figure is defined under both."),
        number("mean_structure", OWN, "Mean of the structure over these trials."),
        number("mean_other", OWN, "Mean of the other over these trials."),
        number("difference", OWN, "Mean over trials of structure minus other."),
        number("sd", OWN, "Sample standard deviation of that difference between trials."),
    ]
}

pub(super) fn pair_cells<'a>(row: &ComparisonRow<'a>) -> [Cell<'a>; 7] {
    let [mean, other, difference, sd] = [row.mean_structure, row.mean_other, row.difference, row.sd].map(Cell::Number);
    [Cell::Text(row.structure), Cell::Text(row.other), Cell::Whole(row.n), mean, other, difference, sd]
}

pub(super) fn quantile_columns() -> [ResultColumn; 3] {
    [
        number("p05", ROW_UNIT, "5 % of trials are below this (type-7 quantile)."),
        number("p50", ROW_UNIT, "The median of trials."),
        number("p95", ROW_UNIT, "95 % of trials are below this (type-7 quantile)."),
    ]
}

/// The same with the quarters between, for bands that hold half of the trials.
pub(super) fn quarter_columns() -> [ResultColumn; 5] {
    let [low, median, high] = quantile_columns();
    [
        low,
        number("p25", ROW_UNIT, "25 % of trials are below this (type-7 quantile)."),
        median,
        number("p75", ROW_UNIT, "75 % of trials are below this (type-7 quantile)."),
        high,
    ]
}

/// n, then mean and interval of each figure.
pub(super) fn place_columns<T>(metrics: &[Metric<T>]) -> Vec<ResultColumn> {
    let mut columns = vec![whole("n", "trials", "Number of trials.")];
    for metric in metrics {
        let (name, unit) = (metric.name, metric.unit);
        columns.push(number(name, unit, &format!("{} Mean over trials.", metric.meaning)));
        columns.push(number(
            &format!("{name}_ci_low"),
            unit,
            "Lower end of the 95 % interval of that mean (over parameter draws under [uncertainty]).",
        ));
        columns.push(number(&format!("{name}_ci_high"), unit, "Upper end of the 95 % interval of that mean."));
    }
    columns
}

pub(super) fn place_cells<'a>(estimate: &Estimate) -> [Cell<'a>; 3] {
    let [low, high] = Cell::ends(estimate.interval);
    [Cell::Number(estimate.mean), low, high]
}
