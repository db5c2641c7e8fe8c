//! The table of which levers a difference to the baseline is due to, where it was split.

use super::cell::Cell;
use super::columns::{ResultColumn, number, text, whole};
use super::layout::ResultRow;
use crate::study::{LeverRow, LeverShares};

/// Its file.
pub(super) const LEVERS: &str = "levers.csv";

/// What it holds.
pub(super) const ABOUT: &str = "Which levers did it: the difference of each structure to the baseline in the metrics that decide, shared out among \
                                groups of levers by the Shapley value, over all firms that take some groups from the structure and the rest from \
                                the baseline, on common random numbers. The shares of a structure in a metric add up to the difference beside them.";

/// The columns whose cells name a row.
pub(super) const KEY: [&str; 3] = ["metric", "structure", "levers"];

const OWN: &str = "of the metric";

/// Its columns.
pub(super) fn columns() -> Vec<ResultColumn> {
    vec![
        text("metric", "Name of the metric, as in summary.csv."),
        text("structure", "Name of the structure."),
        text("other", "Name of the baseline."),
        text(
            "levers",
            "The group of levers, as docs/model.md lists them; \"authority and office\" where the baseline or the structure has no \
             office at some time, so that lines and office only come together.",
        ),
        text(
            "alike",
            "yes: structure and baseline have the same levers in the group, so that its share is 0; else no.",
        ),
        whole(
            "n",
            "trials",
            "Trials that were split, of those that all firms have the metric in; parameter draws where parameters are uncertain.",
        ),
        number("share", OWN, "Mean over trials of what the group adds to those before it, on average over all orders."),
        number("ci_low", OWN, "Lower end of the 95 % interval of that mean."),
        number("ci_high", OWN, "Upper end of that interval."),
        number("difference", OWN, "Mean of structure minus baseline in the same trials: the sum of the shares."),
        number("difference_ci_low", OWN, "Lower end of the 95 % interval of that mean."),
        number("difference_ci_high", OWN, "Upper end of that interval."),
    ]
}

/// Its rows.
pub(super) fn rows(found: &LeverShares) -> Vec<ResultRow<'_>> {
    found.rows.iter().map(|row| cells(found, row)).collect()
}

fn cells<'f>(found: &'f LeverShares, row: &'f LeverRow) -> ResultRow<'f> {
    let ends = |interval: Option<crate::stats::Interval>| {
        [interval.map(|ends| ends.low), interval.map(|ends| ends.high)].map(Cell::Number)
    };
    let mut cells = [&row.metric, &row.structure, &found.baseline].map(|text| Cell::Text(text)).to_vec();
    cells.extend([Cell::Owned(row.name()), Cell::Text(if row.unlike { "no" } else { "yes" }), Cell::Whole(row.n)]);
    cells.push(Cell::Number(row.share));
    cells.extend(ends(row.interval));
    cells.push(Cell::Number(row.difference));
    cells.extend(ends(row.difference_interval));
    cells
}
