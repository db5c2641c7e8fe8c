//! The journey: where customers are, where problems open and where customers leave.

use super::super::charts::ranked::{Ranked, RankedRow, ranked};
use super::super::exhibit::{Exhibit, ExhibitNumbers, NumberCell};
use super::super::numbers::{decimal, first_upper, percent};
use super::super::results::Results;
use super::why::{SIMULATED, at, by_contacts};
use crate::engine::{Presentation, Scale};
use crate::stats::Interval;
use crate::study::TOUCHPOINT_METRICS;

/// What is shared out among touchpoints: as in files, for readers, and its colour.
const MEASURES: [(&str, &str, &str); 3] = [
    ("contacts", "share of all contacts", "var(--m0)"),
    ("problems_opened", "share of all problems that open", "var(--bad)"),
    ("leavers", "share of customers who leave from a touchpoint", "var(--ink)"),
];

/// Touchpoints that are drawn, at most: those with the most contacts.
const MOST_DRAWN: usize = 30;

/// The figure, under the baseline.
pub(in crate::report) fn figures(results: &Results) -> Vec<Exhibit> {
    let order = by_contacts(results);
    let chart = Ranked {
        measures: MEASURES.iter().map(|(_, shown, colour)| ((*shown).to_owned(), *colour)).collect(),
        rows: order.iter().take(MOST_DRAWN).map(|&place| row(results, place)).collect(),
    };
    let cut = match order.len() {
        all if all > MOST_DRAWN => format!(" The {MOST_DRAWN} busiest of {all}."),
        _ => String::new(),
    };
    let note = format!(
        "Touchpoints with their owners under {}, the busiest first; all bars on one scale, in per cent of the run. Customers leave from a \
         touchpoint in a week in which they are there; others leave while away.{cut}",
        results.baseline().name
    );
    vec![Exhibit::across("journey", title(results), &note, |width| ranked(&chart, width), numbers(results, &order))]
}

/// What a touchpoint has of a whole.
fn share(results: &Results, place: usize, column: &str) -> Option<f64> {
    let touchpoints = &results.world().touchpoints;
    let whole: f64 = touchpoints.iter().filter_map(|one| at(results, 0, &one.id, column)).sum();
    at(results, 0, &touchpoints.get(place)?.id, column).filter(|_| whole > 0.0).map(|part| part / whole)
}

fn row(results: &Results, place: usize) -> RankedRow {
    let touchpoint = &results.world().touchpoints[place];
    let number =
        |column: &str| decimal(results.frame.represents * at(results, 0, &touchpoint.id, column).unwrap_or(0.0), 0);
    let (name, owner) =
        (Results::shown(&touchpoint.id), Results::shown(&results.world().functions[touchpoint.owner].id));
    let tip = format!(
        "{name} ({owner})\n{} contacts\n{} problems opened\n{} customers left",
        number("contacts"),
        number("problems_opened"),
        number("leavers")
    );
    let shares = MEASURES.iter().map(|(column, ..)| share(results, place, column)).collect();
    RankedRow { name, behind: owner, shares, tip }
}

fn numbers(results: &Results, order: &[usize]) -> ExhibitNumbers {
    let mut numbers = ExhibitNumbers::new(&[
        ("touchpoint", "touchpoint"),
        ("owner", "owner"),
        ("contacts", "contacts"),
        ("experience", "experience"),
        ("problems opened", "problems_opened"),
        ("problems solved", "problems_solved"),
        ("customers who left here", "leavers"),
    ]);
    for &place in order {
        let touchpoint = &results.world().touchpoints[place];
        let cell = |column: &str| {
            let known = TOUCHPOINT_METRICS.iter().find(|metric| metric.name == column);
            let shown = known.map_or(Presentation::plain(""), |metric| metric.presentation);
            let factor = results.frame.factor(shown.scale);
            let decimals = if factor > 1.0 && shown.scale == Scale::Count { 0 } else { shown.decimals };
            NumberCell::number(at(results, 0, &touchpoint.id, column), factor, decimals)
        };
        let owner = &results.world().functions[touchpoint.owner].id;
        let mut cells = vec![NumberCell::id(&touchpoint.id), NumberCell::id(owner)];
        cells.extend(["contacts", "experience", "problems_opened", "problems_solved", "leavers"].map(cell));
        numbers.row(None, cells);
    }
    let baseline = &results.baseline().name;
    numbers.remark = format!("Under {baseline}; the other structures stand in touchpoints.csv. {SIMULATED}");
    numbers
}

/// Where most problems open, if that place is clearly first, beside what it has of contacts.
fn title(results: &Results) -> String {
    let told = |place: usize| {
        let name = first_upper(&Results::shown(&results.world().touchpoints[place].id));
        let [contacts, problems] = ["contacts", "problems_opened"].map(|column| share(results, place, column));
        Some(format!(
            "{name} has {} of contacts and {} of problems, more problems than any other touchpoint",
            percent(contacts?),
            percent(problems?)
        ))
    };
    first(results, "problems_opened")
        .and_then(told)
        .unwrap_or_else(|| "Where customers go, and where they leave".to_owned())
}

/// The touchpoint with the most of something, if its interval is above that of any other.
fn first(results: &Results, column: &str) -> Option<usize> {
    let touchpoints = &results.world().touchpoints;
    let ends = |place: usize| -> Option<Interval> {
        let id = &touchpoints.get(place)?.id;
        let end = |end: &str| at(results, 0, id, &format!("{column}_ci_{end}"));
        Some(Interval { low: end("low")?, high: end("high")? })
    };
    let places = 0..touchpoints.len();
    let known: Vec<(usize, Interval)> = places.filter_map(|place| Some((place, ends(place)?))).collect();
    let (place, best) = known.iter().max_by(|one, other| one.1.low.total_cmp(&other.1.low))?;
    known.iter().all(|(other, ends)| other == place || ends.high < best.low).then_some(*place)
}
