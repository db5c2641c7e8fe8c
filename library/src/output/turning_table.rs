//! The table of which single assumption turns the answer, where it was looked for.

use super::cell::Cell;
use super::columns::{ResultColumn, number, text, whole};
use super::layout::ResultRow;
use crate::study::{Turning, TurningPair, TurningPoints, TurningRow};

/// Its file.
pub(super) const TURNING: &str = "turning_points.csv";

/// What it holds.
pub(super) const ABOUT: &str = "Which single assumption, at which value, would make another structure the best by the metric that decides: one \
                                row per assumption; all others are then as in the scenario. A quick look tries some of them, with few trials.";

/// The columns whose cells name a row.
pub(super) const KEY: [&str; 2] = ["assumption", "together_with"];

const OWN: &str = "of the assumption";

/// Its columns.
pub(super) fn columns() -> Vec<ResultColumn> {
    vec![
        text("assumption", "Name of the assumption, as a path of the scenario file."),
        text(
            "together_with",
            "The assumption that was moved with it, the same share of the way to an end of its range; empty: it was moved by itself.",
        ),
        text("unit", "Its unit."),
        number("today", OWN, "Its value in the scenario."),
        number("plausible_low", OWN, "Lower end of its plausible range."),
        number("plausible_high", OWN, "Upper end of its plausible range."),
        text("metric", "The metric that decides."),
        text("best", "The structure that is best by it today."),
        text(
            "outcome",
            "turns: another one becomes the best, with 95 % confidence; may turn: another one's mean becomes the best; never in the plausible \
             range: the best one stays ahead at every point that was tried, each with 95 % confidence; unsettled: the trials do not \
             tell; not tried; impossible: the firm cannot be like that by itself.",
        ),
        text("turns_to", "The structure that is best beyond the value."),
        text(
            "side",
            "Whether it is the best above or below the value; of two assumptions together, which way this one was moved.",
        ),
        number(
            "value",
            OWN,
            "The value nearest to today's at which another one becomes the best; missing where none was found.",
        ),
        number(
            "value_low",
            OWN,
            "Lower end of its 95 % interval, from where the interval of the lead crosses 0; missing where it is open: the answer may then never \
             turn.",
        ),
        number("value_high", OWN, "Upper end of that interval."),
        whole("trials", "trials", "Trials at the point that was tried most: the first ones of the study."),
        number(
            "least_lead",
            "of the metric",
            "How far the best structure of today is ahead at least, at the points that were tried.",
        ),
        number(
            "interaction",
            "of the metric",
            "What both together take off that lead at the ends of their ranges beyond what each takes there by itself; an estimate without \
             an interval. Missing for one by itself.",
        ),
    ]
}

/// Its rows: single assumptions, then pairs.
pub(super) fn rows(found: &TurningPoints) -> Vec<ResultRow<'_>> {
    let singles = found.rows.iter().map(|row| cells(found, row, Together::default()));
    let pairs = found
        .pairs
        .iter()
        .flat_map(|pair| [0, 1].map(|place| cells(found, &pair.rows[place], Together::of(pair, place))));
    singles.chain(pairs).collect()
}

/// What a row of a pair says of it.
#[derive(Default)]
struct Together {
    with: String,
    side: &'static str,
    interaction: Option<f64>,
}

impl Together {
    fn of(pair: &TurningPair, place: usize) -> Together {
        let with = pair.rows[1 - place].assumption.address.to_string();
        Together { with, side: side(pair.above[place]), interaction: pair.interaction }
    }
}

const fn side(above: bool) -> &'static str {
    if above { "above" } else { "below" }
}

fn cells<'f>(found: &'f TurningPoints, row: &'f TurningRow, together: Together) -> ResultRow<'f> {
    let (assumption, about) = (&row.assumption, row.assumption.address.about());
    let point = match &row.outcome {
        Turning::At(point) => Some(point),
        _ => None,
    };
    let outcome = match (&row.outcome, point) {
        (_, Some(point)) if point.until.is_some() => "turns",
        (_, Some(_)) => "may turn",
        (Turning::Never, _) => "never in the plausible range",
        (Turning::Impossible, _) => "impossible",
        (Turning::NotTried, _) => "not tried",
        _ => "unsettled",
    };
    let ends = point.map(|point| match point.above {
        true => [Some(point.from), point.until],
        false => [point.until, Some(point.from)],
    });
    let side = point.map_or(together.side, |point| side(point.above));
    let numbers = [Some(assumption.number), Some(assumption.plausible.least), Some(assumption.plausible.most)];
    let mut cells =
        vec![Cell::Owned(assumption.address.to_string()), Cell::Owned(together.with), Cell::Text(about.unit)];
    cells.extend(numbers.map(Cell::Number));
    cells.extend([found.metric.as_str(), found.best.as_deref().unwrap_or_default(), outcome].map(Cell::Text));
    cells.extend([point.map_or("", |point| point.to.as_str()), side].map(Cell::Text));
    cells.push(Cell::Number(point.map(|point| point.value)));
    cells.extend(ends.unwrap_or([None; 2]).map(Cell::Number));
    cells.extend([
        Cell::Whole(u64::from(row.trials)),
        Cell::Number(row.least_lead),
        Cell::Number(together.interaction),
    ]);
    cells
}
