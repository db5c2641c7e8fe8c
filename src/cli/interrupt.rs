//! Ctrl-C: the first asks for an orderly end, the second ends at once.

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::failure::INTERRUPTED;

/// Watches for Ctrl-C and for requests to terminate; the flag turns true with the first.
pub(super) fn watch() -> Arc<AtomicBool> {
    let asked = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&asked);
    // Without a handler Ctrl-C ends the program at once; trials written so far are readable even then.
    let _ = ctrlc::set_handler(move || heard(&flag));
    asked
}

fn heard(flag: &AtomicBool) {
    if flag.swap(true, Ordering::SeqCst) {
        std::process::exit(i32::from(INTERRUPTED));
    }
    let text = "\nInterrupted: finishing the trials under way. Once more to stop at once.";
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}
