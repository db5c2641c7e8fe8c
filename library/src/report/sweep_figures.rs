//! The figures of an experiment: lines over one number, a plane of two, a tornado of one at a time.

use super::charts::ends::{Ends, EndsRow, ends};
use super::charts::plane::{Plane, PlaneCell, plane};
use super::charts::response::{Response, ResponseLine, response};
use super::exhibit::{Exhibit, ExhibitNumbers, HALF, NumberCell};
use super::numbers::{Manner, decimals_of_margin, first_upper, signed};
use super::palette;
use crate::numbers::{count, number};
use crate::stats::Interval;
use crate::study::{Swept, SweptPoint};

/// Rows of a tornado, at most.
const ROWS_MOST: usize = 20;

/// The name of the point at which nothing is elsewhere.
const TODAY: &str = "today";

/// How the points lie.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum SweepShape {
    /// Over one number (the key's place).
    Line(usize),
    /// Over two.
    Plane(usize, usize),
    /// Each number by itself, around a point at which all are as today.
    OneAtATime(usize),
    /// Anything else.
    Other,
}

impl SweepShape {
    /// Of these points.
    pub(super) fn of(swept: &Swept) -> SweepShape {
        let today = swept.points.iter().position(|point| point.name == TODAY);
        let differs = |point: &SweptPoint, from: &SweptPoint| {
            point.values.iter().zip(&from.values).filter(|(a, b)| a != b).count()
        };
        let alone = |today: &usize| swept.points.iter().all(|point| differs(point, &swept.points[*today]) <= 1);
        let first = |key: usize| swept.points.first().map(|point| &point.values[key]);
        let varies = |key: &usize| swept.points.iter().any(|point| Some(&point.values[*key]) != first(*key));
        let varied: Vec<usize> = (0..swept.keys.len()).filter(varies).collect();
        let numbers = varied.iter().all(|&key| (0..swept.points.len()).all(|point| swept.number(point, key).is_some()));
        match (varied.as_slice(), today.filter(alone)) {
            _ if !numbers => SweepShape::Other,
            ([key], _) => SweepShape::Line(*key),
            (_, Some(today)) => SweepShape::OneAtATime(today),
            ([across, up], None) => SweepShape::Plane(*across, *up),
            _ => SweepShape::Other,
        }
    }
}

/// All figures.
pub(super) fn figures(swept: &Swept, shape: &SweepShape) -> Vec<Exhibit> {
    let metrics = || 0..swept.points.iter().map(|point| point.verdicts.len()).max().unwrap_or(0);
    match *shape {
        SweepShape::Line(key) => metrics().filter_map(|metric| line(swept, metric, key)).collect(),
        SweepShape::Plane(across, up) => {
            let best = best_plane(swept, (across, up));
            let others = (0..swept.structures.len()).filter(|place| *place != swept.baseline);
            let differences = others.filter_map(|place| difference_plane(swept, place, (across, up)));
            std::iter::once(best).chain(differences).collect()
        }
        SweepShape::OneAtATime(today) => tornado(swept, today).into_iter().collect(),
        SweepShape::Other => Vec::new(),
    }
}

/// Names of figures in links, by place.
const LINES: [&str; 6] = ["line-1", "line-2", "line-3", "line-4", "line-5", "line-6"];
const PLANES: [&str; 9] =
    ["plane-1", "plane-2", "plane-3", "plane-4", "plane-5", "plane-6", "plane-7", "plane-8", "plane-9"];

pub(super) fn manner_of(swept: &Swept, metric: usize) -> Option<(String, Manner)> {
    let all = || swept.points.iter().filter_map(|point| point.verdicts.get(metric));
    let name = all().next()?.metric.clone();
    let largest = all()
        .flat_map(|verdicts| &verdicts.options)
        .filter_map(|option| option.mean)
        .fold(0.0, |most: f64, mean| most.max(mean.abs()));
    let manner = Manner::in_frame(&name, largest, &swept.frame);
    Some((name, manner))
}

pub(super) fn told(interval: Option<Interval>, mean: f64, manner: &Manner) -> String {
    let margin = interval.map_or(0.0, |it| (it.high - it.low) / 2.0 * manner.factor);
    let decimals = decimals_of_margin(margin);
    let ends = interval.map_or_else(String::new, |it| {
        format!(" ({} to {})", signed(it.low * manner.factor, decimals), signed(it.high * manner.factor, decimals))
    });
    format!("{}{ends}", signed(mean * manner.factor, decimals))
}

pub(super) fn name_of(swept: &Swept, place: usize) -> String {
    swept.structures[place].replace('_', " ")
}

/// Differences to the baseline over a number.
fn line(swept: &Swept, metric: usize, key: usize) -> Option<Exhibit> {
    let (name, manner) = manner_of(swept, metric)?;
    let at = |place: usize| swept.number(place, key);
    let mut order: Vec<usize> = (0..swept.points.len()).filter(|place| at(*place).is_some()).collect();
    order.sort_by(|one, other| at(*one).unwrap_or(0.0).total_cmp(&at(*other).unwrap_or(0.0)));
    let mut table = ExhibitNumbers::new(&[
        (swept.keys[key].as_str(), "value"),
        ("Structure", "structure"),
        (&manner.titled(true), "difference"),
        ("95 % from", "ci_low"),
        ("to", "ci_high"),
        ("Verdict", "verdict"),
    ]);
    let mut lines = Vec::new();
    for place in (0..swept.structures.len()).filter(|place| *place != swept.baseline) {
        let mut points = Vec::new();
        for &point in &order {
            let found = swept.points[point].difference(metric, place, swept.baseline);
            let Some((found, mean, value)) = found.and_then(|found| Some((found, found.mean?, at(point)?))) else {
                continue;
            };
            points.push((value, mean, found.individual));
            let decimals =
                decimals_of_margin(found.individual.map_or(0.0, |it| (it.high - it.low) / 2.0 * manner.factor));
            let [low, high] = NumberCell::ends(found.individual, manner.factor, decimals);
            table.row(
                Some(place),
                [
                    NumberCell { shown: number(value), exact: value.to_string(), is_number: true },
                    NumberCell::words(swept.structures[place].as_str()),
                    NumberCell::number(Some(mean), manner.factor, decimals),
                    low,
                    high,
                    NumberCell::words(found.verdict.map_or("", |verdict| verdict.words())),
                ],
            );
        }
        lines.push(ResponseLine { place, name: name_of(swept, place), points });
    }
    let zero = name_of(swept, swept.baseline);
    let chart = Response {
        across: swept.keys[key].clone(),
        today: swept.today[key],
        lines,
        manner: manner.clone(),
        zero: zero.clone(),
    };
    let title = if metric == 0 { line_title(swept, &order, key) } else { None };
    let title =
        title.unwrap_or_else(|| format!("{} against {zero}, by {}", first_upper(&manner.name), swept.keys[key]));
    let decides = if metric == 0 { "This is the figure that decides. " } else { "" };
    let note = format!(
        "{decides}Difference in {} to {zero}, mean over {} at each value; bands are 95 % intervals, paired by trial ({name}).",
        manner.name,
        count(swept.trials as usize, "trial", "trials")
    );
    Some(Exhibit::across(LINES.get(metric)?, title, &note, |width| response(&chart, width), table))
}

/// Who is best from which value on, as far as the means go.
fn line_title(swept: &Swept, order: &[usize], key: usize) -> Option<String> {
    let mut parts: Vec<(usize, f64, f64)> = Vec::new();
    for &point in order {
        let (best, value) = (swept.points[point].leader()?, swept.number(point, key)?);
        match parts.last_mut().filter(|(last, ..)| *last == best) {
            Some((_, _, to)) => *to = value,
            None => parts.push((best, value, value)),
        }
    }
    let said = |(best, from, to): &(usize, f64, f64)| match from == to {
        true => format!("{} at {}", name_of(swept, *best), number(*from)),
        false => format!("{} from {} to {}", name_of(swept, *best), number(*from), number(*to)),
    };
    match parts.as_slice() {
        [] => None,
        [(best, ..)] => Some(format!("{} has the best mean at every value", first_upper(&name_of(swept, *best)))),
        several if several.len() <= 4 => {
            Some(format!("Best mean: {}", several.iter().map(said).collect::<Vec<_>>().join(", ")))
        }
        _ => Some(format!("The best mean changes {} times", parts.len() - 1)),
    }
}

/// Which structure is best on a plane.
fn best_plane(swept: &Swept, (across, up): (usize, usize)) -> Exhibit {
    let manner = manner_of(swept, 0).map(|(_, manner)| manner).unwrap_or_else(|| Manner::of("", 0.0));
    let lead_of = |point: &SweptPoint| {
        let (best, second) = (point.leader()?, point.second(0)?);
        Some((best, second, point.difference(0, best, second)?))
    };
    let most = swept
        .points
        .iter()
        .filter_map(|point| lead_of(point)?.2.mean)
        .fold(0.0, |most: f64, lead| most.max(lead.abs()));
    let cell = |(place, point): (usize, &SweptPoint)| {
        let at = (swept.number(place, across)?, swept.number(place, up)?);
        let where_ = format!("{}: {}\n{}: {}", swept.keys[across], number(at.0), swept.keys[up], number(at.1));
        let Some((best, second, lead)) = lead_of(point) else {
            let why = if point.impossible.is_empty() { "nothing to compare" } else { &point.impossible };
            return Some(PlaneCell {
                at,
                colour: String::new(),
                strength: 0.0,
                open: false,
                text: "–".to_owned(),
                tip: format!("{where_}\n{why}"),
            });
        };
        let mean = lead.mean.unwrap_or(0.0);
        let clear = if point.is_clear() { "all others are ruled out" } else { "the trials do not rule out all others" };
        let tip = format!(
            "{where_}\n{} is best, {} to {}\n{clear}",
            name_of(swept, best),
            told(lead.simultaneous, mean, &manner),
            name_of(swept, second)
        );
        let strength = if most > 0.0 { mean.abs() / most } else { 0.0 };
        let open = !point.is_clear();
        Some(PlaneCell {
            at,
            colour: palette::mark(best),
            strength: 0.3 + 0.7 * strength,
            open,
            text: name_of(swept, best),
            tip,
        })
    };
    let legend =
        (0..swept.structures.len()).filter(|place| swept.points.iter().any(|point| point.leader() == Some(*place)));
    let chart = Plane {
        axes: (swept.keys[across].clone(), swept.keys[up].clone()),
        cells: swept.points.iter().enumerate().filter_map(cell).collect(),
        today: (swept.today[across], swept.today[up]),
        legend: legend.map(|place| (place, name_of(swept, place))).collect(),
        hatched: "not settled: others can be the best".to_owned(),
    };
    let title = swept.words().first().map(|first| first.trim_end_matches('.').to_owned()).unwrap_or_default();
    let note = format!(
        "Colour: the structure with the best {} at the point; the stronger, the further ahead. The cross is the scenario itself, if it is on the map.",
        manner.name
    );
    Exhibit::across("best", first_upper(&title), &note, |width| plane(&chart, width), points_table(swept))
}

/// A structure less the baseline on a plane.
fn difference_plane(swept: &Swept, structure: usize, (across, up): (usize, usize)) -> Option<Exhibit> {
    let (_, manner) = manner_of(swept, 0)?;
    let (name, zero) = (name_of(swept, structure), name_of(swept, swept.baseline));
    let found = |point: &SweptPoint| point.difference(0, structure, swept.baseline);
    let most =
        swept.points.iter().filter_map(|point| found(point)?.mean).fold(0.0, |most: f64, mean| most.max(mean.abs()));
    let smaller =
        swept.points.iter().flat_map(|point| &point.verdicts).next().is_some_and(|verdicts| verdicts.smaller_is_better);
    let mut table = ExhibitNumbers::new(&[
        (swept.keys[across].as_str(), "across"),
        (swept.keys[up].as_str(), "up"),
        (&manner.titled(true), "difference"),
        ("95 % from", "ci_low"),
        ("to", "ci_high"),
        ("Verdict", "verdict"),
    ]);
    let (mut cells, mut better, mut worse) = (Vec::new(), 0, 0);
    for (place, point) in swept.points.iter().enumerate() {
        let at = (swept.number(place, across)?, swept.number(place, up)?);
        let Some((found, mean)) = found(point).and_then(|found| Some((found, found.mean?))) else { continue };
        let good = (mean > 0.0) != smaller;
        let open = found.individual.is_none_or(|it| it.low <= 0.0 && it.high >= 0.0);
        if !open {
            if good { better += 1 } else { worse += 1 }
        }
        let decimals = decimals_of_margin(found.individual.map_or(0.0, |it| (it.high - it.low) / 2.0 * manner.factor));
        let tip = format!(
            "{}: {}\n{}: {}\n{name} less {zero}: {}",
            swept.keys[across],
            number(at.0),
            swept.keys[up],
            number(at.1),
            told(found.individual, mean, &manner)
        );
        cells.push(PlaneCell {
            at,
            colour: if good { "var(--good)".to_owned() } else { "var(--bad)".to_owned() },
            strength: if most > 0.0 { mean.abs() / most } else { 0.0 },
            open,
            text: signed(mean * manner.factor, decimals),
            tip,
        });
        let [low, high] = NumberCell::ends(found.individual, manner.factor, decimals);
        let value = |value: f64| NumberCell { shown: number(value), exact: value.to_string(), is_number: true };
        table.row(
            Some(structure),
            [
                value(at.0),
                value(at.1),
                NumberCell::number(Some(mean), manner.factor, decimals),
                low,
                high,
                NumberCell::words(found.verdict.map_or("", |verdict| verdict.words())),
            ],
        );
    }
    let chart = Plane {
        axes: (swept.keys[across].clone(), swept.keys[up].clone()),
        cells,
        today: (swept.today[across], swept.today[up]),
        legend: Vec::new(),
        hatched: "95 % interval holds 0".to_owned(),
    };
    let title = format!(
        "{} is better than {zero} at {better} of {}, worse at {worse}",
        first_upper(&name),
        count(swept.points.len(), "point", "points")
    );
    let note = format!(
        "{}, {name} less {zero}: blue is better, orange worse; each point by its own 95 % interval.",
        manner.titled(true)
    );
    Some(Exhibit::half(PLANES.get(structure)?, title, &note, plane(&chart, HALF), table))
}

/// What each number does at its ends to the lead that the best structure of today has.
fn tornado(swept: &Swept, today: usize) -> Option<Exhibit> {
    let (_, manner) = manner_of(swept, 0)?;
    let point = &swept.points[today];
    let (best, second) = (point.leader()?, point.second(0)?);
    let lead =
        |point: &SweptPoint| point.difference(0, best, second).and_then(|found| Some((found.mean?, found.individual)));
    let now = lead(point).map(|(mean, _)| mean);
    let mut rows: Vec<(f64, EndsRow)> = Vec::new();
    for (place, key) in swept.keys.iter().enumerate() {
        let base = swept.number(today, place)?;
        let own = (0..swept.points.len()).filter(|other| swept.points[*other].values[place] != point.values[place]);
        let mut values: Vec<(f64, usize)> =
            own.filter_map(|other| Some((swept.number(other, place)?, other))).collect();
        values.sort_by(|one, other| one.0.total_cmp(&other.0));
        let end = |found: Option<&(f64, usize)>| {
            let (value, other) = found?;
            let (mean, interval) = lead(&swept.points[*other])?;
            Some((number(*value), mean, interval))
        };
        let ends = [
            end(values.first().filter(|(value, _)| *value < base)),
            end(values.last().filter(|(value, _)| *value > base)),
        ];
        let moved = ends.iter().flatten().map(|(_, mean, _)| (mean - now.unwrap_or(0.0)).abs()).fold(0.0, f64::max);
        rows.push((moved, EndsRow { name: key.clone(), ends }));
    }
    rows.sort_by(|one, other| other.0.total_cmp(&one.0));
    let turning = rows
        .iter()
        .filter(|(_, row)| row.ends.iter().flatten().any(|(_, mean, _)| (*mean > 0.0) != (now.unwrap_or(0.0) > 0.0)))
        .count();
    let mut table = ExhibitNumbers::new(&[
        ("Number", "key"),
        ("Lower end", "low"),
        (&manner.titled(true), "at_low"),
        ("Upper end", "high"),
        (&manner.titled(true), "at_high"),
    ]);
    for (_, row) in &rows {
        let cells = row.ends.iter().flat_map(|end| match end {
            Some((value, mean, it)) => [
                NumberCell { shown: value.clone(), exact: value.clone(), is_number: true },
                NumberCell { shown: told(*it, *mean, &manner), exact: mean.to_string(), is_number: true },
            ],
            None => [NumberCell::number(None, 1.0, 0), NumberCell::number(None, 1.0, 0)],
        });
        table.row(None, std::iter::once(NumberCell::words(row.name.as_str())).chain(cells).collect::<Vec<_>>());
    }
    let all = rows.len();
    let shown: Vec<EndsRow> = rows.into_iter().take(ROWS_MOST).map(|(_, row)| row).collect();
    let (winner, rival) = (name_of(swept, best), name_of(swept, second));
    let what = format!("{}: {winner} less {rival}", manner.titled(true));
    let legend = "Hollow: at its lower end. Filled: at its upper end.".to_owned();
    let chart = Ends { rows: shown, today: now, manner, legend, what };
    let title = match turning {
        0 => format!("No number at its ends puts {rival} ahead of {winner}"),
        some => {
            let put = if some == 1 { "puts" } else { "put" };
            format!("{some} of {} {put} {rival} ahead of {winner} at an end", count(all, "number", "numbers"))
        }
    };
    let note = format!(
        "Each number by itself at the ends of its range, all others as in the scenario; the dashed line is the scenario. Lines are 95 % intervals, paired by trial. \
         Sorted by how far the lead moves{}.",
        if all > ROWS_MOST { format!("; the first {ROWS_MOST} of {all}") } else { String::new() }
    );
    Some(Exhibit::across("tornado", title, &note, |width| ends(&chart, width), table))
}

/// Every point: its values and who is best.
pub(super) fn points_table(swept: &Swept) -> ExhibitNumbers {
    let manner = manner_of(swept, 0).map(|(_, manner)| manner).unwrap_or_else(|| Manner::of("", 0.0));
    let lead = format!("Ahead, {}", manner.titled(true));
    // One at a time a table of all keys would say the same again and again.
    let all = swept.keys.len() <= 8;
    let keys = swept.keys.iter().filter(|_| all).map(|key| (key.as_str(), key.as_str()));
    let head: Vec<(&str, &str)> = std::iter::once(("Point", "design_point"))
        .chain(keys)
        .chain((!all).then_some(("Elsewhere", "elsewhere")))
        .chain([
            ("Best", "best"),
            ("Standing", "standing"),
            ("Second", "second"),
            (lead.as_str(), "lead"),
            ("from", "lead_low"),
            ("to", "lead_high"),
        ])
        .collect();
    let mut table = ExhibitNumbers::new(&head);
    for point in &swept.points {
        let mut cells = vec![NumberCell::words(point.name.as_str())];
        let value = |value: &String| NumberCell {
            shown: value.parse().map_or_else(|_| value.clone(), number),
            exact: value.clone(),
            is_number: value.parse::<f64>().is_ok(),
        };
        if all {
            cells.extend(point.values.iter().map(value));
        } else {
            cells.push(NumberCell::words(elsewhere(swept, point)));
        }
        let (best, second) = (point.leader(), point.second(0));
        let name = |place: Option<usize>| {
            NumberCell::words(place.map_or_else(|| "–".to_owned(), |place| name_of(swept, place)))
        };
        let standing = match best {
            None if !point.impossible.is_empty() => point.impossible.clone(),
            None => "nothing to compare".to_owned(),
            Some(_) if point.is_clear() => "best".to_owned(),
            Some(_) => "can be the best".to_owned(),
        };
        let found = best.zip(second).and_then(|(best, second)| point.difference(0, best, second));
        let decimals = decimals_of_margin(
            found.and_then(|found| found.simultaneous).map_or(0.0, |it| (it.high - it.low) / 2.0 * manner.factor),
        );
        let [low, high] = NumberCell::ends(found.and_then(|found| found.simultaneous), manner.factor, decimals);
        cells.extend([
            name(best),
            NumberCell::words(standing),
            name(second),
            NumberCell::number(found.and_then(|found| found.mean), manner.factor, decimals),
            low,
            high,
        ]);
        table.row(None, cells);
    }
    table.remark = "Intervals hold for all pairs at a point at once; each point is judged by itself.".to_owned();
    table
}

/// What of a point is not as today, of those that are few.
fn elsewhere(swept: &Swept, point: &SweptPoint) -> String {
    let own = point.values.iter().enumerate().filter(|(place, value)| value.parse::<f64>().ok() != swept.today[*place]);
    let named: Vec<String> = own.map(|(place, value)| format!("{} = {value}", swept.keys[place])).collect();
    match named.len() {
        0 => "nothing".to_owned(),
        1..=2 => named.join(", "),
        many => format!("{many} numbers; see points.csv"),
    }
}
