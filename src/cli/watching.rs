//! Watches the application for the person at the terminal: a progress bar, notes and warnings, Ctrl-C, the limit on time.

#![expect(clippy::disallowed_types, reason = "the only floor with a clock")]

use std::path::Path;
use std::time::Instant;

use dottedline::application::{Notice, Resources, Watcher};
use dottedline::model::Study;
use dottedline::shards::ShardError;
use dottedline::study::{Leading, RunOptions, Work};

use super::failure::{Failure, INTERRUPTED};
use super::format::{duration, sized};
use super::interrupt::Interrupt;
use super::limits;
use super::progress::Progress;
use super::terminal::Terminal;
use super::timing::Timing;

/// The person at the terminal, as the application sees them.
#[derive(Debug)]
pub(super) struct Watching {
    terminal: Terminal,
    most_hours: f64,
    what: &'static str,
    progress: Option<Progress>,
    interrupt: Option<Interrupt>,
    timing: Option<Timing>,
    began: Option<Instant>,
    took: String,
}

impl Watching {
    /// Nobody waits longer than so many hours.
    pub(super) fn new(most_hours: f64, terminal: Terminal) -> Watching {
        Watching {
            terminal,
            most_hours,
            what: "trials",
            progress: None,
            interrupt: None,
            timing: None,
            began: None,
            took: String::new(),
        }
    }

    /// Counting something other than trials.
    pub(super) fn counting(self, what: &'static str) -> Watching {
        Watching { what, ..self }
    }

    /// With a timing file that is to be written.
    pub(super) fn timed(self, timing: Option<Timing>) -> Watching {
        Watching { timing, ..self }
    }

    /// What the trials and what followed from them took, in words.
    pub(super) fn took(&self) -> String {
        self.took.clone()
    }

    /// Says what it took, if that is known.
    pub(super) fn says_took(&self) {
        if !self.took.is_empty() {
            self.terminal.note(&format!("Took {}.", self.took));
        }
    }

    /// Everything is written: writes the timing file, if one was asked for.
    pub(super) fn write_timing(self, study: &Study, work: &Work, options: &RunOptions) -> Result<(), Failure> {
        self.timing.map_or(Ok(()), |timing| timing.finish(study, work, options))
    }
}

impl Watcher for Watching {
    fn has_room(&mut self, needs: &Resources, folder: &Path, threads: usize) -> Result<(), String> {
        limits::check(needs, folder, threads, self.most_hours)
    }

    fn notices(&mut self, notice: &Notice<'_>) {
        match notice {
            Notice::GoesOn { .. } | Notice::GoesOnAfterRows { .. } | Notice::GoesOnAfterPoints { .. } => {
                self.terminal.note(&notice.to_string())
            }
            Notice::ParquetGoes => self.terminal.warn(&format!("{notice}: --format parquet renews them")),
            _ => self.terminal.warn(&notice.to_string()),
        }
    }

    fn begins(&mut self, trials: u32, over: u32) {
        self.progress = Some(Progress::new(trials, self.what, self.terminal).after(over));
        // Work that begins again, round after round, took what all of it took.
        self.began.get_or_insert_with(Instant::now);
        // Ctrl-C is heard by a single one.
        self.interrupt.get_or_insert_with(Interrupt::watch);
    }

    fn computed(&self) {
        self.progress.iter().for_each(Progress::advance);
    }

    fn stands(&mut self, leading: &Leading, running: usize, structures: usize) {
        let left =
            if running < structures { format!("; {running} of {structures} structures left") } else { String::new() };
        self.progress.iter().for_each(|progress| progress.says(&(standing(leading) + &left)));
    }

    fn interrupted(&self) -> bool {
        self.interrupt.as_ref().is_some_and(Interrupt::asked)
    }

    fn gives_up(&self) -> bool {
        self.interrupt.as_ref().is_some_and(Interrupt::is_impatient)
    }

    fn abandons(&mut self, kept: Result<u32, ShardError>) {
        let text = match kept {
            Ok(trials) => format!("Interrupted: {trials} finished trials are kept; --resume goes on."),
            Err(error) => format!("Interrupted, and not all finished trials could be kept: {error}"),
        };
        self.terminal.complain(&Failure::Interrupted(text));
        std::process::exit(i32::from(INTERRUPTED));
    }

    fn simulated(&mut self) {
        self.timing.iter_mut().for_each(Timing::simulated);
        self.took = self.progress.as_ref().map(Progress::end).unwrap_or_default();
    }

    fn looks_further(&mut self, trials: u32, what: &'static str) {
        self.progress.iter().for_each(|progress| drop(progress.end()));
        self.progress = Some(Progress::new(trials, what, self.terminal));
    }

    fn concluded(&mut self) {
        self.progress.iter().for_each(|progress| drop(progress.end()));
        self.took = self.began.map(|began| duration(began.elapsed().as_secs_f64())).unwrap_or_default();
        self.timing.iter_mut().for_each(Timing::concluded);
    }
}

/// The leading difference, for the progress line.
fn standing(leading: &Leading) -> String {
    let interval = leading
        .interval
        .map_or_else(String::new, |interval| format!(" [{}, {}]", sized(interval.low), sized(interval.high)));
    format!("{} {} {}{interval}", leading.structure, leading.metric, sized(leading.difference))
}
