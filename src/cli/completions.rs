//! `completions`: a script with which a shell completes commands and flags.

use clap::CommandFactory;
use clap_complete::{Shell, generate};

use super::arguments::Arguments;
use super::failure::Failure;
use super::terminal::Terminal;

/// Prints the script for this shell.
pub(super) fn completions(shell: Shell, terminal: &Terminal) -> Result<(), Failure> {
    let mut script = Vec::new();
    generate(shell, &mut Arguments::command(), "dottedline", &mut script);
    terminal.data(&String::from_utf8_lossy(&script))
}
