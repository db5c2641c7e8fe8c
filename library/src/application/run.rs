//! A run: a scenario in, a results folder out.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::error::{ApplicationError, check_parquet};
use super::failed::{FailedTrials, Failing};
use super::keeping::{self, Keeper};
use super::recorder::Recorder;
use super::resources::{Resources, threads_asked};
use super::watcher::{Notice, Watcher};
use super::{command, resume, simulate};
use crate::model::Study;
use crate::output::{Conclusion, Design, ResultsFolder, RunRecord, Written};
use crate::report::{Report, ReportError};
use crate::scenario::Scenario;
use crate::shards::{DesignPoint, ShardOf, plan_hash, study_hash};
use crate::study::{
    Findings, Finished, LeverOptions, LeverShares, NoLevers, NoTurning, QUICK_LEAST, RunOptions, Stopping,
    TurningEffort, TurningOptions, TurningPoints, Work,
};

/// What becomes of results that are in the folder already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Earlier {
    /// They stay, and the run is refused.
    #[default]
    Stay,
    /// They are replaced.
    Replaced,
    /// The run goes on after their trials, if there are any; it is refused if they are of another study.
    GoneOnWith,
}

/// A run to be made: which scenario, and into which folder.
#[derive(Clone, Debug)]
pub struct RunRequest<'a> {
    /// The scenario, with the structures that are to run.
    pub scenario: &'a Scenario,
    /// Whether structures were [chosen](super::keep_structures): the folder then names them where it says how to repeat it.
    pub structures_named: bool,
    /// The results folder; made if it is not there.
    pub folder: PathBuf,
    /// What becomes of results that are in it.
    pub earlier: Earlier,
    /// Threads, rule of stopping, form of the customer loop.
    pub options: RunOptions,
    /// Whether trials are kept in the folder, so that a later run can go on with them; always, where one does.
    pub keeps_trials: bool,
    /// Whether tables are written as Parquet too; only with the feature `parquet`.
    pub parquet: bool,
    /// How many trials may fail.
    pub failing: Failing,
    /// Whether it is looked for which single assumption would turn the answer, and how far; `None`: not at all.
    pub turning: Option<TurningEffort>,
    /// How many trials are split by levers; `None`: none.
    pub levers: Option<u32>,
}

/// A quick look at what turns the answer, as a share of the trials.
const QUICK_LOOK: f64 = 0.2;
/// Trials that settle what an assumption turns: 72 on average in the retail bank, with pairs.
const TRIALS_OF_AN_ASSUMPTION: f64 = 80.0;
/// Firms between a structure and the baseline that are simulated to split their difference: 32 to 64 mostly.
const FIRMS_OF_A_DIFFERENCE: f64 = 64.0;

impl<'a> RunRequest<'a> {
    /// All trials of a scenario, into a folder that is empty or not there.
    #[must_use]
    pub fn new(scenario: &'a Scenario, folder: &Path) -> RunRequest<'a> {
        RunRequest {
            scenario,
            structures_named: false,
            folder: folder.to_owned(),
            earlier: Earlier::Stay,
            options: RunOptions::default(),
            keeps_trials: true,
            parquet: false,
            failing: Failing::default(),
            turning: Some(TurningEffort::Quick),
            levers: None,
        }
    }

    /// The command that repeats the run in its results folder.
    #[must_use]
    pub fn command(&self) -> String {
        let beside = command::beside(self.scenario.study.trials, self.turning, self.levers);
        command::of_run(&self.scenario.study, self.structures_named, self.options.stopping, &beside)
    }

    /// What the run takes, with what is found out beside its trials.
    #[must_use]
    pub fn estimate(&self) -> Resources {
        let study = &self.scenario.study;
        let alone = Resources::of(study, study.trials, threads_asked(self.options.threads));
        Resources { seconds: alone.seconds * (1.0 + self.beside() / f64::from(study.trials.max(1))), ..alone }
    }

    /// How far it is looked for what turns the answer: few trials have no room for a quick look.
    #[must_use]
    pub fn turning_effort(&self) -> Option<TurningEffort> {
        let room =
            |effort: &TurningEffort| *effort != TurningEffort::Quick || self.scenario.study.trials >= QUICK_LEAST;
        self.turning.filter(room)
    }

    /// Trials of the whole study that looking for turning points and splitting by levers amount to, about.
    fn beside(&self) -> f64 {
        let study = &self.scenario.study;
        let (trials, structures) = (f64::from(study.trials), study.structures.len().max(1) as f64);
        let turning = match self.turning_effort() {
            None => 0.0,
            Some(TurningEffort::Quick) => QUICK_LOOK * trials,
            Some(TurningEffort::All) => TRIALS_OF_AN_ASSUMPTION * study.assumptions().len() as f64,
        };
        let splits = f64::from(self.levers.map_or(0, |levers| levers.min(study.trials)));
        turning + splits * FIRMS_OF_A_DIFFERENCE * (structures - 1.0) / structures
    }

    /// What the trials follow from, as a digest.
    fn hash(&self) -> String {
        let study = &self.scenario.study;
        study_hash(&self.scenario.identity(), study.seed, &until_words(self.options.stopping))
    }
}

/// What a run came to. Also one that was interrupted, or ended because too many trials failed, has written its results.
#[derive(Debug)]
pub struct RunResult {
    /// What the trials say, and whether they are all that were asked for.
    pub finished: Finished,
    /// What was written.
    pub written: Written,
    /// Length of the page for readers in bytes, or why it could not be written; the numbers are complete without it.
    pub page: Result<u64, ReportError>,
    /// Trials that failed.
    pub failed: FailedTrials,
    /// How much was simulated now, but for turning points.
    pub work: Work,
    /// Which single assumption would turn the answer; `None`: not looked for, or [nothing to ask](Findings::turning_points).
    pub turning: Option<TurningPoints>,
    /// Which levers differences are due to; `None`: not asked for, or [nothing to split](Findings::lever_shares).
    pub levers: Option<LeverShares>,
}

/// Runs a scenario into a results folder.
///
/// # Errors
/// A folder that holds something else or cannot be written, too little room, threads that cannot be started.
pub fn run<W: Watcher + ?Sized>(request: &RunRequest<'_>, watcher: &mut W) -> Result<RunResult, ApplicationError> {
    let (scenario, study) = (request.scenario, &request.scenario.study);
    check_parquet(request.parquet)?;
    let threads = threads_asked(request.options.threads);
    watcher.has_room(&request.estimate(), &request.folder, threads).map_err(ApplicationError::NoRoom)?;
    let (hash, command) = (request.hash(), request.command());
    let goes_on = make_way(request, &hash)?;
    let mut keeper =
        (request.keeps_trials || goes_on).then(|| Keeper::new(study, &request.folder, shards_of(study, hash.clone())));
    let kept = if goes_on { kept(keeper.as_mut())? } else { None }.unwrap_or_else(|| Findings::new(study));
    resume::check_trials(&request.folder, study, &kept)?;
    let mut folder = open(request, record(scenario, &command, &hash, None), goes_on, &kept, watcher)?;

    watcher.begins(study.trials, kept.trials());
    let failed = FailedTrials::none_of(study.trials, &request.failing);
    let mut recorder = Recorder::new(study, failed, watcher).writing(&mut folder).keeping(keeper.as_mut());
    let mut finished = simulate::go_on(scenario, &request.options, &mut recorder, &request.failing.on_purpose, kept)?;
    let (failed, work) = (recorder.failed, recorder.work);
    watcher.simulated();

    if let Some(keeper) = &mut keeper {
        keeper.put_together(&mut finished.findings)?;
    }
    let threads = request.options.threads_for(finished.findings.trials());
    finished.findings.conclude(threads);
    let turning = turning_points(request, &finished, watcher)?;
    let levers = lever_shares(request, &finished, watcher)?;
    let words = turning.as_ref().map(TurningPoints::words).unwrap_or_default();
    let conclusion = Conclusion { turning: words, ..crate::report::conclusion(&finished.findings) };
    watcher.concluded();
    let folder = folder.with_enough(finished.enough).with_conclusion(conclusion).with_turning_points(turning.clone());
    let folder = folder.with_levers(levers.clone()).on_threads(threads);
    let written = folder.finish(&finished.findings)?;
    let page = write_page(&written.path);
    Ok(RunResult { finished, written, page, failed, work, turning, levers })
}

/// Which single assumption would turn the answer of a run that came to its end. Somebody who interrupts it keeps the run without.
fn turning_points<W: Watcher + ?Sized>(
    request: &RunRequest<'_>,
    finished: &Finished,
    watcher: &mut W,
) -> Result<Option<TurningPoints>, ApplicationError> {
    let (study, options) = (&request.scenario.study, &request.options);
    let Some(effort) = request.turning.filter(|_| !finished.interrupted()) else { return Ok(None) };
    let threads = options.threads_for(finished.findings.trials());
    let watcher = Mutex::new(watcher);
    let watcher = || watcher.lock().unwrap_or_else(PoisonError::into_inner);
    let begins = |trials| watcher().looks_further(trials, "trials with an assumption elsewhere");
    let (computed, interrupted) = (|| watcher().computed(), || watcher().interrupted());
    let options = TurningOptions {
        effort,
        threads,
        form: options.form,
        begins: &begins,
        computed: &computed,
        interrupted: &interrupted,
    };
    match finished.findings.turning_points(study, options) {
        Ok(found) => Ok(found),
        Err(NoTurning::Interrupted) => Ok(None),
        Err(NoTurning::Threads(error)) => Err(ApplicationError::Threads(error.to_string())),
    }
}

/// Which levers the differences of a run that came to its end are due to. Somebody who interrupts it keeps what is split.
fn lever_shares<W: Watcher + ?Sized>(
    request: &RunRequest<'_>,
    finished: &Finished,
    watcher: &mut W,
) -> Result<Option<LeverShares>, ApplicationError> {
    let (study, options, findings) = (&request.scenario.study, &request.options, &finished.findings);
    let Some(trials) = request.levers.filter(|_| !finished.interrupted()) else { return Ok(None) };
    watcher.looks_further(findings.lever_work(trials), "trials with other levers");
    let watcher = &*watcher;
    let (computed, interrupted) = (|| watcher.computed(), || watcher.interrupted());
    let threads = options.threads_for(findings.trials());
    let options = LeverOptions { trials, threads, form: options.form, computed: &computed, interrupted: &interrupted };
    match findings.lever_shares(study, options) {
        Ok(found) => Ok(found),
        Err(NoLevers::Interrupted) => Ok(None),
        Err(NoLevers::Threads(error)) => Err(ApplicationError::Threads(error.to_string())),
    }
}

/// What the folder says of its run.
pub(super) fn record<'r>(
    scenario: &'r Scenario,
    command: &'r str,
    hash: &'r str,
    design: Option<Design<'r>>,
) -> RunRecord<'r> {
    RunRecord {
        study: &scenario.study,
        name: &scenario.name,
        scenario: &scenario.as_run,
        command,
        study_hash: hash,
        design,
    }
}

/// Sees that the folder is or will be free for the run; whether it goes on with what is there.
fn make_way(request: &RunRequest<'_>, hash: &str) -> Result<bool, ApplicationError> {
    let folder = &request.folder;
    let goes_on = request.earlier == Earlier::GoneOnWith && resume::can_go_on(folder, request.scenario, hash)?;
    ResultsFolder::check(folder, goes_on || request.earlier == Earlier::Replaced)?;
    if !goes_on {
        keeping::forget(folder)?;
    }
    keeping::check(folder)?;
    Ok(goes_on)
}

/// The findings of trials that are kept already.
fn kept(keeper: Option<&mut Keeper<'_>>) -> Result<Option<Findings>, ApplicationError> {
    Ok(keeper.map_or(Ok(None), |keeper| keeper.findings(0, u32::MAX))?)
}

/// Starts the results, with the trials that are over already.
fn open<'s, W: Watcher + ?Sized>(
    request: &RunRequest<'_>,
    record: RunRecord<'s>,
    goes_on: bool,
    kept: &Findings,
    watcher: &mut W,
) -> Result<ResultsFolder<'s>, ApplicationError> {
    let path = &request.folder;
    if goes_on && !request.parquet && path.join("trials.parquet").exists() {
        watcher.notices(&Notice::ParquetGoes);
    }
    let replaces = goes_on || request.earlier == Earlier::Replaced;
    let mut folder = ResultsFolder::create(path, replaces, record)?.with_parquet(request.parquet);
    if kept.trials() > 0 {
        folder.take_trials(kept, 0)?;
        watcher.notices(&Notice::GoesOn { trials: kept.trials() });
    }
    Ok(folder)
}

/// Makes the page of results that have just been written; returns its length in bytes.
pub(super) fn write_page(folder: &Path) -> Result<u64, ReportError> {
    Report::of_new(folder).and_then(|report| report.write(folder)).map(|(_, bytes)| bytes)
}

/// What the shards of a run are shards of: a plan with one design point.
fn shards_of(study: &Study, study_hash: String) -> ShardOf {
    let point = DesignPoint { name: String::new(), set: Vec::new(), study_hash: study_hash.clone() };
    ShardOf { plan_hash: plan_hash(study.trials, &[point]), study_hash, point: 0 }
}

/// The rule of stopping, as it goes into the digest of a study.
fn until_words(stopping: Stopping) -> String {
    match stopping {
        Stopping::Fixed => String::new(),
        Stopping::Decided => "decided".to_owned(),
        Stopping::Precision(half_width) => format!("precision={half_width}"),
    }
}
