//! The journey: where customers go, where problems open and where customers leave.

use super::super::charts::journey::{CROWDED, Stop, Way, journey};
use super::super::exhibit::{Exhibit, ExhibitNumbers, NumberCell, WIDE};
use super::super::numbers::decimal;
use super::super::results::Results;
use super::why::{SIMULATED, at};
use crate::engine::{Presentation, Scale};
use crate::stats::Interval;
use crate::study::TOUCHPOINT_METRICS;

/// The figure, under the baseline.
pub(in crate::report) fn figures(results: &Results) -> Vec<Exhibit> {
    let stops = stops(results);
    let ways = ways(results, &stops);
    let mut numbers = ExhibitNumbers::new(&[
        ("touchpoint", "touchpoint"),
        ("owner", "owner"),
        ("contacts", "contacts"),
        ("experience", "experience"),
        ("problems opened", "problems_opened"),
        ("problems solved", "problems_solved"),
        ("customers who left here", "leavers"),
    ]);
    for touchpoint in &results.world().touchpoints {
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
    let bars = if stops.len() > CROWDED {
        "How many problems open and how many customers leave there stands under Numbers and is said when pointed at."
    } else {
        "Orange bar: problems that open there; dark bar: customers who leave in a week in which they are there (others leave \
         while away)."
    };
    let note = format!(
        "Touchpoints by owner, under {}. Circle: contacts over the run. Lines: where customers go next, as wide as the number \
         expected from contacts and the journey's probabilities. {bars}",
        results.baseline().name
    );
    let title = title(results);
    // Where there is room for names only, a telephone has none.
    if stops.len() > CROWDED {
        return vec![Exhibit::wide("journey", title, &note, journey(&stops, &ways, WIDE), numbers)];
    }
    vec![Exhibit::across("journey", title, &note, |width| journey(&stops, &ways, width), numbers)]
}

fn stops(results: &Results) -> Vec<Stop> {
    let world = results.world();
    let of = |id: &str, column: &str| at(results, 0, id, column).unwrap_or(0.0);
    let one = |touchpoint: &crate::model::Touchpoint| {
        let id = &touchpoint.id;
        let [contacts, problems, leavers] =
            ["contacts", "problems_opened", "leavers"].map(|column| results.frame.represents * of(id, column));
        let (name, owner) = (Results::shown(id), Results::shown(&world.functions[touchpoint.owner].id));
        let tip = format!(
            "{name} ({owner})\n{} contacts\n{} problems opened\n{} customers left",
            decimal(contacts, 0),
            decimal(problems, 0),
            decimal(leavers, 0)
        );
        Stop { name, owner: touchpoint.owner, owner_name: owner, contacts, problems, leavers, tip }
    };
    world.touchpoints.iter().map(one).collect()
}

/// Expected moves: contacts, calm or with a problem, times the probabilities of the next touchpoint.
fn ways(results: &Results, stops: &[Stop]) -> Vec<Way> {
    let journey = &results.world().journey;
    let mut ways = Vec::new();
    for (from, stop) in stops.iter().enumerate() {
        let id = &results.world().touchpoints[from].id;
        let troubled = at(results, 0, id, "problem_contact_share").unwrap_or(0.0);
        for (rows, share) in [(&journey.calm, 1.0 - troubled), (&journey.problem, troubled)] {
            for &(to, probability) in rows.get(from + 1).map_or(&[][..], |row| row.pairs()) {
                ways.push(Way { from, to, moves: stop.contacts * share * probability });
            }
        }
    }
    merged(ways)
}

fn merged(mut ways: Vec<Way>) -> Vec<Way> {
    ways.sort_by_key(|way| (way.from, way.to));
    let mut merged: Vec<Way> = Vec::new();
    for way in ways {
        match merged.last_mut() {
            Some(last) if (last.from, last.to) == (way.from, way.to) => last.moves += way.moves,
            _ => merged.push(way),
        }
    }
    merged
}

/// Where most problems open, if that place is clearly first.
fn title(results: &Results) -> String {
    match first(results, "problems_opened") {
        Some(place) => format!(
            "More problems open at {} than anywhere else",
            Results::shown(&results.world().touchpoints[place].id)
        ),
        None => "Where customers go, and where they leave".to_owned(),
    }
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
