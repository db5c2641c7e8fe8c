//! Which single assumption would turn the answer: the flags of `run` for it, and how it is told.

use clap::Args;
use dottedline::study::{TurningEffort, TurningPoints};

/// How far `run` looks for what turns the answer.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct FlipArguments {
    /// Do not look which single assumption would turn the answer; by default a quick look, a fifth of the run's time at most
    #[arg(long, conflicts_with = "all_flips")]
    no_flips: bool,
    /// Try every assumption over its plausible range until it is settled whether it turns the answer; takes long
    #[arg(long)]
    all_flips: bool,
}

impl FlipArguments {
    /// How much is tried.
    pub(super) const fn effort(self) -> Option<TurningEffort> {
        match (self.no_flips, self.all_flips) {
            (true, _) => None,
            (false, true) => Some(TurningEffort::All),
            (false, false) => Some(TurningEffort::Quick),
        }
    }
}

/// What turns the answer, and with which flag it is settled.
pub(super) fn flips(found: Option<&TurningPoints>) -> String {
    let Some(found) = found else { return String::new() };
    let more = match found.effort {
        _ if found.best.is_none() => "",
        TurningEffort::Quick => " --all-flips tries all.",
        TurningEffort::All => " All are in turning_points.csv.",
    };
    found.words() + more
}
