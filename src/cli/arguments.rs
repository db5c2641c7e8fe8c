//! The command line as typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use super::failure::EXIT_CODES;
use super::flag_values::{
    alpha, delta, hours, seconds, seed, setting, shard, shards, share, threads, trials, two_columns, until,
};
use super::flips::FlipArguments;
use super::kernel::KernelArgument;
use super::levers::LeverArguments;
use super::map_arguments::MapArguments;
use super::search_arguments::SearchArguments;
use super::sweep_arguments::{DesignArguments, SensitivityArguments, SweepArguments};
use super::terminal::Colour;
use super::trace_arguments::TraceArguments;
use dottedline::numerals::DecimalMark;
use dottedline::study::Stopping;

/// Most trials of a run that ends when it knows enough, unless it says otherwise.
pub(crate) const UNTIL_TRIALS: u32 = 10_000;

/// Which organisation keeps its customers?
///
/// Simulates a firm under several structures of customer responsibility (nobody, an adviser, a matrix, a department of
/// its own, ...) with the same customers and the same random numbers, and shows what differs: retention, NPS, net value, and why.
#[derive(Debug, Parser)]
#[command(name = "dottedline", version, after_help = EXIT_CODES)]
#[command(subcommand_required = true, arg_required_else_help = true, disable_help_subcommand = true)]
pub(crate) struct Arguments {
    /// When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value = "auto")]
    #[arg(hide_possible_values = true, display_order = 100)]
    pub(crate) color: Colour,
    /// Say nothing on stderr but warnings and errors
    #[arg(short, long, global = true, display_order = 101)]
    pub(crate) quiet: bool,
    /// What to do
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run a scenario and compare its structures
    Run(RunArguments),
    /// Check a scenario and describe it in plain words
    Check(CheckArguments),
    /// Fit a scenario to what the firm has measured ([observed]), and say how sure that is
    Calibrate(CalibrateArguments),
    /// Follow one customer, or the organisation's decisions, through one trial
    Trace(TraceArguments),
    /// Compare the structures in any table of trials, this program's or another simulator's
    Compare(CompareArguments),
    /// Test claims about structures: each holds, fails or is not decided
    Claims(ClaimsArguments),
    /// Share a study out: write a plan that any machine can run shards of
    Plan(PlanArguments),
    /// Say which shards of a plan are there and which are missing
    Status(StatusArguments),
    /// Put the shards of a plan together: the results of one run
    Merge(MergeArguments),
    /// Vary assumptions: who is best, and by how much, at each point of a design
    Sweep(SweepArguments),
    /// Say which assumptions the differences between structures hang on, and how much on each
    Sensitivity(SensitivityArguments),
    /// Draw a map over two numbers of the firm: which structure is best where, and how sure that is
    Map(MapArguments),
    /// Find the organisation chart that is best, among all of them
    Search(SearchArguments),
    /// Check that a results folder is still what was written
    Verify(VerifyArguments),
    /// Make the report (report.html) of a results folder again, or its charts as files
    Report(ReportArguments),
    /// Write a commented scenario to start from
    New(NewArguments),
    /// Print the JSON Schema of scenario files, for editors
    #[command(after_help = EXIT_CODES)]
    Schema,
    /// Show the levers of every preset and line
    #[command(after_help = EXIT_CODES)]
    Presets,
    /// Print a completion script for a shell
    #[command(after_help = EXIT_CODES)]
    Completions {
        /// The shell
        shell: Shell,
    },
}

/// `run`.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct RunArguments {
    /// The scenario file (TOML)
    #[arg(value_name = "FILE", required_unless_present = "plan")]
    pub(crate) file: Option<PathBuf>,
    /// Number of trials, instead of the scenario's
    #[arg(long, value_name = "N", value_parser = trials)]
    pub(crate) trials: Option<u32>,
    /// Run until enough is known, in looks of 50 trials: `decided` (the best structure is found) or `precision=0.002` (every
    /// difference to the baseline is known to ±0.002), by the figure that decides
    #[arg(long, value_name = "WHAT", value_parser = until, conflicts_with = "trials")]
    pub(crate) until: Option<Stopping>,
    /// Most trials of a run with --until [default: 10000]
    #[arg(long, value_name = "N", value_parser = trials, requires = "until")]
    pub(crate) max_trials: Option<u32>,
    /// Study seed, instead of the scenario's
    #[arg(long, value_name = "N", value_parser = seed, allow_negative_numbers = true)]
    pub(crate) seed: Option<u64>,
    /// Threads to use; results do not depend on it [default: one per core]
    #[arg(long, value_name = "N", value_parser = threads)]
    pub(crate) threads: Option<usize>,
    /// Folder for the results [default: results/<scenario>]
    #[arg(long, value_name = "FOLDER")]
    pub(crate) out: Option<PathBuf>,
    /// Replace the results in that folder
    #[arg(long, conflicts_with = "resume")]
    pub(crate) force: bool,
    /// Go on with the trials in that folder, of a run that was interrupted or of one with fewer trials
    #[arg(long)]
    pub(crate) resume: bool,
    /// Tables as CSV alone, or as Parquet too, beside the CSV files [default: csv]
    #[arg(long, value_name = "FORMAT", value_enum)]
    pub(crate) format: Option<TableFormat>,
    /// Keep nothing to go on with: saves the disk space of the folder .shards in the results
    #[arg(long, conflicts_with = "resume")]
    pub(crate) no_shards: bool,
    /// Run a shard of a plan (see `dottedline plan`) instead of a scenario; a shard that is there already is left alone
    #[arg(long, value_name = "PLAN.json", requires = "shard", requires = "out")]
    #[arg(conflicts_with_all = ["file", "trials", "until", "seed", "sets", "structures", "dry_run", "force", "resume", "format", "details"])]
    pub(crate) plan: Option<PathBuf>,
    /// Which shard of how many, from 0: 0/16 to 15/16; --out names the folder of shards
    #[arg(long, value_name = "I/K", value_parser = shard, requires = "plan")]
    pub(crate) shard: Option<(u32, u32)>,
    /// Share of trials that may fail by a fault of the program before the run fails
    #[arg(long, value_name = "SHARE", value_parser = share, default_value = "0.01")]
    pub(crate) max_failed: f64,
    /// Refuse to start what would take longer than this
    #[arg(long, value_name = "HOURS", value_parser = hours, default_value = "48")]
    pub(crate) max_hours: f64,
    /// Run this trial alone and print its figures, to see how it failed; writes nothing
    #[arg(long, value_name = "N", conflicts_with_all = ["out", "resume", "force", "dry_run", "plan"])]
    pub(crate) only_trial: Option<u32>,
    /// Make these trials fail, to try out what becomes of the others
    #[arg(long = "fail-trial", value_name = "N", hide = true)]
    pub(crate) fail_trials: Vec<u32>,
    /// Change a value of the scenario, such as organisation.readiness=0.7; can be repeated
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = setting)]
    pub(crate) sets: Vec<String>,
    /// Run these structures only; without the baseline, the first one named takes its place
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    pub(crate) structures: Vec<String>,
    #[command(flatten)]
    pub(crate) flips: FlipArguments,
    #[command(flatten)]
    pub(crate) levers: LeverArguments,
    /// Say what would run, and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) kernel: KernelArgument,
    /// Say more: every pair, figure and risk, the courses over time, and each segment of customers
    #[arg(long)]
    pub(crate) details: bool,
    /// Write to this file (JSON) how much was simulated, and what wall and CPU time it took
    #[arg(long, value_name = "FILE")]
    pub(crate) timing: Option<PathBuf>,
}

/// How the tables of a results folder are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableFormat {
    /// As CSV
    Csv,
    /// As CSV and as Parquet
    Parquet,
}

/// `calibrate`.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct CalibrateArguments {
    /// The scenario file (TOML), with a section [observed]
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// The file for the fitted scenario; tables and the page of the fit are written beside it
    #[arg(short, long, value_name = "FITTED.toml")]
    pub(crate) out: PathBuf,
    /// The firm that fits best alone, in seconds: without a sample for [uncertainty]
    #[arg(long, conflicts_with_all = ["table", "draws", "self_check", "resume"])]
    pub(crate) quick: bool,
    /// Firms that are drawn from what is plausible and compared with what was observed [default: 2048]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(512..=1_048_576))]
    pub(crate) table: Option<u32>,
    /// Firms in the sample that `run` draws from [default: 256]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=4_096))]
    pub(crate) draws: Option<u32>,
    /// Try out the method on firms of the table itself: whether its intervals hold what is true of them as often as they say
    #[arg(long)]
    pub(crate) self_check: bool,
    /// Replace the files of an earlier calibration
    #[arg(long, conflicts_with = "resume")]
    pub(crate) force: bool,
    /// Go on with a calibration that was interrupted
    #[arg(long)]
    pub(crate) resume: bool,
    /// Threads to use; results do not depend on it [default: one per core]
    #[arg(long, value_name = "N", value_parser = threads)]
    pub(crate) threads: Option<usize>,
}

/// `check`.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct CheckArguments {
    /// The scenario file (TOML)
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Change a value of the scenario, such as organisation.readiness=0.7; can be repeated
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = setting)]
    pub(crate) sets: Vec<String>,
}

/// `compare`.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct CompareArguments {
    /// The table (CSV, also packed with gzip; or a results folder): columns trial, structure, and numbers
    #[arg(value_name = "TRIALS.csv")]
    pub(crate) file: PathBuf,
    /// The metric that decides [default: that of the run, yearly retention, retention, or the only one]
    #[arg(long, value_name = "METRIC")]
    pub(crate) primary: Option<String>,
    /// A difference that matters in practice, such as retention=0.005; can be repeated
    #[arg(long = "delta", value_name = "METRIC=VALUE", value_parser = delta)]
    pub(crate) deltas: Vec<(String, f64)>,
    /// The structure that the others are compared with [default: that of the run, one with a usual name, the first by name]
    #[arg(long, value_name = "STRUCTURE")]
    pub(crate) baseline: Option<String>,
    /// The columns that say together which trial a row is about [default: one with a usual name]
    #[arg(long, value_name = "COLUMN[,COLUMN]", value_delimiter = ',')]
    pub(crate) trial: Vec<String>,
    /// The columns that say together which structure it is about [default: one with a usual name]
    #[arg(long, value_name = "COLUMN[,COLUMN]", value_delimiter = ',', conflicts_with = "wide")]
    pub(crate) structure: Vec<String>,
    /// The table has a column per structure; its numbers are of this metric
    #[arg(long, value_name = "METRIC", conflicts_with = "long")]
    pub(crate) wide: Option<String>,
    /// The table has a row per metric: the columns of its name and of its number
    #[arg(long, value_name = "METRIC,VALUE", value_parser = two_columns)]
    pub(crate) long: Option<(String, String)>,
    /// Compare for each value of this column: a design point, a second factor
    #[arg(long, value_name = "COLUMN")]
    pub(crate) by: Option<String>,
    /// Replications are nested: trials with the same value in this column are one replication
    #[arg(long, value_name = "COLUMN")]
    pub(crate) block: Option<String>,
    /// Of each trial and structure the row with the greatest number in this column counts: a time step
    #[arg(long, value_name = "COLUMN", conflicts_with_all = ["wide", "long"])]
    pub(crate) last: Option<String>,
    /// The decimal mark, where the numbers do not tell
    #[arg(long, value_name = "MARK")]
    pub(crate) decimal: Option<Mark>,
    /// Structures that ran no further because they were eliminated
    #[arg(long, value_name = "STRUCTURE[,STRUCTURE]", value_delimiter = ',')]
    pub(crate) eliminated: Vec<String>,
    /// Probability that anything said of the primary metric is wrong; the other metrics share as much again [default: that
    /// of the run, or 0.05]
    #[arg(long, value_name = "ALPHA", value_parser = alpha)]
    pub(crate) alpha: Option<f64>,
    /// A metric of which less is better; can be repeated
    #[arg(long = "smaller-is-better", value_name = "METRIC")]
    pub(crate) smaller_is_better: Vec<String>,
    /// The metric of costs, for the choice by what the primary metric is worth [default: `costs` or `cost`]
    #[arg(long, value_name = "METRIC")]
    pub(crate) costs: Option<String>,
    /// Print everything in full precision as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// `claims`.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct ClaimsArguments {
    /// The claims file (TOML)
    #[arg(value_name = "CLAIMS.toml")]
    pub(crate) file: PathBuf,
    /// Number of trials, instead of the file's or the scenarios'
    #[arg(long, value_name = "N", value_parser = trials)]
    pub(crate) trials: Option<u32>,
    /// Study seed, instead of the scenarios'
    #[arg(long, value_name = "N", value_parser = seed, allow_negative_numbers = true)]
    pub(crate) seed: Option<u64>,
    /// Threads to use; results do not depend on it [default: one per core]
    #[arg(long, value_name = "N", value_parser = threads)]
    pub(crate) threads: Option<usize>,
    #[command(flatten)]
    pub(crate) kernel: KernelArgument,
    /// Print everything in full precision as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// `plan`.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct PlanArguments {
    /// The scenario file (TOML)
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Number of trials of each design point, instead of the scenario's
    #[arg(long, value_name = "N", value_parser = trials)]
    pub(crate) trials: Option<u32>,
    /// Study seed, instead of the scenario's
    #[arg(long, value_name = "N", value_parser = seed, allow_negative_numbers = true)]
    pub(crate) seed: Option<u64>,
    /// Change a value of the scenario, such as organisation.readiness=0.7; can be repeated
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = setting)]
    pub(crate) sets: Vec<String>,
    /// Run these structures only; without the baseline, the first one named takes its place
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    pub(crate) structures: Vec<String>,
    #[command(flatten)]
    pub(crate) design: DesignArguments,
    /// Share the study out into so many shards; results do not depend on it
    #[arg(long, value_name = "K", value_parser = shards, conflicts_with = "target_seconds")]
    pub(crate) shards: Option<u32>,
    /// Share it out into shards that take about this long on one core of this machine [default: 60]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub(crate) target_seconds: Option<f64>,
    /// The plan file to write
    #[arg(short, long, value_name = "PLAN.json")]
    pub(crate) output: PathBuf,
    /// Refuse to plan what would take longer than this on one core
    #[arg(long, value_name = "HOURS", value_parser = hours, default_value = "100000")]
    pub(crate) max_hours: f64,
}

/// `status`.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct StatusArguments {
    /// The plan file
    #[arg(long, value_name = "PLAN.json")]
    pub(crate) plan: PathBuf,
    /// The folder of shards
    #[arg(long, value_name = "FOLDER")]
    pub(crate) out: PathBuf,
    /// Print the shards that are missing: list (a number per line), slurm or hq (an array such as 3,7-9), json (everything)
    #[arg(long = "as", value_name = "FORM", value_enum)]
    pub(crate) form: Option<StatusForm>,
}

/// How `status` prints what is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum StatusForm {
    /// A number per line
    List,
    /// For sbatch --array
    Slurm,
    /// For hq submit --array
    Hq,
    /// Everything there is to say
    Json,
}

/// `merge`.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct MergeArguments {
    /// The plan file
    #[arg(long, value_name = "PLAN.json")]
    pub(crate) plan: PathBuf,
    /// The folder of shards
    #[arg(long, value_name = "FOLDER")]
    pub(crate) out: PathBuf,
    /// Folder for the results
    #[arg(short, long, value_name = "RESULTS")]
    pub(crate) output: PathBuf,
    /// Merge what is there, though trials are missing; the manifest says so
    #[arg(long)]
    pub(crate) allow_partial: bool,
    /// Tables as CSV alone, or as Parquet too, beside the CSV files [default: csv]
    #[arg(long, value_name = "FORMAT", value_enum)]
    pub(crate) format: Option<TableFormat>,
    /// Replace the results in that folder
    #[arg(long)]
    pub(crate) force: bool,
    /// Say more: every pair, figure and risk, the courses over time, and each segment of customers
    #[arg(long)]
    pub(crate) details: bool,
}

/// `verify`.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct VerifyArguments {
    /// The results folder
    #[arg(value_name = "RESULTS")]
    pub(crate) folder: PathBuf,
}

/// `report`.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct ReportArguments {
    /// The results folder that `run` wrote
    #[arg(value_name = "RESULTS")]
    pub(crate) folder: PathBuf,
    /// Open the report in the browser
    #[arg(long)]
    pub(crate) open: bool,
    /// Write every chart as an SVG file into this folder, for slides
    #[arg(long, value_name = "DIR")]
    pub(crate) svg: Option<PathBuf>,
}

/// What separates decimals.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(crate) enum Mark {
    /// 1,5
    Comma,
    /// 1.5
    Point,
}

impl From<Mark> for DecimalMark {
    fn from(mark: Mark) -> DecimalMark {
        match mark {
            Mark::Comma => DecimalMark::Comma,
            Mark::Point => DecimalMark::Point,
        }
    }
}

/// `new`.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES, allow_missing_positional = true)]
pub(crate) struct NewArguments {
    /// The scenario to start from [default: minimal]
    #[arg(value_name = "TEMPLATE")]
    pub(crate) template: Option<String>,
    /// The file to write
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Ask what you know of your firm, and write it as [observed]; answers are lines of stdin
    #[arg(long)]
    pub(crate) ask: bool,
    /// Replace the file if it exists
    #[arg(long)]
    pub(crate) force: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    fn parse(words: &[&str]) -> Result<Arguments, clap::Error> {
        Arguments::try_parse_from([&["dottedline"], words].concat())
    }

    #[test]
    fn clap_finds_no_contradiction() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn new_takes_a_template_before_the_file_or_none() {
        for (words, template) in [(&["new", "a.toml"][..], None), (&["new", "telecom", "a.toml"][..], Some("telecom"))]
        {
            let Command::New(new) = parse(words).unwrap().command else { panic!("not new") };
            assert_eq!((new.template.as_deref(), new.file.to_str()), (template, Some("a.toml")));
        }
    }

    #[test]
    fn numbers_that_cannot_be_meant_are_refused() {
        for words in [["--trials", "0"], ["--trials", "ten"], ["--threads", "0"], ["--threads", "9999999"]] {
            assert!(parse(&[&["run", "a.toml"][..], &words].concat()).is_err(), "{words:?}");
        }
        for words in ["--seed=-1", "--seed=9007199254740993", "--set=readiness", "--set==3"] {
            assert!(parse(&["run", "a.toml", words]).is_err(), "{words}");
        }
        for words in
            ["--until=soon", "--until=precision=0", "--until=precision=-1", "--until=precision=inf", "--max-trials=9"]
        {
            assert!(parse(&["run", "a.toml", words]).is_err(), "{words}");
        }
        assert!(parse(&["run", "a.toml", "--until=decided", "--trials=9"]).is_err(), "either or");
        assert!(parse(&["run", "a.toml", "--until=precision=0.01", "--max-trials=9"]).is_ok());
        assert!(parse(&["run", "a.toml", "--seed=9007199254740992"]).is_ok());
    }
}
