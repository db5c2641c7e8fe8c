//! Takes up the trials of a run: into the results folder, into shards, to the watcher, until somebody asks for the end.

use super::error::ApplicationError;
use super::failed::FailedTrials;
use super::keeping::Keeper;
use super::watcher::Watcher;
use crate::engine::Outcome;
use crate::model::Study;
use crate::output::ResultsFolder;
use crate::study::{Findings, Live, Observer, Work};

/// The leading difference is told after every so many trials.
const TOLD_EVERY: u32 = 10;

/// Takes up the trials of a run.
pub(super) struct Recorder<'r, 's, W: ?Sized> {
    study: &'s Study,
    watcher: &'r mut W,
    /// Where the results go; a shard has none.
    folder: Option<&'r mut ResultsFolder<'s>>,
    /// Where finished trials are kept.
    keeper: Option<&'r mut Keeper<'s>>,
    live: Live,
    /// Trials that failed.
    pub(super) failed: FailedTrials,
    /// How much was simulated.
    pub(super) work: Work,
}

impl<'r, 's, W: Watcher + ?Sized> Recorder<'r, 's, W> {
    /// Of no trial yet.
    pub(super) fn new(study: &'s Study, failed: FailedTrials, watcher: &'r mut W) -> Recorder<'r, 's, W> {
        let live = Live::new(study);
        Recorder { study, watcher, folder: None, keeper: None, live, failed, work: Work::default() }
    }

    /// Writes trials into a results folder.
    pub(super) fn writing(self, folder: &'r mut ResultsFolder<'s>) -> Self {
        Recorder { folder: Some(folder), ..self }
    }

    /// Keeps trials, if there is a keeper.
    pub(super) fn keeping(self, keeper: Option<&'r mut Keeper<'s>>) -> Self {
        Recorder { keeper, ..self }
    }
}

impl<W: Watcher + ?Sized> Observer for Recorder<'_, '_, W> {
    type Error = ApplicationError;

    fn trial(&mut self, trial: u32, outcomes: &[Option<Outcome>]) -> Result<(), ApplicationError> {
        self.live.take(outcomes);
        self.work.take(self.study, outcomes.iter().flatten());
        if let Some(leading) = self.live.leading().filter(|_| trial % TOLD_EVERY == TOLD_EVERY - 1) {
            self.watcher.stands(&leading, self.live.running(), outcomes.len());
        }
        Ok(self.folder.as_mut().map_or(Ok(()), |folder| folder.trial(trial, outcomes))?)
    }

    fn failed(&mut self, trial: u32, how: &str) -> Result<(), ApplicationError> {
        self.failed.take(trial, how);
        Ok(self.folder.as_mut().map_or(Ok(()), |folder| folder.failed(trial, how))?)
    }

    fn keep(&mut self, findings: &mut Findings) -> Result<(), ApplicationError> {
        Ok(self.keeper.as_mut().map_or(Ok(()), |keeper| keeper.keep_if_due(findings))?)
    }

    fn gives_up(&self) -> bool {
        self.keeper.is_some() && self.watcher.gives_up()
    }

    fn abandon(&mut self, findings: &mut Findings) {
        let kept = self.keeper.as_mut().map_or(Ok(()), |keeper| keeper.keep(findings));
        self.watcher.abandons(kept.map(|()| findings.trials()));
    }

    fn advanced(&self) {
        self.watcher.computed();
    }

    fn interrupted(&self) -> bool {
        self.watcher.interrupted() || self.failed.are_too_many()
    }
}
