//! The tables of segments of customers: trial by trial, over trials, and between structures.

use super::cell::Cell;
use super::columns::{
    OWN, ResultColumn, estimate_cells, estimate_columns, metric_column, number, pair_cells, pair_columns, text, whole,
};
use super::layout::{ResultRow, ResultTable};
use super::stored_rows::segment_rows;
use crate::engine::SEGMENT_METRICS;
use crate::study::{Figure, SegmentDifference, SegmentRow};

/// `segments.csv`, `segment_summary.csv` and `segment_comparisons.csv`.
pub(super) fn segment_tables() -> [ResultTable; 3] {
    [segments(), summary(), comparisons()]
}

fn segments() -> ResultTable {
    let mut columns = vec![
        whole("trial", "", "Number of the trial, from 0."),
        whole("seed", "", "The study seed."),
        text("structure", "Name of the structure."),
        text("segment", "Name of the segment."),
        number("parameter_draw", "", "Number of the draw of uncertain parameters, as in trials.csv."),
    ];
    columns.extend(SEGMENT_METRICS.iter().map(|metric| number(metric.name, metric.unit, metric.meaning)));
    ResultTable {
        file: "segments.csv",
        about: "Figures by customer segment: one row per trial, structure and segment, in trial order.",
        key: &["trial", "structure", "segment"],
        columns,
        rows: |study, findings| Box::new(segment_rows(study, findings).flatten()),
    }
}

/// The column that names a figure of a segment.
fn metric() -> ResultColumn {
    metric_column(SEGMENT_METRICS.iter().map(Figure::from))
}

fn summary() -> ResultTable {
    let mut columns =
        vec![text("segment", "Name of the segment."), text("structure", "Name of the structure."), metric()];
    columns.push(text("unit", "Unit of the numbers in the row."));
    columns.extend(estimate_columns());
    columns.push(text(
        "standing",
        "Where the structure stands in this segment, for metrics that count for the decision: best, can be the best, or ruled \
         out; from intervals that hold for all pairs in all segments at once.",
    ));
    ResultTable {
        file: "segment_summary.csv",
        about: "Figures by customer segment over trials: one row per segment, structure and metric.",
        key: &["segment", "structure", "metric"],
        columns,
        rows: |_, findings| Box::new(findings.segment_rows().map(summary_cells)),
    }
}

fn summary_cells(row: SegmentRow<'_>) -> ResultRow<'_> {
    let mut cells = vec![Cell::Text(row.segment), Cell::Text(row.structure)];
    cells.extend([Cell::Text(row.figure.name), Cell::Text(row.figure.unit)]);
    cells.extend(estimate_cells(&row.estimate));
    cells.push(Cell::Text(row.standing.unwrap_or_default()));
    cells
}

fn comparisons() -> ResultTable {
    let mut columns = vec![text("segment", "Name of the segment."), metric()];
    columns.extend(pair_columns());
    columns.extend([
        number("ci_low", OWN, "Lower end of the 95 % interval of the mean difference, paired by trial."),
        number("ci_high", OWN, "Upper end of that interval; each stands for itself."),
        number(
            "share_better",
            "share",
            "Share of these trials in which the structure's figure is greater; ties do not count.",
        ),
        number(
            "practical_difference",
            OWN,
            "Differences up to this do not matter; for metrics that count for the decision.",
        ),
        number(
            "simultaneous_low",
            OWN,
            "Lower end of the interval that holds for all pairs in all segments at once (Bonferroni); for metrics that count.",
        ),
        number("simultaneous_high", OWN, "Upper end of that interval."),
        text(
            "verdict",
            "From that interval and the practical difference: better, worse, equivalent, better_size_unresolved, \
             worse_size_unresolved or unresolved.",
        ),
        number("more_trials", "trials", "About how many more trials the next verdict takes; 0 if settled."),
    ]);
    ResultTable {
        file: "segment_comparisons.csv",
        about: "Differences between structures by customer segment, paired by trial: each against the baseline in every metric, \
                and every other pair in metrics that count for the decision.",
        key: &["segment", "metric", "structure", "other"],
        columns,
        rows: |_, findings| Box::new(findings.segment_differences().map(comparison_cells)),
    }
}

fn comparison_cells(difference: SegmentDifference<'_>) -> ResultRow<'_> {
    let SegmentDifference { segment, row, judged } = difference;
    let mut cells = vec![Cell::Text(segment), Cell::Text(row.figure.name)];
    cells.extend(pair_cells(&row));
    cells.extend(Cell::ends(row.interval));
    let (practical, pair) = judged.map_or((None, None), |(practical, pair)| (practical, Some(pair.comparison)));
    cells.extend([row.share_greater, practical].map(Cell::Number));
    cells.extend(Cell::ends(pair.as_ref().and_then(|pair| pair.simultaneous)));
    cells.push(Cell::Text(pair.as_ref().and_then(|pair| pair.verdict).map_or("", |verdict| verdict.name())));
    cells.push(Cell::Number(pair.and_then(|pair| pair.more_trials).map(|more| more as f64)));
    cells
}
