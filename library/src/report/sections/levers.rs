//! Which lever did it: the difference of each structure to the baseline, shared out among groups of levers.

use super::super::charts::bars::{Bar, BarGrid, grid};
use super::super::exhibit::{Exhibit, ExhibitNumbers, NumberCell};
use super::super::numbers::{Manner, first_upper, signed};
use super::super::results::{Results, StructureRow};
use super::super::table::CsvRow;
use super::decimals;
use super::parts::{ends, stands_out};
use crate::stats::Interval;

/// Names of the figures, one per metric that decides; more metrics are left to the table.
const IDS: [&str; 5] = ["levers", "levers-2", "levers-3", "levers-4", "levers-5"];

/// A figure per metric that decides; none where nothing was split.
pub(in crate::report) fn figures(results: &Results) -> Vec<Exhibit> {
    let of = |(id, metric): (&&'static str, &str)| figure(results, id, metric);
    IDS.iter().zip(results.told_criteria()).filter_map(of).collect()
}

/// The shares of a metric.
struct Shares<'r> {
    results: &'r Results,
    metric: &'r str,
    unit: Manner,
    digits: usize,
}

impl<'r> Shares<'r> {
    fn of(results: &'r Results, metric: &'r str) -> Option<Shares<'r>> {
        let rows = || results.levers.rows().filter(|row| row.text("metric") == metric);
        let numbers = || rows().flat_map(|row| [row.number("share"), row.number("difference")]).flatten();
        let most = numbers().map(f64::abs).reduce(f64::max)?;
        let unit = Manner::in_frame(metric, most, &results.frame);
        let digits = decimals(&unit, rows().map(|row| self::whole(row).map(|(_, ends)| ends)));
        Some(Shares { results, metric, unit, digits })
    }

    /// The names of groups, in the order of the table.
    fn groups(&self) -> Vec<&'r str> {
        let mut groups = Vec::new();
        for row in self.results.levers.rows().filter(|row| row.text("metric") == self.metric) {
            let alike = row.text("alike") == "yes";
            if !alike && !groups.contains(&row.text("levers")) {
                groups.push(row.text("levers"));
            }
        }
        groups
    }

    fn row(&self, structure: &StructureRow, group: &str) -> Option<CsvRow<'r>> {
        self.results.levers.find(&[("metric", self.metric), ("structure", &structure.id), ("levers", group)])
    }

    /// Any row of a structure: each has the whole difference.
    fn any(&self, structure: &StructureRow) -> Option<CsvRow<'r>> {
        let of = |row: &CsvRow<'_>| row.text("metric") == self.metric && row.text("structure") == structure.id;
        self.results.levers.rows().find(of)
    }

    fn bar(&self, (value, interval): (f64, Option<Interval>)) -> Bar {
        Bar { value, interval, text: signed(value * self.unit.factor, self.digits) }
    }
}

/// The share of a row.
fn share(row: CsvRow<'_>) -> Option<(f64, Option<Interval>)> {
    Some((row.number("share")?, ends(row)))
}

/// The whole difference of a row, with its interval.
fn whole(row: CsvRow<'_>) -> Option<(f64, Interval)> {
    let interval = Interval { low: row.number("difference_ci_low")?, high: row.number("difference_ci_high")? };
    Some((row.number("difference")?, interval))
}

fn figure(results: &Results, id: &'static str, metric: &str) -> Option<Exhibit> {
    let shares = Shares::of(results, metric)?;
    let groups = shares.groups();
    let split: Vec<(usize, &StructureRow)> = results.others().filter(|(_, one)| shares.any(one).is_some()).collect();
    let bars = |group: &&str| -> Vec<Option<Bar>> {
        let bar = |(_, one): &(usize, &StructureRow)| Some(shares.bar(share(shares.row(one, group)?)?));
        split.iter().map(bar).collect()
    };
    let total = |(_, one): &(usize, &StructureRow)| {
        let (difference, interval) = whole(shares.any(one)?)?;
        Some(shares.bar((difference, Some(interval))))
    };
    let names = groups.iter().map(|group| ((*group).to_owned(), None));
    let chart = BarGrid {
        rows: names.chain([("all together".to_owned(), None)]).collect(),
        columns: split.iter().map(|(place, one)| (one.name.clone(), Some(*place))).collect(),
        bars: groups.iter().map(bars).chain([split.iter().map(total).collect()]).collect(),
        unit: format!("{}, minus {}", shares.unit.titled(true), results.baseline().name),
        total: true,
    };
    let trials = split.first().and_then(|(_, one)| shares.any(one)).map_or(0, |row| row.count("n"));
    let note = format!(
        "{}, minus that of {}, over the {trials} trials that were split: what each group of levers adds to the others, on average over all \
         orders (Shapley value). The shares add up to all together. Thin line: 95 % interval.",
        shares.unit.titled(true),
        results.baseline().name
    );
    let numbers = numbers(&shares, &split);
    Some(Exhibit::across(id, title(&shares, &split), &note, |width| grid(&chart, width, 108.0), numbers))
}

fn numbers(shares: &Shares<'_>, split: &[(usize, &StructureRow)]) -> ExhibitNumbers {
    let mut numbers = ExhibitNumbers::new(&[
        ("structure", "structure"),
        ("levers", "levers"),
        ("share", "share"),
        ("95 % from", "ci_low"),
        ("to", "ci_high"),
    ]);
    for (place, one) in split {
        let rows = shares.results.levers.rows().filter(|row| row.text("metric") == shares.metric);
        for row in rows.filter(|row| row.text("structure") == one.id) {
            let mut cells = vec![NumberCell::name(one), NumberCell::words(row.text("levers"))];
            cells.push(NumberCell::number(row.number("share"), shares.unit.factor, shares.digits));
            cells.extend(NumberCell::ends(ends(row), shares.unit.factor, shares.digits));
            numbers.row(Some(*place), cells);
        }
    }
    numbers.remark = "All metrics in levers.csv. Which levers make a group: docs/model.md.".to_owned();
    numbers
}

/// What moves the structure with the widest difference most, up and down, where intervals say so.
fn title(shares: &Shares<'_>, split: &[(usize, &StructureRow)]) -> String {
    let difference = |one: &StructureRow| shares.any(one).and_then(whole).map_or(0.0, |(size, _)| size.abs());
    let widest = split.iter().max_by(|one, other| difference(one.1).total_cmp(&difference(other.1)));
    let name = &shares.unit.name;
    let nothing = format!("No levers stand out in {name}");
    let Some((_, one)) = widest else { return nothing };
    let sizes: Vec<_> =
        shares.groups().into_iter().filter_map(|group| Some((group, share(shares.row(one, group)?)?))).collect();
    let clear = |up: bool| stands_out(sizes.iter().copied(), up);
    let under = &one.name;
    match (clear(true), clear(false)) {
        (Some(up), Some(down)) => {
            first_upper(&format!("{name} under {under}: raised most by {up}, lowered most by {down}"))
        }
        (Some(up), None) => first_upper(&format!("{name} under {under}: raised most by {up}")),
        (None, Some(down)) => first_upper(&format!("{name} under {under}: lowered most by {down}")),
        (None, None) => nothing,
    }
}
