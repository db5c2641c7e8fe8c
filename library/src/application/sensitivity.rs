//! Sensitivity: what differences between structures hang on, into a folder.

use super::command;
use super::error::ApplicationError;
use super::points::{PointsRequest, PointsRun, as_text};
use super::run::record;
use super::watcher::Watcher;
use crate::output::{Design, Written, write_experiment_page, write_sensitivity};
use crate::report::SensitivityPage;
use crate::shards::study_hash;
use crate::study::{Input, Layout, STUDIED_MOST, ScreeningDesign, Sensitivity, SensitivityEffort, SharesDesign, Swept};

/// Sensitivity to be worked out.
#[derive(Clone, Debug)]
pub struct SensitivityRequest<'a> {
    /// The scenario, what varies, where and how.
    pub run: PointsRequest<'a>,
    /// What varies, in the order of the keys.
    pub inputs: Vec<Input>,
    /// How much is computed.
    pub effort: SensitivityEffort,
}

/// What it came to.
#[derive(Debug)]
pub struct SensitivityResult {
    /// Points that are finished.
    pub finished: usize,
    /// What differences hang on, with each input by itself at its ends; nothing if somebody ended it: then the finished points are kept.
    pub found: Option<(Sensitivity, Swept, Written)>,
}

/// Works out what differences hang on, into a folder.
///
/// # Errors
/// Inputs that cannot be laid out, a folder that holds something else or cannot be written, kept points of something else, too little room,
/// threads that cannot be started.
pub fn sensitivity<W: Watcher + ?Sized>(
    request: &SensitivityRequest<'_>,
    watcher: &mut W,
) -> Result<SensitivityResult, ApplicationError> {
    let SensitivityRequest { run: PointsRequest { scenario, keys, trials, .. }, inputs, effort } = request;
    let study = &scenario.study;
    let alone = Layout::OneAtATime.points(inputs, study.seed)?;
    let screening = ScreeningDesign::new(inputs.len(), effort.trajectories, study.seed);
    let mut points: Vec<Vec<f64>> = alone.iter().map(|(_, values)| values.clone()).collect();
    points.extend(screening.points(inputs));
    let screened = points.len();
    let planned = screened + effort.rows as usize * (STUDIED_MOST + 2);
    request.run.has_room(planned, watcher)?;
    let mut run = PointsRun::begin(&request.run, follows_from(request), watcher)?;
    let found = run.through(&points, planned, watcher)?;
    if found.len() < screened {
        return Ok(SensitivityResult { finished: found.len(), found: None });
    }
    let studied = Sensitivity::matter(study, &screening, &found[alone.len()..], inputs.len());
    let shares = SharesDesign::new(&studied, effort.rows, study.seed);
    points.extend(shares.iter().flat_map(|shares| shares.points(inputs)));
    let found = run.through(&points, points.len(), watcher)?.to_vec();
    watcher.simulated();
    if found.len() < points.len() {
        return Ok(SensitivityResult { finished: found.len(), found: None });
    }
    let (of_alone, rest) = found.split_at(alone.len());
    let (of_screening, of_shares) = rest.split_at(screened - alone.len());
    let shared = shares.as_ref().map(|shares| (shares, of_shares));
    let sensitivity = Sensitivity::of(study, inputs, (&screening, of_screening), shared);
    let swept = Swept::judged(study, keys, *trials, &alone, of_alone);
    let design = as_text(&alone);
    let command = command::of_sensitivity(inputs, *trials, *effort);
    let record = record(scenario, &command, run.follows_from(), Some(Design { keys, points: &design }));
    let folder = &request.run.folder;
    let written = write_sensitivity(folder, run.replaces(), &record, &sensitivity, &swept)?;
    let page =
        SensitivityPage { study, name: &scenario.name, sensitivity: &sensitivity, swept: &swept, effort: *effort };
    write_experiment_page(folder, &page.html())?;
    run.forget()?;
    watcher.concluded();
    Ok(SensitivityResult { finished: found.len(), found: Some((sensitivity, swept, written)) })
}

/// What the trials follow from, as a digest.
fn follows_from(request: &SensitivityRequest<'_>) -> String {
    let PointsRequest { scenario, trials, .. } = &request.run;
    let inputs: Vec<String> = request
        .inputs
        .iter()
        .map(|input| format!("{} {} {} {}", input.address, input.low, input.high, input.around_today))
        .collect();
    let until = format!("sensitivity {:?} trials {trials}\n{}", request.effort, inputs.join("\n"));
    study_hash(&scenario.identity(), scenario.study.seed, &until)
}
