//! A sweep: the structures compared at the points of a design over assumptions, into a folder.

#![expect(clippy::disallowed_types, reason = "how often points are kept; no number depends on it")]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::error::ApplicationError;
use super::kept_rows::{self, KeptRow};
use super::resources::{Resources, threads_asked};
use super::run::{Earlier, record};
use super::watcher::{Notice, Watcher};
use crate::digest::sha256;
use crate::lanes::Form;
use crate::model::Study;
use crate::output::{Design, OutputError, ResultsFolder, Written, write_experiment_page, write_sweep};
use crate::report::SweepPage;
use crate::scenario::Scenario;
use crate::shards::study_hash;
use crate::study::{Experiment, ExperimentOptions, PointTrials, Swept, SweptPoint};

/// Trials at each point, unless somebody asks for more or fewer.
pub const SWEEP_TRIALS: u32 = 16;

/// The file in the folder in which finished points wait while others go on.
const KEPT: &str = ".points";

/// Finished points are in memory only for so long.
const OFTEN: Duration = Duration::from_secs(5);

/// Points between two times that this is looked at.
const AT_ONCE: usize = 32;

/// A sweep to be made.
#[derive(Clone, Debug)]
pub struct SweepRequest<'a> {
    /// The scenario, with the structures that are to run.
    pub scenario: &'a Scenario,
    /// The keys that vary.
    pub keys: Vec<String>,
    /// The points: name and values of the keys.
    pub points: Vec<(String, Vec<f64>)>,
    /// Trials at each.
    pub trials: u32,
    /// The folder; made if it is not there.
    pub folder: PathBuf,
    /// What becomes of results that are in it.
    pub earlier: Earlier,
    /// Threads; none: one per core. No result depends on it.
    pub threads: Option<usize>,
    /// Form of the customer loop. No result depends on it.
    pub form: Form,
}

/// What a sweep came to.
#[derive(Debug)]
pub struct SweepResult {
    /// What the points say: those that are finished.
    pub swept: Swept,
    /// Whether somebody ended it before its last point: then nothing but the finished points is kept.
    pub interrupted: bool,
    /// What was written, if it came to its end.
    pub written: Option<Written>,
}

/// Runs a sweep into a folder.
///
/// # Errors
/// A folder that holds something else or cannot be written, kept points of another sweep, too little room, threads that cannot be started.
pub fn sweep<W: Watcher + ?Sized>(
    request: &SweepRequest<'_>,
    watcher: &mut W,
) -> Result<SweepResult, ApplicationError> {
    let study = &request.scenario.study;
    has_room(request, watcher)?;
    let follows_from = request.follows_from();
    let found = trials(request, &follows_from, watcher)?;
    watcher.simulated();
    let mut swept = Swept::of(study, &request.keys, request.trials);
    let judged = |(point, found)| SweptPoint::judged(study, &request.keys, point, found);
    swept.points = request.points.iter().zip(&found).map(judged).collect();
    let interrupted = found.len() < request.points.len();
    let written = if interrupted { None } else { Some(write(request, &follows_from, &swept)?) };
    watcher.concluded();
    Ok(SweepResult { swept, interrupted, written })
}

impl SweepRequest<'_> {
    /// What the trials follow from, as a digest.
    fn follows_from(&self) -> String {
        let design = sha256(format!("{:?}\n{:?}", self.keys, self.points).as_bytes());
        let until = format!("sweep {design} trials {}", self.trials);
        study_hash(&self.scenario.identity(), self.scenario.study.seed, &until)
    }

    fn kept(&self) -> PathBuf {
        self.folder.join(KEPT)
    }

    /// The study of a point, for what it takes.
    fn of_a_point(&self) -> Study {
        let mut study = self.scenario.study.clone();
        study.trials = self.trials;
        study
    }
}

fn has_room<W: Watcher + ?Sized>(request: &SweepRequest<'_>, watcher: &mut W) -> Result<(), ApplicationError> {
    let (study, points) = (request.of_a_point(), request.points.len() as f64);
    let threads = threads_asked(request.threads);
    let one = Resources::of(&study, request.trials, 1);
    let seconds = one.seconds * points / threads as f64;
    let numbers = (study.structures.len() * study.decision.criteria.len()) as f64 * f64::from(request.trials) * 8.0;
    let needs = Resources {
        memory: one.memory * threads as f64 + 3.0 * numbers * points,
        disk: 4.0 * numbers * points,
        seconds,
    };
    watcher.has_room(&needs, &request.folder, threads).map_err(ApplicationError::NoRoom)
}

/// The trials at the points, after those that are kept; fewer than asked for if the watcher interrupts.
fn trials<W: Watcher + ?Sized>(
    request: &SweepRequest<'_>,
    follows_from: &str,
    watcher: &mut W,
) -> Result<Vec<PointTrials>, ApplicationError> {
    let mut found = make_way(request, follows_from)?;
    found.truncate(request.points.len());
    let trials_of = |points: usize| u32::try_from(points as u64 * u64::from(request.trials)).unwrap_or(u32::MAX);
    if !found.is_empty() {
        watcher.notices(&Notice::GoesOnAfterPoints { points: u32::try_from(found.len()).unwrap_or(u32::MAX) });
    }
    watcher.begins(trials_of(request.points.len()), trials_of(found.len()));
    let shared: &W = watcher;
    let options = ExperimentOptions {
        threads: threads_asked(request.threads),
        form: request.form,
        computed: &|| shared.computed(),
        interrupted: &|| shared.interrupted(),
    };
    let experiment = Experiment::new(&request.scenario.study, request.keys.clone(), request.trials, options);
    let experiment = experiment.map_err(|error| ApplicationError::Threads(error.to_string()))?;
    let mut kept_at = Instant::now();
    while found.len() < request.points.len() {
        let next = &request.points[found.len()..(found.len() + AT_ONCE).min(request.points.len())];
        let values: Vec<Vec<f64>> = next.iter().map(|(_, values)| values.clone()).collect();
        found.extend(experiment.at(&values));
        let ended = shared.interrupted();
        if ended || kept_at.elapsed() > OFTEN {
            keep(request, follows_from, &found)?;
            kept_at = Instant::now();
        }
        if ended {
            break;
        }
    }
    Ok(found)
}

/// Sees that the folder is or will be free, and takes the points that are kept in it.
fn make_way(request: &SweepRequest<'_>, follows_from: &str) -> Result<Vec<PointTrials>, ApplicationError> {
    ResultsFolder::check(&request.folder, request.earlier != Earlier::Stay)?;
    if request.earlier != Earlier::GoneOnWith {
        return Ok(Vec::new());
    }
    let rows = kept_rows::read(&request.kept(), follows_from).map_err(|why| why.told_of(&request.kept()))?;
    let of = |[numbers, counts, _]: KeptRow| PointTrials {
        numbers,
        failed: counts.first().copied().unwrap_or(0.0) as u32,
        impossible: counts.get(1) == Some(&1.0),
    };
    Ok(rows.into_iter().map(of).collect())
}

fn keep(request: &SweepRequest<'_>, follows_from: &str, found: &[PointTrials]) -> Result<(), ApplicationError> {
    let row = |point: &PointTrials| -> KeptRow {
        let counts = vec![f64::from(point.failed), f64::from(u8::from(point.impossible))];
        [point.numbers.clone(), counts, Vec::new()]
    };
    let rows: Vec<KeptRow> = found.iter().map(row).collect();
    let prepare = |source| OutputError::CannotPrepare { path: request.folder.clone(), source };
    fs::create_dir_all(&request.folder).map_err(prepare)?;
    let file = request.kept();
    kept_rows::write(&file, follows_from, &rows).map_err(|source| ApplicationError::NotWritten { file, source })
}

fn write(request: &SweepRequest<'_>, hash: &str, swept: &Swept) -> Result<Written, ApplicationError> {
    let scenario = request.scenario;
    let text = |(name, values): &(String, Vec<f64>)| (name.clone(), values.iter().map(ToString::to_string).collect());
    let points: Vec<(String, Vec<String>)> = request.points.iter().map(text).collect();
    let command = format!("dottedline sweep scenario.toml{}", super::command::of_sweep(request.trials));
    let design = Design { keys: &request.keys, points: &points };
    let record = record(scenario, &command, hash, Some(design));
    let replaces = request.earlier != Earlier::Stay || request.kept().exists();
    let written = write_sweep(&request.folder, replaces, &record, swept, &swept.words())?;
    write_sweep_page(&request.folder, scenario, swept)?;
    forget(&request.kept())?;
    Ok(written)
}

/// The page of a sweep, or of the points of a merged design.
pub(super) fn write_sweep_page(folder: &Path, scenario: &Scenario, swept: &Swept) -> Result<u64, ApplicationError> {
    let page = SweepPage { study: &scenario.study, name: &scenario.name, swept }.html();
    Ok(write_experiment_page(folder, &page)?)
}

fn forget(kept: &Path) -> Result<(), ApplicationError> {
    match fs::remove_file(kept) {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
            Err(ApplicationError::NotWritten { file: kept.to_owned(), source })
        }
        _ => Ok(()),
    }
}
