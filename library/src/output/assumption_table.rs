//! The table of what differs between parameter draws.

use super::cell::Cell;
use super::columns::{number, text, whole};
use super::layout::{ResultRow, ResultTable};
use crate::stats::VarianceShares;
use crate::study::AssumptionRow;

const ROW_UNIT: &str = "as in column unit";

/// `assumptions.csv`.
pub(super) fn assumptions() -> ResultTable {
    ResultTable {
        file: "assumptions.csv",
        about: "Assumptions and random inputs: one row per structure and figure that counts for the decision. Empty if the scenario \
                has no [uncertainty]: parameter uncertainty is then not included.",
        key: &["structure", "metric"],
        columns: vec![
            text("structure", "Name of the structure."),
            text("metric", "Name of the figure, as in trials.csv."),
            text("unit", "Unit of the numbers in the row."),
            whole("worlds", "worlds", "Parameter draws in which the figure is defined."),
            number("best_share", "share", "Share of these worlds in which the structure's mean is the best."),
            number("sd_assumptions", ROW_UNIT, "Standard deviation between worlds of its difference to the baseline."),
            number("sd_random", ROW_UNIT, "Standard deviation of that difference between trials of the same world."),
            number("share_of_assumptions", "share", "Share of the variance of that difference that is between worlds."),
        ],
        rows: |_, findings| Box::new(findings.assumptions().into_iter().map(cells)),
    }
}

fn cells(row: AssumptionRow<'_>) -> ResultRow<'_> {
    let spread = |of: fn(&VarianceShares) -> f64| Cell::Number(row.spread.as_ref().map(|spread| of(spread).sqrt()));
    let (assumptions, random) = (spread(|spread| spread.assumptions), spread(|spread| spread.random));
    vec![
        Cell::Text(row.structure),
        Cell::Text(row.figure.name),
        Cell::Text(row.figure.unit),
        Cell::Whole(u64::from(row.worlds)),
        Cell::Number(row.best_share),
        assumptions,
        random,
        Cell::Number(row.spread.and_then(|spread| spread.share_of_assumptions())),
    ]
}
