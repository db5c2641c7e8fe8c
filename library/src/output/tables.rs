//! The tables of a results folder: their columns with unit and meaning, and their rows.

use super::assumption_table::assumptions;
use super::cell::Cell;
use super::columns::{
    ResultColumn, estimate_cells, estimate_columns, metric_column, number, place_cells, place_columns,
    quantile_columns, quarter_columns, text, whole,
};
use super::course_tables::course_tables;
use super::decision_tables::decision_tables;
use super::layout::{ResultRow, ResultTable};
use super::money_tables::flips;
use super::segment_tables::segment_tables;
use super::stored_rows::stored_rows;
use crate::engine::WEEK_METRICS;
use crate::study::{
    FUNCTION_METRICS, Figure, HandoffRow, PlaceRow, Scope, SummaryRow, TOUCHPOINT_METRICS, WEEK_SAMPLE_TRIALS, WeekRow,
    WhyRow, figures,
};

/// `trials.csv`, whose rows are written while trials finish.
pub(super) const TRIALS: &str = "trials.csv";

/// `trials.csv` as a table of findings whose trials are over.
pub(super) fn trials() -> ResultTable {
    ResultTable {
        file: TRIALS,
        about: "Figures at the horizon: one row per trial and structure that ran in it, in trial order. A structure that \
                was eliminated on the way ran in the first trials only.",
        key: &["trial", "structure"],
        columns: trial_columns(),
        rows: |study, findings| Box::new(stored_rows(study, findings).flatten()),
    }
}

/// The columns of `trials.csv`.
pub(super) fn trial_columns() -> Vec<ResultColumn> {
    let mut columns = vec![
        whole("trial", "", "Number of the trial, from 0."),
        whole("seed", "", "The study seed; it and the trial's number give all random numbers of the trial."),
        text("structure", "Name of the structure."),
        number(
            "parameter_draw",
            "",
            "Number of the draw of uncertain parameters that the trial is a replication of, from 0: trials of one draw share \
             its assumptions. Missing where no parameter is uncertain.",
        ),
    ];
    columns.extend(figures().map(|figure| number(figure.name, figure.unit, figure.meaning)));
    columns
}

/// Every table that is written when the trials are over.
pub(super) fn tables() -> [ResultTable; 16] {
    let [comparisons, decisions, acceptability] = decision_tables();
    let [differences, courses] = course_tables();
    let [segments, segment_summary, segment_comparisons] = segment_tables();
    [
        segments,
        segment_summary,
        segment_comparisons,
        weeks(),
        differences,
        courses,
        assumptions(),
        touchpoints(),
        functions(),
        handoffs(),
        why(),
        summary(),
        comparisons,
        decisions,
        acceptability,
        flips(),
    ]
}

fn summary() -> ResultTable {
    let mut columns = vec![text("structure", "Name of the structure."), metric_column(figures())];
    columns.push(text("unit", "Unit of the numbers in the row."));
    columns.extend(estimate_columns());
    columns.extend(quantile_columns());
    columns.push(whole("undefined", "trials", "Trials in which the structure ran and the figure is not defined."));
    ResultTable {
        file: "summary.csv",
        about: "Figures at the horizon over trials: one row per structure and metric.",
        key: &["structure", "metric"],
        columns,
        rows: |_, findings| Box::new(findings.summary().map(summary_cells)),
    }
}

fn summary_cells(row: SummaryRow<'_>) -> ResultRow<'_> {
    let mut cells = vec![Cell::Text(row.structure), Cell::Text(row.figure.name), Cell::Text(row.figure.unit)];
    cells.extend(estimate_cells(&row.estimate));
    cells.extend([row.p05, row.p50, row.p95].map(Cell::Number));
    cells.push(Cell::Whole(row.undefined));
    cells
}

fn weeks() -> ResultTable {
    let names = WEEK_METRICS.iter().map(Figure::from);
    let mut columns = vec![text("structure", "Name of the structure."), whole("week", "week", "The week, from 0.")];
    columns.extend([metric_column(names), text("unit", "Unit of the numbers in the row.")]);
    columns.extend(estimate_columns());
    let kept = format!(
        "Trials that the quantiles are taken over: of the first {WEEK_SAMPLE_TRIALS} trials (fewer where they would take \
         more than 128 MiB) those in which the figure is defined."
    );
    columns.push(whole("n_quantiles", "trials", &kept));
    columns.extend(quarter_columns());
    ResultTable {
        file: "weeks.csv",
        about: "Weekly figures over trials: one row per structure, week and metric; none where a week has no such figure.",
        key: &["structure", "week", "metric"],
        columns,
        rows: |_, findings| Box::new(findings.weeks().map(week_cells)),
    }
}

fn week_cells(row: WeekRow<'_>) -> ResultRow<'_> {
    let mut cells = vec![Cell::Text(row.structure), Cell::Whole(row.week as u64)];
    cells.extend([Cell::Text(row.metric), Cell::Text(row.unit)]);
    cells.extend(estimate_cells(&row.estimate));
    cells.push(Cell::Whole(row.n_quantiles as u64));
    cells.extend([row.p05, row.p25, row.p50, row.p75, row.p95].map(Cell::Number));
    cells
}

fn touchpoints() -> ResultTable {
    let mut columns = vec![text("structure", "Name of the structure."), text("touchpoint", "Name of the touchpoint.")];
    columns.push(text("owner", "Name of the function that owns it."));
    columns.extend(place_columns(TOUCHPOINT_METRICS));
    ResultTable {
        file: "touchpoints.csv",
        about: "Touchpoints, means over trials: one row per structure and touchpoint.",
        key: &["structure", "touchpoint"],
        columns,
        rows: |_, findings| Box::new(findings.touchpoints().map(touchpoint_cells)),
    }
}

fn touchpoint_cells(row: PlaceRow<'_>) -> ResultRow<'_> {
    let mut cells = vec![Cell::Text(row.structure), Cell::Text(row.place), Cell::Text(row.owner)];
    cells.push(Cell::Whole(row.n));
    cells.extend(row.figures.iter().flat_map(place_cells));
    cells
}

fn functions() -> ResultTable {
    let mut columns = vec![text("structure", "Name of the structure."), text("function", "Name of the function.")];
    columns.extend(place_columns(FUNCTION_METRICS));
    ResultTable {
        file: "functions.csv",
        about: "Functions, means over trials: one row per structure and function.",
        key: &["structure", "function"],
        columns,
        rows: |_, findings| Box::new(findings.functions().map(function_cells)),
    }
}

fn function_cells(row: PlaceRow<'_>) -> ResultRow<'_> {
    let mut cells = vec![Cell::Text(row.structure), Cell::Text(row.place), Cell::Whole(row.n)];
    cells.extend(row.figures.iter().flat_map(place_cells));
    cells
}

fn handoffs() -> ResultTable {
    let columns = vec![
        text("structure", "Name of the structure."),
        text("from", "Function that owns the touchpoint of the week before."),
        text("to", "Function that owns the touchpoint of the contact."),
        whole("n", "trials", "Number of trials."),
        number("contacts", "contacts", "Such contacts over the run, mean over trials."),
        number("contacts_ci_low", "contacts", "Lower end of the 95 % interval of that mean."),
        number("contacts_ci_high", "contacts", "Upper end of the 95 % interval of that mean."),
    ];
    ResultTable {
        file: "handoffs.csv",
        about: "Contacts straight from another touchpoint, by the owners of both: one row per structure and pair.",
        key: &["structure", "from", "to"],
        columns,
        rows: |_, findings| Box::new(findings.handoffs().map(handoff_cells)),
    }
}

fn handoff_cells(row: HandoffRow<'_>) -> ResultRow<'_> {
    let mut cells = vec![Cell::Text(row.structure), Cell::Text(row.from), Cell::Text(row.to)];
    cells.push(Cell::Whole(row.contacts.n));
    cells.extend(place_cells(&row.contacts));
    cells
}

fn why() -> ResultTable {
    const SCALE: &str = "0-1 scale of experience";
    let columns = vec![
        text("structure", "Name of the structure."),
        text("other", "Name of the baseline that it is compared with."),
        text("scope", "Which contacts: all, those at one touchpoint, or those of one survey period."),
        text("item", "The touchpoint's name or the period's number from 1; all for all contacts."),
        text(
            "component",
            "Part of the mean experience; penalties as they add to it, so that the parts add up to total.",
        ),
        whole("n", "trials", "Trials (parameter draws under [uncertainty]) with such contacts under both structures."),
        number("difference", SCALE, "Mean over these of structure minus baseline."),
        number("ci_low", SCALE, "Lower end of its 95 % interval, paired by trial."),
        number("ci_high", SCALE, "Upper end of its 95 % interval, paired by trial."),
    ];
    ResultTable {
        file: "why.csv",
        about: "What the difference in experience to the baseline is made of: one row per structure, scope, item and part.",
        key: &["structure", "other", "scope", "item", "component"],
        columns,
        rows: |_, findings| Box::new(findings.why().map(why_cells)),
    }
}

fn why_cells(row: WhyRow<'_>) -> ResultRow<'_> {
    let (scope, item) = match row.scope {
        Scope::All => ("all", Cell::Text("all")),
        Scope::Touchpoint(name) => ("touchpoint", Cell::Text(name)),
        Scope::Period(number) => ("period", Cell::Whole(number as u64)),
    };
    let mut cells = vec![Cell::Text(row.structure), Cell::Text(row.other), Cell::Text(scope), item];
    cells.extend([Cell::Text(row.component.name()), Cell::Whole(row.n), Cell::Number(row.difference)]);
    cells.extend(Cell::ends(row.interval));
    cells
}
