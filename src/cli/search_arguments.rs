//! The flags of `search`.

use std::path::PathBuf;

use clap::Args;

use super::experiment_arguments::ExperimentArguments;
use super::failure::EXIT_CODES;

/// `search`.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct SearchArguments {
    /// The scenario file (TOML)
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// The figure that is to be as good as possible, as in summary.csv [default: total_value]
    #[arg(long, value_name = "METRIC")]
    pub(crate) objective: Option<String>,
    /// The difference in it that matters, in its unit [default: the scenario's, else 1 % of the baseline's]
    #[arg(long, value_name = "NUMBER", value_parser = above_zero)]
    pub(crate) delta: Option<f64>,
    /// A condition that a chart has to keep, such as nps_true>=20 or cost_office<=1e6; can be repeated
    #[arg(long, value_name = "METRIC>=VALUE")]
    pub(crate) keep: Vec<String>,
    /// Offices that charts may have: usual (that of the preset of the strongest line), small (half of its capacity, budget and staff), large
    /// (twice as much), or those of presets: center_of_excellence, advisory, coo_reporting, matrixed, executive_owned, operational
    /// [default: usual]
    #[arg(long, value_name = "NAME,...", value_delimiter = ',')]
    pub(crate) office: Vec<String>,
    /// Structure-trials (one trial of one chart) to spend, at most [default: 100000]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1_000_000_000))]
    pub(crate) budget: Option<u64>,
    /// Weeks in which one of the best charts may follow another, at most three
    #[arg(long, value_name = "WEEK,...", value_delimiter = ',')]
    pub(crate) stages: Vec<u32>,
    /// Say which charts are on the front of yearly retention, NPS and total value
    #[arg(long)]
    pub(crate) pareto: bool,
    /// Say what would be searched and what it would take, and do nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) run: ExperimentArguments,
}

fn above_zero(text: &str) -> Result<f64, String> {
    let fine = |number: &f64| *number > 0.0 && number.is_finite();
    text.parse().ok().filter(fine).ok_or_else(|| "give a number above 0".to_owned())
}
