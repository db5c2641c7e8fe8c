//! The flags of experiments over assumptions.

use std::path::PathBuf;

use clap::Args;
use dottedline::study::Layout;

use super::experiment_arguments::ExperimentArguments;
use super::failure::EXIT_CODES;
use super::flag_values::trials;

/// Points of a sample, unless somebody asks for more or fewer.
const POINTS: u32 = 64;

/// What varies, and how its values are laid out.
#[derive(Clone, Debug, Args)]
pub(crate) struct DesignArguments {
    /// A number that varies between two ends, and at how many values on a grid, such as organisation.readiness=0.3..0.9:7; can be repeated
    /// [default: all assumptions over their plausible ranges]
    #[arg(long, value_name = "KEY=LOW..HIGH[:N]")]
    pub(crate) vary: Vec<String>,
    /// How the points lie: factorial (every combination), lhs (Latin hypercube), sobol, one-at-a-time, or a table (CSV) with a row for each
    /// point and a column for each key [default: factorial for up to three numbers, lhs for more, one-at-a-time without --vary]
    #[arg(long, value_name = "DESIGN")]
    pub(crate) design: Option<String>,
    /// Points of lhs and sobol; for sobol take a power of two [default: 64]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) points: Option<u32>,
}

/// Where points come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum DesignSource {
    /// A layout.
    Layout(Layout),
    /// A file.
    File(PathBuf),
}

impl DesignArguments {
    /// Where the points come from; what goes together and what does not.
    pub(super) fn source(&self) -> Result<DesignSource, String> {
        let points = self.points.unwrap_or(POINTS);
        let layout = match self.design.as_deref() {
            Some("factorial") => Layout::Factorial,
            Some("lhs") => Layout::LatinHypercube(points),
            Some("sobol") => Layout::Sobol(points),
            Some("one-at-a-time") => Layout::OneAtATime,
            None if self.vary.is_empty() => Layout::OneAtATime,
            None if self.vary.len() <= 3 && self.points.is_none() => Layout::Factorial,
            None => Layout::LatinHypercube(points),
            Some(file) if is_file(file) && !self.vary.is_empty() => {
                return Err("--vary and a design file exclude each other: the file names what varies".to_owned());
            }
            Some(file) if is_file(file) => return Ok(DesignSource::File(PathBuf::from(file))),
            Some(other) => {
                return Err(format!(
                    "there is no design {other:?}; write factorial, lhs, sobol, one-at-a-time or the name of a table that ends in .csv"
                ));
            }
        };
        match layout {
            Layout::Factorial if self.vary.is_empty() => {
                Err("a factorial design needs --vary: every combination of all assumptions is too many".to_owned())
            }
            Layout::Factorial | Layout::OneAtATime if self.points.is_some() => {
                Err("--points goes with lhs and sobol; elsewhere the number of values stands in --vary KEY=LOW..HIGH:N"
                    .to_owned())
            }
            layout => Ok(DesignSource::Layout(layout)),
        }
    }
}

fn is_file(text: &str) -> bool {
    text.to_lowercase().ends_with(".csv") || std::path::Path::new(text).is_file()
}

/// How the points of an experiment are run, and under which structures.
#[derive(Debug, Args)]
pub(crate) struct PointsArguments {
    /// Run these structures only; without the baseline, the first one named takes its place
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    pub(crate) structures: Vec<String>,
    #[command(flatten)]
    pub(crate) how: ExperimentArguments,
}

/// `sweep`.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct SweepArguments {
    /// The scenario file (TOML)
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) design: DesignArguments,
    /// Number of trials at each point: the first ones of the study, on the same random numbers everywhere [default: 16]
    #[arg(long, value_name = "N", value_parser = trials)]
    pub(crate) trials: Option<u32>,
    #[command(flatten)]
    pub(crate) run: PointsArguments,
}

/// `sensitivity`.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct SensitivityArguments {
    /// The scenario file (TOML)
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// A number that varies between two ends, such as organisation.readiness=0.3..0.9; can be repeated
    /// [default: all assumptions over their plausible ranges]
    #[arg(long, value_name = "KEY=LOW..HIGH")]
    pub(crate) vary: Vec<String>,
    /// Trajectories of the screening (Morris)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=1_000), default_value = "10")]
    pub(crate) trajectories: u32,
    /// Rows of the samples that shares of variance (Sobol' indices) are of; take a power of two
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(8..=65_536), default_value = "128")]
    pub(crate) rows: u32,
    /// Number of trials at each point: the first ones of the study, on the same random numbers everywhere
    #[arg(long, value_name = "N", value_parser = trials, default_value = "8")]
    pub(crate) trials: u32,
    #[command(flatten)]
    pub(crate) run: PointsArguments,
}
