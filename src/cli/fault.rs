//! Faults of the program: told in a line, never left to the system.

use std::io::Write;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};

use super::failure::Failure;

/// Says what went wrong and where, in a line on stderr. Whether anyone can read it changes nothing.
pub(super) fn tell(panic: &PanicHookInfo<'_>) {
    let said = panic.payload_as_str().unwrap_or("no reason given");
    let place = panic.location().map_or_else(String::new, |place| format!(" at {}:{}", place.file(), place.line()));
    let _ = writeln!(std::io::stderr().lock(), "internal fault{place}: {said}");
}

/// Does something; a panic on the way is a failure like others.
pub(super) fn caught(doing: impl FnOnce() -> Result<(), Failure>) -> Result<(), Failure> {
    catch_unwind(AssertUnwindSafe(doing)).unwrap_or_else(|_| {
        let text = "this is a fault of the program; please report the line above, the command and the scenario";
        Err(Failure::Fault(text.to_owned()))
    })
}
