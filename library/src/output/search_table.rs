//! The table of a search among charts: a row per chart that was tried.

use super::cell::Cell;
use super::columns::{OWN, ResultColumn, number, text, whole};
use super::layout::ResultRow;
use super::small_table::{SmallTable, small};
use crate::stats::Keeping;
use crate::study::{ChartRow, ChartSearch, FRONT};

/// Its file.
pub(super) const SEARCH: &str = "search.csv";
/// The chart that was found, as text of a scenario file.
pub(super) const FOUND: &str = "found.toml";

/// The table.
pub(super) fn search_table(search: &ChartSearch) -> SmallTable<'_> {
    small(
        SEARCH,
        "The charts that a search tried: one row per chart, the chosen one first, then those that can still be the best, then the others \
         by their means.",
        vec!["chart"],
        columns(search),
        (0..search.rows.len()).map(|place| cells(search, place)).collect(),
    )
}

fn columns(search: &ChartSearch) -> Vec<ResultColumn> {
    let mut columns = vec![whole("chart", "", "Its place in this table, from 1.")];
    let line =
        |name: &String| text(&format!("line_{name}"), "The line to this function: none, advisory, dotted or solid.");
    columns.extend(search.functions.iter().map(line));
    columns.extend([
        text("office", "The office, by its name in docs/search.md; without lines there is none."),
        text("phase", "selection, or first: tried in the first phase alone and not taken up."),
        whole("trials", "trials", "Trials of it that count here."),
        text("metric", "Name of the figure that was searched for."),
        number("mean", OWN, "Its mean over these trials."),
        number("leader_less_it", OWN, "The first chart of this table less it, over the trials that both have, on the same random numbers."),
        number("ci_low", OWN, "Lower end of the 95 % interval of that difference, by itself."),
        number("ci_high", OWN, "Upper end of that interval."),
        whole("out_after", "trials", "Trials after which it left the selection; empty while it can still be the best."),
        text("beaten_by", "The place in this table of the chart that is better; empty if it broke a condition, or is in."),
        text("keeps", "Whether it keeps all conditions, at the error of the selection: yes, no or open; empty without conditions."),
    ]);
    for keep in &search.design.keeps {
        let name = keep.text();
        columns.push(number(&name, "of its metric", "Mean of the figure of this condition over its trials."));
        columns.push(number(&format!("{name} ci_low"), "of its metric", "Lower end of its 95 % interval, by itself."));
        columns.push(number(&format!("{name} ci_high"), "of its metric", "Upper end of that interval."));
    }
    columns.extend(FRONT.map(|metric| number(metric, OWN, "Mean over its trials.")));
    columns.push(number(
        "front",
        "share",
        "Share of resamples of the trials in which no other chart is at least as good in these three and better in one; empty if it was never \
         on the front, or it was not asked for.",
    ));
    columns
}

fn cells(search: &ChartSearch, place: usize) -> ResultRow<'_> {
    let row: &ChartRow = &search.rows[place];
    let mut cells = vec![Cell::Whole(place as u64 + 1)];
    cells.extend(row.lines.iter().map(|line| Cell::Text(line.name())));
    let keeps = match (search.design.keeps.is_empty() || !row.in_selection, row.keeping) {
        (true, _) => "",
        (_, Keeping::Kept) => "yes",
        (_, Keeping::Broken) => "no",
        (_, Keeping::Open) => "open",
    };
    let place_of = |row: Option<usize>| Cell::Owned(row.map_or_else(String::new, |row| (row + 1).to_string()));
    let whole = |number: Option<u32>| number.map_or(Cell::Text(""), |number| Cell::Whole(u64::from(number)));
    cells.extend([
        Cell::Text(row.office),
        Cell::Text(if row.in_selection { "selection" } else { "first" }),
        Cell::Whole(u64::from(row.trials)),
        Cell::Text(&search.design.metric),
        Cell::Number(row.mean),
        Cell::Number(row.behind.0),
    ]);
    cells.extend(Cell::ends(row.behind.1));
    cells.extend([whole(row.out_after), place_of(row.beaten_by), Cell::Text(keeps)]);
    for (mean, interval) in &row.kept {
        cells.push(Cell::Number(*mean));
        cells.extend(Cell::ends(*interval));
    }
    cells.extend(row.front_means.iter().map(|mean| Cell::Number(*mean)));
    cells.push(Cell::Number(row.front));
    cells
}
