//! The flags of `trace`.

use std::path::PathBuf;

use clap::{ArgGroup, Args, ValueEnum};

use super::failure::EXIT_CODES;
use super::flag_values::{seed, setting, whole};

/// `trace`.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES, group = ArgGroup::new("whom").required(true))]
pub(crate) struct TraceArguments {
    /// The scenario file (TOML)
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// The customer to follow, by slot, from 0: with the same random numbers under every structure
    #[arg(long, value_name = "N", value_parser = whole, group = "whom")]
    pub(crate) customer: Option<u32>,
    /// Find a customer who stays under some structures and leaves under others, and tell their life as a short story; such as
    /// stays=operational,leaves=siloed
    #[arg(long = "where", value_name = "stays=A,leaves=B", value_delimiter = ',', group = "whom")]
    pub(crate) wanted: Vec<String>,
    /// Follow the organisation instead, quarter by quarter: what was decided, refused, ordered and learned
    #[arg(long, group = "whom")]
    pub(crate) office: bool,
    /// With --office: every idea of every cycle, with its code, what it does, what it is worth, and who refused
    #[arg(long)]
    pub(crate) details: bool,
    /// The trial, from 0; the same as in the results of `run`. With --where: the first to search
    #[arg(long, value_name = "N", default_value = "0", value_parser = whole)]
    pub(crate) trial: u32,
    /// The structures to follow, in this order; the others are compared with the first [default: all; with --where, those that it
    /// names]
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    pub(crate) structures: Vec<String>,
    /// First week to show, from 0
    #[arg(long, value_name = "WEEK", value_parser = whole)]
    pub(crate) from: Option<u32>,
    /// Last week to show
    #[arg(long, value_name = "WEEK", value_parser = whole)]
    pub(crate) to: Option<u32>,
    /// Words for people, or a table for programs; docs/trace.md says what its columns mean
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: TraceFormat,
    /// Study seed, instead of the scenario's
    #[arg(long, value_name = "N", value_parser = seed, allow_negative_numbers = true)]
    pub(crate) seed: Option<u64>,
    /// Change a value of the scenario, such as organisation.readiness=0.7; can be repeated
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = setting)]
    pub(crate) sets: Vec<String>,
}

/// How a trace is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TraceFormat {
    /// In words, for 80 columns.
    Text,
    /// As a table.
    Csv,
}
