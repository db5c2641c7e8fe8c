//! Ctrl-C and requests to terminate: the first asks for an orderly end within five seconds, the second ends at once.
//!
//! Also here: a limit on the size of files is told as an error, not by a signal that ends the program.

#![expect(clippy::disallowed_types, reason = "the only floor with a clock")]

use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use super::failure::INTERRUPTED;

/// How long trials under way are waited for.
const PATIENCE: Duration = Duration::from_millis(2_500);

/// When the program ends whatever it is doing: what is finished is in shards by then.
const END: Duration = Duration::from_millis(4_500);

/// Whether somebody has asked for the end.
#[derive(Clone, Debug, Default)]
pub(super) struct Interrupt {
    asked: Arc<AtomicBool>,
    since: Arc<OnceLock<Instant>>,
}

impl Interrupt {
    /// Watches for Ctrl-C and for requests to terminate.
    pub(super) fn watch() -> Interrupt {
        let interrupt = Interrupt::default();
        let heard = interrupt.clone();
        // Without a handler Ctrl-C ends the program at once; trials written so far are readable even then.
        let _ = ctrlc::set_handler(move || heard.hear());
        interrupt
    }

    /// Whether the end was asked for.
    pub(super) fn asked(&self) -> bool {
        self.asked.load(Ordering::SeqCst)
    }

    /// Whether trials under way have been waited for long enough.
    pub(super) fn is_impatient(&self) -> bool {
        self.since.get().is_some_and(|since| since.elapsed() > PATIENCE)
    }

    fn hear(&self) {
        if self.asked.swap(true, Ordering::SeqCst) {
            std::process::exit(i32::from(INTERRUPTED));
        }
        let _ = self.since.set(Instant::now());
        say("\nInterrupted: finishing the trials under way, for some seconds at most. Once more to stop at once.");
        std::thread::spawn(|| {
            std::thread::sleep(END);
            say("Stopped; what was finished is kept.");
            std::process::exit(i32::from(INTERRUPTED));
        });
    }
}

fn say(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// Lets a write beyond the limit on the size of files fail like any other, instead of ending the program.
#[cfg(unix)]
pub(super) fn ignore_file_size_signal() {
    // Should it not be possible, the signal ends the program as it always did.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::new(AtomicBool::new(false)));
}

/// There is no such signal here.
#[cfg(not(unix))]
pub(super) fn ignore_file_size_signal() {}
