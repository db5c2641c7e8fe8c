//! How far a run is: a bar on a terminal, a line every tenth elsewhere, nothing if silence was asked for.

use std::sync::atomic::{AtomicU32, Ordering};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::format::duration;
use super::terminal::Terminal;

/// The progress of a run; trials may be counted from any thread.
#[derive(Debug)]
pub(super) struct Progress {
    bar: ProgressBar,
    lines: Option<Terminal>,
    trials: u32,
    /// What is counted, in the plural.
    what: &'static str,
    done: AtomicU32,
}

impl Progress {
    /// Progress of a run of so many trials, from now on.
    pub(super) fn new(trials: u32, what: &'static str, terminal: Terminal) -> Progress {
        let target = if terminal.quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let bar = ProgressBar::with_draw_target(Some(u64::from(trials)), target).with_style(style(what));
        let lines = (bar.is_hidden() && !terminal.quiet).then_some(terminal);
        Progress { bar, lines, trials, what, done: AtomicU32::new(0) }
    }

    /// The same after so many trials that are over already.
    pub(super) fn after(self, trials: u32) -> Progress {
        self.bar.set_position(u64::from(trials));
        self.bar.reset_eta();
        self.done.store(trials, Ordering::Relaxed);
        self
    }

    /// Counts a trial.
    pub(super) fn advance(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        self.bar.set_position(u64::from(done));
        if let (Some(terminal), Some(percent)) = (&self.lines, tenth(done, self.trials)) {
            let standing = self.bar.message();
            let standing = if standing.is_empty() { String::new() } else { format!(", {standing}") };
            let took = duration(self.seconds());
            terminal.note(&format!("{percent:>3} %  {done} of {} {}, {took}{standing}", self.trials, self.what));
        }
    }

    /// How the study stands so far.
    pub(super) fn says(&self, standing: &str) {
        self.bar.set_message(standing.to_owned());
    }

    /// Clears the bar; returns what the run took, in words.
    pub(super) fn end(&self) -> String {
        self.bar.finish_and_clear();
        duration(self.seconds())
    }

    fn seconds(&self) -> f64 {
        self.bar.elapsed().as_secs_f64()
    }
}

/// The full tenth, in per cent, that is reached with exactly this trial.
fn tenth(done: u32, trials: u32) -> Option<u64> {
    let tenths = |trial: u32| u64::from(trial) * 10 / u64::from(trials.max(1));
    (tenths(done) > tenths(done - 1)).then(|| tenths(done) * 10)
}

fn style(what: &str) -> ProgressStyle {
    ProgressStyle::with_template(&format!(
        "{{bar:20}} {{pos}} of {{len}} {what}, {{elapsed}} gone, {{eta}} left  {{msg}}"
    ))
    .unwrap_or_else(|_| ProgressStyle::default_bar())
}

#[cfg(test)]
mod tests {
    use super::tenth;

    #[test]
    fn every_tenth_is_said_once() {
        let said = |trials| (1..=trials).filter_map(|done| tenth(done, trials)).collect::<Vec<_>>();
        assert_eq!(said(400), [10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
        assert_eq!(said(3), [30, 60, 100]);
        assert_eq!(said(1), [100]);
    }
}
