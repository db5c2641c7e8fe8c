//! The points of an experiment, run one after the other and kept in its folder while others go on.

#![expect(clippy::disallowed_types, reason = "how often points are kept; no number depends on it")]

use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::error::ApplicationError;
use super::kept_rows::{self, KeptRow};
use super::resources::{Resources, threads_asked};
use super::run::Earlier;
use super::watcher::{Notice, Watcher};
use crate::lanes::Form;
use crate::output::ResultsFolder;
use crate::scenario::Scenario;
use crate::study::{Experiment, ExperimentOptions, PointTrials};

/// The file in the folder in which finished points wait while others go on.
const KEPT: &str = ".points";

/// Finished points are in memory only for so long.
const OFTEN: Duration = Duration::from_secs(5);

/// Points between two times that this is looked at.
const AT_ONCE: usize = 32;

/// Where and how the points of an experiment are run.
#[derive(Clone, Debug)]
pub struct PointsRequest<'a> {
    /// The scenario, with the structures that are to run.
    pub scenario: &'a Scenario,
    /// The keys that vary.
    pub keys: Vec<String>,
    /// Trials at each point.
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

impl PointsRequest<'_> {
    /// Whether there is room for so many points.
    pub(super) fn has_room<W: Watcher + ?Sized>(&self, points: usize, watcher: &mut W) -> Result<(), ApplicationError> {
        let mut study = self.scenario.study.clone();
        study.trials = self.trials;
        let (points, threads) = (points as f64, threads_asked(self.threads));
        let one = Resources::of(&study, self.trials, 1);
        let numbers = (study.structures.len() * study.decision.criteria.len()) as f64 * f64::from(self.trials) * 8.0;
        let needs = Resources {
            memory: one.memory * threads as f64 + 3.0 * numbers * points,
            disk: 4.0 * numbers * points,
            seconds: one.seconds * points / threads as f64,
        };
        watcher.has_room(&needs, &self.folder, threads).map_err(ApplicationError::NoRoom)
    }
}

/// Points as a design has them: their values in text.
pub(super) fn as_text(points: &[(String, Vec<f64>)]) -> Vec<(String, Vec<String>)> {
    let text = |(name, values): &(String, Vec<f64>)| (name.clone(), values.iter().map(ToString::to_string).collect());
    points.iter().map(text).collect()
}

/// Points that are being run.
pub(super) struct PointsRun<'r> {
    request: &'r PointsRequest<'r>,
    /// What the trials follow from, as a digest.
    follows_from: String,
    found: Vec<PointTrials>,
}

impl<'r> PointsRun<'r> {
    /// Sees that the folder is or will be free, and takes the points that are kept in it, if the request goes on with them.
    pub(super) fn begin<W: Watcher + ?Sized>(
        request: &'r PointsRequest<'r>,
        follows_from: String,
        watcher: &mut W,
    ) -> Result<PointsRun<'r>, ApplicationError> {
        ResultsFolder::check(&request.folder, request.earlier != Earlier::Stay)?;
        let mut run = PointsRun { request, follows_from, found: Vec::new() };
        if request.earlier == Earlier::GoneOnWith {
            run.found = run.read()?;
        }
        if !run.found.is_empty() {
            watcher.notices(&Notice::GoesOnAfterPoints { points: u32::try_from(run.found.len()).unwrap_or(u32::MAX) });
        }
        Ok(run)
    }

    /// Runs what is missing of these points, which begin with those that were run before. What is finished of them, all unless the watcher
    /// interrupts; `planned` is how many there will be in the end.
    pub(super) fn through<W: Watcher + ?Sized>(
        &mut self,
        points: &[Vec<f64>],
        planned: usize,
        watcher: &mut W,
    ) -> Result<&[PointTrials], ApplicationError> {
        let request = self.request;
        let trials_of = |points: usize| u32::try_from(points as u64 * u64::from(request.trials)).unwrap_or(u32::MAX);
        watcher.begins(trials_of(planned), trials_of(self.found.len()));
        let shared: &W = watcher;
        let (computed, interrupted) = (|| shared.computed(), || shared.interrupted());
        let options = ExperimentOptions {
            threads: threads_asked(request.threads),
            form: request.form,
            computed: &computed,
            interrupted: &interrupted,
        };
        let experiment = Experiment::new(&request.scenario.study, request.keys.clone(), request.trials, options);
        let experiment = experiment.map_err(|error| ApplicationError::Threads(error.to_string()))?;
        let mut kept_at = Instant::now();
        while self.found.len() < points.len() {
            let next = self.found.len()..(self.found.len() + AT_ONCE).min(points.len());
            self.found.extend(experiment.at(&points[next]));
            let ended = shared.interrupted();
            if ended || kept_at.elapsed() > OFTEN {
                self.keep()?;
                kept_at = Instant::now();
            }
            if ended {
                break;
            }
        }
        Ok(&self.found[..points.len().min(self.found.len())])
    }

    /// What the trials follow from, as a digest.
    pub(super) fn follows_from(&self) -> &str {
        &self.follows_from
    }

    /// Whether results in the folder may be replaced: the request says so, or all that is in it are the points of this run.
    pub(super) fn replaces(&self) -> bool {
        self.request.earlier != Earlier::Stay || self.file().exists()
    }

    fn file(&self) -> PathBuf {
        self.request.folder.join(KEPT)
    }

    fn read(&self) -> Result<Vec<PointTrials>, ApplicationError> {
        let file = self.file();
        let rows = kept_rows::read(&file, &self.follows_from).map_err(|why| why.told_of(&file))?;
        let of = |[numbers, counts, _]: KeptRow| PointTrials {
            numbers,
            failed: counts.first().copied().unwrap_or(0.0) as u32,
            impossible: counts.get(1) == Some(&1.0),
        };
        Ok(rows.into_iter().map(of).collect())
    }

    fn keep(&self) -> Result<(), ApplicationError> {
        let row = |point: &PointTrials| -> KeptRow {
            let counts = vec![f64::from(point.failed), f64::from(u8::from(point.impossible))];
            [point.numbers.clone(), counts, Vec::new()]
        };
        let rows: Vec<KeptRow> = self.found.iter().map(row).collect();
        kept_rows::keep(&self.request.folder, KEPT, &self.follows_from, &rows)
    }

    /// Takes away what was kept: the results are written.
    pub(super) fn forget(&self) -> Result<(), ApplicationError> {
        kept_rows::forget(&self.file())
    }
}
