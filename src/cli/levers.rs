//! Which levers differences are due to: the flag of `run` for it, and how it is told.

use clap::Args;
use dottedline::study::{LEVER_TRIALS, LeverShares};

use super::format::wrapped;
use super::table::WIDTH;

/// Whether `run` splits differences by levers, and over how many trials.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct LeverArguments {
    /// Split each difference to the baseline by levers, over the first 64 trials or as many as are given. Every combination of up to 8
    /// groups of levers is a firm to simulate: mostly 32 to 64 times the work of these trials
    #[arg(long, value_name = "TRIALS", num_args = 0..=1, require_equals = true, default_missing_value = DEFAULT,
          value_parser = clap::value_parser!(u32).range(2..=1_000_000))]
    levers: Option<u32>,
}

/// As many trials as are split unless the flag says otherwise.
const DEFAULT: &str = "64";
const _: () = assert!(LEVER_TRIALS == 64, "the flag says so");

impl LeverArguments {
    /// Trials that are split, if any.
    pub(super) const fn trials(self) -> Option<u32> {
        self.levers
    }
}

/// Which levers did it, in short.
pub(super) fn levers(found: Option<&LeverShares>) -> String {
    let Some(found) = found else { return String::new() };
    let words: String = found.words().iter().map(|sentence| wrapped(sentence, WIDTH)).collect();
    format!("\n{words}All metrics and levers are in levers.csv.\n\n")
}
