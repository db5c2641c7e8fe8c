//! Why, inside the firm: initiatives, functional KPIs, and what customers' gains cost in local performance.

use super::super::charts::bars::{Bar, BarGrid, grid};
use super::super::charts::heat::{Heat, HeatCell, heat};
use super::super::charts::scatter::{Point, scatter};
use super::super::exhibit::{Exhibit, ExhibitNumbers, HALF, NumberCell};
use super::super::numbers::{Manner, decimal, first_upper, signed};
use super::super::results::Results;
use super::super::titles::{self, manner};
use crate::stats::Interval;

/// Figures of initiatives: as in files, for readers, and which share a scale.
const INITIATIVES: &[(&str, &str, usize)] = &[
    ("started_kpi", "KPI", 0),
    ("started_experience", "experience", 0),
    ("started_bridge", "bridges", 0),
    ("backed", "backed", 1),
    ("stopped", "stopped", 1),
    ("interfered", "interfered with", 2),
];

/// All figures of this part of the section.
pub(in crate::report) fn figures(results: &Results) -> Vec<Exhibit> {
    let mut figures = vec![initiatives(results), kpis(results)];
    if results.structures.len() > 1 {
        figures.push(price(results));
    }
    figures
}

fn initiatives(results: &Results) -> Exhibit {
    let bar = |place: usize, metric: &str| {
        let estimate = results.figure(place, metric);
        let value = estimate.mean?;
        Some(Bar { value, interval: estimate.interval, text: decimal(value, 1) })
    };
    let places = 0..results.structures.len();
    let chart = BarGrid {
        rows: places.clone().map(|place| (results.structures[place].name.clone(), Some(place))).collect(),
        columns: INITIATIVES.iter().map(|(_, shown, _)| ((*shown).to_owned(), None)).collect(),
        bars: places.map(|place| INITIATIVES.iter().map(|(metric, ..)| bar(place, metric)).collect()).collect(),
        groups: INITIATIVES.iter().map(|(.., group)| *group).collect(),
        total: false,
        most: None,
    };
    let mut numbers = ExhibitNumbers::new(&[
        ("structure", "structure"),
        ("initiatives", "metric"),
        ("mean", "mean"),
        ("95 % from", "ci_low"),
        ("to", "ci_high"),
    ]);
    for (place, structure) in results.structures.iter().enumerate() {
        for (metric, shown, _) in INITIATIVES {
            let name = NumberCell { shown: (*shown).to_owned(), exact: (*metric).to_owned(), is_number: false };
            let cells = NumberCell::estimate(&results.figure(place, metric), 1.0, 1);
            numbers.row(Some(place), [vec![NumberCell::name(structure), name], cells.to_vec()].concat());
        }
    }
    let title = match titles::widest(results, "started_bridge") {
        Some((place, pair)) => {
            let word = if pair.difference.unwrap_or(0.0) < 0.0 { "fewer" } else { "more" };
            let name = first_upper(&results.structures[place].name);
            format!("{name} builds {word} bridges between functions than {}", results.baseline().name)
        }
        None => "Initiatives by kind".to_owned(),
    };
    let note = "Initiatives per trial, mean with 95 % interval: started to raise a function's KPI, started to improve \
                experience, bridges started between functions; backed or stopped by the office; finished ones that \
                another one interfered with. The first three share a scale, so do backed and stopped.";
    Exhibit::across("initiatives", title, note, |width| grid(&chart, width, 96.0), numbers)
}

/// The KPI of a function under a structure, with its interval.
fn kpi(results: &Results, structure: usize, function: &str) -> Option<(f64, Option<Interval>)> {
    let id = results.structures.get(structure)?.id.as_str();
    let row = results.functions.find(&[("structure", id), ("function", function)])?;
    let interval = row.number("kpi_ci_low").zip(row.number("kpi_ci_high")).map(|(low, high)| Interval { low, high });
    Some((row.number("kpi")?, interval))
}

fn kpis(results: &Results) -> Exhibit {
    let functions = &results.world().functions;
    let baseline = |function: &str| kpi(results, 0, function);
    let apart = |one: Option<Interval>, other: Option<Interval>| {
        one.zip(other).is_some_and(|(one, other)| one.high < other.low || one.low > other.high)
    };
    let all = functions.iter().flat_map(|function| {
        let own = baseline(&function.id).map_or(0.0, |(level, _)| level);
        results.others().filter_map(move |(place, _)| Some(kpi(results, place, &function.id)?.0 - own))
    });
    let most = all.fold(0.0, |most: f64, size| most.max(size.abs())).max(1e-12);
    let row = |function: &str| {
        let own = baseline(function);
        let level = own.map_or("–".to_owned(), |(level, _)| decimal(level, 1));
        let name = Results::shown(function);
        let tip = format!("{name}, {}: {level} KPI points", results.baseline().name);
        let mut cells = vec![HeatCell { text: level, strength: 0.0, tip }];
        for (place, one) in results.others() {
            let found = kpi(results, place, function).zip(own);
            let size = found.map(|((level, _), (own, _))| level - own);
            let clear = found.is_some_and(|((_, interval), (_, own))| apart(interval, own));
            let text = size.map_or("–".to_owned(), |size| signed(size, 1));
            let tip = format!("{name}, {}: {text} KPI points", one.name);
            cells.push(HeatCell { text, strength: size.filter(|_| clear).map_or(0.0, |size| size / most), tip });
        }
        cells
    };
    let chart = Heat {
        rows: functions.iter().map(|function| (Results::shown(&function.id), String::new())).collect(),
        columns: results.structures.iter().enumerate().map(|(place, one)| (one.name.clone(), place)).collect(),
        cells: functions.iter().map(|function| row(&function.id)).collect(),
    };
    let mut numbers = ExhibitNumbers::new(&[
        ("structure", "structure"),
        ("function", "function"),
        ("KPI points", "kpi"),
        ("95 % from", "kpi_ci_low"),
        ("to", "kpi_ci_high"),
    ]);
    for (place, structure) in results.structures.iter().enumerate() {
        for function in functions {
            let found = kpi(results, place, &function.id);
            let mut cells = vec![NumberCell::name(structure), NumberCell::id(&function.id)];
            cells.push(NumberCell::number(found.map(|(level, _)| level), 1.0, 1));
            cells.extend(NumberCell::ends(found.and_then(|(_, interval)| interval), 1.0, 1));
            numbers.row(Some(place), cells);
        }
    }
    let note = format!(
        "What each function reaches by its own measures at the end, in KPI points: under {} as it is, then the difference to it. \
         Coloured where the 95 % intervals do not overlap.",
        results.baseline().name
    );
    Exhibit::half("kpis", kpi_title(results), &note, heat(&chart, HALF), numbers)
}

fn kpi_title(results: &Results) -> String {
    let baseline = &results.baseline().name;
    match titles::widest(results, "kpi_total") {
        Some((place, pair)) => {
            let (name, down) = (&results.structures[place].name, pair.difference.unwrap_or(0.0) < 0.0);
            let word = if down { "lower" } else { "higher" };
            format!("Functions' own numbers are {word} under {name} than under {baseline}")
        }
        None if results.structures.len() > 1 => "No clear difference in functions' own numbers".to_owned(),
        None => "Functions' own numbers".to_owned(),
    }
}

/// Functional KPIs beside the outcome that decides.
fn price(results: &Results) -> Exhibit {
    let primary = results.primary();
    let up = manner(results, &primary);
    let across = Manner { name: "sum of functional KPIs".to_owned(), unit: "points", ..Manner::of("kpi_total", 0.0) };
    let points: Vec<Point> = results
        .structures
        .iter()
        .enumerate()
        .map(|(place, one)| Point {
            place,
            name: one.name.clone(),
            across: results.figure(place, "kpi_total"),
            up: results.figure(place, &primary),
        })
        .collect();
    let mut numbers = ExhibitNumbers::new(&[
        ("structure", "structure"),
        ("figure", "metric"),
        ("mean", "mean"),
        ("95 % from", "ci_low"),
        ("to", "ci_high"),
    ]);
    for (place, structure) in results.structures.iter().enumerate() {
        for (metric, shown, factor) in [("kpi_total", &across.name, 1.0), (primary.as_str(), &up.name, up.factor)] {
            let name = NumberCell { shown: shown.clone(), exact: metric.to_owned(), is_number: false };
            let cells = NumberCell::estimate(&results.figure(place, metric), factor, 1);
            numbers.row(Some(place), [vec![NumberCell::name(structure), name], cells.to_vec()].concat());
        }
    }
    let pair =
        titles::best(results, &primary).filter(|best| *best > 0).map(|best| (best, results.pair(best, "kpi_total")));
    let title = match pair {
        Some((best, pair)) if pair.interval.is_some_and(|ends| ends.high < 0.0) => {
            format!("{} pays for {} with functions' own numbers", first_upper(&results.structures[best].name), up.name)
        }
        _ => format!("Functions' own numbers beside {}", up.name),
    };
    let note = format!(
        "Each structure by the sum of functional KPIs (across) and {} (up), with the 95 % intervals of both means. Up is good for \
         customers, right is good for functions.",
        up.name
    );
    Exhibit::half("price", title, &note, scatter(&points, &across, &up, HALF, 340.0), numbers)
}
