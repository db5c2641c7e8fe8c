//! Takes up the trials of a run: into the results folder, into shards, onto the progress bar, until somebody asks for the end.

use dottedline::engine::Outcome;
use dottedline::experiment::{Findings, Leading, Live, Observer, Work};
use dottedline::model::Study;
use dottedline::output::{OutputError, ResultsFolder};

use super::failure::{Failure, INTERRUPTED};
use super::format::sized;
use super::interrupt::Interrupt;
use super::keeping::Keeper;
use super::progress::Progress;
use super::terminal::Terminal;

/// Takes up the trials of a run.
pub(super) struct Recorder<'a> {
    /// Where the results go; a shard has none.
    pub(super) folder: Option<ResultsFolder<'a>>,
    /// Where finished trials are kept.
    pub(super) keeper: Option<Keeper<'a>>,
    pub(super) progress: Progress,
    pub(super) interrupt: Interrupt,
    pub(super) live: Live,
    pub(super) failures: Failures,
    pub(super) terminal: Terminal,
    /// How much was simulated, for `--timing`.
    pub(super) work: Work,
    pub(super) study: &'a Study,
}

/// Trials that failed.
#[derive(Clone, Debug)]
pub(super) struct Failures {
    /// More than so many are too many.
    pub(super) most: f64,
    /// The first one: its number, and how it failed.
    pub(super) first: Option<(u32, String)>,
    pub(super) count: u32,
}

impl Failures {
    /// None yet, of a study of so many trials of which a share may fail.
    pub(super) fn new(trials: u32, share: f64) -> Failures {
        Failures { most: share * f64::from(trials), first: None, count: 0 }
    }

    /// Whether the study fails for them.
    pub(super) fn are_too_many(&self) -> bool {
        f64::from(self.count) > self.most
    }

    /// What is to be said of them at the end: nothing, or why the study failed.
    pub(super) fn verdict(&self, seed: u64, command: &str) -> Result<Option<String>, Failure> {
        let Some((trial, how)) = &self.first else { return Ok(None) };
        let text = format!(
            "{} of the trials failed, by a fault of the program ({how}). Trial {trial} with seed {seed} is the first; this \
             repeats it:\n  {command} --only-trial {trial}\nPlease report it with the scenario.",
            self.count
        );
        if self.are_too_many() { Err(Failure::Fault(text)) } else { Ok(Some(text)) }
    }
}

impl Recorder<'_> {
    /// How many structures are still in, once one is out.
    fn left(&self, structures: usize) -> String {
        let running = self.live.running();
        if running < structures { format!("; {running} of {structures} structures left") } else { String::new() }
    }
}

impl Observer for Recorder<'_> {
    type Error = Failure;

    fn trial(&mut self, trial: u32, outcomes: &[Option<Outcome>]) -> Result<(), Failure> {
        self.live.take(outcomes);
        self.work.take(self.study, outcomes.iter().flatten());
        if let Some(leading) = self.live.leading().filter(|_| trial % 10 == 9) {
            self.progress.says(&(standing(&leading) + &self.left(outcomes.len())));
        }
        self.folder.as_mut().map_or(Ok(()), |folder| folder.trial(trial, outcomes)).map_err(cannot_write)
    }

    fn failed(&mut self, trial: u32, how: &str) -> Result<(), Failure> {
        self.failures.count += 1;
        self.failures.first.get_or_insert((trial, how.to_owned()));
        self.folder.as_mut().map_or(Ok(()), |folder| folder.failed(trial, how)).map_err(cannot_write)
    }

    fn keep(&mut self, findings: &mut Findings) -> Result<(), Failure> {
        Ok(self.keeper.as_mut().map_or(Ok(()), |keeper| keeper.keep_if_due(findings))?)
    }

    fn gives_up(&self) -> bool {
        self.keeper.is_some() && self.interrupt.is_impatient()
    }

    fn abandon(&mut self, findings: &mut Findings) {
        let kept = self.keeper.as_mut().map_or(Ok(()), |keeper| keeper.keep(findings));
        let text = match kept {
            Ok(()) => format!("Interrupted: {} finished trials are kept; --resume goes on.", findings.trials()),
            Err(error) => format!("Interrupted, and not all finished trials could be kept: {error}"),
        };
        self.terminal.complain(&Failure::Interrupted(text));
        std::process::exit(i32::from(INTERRUPTED));
    }

    fn advanced(&self) {
        self.progress.advance();
    }

    fn interrupted(&self) -> bool {
        self.interrupt.asked() || self.failures.are_too_many()
    }
}

/// A failure to write, or to read what was kept.
pub(super) fn cannot_write(error: OutputError) -> Failure {
    match error {
        OutputError::CannotReadTrials { .. } => Failure::Later(error.to_string()),
        error => Failure::CannotWrite(error.to_string()),
    }
}

/// The leading difference, for the progress line.
fn standing(leading: &Leading) -> String {
    let interval = leading
        .interval
        .map_or_else(String::new, |interval| format!(" [{}, {}]", sized(interval.low), sized(interval.high)));
    format!("{} {} {}{interval}", leading.structure, leading.metric, sized(leading.difference))
}
