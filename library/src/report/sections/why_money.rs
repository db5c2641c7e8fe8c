//! Why total value differs: what customers bring in and what decisions cost, part by part.

use super::super::charts::bars::{Bar, BarGrid, grid};
use super::super::exhibit::{Exhibit, ExhibitNumbers, NumberCell};
use super::super::numbers::{decimal, first_upper, signed};
use super::super::results::{PairRow, Results, StructureRow};
use super::super::titles::{self, manner_of_differences};
use super::decimals;
use super::parts::stands_out;
use crate::stats::Interval;

/// A part of total value: its figure, its name for readers, and whether more of it is less total value.
type Part = (&'static str, &'static str, bool);

/// Parts of total value, in the order in which they are added up.
const PARTS: &[Part] = &[
    ("value_margins", "margins", false),
    ("value_spending", "spending", false),
    ("value_kpi", "functional KPIs", false),
    ("cost_office", "office", true),
    ("cost_committees", "committees", true),
    ("cost_initiatives", "initiatives", true),
    ("cost_service", "service", true),
    ("cost_acquisition", "acquisition", true),
    ("cost_reorganisation", "reorganisation", true),
    ("customer_equity", "customer equity", false),
    ("total_value", "all together", false),
];

/// The split of money; nothing with one structure.
pub(in crate::report) fn figures(results: &Results) -> Vec<Exhibit> {
    if results.structures.len() < 2 { Vec::new() } else { vec![split(results)] }
}

/// A structure's difference to the baseline in a part, as it adds to total value.
fn part(results: &Results, place: usize, (metric, _, is_cost): Part) -> Option<(f64, Option<Interval>)> {
    let PairRow { difference, interval, .. } = results.pair(place, metric);
    let turned = |number: f64| if is_cost { 0.0 - number } else { number };
    let interval = interval.map(|ends| match is_cost {
        true => Interval { low: -ends.high, high: -ends.low },
        false => ends,
    });
    difference.map(|difference| (turned(difference), interval))
}

fn split(results: &Results) -> Exhibit {
    let unit = manner_of_differences(results, "total_value");
    let others: Vec<(usize, &StructureRow)> = results.others().collect();
    let widths = others.iter().map(|(place, _)| results.pair(*place, "total_value").interval);
    let digits = decimals(&unit, widths);
    let cell = |place: usize, part_of: Part| {
        let (value, interval) = part(results, place, part_of)?;
        Some(Bar { value, interval, text: signed(value * unit.factor, digits) })
    };
    // A part that is nothing under every structure says nothing.
    let says = |one: &&Part| {
        one.0 == "total_value"
            || others.iter().any(|(place, _)| cell(*place, **one).is_some_and(|bar| bar.value != 0.0))
    };
    let parts: Vec<&Part> = PARTS.iter().filter(says).collect();
    let chart = BarGrid {
        rows: parts.iter().map(|(_, shown, _)| ((*shown).to_owned(), None)).collect(),
        columns: others.iter().map(|(place, one)| (one.name.clone(), Some(*place))).collect(),
        bars: parts.iter().map(|one| others.iter().map(|(place, _)| cell(*place, **one)).collect()).collect(),
        unit: format!("{}, minus {}", unit.titled(true), results.baseline().name),
        total: true,
    };
    let mut numbers = ExhibitNumbers::new(&[
        ("structure", "structure"),
        ("figure", "metric"),
        ("difference", "difference"),
        ("95 % from", "ci_low"),
        ("to", "ci_high"),
    ]);
    for (place, one) in &others {
        for &(metric, shown, _) in PARTS {
            let PairRow { difference, interval, .. } = results.pair(*place, metric);
            let label = NumberCell { shown: shown.to_owned(), exact: metric.to_owned(), is_number: false };
            let mut cells = vec![NumberCell::name(one), label, NumberCell::number(difference, unit.factor, digits)];
            cells.extend(NumberCell::ends(interval, unit.factor, digits));
            numbers.row(Some(*place), cells);
        }
    }
    numbers.remark = "As in comparisons.csv: costs without the sign with which they add up.".to_owned();
    let note = format!(
        "{}, minus that of {}: what came in and, with the opposite sign, what went out, over the run and as of the start; and what \
         the customers who are left are still worth. The parts add up to all together. Thin line: 95 % interval. {}",
        unit.titled(true),
        results.baseline().name,
        flip(results)
    );
    Exhibit::across("money", title(results), &note, |width| grid(&chart, width, 108.0), numbers)
}

fn title(results: &Results) -> String {
    let Some((place, pair)) = titles::widest(results, "total_value") else {
        return "No clear difference in total value".to_owned();
    };
    let gain = pair.difference.unwrap_or(0.0);
    let parts = PARTS.iter().filter(|(metric, ..)| *metric != "total_value");
    let sizes = parts.filter_map(|one| Some((one.1, part(results, place, *one)?)));
    let word = if gain > 0.0 { "more" } else { "less" };
    let name = first_upper(&results.structures[place].name);
    let most = stands_out(sizes, gain > 0.0).map_or_else(String::new, |shown| format!(", most of all by {shown}"));
    format!("{name} has {word} total value than {}{most}", results.baseline().name)
}

/// At which worth of a KPI point another structure would be the best.
fn flip(results: &Results) -> String {
    let rows = || results.flips.rows();
    let Some(any) = rows().next() else { return String::new() };
    let now = any.number("kpi_value").unwrap_or(0.0);
    let best = Results::shown(any.text("structure"));
    let plain = |worth: f64| decimal(worth, if worth < 10.0 { 2 } else { 0 });
    let currency = &results.frame.currency;
    let shown = |worth: f64| format!("{} {currency}", plain(worth)).trim_end().to_owned();
    let counted = if now == 0.0 {
        "KPIs count for nothing here".to_owned()
    } else {
        format!("A KPI point is worth {} a week here", shown(now))
    };
    let first = rows().find(|row| row.text("first") == "yes");
    match first.and_then(|row| Some((row, row.number("flip")?))) {
        None => format!("{counted}; {best} is the best by means whatever a KPI point is worth."),
        Some((row, at)) => {
            let other = Results::shown(row.text("other"));
            let low = row.number("flip_low").map_or("0".to_owned(), plain);
            let high = row.number("flip_high").map_or("no end within the data".to_owned(), plain);
            format!(
                "{counted}; the best by means changes from {best} to {other} where a KPI point is worth {} a week (95 % interval: \
                 {low} to {high}).",
                shown(at)
            )
        }
    }
}
