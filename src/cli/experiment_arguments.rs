//! The flags that all experiments share: of which study they are, how they run, and what becomes of results that are there.

use std::path::{Path, PathBuf};

use clap::Args;
use dottedline::application::Earlier;

use super::flag_values::{hours, seed, setting, threads};
use super::kernel::KernelArgument;

/// How an experiment runs.
#[derive(Debug, Args)]
pub(crate) struct ExperimentArguments {
    /// Folder for the results [default: results/<scenario>-<command>]
    #[arg(long, value_name = "FOLDER")]
    pub(crate) out: Option<PathBuf>,
    /// Study seed, instead of the scenario's
    #[arg(long, value_name = "N", value_parser = seed, allow_negative_numbers = true)]
    pub(crate) seed: Option<u64>,
    /// Threads to use; results do not depend on it [default: one per core]
    #[arg(long, value_name = "N", value_parser = threads)]
    pub(crate) threads: Option<usize>,
    /// Replace the results in that folder
    #[arg(long, conflicts_with = "resume")]
    pub(crate) force: bool,
    /// Go on with the work in that folder, of an experiment that was interrupted
    #[arg(long)]
    pub(crate) resume: bool,
    /// Refuse to start what would take longer than this
    #[arg(long, value_name = "HOURS", value_parser = hours, default_value = "48")]
    pub(crate) max_hours: f64,
    /// Change a value of the scenario, such as organisation.readiness=0.7; can be repeated
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = setting)]
    pub(crate) sets: Vec<String>,
    #[command(flatten)]
    pub(crate) kernel: KernelArgument,
}

impl ExperimentArguments {
    /// What is changed in the scenario.
    pub(crate) fn settings(&self) -> Vec<String> {
        self.sets.iter().cloned().chain(self.seed.map(|seed| format!("study.seed={seed}"))).collect()
    }

    /// The folder of an experiment of this kind, of a scenario of this name.
    pub(crate) fn folder(&self, scenario: &str, kind: &str) -> PathBuf {
        let named = || Path::new("results").join(format!("{scenario}-{kind}"));
        self.out.clone().unwrap_or_else(named)
    }

    /// What becomes of results that are there.
    pub(crate) const fn earlier(&self) -> Earlier {
        match (self.force, self.resume) {
            (true, _) => Earlier::Replaced,
            (false, true) => Earlier::GoneOnWith,
            (false, false) => Earlier::Stay,
        }
    }
}
