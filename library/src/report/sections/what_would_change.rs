//! What would change the answer: assumptions that turn it, and what a point of retention has to be worth.

use super::super::charts::bars::{Bar, BarGrid, grid};
use super::super::charts::lines::{Across, Lines, Look, Series, lines};
use super::super::charts::own_scales::{Meanings, ScaleRow, own_scales};
use super::super::exhibit::{Exhibit, ExhibitNumbers, HALF, NumberCell};
use super::super::numbers::{Manner, first_upper, plain};
use super::super::results::{Results, Week};
use super::super::table::CsvRow;
use super::super::titles::{manner, manner_of_differences};
use super::super::turning::{TurningOutcome, TurningPoint, TurningRow, turning_rows, written};
use super::answer::named;
use super::uncapped;
use crate::numbers::count;
use crate::stats::Interval;

/// Assumptions that are drawn, at most: those that turn the answer come first.
const MOST_DRAWN: usize = 24;
/// Rows in the table, at most.
const MOST_TOLD: usize = 60;

/// All figures of the section; none with one structure, for there is no answer then.
pub(in crate::report) fn figures(results: &Results) -> Vec<Exhibit> {
    if results.structures.len() < 2 {
        return Vec::new();
    }
    [turning(results), worth(results), assumptions(results)].into_iter().flatten().collect()
}

/// Where assumptions, each moved alone, turn the answer; none where nothing was tried.
fn turning(results: &Results) -> Option<Exhibit> {
    let all = turning_rows(results);
    let (singles, pairs): (Vec<&TurningRow>, Vec<&TurningRow>) = all.iter().partition(|row| row.with.is_empty());
    let tried: Vec<&TurningRow> = singles.iter().copied().filter(|row| row.is_tried()).collect();
    if tried.is_empty() {
        return None;
    }
    let drawn: Vec<ScaleRow> = tried.iter().take(MOST_DRAWN).map(|row| scale_row(results, row)).collect();
    let meanings = Meanings { stroke: "where the answer turns", hollow: "in the scenario", ..Meanings::default() };
    Some(Exhibit::across(
        "turning-points",
        turning_title(results, &tried),
        &turning_note(results, &tried, singles.len()),
        |width| own_scales(&drawn, meanings, width),
        turning_numbers(&tried, &pairs),
    ))
}

fn scale_row(results: &Results, row: &TurningRow) -> ScaleRow {
    let to = |point: &TurningPoint| format!("{} {}", Results::shown(&point.to), point.words());
    let words = match (row.outcome, &row.point) {
        (TurningOutcome::Turns | TurningOutcome::MayTurn, Some(point)) => to(point),
        (TurningOutcome::Never, _) => "does not turn it".to_owned(),
        _ => "the trials do not tell".to_owned(),
    };
    let Interval { low, high } = row.plausible;
    let unit = if row.unit.is_empty() { String::new() } else { format!(" ({})", row.unit) };
    let place = |point: &TurningPoint| results.structures.iter().position(|structure| structure.id == point.to);
    ScaleRow {
        name: first_upper(&row.name) + &unit,
        words,
        ends: row.plausible,
        end_words: [low, high].map(written),
        bars: row.point.iter().map(|point| between(row, point)).collect(),
        stroke: row.point.as_ref().map(|point| point.value),
        hollow: Some(row.today),
        filled: None,
        faint: row.point.is_none(),
        place: row.point.as_ref().and_then(place),
    }
}

/// The interval of the value; where it is open, to the end of the plausible range.
fn between(row: &TurningRow, point: &TurningPoint) -> Interval {
    let Interval { low, high } = row.plausible;
    Interval { low: point.low.unwrap_or(low).max(low), high: point.high.unwrap_or(high).min(high) }
}

/// "The answer turns to operational if readiness of the organisation is above 0.6", or that none does.
fn turning_title(results: &Results, tried: &[&TurningRow]) -> String {
    let with = |outcome: TurningOutcome| tried.iter().filter(|row| row.outcome == outcome).count();
    let first = |outcome: TurningOutcome| {
        let row = tried.iter().find(|row| row.outcome == outcome)?;
        let (name, point) = (&row.name, row.point.as_ref()?);
        let words = point.words();
        let beyond = words.split(" (").next().unwrap_or_default();
        Some(format!("{} if {name} is {beyond}", named(results, &point.to)))
    };
    let all = count(tried.len(), "assumption", "assumptions");
    if let Some(first) = first(TurningOutcome::Turns) {
        return match with(TurningOutcome::Turns) {
            0 | 1 => format!("The answer turns to {first}"),
            several => {
                format!("The answer turns to {first}; {} it too", count(several - 1, "other turns", "others turn"))
            }
        };
    }
    match (first(TurningOutcome::MayTurn), with(TurningOutcome::Unsettled)) {
        (Some(first), _) => format!("No assumption turns the answer for sure; it may turn to {first}"),
        (None, 0) => format!("None of {all} tried alone turns the answer"),
        (None, open) if open == tried.len() => {
            format!("Whether an assumption alone turns the answer is not known: {all} tried")
        }
        (None, open) => {
            format!("None of {all} tried alone is seen to turn the answer; for {open} the trials do not tell")
        }
    }
}

fn turning_note(results: &Results, tried: &[&TurningRow], all: usize) -> String {
    let best = results.turning_points.rows().next().map_or("", |row| row.text("best"));
    let more = match tried.len().saturating_sub(MOST_DRAWN) {
        0 => String::new(),
        more => format!(" {} drawn.", count(more, "other one is not", "other ones are not")),
    };
    format!(
        "The answer: {} is the best by {}. Each of {} of {all} assumptions was moved alone within its plausible range, whose ends are \
         written, all others as in the scenario. Bar: 95 % interval of the value where the answer turns; in colour, what it turns \
         to.{more}",
        Results::shown(best),
        manner(results, &results.primary()).name,
        tried.len(),
    )
}

fn turning_numbers(tried: &[&TurningRow], pairs: &[&TurningRow]) -> ExhibitNumbers {
    let mut numbers = ExhibitNumbers::new(&[
        ("assumption", "assumption"),
        ("moved together with", "together_with"),
        ("what it is", "meaning"),
        ("unit", "unit"),
        ("today", "today"),
        ("plausible from", "plausible_low"),
        ("to", "plausible_high"),
        ("turns to", "turns_to"),
        ("side", "side"),
        ("at", "value"),
        ("95 % from", "value_low"),
        ("to", "value_high"),
        ("trials", "trials"),
    ]);
    for row in tried.iter().chain(pairs).take(MOST_TOLD) {
        numbers.row(None, turning_cells(row));
    }
    numbers.remark = "All assumptions, tried or not, stand in turning_points.csv.".to_owned();
    numbers
}

fn turning_cells(row: &TurningRow) -> Vec<NumberCell> {
    let number = |number: Option<f64>| NumberCell {
        shown: number.map_or("–".to_owned(), written),
        ..NumberCell::number(number, 1.0, 0)
    };
    let point = row.point.as_ref();
    let to = match (row.outcome, point) {
        (_, Some(point)) => NumberCell::id(&point.to),
        (TurningOutcome::Never, _) => NumberCell::words("nothing"),
        (TurningOutcome::NotTried, _) => NumberCell::words("not tried"),
        _ => NumberCell::words("not known"),
    };
    let side = point.map_or("", |point| if point.above { "above" } else { "below" });
    let mut cells = [&row.key, &row.with, row.meaning, &row.unit].map(NumberCell::words).to_vec();
    cells.extend([Some(row.today), Some(row.plausible.low), Some(row.plausible.high)].map(number));
    cells.extend([to, NumberCell::words(side)]);
    cells.extend(
        [point.map(|point| point.value), point.and_then(|point| point.low), point.and_then(|point| point.high)]
            .map(number),
    );
    cells.push(NumberCell::number(Some(row.trials as f64), 1.0, 0));
    cells
}

/// Which structure to choose by what a point of retention is worth.
fn worth(results: &Results) -> Option<Exhibit> {
    let table = &results.acceptability;
    let points = |id: &str| -> Vec<Week> {
        let rows = table.rows().filter(|row| row.text("structure") == id);
        let point = |row: CsvRow<'_>| {
            Some(Week {
                week: row.number("worth_of_a_point")?,
                mean: row.number("probability_best")?,
                ..Week::default()
            })
        };
        rows.filter_map(point).collect()
    };
    let all: Vec<Vec<Week>> = results.structures.iter().map(|structure| points(&structure.id)).collect();
    let most = all.iter().flatten().fold(0.0, |most: f64, point| most.max(point.week));
    if most <= 0.0 {
        return None;
    }
    let worth = Manner::in_frame("net_value", most, &results.frame);
    let retention = results.frame.label("retention");
    let axis = Manner { name: "worth of one point of retention".to_owned(), ..worth.clone() }.titled(false);
    let series = all.iter().enumerate().map(|(place, points)| Series {
        place,
        name: results.structures[place].name.clone(),
        label: results.structures[place].name.clone(),
        points: points.iter().collect(),
        look: Look::Solid,
    });
    let chart = Lines {
        series: series.collect(),
        manner: Manner {
            name: "highest worth × points − costs".to_owned(),
            unit: "% of trials",
            ..Manner::of("retention", 1.0)
        },
        difference: false,
        moments: Vec::new(),
        across: Across::Quantity(worth.factor, axis),
        zero: String::new(),
        fans: false,
    };
    let mut numbers = ExhibitNumbers::new(&[
        ("structure", "structure"),
        ("worth of a point", "worth_of_a_point"),
        ("highest worth × points − costs, % of trials", "probability_best"),
    ]);
    for (place, points) in all.iter().enumerate() {
        for point in points.iter().step_by(points.len().div_ceil(8).max(1)) {
            let cells = [NumberCell::number(Some(point.week), 1.0, 0), NumberCell::number(Some(point.mean), 100.0, 1)];
            numbers.row(Some(place), [vec![NumberCell::name(&results.structures[place])], cells.to_vec()].concat());
        }
    }
    numbers.remark = "All of it stands in acceptability.csv.".to_owned();
    let note = format!(
        "Share of trials in which worth × points of {retention} − costs is highest, by what one point of it is taken to be worth to \
         the firm. This is another figure than total value, which counts what customers bring in and are still worth."
    );
    let title = worth_title(results);
    Some(Exhibit::half("worth", title, &note, lines(&chart, HALF, 300.0), numbers))
}

/// From which worth on another structure is highest in 95 % of these trials.
fn worth_title(results: &Results) -> String {
    let sure = |id: &str| {
        let rows = results.acceptability.rows().filter(|row| row.text("structure") == id);
        rows.filter(|row| row.number("probability_best").is_some_and(|share| share >= 0.95))
            .filter_map(|row| row.number("worth_of_a_point"))
            .fold(f64::INFINITY, f64::min)
    };
    let from = results.others().map(|(_, structure)| (structure, sure(&structure.id)));
    let first =
        from.filter(|(_, worth)| worth.is_finite() && *worth > 0.0).min_by(|one, other| one.1.total_cmp(&other.1));
    let retention = results.frame.label("retention");
    match first {
        Some((structure, worth)) => format!(
            "By worth of {retention} − costs, {} is highest in 95 % of trials once a point is worth {}",
            structure.name,
            Manner::in_frame("net_value", worth, &results.frame).level(worth, if worth < 1e6 { 0 } else { 2 })
        ),
        None => format!("By worth of {retention} − costs, the choice depends on what a point is worth"),
    }
}

/// Assumptions against random inputs, where worlds were drawn.
fn assumptions(results: &Results) -> Option<Exhibit> {
    let primary = results.primary();
    let rows: Vec<_> = results.assumptions.rows().filter(|row| row.text("metric") == primary).collect();
    if rows.is_empty() {
        return None;
    }
    let unit = manner_of_differences(results, &primary);
    let place = |id: &str| results.structures.iter().position(|structure| structure.id == id);
    let known: Vec<_> = rows.iter().filter_map(|row| Some((place(row.text("structure"))?, *row))).collect();
    let bar = |row: &CsvRow<'_>, column: &str| {
        row.number(column).map(|value| Bar { value, interval: None, text: plain(value * unit.factor) })
    };
    let spreads = ["sd_assumptions", "sd_random"];
    let chart = BarGrid {
        rows: known.iter().map(|(place, _)| (results.structures[*place].name.clone(), Some(*place))).collect(),
        columns: ["by assumptions", "by random inputs"].map(|name| (name.to_owned(), None)).to_vec(),
        bars: known.iter().map(|(_, row)| spreads.map(|column| bar(row, column)).to_vec()).collect(),
        unit: format!("Standard deviation of {}, minus {}", uncapped(&unit.titled(true)), results.baseline().name),
        total: false,
    };
    let best = format!("best by {}, % of worlds", unit.name);
    let mut numbers = ExhibitNumbers::new(&[
        ("structure", "structure"),
        ("worlds", "worlds"),
        (best.as_str(), "best_share"),
        ("spread by assumptions", "sd_assumptions"),
        ("spread by random inputs", "sd_random"),
    ]);
    for (place, row) in &known {
        let mut cells =
            vec![NumberCell::name(&results.structures[*place]), NumberCell::number(row.number("worlds"), 1.0, 0)];
        cells.push(NumberCell::number(row.number("best_share"), 100.0, 1));
        cells.extend(
            ["sd_assumptions", "sd_random"].map(|column| NumberCell::number(row.number(column), unit.factor, 2)),
        );
        numbers.row(Some(*place), cells);
    }
    let note = format!(
        "Uncertain parameters were drawn anew, the same for all structures. Spread of the difference to {} between worlds (assumptions) and \
         between trials of one world (random inputs).",
        results.baseline().name
    );
    let title = format!("How far assumptions and random inputs spread differences in {}", unit.name);
    Some(Exhibit::half("assumptions", title, &note, grid(&chart, HALF, 96.0), numbers))
}
