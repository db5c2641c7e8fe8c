//! Why, inside the firm: initiatives, functional KPIs, and what customers' gains cost in local performance.

use super::super::charts::heat::{Heat, HeatCell, heat};
use super::super::exhibit::{Exhibit, ExhibitNumbers, NumberCell};
use super::super::numbers::{decimal, first_upper, signed};
use super::super::results::{PairRow, Results};
use super::super::titles::{self, manner};
use crate::stats::Interval;

/// Figures of initiatives: as in files, and for readers.
const INITIATIVES: &[(&str, &str)] = &[
    ("started_kpi", "for a KPI"),
    ("started_experience", "for experience"),
    ("started_bridge", "bridges"),
    ("backed", "backed by office"),
    ("stopped", "stopped by office"),
    ("interfered", "interfered with"),
];

/// All figures of this part of the section.
pub(in crate::report) fn figures(results: &Results) -> Vec<Exhibit> {
    vec![initiatives(results), kpis(results)]
}

/// The level under the baseline.
fn level(text: String, tip: &str) -> HeatCell {
    HeatCell { tip: format!("{tip}: {text}"), strength: 0.0, text }
}

/// The difference to it.
fn difference(size: Option<f64>, strength: f64, tip: &str) -> HeatCell {
    let text = size.map_or("–".to_owned(), |size| signed(size, 1));
    HeatCell { tip: format!("{tip}: {text}"), strength, text }
}

fn initiatives(results: &Results) -> Exhibit {
    let row = |&(metric, shown): &(&str, &str)| {
        let own = results.figure(0, metric).mean.map_or("–".to_owned(), |mean| decimal(mean, 1));
        let mut cells = vec![level(own, &format!("{shown}, {}", results.baseline().name))];
        for (place, one) in results.others() {
            let PairRow { difference: size, interval, .. } = results.pair(place, metric);
            // More of them is neither better nor worse: one shade says that a difference is clear.
            let clear = interval.is_some_and(|ends| ends.excludes_zero());
            let strength = size.filter(|_| clear).map_or(0.0, |size| 0.4_f64.copysign(size));
            cells.push(difference(size, strength, &format!("{shown}, {}", one.name)));
        }
        cells
    };
    let chart = Heat {
        rows: INITIATIVES.iter().map(|(_, shown)| ((*shown).to_owned(), String::new())).collect(),
        columns: results.structures.iter().enumerate().map(|(place, one)| (one.name.clone(), place)).collect(),
        cells: INITIATIVES.iter().map(row).collect(),
        unit: "Initiatives per trial".to_owned(),
    };
    let mut numbers = ExhibitNumbers::new(&[
        ("structure", "structure"),
        ("initiatives", "metric"),
        ("mean", "mean"),
        ("95 % from", "ci_low"),
        ("to", "ci_high"),
    ]);
    for (place, structure) in results.structures.iter().enumerate() {
        for (metric, shown) in INITIATIVES {
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
    let note = format!(
        "Initiatives that functions start per trial, by what they are for, and what becomes of them: under {} as it is, then the difference to it. \
         Bridges join functions; interfered with: \
         finished while another one got in the way. Blue: more, orange: fewer, without colour: not clear (95 % interval includes zero).",
        results.baseline().name
    );
    let columns = results.structures.len();
    Exhibit::by_columns("initiatives", title, &note, columns, |width| heat(&chart, width), numbers)
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
        let (own, name) = (baseline(function), Results::shown(function));
        let text = own.map_or("–".to_owned(), |(level, _)| decimal(level, 1));
        let mut cells = vec![level(text, &format!("{name}, {}", results.baseline().name))];
        for (place, one) in results.others() {
            let found = kpi(results, place, function).zip(own);
            let size = found.map(|((level, _), (own, _))| level - own);
            let clear = found.is_some_and(|((_, interval), (_, own))| apart(interval, own));
            let strength = size.filter(|_| clear).map_or(0.0, |size| size / most);
            cells.push(difference(size, strength, &format!("{name}, {}", one.name)));
        }
        cells
    };
    let chart = Heat {
        rows: functions.iter().map(|function| (Results::shown(&function.id), String::new())).collect(),
        columns: results.structures.iter().enumerate().map(|(place, one)| (one.name.clone(), place)).collect(),
        cells: functions.iter().map(|function| row(&function.id)).collect(),
        unit: "KPI points".to_owned(),
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
    let columns = results.structures.len();
    Exhibit::by_columns("kpis", kpi_title(results), &note, columns, |width| heat(&chart, width), numbers)
}

/// Whether the best by the figure that decides pays for it with the sum of functional KPIs, or who differs most in that.
fn kpi_title(results: &Results) -> String {
    let (primary, baseline) = (results.primary(), &results.baseline().name);
    let best = titles::best(results, &primary).filter(|best| *best > 0);
    let pays = best.filter(|best| results.pair(*best, "kpi_total").interval.is_some_and(|ends| ends.high < 0.0));
    if let Some(best) = pays {
        let (name, of) = (first_upper(&results.structures[best].name), manner(results, &primary).name);
        return format!("{name} pays for its {of} with lower KPIs of functions");
    }
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
