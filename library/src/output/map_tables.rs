//! The tables of a regime map: its pixels, the structures there, shares of area, surfaces and rules.

use super::cell::Cell;
use super::columns::{OWN, ResultColumn, number, text, whole};
use super::layout::ResultRow;
use super::small_table::{SmallTable, small};
use crate::study::{MapArea, MapPixel, MapRule, MetricMap, RegimeMap, SurfaceFit, Tie};

/// Who is best at each pixel.
pub(super) const MAP: &str = "map.csv";
/// Each structure there.
pub(super) const STRUCTURES: &str = "map_structures.csv";
/// Shares of area.
pub(super) const AREAS: &str = "map_areas.csv";
/// What is between the points.
pub(super) const SURFACES: &str = "map_surfaces.csv";
/// Where the leader loses.
pub(super) const RULES: &str = "map_rules.csv";

const OF_KEY: &str = "as in the scenario file";

/// All five.
pub(super) fn map_tables(map: &RegimeMap) -> [SmallTable<'_>; 5] {
    let rows = |of: fn(&RegimeMap, &'_ MetricMap) -> Vec<ResultRow<'static>>| -> Vec<ResultRow<'static>> {
        map.metrics.iter().flat_map(|metric| of(map, metric)).collect()
    };
    [
        small(
            MAP,
            "Which structure is best at each pixel of the map: one row per pixel and metric. Pixels are between the simulated points: the surfaces in \
             map_surfaces.csv say what stands here.",
            vec!["metric", "pixel"],
            pixel_columns(map),
            map.metrics.iter().flat_map(|metric| pixel_rows(map, metric)).collect(),
        ),
        small(
            STRUCTURES,
            "How likely each structure is the best at each pixel: one row per pixel, metric and structure.",
            vec!["metric", "pixel", "structure"],
            structure_columns(),
            rows(structure_rows),
        ),
        small(
            AREAS,
            "Shares of the map: one row per metric and structure. They are shares of the rectangle, not probabilities of firms.",
            vec!["metric", "structure"],
            area_columns(),
            rows(area_rows),
        ),
        small(
            SURFACES,
            "The surfaces between the points (Gaussian processes, Matérn 5/2): one row per metric and structure, less the one that is best at most points.",
            vec!["metric", "structure"],
            surface_columns(map),
            rows(surface_rows),
        ),
        small(
            RULES,
            "Where the structure with the largest area loses (PRIM over the pixels): one row per metric and rule.",
            vec!["metric", "rule"],
            rule_columns(map),
            rows(rule_rows),
        ),
    ]
}

fn owned<'c>(text: &str) -> Cell<'c> {
    Cell::Owned(text.to_owned())
}

fn some<'c>(numbers: &[f64]) -> impl Iterator<Item = Cell<'c>> {
    numbers.iter().map(|number| Cell::Number(Some(*number))).collect::<Vec<_>>().into_iter()
}

fn metric_column() -> ResultColumn {
    text("metric", "Name of the figure; the one that decides comes first.")
}

fn pixel_column() -> ResultColumn {
    whole("pixel", "", "Number of the pixel, from 0: column after column in each row, from the lowest row up.")
}

fn pixel_columns(map: &RegimeMap) -> Vec<ResultColumn> {
    let keys = map.grid.inputs.iter().map(|input| input.address.to_string());
    let keys = keys.map(|key| number(&key, OF_KEY, "Value of this key of the scenario at the middle of the pixel."));
    let mut columns = vec![metric_column(), pixel_column()];
    columns.extend(keys);
    columns.extend([
        text("best", "The structure with the best mean; empty where the firm cannot be like that."),
        number("probability_best", "0-1", "How likely it is the best one."),
        text(
            "tie",
            "no; open: it is the best with a probability below 0.95; small: by a lead below the practical difference.",
        ),
        text("second", "The structure behind it."),
        number("lead", OWN, "How far the best mean is from the second's, in the metric's own direction."),
        number("lead_sd", OWN, "Standard deviation of the lead."),
        number("practical_difference", OWN, "Differences up to this do not matter; missing where there is none."),
    ]);
    columns
}

fn pixel_rows<'m>(map: &'m RegimeMap, metric: &'m MetricMap) -> Vec<ResultRow<'m>> {
    let row = |(pixel, found): (usize, &'m Option<MapPixel>)| {
        let mut cells = vec![Cell::Text(&metric.metric), Cell::Whole(pixel as u64)];
        cells.extend(some(&map.grid.at(pixel)));
        match found {
            Some(found) => {
                let tie = match found.tie {
                    Tie::No => "no",
                    Tie::Open => "open",
                    Tie::Small => "small",
                };
                cells.push(Cell::Text(&map.structures[found.best]));
                cells.extend(some(&[found.probabilities[found.best]]));
                cells.extend([Cell::Text(tie), Cell::Text(&map.structures[found.second])]);
                cells.extend(some(&[found.lead, found.lead_sd]));
                cells.push(Cell::Number(found.practical));
            }
            None => {
                cells.extend([Cell::Text(""), Cell::Number(None), Cell::Text(""), Cell::Text("")]);
                cells.extend([Cell::Number(None), Cell::Number(None), Cell::Number(None)]);
            }
        }
        cells
    };
    metric.pixels.iter().enumerate().map(row).collect()
}

fn structure_columns() -> Vec<ResultColumn> {
    vec![
        metric_column(),
        pixel_column(),
        text("structure", "Name of the structure."),
        number("probability_best", "0-1", "How likely it is the best one at the pixel."),
        number(
            "difference",
            OWN,
            "Its mean less that of the structure that all are compared with (reference in map_surfaces.csv), in the metric's own direction.",
        ),
        number("difference_sd", OWN, "Standard deviation of that difference."),
    ]
}

fn structure_rows(map: &RegimeMap, metric: &MetricMap) -> Vec<ResultRow<'static>> {
    let known = metric.pixels.iter().enumerate().filter_map(|(pixel, found)| Some((pixel, found.as_ref()?)));
    let of = |(pixel, found): (usize, &MapPixel)| {
        let row = |(place, name): (usize, &String)| {
            let (difference, sd) = found.differences[place];
            let mut cells = vec![owned(&metric.metric), Cell::Whole(pixel as u64), owned(name)];
            cells.extend(some(&[found.probabilities[place], difference, sd]));
            cells
        };
        map.structures.iter().enumerate().map(row).collect::<Vec<_>>()
    };
    known.flat_map(of).collect()
}

fn area_columns() -> Vec<ResultColumn> {
    vec![
        metric_column(),
        text("structure", "Name of the structure."),
        number("area", "share", "Share of the pixels where it has the best mean."),
        number("area_clear", "share", "Where that is no tie."),
        number("area_open", "share", "Where it is the best with a probability below 0.95."),
        number("area_small", "share", "Where its lead is below the practical difference."),
        number("area_expected", "share", "Mean over pixels of the probability that it is the best."),
        whole("points_best", "points", "Simulated points at which it has the best mean."),
        whole(
            "points_missed",
            "points",
            "Those of them at which the surfaces through all other points name another one.",
        ),
    ]
}

fn area_rows(map: &RegimeMap, metric: &MetricMap) -> Vec<ResultRow<'static>> {
    let row = |(name, found): (&String, &MapArea)| {
        let mut cells = vec![owned(&metric.metric), owned(name)];
        cells.extend(some(&[found.area, found.clear, found.open, found.small, found.expected]));
        cells.extend([found.points, found.missed].map(|points| Cell::Whole(points as u64)));
        cells
    };
    map.structures.iter().zip(&metric.areas).map(row).collect()
}

fn surface_columns(map: &RegimeMap) -> Vec<ResultColumn> {
    let lengths = map.grid.inputs.iter().map(|input| {
        let name = format!("length.{}", input.address);
        number(
            &name,
            OF_KEY,
            "Correlation length along this key: long where it does little; missing where nothing varies.",
        )
    });
    let mut columns = vec![
        metric_column(),
        text("structure", "Name of the structure."),
        text("reference", "Name of the structure that it is compared with: the one that is best at most points."),
        whole("points", "points", "Points that count."),
        whole("points_left_out", "points", "Points that do not, as a number is missing."),
    ];
    columns.extend(lengths);
    columns.extend([
        number("process_sd", OWN, "Standard deviation of the process."),
        number("noise_sd", OWN, "Standard deviation of the mean of a point, from its trials (root of the mean of S²/R)."),
        number(
            "noise_shared",
            "share",
            "Share of that variance which all points have in common, as they have the same random numbers: no neighbour takes it away.",
        ),
        number("left_out_error", OWN, "Root mean square of the errors of points predicted from all others."),
        number("left_out_standardised", "", "The same of errors in standard deviations: about 1 if these are right."),
    ]);
    columns
}

fn surface_rows(map: &RegimeMap, metric: &MetricMap) -> Vec<ResultRow<'static>> {
    let row = |fit: &SurfaceFit| {
        let mut cells =
            vec![owned(&metric.metric), owned(&map.structures[fit.structure]), owned(&map.structures[fit.reference])];
        cells.extend([metric.points, metric.left_out].map(|points| Cell::Whole(points as u64)));
        cells.extend([0, 1].map(|place: usize| Cell::Number(fit.lengths.map(|lengths| lengths[place]))));
        cells.push(Cell::Number(fit.process_sd));
        cells.extend(some(&[fit.noise_sd, fit.noise_shared]));
        cells.extend([fit.error, fit.standardised].map(Cell::Number));
        cells
    };
    metric.surfaces.iter().map(row).collect()
}

fn rule_columns(map: &RegimeMap) -> Vec<ResultColumn> {
    let mut columns = vec![
        metric_column(),
        whole("rule", "", "Number of the rule, from 1: each is about what the ones before leave."),
        text("loses", "Name of the structure that loses: the one with the largest area."),
        text("to", "Name of the structure that is best in most of where the rule is right."),
    ];
    for input in &map.grid.inputs {
        let limit = |end: &str, meaning: &str| number(&format!("{}.{end}", input.address), OF_KEY, meaning);
        columns.push(limit("above", "The rule holds above this; missing without such a limit."));
        columns.push(limit("below", "The rule holds below this; missing without such a limit."));
    }
    columns.extend([
        number("coverage", "share", "Share of where the structure loses that the rule holds."),
        number("density", "share", "Share of where the rule holds in which the structure loses."),
        number("area", "share", "Share of the map where the rule holds."),
        whole("points", "points", "Simulated points where it holds."),
        whole("points_lost", "points", "Those of them at which the structure has not the best mean."),
    ]);
    columns
}

fn rule_rows(map: &RegimeMap, metric: &MetricMap) -> Vec<ResultRow<'static>> {
    let finite = |number: f64| Cell::Number(Some(number).filter(|number| number.is_finite()));
    let row = |(place, rule): (usize, &MapRule)| {
        let mut cells = vec![owned(&metric.metric), Cell::Whole(place as u64 + 1)];
        cells.extend([owned(&map.structures[metric.leader]), owned(&map.structures[rule.winner])]);
        cells.extend(rule.limits.iter().flat_map(|limit| [finite(limit.low), finite(limit.high)]));
        cells.extend(some(&[rule.coverage, rule.density, rule.area]));
        cells.extend([rule.points.0, rule.points.1].map(|points| Cell::Whole(points as u64)));
        cells
    };
    metric.rules.iter().enumerate().map(row).collect()
}
