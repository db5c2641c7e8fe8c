//! The structures in each segment of customers: who is the best there, levels, and differences to the baseline.

use dottedline::compare::{SegmentJudgement, segment_finding};
use dottedline::engine::SEGMENT_METRICS;
use dottedline::model::Study;
use dottedline::study::Findings;

use super::format::{decimal, percent, signed, wrapped};
use super::grid::{Grid, GridColumn, GridMean};
use super::judgements::in_segments;
use super::table::WIDTH;
use super::terminal::Terminal;

/// The figures of a structure in a segment.
const SHOWN: [&str; 4] = ["retention_annualised", "nps_true", "customers", "customer_value"];
/// Those of them that say how many and not how good; they are not judged.
const AMOUNTS: [&str; 2] = ["customers", "customer_value"];

/// Segment by segment; nothing with one segment.
pub(super) fn segments_in_detail(
    study: &Study,
    findings: &Findings,
    segments: &[SegmentJudgement],
    terminal: &Terminal,
) -> String {
    if segments.is_empty() {
        return String::new();
    }
    let heading = terminal.heading("By segment of customers: mean over trials [95 % interval]");
    let mut text = format!("\n{heading}\n\n{}", wrapped(&segment_finding(segments), WIDTH));
    for (place, segment) in study.world.segments.iter().enumerate() {
        let share = percent(segment.share.get(), 0);
        text += &format!("\n{}, {share} of customers at the start\n{}", segment.id, levels(findings, place));
    }
    text += &in_segments(segments, terminal);
    let baseline = &findings.structures()[findings.baseline()];
    let heading = format!("customers and their value, against {baseline}, by segment [95 % intervals]");
    text += &format!("\n{}\n", terminal.heading(&heading));
    for (place, segment) in findings.segments().iter().enumerate() {
        text += &format!("\n{segment}\n{}", amounts(findings, place));
    }
    let note = "Customers are those at the end. Customer value is what a segment's customers bring in over the run and are still \
                worth at its end, before costs, for no cost belongs to one segment. ~: the interval includes no difference.";
    text + &wrapped(note, WIDTH)
}

/// Each structure by itself.
fn levels(findings: &Findings, segment: usize) -> String {
    let columns = SHOWN.map(|metric| match GridColumn::new(metric, findings.frame()) {
        column if metric == "customers" => column.without_interval(),
        column => column,
    });
    let grid = Grid::new(findings.structures(), columns.to_vec(), |structure, metric| {
        let estimate = findings.segment_row(segment, structure, place_of(metric)?).estimate;
        Some(GridMean::of(&estimate, findings.trials_of(structure)))
    });
    grid.text(decimal, false) + &grid.gaps()
}

/// Customers and what they bring in, as differences to the baseline.
fn amounts(findings: &Findings, segment: usize) -> String {
    let rows = AMOUNTS.map(|metric| place_of(metric).map(|place| findings.differences_of(segment, place)));
    let columns = AMOUNTS.map(|metric| GridColumn::new(metric, findings.frame())).to_vec();
    let grid = Grid::new(findings.structures(), columns, |structure, metric| {
        let column = AMOUNTS.iter().position(|amount| *amount == metric)?;
        let name = &findings.structures()[structure];
        let row = &rows[column].as_ref()?.iter().find(|difference| difference.row.structure == name)?.row;
        Some(GridMean { trials: row.n, ran: row.n, mean: row.difference, interval: row.interval })
    });
    grid.text(signed, true)
}

/// Where a figure stands among those of segments.
fn place_of(metric: &str) -> Option<usize> {
    SEGMENT_METRICS.iter().position(|known| known.name == metric)
}
