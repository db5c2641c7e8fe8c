//! The figures of a regime map: the map of a metric with shares of area, and how far its surfaces can be trusted.

use super::charts::regions::{Region, RegionDot, Regions, regions};
use super::exhibit::{Exhibit, ExhibitNumbers, HALF, NumberCell};
use super::numbers::first_upper;
use super::sweep_figures::{manner_of, name_of, told};
use crate::numbers::{count, number, part};
use crate::study::{MapArea, MetricMap, RegimeMap, Swept, SweptPoint, Tie};

/// Names of figures in links, by place.
const MAPS: [&str; 9] = ["map-1", "map-2", "map-3", "map-4", "map-5", "map-6", "map-7", "map-8", "map-9"];

/// The map of a metric (place): across the page the first one, the others side by side.
pub(super) fn figure(map: &RegimeMap, swept: &Swept, place: usize) -> Option<Exhibit> {
    let (id, metric) = (MAPS.get(place)?, map.metrics.get(place)?);
    let chart = chart(map, swept, metric);
    let title = title(swept, metric);
    let note = format!(
        "By {}{}. Colour: the structure with the best mean; the paler, the less sure. Dots are the simulated points, hollow where their trials leave it \
         open; the cross is the scenario itself, if it is on the map.",
        swept.frame.label(&metric.metric),
        if metric.decides { ", which decides" } else { "" }
    );
    let table = areas(swept, metric);
    Some(match place {
        0 => Exhibit::across(id, title, &note, |width| regions(&chart, width), table),
        _ => Exhibit::half(id, title, &note, regions(&chart, HALF), table),
    })
}

fn title(swept: &Swept, metric: &MetricMap) -> String {
    let settled = metric.areas[metric.leader].clear;
    let leader = match metric.decides {
        true => first_upper(&name_of(swept, metric.leader)),
        false => format!("By {}, {}", swept.frame.label(&metric.metric), name_of(swept, metric.leader)),
    };
    match metric.areas[metric.leader].area {
        area if area >= 1.0 => format!("{leader} has the best mean everywhere, settled on {}", part(settled)),
        area => {
            format!("{leader} has the best mean on {} of the map, settled on {}", part(area), part(settled))
        }
    }
}

fn chart(map: &RegimeMap, swept: &Swept, metric: &MetricMap) -> Regions {
    let region = |found: &crate::study::MapPixel| Region {
        place: found.best,
        probability: found.probabilities[found.best],
        tie: found.tie != Tie::No,
    };
    let columns = map.grid.across.len();
    let rows = metric.pixels.chunks(columns.max(1));
    let axis = |place: usize| {
        let about = map.grid.inputs[place].address.about();
        let unit = if about.unit.is_empty() { String::new() } else { format!(", {}", about.unit) };
        format!("{}{unit}", map.grid.inputs[place].address)
    };
    let judged = judged_place(swept, metric);
    let dots = swept.points.iter().enumerate().filter_map(|(place, point)| dot(swept, point, place, judged?));
    let inside = |dot: &RegionDot| map.grid.pixel_of(&[dot.at.0, dot.at.1]).is_some();
    let named = (0..swept.structures.len()).filter(|place| metric.areas[*place].area > 0.0);
    Regions {
        axes: (axis(0), axis(1)),
        ranges: (ends(&map.grid.across, &map.grid.inputs[0]), ends(&map.grid.up, &map.grid.inputs[1])),
        pixels: rows.map(|row| row.iter().map(|found| found.as_ref().map(region)).collect()).collect(),
        dots: dots.filter(inside).collect(),
        today: (swept.today[0], swept.today[1]),
        legend: named.map(|place| (place, said(swept, place, &metric.areas[place]))).collect(),
        hatched: {
            let (open, small) = metric.ties();
            format!("tie on {}: below 95 % sure, or a lead too small to matter", part(open + small))
        },
    }
}

/// The place of a metric among those that are judged at the points.
fn judged_place(swept: &Swept, metric: &MetricMap) -> Option<usize> {
    let place = |point: &SweptPoint| point.verdicts.iter().position(|one| one.metric == metric.metric);
    swept.points.iter().find_map(place)
}

/// Where an axis begins and ends: half a value further than the outermost ones where every value has pixels of its own.
fn ends(middles: &[f64], input: &crate::study::Input) -> (f64, f64) {
    match middles {
        [first, .., last] if *first <= input.low && *last >= input.high => {
            let half = 0.5 * (last - first) / (middles.len() - 1) as f64;
            (first - half, last + half)
        }
        _ => (input.low, input.high),
    }
}

/// "matrixed 61 % (52 % settled)".
fn said(swept: &Swept, place: usize, area: &MapArea) -> String {
    format!("{} {} ({} settled)", name_of(swept, place), part(area.area), part(area.clear))
}

fn dot(swept: &Swept, point: &SweptPoint, place: usize, metric: usize) -> Option<RegionDot> {
    let at = (swept.number(place, 0)?, swept.number(place, 1)?);
    let verdicts = point.verdicts.get(metric)?;
    let best = verdicts.leader?;
    let open = !verdicts.options.get(best)?.standing.is_some_and(|standing| standing.is_best());
    let where_ = format!("{}: {}\n{}: {}", swept.keys[0], number(at.0), swept.keys[1], number(at.1));
    let lead = point.second(metric).and_then(|second| {
        let found = point.difference(metric, best, second)?;
        let (_, manner) = manner_of(swept, metric)?;
        Some(format!("{} to {}", told(found.simultaneous, found.mean?, &manner), name_of(swept, second)))
    });
    let lead = lead.map_or_else(String::new, |lead| format!(", {lead}"));
    let clear = if open { "the trials do not rule out all others" } else { "all others are ruled out" };
    let tip = format!("simulated\n{where_}\n{} is best{lead}\n{clear}", name_of(swept, best));
    Some(RegionDot { at, place: best, open, tip })
}

/// Shares of area.
fn areas(swept: &Swept, metric: &MetricMap) -> ExhibitNumbers {
    let mut table = ExhibitNumbers::new(&[
        ("Structure", "structure"),
        ("Best mean, % of the map", "area"),
        ("Settled", "area_clear"),
        ("Open", "area_open"),
        ("Too small to matter", "area_small"),
        ("Mean probability, %", "area_expected"),
        ("Simulated points best", "points_best"),
        ("of them missed by the others", "points_missed"),
    ]);
    for (place, area) in metric.areas.iter().enumerate() {
        let shares = [area.area, area.clear, area.open, area.small, area.expected];
        let cells = shares.map(|share| NumberCell::number(Some(share), 100.0, 1));
        let points = [area.points, area.missed].map(|points| NumberCell::number(Some(points as f64), 1.0, 0));
        let name = NumberCell::words(swept.structures[place].as_str());
        table.row(Some(place), std::iter::once(name).chain(cells).chain(points));
    }
    table.remark = format!(
        "Settled: the best with 95 % probability or more, by a lead that matters. Missed: {} left out in turn and predicted from all others.",
        count(metric.points, "point", "points")
    );
    table
}

/// What is between the points, structure by structure.
pub(super) fn surfaces(swept: &Swept, metric: &MetricMap, map: &RegimeMap) -> ExhibitNumbers {
    let lengths = map.grid.inputs.each_ref().map(|input| format!("Length along {}", input.address));
    let manner = judged_place(swept, metric).and_then(|place| manner_of(swept, place));
    let (factor, unit) = manner.map_or((1.0, String::new()), |(_, manner)| (manner.factor, manner.titled(true)));
    let error = format!("Error of points left out ({unit})");
    let mut table = ExhibitNumbers::new(&[
        ("Structure", "structure"),
        ("less", "reference"),
        (&lengths[0], "length_across"),
        (&lengths[1], "length_up"),
        (&error, "left_out_error"),
        ("in standard deviations", "left_out_standardised"),
        ("Noise of a point", "noise_sd"),
        ("of it shared by all, %", "noise_shared"),
    ]);
    for fit in &metric.surfaces {
        let names = [fit.structure, fit.reference].map(|place| NumberCell::words(swept.structures[place].as_str()));
        let length = |place: usize| {
            let length = fit.lengths.map(|lengths| lengths[place]);
            let shown = length.map_or_else(|| "–".to_owned(), crate::numbers::rounded);
            let exact = length.map_or_else(String::new, |length| length.to_string());
            NumberCell { shown, exact, is_number: true }
        };
        let cells = [
            length(0),
            length(1),
            NumberCell::number(fit.error, factor, 2),
            NumberCell::number(fit.standardised, 1.0, 2),
            NumberCell::number(Some(fit.noise_sd), factor, 2),
            NumberCell::number(Some(fit.noise_shared), 100.0, 0),
        ];
        table.row(Some(fit.structure), names.into_iter().chain(cells));
    }
    table.remark = "Long lengths: the number does little. Errors in standard deviations are about 1 if the surface knows what it does not know.".to_owned();
    table
}
