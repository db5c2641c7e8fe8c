//! What the line to each function does to the figure that is searched for, over many charts.

use super::estimates::level;
use super::found::{ChartRow, LineEffect};
use crate::model::Line;

/// Charts that count as leaders, at least.
const LEADERS: usize = 10;

/// Of the lines of charts and their numbers in so many trials (parameter draws): charts with a line against charts without one, trial by trial.
pub(super) fn effects(
    charts: &[(Vec<Line>, Vec<f64>)],
    functions: usize,
    trials: usize,
    rows: &[ChartRow],
) -> Vec<LineEffect> {
    let in_selection = rows.iter().filter(|row| row.in_selection);
    let left = in_selection.clone().filter(|row| row.out_after.is_none()).count();
    let leaders: Vec<&ChartRow> = in_selection.take(left.max(LEADERS)).collect();
    let mean_with = |function: usize, line: Line| -> Vec<f64> {
        let mut sums = vec![(0.0, 0.0); trials];
        for (_, column) in charts.iter().filter(|(lines, _)| lines[function] == line) {
            for (sum, number) in sums.iter_mut().zip(column).filter(|(_, number)| !number.is_nan()) {
                *sum = (sum.0 + number, sum.1 + 1.0);
            }
        }
        sums.into_iter().map(|(sum, count)| sum / count).collect()
    };
    let of = |function: usize| {
        let without = mean_with(function, Line::None);
        let (without, leaders) = (without, &leaders);
        Line::ALL.into_iter().map(move |line| {
            let with = mean_with(function, line);
            let differences: Vec<f64> = with.iter().zip(&without).map(|(with, without)| with - without).collect();
            let (mean, interval) = level(&differences);
            let having = leaders.iter().filter(|row| row.lines[function] == line).count();
            let among_leaders = having as f64 / leaders.len().max(1) as f64;
            LineEffect { function, line, mean, interval: interval.filter(|_| line != Line::None), among_leaders }
        })
    };
    let mut all = Vec::new();
    for function in 0..functions {
        all.extend(of(function));
    }
    all
}
