//! A regime map: which structure is best over two numbers of the firm, into a folder.

use super::command;
use super::error::ApplicationError;
use super::points::{PointsRequest, PointsRun, as_text};
use super::resources::threads_asked;
use super::run::record;
use super::watcher::Watcher;
use crate::output::{Design, Written, write_experiment_page, write_map};
use crate::report::MapPage;
use crate::shards::study_hash;
use crate::study::{Input, MapDesign, RegimeMap, Swept};

/// Points of a map beside the scenario's own, unless somebody asks for more or fewer.
pub const MAP_POINTS_USUAL: u32 = 64;

/// A map to be made.
#[derive(Clone, Debug)]
pub struct MapRequest<'a> {
    /// The scenario, the two keys, where and how. It takes two trials at each point at least: one alone has no noise to tell.
    pub run: PointsRequest<'a>,
    /// The two numbers: across and up.
    pub inputs: [Input; 2],
    /// Points beside the scenario's own: a power of two.
    pub points: u32,
}

/// What a map came to.
#[derive(Debug)]
pub struct MapResult {
    /// Points that are finished.
    pub finished: usize,
    /// The map, with its simulated points; nothing if somebody ended it: then the finished points are kept.
    pub found: Option<(RegimeMap, Swept, Written)>,
}

/// Makes a map, into a folder.
///
/// # Errors
/// A folder that holds something else or cannot be written, kept points of something else, too little room, threads that cannot be
/// started.
pub fn map<W: Watcher + ?Sized>(request: &MapRequest<'_>, watcher: &mut W) -> Result<MapResult, ApplicationError> {
    let PointsRequest { scenario, trials, threads, .. } = &request.run;
    let study = &scenario.study;
    let design = MapDesign::new(study, request.inputs.clone(), request.points, threads_asked(*threads));
    request.run.has_room(design.most(), watcher)?;
    let mut run = PointsRun::begin(&request.run, follows_from(request), watcher)?;
    let (mut points, mut more) = (Vec::new(), design.first());
    while !more.is_empty() {
        points.append(&mut more);
        let found = run.through(&values(&points), design.most(), watcher)?;
        if found.len() < points.len() {
            return Ok(MapResult { finished: found.len(), found: None });
        }
        more = design.next(&points, found);
    }
    let found = run.through(&values(&points), points.len(), watcher)?.to_vec();
    watcher.simulated();
    let map = RegimeMap::of(&design, &values(&points), &found);
    let swept = Swept::judged(study, &design.keys(), *trials, &points, &found);
    let written = write(request, &run, (&map, &swept), &points)?;
    watcher.concluded();
    Ok(MapResult { finished: found.len(), found: Some((map, swept, written)) })
}

fn write(
    request: &MapRequest<'_>,
    run: &PointsRun<'_>,
    (map, swept): (&RegimeMap, &Swept),
    points: &[(String, Vec<f64>)],
) -> Result<Written, ApplicationError> {
    let PointsRequest { scenario, keys, trials, folder, .. } = &request.run;
    let design = as_text(points);
    let command = command::of_map(&request.inputs, *trials, request.points);
    let record = record(scenario, &command, run.follows_from(), Some(Design { keys, points: &design }));
    let written = write_map(folder, run.replaces(), &record, map, swept)?;
    let page = MapPage { study: &scenario.study, name: &scenario.name, map, swept };
    write_experiment_page(folder, &page.html())?;
    run.forget()?;
    Ok(written)
}

fn values(points: &[(String, Vec<f64>)]) -> Vec<Vec<f64>> {
    points.iter().map(|(_, values)| values.clone()).collect()
}

/// What the trials follow from, as a digest.
fn follows_from(request: &MapRequest<'_>) -> String {
    let PointsRequest { scenario, trials, .. } = &request.run;
    let axes: Vec<String> =
        request.inputs.iter().map(|input| format!("{} {} {}", input.address, input.low, input.high)).collect();
    let until = format!("map {} points trials {trials}\n{}", request.points, axes.join("\n"));
    study_hash(&scenario.identity(), scenario.study.seed, &until)
}
