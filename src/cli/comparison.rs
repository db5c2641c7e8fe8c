//! What a run says on stdout: each structure, each against the baseline, and one sentence.

use dottedline::experiment::{Findings, sentence};
use dottedline::model::Study;
use dottedline::stats::Interval;

use super::format::{decimal, signed, wrapped};
use super::plan::size;
use super::table::Sheet;
use super::terminal::Terminal;

/// Widest line of running text.
const WIDTH: usize = 80;

/// A mean over trials, in the unit of its column.
#[derive(Clone, Copy, Debug)]
struct Cell {
    trials: u64,
    mean: Option<f64>,
    interval: Option<Interval>,
}

/// A figure that is shown: where it comes from, and in which unit.
struct Column {
    metric: &'static str,
    heading: String,
    scale: f64,
}

/// The comparison of a study's structures as text of at most 80 columns.
pub(super) fn comparison(study: &Study, findings: &Findings, terminal: &Terminal) -> String {
    let columns = columns(findings);
    let (levels, differences) = (levels(findings, &columns), differences(findings, &columns));
    let mut text = format!("{}\n", terminal.heading(&study.title));
    if !study.question.is_empty() {
        text += &wrapped(&study.question, WIDTH);
    }
    text += &format!("{}\n\n", size(study, findings.trials()));
    text += &format!("{}\n\n", terminal.heading("Each structure: mean over trials [95 % interval]"));
    text += &table(findings, &columns, &levels, decimal);
    if findings.structures().len() > 1 {
        text += &format!("\n{}\n\n", terminal.heading(&against(findings)));
        text += &table(findings, &columns, &differences, signed);
        text += &marks(&differences);
    }
    text += &undefined(findings, &columns, &levels);
    text + "\n" + &wrapped(&sentence(findings), WIDTH)
}

fn against(findings: &Findings) -> String {
    format!("Against {}, trial by trial: mean difference [95 % interval]", findings.structures()[findings.baseline()])
}

fn columns(findings: &Findings) -> [Column; 3] {
    let means = (0..findings.structures().len()).filter_map(|index| findings.summary_of(index, "net_value"));
    let largest = means.filter_map(|row| row.estimate.mean).fold(0.0, |most: f64, mean| most.max(mean.abs()));
    let (scale, unit) = match largest {
        most if most >= 1e9 => (1e-9, ", billion"),
        most if most >= 1e6 => (1e-6, ", million"),
        most if most >= 1e4 => (1e-3, ", thousand"),
        _ => (1.0, ""),
    };
    [
        Column { metric: "retention", heading: "retention, %".to_owned(), scale: 100.0 },
        Column { metric: "nps_true", heading: "NPS, points".to_owned(), scale: 1.0 },
        Column { metric: "net_value", heading: format!("net value{unit}"), scale },
    ]
}

/// Cells by structure and column; a structure that is not shown has none.
type Cells = Vec<Option<Vec<Cell>>>;

fn levels(findings: &Findings, columns: &[Column]) -> Cells {
    let cell = |structure: usize, column: &Column| {
        let estimate = findings.summary_of(structure, column.metric)?.estimate;
        Some(Cell::new(estimate.n, estimate.mean, estimate.interval, column.scale))
    };
    (0..findings.structures().len()).map(|s| columns.iter().map(|column| cell(s, column)).collect()).collect()
}

fn differences(findings: &Findings, columns: &[Column]) -> Cells {
    let cell = |structure: usize, column: &Column| {
        let row = findings.comparison_of(structure, column.metric)?;
        Some(Cell::new(row.n, row.difference, row.interval, column.scale))
    };
    (0..findings.structures().len()).map(|s| columns.iter().map(|column| cell(s, column)).collect()).collect()
}

impl Cell {
    fn new(trials: u64, mean: Option<f64>, interval: Option<Interval>, scale: f64) -> Cell {
        let interval = interval.map(|ends| Interval { low: ends.low * scale, high: ends.high * scale });
        Cell { trials, mean: mean.map(|mean| mean * scale), interval }
    }

    /// Whether a difference could as well be none.
    fn unclear(&self) -> bool {
        self.interval.is_none_or(|interval| !interval.excludes_zero())
    }

    fn text(&self, decimals: usize, number: fn(f64, usize) -> String) -> String {
        match (self.mean, self.interval) {
            (None, _) => "not defined".to_owned(),
            (Some(mean), None) => number(mean, decimals),
            (Some(mean), Some(Interval { low, high })) => {
                format!("{} [{}, {}]", number(mean, decimals), decimal(low, decimals), decimal(high, decimals))
            }
        }
    }
}

fn table(findings: &Findings, columns: &[Column], cells: &Cells, number: fn(f64, usize) -> String) -> String {
    let headings: Vec<&str> =
        std::iter::once("structure").chain(columns.iter().map(|column| column.heading.as_str())).collect();
    let decimals: Vec<usize> = (0..columns.len()).map(|column| decimals(cells, column)).collect();
    let unclear = cells[findings.baseline()].is_none() && cells.iter().flatten().flatten().any(Cell::unclear);
    let mut sheet = Sheet::of_numbers(&headings);
    for (name, row) in findings.structures().iter().zip(cells) {
        let Some(row) = row else { continue };
        let mark = |cell: &Cell| match (unclear, cell.unclear()) {
            (false, _) => "",
            (true, true) => " ~",
            (true, false) => "  ",
        };
        let texts = row.iter().zip(&decimals).map(|(cell, &digits)| cell.text(digits, number) + mark(cell));
        sheet.row(&std::iter::once(name.clone()).chain(texts).collect::<Vec<_>>());
    }
    sheet.text()
}

/// Decimals of a column: so many that the narrowest interval shows a digit of its half width; from 1 to 3.
fn decimals(cells: &Cells, column: usize) -> usize {
    let widths = cells.iter().flatten().filter_map(|row| row[column].interval.map(|ends| ends.high - ends.low));
    let half = widths.filter(|&width| width > 0.0).fold(f64::INFINITY, f64::min) / 2.0;
    if half >= 0.1 {
        1
    } else if half >= 0.01 {
        2
    } else {
        3
    }
}

fn marks(differences: &Cells) -> String {
    let mut cells = differences.iter().flatten().flatten();
    if cells.clone().all(|cell| cell.interval.is_none()) {
        return "One trial has no interval: these differences may be luck.\n".to_owned();
    }
    let any = cells.any(Cell::unclear);
    if any { "~ the interval includes 0: no clear difference\n".to_owned() } else { String::new() }
}

/// Says where a mean is over fewer trials than were run.
fn undefined(findings: &Findings, columns: &[Column], levels: &Cells) -> String {
    let trials = findings.trials();
    let mut text = String::new();
    for (name, row) in findings.structures().iter().zip(levels) {
        for (cell, column) in row.iter().flatten().zip(columns).filter(|(cell, _)| cell.trials < u64::from(trials)) {
            text += &format!("{name}: {} is defined in {} of {trials} trials only\n", column.heading, cell.trials);
        }
    }
    text
}
