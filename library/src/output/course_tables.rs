//! The tables of how differences go over time.

use super::cell::Cell;
use super::columns::{ResultColumn, estimate_cells, number, text, whole};
use super::layout::{ResultRow, ResultTable};
use crate::stats::TimePoint;
use crate::study::{CourseRow, DifferenceRow};

const ROW_UNIT: &str = "as in column unit";

/// `differences.csv` and `courses.csv`.
pub(super) fn course_tables() -> [ResultTable; 2] {
    [differences(), courses()]
}

fn names() -> [ResultColumn; 4] {
    [
        text("structure", "Name of the structure."),
        text("other", "Name of the baseline that it is compared with."),
        text(
            "metric",
            "Name of the figure, as in weeks.csv; net_value_so_far is net value from the start to the week.",
        ),
        text("unit", "Unit of the numbers in the row."),
    ]
}

fn differences() -> ResultTable {
    let mut columns = Vec::from(names());
    columns.extend([
        whole("week", "week", "The week, from 0."),
        whole(
            "n",
            "trials",
            "Trials (parameter draws under [uncertainty]) in which the figure is defined under both in that week.",
        ),
        number("difference", ROW_UNIT, "Mean over these of structure minus baseline."),
        number("sd", ROW_UNIT, "Sample standard deviation of that difference between these; missing below two."),
        number("ci_low", ROW_UNIT, "Lower end of the 95 % interval of the mean difference in that week by itself."),
        number("ci_high", ROW_UNIT, "Upper end of that interval."),
    ]);
    ResultTable {
        file: "differences.csv",
        about: "Weekly differences to the baseline, paired by trial: one row per structure, metric and week.",
        key: &["structure", "other", "metric", "week"],
        columns,
        rows: |_, findings| Box::new(findings.weekly_differences().map(difference_cells)),
    }
}

fn difference_cells(row: DifferenceRow<'_>) -> ResultRow<'_> {
    let mut cells = vec![Cell::Text(row.structure), Cell::Text(row.other), Cell::Text(row.metric)];
    cells.extend([Cell::Text(row.unit), Cell::Whole(u64::from(row.week))]);
    cells.extend(estimate_cells(&row.estimate));
    cells
}

fn courses() -> ResultTable {
    let mut columns = Vec::from(names());
    columns.extend([
        number("dip_week", "week", "Week in which the mean difference is lowest; missing if it is never below 0."),
        number("dip", ROW_UNIT, "Mean difference in that week."),
        number("dip_low", ROW_UNIT, "Lower end of its 95 % interval."),
        number("dip_high", ROW_UNIT, "Upper end of its 95 % interval."),
        number(
            "crossover_week",
            "week",
            "First week from which the mean difference stays at 0 or above, having been below; missing if it never was or \
             still is.",
        ),
        number(
            "crossover_low",
            "week",
            "Earliest such week that the trials do not rule out (95 %); missing without a clear dip or if it clearly never \
             comes back.",
        ),
        number(
            "crossover_high",
            "week",
            "Latest such week that the trials do not rule out; missing without a clear dip or if it may never come back.",
        ),
        whole("end_week", "week", "The last week with such a figure."),
        number("end", ROW_UNIT, "Mean difference in that week."),
        number("end_low", ROW_UNIT, "Lower end of its 95 % interval."),
        number("end_high", ROW_UNIT, "Upper end of its 95 % interval."),
    ]);
    ResultTable {
        file: "courses.csv",
        about: "What becomes of each weekly difference to the baseline: the dip, the week in which it is made good, and the \
                end; one row per structure and metric.",
        key: &["structure", "other", "metric"],
        columns,
        rows: |_, findings| Box::new(findings.courses().map(course_cells)),
    }
}

fn course_cells(row: CourseRow<'_>) -> ResultRow<'_> {
    let course = row.course;
    let week = |week: Option<u32>| Cell::Number(week.map(f64::from));
    let mut cells = vec![Cell::Text(row.structure), Cell::Text(row.other), Cell::Text(row.metric)];
    cells.extend([Cell::Text(row.unit), week(course.dip.map(|dip| dip.week))]);
    cells.extend(moment_cells(course.dip));
    cells.extend([course.crossover, course.crossover_low, course.crossover_high].map(week));
    cells.push(Cell::Whole(u64::from(course.end.week)));
    cells.extend(moment_cells(Some(course.end)));
    cells
}

fn moment_cells<'a>(moment: Option<TimePoint>) -> [Cell<'a>; 3] {
    let [low, high] = Cell::ends(moment.map(|moment| moment.interval));
    [Cell::Number(moment.map(|moment| moment.mean)), low, high]
}
