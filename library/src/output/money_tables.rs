//! The table of what KPIs would have to be worth.

use super::cell::Cell;
use super::columns::{number, text, whole};
use super::layout::{ResultRow, ResultTable};
use crate::study::FlipRow;

/// `flips.csv`: one row per structure that is not the best.
pub(super) fn flips() -> ResultTable {
    const WORTH: &str = "currency per KPI point and week";
    let columns = vec![
        text("structure", "The structure with the highest mean total value, at the scenario's kpi_value."),
        text("other", "Another structure."),
        number("kpi_value", WORTH, "Worth of a KPI point in the scenario."),
        whole("n", "trials", "Trials (parameter draws under [uncertainty]) of both."),
        number(
            "ahead",
            "currency",
            "Mean by which the structure is ahead of the other in total value without the worth of KPIs.",
        ),
        number("points", "KPI points and weeks", "Mean of kpi_points that the other has more."),
        number(
            "flip",
            WORTH,
            "Worth of a KPI point at which both have the same mean total value; missing if there is none from 0 on.",
        ),
        number(
            "flip_low",
            WORTH,
            "Lower end of its interval (paired, Fieller; 95 % for all rows at once); 0 where it has no end above it.",
        ),
        number("flip_high", WORTH, "Upper end of that interval; missing where it has none within the data."),
        text("first", "Whether no other structure is level nearer to the scenario's kpi_value: yes or no."),
    ];
    ResultTable {
        file: "flips.csv",
        about: "At which worth of a KPI point the best structure on total value changes: one row per other structure.",
        key: &["other"],
        columns,
        rows: |study, findings| {
            let now = study.world.economics.kpi_value;
            Box::new(findings.flips(now).into_iter().map(move |row| flip_cells(&row, now)))
        },
    }
}

fn flip_cells<'a>(row: &FlipRow<'a>, now: f64) -> ResultRow<'a> {
    let mut cells = vec![Cell::Text(row.best), Cell::Text(row.other), Cell::Number(Some(now))];
    cells.extend([Cell::Whole(row.n as u64), Cell::Number(row.ahead), Cell::Number(row.points)]);
    cells.push(Cell::Number(row.level.map(|level| level.at)));
    cells.push(Cell::Number(row.level.map(|level| level.low.unwrap_or(0.0).max(0.0))));
    cells.push(Cell::Number(row.level.and_then(|level| level.high)));
    cells.push(Cell::Text(if row.first { "yes" } else { "no" }));
    cells
}
