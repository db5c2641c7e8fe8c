//! The flags of regime maps.

use std::path::PathBuf;

use clap::Args;

use super::failure::EXIT_CODES;
use super::flag_values::trials;
use super::sweep_arguments::PointsArguments;

/// `map`.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct MapArguments {
    /// The scenario file (TOML)
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// The number across, with its ends, such as organisation.readiness=0.3..0.9; alone, it goes over its plausible range
    #[arg(long, value_name = "KEY[=LOW..HIGH]")]
    pub(crate) x: String,
    /// The number up, in the same way
    #[arg(long, value_name = "KEY[=LOW..HIGH]")]
    pub(crate) y: String,
    /// Points to simulate beside the scenario's own, a power of two from 16 to 256: half of them evenly spread, half in four rounds where the
    /// best structure is least clear
    #[arg(long, value_name = "N", default_value = "64")]
    pub(crate) points: u32,
    /// Number of trials at each point: the first ones of the study, on the same random numbers everywhere
    #[arg(long, value_name = "N", value_parser = trials, default_value = "16")]
    pub(crate) trials: u32,
    #[command(flatten)]
    pub(crate) run: PointsArguments,
}
