//! Why: what the difference in experience is made of, where customers feel it, and the handoffs.

use super::super::charts::bars::{Bar, BarGrid, grid};
use super::super::charts::heat::{Heat, HeatCell, Matrix, heat, matrix};
use super::super::charts::intervals::{IntervalPanel, IntervalRow, panels};
use super::super::exhibit::{Exhibit, ExhibitNumbers, HALF, NumberCell};
use super::super::numbers::{decimal, decimals_of_margin, first_upper, signed};
use super::super::results::{PairRow, Results, StructureRow};
use super::super::table::CsvRow;
use super::super::titles;
use super::parts::{PARTS, ends, stands_out};
use super::why_over_time;
use crate::numbers::of_money;
use crate::stats::Interval;

/// What a reader of a table and of its file has to know.
pub(super) const SIMULATED: &str = "Shown is the whole firm; files count simulated customers.";

/// Touchpoints in the heat map, at most: those with the most contacts.
const MOST_ROWS: usize = 30;

/// All figures of the section.
pub(in crate::report) fn figures(results: &Results) -> Vec<Exhibit> {
    let mut figures = Vec::new();
    if results.structures.len() > 1 {
        figures.push(split(results));
        figures.extend(why_over_time::figure(results));
        figures.push(touchpoints(results));
    }
    if results.world().functions.len() > 1 {
        figures.push(handoffs(results));
        figures.extend(penalty(results));
    }
    figures
}

/// A part of a structure's difference in experience.
fn part<'a>(results: &'a Results, structure: &StructureRow, scope: &str, item: &str, part: &str) -> Option<CsvRow<'a>> {
    let wanted = [("structure", structure.id.as_str()), ("scope", scope), ("item", item), ("component", part)];
    results.why.find(&wanted)
}

fn split(results: &Results) -> Exhibit {
    let cell = |name: &str, structure: &StructureRow| {
        let row = part(results, structure, "all", "all", name)?;
        let value = row.number("difference")?;
        Some(Bar { value, interval: ends(row), text: signed(100.0 * value, 2) })
    };
    // A part that is nothing under every structure says nothing.
    let says = |(name, _): &&(&str, &str)| {
        *name == "total" || results.others().any(|(_, one)| cell(name, one).is_some_and(|bar| bar.value.abs() > 1e-12))
    };
    let parts: Vec<&(&str, &str)> = PARTS.iter().filter(says).collect();
    let others: Vec<(usize, &StructureRow)> = results.others().collect();
    let chart = BarGrid {
        rows: parts.iter().map(|(_, shown)| ((*shown).to_owned(), None)).collect(),
        columns: others.iter().map(|(place, one)| (one.name.clone(), Some(*place))).collect(),
        bars: parts.iter().map(|(name, _)| others.iter().map(|(_, one)| cell(name, one)).collect()).collect(),
        unit: format!("Experience (0 to 100), points, minus {}", results.baseline().name),
        total: true,
    };
    let mut numbers = ExhibitNumbers::new(&[
        ("structure", "structure"),
        ("part", "component"),
        ("difference", "difference"),
        ("95 % from", "ci_low"),
        ("to", "ci_high"),
    ]);
    for (place, one) in &others {
        for (name, shown) in PARTS {
            let Some(row) = part(results, one, "all", "all", name) else { continue };
            let label = NumberCell { shown: (*shown).to_owned(), exact: (*name).to_owned(), is_number: false };
            let mut cells = vec![NumberCell::name(one), label, NumberCell::number(row.number("difference"), 100.0, 3)];
            cells.extend(NumberCell::ends(ends(row), 100.0, 3));
            numbers.row(Some(*place), cells);
        }
    }
    numbers.remark = "By touchpoint and survey period in why.csv.".to_owned();
    let note = format!(
        "Mean experience of all contacts on a scale from 0 to 100, minus that of {}. The parts add up to all together. Thin \
         line: 95 % interval.",
        results.baseline().name
    );
    Exhibit::across("why", split_title(results), &note, |width| grid(&chart, width, 108.0), numbers)
}

/// The largest part of the structure with the clearest difference, if both are clear.
fn split_title(results: &Results) -> String {
    let baseline = &results.baseline().name;
    let total = |structure: &StructureRow| {
        let row = part(results, structure, "all", "all", "total")?;
        let interval = ends(row).filter(|ends| ends.low > 0.0 || ends.high < 0.0)?;
        Some((row.number("difference")?, interval))
    };
    let clear = results.others().filter_map(|(place, one)| Some((place, one, total(one)?)));
    let Some((_, one, (size, _))) = clear.max_by(|a, b| a.2.0.abs().total_cmp(&b.2.0.abs())) else {
        return "No clear difference in what customers experience".to_owned();
    };
    let named = PARTS.iter().filter(|(name, _)| *name != "total");
    let parts = named.filter_map(|(name, shown)| {
        let row = part(results, one, "all", "all", name)?;
        Some((*shown, (row.number("difference")?, ends(row))))
    });
    let word = if size > 0.0 { "better" } else { "worse" };
    let most = stands_out(parts, size > 0.0).map_or_else(String::new, |shown| format!(", most of all by {shown}"));
    format!("{} gives {word} experiences than {baseline}{most}", first_upper(&one.name))
}

/// Touchpoints by their contacts under the baseline, the busiest first.
pub(super) fn by_contacts(results: &Results) -> Vec<usize> {
    let touchpoints = &results.world().touchpoints;
    let contacts: Vec<f64> =
        (0..touchpoints.len()).map(|place| at(results, 0, &touchpoints[place].id, "contacts").unwrap_or(0.0)).collect();
    let mut order: Vec<usize> = (0..touchpoints.len()).collect();
    order.sort_by(|&one, &other| contacts[other].total_cmp(&contacts[one]));
    order
}

/// A number of a touchpoint under a structure.
pub(super) fn at(results: &Results, structure: usize, touchpoint: &str, column: &str) -> Option<f64> {
    let id = results.structures.get(structure)?.id.as_str();
    results.touchpoints.find(&[("structure", id), ("touchpoint", touchpoint)])?.number(column)
}

fn touchpoints(results: &Results) -> Exhibit {
    let order = by_contacts(results);
    let shown = &order[..order.len().min(MOST_ROWS)];
    let world = results.world();
    let difference = |one: &StructureRow, id: &str| {
        let row = part(results, one, "touchpoint", id, "total")?;
        Some((row.number("difference")?, ends(row)))
    };
    let all = || {
        results
            .others()
            .flat_map(|(_, one)| order.iter().filter_map(move |&p| difference(one, &world.touchpoints[p].id)))
    };
    let most = all().fold(0.0, |most: f64, (size, _)| most.max(size.abs())).max(1e-12);
    let row = |&place: &usize| {
        let touchpoint = &world.touchpoints[place];
        let level = at(results, 0, &touchpoint.id, "experience");
        let name = Results::shown(&touchpoint.id);
        let mut cells = vec![HeatCell {
            text: level.map_or("–".to_owned(), |level| decimal(100.0 * level, 1)),
            strength: 0.0,
            tip: format!("{name}, {}: experience of 100", results.baseline().name),
        }];
        for (_, one) in results.others() {
            let found = difference(one, &touchpoint.id);
            let clear = found.and_then(|(_, ends)| ends).is_some_and(|ends| ends.low > 0.0 || ends.high < 0.0);
            let text = found.map_or("–".to_owned(), |(size, _)| signed(100.0 * size, 1));
            let strength = found.filter(|_| clear).map_or(0.0, |(size, _)| size / most);
            let open = if clear { "" } else { " (not clear)" };
            cells.push(HeatCell { tip: format!("{name}, {}: {text}{open}", one.name), text, strength });
        }
        cells
    };
    let chart = Heat {
        rows: shown
            .iter()
            .map(|&place| {
                let touchpoint = &world.touchpoints[place];
                (Results::shown(&touchpoint.id), Results::shown(&world.functions[touchpoint.owner].id))
            })
            .collect(),
        columns: results.structures.iter().enumerate().map(|(place, one)| (one.name.clone(), place)).collect(),
        cells: shown.iter().map(row).collect(),
        unit: "Experience (0 to 100)".to_owned(),
    };
    let note = format!(
        "Mean experience at each touchpoint on a scale from 0 to 100, the busiest first: under {} as it is, then the difference \
         to it. Blue: better, orange: worse, without colour: not clear (95 % interval includes zero).{}",
        results.baseline().name,
        if shown.len() < order.len() {
            format!(" The {} busiest of {}.", shown.len(), order.len())
        } else {
            String::new()
        }
    );
    let title = touchpoint_title(results, &order, &difference);
    Exhibit::across(
        "touchpoints",
        title,
        &note,
        |width| heat(&chart, width),
        touchpoint_numbers(results, &order, &difference),
    )
    .with_columns(results.structures.len())
}

fn touchpoint_numbers(
    results: &Results,
    order: &[usize],
    difference: &impl Fn(&StructureRow, &str) -> Option<(f64, Option<Interval>)>,
) -> ExhibitNumbers {
    let mut numbers = ExhibitNumbers::new(&[
        ("structure", "structure"),
        ("touchpoint", "touchpoint"),
        ("difference in experience", "difference"),
        ("95 % from", "ci_low"),
        ("to", "ci_high"),
    ]);
    for (place, one) in results.others() {
        for &touchpoint in order.iter().take(MOST_ROWS) {
            let id = &results.world().touchpoints[touchpoint].id;
            let Some((size, ends)) = difference(one, id) else { continue };
            let mut cells = vec![NumberCell::name(one), NumberCell::id(id), NumberCell::number(Some(size), 100.0, 2)];
            cells.extend(NumberCell::ends(ends, 100.0, 2));
            numbers.row(Some(place), cells);
        }
    }
    numbers.remark = "Quality, contacts and problems by touchpoint in touchpoints.csv.".to_owned();
    numbers
}

fn touchpoint_title(
    results: &Results,
    order: &[usize],
    difference: &impl Fn(&StructureRow, &str) -> Option<(f64, Option<Interval>)>,
) -> String {
    let cells: Vec<(String, (f64, Option<Interval>))> = results
        .others()
        .flat_map(|(_, one)| order.iter().map(move |&place| (one, place)))
        .filter_map(|(one, place)| {
            let id = &results.world().touchpoints[place].id;
            Some((format!("{} under {}", Results::shown(id), one.name), difference(one, id)?))
        })
        .collect();
    let most = |up| stands_out(cells.iter().map(|(name, size)| (name.as_str(), *size)), up);
    let clear = cells.iter().filter(|(_, (_, ends))| ends.is_some_and(|ends| ends.excludes_zero())).count();
    match (most(true), most(false), clear) {
        (Some(up), Some(down), _) => format!("Experience rises most at {up}, and falls most at {down}"),
        (Some(up), None, _) => format!("Experience rises most at {up}"),
        (None, Some(down), _) => format!("Experience falls most at {down}"),
        (None, None, 0) => "No clear difference at any touchpoint".to_owned(),
        (None, None, clear) => {
            format!("{clear} of {} differences at touchpoints are clear", cells.len())
        }
    }
}

/// Contacts that came straight from another function's touchpoint.
fn handoffs(results: &Results) -> Exhibit {
    let functions = &results.world().functions;
    let contacts = |structure: &StructureRow, from: &str, to: &str| {
        results.handoffs.find(&[("structure", &structure.id), ("from", from), ("to", to)])?.number("contacts")
    };
    let all = || functions.iter().flat_map(|from| functions.iter().map(move |to| (from, to)));
    let own = |from: &str, to: &str| contacts(results.baseline(), from, to).unwrap_or(0.0);
    let most = all().map(|(from, to)| own(&from.id, &to.id)).fold(0.0, f64::max).max(1e-9);
    let each = results.frame.represents;
    let (factor, unit) = of_money(most * each);
    let cell = |from: &str, to: &str| {
        let number = own(from, to);
        let text = decimal(number * each * factor, usize::from(factor < 1.0));
        let mut tip = format!("from {} to {}, contacts", Results::shown(from), Results::shown(to));
        for one in results.structures.iter().filter(|_| number > 0.0) {
            let number = contacts(one, from, to).map_or("–".to_owned(), |number| decimal(number * each, 0));
            tip.push_str(&format!("\n{}: {number}", one.name));
        }
        HeatCell {
            text: if number > 0.0 { text } else { "·".to_owned() },
            strength: number / most,
            tip: if number > 0.0 { tip } else { String::new() },
        }
    };
    let contacts_in = format!("{unit} contacts");
    let contacts_in = contacts_in.trim_start();
    let chart = Matrix {
        unit: contacts_in.to_owned(),
        names: functions.iter().map(|function| Results::shown(&function.id)).collect(),
        cells: functions.iter().map(|from| functions.iter().map(|to| cell(&from.id, &to.id)).collect()).collect(),
        axes: ("from".to_owned(), "to".to_owned()),
    };
    let under: Vec<String> = results.structures.iter().map(|one| format!("{}, contacts", one.name)).collect();
    let columns = under.iter().zip(&results.structures).map(|(shown, one)| (shown.as_str(), one.id.as_str()));
    let mut numbers =
        ExhibitNumbers::new(&[("from", "from"), ("to", "to")].into_iter().chain(columns).collect::<Vec<_>>());
    for (from, to) in all() {
        let found: Vec<Option<f64>> = results.structures.iter().map(|one| contacts(one, &from.id, &to.id)).collect();
        if found.iter().flatten().any(|number| *number > 0.0) {
            let told = found.into_iter().map(|number| NumberCell::number(number, each, 0));
            numbers.row(None, [NumberCell::id(&from.id), NumberCell::id(&to.id)].into_iter().chain(told));
        }
    }
    numbers.remark = format!("Intervals stand in handoffs.csv. {SIMULATED}");
    let sizes: Vec<(String, (f64, Option<Interval>))> = all()
        .filter(|(from, to)| from.id != to.id)
        .filter_map(|(from, to)| {
            let wanted = [("structure", results.baseline().id.as_str()), ("from", &from.id), ("to", &to.id)];
            let row = results.handoffs.find(&wanted)?;
            let ends = row.number("contacts_ci_low").zip(row.number("contacts_ci_high"));
            let way = format!("from {} to {}", Results::shown(&from.id), Results::shown(&to.id));
            Some((way, (row.number("contacts")?, ends.map(|(low, high)| Interval { low, high }))))
        })
        .collect();
    let title = match stands_out(sizes.iter().map(|(way, size)| (way.as_str(), *size)), true) {
        Some(way) => format!("Most handoffs lead {way}"),
        None => "Handoffs between functions".to_owned(),
    };
    let others = if results.structures.len() > 1 { " The other structures stand under Numbers." } else { "" };
    let note = format!(
        "Contacts straight from another touchpoint, by the functions that own both; {contacts_in} over the run under {}, mean over \
         trials. Off the diagonal customers are handed from one function to another.{others}",
        results.baseline().name
    );
    Exhibit::half("handoffs", title, &note, matrix(&chart, HALF), numbers)
}

/// What handoffs cost in experience, against the baseline.
fn penalty(results: &Results) -> Option<Exhibit> {
    const COST: &str = "handoff_mean";
    let baseline = &results.baseline().name;
    let pairs: Vec<(usize, PairRow)> = results.others().map(|(place, _)| (place, results.pair(place, COST))).collect();
    let margins = |ends: Vec<Option<Interval>>| {
        let margins = ends.into_iter().flatten().map(|ends| 50.0 * (ends.high - ends.low));
        decimals_of_margin(margins.filter(|margin| *margin > 0.0).fold(f64::INFINITY, f64::min)).max(1)
    };
    let digits = margins(pairs.iter().map(|(_, pair)| pair.interval).collect());
    let row = |(place, pair): &(usize, PairRow)| IntervalRow {
        place: *place,
        name: results.structures[*place].name.clone(),
        words: difference_words(pair, digits),
        below: String::new(),
        mean: pair.difference,
        interval: pair.interval,
        other: None,
        filled: pair.interval.is_some_and(|ends| ends.excludes_zero()),
    };
    let panel = IntervalPanel {
        heading: String::new(),
        rows: pairs.iter().map(row).collect(),
        factor: 100.0,
        axis: format!("lost per contact, points of 100, minus {baseline}"),
        practical: None,
        zero: true,
    };
    let mut numbers = ExhibitNumbers::new(&[
        ("structure", "structure"),
        ("lost per contact, points of 100", "mean"),
        ("95 % from", "ci_low"),
        ("to", "ci_high"),
        (format!("minus {baseline}").as_str(), "difference"),
        ("95 % from", "difference_ci_low"),
        ("to", "difference_ci_high"),
    ]);
    for (place, structure) in results.structures.iter().enumerate() {
        let pair = if place > 0 { results.pair(place, COST) } else { PairRow::default() };
        let mut cells = vec![NumberCell::name(structure)];
        cells.extend(NumberCell::estimate(&results.figure(place, COST), 100.0, digits));
        cells.push(NumberCell::number(pair.difference, 100.0, digits));
        cells.extend(NumberCell::ends(pair.interval, 100.0, digits));
        numbers.row(Some(place), cells);
    }
    let title = match titles::widest(results, COST) {
        Some((place, pair)) => {
            let word = if pair.difference.unwrap_or(0.0) < 0.0 { "less" } else { "more" };
            format!("Handoffs cost {word} under {} than under {baseline}", results.structures[place].name)
        }
        None => "No clear difference in what handoffs cost".to_owned(),
    };
    let own = results.figure(0, COST).mean.map_or_else(String::new, |mean| {
        format!(" Under {baseline} a contact loses {} points of 100 on average.", decimal(100.0 * mean, digits))
    });
    let note = format!(
        "What customers lose in experience because a contact comes from another function, for lack of coordination and of context: \
         each structure minus {baseline}, in the same trials. Line: 95 % interval.{own}"
    );
    (!pairs.is_empty()).then(|| Exhibit::half("handoff-cost", title, &note, panels(&[panel], HALF), numbers))
}

/// "−0.26 (−0.27 to −0.25)".
fn difference_words(pair: &PairRow, digits: usize) -> String {
    let ends = pair.interval.map_or_else(String::new, |ends| {
        format!(" ({} to {})", decimal(100.0 * ends.low, digits), decimal(100.0 * ends.high, digits))
    });
    pair.difference.map_or("not defined".to_owned(), |mean| format!("{}{ends}", signed(100.0 * mean, digits)))
}
